/*
 * once.c: answers that were given under a key, kept for two days.
 *
 * The key belongs to whoever sent it: a member, or a stranger's visit (session_id).
 * Who can be told by neither has no memory here, and is simply served anew.
 */
#include "core/once.h"

#include "core/sql.gen.h"

/* Members count upwards, visits downwards, so that one is never taken for the other. */
static int64_t whose(const struct scope *scope)
{
	if (scope->member_id)
		return scope->member_id;
	return scope->session_id > 0 ? -scope->session_id : scope->session_id;
}

enum err once_find(struct scope *scope, str key, str route, bool *found_out, struct once *once_out)
{
	*found_out = false;
	int64_t who = whose(scope);
	if (!who || str_empty(key))
		return OK;
	struct once once;
	enum err err = sql_core_once_get(scope, who, key, &once);
	if (err == ERR_NOT_FOUND) /* or not yet: its COMMIT may be under way */
		return OK;
	if (err)
		return err;
	bool is_same = str_equal(once.route, route);
	scope_settle_doubt(scope, is_same);
	if (!is_same)
		return refuse(scope, ERR_CONFLICT, "once.other_route");
	*found_out = true;
	*once_out = once;
	return OK;
}

enum err once_keep(struct scope *scope, const struct once *once)
{
	int64_t who = whose(scope);
	if (!who || str_empty(once->key))
		return OK;
	enum err err = sql_core_once_forget_key(scope, who, once->key);
	if (err)
		return err;
	err = sql_core_once_add(scope, who, once);
	if (!err) /* the key's index waited for whoever had it: that one is gone */
		scope_settle_doubt(scope, false);
	return err == ERR_CONFLICT ? refuse(scope, err, "once.twin") : err;
}
