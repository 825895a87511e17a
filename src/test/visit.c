/* visit.c: makes an exchange by hand, sends it through the door, and keeps the visitor's cookies. */
#include "test/visit.h"

#include "app/house.h"
#include "features/brand/brand.h"
#include "features/identity/identity.h"
#include "features/member/member.h"
#include "web/door.h"

#include <stdio.h>
#include <stdlib.h>

#define VISITORS_MAX 64

struct visitor { int64_t member_id, brand_id; bool bearer; str token, visitor_cookie, signup_cookie, reader_cookie, csrf; };
struct visiting { struct web *web; struct visitor visitors[VISITORS_MAX]; size_t count; int64_t second_brand_id; };

static struct visiting *visiting_of(struct test_house *t)
{
	if (t->mine)
		return t->mine;
	struct visiting *visiting = arena_take(t->arena, sizeof(*visiting));
	house_settle(t);
	const struct web_settings settings = { .slices = slices, .limits_off = true, .clock = &t->now };
	assert_int_equal(web_open(t->house, &settings, &visiting->web), OK);
	return t->mine = visiting;
}

void visit_close(struct test_house *t)
{
	struct visiting *visiting = t->mine;
	if (visiting)
		web_close(visiting->web);
	t->mine = NULL;
}

int web_up(void **state)
{
	return house_up(state);
}

int web_down(void **state)
{
	visit_close(*state);
	return house_down(state);
}

static struct visitor *visitor_of(struct test_house *t, int64_t member_id, bool bearer)
{
	struct visiting *visiting = visiting_of(t);
	for (size_t i = 0; i < visiting->count; i++) {
		if (visiting->visitors[i].member_id == member_id && visiting->visitors[i].bearer == bearer)
			return &visiting->visitors[i];
	}
	assert_true(visiting->count < VISITORS_MAX);
	struct visitor *visitor = &visiting->visitors[visiting->count++];
	*visitor = (struct visitor){ .member_id = member_id, .bearer = bearer, .token = S(""), .visitor_cookie = S(""),
		.signup_cookie = S(""), .reader_cookie = S("") };
	if (!member_id)
		return visitor;
	struct scope *scope = acting_as_house(t);
	const struct token_new wanted = { .member_id = member_id, .name = S("test") };
	enum err err = bearer ? token_make(scope, &wanted, &visitor->token)
	                      : session_begin(scope, member_id, S("test"), &visitor->token);
	assert_int_equal(err, OK);
	visitor->token = str_keep(t->arena, visitor->token);
	house_settle(t);
	return visitor;
}

str visit_token(struct test_house *t, int64_t member_id)
{
	return visitor_of(t, member_id, false)->token;
}

static void add_header(struct http_request *request, const char *name, str value)
{
	struct header *headers = arena_take(request->arena, (request->header_count + 1) * sizeof(*headers));
	for (size_t i = 0; i < request->header_count; i++)
		headers[i] = request->headers[i];
	headers[request->header_count++] = (struct header){ str_from(name), value };
	request->headers = headers;
}

static void add_cookies(struct http_request *request, const struct visitor *visitor)
{
	struct text text;
	text_open(&text, request->arena, 256);
	if (visitor->token.len && !visitor->bearer)
		text_format(&text, "__Host-session=%.*s; session=%.*s", STR_ARG(visitor->token), STR_ARG(visitor->token));
	if (visitor->visitor_cookie.len)
		text_format(&text, "%s__Host-visitor=%.*s; visitor=%.*s", text.len ? "; " : "",
		            STR_ARG(visitor->visitor_cookie), STR_ARG(visitor->visitor_cookie));
	if (visitor->signup_cookie.len)
		text_format(&text, "%s__Host-signup=%.*s; signup=%.*s", text.len ? "; " : "",
		            STR_ARG(visitor->signup_cookie), STR_ARG(visitor->signup_cookie));
	if (visitor->reader_cookie.len)
		text_format(&text, "%s__Host-reader=%.*s; reader=%.*s", text.len ? "; " : "",
		            STR_ARG(visitor->reader_cookie), STR_ARG(visitor->reader_cookie));
	if (text.len)
		add_header(request, "Cookie", text_str(&text));
	if (visitor->bearer)
		add_header(request, "Authorization", str_format(request->arena, "Bearer %.*s", STR_ARG(visitor->token)));
}

