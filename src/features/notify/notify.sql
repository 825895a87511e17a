-- include "features/notify/notice_store.h"

-- notice_row(int64_t id) -> struct notice
SELECT n.id, n.member_id, n.kind, n.subject_kind, n.subject_id, n.other_kind, n.other_id, n.actor_id, n.text, n.count, n.at,
 CASE WHEN n.read_at = 0 AND n.id > COALESCE(r.read_until, 0) THEN 1 ELSE 0 END AS is_new
FROM notify_notice n LEFT JOIN notify_reader r ON r.brand_id = :brand_id AND r.member_id = n.member_id
WHERE n.brand_id = :brand_id AND n.member_id = :me AND n.id = :id;

-- notice_rows(int64_t before_id) -> list of struct notice
SELECT n.id, n.member_id, n.kind, n.subject_kind, n.subject_id, n.other_kind, n.other_id, n.actor_id, n.text, n.count, n.at,
 CASE WHEN n.read_at = 0 AND n.id > COALESCE(r.read_until, 0) THEN 1 ELSE 0 END AS is_new
FROM notify_notice n LEFT JOIN notify_reader r ON r.brand_id = :brand_id AND r.member_id = n.member_id
WHERE n.brand_id = :brand_id AND n.member_id = :me AND n.id < :before_id ORDER BY n.id DESC LIMIT 26;

-- notice_newest_mine() -> int64_t
SELECT COALESCE(MAX(n.id), 0) FROM notify_notice n WHERE n.brand_id = :brand_id AND n.member_id = :me;

-- notice_unread_mine() -> int64_t
-- Counted up to a hundred: what is shown of more is "99+", and who never looks has thousands.
SELECT COUNT(*) FROM (SELECT n.id FROM notify_notice n
 WHERE n.brand_id = :brand_id AND n.member_id = :me AND n.read_at = 0 AND n.id > COALESCE(
  (SELECT r.read_until FROM notify_reader r WHERE r.brand_id = :brand_id AND r.member_id = :me), 0)
 ORDER BY n.id LIMIT 100) few;

-- notice_unread_of(struct ids ids) -> list of struct unread
-- The same for many, each counted from what that member has read: a unit is short.
-- all: one row a member who was asked for
SELECT a.member_id, (SELECT COUNT(*) FROM (SELECT n.id FROM notify_notice n
 WHERE n.brand_id = :brand_id AND n.member_id = a.member_id AND n.read_at = 0 AND n.id > COALESCE(
  (SELECT r.read_until FROM notify_reader r WHERE r.brand_id = :brand_id AND r.member_id = a.member_id), 0)
 ORDER BY n.id LIMIT 100) few) AS count
FROM core_audience_member a WHERE a.brand_id = :brand_id AND a.member_id IN (:ids[64]) AND a.audience_id = 2;

-- notice_add(const struct notice *notice, struct ids ids, int64_t audience_id)
-- One notice for each of these members who belongs to the audience.
INSERT INTO notify_notice (brand_id, member_id, id, kind, subject_kind, subject_id, other_kind, other_id, actor_id,
 text, count, at, read_at)
SELECT :brand_id, a.member_id, CAST(:id AS BIGINT), CAST(:kind AS TEXT), CAST(:subject_kind AS BIGINT),
 CAST(:subject_id AS BIGINT), CAST(:other_kind AS BIGINT), CAST(:other_id AS BIGINT), CAST(:actor_id AS BIGINT),
 CAST(:text AS TEXT), 1, CAST(:now AS BIGINT), 0
FROM core_audience_member a
WHERE a.brand_id = :brand_id AND a.member_id IN (:ids[64]) AND a.audience_id = :audience_id
ON CONFLICT (brand_id, member_id, id) DO NOTHING;

-- notice_fold_kudos(const struct notice *notice, int64_t member_id, int64_t since) -> changed
-- Thanked again that day: one notice, new again, with the latest actor in front.  Who takes it back and gives it
-- again is still one.
UPDATE notify_notice SET id = :id, count = count + CASE WHEN actor_id = :actor_id THEN 0 ELSE 1 END,
 actor_id = :actor_id, at = :now, read_at = 0
WHERE brand_id = :brand_id AND member_id = :member_id AND kind = 'kudos' AND other_kind = :other_kind
 AND other_id = :other_id AND at >= :since;

-- notice_read(int64_t id)
UPDATE notify_notice SET read_at = :now WHERE brand_id = :brand_id AND member_id = :me AND id = :id AND read_at = 0;

-- notice_read_until(int64_t id)
INSERT INTO notify_reader (brand_id, member_id, read_until) VALUES (:brand_id, :me, :id)
ON CONFLICT (brand_id, member_id) DO UPDATE SET read_until = excluded.read_until
WHERE notify_reader.read_until < excluded.read_until;

-- notice_sweep(int64_t before) -> changed
DELETE FROM notify_notice WHERE brand_id = :brand_id AND (member_id, id) IN (
 SELECT member_id, id FROM notify_notice WHERE brand_id = :brand_id AND at < :before ORDER BY at LIMIT 100);

-- preference_rows() -> list of struct preference
SELECT kind, mail FROM notify_preference WHERE brand_id = :brand_id AND member_id = :me ORDER BY kind LIMIT 50;

-- preference_mail(int64_t member_id, str kind) -> bool
SELECT mail FROM notify_preference WHERE brand_id = :brand_id AND member_id = :member_id AND kind = :kind;

-- preference_put(str kind, bool mail)
INSERT INTO notify_preference (brand_id, member_id, kind, mail) VALUES (:brand_id, :me, :kind, :mail)
ON CONFLICT (brand_id, member_id, kind) DO UPDATE SET mail = excluded.mail;
