/*
 * reading_test.c: reading changes nothing, and every answer carries what keeps it to itself.
 *
 * All routes that can be read are crawled as everyone, for a thing of every kind.
 */
#include "test/permission_table.h"
#include "test/tables.h"

static const char always[][2][64] = {
	{ "X-Content-Type-Options", "nosniff" },
	{ "Referrer-Policy", "same-origin" },
	{ "Cross-Origin-Opener-Policy", "same-origin" },
	{ "Permissions-Policy", "camera=()" },
};
static const char *const policy[] = { "default-src 'none'", "script-src 'self'", "base-uri 'none'", "form-action 'self'",
	"frame-ancestors 'none'" };

/* What is sent as it was given, a picture or a file, may do nothing at all. */
static const char *const sandbox[] = { "default-src 'none'", "base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'", "sandbox" };

static int complain(const struct asked *asked, const char *what)
{
	print_error("%.*s %s as %lld: %s\n", STR_ARG(method_name(asked->method)), asked->path, (long long)asked->as, what);
	return 1;
}

static int check_cookies(const struct asked *asked, const struct answer *answer)
{
	int wrong = 0;
	for (size_t i = 0; i < answer->response->header_count; i++) {
		if (!str_equal_fold(answer->response->headers[i].name, S("Set-Cookie")))
			continue;
		str cookie = answer->response->headers[i].value;
		bool good = str_starts(cookie, S("__Host-")) && str_contains(cookie, S("; Path=/; ")) &&
		            str_contains(cookie, S("; HttpOnly")) && str_contains(cookie, S("; SameSite=Lax")) &&
		            str_contains(cookie, S("; Secure")) && !str_contains(cookie, S("Domain"));
		wrong += good ? 0 : complain(asked, "a cookie that others could touch");
		if (!str_contains(answer_header(answer, S("Cache-Control")), S("no-store")))
			wrong += complain(asked, "a cookie that may be kept by caches");
	}
	return wrong;
}

static int check_caching(const struct asked *asked, const struct answer *answer)
{
	str control = answer_header(answer, S("Cache-Control")), vary = answer_header(answer, S("Vary"));
	bool is_public = str_starts(control, S("public")), has_tag = answer->response->etag.len > 0;
	int wrong = 0;
	/* The same for everybody, so a browser may keep it; caches on the way may not. */
	if (answer->status == 200 && str_equal(control, S("private, max-age=604800, immutable")))
		return str_starts(str_from(asked->path), S("/media/")) ? 0 : complain(asked, "kept for a week");
	if (is_public)
		return str_starts(str_from(asked->path), S("/theme/")) ? 0 : complain(asked, "public");
	if (asked->as && !str_contains(control, S("no-store")))
		wrong += complain(asked, "personal, and may be kept");
	if (answer->status != 200 && !str_contains(control, S("no-store")))
		wrong += complain(asked, "a refusal that may be kept");
	if (has_tag && (!str_contains(vary, S("Cookie")) || !str_contains(vary, S("Accept-Language")) ||
	                !str_contains(vary, S("Accept-Encoding"))))
		wrong += complain(asked, "may be kept, but does not say what for");
	if (has_tag && (answer_says(answer, "name=\"csrf\"") || answer_says(answer, "name=\"once\"")))
		wrong += complain(asked, "may be kept, but holds a form's token");
	return wrong;
}

/* A stream of events is no document: it needs what keeps it from being taken for one. */
static int check_policy(const struct asked *asked, const struct answer *answer)
{
	int wrong = 0;
	bool is_stream = answer->response->stream;
	str csp = answer_header(answer, S("Content-Security-Policy"));
	for (size_t i = 0; i < (is_stream ? 1 : COUNT(always)); i++) {
		if (!str_starts(answer_header(answer, str_from(always[i][0])), str_from(always[i][1])))
			wrong += complain(asked, always[i][0]);
	}
	bool is_given = answer->status == 200 && str_starts(str_from(asked->path), S("/media/"));
	static_assert(COUNT(policy) == COUNT(sandbox));
	for (size_t i = 0; !is_stream && i < COUNT(policy); i++) {
		const char *wanted = is_given ? sandbox[i] : policy[i];
		if (!str_contains(csp, str_from(wanted)))
			wrong += complain(asked, wanted);
	}
	if (str_contains(csp, S("unsafe")) || str_contains(csp, S("*")))
		wrong += complain(asked, "a policy with a hole");
	return wrong;
}

static int check_answer(const struct asked *asked, const struct answer *answer)
{
	int wrong = check_policy(asked, answer);
	if (asked->secure != (answer_header(answer, S("Strict-Transport-Security")).len > 0))
		wrong += complain(asked, "Strict-Transport-Security");
	if (!str_empty(answer_header(answer, S("Access-Control-Allow-Origin"))))
		wrong += complain(asked, "other sites may read it");
	if (str_starts(answer->content_type, S("text/")) && !str_contains(answer->content_type, S("charset=utf-8")) &&
	    !answer->response->stream)
		wrong += complain(asked, "text of no charset");
	if (answer->status >= 500)
		wrong += complain(asked, "broken");
	return wrong + check_cookies(asked, answer) + check_caching(asked, answer);
}

