/* climb_test.c: a matter climbs by itself when nobody acts, stays where somebody has it, and never ends in silence. */
#include "features/community/need.h"
#include "features/ladder/ladder_testing.h"
#include "features/notify/notice.h"

static bool was_told(struct test_house *t, int64_t member_id, const char *kind)
{
	struct notice_list list;
	assert_int_equal(notice_list_mine(acting_as(t, member_id), 0, &list), OK);
	for (size_t i = 0; i < list.count; i++) {
		if (str_equal(list.at[i].kind, str_from(kind)))
			return true;
	}
	return false;
}

static int64_t matter_of(struct test_house *t, int64_t thread_id)
{
	return ladder_stand(t, thread_id).matter.id;
}

/* ── the table ── */

static void the_table_is_this(void **state)
{
	static const struct { enum deed deed; enum matter_step from; unsigned by; enum matter_step to; } expected[] = {
		{ DEED_ASK_EXPERTS, MATTER_ASKED, BY_HOUSE, MATTER_EXPERTS_ASKED },
		{ DEED_TO_AGENT, MATTER_ASKED, BY_OWNER, MATTER_WITH_AGENT },
		{ DEED_TO_AGENT, MATTER_ASKED, BY_HOUSE, MATTER_WITH_AGENT },
		{ DEED_TO_AGENT, MATTER_EXPERTS_ASKED, BY_HOUSE, MATTER_WITH_AGENT },
		{ DEED_TO_AGENT, MATTER_ANSWERED, BY_OWNER, MATTER_WITH_AGENT },
		{ DEED_TO_AGENT, MATTER_HELP_WANTED, BY_OWNER, MATTER_WITH_AGENT },
		{ DEED_TO_AGENT, MATTER_TECHNICIAN, BY_AGENT, MATTER_WITH_AGENT },
		{ DEED_CLAIM, MATTER_WITH_AGENT, BY_AGENT, MATTER_WITH_AGENT },
		{ DEED_RELEASE, MATTER_WITH_AGENT, BY_CLAIMANT, MATTER_WITH_AGENT },
		{ DEED_ANSWER, MATTER_WITH_AGENT, BY_CLAIMANT, MATTER_ANSWERED },
		{ DEED_TO_COMMUNITY, MATTER_WITH_AGENT, BY_CLAIMANT, MATTER_ASKED },
		{ DEED_TO_COMMUNITY, MATTER_TECHNICIAN, BY_OWNER, MATTER_ASKED },
		{ DEED_TO_NEIGHBOUR, MATTER_WITH_AGENT, BY_CLAIMANT, MATTER_HELP_WANTED },
		{ DEED_TO_TECHNICIAN, MATTER_WITH_AGENT, BY_CLAIMANT, MATTER_TECHNICIAN },
		{ DEED_TO_TECHNICIAN, MATTER_ANSWERED, BY_OWNER, MATTER_TECHNICIAN },
		{ DEED_TECHNICIAN_WAS_THERE, MATTER_TECHNICIAN, BY_OWNER, MATTER_DONE },
		{ DEED_NOT_SOLVED, MATTER_ANSWERED, BY_OWNER, MATTER_ASKED },
		{ DEED_CLOSE, MATTER_ASKED, BY_OWNER, MATTER_CLOSED },
		{ DEED_CLOSE, MATTER_ANSWERED, BY_HOUSE, MATTER_CLOSED },
		{ DEED_REOPEN, MATTER_CLOSED, BY_OWNER, MATTER_ASKED },
	};
	static const struct { enum deed deed; enum matter_step from; unsigned by; } refused[] = {
		{ DEED_TO_AGENT, MATTER_BOOKED, BY_OWNER | BY_AGENT | BY_HOUSE }, { DEED_TO_AGENT, MATTER_SOLVED, BY_OWNER },
		{ DEED_TO_AGENT, MATTER_VISIT, BY_AGENT },
		{ DEED_ANSWER, MATTER_WITH_AGENT, BY_AGENT | BY_OWNER }, { DEED_CLAIM, MATTER_WITH_AGENT, BY_OWNER },
		{ DEED_CLOSE, MATTER_WITH_AGENT, BY_HOUSE | BY_AGENT }, { DEED_REOPEN, MATTER_CLOSED, BY_AGENT | BY_HOUSE },
		{ DEED_CLOSE, MATTER_BOOKED, BY_OWNER }, { DEED_ASK_EXPERTS, MATTER_ANSWERED, BY_HOUSE },
		{ DEED_NOT_SOLVED, MATTER_SOLVED, BY_OWNER },
	};
	(void)state;
	for (size_t i = 0; i < COUNT(expected); i++) {
		const struct rung *rung = rung_find(expected[i].deed, expected[i].from, expected[i].by);
		assert_non_null(rung);
		assert_int_equal(rung->to, expected[i].to);
	}
	for (size_t i = 0; i < COUNT(refused); i++)
		assert_null(rung_find(refused[i].deed, refused[i].from, refused[i].by));
}

