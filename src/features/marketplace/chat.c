/*
 * chat.c: beginning a chat, writing, and reading with contact data hidden or shown.
 */
#include "features/marketplace/chat.h"

#include "base/utf8.h"
#include "features/marketplace/booking.h"
#include "features/marketplace/contact.h"
#include "features/marketplace/helper.h"
#include "features/marketplace/marketplace_news.h"
#include "features/marketplace/offer_store.h"
#include "features/marketplace/task.h"

enum { FORGET_SECONDS = 86400 };

/* ── which ── */

static enum err find_or_make(struct scope *scope, struct chat *chat)
{
	struct chat found;
	enum err err = chat_load_about(scope, chat, &found);
	if (err != ERR_NOT_FOUND) {
		if (!err)
			*chat = found;
		return err;
	}
	chat->id = id_new(scope->now);
	chat->last_at = scope->now;
	return chat_insert(scope, chat);
}

/* What grew from a task goes on where it began. */
static struct chat key_of(const struct booking *booking)
{
	return (struct chat){ .task_id = booking->task_id, .booking_id = booking->task_id ? 0 : booking->id,
		.asker_id = booking->asker_id, .helper_id = booking->helper_id, .opened_at = booking->accepted_at };
}

enum err chat_of_booking(struct scope *scope, int64_t booking_id, struct chat *chat_out)
{
	struct booking booking;
	enum err err = booking_show(scope, booking_id, &booking);
	if (err)
		return err;
	*chat_out = key_of(&booking);
	return find_or_make(scope, chat_out);
}

enum err chat_of_task(struct scope *scope, int64_t task_id, struct chat *chat_out)
{
	struct task task;
	enum err err = task_show(scope, task_id, &task);
	if (err || (err = helper_must_be_active(scope, scope->member_id)))
		return err;
	if (task.author_id == scope->member_id)
		return refuse(scope, ERR_INVALID, "offer.own_task");
	*chat_out = (struct chat){ .task_id = task.id, .asker_id = task.author_id, .helper_id = scope->member_id };
	return find_or_make(scope, chat_out);
}

enum err chat_of_offer(struct scope *scope, int64_t offer_id, struct chat *chat_out)
{
	struct offer offer;
	struct task task;
	enum err err = offer_load(scope, offer_id, &offer);
	if (err || (err = task_load(scope, offer.task_id, &task)))
		return err;
	if (!scope->member_id || (scope->member_id != offer.helper_id && scope->member_id != task.author_id))
		return refuse(scope, ERR_NOT_FOUND, "offer.not_found");
	*chat_out = (struct chat){ .task_id = task.id, .asker_id = task.author_id, .helper_id = offer.helper_id };
	return find_or_make(scope, chat_out);
}

enum err chat_show(struct scope *scope, int64_t chat_id, struct chat *chat_out)
{
	struct chat chat;
	enum err err = chat_load(scope, chat_id, &chat);
	if (err)
		return err;
	if (!scope->member_id || (scope->member_id != chat.asker_id && scope->member_id != chat.helper_id))
		return refuse(scope, ERR_NOT_FOUND, "chat.not_found");
	*chat_out = chat;
	return OK;
}

/* ── writing ── */

static bool booking_is_over(const struct booking *booking, moment now)
{
	bool is_waiting = booking->state == BOOKING_REQUESTED;
	return !is_waiting && (!booking->accepted_at || now >= booking->ends_at + CHAT_AFTER);
}

static enum err subject_is_over(struct scope *scope, const struct chat *chat, bool *over_out)
{
	struct booking booking;
	struct task task;
	enum err err = chat->booking_id ? booking_load(scope, chat->booking_id, &booking) : task_load(scope, chat->task_id, &task);
	if (err)
		return err;
	if (chat->booking_id) {
		*over_out = booking_is_over(&booking, scope->now);
		return OK;
	}
	bool is_under_way = task.state == TASK_OPEN || task.state == TASK_RESERVED;
	*over_out = !is_under_way && scope->now >= task.changed_at + CHAT_AFTER;
	return OK;
}

