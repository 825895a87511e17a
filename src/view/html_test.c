/* html_test.c: compiled pages write what they should, escaped for each place; and the fast escapers agree with the slow. */
#include "view/html_test.gen.h"
#include "view/html_escape.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

#define HOSTILE S("a<b>&\"'c</script>")

struct drawing {
	struct arena *arena;
	struct text text;
	struct view view;
};

static int drawing_open(void **state)
{
	struct drawing *drawing = calloc(1, sizeof *drawing);
	drawing->arena = arena_open(65536);
	text_open(&drawing->text, drawing->arena, 64);
	drawing->view = (struct view){ .out = &drawing->text,
				       .arena = drawing->arena,
				       .language = LANGUAGE_DE,
				       .zone = zone_find(S("Europe/Berlin")),
				       .csrf = S("c\"1"),
				       .once = S("o1") };
	*state = drawing;
	return 0;
}

static int drawing_close(void **state)
{
	struct drawing *drawing = *state;
	arena_close(drawing->arena);
	free(drawing);
	return 0;
}

#define expect(state, call, html) \
	{ \
		struct drawing *drawing_ = *(state); \
		struct view *view = &drawing_->view; \
		drawing_->text.len = 0; \
		call; \
		text_char(&drawing_->text, 0); \
		assert_string_equal(drawing_->text.at, html); \
	}

static void a_value_between_tags_is_escaped(void **state)
{
	expect(state, place_text_html(view, HOSTILE), "<p>a&lt;b&gt;&amp;\"'c&lt;/script&gt;</p>");
	expect(state, place_text_c_html(view, "<"), "<p>&lt;</p>");
	expect(state, place_text_c_html(view, NULL), "<p></p>");
}

static void a_value_in_an_attribute_cannot_leave_it(void **state)
{
	expect(state, place_attribute_html(view, S("\"'<")),
	       "<p title=\"a &#34;&#39;&lt;\" data-x='&#34;&#39;&lt;'></p>");
}

static void a_url_with_a_foreign_scheme_leads_nowhere(void **state)
{
	static const char *const bad[] = { "javascript:alert(1)",
					   "JaVaScript:alert(1)",
					   "java\tscript:alert(1)",
					   " javascript:alert(1)",
					   "\x01javascript:alert(1)",
					   "data:text/html,x",
					   "vbscript:x",
					   "//evil.example",
					   "/\\evil.example",
					   "\\\\evil",
					   "blob:x",
					   "a b:c",
					   "file:///x" };
	for (size_t i = 0; i < COUNT(bad); i++)
		expect(state, place_url_html(view, str_from(bad[i])), "<a href=\"#\">x</a>");
	expect(state, place_url_html(view, S("/a?b=1&c=\"")),
	       "<a href=\"/a?b=1&amp;c=&#34;\">x</a>");
	expect(state, place_url_html(view, S("https://a.example/:x")),
	       "<a href=\"https://a.example/:x\">x</a>");
	expect(state, place_url_html(view, S("mailto:a@b.example")),
	       "<a href=\"mailto:a@b.example\">x</a>");
	expect(state, place_url_html(view, S("?page=2")), "<a href=\"?page=2\">x</a>");
	expect(state, place_url_html(view, S("#a:b")), "<a href=\"#a:b\">x</a>");
	expect(state, place_url_html(view, S("a/b:c")), "<a href=\"a/b:c\">x</a>");
}

static void a_value_inside_a_url_is_percent_encoded(void **state)
{
	expect(state, place_url_part_html(view, S("../ä?&#\"")),
	       "<a href=\"/m/..%2F%C3%A4%3F%26%23%22\">x</a>");
	expect(state, place_url_query_html(view, S("/a?b=1&c +")),
	       "<a href=\"/m?q=/a%3Fb%3D1%26c%20%2B&amp;n=3\">x</a>");
}

static void text_only_elements_cannot_be_left(void **state)
{
	expect(state, place_textarea_html(view, S("\n</textarea>")),
	       "<textarea aria-label=\"x\">\n\n&lt;/textarea&gt;</textarea>");
	expect(state, place_title_html(view, S("</title>")), "<title>&lt;/title&gt;</title>");
	expect(state, place_json_html(view, S("{\"a\":\"</script>\"}")),
	       "<script type=\"application/json\">{\"a\":\"\\u003c/script>\"}</script>");
	expect(state, place_pre_html(view, S("x")), "<pre>\n  x\n</pre>");
}

