/*
 * outbox.c: delivers news to whoever listens.
 *
 * One piece of news is one unit: its row is removed and every listener hears it, or
 * nothing happened.  So what listeners write is written exactly once, whatever crashes.
 * News of one subject keep their order: while an earlier one fails, the later ones wait
 * and other subjects go on.  After 20 failures a piece is parked and the next ones flow.
 * On SQLite several subjects' news are handed to the writer at once, in a wave, so that
 * they share a commit; it runs them one after another, in the order they were handed over.
 * On PostgreSQL other workers may take the same news: whoever comes too late somewhere
 * looks anew at what is left, and begins at another place of it.
 */
#include "base/random.h"
#include "core/news.h"
#include "core/sql.gen.h"
#include "core/work.h"
#include "store/unit.h"

#include <pthread.h>

enum { ATTEMPTS_MAX = 20, WAVE_MAX = 64, SLOT_BYTES = 16 * 1024, PAGES_MAX = 20 /* a pass: then jobs have their turn */ };

#define PAUSE_MAX HOURS(1)

/* Later news of this subject waits until then. */
struct blocked { struct subject subject; moment until; };

struct delivery { const struct news_row *row; moment retry_at; bool parked, in_vain; };

static struct subject subject_of_row(const struct news_row *row)
{
	return (struct subject){ row->subject_kind, row->subject_id };
}

static enum err tell_listeners(struct scope *scope, const struct listener *listener, const struct news_row *row)
{
	for (; listener->kind; listener++) {
		if (!str_equal(row->kind, str_from(listener->kind->name)))
			continue;
		struct news news = {
			.kind = listener->kind, .id = row->id, .subject = subject_of_row(row),
			.other = { row->other_kind, row->other_id }, .actor_id = row->actor_id,
			.to_member_id = row->to_member_id, .text = row->text, .at = row->at,
		};
		enum err err = listener->hear(scope, &news);
		if (err)
			return err;
	}
	return OK;
}

static enum err deliver_unit(struct scope *scope, void *data)
{
	struct delivery *delivery = data;
	const struct news_row *row = delivery->row;
	int64_t removed;
	enum err err = sql_core_outbox_remove(scope, row->id, row->due_at, &removed);
	if (err)
		return err;
	delivery->in_vain = !removed;
	if (!removed)
		return OK; /* another worker was faster */
	const struct listener *const *list = scope->house->lists.listeners;
	for (; list && *list; list++) {
		err = tell_listeners(scope, *list, row);
		if (err)
			return err;
	}
	return OK;
}

static enum err retry_unit(struct scope *scope, void *data)
{
	struct delivery *delivery = data;
	const struct news_row *row = delivery->row;
	int64_t changed = 0;
	enum err err = sql_core_outbox_retry(scope, row->id, row->due_at, delivery->retry_at, delivery->parked, &changed);
	delivery->in_vain = !changed;
	return err;
}

static enum err wait_unit(struct scope *scope, void *data)
{
	const struct delivery *delivery = data;
	int64_t changed; /* nothing: another worker knows better when it is due */
	return sql_core_outbox_wait(scope, delivery->row->id, delivery->row->due_at, delivery->retry_at, &changed);
}

/* 5 seconds, doubled each time, at most an hour. */
static moment pause_after(int attempts)
{
	moment pause = SECONDS(5);
	for (int i = 1; i < attempts && pause < PAUSE_MAX; i++)
		pause *= 2;
	return pause < PAUSE_MAX ? pause : PAUSE_MAX;
}

static void block(struct list *blocked, const struct news_row *row, moment until)
{
	*(struct blocked *)list_add(blocked) = (struct blocked){ subject_of_row(row), until };
}

static const struct blocked *blocked_by(const struct list *list, const struct news_row *row)
{
	for (size_t i = 0; i < list->count; i++) {
		const struct blocked *blocked = list_at(list, i);
		if (blocked->subject.kind == row->subject_kind && blocked->subject.id == row->subject_id)
			return blocked;
	}
	return NULL;
}

