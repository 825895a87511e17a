/* folk_visits.c: help in person: tasks, offers, bookings and every step of them, messages, reviews. */
#include "test/sim/hand.h"

#include "test/sim/clock.h"
#include "test/sim/folk.h"

static bool pick(const struct person *who, struct doing *doing, enum thing thing)
{
	const struct known *known = known_any(thing, who->brand);
	if (known)
		doing->thing = *known;
	return known != NULL;
}

/* What is talked about: one of the two turns to it next. */
LASTS static int64_t turns_to[PEOPLE_MAX];

static void turns(const struct person *who, const char *deed, int64_t id)
{
	turns_to[who - folk_town()->people] = id;
	folk_turn(who, deed);
}

static bool pick_turned_to(const struct person *who, struct doing *doing, enum thing thing)
{
	int64_t *id = &turns_to[who - folk_town()->people];
	const struct known *known = *id ? known_find(thing, *id) : NULL;
	if (!known)
		return false;
	doing->thing = *known;
	*id = 0;
	return true;
}

/* Mostly one of her own. */
static bool pick_own(const struct person *who, struct doing *doing, enum thing thing)
{
	if (pick_turned_to(who, doing, thing))
		return true;
	for (int i = 0; i < 12; i++) {
		if (!pick(who, doing, thing))
			return false;
		if (doing->thing.owner == who->id || doing->thing.other == who->id)
			return true;
	}
	return is_like(15);
}

/* One at which something is open for her, or at which she has not looked. */
static bool pick_open(const struct person *who, struct doing *doing)
{
	bool is_own = false;
	for (int i = 0; i < 6; i++) {
		is_own = pick_own(who, doing, KNOWN_BOOKING);
		if (!is_own || doing->thing.steps_of != who->id || doing->thing.steps[0])
			return is_own;
	}
	return is_own && is_like(20);
}

/* In the hours when most can, on half an hour, within so many days. */
static moment some_start(int days)
{
	moment day = clock_now() / DAYS(1) * DAYS(1) + DAYS(1 + (int64_t)chance_below(DIE_WORLD, (uint64_t)days));
	return day + HOURS(9) + MINUTES(30 * (int64_t)chance_below(DIE_WORLD, 12));
}

static const char *iso(moment at)
{
	static LASTS char text[24];
	struct wall wall = wall_at(zone_utc(), at);
	print(text, sizeof(text), "%04d-%02d-%02dT%02d:%02d:00Z", wall.year, wall.month, wall.day, wall.hour, wall.minute);
	return text;
}

/* ── wanted and offered ── */

static bool task_begin(const struct person *who, struct doing *doing)
{
	const struct known *thread = is_like(50) ? known_any(KNOWN_THREAD, who->brand) : NULL;
	char of_thread[50] = "";
	if (thread && thread->owner == who->id)
		print(of_thread, sizeof(of_thread), ",\"thread_id\":\"%lld\"", (long long)thread->id);
	marked(who, doing, CIRCLE_PUBLIC);
	use_method(doing, POST);
	PATH(doing, "/api/v1/tasks");
	BODY(doing, "{\"title\":\"Hilfe %s\",\"text\":\"Der Besuch kommt nicht ins Netz.\",\"category\":\"wifi\",\"place\":\"50667\""
	     "%s}", doing->mark, of_thread);
	return true;
}

static void task_done(const struct person *who, struct doing *doing)
{
	char title[40];
	int64_t id = id_in(doing->call->text);
	check_awake(who, doing);
	must(id != 0);
	print(title, sizeof(title), "Hilfe %s", doing->mark);
	vow(VOW_TASK, who, id, 0, title);
	vow_once(VOW_TASK, who->brand_id, title);
	known_add(&(struct known){ .thing = KNOWN_TASK, .brand = who->brand, .id = id, .owner = who->id });
}

