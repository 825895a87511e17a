/* theme_test.c: whatever colours a brand chooses, its words stay readable. */
#include "view/theme.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static void a_colour_is_a_hash_and_six_digits(void **state)
{
	static const char *const bad[] = { "",	       "#",	  "#fff", "1a2b3c", "#1a2b3",
					   "#1a2b3c4", "#1a2b3g", "red",  "#1a2b3;" };
	uint32_t rgb = 7;
	for (size_t i = 0; i < COUNT(bad); i++)
		assert_false(colour_read(str_from(bad[i]), &rgb));
	assert_int_equal(rgb, 7);
	assert_true(colour_read(S("#1a2B3c"), &rgb));
	assert_int_equal(rgb, 0x1a2b3c);
}

static void contrast_is_what_wcag_says(void **state)
{
	assert_float_equal(colour_contrast(0x000000, 0xFFFFFF), 21.0, 0.001);
	assert_float_equal(colour_contrast(0x777777, 0xFFFFFF), 4.478, 0.001);
	assert_float_equal(colour_contrast(0xFFFFFF, 0x767676), 4.542, 0.001);
	assert_float_equal(colour_contrast(0x123456, 0x123456), 1.0, 0.001);
}

static uint32_t value_of(str css, str name)
{
	size_t at;
	uint32_t rgb = 0;
	assert_true(str_find(css, name, &at));
	assert_true(colour_read(str_first(str_skip(css, at + name.len), 7), &rgb));
	return rgb;
}

static void every_brand_colour_gives_readable_words(void **state)
{
	struct arena *arena = arena_open(4096);
	for (uint32_t rgb = 0; rgb <= 0xFFFFFF; rgb += 0x010D25) {
		struct arena_mark mark = arena_mark(arena);
		struct theme theme = { str_format(arena, "#%06x", rgb), S("#ffb000") };
		str css;
		assert_int_equal(theme_css(arena, &theme, &css), OK);
		uint32_t brand = value_of(css, S("--brand:")),
			 ink = value_of(css, S("--brand-ink:"));
		uint32_t dark = value_of(css, S("--brand-ink-dark:"));
		assert_int_equal(brand, rgb);
		assert_true(colour_contrast(brand, value_of(css, S("--on-brand:"))) >= 4.5);
		assert_true(colour_contrast(ink, 0xFFFFFF) >= 4.5 &&
			    colour_contrast(ink, 0xF1EFEB) >= 4.5);
		assert_true(colour_contrast(dark, 0x14171A) >= 4.5 &&
			    colour_contrast(dark, 0x1D2125) >= 4.5);
		arena_release(arena, mark);
	}
	arena_close(arena);
}

static void a_readable_brand_colour_stays_as_it_is(void **state)
{
	struct arena *arena = arena_open(4096);
	str css;
	assert_int_equal(theme_css(arena, &(struct theme){ S("#00697a"), S("#ffb000") }, &css), OK);
	assert_true(str_starts(
	    css,
	    S(":root{--brand:#00697a;--on-brand:#ffffff;--accent:#ffb000;--brand-ink:#00697a;")));
	arena_close(arena);
}

static void a_theme_without_real_colours_is_refused(void **state)
{
	struct arena *arena = arena_open(4096);
	str css = S("untouched");
	assert_int_equal(theme_css(arena, &(struct theme){ S("red"), S("#ffb000") }, &css),
			 ERR_INVALID);
	assert_int_equal(theme_css(arena, &(struct theme){ S("#ffb000"), S("#ffb00}") }, &css),
			 ERR_INVALID);
	assert_true(str_equal(css, S("untouched")));
	arena_close(arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_colour_is_a_hash_and_six_digits),
		cmocka_unit_test(contrast_is_what_wcag_says),
		cmocka_unit_test(every_brand_colour_gives_readable_words),
		cmocka_unit_test(a_readable_brand_colour_stays_as_it_is),
		cmocka_unit_test(a_theme_without_real_colours_is_refused),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
