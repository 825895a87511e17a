/* made_text_test.c: proves that made texts can be made again, are whole sentences, and hold common and rare words. */
#include "app/made_text.h"
#include "base/testing.h"

static str text_of_kind(struct arena *arena, struct dice *dice, int kind)
{
	struct made_topic topic;
	made_topic(arena, dice, &topic);
	return kind == 0 ? made_title(arena, dice, &topic) : kind == 1 ? made_question(arena, dice, &topic)
	     : kind == 2 ? made_answer(arena, dice, &topic) : made_thanks(dice);
}

static void the_same_dice_say_the_same(void **state)
{
	for (int kind = 0; kind < 4; kind++) {
		struct dice first = { 7 }, again = { 7 };
		assert_true(str_equal(text_of_kind(*state, &first, kind), text_of_kind(*state, &again, kind)));
	}
	struct dice one = { 7 }, other = { 8 };
	assert_false(str_equal(text_of_kind(*state, &one, 1), text_of_kind(*state, &other, 1)));
}

static void every_sentence_is_whole(void **state)
{
	for (uint64_t seed = 0; seed < 4000; seed++) {
		struct dice dice = { seed };
		str text = text_of_kind(*state, &dice, (int)(seed % 4));
		assert_false(str_empty(text) || str_contains(text, S("%")) || str_contains(text, S("  ")));
		assert_true((text.at[0] >= 'A' && text.at[0] <= 'Z') || (unsigned char)text.at[0] >= 0x80);
		if (seed % 4 == 0)
			assert_true(text.len <= 200);
	}
}

static void some_words_are_everywhere_and_some_are_rare(void **state)
{
	int routers = 0, rare = 0;
	for (uint64_t seed = 0; seed < 4000; seed++) {
		struct dice dice = { seed };
		struct made_topic topic;
		made_topic(*state, &dice, &topic);
		routers += str_equal(topic.thing, S("Router"));
		rare += str_equal(topic.thing, S("Balkonlampe"));
	}
	assert_true(routers > 100);
	assert_true(rare < 10);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(the_same_dice_say_the_same),
		TEST(every_sentence_is_whole),
		TEST(some_words_are_everywhere_and_some_are_rare),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
