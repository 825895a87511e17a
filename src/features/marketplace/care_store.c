/* care_store.c: rows of tasks and reviews as moderators need them. */
#include "features/marketplace/care_store.h"

#include "features/marketplace/market_care_sql.gen.h"

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