static void safe_html_passes_as_it_is(void **state)
{
	expect(state, place_html_html(view, (struct html){ S("<b>x</b>") }), "<div><b>x</b></div>");
}

static void numbers_are_written_by_their_type(void **state)
{
	expect(state, numbers_html(view, INT64_MIN, 12, true),
	       "<p>-9223372036854775808 12 1 -9.223.372.036.854.775.808 4,7</p>");
}

static void white_space_that_nobody_sees_is_not_sent(void **state)
{
	expect(state, folding_html(view, true),
	       "<!doctype html><ul class=\"a\"><li>one two</li><li><b>x</b> "
	       "<i>y</i></li><li><b>x</b> <i>y</i></li></ul>"
	       "<p class=\"a\" id=\"p\">text and note more</p><p>a}}b</p>");
	expect(state, folding_html(view, false),
	       "<!doctype html><ul class=\"a\"><li>one two</li><li><b>x</b> "
	       "<i>y</i></li><li><b>x</b> <i>y</i></li></ul>"
	       "<p class=\"a\" id=\"p\">text more</p><p>a}}b</p>");
}

static void a_list_is_walked_or_said_to_be_empty(void **state)
{
	struct sample samples[] = { { S("a"), true }, { S("<"), false } };
	expect(
	    state, loops_html(view, (struct sample_list){ samples, 2 }),
	    "<ol><li id=\"i0\" class=\"is-done\">a a&lt;</li><li id=\"i1\">&lt; a&lt;</li></ol>");
	expect(state, loops_html(view, (struct sample_list){ NULL, 0 }),
	       "<ol><li>Noch keine Bewertung</li></ol>");
}

static void one_branch_is_drawn(void **state)
{
	expect(state, branches_html(view, 1), "<b id=\"x\">one</b> <i class=\"a b\">7</i>");
	expect(state, branches_html(view, 2), "<b id=\"x\">two</b> <i class=\"a b\">7</i>");
	expect(state, branches_html(view, 3), "<b id=\"x\">6</b> <i class=\"a b\">7</i>");
}

static void a_post_form_carries_its_hidden_fields(void **state)
{
	expect(state, forms_html(view, S("/a")),
	       "<form method=\"post\" action=\"/a\"><input type=\"hidden\" name=\"csrf\" "
	       "value=\"c&#34;1\">"
	       "<input type=\"hidden\" name=\"once\" value=\"o1\"><label for=\"f-/a\">x</label>"
	       "<input id=\"f-/a\" name=\"x\"></form><form action=\"/s\"><label>y <input "
	       "name=\"y\" type=\"search\" required>"
	       "</label><input type=\"hidden\" name=\"z\" value=\"1\"></form>");
}

static void words_take_values_and_escape_them(void **state)
{
	expect(state, words_html(view, 1, S("<1>"), 0),
	       "<p title=\"Bewertung\">&lt;1&gt; von 1 Stern</p><p>Seite Do., 1. Jan. von "
	       "&lt;1&gt;</p>");
	expect(state, words_html(view, 12345, S("3"), 0),
	       "<p title=\"Bewertung\">3 von 12.345 Sternen</p><p>Seite Do., 1. Jan. von 3</p>");
}

static str address(str name)
{
	return str_equal(name, S("icons.svg")) ? S("/assets/icons-1.svg")
	       : str_equal(name, S("a.css"))   ? S("/assets/a-2.css")
					       : S("");
}

static void filters_icons_and_assets_are_drawn(void **state)
{
	html_set_assets(address);
	moment at;
	assert_true(moment_read(S("2026-11-22T17:30:00Z"), &at));
	struct drawing *drawing = *state;
	drawing->view.now = at + HOURS(3);
	expect(state, things_html(view, at),
	       "<svg class=\"icon\" aria-hidden=\"true\"><use "
	       "href=\"/assets/icons-1.svg#search\"></use></svg>"
	       "<img src=\"/assets/logo.png\" alt=\"\"><a href=\"/assets/a-2.css\">x</a> "
	       "<time datetime=\"2026-11-22T17:30:00Z\">22. November 2026; So., 22. Nov.; 18:30; "
	       "So., 22. Nov. 2026, 18:30 Uhr; "
	       "vor 3 Stunden</time><p>45,00\u00a0€ 2–5\u00a0km 1795368600000000 Bewertung "
	       "no.such&lt;key&gt;</p>"
	       "<p>Französisch xx&lt; AS</p><p>&lt;in&gt;</p>");
}

