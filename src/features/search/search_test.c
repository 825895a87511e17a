/* search_test.c: proves what is found, by whom, and that nothing of others is; through rules and through the door. */
#include "features/articles/article_testing.h"
#include "features/community/community.h"
#include "features/community/community_news.h"
#include "features/marketplace/market_testing.h"
#include "features/search/search_testing.h"
#include "features/product/product.h"
#include "features/search/similar.h"

#include <stdio.h>

static void a_question_is_found_by_its_words_and_the_solved_one_leads(void **state)
{
	struct test_house *t = *state;
	struct some some = some_threads(t);
	struct search_found found = found_by(t, 0, "WiFi Gaeste");
	assert_int_equal(found.count, 2);
	assert_int_equal(found.at[0].thread->id, some.solved);
	assert_int_equal(found.at[1].thread->id, some.open);
	assert_true(found.at[0].score > found.at[1].score);
	found = found_by(t, 0, "Buchse");
	assert_int_equal(found.count, 1);
	assert_int_equal(found.at[0].thread->id, some.tv);
	assert_true(str_contains(found.at[0].solution->body, S("Buchse")));
}

static void nothing_is_found_for_nothing_or_for_what_nobody_wrote(void **state)
{
	struct test_house *t = *state;
	some_threads(t);
	assert_int_equal(found_by(t, 0, "").count, 0);
	assert_int_equal(found_by(t, 0, "wie ist das").count, 0);
	assert_int_equal(found_by(t, 0, "Waschmaschine").count, 0);
	assert_int_equal(found_by(t, 0, "Waschmaschine").total, 0);
}

static void a_changed_thread_is_found_by_its_new_words_only(void **state)
{
	struct test_house *t = *state;
	struct some some = some_threads(t);
	struct post_list posts;
	const struct post text = { .body = S("Es war der Zähler."), .html = S("x"), .html_version = 1 };
	assert_int_equal(post_list_of(acting_as(t, t->ana), some.bill, 1, &posts), OK);
	assert_int_equal(post_edit(acting_as(t, t->ana), posts.at[0].id, &text), OK);
	house_work(t);
	assert_int_equal(found_by(t, 0, "Zähler").count, 1);
	assert_int_equal(found_by(t, 0, "März").count, 0);
}

static void what_is_taken_out_is_found_no_more(void **state)
{
	struct test_house *t = *state;
	struct some some = some_threads(t);
	assert_int_equal(in_unit(t, acting_as_house(t), take_out, &some.tv), OK);
	assert_int_equal(found_by(t, 0, "Fernseher").count, 0);
	assert_int_equal(index_subject(acting_as_house(t), subject_of(&thread_subject, some.tv)), OK);
	assert_int_equal(found_by(t, 0, "Fernseher").count, 1);
	/* One that is hidden or deleted is not there for the index either. */
	assert_int_equal(index_subject(acting_as_house(t), subject_of(&thread_subject, 12345)), OK);
	assert_null(acting_as_house(t)->refusal.reason);
}

static void members_only_threads_are_found_by_members_only(void **state)
{
	struct test_house *t = *state;
	int64_t board_id = a_board(t, "inside", AUDIENCE_MEMBERS);
	int64_t thread_id = asked_in(t, board_id, "Geheimtipp Glasfaser", "Nur für uns.");
	house_work(t);
	struct search_found eve = found_by(t, t->eve, "Glasfaser"), stranger = found_by(t, 0, "Glasfaser");
	assert_true(has_thread(&eve, thread_id));
	assert_int_equal(stranger.count, 0);
	assert_int_equal(stranger.total, 0);
}

