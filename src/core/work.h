/*
 * work.h: what the worker's rooms share: the brand they work for, and the clock of this pass.
 *
 * worker.c goes from brand to brand; outbox.c delivers news; job_run.c runs jobs.  For core/ only.
 */
#ifndef CORE_WORK_H
#define CORE_WORK_H
#include "core/core_store.h"
#include "core/house.h"
#include "core/job.h"

#define JOB_LEASE MINUTES(30) /* longer than a pass of slow jobs can take */

struct work {
	struct house *house;
	struct arena *arena;
	moment now;
	struct scope brand; /* a template: the brand's zone, language, currency, origin */
	int done;           /* pieces of work in this pass */
	bool more;          /* more brands are due than one pass takes */
};

/* A fresh scope of the house for this brand: member 0, every role. */
void work_scope(const struct work *work, struct scope *scope);
/* The house closes: stop after the piece at hand. */
bool work_ends(const struct work *work);
/* What went wrong, for the log and the row: ids and keys only. */
str work_wrong(struct work *work, const struct scope *scope, enum err err);

/* Delivers what is due to all listeners.  An error is the database's, never a listener's. */
enum err outbox_deliver(struct work *work);
enum err jobs_run(struct work *work);

/* In the caller's unit: this brand has something due then; the worker wakes once that is durable. */
enum err work_is_due(struct scope *scope, moment due_at);
/* In the caller's unit: plans what repeats by itself for this brand; what a clock that ran ahead put off too far comes back. */
enum err jobs_plan_repeating(struct scope *scope);
const struct job_kind *job_kind_named(const struct house *house, str name);

/* The core's own jobs. */
extern const struct job_kind mail_send_job, tidy_job;
enum err mail_send_run(struct scope *scope, const struct job *job);
#endif
