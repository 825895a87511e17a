/* folk.c: one call at a time for each of them; what gets no answer is asked again, under the same key. */
#include "test/sim/folk.h"

#include "test/sim/clock.h"
#include "test/sim/hand.h"
#include "test/sim/tally.h"

#include <stdarg.h>
#include <stdio.h>

enum { TRIES_MAX = 12 };

static const struct deed *const all[] = { deeds_of_words, deeds_of_visits, deeds_of_one, deeds_of_desk, deeds_of_door, deeds_of_leaving,
	deeds_of_keys, deeds_of_help, deeds_of_ladder, deeds_of_articles };

static const struct deed *const at_desk[] = { deeds_of_desk, deeds_of_ends, deeds_of_order, deeds_of_helpers, deeds_of_tickets, deeds_of_editors };

LASTS static const struct deed *favourite;
LASTS static struct town *town;
LASTS static struct doing doings[PEOPLE_MAX];
LASTS static str csrf[PEOPLE_MAX];
LASTS static int64_t keys;
LASTS static bool rests;
LASTS static struct { size_t who; const struct deed *deed; } turn;
LASTS static struct known watched, changed;
LASTS static bool has_changed, looks_again;
LASTS static size_t witness;
LASTS static char seen_path[PATH_MAX_BYTES];

/* ── for the deeds ── */

void print(char *to, size_t room, const char *format, ...)
{
	va_list values;
	va_start(values, format);
	int len = vsnprintf(to, room, format, values);
	va_end(values);
	must(len >= 0 && (size_t)len < room);
}

void use_method(struct doing *doing, enum method method)
{
	doing->call->method = method;
}

void as_browser(const struct person *who, struct doing *doing)
{
	doing->call->bearer = S("");
	doing->call->is_json = false;
	doing->call->cookie = who->cookie;
	doing->call->csrf = csrf[who - town->people];
}

void marked(const struct person *who, struct doing *doing, enum circle circle)
{
	doing->number = mark_make(who, circle, doing->mark);
}

void marked_in(const struct person *who, struct doing *doing, struct spot *spot)
{
	doing->number = mark_in(who, spot, doing->mark);
}

str text_in(str text, const char *name)
{
	char before[40];
	size_t at;
	print(before, sizeof(before), "\"%s\":\"", name);
	if (!str_find(text, str_from(before), &at))
		return S("");
	str rest = str_skip(text, at + strlen(before));
	return str_cut(&rest, '"');
}

int64_t id_in(str text)
{
	int64_t id = 0;
	return str_number(text_in(text, "id"), &id) ? id : 0;
}

void check_voice(const struct person *who, const struct doing *doing)
{
	if (!may_be(&who->voice, doing->call->since))
		sim_failed("%s is muted and said it all the same: %s", who->name, doing->call->path);
	check_awake(who, doing);
}

void check_awake(const struct person *who, const struct doing *doing)
{
	if (!may_be(&who->awake, doing->call->since))
		sim_failed("%s is to be erased and published all the same: %s", who->name, doing->call->path);
}

bool is_like(unsigned percent)
{
	return chance_below(DIE_WORLD, 100) < percent;
}

/* ── one after another ── */

void folk_open(struct town *of)
{
	town = of;
	rests = false;
	turn.deed = NULL;
	favourite = all[chance_below(DIE_WORLD, COUNT(all))];
	known_forget();
	order_open();
	keys_open();
	help_open();
	ladder_open();
	articles_open();
}

const struct town *folk_town(void)
{
	return town;
}

struct person *folk_self(const struct person *who)
{
	return &town->people[who - town->people];
}

void folk_sign(const struct person *who, const char *cookie)
{
	size_t len = strlen(cookie);
	char *kept = memory_take(len + 1);
	memcpy(kept, cookie, len);
	folk_self(who)->cookie = (str){ kept, len };
	csrf[who - town->people] = S(""); /* that of the session before is worth nothing */
}

struct person *folk_somebody(int brand)
{
	struct person *whom = &town->people[chance_below(DIE_WORLD, town->count)];
	return whom->id && whom->brand == brand ? whom : NULL;
}

