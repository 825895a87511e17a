/* diff_test.c: proves that a diff loses and invents nothing, and shows what a reader would. */
#include "features/community/diff.h"

#include "base/random.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

static str side(struct arena *arena, const struct diff *diff, enum diff_kind left_out)
{
	struct text text;
	text_open(&text, arena, 64);
	for (size_t i = 0; i < diff->count; i++) {
		if (diff->at[i].kind != left_out)
			text_put(&text, diff->at[i].text);
	}
	return text_str(&text);
}

static struct diff whole(struct arena *arena, str before, str after)
{
	struct diff diff = diff_words(arena, before, after);
	assert_true(str_equal(side(arena, &diff, DIFF_NEW), before));
	assert_true(str_equal(side(arena, &diff, DIFF_GONE), after));
	return diff;
}

static str shown(struct arena *arena, str before, str after)
{
	struct diff diff = whole(arena, before, after);
	struct text text;
	text_open(&text, arena, 64);
	for (size_t i = 0; i < diff.count; i++)
		text_format(&text, "%s%.*s%s", diff.at[i].kind == DIFF_GONE ? "[-" : diff.at[i].kind == DIFF_NEW ? "[+" : "",
		            STR_ARG(diff.at[i].text), diff.at[i].kind == DIFF_SAME ? "" : "]");
	return text_str(&text);
}

static void a_changed_word_is_shown_as_a_word(void **state)
{
	struct arena *arena = arena_open(4096);
	assert_string_equal(str_c(arena, shown(arena, S("Nimm WPA2 im Router."), S("Nimm WPA3 im Router."))),
	                    "Nimm [-WPA2][+WPA3] im Router.");
	assert_string_equal(str_c(arena, shown(arena, S("Kein Netz"), S("Kein Netz im Keller"))), "Kein Netz[+ im Keller]");
	assert_string_equal(str_c(arena, shown(arena, S("gleich"), S("gleich"))), "gleich");
	assert_string_equal(str_c(arena, shown(arena, S(""), S("neu"))), "[+neu]");
	assert_string_equal(str_c(arena, shown(arena, S("Größe"), S("Grüße"))), "[-Größe][+Grüße]");
	arena_close(arena);
}

static void nothing_is_lost_between_any_two_texts(void **state)
{
	static const char *const words[] = { "a", "b", " ", "c\n", "ä", "-", "dd" };
	for (int round = 0; round < 300; round++) {
		struct arena *arena = arena_open(65536);
		struct text texts[2];
		for (int i = 0; i < 2; i++) {
			text_open(&texts[i], arena, 64);
			for (uint64_t n = random_below(60); n; n--)
				text_put(&texts[i], str_from(words[random_below(COUNT(words))]));
		}
		whole(arena, text_str(&texts[0]), text_str(&texts[1]));
		arena_close(arena);
	}
}

static void texts_without_anything_in_common_are_whole_pieces(void **state)
{
	struct arena *arena = arena_open(1 << 20);
	struct text a, b;
	text_open(&a, arena, 40000);
	text_open(&b, arena, 40000);
	for (int i = 0; i < 2000; i++) {
		text_format(&a, "x%d\n", i);
		text_format(&b, "y%d\n", i);
	}
	assert_int_equal(whole(arena, text_str(&a), text_str(&b)).count, 3); /* and the line break at the end */
	arena_close(arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_changed_word_is_shown_as_a_word),
		cmocka_unit_test(nothing_is_lost_between_any_two_texts),
		cmocka_unit_test(texts_without_anything_in_common_are_whole_pieces),
	};
	return cmocka_run_group_tests_name("diff", tests, NULL, NULL);
}
