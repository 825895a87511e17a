/*
 * page_cache_test.c: what strangers get from the cache is, to the byte, what would be drawn for them now.
 *
 * Pages are fetched, something changes, and each page is fetched twice more: as before, and by a
 * browser that says its languages differently, so that it is drawn anew.  The two must not differ.
 */
#include "test/world.h"
#include "web/web_room.h"

#include "core/care.h"
#include "features/brand/brand.h"
#include "features/community/community.h"
#include "features/community/community_news.h"
#include "features/community/tag.h"
#include "features/marketplace/helper.h"
#include "features/marketplace/service.h"
#include "features/member/member.h"
#include "features/product/product.h"
#include "web/cache.h"

enum { PAGES = 18 };

struct shop {
	struct world *world;
	int64_t thread_id, post_id, answer_id, service_id, product_id, tag_id;
	const char *paths[PAGES];
};

static int64_t number_of(str key)
{
	int64_t number = 0;
	assert_true(str_number(key, &number));
	return number;
}

static struct shop *open_shop(struct test_house *t)
{
	struct shop *shop = arena_take(t->arena, sizeof(*shop));
	shop->world = world_open(t);
	struct made answer = world_make(shop->world, AN_ANSWER), product = world_make(shop->world, A_PRODUCT);
	struct product kept;
	shop->thread_id = number_of(answer.key);
	shop->answer_id = number_of(answer.second);
	shop->service_id = number_of(world_make(shop->world, A_SERVICE).key);
	assert_int_equal(product_by_key(acting_as(t, t->adam), product.key, &kept), OK);
	shop->product_id = kept.id;
	struct made tag = world_make(shop->world, A_TAG);
	shop->tag_id = number_of(world_make(shop->world, A_TAG_ID).key);
	struct board other = { .key = S("phone"), .name = S("Telefon"), .about = S("Alles, was klingelt") };
	assert_int_equal(board_make(acting_as(t, t->adam), &other), OK);
	house_work(t);
	const str paths[PAGES] = {
		S("/"), S("/help"), S("/boards/wifi"), str_format(t->arena, "/threads/%lld", (long long)shop->thread_id),
		S("/products"), str_format(t->arena, "/products/%.*s", STR_ARG(product.key)), S("/services?place=50667"),
		str_format(t->arena, "/services/%lld", (long long)shop->service_id), S("/about"), S("/search?q=wlan"),
		S("/help?show=solved"), S("/imprint"), S("/help?show=unsolved"), S("/boards/phone"),
		str_format(t->arena, "/tags/%.*s", STR_ARG(tag.key)), S("/guides"), str_format(t->arena, "/members/%lld/articles", (long long)t->ben),
		str_format(t->arena, "/services?place=50667&day=%.*s", STR_ARG(day_iso(t->arena, day_at(zone_find(S("Europe/Berlin")), t->now) + 2))),
	};
	for (size_t i = 0; i < PAGES; i++)
		shop->paths[i] = str_c(t->arena, paths[i]);
	return shop;
}

static int64_t hits(struct test_house *t)
{
	struct cache_figures figures;
	struct web *web = t->house->web;
	cache_figures(web->cache, &figures);
	return figures.hits;
}

/* ── what may change ── */

typedef void change(struct test_house *t, struct shop *shop);

static void ben_replies(struct test_house *t, struct shop *shop)
{
	struct post post;
	const struct post text = { .body = S("Noch etwas"), .html = S("<p>Noch etwas</p>"), .html_version = 1 };
	assert_int_equal(thread_reply(acting_as(t, t->ben), shop->thread_id, &text, &post), OK);
}

static void ana_marks_the_solution(struct test_house *t, struct shop *shop)
{
	assert_int_equal(solution_mark(acting_as(t, t->ana), shop->thread_id, shop->answer_id), OK);
}

static void ana_takes_it_back(struct test_house *t, struct shop *shop)
{
	assert_int_equal(solution_undo(acting_as(t, t->ana), shop->thread_id, shop->answer_id), OK);
}

static void eve_thanks(struct test_house *t, struct shop *shop)
{
	struct post post;
	assert_int_equal(kudos_give(acting_as(t, t->eve), shop->answer_id, &post), OK);
}

static void ben_edits(struct test_house *t, struct shop *shop)
{
	const struct post text = { .body = S("Nimm WPA3."), .html = S("<p>Nimm WPA3.</p>"), .html_version = 1 };
	assert_int_equal(post_edit(acting_as(t, t->ben), shop->answer_id, &text), OK);
}

static void eve_asks(struct test_house *t, struct shop *shop)
{
	world_make(shop->world, A_THREAD);
}

static void rename_member(struct test_house *t, int64_t member_id, str name)
{
	struct member member;
	assert_int_equal(member_load(acting_as(t, member_id), member_id, &member), OK);
	member.name = name;
	assert_int_equal(member_change(acting_as(t, member_id), &member), OK);
}

