-- include "features/moderation/item_store.h"
-- include "features/moderation/decision_store.h"
-- include "features/moderation/report_store.h"
-- include "features/moderation/filter_store.h"

-- ── items: what somebody has to look at ──

-- item_row(int64_t id) -> struct item
SELECT id, subject_kind AS "subject.kind", subject_id AS "subject.id", author_id, state, why, waits, rule, weight, due_at,
	opened_at, closed_at, claimed_by, claimed_until
FROM moderation_item WHERE brand_id = :brand_id AND id = :id;

-- item_of_subject(int kind, int64_t subject_id) -> struct item
SELECT id, subject_kind AS "subject.kind", subject_id AS "subject.id", author_id, state, why, waits, rule, weight, due_at,
	opened_at, closed_at, claimed_by, claimed_until
FROM moderation_item WHERE brand_id = :brand_id AND subject_kind = :kind AND subject_id = :subject_id;

-- item_add(const struct item *item)
INSERT INTO moderation_item (brand_id, id, subject_kind, subject_id, author_id, state, why, waits, rule, weight, due_at,
	opened_at, closed_at, claimed_by, claimed_until)
VALUES (:brand_id, :id, :subject.kind, :subject.id, :author_id, :state, :why, :waits, :rule, :weight, :due_at,
	:opened_at, :closed_at, :claimed_by, :claimed_until);

-- item_put(const struct item *item) -> changed
UPDATE moderation_item SET state = :state, why = :why, waits = :waits, rule = :rule, weight = :weight, due_at = :due_at,
	opened_at = :opened_at, closed_at = :closed_at, claimed_by = :claimed_by, claimed_until = :claimed_until
WHERE brand_id = :brand_id AND id = :id;

-- items_open(int why, moment due_after, int64_t after_id) -> list of struct item
-- By due time; why: bits of which one must be there.
SELECT id, subject_kind AS "subject.kind", subject_id AS "subject.id", author_id, state, why, waits, rule, weight, due_at,
	opened_at, closed_at, claimed_by, claimed_until
FROM moderation_item
WHERE brand_id = :brand_id AND state = 0 AND (why & :why) <> 0
	AND (due_at, id) > (:due_after, :after_id)
ORDER BY due_at, id LIMIT 26;

-- items_mine() -> list of struct item
-- walk: the open ones only, by a partial index
SELECT id, subject_kind AS "subject.kind", subject_id AS "subject.id", author_id, state, why, waits, rule, weight, due_at,
	opened_at, closed_at, claimed_by, claimed_until
FROM moderation_item
WHERE brand_id = :brand_id AND state = 0 AND claimed_by = :me AND claimed_until > :now
ORDER BY due_at, id LIMIT 26;

-- items_closed(moment closed_before, int64_t before_id) -> list of struct item
SELECT id, subject_kind AS "subject.kind", subject_id AS "subject.id", author_id, state, why, waits, rule, weight, due_at,
	opened_at, closed_at, claimed_by, claimed_until
FROM moderation_item
WHERE brand_id = :brand_id AND state = 1
	AND (closed_at, id) < (:closed_before, :before_id)
ORDER BY closed_at DESC, id DESC LIMIT 26;

-- item_first_free() -> int64_t
-- walk: the open ones only; those that are held are few
-- The most urgent one that nobody holds and that is not one's own.
SELECT id FROM moderation_item
WHERE brand_id = :brand_id AND state = 0 AND author_id <> :me AND (claimed_until <= :now OR claimed_by = :me)
ORDER BY due_at, id LIMIT 1;

-- item_claim(int64_t id, moment until) -> changed
UPDATE moderation_item SET claimed_by = :me, claimed_until = :until
WHERE brand_id = :brand_id AND id = :id AND state = 0 AND (claimed_until <= :now OR claimed_by = :me);

-- item_release(int64_t id) -> changed
UPDATE moderation_item SET claimed_by = 0, claimed_until = 0
WHERE brand_id = :brand_id AND id = :id AND claimed_by = :me;

