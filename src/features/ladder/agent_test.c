/* agent_test.c: one agent holds a matter, answers it or hands it on; its owner is told each time. */
#include "features/ladder/ladder_testing.h"
#include "features/ladder/next.h"
#include "features/ladder/ticket.h"
#include "features/notify/notice.h"
#include "test/visit.h"

struct set { int64_t thread_id, matter_id, ina, ole; };

static struct set an_escalated_question(struct test_house *t)
{
	struct set set = { .thread_id = ladder_question(t, ladder_board(t), t->ana), .ina = ladder_member(t, "ina", ROLE_AGENT),
		.ole = ladder_member(t, "ole", ROLE_AGENT) };
	house_work(t);
	set.matter_id = ladder_stand(t, set.thread_id).matter.id;
	assert_int_equal(climb_take(acting_as(t, t->ana), set.matter_id, DEED_TO_AGENT, S("Bin nur abends da.")), OK);
	house_work(t);
	return set;
}

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

static void the_note_goes_along_and_the_owner_waits_for_the_brand(void **state)
{
	struct test_house *t = *state;
	struct set set = an_escalated_question(t);
	struct stand stand = ladder_stand(t, set.thread_id);
	assert_int_equal(stand.matter.step, MATTER_WITH_AGENT);
	assert_string_equal(str_c(t->arena, stand.ticket.note), "Bin nur abends da.");
	assert_true(stand.ticket.due_at == t->now + HOURS(24));
}

static void one_agent_holds_it(void **state)
{
	struct test_house *t = *state;
	struct set set = an_escalated_question(t);
	int64_t id;
	assert_int_equal(agent_take_next(ladder_agent(t, set.ina), &id), OK);
	assert_true(id == set.matter_id);
	house_work(t);
	assert_true(was_told(t, t->ana, "matter_claimed"));
	struct scope *ole = ladder_agent(t, set.ole);
	assert_int_equal(climb_take(ole, id, DEED_CLAIM, S("")), ERR_CONFLICT);
	assert_string_equal(ole->refusal.reason, "ticket.claimed");
	ole = ladder_agent(t, set.ole);
	assert_int_equal(agent_take_next(ole, &id), ERR_CONFLICT);
	assert_string_equal(ole->refusal.reason, "ticket.none_free");
	ole = ladder_agent(t, set.ole);
	assert_int_equal(climb_take(ole, set.matter_id, DEED_TO_COMMUNITY, S("")), ERR_FORBIDDEN);
	assert_string_equal(ole->refusal.reason, "ladder.not_yours");
}

static void a_stale_claim_comes_back(void **state)
{
	struct test_house *t = *state;
	struct set set = an_escalated_question(t);
	int64_t id;
	assert_int_equal(agent_take_next(ladder_agent(t, set.ina), &id), OK);
	ladder_wait(t, MINUTES(59));
	assert_true(ladder_stand(t, set.thread_id).ticket.claimed_by == set.ina);
	ladder_wait(t, MINUTES(1));
	struct stand stand = ladder_stand(t, set.thread_id);
	assert_true(!stand.ticket.claimed_by && stand.ticket.is_open && !stand.matter.holder_id);
	assert_int_equal(agent_take_next(ladder_agent(t, set.ole), &id), OK);
}

static void an_answer_is_a_post_of_the_agent_and_the_owner_has_it(void **state)
{
	struct test_house *t = *state;
	struct set set = an_escalated_question(t);
	struct post post;
	struct post_list posts;
	const struct post text = { .body = S("Schalte PMF aus."), .html = S("<p>Schalte PMF aus.</p>"), .html_version = 1 };
	struct scope *ina = ladder_agent(t, set.ina);
	assert_int_equal(agent_answer(ina, set.matter_id, &text, &post), ERR_CONFLICT);
	assert_string_equal(ina->refusal.reason, "ticket.not_held");
	ina = ladder_agent(t, set.ina);
	assert_int_equal(climb_take(ina, set.matter_id, DEED_CLAIM, S("")), OK);
	assert_int_equal(agent_answer(ina, set.matter_id, &text, &post), OK);
	house_work(t);
	assert_stands(t, set.thread_id, MATTER_ANSWERED, HELD_BY_OWNER);
	struct stand stand = ladder_stand(t, set.thread_id);
	assert_false(stand.ticket.is_open);
	assert_true(stand.matter.due_at == t->now + DAYS(7));
	assert_int_equal(post_list_of(acting_as(t, t->ana), set.thread_id, 1, &posts), OK);
	assert_int_equal(posts.count, 2);
	assert_true(posts.at[1].author_id == set.ina);
	assert_true(was_told(t, t->ana, "answer"));
}