static void keep_cookies(struct test_house *t, const struct http_response *response, struct visitor *visitor)
{
	for (size_t i = 0; i < response->header_count; i++) {
		if (!str_equal_fold(response->headers[i].name, S("Set-Cookie")))
			continue;
		str rest = response->headers[i].value;
		str pair = str_cut(&rest, ';');
		str name = str_cut(&pair, '=');
		if (str_ends(name, S("visitor")))
			visitor->visitor_cookie = str_keep(t->arena, pair);
		if (str_ends(name, S("signup")))
			visitor->signup_cookie = str_keep(t->arena, pair);
		if (str_ends(name, S("reader")))
			visitor->reader_cookie = str_keep(t->arena, pair);
	}
}

static struct http_exchange *new_exchange(struct test_house *t, const struct asked *asked)
{
	struct http_exchange *exchange = arena_take(t->arena, sizeof(*exchange));
	struct http_request *request = &exchange->request;
	str target = str_keep(t->arena, str_from(asked->path)), rest = target;
	str path = str_cut(&rest, '?');
	request->arena = t->arena;
	request->id = 1;
	request->method = asked->method;
	request->target = target;
	request->path = path;
	request->host = str_from(asked->host ? asked->host : "a.localhost");
	request->address = S("192.0.2.1");
	request->began_at = moment_monotonic();
	assert_int_equal(url_pairs(t->arena, rest, &request->query), OK);
	if (asked->accept_language)
		add_header(request, "Accept-Language", str_from(asked->accept_language));
	if (asked->once)
		add_header(request, "Idempotency-Key", str_from(asked->once));
	if (asked->origin)
		add_header(request, "Origin", str_from(asked->origin));
	if (asked->user_agent)
		add_header(request, "User-Agent", str_from(asked->user_agent));
	if (asked->site)
		add_header(request, "Sec-Fetch-Site", str_from(asked->site));
	request->secure = asked->secure;
	return exchange;
}

static void learn_csrf(struct test_house *t, const struct asked *asked, struct visitor *visitor)
{
	const struct asked form = { .as = asked->as, .path = "/language", .host = asked->host };
	struct answer answer = visit(t, &form);
	size_t at;
	assert_int_equal(answer.status, 200);
	assert_true(str_find(answer.body, S("name=\"csrf\" value=\""), &at));
	str value = str_skip(answer.body, at + 19);
	visitor->csrf = str_keep(t->arena, str_cut(&value, '"'));
}

/* As http/multipart leaves it: the file on disk, the fields read. */
static void add_upload(struct test_house *t, const struct asked *asked, struct http_request *request)
{
	str path = str_format(t->arena, "%.*s/upload-%lld", STR_ARG(t->folder), (long long)id_new(t->now));
	FILE *file = fopen(path.at, "wb");
	assert_non_null(file);
	assert_int_equal(fwrite(asked->upload.at, 1, asked->upload.len, file), asked->upload.len);
	assert_int_equal(fclose(file), 0);
	struct upload *upload = arena_take(t->arena, sizeof(*upload));
	*upload = (struct upload){ .name = S("file"), .file_name = str_from(asked->upload_name), .path = path,
		.content_type = S("application/octet-stream"), .size = (int64_t)asked->upload.len };
	request->uploads = (struct uploads){ upload, 1 };
	add_header(request, "Content-Type", S("multipart/form-data; boundary=x"));
	assert_int_equal(url_pairs(t->arena, str_from(asked->form ? asked->form : ""), &request->form), OK);
}

