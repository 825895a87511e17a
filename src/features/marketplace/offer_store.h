/* offer_store.h: a helper's answer to a task, and how it is read and written. */
#ifndef OFFER_STORE_H
#define OFFER_STORE_H
#include "core/core.h"

enum offer_state { OFFER_PENDING, OFFER_ACCEPTED, OFFER_DECLINED, OFFER_WITHDRAWN, OFFER_EXPIRED, OFFER_SUPERSEDED,
	OFFER_STATE_COUNT };
extern const char *const offer_states[OFFER_STATE_COUNT + 1];

struct offer {
	int64_t id, task_id, helper_id;
	int64_t price_minor;   /* for the whole visit; 0 = for free */
	str currency;
	moment starts_at;
	int64_t minutes;
	str text;
	int state;             /* enum offer_state */
	moment made_at, changed_at, expires_at;
};
struct offer_list { struct offer *at; size_t count; };

/* ERR_NOT_FOUND "offer.not_found". */
enum err offer_load(struct scope *scope, int64_t offer_id, struct offer *offer_out);
enum err offer_load_some(struct scope *scope, struct ids ids, struct offer_list *list_out);
/* Both at most 50, pending ones first or newest first. */
enum err offer_load_of_task(struct scope *scope, int64_t task_id, struct offer_list *list_out);
enum err offer_load_of_helper(struct scope *scope, int64_t helper_id, struct offer_list *list_out);
enum err offer_count_pending(struct scope *scope, int64_t task_id, int64_t helper_id, int64_t *count_out);
enum err offer_insert(struct scope *scope, const struct offer *offer);
/* ERR_CONFLICT "offer.step_not_open" when the state is no longer offer->state. */
enum err offer_change_state(struct scope *scope, const struct offer *offer, enum offer_state to);
/* All pending ones of the task become `to`. */
/* Those of a task that lost to another, 10 behind after_id. */
enum err offer_load_superseded(struct scope *scope, int64_t task_id, int64_t after_id, struct offer_list *list_out);
enum err offer_close_others(struct scope *scope, int64_t task_id, enum offer_state to);
#endif
