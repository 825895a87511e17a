/* folk_desk.c: what staff decides: hiding and letting back, moving to another board, giving and taking roles. */
#include "test/sim/hand.h"

#include "core/audience.h"
#include "core/policy.h"
#include "test/sim/clock.h"
#include "test/sim/folk.h"
#include "test/sim/life.h"
#include "test/sim/thread.h"

static bool is_of_staff(const struct person *who)
{
	return who->id && may_be(&who->staff, clock_monotonic());
}

static bool pick(const struct person *who, struct doing *doing)
{
	const struct known *known = known_any(is_like(60) ? KNOWN_POST : KNOWN_THREAD, who->brand);
	if (!known || !known->spot)
		return false;
	doing->thing = *known;
	return true;
}

/* Things first, then what is done to them, with reasons. */
static void decide(struct doing *doing, const char *measure, int64_t board_id)
{
	char to[60] = "";
	if (board_id)
		print(to, sizeof(to), ",\"board_id\":\"%lld\"", (long long)board_id);
	use_method(doing, POST);
	PATH(doing, "/api/v1/decisions");
	BODY(doing, "{\"kind\":\"%s\",\"id\":\"%lld\",\"measure\":\"%s\"%s,\"ground\":\"terms\",\"clause\":\"Ton\",\"facts\":\"Beschimpft "
	     "andere.\",\"text\":\"Bitte bleib freundlich.\"}", doing->thing.thing == KNOWN_POST ? "post" : "thread",
	     (long long)doing->thing.id, measure, to);
}

/* What is hidden is the staff's and its author's until it is let back. */
static bool decide_begin(const struct person *who, struct doing *doing)
{
	static const char *const measures[] = { "hide", "restore", "restore", "restore", "lock", "unlock", "unlock" };
	const char *measure = measures[chance_below(DIE_WORLD, COUNT(measures))];
	if ((!is_of_staff(who) && is_like(90)) || !pick(who, doing))
		return false;
	for (int i = is_like(40) ? 12 : 0; i && !doing->thing.waits; i--)
		pick(who, doing);
	struct may *circles = doing->thing.spot->circles;
	if (doing->thing.waits)
		measure = is_like(75) ? "publish" : "hide";
	else if (circles[CIRCLE_PUBLIC].until != MAY_STILL && is_like(80))
		measure = "restore";
	else if (doing->thing.is_locked && is_like(80))
		measure = "unlock";
	else if (is_like(60))
		measure = is_like(50) ? "hide" : "lock";
	bool hides = !strcmp(measure, "hide"), restores = !strcmp(measure, "restore") || !strcmp(measure, "publish");
	if (hides && !change_begin(&doing->change, &circles[CIRCLE_STAFF], &circles[CIRCLE_PUBLIC]))
		return false;
	if (restores && !change_begin(&doing->change, &circles[CIRCLE_PUBLIC], NULL))
		return false;
	known_find(doing->thing.thing, doing->thing.id)->weight = -1;
	folk_witness(&doing->thing);
	decide(doing, measure, 0);
	doing->kind = measure;
	return true;
}

static void decide_done(const struct person *who, struct doing *doing)
{
	struct known *known = known_find(doing->thing.thing, doing->thing.id);
	if (known && (!strcmp(doing->kind, "lock") || !strcmp(doing->kind, "unlock")))
		known->is_locked = !strcmp(doing->kind, "lock");
	witness_done(who, doing);
}

/* The audience of a thread is its board's: whoever is not of the new one reads none of it from then on. */
static bool move_begin(const struct person *who, struct doing *doing)
{
	const struct town *town = folk_town();
	const int64_t boards[] = { town->open_board[who->brand], town->closed_board[who->brand], town->staff_board[who->brand] };
	const struct known *thread = known_any(KNOWN_THREAD, who->brand);
	if ((!is_of_staff(who) && is_like(90)) || !thread)
		return false;
	doing->thing = *thread;
	struct may *circles = doing->thing.spot->within->circles, *from = NULL;
	enum circle to = is_like(55) ? CIRCLE_PUBLIC : (enum circle)chance_below(DIE_WORLD, COUNT(boards)); /* most comes back */
	for (enum circle i = 0; i < CIRCLE_TWO; i++) {
		if (circles[i].is_busy)
			return false;
		if (i != to && circles[i].until == MAY_STILL)
			from = &circles[i];
	}
	if (!change_begin(&doing->change, &circles[to], from))
		return false;
	known_find(KNOWN_THREAD, thread->id)->weight = -1;
	folk_witness(&doing->thing);
	decide(doing, "move", boards[to]);
	return true;
}

/* ── who is of the staff ── */

