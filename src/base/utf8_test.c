/* utf8_test.c: broken bytes are seen, forms get clean text, finding forgives accents. */
#include "base/utf8.h"

#include "base/json.h"
#include "base/moment.h"
#include "base/testing_files.h"

static const char *const broken[] = {
	"\x80",		"\xBF",		"\xC0\x80",	    "\xC1\xBF",		"\xC3",
	"\xE2\x82",	"\xF0\x9F\x98", /* stray, overlong, cut off */
	"\xE0\x80\x80", "\xE0\x9F\xBF", "\xF0\x80\x80\x80", "\xF0\x8F\xBF\xBF", /* overlong */
	"\xED\xA0\x80", "\xED\xBF\xBF", "\xF4\x90\x80\x80", "\xF5\x80\x80\x80", /* surrogates, beyond */
	"\xFE",		"\xFF",		"a\xC3(",	    "\xC3\xA4\xC3",
};

static void broken_bytes_are_not_valid(void **state)
{
	for (size_t i = 0; i < COUNT(broken); i++)
		assert_false(utf8_is_valid(str_from(broken[i])));
}

static void good_text_is_valid(void **state)
{
	static const char *const good[] = {
		"", "a", "ä", "€", "😀", "\xED\x9F\xBF", "\xEE\x80\x80", "\xF4\x8F\xBF\xBF"
	};
	for (size_t i = 0; i < COUNT(good); i++)
		assert_true(utf8_is_valid(str_from(good[i])));
	assert_true(utf8_is_valid(S("a\0b")));
}

static void taking_always_moves_on(void **state)
{
	for (size_t i = 0; i < COUNT(broken); i++) {
		str rest = str_from(broken[i]);
		bool has_broken = false;
		while (rest.len) {
			size_t before = rest.len;
			has_broken |= utf8_take(&rest) == 0xFFFD;
			assert_true(rest.len < before);
		}
		assert_true(has_broken);
	}
	str rest = S("aä€😀");
	assert_int_equal(utf8_take(&rest), 'a');
	assert_int_equal(utf8_take(&rest), 0xE4);
	assert_int_equal(utf8_take(&rest), 0x20AC);
	assert_int_equal(utf8_take(&rest), 0x1F600);
	assert_int_equal(rest.len, 0);
}

static void length_and_first_count_code_points(void **state)
{
	assert_int_equal(utf8_length(S("Grüße 😀")), 7);
	assert_int_equal(utf8_length(S("")), 0);
	assert_str(utf8_first(S("Grüße"), 3), "Grü");
	assert_str(utf8_first(S("Grüße"), 99), "Grüße");
	assert_str(utf8_first(S("Grüße"), 0), "");
}

static void letters_and_digits_are_known(void **state)
{
	static const uint32_t letters[] = { 'a', 'Z', 0xE4, 0xDF, 0x1E9E, 0x416, 0x4E2D };
	static const uint32_t others[] = { '1', ' ', '_', 0x20AC, 0x1F600, 0xFFFFFF, 0xD800, 0 };
	for (size_t i = 0; i < COUNT(letters); i++)
		assert_true(utf8_is_letter(letters[i]));
	for (size_t i = 0; i < COUNT(others); i++)
		assert_false(utf8_is_letter(others[i]));
	assert_true(utf8_is_digit('7') && utf8_is_digit(0x663));
	assert_false(utf8_is_digit('a') || utf8_is_digit(0x110000));
}