static void another_brands_threads_are_never_found(void **state)
{
	struct test_house *t = *state;
	int64_t tess;
	some_threads(t);
	second_brand(t, &tess);
	const struct asked elsewhere = { .path = "/api/v1/search?q=WLAN", .host = "b.localhost" };
	struct answer answer = visit(t, &elsewhere);
	assert_int_equal(answer.status, 200);
	assert_true(answer_says(&answer, "\"items\":[]"));
	answer = visit(t, &(struct asked){ .path = "/api/v1/similar?title=WLAN+Gastzugang+geht+nicht", .host = "b.localhost" });
	assert_true(answer_says(&answer, "\"items\":[]"));
	answer = visit(t, &(struct asked){ .path = "/api/v1/search?q=WLAN" });
	assert_true(answer_says(&answer, "Gastzugang"));
}

static void board_and_solved_narrow_the_finds(void **state)
{
	struct test_house *t = *state;
	struct some some = some_threads(t);
	struct search_found found;
	struct search_wish wish = { .text = S("WLAN"), .board_id = some.board_id + 1, .limit = SEARCH_A_PAGE };
	assert_int_equal(search_find(acting_as(t, 0), &wish, &found), OK);
	assert_int_equal(found.count, 0);
	wish = (struct search_wish){ .text = S("WLAN"), .state = S("solved"), .limit = SEARCH_A_PAGE };
	assert_int_equal(search_find(acting_as(t, 0), &wish, &found), OK);
	assert_int_equal(found.count, 1);
	assert_int_equal(found.total, 1);
	assert_int_equal(found.at[0].thread->id, some.solved);
	wish.skip = 1;
	assert_int_equal(search_find(acting_as(t, 0), &wish, &found), OK);
	assert_int_equal(found.count, 0);
	assert_int_equal(found.total, 1);
}

static void an_english_question_finds_what_was_written_in_german(void **state)
{
	struct test_house *t = *state;
	some_threads(t);
	struct scope *scope = acting_as(t, t->eve);
	struct search_found found;
	const struct search_wish wish = { .text = S("Rechnungen"), .limit = SEARCH_A_PAGE };
	scope->language = S("en");
	assert_int_equal(search_find(scope, &wish, &found), OK);
	assert_int_equal(found.count, 1);
}

static int64_t anas_service(struct test_house *t)
{
	struct service service;
	const struct service_ask ask = market_service();
	market_places_in(t);
	market_approve(t, t->ana);
	assert_int_equal(service_make(market_helper(t, t->ana), &ask, &service), OK);
	house_work(t);
	return service.id;
}

static void a_service_is_found_by_its_words_and_its_town_until_it_is_paused(void **state)
{
	struct test_house *t = *state;
	int64_t service_id = anas_service(t);
	struct search_found found = found_by(t, t->eve, "Gastnetz Köln");
	assert_null(found.at[0].thread);
	assert_int_equal(found.at[0].service->id, service_id);
	assert_int_equal(service_take_step(market_helper(t, t->ana), service_id, SERVICE_PAUSE), OK);
	house_work(t);
	found = found_by(t, t->eve, "Gastnetz Köln");
	for (size_t i = 0; i < found.count; i++)
		assert_null(found.at[i].service);
}

static void helpers_and_products_are_found_until_they_are_gone(void **state)
{
	struct test_house *t = *state;
	anas_service(t);
	struct search_found found = found_by(t, 0, "Ana Köln");
	assert_true(found.count > 0);
	bool is_there = false;
	for (size_t i = 0; i < found.count; i++)
		is_there = is_there || (found.at[i].card && found.at[i].subject.id == t->ana);
	assert_true(is_there);
	struct product product = { .key = S("kabelfix"), .name = S("Kabelfix 9"), .kind = S("Modem"), .about = S("Für Koax.") };
	assert_int_equal(product_make(acting_as(t, t->adam), &product), OK);
	house_work(t);
	found = found_by(t, 0, "kabelfix");
	assert_int_equal(found.count, 1);
	assert_true(str_equal(found.at[0].card->url, S("/products/kabelfix")));
	product.hidden_at = t->now;
	assert_int_equal(product_change(acting_as(t, t->adam), &product), OK);
	house_work(t);
	assert_int_equal(found_by(t, 0, "kabelfix").count, 0);
}