static bool role_begin(const struct person *who, struct doing *doing)
{
	struct person *whom = folk_somebody(who->brand);
	bool gives = is_like(50);
	if (who->hat != HAT_ADMIN || !whom || whom->hat != HAT_ASKER)
		return false;
	if (!change_begin(&doing->change, gives ? &whom->staff : NULL, gives ? NULL : &whom->staff))
		return false;
	doing->kind = gives ? "given" : "taken";
	as_browser(who, doing);
	use_method(doing, POST);
	PATH(doing, "/desk/members/%lld/roles/moderator%s", (long long)whom->id, gives ? "" : "/withdrawal");
	return true;
}

/* ── who may write ── */

static bool suspend_begin(const struct person *who, struct doing *doing)
{
	struct person *whom = folk_somebody(who->brand);
	bool ends = is_like(25);
	if (!whom || whom == who || whom->hat == HAT_MODERATOR || whom->hat == HAT_ADMIN || (!is_of_staff(who) && is_like(90)))
		return false;
	doing->change.again = clock_now() + HOURS(24);
	if (!change_begin(&doing->change, ends ? &whom->writes : NULL, ends ? NULL : &whom->writes))
		return false;
	as_browser(who, doing);
	use_method(doing, POST);
	doing->kind = ends ? "ended" : "begun";
	PATH(doing, "/desk/members/%lld/%s", (long long)whom->id, ends ? "release" : "sanctions");
	BODY(doing, "sanction=suspend&hours=24&ground=terms&clause=Ton&facts=Beschimpft+andere.&text=Bitte+bleib+freundlich.");
	return true;
}

/* Reads and books on, and says nothing where others read it. */
static bool mute_begin(const struct person *who, struct doing *doing)
{
	struct person *whom = folk_somebody(who->brand);
	bool ends = is_like(25);
	if (!whom || whom == who || whom->hat == HAT_MODERATOR || whom->hat == HAT_ADMIN || (!is_of_staff(who) && is_like(90)))
		return false;
	doing->change.again = clock_now() + HOURS(24);
	if (!change_begin(&doing->change, ends ? &whom->voice : NULL, ends ? NULL : &whom->voice))
		return false;
	as_browser(who, doing);
	use_method(doing, POST);
	doing->kind = ends ? "ended" : "begun";
	PATH(doing, "/desk/members/%lld/%s", (long long)whom->id, ends ? "voice" : "sanctions");
	BODY(doing, "sanction=mute&hours=24&ground=terms&clause=Ton&facts=Beschimpft+andere.&text=Bitte+bleib+freundlich.");
	return true;
}

/* ── who is of the group: no page of the house says it yet, so a unit of the house does ── */

struct errand { struct person *whom; struct change change; bool joins, is_sent, is_over; enum err err; };
LASTS static struct errand errand;

static enum err join_or_leave(struct scope *scope, void *data)
{
	const struct errand *what = data;
	return what->joins ? audience_join(scope, AUDIENCE_OF_A_GROUP, what->whom->id)
	                   : audience_leave(scope, AUDIENCE_OF_A_GROUP, what->whom->id);
}

static void *do_errand(void *data)
{
	struct errand *what = data;
	struct arena *arena = arena_open(8192);
	struct scope scope;
	scope_open(&scope, life_now()->house, arena, clock_now());
	scope.brand_id = what->whom->brand_id;
	scope_act_as(&scope, 0, ROLE_BITS);
	what->err = scope_write(&scope, join_or_leave, what);
	what->is_over = true;
	trace_line("%s %s the group: %s", what->whom->name, what->joins ? "joins" : "leaves", err_name(what->err));
	arena_close(arena);
	return NULL;
}

void folk_group(void)
{
	if (errand.is_over) /* an error of the disk undid it for sure */
		change_end(&errand.change, errand.err == OK);
	if (errand.is_over)
		errand.is_sent = false;
	errand.is_over = false;
	if (errand.is_sent || is_like(85))
		return;
	struct person *whom = folk_somebody((int)chance_below(DIE_WORLD, BRANDS));
	if (!whom)
		return;
	errand = (struct errand){ .whom = whom, .joins = is_like(50) };
	struct may *inside = &whom->inside;
	errand.is_sent = change_begin(&errand.change, errand.joins ? inside : NULL, errand.joins ? NULL : inside);
	if (errand.is_sent)
		thread_begin(do_errand, &errand);
}

void folk_died(void)
{
	if (!errand.is_over)
		errand.is_sent = false; /* and nobody knows */
}

const struct deed deeds_of_desk[] = {
	{ "decide", 9, decide_begin, decide_done, KINDS("hide", "restore", "lock", "unlock", "publish") },
	{ "move", 9, move_begin, witness_done, NULL },
	{ "role", 5, role_begin, NULL, KINDS("given", "taken") },
	{ "suspend", 5, suspend_begin, NULL, KINDS("begun", "ended") },
	{ "mute", 4, mute_begin, NULL, KINDS("begun", "ended") },
	{ .name = NULL },
};
