/* booking_store.h: the booking record with its log, and how they are read and written. */
#ifndef BOOKING_STORE_H
#define BOOKING_STORE_H
#include "core/core.h"

/* Stored by number: only ever append.  The last before closed are for a mediator to come. */
enum booking_state {
	BOOKING_REQUESTED, BOOKING_ACCEPTED, BOOKING_DECLINED, BOOKING_WITHDRAWN, BOOKING_EXPIRED, BOOKING_CONFIRMED,
	BOOKING_CANCELLED_EARLY, BOOKING_CANCELLED_LATE, BOOKING_IN_PROGRESS, BOOKING_DONE, BOOKING_DONE_AUTO,
	BOOKING_NO_SHOW_CUSTOMER, BOOKING_NO_SHOW_HELPER, BOOKING_FAILED, BOOKING_HANDED_TO_BRAND, BOOKING_DISPUTED,
	BOOKING_RESOLVED, BOOKING_CLOSED, BOOKING_STATE_COUNT,
};
extern const char *const booking_states[BOOKING_STATE_COUNT + 1];

/* Why a visit failed or is the brand's matter; how one tried to reach who was not there.  Stored by number. */
enum booking_cause { CAUSE_NONE, CAUSE_PART, CAUSE_TOO_HARD, CAUSE_NO_ACCESS, CAUSE_NO_TIME, CAUSE_OTHER,
	CAUSE_LINE, CAUSE_DEVICE, CAUSE_CONTRACT, CAUSE_BRAND_OTHER, CAUSE_CALLED, CAUSE_TEXTED, CAUSE_RANG, CAUSE_WAITED, CAUSE_COUNT };
extern const char *const booking_causes[CAUSE_COUNT + 1]; /* "none" … */

struct booking {
	int64_t id, service_id, task_id, offer_id, thread_id, product_id;
	int64_t asker_id, helper_id;
	int state;                 /* enum booking_state */
	moment starts_at, ends_at;
	moment earliest_at;        /* the earliest start that was ever agreed: late is counted from it */
	str title;
	int category, price_kind;  /* enum service_category, enum price_kind */
	int way;                   /* enum way: how the two meet; place and address are empty from afar */
	int64_t price_minor, callout_minor;
	str currency;
	int64_t minutes;
	int business;              /* enum helper_trade, as declared when it was booked */
	str terms;                 /* the cancellation terms, as they were then */
	str country, code, town;
	str sealed;                /* address, phones, note, code: booking_secret; "" once wiped */
	int64_t sequence;          /* of the calendar entry; rises with every change */
	int64_t code_tries;
	moment made_at, changed_at, expires_at, accepted_at, finished_at, wipe_at, fix_at;
	moment agreed_at;          /* when the present time was agreed: accepted_at, or later after a move */
	moment contacted_at, arrives_at, contested_at;
	int cause;                 /* enum booking_cause */
	moment move_to, move_until; /* another start that is proposed, and until when; 0 = none */
	int move_by;               /* enum booking_party: who proposed it */
	int64_t move_count;        /* proposals so far */
	moment repair_at;          /* when the asker asked to put it right; 0 = never */
};
struct booking_list { struct booking *at; size_t count; };
struct booking_step_log { int64_t booking_id, id, actor_id; int step, from_state, to_state; str reason; moment at; };
struct booking_step_log_list { struct booking_step_log *at; size_t count; };

/* ERR_NOT_FOUND "booking.not_found". */
enum err booking_load(struct scope *scope, int64_t booking_id, struct booking *booking_out);
enum err booking_load_some(struct scope *scope, struct ids ids, struct booking_list *list_out);
/* As asker or as helper, newest first, 20 below before_id (0 = from the top). */
enum err booking_load_asked(struct scope *scope, int64_t member_id, int64_t before_id, struct booking_list *list_out);
enum err booking_load_helped(struct scope *scope, int64_t member_id, int64_t before_id, struct booking_list *list_out);
enum err booking_load_log(struct scope *scope, int64_t booking_id, struct booking_step_log_list *list_out);
/* Requests of the asker that wait for an answer: all, and of this helper. */
enum err booking_count_pending(struct scope *scope, int64_t asker_id, int64_t helper_id, int64_t *all_out,
                               int64_t *of_helper_out);
/* What the helper still has to do and begins before that moment, and all requests: 3 at a time. */
enum err booking_load_ahead(struct scope *scope, int64_t helper_id, moment before, struct ids *ids_out);
enum err booking_insert(struct scope *scope, const struct booking *booking);
enum err booking_log(struct scope *scope, const struct booking_step_log *step);
/* Writes what a step changes: state, sealed, sequence, the times, what is proposed.  ERR_CONFLICT "booking.step_not_open" when the
   stored state is no longer `from`. */
enum err booking_change_state(struct scope *scope, const struct booking *booking, enum booking_state from);
enum err booking_wipe(struct scope *scope, int64_t booking_id);
enum err booking_count_try(struct scope *scope, int64_t booking_id);
/* False when the fix was written before. */
enum err booking_mark_fix(struct scope *scope, int64_t booking_id, bool *first_out);
#endif