static void a_guide_is_found_until_it_is_withdrawn(void **state)
{
	struct test_house *t = *state;
	int64_t id = published(t, t->mia, ARTICLE_NEWS);
	house_work(t);
	struct search_found found = found_by(t, 0, "Gastnetz Menü");
	assert_int_equal(found.count, 1);
	assert_int_equal(found.at[0].subject.id, id);
	assert_true(str_equal(found.at[0].card->title, S("Gastnetz einrichten")));
	struct answer answer = visit(t, &(struct asked){ .path = "/search?q=Gastnetz&kind=article", .accept_language = "de" });
	assert_true(answer_says(&answer, "Anleitungen und Beiträge"));
	assert_int_equal(article_withdraw(acting_as(t, t->mia), id), OK);
	house_work(t);
	assert_int_equal(found_by(t, 0, "Gastnetz Menü").count, 0);
}

static void state_language_time_and_order_narrow_and_sort(void **state)
{
	struct test_house *t = *state;
	struct some some = some_threads(t);
	t->now += HOURS(24 * 40);
	int64_t late = asked_in(t, some.board_id, "WLAN ist heute so langsam", "Warum nur?");
	house_work(t);
	struct search_found found;
	struct search_wish wish = { .text = S("WLAN"), .newest = true, .limit = SEARCH_A_PAGE };
	assert_int_equal(search_find(acting_as(t, 0), &wish, &found), OK);
	assert_int_equal(found.count, 3);
	assert_int_equal(found.at[0].thread->id, late);
	wish = (struct search_wish){ .text = S("WLAN"), .state = S("unanswered"), .limit = SEARCH_A_PAGE };
	assert_int_equal(search_find(acting_as(t, 0), &wish, &found), OK);
	assert_int_equal(found.count, 2);
	wish = (struct search_wish){ .text = S("WLAN"), .language = S("fr"), .limit = SEARCH_A_PAGE };
	assert_int_equal(search_find(acting_as(t, 0), &wish, &found), OK);
	assert_int_equal(found.count, 0);
	struct answer answer = visit(t, &(struct asked){ .path = "/search?q=WLAN&since=month", .accept_language = "de" });
	assert_true(answer_says(&answer, "heute so langsam"));
	assert_false(answer_says(&answer, "Besuch im"));
	answer = visit(t, &(struct asked){ .path = "/search?q=WLAN&since=ever&state=odd&board=x&kind=y", .accept_language = "de" });
	assert_true(answer_says(&answer, "Besuch im"));
}

static void the_page_shows_services_beside_threads(void **state)
{
	struct test_house *t = *state;
	some_threads(t);
	anas_service(t);
	struct answer answer = visit(t, &(struct asked){ .path = "/search?q=WLAN", .accept_language = "de" });
	assert_true(answer_says(&answer, "WLAN</mark> einrichten"));
	assert_true(answer_says(&answer, "Besuch im"));
	assert_true(answer_says(&answer, "45,00"));
	answer = visit(t, &(struct asked){ .path = "/search?q=WLAN&kind=thread", .accept_language = "de" });
	assert_false(answer_says(&answer, "WLAN</mark> einrichten"));
	answer = visit(t, &(struct asked){ .path = "/search?q=WLAN&kind=service", .accept_language = "de" });
	assert_true(answer_says(&answer, "WLAN</mark> einrichten"));
	assert_false(answer_says(&answer, "Besuch im"));
	answer = visit(t, &(struct asked){ .path = "/api/v1/search?q=WLAN" });
	assert_true(answer_says(&answer, "\"kind\":\"service\""));
	assert_true(answer_says(&answer, "\"kind\":\"thread\""));
}

/* ── similar ── */

static size_t similar_count(struct test_house *t, const char *title)
{
	struct similar_list list;
	assert_int_equal(similar_to_question(acting_as(t, 0), str_from(title), S(""), &list), OK);
	return list.count;
}