struct person *folk_member(int brand, int64_t id)
{
	for (size_t i = 0; i < town->count; i++) {
		if (id && town->people[i].brand == brand && town->people[i].id == id)
			return &town->people[i];
	}
	return NULL;
}

void folk_rest(void)
{
	rests = true;
}

const struct person *folk_of_mail(str address)
{
	for (size_t i = 0; town && i < town->count; i++) {
		if (town->people[i].id && str_equal(address, str_from(town->people[i].mail)))
			return &town->people[i];
	}
	return NULL;
}

/* Each seed has a taste: what comes seldom everywhere comes often somewhere. */
static unsigned weight_of(const struct deed *deed, const struct deed *const list)
{
	return deed->weight * (list == favourite ? 6 : 1);
}

static const struct deed *choose(const struct deed *const *lists, size_t list_count)
{
	unsigned sum = 0;
	const struct deed *deed = NULL;
	for (size_t i = 0; i < list_count; i++) {
		for (deed = lists[i]; deed->name; deed++)
			sum += weight_of(deed, lists[i]);
	}
	unsigned at = (unsigned)chance_below(DIE_WORLD, sum);
	for (size_t i = 0; i < list_count; i++) {
		for (deed = lists[i]; deed->name; deed++) {
			unsigned weight = weight_of(deed, lists[i]);
			if (at < weight)
				return deed;
			at -= weight;
		}
	}
	return NULL;
}

/* A form needs its token: one page is read for it. */
static bool csrf_begin(const struct person *who, struct doing *doing)
{
	as_browser(who, doing);
	PATH(doing, "/language");
	return true;
}

str csrf_of(str page)
{
	size_t at;
	if (!str_find(page, S("name=\"csrf\" value=\""), &at))
		return S("");
	str value = str_skip(page, at + 19);
	value = str_cut(&value, '"');
	char *kept = memory_take(value.len + 1);
	memcpy(kept, value.at, value.len);
	return (str){ kept, value.len };
}

static void csrf_done(const struct person *who, struct doing *doing)
{
	csrf[who - town->people] = csrf_of(doing->call->text);
}
static const struct deed csrf_deed = { "token", 0, csrf_begin, csrf_done, NULL };

/* Helpers have more to do than others, and so has whoever keeps order. */
static size_t some_person(void)
{
	size_t who = chance_below(DIE_WORLD, town->count);
	for (int i = is_like(90) ? 12 : 0; i < 12; i++) {
		size_t other = chance_below(DIE_WORLD, town->count);
		if (town->people[other].hat == HAT_ADMIN || town->people[other].hat == HAT_MODERATOR)
			return other;
	}
	return town->people[who].hat != HAT_HELPER && is_like(25) ? (is_like(60) ? town->helper[0] : town->helper[1]) : who;
}

static bool start(size_t who, const struct deed *deed)
{
	struct doing *doing = &doings[who];
	const struct person *person = &town->people[who];
	*doing = (struct doing){ .call = net_call(), .deed = deed, .begun_at = clock_now() };
	struct call *call = doing->call;
	call->who = person;
	call->since = clock_monotonic();
	call->is_json = true;
	call->host = person->host;
	call->bearer = person->bearer;
	call->cookie = call->csrf = S("");
	if (!deed->begin(person, doing)) {
		call->state = CALL_FREE; /* it was never sent */
		doing->call = NULL;
		return false;
	}
	if (call->method != GET)
		print(call->once, sizeof(call->once), "key-%lld", (long long)++keys);
	net_send(call);
	return true;
}

static const struct deed *deed_in(const struct deed *const *lists, size_t list_count, const char *name)
{
	for (size_t i = 0; i < list_count; i++) {
		for (const struct deed *deed = lists[i]; deed->name; deed++) {
			if (!strcmp(deed->name, name))
				return deed;
		}
	}
	return NULL;
}

