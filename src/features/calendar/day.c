/* day.c: computes the days in sight and writes only those that differ. */
#include "features/calendar/day.h"

#include "features/member/member_news.h"

enum { STEP = 30, NOTICE = 120, BUFFER = 15, PER_DAY = 4, OWNERS_A_RUN = 2000 };

struct calendar_owner owner_new(const struct scope *scope, int64_t owner_id)
{
	const struct zone *zone = scope->zone ? scope->zone : zone_utc();
	return (struct calendar_owner){
		.owner_id = owner_id, .zone = str_from(zone_name(zone)), .step = STEP, .notice = NOTICE,
		.horizon = HORIZON_MAX, .buffer_before = BUFFER, .buffer_after = BUFFER, .per_day = PER_DAY,
	};
}

static const struct zone *zone_of(const struct calendar_owner *owner)
{
	const struct zone *zone = zone_find(owner->zone);
	return zone ? zone : zone_utc(); /* checked when it was set; a zone that the system lost must not stop the house */
}

enum err plan_load(struct scope *scope, int64_t owner_id, int32_t first_day, int days, struct slot_plan *plan_out)
{
	struct calendar_rows *rows = arena_take(scope->arena, sizeof(*rows));
	struct calendar_span span = {
		/* A day's moments lie within a day of its midnight in UTC, whatever the zone. */
		first_day, first_day + days, DAYS(first_day - 1), DAYS(first_day + days + 1),
	};
	enum err err = calendar_load(scope, (struct ids){ &owner_id, 1 }, &span, rows);
	if (err)
		return err;
	if (!rows->owners.count)
		return ERR_NOT_FOUND;
	*plan_out = (struct slot_plan){ &rows->owners.at[0], zone_of(&rows->owners.at[0]), rows };
	return OK;
}

static const struct calendar_day *stored_on(const struct calendar_day_list *list, int32_t day)
{
	for (size_t i = 0; i < list->count; i++) {
		if (list->at[i].day == day)
			return &list->at[i];
	}
	return NULL;
}

static bool is_same(const struct calendar_day *a, const struct calendar_day *b)
{
	return a->free_minutes == b->free_minutes && a->next_free_at == b->next_free_at && a->last_free_at == b->last_free_at;
}

static enum err keep_span(struct scope *scope, const struct slot_plan *plan, int32_t first_day, int32_t until)
{
	struct calendar_day_list stored, changed = { NULL, 0 };
	struct ids gone = { NULL, 0 };
	const size_t room = until > first_day ? (size_t)(until - first_day) : 0;
	enum err err = days_load(scope, plan->owner->owner_id, &stored);
	if (err || !room)
		return err;
	changed.at = arena_take(scope->arena, room * sizeof(*changed.at));
	int64_t *gone_days = arena_take(scope->arena, room * sizeof(*gone_days));
	for (int32_t day = first_day; day < until; day++) {
		const struct calendar_day found = slot_day(plan, day), *before = stored_on(&stored, day);
		if (!found.free_minutes && before)
			gone_days[gone.count++] = day;
		if (found.free_minutes && (!before || !is_same(&found, before)))
			changed.at[changed.count++] = found;
	}
	gone.at = gone_days;
	err = days_remove(scope, plan->owner->owner_id, gone);
	return err ? err : days_put(scope, &changed);
}

enum err days_keep(struct scope *scope, int64_t owner_id)
{
	struct slot_plan plan;
	int32_t today = day_at(zone_utc(), scope->now) - 1; /* wherever the owner is, it is not earlier */
	enum err err = plan_load(scope, owner_id, today, DAY_AHEAD + 1, &plan);
	if (err)
		return err;
	if ((err = days_remove_before(scope, owner_id, today)))
		return err;
	if ((err = keep_span(scope, &plan, today, today + DAY_AHEAD)))
		return err;
	subject_changed(scope, subject_of(&member_subject, owner_id));
	return days_end_at(scope, owner_id, today + DAY_AHEAD);
}

enum err days_keep_slot(struct scope *scope, int64_t owner_id, struct calendar_slot slot)
{
	struct slot_plan plan;
	int32_t first = day_at(zone_utc(), slot.starts_at) - 1, until = day_at(zone_utc(), slot.ends_at) + 2;
	enum err err = plan_load(scope, owner_id, first, until - first, &plan);
	if (err)
		return err;
	subject_changed(scope, subject_of(&member_subject, owner_id));
	if (until > plan.owner->days_until)
		until = plan.owner->days_until; /* beyond lies what the job has not reached */
	return keep_span(scope, &plan, first, until);
}

/* ── the job ── */

static enum err keep_one(struct scope *scope, void *data)
{
	return days_keep(scope, *(const int64_t *)data);
}

static enum err find_behind(struct scope *scope, void *data)
{
	return owners_behind(scope, day_at(zone_utc(), scope->now) + HORIZON_MAX + 1, data);
}

static enum err days_run(struct scope *scope, const struct job *job)
{
	for (int done = 0; done < OWNERS_A_RUN;) {
		struct calendar_owner_list list;
		enum err err = scope_read(scope, find_behind, &list);
		if (err)
			return err;
		if (!list.count)
			return OK;
		for (size_t i = 0; i < list.count; i++, done++) {
			if ((err = scope_write(scope, keep_one, &list.at[i].owner_id)))
				return err;
		}
	}
	return OK;
}

const struct job_kind days_job = { "calendar.days", days_run, .by_hand = true, .every_seconds = 3600 };