-- item_counts() -> struct item_counts
-- walk: the open ones only, by a partial index
-- scan: the open ones only, by their own index
SELECT COUNT(*) AS open_count, COALESCE(SUM(CASE WHEN due_at < :now THEN 1 ELSE 0 END), 0) AS late_count,
	COALESCE(SUM(CASE WHEN waits = 1 THEN 1 ELSE 0 END), 0) AS waiting_count
FROM moderation_item WHERE brand_id = :brand_id AND state = 0;

-- items_of_subjects(int kind, struct ids ids) -> list of struct item
-- all: as many as ids were given
SELECT id, subject_kind AS "subject.kind", subject_id AS "subject.id", author_id, state, why, waits, rule, weight, due_at,
	opened_at, closed_at, claimed_by, claimed_until
FROM moderation_item WHERE brand_id = :brand_id AND subject_kind = :kind AND subject_id IN (:ids[64]);

-- ── flags ──

-- flag_add(const struct flag *flag)
INSERT INTO moderation_flag (brand_id, item_id, id, member_id, report_id, reason, text, weight, verdict, at)
VALUES (:brand_id, :item_id, :id, :member_id, :report_id, :reason, :text, :weight, :verdict, :at);

-- flags_of_item(int64_t item_id) -> list of struct flag
SELECT item_id, id, member_id, report_id, reason, text, weight, verdict, at
FROM moderation_flag WHERE brand_id = :brand_id AND item_id = :item_id ORDER BY id DESC LIMIT 50;

-- flag_open_of(int64_t item_id, int64_t member_id) -> int64_t
SELECT COUNT(*) FROM moderation_flag
WHERE brand_id = :brand_id AND item_id = :item_id AND member_id = :member_id AND verdict = 0;

-- flags_open(int64_t item_id) -> int64_t
SELECT COUNT(*) FROM moderation_flag WHERE brand_id = :brand_id AND item_id = :item_id AND verdict = 0;

-- flags_since(moment since) -> int64_t
SELECT COUNT(*) FROM moderation_flag WHERE brand_id = :brand_id AND member_id = :me AND at > :since;

-- flags_judge(int64_t item_id, int verdict) -> changed
UPDATE moderation_flag SET verdict = :verdict WHERE brand_id = :brand_id AND item_id = :item_id AND verdict = 0;

-- ── standing ──

-- standing_row(int64_t member_id) -> struct standing
SELECT member_id, flags_right, flags_wrong, passed, muted_until
FROM moderation_standing WHERE brand_id = :brand_id AND member_id = :member_id;

-- standing_put(const struct standing *standing)
INSERT INTO moderation_standing (brand_id, member_id, flags_right, flags_wrong, passed, muted_until)
VALUES (:brand_id, :member_id, :flags_right, :flags_wrong, :passed, :muted_until)
ON CONFLICT (brand_id, member_id) DO UPDATE SET flags_right = excluded.flags_right, flags_wrong = excluded.flags_wrong,
	passed = excluded.passed, muted_until = excluded.muted_until;

-- standings_judge(int64_t item_id, int64_t was_right, int64_t was_wrong)
-- All who objected to it were right, or wrong: once each.
INSERT INTO moderation_standing (brand_id, member_id, flags_right, flags_wrong, passed, muted_until)
SELECT :brand_id, member_id, CAST(:was_right AS BIGINT), CAST(:was_wrong AS BIGINT), 0, 0 FROM moderation_flag
WHERE brand_id = :brand_id AND item_id = :item_id AND verdict = 0 AND member_id > 0 GROUP BY member_id
ON CONFLICT (brand_id, member_id) DO UPDATE SET flags_right = moderation_standing.flags_right + excluded.flags_right,
	flags_wrong = moderation_standing.flags_wrong + excluded.flags_wrong;

-- standings(struct ids ids) -> list of struct standing
-- all: as many as ids were given
SELECT member_id, flags_right, flags_wrong, passed, muted_until
FROM moderation_standing WHERE brand_id = :brand_id AND member_id IN (:ids[64]);

-- ── decisions ──

-- decision_row(int64_t id) -> struct decision
SELECT id, item_id, subject_kind AS "subject.kind", subject_id AS "subject.id", title, author_id, measure, until_at, ground,
	clause, facts, text, source, automatic, by_id, at, reversed_by
FROM moderation_decision WHERE brand_id = :brand_id AND id = :id;