static int crawl(struct world *world, const char *path)
{
	struct test_house *t = world->t;
	const int64_t all[] = { 0, t->ana, t->eve, t->ben, t->mia, t->adam };
	int wrong = 0;
	for (size_t i = 0; i < COUNT(all); i++) {
		struct asked asked = { .as = all[i], .path = path, .secure = i % 2 == 0, .origin = "https://evil.example" };
		struct answer answer = visit(t, &asked);
		wrong += check_answer(&asked, &answer);
		asked.method = HEAD;
		struct answer head = visit(t, &asked);
		if (head.status != answer.status)
			wrong += complain(&asked, "HEAD says something else than GET");
	}
	return wrong;
}

static void reading_changes_nothing_and_leaks_nothing(void **state)
{
	struct test_house *t = *state;
	if (!tables_can(t))
		skip();
	struct world *world = world_open(t);
	int wrong = 0;
	for (size_t i = 0; i < expectation_count; i++) {
		const struct expectation *row = &expectations[i];
		if (row->method != GET)
			continue;
		struct made made = world_make(world, row->thing), none = world_nothing(t, row->thing);
		str path = world_path(t, row->path, &made);
		if (row->form)
			path = str_format(t->arena, "%.*s?%.*s", STR_ARG(path), STR_ARG(world_form(world, row->form)));
		crawl(world, "/about"); /* sessions begin before */
		struct table_sums before = tables_sum(t);
		wrong += crawl(world, str_c(t->arena, path));
		wrong += crawl(world, str_c(t->arena, world_path(t, row->path, &none)));
		struct table_sums after = tables_sum(t);
		wrong += tables_differ(&before, &after, row->path);
	}
	assert_int_equal(wrong, 0);
}

/* What was refused or acted upon is nobody's to keep either. */
static void answers_to_forms_carry_it_as_well(void **state)
{
	struct test_house *t = *state;
	const struct asked asked[] = {
		{ .as = t->ana, .method = POST, .path = "/me/profile", .form = "name=Neu&language=de", .secure = true },
		{ .as = t->ana, .method = POST, .path = "/me/profile", .form = "name=", .secure = true },
		{ .method = POST, .path = "/me/profile", .form = "name=x" },
		{ .method = POST, .path = "/language", .form = "language=en", .secure = true },
		{ .as = t->ana, .method = POST, .path = "/preview", .form = "body=x", .without_token = true },
		{ .as = t->ana, .method = DELETE, .path = "/me" },
		{ .as = t->ana, .method = POST, .path = "/nowhere" },
		{ .path = "/nowhere" },
		{ .path = "/api/v1/nowhere" },
		{ .path = "/about", .host = "nobody.example" },
	};
	int wrong = 0;
	for (size_t i = 0; i < COUNT(asked); i++) {
		struct answer answer = visit(t, &asked[i]);
		wrong += check_answer(&asked[i], &answer);
	}
	assert_int_equal(wrong, 0);
}

static void a_wrong_method_says_which_are_right(void **state)
{
	static const struct { enum method method; const char *path, *allow; } rows[] = {
		{ DELETE, "/me", "GET, HEAD" }, { GET, "/logout", "POST" }, { PUT, "/login", "GET, HEAD, POST" },
		{ POST, "/api/v1/posts/1/kudos", "PUT, DELETE" }, { PATCH, "/api/v1/threads", "GET, HEAD, POST" },
	};
	struct test_house *t = *state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct answer answer = visit(t, &(struct asked){ .as = t->ana, .method = rows[i].method, .path = rows[i].path });
		assert_int_equal(answer.status, 405);
		assert_string_equal(str_c(t->arena, answer_header(&answer, S("Allow"))), rows[i].allow);
		assert_int_equal(rows[i].method == GET, answer_says(&answer, "<h1>Diese Seite gibt es nicht</h1>"));
	}
}

static void who_asks_for_the_address_of_a_form_comes_to_its_thing(void **state)
{
	static const struct { const char *path, *to; } rows[] = {
		{ "/bookings/7/acceptance", "/bookings/7" }, { "/threads/5/solutions/6/undo", "/threads/5" },
		{ "/desk/search/synonyms", "/desk/search" }, { "/me/hours/exceptions/3/deletion", "/me/hours" },
	};
	struct test_house *t = *state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct answer answer = visit(t, &(struct asked){ .as = t->ana, .path = rows[i].path });
		assert_int_equal(answer.status, 303);
		assert_string_equal(str_c(t->arena, answer.location), rows[i].to);
	}
}

/* A proxy in front stands near; those behind it do not. */
static void figures_are_for_who_stands_near(void **state)
{
	struct test_house *t = *state;
	assert_int_equal(visit(t, &(struct asked){ .path = "/health" }).status, 200);
	assert_int_equal(visit(t, &(struct asked){ .path = "/metrics" }).status, 404); /* visits come from elsewhere */
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WEB_TEST(reading_changes_nothing_and_leaks_nothing),
		WEB_TEST(answers_to_forms_carry_it_as_well),
		WEB_TEST(a_wrong_method_says_which_are_right),
		WEB_TEST(who_asks_for_the_address_of_a_form_comes_to_its_thing),
		WEB_TEST(figures_are_for_who_stands_near),
	};
	return cmocka_run_group_tests_name("reading", tests, NULL, NULL);
}
