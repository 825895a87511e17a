/* answers_test.c: failures in words and as problems, forms shown again, tokens of forms, the API's description, letters. */
#include "base/json.h"
#include "store/db.h"
#include "test/tables.h"
#include "test/world.h"
#include "web/letter.h"
#include "web/web_room.h"

#define ROUTES_MAX 1024
#define L(text) { text, sizeof(text) - 1 }

/* ── failures ── */

static struct request *made_request(struct test_house *t, const char *path)
{
	visit(t, &(struct asked){ .path = "/about" }); /* opens the web */
	struct request *request = arena_take(t->arena, sizeof(*request));
	struct http_exchange *exchange = arena_take(t->arena, sizeof(*exchange));
	exchange->request = (struct http_request){ .arena = t->arena, .method = POST, .path = str_from(path),
		.target = str_from(path), .host = S("a.localhost") };
	request->web = t->house->web;
	request->exchange = exchange;
	request->api = str_starts(str_from(path), S("/api/"));
	scope_open(&request->scope, t->house, t->arena, t->now);
	return request;
}

static const struct { enum err err; int status; } failures[] = {
	{ ERR_INVALID, 422 }, { ERR_SIGNED_OUT, 401 }, { ERR_FORBIDDEN, 403 }, { ERR_NOT_FOUND, 404 }, { ERR_CONFLICT, 409 },
	{ ERR_TOO_LARGE, 413 }, { ERR_LIMITED, 429 }, { ERR_AWAY, 503 }, { ERR_UNSURE, 503 }, { ERR_BROKEN, 500 },
};
static_assert(COUNT(failures) == ERR_COUNT - 1);

static void every_failure_has_a_page_and_a_problem(void **state)
{
	struct test_house *t = *state;
	log_set(LOG_ERROR + 1, 2); /* ERR_BROKEN is logged, as it should be */
	for (size_t i = 0; i < COUNT(failures); i++) {
		struct request *page = made_request(t, "/threads"), *api = made_request(t, "/api/v1/threads");
		failure_send(page, failures[i].err);
		failure_send(api, failures[i].err);
		assert_int_equal(page->exchange->response.status, failures[i].status);
		assert_true(str_contains(page->exchange->response.body, S("<h1")));
		assert_false(str_contains(page->exchange->response.body, S("failure."))); /* words, no keys */
		const struct json *problem;
		assert_int_equal(json_read(t->arena, api->exchange->response.body, &problem, NULL), OK);
		assert_int_equal(json_integer(problem, S("status"), 0), failures[i].status);
		assert_true(str_equal(json_str(problem, S("type")), S("about:blank")));
		assert_true(json_str(problem, S("title")).len > 3 && json_str(problem, S("detail")).len > 10);
		assert_true(json_str(problem, S("reason")).len > 3);
		assert_true(str_equal(api->exchange->response.content_type, S("application/problem+json")));
	}
}

/* The house was full, or the disk: the request was read, and nothing was done. */
static struct request *refused_for_now(struct test_house *t, const char *path, const struct pair *form, size_t count)
{
	struct request *found = made_request(t, path);
	const struct web *web = found->web;
	for (size_t i = 0; web->route_list[i]; i++) {
		if (web->route_list[i]->method == POST && !strcmp(web->route_list[i]->path, path))
			found->route = web->route_list[i];
	}
	assert_non_null(found->route);
	found->is_own_form = found->house_full = true;
	found->once_key = S("k1.2");
	found->exchange->request.form = (struct pairs){ form, count };
	failure_send(found, refuse(&found->scope, ERR_LIMITED, "guard.house_full"));
	assert_int_equal(found->exchange->response.status, 503);
	return found;
}

