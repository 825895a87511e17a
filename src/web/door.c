/*
 * door.c: a request's way in and out.
 *
 * The route's effect decides where the handler runs: READS in this event loop with
 * a snapshot, WRITES as a unit whose answer waits until it is durable, BY_HAND in
 * a pool of threads.  Whatever goes wrong leaves through failure.c.
 */
#include "core/once.h"
#include "web/fields.h"
#include "web/web_room.h"

#include "base/crypt.h"
#include "base/metrics.h"
#include "web/cache.h"
#include "web/crowd.h"
#include "web/hands.h"
#include "web/keyed.h"
#include "web/reads.h"

#include <pthread.h>

/* A request without a socket: whoever visits waits for the answer. */
struct visit { pthread_mutex_t lock; pthread_cond_t some; bool answered; };

static struct request *make_request(struct web *web, struct http_exchange *exchange)
{
	struct request *request = arena_take(exchange->request.arena, sizeof(*request));
	request->web = web;
	request->exchange = exchange;
	request->api = str_starts(exchange->request.path, S("/api/"));
	scope_open(&request->scope, web->house, exchange->request.arena, web->clock ? *web->clock : moment_now());
	request->scope.request_id = exchange->request.id;
	log_about(exchange->request.id);
	return request;
}

/* Off to the socket, or back to a visit that waits in another thread. */
static void answer(struct request *request)
{
	struct visit *visit = request->exchange->after;
	if (!visit) {
		http_answer(request->exchange);
		return;
	}
	pthread_mutex_lock(&visit->lock);
	visit->answered = true;
	pthread_cond_signal(&visit->some);
	pthread_mutex_unlock(&visit->lock);
}

/* What people read counts for the brand's figures: a page that was shown, a form that was taken. */
static void note_reading(struct request *request)
{
	const struct http_request *http = &request->exchange->request;
	const struct route *route = request->route;
	if (!route || (!route->reads && !route->counts))
		return;
	if (request->exchange->response.status != (http->method == GET ? 200 : 303))
		return;
	const struct sighting reading = { .at = request->scope.now, .visitor = -request->scope.member_id, .reached = request->reached,
		.subject = { route->reads ? route->reads->number : 0, route->reads ? request_id(request, "id") : 0 } };
	reads_note(request->web->reads, http, route, &reading);
}

static void finish(struct request *request, enum err err)
{
	struct http_exchange *exchange = request->exchange;
	if (err || !exchange->response.status)
		failure_send(request, err ? err : ERR_BROKEN);
	response_protect(&exchange->request, &exchange->response);
	note_reading(request);
	if (request->route) {
		size_t row = 0;
		while (request->web->route_list[row] != request->route)
			row++;
		metric_observe(request->web->route_metrics[row], moment_monotonic() - exchange->request.began_at);
	}
	log_about(0);
}

static void answer_reading(struct request *request)
{
	request->cache_sequence = cache_sequence(request->web->cache);
	enum err err = scope_read_begin(&request->scope);
	if (!err) {
		err = guard_admit(request);
		if (!err && !request->route)
			err = refuse(&request->scope, ERR_NOT_FOUND, "failure.not_found_why");
		if (!err)
			err = request->route->handle(request);
		finish(request, err);
		scope_read_end(&request->scope);
		return;
	}
	finish(request, err);
}

static void read_by_hand(void *data)
{
	struct request *request = data;
	log_about(request->exchange->request.id);
	answer_reading(request);
	answer(request);
}

/* ── writing ── */

/* A key is for one deed on one thing: "POST /threads/7/posts"; hashed, for a path may hold a one-time token. */
static str once_route(struct request *request)
{
	const struct http_request *http = &request->exchange->request;
	str deed = str_format(http->arena, "%.*s %.*s", STR_ARG(method_name(http->method)), STR_ARG(http->path));
	return hex(http->arena, str_first(sha256(http->arena, deed), 16));
}

