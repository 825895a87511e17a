/* booking_store.h: the booking record with its log, and how they are read and written. */
#ifndef BOOKING_STORE_H
#define BOOKING_STORE_H
#include "core/core.h"

/* Stored by number: only ever append.  Not every state can be reached yet. */
enum booking_state {
	BOOKING_REQUESTED, BOOKING_ACCEPTED, BOOKING_DECLINED, BOOKING_WITHDRAWN, BOOKING_EXPIRED, BOOKING_CONFIRMED,
	BOOKING_CANCELLED_EARLY, BOOKING_CANCELLED_LATE, BOOKING_IN_PROGRESS, BOOKING_DONE, BOOKING_DONE_AUTO,
	BOOKING_NO_SHOW_CUSTOMER, BOOKING_NO_SHOW_HELPER, BOOKING_FAILED, BOOKING_HANDED_TO_BRAND, BOOKING_DISPUTED,
	BOOKING_RESOLVED, BOOKING_CLOSED, BOOKING_STATE_COUNT,
};
extern const char *const booking_states[BOOKING_STATE_COUNT + 1];

struct booking {
	int64_t id, service_id, task_id, offer_id, thread_id, product_id;
	int64_t asker_id, helper_id;
	int state;                 /* enum booking_state */
	moment starts_at, ends_at;
	moment earliest_at;        /* the earliest start that was ever agreed: late is counted from it */
	str title;
	int category, price_kind;  /* enum service_category, enum price_kind */
	int64_t price_minor;
	str currency;
	int64_t minutes;
	int business;              /* enum helper_trade, as declared when it was booked */
	str terms;                 /* the cancellation terms, as they were then */
	str country, code, town;
	str sealed;                /* address, phones, note, code: booking_secret; "" once wiped */
	int64_t sequence;          /* of the calendar entry; rises with every change */
	int64_t code_tries;
	moment made_at, changed_at, expires_at, accepted_at, finished_at, wipe_at, fix_at;
};
struct booking_list { struct booking *at; size_t count; };
struct booking_step_log { int64_t booking_id, id, actor_id; int from_state, to_state; str reason; moment at; };
struct booking_step_log_list { struct booking_step_log *at; size_t count; };
struct booking_move { int64_t id; int from_state, state; int64_t sequence; moment accepted_at, finished_at, wipe_at; str sealed; };

/* ERR_NOT_FOUND "booking.not_found". */
enum err booking_load(struct scope *scope, int64_t booking_id, struct booking *booking_out);
enum err booking_load_some(struct scope *scope, struct ids ids, struct booking_list *list_out);
/* As asker or as helper, newest first, 20 below before_id (0 = from the top). */
enum err booking_load_asked(struct scope *scope, int64_t member_id, int64_t before_id, struct booking_list *list_out);
enum err booking_load_helped(struct scope *scope, int64_t member_id, int64_t before_id, struct booking_list *list_out);
enum err booking_load_log(struct scope *scope, int64_t booking_id, struct booking_step_log_list *list_out);
enum err booking_insert(struct scope *scope, const struct booking *booking);
enum err booking_log(struct scope *scope, const struct booking_step_log *step);
/* Writes what a step changes: state, sealed, sequence and the times.  ERR_CONFLICT "booking.step_not_open" when the
   stored state is no longer `from`. */
enum err booking_change_state(struct scope *scope, const struct booking *booking, enum booking_state from);
enum err booking_wipe(struct scope *scope, int64_t booking_id);
enum err booking_count_try(struct scope *scope, int64_t booking_id);
/* False when the fix was written before. */
enum err booking_mark_fix(struct scope *scope, int64_t booking_id, bool *first_out);
#endif
