/* chat_answer_test.c: whoever is written to about a visit answers by mail, under the rules of the page. */
#include "features/marketplace/visit_testing.h"
#include "features/notify/incoming_testing.h"

#include "core/mail_address.h"
#include "features/marketplace/chat.h"
#include "features/marketplace/marketplace_news.h"

static struct chat chat_about(struct test_house *t, const struct booking *booking)
{
	struct chat chat;
	assert_int_equal(chat_of_booking(acting_as(t, t->ana), booking->id, &chat), OK);
	return chat;
}

static void says(struct test_house *t, int64_t member_id, int64_t chat_id, const char *text)
{
	struct message message;
	t->now += SECONDS(1);
	assert_int_equal(chat_write(acting_as(t, member_id), chat_id, str_from(text), &message), OK);
}

static struct message_shown_list read_as(struct test_house *t, int64_t member_id, int64_t chat_id)
{
	struct chat chat;
	struct message_shown_list list;
	struct scope *scope = acting_as(t, member_id);
	assert_int_equal(chat_show(scope, chat_id, &chat), OK);
	assert_int_equal(chat_messages(scope, &chat, 0, &list), OK);
	return list;
}

static size_t mails_to(struct test_house *t, const char *address, const char *words)
{
	struct letter_got_list list = letters(t);
	size_t count = 0;
	for (size_t i = 0; i < list.count; i++)
		count += str_contains(list.at[i].to, str_from(address)) && str_contains(list.at[i].text, str_from(words));
	return count;
}

static void an_answer_by_mail_is_a_message_and_masked_like_any_other(void **state)
{
	struct test_house *t = *state;
	struct booking booking = ana_books(t, ben_helps(t));
	struct chat chat = chat_about(t, &booking);
	says(t, t->ana, chat.id, "Haben Sie ein langes Kabel?");
	struct letter_got mail = letter_to(t, "ben@example.org");
	assert_true(str_contains(mail.text, S("einfach auf diese Mail antworten")));
	const struct written written = { "ben@example.org", "", "Ja, 20 Meter. Ruf mich an: 0171 1234567\r\n\r\nAm Do., 1. Jan. 2026 um "
		"13:00 Uhr schrieb Nordlicht <x@y.example>:\r\n\r\n> Haben Sie ein langes Kabel?\r\n" };
	t->now += SECONDS(1);
	assert_int_equal(arrives(t, reply_address(&mail), &written), OK);
	struct message_shown_list list = read_as(t, t->ana, chat.id);
	assert_int_equal(list.count, 2);
	assert_int_equal(list.at[1].message.author_id, t->ben);
	assert_true(str_equal(list.at[1].message.text, S("Ja, 20 Meter. Ruf mich an: •••")));
	assert_int_equal(mails_to(t, "ana@example.org", "1234567"), 0);
	/* And back: her answer to that mail arrives with him. */
	mail = letter_to(t, "ana@example.org");
	assert_true(str_contains(mail.text, S("Ja, 20 Meter.")));
	t->now += SECONDS(1);
	assert_int_equal(arrives(t, reply_address(&mail), &(struct written){ "ana@example.org", "", "Prima, bis morgen!" }), OK);
	assert_int_equal(read_as(t, t->ben, chat.id).count, 3);
	assert_int_equal(mails_to(t, "ben@example.org", "Prima, bis morgen!"), 1);
}

