/* need_mail_test.c: whoever leaves open what is missing in her question is written to, and answers the mail. */
#include "features/community/community_testing.h"
#include "features/community/need.h"
#include "features/notify/incoming_testing.h"
#include "features/notify/notice.h"
#include "features/notify/topic.h"

#define ANA "ana@example.org"

static struct thread asked_back(struct test_house *t)
{
	struct thread thread = ana_asks(t);
	struct post post;
	const struct post text = { .body = S("Welches Modell ist es?"), .html = S("<p>Welches Modell ist es?</p>"), .html_version = 1 };
	assert_int_equal(thread_ask_back(acting_as(t, t->ben), thread.id, &text, &post), OK);
	house_work(t);
	return thread;
}

static void a_week_later(struct test_house *t)
{
	t->now += DAYS(7);
	house_work(t);
}

static size_t mails_to_ana(struct test_house *t)
{
	struct letter_got_list all = letters(t);
	size_t count = 0;
	for (size_t i = 0; i < all.count; i++)
		count += str_contains(all.at[i].to, S(ANA));
	return count;
}

static void she_is_reminded_by_mail_of_what_was_asked(void **state)
{
	struct test_house *t = *state;
	struct thread thread = asked_back(t);
	size_t before = mails_to_ana(t);
	assert_int_equal(before, 1); /* that somebody asked back */
	a_week_later(t);
	assert_int_equal(mails_to_ana(t), before + 1);
	struct letter_got mail = letter_to(t, ANA);
	assert_true(str_contains(mail.text, S("fehlt noch etwas")) && str_contains(mail.text, S("Welches Modell ist es?")));
	assert_true(str_contains(mail.text, thread.title) && str_contains(mail.text, S("auf diese Mail antworten")));
	assert_true(str_starts(mail.subject, S("Re: ")) && str_contains(mail.subject, thread.title));
	assert_true(str_contains(mail.source, S("List-Unsubscribe-Post: List-Unsubscribe=One-Click")));
	assert_true(str_ends(reply_address(&mail), S("@help.example")));
}

static void what_was_closed_kindly_opens_by_an_answer_to_the_mail(void **state)
{
	struct test_house *t = *state;
	struct thread thread = asked_back(t), now;
	struct post_list posts;
	a_week_later(t);
	a_week_later(t);
	assert_int_equal(thread_load(acting_as(t, t->ana), thread.id, &now), OK);
	assert_true(now.closed_at > 0);
	struct letter_got mail = letter_to(t, ANA);
	assert_true(str_contains(mail.text, S("geschlossen")) && str_contains(mail.text, S("Welches Modell ist es?")));
	const struct written written = { ANA, "", "Es ist der Router 7.\r\n" };
	assert_int_equal(arrives(t, reply_address(&mail), &written), OK);
	house_work(t);
	assert_int_equal(thread_load(acting_as(t, t->ana), thread.id, &now), OK);
	assert_int_equal(now.closed_at, 0);
	assert_int_equal(now.need_at, 0);
	assert_int_equal(post_list_of(acting_as(t, t->ana), thread.id, 1, &posts), OK);
	assert_true(str_equal(posts.at[posts.count - 1].body, S("Es ist der Router 7.")));
	assert_int_equal(posts.at[posts.count - 1].author_id, t->ana);
}

static void who_wants_no_such_mails_finds_both_in_the_inbox(void **state)
{
	struct test_house *t = *state;
	struct notice_list inbox;
	const struct notice_choice none = { .topic = S("need"), .site = 1, .mail = PACE_NONE };
	assert_int_equal(topic_choose(acting_as(t, t->ana), &none), OK);
	(void)asked_back(t);
	size_t before = mails_to_ana(t);
	a_week_later(t);
	a_week_later(t);
	assert_int_equal(mails_to_ana(t), before);
	assert_int_equal(notice_list_mine(acting_as(t, t->ana), 0, &inbox), OK);
	bool reminded = false, closed = false;
	for (size_t i = 0; i < inbox.count; i++) {
		reminded = reminded || str_equal(inbox.at[i].kind, S("need_reminded"));
		closed = closed || str_equal(inbox.at[i].kind, S("closed_kindly"));
	}
	assert_true(reminded && closed);
}

static void whoever_answered_meanwhile_is_not_written_to(void **state)
{
	struct test_house *t = *state;
	struct thread thread = asked_back(t);
	struct post post;
	const struct post text = { .body = S("Router 7."), .html = S("<p>Router 7.</p>"), .html_version = 1 };
	assert_int_equal(thread_reply(acting_as(t, t->ana), thread.id, &text, &post), OK);
	size_t before = mails_to_ana(t);
	a_week_later(t);
	struct letter_got_list all = letters(t);
	for (size_t i = before; i < all.count; i++)
		assert_false(str_contains(all.at[i].text, S("fehlt noch etwas")));
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		REPLY_TEST(she_is_reminded_by_mail_of_what_was_asked),
		REPLY_TEST(what_was_closed_kindly_opens_by_an_answer_to_the_mail),
		REPLY_TEST(who_wants_no_such_mails_finds_both_in_the_inbox),
		REPLY_TEST(whoever_answered_meanwhile_is_not_written_to),
	};
	return cmocka_run_group_tests_name("need mail", tests, NULL, NULL);
}
