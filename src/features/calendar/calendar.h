/*
 * calendar.h: who has hours, and which slots of them are free.
 *
 * The contract for all slices.  An owner is a member (a helper, later a navigator).
 * Hours are wall time in the owner's zone; a slot is two moments.  What is shown as
 * free and what may be taken are decided by the same rule (slot.h).
 */
#ifndef CALENDAR_H
#define CALENDAR_H
#include "features/calendar/hours.h"
#include "features/calendar/slot.h"

/* What is free; who has no calendar has nothing. */
enum err calendar_slots(struct scope *scope, const struct calendar_ask *ask, struct calendar_slot_list *list_out);

/* In bulk: the first free slots of each wish at or after `from`; nexts_out[i] belongs to wishes[i].  At most
   CALENDAR_WISHES_MAX wishes. */
enum err calendar_next_free(struct scope *scope, const struct calendar_wish *wishes, size_t count, moment from,
                            struct calendar_next *nexts_out);

/* Inside a unit: takes the slot for `subject`.  Writes the owner's row first, so that two who want the same slot wait
   for each other, then asks everything again.  ERR_CONFLICT: "calendar.slot_taken" (another is there, or too near),
   "calendar.slot_closed" (outside the hours, or paused), "calendar.too_soon", "calendar.too_far", "calendar.day_full". */
enum err calendar_take(struct scope *scope, int64_t owner_id, struct calendar_slot slot, struct subject subject);
/* The same for a time that the owner proposed: hours, notice, horizon and jobs a day do not bind; "calendar.too_soon"
   for the past, "calendar.slot_taken" as above.  Needs no hours. */
enum err calendar_take_agreed(struct scope *scope, int64_t owner_id, struct calendar_slot slot, struct subject subject);
/* What another time would take.  is_owners_wish: hours, notice, horizon and jobs a day do not bind. */
struct calendar_wanted { int64_t owner_id; struct calendar_slot slot; struct subject subject; bool is_owners_wish; };
/* Would it be taken, if what the subject has now were given back?  Refuses as calendar_take and calendar_take_agreed. */
enum err calendar_could_take(struct scope *scope, const struct calendar_wanted *wanted);
/* Inside a unit: gives back what the subject has and takes this instead, booked; refuses as above. */
enum err calendar_move(struct scope *scope, const struct calendar_wanted *wanted);
/* What was held is now booked.  ERR_NOT_FOUND "calendar.no_hold" when nothing is held for the subject. */
enum err calendar_book(struct scope *scope, struct subject subject);
/* Gives the subject's slots back; none is fine. */
enum err calendar_free(struct scope *scope, struct subject subject);

/* Has the owner hours that are not paused? */
enum err calendar_is_open(struct scope *scope, int64_t owner_id, bool *open_out);
#endif