static void ana_has_another_name(struct test_house *t, struct shop *shop)
{
	rename_member(t, t->ana, S("Anastasia"));
}

static void ben_has_another_name(struct test_house *t, struct shop *shop)
{
	rename_member(t, t->ben, S("Benedikt"));
}

static void the_board_has_another_name(struct test_house *t, struct shop *shop)
{
	struct board board;
	assert_int_equal(board_load_by_key(acting_as(t, t->adam), S("wifi"), &board), OK);
	board.name = S("Funknetz");
	assert_int_equal(board_change(acting_as(t, t->adam), &board), OK);
}

static void the_other_board_has_another_name(struct test_house *t, struct shop *shop)
{
	struct board board;
	assert_int_equal(board_load_by_key(acting_as(t, t->adam), S("phone"), &board), OK);
	board.name = S("Fernsprecher");
	assert_int_equal(board_change(acting_as(t, t->adam), &board), OK);
}

static void a_tag_has_another_name(struct test_house *t, struct shop *shop)
{
	const struct tag tag = { .id = shop->tag_id, .name = S("Neuer Name"), .key = S("neuer-name"), .about = S("") };
	assert_int_equal(tag_rename(acting_as(t, t->adam), &tag), OK);
}

static void hide_solution(struct test_house *t, struct shop *shop, bool is_hidden)
{
	assert_int_equal(subject_care_of(t->house, post_subject.number)->hide(acting_as_house(t), shop->answer_id, is_hidden), OK);
}

static void the_solution_is_hidden(struct test_house *t, struct shop *shop)
{
	hide_solution(t, shop, true);
}

static void the_solution_is_seen_again(struct test_house *t, struct shop *shop)
{
	hide_solution(t, shop, false);
}

static void ben_is_suspended(struct test_house *t, struct shop *shop)
{
	assert_int_equal(member_suspend(acting_as(t, t->adam), t->ben, t->now + DAYS(1)), OK);
}

static void ben_is_back(struct test_house *t, struct shop *shop)
{
	assert_int_equal(member_suspend(acting_as(t, t->adam), t->ben, 0), OK);
}

static void a_visit_is_done(struct test_house *t, struct shop *shop)
{
	world_make(shop->world, A_BOOKING_DONE);
}

static void the_product_has_another_name(struct test_house *t, struct shop *shop)
{
	struct product product;
	assert_int_equal(product_by_id(acting_as(t, t->adam), shop->product_id, &product), OK);
	product.name = S("Kasten");
	assert_int_equal(product_change(acting_as(t, t->adam), &product), OK);
}

static void ben_pauses_a_service(struct test_house *t, struct shop *shop)
{
	struct scope *ben = acting_as(t, t->ben);
	ben->roles |= ROLE_HELPER;
	assert_int_equal(service_take_step(ben, shop->service_id, SERVICE_PAUSE), OK);
}

static void ana_books(struct test_house *t, struct shop *shop)
{
	world_make(shop->world, A_BOOKING_AGREED);
}

static void ben_is_reviewed(struct test_house *t, struct shop *shop)
{
	assert_int_equal(helper_rated(acting_as_house(t), t->ben, 5), OK);
}

static void the_brand_says_something_else(struct test_house *t, struct shop *shop)
{
	struct brand brand;
	struct scope *adam = acting_as(t, t->adam);
	assert_int_equal(brand_card_of(adam, &brand), OK);
	brand.name = S("Südlicht");
	brand.about = S("Wir sind *neu*.");
	assert_int_equal(brand_change(adam, &brand), OK);
}

static const struct { const char *name; change *make; } changes[] = {
	{ "a reply", ben_replies },               { "a solution", ana_marks_the_solution },
	{ "a hidden solution", the_solution_is_hidden }, { "a solution seen again", the_solution_is_seen_again },
	{ "a solution taken back", ana_takes_it_back }, { "thanks", eve_thanks },
	{ "an edit", ben_edits },                 { "a new thread", eve_asks },
	{ "an asker's name", ana_has_another_name }, { "a helper's name", ben_has_another_name },
	{ "a board's name", the_board_has_another_name }, { "a product's name", the_product_has_another_name },
	{ "a pause", ben_pauses_a_service },      { "a booking", ana_books },
	{ "a visit", a_visit_is_done },           { "a suspended helper", ben_is_suspended },
	{ "a helper who is back", ben_is_back },  { "another board's name", the_other_board_has_another_name },
	{ "a tag's name", a_tag_has_another_name },
	{ "a review", ben_is_reviewed },          { "the brand", the_brand_says_something_else },
};

static struct answer fetch(struct test_house *t, const char *path, const char *languages)
{
	return visit(t, &(struct asked){ .path = path, .accept_language = languages });
}