static bool task_step_begin(const struct person *who, struct doing *doing)
{
	if (!pick(who, doing, KNOWN_TASK) || (doing->thing.owner != who->id && is_like(90)))
		return false;
	use_method(doing, POST);
	doing->kind = is_like(40) ? "withdrawal" : "extension";
	PATH(doing, "/api/v1/tasks/%lld/%s", (long long)doing->thing.id, doing->kind);
	BODY(doing, "{}");
	return true;
}

static bool offer_begin(const struct person *who, struct doing *doing)
{
	if (!pick(who, doing, KNOWN_TASK) || (!who->has_applied && is_like(95)))
		return false;
	if (doing->thing.owner == who->id && is_like(80))
		return false;
	marked(who, doing, CIRCLE_TWO);
	mark_open_to(doing->number, doing->thing.owner);
	doing->at = some_start(3);
	use_method(doing, POST);
	PATH(doing, "/api/v1/tasks/%lld/offers", (long long)doing->thing.id);
	BODY(doing, "{\"price_minor\":4000,\"starts_at\":\"%s\",\"minutes\":60,\"text\":\"Ich bringe alles mit: %s\"}", iso(doing->at),
	     doing->mark);
	return true;
}

static void offer_done(const struct person *who, struct doing *doing)
{
	int64_t id = id_in(doing->call->text);
	must(id != 0);
	check_awake(who, doing);
	help_check(who, doing->call->since, "offers help");
	char text[48];
	print(text, sizeof(text), "Ich bringe alles mit: %s", doing->mark);
	vow(VOW_OFFER, who, id, 0, "");
	vow_once(VOW_OFFER, who->brand_id, text);
	known_add(&(struct known){ .thing = KNOWN_OFFER, .brand = who->brand, .id = id, .about = doing->thing.id,
	                           .owner = doing->thing.owner, .other = who->id, .starts_at = doing->at });
	const struct person *asker = folk_member(who->brand, doing->thing.owner);
	if (asker && is_like(60))
		turns(asker, is_like(80) ? "accept an offer" : "offer step", id);
	else if (is_like(25))
		turns(who, "offer step", id);
}

static bool offer_step_begin(const struct person *who, struct doing *doing)
{
	if (!pick_own(who, doing, KNOWN_OFFER))
		return false;
	bool is_helper = doing->thing.other == who->id;
	if (!is_helper && doing->thing.owner != who->id && is_like(95))
		return false;
	use_method(doing, POST);
	doing->kind = is_helper ? "withdrawal" : "refusal";
	PATH(doing, "/api/v1/offers/%lld/%s", (long long)doing->thing.id, doing->kind);
	BODY(doing, "{}");
	return true;
}

/* If the helper agrees, or is chosen, the two are told where, and by which phone they reach each other. */
static bool agreement_begins(struct doing *doing, int64_t mark, const struct person *asker)
{
	const struct person *helper = folk_member(asker->brand, doing->thing.other);
	bool has_phone = helper && helper->hat == HAT_HELPER;
	doing->is_once = true; /* what is asked again and refused may have been done the first time */
	if (!change_begin(&doing->change, mark_may(mark, doing->thing.other), NULL))
		return false;
	bool begins = !has_phone || change_begin(&doing->also, helpers_phone_may(asker), NULL);
	if (!begins)
		change_end(&doing->change, false);
	return begins;
}

static bool accept_offer_begin(const struct person *who, struct doing *doing)
{
	if (!pick_own(who, doing, KNOWN_OFFER) || (doing->thing.owner != who->id && is_like(90)))
		return false;
	char phone[PHONE_BYTES];
	marked(who, doing, CIRCLE_TWO);
	if (doing->thing.owner == who->id && !agreement_begins(doing, doing->number, who))
		return false;
	phone_make(doing->number, phone);
	use_method(doing, POST);
	PATH(doing, "/api/v1/offers/%lld/acceptance", (long long)doing->thing.id);
	BODY(doing, "{\"address\":\"%s-Gasse 1\",\"phone\":\"%s\"}", doing->mark, phone);
	return true;
}

