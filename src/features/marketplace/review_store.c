/* review_store.c: rows of reviews. */
#include "features/marketplace/review_store.h"

#include "features/marketplace/visit_sql.gen.h"

const char *const review_tolds[TOLD_COUNT + 1] = { "nothing", "yes", "no", NULL };

enum err review_load_of_booking(struct scope *scope, int64_t booking_id, struct review_list *list_out)
{
	return sql_reviews_of_booking(scope, booking_id, list_out);
}

enum err review_load_about(struct scope *scope, int64_t member_id, moment before, struct review_list *list_out)
{
	return sql_reviews_about(scope, member_id, before ? before : INT64_MAX, list_out);
}

enum err review_load_some(struct scope *scope, struct ids ids, struct review_list *list_out)
{
	return sql_review_rows(scope, ids, list_out);
}

enum err review_insert(struct scope *scope, const struct review *review)
{
	int64_t changed;
	enum err err = sql_review_add(scope, review, &changed);
	if (err)
		return err;
	return changed == 1 ? OK : refuse(scope, ERR_CONFLICT, "review.already");
}

enum err review_publish(struct scope *scope, int64_t review_id, bool *first_out)
{
	int64_t changed;
	enum err err = sql_review_publish(scope, review_id, &changed);
	if (!err)
		*first_out = changed == 1;
	return err;
}

enum err review_load(struct scope *scope, int64_t review_id, struct review *review_out)
{
	enum err err = sql_review_row(scope, review_id, review_out);
	return err == ERR_NOT_FOUND ? refuse(scope, err, "review.not_found") : err;
}

enum err review_set_reply(struct scope *scope, int64_t review_id, str reply)
{
	int64_t changed;
	enum err err = sql_review_answer(scope, review_id, reply, &changed);
	if (err)
		return err;
	return changed == 1 ? OK : refuse(scope, ERR_CONFLICT, "review.reply_already");
}
