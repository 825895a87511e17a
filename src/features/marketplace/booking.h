/*
 * booking.h: the life of a booking: a visit that a helper pays to an asker (docs/rules/booking.md).
 *
 * To everyone but the two a booking does not exist.  What a step asks and does is one
 * table in booking.c; the same table says which buttons to draw.
 */
#ifndef BOOKING_H
#define BOOKING_H
#include "features/marketplace/booking_secret.h"

/* The last three are the clock's. */
enum booking_step { BOOKING_ACCEPT, BOOKING_DECLINE, BOOKING_WITHDRAW, BOOKING_CANCEL, BOOKING_START, BOOKING_FINISH,
	BOOKING_FINISH_CODE, BOOKING_RUN_OUT, BOOKING_FINISH_AUTO, BOOKING_CLOSE, BOOKING_STEP_COUNT };
enum booking_party { PARTY_NONE = 0, PARTY_ASKER = 1, PARTY_HELPER = 2, PARTY_EITHER = 3, PARTY_HOUSE = 4 };

#define BOOKING_LATE HOURS(24)    /* nearer to the start, a cancellation is late */
#define BOOKING_GRACE MINUTES(5)  /* after it was agreed, a cancellation is never late */
#define BOOKING_REVIEW DAYS(14)   /* after the end, both may review */
#define BOOKING_CODE_TRIES 5
#define BOOKING_REASON_MAX 500
#define BOOKING_FIX_MAX 8000

/* What the asker fills in.  place: postal code or town of the visit; "" takes the profile's. */
struct booking_ask { moment starts_at; str address, place, phone, note; int64_t thread_id; };

/* Asks a helper for a slot of a service.  Refuses about fields: "booking.address_wrong", "booking.phone_wrong",
   "booking.note_long", "booking.too_far_away", "place.unknown" …; ERR_INVALID "booking.own_service";
   ERR_CONFLICT "service.not_bookable", "booking.too_soon", and all that calendar_take refuses. */
enum err booking_book(struct scope *scope, int64_t service_id, const struct booking_ask *ask,
                      struct booking *booking_out);
/* For offer.c: `booking` says who, what, when and where; it is accepted at once.  ERR_CONFLICT "calendar.slot_taken". */
enum err booking_agree(struct scope *scope, struct booking *booking, const struct booking_ask *ask);
/* Own ones; to others ERR_NOT_FOUND "booking.not_found", as if it were not there. */
enum err booking_show(struct scope *scope, int64_t booking_id, struct booking *booking_out);
/* ERR_CONFLICT "booking.step_not_open", or what the step's condition says: "booking.expired_already",
   "booking.start_too_early", "booking.start_too_late", "booking.not_begun".  The reason may be "". */
enum err booking_take_step(struct scope *scope, int64_t booking_id, enum booking_step step, str reason);
/* The helper types the asker's code.  A wrong one is counted, so it is no refusal: *matches_out is false.
   ERR_CONFLICT "booking.code_locked" after BOOKING_CODE_TRIES. */
enum err booking_finish_with_code(struct scope *scope, int64_t booking_id, str code, bool *matches_out);
/* For the clock: no effect when the step is not open (any more, or yet). */
enum err booking_follow(struct scope *scope, int64_t booking_id, enum booking_step step);
/* Lets a page draw exactly the buttons that would pass now. */
bool booking_may(const struct booking *booking, enum booking_step step, int64_t member_id, moment now);
/* The same for a party; pure. */
bool booking_step_is_open(const struct booking *booking, enum booking_step step, enum booking_party party, moment now);
enum booking_party booking_party_of(const struct booking *booking, int64_t member_id);
/* Would a cancellation now count as late? */
bool booking_is_late(const struct booking *booking, moment now);

/* What this member may know: the asker the own words and the code, the helper from `accepted` on all but the code. */
struct booking_reveal { bool is_open; struct booking_secret secret; };
enum err booking_reveal(struct scope *scope, const struct booking *booking, struct booking_reveal *reveal_out);
/* The helper, once, after the visit, when it grew from a thread: "booking.not_done", "booking.no_thread",
   "booking.fix_already", ERR_FORBIDDEN "booking.fix_not_yours"; field "body": "booking.fix_wrong". */
enum err booking_write_fix(struct scope *scope, int64_t booking_id, str text);

/* Run by booking_timer.c. */
extern const struct job_kind booking_expire_job, booking_finish_job, booking_close_job, booking_wipe_job;
#endif
