/* care_store.c: rows of tasks and reviews as moderators need them. */
#include "features/marketplace/care_store.h"

#include "features/marketplace/booking_store.h"
#include "features/marketplace/market_care_sql.gen.h"
#include "features/marketplace/offer_store.h"
#include "features/marketplace/service_store.h"

enum err care_task_load(struct scope *scope, int64_t task_id, struct task *task_out)
{
	return sql_market_care_task(scope, task_id, task_out);
}

enum err care_task_set_hidden(struct scope *scope, int64_t task_id, moment hidden_at)
{
	int64_t changed;
	return sql_market_care_task_hide(scope, task_id, hidden_at, &changed);
}

enum err care_review_load(struct scope *scope, int64_t review_id, struct review *review_out)
{
	return sql_market_care_review(scope, review_id, review_out);
}

enum err care_review_set_hidden(struct scope *scope, int64_t review_id, moment hidden_at)
{
	int64_t changed;
	return sql_market_care_review_hide(scope, review_id, hidden_at, &changed);
}

enum err care_message_load(struct scope *scope, int64_t message_id, struct message *message_out)
{
	return sql_market_care_message(scope, message_id, message_out);
}

enum err care_message_set_text(struct scope *scope, const struct message *message)
{
	int64_t changed;
	return sql_market_care_message_text(scope, message, &changed);
}

enum err care_load_open(struct scope *scope, int64_t member_id, moment since, struct still_open *open_out)
{
	static_assert(BOOKING_CONFIRMED == 5 && BOOKING_IN_PROGRESS == 8 && BOOKING_DONE_AUTO == 10 && BOOKING_NO_SHOW_HELPER == 12 &&
	              BOOKING_DISPUTED == 15, "market_care.sql names states by number");
	enum err err = sql_market_under_way(scope, member_id, &open_out->under_way);
	return err ? err : sql_market_claims(scope, member_id, since, &open_out->claims);
}

enum err care_load_left(struct scope *scope, int64_t member_id, struct still_left *left_out)
{
	static_assert(TASK_OPEN == 1 && TASK_EXPIRED == 4 && OFFER_PENDING == 0 && SERVICE_GONE == 4,
	              "market_care.sql names states by number");
	enum err err = sql_market_tasks_left(scope, member_id, &left_out->tasks);
	if (err || (err = sql_market_offers_left(scope, member_id, &left_out->offers)))
		return err;
	return sql_market_services_left(scope, member_id, &left_out->services);
}
