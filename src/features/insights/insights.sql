-- include "features/insights/insights_store.h"

-- insight_reading_add(const struct insight_reading *reading)
INSERT INTO insights_reading (brand_id, day, visitor, what, subject_kind, subject_id)
VALUES (:brand_id, :day, :visitor, :what, :subject_kind, :subject_id)
ON CONFLICT (brand_id, day, what, visitor, subject_kind, subject_id) DO NOTHING;

-- insight_day_readers(int64_t day, int64_t below) -> int64_t
SELECT COUNT(DISTINCT visitor) FROM insights_reading
WHERE brand_id = :brand_id AND day = :day AND what = 2 AND visitor < :below;

-- insight_day_intents(int64_t day, int64_t from, int64_t below) -> int64_t
SELECT COUNT(DISTINCT r.visitor) FROM insights_reading r
WHERE r.brand_id = :brand_id AND r.day = :day AND r.what = 2 AND r.visitor < :below
	AND EXISTS (SELECT 1 FROM insights_reading i WHERE i.brand_id = :brand_id AND i.visitor = r.visitor AND i.what = 3
		AND i.day BETWEEN :from AND :day);

-- insight_day_quiet(int64_t day, int64_t from, int64_t until, int64_t below) -> int64_t
SELECT COUNT(DISTINCT r.visitor) FROM insights_reading r
WHERE r.brand_id = :brand_id AND r.day = :day AND r.what = 2 AND r.visitor < :below
	AND EXISTS (SELECT 1 FROM insights_reading i WHERE i.brand_id = :brand_id AND i.visitor = r.visitor AND i.what = 3
		AND i.day BETWEEN :from AND :day)
	AND NOT EXISTS (SELECT 1 FROM insights_reading c WHERE c.brand_id = :brand_id AND c.visitor = r.visitor AND c.what = 4
		AND c.day BETWEEN :from AND :until);

-- insight_day_put(const struct insight_day *row)
INSERT INTO insights_day (brand_id, day, readers, intents, quiet) VALUES (:brand_id, :day, :readers, :intents, :quiet)
ON CONFLICT (brand_id, day) DO UPDATE SET readers = excluded.readers, intents = excluded.intents, quiet = excluded.quiet;

-- insight_day_newest() -> int64_t
-- walk: the last of the key
SELECT day FROM insights_day WHERE brand_id = :brand_id ORDER BY day DESC LIMIT 1;

-- insight_day_sums(int64_t from_day) -> struct insight_day
SELECT COUNT(*) AS day, COALESCE(SUM(readers), 0) AS readers, COALESCE(SUM(intents), 0) AS intents,
	COALESCE(SUM(quiet), 0) AS quiet
FROM insights_day WHERE brand_id = :brand_id AND day >= :from_day;

-- insight_readings_forget(int64_t before_day) -> changed
DELETE FROM insights_reading WHERE brand_id = :brand_id AND (day, what, visitor, subject_kind, subject_id) IN
	(SELECT r.day, r.what, r.visitor, r.subject_kind, r.subject_id FROM insights_reading r
	WHERE r.brand_id = :brand_id AND r.day < :before_day ORDER BY r.day LIMIT 100);

-- insight_answer_put(const struct insight_answer *answer)
INSERT INTO insights_answer (brand_id, thread_id, visitor, had_it, helped, would_call, at)
VALUES (:brand_id, :thread_id, :visitor, :had_it, :helped, :would_call, :now)
ON CONFLICT (brand_id, thread_id, visitor) DO UPDATE SET had_it = excluded.had_it, helped = excluded.helped,
	would_call = excluded.would_call, at = excluded.at;

-- insight_answer_sums(moment since) -> struct answer_sums
SELECT COUNT(*) AS answers, COALESCE(SUM(had_it), 0) AS had_it, COALESCE(SUM(had_it * helped), 0) AS helped,
	COALESCE(SUM(had_it * helped * would_call), 0) AS would_call
FROM insights_answer WHERE brand_id = :brand_id AND at >= :since;

-- insight_answers_forget(moment before) -> changed
DELETE FROM insights_answer WHERE brand_id = :brand_id AND (thread_id, visitor) IN
	(SELECT a.thread_id, a.visitor FROM insights_answer a WHERE a.brand_id = :brand_id AND a.at < :before ORDER BY a.at LIMIT 100);

-- insight_week_put(const struct insight_week *row)
INSERT INTO insights_week (brand_id, week, kind, id, asked, answered, solved, median_seconds, open_a_day)
VALUES (:brand_id, :week, :kind, :id, :asked, :answered, :solved, :median_seconds, :open_a_day)
ON CONFLICT (brand_id, week, kind, id) DO UPDATE SET asked = excluded.asked, answered = excluded.answered,
	solved = excluded.solved, median_seconds = excluded.median_seconds, open_a_day = excluded.open_a_day;

-- insight_weeks_of(int kind, int64_t id) -> list of struct insight_week
SELECT week, kind, id, asked, answered, solved, median_seconds, open_a_day FROM insights_week
WHERE brand_id = :brand_id AND kind = :kind AND id = :id ORDER BY week DESC LIMIT 104;