static void a_form_that_could_not_be_taken_shows_what_was_typed(void **state)
{
	static const struct pair form[] = {
		{ L("csrf"), L("old") }, { L("once"), L("k1.2") }, { L("board_id"), L("7") },
		{ L("title"), L("Kein Netz \"oben\"") }, { L("body"), L("Erste Zeile\n<b>Zweite</b> Zeile") },
	};
	struct test_house *t = *state;
	struct request *refused = refused_for_now(t, "/threads", form, COUNT(form));
	str page = refused->exchange->response.body;
	assert_true(str_contains(page, S("<form class=\"form\" method=\"post\" action=\"/threads\">")));
	assert_true(str_contains(page, S("<label for=\"typed-2\">Titel</label> <input id=\"typed-2\" name=\"title\" value=\"Kein Netz &#34;oben&#34;\">")));
	assert_true(str_contains(page, S("<label for=\"typed-3\">Text</label> <textarea id=\"typed-3\" name=\"body\" rows=\"8\">\n"
		"Erste Zeile\n&lt;b&gt;Zweite&lt;/b&gt; Zeile</textarea>")));
	assert_true(str_contains(page, S("<input type=\"hidden\" name=\"board_id\" value=\"7\">")));
	/* Under the key that it had: it may have been done after all. */
	assert_true(str_contains(page, S("name=\"once\" value=\"k1.2\"")));
	assert_false(str_contains(page, S("value=\"old\"")));
	/* Another site's form is never made one of ours. */
	refused->is_own_form = false;
	failure_send(refused, ERR_LIMITED);
	assert_false(str_contains(refused->exchange->response.body, S("Erste Zeile")));
}

/* No page more than the database has: what SQLite does with it, it does with a full disk. */
static const struct statement no_more = { "test.no_more", "PRAGMA max_page_count = 1", "", 0, 1, WRITES_NOTHING };

static struct answer a_long_question(struct test_house *t, struct world *world, struct asked *asked, int number)
{
	struct text form;
	text_open(&form, t->arena, 8192);
	text_format(&form, "%.*s", STR_ARG(world_form(world, "board_id={board}&title=Kein+Netz+im+Keller&body=")));
	for (int i = 0; i < 1000; i++)
		text_format(&form, "wort%d+", number + i);
	asked->form = str_c(t->arena, text_str(&form));
	return visit(t, asked);
}

static void a_full_disk_is_the_reason_that_is_told(void **state)
{
	enum { TRIES = 10 };
	struct test_house *t = *state;
	struct asked asked = { .as = t->ana, .method = POST, .path = "/threads" };
	struct world *world = world_open(t);
	if (house_is_remote(t->house))
		skip(); /* SQLite's way of having no room */
	assert_int_equal(db_run(scope_db(acting_as_house(t)), &no_more, NULL, NULL), OK);
	house_settle(t);
	log_set(LOG_ERROR + 1, 2);
	struct answer answer = a_long_question(t, world, &asked, 0);
	for (int i = 1; i < TRIES && answer.status == 303; i++)
		answer = a_long_question(t, world, &asked, i);
	log_set(LOG_INFO, 2);
	assert_int_equal(answer.status, 503);
	assert_true(answer_says(&answer, "unser Speicher ist voll"));
	assert_true(answer_says(&answer, "wort500"));
	assert_true(answer_header(&answer, S("Retry-After")).len > 0);
	asked.accept_language = "en"; /* at the door now */
	answer = a_long_question(t, world, &asked, 0);
	assert_int_equal(answer.status, 503);
	assert_true(answer_says(&answer, "our disk is full"));
}

static void a_secret_that_could_not_be_taken_is_not_shown(void **state)
{
	static const struct pair form[] = { { L("name"), L("ana b") }, { L("password"), L("ganz geheim hier") } };
	struct request *refused = refused_for_now(*state, "/login", form, COUNT(form));
	assert_false(str_contains(refused->exchange->response.body, S("ganz geheim")));
}

/* What a library or the system said is for the log, never for whoever asks. */
static void a_refusal_says_which_field_and_why(void **state)
{
	struct test_house *t = *state;
	struct asked asked = { .as = t->ana, .method = POST, .path = "/api/v1/threads", .json = "{\"title\":5}", .bearer = true };
	struct answer answer = visit(t, &asked);
	assert_int_equal(answer.status, 422);
	assert_true(answer_says(&answer, "\"field\":\"board_id\""));
	asked.json = "{";
	answer = visit(t, &asked);
	assert_int_equal(answer.status, 422);
	assert_true(answer_says(&answer, "field.broken_json"));
	asked.bearer = false;
	asked.json = NULL;
	asked.path = "/threads";
	asked.form = "title=%ff";
	answer = visit(t, &asked);
	assert_int_equal(answer.status, 422);
}