/* ── by itself ── */

static void a_question_has_a_promise_from_the_first_hour(void **state)
{
	struct test_house *t = *state;
	int64_t thread_id = ladder_question(t, ladder_board(t), t->ana);
	house_work(t);
	struct stand stand = ladder_stand(t, thread_id);
	assert_int_equal(stand.matter.step, MATTER_ASKED);
	assert_true(stand.matter.due_at == t->now + HOURS(24));
	assert_true(stand.climb.due_at == stand.matter.due_at && stand.climb.thread_id == thread_id);
	assert_int_equal(stand.climb.way_count, 1);
}

static void without_experts_it_goes_to_the_agents_and_then_is_overdue(void **state)
{
	struct test_house *t = *state;
	int64_t thread_id = ladder_question(t, ladder_board(t), t->ana);
	house_work(t);
	ladder_wait(t, HOURS(23));
	assert_stands(t, thread_id, MATTER_ASKED, HELD_BY_COMMUNITY);
	ladder_wait(t, HOURS(1));
	assert_stands(t, thread_id, MATTER_WITH_AGENT, HELD_BY_BRAND);
	assert_true(was_told(t, t->ana, "matter_to_agent"));
	struct stand stand = ladder_stand(t, thread_id);
	assert_true(stand.ticket.is_open && stand.ticket.due_at == t->now + HOURS(24));
	ladder_wait(t, HOURS(24));
	stand = ladder_stand(t, thread_id);
	assert_int_equal(stand.matter.step, MATTER_WITH_AGENT);
	assert_true(stand.climb.overdue_at == t->now);
	assert_true(was_told(t, t->ana, "matter_overdue"));
	struct climb_list list;
	assert_int_equal(climb_overdue(acting_as(t, t->adam), (struct overdue_after){ 0, 0 }, &list), OK);
	assert_int_equal(list.count, 1);
	assert_true(list.at[0].matter_id == stand.matter.id);
}

static void the_overdue_list_is_the_teams(void **state)
{
	struct test_house *t = *state;
	struct climb_list list;
	struct scope *ana = acting_as(t, t->ana);
	assert_int_equal(climb_overdue(ana, (struct overdue_after){ 0, 0 }, &list), ERR_FORBIDDEN);
	assert_string_equal(ana->refusal.reason, "ladder.not_yours");
}

static void without_agents_a_question_that_nobody_answers_is_overdue(void **state)
{
	struct test_house *t = *state;
	ladder_set(t, ladder_agents_on, "0");
	int64_t thread_id = ladder_question(t, ladder_board(t), t->ana);
	house_work(t);
	ladder_wait(t, HOURS(24));
	struct stand stand = ladder_stand(t, thread_id);
	assert_int_equal(stand.matter.step, MATTER_ASKED);
	assert_true(stand.climb.overdue_at == t->now);
	struct scope *ana = acting_as(t, t->ana);
	assert_int_equal(climb_take(ana, stand.matter.id, DEED_TO_AGENT, S("")), ERR_CONFLICT);
	assert_string_equal(ana->refusal.reason, "ladder.no_agents");
}