void folk_turn(const struct person *who, const char *name)
{
	const struct deed *deed = deed_in(all, COUNT(all), name);
	turn.who = (size_t)(who - town->people);
	turn.deed = deed ? deed : deed_in(at_desk, COUNT(at_desk), name);
	must(turn.deed != NULL);
}

/* Whose turn it is, or somebody. */
static const struct deed *next_deed(size_t *who_out)
{
	const struct deed *deed = turn.deed;
	*who_out = turn.who;
	turn.deed = NULL;
	if (deed)
		return deed;
	*who_out = some_person();
	if (is_like(50) && (deed = visits_turn(who_out)))
		return deed;
	enum hat hat = town->people[*who_out].hat;
	bool is_duty = (hat == HAT_MODERATOR || hat == HAT_ADMIN) && is_like(50);
	return is_duty ? choose(at_desk, COUNT(at_desk)) : choose(all, COUNT(all));
}

void folk_act(void)
{
	size_t who;
	const struct deed *deed = next_deed(&who);
	const struct person *person = &town->people[who];
	if (rests || doings[who].call)
		return;
	if (!person->id && deed->done && is_like(85)) /* whoever has no name mostly reads */
		return;
	if (person->id && str_empty(csrf[who]) && !str_empty(person->cookie))
		deed = &csrf_deed;
	start(who, deed);
}

void folk_do(const struct person *who, const struct deed *deed)
{
	start((size_t)(who - town->people), deed);
}

/* Somebody happens to look just then. */
static bool witness_begin(const struct person *who, struct doing *doing)
{
	static const char *const pages[] = { "/help", "/", "/search?q=Frage", "/search?q=Rat", "/help/feed", "/sitemap.xml",
		"/api/v1/threads", "/api/v1/search?q=Frage" };
	static const char *const lists[] = { "/articles", "/stories", "/news", "/guides", "/stories/feed", "/", "/search?q=Bericht" };
	if (who->brand != watched.brand)
		return false;
	as_browser(who, doing);
	if (looks_again) { /* has it changed? */
		PATH(doing, "%s", seen_path);
		return seen_path[0] != '\0';
	}
	if (watched.thing == KNOWN_THREAD || watched.thing == KNOWN_POST)
		PATH(doing, "/threads/%lld", (long long)(watched.thing == KNOWN_POST ? watched.about : watched.id));
	if (watched.thing == KNOWN_ARTICLE)
		PATH(doing, "/articles/%lld", (long long)watched.id);
	if (watched.thing == KNOWN_ARTICLE && is_like(35))
		PATH(doing, "%s", lists[chance_below(DIE_WORLD, COUNT(lists))]);
	else if (is_like(35))
		PATH(doing, "%s", pages[chance_below(DIE_WORLD, COUNT(pages))]);
	memcpy(seen_path, doing->call->path, sizeof(seen_path));
	return seen_path[0] != '\0';
}
static const struct deed witness_deed = { "witness", 0, witness_begin, NULL, NULL };

static void look(const struct known *thing, bool again)
{
	size_t who = again ? witness : chance_below(DIE_WORLD, town->count);
	bool by_stranger = !again && is_like(80); /* pages of strangers are kept */
	watched = *thing;
	looks_again = again;
	for (size_t i = 0; by_stranger && i < town->count; i++) {
		if (!town->people[i].id && town->people[i].brand == thing->brand)
			who = i;
	}
	witness = who;
	if (!rests && !doings[who].call)
		start(who, &witness_deed);
}

void folk_witness(const struct known *thing)
{
	look(thing, false);
}

void witness_done(const struct person *who, struct doing *doing)
{
	(void)who;
	changed = doing->thing;
	has_changed = true;
}

/* Whoever is not signed in is sent to the door. */
static bool was_done(const struct call *call)
{
	str to = str_from(call->location);
	return call->status < 400 && !str_equal(to, S("/login")) && !str_starts(to, S("/login?"));
}

static bool was_said(const struct doing *doing)
{
	return !doing->flash || !strcmp(doing->flash, doing->call->flash);
}

