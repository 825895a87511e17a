/*
 * identity_slice.c: all that identity adds to the house.
 *
 * Resolving a session is a read; that it was seen is noted at most once an hour, in
 * a unit of its own that nobody waits for.
 */
#include "features/identity/identity_slice.h"

#include "core/backlog.h"
#include "features/identity/confirm_web.h"
#include "features/identity/identity_letter.h"
#include "features/identity/identity_news.h"
#include "features/identity/identity_web.h"

/* Lives until its unit has ended: seeing_over closes the arena it lies in. */
struct seeing { struct arena *arena; struct scope scope; str secret; int64_t member_id; };

static enum err see(struct scope *scope, void *data)
{
	const struct seeing *seeing = data;
	return session_seen(scope, seeing->secret, seeing->member_id);
}

static void seeing_over(void *data, enum err err)
{
	struct seeing *seeing = data;
	arena_close(seeing->arena); /* a failure is no loss: the next request tries again */
}

static void note_seen(const struct scope *scope, str secret, int64_t member_id)
{
	struct arena *arena = arena_open(4096);
	struct seeing *seeing = arena_take(arena, sizeof(*seeing));
	*seeing = (struct seeing){ .arena = arena, .secret = str_keep(arena, secret), .member_id = member_id };
	scope_open(&seeing->scope, scope->house, arena, scope->now);
	seeing->scope.brand_id = scope->brand_id;
	if (scope_submit(&seeing->scope, see, seeing_over, seeing))
		arena_close(arena); /* the queue is full: there are more urgent things */
}

static enum err session_resolver(struct scope *scope, str secret, bool bearer, int64_t *member_id_out)
{
	struct session session;
	struct token token;
	bool is_stale = false;
	enum err err = bearer ? token_resolve(scope, secret, &token)
	                      : session_resolve(scope, secret, &session, &is_stale);
	if (err)
		return err;
	if (is_stale)
		note_seen(scope, secret, session.member_id);
	scope->session_id = bearer ? 0 : session.id;
	*member_id_out = bearer ? token.member_id : session.member_id;
	return OK;
}

/* ── what is over ── */

enum { SWEEP_UNITS = 200 };

static enum err sessions(struct scope *scope, int64_t *deleted_out)
{
	return session_sweep(scope, scope->now - SESSION_IDLE, deleted_out);
}

static enum err failures(struct scope *scope, int64_t *deleted_out)
{
	return failure_sweep(scope, scope->now - TRIES_LONGEST, deleted_out);
}

static backlog_piece *const pieces[] = { sessions, failures, link_sweep, signup_sweep, draft_sweep, NULL };

static enum err sweep(struct scope *scope, const struct job *job)
{
	(void)job;
	return backlog_clear(scope, pieces, SWEEP_UNITS);
}

static const struct job_kind sweep_job = { .name = "identity.sweep", .run = sweep, .by_hand = true,
	.every_seconds = 600 };

const struct slice identity_slice = {
	.name = "identity",
	.routes = (const struct route *const[]){ login_routes, account_routes, confirm_routes, draft_routes, NULL },
	.listeners = identity_listeners,
	.subjects = (const struct subject_kind *const[]){ &draft_subject, NULL },
	.jobs = (const struct job_kind *const[]){ &sweep_job, NULL },
	.resolvers = { .session = session_resolver },
};
