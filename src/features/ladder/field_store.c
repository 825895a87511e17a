/* field_store.c: rows of fields, experts, askings and pauses. */
#include "features/ladder/field_store.h"

#include "features/ladder/sql.gen.h"

enum err field_load(struct scope *scope, struct subject field, struct field_figures *figures_out)
{
	*figures_out = (struct field_figures){ .kind = field.kind, .id = field.id };
	enum err err = sql_field_row(scope, field.kind, field.id, figures_out);
	return err == ERR_NOT_FOUND ? OK : err;
}

enum err field_save(struct scope *scope, const struct field_figures *figures)
{
	return sql_field_put(scope, figures);
}

enum err expert_save(struct scope *scope, const struct field_expert *expert)
{
	return sql_expert_put(scope, expert);
}

enum err field_forget(struct scope *scope, moment before, int64_t *gone_out)
{
	return sql_fields_forget(scope, before, gone_out);
}

enum err expert_forget(struct scope *scope, moment before, int64_t *gone_out)
{
	return sql_experts_forget(scope, before, gone_out);
}

enum err expert_load(struct scope *scope, const struct expert_ask *ask, struct ids *member_ids_out)
{
	return sql_experts_to_ask(scope, ask, ask->field.kind, ask->field.id, member_ids_out);
}

enum err ask_add(struct scope *scope, int64_t thread_id, int64_t member_id)
{
	return sql_ask_add(scope, thread_id, member_id);
}

enum err ask_forget(struct scope *scope, moment before, int64_t *gone_out)
{
	return sql_asks_forget(scope, before, gone_out);
}

enum err pause_load(struct scope *scope, moment *until_out)
{
	*until_out = 0;
	enum err err = sql_pause_mine(scope, until_out);
	return err == ERR_NOT_FOUND ? OK : err;
}

enum err pause_save(struct scope *scope, moment until)
{
	return sql_pause_put(scope, until);
}

enum err expert_is_one(struct scope *scope, int64_t floor, bool *is_one_out)
{
	int64_t solved;
	enum err err = sql_expert_best_of_mine(scope, &solved);
	if (err && err != ERR_NOT_FOUND)
		return err;
	*is_one_out = !err && solved >= floor;
	return OK;
}
