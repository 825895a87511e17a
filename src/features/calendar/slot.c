/*
 * slot.c: windows of a day, the grid of starts, and why a slot cannot be had.
 *
 * A window's end that the spring night leaves out is moved on by the gap, as every wall
 * time; so a slot must also end before the window does on the wall, or it would run
 * past what the owner wrote.  Between two neighbours lies the larger of the buffers,
 * unless both are from afar.
 */
#include "features/calendar/slot.h"

enum { DAY_MINUTES = 1440 };

static moment wall_moment(const struct slot_plan *plan, int32_t day, int minute)
{
	struct wall wall = day_wall(day + minute / DAY_MINUTES);
	wall.hour = minute % DAY_MINUTES / 60;
	wall.minute = minute % 60;
	return moment_at(plan->zone, wall);
}

/* Minutes since the midnight of `day`, as its clock shows them. */
static int wall_minute(const struct slot_plan *plan, int32_t day, moment at)
{
	struct wall wall = wall_at(plan->zone, at);
	return (day_of(wall.year, wall.month, wall.day) - day) * DAY_MINUTES + wall.hour * 60 + wall.minute;
}

/* ── windows ── */

static size_t window_add(struct slot_window *windows, size_t count, int from_minute, int to_minute)
{
	if (count == SLOT_WINDOWS_MAX || from_minute >= to_minute)
		return count;
	size_t i = count;
	for (; i > 0 && windows[i - 1].from_minute > from_minute; i--)
		windows[i] = windows[i - 1];
	windows[i] = (struct slot_window){ from_minute, to_minute };
	return count + 1;
}

static size_t windows_merge(struct slot_window *windows, size_t count)
{
	size_t kept = 0;
	for (size_t i = 0; i < count; i++) {
		if (kept && windows[i].from_minute <= windows[kept - 1].to_minute) {
			if (windows[i].to_minute > windows[kept - 1].to_minute)
				windows[kept - 1].to_minute = windows[i].to_minute;
			continue;
		}
		windows[kept++] = windows[i];
	}
	return kept;
}

static bool is_valid_on(const struct hours *hours, int32_t day)
{
	return hours->weekday == day_of_week(day) && (!hours->valid_from || day >= hours->valid_from) &&
	       (!hours->valid_to || day <= hours->valid_to);
}

size_t slot_windows(const struct slot_plan *plan, int32_t day, struct slot_window windows_out[SLOT_WINDOWS_MAX])
{
	int64_t owner_id = plan->owner->owner_id;
	size_t count = 0;
	bool is_closed = false;
	for (size_t i = 0; i < plan->rows->exceptions.count; i++) {
		const struct exception *exception = &plan->rows->exceptions.at[i];
		if (exception->owner_id != owner_id || exception->day != day)
			continue;
		if (exception->closed)
			is_closed = true;
		else
			count = window_add(windows_out, count, exception->from_minute, exception->to_minute);
	}
	for (size_t i = 0; i < plan->rows->hours.count && !is_closed; i++) {
		const struct hours *hours = &plan->rows->hours.at[i];
		if (hours->owner_id == owner_id && is_valid_on(hours, day))
			count = window_add(windows_out, count, hours->from_minute, hours->to_minute);
	}
	return windows_merge(windows_out, count);
}

static bool fits(const struct slot_plan *plan, int32_t day, const struct slot_window *window,
                 struct calendar_slot slot)
{
	return slot.starts_at >= wall_moment(plan, day, window->from_minute) &&
	       wall_minute(plan, day, slot.starts_at) >= window->from_minute &&
	       slot.ends_at <= wall_moment(plan, day, window->to_minute) &&
	       wall_minute(plan, day, slot.ends_at) <= window->to_minute;
}

static bool is_open(const struct slot_plan *plan, int32_t day, struct calendar_slot slot)
{
	struct slot_window windows[SLOT_WINDOWS_MAX];
	size_t count = slot_windows(plan, day, windows);
	for (size_t i = 0; i < count; i++) {
		if (fits(plan, day, &windows[i], slot))
			return true;
	}
	return false;
}

/* ── what is taken ── */

