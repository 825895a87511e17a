/* helper_store.c: rows of applications and helpers. */
#include "features/marketplace/helper_store.h"

#include "features/marketplace/sql.gen.h"

const char *const helper_trades[TRADE_COUNT + 1] = { "private", "business", "staff", NULL };

enum err application_load(struct scope *scope, int64_t application_id, struct application *application_out)
{
	enum err err = sql_application_row(scope, application_id, application_out);
	return err == ERR_NOT_FOUND ? refuse(scope, err, "application.not_found") : err;
}

enum err application_load_some(struct scope *scope, struct ids ids, struct application_list *list_out)
{
	return sql_application_some(scope, ids, list_out);
}

enum err application_load_of(struct scope *scope, int64_t member_id, struct application *application_out)
{
	enum err err = sql_application_of(scope, member_id, application_out);
	if (err != ERR_NOT_FOUND)
		return err;
	*application_out = (struct application){ .id = 0 };
	return OK;
}

enum err application_load_state(struct scope *scope, enum application_state state, int64_t after_id,
                                struct application_list *list_out)
{
	return sql_application_rows(scope, (int64_t)state, after_id, list_out); /* a small number */
}

enum err application_count(struct scope *scope, enum application_state state, int64_t *count_out)
{
	return sql_application_count(scope, (int64_t)state, count_out);
}

enum err application_insert(struct scope *scope, const struct application *application)
{
	return sql_application_add(scope, application);
}

enum err application_change_state(struct scope *scope, const struct application *application,
                                  enum application_state to, str reason)
{
	int64_t changed;
	enum err err = sql_application_move(scope, application->id, application->state, (int64_t)to, reason, &changed);
	if (err)
		return err;
	return changed ? OK : refuse(scope, ERR_CONFLICT, "application.step_not_open");
}

enum err helper_load(struct scope *scope, int64_t member_id, struct helper *helper_out)
{
	enum err err = sql_helper_row(scope, member_id, helper_out);
	return err == ERR_NOT_FOUND ? refuse(scope, err, "helper.not_found") : err;
}

enum err helper_load_some(struct scope *scope, struct ids member_ids, struct helper_list *list_out)
{
	return sql_helper_rows(scope, member_ids, list_out);
}

enum err helper_load_after(struct scope *scope, int64_t after_id, struct ids *ids_out)
{
	return sql_helper_ids(scope, after_id, ids_out);
}

enum err helper_put(struct scope *scope, const struct helper *helper)
{
	return sql_helper_put(scope, helper);
}

enum err helper_set_active(struct scope *scope, int64_t member_id, bool active)
{
	return sql_helper_active(scope, member_id, active);
}

enum err helper_add_stars(struct scope *scope, int64_t member_id, int64_t stars, int64_t reviews)
{
	return sql_helper_stars(scope, member_id, stars, reviews);
}

enum err helper_add_visits(struct scope *scope, int64_t member_id, int64_t done, int64_t faults)
{
	return sql_helper_visits(scope, member_id, done, faults);
}

enum err helper_set_rank(struct scope *scope, int64_t member_id, int64_t rank)
{
	return sql_helper_rank(scope, member_id, rank);
}

enum err helper_load_ending(struct scope *scope, moment before, struct helper_list *list_out)
{
	return sql_helpers_ending(scope, before, list_out);
}

enum err helper_load_ended(struct scope *scope, struct helper_list *list_out)
{
	return sql_helpers_ended(scope, list_out);
}

enum err helper_set_reminded(struct scope *scope, int64_t member_id, moment until)
{
	return sql_helper_reminded(scope, member_id, until);
}

enum err helper_set_badge(struct scope *scope, int64_t member_id, bool badge)
{
	return sql_helper_badge(scope, member_id, badge);
}

enum err application_load_ending(struct scope *scope, moment before, int64_t after_id, struct application_list *list_out)
{
	return sql_applications_ending(scope, before, after_id, list_out);
}
