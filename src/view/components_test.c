/* components_test.c: fields show what was typed, say what is wrong, and are tied to their labels. */
#include "view/components.gen.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static struct arena *arena;
static struct text text;
static struct view view;

/* What was typed: name, then value. */
static bool typed(const void *data, str field, str *value_out)
{
	const str *pairs = data;
	*value_out = S("");
	for (; pairs->at; pairs += 2) {
		if (str_equal(pairs[0], field))
			*value_out = pairs[1];
	}
	return true;
}

static int begin(void **state)
{
	arena = arena_open(65536);
	text_open(&text, arena, 1024);
	view = (struct view){
		.out = &text, .arena = arena, .language = LANGUAGE_DE, .zone = zone_utc()
	};
	return 0;
}

static int end(void **state)
{
	arena_close(arena);
	return 0;
}

static void expect(const char *html)
{
	text_char(&text, 0);
	assert_string_equal(text.at, html);
	text.len = 0;
}

#define ICON(name) \
	"<svg class=\"icon\" aria-hidden=\"true\"><use href=\"/assets/icons.svg#" name \
	"\"></use></svg>"

static void a_fresh_field_shows_its_value(void **state)
{
	struct input input = { "title", TEXT_pager_next, .value = S("a\"b"), .required = true,
			       .max = 120 };
	input_field_html(&view, &input);
	expect("<div class=\"field\"><label for=\"f-title\">Weiter</label> <div><input "
	       "id=\"f-title\" name=\"title\" type=\"text\" "
	       "value=\"a&#34;b\" required maxlength=\"120\"></div></div>");
}

static void a_wrong_field_keeps_what_was_typed_and_says_why(void **state)
{
	const str pairs[] = { S("title"), S("<x>"), { NULL, 0 }, { NULL, 0 } };
	view.typed = typed;
	view.typed_data = pairs;
	view.wrong_field = "title";
	view.wrong_reason = "stars.none";
	struct input input = { "title",		  TEXT_pager_next, TEXT_pager_label,
			       .value = S("old"), .type = "email", .autocomplete = "email" };
	input_field_html(&view, &input);
	expect("<div class=\"field\"><label for=\"f-title\">Weiter <span "
	       "class=\"optional\">freiwillig</span></label> "
	       "<p class=\"hint\" id=\"f-title-hint\">Seiten</p><div><input id=\"f-title\" "
	       "name=\"title\" type=\"email\" "
	       "value=\"&lt;x&gt;\" autocomplete=\"email\" aria-invalid=\"true\" autofocus "
	       "aria-describedby=\"f-title-hint f-title-error\"></div>"
	       "<p class=\"error\" id=\"f-title-error\">" ICON(
		   "circle-alert") "Noch keine Bewertung</p></div>");
	view.wrong_reason = NULL;
	prose_field_html(&view, &(struct input){ "title", TEXT_pager_next, .required = true });
	expect("<div class=\"field\"><label for=\"f-title\">Weiter</label>  <textarea "
	       "id=\"f-title\" name=\"title\" rows=\"5\" required "
	       "aria-invalid=\"true\" autofocus "
	       "aria-describedby=\"f-title-error\">\n&lt;x&gt;</textarea> "
	       "<p class=\"error\" id=\"f-title-error\">" ICON(
		   "circle-alert") "Bitte sieh dir dieses Feld noch einmal an.</p></div>");
}

static void a_password_is_never_shown_again(void **state)
{
	const str pairs[] = { S("secret"), S("geheim"), { NULL, 0 }, { NULL, 0 } };
	view.typed = typed;
	view.typed_data = pairs;
	input_field_html(&view, &(struct input){ "secret", TEXT_pager_next, .value = S("geheim"),
						 .type = "password", .required = true });
	text_char(&text, 0);
	assert_null(strstr(text.at, "geheim"));
	assert_non_null(strstr(text.at, "type=\"password\""));
}

static void a_number_has_limits_and_a_unit(void **state)
{
	struct input input = { "price",	    TEXT_pager_next, .type = "number", .least = 0,
			       .most = 500, .unit = "CHF",   .required = true, .id = "x" };
	input_field_html(&view, &input);
	expect("<div class=\"field\"><label for=\"x\">Weiter</label> <div "
	       "class=\"input-unit\"><input id=\"x\" name=\"price\" type=\"number\" "
	       "value=\"\" required min=\"0\" max=\"500\"> <span>CHF</span></div></div>");
}

