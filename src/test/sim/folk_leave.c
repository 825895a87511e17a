/* folk_leave.c: what one says of oneself; leaving for good, by oneself or by a letter to the brand, and staying after all. */
#include "test/sim/hand.h"

#include "test/sim/clock.h"
#include "test/sim/folk.h"

enum { SECRET_BYTES = 120 };

LASTS static char links[PEOPLE_MAX][SECRET_BYTES];

static char *link_of(const struct person *who)
{
	return links[who - folk_town()->people];
}

void leave_mail(const struct person *who, str link)
{
	print(link_of(who), SECRET_BYTES, "%.*s", STR_ARG(link));
}

/* Her name is a mark, too: it stands wherever she is named.  Helpers keep their phone (eyes.h). */
static bool profile_begin(const struct person *who, struct doing *doing)
{
	if (!who->id || (who->hat != HAT_ASKER && is_like(80)))
		return false;
	marked(who, doing, CIRCLE_PUBLIC);
	as_browser(who, doing);
	use_method(doing, POST);
	PATH(doing, "/me/profile");
	BODY(doing, "name=%s+%s&language=de&place=50667&phone=%s&links=&about=Gern+%s.", who->name, doing->mark,
	     who->hat == HAT_HELPER ? "%2B49+221+5550101" : "", doing->mark);
	return true;
}

/* ── leaving ── */

static bool may_go(const struct person *whom)
{
	return whom && whom->id && (whom->hat == HAT_ASKER || (whom->hat == HAT_HELPER && is_like(20)));
}

/* From the moment on that it is asked for, she may be asleep, and what is hers may go. */
static bool leaving_begins(struct person *whom, struct doing *doing)
{
	if (!change_begin(&doing->change, NULL, &whom->awake))
		return false;
	doing->at = whom - folk_town()->people;
	doing->flash = "privacy.erase_asked"; /* what holds her is told by the same page */
	whom->leaves = true;
	vows_leave(whom);
	vow_release(VOW_ERASURE, whom->id, 0);
	return true;
}

static bool letter_begin(const struct person *who, struct doing *doing)
{
	struct person *whom = folk_somebody(who->brand);
	if ((who->hat != HAT_ADMIN && is_like(95)) || !may_go(whom) || !leaving_begins(whom, doing))
		return false;
	as_browser(who, doing);
	use_method(doing, POST);
	PATH(doing, "/desk/members/%lld/erasure", (long long)whom->id);
	BODY(doing, "reason=Brief+vom+3.+Januar");
	return true;
}

static void leaving_done(const struct person *who, struct doing *doing)
{
	const struct person *whom = &folk_town()->people[doing->at];
	if (!strcmp(doing->call->flash, "privacy.erase_asked"))
		vow(VOW_ERASURE, whom, whom->id, 0, "");
	if (is_like(15))
		folk_turn(is_like(50) ? whom : who, "stay");
}

/* First a link by mail, as whoever has no password does. */
static bool leave_begin(const struct person *who, struct doing *doing)
{
	char *link = link_of(who);
	doing->at = who - folk_town()->people;
	if (!may_go(who))
		return false;
	as_browser(who, doing);
	use_method(doing, POST);
	if (!link[0]) {
		doing->kind = "link";
		PATH(doing, "/me/privacy/erasure/link");
		return true;
	}
	if (!leaving_begins(folk_self(who), doing))
		return false;
	doing->kind = "by the link";
	PATH(doing, "/me/privacy/erasure/link/%s", link);
	link[0] = '\0';
	return true;
}

/* One of them who leaves, if one is found. */
static struct person *some_leaver(int brand)
{
	struct person *whom = NULL;
	for (int i = 0; i < 20 && !(whom && whom->leaves && may_be(&whom->here, clock_monotonic())); i++)
		whom = folk_somebody(brand);
	return whom;
}

/* She thinks better of it, or writes another letter. */
static bool stay_begin(const struct person *who, struct doing *doing)
{
	struct person *whom = who->hat == HAT_ADMIN ? some_leaver(who->brand) : folk_self(who);
	if (!whom || !whom->id || (!whom->leaves && is_like(90)) || !change_begin(&doing->change, &whom->awake, NULL))
		return false;
	vow_release(VOW_ERASURE, whom->id, 0);
	as_browser(who, doing);
	use_method(doing, POST);
	doing->kind = whom == who ? "herself" : "by the desk";
	if (whom == who)
		PATH(doing, "/me/privacy/erasure/end");
	else
		PATH(doing, "/desk/members/%lld/erasure/end", (long long)whom->id);
	return true;
}

/* ── whether it was done ── */

static bool look_begin(const struct person *who, struct doing *doing)
{
	const struct person *whom = some_leaver(who->brand);
	if (who->hat != HAT_ADMIN || !whom || !whom->leaves)
		return false;
	doing->at = whom - folk_town()->people;
	as_browser(who, doing);
	PATH(doing, "/desk/members/%lld/erasure", (long long)whom->id);
	return true;
}

/* From now on nothing that was hers alone is shown to anybody, and she does nothing any more. */
static void look_done(const struct person *who, struct doing *doing)
{
	struct person *whom = folk_self(&folk_town()->people[doing->at]);
	(void)who;
	if (!str_contains(doing->call->text, S("Gelöscht am")) || !may_be(&whom->here, clock_monotonic()))
		return;
	trace_line("%s was erased", whom->name);
	doing->kind = "erased";
	whom->here.until = clock_monotonic();
	const struct known *thread = known_any(KNOWN_THREAD, whom->brand);
	if (thread)
		folk_witness(thread);
}

/* Whoever was erased is no member, and her page is none. */
static bool visit_begin(const struct person *who, struct doing *doing)
{
	const struct person *whom = folk_somebody(who->brand);
	if (!whom || (!whom->leaves && is_like(70)))
		return false;
	doing->at = whom - folk_town()->people;
	if (is_like(70))
		as_browser(who, doing);
	PATH(doing, "%s/members/%lld", str_empty(doing->call->bearer) ? "" : "/api/v1", (long long)whom->id);
	return true;
}

static void visit_done(const struct person *who, struct doing *doing)
{
	const struct person *whom = &folk_town()->people[doing->at];
	if (doing->call->status == 200 && !may_be(&whom->here, doing->call->since))
		sim_failed("%s was erased, and %s opens her page", whom->name, who->name);
}

const struct deed deeds_of_leaving[] = {
	{ "profile", 8, profile_begin, NULL, NULL },
	{ "leave", 8, leave_begin, leaving_done, KINDS("link", "by the link") },
	{ "stay", 4, stay_begin, NULL, KINDS("herself", "by the desk") },
	{ "visit", 10, visit_begin, visit_done, NULL },
	{ .name = NULL },
};

/* At the desk. */
const struct deed deeds_of_ends[] = {
	{ "letter", 8, letter_begin, leaving_done, NULL },
	{ "was it done", 16, look_begin, look_done, KINDS("erased") },
	{ .name = NULL },
};
