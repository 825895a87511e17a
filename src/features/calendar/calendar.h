/*
 * calendar.h: who has hours, and which slots of them are free.
 *
 * The contract for all slices.  An owner is a member (a helper, later a navigator).
 * Hours are wall time in the owner's zone; a slot is two moments.  What is shown as
 * free and what may be taken are decided by the same rule (slot.h).
 */
#ifndef CALENDAR_H
#define CALENDAR_H
#include "features/calendar/calendar_store.h"

#define CALENDAR_DAYS_MAX 35  /* days that one question may span */
#define CALENDAR_NEXT 3       /* slots that a card shows */
#define CALENDAR_WISHES_MAX 64

struct calendar_slot { moment starts_at, ends_at; };
struct calendar_slot_list { struct calendar_slot *at; size_t count; };

/* Free slots of `minutes` from first_day (of the owner's zone) on.  Nobody's calendar has none. */
struct calendar_ask { int64_t owner_id; int minutes; int32_t first_day; int days; };
enum err calendar_slots(struct scope *scope, const struct calendar_ask *ask, struct calendar_slot_list *list_out);

/* In bulk: the first free slots of each wish at or after `from`; nexts_out[i] belongs to wishes[i].  At most
   CALENDAR_WISHES_MAX wishes. */
struct calendar_wish { int64_t owner_id; int minutes; };
struct calendar_next { size_t count; struct calendar_slot slots[CALENDAR_NEXT]; };
enum err calendar_next_free(struct scope *scope, const struct calendar_wish *wishes, size_t count, moment from,
                            struct calendar_next *nexts_out);

/* Inside a unit: takes the slot for `subject`.  Writes the owner's row first, so that two who want the same slot wait
   for each other, then asks everything again.  ERR_CONFLICT: "calendar.slot_taken" (another is there, or too near),
   "calendar.slot_closed" (outside the hours, or paused), "calendar.too_soon", "calendar.too_far", "calendar.day_full". */
enum err calendar_take(struct scope *scope, int64_t owner_id, moment starts_at, moment ends_at,
                       struct subject subject);
/* The same for a time that the owner proposed: hours, notice, horizon and jobs a day do not bind; "calendar.too_soon"
   for the past, "calendar.slot_taken" as above.  Needs no hours. */
enum err calendar_take_agreed(struct scope *scope, int64_t owner_id, moment starts_at, moment ends_at,
                              struct subject subject);
/* What was held is now booked.  ERR_NOT_FOUND "calendar.no_hold" when nothing is held for the subject. */
enum err calendar_book(struct scope *scope, struct subject subject);
/* Gives the subject's slots back; none is fine. */
enum err calendar_free(struct scope *scope, struct subject subject);

/* Has the owner hours that are not paused? */
enum err calendar_is_open(struct scope *scope, int64_t owner_id, bool *open_out);
/* The owner's weekly hours, for who makes members in bulk; as hours.h checks them. */
enum err calendar_set_week(struct scope *scope, int64_t owner_id, str zone, const struct hours_list *week);
enum err calendar_add_exception(struct scope *scope, const struct exception *exception);
#endif
