/*
 * guard.c: who comes, and may they?  Brand, session, member, policy, CSRF, rate: in this order.
 *
 * Rates are by member, or by address for strangers, so that one noisy network
 * does not lock out the signed-in.
 */
#include "web/web_room.h"

#include "base/crypt.h"
#include "web/crowd.h"

/* At once, then per hour.  docs/rules/limits.md */
static const struct limit_class rates[RATE_COUNT] = {
	[RATE_NONE]   = { "none",   0,   0 },
	[RATE_READ]   = { "read",   600, 72000 },
	[RATE_SEARCH] = { "search", 60,  3600 },
	[RATE_WRITE]  = { "write",  60,  1800 },
	[RATE_POST]   = { "post",   12,  120 },
	[RATE_LOGIN]  = { "login",  30,  180 },
	[RATE_SIGNUP] = { "signup", 10,  30 },
	[RATE_MAIL]   = { "mail",   5,   10 },
	[RATE_UPLOAD] = { "upload", 20,  60 },
};

static bool is_safe(enum method method)
{
	return method == GET || method == HEAD;
}

static str bearer_of(const struct http_request *http)
{
	str value = http_header(http, S("Authorization"));
	if (value.len > 7 && str_equal_fold(str_first(value, 7), S("Bearer ")))
		return str_trim(str_skip(value, 7));
	return S("");
}

/* A browser says where a request was made; ours come from our own pages only. */
bool guard_is_same_site(const struct request *request)
{
	const struct http_request *http = &request->exchange->request;
	str site = http_header(http, S("Sec-Fetch-Site"));
	if (!str_empty(site) && !str_equal(site, S("same-origin")) && !str_equal(site, S("none")))
		return false;
	str origin = http_header(http, S("Origin"));
	if (str_empty(origin))
		return true;
	str rest = origin;
	size_t at;
	if (!str_find(origin, S("://"), &at))
		return false;
	rest = str_skip(origin, at + 3);
	return str_equal_fold(rest, http->host);
}

static enum err check_csrf(struct request *request)
{
	const struct http_request *http = &request->exchange->request;
	if (is_safe(http->method) || request->bearer || request->route->by_link)
		return OK;
	if (!guard_is_same_site(request))
		return refuse(&request->scope, ERR_FORBIDDEN, "guard.other_site");
	str token;
	if (!http_form(http, S("csrf"), &token))
		token = http_header(http, S("X-CSRF-Token"));
	if (!csrf_matches(request, token))
		return refuse(&request->scope, ERR_FORBIDDEN, "guard.form_too_old");
	return OK;
}

static enum rate rate_of(const struct request *request)
{
	if (request->route->rate != RATE_NONE)
		return request->route->rate;
	return is_safe(request->exchange->request.method) ? RATE_READ : RATE_WRITE;
}

static enum err check_rate(struct request *request)
{
	if (request->web->limits_off)
		return OK;
	struct scope *scope = &request->scope;
	const struct http_request *http = &request->exchange->request;
	enum rate rate = rate_of(request);
	uint64_t who = scope->member_id ? (uint64_t)scope->member_id : limit_address(http->address);
	int wait;
	if (limit_take(request->web->limits, &rates[rate], who ^ ((uint64_t)rate << 56), scope->now, &wait))
		return OK;
	http_set_header(&request->exchange->response, S("Retry-After"), str_format(scope->arena, "%d", wait));
	return refuse(scope, ERR_LIMITED, "guard.too_often");
}

static enum err resolve_member(struct request *request)
{
	struct scope *scope = &request->scope;
	const struct resolvers *resolvers = &request->web->resolvers;
	if (str_empty(request->token) || !resolvers->session)
		return OK;
	int64_t member_id = 0;
	enum err err = resolvers->session(scope, request->token, request->bearer, &member_id);
	if (!err && member_id)
		err = resolvers->member(scope, member_id);
	if (!err && member_id)
		crowd_saw(request->web->crowd, request->token);
	if (err != ERR_SIGNED_OUT)
		return err;
	scope_forgive(scope);
	scope->member_id = scope->actor_id = scope->session_id = 0;
	scope->roles = 0;
	if (request->bearer) /* a wrong token is told; an old cookie only means a stranger */
		return refuse(scope, ERR_SIGNED_OUT, "guard.token_unknown");
	request->token = S("");
	return OK;
}

static void read_cookies(struct request *request)
{
	const struct http_request *http = &request->exchange->request;
	request->token = bearer_of(http);
	request->bearer = !str_empty(request->token);
	if (!request->bearer && !cookie_find(http, S("session"), &request->token))
		request->token = S("");
	if (!cookie_find(http, S("visitor"), &request->visitor) || request->visitor.len > 64)
		request->visitor = S("");
}

/* What the member chose, else what the browser asks for, else the brand's. */
static void choose_language(struct request *request, str brands)
{
	struct scope *scope = &request->scope;
	str hint = request_language_hint(&request->exchange->request);
	bool is_chosen = scope->language.at != brands.at; /* the member's row has put its own there */
	if (!language_find(scope->language, &request->language))
		request->language = (enum language)0;
	if (!is_chosen && !str_empty(hint))
		request->language = language_accepted(hint, request->language);
	scope->language = language_code(request->language);
}

static str network_of(const struct request *request)
{
	str address = request->exchange->request.address;
	if (request->web->limits_off || str_empty(address))
		return S("");
	return str_format(request->scope.arena, "%016llx", (unsigned long long)limit_address(address));
}

enum err guard_admit(struct request *request)
{
	struct scope *scope = &request->scope;
	read_cookies(request);
	scope->network = network_of(request);
	enum err err = request->web->resolvers.brand(scope, request->exchange->request.host);
	str brands = scope->language;
	if (err) {
		choose_language(request, brands);
		return err;
	}
	err = resolve_member(request);
	choose_language(request, brands);
	if (err)
		return err;
	if (!scope->member_id && !str_empty(request->visitor)) /* a stranger's idempotency keys are his own */
		scope->session_id = (int64_t)(str_hash(request->visitor) >> 2) + 1;
	if (!request->route)
		return OK;
	if ((err = policy_check(scope, request->route->access)))
		return err;
	if ((err = check_csrf(request)))
		return err;
	request->is_own_form = !is_safe(request->exchange->request.method);
	return check_rate(request);
}
