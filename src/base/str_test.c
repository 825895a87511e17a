/* str_test.c: text taken apart, also where it is empty, odd or too large. */
#include "base/str.h"

#include "base/err.h"
#include "base/testing.h"

static const str none = { NULL, 0 };

static void nothing_equals_nothing(void **state)
{
	assert_true(str_equal(none, S("")));
	assert_true(str_equal(str_from(NULL), none));
	assert_int_equal(str_compare(none, S("")), 0);
	assert_true(str_starts(none, none) && str_ends(none, S("")) && str_contains(none, S("")));
	assert_false(str_contains(none, S("a")));
	assert_int_equal(str_trim(none).len, 0);
	assert_int_equal(str_skip(none, 7).len, 0);
}

static void text_is_compared_bytewise(void **state)
{
	assert_true(str_compare(S("a"), S("b")) < 0);
	assert_true(str_compare(S("ab"), S("a")) > 0);
	assert_true(str_compare(S("\xC3"), S("z")) > 0);
	assert_false(str_equal(S("a"), S("A")));
	assert_true(str_equal_fold(S("Content-TYPE"), S("content-type")));
	assert_false(str_equal_fold(S("Ä"), S("ä")));
	assert_false(str_equal_fold(S("[\\]"), S("{|}")));
	assert_false(str_equal_fold(S("a"), S("ab")));
}

static void a_start_and_an_end_are_found(void **state)
{
	assert_true(str_starts(S("/threads/7"), S("/threads")));
	assert_false(str_starts(S("/th"), S("/threads")));
	assert_true(str_ends(S("a.po"), S(".po")));
	assert_false(str_ends(S("po"), S(".po")));
}

static void cuts_go_from_mark_to_mark(void **state)
{
	str rest = S("a,,b,");
	assert_str(str_cut(&rest, ','), "a");
	assert_str(str_cut(&rest, ','), "");
	assert_str(str_cut(&rest, ','), "b");
	assert_int_equal(rest.len, 0);
	assert_str(str_cut(&rest, ','), "");
	assert_str(str_cut(&rest, ','), "");

	rest = S("no mark");
	assert_str(str_cut(&rest, ','), "no mark");
	assert_int_equal(rest.len, 0);
	rest = none;
	assert_int_equal(str_cut(&rest, ',').len, 0);
}

static void skipping_and_first_clamp(void **state)
{
	assert_str(str_skip(S("abc"), 1), "bc");
	assert_str(str_skip(S("abc"), 99), "");
	assert_str(str_first(S("abc"), 2), "ab");
	assert_str(str_first(S("abc"), 99), "abc");
	assert_str(str_trim(S(" \t\r\n a b \v\f")), "a b");
	assert_str(str_trim(S("  ")), "");
}

static void a_part_is_found_where_it_is_first(void **state)
{
	size_t at = 99;
	assert_true(str_find(S("abcabc"), S("bc"), &at));
	assert_int_equal(at, 1);
	assert_true(str_find(S("abc"), S(""), &at));
	assert_int_equal(at, 0);
	at = 99;
	assert_false(str_find(S("abc"), S("abcd"), &at));
	assert_int_equal(at, 99);
}

static void whole_numbers_are_read_to_the_last_bit(void **state)
{
	static const struct {
		const char *text;
		int64_t number;
	} good[] = {
		{ "0", 0 },
		{ "-0", 0 },
		{ "007", 7 },
		{ "42", 42 },
		{ "-42", -42 },
		{ "9223372036854775807", INT64_MAX },
		{ "-9223372036854775808", INT64_MIN },
	};
	for (size_t i = 0; i < COUNT(good); i++) {
		int64_t number = 1;
		assert_true(str_number(str_from(good[i].text), &number));
		assert_int_equal(number, good[i].number);
	}
}

static void what_is_no_whole_number_is_refused(void **state)
{
	static const char *const bad[] = {
		"",
		"-",
		"+1",
		" 1",
		"1 ",
		"1.0",
		"1e3",
		"0x10",
		"--1",
		"٣",
		"1_000",
		"NaN",
		"9223372036854775808",
		"-9223372036854775809",
		"99999999999999999999999999999999999999",
	};
	for (size_t i = 0; i < COUNT(bad); i++) {
		int64_t number = 77;
		assert_false(str_number(str_from(bad[i]), &number));
		assert_int_equal(number, 77);
	}
	int64_t number;
	assert_false(str_number(S("1\0"), &number));
}