static void whoever_answers_by_mail_is_told_of_the_next_message_again(void **state)
{
	struct test_house *t = *state;
	struct booking booking = ana_books(t, ben_helps(t));
	struct chat chat = chat_about(t, &booking);
	int64_t unread;
	says(t, t->ana, chat.id, "Das erste Wort");
	says(t, t->ana, chat.id, "Das zweite Wort"); /* before the first was told */
	assert_int_equal(mails_to(t, "ben@example.org", "Das erste Wort"), 1);
	assert_int_equal(mails_to(t, "ben@example.org", "Das zweite Wort"), 0);
	struct letter_got mail = letter_to(t, "ben@example.org");
	t->now += SECONDS(1);
	assert_int_equal(arrives(t, reply_address(&mail), &(struct written){ "ben@example.org", "", "Gut." }), OK);
	assert_int_equal(chat_count_unread_in(acting_as(t, t->ben), t->ben, chat.id, &unread), OK);
	assert_int_equal(unread, 2); /* one of them was never shown to him */
	says(t, t->ana, chat.id, "Das dritte Wort");
	assert_int_equal(mails_to(t, "ben@example.org", "Das dritte Wort"), 1);
}

static void what_the_page_refuses_the_mail_is_refused_too(void **state)
{
	struct test_house *t = *state;
	struct booking booking = agreed_visit(t);
	struct chat chat = chat_about(t, &booking);
	says(t, t->ana, chat.id, "Bis morgen!");
	struct letter_got mail = letter_to(t, "ben@example.org");
	str to = reply_address(&mail);
	/* Somebody else who got the mail forwarded. */
	assert_int_equal(arrives(t, to, &(struct written){ "eve@example.org", "", "Ich komme nicht." }), OK);
	assert_int_equal(mails_to(t, "ben@example.org", "anderen Adresse"), 1);
	str long_text = S("");
	for (int i = 0; i < 9; i++)
		long_text = str_format(t->arena, "%.*s%0250d\r\n", STR_ARG(long_text), i);
	assert_int_equal(arrives(t, to, &(struct written){ "ben@example.org", "", str_c(t->arena, long_text) }), OK);
	assert_int_equal(mails_to(t, "ben@example.org", "höchstens 2.000 Zeichen"), 1);
	for (int i = 0; i < CHAT_ROW; i++)
		says(t, t->ben, chat.id, "Noch etwas.");
	assert_int_equal(arrives(t, to, &(struct written){ "ben@example.org", "", "Und noch etwas." }), OK);
	assert_int_equal(mails_to(t, "ben@example.org", "Warte bitte auf eine Antwort"), 1);
	says(t, t->ana, chat.id, "Ja.");
	assert_int_equal(read_as(t, t->ana, chat.id).count, 2 + CHAT_ROW);
	t->now += DAYS(20);
	assert_int_equal(arrives(t, to, &(struct written){ "ben@example.org", "", "Vielen Dank noch einmal." }), OK);
	assert_int_equal(mails_to(t, "ben@example.org", "liegt länger zurück"), 1);
	assert_int_equal(read_as(t, t->ana, chat.id).count, 2 + CHAT_ROW);
}

static void an_address_of_one_chat_opens_no_other(void **state)
{
	struct test_house *t = *state;
	struct booking booking = agreed_visit(t);
	struct chat chat = chat_about(t, &booking);
	house_work(t);
	const struct mail_token token = { .kind = chat_subject.number, .brand_id = acting_as_house(t)->brand_id, .member_id = t->eve,
		.id = chat.id, .until_day = day_at(zone_utc(), t->now) + 1 };
	str to = mail_token_address(t->house, t->arena, &token); /* ours, but she is none of the two */
	assert_int_equal(arrives(t, to, &(struct written){ "eve@example.org", "", "Hallo ihr beiden." }), OK);
	assert_int_equal(read_as(t, t->ana, chat.id).count, 0);
	assert_int_equal(mails_to(t, "eve@example.org", "Hallo ihr beiden."), 1); /* her words, back */
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		REPLY_TEST(an_answer_by_mail_is_a_message_and_masked_like_any_other),
		REPLY_TEST(whoever_answers_by_mail_is_told_of_the_next_message_again),
		REPLY_TEST(what_the_page_refuses_the_mail_is_refused_too),
		REPLY_TEST(an_address_of_one_chat_opens_no_other),
	};
	return cmocka_run_group_tests_name("chat answer", tests, NULL, NULL);
}