static void only_solved_threads_that_share_two_words_are_similar(void **state)
{
	struct test_house *t = *state;
	struct some some = some_threads(t);
	struct similar_list list;
	assert_int_equal(similar_to_question(acting_as(t, 0), S("Mein Gast kommt nicht ins W-LAN"), S(""), &list), OK);
	assert_int_equal(list.count, 1);
	assert_int_equal(list.at[0].thread->id, some.solved);
	assert_true(str_contains(list.at[0].solution->body, S("WPA2")));
	assert_int_equal(similar_count(t, "WLAN"), 0);             /* one word is not enough to tell */
	assert_int_equal(similar_count(t, "WLAN und Drucker"), 0); /* nor is one that is shared */
	assert_int_equal(similar_count(t, "Rechnung im März zu hoch"), 0); /* not solved */
	assert_int_equal(similar_count(t, ""), 0);
}

static void a_thread_keeps_the_solved_ones_like_it_also_when_they_come_later(void **state)
{
	struct test_house *t = *state;
	struct some some = some_threads(t);
	struct similar_list list;
	assert_int_equal(similar_kept(acting_as(t, 0), some.open, &list), OK);
	assert_int_equal(list.count, 1);
	assert_int_equal(list.at[0].thread->id, some.solved);
	int64_t later = solved_in(t, some.board_id, "Gäste im WLAN haben kein Internet", "Router neu starten.");
	house_work(t);
	assert_int_equal(similar_kept(acting_as(t, 0), some.solved, &list), OK);
	assert_int_equal(list.count, 1);
	assert_int_equal(list.at[0].thread->id, later);
	assert_int_equal(similar_kept(acting_as(t, 0), some.bill, &list), OK);
	assert_int_equal(list.count, 0);
}

static void what_is_unsolved_again_is_similar_no_more(void **state)
{
	struct test_house *t = *state;
	struct some some = some_threads(t);
	struct similar_list list;
	struct post_list posts;
	assert_int_equal(post_list_of(acting_as(t, t->ana), some.solved, 2, &posts), OK);
	assert_int_equal(solution_undo(acting_as(t, t->ana), some.solved, posts.at[0].id), OK);
	house_work(t);
	assert_int_equal(similar_count(t, "Gastzugang im WLAN"), 0);
	assert_int_equal(similar_kept(acting_as(t, 0), some.open, &list), OK);
	assert_int_equal(list.count, 0);
}

/* ── through the door ── */

static struct answer get(struct test_house *t, int64_t as, const char *path)
{
	return visit(t, &(struct asked){ .as = as, .path = path, .accept_language = "de" });
}

static void the_page_marks_what_was_looked_for(void **state)
{
	struct test_house *t = *state;
	some_threads(t);
	struct answer answer = get(t, 0, "/search?q=gaeste+wifi");
	assert_int_equal(answer.status, 200);
	assert_true(answer_says(&answer, "<mark>WLAN</mark>"));
	assert_true(answer_says(&answer, "<mark>Gastzugang</mark>"));
	assert_true(answer_says(&answer, "Gelöst"));
	assert_true(answer_says(&answer, "/ask?q=gaeste%20wifi"));
	assert_false(answer_says(&answer, "method=\"post\""));
	assert_int_equal(get(t, 0, "/search").status, 200);
	assert_int_equal(get(t, 0, "/search?q=WLAN&kind=service&page=99&board=x&solved=1").status, 200);
}

