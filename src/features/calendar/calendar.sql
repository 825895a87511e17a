-- include "features/calendar/calendar_store.h"

-- ── owners ──

-- owner_row(int64_t owner_id) -> struct calendar_owner
SELECT owner_id, zone, step, notice, horizon, buffer_before, buffer_after, per_day, paused, version, days_until
FROM calendar_owner WHERE brand_id = :brand_id AND owner_id = :owner_id;

-- owner_rows(struct ids ids) -> list of struct calendar_owner
SELECT owner_id, zone, step, notice, horizon, buffer_before, buffer_after, per_day, paused, version, days_until
FROM calendar_owner WHERE brand_id = :brand_id AND owner_id IN (:ids[64]);

-- owner_lock(const struct calendar_owner *owner)
-- From here on nobody else changes this owner's slots before this unit has ended.
INSERT INTO calendar_owner (brand_id, owner_id, zone, step, notice, horizon, buffer_before, buffer_after, per_day,
 paused, version, days_until)
VALUES (:brand_id, :owner_id, :zone, :step, :notice, :horizon, :buffer_before, :buffer_after, :per_day,
 :paused, 1, 0)
ON CONFLICT (brand_id, owner_id) DO UPDATE SET version = calendar_owner.version + 1;

-- owner_put(const struct calendar_owner *owner)
UPDATE calendar_owner SET zone = :zone, step = :step, notice = :notice, horizon = :horizon,
 buffer_before = :buffer_before, buffer_after = :buffer_after, per_day = :per_day, paused = :paused
WHERE brand_id = :brand_id AND owner_id = :owner_id;

-- owner_days_until(int64_t owner_id, int64_t day)
UPDATE calendar_owner SET days_until = :day WHERE brand_id = :brand_id AND owner_id = :owner_id;

-- owners_behind(int64_t day) -> list of struct calendar_owner
SELECT owner_id, zone, step, notice, horizon, buffer_before, buffer_after, per_day, paused, version, days_until
FROM calendar_owner WHERE brand_id = :brand_id AND paused = 0 AND days_until < :day
ORDER BY days_until, owner_id LIMIT 20;

-- ── hours ──

-- hours_of(int64_t owner_id) -> list of struct hours
SELECT id, owner_id, weekday, from_minute, to_minute, valid_from, valid_to FROM calendar_hours
WHERE brand_id = :brand_id AND owner_id = :owner_id ORDER BY id LIMIT 50;

-- hours_rows(struct ids ids) -> list of struct hours
SELECT id, owner_id, weekday, from_minute, to_minute, valid_from, valid_to FROM calendar_hours
WHERE brand_id = :brand_id AND owner_id IN (:ids[64]);

-- hours_remove_all(int64_t owner_id)
DELETE FROM calendar_hours WHERE brand_id = :brand_id AND owner_id = :owner_id;

-- hours_add(const struct hours *hours)
INSERT INTO calendar_hours (brand_id, owner_id, id, weekday, from_minute, to_minute, valid_from, valid_to)
VALUES (:brand_id, :owner_id, :id, :weekday, :from_minute, :to_minute, :valid_from, :valid_to);

-- ── exceptions ──

-- exceptions_of(int64_t owner_id, int64_t from_day) -> list of struct exception
SELECT id, owner_id, day, closed, from_minute, to_minute FROM calendar_exception
WHERE brand_id = :brand_id AND owner_id = :owner_id AND day >= :from_day ORDER BY day, id LIMIT 100;

-- exception_rows(struct ids ids, int64_t first_day, int64_t last_day) -> list of struct exception
SELECT id, owner_id, day, closed, from_minute, to_minute FROM calendar_exception
WHERE brand_id = :brand_id AND owner_id IN (:ids[64]) AND day >= :first_day AND day <= :last_day;

-- exception_add(const struct exception *exception)
INSERT INTO calendar_exception (brand_id, owner_id, id, day, closed, from_minute, to_minute)
VALUES (:brand_id, :owner_id, :id, :day, :closed, :from_minute, :to_minute);

