/* text_test.c: text grows, numbers and code points are written right. */
#include "base/text.h"

#include "base/testing.h"
#include "base/utf8.h"

static void text_grows_as_it_is_put(void **state)
{
	struct text text;
	text_open(&text, *state, 0);
	assert_int_equal(text_str(&text).len, 0);
	for (int i = 0; i < 5000; i++) {
		text_put(&text, S("ab"));
		text_char(&text, 'c');
		if (i % 100 == 0)
			arena_bytes(*state, 1);
	}
	str all = text_str(&text);
	assert_int_equal(all.len, 15000);
	for (size_t i = 0; i < all.len; i++)
		assert_int_equal(all.at[i], "abc"[i % 3]);
	text_put(&text, (str){ NULL, 0 });
	assert_int_equal(text.len, 15000);
}

static void room_is_given_and_counted_by_the_caller(void **state)
{
	struct text text;
	text_open(&text, *state, 4);
	memcpy(text_room(&text, 100), "xyz", 3);
	assert_int_equal(text.len, 0);
	text.len += 3;
	assert_str(text_str(&text), "xyz");
	assert_true(text.room - text.len >= 97);
}

static void numbers_of_every_length_are_written(void **state)
{
	int64_t number = 0;
	for (int digits = 0; digits < 19; digits++) {
		const int64_t around[] = { number - 1, number, number + 1, -number };
		for (size_t i = 0; i < COUNT(around); i++) {
			struct text text;
			int64_t back;
			text_open(&text, *state, 1);
			text_number(&text, around[i]);
			assert_true(str_number(text_str(&text), &back));
			assert_int_equal(back, around[i]);
			assert_true(text.at[0] != '0' || text.len == 1);
		}
		number = number ? number * 10 : 1;
	}
	struct text text;
	text_open(&text, *state, 1);
	text_number(&text, INT64_MIN);
	assert_str(text_str(&text), "-9223372036854775808");
}

static void every_code_point_comes_back(void **state)
{
	struct text text;
	text_open(&text, *state, 8);
	for (uint32_t code_point = 0; code_point <= 0x10FFFF;
	     code_point += code_point < 0x900 ? 1 : 61) {
		text.len = 0;
		text_code_point(&text, code_point);
		str rest = text_str(&text);
		bool is_surrogate = code_point >= 0xD800 && code_point < 0xE000;
		assert_int_equal(utf8_take(&rest), is_surrogate ? 0xFFFD : code_point);
		assert_int_equal(rest.len, 0);
	}
	text.len = 0;
	text_code_point(&text, 0x110000);
	assert_str(text_str(&text), "\xEF\xBF\xBD");
}

static void formats_fit_or_make_room(void **state)
{
	struct text text;
	text_open(&text, *state, 3);
	text_format(&text, "%d-%s", 1, "two");
	text_format(&text, "%s", "");
	text_format(&text, "%*d", 300, 3);
	assert_int_equal(text.len, 305);
	assert_true(str_starts(text_str(&text), S("1-two ")));
}

static void ask_for_everything(void *text)
{
	text_room(text, SIZE_MAX / 2);
}

static void an_impossible_length_aborts(void **state)
{
	struct text text;
	text_open(&text, *state, 3);
	assert_true(aborts(ask_for_everything, &text));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(text_grows_as_it_is_put),
		TEST(room_is_given_and_counted_by_the_caller),
		TEST(numbers_of_every_length_are_written),
		TEST(every_code_point_comes_back),
		TEST(formats_fit_or_make_room),
		TEST(an_impossible_length_aborts),
	};
	return cmocka_run_group_tests_name("text", tests, NULL, NULL);
}
