/* desk_answer_test.c: the brand's service desk answers by mail, and nobody else does in its name. */
#include "features/ladder/ladder_testing.h"
#include "features/notify/incoming_testing.h"

#include "features/ladder/ladder.h"

static int64_t escalate(struct test_house *t, int64_t *matter_id_out)
{
	int64_t thread_id = ladder_question(t, ladder_board(t), t->ana);
	ladder_set(t, ladder_desk_mail, "desk@nordlicht.example");
	house_work(t);
	*matter_id_out = ladder_stand(t, thread_id).matter.id;
	assert_int_equal(climb_take(acting_as(t, t->ana), *matter_id_out, DEED_TO_AGENT, S("Bin nur abends da.")), OK);
	return thread_id;
}

static struct post_list posts_of(struct test_house *t, int64_t thread_id)
{
	struct post_list list;
	assert_int_equal(post_list_of(acting_as(t, t->ana), thread_id, 1, &list), OK);
	return list;
}

static void what_the_desk_answers_stands_below_the_question(void **state)
{
	struct test_house *t = *state;
	int64_t matter_id;
	struct member_card card;
	int64_t thread_id = escalate(t, &matter_id);
	struct letter_got mail = letter_to(t, "desk@nordlicht.example");
	assert_true(str_contains(mail.text, S("Passwort stimmt.")));
	const struct written written = { "lea@nordlicht.example", "", "Schalte **PMF** aus.\r\n\r\nAm Do., 1. Jan. 2026 um 13:00 Uhr schrieb "
		"Nordlicht <x@y.example>:\r\n\r\n> Passwort stimmt.\r\n" };
	t->now += SECONDS(1);
	assert_int_equal(arrives(t, reply_address(&mail), &written), OK);
	struct post_list posts = posts_of(t, thread_id);
	assert_int_equal(posts.count, 2);
	assert_true(str_equal(posts.at[1].body, S("Schalte **PMF** aus.")));
	assert_int_equal(member_card_of(acting_as(t, t->ana), posts.at[1].author_id, &card), OK);
	assert_string_equal(str_c(t->arena, card.name), "Nordlicht");
	assert_true(member_is_staff(&card));
	assert_stands(t, thread_id, MATTER_ANSWERED, HELD_BY_OWNER);
	assert_false(ladder_stand(t, thread_id).ticket.is_open);
}

static void a_desk_that_comes_too_late_gets_its_words_back(void **state)
{
	struct test_house *t = *state;
	int64_t matter_id;
	int64_t thread_id = escalate(t, &matter_id);
	struct letter_got mail = letter_to(t, "desk@nordlicht.example");
	assert_int_equal(climb_take(acting_as(t, t->ana), matter_id, DEED_TO_COMMUNITY, S("")), OK);
	t->now += SECONDS(1);
	assert_int_equal(arrives(t, reply_address(&mail), &(struct written){ "desk@nordlicht.example", "", "Nimm WPA2." }), OK);
	assert_int_equal(posts_of(t, thread_id).count, 1);
	struct letter_got said = letter_to(t, "desk@nordlicht.example");
	assert_true(str_contains(said.text, S("Nimm WPA2.")));
	assert_true(str_contains(said.source, S("Auto-Submitted: auto-replied")));
}

static void nobody_else_answers_in_the_desks_name(void **state)
{
	struct test_house *t = *state;
	int64_t matter_id;
	int64_t thread_id = escalate(t, &matter_id);
	struct letter_got mail = letter_to(t, "desk@nordlicht.example");
	str to = reply_address(&mail);
	static const char *const others[] = { "eve@example.org", "desk@nordlicht.example.evil.example", "nordlicht.example@evil.example" };
	for (size_t i = 0; i < COUNT(others); i++)
		assert_int_equal(arrives(t, to, &(struct written){ others[i], "", "Ruf die 0900 an." }), OK);
	/* Nor when the brand has a desk no longer. */
	ladder_set(t, ladder_desk_mail, "");
	assert_int_equal(arrives(t, to, &(struct written){ "desk@nordlicht.example", "", "Hallo." }), OK);
	assert_int_equal(posts_of(t, thread_id).count, 1);
	assert_stands(t, thread_id, MATTER_WITH_AGENT, HELD_BY_BRAND);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		REPLY_TEST(what_the_desk_answers_stands_below_the_question),
		REPLY_TEST(a_desk_that_comes_too_late_gets_its_words_back),
		REPLY_TEST(nobody_else_answers_in_the_desks_name),
	};
	return cmocka_run_group_tests_name("desk answer", tests, NULL, NULL);
}