static struct once once_of(struct request *request)
{
	const struct http_response *response = &request->exchange->response;
	struct once once = { .key = request->once_key, .route = once_route(request), .status = response->status };
	for (size_t i = 0; i < response->header_count; i++) {
		if (str_equal(response->headers[i].name, S("Location")))
			once.location = response->headers[i].value;
	}
	if (!str_empty(request->again)) {
		once.status = 303;
		once.location = request->again;
	} else if (request->flash) {
		once.body = str_from(request->flash);
	}
	if (request->api) /* sealed: it may tell an address that is revealed to two people only */
		once.body = base64url(request->scope.arena, crypt_seal(request->scope.arena,
		                      &request->web->house->seal_key, once.route, response->body));
	return once;
}

static str unsealed(struct request *request, const struct once *once)
{
	str sealed, plain;
	struct arena *arena = request->scope.arena;
	if (!base64url_read(arena, once->body, &sealed))
		return S("");
	return crypt_open(arena, &request->web->house->seal_key, once->route, sealed, &plain) ? S("") : plain;
}

static void answer_again(struct request *request, const struct once *once)
{
	struct http_response *response = &request->exchange->response;
	response->status = (int)once->status;
	if (request->api) {
		response->body = unsealed(request, once);
		response->content_type = S("application/json");
	} else if (!str_empty(once->body)) {
		request_flash(request, str_c(request->scope.arena, once->body));
	}
	if (!str_empty(once->location))
		http_set_header(response, S("Location"), once->location);
}

struct keyed { struct request *request; scope_work *work; void *data; };

static enum err find_answer(struct scope *scope, struct request *request, bool *found_out)
{
	struct once once;
	*found_out = false;
	if (str_empty(request->once_key))
		return OK;
	enum err err = once_find(scope, request->once_key, once_route(request), found_out, &once);
	if (!err && *found_out)
		answer_again(request, &once);
	return err;
}

/* Whoever did it may have died before anyone was told, or have ended not knowing that it was kept: with several nodes no page
   that any of them keeps may be older than an answer that is given again.  A house on SQLite tells with the commit or ends with it. */
static void forget_everywhere(struct request *request)
{
	if (!house_is_remote(request->web->house))
		return;
	cache_forget_all(request->web->cache);
	tell(&request->scope, &(struct told){ .kind = TOLD_PAGES });
}

static enum err do_under_key(struct scope *scope, void *data)
{
	struct keyed *keyed = data;
	struct request *request = keyed->request;
	bool found;
	request->exchange->response = (struct http_response){ 0 };
	request->again = S("");
	request->flash = NULL;
	enum err err = find_answer(scope, request, &found);
	if (err)
		return err;
	if (found) {
		forget_everywhere(request);
		return OK;
	}
	err = keyed->work(scope, keyed->data);
	bool is_kept = !err && !scope->refusal.reason;
	/* One that is refused while an earlier run of it may still be kept takes the key, too: that tells, and is undone with it. */
	if (str_empty(request->once_key) || (!is_kept && !scope->doubt))
		return err;
	struct once once = once_of(request);
	enum err keeping = once_keep(scope, &once);
	return err ? err : keeping;
}

static enum err handle(struct scope *scope, void *data)
{
	struct request *request = data;
	(void)scope;
	return request->route->handle(request);
}

static enum err write_work(struct scope *scope, void *data)
{
	return do_under_key(scope, &(struct keyed){ data, handle, data });
}

/* The store had no room for it, in time or on the disk: nobody's fault, and soon it will. */
static void house_is_full(struct request *request)
{
	request->house_full = true;
	http_set_header(&request->exchange->response, S("Retry-After"), S("2"));
	bool is_disk = house_disk_is_full(request->web->house);
	(void)refuse(&request->scope, ERR_LIMITED, is_disk ? "guard.disk_full" : "guard.house_full");
}

static void write_answer(void *data, enum err err)
{
	struct request *request = data;
	log_about(request->exchange->request.id);
	if (err == ERR_LIMITED && !request->scope.refusal.reason)
		house_is_full(request);
	finish(request, err);
	answer(request);
}

