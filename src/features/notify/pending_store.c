/* pending_store.c: what is still to be told, as rows. */
#include "features/notify/pending_store.h"

#include "features/notify/sql.gen.h"

enum err pending_insert_mails(struct scope *scope, const struct telling *telling, struct ids member_ids, int64_t *count_out)
{
	return sql_pending_add_mails(scope, telling, member_ids, count_out);
}

enum err pending_insert_pushes(struct scope *scope, const struct telling *telling, struct ids member_ids, int64_t *count_out)
{
	return sql_pending_add_pushes(scope, telling, member_ids, count_out);
}

enum err pending_load_due(struct scope *scope, enum way way, enum pace pace, struct pending_list *list_out)
{
	return sql_pending_due(scope, way, pace, list_out);
}

enum err pending_load_earliest(struct scope *scope, enum way way, enum pace pace, moment *due_out)
{
	return sql_pending_earliest(scope, way, pace, due_out);
}

enum err pending_update_due(struct scope *scope, enum way way, const struct pending *pending)
{
	return sql_pending_wait(scope, way, pending);
}

enum err pending_delete(struct scope *scope, enum way way, const struct pending *pending)
{
	return sql_pending_take(scope, way, pending);
}

enum err pending_load_dailies(struct scope *scope, struct pending_list *list_out)
{
	return sql_pending_members_daily(scope, list_out);
}

enum err pending_update_daily(struct scope *scope, int64_t member_id, moment due_at, int64_t *changed_out)
{
	return sql_pending_wait_daily(scope, member_id, due_at, changed_out);
}

enum err pending_update_excess(struct scope *scope, const struct daily *daily, int64_t *changed_out)
{
	return sql_pending_wait_excess(scope, daily->member_id, daily->until, daily->next, changed_out);
}

enum err pending_delete_daily(struct scope *scope, int64_t member_id, moment until, int64_t *deleted_out)
{
	return sql_pending_take_daily(scope, member_id, until, deleted_out);
}

enum err pending_load_daily_notices(struct scope *scope, int64_t member_id, moment until, struct notice_list *list_out)
{
	return sql_notices_daily(scope, member_id, until, list_out);
}
