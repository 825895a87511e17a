/* card_test.c: which picture stands on the card of a shared link, and that there is none of what not everybody may read. */
#include "features/articles/article.h"
#include "features/community/community.h"
#include "features/marketplace/service.h"
#include "features/media/media.h"
#include "features/product/product.h"
#include "test/world.h"

/* One pixel on a canvas of W times H. */
#define GIF_OF(w, h) "GIF89a" w h "\x80\x00\x00\xff\xff\xff\x00\x00\x00\x2c\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02\x4c\x01\x00\x3b"
static const char large[] = GIF_OF("\x90\x01", "\x2c\x01"), small[] = GIF_OF("\x40\x00", "\x40\x00"), logo[] = GIF_OF("\x40\x01", "\x60\x00");

static str uploaded(struct test_house *t, const char *gif, size_t len)
{
	struct answer answer = visit(t, &(struct asked){ .as = t->ana, .method = POST, .path = "/api/v1/media", .upload = { gif, len },
		.upload_name = "a.gif" });
	assert_int_equal(answer.status, 201);
	return str_keep(t->arena, answer.location);
}

static void give(struct test_house *t, str path, const char *gif, size_t len, const char *form)
{
	struct answer answer = visit(t, &(struct asked){ .as = t->adam, .method = POST, .path = str_c(t->arena, path), .upload = { gif, len },
		.upload_name = "a.gif", .form = form });
	assert_int_equal(answer.status, 303);
}

static struct product a_pictured_product(struct test_house *t)
{
	struct product product = { .key = S("box"), .name = S("Box"), .kind = S("router"), .about = S("Funkt.") };
	assert_int_equal(product_make(acting_as(t, t->adam), &product), OK);
	give(t, str_format(t->arena, "/desk/products/%lld/picture", (long long)product.id), large, sizeof(large) - 1, "about=Die+Box");
	assert_int_equal(product_by_id(acting_as(t, 0), product.id, &product), OK);
	return product;
}

static int64_t a_board(struct test_house *t, int64_t audience_id)
{
	struct board board = { .key = S("board"), .name = S("WLAN"), .about = S(""), .audience_id = audience_id };
	assert_int_equal(board_make(acting_as(t, t->adam), &board), OK);
	house_settle(t);
	return board.id;
}

static str asked(struct test_house *t, int64_t board_id, int64_t product_id, const char *body)
{
	str product = product_id ? str_format(t->arena, "%lld", (long long)product_id) : S("");
	str form = str_format(t->arena, "board_id=%lld&product_id=%.*s&title=Mein+Router+blinkt+rot&body=%s", (long long)board_id,
	                      STR_ARG(product), body);
	struct answer answer = visit(t, &(struct asked){ .as = t->ana, .method = POST, .path = "/threads", .form = form.at });
	assert_int_equal(answer.status, 303);
	return str_format(t->arena, "/threads/%lld", (long long)number_after(answer.location, "/threads/"));
}

/* The whole line of a card, or that there is none. */
static void assert_card(struct test_house *t, str path, str picture, const char *rest)
{
	struct answer page = visit(t, &(struct asked){ .path = str_c(t->arena, path) });
	assert_int_equal(page.status, 200);
	str wanted = str_format(t->arena, "<meta property=\"og:image\" content=\"http://a.localhost%.*s%s", STR_ARG(picture), rest);
	if (!answer_says(&page, str_c(t->arena, wanted))) {
		print_error("%.*s has no %.*s\n", STR_ARG(path), STR_ARG(wanted));
		fail();
	}
}

#define JPEG "/card\"><meta property=\"og:image:type\" content=\"image/jpeg\"><meta property=\"og:image:width\" content=\"1200\">" \
	"<meta property=\"og:image:height\" content=\"630\">"

static void a_thread_shows_its_own_picture_else_its_products_else_the_brands(void **state)
{
	struct test_house *t = *state;
	struct product product = a_pictured_product(t);
	int64_t board_id = a_board(t, AUDIENCE_PUBLIC);
	str own = uploaded(t, large, sizeof(large) - 1), sign = uploaded(t, small, sizeof(small) - 1);
	str both = str_format(t->arena, "Seht:+![](%.*s)+![Rot+%%26+%%22hell%%22](%.*s)", STR_ARG(sign), STR_ARG(own));
	str with_own = asked(t, board_id, product.id, both.at), with_product = asked(t, board_id, product.id, "Seit+heute."),
	    with_none = asked(t, board_id, 0, "Seit+heute.");
	assert_card(t, with_own, own, JPEG "<meta property=\"og:image:alt\" content=\"Rot &amp; &#34;hell&#34;\">");
	assert_card(t, with_product, product.picture, JPEG "<meta property=\"og:image:alt\" content=\"Die Box\">");
	struct answer bare = visit(t, &(struct asked){ .path = str_c(t->arena, with_none) });
	assert_false(answer_says(&bare, "og:image"));
	give(t, S("/desk/look/pictures/logo"), logo, sizeof(logo) - 1, NULL);
	struct answer branded = visit(t, &(struct asked){ .path = str_c(t->arena, with_none) });
	assert_true(answer_says(&branded, "/middle\"><meta property=\"og:image:type\" content=\"image/jpeg\">"));
	assert_card(t, with_own, own, JPEG);
	struct answer card = visit(t, &(struct asked){ .path = str_c(t->arena, str_format(t->arena, "%.*s/card", STR_ARG(own))) });
	assert_int_equal(card.status, 200);
	assert_string_equal(str_c(t->arena, card.content_type), "image/jpeg");
}