static void choose_once_key(struct request *request)
{
	const struct http_request *http = &request->exchange->request;
	str key = http_header(http, S("Idempotency-Key"));
	if (str_empty(key) && !http_form(http, S("once"), &key))
		key = S("");
	request->once_key = key.len <= 128 ? key : S("");
	if (!str_empty(request->once_key) && !str_empty(request->once_about)) {
		str whole = str_join(http->arena, (str[]){ key, request->once_about }, 2, S(""));
		request->once_key = hex(http->arena, sha256(http->arena, whole));
	}
	if (!request->scope.member_id && str_empty(request->visitor))
		request->once_key = S(""); /* nobody to keep it for */
}

struct before { struct request *request; bool found; };

static enum err look_before(struct scope *scope, void *data)
{
	struct before *before = data;
	return find_answer(scope, before->request, &before->found);
}

enum err request_done_before(struct request *request, bool *done_out)
{
	struct before before = { request, false };
	choose_once_key(request);
	enum err err = scope_read(&request->scope, look_before, &before);
	if (!err && before.found) {
		forget_everywhere(request);
		err = tell_nodes(&request->scope) ? ERR_UNSURE : OK;
		request->scope.tells.count = 0;
	}
	*done_out = before.found;
	return err;
}

enum err request_write(struct request *request, scope_work *work, void *data)
{
	struct keyed keyed = { request, work, data };
	choose_once_key(request);
	enum err err = scope_write(&request->scope, do_under_key, &keyed);
	if (err == ERR_LIMITED && !request->scope.refusal.reason)
		house_is_full(request); /* an upload's file had room, and its row has none */
	return err;
}

static enum err admit_with_snapshot(struct request *request)
{
	enum err err = scope_read_begin(&request->scope);
	if (err)
		return err;
	err = guard_admit(request);
	scope_read_end(&request->scope);
	return err;
}

static void work_by_hand(void *data)
{
	struct request *request = data;
	log_about(request->exchange->request.id);
	finish(request, request->route->handle(request));
	answer(request);
}

static void fail_with_snapshot(struct request *request, enum err err)
{
	if (scope_read_begin(&request->scope)) {
		finish(request, err);
		return;
	}
	finish(request, err);
	scope_read_end(&request->scope);
}

static enum serve answer_acting(struct request *request)
{
	enum err parsed = form_parse(&request->exchange->request);
	enum err err = admit_with_snapshot(request);
	if (!err && parsed)
		err = refuse(&request->scope, ERR_INVALID, "field.broken_form");
	if (err) {
		fail_with_snapshot(request, err);
		return SERVE_NOW;
	}
	request->later = true;
	if (request->route->effect == WRITES) {
		choose_once_key(request);
		request->scope.is_keyed = !str_empty(request->once_key);
		err = scope_submit(&request->scope, write_work, write_answer, request);
	} else {
		struct hands *hands = request->route->rate == RATE_LOGIN || request->route->rate == RATE_SIGNUP
		                          ? request->web->login_hands : request->web->hands;
		err = hands_give(hands, work_by_hand, request) ? OK : ERR_LIMITED;
	}
	if (!err)
		return SERVE_LATER;
	request->later = false;
	house_is_full(request);
	fail_with_snapshot(request, err);
	return SERVE_NOW;
}

/* ── the ways that need no brand ── */

/* A page that strangers get, whoever they are. */
static bool is_everyones(struct request *request)
{
	const struct http_request *http = &request->exchange->request;
	str value;
	if ((http->method != GET && http->method != HEAD) || request->api)
		return false;
	if (cookie_find(http, S("session"), &value) || cookie_find(http, S("flash"), &value))
		return false;
	if (!str_empty(http_header(http, S("Authorization"))))
		return false;
	request->cache_key = cache_key(request->web->cache, http->host, request_language_hint(http), http->target);
	return true;
}

static bool answer_from_cache(struct request *request)
{
	const struct http_request *http = &request->exchange->request;
	struct http_response *response = &request->exchange->response;
	struct cached_page page;
	if (!cache_find(request->web->cache, request->cache_key, request->scope.now, &page))
		return false;
	bool gzip = page.gzip && str_contains(http_header(http, S("Accept-Encoding")), S("gzip"));
	response->status = 200;
	response->content_type = S("text/html; charset=utf-8");
	response->etag = str_keep(http->arena, str_from(page.etag));
	response->encoding = gzip ? S("gzip") : S("");
	response->shared = gzip ? page.gzip : page.plain;
	if (page.gzip)
		shared_bytes_drop(gzip ? page.plain : page.gzip);
	http_set_header(response, S("Cache-Control"), S("private, no-cache"));
	http_set_header(response, S("Vary"), S("Cookie, Accept-Language, Accept-Encoding"));
	response_protect(http, response);
	return true;
}

