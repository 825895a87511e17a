/* ladder.c: what the slices above ask. */
#include "features/ladder/ladder.h"

#include "features/ladder/agent.h"

enum err ladder_visits_since(struct scope *scope, moment since, struct ladder_visits *visits_out)
{
	return way_count_visits(scope, since, visits_out);
}

enum err ladder_desk_contact(struct scope *scope, int64_t member_id, struct member_contact *contact_out, bool *is_desk_out)
{
	int64_t desk_id;
	str address;
	enum err err = member_find_by_origin(scope, S(DESK_ORIGIN), &desk_id);
	*is_desk_out = !err && desk_id && desk_id == member_id;
	if (err || (err = member_contact_of(scope, member_id, contact_out)) || !*is_desk_out)
		return err;
	if ((err = setting_text(scope, ladder_desk_mail, &address)))
		return err;
	contact_out->mail = address;
	return OK;
}

enum err ladder_desk_answer(struct scope *scope, int64_t matter_id, const struct post *text)
{
	struct post post;
	scope_act_as(scope, 0, ROLE_BITS);
	return agent_answer_as_desk(scope, matter_id, text, &post);
}
