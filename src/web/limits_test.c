/*
 * limits_test.c: how often is often enough: to the request, for each class.
 *
 * The clock stands, so nothing flows back until a test moves it on.
 */
#include "test/visit.h"
#include "web/web_room.h"

/* At once, then one more every so many seconds: written down again by hand. */
static const struct { const char *name; enum method method; const char *path, *form; int burst, seconds; } classes[] = {
	{ "read",   GET,  "/language",    NULL, 600, 1 },  /* 72,000 an hour: twenty a second */
	{ "search", GET,  "/search?q=x",  NULL, 60,  1 },
	{ "write",  POST, "/me/hours/setting", "", 60, 2 },
	{ "post",   POST, "/threads",     "",   12,  30 },
	{ "login",  POST, "/login",       "",   30,  20 },
	{ "signup", POST, "/signup",      "",   10,  120 },
	{ "mail",   POST, "/login/link",  "",   5,   360 },
	{ "upload", POST, "/media/step",  "",   20,  60 },
};

static void limits_on(struct test_house *t)
{
	visit(t, &(struct asked){ .as = t->ana, .method = POST, .path = "/preview", .form = "body=x" });
	visit(t, &(struct asked){ .as = t->eve, .method = POST, .path = "/preview", .form = "body=x" });
	((struct web *)t->house->web)->limits_off = false;
}

static struct answer ask(struct test_house *t, size_t class, int64_t as)
{
	return visit(t, &(struct asked){ .as = as, .method = classes[class].method, .path = classes[class].path,
		.form = classes[class].form });
}

static void each_class_ends_after_exactly_so_many(void **state)
{
	struct test_house *t = *state;
	limits_on(t);
	for (size_t i = 0; i < COUNT(classes); i++) {
		for (int n = 0; n < classes[i].burst; n++) {
			if (ask(t, i, t->ana).status == 429)
				fail_msg("%s: %d instead of %d", classes[i].name, n, classes[i].burst);
		}
		struct answer answer = ask(t, i, t->ana);
		assert_int_equal(answer.status, 429);
		int64_t wait = 0;
		assert_true(str_number(answer_header(&answer, S("Retry-After")), &wait));
		assert_true(wait >= 1 && wait <= classes[i].seconds);
		assert_int_not_equal(ask(t, i, t->eve).status, 429); /* she has hers */
		moment now = t->now;
		t->now = now + SECONDS(wait) - MILLISECONDS(classes[i].burst > 500 ? 960 : 10);
		assert_int_equal(ask(t, i, t->ana).status, 429);
		t->now = now + SECONDS(wait);
		assert_int_not_equal(ask(t, i, t->ana).status, 429);
	}
}

static void strangers_share_an_address_s_portion(void **state)
{
	struct test_house *t = *state;
	limits_on(t);
	for (int n = 0; n < classes[1].burst; n++) { /* a page that is kept already costs nothing */
		str path = str_format(t->arena, "/search?q=x%d", n);
		assert_int_equal(visit(t, &(struct asked){ .path = path.at }).status, 200);
	}
	struct answer answer = visit(t, &(struct asked){ .path = "/search?q=y" });
	assert_int_equal(answer.status, 429);
	assert_true(answer_says(&answer, "<h1"));
	assert_int_equal(ask(t, 1, t->ana).status, 200);
	assert_int_equal(visit(t, &(struct asked){ .path = "/about" }).status, 200); /* another class */
}

/* A wrong token costs the sender nothing that the owner would miss. */
static void what_another_site_sends_takes_nothing_away(void **state)
{
	struct test_house *t = *state;
	limits_on(t);
	for (int n = 0; n < classes[3].burst + 5; n++) {
		struct asked asked = { .as = t->ana, .method = POST, .path = "/threads", .form = "", .site = "cross-site" };
		assert_int_equal(visit(t, &asked).status, 403);
	}
	assert_int_equal(ask(t, 3, t->ana).status, 422);
}

static void the_api_says_it_as_a_problem(void **state)
{
	struct test_house *t = *state;
	limits_on(t);
	struct asked asked = { .as = t->ana, .path = "/api/v1/similar?q=x", .bearer = true };
	struct answer answer = visit(t, &asked);
	for (int n = 0; n < 60 && answer.status != 429; n++)
		answer = visit(t, &asked);
	assert_int_equal(answer.status, 429);
	assert_true(str_equal(answer.content_type, S("application/problem+json")));
	assert_true(answer_says(&answer, "\"reason\":\"guard.too_often\""));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WEB_TEST(each_class_ends_after_exactly_so_many),
		WEB_TEST(strangers_share_an_address_s_portion),
		WEB_TEST(what_another_site_sends_takes_nothing_away),
		WEB_TEST(the_api_says_it_as_a_problem),
	};
	return cmocka_run_group_tests_name("limits", tests, NULL, NULL);
}
