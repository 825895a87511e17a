/* offer_store.c: rows of offers. */
#include "features/marketplace/offer_store.h"

#include "features/marketplace/visit_sql.gen.h"

const char *const offer_states[OFFER_STATE_COUNT + 1] = {
	"pending", "accepted", "declined", "withdrawn", "expired", "superseded", NULL
};

enum err offer_load(struct scope *scope, int64_t offer_id, struct offer *offer_out)
{
	enum err err = sql_offer_row(scope, offer_id, offer_out);
	return err == ERR_NOT_FOUND ? refuse(scope, err, "offer.not_found") : err;
}

enum err offer_load_some(struct scope *scope, struct ids ids, struct offer_list *list_out)
{
	return sql_offer_rows(scope, ids, list_out);
}

enum err offer_load_of_task(struct scope *scope, int64_t task_id, struct offer_list *list_out)
{
	return sql_offers_of_task(scope, task_id, list_out);
}

enum err offer_load_of_helper(struct scope *scope, int64_t helper_id, struct offer_list *list_out)
{
	return sql_offers_of_helper(scope, helper_id, list_out);
}

enum err offer_count_pending(struct scope *scope, int64_t task_id, int64_t helper_id, int64_t *count_out)
{
	return sql_offers_pending(scope, task_id, helper_id, count_out);
}

enum err offer_insert(struct scope *scope, const struct offer *offer)
{
	return sql_offer_add(scope, offer);
}

enum err offer_change_state(struct scope *scope, const struct offer *offer, enum offer_state to)
{
	int64_t changed;
	enum err err = sql_offer_move(scope, offer->id, offer->state, (int64_t)to, &changed);
	if (err)
		return err;
	return changed == 1 ? OK : refuse(scope, ERR_CONFLICT, "offer.step_not_open");
}

enum err offer_close_others(struct scope *scope, int64_t task_id, enum offer_state to)
{
	int64_t closed = 0;
	enum err err = sql_offers_close(scope, task_id, (int64_t)to, &closed);
	return err || !closed ? err : sql_task_offers(scope, task_id, -closed);
}

enum err offer_load_superseded(struct scope *scope, int64_t task_id, int64_t after_id, struct offer_list *list_out)
{
	return sql_offers_superseded(scope, task_id, after_id, list_out);
}
