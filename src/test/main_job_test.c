/*
 * main_job_test.c: the main job from end to end, by a program: every word of it through /api/v1.
 *
 * Once by a solution that somebody writes, once by a neighbour who comes, whose fix goes
 * back into the thread; in between, a third person and the second brand see nothing.
 */
#include "features/community/community.h"
#include "features/marketplace/market_testing.h"
#include "test/visit.h"

#define TOMORROW_TEN (HOUSE_NOON + HOURS(21)) /* ten o'clock in Berlin */

static struct answer call(struct test_house *t, int64_t as, enum method method, const char *path, const char *json)
{
	return visit(t, &(struct asked){ .as = as, .method = method, .path = path, .json = json, .bearer = as != 0 });
}

/* "/api/v1/threads/#/posts" with the number in the place of '#'. */
static const char *at(struct test_house *t, const char *path, int64_t id)
{
	str rest = str_from(path);
	str front = str_cut(&rest, '#');
	return str_c(t->arena, str_format(t->arena, "%.*s%lld%.*s", STR_ARG(front), (long long)id, STR_ARG(rest)));
}

static int64_t id_of(const struct answer *answer)
{
	return number_after(answer->body, "\"id\":\"");
}

static int64_t a_board(struct test_house *t)
{
	struct board board = { .key = S("wlan"), .name = S("WLAN"), .about = S("Funk im Haus") };
	assert_int_equal(board_make(acting_as(t, t->adam), &board), OK);
	return board.id;
}

static int64_t ana_asks(struct test_house *t)
{
	const char *body = at(t, "{\"board_id\":\"#\",\"title\":\"Besuch kommt nicht ins Gastnetz\","
	                         "\"body\":\"Das Passwort stimmt, aber der Router lehnt ab.\"}", a_board(t));
	struct answer answer = call(t, t->ana, POST, "/api/v1/threads", body);
	assert_int_equal(answer.status, 201);
	assert_true(answer_says(&answer, "\"state\":\"unanswered\""));
	return id_of(&answer);
}

static int64_t answers(struct test_house *t, int64_t who, int64_t thread, const char *json)
{
	struct answer answer = call(t, who, POST, at(t, "/api/v1/threads/#/posts", thread), json);
	assert_int_equal(answer.status, 201);
	return id_of(&answer);
}

static bool is_in_state(struct test_house *t, int64_t thread, const char *state)
{
	struct answer answer = call(t, 0, GET, at(t, "/api/v1/threads/#", thread), NULL);
	str part = str_format(t->arena, "\"state\":\"%s\"", state);
	return answer.status == 200 && str_contains(answer.body, part);
}

static void a_question_is_solved_found_and_similar(void **state)
{
	struct test_house *t = *state;
	int64_t thread = ana_asks(t), tess;
	int64_t post = answers(t, t->eve, thread, "{\"body\":\"Stell die Verschlüsselung auf WPA2.\"}");
	assert_true(is_in_state(t, thread, "unsolved"));
	str solution = str_format(t->arena, "/api/v1/threads/%lld/solutions/%lld", (long long)thread, (long long)post);
	assert_int_equal(call(t, t->eve, PUT, str_c(t->arena, solution), "{}").status, 403);
	assert_int_equal(call(t, t->ana, PUT, str_c(t->arena, solution), "{}").status, 204);
	assert_true(is_in_state(t, thread, "solved"));
	house_work(t);
	struct answer found = call(t, 0, GET, "/api/v1/search?q=gastnetz", NULL);
	assert_int_equal(found.status, 200);
	assert_true(answer_says(&found, "Besuch kommt nicht ins Gastnetz"));
	struct answer similar = call(t, 0, GET, "/api/v1/similar?title=Gast+kommt+nicht+ins+Netz", NULL);
	assert_true(answer_says(&similar, "Besuch kommt nicht ins Gastnetz"));
	second_brand(t, &tess);
	const struct asked elsewhere = { .path = "/api/v1/search?q=gastnetz", .host = "b.localhost" };
	struct answer other = visit(t, &elsewhere);
	assert_int_equal(other.status, 200);
	assert_false(answer_says(&other, "Gastnetz"));
	assert_int_equal(call(t, t->ana, DELETE, str_c(t->arena, solution), NULL).status, 204);
	assert_true(is_in_state(t, thread, "unsolved"));
}