static void the_owner_is_reminded_once_and_then_it_closes_and_may_be_opened(void **state)
{
	struct test_house *t = *state;
	int64_t thread_id = ladder_question(t, ladder_board(t), t->ana);
	ladder_reply(t, thread_id, t->ben);
	house_work(t);
	assert_stands(t, thread_id, MATTER_ANSWERED, HELD_BY_OWNER);
	ladder_wait(t, DAYS(7) - 1);
	assert_false(was_told(t, t->ana, "matter_reminded"));
	ladder_wait(t, 1);
	assert_true(was_told(t, t->ana, "matter_reminded"));
	assert_stands(t, thread_id, MATTER_ANSWERED, HELD_BY_OWNER);
	ladder_wait(t, DAYS(7));
	assert_stands(t, thread_id, MATTER_CLOSED, HELD_BY_NOBODY);
	assert_true(was_told(t, t->ana, "matter_silent"));
	assert_int_equal(climb_take(acting_as(t, t->ana), matter_of(t, thread_id), DEED_REOPEN, S("")), OK);
	assert_stands(t, thread_id, MATTER_ASKED, HELD_BY_COMMUNITY);
}

static void what_is_solved_waits_for_nobody(void **state)
{
	struct test_house *t = *state;
	int64_t thread_id = ladder_question(t, ladder_board(t), t->ana);
	struct post answer = ladder_reply(t, thread_id, t->ben);
	assert_int_equal(solution_mark(acting_as(t, t->ana), thread_id, answer.id), OK);
	house_work(t);
	ladder_wait(t, DAYS(400));
	struct stand stand = ladder_stand(t, thread_id);
	assert_int_equal(stand.matter.step, MATTER_SOLVED);
	assert_true(!stand.matter.due_at && !stand.climb.overdue_at);
	assert_false(was_told(t, t->ana, "matter_reminded"));
}

static void what_does_not_help_is_the_communitys_again_and_an_answer_brings_it_back(void **state)
{
	struct test_house *t = *state;
	int64_t thread_id = ladder_question(t, ladder_board(t), t->ana);
	ladder_reply(t, thread_id, t->ben);
	house_work(t);
	assert_int_equal(climb_take(acting_as(t, t->ana), matter_of(t, thread_id), DEED_NOT_SOLVED, S("")), OK);
	house_work(t);
	assert_stands(t, thread_id, MATTER_ASKED, HELD_BY_COMMUNITY);
	ladder_reply(t, thread_id, t->ana);
	house_work(t);
	assert_stands(t, thread_id, MATTER_ASKED, HELD_BY_COMMUNITY);
	ladder_reply(t, thread_id, t->eve);
	house_work(t);
	assert_stands(t, thread_id, MATTER_ANSWERED, HELD_BY_OWNER);
}

static void what_the_asker_adds_is_the_communitys_with_a_promise(void **state)
{
	struct test_house *t = *state;
	int64_t thread_id = ladder_question(t, ladder_board(t), t->ana);
	const struct post text = { .body = S("Welches Modell?"), .html = S("<p>Welches Modell?</p>"), .html_version = 1 };
	struct post post;
	assert_int_equal(thread_ask_back(acting_as(t, t->ben), thread_id, &text, &post), OK);
	house_work(t);
	assert_stands(t, thread_id, MATTER_ANSWERED, HELD_BY_OWNER);
	ladder_reply(t, thread_id, t->ana);
	house_work(t);
	assert_stands(t, thread_id, MATTER_ASKED, HELD_BY_COMMUNITY);
	assert_true(ladder_stand(t, thread_id).climb.due_at == t->now + HOURS(24));
	ladder_reply(t, thread_id, t->eve);
	house_work(t);
	assert_stands(t, thread_id, MATTER_ANSWERED, HELD_BY_OWNER);
}

static void a_merged_question_waits_for_its_owner_with_a_promise(void **state)
{
	struct test_house *t = *state;
	int64_t board_id = ladder_board(t), thread_id = ladder_question(t, board_id, t->ana), to_id = ladder_question(t, board_id, t->eve);
	house_work(t);
	assert_int_equal(thread_merge(acting_as(t, t->mia), thread_id, to_id, S("Schon einmal gefragt.")), OK);
	house_work(t);
	assert_stands(t, thread_id, MATTER_ANSWERED, HELD_BY_OWNER);
	assert_true(ladder_stand(t, thread_id).climb.due_at == t->now + HOURS(168));
}

/* ── heavy users ── */

static void solve_some(struct test_house *t, int64_t board_id, int64_t solver_id, int times)
{
	for (int i = 0; i < times; i++) {
		int64_t thread_id = ladder_question(t, board_id, t->eve);
		struct post answer = ladder_reply(t, thread_id, solver_id);
		assert_int_equal(solution_mark(acting_as(t, t->eve), thread_id, answer.id), OK);
		house_settle(t);
	}
}

