-- include "features/notify/notice_store.h"
-- include "features/notify/follow_store.h"
-- include "features/notify/follow_row.h"
-- include "features/notify/habit_store.h"
-- include "features/notify/pending_store.h"
-- include "features/notify/incoming_store.h"
-- include "features/notify/receiver_store.h"

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

-- notice_add(const struct notice *notice, str topic, struct ids ids, int64_t audience_id)
-- One notice for each of these members who belongs to the audience.  Whoever wants no bell for the topic gets it
-- silently: read_at 1 counts as read, and is no time.
INSERT INTO notify_notice (brand_id, member_id, id, kind, subject_kind, subject_id, other_kind, other_id, actor_id,
 text, count, at, read_at)
SELECT :brand_id, a.member_id, CAST(:id AS BIGINT), CAST(:kind AS TEXT), CAST(:subject_kind AS BIGINT),
 CAST(:subject_id AS BIGINT), CAST(:other_kind AS BIGINT), CAST(:other_id AS BIGINT), CAST(:actor_id AS BIGINT),
 CAST(:text AS TEXT), 1, CAST(:now AS BIGINT), CASE WHEN c.site = 0 THEN 1 ELSE 0 END
FROM core_audience_member a LEFT JOIN notify_choice c
 ON c.brand_id = :brand_id AND c.member_id = a.member_id AND c.topic = :topic
WHERE a.brand_id = :brand_id AND a.member_id IN (:ids[64]) AND a.audience_id = :audience_id
ON CONFLICT (brand_id, member_id, id) DO NOTHING;

-- notice_add_one(const struct notice *notice)
INSERT INTO notify_notice (brand_id, member_id, id, kind, subject_kind, subject_id, other_kind, other_id, actor_id,
 text, count, at, read_at)
VALUES (:brand_id, :member_id, :id, :kind, :subject_kind, :subject_id, :other_kind, :other_id, :actor_id, :text, 1, :now, 0);

-- notice_fold_kudos(const struct notice *notice, int64_t member_id, int64_t since) -> changed
-- Thanked again that day: one notice, new again, with the latest actor in front.  Who takes it back and gives it
-- again is still one.
UPDATE notify_notice SET id = :id, count = count + CASE WHEN actor_id = :actor_id THEN 0 ELSE 1 END,
 actor_id = :actor_id, at = :now, read_at = 0
WHERE brand_id = :brand_id AND member_id = :member_id AND kind = 'kudos' AND other_kind = :other_kind
 AND other_id = :other_id AND at >= :since;

-- notice_read(int64_t id)
UPDATE notify_notice SET read_at = :now WHERE brand_id = :brand_id AND member_id = :me AND id = :id AND read_at <= 1;

-- notice_read_until(int64_t id)
INSERT INTO notify_reader (brand_id, member_id, read_until) VALUES (:brand_id, :me, :id)
ON CONFLICT (brand_id, member_id) DO UPDATE SET read_until = excluded.read_until
WHERE notify_reader.read_until < excluded.read_until;

-- notice_sweep(int64_t before) -> changed
DELETE FROM notify_notice WHERE brand_id = :brand_id AND (member_id, id) IN (
 SELECT member_id, id FROM notify_notice WHERE brand_id = :brand_id AND at < :before ORDER BY at LIMIT 100);

-- choice_rows() -> list of struct notice_choice
SELECT topic, site, mail, push FROM notify_choice WHERE brand_id = :brand_id AND member_id = :me ORDER BY topic LIMIT 50;

-- choice_put(const struct notice_choice *choice)
INSERT INTO notify_choice (brand_id, member_id, topic, site, mail, push) VALUES (:brand_id, :me, :topic, :site, :mail, :push)
ON CONFLICT (brand_id, member_id, topic) DO UPDATE SET site = excluded.site, mail = excluded.mail, push = excluded.push;

-- choice_end_mail(int64_t member_id, const struct notice_choice *choice)
-- No more mails of this topic; bell and push stay as they are.
INSERT INTO notify_choice (brand_id, member_id, topic, site, mail, push)
VALUES (:brand_id, :member_id, :topic, :site, 0, :push)
ON CONFLICT (brand_id, member_id, topic) DO UPDATE SET mail = excluded.mail;

-- ── habits ──

-- habits_of(struct ids ids) -> list of struct habit
-- all: one row a member who was asked for
SELECT member_id, zone, quiet_from, quiet_until, daily_at, follows_own FROM notify_habit
WHERE brand_id = :brand_id AND member_id IN (:ids[64]);

