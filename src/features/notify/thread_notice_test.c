/* thread_notice_test.c: proves that the asker is told what becomes of her question, and who is called by name. */
#include "features/notify/notice.h"

#include "features/community/community_testing.h"
#include "features/community/need.h"
#include "features/member/member.h"

static struct notice_list inbox_of(struct test_house *t, int64_t member_id)
{
	struct notice_list list;
	house_work(t);
	assert_int_equal(notice_list_mine(acting_as(t, member_id), 0, &list), OK);
	return list;
}

static void who_is_called_by_name_finds_it_in_the_inbox(void **state)
{
	struct test_house *t = *state;
	struct thread thread = ana_asks(t);
	struct member kim = { .name = S("Kim Fremd") };
	struct post post;
	assert_int_equal(member_make(acting_as_house(t), &kim), OK);
	const struct post text = { .body = S("Frag @Kim Fremd."), .html = S("<p>Frag.</p>"), .html_version = 1 };
	assert_int_equal(thread_reply(acting_as(t, t->ben), thread.id, &text, &post), OK);
	struct notice_list inbox = inbox_of(t, kim.id);
	assert_int_equal(inbox.count, 1);
	assert_true(str_equal(inbox.at[0].kind, S("mentioned")));
	assert_int_equal(notice_target(&inbox.at[0]).id, post.id);
}

static bool has_kind(const struct notice_list *inbox, const char *kind)
{
	for (size_t i = 0; i < inbox->count; i++) {
		if (str_equal(inbox->at[i].kind, str_from(kind)))
			return true;
	}
	return false;
}

static void the_asker_is_asked_once_whether_an_answer_helped_unless_it_is_solved(void **state)
{
	struct test_house *t = *state;
	struct thread thread = ana_asks(t);
	struct post post = answers(t, t->ben, thread.id);
	house_work(t);
	t->now += DAYS(7) - SECONDS(1);
	struct notice_list inbox = inbox_of(t, t->ana);
	assert_false(has_kind(&inbox, "matter_reminded"));
	t->now += SECONDS(1);
	house_work(t);
	inbox = inbox_of(t, t->ana);
	assert_true(has_kind(&inbox, "matter_reminded"));
	assert_false(has_kind(&inbox, "unsure")); /* the ladder asks, and nobody besides */
	const struct thread_ask ask = { .board_id = thread.board_id, .title = S("Eine zweite Frage"), .body = S("y") };
	assert_int_equal(thread_ask(acting_as(t, t->eve), &ask, &thread), OK);
	post = answers(t, t->ben, thread.id);
	assert_int_equal(solution_mark(acting_as(t, t->eve), thread.id, post.id), OK);
	house_work(t);
	t->now += DAYS(30);
	house_work(t);
	inbox = inbox_of(t, t->eve);
	assert_false(has_kind(&inbox, "matter_reminded"));
}

static void who_leaves_a_question_open_is_reminded_then_told_that_it_is_closed(void **state)
{
	struct test_house *t = *state;
	struct thread thread = ana_asks(t);
	struct post post;
	const struct post text = { .body = S("Welches Modell?"), .html = S("<p>Welches Modell?</p>"), .html_version = 1 };
	assert_int_equal(thread_ask_back(acting_as(t, t->ben), thread.id, &text, &post), OK);
	struct notice_list inbox = inbox_of(t, t->ana);
	assert_true(has_kind(&inbox, "answer"));
	t->now += DAYS(7);
	house_work(t);
	inbox = inbox_of(t, t->ana);
	assert_true(has_kind(&inbox, "need_reminded") && !has_kind(&inbox, "closed_kindly"));
	t->now += DAYS(7);
	house_work(t);
	inbox = inbox_of(t, t->ana);
	assert_true(has_kind(&inbox, "closed_kindly"));
}

static void whose_thread_was_merged_is_led_to_the_other(void **state)
{
	struct test_house *t = *state;
	struct thread to = ana_asks(t), from;
	const struct thread_ask ask = { .board_id = to.board_id, .title = S("Noch einmal dasselbe"), .body = S("y") };
	assert_int_equal(thread_ask(acting_as(t, t->ben), &ask, &from), OK);
	assert_int_equal(thread_merge(acting_as(t, t->mia), from.id, to.id, S("Doppelt")), OK);
	struct notice_list inbox = inbox_of(t, t->ben);
	assert_true(has_kind(&inbox, "thread_merged"));
	assert_int_equal(notice_target(&inbox.at[0]).id, to.id);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		HOUSE_TEST(who_is_called_by_name_finds_it_in_the_inbox),
		HOUSE_TEST(the_asker_is_asked_once_whether_an_answer_helped_unless_it_is_solved),
		HOUSE_TEST(who_leaves_a_question_open_is_reminded_then_told_that_it_is_closed),
		HOUSE_TEST(whose_thread_was_merged_is_led_to_the_other),
	};
	return cmocka_run_group_tests_name("thread notice", tests, NULL, NULL);
}
