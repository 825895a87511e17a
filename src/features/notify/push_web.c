/* push_web.c: the unread count as an event "count"; web/js/live.js listens. */
#include "features/notify/push_web.h"

#include "web/push.h"

static void push(struct scope *scope, int64_t member_id, int64_t count)
{
	push_member(scope, member_id, S("count"), str_format(scope->arena, "%lld", (long long)count));
}

enum err notice_push(struct scope *scope, struct ids member_ids)
{
	struct unread_list list;
	enum err err = notice_unread_of(scope, member_ids, &list);
	for (size_t i = 0; !err && i < list.count; i++)
		push(scope, list.at[i].member_id, list.at[i].count);
	return err;
}

enum err notice_push_own(struct scope *scope)
{
	int64_t count;
	enum err err = notice_unread(scope, &count);
	if (!err)
		push(scope, scope->member_id, count);
	return err;
}
