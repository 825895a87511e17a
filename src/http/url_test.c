/* url_test.c: what is decoded once stays decoded; no spelling of "up" or "elsewhere" passes. */
#include "http/url.h"

#include "base/json.h"
#include "base/testing_files.h"

static void text_comes_back_from_its_encoding(void **state)
{
	static const char *const texts[] = { "", "a b", "ä/ö?&=#%", "100 %", "~-._", "日本", "a+b", "\x01\x7f" };
	struct arena *arena = *state;
	for (size_t i = 0; i < COUNT(texts); i++) {
		str plain;
		assert_int_equal(url_decode(arena, url_encode(arena, str_from(texts[i])), true, &plain), OK);
		assert_str(plain, texts[i]);
	}
	assert_str(url_encode(arena, S("a b/ä~")), "a%20b%2F%C3%A4~");
}

static void a_plus_is_a_blank_only_in_forms(void **state)
{
	struct arena *arena = *state;
	str plain;
	assert_int_equal(url_decode(arena, S("a+b%2Bc"), true, &plain), OK);
	assert_str(plain, "a b+c");
	assert_int_equal(url_decode(arena, S("a+b%2bc"), false, &plain), OK);
	assert_str(plain, "a+b+c");
}

static void what_is_decoded_is_not_decoded_again(void **state)
{
	struct arena *arena = *state;
	str plain;
	assert_int_equal(url_decode(arena, S("%2541"), false, &plain), OK);
	assert_str(plain, "%41");
}

static void broken_encodings_are_refused(void **state)
{
	static const char *const broken[] = { "%", "%4", "a%", "%zz", "%4g", "%g4", "%%41", "%00", "%ff", "%c3", "%c0%ae",
		"%ed%a0%80", "%f4%90%80%80", "\xff", "%u0041", "% 41", "%-1" };
	struct arena *arena = *state;
	for (size_t i = 0; i < COUNT(broken); i++) {
		str plain = S("untouched");
		assert_int_equal(url_decode(arena, str_from(broken[i]), false, &plain), ERR_INVALID);
		assert_str(plain, "untouched");
	}
	str plain;
	assert_int_equal(url_decode(arena, (str){ "a\0b", 3 }, false, &plain), ERR_INVALID);
}

static void a_plain_path_is_taken(void **state)
{
	static const struct { const char *target, *path; } rows[] = {
		{ "/", "/" }, { "/threads/7", "/threads/7" }, { "/a/", "/a/" }, { "/a%20b?x=..", "/a b" }, { "/%C3%A4", "/ä" },
		{ "/a.b", "/a.b" }, { "/.well-known/x", "/.well-known/x" }, { "/a..b", "/a..b" }, { "/a:b", "/a:b" }, { "/100%25", "/100%" },
	};
	struct arena *arena = *state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		str path;
		assert_int_equal(url_path(arena, str_from(rows[i].target), &path), OK);
		assert_str(path, rows[i].path);
	}
}

static void a_path_with_two_meanings_is_refused(void **state)
{
	static const char *const bad[] = { "", "a", "?a", "//", "//a", "/a//b", "/a//", "/..", "/../a", "/a/..", "/a/../b", "/.", "/a/./b",
		"/...", "/..;/a", "/.;/a", "/%2e%2e/a", "/.%2e/a", "/a%2f%2e%2e", "/a%2f%2fb", "/a\\b", "/a%5cb", "/%252e%252e/a",
		"/a%2500", "/a\nb", "/a%0a", "/a%0d%0aX:y", "/a%7f", "/a%09b", "/a\tb", "/%00", "/a%ff" };
	struct arena *arena = *state;
	for (size_t i = 0; i < COUNT(bad); i++) {
		str path = S("untouched");
		if (url_path(arena, str_from(bad[i]), &path) != ERR_INVALID)
			fail_msg("%s was taken", bad[i]);
		assert_str(path, "untouched");
	}
}

static void a_query_is_pairs_in_their_order(void **state)
{
	struct arena *arena = *state;
	struct pairs pairs;
	assert_int_equal(url_pairs(arena, S("a=1&&b&=c&a=2%263&d=x=y"), &pairs), OK);
	assert_int_equal(pairs.count, 5);
	assert_str(pairs.at[0].value, "1");
	assert_str(pairs.at[1].name, "b");
	assert_str(pairs.at[1].value, "");
	assert_str(pairs.at[2].name, "");
	assert_str(pairs.at[3].value, "2&3");
	assert_str(pairs.at[4].value, "x=y");
	assert_int_equal(url_pairs(arena, S(""), &pairs), OK);
	assert_int_equal(pairs.count, 0);
}

