/* insights_test.c: what was read is counted beside the request, once, for whom it was; figures are what happened. */
#include "features/community/community.h"
#include "features/community/community_news.h"
#include "features/insights/insights_web.h"
#include "features/insights/saved.h"
#include "features/ladder/ladder_testing.h"
#include "test/visit.h"
#include "web/reads.h"
#include "web/web_room.h"

#define BROWSER "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"

static int64_t today(const struct test_house *t)
{
	return t->now / DAYS(1);
}

static void keep(struct test_house *t, int64_t day, int64_t visitor, int what)
{
	const struct insight_reading row = { day, visitor, what, what <= DID_READ_SOLVED ? thread_subject.number : 0, 7 };
	assert_int_equal(insight_reading_keep(acting_as_house(t), &row), OK);
}

static struct insight_day sums(struct test_house *t)
{
	struct insight_day day;
	assert_int_equal(insight_day_sums(acting_as(t, t->adam), 0, &day), OK);
	return day;
}

static int64_t solved_thread(struct test_house *t)
{
	int64_t id = ladder_question(t, ladder_board(t), t->eve);
	struct post answer = ladder_reply(t, id, t->ben);
	assert_int_equal(solution_mark(acting_as(t, t->eve), id, answer.id), OK);
	house_work(t);
	return id;
}

/* ── visits ── */

/* As the marketplace moves a matter; the ladder hears of each step. */
static void moves(struct test_house *t, int64_t thread_id, enum matter_step step, enum matter_holder holder)
{
	const struct subject thread = subject_of(&thread_subject, thread_id);
	const struct matter to = { .step = step, .holder = holder, .holder_id = holder == HELD_BY_HELPER ? t->ben : 0, .latest = thread };
	t->now += MINUTES(1);
	assert_int_equal(trail_move(acting_as_house(t), thread, &to), OK);
	house_work(t);
}

static void is_visited(struct test_house *t, int64_t thread_id)
{
	moves(t, thread_id, MATTER_HELP_WANTED, HELD_BY_OWNER);
	moves(t, thread_id, MATTER_BOOKED, HELD_BY_HELPER);
	moves(t, thread_id, MATTER_VISIT, HELD_BY_HELPER);
	moves(t, thread_id, MATTER_DONE, HELD_BY_OWNER);
}

static int64_t asks_in(struct test_house *t, int64_t board_id)
{
	t->now += MINUTES(1);
	int64_t id = ladder_question(t, board_id, t->ana);
	house_work(t);
	return id;
}

static void is_solved(struct test_house *t, int64_t thread_id)
{
	struct post answer = ladder_reply(t, thread_id, t->ben);
	assert_int_equal(solution_mark(acting_as(t, t->ana), thread_id, answer.id), OK);
	house_work(t);
	assert_stands(t, thread_id, MATTER_SOLVED, HELD_BY_NOBODY);
}

static void goes(struct test_house *t, int64_t thread_id, enum deed deed)
{
	assert_int_equal(climb_take(acting_as(t, t->ana), ladder_stand(t, thread_id).matter.id, deed, S("")), OK);
	house_work(t);
}

static void visits_instead_of_technicians_follow_the_formula_with_bounds(void **state)
{
	struct test_house *t = *state;
	struct saved saved;
	const struct setting *cost = setting_find(t->house, S("insights.cost_technician"));
	const int64_t board_id = ladder_board(t);
	ladder_set(t, cost, "80");
	is_visited(t, asks_in(t, board_id)); /* too long ago, though nobody ever said how it ended */
	t->now += DAYS(SAVED_DAYS) + HOURS(1);
	int64_t plain = asks_in(t, board_id), handed = asks_in(t, board_id), after_technician = asks_in(t, board_id);
	int64_t unsolved = asks_in(t, board_id), handed_unsolved = asks_in(t, board_id), twice = asks_in(t, board_id);
	int64_t technician = asks_in(t, board_id), cancelled = asks_in(t, board_id), only_answered = asks_in(t, board_id);
	is_visited(t, plain);
	is_solved(t, plain);
	goes(t, handed, DEED_TO_AGENT);
	is_visited(t, handed);
	is_solved(t, handed);
	goes(t, after_technician, DEED_TO_TECHNICIAN);
	goes(t, after_technician, DEED_TECHNICIAN_WAS_THERE);
	is_visited(t, after_technician);
	is_solved(t, after_technician);
	is_visited(t, unsolved);
	goes(t, handed_unsolved, DEED_TO_AGENT);
	is_visited(t, handed_unsolved);
	is_visited(t, twice);
	is_visited(t, twice);
	is_solved(t, twice);
	goes(t, technician, DEED_TO_TECHNICIAN); /* a technician came: nothing was saved */
	goes(t, technician, DEED_TECHNICIAN_WAS_THERE);
	is_solved(t, technician);
	moves(t, cancelled, MATTER_BOOKED, HELD_BY_HELPER);
	moves(t, cancelled, MATTER_HELP_WANTED, HELD_BY_OWNER);
	is_solved(t, only_answered);
	assert_int_equal(saved_load(acting_as(t, t->mia), &saved), OK);
	assert_int_equal(saved.visits, 6);
	assert_int_equal(saved.visits_solved, 4);
	assert_int_equal(saved.visits_handed, 2);
	assert_true(saved.technicians.low == 2 && saved.technicians.middle == 4 && saved.technicians.high == 6);
	assert_int_equal(saved.cost_technician, 80);
	/* It must not count for ever. */
	t->now += DAYS(SAVED_DAYS) + HOURS(2);
	assert_int_equal(saved_load(acting_as(t, t->mia), &saved), OK);
	assert_true(saved.visits == 0 && saved.technicians.high == 0);
}

