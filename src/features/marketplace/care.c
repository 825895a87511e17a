/*
 * care.c: what moderators do with services, tasks, reviews and messages: look at them, hide them, show them again
 * (core/care.h).
 *
 * A hidden service is a suspended one; a hidden task is in no list and on no map; a hidden review is read
 * by its author only, and does not count.  A message is private: only when one of the two objects to it does
 * a moderator read it, with the few that stood before it.
 */
#include "base/utf8.h"
#include "features/marketplace/care_store.h"
#include "features/marketplace/contact.h"
#include "features/marketplace/helper.h"
#include "features/marketplace/marketplace_news.h"
#include "features/marketplace/service.h"
#include "features/member/member.h"
#include "features/member/member_news.h"

static enum err service_look(struct scope *scope, int64_t id, struct subject_sight *sight_out)
{
	struct service service;
	enum err err = service_load(scope, id, &service);
	if (!err)
		*sight_out = (struct subject_sight){ .author_id = service.helper_id, .title = service.title, .text = service.source,
			.around = S(""), .url = str_format(scope->arena, "/services/%lld", (long long)id), .at = service.made_at,
			.is_hidden = service.state == SERVICE_SUSPENDED };
	return err;
}

static enum err service_hide(struct scope *scope, int64_t id, bool is_hidden)
{
	struct service service;
	enum err err = service_load(scope, id, &service);
	if (err || (service.state == SERVICE_SUSPENDED) == is_hidden)
		return err;
	return service_take_step(scope, id, is_hidden ? SERVICE_SUSPEND : SERVICE_RESTORE);
}

static enum err task_look(struct scope *scope, int64_t id, struct subject_sight *sight_out)
{
	struct task task;
	enum err err = care_task_load(scope, id, &task);
	if (!err)
		*sight_out = (struct subject_sight){ .author_id = task.author_id, .title = task.title, .text = task.text,
			.around = S(""), .url = str_format(scope->arena, "/tasks/%lld", (long long)id), .at = task.made_at,
			.is_hidden = task.hidden_at != 0 };
	return err;
}

static enum err task_hide(struct scope *scope, int64_t id, bool is_hidden)
{
	struct task task;
	enum err err = care_task_load(scope, id, &task);
	if (err || (task.hidden_at != 0) == is_hidden)
		return err;
	if ((err = care_task_set_hidden(scope, id, is_hidden ? scope->now : 0)))
		return err;
	if (is_hidden)
		err = task_spots_remove(scope, id);
	else if (task.state == TASK_OPEN)
		err = task_spots_put(scope, &task);
	subject_changed(scope, subject_of(&task_subject, id));
	return err ? err : news_announce(scope, &task_changed, subject_of(&task_subject, id));
}

static enum err review_look(struct scope *scope, int64_t id, struct subject_sight *sight_out)
{
	struct review review;
	enum err err = care_review_load(scope, id, &review);
	if (!err)
		*sight_out = (struct subject_sight){ .author_id = review.author_id, .title = utf8_first(review.text, 80),
			.text = review.text, .around = S(""), .at = review.made_at, .is_hidden = review.hidden_at != 0,
			.url = str_format(scope->arena, "/members/%lld", (long long)review.about_id) };
	return err;
}

static enum err review_hide(struct scope *scope, int64_t id, bool is_hidden)
{
	struct review review;
	enum err err = care_review_load(scope, id, &review);
	if (err || (review.hidden_at != 0) == is_hidden)
		return err;
	subject_changed(scope, subject_of(&review_subject, id));
	subject_changed(scope, subject_of(&member_subject, review.about_id));
	subject_changed(scope, subject_of(&booking_subject, review.booking_id));
	if ((err = care_review_set_hidden(scope, id, is_hidden ? scope->now : 0)))
		return err;
	/* What nobody can read must not count; a sealed one counts from when it is published: review.c. */
	if (review.by_helper || !review.published_at)
		return OK;
	err = helper_rated(scope, review.about_id, is_hidden ? -review.stars : review.stars);
	if (err == ERR_NOT_FOUND) { /* no helper any more: nothing to count */
		scope_forgive(scope);
		return OK;
	}
	return err;
}

enum { MESSAGES_AROUND = 4 };

static void put_quoted(struct text *out, str name, str words)
{
	text_format(out, "%.*s:\n\n", STR_ARG(name));
	while (!str_empty(words)) {
		str line = str_cut(&words, '\n');
		text_format(out, "> %.*s\n", STR_ARG(line));
	}
	text_put(out, S("\n"));
}

/* The few before it, the oldest first, as the two may read them. */
static enum err around_of(struct scope *scope, const struct message *message, str *around_out)
{
	struct chat chat;
	struct message_list list;
	struct member_card_list cards;
	struct text text;
	enum err err = chat_load(scope, message->chat_id, &chat);
	if (err || (err = message_load_before(scope, chat.id, message->id, &list)))
		return err;
	const int64_t ids[] = { chat.asker_id, chat.helper_id };
	if ((err = member_cards(scope, (struct ids){ ids, COUNT(ids) }, &cards)))
		return err;
	text_open(&text, scope->arena, 256);
	for (size_t i = list.count < MESSAGES_AROUND ? list.count : MESSAGES_AROUND; i--;) {
		str words = chat.opened_at ? list.at[i].text : contact_hide(scope->arena, list.at[i].text, NULL);
		put_quoted(&text, member_card_in(&cards, list.at[i].author_id)->name, words);
	}
	*around_out = text_str(&text);
	return OK;
}

/* A message is read by two; it cannot be hidden from one of them, but what must not stand there is taken out. */
static enum err message_look(struct scope *scope, int64_t id, struct subject_sight *sight_out)
{
	struct message message;
	str around;
	enum err err = care_message_load(scope, id, &message);
	if (err || (err = around_of(scope, &message, &around)))
		return err;
	/* Its page is for the two alone: there is no address for others. */
	*sight_out = (struct subject_sight){ .author_id = message.author_id, .title = utf8_first(message.text, 80),
		.text = message.text, .around = around, .at = message.made_at, .url = S("") };
	return OK;
}

static enum err message_edit(struct scope *scope, int64_t id, str text)
{
	struct message message;
	enum err err = care_message_load(scope, id, &message);
	if (err)
		return err;
	if (str_empty(text) || text.len > 4000)
		return refuse_field(scope, "body", str_empty(text) ? "field.empty" : "field.too_long");
	message.text = text;
	subject_changed(scope, subject_of(&chat_subject, message.chat_id));
	return care_message_set_text(scope, &message);
}

const struct subject_care message_care = { .look = message_look, .edit = message_edit, .is_private = true };
const struct subject_care service_care = { .look = service_look, .hide = service_hide };
const struct subject_care task_care = { .look = task_look, .hide = task_hide };
const struct subject_care review_care = { .look = review_look, .hide = review_hide };
