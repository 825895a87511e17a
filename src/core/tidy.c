/* tidy.c: every hour, the core forgets what it keeps for a time only, and seals what an older release left open. */
#include "base/random.h"
#include "core/audit.h"
#include "core/setting.h"
#include "core/sql.gen.h"
#include "core/work.h"

#define ROUNDS_MAX 10000 /* a hundred rows each: what is left then waits an hour */

static enum err forget_some(struct scope *scope, void *data)
{
	int64_t answers, news, stops, traces, entries = 0, *forgotten_out = data;
	enum err err = sql_core_once_forget(scope, scope->now - DAYS(2), &answers);
	if (!err)
		err = sql_core_outbox_forget(scope, id_first_at(scope->now - DAYS(30)), &news);
	if (!err)
		err = sql_core_mail_stop_forget(scope, scope->now - DAYS(365), &stops);
	if (!err)
		err = sql_core_mail_trace_forget(scope, scope->now - DAYS(1), &traces);
	if (!err)
		err = audit_forget(scope, scope->now - DAYS(365), &entries);
	if (!err)
		*forgotten_out = answers + news + stops + traces + entries;
	return err;
}

static enum err seal(struct scope *scope, void *data)
{
	(void)data;
	return setting_seal_all(scope);
}

/* Many small units, so that a large backlog never waits for the next hour. */
static enum err tidy_run(struct scope *scope, const struct job *job)
{
	int64_t forgotten = 1;
	enum err err = scope_write(scope, seal, NULL);
	for (int round = 0; !err && forgotten && round < ROUNDS_MAX; round++)
		err = scope_write(scope, forget_some, &forgotten);
	return err;
}

const struct job_kind tidy_job = { .name = "core.tidy", .run = tidy_run, .by_hand = true, .every_seconds = 3600 };
