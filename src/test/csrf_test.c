/*
 * csrf_test.c: nothing that another site makes a browser send does anything, on any route.
 *
 * Every route that changes something is asked with a form that would pass, by somebody who
 * may, in seven ways that are not ours; each time 403, and the database is the same to the byte.
 */
#include "test/permission_table.h"
#include "test/tables.h"

static const struct { const char *name; struct asked with; } ways[] = {
	{ "no token",               { .without_token = true } },
	{ "another's token",        { .token_of = -1 } },
	{ "another brand's page",   { .origin = "http://b.localhost" } },
	{ "a page from nowhere",    { .origin = "null" } },
	{ "this host, other port",  { .origin = "http://a.localhost:81" } },
	{ "another site",           { .site = "cross-site" } },
	{ "a neighbour's host",     { .site = "same-site" } },
};

/* Mail programs post to it by themselves (RFC 8058): the signed token in its path is the right, and all it gives. */
static bool is_open_by_design(const struct expectation *row)
{
	return !strcmp(row->path, "/unsubscribe/:token");
}

/* The table says who may: the first whose letter is no refusal. */
static int64_t whoever_may(const struct test_house *t, const struct expectation *row)
{
	const int64_t ids[] = { 0, t->ana, t->eve, t->ben, t->mia, t->adam };
	for (size_t i = 1; i < COUNT(ids); i++) {
		if (strchr("ocnr", row->own[i]))
			return ids[i];
	}
	for (size_t i = 1; i < COUNT(ids); i++) {
		if (strchr("29", row->own[i]))
			return ids[i];
	}
	return t->ana;
}

static int try_ways(struct world *world, const struct expectation *row, int64_t as)
{
	struct test_house *t = world->t;
	struct made made = world_make(world, row->thing);
	const char *form = row->form ? str_c(t->arena, world_form(world, row->form)) : NULL;
	bool is_json = form && form[0] == '{';
	int wrong = 0;
	struct asked first = { .as = as, .path = "/language" };
	visit(t, &first); /* a session, or a visitor's cookie */
	visit(t, &(struct asked){ .as = t->mia, .path = "/language" });
	visit(t, &(struct asked){ .as = t->eve, .path = "/language" });
	struct table_sums before = tables_sum(t);
	for (size_t i = 0; i < COUNT(ways); i++) {
		struct asked asked = ways[i].with;
		asked.as = as;
		asked.token_of = asked.token_of ? (as == t->eve ? t->mia : t->eve) : 0;
		asked.method = row->method;
		asked.path = str_c(t->arena, world_path(t, row->path, &made));
		asked.form = is_json ? NULL : form;
		asked.json = is_json ? form : NULL;
		int status = visit(t, &asked).status;
		if (status == 403)
			continue;
		print_error("%.*s %s, %s: %d\n", STR_ARG(method_name(row->method)), row->path, ways[i].name, status);
		wrong++;
	}
	struct table_sums after = tables_sum(t);
	return wrong + tables_differ(&before, &after, row->path);
}

/* A house a row, so that nobody has asked for too much already. */
static int try_row(const struct expectation *row, bool as_stranger)
{
	void *state = NULL;
	assert_int_equal(web_up(&state), 0);
	struct test_house *t = state;
	struct world *world = world_open(t);
	second_brand(t, &(int64_t){ 0 });
	int wrong = try_ways(world, row, as_stranger ? 0 : whoever_may(t, row));
	assert_int_equal(web_down(&state), 0);
	return wrong;
}

static void a_request_that_is_not_ours_does_nothing(void **state)
{
	int wrong = 0, tried = 0;
	if (!tables_can(*state))
		skip();
	for (size_t i = 0; i < expectation_count; i++) {
		if (expectations[i].method == GET || is_open_by_design(&expectations[i]))
			continue;
		wrong += try_row(&expectations[i], false);
		tried++;
	}
	assert_true(tried > 100);
	assert_int_equal(wrong, 0);
}

/* Logging somebody in as the attacker is an attack, too: forms of strangers carry a token as well. */
static void forms_of_strangers_are_kept_as_well(void **state)
{
	int wrong = 0, tried = 0;
	if (!tables_can(*state))
		skip();
	for (size_t i = 0; i < expectation_count; i++) {
		if (expectations[i].method == GET || expectations[i].own[0] == '1' || is_open_by_design(&expectations[i]))
			continue;
		wrong += try_row(&expectations[i], true);
		tried++;
	}
	assert_true(tried >= 10);
	assert_int_equal(wrong, 0);
}

static void what_our_own_pages_send_is_let_in(void **state)
{
	struct test_house *t = *state;
	const struct asked asked[] = {
		{ .as = t->ana, .method = POST, .path = "/preview", .form = "body=x", .origin = "http://a.localhost",
		  .site = "same-origin" },
		{ .as = t->ana, .method = POST, .path = "/preview", .form = "body=x", .site = "none" },
		{ .as = t->ana, .method = POST, .path = "/preview", .form = "body=x" },
		{ .method = POST, .path = "/preview", .form = "body=x" },
	};
	for (size_t i = 0; i < COUNT(asked); i++)
		assert_int_equal(visit(t, &asked[i]).status, 200);
}

/* Programs come from anywhere, and a token of theirs is nothing that a browser sends by itself. */
static void a_bearer_needs_no_form_token(void **state)
{
	struct test_house *t = *state;
	struct world *world = world_open(t);
	struct made thread = world_make(world, A_THREAD);
	const char *path = str_c(t->arena, world_path(t, "/api/v1/threads/:id/posts", &thread));
	struct asked asked = { .as = t->eve, .method = POST, .path = path, .json = "{\"body\":\"x\"}", .bearer = true,
		.without_token = true, .origin = "https://elsewhere.example", .site = "cross-site" };
	assert_int_equal(visit(t, &asked).status, 201);
	asked.bearer = false;
	assert_int_equal(visit(t, &asked).status, 403);
	struct answer answer = visit(t, &asked);
	assert_true(str_starts(answer.content_type, S("application/problem+json")));
	assert_true(answer_says(&answer, "guard.other_site"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WEB_TEST(a_request_that_is_not_ours_does_nothing),
		WEB_TEST(forms_of_strangers_are_kept_as_well),
		WEB_TEST(what_our_own_pages_send_is_let_in),
		WEB_TEST(a_bearer_needs_no_form_token),
	};
	return cmocka_run_group_tests_name("csrf", tests, NULL, NULL);
}
