/*
 * folk_ladder.c: a matter climbs: its owner hands it to the brand, takes it back, calls a technician, closes and opens it;
 * agents take it from the queue, give it back, answer, suggest a neighbour.
 *
 * What is reckoned: where each step leads and who holds the matter then (docs/rules/ladder.md); check.c knows the way.
 */
#include "test/sim/hand.h"

#include "test/sim/clock.h"
#include "test/sim/folk.h"

enum { STEP_BYTES = 40 };
/* As they are stored. */
enum stored { DEED_TO_AGENT = 2, DEED_CLAIM, DEED_RELEASE, DEED_ANSWER, DEED_TO_COMMUNITY, DEED_TO_NEIGHBOUR, DEED_TO_TECHNICIAN,
	DEED_TECHNICIAN_WAS_THERE, DEED_NOT_SOLVED, DEED_CLOSE, DEED_REOPEN };

/* As its owner and an agent say it; written by hand, not read from rung.c. */
static const struct { const char *name, *path; enum stored deed; const char *step, *holder; } climbs[] = {
	{ "to_agent", "agent", DEED_TO_AGENT, "with_agent", "brand" },
	{ "to_community", "community", DEED_TO_COMMUNITY, "asked", "community" },
	{ "to_technician", "technician", DEED_TO_TECHNICIAN, "technician", "brand" },
	{ "technician_was_there", "technician/done", DEED_TECHNICIAN_WAS_THERE, "done", "owner" },
	{ "not_solved", "unsolved", DEED_NOT_SOLVED, "asked", "community" },
	{ "close", "closing", DEED_CLOSE, "closed", "nobody" },
	{ "reopen", "reopening", DEED_REOPEN, "asked", "community" },
};
static const struct { const char *path; enum stored deed; } tickets[] = {
	{ "claim", DEED_CLAIM }, { "claim", DEED_CLAIM }, { "release", DEED_RELEASE }, { "answers", DEED_ANSWER }, { "answers", DEED_ANSWER },
	{ "community", DEED_TO_COMMUNITY }, { "neighbour", DEED_TO_NEIGHBOUR }, { "technician", DEED_TO_TECHNICIAN },
};

/* From the list to one of them, and on. */
struct plan { int64_t id; char may[160]; };
LASTS static struct plan plans[PEOPLE_MAX], desk_plans[PEOPLE_MAX];

void ladder_open(void)
{
	memset(plans, 0, sizeof(plans));
	memset(desk_plans, 0, sizeof(desk_plans));
}

static struct plan *plan_of(const struct person *who)
{
	return &plans[who - folk_town()->people];
}

static int64_t some_id(str text, const char *name)
{
	int64_t id = 0, chosen = 0;
	size_t found = 0, at;
	char before[STEP_BYTES];
	print(before, sizeof(before), "\"%s\":\"", name);
	while (str_find(text, str_from(before), &at)) {
		text = str_skip(text, at + strlen(before));
		str rest = text;
		if (str_number(str_cut(&rest, '"'), &id) && chance_below(DIE_WORLD, ++found) == 0)
			chosen = id;
	}
	return chosen;
}

/* A row of its way, of that deed and by that member. */
static void vow_step(const struct person *who, const struct doing *doing, enum stored deed)
{
	char text[STEP_BYTES];
	print(text, sizeof(text), "%d", (int)deed);
	vow(VOW_CLIMB, who, doing->thing.id, who->id, text);
}

/* ── by its owner, or by somebody whose it is not ── */

static bool holds(str words, const char *word)
{
	while (!str_empty(words)) {
		if (str_equal(str_cut(&words, ' '), str_from(word)))
			return true;
	}
	return false;
}

/* Mostly what may be done; closing, after which nothing comes, seldom. */
static size_t some_climb(const struct plan *plan)
{
	size_t chosen = COUNT(climbs);
	for (size_t i = 0, found = 0; i < COUNT(climbs); i++) {
		bool is_seldom = climbs[i].deed == DEED_CLOSE && is_like(60);
		if (holds(str_from(plan->may), climbs[i].name) && !is_seldom && chance_below(DIE_WORLD, ++found) == 0)
			chosen = i;
	}
	return chosen == COUNT(climbs) || is_like(8) ? (size_t)chance_below(DIE_WORLD, COUNT(climbs)) : chosen;
}