static void a_page_that_is_not_there_leads_to_the_last_one(void **state)
{
	struct test_house *t = *state;
	int64_t board_id = a_board(t, "viele", AUDIENCE_PUBLIC);
	for (int i = 0; i < SEARCH_A_PAGE + 1; i++)
		asked_in(t, board_id, str_c(t->arena, str_format(t->arena, "Glasfaser fällt aus, Nummer %d", i)), "Seit gestern.");
	house_work(t);
	static const struct { const char *path, *location; } cases[] = {
		{ "/search?q=Glasfaser&page=3", "/search?q=Glasfaser&page=2" },
		{ "/search?q=Glasfaser&page=20&sort=date", "/search?q=Glasfaser&sort=date&page=2" },
		{ "/search?q=Waschmaschine&page=2", "/search?q=Waschmaschine" },
	};
	assert_int_equal(get(t, 0, "/search?q=Glasfaser&page=2").status, 200);
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct answer answer = get(t, 0, cases[i].path);
		assert_int_equal(answer.status, 303);
		assert_string_equal(str_c(t->arena, answer.location), cases[i].location);
		assert_int_equal(get(t, 0, cases[i].location).status, 200);
	}
}

static void what_is_typed_is_shown_as_text(void **state)
{
	struct test_house *t = *state;
	some_threads(t);
	struct answer answer = get(t, 0, "/search?q=%3Cscript%3Ealert(1)%3C/script%3E%22%27");
	assert_int_equal(answer.status, 200);
	assert_false(answer_says(&answer, "<script>alert"));
}

static void an_empty_page_tells_what_to_do_next(void **state)
{
	struct test_house *t = *state;
	some_threads(t);
	struct answer answer = get(t, 0, "/search?q=Waschmaschine");
	assert_int_equal(answer.status, 200);
	assert_true(answer_says(&answer, "class=\"empty\""));
	assert_true(answer_says(&answer, "/ask?q=Waschmaschine"));
	assert_true(answer_says(&answer, "href=\"/services\""));
}

static void a_cached_page_forgets_when_the_index_changes(void **state)
{
	struct test_house *t = *state;
	struct some some = some_threads(t);
	struct answer answer = get(t, 0, "/search?q=Zwickmühle");
	assert_true(answer_says(&answer, "class=\"empty\""));
	asked_in(t, some.board_id, "Zwickmühle mit zwei Routern", "Welcher ist besser?");
	house_work(t);
	answer = get(t, 0, "/search?q=Zwickmühle");
	assert_false(answer_says(&answer, "class=\"empty\""));
	assert_true(answer_says(&answer, "<mark>Zwickmühle</mark>"));
}

static void a_postal_code_leads_to_help_around_it(void **state)
{
	struct test_house *t = *state;
	struct place_import done;
	str geonames = S("DE\t50667\tKöln\tNordrhein-Westfalen\tNW\t\t\t\t\t50.94\t6.96\t4\n");
	assert_int_equal(place_import(t->house, geonames, NULL, &done), OK);
	assert_int_equal(done.taken, 1);
	some_threads(t);
	struct answer answer = get(t, 0, "/search?q=50667");
	assert_int_equal(answer.status, 303);
	assert_true(str_equal(answer.location, S("/services?place=50667")));
	assert_int_equal(get(t, 0, "/search?q=99999").status, 200); /* no such code */
	assert_int_equal(get(t, 0, "/search?q=R7").status, 200);
}

static void a_code_that_threads_speak_of_is_offered_not_taken(void **state)
{
	struct test_house *t = *state;
	struct place_import done;
	str geonames = S("CH\t7590\tOrt\tGraubünden\tGR\t\t\t\t\t46.6\t9.5\t4\n");
	assert_int_equal(place_import(t->house, geonames, NULL, &done), OK);
	struct some some = some_threads(t);
	asked_in(t, some.board_id, "Box 7590 blinkt rot", "Seit gestern.");
	house_work(t);
	struct answer answer = get(t, 0, "/search?q=7590");
	assert_int_equal(answer.status, 200);
	assert_true(answer_says(&answer, "blinkt rot"));
	assert_true(answer_says(&answer, "/services?place=7590"));
}

