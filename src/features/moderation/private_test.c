/* private_test.c: proves that moderators read other people's talk only when one of the two objects to it. */
#include "features/marketplace/chat.h"
#include "features/marketplace/marketplace_news.h"
#include "features/marketplace/visit_testing.h"
#include "features/moderation/decision.h"
#include "features/moderation/flag.h"
#include "test/visit.h"

static struct answer get(struct test_house *t, int64_t as, str path)
{
	return visit(t, &(struct asked){ .as = as, .path = str_c(t->arena, path) });
}

static void a_message_is_read_by_moderators_only_when_one_of_the_two_objects(void **state)
{
	struct test_house *t = *state;
	struct booking booking = agreed_visit(t);
	struct chat chat;
	struct message first, rude;
	struct item item;
	struct subject_sight sight;
	const struct flag_ask why = { REASON_INSULT, S("") };
	const struct decision_ask nothing = { .clause = S(""), .facts = S(""), .text = S(""), .body = S("") };
	assert_int_equal(chat_of_booking(acting_as(t, t->ana), booking.id, &chat), OK);
	assert_int_equal(chat_write(acting_as(t, t->ana), chat.id, S("Wann kommen Sie?"), &first), OK);
	assert_int_equal(chat_write(acting_as(t, t->ben), chat.id, S("Wann es mir passt, du Trampel."), &rude), OK);
	const struct subject subject = subject_of(&message_subject, rude.id);
	/* Not by a moderator's curiosity, and not by anybody else's. */
	struct scope *mia = acting_as(t, t->mia);
	assert_refused(mia, decide_about(mia, subject, &nothing), ERR_NOT_FOUND, "moderation.gone");
	const int64_t others[] = { t->eve, t->mia, t->adam };
	for (size_t i = 0; i < COUNT(others); i++) {
		struct scope *other = acting_as(t, others[i]);
		assert_refused(other, flag_raise(other, subject, &why), ERR_NOT_FOUND, "moderation.no_subject");
	}
	assert_int_equal(flag_raise(acting_as(t, t->ana), subject, &why), OK);
	assert_int_equal(item_load_of(acting_as_house(t), subject, &item), OK);
	assert_int_equal(item_look(acting_as(t, t->mia), &item, &sight), OK);
	assert_true(str_contains(sight.text, S("Trampel")) && str_contains(sight.around, S("> Wann kommen Sie?")));
	assert_true(str_empty(sight.url));
	str page = str_format(t->arena, "/desk/moderation/%lld", (long long)item.id);
	struct answer answer = get(t, t->mia, page);
	assert_true(answer_says(&answer, "Wann kommen Sie?"));
	assert_int_equal(get(t, t->eve, page).status, 403);
	page = str_format(t->arena, "/chats/%lld", (long long)chat.id);
	assert_int_equal(get(t, t->mia, page).status, 404); /* the rest of the talk stays the two's */
	answer = get(t, t->ana, page);
	assert_true(answer_says(&answer, str_c(t->arena, str_format(t->arena, "kind=message&amp;id=%lld", (long long)rude.id))));
	assert_false(answer_says(&answer, str_c(t->arena, str_format(t->arena, "kind=message&amp;id=%lld", (long long)first.id))));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WEB_TEST(a_message_is_read_by_moderators_only_when_one_of_the_two_objects),
	};
	return cmocka_run_group_tests_name("private", tests, NULL, NULL);
}
