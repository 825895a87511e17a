/* habit.c: quiet hours and daily mails, by the clock on the member's own wall. */
#include "features/notify/habit.h"

enum { DAY_MINUTES = 24 * 60 };

struct habit habit_usual(int64_t member_id)
{
	return (struct habit){ .member_id = member_id, .zone = S(""), .daily_at = DAILY_USUAL, .follows_own = true };
}

struct habit habit_in(const struct habit_list *list, int64_t member_id)
{
	for (size_t i = 0; i < list->count; i++) {
		if (list->at[i].member_id == member_id)
			return list->at[i];
	}
	return habit_usual(member_id);
}

const struct zone *habit_zone(const struct scope *scope, const struct habit *habit)
{
	const struct zone *zone = str_empty(habit->zone) ? NULL : zone_find(habit->zone);
	return zone ? zone : scope->zone;
}

static moment at_minute(const struct zone *zone, int32_t day, int minute)
{
	struct wall wall = day_wall(day);
	wall.hour = minute / 60;
	wall.minute = minute % 60;
	return moment_at(zone, wall);
}

bool habit_is_quiet(const struct scope *scope, const struct habit *habit, moment *until_out)
{
	const struct zone *zone = habit_zone(scope, habit);
	if (habit->quiet_from == habit->quiet_until)
		return false;
	/* A night that began yesterday may still last. */
	for (int32_t day = day_at(zone, scope->now) - 1; day <= day_at(zone, scope->now); day++) {
		moment from = at_minute(zone, day, habit->quiet_from);
		moment until = at_minute(zone, day + (habit->quiet_until < habit->quiet_from), habit->quiet_until);
		if (scope->now >= from && scope->now < until) {
			*until_out = until;
			return true;
		}
	}
	return false;
}

moment habit_last_daily(const struct scope *scope, const struct habit *habit)
{
	const struct zone *zone = habit_zone(scope, habit);
	int32_t today = day_at(zone, scope->now);
	moment at = at_minute(zone, today, habit->daily_at);
	return at <= scope->now ? at : at_minute(zone, today - 1, habit->daily_at);
}

moment habit_next_daily(const struct scope *scope, const struct habit *habit)
{
	const struct zone *zone = habit_zone(scope, habit);
	int32_t today = day_at(zone, scope->now);
	moment at = at_minute(zone, today, habit->daily_at);
	return at > scope->now ? at : at_minute(zone, today + 1, habit->daily_at);
}

static enum err load_one(struct scope *scope, int64_t member_id, struct habit *habit_out)
{
	struct habit_list list;
	enum err err = habit_load_of(scope, (struct ids){ &member_id, 1 }, &list);
	if (!err)
		*habit_out = habit_in(&list, member_id);
	return err;
}

enum err habit_mine(struct scope *scope, struct habit *habit_out)
{
	if (!scope->member_id)
		return refuse(scope, ERR_SIGNED_OUT, "member.sign_in");
	return load_one(scope, scope->member_id, habit_out);
}

static bool is_minute(int minute)
{
	return minute >= 0 && minute < DAY_MINUTES;
}

enum err habit_change(struct scope *scope, const struct habit *habit)
{
	struct habit row = *habit;
	if (!scope->member_id)
		return refuse(scope, ERR_SIGNED_OUT, "member.sign_in");
	if (!str_empty(row.zone) && !zone_find(row.zone))
		return refuse_field(scope, "zone", "habit.zone_unknown");
	if (!is_minute(row.quiet_from) || !is_minute(row.quiet_until))
		return refuse_field(scope, "quiet_from", "habit.time_wrong");
	if (row.daily_at != DAILY_NEVER && !is_minute(row.daily_at))
		return refuse_field(scope, "daily_at", "habit.time_wrong");
	row.member_id = scope->member_id;
	return habit_save(scope, &row);
}

enum err habit_end_daily(struct scope *scope, int64_t member_id)
{
	struct habit habit;
	enum err err = load_one(scope, member_id, &habit);
	if (err)
		return err;
	habit.daily_at = DAILY_NEVER;
	return habit_save(scope, &habit);
}
