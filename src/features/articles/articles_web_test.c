/* articles_web_test.c: proves the pages of articles: from a solved thread to a guide, guests' comments, feeds, structured data. */
#include "features/articles/article_testing.h"
#include "features/articles/article_web.h"
#include "features/marketplace/booking.h"
#include "features/marketplace/marketplace_news.h"
#include "test/letters.h"
#include "test/world.h"

static struct answer get(struct test_house *t, int64_t as, str path)
{
	return visit(t, &(struct asked){ .as = as, .path = str_c(t->arena, path) });
}

static struct answer post(struct test_house *t, int64_t as, str path, const char *form)
{
	return visit(t, &(struct asked){ .as = as, .method = POST, .path = str_c(t->arena, path), .form = form });
}

static str at(struct test_house *t, const char *before, int64_t id, const char *behind)
{
	return str_format(t->arena, "%s%lld%s", before, (long long)id, behind);
}

static void a_solved_thread_becomes_a_guide_with_links_both_ways(void **state)
{
	struct test_house *t = *state;
	int64_t thread = a_solved_thread(t, AUDIENCE_PUBLIC, true);
	str page = at(t, "/threads/", thread, "");
	str write = at(t, "/articles/new?kind=guide&from=thread-", thread, "");
	struct answer answer = get(t, t->ben, page);
	assert_true(answer_says(&answer, "from=thread-"));
	answer = get(t, t->eve, page);
	assert_false(answer_says(&answer, "from=thread-"));
	answer = get(t, t->ben, write);
	assert_int_equal(answer.status, 200);
	assert_true(answer_says(&answer, "Gäste kommen nicht ins WLAN") && answer_says(&answer, "2. WPA2 wählen"));
	assert_int_equal(get(t, t->eve, write).status, 403);
	const char *form = str_c(t->arena, str_format(t->arena, "kind=guide&from=thread-%lld&title=Gastnetz+einrichten"
		"&body=1.+Men%%C3%%BC%%0A2.+WPA2&go=publish", (long long)thread));
	answer = post(t, t->ben, S("/articles"), form);
	assert_int_equal(answer.status, 303);
	int64_t id = number_after(answer.location, "/articles/");
	answer = get(t, 0, at(t, "/articles/", id, ""));
	assert_int_equal(answer.status, 200);
	assert_true(answer_says(&answer, str_c(t->arena, page))); /* guide -> thread */
	answer = get(t, 0, page);
	assert_true(answer_says(&answer, str_c(t->arena, at(t, "/articles/", id, "\"")))); /* thread -> guide, out of the cache, too */
	answer = get(t, 0, S("/guides"));
	assert_true(answer_says(&answer, "Gastnetz einrichten"));
	answer = get(t, 0, S("/"));
	assert_true(answer_says(&answer, "Gastnetz einrichten"));
	answer = get(t, 0, at(t, "/members/", t->ben, "/articles"));
	assert_true(answer_says(&answer, "Gastnetz einrichten"));
}

static void a_visits_result_becomes_a_guide(void **state)
{
	struct test_house *t = *state;
	struct world *world = world_open(t);
	struct made made = world_make(world, A_BOOKING_FIXED);
	int64_t booking;
	assert_true(str_number(made.key, &booking));
	t->now += DAYS(2); /* the visit was tomorrow, and its news come first */
	struct scope *ben = acting_as(t, t->ben);
	ben->roles |= ROLE_HELPER;
	assert_int_equal(booking_write_fix(ben, booking, S("Kanal 11 war voll. 1. Kanal 3 wählen")), OK);
	house_work(t);
	str write = at(t, "/articles/new?kind=guide&from=booking-", booking, "");
	struct answer answer = get(t, t->ben, at(t, "/bookings/", booking, ""));
	assert_true(answer_says(&answer, "from=booking-"));
	answer = get(t, t->ben, write);
	assert_int_equal(answer.status, 200);
	assert_true(answer_says(&answer, "Kanal 11 war voll"));
	assert_false(answer_says(&answer, "Domstr")); /* nothing of the appointment */
	assert_int_equal(get(t, t->ana, write).status, 403);
	assert_int_equal(get(t, t->eve, write).status, 404);
	const char *form = str_c(t->arena, str_format(t->arena, "kind=guide&from=booking-%lld&title=Kanal+wechseln&body=So&go=publish",
		(long long)booking));
	answer = post(t, t->ben, S("/articles"), form);
	assert_int_equal(answer.status, 303);
	int64_t id = number_after(answer.location, "/articles/");
	answer = get(t, t->eve, at(t, "/articles/", id, ""));
	assert_int_equal(answer.status, 200);
	assert_false(answer_says(&answer, "/bookings/")); /* a visit is nobody else's business */
	answer = get(t, t->ana, at(t, "/articles/", id, ""));
	assert_true(answer_says(&answer, "/bookings/"));
}