/* As docs/rules/booking.md has it, at the latest: 48 hours after asking, or 2 before the start. */
static moment runs_out(moment starts_at)
{
	moment usual = clock_now() + HOURS(48), latest = starts_at - HOURS(2);
	return usual < latest ? usual : latest;
}

static void booked(const struct person *who, struct doing *doing)
{
	int64_t id = id_in(doing->call->text);
	struct known booking = { .thing = KNOWN_BOOKING, .brand = who->brand, .id = id, .owner = who->id, .other = doing->thing.other,
		.mark = doing->number, .runs_out = doing->at ? runs_out(doing->at) : 0,
		.starts_at = doing->at ? doing->at : doing->thing.starts_at };
	must(id != 0);
	vow(VOW_BOOKING, who, id, who->id, "");
	known_add(&booking);
}

static const struct person *some_helper(int brand)
{
	const struct town *town = folk_town();
	for (size_t i = 0; i < town->count; i++) {
		if (town->people[i].brand == brand && town->people[i].hat == HAT_HELPER)
			return &town->people[i];
	}
	return NULL;
}

/* Whoever is suspended helps nobody, and nobody is asked within a pause. */
static void booked_directly(const struct person *who, struct doing *doing)
{
	const struct person *helper = some_helper(who->brand);
	if (is_like(75))
		turns(helper, "step", id_in(doing->call->text));
	if (!may_be(&helper->writes, doing->call->since))
		sim_failed("%s is suspended and was booked", helper->name);
	if (!may_be(&helper->open, doing->call->since))
		sim_failed("%s has a pause and was booked", helper->name);
	help_check(helper, doing->call->since, "was booked");
	booked(who, doing);
}

/* Now and then at the very time that somebody else has wanted: there is one helper. */
static moment wanted_start(int brand)
{
	static LASTS moment wanted[BRANDS];
	if (!is_like(40) || wanted[brand] < clock_now())
		wanted[brand] = some_start(2);
	return wanted[brand];
}

static bool book_begin(const struct person *who, struct doing *doing)
{
	doing->thing.other = some_helper(who->brand)->id;
	if (doing->thing.other == who->id && is_like(90))
		return false;
	char phone[PHONE_BYTES];
	doing->at = wanted_start(who->brand);
	marked(who, doing, CIRCLE_TWO);
	use_method(doing, POST);
	phone_make(doing->number, phone);
	PATH(doing, "/api/v1/services/%lld/bookings", (long long)folk_town()->service[who->brand]);
	BODY(doing, "{\"starts_at\":\"%s\",\"address\":\"%s-Gasse 1\",\"place\":\"50667\",\"phone\":\"%s\"}",
	     iso(doing->at), doing->mark, phone);
	return true;
}

/* ── a booking's life ── */

static bool look_begin(const struct person *who, struct doing *doing)
{
	static const char *const paths[][2] = { { "/api/v1", "" }, { "", "" }, { "", "/calendar.ics" }, { "/api/v1", "/reviews" },
		{ "", "/agreement" } };
	size_t which = chance_below(DIE_WORLD, COUNT(paths));
	if (!pick_own(who, doing, KNOWN_BOOKING))
		return false;
	if (which && which != 3)
		as_browser(who, doing);
	PATH(doing, "%s/bookings/%lld%s", paths[which][0], (long long)doing->thing.id, paths[which][1]);
	return true;
}

