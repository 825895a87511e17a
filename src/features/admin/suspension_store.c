/* suspension_store.c: rows of suspensions. */
#include "features/admin/suspension_store.h"

#include "features/admin/sql.gen.h"

enum err suspension_insert(struct scope *scope, const struct suspension *suspension)
{
	return sql_suspension_add(scope, suspension);
}

enum err suspension_load_of(struct scope *scope, int64_t member_id, struct suspension_list *list_out)
{
	return sql_suspension_rows(scope, member_id, list_out);
}
