-- include "features/marketplace/task_store.h"
-- include "features/marketplace/review_store.h"
-- include "features/marketplace/chat_store.h"

-- What moderators look at and hide, whoever may see it (core/care.h).

-- market_care_task(int64_t id) -> struct task
SELECT id, author_id, category, state, title, text, country, code, town, lat, lon, public_lat, public_lon, audience_id, made_at,
 hidden_at
FROM marketplace_task WHERE brand_id = :brand_id AND id = :id;

-- market_care_task_hide(int64_t id, moment hidden_at) -> changed
UPDATE marketplace_task SET hidden_at = :hidden_at WHERE brand_id = :brand_id AND id = :id;

-- market_care_review(int64_t id) -> struct review
SELECT id, booking_id, author_id, about_id, by_helper, stars, text, made_at, published_at, hidden_at
FROM marketplace_review WHERE brand_id = :brand_id AND id = :id;

-- market_care_review_hide(int64_t id, moment hidden_at) -> changed
UPDATE marketplace_review SET hidden_at = :hidden_at WHERE brand_id = :brand_id AND id = :id;

-- market_care_message(int64_t id) -> struct message
SELECT chat_id, id, author_id, text, made_at FROM marketplace_message WHERE brand_id = :brand_id AND id = :id;

-- market_care_message_text(const struct message *message) -> changed
UPDATE marketplace_message SET text = :text WHERE brand_id = :brand_id AND chat_id = :chat_id AND id = :id;

-- ── who leaves for good ──

-- market_under_way(int64_t member_id) -> int64_t
-- Requested, accepted, confirmed, in progress: somebody counts on it.
SELECT (SELECT COUNT(*) FROM marketplace_booking a WHERE a.brand_id = :brand_id AND a.asker_id = :member_id
	AND a.state IN (0, 1, 5, 8)) + (SELECT COUNT(*) FROM marketplace_booking h WHERE h.brand_id = :brand_id
	AND h.helper_id = :member_id AND h.state IN (0, 1, 5, 8));

-- market_claims(int64_t member_id, moment since) -> int64_t
-- A repair that was asked for until the booking is closed, a no-show that is contested, a dispute.
SELECT (SELECT COUNT(*) FROM marketplace_booking a WHERE a.brand_id = :brand_id AND a.asker_id = :member_id
	AND (a.state = 15 OR (a.state IN (9, 10) AND a.repair_at > 0) OR (a.state IN (11, 12) AND a.contested_at > :since)))
	+ (SELECT COUNT(*) FROM marketplace_booking h WHERE h.brand_id = :brand_id AND h.helper_id = :member_id
	AND (h.state = 15 OR (h.state IN (9, 10) AND h.repair_at > 0) OR (h.state IN (11, 12) AND h.contested_at > :since)));

-- market_tasks_left(int64_t member_id) -> list of int64_t
-- All ids are above 0: said here and below, it lets SQLite take the member's own index instead of going through the brand's rows.
SELECT id FROM marketplace_task WHERE brand_id = :brand_id AND author_id = :member_id AND id > 0 AND state IN (0, 1, 4)
ORDER BY id LIMIT 3;

-- market_offers_left(int64_t member_id) -> list of int64_t
SELECT id FROM marketplace_offer WHERE brand_id = :brand_id AND helper_id = :member_id AND id > 0 AND state = 0 ORDER BY id LIMIT 3;

-- market_services_left(int64_t member_id) -> list of int64_t
SELECT id FROM marketplace_service WHERE brand_id = :brand_id AND helper_id = :member_id AND id > 0 AND state <> 4 ORDER BY id LIMIT 3;
