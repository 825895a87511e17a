/* demo_social.c: what members write to each other, follow, and say of themselves. */
#include "app/demo.h"

#include "features/community/community_news.h"
#include "features/marketplace/chat.h"
#include "features/member/member.h"
#include "features/member/member_news.h"
#include "features/notify/follow.h"
#include "features/product/product.h"
#include "features/product/product_news.h"

static int64_t member_of(const struct demo *demo, const struct json *line, const char *name)
{
	return demo_id(&demo->members, demo->brand, json_str(line, str_from(name)));
}

static moment hours_ago(const struct demo *demo, const struct json *from)
{
	const struct json *hours = json_member(from, S("hours_ago"));
	double count = hours->type == JSON_REAL ? hours->real : (double)hours->integer; /* few */
	return demo->now - (moment)(count * (double)HOURS(1));
}

/* The helper asks first: that makes the chat. */
enum err demo_message(struct demo *demo, struct scope *scope, const struct json *line)
{
	const struct json *from = &json_member(line, S("messages"))->items[demo->item];
	struct chat chat;
	struct message message;
	scope->now = hours_ago(demo, from);
	demo_as(scope, member_of(demo, line, "helper"), ROLE_MEMBER | ROLE_HELPER);
	enum err err = chat_of_task(scope, demo_id(&demo->tasks, demo->brand, json_str(line, S("task"))), &chat);
	if (err)
		return err;
	demo_as(scope, member_of(demo, from, "by"), ROLE_MEMBER);
	return chat_write(scope, chat.id, json_str(from, S("text")), &message);
}

enum err demo_follow(struct demo *demo, struct scope *scope, const struct json *line)
{
	const struct { const char *name; const struct subject_kind *kind; const struct list *names; } kinds[] = {
		{ "product", &product_subject, &demo->products }, { "board", &board_subject, &demo->boards },
		{ "member", &member_subject, &demo->members } };
	demo_as(scope, member_of(demo, line, "member"), ROLE_MEMBER);
	for (size_t i = 0; i < COUNT(kinds); i++) {
		if (str_equal(json_str(line, S("kind")), str_from(kinds[i].name)))
			return follow_set(scope, subject_of(kinds[i].kind, demo_id(kinds[i].names, demo->brand, json_str(line, S("key")))), PACE_NOW);
	}
	return refuse(scope, ERR_INVALID, "field.no_choice");
}

static str lines_of(struct arena *arena, const struct json *list)
{
	struct text text;
	text_open(&text, arena, 128);
	for (size_t i = 0; i < list->count; i++)
		text_format(&text, "%.*s\n", STR_ARG(list->items[i].text));
	return str_trim(text_str(&text));
}

enum err demo_profile(struct demo *demo, struct scope *scope, const struct json *line)
{
	struct member member;
	const struct json *knows = json_member(line, S("knows"));
	int64_t id = member_of(demo, line, "member");
	demo_as(scope, id, ROLE_MEMBER);
	enum err err = member_load(scope, id, &member);
	if (err)
		return err;
	member.links = lines_of(scope->arena, json_member(line, S("links")));
	err = member_change(scope, &member);
	for (size_t i = 0; !err && i < knows->count; i++)
		err = known_say(scope, demo_id(&demo->products, demo->brand, knows->items[i].text), true);
	return err;
}