static void add_body(struct test_house *t, const struct asked *asked, struct http_request *request,
                     struct visitor *visitor)
{
	if (asked->upload_name) {
		add_upload(t, asked, request);
	} else if (asked->json) {
		add_header(request, "Content-Type", S("application/json"));
		request->body = str_from(asked->json);
	} else if (asked->method != GET && asked->method != HEAD) {
		add_header(request, "Content-Type", S("application/x-www-form-urlencoded"));
		request->body = str_from(asked->form ? asked->form : "");
	}
	if (asked->method == GET || asked->method == HEAD || asked->without_token || asked->bearer)
		return;
	const struct asked other = { .as = asked->token_of, .host = asked->host };
	if (asked->token_of)
		visitor = visitor_of(t, asked->token_of, false);
	if (str_empty(visitor->csrf))
		learn_csrf(t, asked->token_of ? &other : asked, visitor);
	add_header(request, "X-CSRF-Token", visitor->csrf);
}

struct answer visit(struct test_house *t, const struct asked *asked)
{
	struct visitor *visitor = visitor_of(t, asked->as, asked->bearer);
	struct visiting *visiting = visiting_of(t);
	struct http_exchange *exchange = new_exchange(t, asked);
	add_body(t, asked, &exchange->request, visitor);
	add_cookies(&exchange->request, visitor);
	house_settle(t);
	web_visit(visiting->web, exchange);
	keep_cookies(t, &exchange->response, visitor);
	struct answer answer = { .status = exchange->response.status, .response = &exchange->response,
		.content_type = exchange->response.content_type, .body = exchange->response.body };
	if (exchange->response.shared) {
		answer.body = str_keep(t->arena, shared_bytes_str(exchange->response.shared));
		shared_bytes_drop(exchange->response.shared);
		exchange->response.shared = NULL;
	}
	answer.location = answer_header(&answer, S("Location"));
	return answer;
}

str answer_header(const struct answer *answer, str name)
{
	for (size_t i = 0; i < answer->response->header_count; i++) {
		if (str_equal_fold(answer->response->headers[i].name, name))
			return answer->response->headers[i].value;
	}
	return S("");
}

str answer_flash(const struct answer *answer)
{
	for (size_t i = 0; i < answer->response->header_count; i++) {
		str value = answer->response->headers[i].value;
		str pair = str_cut(&value, ';'), name = str_cut(&pair, '=');
		if (str_equal_fold(answer->response->headers[i].name, S("Set-Cookie")) && str_ends(name, S("flash")))
			return pair;
	}
	return S("");
}

bool answer_says(const struct answer *answer, const char *part)
{
	return str_contains(answer->body, str_from(part));
}

int64_t number_after(str text, const char *before)
{
	size_t at;
	if (!str_find(text, str_from(before), &at))
		return 0;
	str rest = str_skip(text, at + strlen(before));
	size_t digits = 0;
	while (digits < rest.len && rest.at[digits] >= '0' && rest.at[digits] <= '9')
		digits++;
	int64_t number = 0;
	return str_number(str_first(rest, digits), &number) ? number : 0;
}

int64_t second_brand(struct test_house *t, int64_t *member_id_out)
{
	struct scope *scope = acting_as_house(t);
	struct brand brand = { .key = S("b"), .name = S("Larkfield"), .origin = S("http://b.localhost"), .language = S("en"),
		.languages = S("en de"), .zone = S("Europe/Zurich"), .currency = S("CHF"), .brand_colour = S("#4a2c6f"),
		.accent_colour = S("#8a5a12") };
	struct member tess = { .name = S("Tess"), .mail = S("tess@example.org"), .mail_confirmed_at = t->now };
	assert_int_equal(brand_make(scope, &brand), OK);
	assert_int_equal(brand_add_host(scope, S("b.localhost"), brand.id), OK);
	scope->roles = ROLE_BITS;
	assert_int_equal(member_make(scope, &tess), OK);
	*member_id_out = tess.id;
	house_settle(t);
	return brand.id;
}
