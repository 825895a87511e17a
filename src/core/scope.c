/*
 * scope.c: who acts, and the one way to the database.
 *
 * A unit may run more than once and may be lost with its batch.  What a run found out
 * (refusal, changes, deeds) is therefore forgotten when the next run begins, and takes
 * effect only once the store has said that the unit is durable.
 */
#include "core/scope.h"

#include "core/house.h"
#include "core/memo.h"
#include "core/policy.h"
#include "core/scope_run.h"
#include "core/subject.h"
#include "core/tell.h"
#include "store/unit.h"

struct deed { scope_deed *deed; void *data; bool undone; };

struct doubt { struct list changes, after, tells; };

/* One unit under way: in the arena of its scope, which nobody else touches meanwhile. */
struct run {
	struct scope *scope;
	scope_work *work;
	scope_answer *answer;
	void *data;
	enum err said;  /* what work returned */
	bool refused;   /* … and whether it had refused */
	int begun;      /* how often */
	struct scope as; /* who began it: the unit may act as others on its way */
};

static void lists_open(struct scope *scope)
{
	list_open(&scope->changes, scope->arena, sizeof(struct subject));
	list_open(&scope->after, scope->arena, sizeof(struct deed));
	list_open(&scope->tells, scope->arena, sizeof(struct told));
}

void scope_open(struct scope *scope, struct house *house, struct arena *arena, moment now)
{
	*scope = (struct scope){ .arena = arena, .house = house, .now = now, .zone = zone_utc(),
		.language = S("en"), .currency = S("EUR") };
	lists_open(scope);
}

static void do_deeds(struct scope *scope, bool undone)
{
	for (size_t i = 0; i < scope->after.count; i++) {
		struct deed *deed = list_at(&scope->after, i);
		if (deed->undone == undone)
			deed->deed(scope->house, deed->data);
	}
	scope->after.count = 0;
}

static void set_db(struct scope *scope, struct db *db, bool is_snapshot)
{
	scope->db = db;
	scope->is_snapshot = is_snapshot;
	scope->is_unit = false;
	scope->kept = NULL;
}

/* Whether the files that the first run moved in belong to rows is not known yet: they stay. */
static void keep_in_doubt(struct scope *scope)
{
	if (scope->doubt)
		return;
	scope->doubt = arena_take(scope->arena, sizeof(*scope->doubt));
	*scope->doubt = (struct doubt){ scope->changes, scope->after, scope->tells };
	lists_open(scope);
}

void scope_settle_doubt(struct scope *scope, bool was_kept)
{
	if (!scope->doubt)
		return;
	struct list changes = scope->changes, after = scope->after, tells = scope->tells;
	scope->changes = scope->doubt->changes;
	scope->after = scope->doubt->after;
	scope->tells = scope->doubt->tells;
	scope->doubt = NULL;
	if (was_kept)
		return;
	db_doubt_ends(scope->db);
	do_deeds(scope, true);
	scope->changes = changes;
	scope->after = after;
	scope->tells = tells;
}

void scope_run_begin(struct scope *scope, struct db *db)
{
	if (db_is_in_doubt(db))
		keep_in_doubt(scope);
	do_deeds(scope, true);
	set_db(scope, db, false);
	scope->refusal = (struct refusal){ 0 };
	scope->changes.count = scope->tells.count = 0;
	scope->seal = NULL;
}

/* Before anyone is answered: no page anywhere may be older than what somebody knows to be done. */
static enum err tell_all(struct scope *scope)
{
	for (size_t i = 0; scope->house->memo && i < scope->changes.count; i++)
		memo_forget(scope->house->memo, scope->brand_id, *(const struct subject *)list_at(&scope->changes, i));
	if (scope->house->committed)
		scope->house->committed(scope->house, scope);
	return tell_nodes(scope) ? ERR_UNSURE : OK;
}

enum err scope_run_kept(struct scope *scope)
{
	set_db(scope, NULL, false);
	enum err err = tell_all(scope);
	do_deeds(scope, false);
	return err;
}

void scope_run_undone(struct scope *scope)
{
	set_db(scope, NULL, false);
	do_deeds(scope, true);
}

/* One that runs again is done by whoever began it, and in that one's language. */
static void identity_begin(struct run *run)
{
	struct scope *scope = run->scope;
	if (!run->begun)
		run->as = *scope;
	scope->brand_id = run->as.brand_id;
	scope->member_id = run->as.member_id;
	scope->actor_id = run->as.actor_id;
	scope->roles = run->as.roles;
	scope->leaving_at = run->as.leaving_at;
	scope->language = run->as.language;
}

/* Units that run again do so because what they and others did was undone: nothing that was read of it may stay. */
static void unit_memo_begin(struct run *run)
{
	struct memo *memo = run->scope->house->unit_memo;
	if (run->begun++ && memo)
		memo_forget_all(memo);
	run->scope->memo_number = memo_number(memo);
	run->scope->is_unit = true;
}

static enum err run_unit(struct db *db, void *data)
{
	struct run *run = data;
	identity_begin(run);
	scope_run_begin(run->scope, db);
	unit_memo_begin(run);
	run->said = run->work(run->scope, run->data);
	run->refused = run->scope->refusal.reason != NULL;
	if (!run->said && !run->refused && run->scope->seal)
		run->said = run->scope->seal(run->scope);
	set_db(run->scope, NULL, false);
	return !run->said && run->refused ? ERR_INVALID : run->said;
}