/* From the thread to an accepted offer. */
static int64_t a_neighbour_is_booked(struct test_house *t, int64_t thread)
{
	market_places_in(t);
	market_approve(t, t->ben);
	house_settle(t);
	const char *json = at(t, "{\"thread_id\":\"#\",\"title\":\"Gastnetz einrichten\",\"text\":\"Der Besuch kommt nicht ins "
	                         "Netz.\",\"category\":\"wifi\",\"place\":\"50667\"}", thread);
	struct answer answer = call(t, t->ana, POST, "/api/v1/tasks", json);
	assert_int_equal(answer.status, 201);
	int64_t task = id_of(&answer);
	answer = call(t, t->ben, GET, "/api/v1/tasks?place=50667&radius=5", NULL);
	assert_true(answer_says(&answer, "Gastnetz einrichten"));
	answer = call(t, t->ben, POST, at(t, "/api/v1/tasks/#/offers", task), "{\"starts_at\":\"2026-01-02T09:00:00Z\","
		"\"minutes\":60,\"price_minor\":4000,\"text\":\"Ich bringe alles mit.\"}");
	assert_int_equal(answer.status, 201);
	answer = call(t, t->ana, POST, at(t, "/api/v1/offers/#/acceptance", id_of(&answer)),
	              "{\"address\":\"Domstr. 1\",\"phone\":\"+49 221 12345\"}");
	assert_int_equal(answer.status, 201);
	return id_of(&answer);
}

static void both_review(struct test_house *t, int64_t booking)
{
	const char *path = at(t, "/api/v1/bookings/#/reviews", booking);
	assert_int_equal(call(t, t->ana, POST, path, "{\"stars\":5,\"text\":\"Sehr gut gemacht.\"}").status, 201);
	struct answer sealed = call(t, t->ben, GET, path, NULL);
	assert_false(answer_says(&sealed, "Sehr gut gemacht"));
	assert_int_equal(call(t, t->ben, POST, path, "{\"stars\":5,\"text\":\"Gern wieder, alles da.\"}").status, 201);
	struct answer open = call(t, t->ben, GET, path, NULL);
	assert_true(answer_says(&open, "Sehr gut gemacht"));
}

static void a_visit_ends_in_the_thread_it_came_from(void **state)
{
	struct test_house *t = *state;
	int64_t thread = ana_asks(t);
	int64_t booking = a_neighbour_is_booked(t, thread);
	struct answer answer = call(t, t->ben, GET, at(t, "/api/v1/bookings/#", booking), NULL);
	assert_true(answer_says(&answer, "Domstr. 1"));
	assert_int_equal(call(t, t->eve, GET, at(t, "/api/v1/bookings/#", booking), NULL).status, 404);
	t->now = TOMORROW_TEN;
	assert_int_equal(call(t, t->ben, POST, at(t, "/api/v1/bookings/#/start", booking), "{}").status, 200);
	t->now += HOURS(1);
	answer = call(t, t->ana, POST, at(t, "/api/v1/bookings/#/completion", booking), "{}");
	assert_true(answer_says(&answer, "\"state\":\"done\""));
	both_review(t, booking);
	answer = call(t, t->ben, POST, at(t, "/api/v1/bookings/#/fix", booking), "{\"body\":\"WPA3 war an; WPA2 + WPA3 hilft.\"}");
	assert_in_range(answer.status, 200, 204);
	house_work(t);
	answer = call(t, 0, GET, at(t, "/api/v1/threads/#/posts", thread), NULL);
	assert_true(answer_says(&answer, "WPA2 + WPA3 hilft"));
	answer = call(t, t->ana, GET, "/api/v1/matters", NULL);
	assert_int_equal(answer.status, 200);
	assert_true(answer_says(&answer, "Besuch kommt nicht ins Gastnetz"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WEB_TEST(a_question_is_solved_found_and_similar),
		WEB_TEST(a_visit_ends_in_the_thread_it_came_from),
	};
	return cmocka_run_group_tests_name("main job", tests, NULL, NULL);
}