static void count_fields(struct test_house *t)
{
	house_work(t);
	ladder_wait(t, HOURS(6));
}

static void those_who_solved_much_are_asked_and_nobody_else(void **state)
{
	struct test_house *t = *state;
	int64_t board_id = ladder_board(t);
	solve_some(t, board_id, t->ben, 3);
	solve_some(t, board_id, t->mia, 2);
	count_fields(t);
	int64_t thread_id = ladder_question(t, board_id, t->ana);
	house_work(t);
	ladder_wait(t, HOURS(24));
	assert_stands(t, thread_id, MATTER_EXPERTS_ASKED, HELD_BY_EXPERTS);
	assert_true(was_told(t, t->ben, "expert_asked"));
	assert_false(was_told(t, t->mia, "expert_asked"));
	assert_false(was_told(t, t->eve, "expert_asked"));
	assert_true(was_told(t, t->ana, "matter_experts"));
	ladder_wait(t, HOURS(24));
	assert_stands(t, thread_id, MATTER_WITH_AGENT, HELD_BY_BRAND);
}

static void an_experts_answer_is_an_answer(void **state)
{
	struct test_house *t = *state;
	int64_t board_id = ladder_board(t);
	solve_some(t, board_id, t->ben, 3);
	count_fields(t);
	int64_t thread_id = ladder_question(t, board_id, t->ana);
	house_work(t);
	ladder_wait(t, HOURS(24));
	ladder_reply(t, thread_id, t->ben);
	house_work(t);
	assert_stands(t, thread_id, MATTER_ANSWERED, HELD_BY_OWNER);
}

static void nobody_is_asked_more_often_than_the_brand_allows(void **state)
{
	struct test_house *t = *state;
	int64_t board_id = ladder_board(t), thread_ids[3];
	bool asked;
	solve_some(t, board_id, t->ben, 3);
	count_fields(t);
	for (int i = 0; i < 3; i++)
		thread_ids[i] = ladder_question(t, board_id, t->ana);
	for (int i = 0; i < 2; i++) {
		assert_int_equal(expert_ask_some(acting_as_house(t), thread_ids[i], &asked), OK);
		assert_true(asked);
	}
	assert_int_equal(expert_ask_some(acting_as_house(t), thread_ids[2], &asked), OK);
	assert_false(asked);
	t->now += DAYS(7) + 1;
	assert_int_equal(expert_ask_some(acting_as_house(t), thread_ids[2], &asked), OK);
	assert_true(asked);
	assert_int_equal(expert_ask_some(acting_as_house(t), thread_ids[2], &asked), OK);
	assert_false(asked); /* once a question */
}

static void who_pauses_is_left_in_peace(void **state)
{
	struct test_house *t = *state;
	struct expert_self self;
	int64_t board_id = ladder_board(t);
	bool asked;
	solve_some(t, board_id, t->ben, 3);
	count_fields(t);
	assert_int_equal(expert_pause(acting_as(t, t->ben), 30), OK);
	int64_t thread_id = ladder_question(t, board_id, t->ana);
	assert_int_equal(expert_ask_some(acting_as_house(t), thread_id, &asked), OK);
	assert_false(asked);
	assert_int_equal(expert_self(acting_as(t, t->ben), &self), OK);
	assert_true(self.is_expert && self.paused_until == t->now + DAYS(30));
	assert_int_equal(expert_pause(acting_as(t, t->ben), 0), OK);
	assert_int_equal(expert_ask_some(acting_as_house(t), thread_id, &asked), OK);
	assert_true(asked);
}

static void a_pause_has_an_end(void **state)
{
	struct test_house *t = *state;
	static const int64_t wrong[] = { -1, EXPERT_PAUSE_MAX + 1 };
	for (size_t i = 0; i < COUNT(wrong); i++) {
		struct scope *ben = acting_as(t, t->ben);
		assert_int_equal(expert_pause(ben, wrong[i]), ERR_INVALID);
		assert_string_equal(ben->refusal.reason, "expert.days_wrong");
	}
	struct scope *stranger = acting_as(t, 0);
	assert_int_equal(expert_pause(stranger, 1), ERR_SIGNED_OUT);
	assert_string_equal(stranger->refusal.reason, "member.sign_in");
}

