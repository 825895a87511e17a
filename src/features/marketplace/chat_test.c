/* chat_test.c: who may talk with whom, what is hidden until the visit is agreed, what is unread. */
#include "features/marketplace/offer_testing.h"

#include "features/marketplace/chat.h"
#include "features/marketplace/marketplace_news.h"
#include "test/letters.h"
#include "test/visit.h"

#define CALL_ME "Ruf mich an: 0171 1234567"

static struct chat chat_about(struct test_house *t, const struct booking *booking)
{
	struct chat chat;
	assert_int_equal(chat_of_booking(acting_as(t, t->ana), booking->id, &chat), OK);
	return chat;
}

static void say(struct scope *scope, const struct chat *chat, const char *text)
{
	struct message message;
	assert_int_equal(chat_write(scope, chat->id, str_from(text), &message), OK);
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

static int64_t unread(struct test_house *t, int64_t member_id)
{
	int64_t count;
	assert_int_equal(chat_count_unread(acting_as(t, member_id), member_id, &count), OK);
	return count;
}

static void contact_data_is_hidden_until_the_visit_is_agreed(void **state)
{
	struct test_house *t = *state;
	struct booking booking = ana_books(t, ben_helps(t));
	struct chat chat = chat_about(t, &booking), again = chat_about(t, &booking);
	assert_int_equal(chat.id, again.id); /* one chat a booking */
	say(acting_as(t, t->ana), &chat, CALL_ME);
	struct message_shown_list list = read_as(t, t->ben, chat.id);
	assert_int_equal(list.count, 1);
	assert_true(list.at[0].hidden);
	assert_true(str_equal(list.at[0].message.text, S("Ruf mich an: •••")));
	list = read_as(t, t->ana, chat.id);
	assert_true(str_equal(list.at[0].message.text, S(CALL_ME))); /* one's own words */
	assert_true(list.at[0].hidden);
	struct letter_got letter = letter_to(t, "ben@example.org");
	assert_false(str_contains(letter.source, S("1234567")));
	assert_true(str_contains(letter.text, S("Ruf mich an")));
	struct subject_face face = { S(""), S("") };
	const struct subject subject = subject_of(&message_subject, list.at[0].message.id);
	assert_int_equal(subject_faces(acting_as(t, t->ben), &subject, 1, &face), OK);
	assert_true(str_equal(face.title, S("Ruf mich an: •••")));

	assert_int_equal(booking_take_step(market_helper(t, t->ben), booking.id, BOOKING_ACCEPT, S("")), OK);
	list = read_as(t, t->ben, chat.id);
	assert_true(str_equal(list.at[0].message.text, S(CALL_ME)));
	assert_false(list.at[0].hidden);
}

static void a_helper_asks_about_a_task_and_goes_on_after_it_is_booked(void **state)
{
	struct test_house *t = *state;
	struct booking booking;
	struct chat chat, same;
	ben_helps(t);
	struct task task = ana_wants_help(t);
	struct scope *eve = acting_as(t, t->eve), *ana = acting_as(t, t->ana);
	assert_refused(eve, chat_of_task(eve, task.id, &chat), ERR_FORBIDDEN, "helper.not_approved");
	assert_refused(eve, chat_of_task(eve, 4711, &chat), ERR_NOT_FOUND, "task.not_found");
	assert_int_equal(chat_of_task(market_helper(t, t->ben), task.id, &chat), OK);
	say(market_helper(t, t->ben), &chat, "Welcher Router ist es? " CALL_ME);
	assert_true(str_contains(read_as(t, t->ana, chat.id).at[0].message.text, S("•••")));
	struct offer offer = ben_offers(t, task.id);
	assert_int_equal(chat_of_offer(acting_as(t, t->ana), offer.id, &same), OK);
	assert_int_equal(same.id, chat.id);
	eve = acting_as(t, t->eve);
	assert_refused(eve, chat_of_offer(eve, offer.id, &same), ERR_NOT_FOUND, "offer.not_found");
	const struct booking_ask ask = visit_at(TOMORROW_TEN);
	ana = acting_as(t, t->ana);
	assert_int_equal(offer_accept(ana, offer.id, &ask, &booking), OK);
	assert_int_equal(chat_of_booking(acting_as(t, t->ben), booking.id, &same), OK);
	assert_int_equal(same.id, chat.id);
	assert_false(str_contains(read_as(t, t->ana, chat.id).at[0].message.text, S("•••")));
}

static void a_chat_exists_for_its_two_only(void **state)
{
	struct test_house *t = *state;
	struct message message;
	struct chat chat, seen;
	struct booking booking = agreed_visit(t);
	chat = chat_about(t, &booking);
	say(acting_as(t, t->ana), &chat, "Bis morgen!");
	const int64_t others[] = { t->eve, t->mia, t->adam, 0 };
	for (size_t i = 0; i < COUNT(others); i++) {
		struct scope *other = acting_as(t, others[i]);
		assert_refused(other, chat_of_booking(other, booking.id, &seen), ERR_NOT_FOUND, "booking.not_found");
		assert_refused(other, chat_show(other, chat.id, &seen), ERR_NOT_FOUND, "chat.not_found");
		assert_refused(other, chat_show(other, 4711, &seen), ERR_NOT_FOUND, "chat.not_found");
		assert_refused(other, chat_write(other, chat.id, S("Hallo"), &message), ERR_NOT_FOUND, "chat.not_found");
		assert_refused(other, chat_see(other, chat.id), ERR_NOT_FOUND, "chat.not_found");
		struct subject_face face = { S(""), S("") };
		const struct subject subject = subject_of(&chat_subject, chat.id);
		assert_int_equal(subject_faces(other, &subject, 1, &face), OK);
		assert_true(str_empty(face.title));
	}
}

static void what_is_unread_is_counted_and_told_once(void **state)
{
	struct test_house *t = *state;
	struct booking booking = agreed_visit(t);
	struct chat chat = chat_about(t, &booking);
	house_work(t);
	size_t before = letters(t).count;
	for (int i = 0; i < 3; i++) {
		t->now += SECONDS(1);
		say(acting_as(t, t->ana), &chat, "Klingel ist oben rechts.");
		house_work(t);
	}
	assert_int_equal(unread(t, t->ben), 3);
	assert_int_equal(unread(t, t->ana), 0);
	assert_int_equal(letters(t).count, before + 1); /* the first; the others wait with it */
	assert_int_equal(chat_see(acting_as(t, t->ben), chat.id), OK);
	assert_int_equal(unread(t, t->ben), 0);
	t->now += SECONDS(1);
	say(acting_as(t, t->ana), &chat, "Noch etwas.");
	assert_int_equal(letters(t).count, before + 2);
}

static void a_monologue_and_an_old_visit_are_shut(void **state)
{
	struct test_house *t = *state;
	struct message message;
	struct booking booking = agreed_visit(t);
	struct chat chat = chat_about(t, &booking);
	for (int i = 0; i < CHAT_ROW; i++) {
		t->now += SECONDS(1);
		say(acting_as(t, t->ana), &chat, "Hallo?");
	}
	struct scope *ana = acting_as(t, t->ana);
	assert_refused(ana, chat_write(ana, chat.id, S("Hallo?"), &message), ERR_CONFLICT, "chat.wait");
	say(acting_as(t, t->ben), &chat, "Ja, ich komme.");
	assert_refused(ana, chat_write(ana, chat.id, S("  "), &message), ERR_INVALID, "chat.text_wrong");
	say(acting_as(t, t->ana), &chat, "Danke!");
	t->now = booking.ends_at + CHAT_AFTER;
	struct scope *ben = acting_as(t, t->ben);
	assert_refused(ben, chat_write(ben, chat.id, S("Noch da?"), &message), ERR_CONFLICT, "chat.closed");
}

static void messages_come_in_pages_from_the_newest(void **state)
{
	struct test_house *t = *state;
	struct booking booking = agreed_visit(t);
	struct chat chat = chat_about(t, &booking);
	struct message_shown_list list;
	enum { ALL = MESSAGES_A_PAGE + 5 };
	for (int i = 0; i < ALL; i++) {
		t->now += SECONDS(1);
		say(acting_as(t, i % 2 ? t->ben : t->ana), &chat, i == 0 ? "Die erste" : i + 1 == ALL ? "Die letzte" : "Dazwischen");
	}
	list = read_as(t, t->ana, chat.id);
	assert_int_equal(list.count, MESSAGES_A_PAGE);
	assert_true(str_equal(list.at[MESSAGES_A_PAGE - 1].message.text, S("Die letzte")));
	assert_int_equal(chat_messages(acting_as(t, t->ana), &chat, list.earlier_id, &list), OK);
	assert_int_equal(list.count, 5);
	assert_true(str_equal(list.at[0].message.text, S("Die erste")));
	assert_int_equal(list.earlier_id, 0);
	assert_int_equal(chat_messages_after(acting_as(t, t->ana), &chat, list.at[4].message.id, &list), OK);
	assert_int_equal(list.count, MESSAGES_A_PAGE);
}

static void a_chat_is_forgotten_a_year_after_its_last_word(void **state)
{
	struct test_house *t = *state;
	struct booking booking = agreed_visit(t);
	struct chat chat = chat_about(t, &booking), gone;
	for (int i = 0; i < 70; i++)
		say(acting_as(t, i % 2 ? t->ben : t->ana), &chat, "Wort");
	t->now += CHAT_KEPT - DAYS(1);
	house_work(t);
	assert_int_equal(read_as(t, t->ana, chat.id).count, MESSAGES_A_PAGE);
	for (int i = 0; i < 6; i++) {
		t->now += DAYS(1);
		house_work(t);
	}
	struct scope *ana = acting_as(t, t->ana);
	assert_refused(ana, chat_show(ana, chat.id, &gone), ERR_NOT_FOUND, "chat.not_found");
	struct message_list left;
	assert_int_equal(message_load_before(acting_as_house(t), chat.id, 0, &left), OK);
	assert_int_equal(left.count, 0);
}

static void the_pages_show_and_hide_and_take_a_message(void **state)
{
	struct test_house *t = *state;
	struct booking booking = ana_books(t, ben_helps(t));
	struct answer answer = visit(t, &(struct asked){ .as = t->ana, .method = POST,
		.path = str_c(t->arena, str_format(t->arena, "/bookings/%lld/chat", (long long)booking.id)) });
	assert_int_equal(answer.status, 303);
	const char *path = str_c(t->arena, answer.location);
	const char *messages = str_c(t->arena, str_format(t->arena, "%s/messages", path));
	answer = visit(t, &(struct asked){ .as = t->ana, .method = POST, .path = messages, .form = "text=" });
	assert_int_equal(answer.status, 422);
	answer = visit(t, &(struct asked){ .as = t->ana, .method = POST, .path = messages,
		.form = "text=%3Cb%3EHallo%3C%2Fb%3E+0171+1234567" });
	assert_int_equal(answer.status, 303);
	answer = visit(t, &(struct asked){ .as = t->ben, .path = path });
	assert_true(answer_says(&answer, "&lt;b&gt;Hallo&lt;/b&gt; •••"));
	assert_false(answer_says(&answer, "1234567"));
	answer = visit(t, &(struct asked){ .as = t->ben, .path = "/chats" });
	assert_true(answer_says(&answer, "1 neue Nachricht lesen"));
	answer = visit(t, &(struct asked){ .as = t->ben,
		.path = str_c(t->arena, str_format(t->arena, "%s?fragment=1&after=0", path)) });
	assert_true(answer_says(&answer, "data-message"));
	assert_false(answer_says(&answer, "<html"));
}

/* A refusal, a title: whatever the two read of each other before a visit is agreed. */
static void a_reason_or_a_title_is_no_way_round_it(void **state)
{
	struct test_house *t = *state;
	struct booking booking = ana_books(t, ben_helps(t));
	assert_int_equal(booking_take_step(market_helper(t, t->ben), booking.id, BOOKING_DECLINE, S(CALL_ME)), OK);
	struct booking_step_log_list log;
	assert_int_equal(booking_load_log(acting_as(t, t->ana), booking.id, &log), OK);
	assert_true(str_equal(log.at[log.count - 1].reason, S("Ruf mich an: •••")));
	struct letter_got letter = letter_to(t, "ana@example.org");
	assert_false(str_contains(letter.source, S("1234567")));
	assert_true(str_contains(letter.text, S("Ruf mich an")));

	struct task task;
	struct task_ask ask = wanted();
	ask.title = S("Gastnetz, ruf 0171 1234567 an");
	ask.text = S(CALL_ME);
	assert_int_equal(task_make(acting_as(t, t->ana), &ask, &task), OK);
	const struct subject subject = subject_of(&task_subject, task.id);
	struct subject_face face = { S(""), S("") };
	assert_int_equal(subject_faces(acting_as(t, t->ben), &subject, 1, &face), OK);
	assert_false(str_contains(face.title, S("1234567")));
	assert_int_equal(subject_faces(acting_as(t, t->ana), &subject, 1, &face), OK);
	assert_true(str_contains(face.title, S("1234567"))); /* one's own words */
	struct offer offer = ben_offers(t, task.id);
	const char *page = str_c(t->arena, str_format(t->arena, "/tasks/%lld", (long long)task.id));
	struct answer seen = visit(t, &(struct asked){ .as = t->ana, .path = page });
	assert_true(answer_says(&seen, "1234567") && answer_says(&seen, "sehen andere nicht"));
	seen = visit(t, &(struct asked){ .as = t->ben, .path = page });
	assert_true(answer_says(&seen, "so wird niemand angerufen") && !answer_says(&seen, "1234567"));
	assert_int_equal(offer_take_step(acting_as(t, t->ana), offer.id, OFFER_DECLINE), OK);
	assert_false(str_contains(letter_to(t, "ben@example.org").source, S("1234567")));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		HOUSE_TEST(contact_data_is_hidden_until_the_visit_is_agreed),
		WEB_TEST(a_reason_or_a_title_is_no_way_round_it),
		HOUSE_TEST(a_helper_asks_about_a_task_and_goes_on_after_it_is_booked),
		HOUSE_TEST(a_chat_exists_for_its_two_only),
		HOUSE_TEST(what_is_unread_is_counted_and_told_once),
		HOUSE_TEST(a_monologue_and_an_old_visit_are_shut),
		HOUSE_TEST(messages_come_in_pages_from_the_newest),
		HOUSE_TEST(a_chat_is_forgotten_a_year_after_its_last_word),
		WEB_TEST(the_pages_show_and_hide_and_take_a_message),
	};
	return cmocka_run_group_tests_name("chat", tests, NULL, NULL);
}