-- exception_remove(int64_t owner_id, int64_t id) -> changed
DELETE FROM calendar_exception WHERE brand_id = :brand_id AND owner_id = :owner_id AND id = :id;

-- ── holds ──

-- hold_rows(struct ids ids, int64_t since, int64_t before) -> list of struct hold
SELECT id, owner_id, starts_at, ends_at, subject_kind, subject_id, state, until, afar FROM calendar_hold
WHERE brand_id = :brand_id AND owner_id IN (:ids[64]) AND starts_at >= :since AND starts_at < :before
 AND (state = 1 OR until > :now);

-- hold_add(const struct hold *hold)
INSERT INTO calendar_hold (brand_id, owner_id, starts_at, id, ends_at, subject_kind, subject_id, state, until, afar)
VALUES (:brand_id, :owner_id, :starts_at, :id, :ends_at, :subject_kind, :subject_id, :state, :until, :afar);

-- holds_of_subject(int64_t kind, int64_t id) -> list of struct hold
SELECT id, owner_id, starts_at, ends_at, subject_kind, subject_id, state, until, afar FROM calendar_hold
WHERE brand_id = :brand_id AND subject_kind = :kind AND subject_id = :id ORDER BY id LIMIT 20;

-- holds_remove(int64_t kind, int64_t id)
DELETE FROM calendar_hold WHERE brand_id = :brand_id AND subject_kind = :kind AND subject_id = :id;

-- holds_book(int64_t kind, int64_t id) -> changed
UPDATE calendar_hold SET state = 1 WHERE brand_id = :brand_id AND subject_kind = :kind AND subject_id = :id
 AND state = 0;

-- ── days ──

-- days_of(int64_t owner_id) -> list of struct calendar_day
SELECT owner_id, day, free_minutes, next_free_at, last_free_at FROM calendar_day
WHERE brand_id = :brand_id AND owner_id = :owner_id ORDER BY day LIMIT 100;

-- day_put(const struct calendar_day *day)
INSERT INTO calendar_day (brand_id, owner_id, day, free_minutes, next_free_at, last_free_at)
VALUES (:brand_id, :owner_id, :day.day, :free_minutes, :next_free_at, :last_free_at)
ON CONFLICT (brand_id, owner_id, day) DO UPDATE SET free_minutes = excluded.free_minutes,
 next_free_at = excluded.next_free_at, last_free_at = excluded.last_free_at;

-- days_put_five(const struct calendar_day *a, const struct calendar_day *b, const struct calendar_day *c, const struct calendar_day *d, const struct calendar_day *e)
-- A unit has few statements, and new hours change every day in sight.
INSERT INTO calendar_day (brand_id, owner_id, day, free_minutes, next_free_at, last_free_at)
VALUES (:brand_id, :a.owner_id, :a.day, :a.free_minutes, :a.next_free_at, :a.last_free_at),
 (:brand_id, :b.owner_id, :b.day, :b.free_minutes, :b.next_free_at, :b.last_free_at),
 (:brand_id, :c.owner_id, :c.day, :c.free_minutes, :c.next_free_at, :c.last_free_at),
 (:brand_id, :d.owner_id, :d.day, :d.free_minutes, :d.next_free_at, :d.last_free_at),
 (:brand_id, :e.owner_id, :e.day, :e.free_minutes, :e.next_free_at, :e.last_free_at)
ON CONFLICT (brand_id, owner_id, day) DO UPDATE SET free_minutes = excluded.free_minutes,
 next_free_at = excluded.next_free_at, last_free_at = excluded.last_free_at;

-- days_remove(int64_t owner_id, struct ids ids)
DELETE FROM calendar_day WHERE brand_id = :brand_id AND owner_id = :owner_id AND day IN (:ids[64]);

-- days_remove_before(int64_t owner_id, int64_t on_day)
DELETE FROM calendar_day WHERE brand_id = :brand_id AND owner_id = :owner_id AND day < :on_day;
