/* hours.c: rules of changing one's hours.  Each change takes the owner's row first and ends with the days in sight. */
#include "features/calendar/hours.h"

#include "features/calendar/calendar_news.h"
#include "features/calendar/day.h"
#include "features/member/member_news.h"

enum { SHORTEST = 30, DAY_END = 1440, DAYS_AHEAD = 366, NOTICE_MAX = 20160, BUFFER_MAX = 240, PER_DAY_MAX = 20 };

enum err calendar_setting(struct scope *scope, int64_t owner_id, struct calendar_owner *owner_out)
{
	enum err err = owner_load(scope, owner_id, owner_out);
	if (err != ERR_NOT_FOUND)
		return err;
	*owner_out = owner_new(scope, owner_id);
	return OK;
}

static enum err lock(struct scope *scope, int64_t owner_id, struct calendar_owner *owner_out)
{
	struct calendar_owner fresh = owner_new(scope, owner_id);
	enum err err = owner_lock(scope, &fresh);
	return err ? err : owner_load(scope, owner_id, owner_out);
}

static enum err finish(struct scope *scope, int64_t owner_id)
{
	enum err err = days_keep(scope, owner_id);
	return err ? err : news_announce(scope, &calendar_changed, subject_of(&member_subject, owner_id));
}

/* ── weekly hours ── */

static const char *span_wrong(int from_minute, int to_minute)
{
	if (from_minute < 0 || to_minute > DAY_END || to_minute <= from_minute)
		return "calendar.hours_turned";
	return to_minute - from_minute < SHORTEST ? "calendar.hours_too_short" : NULL;
}

static bool are_apart(const struct hours *a, const struct hours *b)
{
	bool other_time = a->to_minute <= b->from_minute || b->to_minute <= a->from_minute;
	bool other_season = (a->valid_to && b->valid_from && a->valid_to < b->valid_from) ||
	                    (b->valid_to && a->valid_from && b->valid_to < a->valid_from);
	return a->weekday != b->weekday || other_time || other_season;
}

static const char *week_wrong(const struct hours_list *week)
{
	if (week->count > HOURS_MAX)
		return "calendar.hours_too_many";
	for (size_t i = 0; i < week->count; i++) {
		const struct hours *hours = &week->at[i];
		const char *wrong = span_wrong(hours->from_minute, hours->to_minute);
		if (wrong || hours->weekday < 1 || hours->weekday > 7)
			return wrong ? wrong : "calendar.hours_turned";
		for (size_t j = 0; j < i; j++) {
			if (!are_apart(hours, &week->at[j]))
				return "calendar.hours_overlap";
		}
	}
	return NULL;
}

enum err calendar_set_week(struct scope *scope, int64_t owner_id, str zone, const struct hours_list *week)
{
	struct calendar_owner owner;
	const char *wrong = week_wrong(week);
	if (wrong)
		return refuse(scope, ERR_INVALID, wrong);
	if (!str_empty(zone) && !zone_find(zone))
		return refuse_field(scope, "zone", "calendar.zone_unknown");
	enum err err = lock(scope, owner_id, &owner);
	if (err || (err = hours_remove_all(scope, owner_id)))
		return err;
	for (size_t i = 0; !err && i < week->count; i++) {
		struct hours hours = week->at[i];
		hours.id = id_new(scope->now);
		hours.owner_id = owner_id;
		err = hours_insert(scope, &hours);
	}
	if (!err && !str_empty(zone) && !str_equal(zone, owner.zone)) {
		owner.zone = zone;
		err = owner_save(scope, &owner);
	}
	return err ? err : finish(scope, owner_id);
}

/* ── exceptions ── */

enum err calendar_add_exception(struct scope *scope, const struct exception *exception)
{
	struct calendar_owner owner;
	struct exception_list stored;
	const char *wrong = exception->closed ? NULL : span_wrong(exception->from_minute, exception->to_minute);
	int32_t today = day_at(zone_utc(), scope->now) - 1;
	if (wrong)
		return refuse_field(scope, "from", wrong);
	if (exception->day <= today)
		return refuse_field(scope, "day", "calendar.day_past");
	if (exception->day > today + DAYS_AHEAD)
		return refuse_field(scope, "day", "calendar.day_too_far");
	enum err err = lock(scope, exception->owner_id, &owner);
	if (err || (err = exceptions_load(scope, exception->owner_id, today, &stored)))
		return err;
	if (stored.count >= EXCEPTIONS_MAX)
		return refuse(scope, ERR_CONFLICT, "calendar.exceptions_too_many");
	struct exception added = *exception;
	added.id = id_new(scope->now);
	if (added.closed)
		added.from_minute = added.to_minute = 0;
	err = exception_insert(scope, &added);
	return err ? err : finish(scope, exception->owner_id);
}

enum err calendar_remove_exception(struct scope *scope, int64_t owner_id, int64_t exception_id)
{
	struct calendar_owner owner;
	enum err err = lock(scope, owner_id, &owner);
	if (err || (err = exception_remove(scope, owner_id, exception_id)))
		return err;
	return finish(scope, owner_id);
}

/* ── settings ── */

static enum err check_range(struct scope *scope, const char *field, int64_t value, int64_t least, int64_t most)
{
	if (value < least)
		return refuse_field(scope, field, "field.too_small");
	return value > most ? refuse_field(scope, field, "field.too_big") : OK;
}

enum err calendar_change_setting(struct scope *scope, int64_t owner_id, const struct hours_setting *setting)
{
	struct calendar_owner owner;
	enum err err = OK;
	if (!zone_find(setting->zone))
		return refuse_field(scope, "zone", "calendar.zone_unknown");
	if ((err = check_range(scope, "notice", setting->notice, 0, NOTICE_MAX)) ||
	    (err = check_range(scope, "buffer", setting->buffer, 0, BUFFER_MAX)) ||
	    (err = check_range(scope, "buffer_before", setting->buffer_before, 0, BUFFER_MAX)) ||
	    (setting->horizon && (err = check_range(scope, "horizon", setting->horizon, 1, HORIZON_MAX))) ||
	    (err = check_range(scope, "per_day", setting->per_day, 1, PER_DAY_MAX)))
		return err;
	if ((err = lock(scope, owner_id, &owner)))
		return err;
	owner.zone = setting->zone;
	owner.notice = (int)setting->notice; /* the ranges above fit */
	owner.buffer_before = (int)setting->buffer_before;
	owner.buffer_after = (int)setting->buffer;
	owner.horizon = setting->horizon ? (int)setting->horizon : owner.horizon;
	owner.per_day = (int)setting->per_day;
	err = owner_save(scope, &owner);
	return err ? err : finish(scope, owner_id);
}

enum err calendar_pause(struct scope *scope, int64_t owner_id, bool paused)
{
	struct calendar_owner owner;
	enum err err = lock(scope, owner_id, &owner);
	if (err)
		return err;
	if (owner.paused == paused)
		return refuse(scope, ERR_CONFLICT, paused ? "calendar.is_paused" : "calendar.is_not_paused");
	owner.paused = paused;
	err = owner_save(scope, &owner);
	return err ? err : finish(scope, owner_id);
}
