/* word_test.c: proves that a unit's memory of the word list is the list, and how far texts that came through are counted. */
#include "features/moderation/word.h"

#include "features/community/community_testing.h"
#include "features/moderation/item.h"
#include "test/visit.h"

struct saying { int64_t thread_id; const char *body; };

static enum err say_in_unit(struct scope *scope, void *data)
{
	const struct saying *saying = data;
	const struct post text = { .body = str_from(saying->body), .html = S("<p>x</p>"), .html_version = 1 };
	struct post post;
	return thread_reply(scope, saying->thread_id, &text, &post);
}

static enum err refuse_the_word(struct scope *scope, void *data)
{
	(void)data;
	return word_save(scope, S("*wucherzins*"), WORD_REFUSE);
}

static enum err allow_the_word(struct scope *scope, void *data)
{
	return word_remove(scope, *(int64_t *)data);
}

/* Units know the list from memory. */
static void a_word_that_is_listed_or_let_go_holds_from_the_next_unit_on(void **state)
{
	struct test_house *t = *state;
	struct word_list words;
	struct thread thread = ana_asks(t);
	struct saying saying = { thread.id, "Nur 3 % Wucherzinsen" };
	for (int i = 0; i < 2; i++)
		assert_int_equal(in_unit(t, acting_as(t, t->eve), say_in_unit, &saying), OK);
	assert_int_equal(in_unit(t, acting_as(t, t->adam), refuse_the_word, NULL), OK);
	assert_int_equal(in_unit(t, acting_as(t, t->eve), say_in_unit, &saying), ERR_INVALID);
	assert_int_equal(word_list(acting_as(t, t->adam), &words), OK);
	assert_int_equal(words.count, 1);
	assert_int_equal(in_unit(t, acting_as(t, t->adam), allow_the_word, &words.at[0].id), OK);
	assert_int_equal(in_unit(t, acting_as(t, t->eve), say_in_unit, &saying), OK);
}

static void nobodys_texts_are_counted_beyond_a_hundred(void **state)
{
	struct test_house *t = *state;
	struct standing standing;
	struct thread thread = ana_asks(t);
	struct saying saying = { thread.id, "Das half mir auch." };
	assert_int_equal(setting_set(acting_as_house(t), &moderation_settings[SET_COPIES_WAIT], S("0")), OK);
	for (int i = 0; i < PASSED_COUNTED + 3; i++)
		assert_int_equal(say_in_unit(acting_as(t, t->ben), &saying), OK);
	assert_int_equal(standing_load(acting_as(t, t->ben), t->ben, &standing), OK);
	assert_int_equal(standing.passed, PASSED_COUNTED);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		HOUSE_TEST(a_word_that_is_listed_or_let_go_holds_from_the_next_unit_on),
		HOUSE_TEST(nobodys_texts_are_counted_beyond_a_hundred),
	};
	return cmocka_run_group_tests_name("words", tests, NULL, NULL);
}