static void what_stands_elsewhere_is_not_shown_on_a_card(void **state)
{
	struct test_house *t = *state;
	int64_t members = a_board(t, AUDIENCE_MEMBERS);
	str own = uploaded(t, large, sizeof(large) - 1);
	str body = str_format(t->arena, "![](%.*s)", STR_ARG(own));
	str closed = asked(t, members, 0, body.at);
	assert_int_equal(visit(t, &(struct asked){ .path = str_c(t->arena, closed) }).status, 404);
	struct answer page = visit(t, &(struct asked){ .as = t->eve, .path = str_c(t->arena, closed) });
	assert_true(page.status == 200 && !answer_says(&page, "og:image"));
	str card = str_format(t->arena, "%.*s/card", STR_ARG(own));
	assert_int_equal(visit(t, &(struct asked){ .path = str_c(t->arena, card) }).status, 404);
	assert_int_equal(visit(t, &(struct asked){ .as = t->eve, .path = str_c(t->arena, card) }).status, 200);
	/* The same picture named in a public text belongs to the closed one still. */
	struct board open = { .key = S("open"), .name = S("Offen"), .about = S("") };
	assert_int_equal(board_make(acting_as(t, t->adam), &open), OK);
	house_settle(t);
	str public = asked(t, open.id, 0, body.at);
	struct answer named = visit(t, &(struct asked){ .path = str_c(t->arena, public) });
	assert_true(named.status == 200 && !answer_says(&named, "og:image"));
}

static void articles_products_and_services_have_cards(void **state)
{
	struct test_house *t = *state;
	struct world *world = world_open(t);
	struct product product = a_pictured_product(t);
	str own = uploaded(t, large, sizeof(large) - 1);
	str form = str_format(t->arena, "kind=story&title=Wie+ich+anfing&body=So:+![Kabel](%.*s)&go=publish&product_id=%lld", STR_ARG(own),
	                      (long long)product.id);
	struct answer made = visit(t, &(struct asked){ .as = t->ana, .method = POST, .path = "/articles", .form = form.at });
	assert_int_equal(made.status, 303);
	assert_card(t, str_format(t->arena, "/articles/%lld", (long long)number_after(made.location, "/articles/")), own, JPEG);
	assert_card(t, S("/products/box"), product.picture, JPEG);
	const struct service_ask ask = { .title = S("Box einrichten"), .text = S("Mit Gastnetz."), .html = S("<p>Mit Gastnetz.</p>"),
		.markdown_version = 1, .category = CATEGORY_WIFI, .price_kind = PRICE_FIXED, .price_minor = 4500, .currency = S("EUR"),
		.minutes = 60, .radius_km = 10, .languages = S("de"), .place = S("50667"), .product_id = product.id };
	struct service service;
	struct scope *ben = acting_as(t, world->t->ben);
	ben->roles |= ROLE_HELPER;
	assert_int_equal(service_make(ben, &ask, &service), OK);
	house_settle(t);
	assert_card(t, str_format(t->arena, "/services/%lld", (long long)service.id), product.picture, JPEG);
}

/* Before there were cards: as pages show it, with its own size. */
static void an_earlier_picture_is_shown_as_pages_show_it(void **state)
{
	struct test_house *t = *state;
	int64_t board_id = a_board(t, AUDIENCE_PUBLIC);
	str own = uploaded(t, large, sizeof(large) - 1);
	str path = asked(t, board_id, 0, str_format(t->arena, "![](%.*s)", STR_ARG(own)).at);
	struct image_link card;
	assert_int_equal(media_card(acting_as(t, 0), own, &card), OK);
	assert_true(str_ends(card.path, S("/card")));
	struct media media = { 0 };
	assert_int_equal(media_load(acting_as(t, 0), number_after(own, "/media/"), &media), OK);
	media.id = id_new(t->now + 1);
	media.card_id = 0;
	media.width = 1600;
	media.height = 900;
	assert_int_equal(media_insert(acting_as(t, t->ana), &media), OK);
	str earlier = str_format(t->arena, "/media/%lld-1600x900", (long long)media.id);
	assert_int_equal(media_card(acting_as(t, 0), earlier, &card), OK);
	assert_true(str_ends(card.path, S("/middle")));
	assert_string_equal(card.type, "image/webp");
	assert_int_equal(card.width, 800);
	assert_int_equal(card.height, 450);
	assert_true(path.len > 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WEB_TEST(a_thread_shows_its_own_picture_else_its_products_else_the_brands),
		WEB_TEST(what_stands_elsewhere_is_not_shown_on_a_card),
		WEB_TEST(articles_products_and_services_have_cards),
		WEB_TEST(an_earlier_picture_is_shown_as_pages_show_it),
	};
	return cmocka_run_group_tests_name("card", tests, NULL, NULL);
}