-- decision_rows(struct ids ids) -> list of struct decision
-- all: as many as ids were given
SELECT id, item_id, subject_kind AS "subject.kind", subject_id AS "subject.id", title, author_id, measure, until_at, ground,
	clause, facts, text, source, automatic, by_id, at, reversed_by
FROM moderation_decision WHERE brand_id = :brand_id AND id IN (:ids[64]);

-- decision_add(const struct decision *decision)
INSERT INTO moderation_decision (brand_id, id, item_id, subject_kind, subject_id, title, author_id, measure, until_at, ground,
	clause, facts, text, source, automatic, by_id, at, reversed_by, appeal_id)
VALUES (:brand_id, :id, :item_id, :subject.kind, :subject.id, :title, :author_id, :measure, :until_at, :ground,
	:clause, :facts, :text, :source, :automatic, :by_id, :at, :reversed_by, 0);

-- decisions_about(int64_t author_id, int64_t before_id) -> list of struct decision
SELECT id, item_id, subject_kind AS "subject.kind", subject_id AS "subject.id", title, author_id, measure, until_at, ground,
	clause, facts, text, source, automatic, by_id, at, reversed_by
FROM moderation_decision WHERE brand_id = :brand_id AND author_id = :author_id AND id < :before_id
ORDER BY id DESC LIMIT 20;

-- decisions_of_subjects(int kind, struct ids ids) -> list of struct decision
-- all: as many as ids were given
SELECT d.id, d.item_id, d.subject_kind AS "subject.kind", d.subject_id AS "subject.id", d.title, d.author_id, d.measure,
	d.until_at, d.ground, d.clause, d.facts, d.text, d.source, d.automatic, d.by_id, d.at, d.reversed_by
FROM moderation_decision d
WHERE d.brand_id = :brand_id AND d.subject_kind = :kind AND d.subject_id IN (:ids[64]) AND d.reversed_by = 0
	AND d.id = (SELECT MAX(l.id) FROM moderation_decision l WHERE l.brand_id = :brand_id AND l.subject_kind = :kind
	AND l.subject_id = d.subject_id);

-- decisions_reverse(const struct decision *decision, int was) -> changed
-- What was done to the thing before no longer stands.
UPDATE moderation_decision SET reversed_by = :id
WHERE brand_id = :brand_id AND subject_kind = :subject.kind AND subject_id = :subject.id AND id <> :id AND reversed_by = 0
	AND measure = :was;

-- sanctions_since(int64_t author_id, moment since) -> int64_t
-- Silences and suspensions that still stand: the ladder's rungs.
SELECT COUNT(*) FROM moderation_decision
WHERE brand_id = :brand_id AND author_id = :author_id AND at > :since AND measure IN (8, 9) AND reversed_by = 0;

-- decision_counts(moment from_at, moment until_at) -> list of struct decision_count
-- walk: the decisions of twelve months at most
-- scan: the brand's decisions of twelve months at most
SELECT measure, ground, source, automatic, COUNT(*) AS number FROM moderation_decision
WHERE brand_id = :brand_id AND at >= :from_at AND at < :until_at
GROUP BY measure, ground, source, automatic ORDER BY measure, ground, source, automatic LIMIT 200;

-- ── notices of illegal content ──

-- report_row(int64_t id) -> struct report
SELECT id, category, url, subject_kind AS "subject.kind", subject_id AS "subject.id", reason, law, name, mail, language,
	member_id, state, item_id, decision_id, made_at, confirmed_at
FROM moderation_report WHERE brand_id = :brand_id AND id = :id;

-- report_add(const struct report *report)
INSERT INTO moderation_report (brand_id, id, category, url, subject_kind, subject_id, reason, law, name, mail, language,
	member_id, state, item_id, decision_id, made_at, confirmed_at)
VALUES (:brand_id, :id, :category, :url, :subject.kind, :subject.id, :reason, :law, :name, :mail, :language,
	:member_id, :state, :item_id, :decision_id, :made_at, :confirmed_at);

-- report_put(const struct report *report) -> changed
UPDATE moderation_report SET state = :state, item_id = :item_id, decision_id = :decision_id, confirmed_at = :confirmed_at
WHERE brand_id = :brand_id AND id = :id;

