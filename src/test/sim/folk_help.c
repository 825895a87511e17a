/*
 * folk_help.c: becoming a helper: members apply, the brand approves and refuses, suspends and lets back; one may stop again.
 *
 * What is reckoned: who may help.  Whoever surely may not offers nothing, is not booked and agrees to no visit.
 */
#include "test/sim/hand.h"

#include "test/sim/clock.h"
#include "test/sim/folk.h"

enum step { STEP_APPROVAL, STEP_REFUSAL, STEP_SUSPENSION, STEP_RESTORATION, STEP_RENEWAL, STEP_COUNT };

/* As the page of an application draws them; `helps`: who was it may help from then on. */
static const struct { const char *name; bool helps; unsigned percent; } steps[STEP_COUNT] = {
	[STEP_APPROVAL] = { "approval", true, 60 }, [STEP_REFUSAL] = { "refusal", false, 100 },
	[STEP_SUSPENSION] = { "suspension", false, 40 }, [STEP_RESTORATION] = { "restoration", true, 100 },
	[STEP_RENEWAL] = { "renewal", true, 100 },
};

/* An administrator goes from the list to one of them, and decides. */
struct plan { int64_t id, owner; enum step step; };
LASTS static struct plan plans[PEOPLE_MAX];

void help_open(void)
{
	memset(plans, 0, sizeof(plans));
}

static struct plan *plan_of(const struct person *who)
{
	return &plans[who - folk_town()->people];
}

/* Nobody knows until it is answered. */
static bool standing_begins(struct person *whom, struct doing *doing, bool helps)
{
	if (!change_begin(&doing->change, helps ? &whom->helps : NULL, helps ? NULL : &whom->helps))
		return false;
	vow_release(VOW_HELPER, whom->id, 0);
	return true;
}

void help_check(const struct person *helper, moment since, const char *what)
{
	if (!may_be(&helper->helps, since))
		sim_failed("%s is no helper, and %s", helper->name, what);
}

/* ── applying ── */

static bool apply_begin(const struct person *who, struct doing *doing)
{
	bool is_fitting = who->hat == HAT_ASKER || who->hat == HAT_HELPER;
	if (!who->id || str_empty(who->cookie) || !is_fitting || (may_be(&who->helps, clock_monotonic()) && is_like(80)))
		return false;
	marked(who, doing, CIRCLE_TWO);
	for (size_t i = 0; i < folk_town()->count; i++) {
		const struct person *one = &folk_town()->people[i];
		if (one->brand == who->brand && one->hat == HAT_ADMIN)
			mark_open_to(doing->number, one->id);
	}
	folk_self(who)->has_applied = true;
	as_browser(who, doing);
	use_method(doing, POST);
	PATH(doing, "/helpers/apply");
	BODY(doing, "about=Ich+helfe+gern+daheim+%s&categories=wifi&languages=de&place=50667&radius_km=10&business=private"
	     "&accepts_rules=1", doing->mark);
	return true;
}

static void apply_done(const struct person *who, struct doing *doing)
{
	char about[48];
	if (strcmp(doing->call->flash, "application.sent") != 0)
		return;
	print(about, sizeof(about), "Ich helfe gern daheim %s", doing->mark);
	vow(VOW_APPLICATION, who, doing->number, who->id, about);
	vow_once(VOW_APPLICATION, who->brand_id, about);
}

/* She takes it back, or helps no more. */
static bool stop_begin(const struct person *who, struct doing *doing)
{
	struct person *self = folk_self(who);
	if (!who->id || str_empty(who->cookie) || (who->hat == HAT_HELPER && is_like(80)) ||
	    (!who->has_applied && is_like(95)) || !standing_begins(self, doing, false))
		return false;
	doing->flash = "application.is_withdrawn";
	as_browser(who, doing);
	use_method(doing, POST);
	PATH(doing, "/helpers/withdrawal");
	return true;
}

static void stop_done(const struct person *who, struct doing *doing)
{
	if (!strcmp(doing->call->flash, doing->flash))
		vow(VOW_NO_HELPER, who, who->id, 0, "");
}

/* ── deciding ── */

/* Any of the numbers behind that, or 0. */
static int64_t some_number(str text, str before)
{
	int64_t number = 0, chosen = 0;
	size_t at, found = 0;
	while (str_find(text, before, &at)) {
		text = str_skip(text, at + before.len);
		str rest = text;
		if (str_number(str_cut(&rest, '"'), &number) && chance_below(DIE_WORLD, ++found) == 0)
			chosen = number;
	}
	return chosen;
}

static bool list_begin(struct doing *doing)
{
	static const char *const states[] = { "applied", "applied", "applied", "approved", "approved", "suspended", "suspended",
		"declined" };
	PATH(doing, "/desk/applications?state=%s", states[chance_below(DIE_WORLD, COUNT(states))]);
	return true;
}

static bool step_begin(const struct person *who, struct doing *doing, struct plan *plan)
{
	struct person *whom = folk_member(who->brand, plan->owner);
	doing->number = plan->owner;
	doing->at = plan->step;
	PATH(doing, "/desk/applications/%lld/%s", (long long)plan->id, steps[plan->step].name);
	*plan = (struct plan){ .id = 0 };
	if (!whom || !standing_begins(whom, doing, steps[doing->at].helps))
		return false;
	doing->kind = steps[doing->at].name;
	doing->flash = "application.decided";
	use_method(doing, POST);
	BODY(doing, "reason=%s", steps[doing->at].helps ? "" : "Der+Ausweis+fehlt.");
	return true;
}

static bool decide_begin(const struct person *who, struct doing *doing)
{
	struct plan *plan = plan_of(who);
	if ((who->hat != HAT_ADMIN && is_like(97)) || !who->id || str_empty(who->cookie))
		return false;
	as_browser(who, doing);
	if (plan->owner)
		return step_begin(who, doing, plan);
	if (!plan->id)
		return list_begin(doing);
	PATH(doing, "/desk/applications/%lld", (long long)plan->id);
	return true;
}

/* One of those that the page offers; whoever is good enough is suspended seldom. */
static void choose_step(struct plan *plan, str page)
{
	for (enum step step = 0; step < STEP_COUNT; step++) {
		char action[40];
		print(action, sizeof(action), "/%s\"", steps[step].name);
		if (!str_contains(page, str_from(action)) || !is_like(steps[step].percent))
			continue;
		plan->step = step;
		return;
	}
	plan->id = plan->owner = 0;
}

static void decide_done(const struct person *who, struct doing *doing)
{
	struct plan *plan = plan_of(who);
	const struct person *whom = folk_member(who->brand, doing->number);
	if (doing->call->method == POST) {
		if (!strcmp(doing->call->flash, doing->flash))
			vow(steps[doing->at].helps ? VOW_HELPER : VOW_NO_HELPER, whom, whom->id, 0, "");
		return;
	}
	bool was_list = !plan->id;
	if (was_list) {
		plan->id = some_number(doing->call->text, S("href=\"/desk/applications/"));
	} else {
		plan->owner = some_number(doing->call->text, S("<a href=\"/members/"));
		choose_step(plan, doing->call->text);
	}
	doing->goes_on = plan->id && (was_list || plan->owner);
}

const struct deed deeds_of_help[] = {
	{ "apply", 7, apply_begin, apply_done, NULL },
	{ "stop helping", 2, stop_begin, stop_done, NULL },
	{ .name = NULL },
};

/* At the desk. */
const struct deed deeds_of_helpers[] = {
	{ "applications", 10, decide_begin, decide_done, KINDS("approval", "refusal", "suspension", "restoration", "renewal") },
	{ .name = NULL },
};