/* ── reading ── */

static void a_page_that_was_read_is_counted_beside_the_request(void **state)
{
	struct test_house *t = *state;
	struct insight_day day;
	int64_t id = solved_thread(t);
	const char *path = str_c(t->arena, str_format(t->arena, "/threads/%lld", (long long)id));
	for (int i = 0; i < 3; i++) /* the second and third come from the cache */
		assert_int_equal(visit(t, &(struct asked){ .path = path, .user_agent = BROWSER }).status, 200);
	assert_int_equal(visit(t, &(struct asked){ .as = t->ana, .path = path, .user_agent = BROWSER }).status, 200);
	assert_int_equal(visit(t, &(struct asked){ .path = path, .user_agent = "Googlebot/2.1" }).status, 200);
	assert_int_equal(visit(t, &(struct asked){ .path = "/threads/42", .user_agent = BROWSER }).status, 404);
	struct web *web = t->house->web;
	reads_flush(web->reads);
	assert_int_equal(insight_day_count(acting_as_house(t), today(t), INT64_MAX, &day), OK);
	assert_int_equal(day.readers, 2); /* a stranger however often, and Ana; no robot */
	assert_int_equal(insight_day_count(acting_as_house(t), today(t), 0, &day), OK);
	assert_int_equal(day.readers, 1); /* Ana, as a member */
}

static void a_program_is_told_from_a_person(void **state)
{
	(void)state;
	static const char *const robots[] = { "", "Googlebot/2.1", "curl/8.5", "python-requests/2.31", "Mozilla/5.0 (compatible; bingbot/2.0)" };
	for (size_t i = 0; i < COUNT(robots); i++)
		assert_true(reads_is_robot(str_from(robots[i])));
	assert_false(reads_is_robot(S(BROWSER)));
}

/* ── what became of it ── */

static void who_asks_within_seven_days_was_not_helped(void **state)
{
	struct test_house *t = *state;
	int64_t day = (today(t) / 28 + 1) * 28 + 2; /* early in its four weeks */
	house_work(t);
	static const struct { int64_t visitor, contact_after; bool intends; } people[] = {
		{ 11, -1, true }, { 12, 7, true }, { 13, 8, true }, { 14, -1, false }, { 15, 0, true },
	};
	t->now = DAYS(day + 9) + HOURS(1);
	for (size_t i = 0; i < COUNT(people); i++) {
		keep(t, day, people[i].visitor, DID_READ_SOLVED);
		if (people[i].intends)
			keep(t, day - (int64_t)(i % 2), people[i].visitor, DID_INTEND);
		if (people[i].contact_after >= 0)
			keep(t, day + people[i].contact_after, people[i].visitor, DID_CONTACT);
	}
	house_work(t);
	ladder_wait(t, DAYS(1));
	struct insight_day all = sums(t);
	assert_int_equal(all.readers, 5);
	assert_int_equal(all.intents, 4);
	assert_int_equal(all.quiet, 2); /* 11, and 13 who asked on the eighth day */
}

static void of_strangers_whose_number_changes_meanwhile_nothing_is_claimed(void **state)
{
	struct test_house *t = *state;
	int64_t day = (today(t) / 28 + 1) * 28 - 3;
	house_work(t);
	t->now = DAYS(day + 9) + HOURS(1);
	keep(t, day, 11, DID_READ_SOLVED);
	keep(t, day, 11, DID_INTEND);
	keep(t, day, -5, DID_READ_SOLVED); /* a member */
	keep(t, day, -5, DID_INTEND);
	house_work(t);
	ladder_wait(t, DAYS(1));
	struct insight_day all = sums(t);
	assert_int_equal(all.readers, 1);
	assert_int_equal(all.quiet, 1);
}

static void readings_are_forgotten_after_four_weeks(void **state)
{
	struct test_house *t = *state;
	struct insight_day day;
	int64_t first = today(t);
	house_work(t);
	for (int i = 0; i < 50; i++)
		keep(t, first, 100 + i, DID_READ);
	keep(t, first, 11, DID_READ_SOLVED);
	house_settle(t);
	ladder_wait(t, DAYS(30));
	assert_int_equal(insight_day_count(acting_as_house(t), first, INT64_MAX, &day), OK);
	assert_int_equal(day.readers, 0);
}

/* ── what readers say ── */