/* It may have been kept: pages that show what it changed are made anew, and no file of it is taken away. */
static void end_unsure(struct scope *scope)
{
	if (scope->doubt)
		scope_settle_doubt(scope, true);
	set_db(scope, NULL, false);
	scope_forgive(scope); /* what the last run was refused for is not how it ended */
	(void)tell_all(scope); /* unsure it is anyway */
	scope->after.count = 0;
}

/* Does what follows from the end of the unit. */
static enum err end_unit(struct run *run, enum err err)
{
	if (err == ERR_UNSURE)
		end_unsure(run->scope);
	else if (err)
		scope_run_undone(run->scope);
	else
		err = scope_run_kept(run->scope);
	return err;
}

static void answer_unit(void *data, enum err err)
{
	struct run *run = data;
	err = end_unit(run, err);
	bool shown_again = err == ERR_INVALID && run->refused && !run->said;
	run->answer(run->data, shown_again ? OK : err);
}

enum err scope_write(struct scope *scope, scope_work *work, void *data)
{
	must(!scope->db);
	struct run run = { .scope = scope, .work = work, .data = data };
	struct store *store = scope->house->store;
	enum err err = scope->is_behind ? store_write_behind(store, run_unit, &run) : store_write(store, run_unit, &run);
	return end_unit(&run, err);
}

enum err scope_submit(struct scope *scope, scope_work *work, scope_answer *answer, void *data)
{
	must(!scope->db);
	struct run *run = arena_take(scope->arena, sizeof(*run));
	*run = (struct run){ .scope = scope, .work = work, .answer = answer, .data = data };
	struct store *store = scope->house->store;
	if (scope->is_behind)
		return store_submit_behind(store, run_unit, answer_unit, run);
	return scope->is_keyed ? store_submit_keyed(store, run_unit, answer_unit, run)
	                       : store_submit(store, run_unit, answer_unit, run);
}

enum err scope_read(struct scope *scope, scope_work *work, void *data)
{
	if (scope->db)
		return work(scope, data);
	enum err err = scope_read_begin(scope);
	if (err)
		return err;
	err = work(scope, data);
	scope_read_end(scope);
	return err;
}

enum err scope_read_begin(struct scope *scope)
{
	must(!scope->db);
	struct db *db;
	scope->memo_number = memo_number(scope->house->memo);
	enum err err = store_read_begin(scope->house->store, &db);
	if (!err)
		set_db(scope, db, true);
	return err;
}

void scope_read_end(struct scope *scope)
{
	must(scope->db != NULL);
	store_read_end(scope->house->store, scope->db);
	set_db(scope, NULL, false);
}

/* What it kept is as empty as what it saw, and no refusal of it means anything. */
void scope_ahead(struct scope *scope, scope_work *work, void *data)
{
	if (!scope->is_snapshot || !db_ask_ahead(scope->db, true))
		return;
	struct kept *kept = scope->kept;
	const struct refusal refusal = scope->refusal;
	enum err err = work(scope, data);
	(void)err; /* what is wrong with the connection is told to whoever waits for the answers */
	scope->kept = kept;
	scope->refusal = refusal;
	(void)db_ask_ahead(scope->db, false);
}

struct db *scope_db(struct scope *scope)
{
	must(scope->db != NULL);
	db_for_brand(scope->db, scope->brand_id);
	return scope->db;
}

struct db *scope_house_db(struct scope *scope)
{
	must(scope->db != NULL);
	db_for_house(scope->db);
	return scope->db;
}

/* The first reason is nearest to the cause; what follows from it has nothing to add. */
static enum err refuse_with(struct scope *scope, enum err err, struct refusal refusal)
{
	assert(err != OK && refusal.reason);
	if (!scope->refusal.reason)
		scope->refusal = refusal;
	return err;
}

enum err refuse(struct scope *scope, enum err err, const char *reason)
{
	return refuse_with(scope, err, (struct refusal){ .reason = reason });
}

enum err refuse_field(struct scope *scope, const char *field, const char *reason)
{
	return refuse_with(scope, ERR_INVALID, (struct refusal){ .reason = reason, .field = field });
}

void scope_forgive(struct scope *scope)
{
	scope->refusal = (struct refusal){ 0 };
}

void scope_before(struct scope *scope, enum err (*seal)(struct scope *scope))
{
	must(!scope->seal || scope->seal == seal);
	scope->seal = seal;
}

void scope_after(struct scope *scope, scope_deed *deed, void *data)
{
	*(struct deed *)list_add(&scope->after) = (struct deed){ deed, data, false };
}

void scope_undone(struct scope *scope, scope_deed *deed, void *data)
{
	*(struct deed *)list_add(&scope->after) = (struct deed){ deed, data, true };
}

void scope_act_as(struct scope *scope, int64_t member_id, unsigned roles)
{
	assert((roles & ~(unsigned)ROLE_BITS) == 0);
	scope->member_id = member_id;
	scope->actor_id = member_id;
	scope->leaving_at = 0;
	scope->roles = roles;
}