static moment gap_of(const struct calendar_owner *owner)
{
	int minutes = owner->buffer_before > owner->buffer_after ? owner->buffer_before : owner->buffer_after;
	return MINUTES(minutes);
}

bool slot_is_taken(const struct slot_plan *plan, struct calendar_slot slot)
{
	for (size_t i = 0; i < plan->rows->holds.count; i++) {
		const struct hold *hold = &plan->rows->holds.at[i];
		moment gap = hold->afar && slot.is_afar ? 0 : gap_of(plan->owner); /* nobody goes from a call to a call */
		if (hold->owner_id == plan->owner->owner_id && hold->starts_at < slot.ends_at + gap &&
		    hold->ends_at + gap > slot.starts_at)
			return true;
	}
	return false;
}

static bool day_is_full(const struct slot_plan *plan, int32_t day)
{
	int taken = 0;
	for (size_t i = 0; i < plan->rows->holds.count; i++) {
		const struct hold *hold = &plan->rows->holds.at[i];
		taken += hold->owner_id == plan->owner->owner_id && day_at(plan->zone, hold->starts_at) == day;
	}
	return taken >= plan->owner->per_day;
}

const char *slot_check(const struct slot_plan *plan, moment now, struct calendar_slot slot)
{
	const struct calendar_owner *owner = plan->owner;
	int32_t day = day_at(plan->zone, slot.starts_at);
	if (owner->paused || slot.ends_at <= slot.starts_at)
		return "calendar.slot_closed";
	if (slot.starts_at < now + MINUTES(owner->notice))
		return "calendar.too_soon";
	if (day > day_at(plan->zone, now) + owner->horizon)
		return "calendar.too_far";
	if (!is_open(plan, day, slot))
		return "calendar.slot_closed";
	if (slot_is_taken(plan, slot))
		return "calendar.slot_taken";
	return day_is_full(plan, day) ? "calendar.day_full" : NULL;
}

/* ── the grid ── */

/* Minutes that the spring night leaves out are no start. */
static bool start_at(const struct slot_plan *plan, int32_t day, int minute, moment *at_out)
{
	*at_out = wall_moment(plan, day, minute);
	return wall_minute(plan, day, *at_out) == minute;
}

void slot_list_day(const struct slot_plan *plan, const struct calendar_ask *ask, moment now, moment from,
                   struct list *slots)
{
	struct slot_window windows[SLOT_WINDOWS_MAX];
	int32_t day = ask->first_day;
	size_t count = slot_windows(plan, day, windows);
	for (size_t i = 0; i < count; i++) {
		for (int minute = windows[i].from_minute; minute < windows[i].to_minute; minute += plan->owner->step) {
			struct calendar_slot slot = { .is_afar = ask->is_afar };
			if (ask->most && slots->count >= ask->most)
				return;
			if (!start_at(plan, day, minute, &slot.starts_at) || slot.starts_at < from)
				continue;
			slot.ends_at = slot.starts_at + MINUTES(ask->minutes);
			if (!slot_check(plan, now, slot))
				*(struct calendar_slot *)list_add(slots) = slot;
		}
	}
}

struct calendar_day slot_day(const struct slot_plan *plan, int32_t day)
{
	struct calendar_day found = { .owner_id = plan->owner->owner_id, .day = day };
	struct slot_window windows[SLOT_WINDOWS_MAX];
	if (plan->owner->paused || day_is_full(plan, day))
		return found;
	size_t count = slot_windows(plan, day, windows);
	for (size_t i = 0; i < count; i++) {
		int step = plan->owner->step;
		for (int minute = windows[i].from_minute; minute + step <= windows[i].to_minute; minute += step) {
			struct calendar_slot slot = { .is_afar = true };
			if (!start_at(plan, day, minute, &slot.starts_at))
				continue;
			slot.ends_at = slot.starts_at + MINUTES(step);
			if (slot_is_taken(plan, slot))
				continue;
			found.free_minutes += step;
			found.next_free_at = found.next_free_at ? found.next_free_at : slot.starts_at;
			found.last_free_at = slot.starts_at;
		}
	}
	return found;
}
