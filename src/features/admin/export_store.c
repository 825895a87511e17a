/* export_store.c: the row of a brand's export, with its file. */
#include "features/admin/export_store.h"

#include "core/blob.h"
#include "features/admin/sql.gen.h"

enum err export_load(struct scope *scope, struct export *export_out)
{
	return sql_export_row(scope, export_out);
}

enum err export_begin(struct scope *scope)
{
	return sql_export_ask(scope);
}

enum err export_keep(struct scope *scope, const struct export *export, bool *kept_out)
{
	int64_t changed = 0;
	enum err err = sql_export_keep(scope, export, &changed);
	if (!err)
		*kept_out = changed > 0;
	return err;
}

enum err export_drop(struct scope *scope, const struct export *export)
{
	enum err err = export->blob_id ? blob_remove_all(scope, (struct ids){ &export->blob_id, 1 }) : OK;
	return err ? err : sql_export_drop(scope);
}
