-- Suspensions are decisions of moderation, like every other: one place, one history.

INSERT INTO moderation_decision (brand_id, id, item_id, subject_kind, subject_id, title, author_id, measure, until_at,
	ground, clause, facts, text, source, automatic, by_id, at, reversed_by, appeal_id)
SELECT brand_id, id, 0, 1, member_id, '', member_id, 9, until, 1, '', reason, reason, 1, 0, by_id, at, 0, 0
FROM admin_suspension;
DROP TABLE admin_suspension;