-- reports_by_mail(str mail, moment since) -> int64_t
SELECT COUNT(*) FROM moderation_report WHERE brand_id = :brand_id AND mail = :mail AND made_at > :since;

-- reports_of_item(int64_t item_id) -> list of struct report
SELECT id, category, url, subject_kind AS "subject.kind", subject_id AS "subject.id", reason, law, name, mail, language,
	member_id, state, item_id, decision_id, made_at, confirmed_at
FROM moderation_report WHERE brand_id = :brand_id AND item_id = :item_id ORDER BY id DESC LIMIT 20;

-- reports_unanswered(int64_t item_id) -> list of struct report
-- A few; state 1 is REPORT_OPEN.
SELECT id, category, url, subject_kind AS "subject.kind", subject_id AS "subject.id", reason, law, name, mail, language,
	member_id, state, item_id, decision_id, made_at, confirmed_at
FROM moderation_report WHERE brand_id = :brand_id AND item_id = :item_id AND state = 1 ORDER BY id LIMIT 8;

-- ── what the filters know ──

-- watchword_rows() -> list of struct word
-- walk: a few hundred at most
SELECT id, pattern, deed, made_by, made_at FROM moderation_word
WHERE brand_id = :brand_id ORDER BY pattern, id LIMIT 500;

-- watchword_add(const struct word *word) -> changed
INSERT INTO moderation_word (brand_id, id, pattern, deed, made_by, made_at)
VALUES (:brand_id, :id, :pattern, :deed, :made_by, :made_at)
ON CONFLICT (brand_id, pattern) DO UPDATE SET deed = excluded.deed;

-- watchword_remove(int64_t id) -> changed
DELETE FROM moderation_word WHERE brand_id = :brand_id AND id = :id;

-- print_add(const struct print *print)
INSERT INTO moderation_print (brand_id, id, member_id, subject_kind, subject_id, signature)
VALUES (:brand_id, :id, :member_id, :subject.kind, :subject.id, :signature);

-- band_add(const struct print *print)
INSERT INTO moderation_band (brand_id, band, print_id)
VALUES (:brand_id, :band0, :id), (:brand_id, :band1, :id), (:brand_id, :band2, :id), (:brand_id, :band3, :id),
	(:brand_id, :band4, :id), (:brand_id, :band5, :id), (:brand_id, :band6, :id), (:brand_id, :band7, :id)
ON CONFLICT (brand_id, band, print_id) DO NOTHING;

-- prints_like(const struct print *print) -> list of struct print
-- The thirty newest that share a band: each band gives its own thirty newest first, so that a flood of copies costs no
-- more than the first of them.
SELECT p.id, p.member_id, p.subject_kind AS "subject.kind", p.subject_id AS "subject.id", p.signature
FROM moderation_print p WHERE p.brand_id = :brand_id AND p.id IN (
	SELECT l0.print_id FROM (SELECT b.print_id FROM moderation_band b WHERE b.brand_id = :brand_id AND b.band = :band0
		AND b.print_id > :since ORDER BY b.print_id DESC LIMIT 30) l0
	UNION SELECT l1.print_id FROM (SELECT b.print_id FROM moderation_band b WHERE b.brand_id = :brand_id AND b.band = :band1
		AND b.print_id > :since ORDER BY b.print_id DESC LIMIT 30) l1
	UNION SELECT l2.print_id FROM (SELECT b.print_id FROM moderation_band b WHERE b.brand_id = :brand_id AND b.band = :band2
		AND b.print_id > :since ORDER BY b.print_id DESC LIMIT 30) l2
	UNION SELECT l3.print_id FROM (SELECT b.print_id FROM moderation_band b WHERE b.brand_id = :brand_id AND b.band = :band3
		AND b.print_id > :since ORDER BY b.print_id DESC LIMIT 30) l3
	UNION SELECT l4.print_id FROM (SELECT b.print_id FROM moderation_band b WHERE b.brand_id = :brand_id AND b.band = :band4
		AND b.print_id > :since ORDER BY b.print_id DESC LIMIT 30) l4
	UNION SELECT l5.print_id FROM (SELECT b.print_id FROM moderation_band b WHERE b.brand_id = :brand_id AND b.band = :band5
		AND b.print_id > :since ORDER BY b.print_id DESC LIMIT 30) l5
	UNION SELECT l6.print_id FROM (SELECT b.print_id FROM moderation_band b WHERE b.brand_id = :brand_id AND b.band = :band6
		AND b.print_id > :since ORDER BY b.print_id DESC LIMIT 30) l6
	UNION SELECT l7.print_id FROM (SELECT b.print_id FROM moderation_band b WHERE b.brand_id = :brand_id AND b.band = :band7
		AND b.print_id > :since ORDER BY b.print_id DESC LIMIT 30) l7)
