/* look_test.c: what a brand gives itself to wear stands on every page, of this brand alone. */
#include "features/brand/brand.h"
#include "test/visit.h"

/* One red pixel. */
static const char png[] = "\x89\x50\x4e\x47\x0d\x0a\x1a\x0a\x00\x00\x00\x0d\x49\x48\x44\x52\x00\x00\x00\x01\x00\x00\x00\x01\x08"
	"\x02\x00\x00\x00\x90\x77\x53\xde\x00\x00\x00\x0c\x49\x44\x41\x54\x78\x9c\x63\x38\x21\x20\x00\x00\x02"
	"\x8c\x00\xe9\x75\x5f\x84\xc8\x00\x00\x00\x00\x49\x45\x4e\x44\xae\x42\x60\x82";
#define PNG ((str){ png, sizeof(png) - 1 })

static struct answer give(struct test_house *t, int64_t as, const char *name, str bytes)
{
	const char *path = str_c(t->arena, str_format(t->arena, "/desk/look/pictures/%s", name));
	return visit(t, &(struct asked){ .as = as, .method = POST, .path = path, .upload = bytes, .upload_name = "a.png" });
}

static struct brand brand_now(struct test_house *t)
{
	struct brand brand;
	assert_int_equal(brand_card_of(acting_as(t, t->adam), &brand), OK);
	house_settle(t);
	return brand;
}

static void a_logo_stands_on_every_page_and_on_cards(void **state)
{
	struct test_house *t = *state;
	struct answer before = visit(t, &(struct asked){ .path = "/about" });
	assert_true(answer_says(&before, "class=\"brand-mark\""));
	assert_int_equal(give(t, t->adam, "logo", PNG).status, 303);
	str logo = brand_now(t).logo;
	assert_true(str_starts(logo, S("/media/")));
	struct answer after = visit(t, &(struct asked){ .path = "/about" });
	assert_true(answer_says(&after, str_c(t->arena, str_format(t->arena, "src=\"%.*s\" alt=\"Nordlicht\" width=\"32\" height=\"32\"", STR_ARG(logo)))));
	assert_false(answer_says(&after, "class=\"brand-mark\""));
	assert_true(answer_says(&after, str_c(t->arena, str_format(t->arena, "property=\"og:image\" content=\"http://a.localhost%.*s/middle\"", STR_ARG(logo)))));
	struct answer picture = visit(t, &(struct asked){ .path = str_c(t->arena, logo) });
	assert_int_equal(picture.status, 200);
	assert_true(str_equal(picture.content_type, S("image/png")));
	struct answer card = visit(t, &(struct asked){ .path = str_c(t->arena, str_format(t->arena, "%.*s/middle", STR_ARG(logo))) });
	assert_true(str_equal(card.content_type, S("image/jpeg")));
	/* The other brand looks as before. */
	int64_t tess;
	second_brand(t, &tess);
	struct answer other = visit(t, &(struct asked){ .path = "/about", .host = "b.localhost" });
	assert_true(answer_says(&other, "class=\"brand-mark\""));
	assert_int_equal(visit(t, &(struct asked){ .path = str_c(t->arena, logo), .host = "b.localhost" }).status, 404);
	assert_int_equal(visit(t, &(struct asked){ .as = t->adam, .method = POST, .path = "/desk/look/pictures/logo/remove" }).status, 303);
	assert_true(str_empty(brand_now(t).logo));
	assert_int_equal(visit(t, &(struct asked){ .path = str_c(t->arena, logo) }).status, 404);
	struct answer again = visit(t, &(struct asked){ .path = "/about" });
	assert_true(answer_says(&again, "class=\"brand-mark\""));
}

static void a_dark_logo_has_its_own_place(void **state)
{
	struct test_house *t = *state;
	assert_int_equal(give(t, t->adam, "logo", PNG).status, 303);
	assert_int_equal(give(t, t->adam, "logo-dark", PNG).status, 303);
	struct answer page = visit(t, &(struct asked){ .path = "/about" });
	assert_true(answer_says(&page, "brand-logo brand-logo-light"));
	assert_true(answer_says(&page, "brand-logo brand-logo-dark"));
}

