/* tidy.c: every hour, the core forgets what it keeps for a time only. */
#include "base/random.h"
#include "core/sql.gen.h"
#include "core/work.h"

static enum err tidy_run(struct scope *scope, const struct job *job)
{
	enum err err = sql_core_once_forget(scope, scope->now - DAYS(2));
	if (err)
		return err;
	return sql_core_outbox_forget(scope, id_first_at(scope->now - DAYS(30)));
}

const struct job_kind tidy_job = { .name = "core.tidy", .run = tidy_run, .every_seconds = 3600 };
