/* net.c: event loops that take a call, give it to the door, and carry its answer back, if the line still stands. */
#include "test/sim/net.h"

#include "test/sim/clock.h"
#include "test/sim/disk.h"
#include "test/sim/eyes.h"
#include "test/sim/life.h"
#include "test/sim/thread.h"

#include "http/url.h"

enum { LOOPS = 3 };

/* What becomes of a call was decided when it was sent. */
enum fate { FATE_ARRIVES, FATE_BREAKS_THERE, FATE_BREAKS_BACK };

struct exchanged { struct http_exchange exchange; struct call *call; };

LASTS static struct call calls[CALLS_MAX];
LASTS static unsigned breaks_there, breaks_back;
LASTS static bool ends;
LASTS static int loops_left;
LASTS static uint64_t last_id;
LASTS static int64_t life_number;

struct call *net_call(void)
{
	size_t i = 0;
	while (i < CALLS_MAX && calls[i].state != CALL_FREE)
		i++;
	must(i < CALLS_MAX);
	calls[i] = (struct call){ .state = CALL_MADE, .method = GET, .host = "a.localhost" };
	return &calls[i];
}

void net_breaks(unsigned there, unsigned back)
{
	breaks_there = there;
	breaks_back = back;
}

void net_send(struct call *call)
{
	call->fate = chance_one_in(DIE_WORLD, breaks_there) ? FATE_BREAKS_THERE
	             : chance_one_in(DIE_WORLD, breaks_back) ? FATE_BREAKS_BACK : FATE_ARRIVES;
	deeds.requests++;
	trace_line("-> %s: %.*s %s %s", call->who ? call->who->name : "?", STR_ARG(method_name(call->method)), call->path, call->once);
	trace_line("   %.200s", call->body);
	call->state = CALL_SENT;
	if (call->fate == FATE_BREAKS_THERE) {
		deeds.broken_connections++;
		call->state = CALL_LOST;
	}
	thread_wake(calls);
}

bool net_is_busy(void)
{
	for (size_t i = 0; i < CALLS_MAX; i++) {
		if (calls[i].state == CALL_SENT || calls[i].state == CALL_SERVED)
			return true;
	}
	return false;
}

void net_done(struct call *call)
{
	must(call->state == CALL_ANSWERED || call->state == CALL_LOST);
	if (call->arena && call->life == life_number)
		arena_close(call->arena);
	call->arena = NULL;
	call->state = CALL_FREE;
}

void net_forget(void)
{
	life_number++;
	for (size_t i = 0; i < CALLS_MAX; i++) {
		if (calls[i].state == CALL_SENT || calls[i].state == CALL_SERVED)
			calls[i].state = CALL_LOST;
		calls[i].arena = NULL;
	}
}

/* ── an answer ── */

static void keep(char *to, size_t room, str from)
{
	from = str_first(from, room - 1);
	memcpy(to, from.at, from.len);
	to[from.len] = '\0';
}

static void carry_back(struct call *call, struct http_response *response)
{
	call->status = response->status;
	call->text = response->shared ? str_keep(call->arena, shared_bytes_str(response->shared)) : response->body;
	if (response->shared)
		shared_bytes_drop(response->shared);
	for (size_t i = 0; i < response->header_count; i++) {
		const struct header *header = &response->headers[i];
		if (str_equal(header->name, S("Location")))
			keep(call->location, sizeof(call->location), header->value);
		str value = header->value, cookie = str_cut(&value, ';');
		bool is_cookie = str_equal(header->name, S("Set-Cookie"));
		if (is_cookie && str_starts(cookie, S("__Host-session=")) && cookie.len > 20)
			keep(call->session, sizeof(call->session), cookie);
		if (is_cookie && str_starts(cookie, S("__Host-flash=")))
			keep(call->flash, sizeof(call->flash), str_skip(cookie, 13));
		if (is_cookie && str_starts(cookie, S("__Host-visitor=")))
			keep(call->visitor, sizeof(call->visitor), cookie);
	}
	if (call->status == 500 && !disk_has_failed())
		sim_failed("%s ended in an error of the house", call->path);
	if (call->status == 500)
		disk_forgive();
	if (call->who) {
		eyes_see(call->who, &(struct seen){ call->text, call->since, call->path });
		eyes_see(call->who, &(struct seen){ str_from(call->location), call->since, call->path });
	}
	bool broken = call->fate == FATE_BREAKS_BACK;
	trace_line("<- %s: %d %s %s %s%s", call->who ? call->who->name : "?", call->status, call->path, call->location,
	           call->flash, broken ? " (lost on the way)" : "");
	trace_bytes(call->text);
	if (call->status >= 400 && call->is_json)
		trace_line("   %.*s", (int)(call->text.len < 200 ? call->text.len : 200), call->text.at);
	deeds.answered++;
	deeds.refused += call->status >= 400;
	deeds.broken_connections += broken;
	call->state = broken ? CALL_LOST : CALL_ANSWERED;
}