static void similar_threads_come_as_a_fragment_or_as_nothing(void **state)
{
	struct test_house *t = *state;
	some_threads(t);
	struct answer answer = get(t, 0, "/search/similar?title=Gastzugang+im+WLAN+geht+nicht&fragment=1");
	assert_int_equal(answer.status, 200);
	assert_true(str_starts(str_trim(answer.body), S("<ul class=\"threads threads-small\">")));
	assert_true(answer_says(&answer, "WPA2"));
	assert_false(answer_says(&answer, "<html"));
	answer = get(t, 0, "/search/similar?title=Waschmaschine+schleudert+nicht&fragment=1");
	assert_int_equal(answer.status, 200);
	assert_true(str_empty(str_trim(answer.body)));
	answer = get(t, 0, "/search/similar?title=Waschmaschine+schleudert+nicht");
	assert_true(answer_says(&answer, "class=\"empty\""));
}

static void the_step_before_posting_shows_similar_threads(void **state)
{
	struct test_house *t = *state;
	char form[200];
	struct some some = some_threads(t);
	snprintf(form, sizeof(form), "board_id=%lld&product_id=&title=Gastzugang+im+WLAN+geht+nicht&body=Hilfe&name=&mail=",
	         (long long)some.board_id);
	struct answer answer = visit(t, &(struct asked){ .as = t->eve, .method = POST, .path = "/ask", .form = form });
	assert_int_equal(answer.status, 200);
	assert_true(answer_says(&answer, "threads-small"));
	assert_true(answer_says(&answer, "Besuch im WLAN"));
}

static void a_thread_shows_solved_ones_like_it(void **state)
{
	struct test_house *t = *state;
	char path[60];
	struct some some = some_threads(t);
	snprintf(path, sizeof(path), "/threads/%lld", (long long)some.open);
	struct answer answer = get(t, 0, path);
	assert_int_equal(answer.status, 200);
	assert_true(answer_says(&answer, "Besuch im WLAN: Gastzugang"));
	snprintf(path, sizeof(path), "/threads/%lld", (long long)some.bill);
	answer = get(t, 0, path);
	assert_false(answer_says(&answer, "threads-small"));
}

static void the_whole_index_can_be_made_anew(void **state)
{
	struct test_house *t = *state;
	struct some some = some_threads(t);
	struct reindex done;
	int64_t ids[] = { some.solved, some.open, some.tv, some.bill };
	for (size_t i = 0; i < COUNT(ids); i++)
		assert_int_equal(in_unit(t, acting_as_house(t), take_out, &ids[i]), OK);
	assert_int_equal(found_by(t, 0, "WLAN").count, 0);
	house_settle(t);
	assert_int_equal(search_reindex(t->house, NULL, NULL, &done), OK);
	assert_int_equal(done.documents, 4);
	assert_int_equal(done.similar, 4);
	assert_int_equal(found_by(t, 0, "WLAN").count, 2);
}

static enum err put_version(struct scope *scope, void *data)
{
	return search_set_version(scope, *(const int64_t *)data);
}

/* As after an upgrade. */
static void an_index_by_other_rules_is_made_anew_by_itself(void **state)
{
	struct test_house *t = *state;
	struct some some = some_threads(t);
	t->now += HOURS(1);
	house_work(t);
	assert_int_equal(in_unit(t, acting_as_house(t), take_out, &some.open), OK);
	t->now += HOURS(1);
	house_work(t);
	assert_int_equal(found_by(t, 0, "WLAN").count, 1);
	assert_int_equal(in_unit(t, acting_as_house(t), put_version, &(int64_t){ 1 }), OK);
	t->now += HOURS(1);
	house_work(t);
	assert_int_equal(found_by(t, 0, "WLAN").count, 2);
}