static void look_done(const struct person *who, struct doing *doing)
{
	struct known *known = known_find(KNOWN_BOOKING, doing->thing.id);
	str steps = text_in(doing->call->text, "steps"), code = text_in(doing->call->text, "finish_code");
	if (!known || steps.len >= sizeof(known->steps))
		return;
	if (!str_empty(code) && who->id != known->owner)
		sim_failed("the code of %s was told to %s", doing->call->path, who->name);
	if (!str_empty(code))
		print(known->code, sizeof(known->code), "%.*s", STR_ARG(code));
	known->is_done = known->is_done || str_starts(text_in(doing->call->text, "state"), S("done"));
	doing->goes_on = doing->call->method == GET && steps.len > 0 && is_like(60);
	turns_to[who - folk_town()->people] = doing->goes_on ? known->id : 0;
	if (doing->kind && known->is_done && is_like(60)) {
		turns(who, "review", known->id);
		return;
	}
	const struct person *other = folk_member(who->brand, who->id == known->owner ? known->other : known->owner);
	if (other && doing->kind && is_like(!strcmp(doing->kind, "absence") ? 90 : 40))
		turns(other, "step", known->id);
	known->steps_of = who->id;
	memcpy(known->steps, steps.at, steps.len);
	known->steps[steps.len] = '\0';
}

static const char *const all_steps[] = { "acceptance", "acceptance", "acceptance", "refusal", "withdrawal", "cancellation", "start",
	"completion", "contact", "confirmation", "move", "move/acceptance", "move/acceptance", "move/refusal", "move/withdrawal", "absence",
	"objection", "repair", "failure", "handover", "code" };

static const char *step_named(str name)
{
	for (size_t i = 0; i < COUNT(all_steps); i++) {
		if (str_equal(name, str_from(all_steps[i])))
			return all_steps[i];
	}
	sim_failed("a booking has a step of no name: %.*s", STR_ARG(name));
}

/* As it was last told to either of the two; now and then anything at all.  NULL: it is left as it is. */
static const char *some_step(const struct known *booking)
{
	str rest = str_from(booking->steps), step = S("");
	size_t count = 1;
	if (str_empty(rest) || is_like(8))
		return all_steps[chance_below(DIE_WORLD, COUNT(all_steps))];
	for (size_t i = 0; i < rest.len; i++)
		count += rest.at[i] == ' ';
	for (uint64_t i = chance_below(DIE_WORLD, count) + 1; i; i--)
		step = str_cut(&rest, ' ');
	bool is_end = str_equal(step, S("cancellation")) || str_equal(step, S("withdrawal")) || str_equal(step, S("refusal"));
	return is_end && is_like(75) ? NULL : step_named(step);
}

/* The asker tells it at the door; now and then it is heard wrong. */
static void say_code(struct doing *doing)
{
	const char *code = doing->thing.code;
	bool is_heard = code[0] && is_like(85);
	if (is_heard)
		BODY(doing, "{\"code\":\"%s\"}", code);
	else
		BODY(doing, "{\"code\":\"%06d\"}", (int)chance_below(DIE_WORLD, 1000000));
}

static void say_step(struct doing *doing, const char *step)
{
	if (!strcmp(step, "move"))
		BODY(doing, "{\"starts_at\":\"%s\"}", iso(some_start(4)));
	else if (!strcmp(step, "absence"))
		BODY(doing, "{\"cause\":\"called\"}");
	else if (!strcmp(step, "failure"))
		BODY(doing, "{\"cause\":\"part\"}");
	else if (!strcmp(step, "handover"))
		BODY(doing, "{\"cause\":\"line\"}");
	else if (!strcmp(step, "code"))
		say_code(doing);
	else
		BODY(doing, "{\"reason\":\"Es ging leider nicht anders.\"}");
}

static bool step_begin(const struct person *who, struct doing *doing)
{
	if (!pick_open(who, doing))
		return false;
	if (doing->thing.steps_of != who->id && is_like(85)) { /* first she looks */
		PATH(doing, "/api/v1/bookings/%lld", (long long)doing->thing.id);
		return true;
	}
	const char *step = some_step(&doing->thing);
	if (!step)
		return false;
	doing->is_agreeing = !strcmp(step, "acceptance");
	const struct person *asker = folk_member(who->brand, doing->thing.owner);
	if (doing->is_agreeing && doing->thing.other == who->id && asker && !agreement_begins(doing, doing->thing.mark, asker))
		return false;
	use_method(doing, POST);
	PATH(doing, "/api/v1/bookings/%lld/%s", (long long)doing->thing.id, step);
	say_step(doing, step);
	doing->kind = step;
	return true;
}

