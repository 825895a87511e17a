/*
 * slot.h: which slots are free: pure rules over rows that somebody has read.
 *
 * Hours are wall time; every date is turned into moments by itself, so that the
 * nights on which the clock changes come out right.  Showing and taking ask the same
 * slot_check.
 */
#ifndef SLOT_H
#define SLOT_H
#include "features/calendar/calendar_store.h"

#define CALENDAR_DAYS_MAX 35  /* days that one question may span */
#define CALENDAR_NEXT 3       /* slots that a card shows */
#define CALENDAR_WISHES_MAX 64

/* is_afar: by phone or video; between two of those no pause is needed, because nobody travels. */
struct calendar_slot { moment starts_at, ends_at; bool is_afar; };
struct calendar_slot_list { struct calendar_slot *at; size_t count; };
/* Slots of `minutes` from first_day (of the owner's zone) on. */
struct calendar_ask { int64_t owner_id; int minutes; int32_t first_day; int days; bool is_afar; size_t most; /* 0 = all */ };
struct calendar_wish { int64_t owner_id; int minutes; bool is_afar; };
struct calendar_next { size_t count; struct calendar_slot slots[CALENDAR_NEXT]; };

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
/* What is free that day for anything, also for a talk from afar, whatever the time now. */
struct calendar_day slot_day(const struct slot_plan *plan, int32_t day);
#endif
