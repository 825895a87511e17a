/*
 * outbox.c: delivers news to whoever listens.
 *
 * One piece of news is one unit: its row is removed and every listener hears it, or
 * nothing happened.  So what listeners write is written exactly once, whatever crashes.
 * News of one subject keep their order: while an earlier one fails, the later ones wait
 * and other subjects go on.  After 20 failures a piece is parked and the next ones flow.
 */
#include "core/news.h"
#include "core/sql.gen.h"
#include "core/work.h"

enum { ATTEMPTS_MAX = 20 };

/* Later news of this subject waits until then. */
struct blocked { struct subject subject; moment until; };

struct delivery { const struct news_row *row; moment retry_at; bool parked; };

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
	const struct news_row *row = ((struct delivery *)data)->row;
	int64_t removed;
	enum err err = sql_core_outbox_remove(scope, row->id, &removed);
	if (err)
		return err;
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
	const struct delivery *delivery = data;
	return sql_core_outbox_retry(scope, delivery->row->id, delivery->retry_at, delivery->parked);
}

static enum err wait_unit(struct scope *scope, void *data)
{
	const struct delivery *delivery = data;
	return sql_core_outbox_wait(scope, delivery->row->id, delivery->retry_at);
}

/* 5 seconds, doubled each time, at most an hour. */
static moment pause_after(int attempts)
{
	moment pause = SECONDS(5);
	for (int i = 1; i < attempts && pause < HOURS(1); i++)
		pause *= 2;
	return pause < HOURS(1) ? pause : HOURS(1);
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

static enum err delivery_failed(struct work *work, struct delivery *delivery, const char *wrong)
{
	const struct news_row *row = delivery->row;
	int attempts = row->attempts + 1;
	delivery->parked = attempts >= ATTEMPTS_MAX;
	delivery->retry_at = work->now + pause_after(attempts);
	log_event(delivery->parked ? LOG_ERROR : LOG_WARN, delivery->parked ? "news.parked" : "news.retry",
	          "News %lld (%.*s) of brand %lld was not delivered, attempt %d: %s", (long long)row->id,
	          STR_ARG(row->kind), (long long)work->brand.brand_id, attempts, wrong);
	struct scope scope;
	work_scope(work, &scope);
	return scope_write(&scope, retry_unit, delivery);
}

static enum err deliver(struct work *work, const struct news_row *row, struct list *blocked)
{
	struct delivery delivery = { .row = row };
	struct scope scope;
	work_scope(work, &scope);
	const struct blocked *before = blocked_by(blocked, row);
	if (before) {
		if (row->due_at >= before->until)
			return OK;
		delivery.retry_at = before->until;
		return scope_write(&scope, wait_unit, &delivery);
	}
	if (row->due_at > work->now) {
		block(blocked, row, row->due_at);
		return OK;
	}
	work->done++;
	enum err err = scope_write(&scope, deliver_unit, &delivery);
	if (!err)
		return OK;
	err = delivery_failed(work, &delivery, str_c(work->arena, work_wrong(work, &scope, err)));
	if (!err && !delivery.parked)
		block(blocked, row, delivery.retry_at);
	return err;
}

struct page { int64_t after_id; struct news_row_list rows; };

static enum err read_page(struct scope *scope, void *data)
{
	struct page *page = data;
	return sql_core_outbox_page(scope, page->after_id, &page->rows);
}

enum err outbox_deliver(struct work *work)
{
	struct list blocked;
	list_open(&blocked, work->arena, sizeof(struct blocked));
	struct page page = { 0 };
	do {
		struct scope scope;
		work_scope(work, &scope);
		enum err err = scope_read(&scope, read_page, &page);
		for (size_t i = 0; !err && i < page.rows.count && !work_ends(work); i++)
			err = deliver(work, &page.rows.at[i], &blocked);
		if (err)
			return err;
		if (page.rows.count)
			page.after_id = page.rows.at[page.rows.count - 1].id;
	} while (page.rows.count && !work_ends(work));
	return OK;
}
