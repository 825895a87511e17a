/*
 * slot.h: which slots are free: pure rules over rows that somebody has read.
 *
 * Hours are wall time; every date is turned into moments by itself, so that the
 * nights on which the clock changes come out right.  Showing and taking ask the same
 * slot_check.
 */
#ifndef SLOT_H
#define SLOT_H
#include "features/calendar/calendar.h"

/* One owner's part of the rows. */
struct slot_plan {
	const struct calendar_owner *owner;
	const struct zone *zone;
	const struct calendar_rows *rows;
};

#define SLOT_WINDOWS_MAX 12
struct slot_window { int from_minute, to_minute; };

/* When the owner is open that day: merged, in order. */
size_t slot_windows(const struct slot_plan *plan, int32_t day, struct slot_window windows_out[SLOT_WINDOWS_MAX]);
/* NULL when it can be taken, else a text key: "calendar.slot_closed" … as calendar_take says. */
const char *slot_check(const struct slot_plan *plan, moment now, struct calendar_slot slot);
/* Overlap and buffers alone: for a time that the owner proposed. */
bool slot_is_taken(const struct slot_plan *plan, struct calendar_slot slot);
/* Adds the starts of ask->first_day on the owner's grid that pass slot_check, at or after `from`. */
void slot_list_day(const struct slot_plan *plan, const struct calendar_ask *ask, moment now, moment from,
                   struct list *slots);
/* What is free that day, whatever the time now. */
struct calendar_day slot_day(const struct slot_plan *plan, int32_t day);
#endif
