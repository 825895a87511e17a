-- include "features/privacy/copy_store.h"
-- include "features/privacy/erasure_store.h"

-- copy_row(int64_t member_id) -> struct copy
SELECT member_id, asked_at, made_at, json_id, html_id, zip_id FROM privacy_copy
WHERE brand_id = :brand_id AND member_id = :member_id;

-- copy_ask(int64_t member_id)
INSERT INTO privacy_copy (brand_id, member_id, asked_at, made_at, json_id, html_id, zip_id)
VALUES (:brand_id, :member_id, :now, 0, 0, 0, 0)
ON CONFLICT (brand_id, member_id) DO UPDATE SET asked_at = excluded.asked_at, made_at = 0, json_id = 0, html_id = 0, zip_id = 0;

-- copy_keep(const struct copy *copy) -> changed
UPDATE privacy_copy SET made_at = :now, json_id = :json_id, html_id = :html_id, zip_id = :zip_id
WHERE brand_id = :brand_id AND member_id = :member_id AND asked_at = :asked_at AND made_at = 0;

-- copy_drop(int64_t member_id)
DELETE FROM privacy_copy WHERE brand_id = :brand_id AND member_id = :member_id;

-- erasure_row(int64_t member_id) -> struct erasure
SELECT member_id, asked_at, asked_by, due_at, held_by, begun_at, done_at FROM privacy_erasure
WHERE brand_id = :brand_id AND member_id = :member_id;

-- erasure_add(const struct erasure *erasure)
INSERT INTO privacy_erasure (brand_id, member_id, asked_at, asked_by, due_at, held_by, begun_at, done_at)
VALUES (:brand_id, :member_id, :asked_at, :asked_by, :due_at, '', 0, 0);

-- erasure_put(const struct erasure *erasure)
UPDATE privacy_erasure SET due_at = :due_at, held_by = :held_by, begun_at = :begun_at, done_at = :done_at
WHERE brand_id = :brand_id AND member_id = :member_id;

-- erasure_drop(int64_t member_id) -> changed
DELETE FROM privacy_erasure WHERE brand_id = :brand_id AND member_id = :member_id AND begun_at = 0;

-- erasure_forget(moment before) -> changed
DELETE FROM privacy_erasure WHERE brand_id = :brand_id AND member_id IN (SELECT e.member_id FROM privacy_erasure e
	WHERE e.brand_id = :brand_id AND e.done_at > 0 AND e.done_at < :before ORDER BY e.done_at LIMIT 100);
