/* agent.c: claiming from the queue, answering into the thread. */
#include "features/ladder/agent.h"

#include "base/utf8.h"
#include "features/community/community_news.h"
#include "features/member/member.h"


enum err agent_take_next(struct scope *scope, int64_t *matter_id_out)
{
	int64_t matter_id;
	enum err err = ticket_next_free(scope, &matter_id);
	if (err)
		return err == ERR_NOT_FOUND ? refuse(scope, ERR_CONFLICT, "ticket.none_free") : err;
	if ((err = climb_take(scope, matter_id, DEED_CLAIM, S(""))))
		return err;
	*matter_id_out = matter_id;
	return OK;
}

static enum err post_into(struct scope *scope, const struct stand *stand, const struct post *text,
                          struct post *post_out)
{
	enum err err = thread_reply(scope, stand->climb.thread_id, text, post_out);
	if (err)
		return err;
	return trail_grow(scope, stand->matter.root, subject_of(&post_subject, post_out->id), "trail.agent");
}

enum err agent_answer(struct scope *scope, int64_t matter_id, const struct post *text, struct post *post_out)
{
	struct stand stand;
	enum err err = stand_load(scope, matter_id, &stand);
	if (err)
		return err;
	if (!stand_may(&stand, DEED_ANSWER))
		return refuse(scope, ERR_CONFLICT, "ticket.not_held");
	if ((err = post_into(scope, &stand, text, post_out)))
		return err;
	return climb_take(scope, matter_id, DEED_ANSWER, S(""));
}

enum err agent_desk_member(struct scope *scope, int64_t *member_id_out)
{
	enum err err = member_find_by_origin(scope, S(DESK_ORIGIN), member_id_out);
	if (err || *member_id_out)
		return err;
	struct member desk = { .name = utf8_first(scope->brand_name, MEMBER_NAME_MAX), .origin = S(DESK_ORIGIN) };
	if ((err = member_make(scope, &desk)) || (err = member_set_role(scope, desk.id, ROLE_AGENT, true)))
		return err;
	*member_id_out = desk.id;
	return OK;
}

enum err agent_answer_as_desk(struct scope *scope, int64_t matter_id, const struct post *text, struct post *post_out)
{
	struct stand stand;
	int64_t desk_id;
	enum err err = stand_load(scope, matter_id, &stand); /* as the house */
	if (err)
		return err;
	if (!stand_may(&stand, DEED_ANSWER))
		return refuse(scope, ERR_CONFLICT, "ladder.not_now");
	if ((err = agent_desk_member(scope, &desk_id)))
		return err;
	scope_act_as(scope, desk_id, ROLE_MEMBER | ROLE_AGENT);
	err = post_into(scope, &stand, text, post_out);
	scope_act_as(scope, 0, ROLE_BITS);
	return err ? err : climb_take(scope, matter_id, DEED_ANSWER, S(""));
}