static void drawings_may_close_themselves(void **state)
{
	expect(state, drawing_html(view),
	       "<svg viewBox=\"0 0 1 1\"><path d=\"M0 0\"/><circle r=\"1\"></circle></svg><br>");
}

static void a_piece_is_drawn_apart(void **state)
{
	struct drawing *drawing = *state;
	struct text text;
	struct view piece = view_begin(&drawing->view, &text);
	place_text_html(&piece, S("<"));
	assert_int_equal(drawing->text.len, 0);
	expect(state, html_safe(view, view_end(&piece)), "<p>&lt;</p>");
}

static void fast_and_slow_escaping_agree(void **state)
{
	struct drawing *drawing = *state;
	static const char letters[] = "abcdefgh \n&<>\"'\x80\xC3\xFF;=?:\x1e\x1c\x06\x24\x26\x27";
	uint32_t seed = 7;
	for (int round = 0; round < 20000; round++) {
		char bytes[80];
		size_t len = (seed = seed * 1664525 + 1013904223) >> 8;
		len %= sizeof bytes;
		unsigned dense = seed >> 30; /* from hardly any special characters to many */
		for (size_t i = 0; i < len; i++) {
			seed = seed * 1664525 + 1013904223;
			bytes[i] = (seed >> 9) % 4 <= dense
				       ? letters[(seed >> 16) % (sizeof letters - 1)]
				       : 'x';
		}
		struct arena_mark mark = arena_mark(drawing->arena);
		for (int quotes = 0; quotes < 2; quotes++) {
			struct text fast, slow;
			text_open(&fast, drawing->arena, 1);
			text_open(&slow, drawing->arena, 1);
			(quotes ? html_escape_attribute : html_escape)(&fast, (str){ bytes, len });
			html_escape_slowly(&slow, (str){ bytes, len }, quotes);
			assert_true(str_equal(text_str(&fast), text_str(&slow)));
		}
		arena_release(drawing->arena, mark);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(a_value_between_tags_is_escaped, drawing_open,
						drawing_close),
		cmocka_unit_test_setup_teardown(a_value_in_an_attribute_cannot_leave_it,
						drawing_open, drawing_close),
		cmocka_unit_test_setup_teardown(a_url_with_a_foreign_scheme_leads_nowhere,
						drawing_open, drawing_close),
		cmocka_unit_test_setup_teardown(a_value_inside_a_url_is_percent_encoded,
						drawing_open, drawing_close),
		cmocka_unit_test_setup_teardown(text_only_elements_cannot_be_left, drawing_open,
						drawing_close),
		cmocka_unit_test_setup_teardown(safe_html_passes_as_it_is, drawing_open,
						drawing_close),
		cmocka_unit_test_setup_teardown(numbers_are_written_by_their_type, drawing_open,
						drawing_close),
		cmocka_unit_test_setup_teardown(white_space_that_nobody_sees_is_not_sent,
						drawing_open, drawing_close),
		cmocka_unit_test_setup_teardown(a_list_is_walked_or_said_to_be_empty, drawing_open,
						drawing_close),
		cmocka_unit_test_setup_teardown(one_branch_is_drawn, drawing_open, drawing_close),
		cmocka_unit_test_setup_teardown(a_post_form_carries_its_hidden_fields, drawing_open,
						drawing_close),
		cmocka_unit_test_setup_teardown(words_take_values_and_escape_them, drawing_open,
						drawing_close),
		cmocka_unit_test_setup_teardown(filters_icons_and_assets_are_drawn, drawing_open,
						drawing_close),
		cmocka_unit_test_setup_teardown(drawings_may_close_themselves, drawing_open,
						drawing_close),
		cmocka_unit_test_setup_teardown(a_piece_is_drawn_apart, drawing_open,
						drawing_close),
		cmocka_unit_test_setup_teardown(fast_and_slow_escaping_agree, drawing_open,
						drawing_close),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
