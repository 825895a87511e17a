/* tidy.c: every hour, the core forgets what it keeps for a time only, and seals what an older release left open. */
#include "base/random.h"
#include "core/audit.h"
#include "core/backlog.h"
#include "core/setting.h"
#include "core/sql.gen.h"
#include "core/work.h"

#define UNITS_MAX 10000 /* a hundred rows each: what is left then waits an hour */

static enum err answers(struct scope *scope, int64_t *gone_out)
{
	return sql_core_once_forget(scope, scope->now - DAYS(2), gone_out);
}

static enum err news(struct scope *scope, int64_t *gone_out)
{
	return sql_core_outbox_forget(scope, id_first_at(scope->now - DAYS(30)), gone_out);
}

static enum err stops(struct scope *scope, int64_t *gone_out)
{
	return sql_core_mail_stop_forget(scope, scope->now - DAYS(365), gone_out);
}

static enum err traces(struct scope *scope, int64_t *gone_out)
{
	return sql_core_mail_trace_forget(scope, scope->now - DAYS(1), gone_out);
}

static enum err entries(struct scope *scope, int64_t *gone_out)
{
	return audit_forget(scope, scope->now - DAYS(365), gone_out);
}

static backlog_piece *const pieces[] = { answers, news, stops, traces, entries, NULL };

static enum err seal(struct scope *scope, void *data)
{
	(void)data;
	return setting_seal_all(scope);
}

static enum err tidy_run(struct scope *scope, const struct job *job)
{
	(void)job;
	enum err sealed = scope_write(scope, seal, NULL), err = backlog_clear(scope, pieces, UNITS_MAX);
	return sealed ? sealed : err;
}

const struct job_kind tidy_job = { .name = "core.tidy", .run = tidy_run, .by_hand = true, .every_seconds = 3600 };
