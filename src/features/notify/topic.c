/* topic.c: what can be chosen, and what is usual. */
#include "features/notify/topic.h"

#include "features/notify/habit.h"

const struct notice_topic notice_topics[] = {
	{ "answer",   false, PACE_NOW,  true },
	{ "need",     false, PACE_NOW,  true },
	{ "reply",    false, PACE_NOW,  false },
	{ "followed", false, PACE_NOW,  false },
	{ "solution", false, PACE_NOW,  true },
	{ "kudos",    false, PACE_NONE, false },
	{ "mention",  false, PACE_NOW,  true },
	{ "expert",   false, PACE_NOW,  true },
	{ "article",  false, PACE_NOW,  false },
	{ "own",      false, PACE_DAILY, false },
	{ "visit",    true,  PACE_NOW,  true },
	{ "helper",   true,  PACE_NOW,  true },
	{ .name = NULL }
};

const struct notice_topic *topic_named(str name)
{
	for (const struct notice_topic *topic = notice_topics; topic->name; topic++) {
		if (str_equal(name, str_from(topic->name)))
			return topic;
	}
	return NULL;
}

enum err topic_choices(struct scope *scope, struct notice_choice_list *list_out)
{
	struct notice_choice_list chosen;
	size_t count = 0;
	enum err err = choice_load_mine(scope, &chosen);
	if (err)
		return err;
	while (notice_topics[count].name)
		count++;
	list_out->at = arena_take(scope->arena, count * sizeof(*list_out->at));
	list_out->count = count;
	for (size_t i = 0; i < count; i++) {
		const struct notice_topic *topic = &notice_topics[i];
		struct notice_choice choice = { str_from(topic->name), 1, topic->mail, topic->push };
		for (size_t c = 0; c < chosen.count; c++) {
			if (str_equal(chosen.at[c].topic, choice.topic))
				choice = chosen.at[c];
		}
		if (topic->must_arrive) {
			choice.site = 1;
			choice.mail = PACE_NOW;
		}
		list_out->at[i] = choice;
	}
	return OK;
}

enum err topic_choose(struct scope *scope, const struct notice_choice *choice)
{
	const struct notice_topic *topic = topic_named(choice->topic);
	if (!scope->member_id)
		return refuse(scope, ERR_SIGNED_OUT, "member.sign_in");
	if (!topic)
		return refuse(scope, ERR_INVALID, "notice.topic_unknown");
	struct notice_choice row = { choice->topic, choice->site != 0, choice->mail, choice->push != 0 };
	if (row.mail < PACE_NONE || row.mail > PACE_NOW)
		return refuse(scope, ERR_INVALID, "notice.topic_unknown");
	if (topic->must_arrive) {
		row.site = 1;
		row.mail = PACE_NOW;
	}
	return choice_save(scope, &row);
}

enum err topic_end_mail(struct scope *scope, int64_t member_id, str name)
{
	const struct notice_topic *topic = topic_named(name);
	if (str_equal(name, S("daily")))
		return habit_end_daily(scope, member_id);
	if (!topic || topic->must_arrive)
		return refuse(scope, ERR_INVALID, "notice.topic_unknown");
	return choice_end_mail(scope, member_id, &(struct notice_choice){ name, 1, PACE_NONE, topic->push });
}