static void choices_show_what_was_chosen(void **state)
{
	const struct choice list[] = { { S("de"), S("Deutsch"), S(""), true },
				       { S("en"), S("Englisch"), S("gut"), false } };
	struct select select = { "language", TEXT_pager_next, .choices = { list, 2 },
				 .required = true };
	select_field_html(&view, &select);
	expect("<div class=\"field\"><label for=\"f-language\">Weiter</label>  <select "
	       "id=\"f-language\" name=\"language\" required>"
	       "<option value=\"de\" selected>Deutsch</option><option "
	       "value=\"en\">Englisch</option></select> </div>");
	const str pairs[] = { S("language"), S("fr en"), { NULL, 0 }, { NULL, 0 } };
	view.typed = typed;
	view.typed_data = pairs;
	select.many = true;
	choice_field_html(&view, &select);
	expect("<fieldset class=\"field\" id=\"f-language\"><legend>Weiter</legend> "
	       "<label class=\"choice\"><input type=\"checkbox\" name=\"language\" "
	       "value=\"de\"><span>Deutsch</span></label> "
	       "<label class=\"choice\"><input type=\"checkbox\" name=\"language\" value=\"en\" "
	       "checked><span>Englisch<small>gut</small></span>"
	       "</label>  </fieldset>");
}

static void a_box_that_was_cleared_stays_clear(void **state)
{
	struct checkbox box = { "terms", TEXT_pager_next, .is_on = true };
	checkbox_field_html(&view, &box);
	expect("<div class=\"field\"><label class=\"choice\"><input id=\"f-terms\" "
	       "type=\"checkbox\" name=\"terms\" value=\"1\" checked>"
	       "<span>Weiter</span></label> </div>");
	const str nothing[] = { { NULL, 0 }, { NULL, 0 } };
	view.typed = typed;
	view.typed_data = nothing;
	checkbox_field_html(&view, &box);
	expect("<div class=\"field\"><label class=\"choice\"><input id=\"f-terms\" "
	       "type=\"checkbox\" name=\"terms\" value=\"1\">"
	       "<span>Weiter</span></label> </div>");
}

static void small_things_are_drawn(void **state)
{
	stars_html(&view, 9);
	expect("<span class=\"stars\" data-half=\"9\"></span><span class=\"unseen\">4,5 von 5 "
	       "Sternen</span>");
	rating_html(&view, 48, 37);
	expect("<span class=\"rating\">" ICON(
	    "star") "<span class=\"unseen\">Bewertung </span>4,8<span class=\"muted\"> "
		    "(37)</span></span>");
	rating_html(&view, 0, 0);
	expect("<span class=\"muted\">Noch keine Bewertung</span>");
	chip_html(&view, CHIP_GOOD, "circle-check", TEXT_pager_next);
	expect("<span class=\"chip chip-good\">" ICON("circle-check") "Weiter</span>");
	avatar_html(&view, 7, S("Ana Sommer"));
	expect("<span class=\"avatar avatar-2\" data-face=\"7\" aria-hidden=\"true\">AS</span>");
	empty_state_html(
	    &view, &(struct empty_state){ "coffee", TEXT_stars_none, S("/x"), TEXT_pager_next });
	expect(
	    "<div class=\"empty\">" ICON("coffee") "<p>Noch keine Bewertung</p><a class=\"button\" "
						   "href=\"/x\">Weiter</a></div>");
}

static void a_pager_leaves_out_what_does_not_exist(void **state)
{
	pager_html(&view, &(struct pager){ 1, 1, S(""), S("") });
	expect("");
	pager_html(&view, &(struct pager){ 2, 2, S("?page=1"), S("") });
	expect("<nav class=\"pager\" aria-label=\"Seiten\"><a class=\"button\" rel=\"prev\" "
	       "href=\"?page=1\">" ICON(
		   "chevron-left") "Zurück</a> <span>Seite 2 von 2</span> <span></span></nav>");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(a_fresh_field_shows_its_value, begin, end),
		cmocka_unit_test_setup_teardown(a_wrong_field_keeps_what_was_typed_and_says_why,
						begin, end),
		cmocka_unit_test_setup_teardown(a_password_is_never_shown_again, begin, end),
		cmocka_unit_test_setup_teardown(a_number_has_limits_and_a_unit, begin, end),
		cmocka_unit_test_setup_teardown(choices_show_what_was_chosen, begin, end),
		cmocka_unit_test_setup_teardown(a_box_that_was_cleared_stays_clear, begin, end),
		cmocka_unit_test_setup_teardown(small_things_are_drawn, begin, end),
		cmocka_unit_test_setup_teardown(a_pager_leaves_out_what_does_not_exist, begin, end),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