enum err chat_why_shut(struct scope *scope, const struct chat *chat, const char **why_out)
{
	bool is_over;
	enum err err = subject_is_over(scope, chat, &is_over);
	if (err)
		return err;
	bool in_a_row = chat->last_author_id == scope->member_id && chat->in_a_row >= CHAT_ROW;
	*why_out = is_over ? "chat.closed" : in_a_row ? "chat.wait" : chat->count >= CHAT_MESSAGES ? "chat.full" : NULL;
	return OK;
}

static enum err tell(struct scope *scope, const struct chat *chat, const struct message *message)
{
	const struct news news = { .kind = &message_sent, .subject = subject_of(&chat_subject, chat->id),
		.other = subject_of(&message_subject, message->id), .to_member_id = chat_other(chat, scope->member_id) };
	return news_tell(scope, &news);
}

enum err chat_write(struct scope *scope, int64_t chat_id, str text, struct message *message_out)
{
	struct chat chat;
	const char *why;
	enum err err = chat_show(scope, chat_id, &chat);
	if (err || (err = chat_why_shut(scope, &chat, &why)))
		return err;
	if (why)
		return refuse(scope, ERR_CONFLICT, why);
	text = str_trim(text);
	if (str_empty(text) || utf8_length(text) > MESSAGE_MAX)
		return refuse_field(scope, "text", "chat.text_wrong");
	struct message message = { .chat_id = chat.id, .id = id_new(scope->now), .author_id = scope->member_id, .text = text,
		.made_at = scope->now };
	if ((err = gate_ask(scope, &gate_publish, subject_of(&message_subject, message.id), text)))
		return err;
	chat.in_a_row = chat.last_author_id == scope->member_id ? chat.in_a_row + 1 : 1;
	chat.last_author_id = scope->member_id;
	chat.last_at = scope->now;
	chat.count++;
	if ((err = chat_add_message(scope, &chat, &message)))
		return err;
	subject_changed(scope, subject_of(&chat_subject, chat.id));
	*message_out = message;
	return tell(scope, &chat, &message);
}

enum err chat_see(struct scope *scope, int64_t chat_id)
{
	struct chat chat;
	enum err err = chat_show(scope, chat_id, &chat);
	return err ? err : chat_mark_seen(scope, chat.id);
}

/* ── reading ── */

static struct message_shown shown(struct scope *scope, const struct chat *chat, const struct message *message)
{
	struct message_shown shown = { *message, message->author_id == scope->member_id, false };
	if (chat->opened_at)
		return shown;
	str hidden = contact_hide(scope->arena, message->text, &shown.hidden);
	if (!shown.is_own)
		shown.message.text = hidden;
	return shown;
}

enum err chat_messages(struct scope *scope, const struct chat *chat, int64_t before_id, struct message_shown_list *list_out)
{
	struct message_list list;
	enum err err = message_load_before(scope, chat->id, before_id, &list);
	if (err)
		return err;
	size_t count = list.count > MESSAGES_A_PAGE ? MESSAGES_A_PAGE : list.count;
	struct message_shown *at = arena_take(scope->arena, count * sizeof(*at));
	for (size_t i = 0; i < count; i++)
		at[count - 1 - i] = shown(scope, chat, &list.at[i]);
	*list_out = (struct message_shown_list){ at, count, list.count > count ? list.at[count - 1].id : 0 };
	return OK;
}

enum err chat_messages_after(struct scope *scope, const struct chat *chat, int64_t after_id,
                             struct message_shown_list *list_out)
{
	struct message_list list;
	enum err err = message_load_after(scope, chat->id, after_id, &list);
	if (err)
		return err;
	struct message_shown *at = arena_take(scope->arena, list.count * sizeof(*at));
	for (size_t i = 0; i < list.count; i++)
		at[i] = shown(scope, chat, &list.at[i]);
	*list_out = (struct message_shown_list){ at, list.count, 0 };
	return OK;
}

/* ── forgetting ── */

static enum err run_forget(struct scope *scope, const struct job *job)
{
	bool more;
	enum err err = chat_forget(scope, scope->now - CHAT_KEPT, &more);
	return err || !more ? err : job_plan(scope, &chat_forget_job, job->subject, scope->now + SECONDS(10));
}

const struct job_kind chat_forget_job = { .name = "marketplace.chat_forget", .run = run_forget,
	.every_seconds = FORGET_SECONDS };
