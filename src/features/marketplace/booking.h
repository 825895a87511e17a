/*
 * booking.h: the life of a booking: a visit that a helper pays to an asker (docs/rules/booking.md).
 *
 * To everyone but the two a booking does not exist.  What a step asks is one table in
 * booking_table.c; the same table says which buttons to draw.
 */
#ifndef BOOKING_H
#define BOOKING_H
#include "features/marketplace/booking_secret.h"
#include "features/marketplace/booking_table.h"

#define BOOKING_CODE_TRIES 5
#define BOOKING_FIX_MAX 8000

/* What the asker fills in.  place: postal code or town of the visit; "" takes the profile's.  way: enum way; -1: the
   first that the service offers.  From afar nobody asks for address and place; by video a phone is welcome, no more. */
struct booking_ask { moment starts_at; str address, place, phone, note; int64_t thread_id; int way; };

/* Asks a helper for a slot of a service.  Refuses about fields: "booking.address_wrong", "booking.phone_wrong",
   "booking.note_long", "booking.too_far_away", "booking.way_wrong", "place.unknown" …; ERR_INVALID "booking.own_service";
   ERR_CONFLICT "booking.pending_many", "booking.pending_of_helper";
   ERR_CONFLICT "service.not_bookable", "booking.too_soon", and all that calendar_take refuses. */
enum err booking_book(struct scope *scope, int64_t service_id, const struct booking_ask *ask,
                      struct booking *booking_out);
/* What is refused about the fields, before anything is written: so that the form can be shown again. */
enum err booking_check_ask(struct scope *scope, const struct booking_ask *ask, int way);
/* For offer.c: `booking` says who, what, when and where; it is accepted at once.  ERR_CONFLICT "calendar.slot_taken". */
enum err booking_agree(struct scope *scope, struct booking *booking, const struct booking_ask *ask);
/* Own ones; to others ERR_NOT_FOUND "booking.not_found", as if it were not there. */
enum err booking_show(struct scope *scope, int64_t booking_id, struct booking *booking_out);
/* ERR_CONFLICT "booking.step_not_open", or what the step's condition says (booking_table.c), or for another time all
   that calendar_could_take refuses; fields: "reason", "cause", "minutes", "starts_at". */
enum err booking_take_step_with(struct scope *scope, int64_t booking_id, enum booking_step step,
                                const struct booking_words *words);
/* The same with nothing but a reason, which may be "". */
enum err booking_take_step(struct scope *scope, int64_t booking_id, enum booking_step step, str reason);
/* The helper types the asker's code.  A wrong one is counted, so it is no refusal: *matches_out is false.
   ERR_CONFLICT "booking.code_locked" after BOOKING_CODE_TRIES. */
enum err booking_finish_with_code(struct scope *scope, int64_t booking_id, str code, bool *matches_out);
/* For the clock: no effect when the step is not open (any more, or yet). */
enum err booking_follow(struct scope *scope, int64_t booking_id, enum booking_step step);
/* What this member may know: the asker the own words and the code, the helper from `accepted` on all but the code. */
struct booking_reveal { bool is_open; struct booking_secret secret; };
enum err booking_reveal(struct scope *scope, const struct booking *booking, struct booking_reveal *reveal_out);
/* The helper, once, after the visit, when it grew from a thread: "booking.not_done", "booking.no_thread",
   "booking.fix_already", ERR_FORBIDDEN "booking.fix_not_yours"; field "body": "booking.fix_wrong". */
enum err booking_write_fix(struct scope *scope, int64_t booking_id, str text);

/* Run by booking_timer.c. */
extern const struct job_kind booking_expire_job, booking_contact_job, booking_confirm_job, booking_alert_job,
	booking_lapse_job, booking_finish_job, booking_close_job, booking_wipe_job;
/* In the unit of a step: plans what the booking now waits for, and forgets what it waited for before. */
enum err booking_plan_timers(struct scope *scope, const struct booking *before, const struct booking *booking);
#endif
