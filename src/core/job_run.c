/*
 * job_run.c: runs the jobs that are due.
 *
 * A quick job is one unit: its row is taken and its work done, or neither.  A slow one
 * (by_hand) is leased first, so that two workers never run it at once; a worker that dies
 * leaves a lease that ends.  A row is only touched as it was read: planned anew meanwhile,
 * it is left alone.  Where other workers take jobs, too, whoever comes too late looks anew
 * at what is due, and begins at another place of it.
 */
#include "base/random.h"
#include "core/sql.gen.h"
#include "core/work.h"

enum { ATTEMPTS_DEFAULT = 8, PAUSE_FACTOR = 5, PAUSE_MAX_MINUTES = 125, PASS_JOBS = 20 /* as many as are read; then news have their turn */ };

struct running {
	const struct job_kind *kind;
	struct job_row row;  /* as it is stored now */
	struct job job;      /* as the work sees it */
	bool is_ours;
	moment next_at;
	str wrong;
};

static enum err plan_again(struct scope *scope, const struct running *running)
{
	if (!running->kind->every_seconds)
		return OK;
	struct job_row next = running->row;
	next.due_at = scope->now + SECONDS(running->kind->every_seconds);
	return sql_core_job_plan_once(scope, &next, NEVER);
}

static enum err take(struct scope *scope, struct running *running)
{
	int64_t taken;
	enum err err = sql_core_job_take(scope, running->row.id, running->row.due_at, &taken);
	if (err)
		return err;
	running->is_ours = taken > 0;
	return OK;
}

static enum err quick_unit(struct scope *scope, void *data)
{
	struct running *running = data;
	enum err err = take(scope, running);
	if (err || !running->is_ours)
		return err;
	err = running->kind->run(scope, &running->job);
	if (err)
		return err;
	return plan_again(scope, running);
}

static enum err lease_unit(struct scope *scope, void *data)
{
	struct running *running = data;
	int64_t leased;
	enum err err = sql_core_job_lease(scope, running->row.id, running->row.due_at, running->next_at, &leased);
	if (err)
		return err;
	running->is_ours = leased > 0;
	return OK;
}

static enum err done_unit(struct scope *scope, void *data)
{
	struct running *running = data;
	enum err err = take(scope, running);
	if (err || !running->is_ours)
		return err;
	return plan_again(scope, running);
}

static enum err run_slow(struct work *work, struct scope *scope, struct running *running)
{
	running->next_at = work->now + JOB_LEASE;
	enum err err = scope_write(scope, lease_unit, running);
	if (err || !running->is_ours)
		return err;
	running->row.due_at = running->next_at;
	work_scope(work, scope);
	err = running->kind->run(scope, &running->job);
	must(!scope->db);
	if (err)
		return err;
	if (scope->refusal.reason)
		return ERR_INVALID;
	work_scope(work, scope);
	return scope_write(scope, done_unit, running);
}

static enum err fail_unit(struct scope *scope, void *data)
{
	struct running *running = data;
	int64_t changed;
	return sql_core_job_fail(scope, &running->row, running->next_at, running->wrong, &changed);
}

static moment pause_after(int attempt)
{
	int minutes = 1;
	for (int i = 1; i < attempt && minutes < PAUSE_MAX_MINUTES; i++)
		minutes *= PAUSE_FACTOR;
	return MINUTES(minutes < PAUSE_MAX_MINUTES ? minutes : PAUSE_MAX_MINUTES);
}

/* What repeats is never given up; anything else rests for ever after its last attempt. */
static moment next_attempt(const struct work *work, const struct running *running)
{
	const struct job_kind *kind = running->kind;
	moment pause = pause_after(running->job.attempt);
	if (kind && kind->every_seconds)
		return work->now + (pause < SECONDS(kind->every_seconds) ? pause : SECONDS(kind->every_seconds));
	int attempts = kind && kind->attempts ? kind->attempts : ATTEMPTS_DEFAULT;
	return running->job.attempt < attempts ? work->now + pause : NEVER;
}

static enum err job_failed(struct work *work, struct running *running)
{
	running->row.attempt = running->job.attempt;
	running->next_at = next_attempt(work, running);
	bool given_up = running->next_at == NEVER;
	log_event(given_up ? LOG_ERROR : LOG_WARN, given_up ? "job.given_up" : "job.retry",
	          "Job %lld (%.*s) of brand %lld failed, attempt %d: %.*s", (long long)running->row.id,
	          STR_ARG(running->row.kind), (long long)work->brand.brand_id, running->job.attempt,
	          STR_ARG(running->wrong));
	struct scope scope;
	work_scope(work, &scope);
	return scope_write(&scope, fail_unit, running);
}

static enum err run_one(struct work *work, const struct job_row *row, bool *is_late_out)
{
	struct running running = {
		.kind = job_kind_named(work->house, row->kind), .row = *row,
		.job = { .id = row->id, .subject = { row->subject_kind, row->subject_id }, .run_as = row->run_as,
		         .text = row->text, .due_at = row->due_at, .attempt = row->attempt + 1 },
	};
	work->done++;
	struct scope scope;
	work_scope(work, &scope);
	enum err err;
	if (!running.kind)
		err = refuse(&scope, ERR_NOT_FOUND, "job.unknown_kind");
	else if (running.kind->by_hand)
		err = run_slow(work, &scope, &running);
	else
		err = scope_write(&scope, quick_unit, &running);
	*is_late_out = !err && !running.is_ours;
	if (!err)
		return OK;
	running.wrong = work_wrong(work, &scope, err);
	return job_failed(work, &running);
}

static enum err read_due(struct scope *scope, void *data)
{
	return sql_core_job_due(scope, data);
}

/* As they are due, until another worker was faster somewhere; who was late before begins at a place of its own. */
static enum err run_due(struct work *work, bool *is_late, int *ran)
{
	struct job_row_list due = { 0 };
	struct scope scope;
	work_scope(work, &scope);
	enum err err = scope_read(&scope, read_due, &due);
	size_t place = *is_late && due.count ? (size_t)random_below(due.count) : 0;
	*is_late = false;
	for (size_t i = 0; !err && i < due.count && !*is_late && !work_ends(work); i++, ++*ran)
		err = run_one(work, &due.at[(place + i) % due.count], is_late);
	return err;
}

enum err jobs_run(struct work *work)
{
	bool is_late = false;
	int ran = 0;
	enum err err;
	do {
		err = run_due(work, &is_late, &ran);
	} while (!err && is_late && ran < PASS_JOBS && !work_ends(work));
	return err;
}