/* From this machine, and not handed on by a proxy on it. */
static bool is_near(const struct http_request *http)
{
	if (!str_empty(http_header(http, S("X-Forwarded-For"))) || !str_empty(http_header(http, S("Forwarded"))))
		return false;
	return str_equal(http->address, S("127.0.0.1")) || str_equal(http->address, S("::1")) || str_empty(http->address);
}

static void measure(const struct web *web)
{
	struct cache_figures cache;
	struct server_figures server = { 0 };
	cache_figures(web->cache, &cache);
	if (web->server)
		server_figures(web->server, &server);
	house_measure(web->house);
	const struct { const char *name, *about; int64_t value; } gauges[] = {
		{ "heinzel_cache_hits", "Pages served from the cache.", cache.hits },
		{ "heinzel_cache_misses", "Pages that were not there or not fresh.", cache.misses },
		{ "heinzel_cache_bytes", "Memory of the cached pages.", cache.bytes },
		{ "heinzel_hands_waiting", "Slow requests that wait for a thread.", (int64_t)hands_waiting(web->hands) },
		{ "heinzel_login_waiting", "Log-ins that wait for a thread.", (int64_t)hands_waiting(web->login_hands) },
		{ "heinzel_connections", "Open connections.", server.connections },
		{ "heinzel_streams", "Open streams of live updates.", server.streams },
		{ "heinzel_requests", "Requests so far.", server.requests },
		{ "heinzel_requests_refused", "Requests refused before any handler.", server.refused },
		{ "heinzel_requests_turned_away", "Requests answered 503 because the house was full.", server.turned_away },
	};
	for (size_t i = 0; i < COUNT(gauges); i++)
		metric_set(metric_gauge(gauges[i].name, gauges[i].about, S("")), gauges[i].value);
}

static bool answer_for_machines(struct request *request)
{
	const struct http_request *http = &request->exchange->request;
	struct http_response *response = &request->exchange->response;
	if (str_starts(http->path, S("/assets/")))
		return asset_serve(http, response);
	response->content_type = S("text/plain; charset=utf-8");
	if (str_equal(http->path, S("/health"))) {
		response->status = 200;
		response->body = S("ok\n");
		http_set_header(response, S("Cache-Control"), S("no-store"));
		return true;
	}
	if (str_equal(http->path, S("/metrics")) && is_near(http)) {
		struct text text;
		measure(request->web);
		text_open(&text, http->arena, 16384);
		metrics_print(&text);
		response->status = 200;
		response->body = text_str(&text);
		http_set_header(response, S("Cache-Control"), S("no-store"));
		return true;
	}
	response->content_type = S("");
	return false;
}

/* A refused form stands at the address it was sent to.  Whoever asks for that address again comes to the thing it
   belongs to: /bookings/7/cancellation leads to /bookings/7.  False: nothing above it can be read. */
static bool lead_to_the_thing(struct request *request)
{
	const struct http_request *http = &request->exchange->request;
	struct route_params params;
	str path = http->path;
	unsigned allowed;
	if (request->api || (http->method != GET && http->method != HEAD))
		return false;
	while (path.len > 1) {
		for (path.len--; path.len > 1 && path.at[path.len] != '/'; path.len--)
			;
		allowed = 0;
		if (path.len > 1 && route_find(request->web->routes, GET, path, &params, &allowed)) {
			return redirect_to(request, "%.*s", STR_ARG(path)) == OK;
		}
	}
	return false;
}

