/* folk.c: one call at a time for each of them. */
#include "test/sim/folk.h"

#include "test/sim/clock.h"
#include "test/sim/net.h"
#include "test/sim/vow.h"

#include <stdarg.h>
#include <stdio.h>

enum { THREADS_MAX = 200, TRIES_MAX = 12 };

struct task_of;
struct doing { struct call *call; const struct deed *deed; char mark[24]; int64_t about; int tries; moment begun_at; };

struct deed {
	const char *name;
	unsigned weight;
	/* Fills the call; false: there is nothing to do it to. */
	bool (*begin)(const struct person *who, struct doing *doing);
	/* It was answered, 2xx. */
	void (*done)(const struct person *who, struct doing *doing);
};

struct known_thread { int64_t id; int brand; };

LASTS static const struct town *town;
LASTS static struct doing doings[PEOPLE_MAX];
LASTS static struct known_thread threads[THREADS_MAX];
LASTS static size_t thread_count;
LASTS static int64_t marks;
LASTS static bool rests;

static int64_t id_in(str text)
{
	size_t at;
	int64_t id = 0;
	if (!str_find(text, S("\"id\":\""), &at))
		return 0;
	str rest = str_skip(text, at + 6);
	return str_number(str_cut(&rest, '"'), &id) ? id : 0;
}

static void print(char *to, size_t room, const char *format, ...) __attribute__((format(printf, 3, 4)));
static void print(char *to, size_t room, const char *format, ...)
{
	va_list values;
	va_start(values, format);
	int len = vsnprintf(to, room, format, values);
	va_end(values);
	must(len >= 0 && (size_t)len < room);
}
#define PATH(call, ...) print((call)->path, sizeof((call)->path), __VA_ARGS__)
#define BODY(call, ...) print((call)->body, sizeof((call)->body), __VA_ARGS__)

/* ── asking ── */

static bool ask_begin(const struct person *who, struct doing *doing)
{
	struct call *call = doing->call;
	call->method = POST;
	PATH(call, "/api/v1/threads");
	BODY(call, "{\"board_id\":\"%lld\",\"title\":\"Frage %s\",\"body\":\"Was tun bei %s?\"}",
	     (long long)town->open_board[who->brand], doing->mark, doing->mark);
	return who->id != 0;
}

static void ask_done(const struct person *who, struct doing *doing)
{
	char title[40];
	int64_t id = id_in(doing->call->text);
	must(id != 0);
	print(title, sizeof(title), "Frage %s", doing->mark);
	vow(VOW_THREAD, who->brand_id, id, title);
	vow_once(VOW_THREAD, who->brand_id, title);
	if (thread_count < THREADS_MAX)
		threads[thread_count++] = (struct known_thread){ id, who->brand };
}

static bool reply_begin(const struct person *who, struct doing *doing)
{
	struct call *call = doing->call;
	if (!thread_count || !who->id)
		return false;
	const struct known_thread *thread = &threads[chance_below(DIE_WORLD, thread_count)];
	if (thread->brand != who->brand)
		return false;
	call->method = POST;
	PATH(call, "/api/v1/threads/%lld/posts", (long long)thread->id);
	BODY(call, "{\"body\":\"Rat %s\"}", doing->mark);
	return true;
}

static void reply_done(const struct person *who, struct doing *doing)
{
	char body[40];
	int64_t id = id_in(doing->call->text);
	must(id != 0);
	print(body, sizeof(body), "Rat %s", doing->mark);
	vow(VOW_POST, who->brand_id, id, body);
	vow_once(VOW_POST, who->brand_id, body);
}

static const struct deed deeds_of_people[] = {
	{ "ask", 10, ask_begin, ask_done },
	{ "reply", 20, reply_begin, reply_done },
};

/* ── one after another ── */

void folk_open(const struct town *of)
{
	town = of;
	rests = false;
}

void folk_rest(void)
{
	rests = true;
}

static const struct deed *choose(void)
{
	unsigned sum = 0;
	for (size_t i = 0; i < COUNT(deeds_of_people); i++)
		sum += deeds_of_people[i].weight;
	unsigned at = (unsigned)chance_below(DIE_WORLD, sum);
	size_t i = 0;
	for (; at >= deeds_of_people[i].weight; i++)
		at -= deeds_of_people[i].weight;
	return &deeds_of_people[i];
}

void folk_act(void)
{
	size_t who = chance_below(DIE_WORLD, town->count);
	struct doing *doing = &doings[who];
	const struct person *person = &town->people[who];
	if (rests || doing->call)
		return;
	*doing = (struct doing){ .call = net_call(), .deed = choose(), .begun_at = clock_now() };
	struct call *call = doing->call;
	print(doing->mark, sizeof(doing->mark), "m%lldz", (long long)++marks);
	call->is_json = true;
	call->host = person->host;
	call->bearer = person->bearer;
	call->cookie = call->csrf = S("");
	if (!doing->deed->begin(person, doing)) {
		doing->call = NULL; /* it was never sent */
		return;
	}
	if (call->method != GET)
		print(call->once, sizeof(call->once), "key-%s", doing->mark);
	net_send(call);
}

static void hear_one(const struct person *person, struct doing *doing)
{
	struct call *call = doing->call;
	bool again = call->state == CALL_LOST || call->status == 503 || call->status == 500;
	if (call->state == CALL_SENT || call->state == CALL_SERVED)
		return;
	if (!again && call->status / 100 == 2)
		doing->deed->done(person, doing);
	net_done(call);
	/* A key is remembered for a day: whoever comes later with it is new. */
	if (again && doing->tries++ < TRIES_MAX && clock_now() - doing->begun_at < HOURS(23)) {
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