static void a_preview_keeps_what_was_typed_and_changes_nothing(void **state)
{
	struct test_house *t = *state;
	struct answer answer = post(t, t->eve, S("/articles"), "kind=story&from=&title=Wie+ich+anfing&body=**fett**&go=preview");
	assert_int_equal(answer.status, 200);
	assert_true(answer_says(&answer, "<strong>fett</strong>") && answer_says(&answer, "Wie ich anfing"));
	answer = get(t, t->eve, S("/me/articles"));
	assert_false(answer_says(&answer, "Wie ich anfing"));
	answer = post(t, t->eve, S("/articles"), "kind=story&from=&title=Wie&body=**fett**&go=publish");
	assert_int_equal(answer.status, 422);
	assert_true(answer_says(&answer, "**fett**"));
}

static void everything_that_is_out_stands_on_one_list_newest_first_and_by_kind(void **state)
{
	struct test_house *t = *state;
	struct answer answer = get(t, 0, S("/articles"));
	assert_int_equal(answer.status, 200);
	assert_true(answer_says(&answer, "noch nichts zum Lesen"));
	int64_t guide = published(t, t->mia, ARTICLE_GUIDE);
	t->now += MINUTES(1);
	int64_t story = published(t, t->eve, ARTICLE_STORY);
	int64_t draft = draft_of(t, t->mia, ARTICLE_GUIDE, (struct subject){ 0, 0 });
	house_settle(t);
	answer = get(t, 0, S("/articles"));
	size_t first, second;
	assert_true(str_find(answer.body, at(t, "/articles/", story, "\""), &first));
	assert_true(str_find(answer.body, at(t, "/articles/", guide, "\""), &second));
	assert_true(first < second);
	assert_false(str_contains(answer.body, at(t, "/articles/", draft, "\"")));
	answer = get(t, 0, S("/articles?kind=guide"));
	assert_true(str_contains(answer.body, at(t, "/articles/", guide, "\"")));
	assert_false(str_contains(answer.body, at(t, "/articles/", story, "\"")));
	/* Pages: none is lost and none stands there twice. */
	for (int i = 0; i < ARTICLES_A_PAGE; i++)
		published(t, t->eve, ARTICLE_STORY);
	house_settle(t);
	answer = get(t, 0, S("/articles"));
	assert_false(str_contains(answer.body, at(t, "/articles/", guide, "\"")));
	assert_false(str_contains(answer.body, at(t, "/articles/", story, "\"")));
	assert_true(str_find(answer.body, S("/articles?before="), &first));
	str next = str_skip(answer.body, first);
	next = str_cut(&next, '"');
	answer = get(t, 0, next);
	assert_true(str_contains(answer.body, at(t, "/articles/", guide, "\"")));
	assert_true(str_contains(answer.body, at(t, "/articles/", story, "\"")));
}

static void a_guest_comments_after_confirming_the_mail(void **state)
{
	struct test_house *t = *state;
	int64_t id = published(t, t->eve, ARTICLE_STORY);
	str comments = at(t, "/articles/", id, "/comments");
	house_settle(t);
	assert_int_equal(post(t, 0, comments, "body=Sch%C3%B6n!&name=Carla&mail=").status, 422);
	struct answer answer = post(t, 0, comments, "body=Sch%C3%B6n!&name=Carla&mail=carla%40example.org");
	assert_int_equal(answer.status, 303);
	answer = get(t, 0, at(t, "/articles/", id, ""));
	assert_false(answer_says(&answer, "Schön!"));
	house_work(t);
	struct letter_got letter = letter_to(t, "carla@example.org");
	str link = link_in(&letter, "/drafts/confirm/");
	size_t from;
	assert_true(str_find(link, S("/drafts/"), &from));
	assert_int_equal(post(t, 0, str_skip(link, from), "").status, 303);
	house_work(t);
	answer = get(t, 0, at(t, "/articles/", id, ""));
	assert_true(answer_says(&answer, "Schön!") && answer_says(&answer, "Carla"));
	assert_false(answer_says(&answer, "carla@"));
}