static bool climb_begin(const struct person *who, struct doing *doing)
{
	struct plan *plan = plan_of(who);
	bool is_staff = who->hat == HAT_MODERATOR || who->hat == HAT_ADMIN;
	const struct known *anothers = is_like(is_staff ? 60 : 10) ? known_any(KNOWN_MATTER, who->brand) : NULL;
	if (!who->id)
		return false;
	if (anothers)
		*plan = (struct plan){ .id = anothers->id, .may = "?" };
	doing->thing.id = plan->id;
	if (!plan->id) {
		PATH(doing, "/api/v1/matters");
		return true;
	}
	if (!plan->may[0]) {
		PATH(doing, "/api/v1/matters/%lld", (long long)plan->id);
		return true;
	}
	doing->at = (int64_t)some_climb(plan);
	doing->kind = climbs[doing->at].name;
	*plan = (struct plan){ .id = 0 };
	use_method(doing, POST);
	PATH(doing, "/api/v1/matters/%lld/%s", (long long)doing->thing.id, climbs[doing->at].path);
	BODY(doing, "{}");
	return true;
}

/* Where it led, by the same answer. */
static void check_step(const struct doing *doing)
{
	str step = text_in(doing->call->text, "step"), holder = text_in(doing->call->text, "holder");
	if (!str_equal(step, str_from(climbs[doing->at].step)) || !str_equal(holder, str_from(climbs[doing->at].holder)))
		sim_failed("%s led to %.*s, held by %.*s", doing->call->path, STR_ARG(step), STR_ARG(holder));
}

static void climb_done(const struct person *who, struct doing *doing)
{
	struct plan *plan = plan_of(who);
	if (doing->call->method == POST) {
		check_step(doing);
		vow_step(who, doing, climbs[doing->at].deed);
		return;
	}
	if (!doing->thing.id) {
		*plan = (struct plan){ .id = some_id(doing->call->text, "id") };
		doing->goes_on = plan->id != 0;
		return;
	}
	str may = text_in(doing->call->text, "may");
	known_add(&(struct known){ .thing = KNOWN_MATTER, .brand = who->brand, .id = doing->thing.id });
	print(plan->may, sizeof(plan->may), "%.*s", STR_ARG(may));
	if (str_empty(may))
		plan->id = 0;
	doing->goes_on = plan->id != 0;
}

/* ── by the brand's agents ── */

static bool ticket_begin(const struct person *who, struct doing *doing)
{
	struct plan *plan = &desk_plans[who - folk_town()->people];
	if (who->hat != HAT_ADMIN && is_like(90))
		return false;
	doing->thing.id = plan->id;
	if (!plan->id) {
		PATH(doing, "/api/v1/tickets");
		return true;
	}
	doing->at = plan->may[0] ? 1 + (int64_t)chance_below(DIE_WORLD, COUNT(tickets) - 1) : 0; /* first it is taken */
	doing->kind = tickets[doing->at].path;
	use_method(doing, POST);
	PATH(doing, "/api/v1/tickets/%lld/%s", (long long)plan->id, tickets[doing->at].path);
	BODY(doing, "{}");
	if (tickets[doing->at].deed == DEED_ANSWER)
		BODY(doing, "{\"body\":\"Wir haben es neu gestartet, nun geht es.\"}");
	if (plan->may[0] || is_like(20))
		*plan = (struct plan){ .id = 0 };
	else
		plan->may[0] = '?';
	return true;
}

static void ticket_done(const struct person *who, struct doing *doing)
{
	struct plan *plan = &desk_plans[who - folk_town()->people];
	if (doing->call->method == POST)
		vow_step(who, doing, tickets[doing->at].deed);
	else
		*plan = (struct plan){ .id = some_id(doing->call->text, "matter_id") };
	doing->goes_on = plan->id != 0;
}

const struct deed deeds_of_ladder[] = {
	{ "climb", 14, climb_begin, climb_done, KINDS("to_agent", "to_community", "to_technician", "technician_was_there", "not_solved",
	  "close", "reopen") },
	{ .name = NULL },
};

/* At the desk. */
const struct deed deeds_of_tickets[] = {
	{ "ticket", 10, ticket_begin, ticket_done, KINDS("claim", "release", "answers", "community", "neighbour", "technician") },
	{ .name = NULL },
};