-- habit_put(const struct habit *habit)
INSERT INTO notify_habit (brand_id, member_id, zone, quiet_from, quiet_until, daily_at, follows_own)
VALUES (:brand_id, :member_id, :zone, :quiet_from, :quiet_until, :daily_at, :follows_own)
ON CONFLICT (brand_id, member_id) DO UPDATE SET zone = excluded.zone, quiet_from = excluded.quiet_from,
 quiet_until = excluded.quiet_until, daily_at = excluded.daily_at, follows_own = excluded.follows_own;

-- ── following ──

-- follow_put(const struct follow *follow)
INSERT INTO notify_follow (brand_id, subject_kind, subject_id, member_id, id, mode)
VALUES (:brand_id, :subject_kind, :subject_id, :me, :id, :mode)
ON CONFLICT (brand_id, subject_kind, subject_id, member_id) DO UPDATE SET mode = excluded.mode;

-- follow_count_mine() -> int64_t
-- Muted ones count, too: they are rows.
SELECT COUNT(*) FROM (SELECT f.id FROM notify_follow f WHERE f.brand_id = :brand_id AND f.member_id = :me
 ORDER BY f.id LIMIT 1001) few;

-- follow_rows(int64_t before_id) -> list of struct follow
SELECT subject_kind, subject_id, id, mode FROM notify_follow
WHERE brand_id = :brand_id AND member_id = :me AND id < :before_id AND mode > 0 ORDER BY id DESC LIMIT 26;

-- follow_rows_of(int64_t member_id, int subject_kind, struct ids ids) -> list of struct follow
-- all: one row a thing that was asked for
SELECT subject_kind, subject_id, id, mode FROM notify_follow
WHERE brand_id = :brand_id AND member_id = :member_id AND subject_kind = :subject_kind AND subject_id IN (:ids[64]);

-- follow_add_own(const struct follow_own *own)
-- With the daily mail.  A choice made before stays; who switched it off follows nothing by herself.
INSERT INTO notify_follow (brand_id, subject_kind, subject_id, member_id, id, mode)
SELECT :brand_id, CAST(:subject_kind AS BIGINT), CAST(:subject_id AS BIGINT), a.member_id, CAST(:id AS BIGINT), 1
FROM core_audience_member a LEFT JOIN notify_habit h ON h.brand_id = :brand_id AND h.member_id = a.member_id
WHERE a.brand_id = :brand_id AND a.member_id = :member_id AND a.audience_id = 2 AND COALESCE(h.follows_own, 1) = 1
ON CONFLICT (brand_id, subject_kind, subject_id, member_id) DO NOTHING;

-- followers(const struct follow_page *page) -> list of struct follower
SELECT f.member_id, f.mode FROM notify_follow f JOIN core_audience_member a
 ON a.brand_id = :brand_id AND a.member_id = f.member_id AND a.audience_id = :audience_id
WHERE f.brand_id = :brand_id AND f.subject_kind = :subject_kind AND f.subject_id = :subject_id
 AND f.member_id > :after_id AND f.mode > 0 ORDER BY f.member_id LIMIT 50;

-- follow_move_add(const struct follow_move *move)
INSERT INTO notify_follow (brand_id, subject_kind, subject_id, member_id, id, mode)
SELECT :brand_id, CAST(:to_kind AS BIGINT), CAST(:to_id AS BIGINT), f.member_id, f.id, f.mode FROM notify_follow f
WHERE f.brand_id = :brand_id AND f.subject_kind = :from_kind AND f.subject_id = :from_id ORDER BY f.member_id LIMIT 50
ON CONFLICT (brand_id, subject_kind, subject_id, member_id) DO NOTHING;

-- follow_move_take(const struct follow_move *move) -> changed
DELETE FROM notify_follow WHERE brand_id = :brand_id AND subject_kind = :from_kind AND subject_id = :from_id
 AND member_id IN (SELECT f.member_id FROM notify_follow f WHERE f.brand_id = :brand_id
  AND f.subject_kind = :from_kind AND f.subject_id = :from_id ORDER BY f.member_id LIMIT 50);

-- ── what is still to be told outside ──