static void each_way_on_tells_the_owner(void **state)
{
	struct test_house *t = *state;
	static const struct { enum deed deed; enum matter_step step; enum matter_holder holder; const char *notice; } ways[] = {
		{ DEED_TO_COMMUNITY,  MATTER_ASKED,       HELD_BY_COMMUNITY, "matter_to_community" },
		{ DEED_TO_NEIGHBOUR,  MATTER_HELP_WANTED, HELD_BY_OWNER,     "matter_to_neighbour" },
		{ DEED_TO_TECHNICIAN, MATTER_TECHNICIAN,  HELD_BY_BRAND,     "matter_to_technician" },
	};
	struct set set = an_escalated_question(t);
	for (size_t i = 0; i < COUNT(ways); i++) {
		if (i)
			assert_int_equal(climb_take(acting_as(t, t->ana), set.matter_id, DEED_TO_AGENT, S("")), OK);
		assert_int_equal(climb_take(ladder_agent(t, set.ina), set.matter_id, DEED_CLAIM, S("")), OK);
		assert_int_equal(climb_take(ladder_agent(t, set.ina), set.matter_id, ways[i].deed, S("")), OK);
		house_work(t);
		assert_stands(t, set.thread_id, ways[i].step, ways[i].holder);
		assert_true(was_told(t, t->ana, ways[i].notice));
		assert_false(ladder_stand(t, set.thread_id).ticket.is_open);
	}
	struct way_step_list way;
	assert_int_equal(way_load(acting_as(t, t->ana), set.matter_id, &way), OK);
	assert_int_equal(way.count, 10); /* begun, then three times: to the agents, claimed, on */
}

static void somebody_elses_answer_takes_it_from_no_agent(void **state)
{
	struct test_house *t = *state;
	struct set set = an_escalated_question(t);
	ladder_reply(t, set.thread_id, t->ben);
	house_work(t);
	assert_stands(t, set.thread_id, MATTER_WITH_AGENT, HELD_BY_BRAND);
	struct post_list posts;
	assert_int_equal(post_list_of(acting_as(t, t->ana), set.thread_id, 1, &posts), OK);
	assert_int_equal(solution_mark(acting_as(t, t->ana), set.thread_id, posts.at[1].id), OK);
	house_work(t);
	assert_stands(t, set.thread_id, MATTER_SOLVED, HELD_BY_NOBODY);
	assert_false(ladder_stand(t, set.thread_id).ticket.is_open);
}

static void the_queue_is_the_agents(void **state)
{
	struct test_house *t = *state;
	struct ticket_list list;
	an_escalated_question(t);
	struct scope *mia = acting_as(t, t->mia);
	assert_int_equal(tickets_list(mia, (struct ticket_after){ 0, 0 }, &list), ERR_FORBIDDEN);
	assert_string_equal(mia->refusal.reason, "ladder.not_yours");
	assert_int_equal(tickets_list(acting_as(t, t->adam), (struct ticket_after){ 0, 0 }, &list), OK);
	assert_int_equal(list.count, 1);
}

static void an_owner_orders_the_technician_and_says_how_it_was(void **state)
{
	struct test_house *t = *state;
	struct set set = an_escalated_question(t);
	assert_int_equal(climb_take(acting_as(t, t->ana), set.matter_id, DEED_TO_TECHNICIAN, S("")), OK);
	house_work(t);
	assert_stands(t, set.thread_id, MATTER_TECHNICIAN, HELD_BY_BRAND);
	assert_int_equal(climb_take(acting_as(t, t->ana), set.matter_id, DEED_TECHNICIAN_WAS_THERE, S("")), OK);
	assert_stands(t, set.thread_id, MATTER_DONE, HELD_BY_OWNER);
	assert_int_equal(climb_take(acting_as(t, t->ana), set.matter_id, DEED_TO_TECHNICIAN, S("")), OK);
	house_work(t);
	ladder_wait(t, HOURS(120));
	assert_true(ladder_stand(t, set.thread_id).climb.overdue_at == t->now);
	assert_true(was_told(t, t->ana, "matter_overdue"));
}

/* ── what to do next ── */

