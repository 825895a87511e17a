/*
 * visit_faces.c: what tasks, offers, bookings and reviews are called, for whoever points at them.
 *
 * To a third party an offer or a booking has no face; the house itself (member 0 with
 * every role: jobs and letters) sees all.
 */
#include "base/utf8.h"
#include "features/marketplace/booking_store.h"
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
			faces_out[i] = (struct subject_face){ task->title,
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
				faces_out[i] = (struct subject_face){ task->title,
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
			if (review->id != ids.at[i] || (!review->published_at && !is_one_of(scope, review->author_id, 0)))
				continue;
			faces_out[i] = (struct subject_face){ utf8_first(review->text, 80),
				str_format(scope->arena, "/members/%lld", (long long)review->about_id) };
		}
	}
	return err;
}

const struct subject_kind task_subject = { "task", 21, task_faces };
const struct subject_kind offer_subject = { "offer", 22, offer_faces };
const struct subject_kind booking_subject = { "booking", 23, booking_faces };
const struct subject_kind review_subject = { "review", 24, review_faces };
