/*
 * visit_faces.c: what tasks, offers, bookings and reviews are called, for whoever points at them.
 *
 * To a third party an offer or a booking has no face; the house itself (member 0 with
 * every role: jobs and letters) sees all.
 */
#include "base/utf8.h"
#include "features/marketplace/booking_store.h"
#include "features/marketplace/chat_store.h"
#include "features/marketplace/contact.h"
#include "features/marketplace/marketplace_news.h"
#include "features/marketplace/offer_store.h"
#include "features/marketplace/review_store.h"
#include "features/marketplace/task_store.h"

static bool is_house(const struct scope *scope)
{
	return !scope->member_id && scope->roles == ROLE_BITS;
}

static bool is_one_of(const struct scope *scope, int64_t a, int64_t b)
{
	return is_house(scope) || (scope->member_id && (scope->member_id == a || scope->member_id == b));
}

static const struct task *task_in(const struct task_list *list, int64_t id)
{
	for (size_t i = 0; i < list->count; i++) {
		if (list->at[i].id == id)
			return &list->at[i];
	}
	return NULL;
}

/* As everywhere, others than its author do not read what one could be reached by. */
static str title_of(struct scope *scope, const struct task *task)
{
	bool is_own = scope->member_id && scope->member_id == task->author_id;
	return is_own ? task->title : contact_hide(scope->arena, task->title, NULL);
}

static bool task_is_seen(const struct scope *scope, const struct task *task)
{
	bool is_public = task->state != TASK_DRAFT && task->state != TASK_WITHDRAWN;
	return is_public || is_one_of(scope, task->author_id, 0);
}

static enum err task_faces(struct scope *scope, struct ids ids, struct subject_face *faces_out)
{
	struct task_list list;
	enum err err = task_load_some(scope, ids, &list);
	for (size_t i = 0; !err && i < ids.count; i++) {
		const struct task *task = task_in(&list, ids.at[i]);
		if (task && task_is_seen(scope, task))
			faces_out[i] = (struct subject_face){ title_of(scope, task),
				str_format(scope->arena, "/tasks/%lld", (long long)task->id) };
	}
	return err;
}

/* An offer is called as its task and stands on its page. */
static enum err offer_faces(struct scope *scope, struct ids ids, struct subject_face *faces_out)
{
	struct offer_list list;
	struct task_list tasks;
	enum err err = offer_load_some(scope, ids, &list);
	if (err)
		return err;
	int64_t *task_ids = arena_take(scope->arena, list.count * sizeof(*task_ids));
	for (size_t i = 0; i < list.count; i++)
		task_ids[i] = list.at[i].task_id;
	if ((err = task_load_some(scope, (struct ids){ task_ids, list.count }, &tasks)))
		return err;
	for (size_t i = 0; i < ids.count; i++) {
		for (size_t o = 0; o < list.count; o++) {
			const struct task *task = list.at[o].id == ids.at[i] ? task_in(&tasks, list.at[o].task_id) : NULL;
			if (task && is_one_of(scope, task->author_id, list.at[o].helper_id))
				faces_out[i] = (struct subject_face){ title_of(scope, task),
					str_format(scope->arena, "/tasks/%lld", (long long)task->id) };
		}
	}
	return OK;
}

static enum err booking_faces(struct scope *scope, struct ids ids, struct subject_face *faces_out)
{
	struct booking_list list;
	enum err err = booking_load_some(scope, ids, &list);
	for (size_t i = 0; !err && i < ids.count; i++) {
		for (size_t b = 0; b < list.count; b++) {
			const struct booking *booking = &list.at[b];
			if (booking->id == ids.at[i] && is_one_of(scope, booking->asker_id, booking->helper_id))
				faces_out[i] = (struct subject_face){ booking->title,
					str_format(scope->arena, "/bookings/%lld", (long long)booking->id) };
		}
	}
	return err;
}

/* A published review stands on the page of whom it is about. */
static enum err review_faces(struct scope *scope, struct ids ids, struct subject_face *faces_out)
{
	struct review_list list;
	enum err err = review_load_some(scope, ids, &list);
	for (size_t i = 0; !err && i < ids.count; i++) {
		for (size_t r = 0; r < list.count; r++) {
			const struct review *review = &list.at[r];
			bool is_seen = review->published_at && !review->hidden_at;
			if (review->id != ids.at[i] || (!is_seen && !is_one_of(scope, review->author_id, 0)))
				continue;
			faces_out[i] = (struct subject_face){ utf8_first(review->text, 80),
				str_format(scope->arena, "/members/%lld", (long long)review->about_id) };
		}
	}
	return err;
}

/* Called by what it is about; to others it is not there. */
static enum err chat_faces(struct scope *scope, struct ids ids, struct subject_face *faces_out)
{
	struct chat_list list;
	enum err err = chat_load_some(scope, ids, &list);
	if (err || !list.count)
		return err;
	struct subject *about = arena_take(scope->arena, list.count * sizeof(*about));
	struct subject_face *faces = arena_take(scope->arena, list.count * sizeof(*faces));
	for (size_t c = 0; c < list.count; c++) {
		const struct chat *chat = &list.at[c];
		about[c] = chat->booking_id ? subject_of(&booking_subject, chat->booking_id) : subject_of(&task_subject, chat->task_id);
		faces[c] = (struct subject_face){ S(""), S("") };
	}
	if ((err = subject_faces(scope, about, list.count, faces)))
		return err;
	for (size_t i = 0; i < ids.count; i++) {
		for (size_t c = 0; c < list.count; c++) {
			if (list.at[c].id == ids.at[i] && is_one_of(scope, list.at[c].asker_id, list.at[c].helper_id))
				faces_out[i] = (struct subject_face){ faces[c].title,
					str_format(scope->arena, "/chats/%lld", (long long)list.at[c].id) };
		}
	}
	return OK;
}

/* The first words of it, as the two may read them. */
static enum err message_faces(struct scope *scope, struct ids ids, struct subject_face *faces_out)
{
	struct message_list list;
	struct chat_list chats;
	enum err err = message_load_some(scope, ids, &list);
	if (err)
		return err;
	int64_t *chat_ids = arena_take(scope->arena, list.count * sizeof(*chat_ids));
	for (size_t i = 0; i < list.count; i++)
		chat_ids[i] = list.at[i].chat_id;
	if ((err = chat_load_some(scope, (struct ids){ chat_ids, list.count }, &chats)))
		return err;
	for (size_t i = 0; i < ids.count; i++) {
		for (size_t m = 0; m < list.count; m++) {
			const struct message *message = &list.at[m];
			for (size_t c = 0; message->id == ids.at[i] && c < chats.count; c++) {
				const struct chat *chat = &chats.at[c];
				if (chat->id != message->chat_id || !is_one_of(scope, chat->asker_id, chat->helper_id))
					continue;
				str text = chat->opened_at ? message->text : contact_hide(scope->arena, message->text, NULL);
				faces_out[i] = (struct subject_face){ utf8_first(text, 80),
					str_format(scope->arena, "/chats/%lld", (long long)chat->id) };
			}
		}
	}
	return OK;
}

const struct subject_kind task_subject = { "task", 21, task_faces, &task_care };
const struct subject_kind offer_subject = { "offer", 22, offer_faces, NULL };
const struct subject_kind booking_subject = { "booking", 23, booking_faces, NULL };
const struct subject_kind review_subject = { "review", 24, review_faces, &review_care };
const struct subject_kind chat_subject = { "chat", 26, chat_faces, NULL };
const struct subject_kind message_subject = { "message", 27, message_faces, &message_care };