/* As they are stored; of the others it is not asked. */
static const struct { const char *name, *stored; } vowed_steps[] = { { "acceptance", "0" }, { "refusal", "1" }, { "withdrawal", "2" },
	{ "cancellation", "3" }, { "start", "4" }, { "completion", "5" }, { "code", "6" }, { "absence", "17" }, { "objection", "18" },
	{ "failure", "19" }, { "handover", "20" }, { "repair", "21" } };

static void vow_step(const struct person *who, const struct doing *doing)
{
	for (size_t i = 0; doing->kind && i < COUNT(vowed_steps); i++) {
		if (!strcmp(doing->kind, vowed_steps[i].name))
			vow(VOW_STEP, who, doing->thing.id, who->id, vowed_steps[i].stored);
	}
}

/* A clock is set back by five minutes at most; several times is seldom. */
static void step_done(const struct person *who, struct doing *doing)
{
	moment end = doing->thing.runs_out;
	if (doing->is_agreeing && end && doing->begun_at > end + MINUTES(30))
		sim_failed("%s agreed to a request that had run out: %s", who->name, doing->call->path);
	if (doing->is_agreeing)
		help_check(who, doing->call->since, "agrees to come");
	vow_step(who, doing);
	look_done(who, doing);
}

/* Not what is open just now: before it is time, or when it is late. */
static bool out_of_turn_begin(const struct person *who, struct doing *doing)
{
	static const char *const steps[] = { "cancellation", "cancellation", "start", "failure", "handover", "completion", "absence" };
	bool is_own = false;
	for (int i = 0; i < 12 && !(is_own && strstr(doing->thing.steps, "cancellation")); i++)
		is_own = pick_own(who, doing, KNOWN_BOOKING);
	if (!is_own || !strstr(doing->thing.steps, "cancellation"))
		return false;
	const char *step = steps[chance_below(DIE_WORLD, COUNT(steps))];
	use_method(doing, POST);
	doing->kind = step;
	PATH(doing, "/api/v1/bookings/%lld/%s", (long long)doing->thing.id, step);
	say_step(doing, step);
	return true;
}

/* ── talking, and how it was ── */

static bool chat_begin(const struct person *who, struct doing *doing)
{
	if (!pick_own(who, doing, KNOWN_BOOKING))
		return false;
	use_method(doing, POST);
	PATH(doing, "/api/v1/bookings/%lld/chat", (long long)doing->thing.id);
	BODY(doing, "{}");
	return true;
}

static void chat_done(const struct person *who, struct doing *doing)
{
	int64_t id = id_in(doing->call->text);
	struct known chat = { .thing = KNOWN_CHAT, .brand = who->brand, .id = id, .owner = doing->thing.owner, .other = doing->thing.other };
	if (id)
		known_add(&chat);
}

static bool message_begin(const struct person *who, struct doing *doing)
{
	if (!pick_own(who, doing, KNOWN_CHAT))
		return false;
	marked(who, doing, CIRCLE_TWO);
	mark_open_to(doing->number, doing->thing.owner == who->id ? doing->thing.other : doing->thing.owner);
	use_method(doing, POST);
	PATH(doing, "/api/v1/chats/%lld/messages", (long long)doing->thing.id);
	BODY(doing, "{\"text\":\"Bis bald %s\"}", doing->mark);
	return true;
}

static void message_done(const struct person *who, struct doing *doing)
{
	int64_t id = id_in(doing->call->text);
	char text[48];
	print(text, sizeof(text), "Bis bald %s", doing->mark);
	if (id)
		vow(VOW_MESSAGE, who, id, 0, "");
	vow_once(VOW_MESSAGE, who->brand_id, text);
	check_awake(who, doing);
}