static void at_most_three_ways_and_only_those_there_are(void **state)
{
	struct test_house *t = *state;
	struct next_list list;
	int64_t thread_id = ladder_question(t, ladder_board(t), t->ana);
	house_work(t);
	assert_int_equal(next_of_thread(acting_as(t, t->ana), thread_id, &list), OK);
	assert_int_equal(list.count, 3);
	static const enum next_kind first[] = { NEXT_COMMUNITY, NEXT_NEIGHBOUR, NEXT_AGENT };
	for (size_t i = 0; i < 3; i++)
		assert_int_equal(list.at[i].kind, first[i]);
	assert_int_equal(next_of_thread(acting_as(t, 0), thread_id, &list), OK);
	assert_int_equal(list.count, 2); /* no technician, and the agents are the owner's way */
	ladder_set(t, ladder_technician_price, "89");
	assert_int_equal(next_of_thread(acting_as(t, 0), thread_id, &list), OK);
	assert_int_equal(list.count, 2); /* a price that nobody can order at is no offer */
	ladder_set(t, ladder_technician_phone, "+49 221 1");
	assert_int_equal(next_of_thread(acting_as(t, 0), thread_id, &list), OK);
	assert_int_equal(list.count, 3);
	assert_int_equal(list.at[2].kind, NEXT_TECHNICIAN);
	assert_int_equal(list.at[2].technician->price_minor, 8900);
	ladder_set(t, ladder_agents_on, "0");
	assert_int_equal(next_of_thread(acting_as(t, t->ana), thread_id, &list), OK);
	assert_int_equal(list.count, 3);
	assert_int_equal(list.at[2].kind, NEXT_TECHNICIAN);
}

static void hide(struct test_house *t, int64_t thread_id, bool is_hidden)
{
	const struct subject_care *care = subject_care_of(t->house, thread_subject.number);
	assert_int_equal(care->hide(acting_as_house(t), thread_id, is_hidden), OK);
	house_work(t);
}

static void a_ticket_keeps_its_title_while_its_question_is_hidden(void **state)
{
	struct test_house *t = *state;
	struct set set = an_escalated_question(t);
	const char *path = str_c(t->arena, str_format(t->arena, "/desk/tickets/%lld", (long long)set.matter_id));
	assert_int_equal(climb_take(ladder_agent(t, set.ina), set.matter_id, DEED_CLAIM, S("")), OK);
	hide(t, set.thread_id, true);
	struct answer list = visit(t, &(struct asked){ .as = set.ina, .path = "/desk/tickets" });
	assert_int_equal(list.status, 200);
	assert_true(answer_says(&list, "Gäste kommen nicht ins WLAN") && answer_says(&list, "wartet auf die Moderation"));
	assert_false(answer_says(&list, "Nicht mehr zu sehen"));
	struct answer page = visit(t, &(struct asked){ .as = set.ina, .path = path });
	assert_true(answer_says(&page, "<h1>Gäste kommen nicht ins WLAN</h1>") && answer_says(&page, "sobald sie wieder zu sehen ist"));
	assert_false(answer_says(&page, "Passwort stimmt.") || answer_says(&page, "/answers\""));
	assert_true(answer_says(&page, "/technician\""));
	hide(t, set.thread_id, false);
	page = visit(t, &(struct asked){ .as = set.ina, .path = path });
	assert_true(answer_says(&page, "Passwort stimmt.") && answer_says(&page, "/answers\""));
	assert_false(answer_says(&page, "wartet auf die Moderation"));
	struct thread_list threads;
	struct scope *ana = acting_as(t, t->ana);
	assert_int_equal(community_staff_threads(ana, (struct ids){ &set.thread_id, 1 }, &threads), ERR_FORBIDDEN);
	assert_string_equal(ana->refusal.reason, "thread.not_yours");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		HOUSE_TEST(the_note_goes_along_and_the_owner_waits_for_the_brand),
		HOUSE_TEST(one_agent_holds_it),
		HOUSE_TEST(a_stale_claim_comes_back),
		HOUSE_TEST(an_answer_is_a_post_of_the_agent_and_the_owner_has_it),
		HOUSE_TEST(each_way_on_tells_the_owner),
		HOUSE_TEST(somebody_elses_answer_takes_it_from_no_agent),
		HOUSE_TEST(the_queue_is_the_agents),
		WEB_TEST(a_ticket_keeps_its_title_while_its_question_is_hidden),
		HOUSE_TEST(an_owner_orders_the_technician_and_says_how_it_was),
		HOUSE_TEST(at_most_three_ways_and_only_those_there_are),
	};
	return cmocka_run_group_tests_name("agent", tests, NULL, NULL);
}