static int check_pages(struct test_house *t, struct shop *shop, const char *what, int round)
{
	int wrong = 0;
	const char *anew = str_c(t->arena, str_format(t->arena, "de;q=0.%d", round + 1));
	for (size_t i = 0; i < PAGES; i++) {
		struct answer kept = fetch(t, shop->paths[i], "de"), drawn = fetch(t, shop->paths[i], anew);
		if (kept.status == drawn.status && str_equal(kept.body, drawn.body))
			continue;
		size_t at = 0;
		while (at < kept.body.len && at < drawn.body.len && kept.body.at[at] == drawn.body.at[at])
			at++;
		at = at > 60 ? at - 60 : 0;
		print_error("after %s, %s is old: \"%.*s\" instead of \"%.*s\"\n", what, shop->paths[i],
		            STR_ARG(str_first(str_skip(kept.body, at), 120)), STR_ARG(str_first(str_skip(drawn.body, at), 120)));
		wrong++;
	}
	return wrong;
}

static void no_page_is_older_than_the_last_change(void **state)
{
	struct test_house *t = *state;
	struct shop *shop = open_shop(t);
	int wrong = 0;
	for (size_t i = 0; i < PAGES; i++)
		assert_int_equal(fetch(t, shop->paths[i], "de").status, 200);
	int64_t before = hits(t);
	for (size_t i = 0; i < COUNT(changes); i++) {
		changes[i].make(t, shop);
		house_work(t); /* jobs and news that follow */
		wrong += check_pages(t, shop, changes[i].name, (int)i * 10 + 1);
	}
	assert_int_equal(wrong, 0);
	assert_true(hits(t) - before > 3 * PAGES); /* else nothing was proved: some pages stay with each change */
}

/* ── hits and misses ── */

static bool hits_when(struct test_house *t, const struct asked *asked)
{
	int64_t before = hits(t);
	assert_int_equal(visit(t, asked).status, 200);
	return hits(t) > before;
}

static void a_page_is_drawn_once_for_all_strangers(void **state)
{
	struct test_house *t = *state;
	struct shop *shop = open_shop(t);
	const struct asked asked = { .path = shop->paths[3] }, other = { .path = shop->paths[3], .accept_language = "en" };
	struct answer first = visit(t, &asked);
	assert_true(first.response->etag.len > 0);
	assert_true(hits_when(t, &asked));
	struct answer second = visit(t, &asked);
	assert_true(str_equal(first.body, second.body));
	assert_true(str_equal(first.response->etag, second.response->etag));
	assert_false(hits_when(t, &other));
	struct answer english = visit(t, &other);
	assert_false(str_equal(english.body, first.body));
}

static void another_thread_s_news_keep_the_page(void **state)
{
	struct test_house *t = *state;
	struct shop *shop = open_shop(t);
	const struct asked asked = { .path = shop->paths[3] };
	visit(t, &asked);
	assert_true(hits_when(t, &asked));
	world_make(shop->world, A_PRODUCT);
	assert_true(hits_when(t, &asked));
	ben_replies(t, shop);
	assert_false(hits_when(t, &asked));
}

static void members_never_get_a_kept_page_and_never_leave_one(void **state)
{
	struct test_house *t = *state;
	struct shop *shop = open_shop(t);
	const struct asked asked = { .path = shop->paths[3] }, as_ana = { .as = t->ana, .path = shop->paths[3] };
	struct answer ana = visit(t, &as_ana);
	assert_int_equal(ana.response->etag.len, 0);
	assert_false(hits_when(t, &asked)); /* hers was not kept */
	assert_true(hits_when(t, &asked));
	assert_false(hits_when(t, &as_ana));
	ana = visit(t, &as_ana);
	assert_true(answer_says(&ana, "name=\"csrf\"")); /* she may answer */
}

static void a_house_of_two_brands_keeps_two_pages(void **state)
{
	struct test_house *t = *state;
	open_shop(t);
	second_brand(t, &(int64_t){ 0 });
	struct answer a = visit(t, &(struct asked){ .path = "/about", .accept_language = "de" });
	struct answer b = visit(t, &(struct asked){ .path = "/about", .accept_language = "de", .host = "b.localhost" });
	assert_true(answer_says(&a, "Nordlicht") && !answer_says(&a, "Larkfield"));
	assert_true(answer_says(&b, "Larkfield") && !answer_says(&b, "Nordlicht"));
}

static void a_minute_later_it_is_drawn_anew(void **state)
{
	struct test_house *t = *state;
	struct shop *shop = open_shop(t);
	const struct asked asked = { .path = shop->paths[3] };
	visit(t, &asked);
	t->now += SECONDS(61);
	assert_false(hits_when(t, &asked));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WEB_TEST(no_page_is_older_than_the_last_change),
		WEB_TEST(a_page_is_drawn_once_for_all_strangers),
		WEB_TEST(another_thread_s_news_keep_the_page),
		WEB_TEST(members_never_get_a_kept_page_and_never_leave_one),
		WEB_TEST(a_house_of_two_brands_keeps_two_pages),
		WEB_TEST(a_minute_later_it_is_drawn_anew),
	};
	return cmocka_run_group_tests_name("page_cache", tests, NULL, NULL);
}
