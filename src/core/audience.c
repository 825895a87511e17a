/* audience.c: who belongs to which audience; member 0 in the public one stands for everyone. */
#include "core/audience.h"

#include "core/sql.gen.h"
#include "core/work.h"

enum err audience_start(struct scope *scope)
{
	enum err err = sql_core_audience_add(scope, AUDIENCE_PUBLIC, 0);
	if (err)
		return err;
	/* From now on the worker knows this brand. */
	err = work_is_due(scope, NEVER);
	return err ? err : jobs_plan_repeating(scope);
}

/* The query asks for the member's own rows, so that everyone is also in the public audience by name. */
enum err audience_join(struct scope *scope, int64_t audience_id, int64_t member_id)
{
	enum err err = sql_core_audience_add(scope, audience_id, member_id);
	if (err || audience_id == AUDIENCE_PUBLIC)
		return err;
	return sql_core_audience_add(scope, AUDIENCE_PUBLIC, member_id);
}

enum err audience_leave(struct scope *scope, int64_t audience_id, int64_t member_id)
{
	return sql_core_audience_remove(scope, audience_id, member_id);
}

enum err audience_is_plain(struct scope *scope, bool *plain_out)
{
	int64_t highest;
	enum err err = sql_core_audience_highest(scope, &highest);
	if (!err)
		*plain_out = highest == AUDIENCE_MEMBERS;
	return err;
}
