/*
 * worker.c: the thread that works behind the visitors: news, jobs, mails.
 *
 * Each brand with something due has a row that says when.  A pass goes through the
 * brands that are due, does some of their work, and writes down when they are due next,
 * in a unit that sees every row: what is announced meanwhile is never overlooked.
 */
#include "base/thread.h"
#include "core/policy.h"
#include "core/sql.gen.h"
#include "core/worker.h"
#include "core/work.h"

#include <pthread.h>
#include <stdatomic.h>
#include <time.h>

#define IDLE SECONDS(60)       /* other processes may write too: look again at least so often */
#define AFTER_FAILURE SECONDS(2)

enum { DUE_BRANDS = 64 };      /* as many as core_due_brands gives */

struct worker {
	struct house *house;
	pthread_t thread;
	pthread_mutex_t mutex;
	pthread_cond_t came;
	bool runs, woken;
	atomic_bool closing;
	_Atomic moment planned_at, seen_at; /* the worker's clock when what repeats was last planned for every brand, and at its last pass */
};

void worker_open(struct house *house)
{
	struct worker *worker = arena_take(house->arena, sizeof(*worker));
	worker->house = house;
	pthread_mutex_init(&worker->mutex, NULL);
	pthread_condattr_t attributes;
	pthread_condattr_init(&attributes);
	pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
	pthread_cond_init(&worker->came, &attributes);
	pthread_condattr_destroy(&attributes);
	house->worker = worker;
}

static void signal_worker(struct worker *worker, bool closing)
{
	pthread_mutex_lock(&worker->mutex);
	worker->woken = true;
	if (closing)
		worker->closing = true;
	pthread_cond_signal(&worker->came);
	pthread_mutex_unlock(&worker->mutex);
}

void house_work_stop(struct house *house)
{
	struct worker *worker = house->worker;
	signal_worker(worker, true);
	if (worker->runs)
		must(pthread_join(worker->thread, NULL) == 0);
	worker->runs = false;
}

bool house_work_ends(const struct house *house)
{
	return house->worker->closing;
}

void worker_close(struct house *house)
{
	struct worker *worker = house->worker;
	house_work_stop(house);
	pthread_cond_destroy(&worker->came);
	pthread_mutex_destroy(&worker->mutex);
}

void house_work_wake(struct house *house)
{
	signal_worker(house->worker, false);
}

/* ── for one brand ── */

void work_scope(const struct work *work, struct scope *scope)
{
	scope_open(scope, work->house, work->arena, work->now);
	scope->is_behind = true;
	scope->brand_id = work->brand.brand_id;
	scope->zone = work->brand.zone;
	scope->language = work->brand.language;
	scope->currency = work->brand.currency;
	scope->origin = work->brand.origin;
	scope->brand_name = work->brand.brand_name; /* mails name their sender */
	scope_act_as(scope, 0, ROLE_BITS);
}

bool work_ends(const struct work *work)
{
	return house_work_ends(work->house);
}

str work_wrong(struct work *work, const struct scope *scope, enum err err)
{
	const char *reason = scope->refusal.reason ? scope->refusal.reason : "";
	return str_format(work->arena, "%s %s", err_name(err), reason);
}

static void wake_deed(struct house *house, void *data)
{
	house_work_wake(house);
}

enum err work_is_due(struct scope *scope, moment due_at)
{
	enum err err = sql_core_due_lower(scope, due_at);
	if (!err)
		scope_after(scope, wake_deed, NULL);
	return err;
}

static enum err ask_brand(struct scope *scope, void *data)
{
	const struct house_lists *lists = &scope->house->lists;
	return lists->brand_scope ? lists->brand_scope(scope, scope->brand_id) : OK;
}

/* The earliest of what waits, or NEVER. */
static enum err earliest(struct scope *scope, moment *due_out)
{
	int64_t news = NEVER, job = NEVER;
	enum err err = sql_core_outbox_earliest(scope, &news);
	if (err && err != ERR_NOT_FOUND)
		return err;
	err = sql_core_job_earliest(scope, &job);
	if (err && err != ERR_NOT_FOUND)
		return err;
	*due_out = news < job ? news : job;
	return OK;
}

static enum err due_unit(struct scope *scope, void *data)
{
	moment due_at;
	enum err err = earliest(scope, &due_at);
	if (err)
		return err;
	return sql_core_due_set(scope, due_at);
}

static enum err retire_unit(struct scope *scope, void *data)
{
	return sql_core_due_set(scope, NEVER);
}

static enum err work_for_brand(struct work *work, int64_t brand_id)
{
	struct scope scope;
	scope_open(&work->brand, work->house, work->arena, work->now);
	work->brand.brand_id = brand_id;
	enum err err = scope_read(&work->brand, ask_brand, NULL);
	work_scope(work, &scope);
	if (err == ERR_NOT_FOUND) /* the brand is gone: nobody is left to work for */
		return scope_write(&scope, retire_unit, NULL);
	if (!err)
		err = outbox_deliver(work);
	if (!err)
		err = jobs_run(work);
	if (err)
		return err;
	return scope_write(&scope, due_unit, NULL);
}