static bool read_chat_begin(const struct person *who, struct doing *doing)
{
	if (!pick_own(who, doing, KNOWN_CHAT))
		return false;
	if (is_like(50))
		as_browser(who, doing);
	bool is_page = !str_empty(doing->call->cookie);
	PATH(doing, "%s/chats/%lld%s", is_page ? "" : "/api/v1", (long long)doing->thing.id, is_page ? "" : "/messages");
	return true;
}

static bool review_begin(const struct person *who, struct doing *doing)
{
	bool is_own = false;
	for (int i = 0; i < 12 && !(is_own && doing->thing.is_done); i++)
		is_own = pick_own(who, doing, KNOWN_BOOKING);
	if (!is_own || (!doing->thing.is_done && is_like(90)))
		return false;
	marked(who, doing, CIRCLE_PUBLIC);
	use_method(doing, POST);
	PATH(doing, "/api/v1/bookings/%lld/reviews", (long long)doing->thing.id);
	BODY(doing, "{\"stars\":%d,\"text\":\"Alles lief gut %s.\"}", 1 + (int)chance_below(DIE_WORLD, 5), doing->mark);
	return true;
}

static void review_done(const struct person *who, struct doing *doing)
{
	int64_t id = id_in(doing->call->text);
	must(id != 0);
	check_awake(who, doing);
	vow(VOW_REVIEW, who, id, 0, "");
}

const struct deed deeds_of_visits[] = {
	{ "task", 7, task_begin, task_done, NULL },
	{ "task step", 2, task_step_begin, NULL, KINDS("withdrawal", "extension") },
	{ "offer", 16, offer_begin, offer_done, NULL },
	{ "offer step", 3, offer_step_begin, NULL, KINDS("withdrawal", "refusal") },
	{ "accept an offer", 10, accept_offer_begin, booked, NULL },
	{ "book", 14, book_begin, booked_directly, NULL },
	{ "look at a booking", 14, look_begin, look_done, NULL },
	{ "step", 40, step_begin, step_done, KINDS("acceptance", "refusal", "withdrawal", "cancellation", "start", "completion", "contact",
	  "confirmation", "move", "move/acceptance", "move/refusal", "move/withdrawal", "absence", "objection", "repair", "failure",
	  "handover", "code") },
	{ "step out of turn", 12, out_of_turn_begin, step_done, NULL },
	{ "chat", 6, chat_begin, chat_done, NULL },
	{ "message", 8, message_begin, message_done, NULL },
	{ "read a chat", 4, read_chat_begin, NULL, NULL },
	{ "review", 12, review_begin, review_done, NULL },
	{ .name = NULL },
};

/* At a visit that is due either of the two; else at any, and at an offer mostly whoever asked. */
const struct deed *visits_turn(size_t *who_out)
{
	static const char *const at_offer[] = { "accept an offer", "accept an offer", "accept an offer", "offer step" };
	const struct known *visit = known_visit_about(clock_now());
	if (!visit && is_like(60))
		return NULL;
	bool is_offer = !visit && is_like(25), by_owner = is_like(is_offer ? 90 : 50);
	const struct known *known = visit ? visit : known_any(is_offer ? KNOWN_OFFER : KNOWN_BOOKING, is_like(60) ? 0 : 1);
	const char *name = !is_offer ? "step" : at_offer[chance_below(DIE_WORLD, COUNT(at_offer))];
	const struct person *one = known ? folk_member(known->brand, by_owner ? known->owner : known->other) : NULL;
	if (!one)
		return NULL;
	*who_out = (size_t)(one - folk_town()->people);
	turns_to[*who_out] = known->id;
	for (const struct deed *deed = deeds_of_visits; deed->name; deed++) {
		if (!strcmp(deed->name, name))
			return deed;
	}
	return NULL;
}