/* The request's memory is whoever uses it last's to give back. */
static void end_of(struct call *call)
{
	if (!call->is_left || !call->is_answered || call->state != CALL_SERVED)
		return;
	struct exchanged *exchanged = (struct exchanged *)(void *)call->text.at;
	carry_back(call, &exchanged->exchange.response);
}

void __wrap_http_answer(struct http_exchange *exchange);
void __wrap_http_answer(struct http_exchange *exchange)
{
	struct call *call = ((struct exchanged *)exchange)->call;
	call->is_answered = true;
	end_of(call);
}

/* ── a request ── */

static void add_header(struct http_request *request, const char *name, str value)
{
	static const size_t most = 8;
	if (str_empty(value))
		return;
	struct header *headers = request->headers ? (struct header *)request->headers
	                                          : arena_take(request->arena, most * sizeof(*headers));
	must(request->header_count < most);
	headers[request->header_count++] = (struct header){ str_from(name), value };
	request->headers = headers;
}

static struct exchanged *exchange_of(struct call *call)
{
	struct exchanged *exchanged = arena_take(call->arena, sizeof(*exchanged));
	struct http_request *request = &exchanged->exchange.request;
	str target = str_keep(call->arena, str_from(call->path)), rest = target;
	exchanged->call = call;
	exchanged->exchange.house = life_now()->web;
	request->arena = call->arena;
	request->id = ++last_id;
	request->method = call->method;
	request->target = target;
	request->path = str_cut(&rest, '?');
	request->host = str_from(call->host);
	request->address = S("192.0.2.1");
	request->began_at = clock_monotonic();
	must(url_pairs(call->arena, rest, &request->query) == OK);
	if (call->method != GET)
		request->body = str_keep(call->arena, str_from(call->body));
	if (call->method != GET)
		add_header(request, "Content-Type", call->is_json ? S("application/json") : S("application/x-www-form-urlencoded"));
	add_header(request, "User-Agent", S("Mozilla/5.0 (simulated)"));
	add_header(request, "Idempotency-Key", str_keep(call->arena, str_from(call->once)));
	if (call->method != GET && !call->is_json)
		add_header(request, "Origin", str_format(call->arena, "http://%s", call->host));
	add_header(request, "Cookie", call->cookie);
	add_header(request, "X-CSRF-Token", call->csrf);
	if (!str_empty(call->bearer))
		add_header(request, "Authorization", str_format(call->arena, "Bearer %.*s", STR_ARG(call->bearer)));
	return exchanged;
}

static void serve(struct call *call)
{
	call->state = CALL_SERVED;
	call->arena = arena_open(32 * 1024);
	call->life = life_number;
	call->is_left = call->is_answered = false;
	struct exchanged *exchanged = exchange_of(call);
	call->text = (str){ (const char *)exchanged, 0 };
	enum serve served = web_serve(&exchanged->exchange);
	call->is_left = true;
	call->is_answered = call->is_answered || served == SERVE_NOW;
	end_of(call);
}

static struct call *take_sent(void)
{
	struct call *sent[CALLS_MAX];
	size_t count = 0;
	for (size_t i = 0; i < CALLS_MAX; i++) {
		if (calls[i].state == CALL_SENT)
			sent[count++] = &calls[i];
	}
	return count ? sent[chance_below(DIE_TURN, count)] : NULL;
}

static void *loop(void *data)
{
	while (!ends) {
		struct call *call = take_sent();
		if (call)
			serve(call);
		else
			thread_wait(calls);
	}
	loops_left--;
	thread_wake(&ends);
	return data;
}

void net_loops_begin(void)
{
	ends = false;
	loops_left = LOOPS;
	for (int i = 0; i < LOOPS; i++)
		thread_begin(loop, NULL);
}

void net_loops_end(void)
{
	ends = true;
	thread_wake(calls);
	while (loops_left)
		thread_wait(&ends);
}

/* Nobody looks into it: whoever listens to a stream is told through the wrapped functions below. */
struct server *net_server(void)
{
	static char server;
	return (struct server *)(void *)&server;
}

int __wrap_stream_send(struct server *server, int64_t topic, str event, str data);
int __wrap_stream_send(struct server *server, int64_t topic, str event, str data)
{
	(void)server;
	trace_line("told to open pages of %lld: %.*s %.*s", (long long)topic, STR_ARG(event), STR_ARG(data));
	deeds.pushes++;
	return 0;
}

void __wrap_stream_end(struct server *server, int64_t topic);
void __wrap_stream_end(struct server *server, int64_t topic)
{
	(void)server;
	trace_line("streams of %lld end", (long long)topic);
}

void __wrap_server_figures(const struct server *server, struct server_figures *figures_out);
void __wrap_server_figures(const struct server *server, struct server_figures *figures_out)
{
	(void)server;
	*figures_out = (struct server_figures){ 0 };
}
