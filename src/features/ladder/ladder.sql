-- include "features/ladder/climb_store.h"
-- include "features/ladder/field_store.h"
-- include "features/ladder/ticket_store.h"

-- ── climbs ──

-- climb_row(int64_t matter_id) -> struct climb
SELECT matter_id, owner_id, thread_id, step, holder, holder_id, since_at, due_at, overdue_at, reminded, way_count
FROM ladder_climb WHERE brand_id = :brand_id AND matter_id = :matter_id;

-- climb_put(const struct climb *climb)
INSERT INTO ladder_climb (brand_id, matter_id, owner_id, thread_id, step, holder, holder_id, since_at, due_at, overdue_at,
	reminded, way_count)
VALUES (:brand_id, :matter_id, :owner_id, :thread_id, :step, :holder, :holder_id, :since_at, :due_at, :overdue_at,
	:reminded, :way_count)
ON CONFLICT (brand_id, matter_id) DO UPDATE SET step = excluded.step, holder = excluded.holder,
	holder_id = excluded.holder_id, since_at = excluded.since_at, due_at = excluded.due_at,
	overdue_at = excluded.overdue_at, reminded = excluded.reminded, way_count = excluded.way_count;

-- climbs_overdue(moment after_at, int64_t after_id) -> list of struct climb
SELECT matter_id, owner_id, thread_id, step, holder, holder_id, since_at, due_at, overdue_at, reminded, way_count
FROM ladder_climb WHERE brand_id = :brand_id AND overdue_at > 0
	AND (overdue_at, matter_id) > (:after_at, :after_id)
ORDER BY overdue_at, matter_id LIMIT 26;

-- climbs_overdue_count() -> int64_t
-- To a hundred.
SELECT COUNT(*) FROM (SELECT c.matter_id FROM ladder_climb c WHERE c.brand_id = :brand_id AND c.overdue_at > 0
	AND (c.overdue_at, c.matter_id) > (0, 0) ORDER BY c.overdue_at, c.matter_id LIMIT 100) counted;

-- way_add(const struct way_step *way)
INSERT INTO ladder_way (brand_id, matter_id, number, deed, step, holder, actor_id, at, due_at)
VALUES (:brand_id, :matter_id, :number, :deed, :step, :holder, :actor_id, :at, :due_at);

-- way_of(int64_t matter_id) -> list of struct way_step
SELECT matter_id, number, deed, step, holder, actor_id, at, due_at FROM ladder_way
WHERE brand_id = :brand_id AND matter_id = :matter_id ORDER BY number LIMIT 200;

-- visits_since(moment since, int done, int solved, int agent, int technician) -> struct ladder_visits
-- Deed 0: moved by the marketplace; a technician's visit has a deed of its own.
-- walk: all visits of three months, as the dashboard asks, each with two looks by their keys
SELECT COUNT(*) AS done, COALESCE(SUM(v.is_solved), 0) AS solved, COALESCE(SUM(v.is_solved * v.was_handed), 0) AS handed FROM (
	SELECT MAX(CASE WHEN EXISTS (SELECT 1 FROM ladder_climb c WHERE c.brand_id = :brand_id AND c.matter_id = w.matter_id
			AND c.step = :solved LIMIT 1 OFFSET 0) THEN 1 ELSE 0 END) AS is_solved,
		MAX(CASE WHEN EXISTS (SELECT 1 FROM ladder_way b WHERE b.brand_id = :brand_id AND b.matter_id = w.matter_id
			AND b.step IN (:agent, :technician) AND b.number < w.number LIMIT 1 OFFSET 0) THEN 1 ELSE 0 END) AS was_handed
	FROM ladder_way w WHERE w.brand_id = :brand_id AND w.deed = 0 AND w.at >= :since AND w.step = :done GROUP BY w.matter_id) AS v;

-- ── tickets ──

-- ticket_row(int64_t matter_id) -> struct ticket
SELECT matter_id, thread_id, owner_id, is_open, opened_at, due_at, claimed_by, claimed_until, note, sent_at
FROM ladder_ticket WHERE brand_id = :brand_id AND matter_id = :matter_id;

-- ticket_put(const struct ticket *ticket)
INSERT INTO ladder_ticket (brand_id, matter_id, thread_id, owner_id, is_open, opened_at, due_at, claimed_by,
	claimed_until, note, sent_at)
VALUES (:brand_id, :matter_id, :thread_id, :owner_id, :is_open, :opened_at, :due_at, :claimed_by, :claimed_until, :note,
	:sent_at)
ON CONFLICT (brand_id, matter_id) DO UPDATE SET is_open = excluded.is_open, opened_at = excluded.opened_at,
	due_at = excluded.due_at, claimed_by = excluded.claimed_by, claimed_until = excluded.claimed_until,
	note = excluded.note, sent_at = excluded.sent_at;

-- tickets_open(moment after_at, int64_t after_id) -> list of struct ticket
SELECT matter_id, thread_id, owner_id, is_open, opened_at, due_at, claimed_by, claimed_until, note, sent_at
FROM ladder_ticket WHERE brand_id = :brand_id AND is_open = 1
	AND (due_at, matter_id) > (:after_at, :after_id)
ORDER BY due_at, matter_id LIMIT 26;

-- ticket_free() -> int64_t
-- walk: by due time, the open ones only; those that are held are few
SELECT matter_id FROM ladder_ticket WHERE brand_id = :brand_id AND is_open = 1
	AND (claimed_by = 0 OR claimed_until <= :now) ORDER BY due_at, matter_id LIMIT 1;