static void figures_of_a_field_are_what_happened_there(void **state)
{
	struct test_house *t = *state;
	struct field_figures figures;
	int64_t board_id = ladder_board(t);
	for (int hours = 1; hours <= 3; hours++) {
		int64_t id = ladder_question(t, board_id, t->eve);
		t->now += HOURS(hours);
		struct post answer = ladder_reply(t, id, t->ben);
		assert_int_equal(solution_mark(acting_as(t, t->eve), id, answer.id), OK);
	}
	int64_t thread_id = ladder_question(t, board_id, t->ana);
	count_fields(t);
	assert_int_equal(field_of_thread(acting_as(t, t->ana), thread_id, &figures), OK);
	assert_int_equal(figures.asked, 4);
	assert_int_equal(figures.answered, 3);
	assert_int_equal(figures.solved, 3);
	assert_int_equal(figures.solution_seconds, 2 * 3600);
	t->now += DAYS(181);
	house_work(t);
	ladder_wait(t, HOURS(6));
	assert_int_equal(field_of_thread(acting_as(t, t->ana), thread_id, &figures), OK);
	assert_int_equal(figures.asked, 0); /* old, and forgotten */
}

/* ── whose it is ── */

static void a_matter_is_nobodys_business_but_its_peoples(void **state)
{
	struct test_house *t = *state;
	struct stand stand;
	int64_t thread_id = ladder_question(t, ladder_board(t), t->ana), id = matter_of(t, thread_id);
	house_work(t);
	assert_int_equal(stand_load(acting_as(t, t->ana), id, &stand), OK);
	assert_int_equal(stand_load(acting_as(t, t->adam), id, &stand), OK);
	assert_int_equal(stand_load(acting_as(t, t->mia), id, &stand), OK);
	const int64_t others[] = { t->eve, t->ben, 0 };
	for (size_t i = 0; i < COUNT(others); i++) {
		struct scope *other = acting_as(t, others[i]), *nobody = acting_as(t, others[i]);
		assert_int_equal(stand_load(other, id, &stand), ERR_NOT_FOUND);
		assert_int_equal(stand_load(nobody, 42, &stand), ERR_NOT_FOUND);
		assert_string_equal(other->refusal.reason, nobody->refusal.reason);
	}
	struct scope *mia = acting_as(t, t->mia);
	assert_int_equal(climb_take(mia, id, DEED_TO_AGENT, S("")), ERR_FORBIDDEN);
	assert_string_equal(mia->refusal.reason, "ladder.not_yours");
	struct scope *ana = acting_as(t, t->ana);
	assert_int_equal(climb_take(ana, id, DEED_REOPEN, S("")), ERR_CONFLICT);
	assert_string_equal(ana->refusal.reason, "ladder.not_now");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		HOUSE_TEST(the_table_is_this),
		HOUSE_TEST(a_question_has_a_promise_from_the_first_hour),
		HOUSE_TEST(without_experts_it_goes_to_the_agents_and_then_is_overdue),
		HOUSE_TEST(the_overdue_list_is_the_teams),
		HOUSE_TEST(without_agents_a_question_that_nobody_answers_is_overdue),
		HOUSE_TEST(the_owner_is_reminded_once_and_then_it_closes_and_may_be_opened),
		HOUSE_TEST(what_is_solved_waits_for_nobody),
		HOUSE_TEST(what_does_not_help_is_the_communitys_again_and_an_answer_brings_it_back),
		HOUSE_TEST(what_the_asker_adds_is_the_communitys_with_a_promise),
		HOUSE_TEST(a_merged_question_waits_for_its_owner_with_a_promise),
		HOUSE_TEST(those_who_solved_much_are_asked_and_nobody_else),
		HOUSE_TEST(an_experts_answer_is_an_answer),
		HOUSE_TEST(nobody_is_asked_more_often_than_the_brand_allows),
		HOUSE_TEST(who_pauses_is_left_in_peace),
		HOUSE_TEST(a_pause_has_an_end),
		HOUSE_TEST(figures_of_a_field_are_what_happened_there),
		HOUSE_TEST(a_matter_is_nobodys_business_but_its_peoples),
	};
	return cmocka_run_group_tests_name("climb", tests, NULL, NULL);
}
