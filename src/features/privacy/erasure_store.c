/* erasure_store.c: rows of erasures. */
#include "features/privacy/erasure_store.h"

#include "features/privacy/sql.gen.h"

enum err erasure_load(struct scope *scope, int64_t member_id, struct erasure *erasure_out)
{
	return sql_erasure_row(scope, member_id, erasure_out);
}

enum err erasure_insert(struct scope *scope, const struct erasure *erasure)
{
	return sql_erasure_add(scope, erasure);
}

enum err erasure_update(struct scope *scope, const struct erasure *erasure)
{
	return sql_erasure_put(scope, erasure);
}

enum err erasure_delete(struct scope *scope, int64_t member_id, bool *dropped_out)
{
	int64_t changed = 0;
	enum err err = sql_erasure_drop(scope, member_id, &changed);
	if (!err)
		*dropped_out = changed > 0;
	return err;
}

enum err erasure_forget(struct scope *scope, moment before, int64_t *forgotten_out)
{
	return sql_erasure_forget(scope, before, forgotten_out);
}