-- pending_add_mails(const struct telling *telling, struct ids ids) -> changed
-- For those who have the notice: at the lesser of what the topic and the follow allow.
INSERT INTO notify_pending (brand_id, way, member_id, id, pace, due_at)
SELECT :brand_id, 1, n.member_id, n.id,
 CASE WHEN COALESCE(c.mail, CAST(:mail AS BIGINT)) < CAST(:pace AS BIGINT) THEN COALESCE(c.mail, CAST(:mail AS BIGINT))
  ELSE CAST(:pace AS BIGINT) END, CAST(:now AS BIGINT)
FROM notify_notice n LEFT JOIN notify_choice c
 ON c.brand_id = :brand_id AND c.member_id = n.member_id AND c.topic = :topic
WHERE n.brand_id = :brand_id AND n.id = :id AND n.member_id IN (:ids[64])
 AND COALESCE(c.mail, CAST(:mail AS BIGINT)) > 0 AND CAST(:pace AS BIGINT) > 0
ON CONFLICT (brand_id, way, member_id, id) DO NOTHING;

-- pending_due(int way, int pace) -> list of struct pending
SELECT member_id, id, due_at FROM notify_pending
WHERE brand_id = :brand_id AND way = :way AND pace = :pace AND due_at <= :now ORDER BY due_at, member_id, id LIMIT 4;

-- pending_earliest(int way, int pace) -> int64_t
-- 0: there is none.
SELECT COALESCE(MIN(due_at), 0) FROM notify_pending WHERE brand_id = :brand_id AND way = :way AND pace = :pace;

-- pending_wait(int way, const struct pending *pending)
UPDATE notify_pending SET due_at = :due_at WHERE brand_id = :brand_id AND way = :way AND member_id = :member_id AND id = :id;

-- pending_take(int way, const struct pending *pending)
DELETE FROM notify_pending WHERE brand_id = :brand_id AND way = :way AND member_id = :member_id AND id = :id;

-- pending_members_daily() -> list of struct pending
-- Who has a daily mail to come, by when it may come; the id says nothing.
SELECT member_id, MIN(id) AS id, MIN(due_at) AS due_at FROM notify_pending
WHERE brand_id = :brand_id AND way = 1 AND pace = 1 AND due_at <= :now GROUP BY member_id ORDER BY MIN(due_at), member_id LIMIT 3;

-- pending_wait_daily(int64_t member_id, int64_t due_at) -> changed
-- The next 150.
UPDATE notify_pending SET due_at = :due_at WHERE brand_id = :brand_id AND way = 1 AND member_id = :member_id AND pace = 1
 AND id IN (SELECT p.id FROM notify_pending p WHERE p.brand_id = :brand_id AND p.way = 1 AND p.member_id = :member_id
  AND p.pace = 1 AND p.due_at <= :now ORDER BY p.id LIMIT 150);

-- pending_wait_excess(int64_t member_id, int64_t until, int64_t due_at) -> changed
-- What is beyond the 150 that one mail takes away: the next 150 of it.
UPDATE notify_pending SET due_at = :due_at WHERE brand_id = :brand_id AND way = 1 AND member_id = :member_id AND pace = 1
 AND id IN (SELECT p.id FROM notify_pending p WHERE p.brand_id = :brand_id AND p.way = 1 AND p.member_id = :member_id
  AND p.pace = 1 AND p.due_at <= :until ORDER BY p.id LIMIT 150 OFFSET 150);

-- pending_take_daily(int64_t member_id, int64_t until) -> changed
DELETE FROM notify_pending WHERE brand_id = :brand_id AND way = 1 AND member_id = :member_id AND pace = 1
 AND id IN (SELECT p.id FROM notify_pending p WHERE p.brand_id = :brand_id AND p.way = 1 AND p.member_id = :member_id
  AND p.pace = 1 AND p.due_at <= :until ORDER BY p.id LIMIT 150);

-- notices_daily(int64_t member_id, int64_t until) -> list of struct notice
-- What her daily mail is about: what she has not read on the site meanwhile.
SELECT n.id, n.member_id, n.kind, n.subject_kind, n.subject_id, n.other_kind, n.other_id, n.actor_id, n.text, n.count, n.at,
 1 AS is_new
FROM notify_pending p JOIN notify_notice n ON n.brand_id = :brand_id AND n.member_id = p.member_id AND n.id = p.id
 LEFT JOIN notify_reader r ON r.brand_id = :brand_id AND r.member_id = n.member_id
WHERE p.brand_id = :brand_id AND p.way = 1 AND p.member_id = :member_id AND p.pace = 1 AND p.due_at <= :until
 AND (n.read_at = 1 OR (n.read_at = 0 AND n.id > COALESCE(r.read_until, 0)))