static void a_guest_whose_comment_waits_is_told_so_and_waits_no_longer(void **state)
{
	struct test_house *t = *state;
	int64_t id = published(t, t->eve, ARTICLE_STORY);
	house_settle(t);
	assert_int_equal(post(t, 0, at(t, "/articles/", id, "/comments"),
		"body=Mehr+auf+http%3A%2F%2Fbit.ly%2Fabc&name=Carla&mail=carla%40example.org").status, 303);
	house_work(t);
	struct letter_got letter = letter_to(t, "carla@example.org");
	str link = link_in(&letter, "/drafts/confirm/");
	size_t from;
	assert_true(str_find(link, S("/drafts/"), &from));
	struct answer answer = post(t, 0, str_skip(link, from), "");
	assert_int_equal(answer.status, 303);
	str draft = str_keep(t->arena, answer.location);
	house_work(t);
	int64_t carla;
	assert_int_equal(member_find_by_mail(acting_as_house(t), S("carla@example.org"), &carla), OK);
	answer = get(t, carla, draft);
	assert_int_equal(answer.status, 303); /* she sees what waits, and nothing loads itself again */
	assert_int_equal(number_after(answer.location, "/articles/"), id);
	answer = get(t, carla, answer.location);
	assert_true(answer_says(&answer, "bit.ly") && answer_says(&answer, "Wartet auf einen kurzen Blick der Moderation"));
	answer = get(t, 0, at(t, "/articles/", id, ""));
	assert_false(answer_says(&answer, "bit.ly"));
	/* And once she took it back, the old link ends, too. */
	struct comment_list comments;
	assert_int_equal(comment_list_of(acting_as(t, carla), id, 1, &comments), OK);
	assert_int_equal(comments.count, 1);
	assert_int_equal(post(t, carla, at(t, "/comments/", comments.at[0].id, "/deletion"), "").status, 303);
	answer = get(t, carla, draft);
	assert_int_equal(answer.status, 200);
	assert_true(str_empty(answer_header(&answer, S("Refresh"))) && answer_says(&answer, "nicht mehr da"));
}

static void a_strangers_answer_is_counted_once_a_browser(void **state)
{
	struct test_house *t = *state;
	int64_t id = published(t, t->mia, ARTICLE_GUIDE);
	house_settle(t);
	struct answer answer = get(t, 0, at(t, "/articles/", id, ""));
	assert_false(str_contains(answer_header(&answer, S("Set-Cookie")), S("reader"))); /* reading leaves no mark */
	assert_int_equal(post(t, 0, at(t, "/articles/", id, "/helped"), "").status, 303);
	answer = post(t, 0, at(t, "/articles/", id, "/missed"), "");
	assert_true(str_contains(answer.location, S("/missed")));
	answer = get(t, 0, at(t, "/articles/", id, "/missed"));
	assert_true(answer_says(&answer, "action=\"/ask\""));
	struct article article;
	assert_int_equal(article_load(acting_as(t, 0), id, &article), OK);
	assert_int_equal(article.helped_count, 0);
	assert_int_equal(article.missed_count, 1);
}

static void structured_data_says_what_kind_of_text_it_is(void **state)
{
	struct test_house *t = *state;
	const struct { int kind; const char *title, *body, *type; } cases[] = {
		{ ARTICLE_GUIDE, "Gastnetz einrichten", "1. Menü öffnen\n2. **WPA2** wählen", "\"@type\":\"HowTo\"" },
		{ ARTICLE_GUIDE, "Gastnetz erklärt", "Nur Worte", "\"@type\":\"Article\"" },
		{ ARTICLE_NEWS, "Neues Menü", "1. eins\n2. zwei", "\"@type\":\"NewsArticle\"" },
		{ ARTICLE_STORY, "</script><b>", "Ich", "\"@type\":\"Article\"" },
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct article article;
		enum article_outcome outcome;
		const struct article_text text = words(cases[i].title, cases[i].body);
		const struct article_new new = { cases[i].kind, { 0, 0 }, &text };
		assert_int_equal(article_make(acting_as(t, t->mia), &new, &article), OK);
		assert_int_equal(article_publish(acting_as(t, t->mia), article.id, 0, &outcome), OK);
		house_settle(t);
		struct answer answer = get(t, 0, at(t, "/articles/", article.id, ""));
		assert_true(answer_says(&answer, cases[i].type));
		assert_false(answer_says(&answer, "</script><b>"));
		assert_true(answer_says(&answer, "rel=\"canonical\""));
	}
	struct answer answer = get(t, 0, S("/guides/feed"));
	assert_true(str_starts(answer.content_type, S("application/atom+xml")));
	assert_true(answer_says(&answer, "Gastnetz erklärt") && answer_says(&answer, "http://a.localhost/articles/"));
	answer = get(t, 0, S("/stories/feed"));
	assert_true(answer_says(&answer, "&lt;/script&gt;"));
}

static void steps_are_the_numbered_lines_outside_of_code(void **state)
{
	struct test_house *t = *state;
	str steps[STEPS_MAX];
	assert_int_equal(article_steps(t->arena, S("Vorher\n1. **Menü** öffnen\n2) Speichern\n\n```\n3. kein Schritt\n```\n 4. eingerückt\n10. Fertig"), steps), 3);
	assert_true(str_equal(steps[0], S("Menü öffnen")) && str_equal(steps[1], S("Speichern")) && str_equal(steps[2], S("Fertig")));
	assert_int_equal(article_steps(t->arena, S("2026 war gut\n1.\n1.x"), steps), 0);
}