static void an_icon_stands_in_the_tab_and_on_the_home_screen(void **state)
{
	struct test_house *t = *state;
	assert_int_equal(give(t, t->adam, "icon", PNG).status, 303);
	str icon = brand_now(t).icon;
	assert_true(str_ends(icon, S("-512x512")));
	struct answer page = visit(t, &(struct asked){ .path = "/about" });
	assert_true(answer_says(&page, str_c(t->arena, str_format(t->arena, "<link rel=\"icon\" href=\"%.*s/small\"", STR_ARG(icon)))));
	assert_true(answer_says(&page, str_c(t->arena, str_format(t->arena, "<link rel=\"apple-touch-icon\" href=\"%.*s/middle\"", STR_ARG(icon)))));
	assert_int_equal(visit(t, &(struct asked){ .path = str_c(t->arena, str_format(t->arena, "%.*s/small", STR_ARG(icon))) }).status, 200);
}

static void letters_of_headings_come_from_here(void **state)
{
	struct test_house *t = *state;
	struct answer plain = visit(t, &(struct asked){ .path = "/theme/x.css" });
	assert_false(answer_says(&plain, "@font-face"));
	for (size_t i = 0; brand_fonts[i].name; i++) {
		const char *form = str_c(t->arena, str_format(t->arena, "font=%s", brand_fonts[i].name));
		assert_int_equal(visit(t, &(struct asked){ .as = t->adam, .method = POST, .path = "/desk/look/font", .form = form }).status, 303);
		struct answer css = visit(t, &(struct asked){ .path = "/theme/x.css" });
		assert_true(answer_says(&css, "--brand:"));
		bool has_file = brand_fonts[i].file[0] != 0;
		assert_int_equal(answer_says(&css, "src:url(/assets/"), has_file);
		assert_false(answer_says(&css, "http"));
	}
	struct answer page = visit(t, &(struct asked){ .path = "/about" });
	assert_true(str_contains(answer_header(&page, S("Content-Security-Policy")), S("font-src 'self'")));
	struct answer wrong = visit(t, &(struct asked){ .as = t->adam, .method = POST, .path = "/desk/look/font", .form = "font=comic" });
	assert_int_equal(wrong.status, 422);
}

static void a_logo_that_is_sent_again_is_given_once(void **state)
{
	struct test_house *t = *state;
	struct asked asked = { .as = t->adam, .method = POST, .path = "/desk/look/pictures/logo", .upload = PNG, .upload_name = "a.png", .form = "once=k" };
	assert_int_equal(visit(t, &asked).status, 303);
	str logo = brand_now(t).logo;
	assert_int_equal(visit(t, &asked).status, 303);
	assert_true(str_equal(brand_now(t).logo, logo));
	asked.path = "/desk/look/pictures/icon"; /* another place on the same page */
	assert_int_equal(visit(t, &asked).status, 409);
	asked.form = "once=l";
	assert_int_equal(visit(t, &asked).status, 303);
	assert_false(str_empty(brand_now(t).icon));
}

static void what_is_no_picture_changes_nothing(void **state)
{
	struct test_house *t = *state;
	assert_int_equal(give(t, t->adam, "logo", PNG).status, 303);
	str logo = brand_now(t).logo;
	struct answer answer = give(t, t->adam, "logo", S("<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"alert(1)\"/>"));
	assert_int_equal(answer.status, 422);
	assert_true(answer_says(&answer, "role=\"alert\""));
	assert_true(str_equal(brand_now(t).logo, logo));
	assert_int_equal(give(t, t->adam, "banner", PNG).status, 404);
}

static void only_an_administrator_changes_the_look(void **state)
{
	struct test_house *t = *state;
	struct scope *mia = acting_as(t, t->mia);
	assert_int_equal(brand_choose_font(mia, S("serif")), ERR_FORBIDDEN);
	assert_string_equal(mia->refusal.reason, "brand.not_yours");
	house_settle(t);
	assert_int_equal(give(t, t->mia, "logo", PNG).status, 403);
	assert_true(str_empty(brand_now(t).logo));
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		WEB_TEST(a_logo_stands_on_every_page_and_on_cards),
		WEB_TEST(a_dark_logo_has_its_own_place),
		WEB_TEST(an_icon_stands_in_the_tab_and_on_the_home_screen),
		WEB_TEST(letters_of_headings_come_from_here),
		WEB_TEST(a_logo_that_is_sent_again_is_given_once),
		WEB_TEST(what_is_no_picture_changes_nothing),
		WEB_TEST(only_an_administrator_changes_the_look),
	};
	return cmocka_run_group_tests_name("look", tests, NULL, NULL);
}