/* False: there is nobody to lead on, but a person who reads gets a page. */
static bool answer_wrong_method(struct request *request, unsigned allowed)
{
	const struct http_request *http = &request->exchange->request;
	struct http_response *response = &request->exchange->response;
	struct text text;
	if (lead_to_the_thing(request)) {
		response_protect(http, response);
		return true;
	}
	text_open(&text, http->arena, 64);
	for (enum method method = 0; method < METHOD_COUNT; method++) {
		if (allowed & (1u << method))
			text_format(&text, "%s%.*s%s", text.len ? ", " : "", STR_ARG(method_name(method)), method == GET ? ", HEAD" : "");
	}
	http_set_header(response, S("Allow"), text_str(&text));
	if (http->method == GET && !request->api)
		return false;
	response->status = 405;
	response_protect(http, response);
	return true;
}

static bool give_to_hands(struct request *request)
{
	struct web *web = request->web;
	return !crowd_keeps_from_hands(web, &request->exchange->request) && hands_give(web->hands, read_by_hand, request);
}

static void answer_too_busy(struct request *request)
{
	struct http_response *response = &request->exchange->response;
	refusal_write(response, 503);
	http_set_header(response, S("Retry-After"), S("2"));
	response_protect(&request->exchange->request, response);
}

/* On the line's thread: what was acknowledged anywhere before this request came is known here now. */
static void caught_up(void *data, bool is_good)
{
	struct request *request = data;
	log_about(request->exchange->request.id);
	bool is_cached = is_good && answer_from_cache(request);
	if (is_cached)
		note_reading(request);
	else if (give_to_hands(request))
		return;
	else
		answer_too_busy(request);
	log_about(0);
	answer(request);
}

/* Other nodes write, too: a page that is kept here is served when the line has been asked (docs/decisions/0051). */
static bool catch_up_first(struct request *request)
{
	struct web *web = request->web;
	return request->cache_key && cache_holds(web->cache, request->cache_key, request->scope.now) &&
	       tell_catch_up(web->house, request->scope.arena, caught_up, request);
}

enum serve web_serve(struct http_exchange *exchange)
{
	struct web *web = exchange->house;
	struct request *request = make_request(web, exchange);
	if (answer_for_machines(request)) {
		response_protect(&exchange->request, &exchange->response);
		return SERVE_NOW;
	}
	unsigned allowed = 0;
	bool is_cached = is_everyones(request) && !web->reads_by_hand && answer_from_cache(request);
	if (is_cached) {
		request->route = route_find(web->routes, GET, exchange->request.path, &request->params, &allowed);
		note_reading(request);
		return SERVE_NOW;
	}
	enum method method = exchange->request.method == HEAD ? GET : exchange->request.method;
	request->route = route_find(web->routes, method, exchange->request.path, &request->params, &allowed);
	if (request->route)
		exchange->route = str_from(request->route->path);
	if (!request->route && allowed && answer_wrong_method(request, allowed))
		return SERVE_NOW;
	request->wrong_method = !request->route && allowed;
	if (request->route && request->route->effect != READS)
		return answer_acting(request);
	if (!web->reads_by_hand) {
		answer_reading(request);
		return SERVE_NOW;
	}
	if (catch_up_first(request) || give_to_hands(request))
		return SERVE_LATER;
	answer_too_busy(request);
	return SERVE_NOW;
}

size_t web_body_limit(void *data, enum method method, str path)
{
	struct web *web = data;
	struct route_params params;
	unsigned allowed;
	if (method == GET || method == HEAD)
		return 0;
	const struct route *route = route_find(web->routes, method, path, &params, &allowed);
	if (!route)
		return 4096; /* read and forgotten, so that the refusal can be heard */
	return route->body_max ? route->body_max : 131072;
}

void web_visit(struct web *web, struct http_exchange *exchange)
{
	struct visit visit = { .answered = false };
	pthread_mutex_init(&visit.lock, NULL);
	pthread_cond_init(&visit.some, NULL);
	exchange->house = web;
	exchange->after = &visit;
	if (web_serve(exchange) == SERVE_LATER) {
		pthread_mutex_lock(&visit.lock);
		while (!visit.answered)
			pthread_cond_wait(&visit.some, &visit.lock);
		pthread_mutex_unlock(&visit.lock);
	}
	pthread_cond_destroy(&visit.some);
	pthread_mutex_destroy(&visit.lock);
}