static void every_public_article_and_product_stands_in_the_sitemap(void **state)
{
	struct test_house *t = *state;
	struct product product = { .key = S("box-7"), .name = S("Box 7"), .kind = S("router") };
	enum article_outcome outcome;
	int64_t guide = published(t, t->mia, ARTICLE_GUIDE), draft = draft_of(t, t->mia, ARTICLE_GUIDE, (struct subject){ 0, 0 });
	int64_t closed = draft_of(t, t->mia, ARTICLE_GUIDE, subject_of(&thread_subject, a_solved_thread(t, AUDIENCE_MEMBERS, true)));
	assert_int_equal(article_publish(acting_as(t, t->mia), closed, 0, &outcome), OK);
	assert_int_equal(product_make(acting_as(t, t->adam), &product), OK);
	house_settle(t);
	struct answer answer = get(t, 0, S("/sitemap.xml"));
	assert_true(answer_says(&answer, "articles-0.xml") && answer_says(&answer, "products-0.xml"));
	answer = get(t, t->mia, S("/sitemaps/articles-0.xml"));
	assert_true(str_contains(answer.body, at(t, "/articles/", guide, "<")));
	assert_false(str_contains(answer.body, at(t, "/articles/", draft, "<")));
	assert_false(str_contains(answer.body, at(t, "/articles/", closed, "<")));
	answer = get(t, 0, S("/sitemaps/products-0.xml"));
	assert_true(answer_says(&answer, "/products/box-7<"));
}

static void a_brand_sees_nothing_of_anothers_articles(void **state)
{
	struct test_house *t = *state;
	int64_t tess, id = published(t, t->mia, ARTICLE_GUIDE);
	second_brand(t, &tess);
	str path = at(t, "/articles/", id, "");
	assert_int_equal(visit(t, &(struct asked){ .path = str_c(t->arena, path), .host = "b.localhost" }).status, 404);
	struct answer answer = visit(t, &(struct asked){ .path = "/guides", .host = "b.localhost" });
	assert_false(answer_says(&answer, "Gastnetz einrichten"));
	assert_int_equal(get(t, 0, path).status, 200);
}

static void the_program_reads_and_writes_articles(void **state)
{
	struct test_house *t = *state;
	house_settle(t);
	struct asked asked = { .as = t->eve, .bearer = true, .method = POST, .path = "/api/v1/articles",
		.json = "{\"kind\":\"story\",\"title\":\"Wie ich anfing\",\"body\":\"Mit einem Lötkolben.\"}" };
	struct answer answer = visit(t, &asked);
	assert_int_equal(answer.status, 201);
	int64_t id = number_after(answer.body, "\"id\":\"");
	str path = at(t, "/api/v1/articles/", id, "");
	assert_int_equal(get(t, 0, path).status, 404);
	asked = (struct asked){ .as = t->eve, .bearer = true, .method = PUT, .path = str_c(t->arena, at(t, "/api/v1/articles/", id, "/publication")), .json = "{}" };
	answer = visit(t, &asked);
	assert_int_equal(answer.status, 200);
	assert_true(answer_says(&answer, "\"state\":\"published\""));
	answer = get(t, 0, S("/api/v1/articles?kind=story"));
	assert_true(answer_says(&answer, "Wie ich anfing"));
	asked = (struct asked){ .as = t->ana, .bearer = true, .method = POST, .path = str_c(t->arena, at(t, "/api/v1/articles/", id, "/comments")),
		.json = "{\"body\":\"Danke!\"}" };
	assert_int_equal(visit(t, &asked).status, 201);
	answer = get(t, 0, at(t, "/api/v1/articles/", id, "/comments"));
	assert_true(answer_says(&answer, "Danke!"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WEB_TEST(a_solved_thread_becomes_a_guide_with_links_both_ways),
		WEB_TEST(a_visits_result_becomes_a_guide),
		WEB_TEST(a_preview_keeps_what_was_typed_and_changes_nothing),
		WEB_TEST(everything_that_is_out_stands_on_one_list_newest_first_and_by_kind),
		WEB_TEST(a_guest_comments_after_confirming_the_mail),
		WEB_TEST(a_guest_whose_comment_waits_is_told_so_and_waits_no_longer),
		WEB_TEST(a_strangers_answer_is_counted_once_a_browser),
		WEB_TEST(structured_data_says_what_kind_of_text_it_is),
		WEB_TEST(steps_are_the_numbered_lines_outside_of_code),
		WEB_TEST(every_public_article_and_product_stands_in_the_sitemap),
		WEB_TEST(a_brand_sees_nothing_of_anothers_articles),
		WEB_TEST(the_program_reads_and_writes_articles),
	};
	return cmocka_run_group_tests_name("articles_web", tests, NULL, NULL);
}
