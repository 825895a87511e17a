/* narrow_test.c: tags narrow what is found, and one's own devices lead. */
#include "features/community/community.h"
#include "features/community/tag.h"
#include "features/product/product.h"
#include "features/search/search_testing.h"
#include "features/search/similar.h"

static void what_is_about_ones_own_device_leads_among_the_similar(void **state)
{
	struct test_house *t = *state;
	struct board board = { .key = S("boxes"), .name = S("Boxen"), .about = S("Router") };
	struct product product = { .key = S("box-1"), .name = S("Kasten"), .about = S("Ein Router."), .kind = S("router") };
	struct thread thread;
	struct similar_list list;
	assert_int_equal(board_make(acting_as(t, t->adam), &board), OK);
	assert_int_equal(product_make(acting_as(t, t->adam), &product), OK);
	int64_t first = solved_in(t, board.id, "Leuchte Anmeldung blinkt orange", "Neu starten.");
	const struct thread_ask ask = { .board_id = board.id, .product_id = product.id, .title = S("Leuchte Anmeldung blinkt seit gestern orange"),
		.body = S("Wer weiß Rat?"), .excerpt = S("Wer weiß Rat?"), .html = S("x"), .html_version = 1 };
	assert_int_equal(thread_ask(acting_as(t, t->ana), &ask, &thread), OK);
	int64_t post_id = answered(t, thread.id, "Kabel tauschen.");
	assert_int_equal(solution_mark(acting_as(t, t->ana), thread.id, post_id), OK);
	house_work(t);
	const str title = S("Leuchte Anmeldung blinkt orange");
	assert_int_equal(similar_to_question(acting_as(t, t->eve), title, S(""), &list), OK);
	assert_int_equal(list.count, 2);
	assert_int_equal(list.at[0].thread->id, first);
	struct device device = { .product_id = product.id, .nickname = S(""), .serial = S("") };
	assert_int_equal(device_add(acting_as(t, t->eve), &device), OK);
	assert_int_equal(similar_to_question(acting_as(t, t->eve), title, S(""), &list), OK);
	assert_int_equal(list.count, 2);
	assert_int_equal(list.at[0].thread->id, thread.id);
	assert_int_equal(similar_to_question(acting_as(t, t->ben), title, S(""), &list), OK); /* her device is hers alone */
	assert_int_equal(list.at[0].thread->id, first);
	struct product_list products;
	size_t own;
	assert_int_equal(product_list_own_first(acting_as(t, t->eve), &products, &own), OK);
	assert_true(own == 1 && products.at[0].id == product.id);
	assert_int_equal(product_list_own_first(acting_as(t, 0), &products, &own), OK);
	assert_int_equal(own, 0);
}

static int64_t tagged_with(struct test_house *t, const char *tag, size_t *count_out)
{
	struct search_found found;
	struct tag_list tags;
	int64_t id = 0;
	house_work(t);
	assert_int_equal(community_tags(acting_as(t, 0), 0, &tags), OK);
	for (size_t i = 0; i < tags.count; i++)
		id = str_equal(tags.at[i].name, str_from(tag)) ? tags.at[i].id : id;
	assert_true(id);
	struct search_wish wish = { .text = S("WLAN"), .tag_id = id, .limit = SEARCH_A_PAGE };
	assert_int_equal(search_find(acting_as(t, 0), &wish, &found), OK);
	*count_out = found.count;
	return id;
}

static void a_tag_narrows_and_is_found_under_its_new_name(void **state)
{
	struct test_house *t = *state;
	struct some some = some_threads(t);
	size_t count;
	assert_int_equal(thread_retag(acting_as(t, t->ana), some.open, S("Holunder")), OK);
	int64_t guests = tagged_with(t, "Holunder", &count);
	assert_int_equal(count, 1);
	struct search_found found = found_by(t, 0, "Holunder"); /* by its word, too */
	assert_true(has_thread(&found, some.open));
	struct answer answer = visit(t, &(struct asked){ .path = str_c(t->arena, str_format(t->arena, "/search?q=WLAN&tag=%lld",
		(long long)guests)), .accept_language = "de" });
	assert_true(answer_says(&answer, "Gäste kommen nicht"));
	assert_false(answer_says(&answer, "Besuch im"));
	assert_true(answer_says(&answer, "selected>Holunder</option>"));
	assert_int_equal(tag_rename(acting_as(t, t->mia), &(struct tag){ .id = guests, .name = S("Umzug"), .about = S("") }), OK);
	house_work(t);
	found = found_by(t, 0, "Umzug");
	assert_true(has_thread(&found, some.open));
	found = found_by(t, 0, "Holunder");
	assert_false(has_thread(&found, some.open));
}

static void threads_of_a_merged_tag_are_found_by_the_other(void **state)
{
	struct test_house *t = *state;
	struct some some = some_threads(t);
	size_t count;
	assert_int_equal(thread_retag(acting_as(t, t->ana), some.open, S("Holunder")), OK);
	assert_int_equal(thread_retag(acting_as(t, t->ana), some.solved, S("Besuch")), OK);
	int64_t from = tagged_with(t, "Holunder", &count), to = tagged_with(t, "Besuch", &count);
	assert_int_equal(count, 1);
	assert_int_equal(tag_merge(acting_as(t, t->mia), from, to), OK);
	tagged_with(t, "Besuch", &count);
	assert_int_equal(count, 2);
	struct answer answer = visit(t, &(struct asked){ .path = str_c(t->arena, str_format(t->arena, "/search?q=WLAN&tag=%lld",
		(long long)from)), .accept_language = "de" });
	assert_false(answer_says(&answer, "Gäste kommen nicht"));
}

static void a_tag_that_stands_at_hidden_threads_only_is_not_offered(void **state)
{
	struct test_house *t = *state;
	struct some some = some_threads(t);
	int64_t closed = a_board(t, "staff", AUDIENCE_STAFF);
	const struct thread_ask ask = { .board_id = closed, .title = S("Nur für uns"), .body = S("y"), .tags = S("Geheimnis") };
	struct thread thread;
	struct tag_list tags;
	assert_int_equal(thread_ask(acting_as(t, t->mia), &ask, &thread), OK);
	assert_int_equal(thread_retag(acting_as(t, t->ana), some.open, S("Funk")), OK);
	house_work(t);
	assert_int_equal(community_tags(acting_as(t, t->mia), 0, &tags), OK);
	assert_int_equal(tags.count, 2);
	int64_t secret = str_equal(tags.at[0].name, S("Geheimnis")) ? tags.at[0].id : tags.at[1].id;
	assert_int_equal(community_tags(acting_as(t, 0), secret, &tags), OK);
	assert_int_equal(tags.count, 1);
	assert_true(str_equal(tags.at[0].name, S("Funk")));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WEB_TEST(what_is_about_ones_own_device_leads_among_the_similar),
		WEB_TEST(a_tag_narrows_and_is_found_under_its_new_name),
		WEB_TEST(threads_of_a_merged_tag_are_found_by_the_other),
		WEB_TEST(a_tag_that_stands_at_hidden_threads_only_is_not_offered),
	};
	return cmocka_run_group_tests_name("narrow", tests, NULL, NULL);
}