static void calls_that_did_not_come_follow_the_formula_with_bounds(void **state)
{
	(void)state;
	const struct answer_sums said = { .answers = 100000, .had_it = 43000, .helped = 27950, .would_call = 2515 };
	struct bounds calls = saved_calls(&said, 100000);
	assert_true(calls.middle > 2514 && calls.middle < 2516);
	assert_true(calls.low < calls.middle && calls.middle < calls.high);
	const struct answer_sums few = { .answers = 30, .had_it = 13, .helped = 8, .would_call = 1 };
	struct bounds wide = saved_calls(&few, 1000);
	assert_true(wide.low < wide.middle / 3 && wide.high > 3 * wide.middle);
}

static void a_reader_says_it_once(void **state)
{
	struct test_house *t = *state;
	struct answer_sums said;
	int64_t id = solved_thread(t);
	struct insight_answer answer = { .thread_id = id, .visitor = 77, .had_it = true, .helped = true };
	assert_int_equal(helped_say(acting_as(t, 0), &answer), OK);
	answer.would_call = true;
	assert_int_equal(helped_say(acting_as(t, 0), &answer), OK);
	assert_int_equal(insight_answer_load_sums(acting_as(t, t->adam), 0, &said), OK);
	assert_int_equal(said.answers, 1);
	assert_int_equal(said.would_call, 1);
	struct scope *ana = acting_as(t, t->ana);
	struct thread solved;
	assert_int_equal(community_thread(ana, id, &solved), OK);
	answer.thread_id = ladder_question(t, solved.board_id, t->ana);
	ana = acting_as(t, t->ana);
	assert_int_equal(helped_say(ana, &answer), ERR_CONFLICT);
	assert_string_equal(ana->refusal.reason, "insights.not_solved");
}

/* ── weeks ── */

static void a_week_is_what_was_asked_in_it(void **state)
{
	struct test_house *t = *state;
	struct insight_week_list weeks;
	int64_t board_id = ladder_board(t);
	const moment asked_at = t->now; /* Thursday */
	for (int i = 0; i < 4; i++) {
		static const int minutes[] = { 30, 120, 26 * 60, 0 };
		t->now = asked_at;
		int64_t id = ladder_question(t, board_id, t->eve);
		if (!minutes[i])
			continue;
		t->now = asked_at + MINUTES(minutes[i]);
		struct post answer = ladder_reply(t, id, t->ben);
		if (i == 0)
			assert_int_equal(solution_mark(acting_as(t, t->eve), id, answer.id), OK);
	}
	house_work(t);
	ladder_wait(t, DAYS(3));
	assert_int_equal(weeks_list(acting_as(t, t->adam), subject_of(&board_subject, board_id), &weeks), OK);
	assert_int_equal(weeks.count, 1);
	const struct insight_week *week = &weeks.at[0];
	assert_int_equal(week->week, asked_at / DAYS(1) - 3); /* its Monday */
	assert_int_equal(week->asked, 4);
	assert_int_equal(week->answered, 3);
	assert_int_equal(week->solved, 1);
	assert_int_equal(week->median_seconds, 7200);
	assert_int_equal(week->open_a_day, 500);
	struct answer csv = visit(t, &(struct asked){ .as = t->adam, .path = "/desk/insights.csv" });
	assert_int_equal(csv.status, 200);
	assert_true(answer_says(&csv, "2025-12-29,4,3,1,0.0456,0.2500,0.6994,2.00,0.500"));
	struct answer page = visit(t, &(struct asked){ .as = t->adam, .path = "/desk/insights" });
	assert_int_equal(page.status, 200);
}

static void figures_are_the_teams(void **state)
{
	struct test_house *t = *state;
	struct saved saved;
	struct insight_week_list weeks;
	struct scope *ana = acting_as(t, t->ana);
	assert_int_equal(saved_load(ana, &saved), ERR_FORBIDDEN);
	assert_string_equal(ana->refusal.reason, "insights.not_yours");
	ana = acting_as(t, t->ana);
	assert_int_equal(weeks_list(ana, (struct subject){ 0, 0 }, &weeks), ERR_FORBIDDEN);
	assert_int_equal(saved_load(acting_as(t, t->mia), &saved), OK);
	assert_false(saved.has_survey);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WEB_TEST(a_page_that_was_read_is_counted_beside_the_request),
		cmocka_unit_test(a_program_is_told_from_a_person),
		HOUSE_TEST(who_asks_within_seven_days_was_not_helped),
		HOUSE_TEST(of_strangers_whose_number_changes_meanwhile_nothing_is_claimed),
		HOUSE_TEST(readings_are_forgotten_after_four_weeks),
		cmocka_unit_test(calls_that_did_not_come_follow_the_formula_with_bounds),
		HOUSE_TEST(a_reader_says_it_once),
		WEB_TEST(a_week_is_what_was_asked_in_it),
		HOUSE_TEST(visits_instead_of_technicians_follow_the_formula_with_bounds),
		HOUSE_TEST(figures_are_the_teams),
	};
	return cmocka_run_group_tests_name("insights", tests, NULL, NULL);
}