/* Two workers that fail at it at once have failed once: the second finds it put off already. */
static enum err delivery_failed(struct work *work, struct delivery *delivery, const char *wrong)
{
	const struct news_row *row = delivery->row;
	int attempts = row->attempts + 1;
	delivery->parked = attempts >= ATTEMPTS_MAX;
	delivery->retry_at = work->now + pause_after(attempts);
	struct scope scope;
	work_scope(work, &scope);
	enum err err = scope_write(&scope, retry_unit, delivery);
	if (err || !delivery->in_vain)
		log_event(delivery->parked ? LOG_ERROR : LOG_WARN, delivery->parked ? "news.parked" : "news.retry",
		          "News %lld (%.*s) of brand %lld was not delivered, attempt %d: %s", (long long)row->id,
		          STR_ARG(row->kind), (long long)work->brand.brand_id, attempts, wrong);
	return err;
}

/* ── a wave: news of different subjects, under way at once ── */

struct wave;

/* Each has memory of its own: it is used on the writer's thread while the next one is filled. */
struct slot {
	struct wave *wave;
	struct arena *arena;
	struct scope scope;
	struct delivery delivery;
	enum err err;
};

struct wave {
	struct work *work;
	struct list *blocked;
	size_t room, count;
	bool was_late; /* another worker was faster somewhere in this page */
	pthread_mutex_t mutex;
	pthread_cond_t answered;
	size_t waiting;
	struct slot slots[WAVE_MAX];
};

static void wave_open(struct wave *wave, struct work *work, struct list *blocked)
{
	wave->work = work;
	wave->blocked = blocked;
	/* Writers of PostgreSQL run side by side: there, one after another. */
	wave->room = store_is_remote(work->house->store) ? 1 : WAVE_MAX;
	pthread_mutex_init(&wave->mutex, NULL);
	pthread_cond_init(&wave->answered, NULL);
}

static void wave_close(struct wave *wave)
{
	for (size_t i = 0; i < WAVE_MAX; i++) {
		if (wave->slots[i].arena)
			arena_close(wave->slots[i].arena);
	}
	pthread_cond_destroy(&wave->answered);
	pthread_mutex_destroy(&wave->mutex);
}

static void slot_answered(void *data, enum err err)
{
	struct slot *slot = data;
	struct wave *wave = slot->wave;
	pthread_mutex_lock(&wave->mutex);
	/* A listener that refuses and says OK has refused. */
	slot->err = !err && slot->scope.refusal.reason ? ERR_INVALID : err;
	if (--wave->waiting == 0)
		pthread_cond_signal(&wave->answered);
	pthread_mutex_unlock(&wave->mutex);
}

static enum err slot_unit(struct scope *scope, void *data)
{
	return deliver_unit(scope, &((struct slot *)data)->delivery);
}

static bool wave_holds(const struct wave *wave, const struct news_row *row)
{
	for (size_t i = 0; i < wave->count; i++) {
		const struct news_row *other = wave->slots[i].delivery.row;
		if (other->subject_kind == row->subject_kind && other->subject_id == row->subject_id)
			return true;
	}
	return false;
}

static void wave_add(struct wave *wave, const struct news_row *row)
{
	struct slot *slot = &wave->slots[wave->count++];
	if (!slot->arena)
		slot->arena = arena_open(SLOT_BYTES);
	arena_reset(slot->arena);
	work_scope(wave->work, &slot->scope);
	slot->scope.arena = slot->scope.changes.arena = slot->scope.after.arena = slot->arena;
	slot->wave = wave;
	slot->delivery = (struct delivery){ .row = row };
	wave->work->done++;
}

static enum err slot_failed(struct wave *wave, struct slot *slot)
{
	struct work *work = wave->work;
	const char *wrong = str_c(work->arena, work_wrong(work, &slot->scope, slot->err));
	enum err err = delivery_failed(work, &slot->delivery, wrong);
	if (!err && !slot->delivery.parked && !slot->delivery.in_vain)
		block(wave->blocked, slot->delivery.row, slot->delivery.retry_at);
	return err;
}