static void a_query_of_too_many_or_broken_pairs_is_refused(void **state)
{
	struct arena *arena = *state;
	struct pairs pairs;
	struct text text;
	text_open(&text, arena, 512);
	for (int i = 0; i < QUERY_PAIRS_MAX; i++)
		text_format(&text, "a%d=1&", i);
	assert_int_equal(url_pairs(arena, text_str(&text), &pairs), OK);
	assert_int_equal(pairs.count, QUERY_PAIRS_MAX);
	text_put(&text, S("b=1"));
	assert_int_equal(url_pairs(arena, text_str(&text), &pairs), ERR_INVALID);
	assert_int_equal(url_pairs(arena, S("a=%"), &pairs), ERR_INVALID);
	assert_int_equal(url_pairs(arena, S("%ff=1"), &pairs), ERR_INVALID);
}

static void only_a_path_of_this_site_is_local(void **state)
{
	static const char *const local[] = { "/", "/threads/7", "/search?q=a%3A%2F%2Fb&page=2", "/a?x=b:c", "/tasks/new#place", "/a%20b" };
	static const char *const elsewhere[] = { "", "a", "//a", "/\\a", "\\a", "http://a", "javascript:alert(1)", "/a//b", "/\t/a", "/%09/a",
		"/%5ca", "/%2f/a", "/a b", "/ä", "/a:b", "/..", "/a/../b", "/a\nb", " /a", "/a%", "/%2541", "/<a" };
	for (size_t i = 0; i < COUNT(local); i++)
		if (!url_is_local(str_from(local[i])))
			fail_msg("%s is of this site", local[i]);
	for (size_t i = 0; i < COUNT(elsewhere); i++)
		if (url_is_local(str_from(elsewhere[i])))
			fail_msg("%s may lead elsewhere", elsewhere[i]);
	assert_false(url_is_local((str){ "/a\0b", 4 }));
	(void)state;
}

/* ── the corpus ── */

static void must_not_climb(struct arena *arena, str attack)
{
	str path;
	str target = str_starts(attack, S("/")) ? attack : str_format(arena, "/%.*s", STR_ARG(attack));
	if (url_path(arena, target, &path))
		return;
	/* Taken: then every further decoding must leave it as it is, and no segment goes up. */
	str again;
	if (url_decode(arena, path, false, &again) == OK && !str_equal(again, path))
		fail_msg("%.*s is still encoded", STR_ARG(target));
	if (str_contains(path, S("/..")) || str_contains(path, S("/./")) || str_contains(path, S("\\")) ||
	    str_contains(path, S("//")) || str_contains(path, S("\n")) || str_contains(path, S("\r")))
		fail_msg("%.*s was taken as %.*s", STR_ARG(target), STR_ARG(path));
}

static void no_attack_of_the_corpus_passes(void **state)
{
	struct arena *arena = *state;
	FILE *file = data_open(arena, "security/path_redirect_crlf_dev.jsonl");
	if (!file)
		skip();
	char line[16384];
	int climbs = 0, redirects = 0;
	while (fgets(line, sizeof(line), file)) {
		const struct json *json;
		assert_int_equal(json_read(arena, str_from(line), &json, NULL), OK);
		str attack = json_str(json, S("s"));
		must_not_climb(arena, attack);
		climbs++;
		if (!str_equal(json_str(json, S("kind")), S("open_redirect")))
			continue;
		redirects++;
		if (url_is_local(attack))
			fail_msg("%.*s passes for local", STR_ARG(attack));
	}
	fclose(file);
	assert_true(climbs > 500 && redirects > 100);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(text_comes_back_from_its_encoding),
		TEST(a_plus_is_a_blank_only_in_forms),
		TEST(what_is_decoded_is_not_decoded_again),
		TEST(broken_encodings_are_refused),
		TEST(a_plain_path_is_taken),
		TEST(a_path_with_two_meanings_is_refused),
		TEST(a_query_is_pairs_in_their_order),
		TEST(a_query_of_too_many_or_broken_pairs_is_refused),
		TEST(only_a_path_of_this_site_is_local),
		TEST(no_attack_of_the_corpus_passes),
	};
	return cmocka_run_group_tests_name("url", tests, NULL, NULL);
}