static void count_it(const struct doing *doing)
{
	const struct call *call = doing->call;
	bool is_done = call->state == CALL_ANSWERED && was_done(call) && was_said(doing);
	tally_count(doing, is_done ? TALLY_DONE : call->state == CALL_LOST ? TALLY_LOST : TALLY_REFUSED);
}

/* Open to anybody, by a browser that nobody knows. */
static bool is_at_door(str path)
{
	return str_starts(path, S("/login")) || str_starts(path, S("/recover")) || str_starts(path, S("/signup")) || str_starts(path, S("/confirm"));
}

static void check_hands(const struct person *person, const struct call *call)
{
	bool is_deed = person->id && call->method != GET && was_done(call) && !is_at_door(str_from(call->path));
	if (is_deed && !may_be(&person->writes, call->since))
		sim_failed("%s is suspended and did it all the same: %s", person->name, call->path);
	if (is_deed && !may_be(&person->here, call->since))
		sim_failed("%s was erased and did it all the same: %s", person->name, call->path);
}

/* Whoever is told to come later mostly does: at once it would be told the same, and the clock stands still meanwhile. */
static moment some_patience(void)
{
	return is_like(10) ? 0 : SECONDS(1) + (moment)chance_below(DIE_WORLD, (uint64_t)SECONDS(20));
}

/* A key is remembered for two days, and the clock may be set meanwhile: whoever comes later with it is new. */
static bool may_ask_again(const struct doing *doing)
{
	return doing->tries <= TRIES_MAX && clock_now() - doing->begun_at < HOURS(17);
}

static void ask_again(struct doing *doing)
{
	struct call *call = doing->call;
	if (clock_monotonic() < doing->again_at) {
		call->state = CALL_MADE;
		return;
	}
	doing->again_at = 0;
	if (may_ask_again(doing)) {
		deeds.repeats++;
		net_send(call);
	} else {
		call->state = CALL_FREE;
		doing->call = NULL;
	}
}

static void hear_one(const struct person *person, struct doing *doing)
{
	struct call *call = doing->call;
	bool again = call->state == CALL_LOST || call->status == 503 || call->status == 500;
	if (call->state == CALL_SENT || call->state == CALL_SERVED)
		return;
	if (doing->again_at) {
		ask_again(doing);
		return;
	}
	if (!again)
		check_hands(person, call);
	bool is_known = was_done(call) || !doing->is_once || !doing->tries;
	if (!again && is_known) {
		change_end(&doing->change, was_done(call) && was_said(doing));
		change_end(&doing->also, was_done(call) && was_said(doing));
	}
	if (!again && (call->status < 400 || doing->hears_refusals) && doing->deed->done)
		doing->deed->done(person, doing);
	count_it(doing);
	net_done(call);
	if (again && doing->tries++ < TRIES_MAX && may_ask_again(doing)) {
		doing->again_at = clock_monotonic() + (call->status == 503 ? some_patience() : 0);
		ask_again(doing);
		return;
	}
	doing->call = NULL;
	if (doing->goes_on && !rests)
		start((size_t)(person - town->people), doing->deed);
}

void folk_hear(void)
{
	for (size_t i = 0; i < town->count; i++) {
		if (doings[i].call)
			hear_one(&town->people[i], &doings[i]);
	}
	if (has_changed)
		look(&changed, is_like(90));
	has_changed = false;
}

bool folk_waits(void)
{
	for (size_t i = 0; i < town->count; i++) {
		if (doings[i].call)
			return true;
	}
	return false;
}

moment folk_patience(moment most)
{
	if (turn.deed && is_like(80))
		most = 1 + (moment)chance_below(DIE_WORLD, (uint64_t)MINUTES(8));
	for (size_t i = 0; i < town->count; i++) {
		moment left = doings[i].again_at - clock_monotonic();
		if (doings[i].call && doings[i].again_at && left < most)
			most = left > 0 ? left : 0;
	}
	return most;
}

bool folk_leaves(void)
{
	for (size_t i = 0; i < town->count; i++) {
		if (town->people[i].leaves)
			return true;
	}
	return false;
}