-- ticket_claim(int64_t matter_id, moment until) -> changed
UPDATE ladder_ticket SET claimed_by = :me, claimed_until = :until WHERE brand_id = :brand_id AND matter_id = :matter_id
	AND is_open = 1 AND (claimed_by IN (0, :me) OR claimed_until <= :now);

-- ticket_release(int64_t matter_id)
UPDATE ladder_ticket SET claimed_by = 0, claimed_until = 0 WHERE brand_id = :brand_id AND matter_id = :matter_id;

-- ticket_close(int64_t matter_id)
UPDATE ladder_ticket SET is_open = 0, claimed_by = 0, claimed_until = 0
WHERE brand_id = :brand_id AND matter_id = :matter_id;

-- ticket_sent(int64_t matter_id)
UPDATE ladder_ticket SET sent_at = :now WHERE brand_id = :brand_id AND matter_id = :matter_id;

-- tickets_open_count() -> int64_t
-- walk: the open ones only, counted to a thousand
SELECT COUNT(*) FROM (SELECT t.matter_id FROM ladder_ticket t WHERE t.brand_id = :brand_id AND t.is_open = 1
	ORDER BY t.due_at LIMIT 1000) counted;

-- tickets_late_count() -> int64_t
SELECT COUNT(*) FROM (SELECT t.matter_id FROM ladder_ticket t WHERE t.brand_id = :brand_id AND t.is_open = 1
	AND t.due_at < :now ORDER BY t.due_at LIMIT 1000) counted;

-- ── fields and experts ──

-- field_row(int kind, int64_t id) -> struct field_figures
SELECT kind, id, asked, answered, solved, answer_seconds, solution_seconds, counted_at FROM ladder_field
WHERE brand_id = :brand_id AND kind = :kind AND id = :id;

-- field_put(const struct field_figures *figures)
INSERT INTO ladder_field (brand_id, kind, id, asked, answered, solved, answer_seconds, solution_seconds, counted_at)
VALUES (:brand_id, :kind, :id, :asked, :answered, :solved, :answer_seconds, :solution_seconds, :counted_at)
ON CONFLICT (brand_id, kind, id) DO UPDATE SET asked = excluded.asked, answered = excluded.answered,
	solved = excluded.solved, answer_seconds = excluded.answer_seconds, solution_seconds = excluded.solution_seconds,
	counted_at = excluded.counted_at;

-- fields_forget(moment before) -> changed
-- walk: a brand has some hundred
DELETE FROM ladder_field WHERE brand_id = :brand_id AND (kind, id) IN (SELECT f.kind, f.id FROM ladder_field f
	WHERE f.brand_id = :brand_id AND f.counted_at < :before ORDER BY f.kind, f.id LIMIT 100);

-- expert_put(const struct field_expert *expert)
INSERT INTO ladder_expert (brand_id, kind, id, member_id, solved, counted_at)
VALUES (:brand_id, :kind, :id, :member_id, :solved, :counted_at)
ON CONFLICT (brand_id, kind, id, member_id) DO UPDATE SET solved = excluded.solved, counted_at = excluded.counted_at;

-- experts_forget(moment before) -> changed
DELETE FROM ladder_expert WHERE brand_id = :brand_id AND (kind, id, member_id) IN
	(SELECT e.kind, e.id, e.member_id FROM ladder_expert e WHERE e.brand_id = :brand_id AND e.counted_at < :before
	ORDER BY e.counted_at LIMIT 100);

-- experts_to_ask(const struct expert_ask *ask, int kind, int64_t id) -> list of int64_t
SELECT e.member_id FROM ladder_expert e
WHERE e.brand_id = :brand_id AND e.kind = :kind AND e.id = :id AND e.solved >= :floor
	AND NOT EXISTS (SELECT 1 FROM ladder_pause p WHERE p.brand_id = :brand_id AND p.member_id = e.member_id
		AND p.until > :now)
	AND NOT EXISTS (SELECT 1 FROM ladder_ask q WHERE q.brand_id = :brand_id AND q.thread_id = :thread_id
		AND q.member_id = e.member_id)
	AND (SELECT COUNT(*) FROM ladder_ask w WHERE w.brand_id = :brand_id AND w.member_id = e.member_id
		AND w.at > :since) < :most
	AND EXISTS (SELECT 1 FROM core_audience_member a WHERE a.brand_id = :brand_id AND a.audience_id = :audience_id
		AND a.member_id IN (0, e.member_id))
ORDER BY e.solved DESC, e.member_id LIMIT 20;

-- expert_best_of_mine() -> int64_t
SELECT solved FROM ladder_expert WHERE brand_id = :brand_id AND member_id = :me ORDER BY solved DESC LIMIT 1;

-- ask_add(int64_t thread_id, int64_t member_id)
INSERT INTO ladder_ask (brand_id, thread_id, member_id, at) VALUES (:brand_id, :thread_id, :member_id, :now)
ON CONFLICT (brand_id, thread_id, member_id) DO NOTHING;

-- asks_forget(moment before) -> changed
DELETE FROM ladder_ask WHERE brand_id = :brand_id AND (thread_id, member_id) IN
	(SELECT a.thread_id, a.member_id FROM ladder_ask a WHERE a.brand_id = :brand_id AND a.at < :before ORDER BY a.at LIMIT 100);

-- pause_mine() -> int64_t
SELECT until FROM ladder_pause WHERE brand_id = :brand_id AND member_id = :me;

-- pause_put(moment until)
INSERT INTO ladder_pause (brand_id, member_id, until) VALUES (:brand_id, :me, :until)
ON CONFLICT (brand_id, member_id) DO UPDATE SET until = excluded.until;