/* Hands the wave over and waits until all of it is durable or undone. */
static enum err wave_flush(struct wave *wave)
{
	wave->waiting = wave->count;
	for (size_t i = 0; i < wave->count; i++) {
		struct slot *slot = &wave->slots[i];
		enum err full = scope_submit(&slot->scope, slot_unit, slot_answered, slot);
		if (full)
			slot_answered(slot, full);
	}
	pthread_mutex_lock(&wave->mutex);
	while (wave->waiting)
		pthread_cond_wait(&wave->answered, &wave->mutex);
	pthread_mutex_unlock(&wave->mutex);
	enum err err = OK;
	for (size_t i = 0; i < wave->count && !err; i++) {
		err = wave->slots[i].err ? slot_failed(wave, &wave->slots[i]) : OK;
		wave->was_late |= wave->slots[i].delivery.in_vain;
	}
	wave->count = 0;
	return err;
}

/* Later news of a subject that waits is put off with it, so that the brand is not due for nothing. */
static enum err put_off(struct work *work, const struct news_row *row, moment until)
{
	if (row->due_at >= until)
		return OK;
	struct delivery delivery = { .row = row, .retry_at = until };
	struct scope scope;
	work_scope(work, &scope);
	return scope_write(&scope, wait_unit, &delivery);
}

/* Longer than any pause it was put off by a clock that ran ahead: then it is due. */
static bool rests(const struct work *work, const struct news_row *row)
{
	return row->due_at > work->now && row->due_at <= work->now + PAUSE_MAX + MINUTES(1);
}

static enum err deliver(struct wave *wave, const struct news_row *row)
{
	if (wave->count == wave->room || wave_holds(wave, row)) {
		enum err err = wave_flush(wave);
		if (err)
			return err;
	}
	const struct blocked *before = blocked_by(wave->blocked, row);
	if (before)
		return put_off(wave->work, row, before->until);
	if (rests(wave->work, row))
		block(wave->blocked, row, row->due_at);
	else
		wave_add(wave, row);
	return OK;
}

struct page { int64_t after_id; struct news_row_list rows; };

static enum err read_page(struct scope *scope, void *data)
{
	struct page *page = data;
	return sql_core_outbox_page(scope, page->after_id, &page->rows);
}

/* Something of its subject stands before this place. */
static bool begins_before(const struct news_row_list *rows, size_t place, const struct news_row *row)
{
	for (size_t i = 0; i < place; i++) {
		if (rows->at[i].subject_kind == row->subject_kind && rows->at[i].subject_id == row->subject_id)
			return true;
	}
	return false;
}

/* In their order; where another is at work, from a place of its own to the end, then what stands before and what has to follow it. */
static enum err deliver_page(struct wave *wave, const struct news_row_list *rows)
{
	size_t place = wave->was_late && rows->count ? (size_t)random_below(rows->count) : 0;
	wave->was_late = false;
	for (size_t turn = 0; turn < 2 * rows->count && !wave->was_late && !work_ends(wave->work); turn++) {
		const struct news_row *row = &rows->at[turn % rows->count];
		bool is_first = turn % rows->count >= place && !begins_before(rows, place, row);
		enum err err = is_first == (turn < rows->count) ? deliver(wave, row) : OK;
		if (err)
			return err;
	}
	return wave_flush(wave);
}

static enum err deliver_pages(struct wave *wave)
{
	struct work *work = wave->work;
	struct page page = { 0 };
	int pages = 0;
	do {
		struct scope scope;
		work_scope(work, &scope);
		enum err err = scope_read(&scope, read_page, &page);
		if (err || (err = deliver_page(wave, &page.rows)))
			return err;
		if (page.rows.count && !wave->was_late)
			page.after_id = page.rows.at[page.rows.count - 1].id;
	} while (page.rows.count && ++pages < PAGES_MAX && !work_ends(work));
	return OK;
}

enum err outbox_deliver(struct work *work)
{
	struct list blocked;
	list_open(&blocked, work->arena, sizeof(struct blocked));
	struct wave *wave = arena_take(work->arena, sizeof(*wave));
	wave_open(wave, work, &blocked);
	enum err err = deliver_pages(wave);
	wave_close(wave);
	return err;
}