ORDER BY p.id DESC LIMIT 30;

-- model_row() -> struct model
SELECT spam_texts, ham_texts, counts FROM moderation_model WHERE brand_id = :brand_id;

-- model_taught(int64_t least) -> struct model
SELECT spam_texts, ham_texts, counts FROM moderation_model
WHERE brand_id = :brand_id AND spam_texts >= :least AND ham_texts >= :least;

-- model_put(const struct model *model)
INSERT INTO moderation_model (brand_id, spam_texts, ham_texts, counts) VALUES (:brand_id, :spam_texts, :ham_texts, :counts!)
ON CONFLICT (brand_id) DO UPDATE SET spam_texts = excluded.spam_texts, ham_texts = excluded.ham_texts,
	counts = excluded.counts;

-- template_rows() -> list of struct template
-- walk: some fifty at most
SELECT reason, lang, text FROM moderation_template WHERE brand_id = :brand_id ORDER BY reason, lang LIMIT 200;

-- template_put(const struct template *template)
INSERT INTO moderation_template (brand_id, reason, lang, text) VALUES (:brand_id, :reason, :lang, :text)
ON CONFLICT (brand_id, reason, lang) DO UPDATE SET text = excluded.text;

-- template_remove(int reason, str lang) -> changed
DELETE FROM moderation_template WHERE brand_id = :brand_id AND reason = :reason AND lang = :lang;

-- ── forgetting, a hundred at a time ──

-- prints_forget(int64_t before_id) -> changed
DELETE FROM moderation_print WHERE brand_id = :brand_id AND id IN
	(SELECT id FROM moderation_print WHERE brand_id = :brand_id AND id < :before_id ORDER BY id LIMIT 100);

-- bands_forget(int64_t before_id) -> changed
DELETE FROM moderation_band WHERE brand_id = :brand_id AND (band, print_id) IN (SELECT b.band, b.print_id
	FROM moderation_band b WHERE b.brand_id = :brand_id AND b.print_id < :before_id ORDER BY b.print_id LIMIT 100);

-- flags_forget(int64_t before_id) -> changed
-- scan: in the order of the key, and it stops at a hundred
DELETE FROM moderation_flag WHERE brand_id = :brand_id AND (item_id, id) IN (SELECT f.item_id, f.id
	FROM moderation_flag f WHERE f.brand_id = :brand_id AND f.item_id < :before_id ORDER BY f.item_id, f.id LIMIT 100);

-- items_forget(moment closed_before) -> changed
DELETE FROM moderation_item WHERE brand_id = :brand_id AND id IN
	(SELECT id FROM moderation_item WHERE brand_id = :brand_id AND state = 1 AND closed_at < :closed_before
	ORDER BY closed_at, id LIMIT 100);

-- decisions_forget(int64_t before_id) -> changed
DELETE FROM moderation_decision WHERE brand_id = :brand_id AND id IN
	(SELECT id FROM moderation_decision WHERE brand_id = :brand_id AND id < :before_id ORDER BY id LIMIT 100);

-- reports_forget(int64_t before_id) -> changed
DELETE FROM moderation_report WHERE brand_id = :brand_id AND id IN
	(SELECT id FROM moderation_report WHERE brand_id = :brand_id AND id < :before_id ORDER BY id LIMIT 100);

-- reports_drop(int64_t before_id) -> changed
-- Notices whose mail was never confirmed.
DELETE FROM moderation_report WHERE brand_id = :brand_id AND id IN
	(SELECT id FROM moderation_report WHERE brand_id = :brand_id AND state = 0 AND id < :before_id ORDER BY id LIMIT 100);