static void a_wrong_token_is_told_and_an_old_cookie_is_a_stranger(void **state)
{
	struct test_house *t = *state;
	struct asked asked = { .as = t->ana, .path = "/api/v1/me", .bearer = true };
	assert_int_equal(visit(t, &asked).status, 200);
	struct answer answer = visit(t, &(struct asked){ .path = "/api/v1/me" });
	assert_int_equal(answer.status, 401);
	assert_true(str_equal(answer_header(&answer, S("WWW-Authenticate")), S("Bearer")));
	visit(t, &(struct asked){ .as = t->eve, .method = POST, .path = "/logout" });
	answer = visit(t, &(struct asked){ .as = t->eve, .path = "/about" });
	assert_int_equal(answer.status, 200);
	answer = visit(t, &(struct asked){ .as = t->eve, .path = "/me?a=b" });
	assert_true(str_equal(answer.location, S("/login?to=%2Fme%3Fa%3Db")));
}

static void an_unknown_host_is_nobody_s_house(void **state)
{
	struct test_house *t = *state;
	static const char *const hosts[] = { "evil.example", "a.localhost.evil.example", "evila.localhost", "", "127.0.0.1" };
	for (size_t i = 0; i < COUNT(hosts); i++) {
		struct answer answer = visit(t, &(struct asked){ .path = "/about", .host = hosts[i] });
		assert_int_equal(answer.status, 404);
		assert_false(answer_says(&answer, "Nordlicht") || (hosts[i][0] && answer_says(&answer, hosts[i])));
	}
}

/* A proxy on this machine hands on what comes from elsewhere. */
static void figures_are_for_who_stands_near(void **state)
{
	static const struct { const char *address, *forwarded; int status; } rows[] = {
		{ "127.0.0.1", NULL, 200 }, { "::1", NULL, 200 }, { "", NULL, 200 }, { "192.0.2.1", NULL, 404 },
		{ "127.0.0.1", "X-Forwarded-For", 404 }, { "", "X-Forwarded-For", 404 }, { "::1", "Forwarded", 404 },
	};
	struct test_house *t = *state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		const struct header header = { str_from(rows[i].forwarded), S("203.0.113.7") };
		struct request *request = made_request(t, "/metrics");
		request->exchange->request.method = GET;
		request->exchange->request.address = str_from(rows[i].address);
		request->exchange->request.headers = &header;
		request->exchange->request.header_count = rows[i].forwarded ? 1 : 0;
		web_visit(t->house->web, request->exchange);
		assert_int_equal(request->exchange->response.status, rows[i].status);
	}
}

/* ── forms ── */

static void a_refused_form_is_shown_again_as_it_was_and_nothing_is_kept(void **state)
{
	static const struct { const char *path, *form, *kept; } rows[] = {
		{ "/me/profile", "name=&about=Ich+bleibe+%3Cstehen%3E", "Ich bleibe &lt;stehen&gt;" },
		{ "/threads", "title=Kurz&body=Ein+langer+Text+%22bleibt%22&board_id=1", "Ein langer Text" },
		{ "/tasks", "title=Netz&text=x&place=50667&category=wifi", "50667" },
		{ "/me/hours/exceptions", "day=2020-01-01&from=10%3A00&to=09%3A00", "2020-01-01" },
	};
	struct test_house *t = *state;
	if (!tables_can(t))
		skip();
	world_open(t);
	visit(t, &(struct asked){ .as = t->ana, .method = POST, .path = "/preview", .form = "body=x" });
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct table_sums before = tables_sum(t);
		struct answer answer = visit(t, &(struct asked){ .as = t->ana, .method = POST, .path = rows[i].path,
			.form = rows[i].form });
		assert_int_equal(answer.status, 422);
		if (!answer_says(&answer, rows[i].kept))
			fail_msg("%s forgot %s", rows[i].path, rows[i].kept);
		assert_true(answer_says(&answer, "aria-invalid") || answer_says(&answer, "role=\"alert\""));
		struct table_sums after = tables_sum(t);
		assert_int_equal(tables_differ(&before, &after, rows[i].path), 0);
	}
}