/* ── for the house ── */

struct brands { moment at; int64_t after_id; struct brand_due_list list; };

static enum err read_due(struct scope *scope, void *data)
{
	struct brands *brands = data;
	return sql_core_due_brands(scope, brands->at, &brands->list);
}

static enum err read_all(struct scope *scope, void *data)
{
	struct brands *brands = data;
	return sql_core_all_brands(scope, brands->after_id, &brands->list);
}

static enum err repeat_unit(struct scope *scope, void *data)
{
	return jobs_plan_repeating(scope);
}

/* A new release may bring new jobs that repeat: at the start every brand gets its rows.  Whenever the clock was set back, and
   once an hour, since another node's may have run ahead, what was planned too far away is brought back. */
static bool must_plan(struct worker *worker, moment now)
{
	bool was_set_back = now < worker->seen_at - MINUTES(1);
	worker->seen_at = now;
	return !worker->planned_at || was_set_back || now >= worker->planned_at + HOURS(1);
}

static enum err plan_for_all(struct work *work)
{
	struct brands brands = { 0 };
	do {
		struct scope scope;
		scope_open(&scope, work->house, work->arena, work->now);
		enum err err = scope_read(&scope, read_all, &brands);
		for (size_t i = 0; !err && i < brands.list.count; i++) {
			brands.after_id = scope.brand_id = brands.list.at[i].brand_id;
			err = scope_write(&scope, repeat_unit, NULL);
		}
		if (err)
			return err;
	} while (brands.list.count);
	work->house->worker->planned_at = work->now;
	return OK;
}

static enum err pass(struct work *work)
{
	work->done = 0;
	enum err err = must_plan(work->house->worker, work->now) ? plan_for_all(work) : OK;
	if (err)
		return err;
	struct brands brands = { .at = work->now };
	struct scope scope;
	scope_open(&scope, work->house, work->arena, work->now);
	err = scope_read(&scope, read_due, &brands);
	work->more = brands.list.count == DUE_BRANDS;
	/* One brand's trouble is not the others'. */
	for (size_t i = 0; i < brands.list.count && !work_ends(work); i++) {
		enum err failed = work_for_brand(work, brands.list.at[i].brand_id);
		err = err ? err : failed;
	}
	return err;
}

enum err house_work_now(struct house *house, moment now, int *done_out)
{
	struct work work = { .house = house, .arena = arena_open(64 * 1024), .now = now };
	int done = 0;
	enum err err;
	do {
		err = pass(&work);
		done += work.done;
		arena_reset(work.arena);
	} while (!err && (work.done || work.more));
	arena_close(work.arena);
	if (done_out)
		*done_out = done;
	return err;
}

/* ── the thread ── */

static enum err read_next(struct scope *scope, void *data)
{
	return sql_core_due_next(scope, data);
}

static moment pause_until_due(struct work *work)
{
	struct scope scope;
	int64_t due_at = NEVER;
	moment now = moment_now();
	scope_open(&scope, work->house, work->arena, now);
	enum err err = scope_read(&scope, read_next, &due_at);
	if (err && err != ERR_NOT_FOUND)
		return AFTER_FAILURE;
	if (due_at <= now)
		return 0;
	return due_at - now < IDLE ? due_at - now : IDLE;
}

/* False when the house closes. */
static bool rest(struct worker *worker, moment pause)
{
	struct timespec until;
	clock_gettime(CLOCK_MONOTONIC, &until);
	until.tv_nsec += (long)(pause % SECONDS(1)) * 1000;
	until.tv_sec += (time_t)(pause / SECONDS(1)) + until.tv_nsec / 1000000000;
	until.tv_nsec %= 1000000000;
	pthread_mutex_lock(&worker->mutex);
	int late = 0;
	while (!worker->woken && !late)
		late = pthread_cond_timedwait(&worker->came, &worker->mutex, &until);
	worker->woken = false;
	pthread_mutex_unlock(&worker->mutex);
	return !worker->closing;
}

static void *work_thread(void *data)
{
	struct worker *worker = data;
	struct work work = { .house = worker->house, .arena = arena_open(64 * 1024) };
	moment pause;
	thread_gives_way();
	do {
		work.now = moment_now();
		enum err err = pass(&work);
		if (err)
			log_event(LOG_ERROR, "work.failed", "The worker goes on in a moment: %s", err_name(err));
		pause = err ? AFTER_FAILURE : work.done || work.more ? 0 : pause_until_due(&work);
		arena_reset(work.arena);
	} while (rest(worker, pause));
	arena_close(work.arena);
	return NULL;
}

enum err house_work_start(struct house *house)
{
	struct worker *worker = house->worker;
	must(!worker->runs);
	if (pthread_create(&worker->thread, NULL, work_thread, worker) != 0)
		return ERR_BROKEN;
	worker->runs = true;
	return OK;
}