static void real_numbers_are_read_exactly(void **state)
{
	static const struct {
		const char *text;
		double real;
	} good[] = {
		{ "0", 0 },
		{ "12.5", 12.5 },
		{ "-0.25", -0.25 },
		{ "0.1", 0.1 },
		{ "0.067", 0.067 },
		{ "52.516274", 52.516274 },
		{ "3.14159265358979323846264338327950288", 3.141592653589793 },
		{ "999999999999999999", 999999999999999999.0 },
	};
	for (size_t i = 0; i < COUNT(good); i++) {
		double real = -1;
		assert_true(str_real(str_from(good[i].text), &real));
		assert_true(real == good[i].real);
	}
}

static void what_is_no_real_number_is_refused(void **state)
{
	static const char *const bad[] = {
		"",    "-",   ".",     "1.",	".5", "-.5", "1,5", "1e3",
		"inf", "nan", "0x1p3", "1.2.3", "+1", " 1",  "1-",  "1000000000000000000000",
	};
	for (size_t i = 0; i < COUNT(bad); i++) {
		double real = 77;
		assert_false(str_real(str_from(bad[i]), &real));
		assert_true(real == 77);
	}
}

static void copies_live_in_the_arena(void **state)
{
	char source[] = "Grüße";
	str kept = str_keep(*state, str_from(source));
	const char *c = str_c(*state, str_from(source));
	source[0] = 'X';
	assert_str(kept, "Grüße");
	assert_string_equal(c, "Grüße");
	assert_int_equal(str_keep(*state, none).len, 0);
	assert_string_equal(str_c(*state, none), "");
	assert_str(str_lower_ascii(*state, S("ÄBC Z[")), "Äbc z[");
}

static void formats_and_joins_are_whole(void **state)
{
	assert_str(str_format(*state, "%s has %d", "Ana", 3), "Ana has 3");
	for (int len = 120; len < 140; len++)
		assert_int_equal(str_format(*state, "%*d", len, 7).len, len);
	const str parts[] = { S("a"), S(""), S("c") };
	assert_str(str_join(*state, parts, 3, S(", ")), "a, , c");
	assert_str(str_join(*state, parts, 1, S(", ")), "a");
	assert_str(str_join(*state, parts, 0, S(", ")), "");
}

static void the_hash_is_fnv_1a(void **state)
{
	/* The published values of the empty text, "a" and "foobar". */
	assert_true(str_hash(S("")) == 0xcbf29ce484222325U);
	assert_true(str_hash(S("a")) == 0xaf63dc4c8601ec8cU);
	assert_true(str_hash(S("foobar")) == 0x85944171f73967e8U);
}

static void every_failure_has_a_name_of_its_own(void **state)
{
	static const char *const names[] = { "ok",	  "invalid",   "signed_out",
					     "forbidden", "not_found", "conflict",
					     "too_large", "limited",   "away",
					     "unsure",	  "broken" };
	assert_int_equal(COUNT(names), ERR_COUNT);
	for (enum err err = OK; err < ERR_COUNT; err++)
		assert_string_equal(err_name(err), names[err]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(nothing_equals_nothing),
		TEST(text_is_compared_bytewise),
		TEST(a_start_and_an_end_are_found),
		TEST(cuts_go_from_mark_to_mark),
		TEST(skipping_and_first_clamp),
		TEST(a_part_is_found_where_it_is_first),
		TEST(whole_numbers_are_read_to_the_last_bit),
		TEST(what_is_no_whole_number_is_refused),
		TEST(real_numbers_are_read_exactly),
		TEST(what_is_no_real_number_is_refused),
		TEST(copies_live_in_the_arena),
		TEST(formats_and_joins_are_whole),
		TEST(the_hash_is_fnv_1a),
		TEST(every_failure_has_a_name_of_its_own),
	};
	return cmocka_run_group_tests_name("str", tests, NULL, NULL);
}