static void a_password_is_never_shown_again(void **state)
{
	struct test_house *t = *state;
	struct answer answer = visit(t, &(struct asked){ .method = POST, .path = "/signup",
		.form = "name=Nina&mail=nope&password=ganz+geheimes+wort&terms=1" });
	assert_int_equal(answer.status, 422);
	assert_true(answer_says(&answer, "Nina"));
	assert_false(answer_says(&answer, "geheimes"));
}

static void a_form_s_token_is_new_on_every_page_and_all_are_good(void **state)
{
	struct test_house *t = *state;
	visit(t, &(struct asked){ .path = "/about" });
	struct request *request = made_request(t, "/"), *other = made_request(t, "/");
	request->token = S("a session's secret");
	other->token = S("another session's secret");
	str one = csrf_token(request), two = csrf_token(request), of_other = csrf_token(other);
	assert_false(str_equal(one, two));
	assert_true(csrf_matches(request, one) && csrf_matches(request, two));
	assert_false(csrf_matches(request, of_other) || csrf_matches(other, one));
	assert_false(csrf_matches(request, S("")) || csrf_matches(request, str_first(one, one.len - 1)));
	for (size_t i = 0; i < one.len; i++) {
		char *broken = (char *)str_keep(t->arena, one).at;
		broken[i] = broken[i] == 'A' ? 'B' : 'A';
		str token = { broken, one.len };
		/* The last letter holds four bits more than there are. */
		assert_true(i + 1 == one.len || !csrf_matches(request, token));
	}
	struct request *stranger = made_request(t, "/");
	assert_false(csrf_matches(stranger, one));
	str fresh = csrf_token(stranger); /* makes a visitor */
	assert_true(stranger->visitor_is_new && csrf_matches(stranger, fresh));
}

/* ── the way back ── */

static void nobody_is_led_elsewhere(void **state)
{
	static const char *const elsewhere[] = { "//evil.example", "https://evil.example", "/%5Cevil.example", "/%5cevil.example",
		"%2F%2Fevil.example", "/%09/evil.example", "javascript:alert(1)", "/%2F/evil.example", "evil.example", "///evil.example",
		"/..//evil.example", "/%0d%0aLocation:%20https://evil.example", "http:evil.example", "/\\/evil.example" };
	struct test_house *t = *state;
	for (size_t i = 0; i < COUNT(elsewhere); i++) {
		str path = str_format(t->arena, "/language?to=%s", elsewhere[i]);
		struct answer answer = visit(t, &(struct asked){ .as = t->ana, .method = POST, .path = path.at, .form = "language=de" });
		assert_int_equal(answer.status, 303);
		assert_true(url_is_local(answer.location));
		assert_false(str_contains(answer.location, S("evil")));
	}
	struct answer answer = visit(t, &(struct asked){ .as = t->ana, .method = POST, .path = "/language?to=/help?show=solved",
		.form = "language=de" });
	assert_true(str_equal(answer.location, S("/help?show=solved")));
}

/* ── the API's description ── */

static const struct json *description(struct test_house *t)
{
	const struct json *json;
	struct answer answer = visit(t, &(struct asked){ .path = "/api/v1/openapi.json" });
	assert_int_equal(answer.status, 200);
	assert_int_equal(json_read(t->arena, answer.body, &json, NULL), OK);
	return json;
}

static str template_of(struct arena *arena, const char *path)
{
	struct text text;
	text_open(&text, arena, 128);
	for (const char *at = path; *at;) {
		if (*at != ':') {
			text_char(&text, *at++);
			continue;
		}
		size_t len = strcspn(++at, "/");
		text_format(&text, "{%.*s}", (int)len, at);
		at += len;
	}
	return text_str(&text);
}