/* The rules of all others were the same: threads are not even looked at. */
static void between_these_two_rules_only_people_are_made_anew(void **state)
{
	struct test_house *t = *state;
	struct some some = some_threads(t);
	int64_t gone[] = { some.open, anas_service(t) };
	t->now += HOURS(1);
	house_work(t);
	for (size_t i = 0; i < COUNT(gone); i++)
		assert_int_equal(in_unit(t, acting_as_house(t), take_out, &gone[i]), OK);
	assert_int_equal(in_unit(t, acting_as_house(t), put_version, &(int64_t){ SEARCH_RULES_BEFORE_ASIDE }), OK);
	t->now += HOURS(1);
	house_work(t);
	struct search_found found = found_by(t, 0, "WLAN");
	assert_int_equal(found.count, 2);
	assert_false(has_thread(&found, some.open));
	assert_true(found.at[0].service || found.at[1].service);
	struct answer answer = get(t, 0, "/search?q=WLAN&kind=service");
	assert_true(answer_says(&answer, "WLAN</mark> einrichten"));
}

static void making_it_anew_ends_with_the_house_and_begins_again_with_it(void **state)
{
	struct test_house *t = *state;
	struct some some = some_threads(t);
	struct reindex done;
	t->now += HOURS(1);
	house_work(t);
	assert_int_equal(in_unit(t, acting_as_house(t), take_out, &some.open), OK);
	assert_int_equal(in_unit(t, acting_as_house(t), put_version, &(int64_t){ 1 }), OK);
	house_settle(t);
	house_work_stop(t->house);
	assert_int_equal(search_reindex(t->house, NULL, NULL, &done), OK);
	assert_int_equal(done.documents, 0);
	assert_int_equal(found_by(t, 0, "WLAN").count, 1);
	house_restart(t);
	t->now += HOURS(1);
	house_work(t);
	assert_int_equal(found_by(t, 0, "WLAN").count, 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WEB_TEST(a_question_is_found_by_its_words_and_the_solved_one_leads),
		WEB_TEST(nothing_is_found_for_nothing_or_for_what_nobody_wrote),
		WEB_TEST(a_changed_thread_is_found_by_its_new_words_only),
		WEB_TEST(what_is_taken_out_is_found_no_more),
		WEB_TEST(members_only_threads_are_found_by_members_only),
		WEB_TEST(another_brands_threads_are_never_found),
		WEB_TEST(board_and_solved_narrow_the_finds),
		WEB_TEST(an_english_question_finds_what_was_written_in_german),
		WEB_TEST(a_service_is_found_by_its_words_and_its_town_until_it_is_paused),
		WEB_TEST(helpers_and_products_are_found_until_they_are_gone),
		WEB_TEST(a_guide_is_found_until_it_is_withdrawn),
		WEB_TEST(state_language_time_and_order_narrow_and_sort),
		WEB_TEST(the_page_shows_services_beside_threads),
		WEB_TEST(only_solved_threads_that_share_two_words_are_similar),
		WEB_TEST(a_thread_keeps_the_solved_ones_like_it_also_when_they_come_later),
		WEB_TEST(what_is_unsolved_again_is_similar_no_more),
		WEB_TEST(the_page_marks_what_was_looked_for),
		WEB_TEST(a_page_that_is_not_there_leads_to_the_last_one),
		WEB_TEST(what_is_typed_is_shown_as_text),
		WEB_TEST(an_empty_page_tells_what_to_do_next),
		WEB_TEST(a_cached_page_forgets_when_the_index_changes),
		WEB_TEST(a_postal_code_leads_to_help_around_it),
		WEB_TEST(a_code_that_threads_speak_of_is_offered_not_taken),
		WEB_TEST(similar_threads_come_as_a_fragment_or_as_nothing),
		WEB_TEST(the_step_before_posting_shows_similar_threads),
		WEB_TEST(a_thread_shows_solved_ones_like_it),
		WEB_TEST(the_whole_index_can_be_made_anew),
		WEB_TEST(an_index_by_other_rules_is_made_anew_by_itself),
		WEB_TEST(between_these_two_rules_only_people_are_made_anew),
		WEB_TEST(making_it_anew_ends_with_the_house_and_begins_again_with_it),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
