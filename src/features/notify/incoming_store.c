/* incoming_store.c: mails that came in, as rows. */
#include "features/notify/incoming_store.h"

#include "features/notify/sql.gen.h"

enum err incoming_insert(struct scope *scope, const struct incoming *incoming, bool *is_new_out)
{
	int64_t changed = 0;
	enum err err = sql_incoming_add(scope, incoming, &changed);
	if (!err)
		*is_new_out = changed > 0;
	return err;
}

enum err incoming_count(struct scope *scope, int64_t member_id, moment since, int64_t *count_out)
{
	return sql_incoming_count(scope, member_id, since, count_out);
}

enum err incoming_count_answered(struct scope *scope, int64_t member_id, moment since, int64_t *count_out)
{
	return sql_incoming_count_answered(scope, member_id, since, count_out);
}

enum err incoming_delete_before(struct scope *scope, moment before, int64_t *deleted_out)
{
	return sql_incoming_sweep(scope, before, deleted_out);
}
