/*
 * crowd_test.c: what a request is worth when the house is full.
 *
 * The table is written down by hand: who has waited how long is still served.
 */
#include "features/identity/session.h"
#include "test/visit.h"
#include "web/crowd.h"
#include "web/web_room.h"

#include <stdio.h>

enum { NEVER = 10000 };

/* Still served after so many milliseconds, and one later no more. */
static const struct { enum method method; const char *path; int stranger_ms, member_ms; } worth[] = {
	{ GET,  "/search",              4,     4 },
	{ GET,  "/desk/export/brand.tar", 4,   4 },
	{ GET,  "/",                    8,    16 },
	{ GET,  "/threads/7",           8,    16 },
	{ HEAD, "/threads/7",           8,    16 },
	{ GET,  "/api/v1/boards",       8,    16 },
	{ GET,  "/no/such/page",        8,    16 },
	{ POST, "/threads",             12,    12 },
	{ GET,  "/login",               20,    20 },
	{ POST, "/login",               20,    20 },
	{ POST, "/signup",              20,    20 },
	{ GET,  "/health",              NEVER, NEVER },
	{ GET,  "/metrics",             NEVER, NEVER },
};

static bool is_turned_away(struct test_house *t, size_t row, str cookies, int waited_ms)
{
	const struct http_glance glance = { .method = worth[row].method, .path = str_from(worth[row].path), .cookies = cookies,
		.waited = MILLISECONDS(waited_ms), .hurried = true };
	return crowd_turns_away(t->house->web, &glance);
}

static void check_row(struct test_house *t, size_t row, str cookies, int patience_ms)
{
	if (is_turned_away(t, row, cookies, patience_ms) || is_turned_away(t, row, cookies, patience_ms + 1) != (patience_ms != NEVER))
		fail_msg("%s: not %d ms", worth[row].path, patience_ms);
}

static void each_is_served_by_what_it_is_worth(void **state)
{
	struct test_house *t = *state;
	visit(t, &(struct asked){ .path = "/" }); /* opens the web */
	struct web *web = t->house->web;
	crowd_saw(web->crowd, S("of-a-member"));
	for (size_t i = 0; i < COUNT(worth); i++) {
		check_row(t, i, S(""), worth[i].stranger_ms);
		check_row(t, i, S("lang=de; session=made-up"), worth[i].stranger_ms);
		check_row(t, i, S("a=b; session=of-a-member"), worth[i].member_ms);
		check_row(t, i, S("__Host-session=of-a-member; a=b"), worth[i].member_ms);
	}
}

static void a_long_wait_that_is_no_habit_turns_nobody_away(void **state)
{
	struct test_house *t = *state;
	visit(t, &(struct asked){ .path = "/" });
	const struct http_glance glance = { .method = GET, .path = S("/search"), .waited = SECONDS(5), .hurried = false };
	assert_false(crowd_turns_away(t->house->web, &glance));
}

/* Nobody jumps the queue with a token of his making, be it a cookie or a bearer's. */
static void a_token_that_was_found_is_known_and_another_is_not(void **state)
{
	struct test_house *t = *state;
	visit(t, &(struct asked){ .as = t->ana, .path = "/" });
	struct web *web = t->house->web;
	int known = 0, strangers = 0;
	const struct { str header, cookies; } shown[] = {
		{ S("Bearer of-nobody"), S("") }, { S(""), S("session=of-nobody") }, { S("Bearer seen"), S("") }, { S(""), S("session=seen") },
	};
	crowd_saw(web->crowd, S("seen"));
	for (size_t i = 0; i < COUNT(shown); i++) {
		const struct http_glance glance = { .method = GET, .path = S("/"), .authorization = shown[i].header,
			.cookies = shown[i].cookies, .waited = MILLISECONDS(10), .hurried = true };
		bool away = crowd_turns_away(web, &glance);
		known += !away;
		strangers += away;
	}
	assert_int_equal(known, 2);
	assert_int_equal(strangers, 2);
}

static bool waits_in_vain(struct test_house *t, str cookies)
{
	const struct http_glance glance = { .method = GET, .path = S("/"), .cookies = cookies, .waited = MILLISECONDS(10), .hurried = true };
	return crowd_turns_away(t->house->web, &glance);
}

/* By the door: a session that was found is a member's from then on, one that was refused is not. */
static void who_was_let_in_is_known_from_then_on(void **state)
{
	struct test_house *t = *state;
	visit(t, &(struct asked){ .path = "/" });
	str ana = str_format(t->arena, "session=%.*s", STR_ARG(visit_token(t, t->ana)));
	assert_true(waits_in_vain(t, ana)); /* never seen */
	assert_int_equal(visit(t, &(struct asked){ .as = t->ana, .path = "/me" }).status, 200);
	assert_false(waits_in_vain(t, ana));
	str ben = visit_token(t, t->ben);
	struct scope *scope = acting_as(t, t->ben);
	assert_int_equal(session_end_all_of(scope, t->ben), OK);
	house_settle(t);
	visit(t, &(struct asked){ .as = t->ben, .path = "/me" });
	assert_true(waits_in_vain(t, str_format(t->arena, "session=%.*s", STR_ARG(ben))));
}

/* The table has a size: who comes later takes the place of one before, and never makes more of them known. */
static void later_ones_take_the_places_of_those_before(void **state)
{
	enum { SEEN = 300000, PLACES = 65536 };
	struct test_house *t = *state;
	visit(t, &(struct asked){ .path = "/" });
	struct web *web = t->house->web;
	int known = 0;
	for (int i = 0; i < SEEN; i++) {
		char token[16];
		crowd_saw(web->crowd, (str){ token, (size_t)snprintf(token, sizeof(token), "t%d", i) });
	}
	for (int i = 0; i < SEEN; i++) {
		char cookie[32];
		known += !waits_in_vain(t, (str){ cookie, (size_t)snprintf(cookie, sizeof(cookie), "session=t%d", i) });
	}
	assert_true(known <= PLACES && known > PLACES / 2);
	assert_false(waits_in_vain(t, S("session=t299999")));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WEB_TEST(each_is_served_by_what_it_is_worth),
		WEB_TEST(a_long_wait_that_is_no_habit_turns_nobody_away),
		WEB_TEST(a_token_that_was_found_is_known_and_another_is_not),
		WEB_TEST(who_was_let_in_is_known_from_then_on),
		WEB_TEST(later_ones_take_the_places_of_those_before),
	};
	return cmocka_run_group_tests_name("web_crowd", tests, NULL, NULL);
}