ORDER BY n.subject_kind, n.subject_id, n.id LIMIT 60;

-- notice_of_member(int64_t member_id, int64_t id) -> struct notice
SELECT n.id, n.member_id, n.kind, n.subject_kind, n.subject_id, n.other_kind, n.other_id, n.actor_id, n.text, n.count, n.at,
 CASE WHEN n.read_at = 1 OR (n.read_at = 0 AND n.id > COALESCE(r.read_until, 0)) THEN 1 ELSE 0 END AS is_new
FROM notify_notice n LEFT JOIN notify_reader r ON r.brand_id = :brand_id AND r.member_id = n.member_id
WHERE n.brand_id = :brand_id AND n.member_id = :member_id AND n.id = :id;

-- pending_add_pushes(const struct telling *telling, struct ids ids) -> changed
-- Only what is followed at once wakes anybody, and only who has a browser that takes it.
INSERT INTO notify_pending (brand_id, way, member_id, id, pace, due_at)
SELECT :brand_id, 2, n.member_id, n.id, 2, CAST(:now AS BIGINT)
FROM notify_notice n LEFT JOIN notify_choice c
 ON c.brand_id = :brand_id AND c.member_id = n.member_id AND c.topic = :topic
WHERE n.brand_id = :brand_id AND n.id = :id AND n.member_id IN (:ids[64])
 AND COALESCE(c.push, CAST(:push AS BIGINT)) = 1 AND CAST(:pace AS BIGINT) = 2
 AND n.member_id IN (SELECT v.member_id FROM notify_receiver v WHERE v.brand_id = :brand_id AND v.member_id = n.member_id)
ON CONFLICT (brand_id, way, member_id, id) DO NOTHING;

-- ── browsers that take pushes ──

-- receiver_put(const struct receiver *receiver)
INSERT INTO notify_receiver (brand_id, id, member_id, endpoint, public_key, auth, made_at)
VALUES (:brand_id, :id, :member_id, :endpoint, :public_key!, :auth!, :made_at)
ON CONFLICT (brand_id, endpoint) DO UPDATE SET member_id = excluded.member_id, public_key = excluded.public_key,
 auth = excluded.auth, made_at = excluded.made_at;

-- receivers_of(struct ids ids) -> list of struct receiver
-- all: a member has at most ten
SELECT id, member_id, endpoint, public_key, auth, made_at FROM notify_receiver
WHERE brand_id = :brand_id AND member_id IN (:ids[64]);

-- receiver_remove_mine(int64_t id) -> changed
DELETE FROM notify_receiver WHERE brand_id = :brand_id AND member_id = :me AND id = :id;

-- receiver_remove(int64_t id)
DELETE FROM notify_receiver WHERE brand_id = :brand_id AND id = :id;

-- receiver_remove_oldest()
DELETE FROM notify_receiver WHERE brand_id = :brand_id AND member_id = :me AND id NOT IN (
 SELECT v.id FROM notify_receiver v WHERE v.brand_id = :brand_id AND v.member_id = :me ORDER BY v.id DESC LIMIT 10);

-- ── mails that came in ──

-- incoming_add(const struct incoming *incoming) -> changed
INSERT INTO notify_incoming (brand_id, mark, member_id, was_answered, at)
VALUES (:brand_id, :mark, :member_id, :was_answered, :now)
ON CONFLICT (brand_id, mark) DO NOTHING;

-- incoming_count(int64_t member_id, int64_t since) -> int64_t
SELECT COUNT(*) FROM (SELECT i.mark FROM notify_incoming i WHERE i.brand_id = :brand_id AND i.member_id = :member_id
 AND i.at > :since ORDER BY i.at LIMIT 50) few;

-- incoming_count_answered(int64_t member_id, int64_t since) -> int64_t
SELECT COUNT(*) FROM (SELECT i.mark FROM notify_incoming i WHERE i.brand_id = :brand_id AND i.member_id = :member_id
 AND i.at > :since AND i.was_answered = 1 ORDER BY i.at LIMIT 50) few;

-- incoming_sweep(int64_t before) -> changed
DELETE FROM notify_incoming WHERE brand_id = :brand_id AND mark IN (SELECT i.mark FROM notify_incoming i
 WHERE i.brand_id = :brand_id AND i.at < :before ORDER BY i.at LIMIT 100);