static void forms_store_clean_text(void **state)
{
	static const struct {
		const char *typed, *stored;
	} rows[] = {
		{ "", "" },
		{ "one\r\ntwo\rthree\n\tfour", "one\ntwo\nthree\n\tfour" },
		{ "a\x01"
		  "b\x7F"
		  "c\xC2\x85"
		  "d\x1B[31m",
		  "abcd[31m" },
		{ "Gru\xCC\x88\xC3\x9F"
		  "e",
		  "Grüße" },		      /* u and a diaeresis become one letter */
		{ "Grüße ẞ ﬁ", "Grüße ẞ ﬁ" }, /* what only looks alike stays */
		{ "e\xCC\x81\xCC\xA7", "\xC8\xA9\xCC\x81" }, /* marks are put in order */
		{ "ab\xFF"
		  "c",
		  "ab\xEF\xBF\xBD"
		  "c" },
		{ "👩‍👧", "👩‍👧" },
	};
	for (size_t i = 0; i < COUNT(rows); i++)
		assert_str(utf8_clean(*state, str_from(rows[i].typed)), rows[i].stored);
	assert_str(utf8_clean(*state, S("a\0b")), "ab");
}

static void finding_forgives_case_and_accents(void **state)
{
	static const struct {
		const char *typed, *folded;
	} rows[] = {
		{ "", "" },
		{ "Router WLAN", "router wlan" },
		{ "Grüße ẞ ﬁ", "grusse ss fi" },
		{ "GRÜSSE", "grusse" },
		{ "Straße", "strasse" },
		{ "Café Ångström", "cafe angstrom" },
		{ "Smørrebrød, Łódź, Œuvre, Æther", "smorrebrod, lodz, oeuvre, aether" },
		{ "Ｗｉ－Ｆｉ", "wi-fi" },
		{ "İstanbul ı", "istanbul i" },
		{ "ΣΊΣΥΦΟΣ", "σισυφοσ" },
		{ "한글", "한글" },
	};
	for (size_t i = 0; i < COUNT(rows); i++)
		assert_str(utf8_fold(*state, str_from(rows[i].typed)), rows[i].folded);
}

static void folding_twice_changes_nothing(void **state)
{
	static const char *const texts[] = { "Grüße ẞ ﬁ", "ŉ ǰ ΐ", "İI", "ﷺ", "Ⅻ ½ ㎏" };
	for (size_t i = 0; i < COUNT(texts); i++) {
		str once = utf8_fold(*state, str_from(texts[i]));
		assert_true(str_equal(utf8_fold(*state, once), once));
	}
}

static void endless_accents_are_cut(void **state)
{
	/* Marks of two classes in turn are the worst case of sorting them: quadratic if not cut before. */
	enum { MARKS = 30000 };
	char *at = arena_bytes(*state, 1 + 4 * MARKS);
	at[0] = 'a';
	for (size_t i = 0; i < MARKS; i++)
		memcpy(at + 1 + 4 * i, "\xCC\x95\xCC\x96", 4);
	str zalgo = { at, 1 + 4 * MARKS };
	moment before = moment_monotonic();
	assert_int_equal(utf8_length(utf8_clean(*state, zalgo)), 31);
	assert_str(utf8_fold(*state, zalgo), "a");
	assert_true(moment_monotonic() - before < SECONDS(2));
}

static void naughty_strings_survive(void **state)
{
	FILE *file = data_open(*state, "security/naughty_strings_dev.jsonl");
	if (!file)
		skip();
	char line[65536];
	int count = 0;
	for (; fgets(line, sizeof(line), file); count++) {
		const struct json *json;
		assert_int_equal(json_read(*state, str_from(line), &json, NULL), OK);
		str clean = utf8_clean(*state, json_str(json, S("s")));
		assert_true(utf8_is_valid(clean));
		assert_true(str_equal(utf8_clean(*state, clean), clean));
		assert_true(utf8_is_valid(utf8_fold(*state, clean)));
	}
	fclose(file);
	assert_true(count > 200);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(broken_bytes_are_not_valid),
		TEST(good_text_is_valid),
		TEST(taking_always_moves_on),
		TEST(length_and_first_count_code_points),
		TEST(letters_and_digits_are_known),
		TEST(forms_store_clean_text),
		TEST(finding_forgives_case_and_accents),
		TEST(folding_twice_changes_nothing),
		TEST(endless_accents_are_cut),
		TEST(naughty_strings_survive),
	};
	return cmocka_run_group_tests_name("utf8", tests, NULL, NULL);
}
