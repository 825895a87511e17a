/* copy_store.c: rows of copies, with their files. */
#include "features/privacy/copy_store.h"

#include "core/blob.h"
#include "features/privacy/sql.gen.h"

enum err copy_load(struct scope *scope, int64_t member_id, struct copy *copy_out)
{
	return sql_copy_row(scope, member_id, copy_out);
}

enum err copy_begin(struct scope *scope, int64_t member_id)
{
	return sql_copy_ask(scope, member_id);
}

enum err copy_keep(struct scope *scope, const struct copy *copy, bool *kept_out)
{
	int64_t changed = 0;
	enum err err = sql_copy_keep(scope, copy, &changed);
	if (!err)
		*kept_out = changed > 0;
	return err;
}

enum err copy_drop(struct scope *scope, const struct copy *copy)
{
	const int64_t ids[] = { copy->json_id, copy->html_id, copy->zip_id };
	size_t count = copy->zip_id ? COUNT(ids) : COUNT(ids) - 1;
	enum err err = copy->json_id ? blob_remove_all(scope, (struct ids){ ids, count }) : OK;
	return err ? err : sql_copy_drop(scope, copy->member_id);
}