static void every_route_of_the_api_is_described(void **state)
{
	static const char *const methods[METHOD_COUNT] = { "get", "head", "post", "put", "patch", "delete" };
	struct test_house *t = *state;
	const struct route *routes[ROUTES_MAX];
	const struct json *api = description(t), *schemas = json_member(json_member(api, S("components")), S("schemas"));
	size_t count = web_routes(t->house->web, routes, ROUTES_MAX), described = 0;
	for (size_t i = 0; i < count; i++) {
		str path = str_from(routes[i]->path);
		if (!str_starts(path, S("/api/v1/")))
			continue;
		const struct json *place = json_member(json_member(api, S("paths")), template_of(t->arena, routes[i]->path + 7));
		const struct json *route = json_member(place, str_from(methods[routes[i]->method]));
		if (route->type != JSON_OBJECT || json_str(route, S("summary")).len < 3)
			fail_msg("not described: %s %s", methods[routes[i]->method], routes[i]->path);
		if (routes[i]->form)
			assert_int_equal(json_member(route, S("requestBody"))->type, JSON_OBJECT);
		str answers = str_from(routes[i]->answers);
		if (str_starts(answers, S("list of ")))
			answers = str_skip(answers, 8);
		if (answers.len && json_member(schemas, answers)->type != JSON_OBJECT)
			fail_msg("%s answers with %.*s, which is no schema", routes[i]->path, STR_ARG(answers));
		described++;
	}
	assert_true(described > 30);
	assert_int_equal(json_member(json_member(json_member(api, S("components")), S("securitySchemes")), S("token"))->type,
	                 JSON_OBJECT);
}

static void check_references(const struct json *json, const struct json *schemas)
{
	for (size_t i = 0; i < json->count; i++) {
		if (json->type == JSON_OBJECT && str_equal(json->names[i], S("$ref"))) {
			str name = json->items[i].text;
			assert_true(str_starts(name, S("#/components/schemas/")));
			assert_int_equal(json_member(schemas, str_skip(name, 21))->type, JSON_OBJECT);
		}
		check_references(&json->items[i], schemas);
	}
}

static void every_reference_leads_somewhere(void **state)
{
	struct test_house *t = *state;
	const struct json *api = description(t);
	check_references(api, json_member(json_member(api, S("components")), S("schemas")));
}

/* ── letters ── */

static void a_letter_reads_as_text_what_it_says_in_html(void **state)
{
	static const struct { const char *html, *plain; } rows[] = {
		{ "<p>Hallo</p><p>Welt</p>", "Hallo\n\nWelt" },
		{ "<html><head><title>x</title></head><body><h1>Titel</h1>\n<p>a\n  b</p></body>", "Titel\n\na b" },
		{ "<p>Mehr: <a href=\"https://a.example/x?y=1&amp;z=2\">hier</a>.</p>", "Mehr: hier (https://a.example/x?y=1&z=2)." },
		{ "<p><a href=\"https://a.example/\">https://a.example/</a></p>", "https://a.example/" },
		{ "<ul><li>eins</li><li>zwei</li></ul><p>c</p>", "- eins\n- zwei\n\nc" },
		{ "<table><tr><th>Wann</th><td>heute</td></tr><tr><th>Wo</th><td>hier</td></tr></table>x", "Wann: heute\nWo: hier\n\nx" },
		{ "<p>a<br>b</p>", "a\nb" },
		{ "<p>&lt;b&gt; &amp; &quot;c&quot; &#39;d&#39;</p>", "<b> & \"c\" 'd'" },
		{ "<p>Grüße</p>", "Grüße" },
		{ "", "" },
	};
	struct test_house *t = *state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		str plain = letter_plain(t->arena, str_from(rows[i].html));
		assert_string_equal(str_c(t->arena, plain), rows[i].plain);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WEB_TEST(every_failure_has_a_page_and_a_problem),
		WEB_TEST(a_form_that_could_not_be_taken_shows_what_was_typed),
		WEB_TEST(a_full_disk_is_the_reason_that_is_told),
		WEB_TEST(a_secret_that_could_not_be_taken_is_not_shown),
		WEB_TEST(a_refusal_says_which_field_and_why),
		WEB_TEST(a_wrong_token_is_told_and_an_old_cookie_is_a_stranger),
		WEB_TEST(an_unknown_host_is_nobody_s_house),
		WEB_TEST(figures_are_for_who_stands_near),
		WEB_TEST(a_refused_form_is_shown_again_as_it_was_and_nothing_is_kept),
		WEB_TEST(a_password_is_never_shown_again),
		WEB_TEST(a_form_s_token_is_new_on_every_page_and_all_are_good),
		WEB_TEST(nobody_is_led_elsewhere),
		WEB_TEST(every_route_of_the_api_is_described),
		WEB_TEST(every_reference_leads_somewhere),
		WEB_TEST(a_letter_reads_as_text_what_it_says_in_html),
	};
	return cmocka_run_group_tests_name("answers", tests, NULL, NULL);
}
