/* job.c: plans work for later: a row, moved when the same work is planned again. */
#include "core/job.h"

#include "base/random.h"
#include "core/litter.h"
#include "core/sql.gen.h"
#include "core/work.h"

enum { TEXT_BYTES_MAX = 4000 };

static const struct job_kind *const core_jobs[] = { &mail_send_job, &tidy_job, &litter_job, NULL };

static const struct job_kind *kind_in(const struct job_kind *const *kind, str name)
{
	for (; kind && *kind; kind++) {
		if (str_equal(name, str_from((*kind)->name)))
			return *kind;
	}
	return NULL;
}

const struct job_kind *job_kind_named(const struct house *house, str name)
{
	const struct job_kind *kind = kind_in(core_jobs, name);
	return kind ? kind : kind_in(house->lists.jobs, name);
}

enum err job_plan_text(struct scope *scope, const struct job_kind *kind, const struct job *job)
{
	must(scope->brand_id != 0);
	if (job->text.len > TEXT_BYTES_MAX)
		return refuse(scope, ERR_TOO_LARGE, "job.text_too_long");
	struct job_row row = {
		.id = id_new(scope->now), .kind = str_from(kind->name),
		.subject_kind = job->subject.kind, .subject_id = job->subject.id,
		.run_as = job->run_as, .text = job->text, .due_at = job->due_at,
	};
	enum err err = sql_core_job_plan(scope, &row);
	if (err)
		return err;
	return work_is_due(scope, job->due_at);
}

enum err job_plan(struct scope *scope, const struct job_kind *kind, struct subject subject, moment due_at)
{
	return job_plan_text(scope, kind, &(struct job){ .subject = subject, .due_at = due_at });
}

enum err job_cancel(struct scope *scope, const struct job_kind *kind, struct subject subject)
{
	return sql_core_job_cancel(scope, str_from(kind->name), subject.kind, subject.id);
}

/* A clock that ran ahead leaves them planned, or leased, for a time that is far away once it is set right: they come back. */
static moment latest_of(const struct scope *scope, const struct job_kind *kind)
{
	const moment every = SECONDS(kind->every_seconds);
	return scope->now + (every > JOB_LEASE ? every : JOB_LEASE) + MINUTES(1);
}

static enum err plan_repeating(struct scope *scope, const struct job_kind *const *kind)
{
	for (; kind && *kind; kind++) {
		if (!(*kind)->every_seconds)
			continue;
		struct job_row row = { .id = id_new(scope->now), .kind = str_from((*kind)->name),
			.due_at = scope->now + SECONDS((*kind)->every_seconds) };
		enum err err = sql_core_job_plan_once(scope, &row, latest_of(scope, *kind));
		if (err)
			return err;
	}
	return OK;
}

enum err jobs_plan_repeating(struct scope *scope)
{
	enum err err = plan_repeating(scope, core_jobs);
	if (!err)
		err = plan_repeating(scope, scope->house->lists.jobs);
	return err ? err : work_is_due(scope, scope->now); /* news may have been put off, too: somebody has to look */
}
