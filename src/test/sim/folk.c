/* folk.c: one call at a time for each of them; what gets no answer is asked again, under the same key. */
#include "test/sim/folk.h"

#include "test/sim/clock.h"
#include "test/sim/deed.h"

#include <stdarg.h>
#include <stdio.h>

enum { TRIES_MAX = 12, DEEDS_MAX = 64 };

static const struct deed *const all[] = { deeds_of_words, deeds_of_visits, deeds_of_one };

LASTS static const struct town *town;
LASTS static struct doing doings[PEOPLE_MAX];
LASTS static str csrf[PEOPLE_MAX];
LASTS static int64_t keys;
LASTS static bool rests;
LASTS static struct { const struct deed *deed; int64_t done, refused, lost; } tally[DEEDS_MAX];

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

bool is_like(unsigned percent)
{
	return chance_below(DIE_WORLD, 100) < percent;
}

/* ── one after another ── */

void folk_open(const struct town *of)
{
	town = of;
	rests = false;
	known_forget();
}

const struct town *folk_town(void)
{
	return town;
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

static const struct deed *choose(void)
{
	unsigned sum = 0;
	const struct deed *deed = NULL;
	for (size_t i = 0; i < COUNT(all); i++) {
		for (deed = all[i]; deed->name; deed++)
			sum += deed->weight;
	}
	unsigned at = (unsigned)chance_below(DIE_WORLD, sum);
	for (size_t i = 0; i < COUNT(all); i++) {
		for (deed = all[i]; deed->name; deed++) {
			if (at < deed->weight)
				return deed;
			at -= deed->weight;
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

static void csrf_done(const struct person *who, struct doing *doing)
{
	size_t at;
	if (!str_find(doing->call->text, S("name=\"csrf\" value=\""), &at))
		return;
	str value = str_skip(doing->call->text, at + 19);
	value = str_cut(&value, '"');
	char *kept = memory_take(value.len + 1);
	memcpy(kept, value.at, value.len);
	csrf[who - town->people] = (str){ kept, value.len };
}
static const struct deed csrf_deed = { "token", 0, csrf_begin, csrf_done };

/* Helpers have more to do than others. */
static size_t some_person(void)
{
	size_t who = chance_below(DIE_WORLD, town->count);
	return town->people[who].hat != HAT_HELPER && is_like(25) ? (is_like(60) ? town->helper[0] : town->helper[1]) : who;
}

void folk_act(void)
{
	size_t who = some_person();
	struct doing *doing = &doings[who];
	const struct person *person = &town->people[who];
	const struct deed *deed = choose();
	if (rests || doing->call)
		return;
	if (!person->id && deed->done && is_like(85)) /* whoever has no name mostly reads */
		return;
	if (person->id && str_empty(csrf[who]))
		deed = &csrf_deed;
	*doing = (struct doing){ .call = net_call(), .deed = deed, .begun_at = clock_now() };
	struct call *call = doing->call;
	call->who = person;
	call->is_json = true;
	call->host = person->host;
	call->bearer = person->bearer;
	call->cookie = call->csrf = S("");
	if (!deed->begin(person, doing)) {
		doing->call = NULL; /* it was never sent */
		return;
	}
	if (call->method != GET)
		print(call->once, sizeof(call->once), "key-%lld", (long long)++keys);
	net_send(call);
}

static void count_it(const struct deed *deed, const struct call *call)
{
	size_t i = 0;
	while (i < DEEDS_MAX - 1 && tally[i].deed && tally[i].deed != deed)
		i++;
	tally[i].deed = deed;
	tally[i].done += call->state == CALL_ANSWERED && call->status < 400;
	tally[i].refused += call->state == CALL_ANSWERED && call->status >= 400;
	tally[i].lost += call->state == CALL_LOST;
}

static void hear_one(const struct person *person, struct doing *doing)
{
	struct call *call = doing->call;
	bool again = call->state == CALL_LOST || call->status == 503 || call->status == 500;
	if (call->state == CALL_SENT || call->state == CALL_SERVED)
		return;
	count_it(doing->deed, call);
	if (!again && call->status < 400 && doing->deed->done)
		doing->deed->done(person, doing);
	net_done(call);
	/* A key is remembered for two days: whoever comes later with it is new. */
	if (again && doing->tries++ < TRIES_MAX && clock_now() - doing->begun_at < HOURS(47)) {
		deeds.repeats++;
		net_send(call);
		return;
	}
	doing->call = NULL;
}

void folk_hear(void)
{
	for (size_t i = 0; i < town->count; i++) {
		if (doings[i].call)
			hear_one(&town->people[i], &doings[i]);
	}
}

bool folk_waits(void)
{
	for (size_t i = 0; i < town->count; i++) {
		if (doings[i].call)
			return true;
	}
	return false;
}

void folk_report(void)
{
	for (size_t i = 0; i < DEEDS_MAX && tally[i].deed; i++)
		trace_line("%-20s %4lld done %4lld refused %4lld lost", tally[i].deed->name, (long long)tally[i].done,
		           (long long)tally[i].refused, (long long)tally[i].lost);
}
