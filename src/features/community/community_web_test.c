/* community_web_test.c: proves what the pages of questions and answers show, and what they let do. */
#include "features/community/community_news.h"
#include "features/community/community_testing.h"
#include "features/community/mine_store.h"
#include "features/product/product.h"
#include "store/unit.h"
#include "test/visit.h"
#include "web/reads.h"
#include "web/web_room.h"

/* "/threads/#" with the id in the place of '#'. */
static const char *at(struct test_house *t, const char *path, int64_t id)
{
	str rest = str_from(path), start = str_cut(&rest, '#');
	return str_c(t->arena, str_format(t->arena, "%.*s%lld%.*s", STR_ARG(start), (long long)id, STR_ARG(rest)));
}

/* The hidden value of that name which stands first in `rest`; moves *rest behind it. */
static str next_value(str *rest, str name)
{
	size_t at;
	if (!str_find(*rest, name, &at))
		return S("");
	*rest = str_skip(*rest, at + name.len);
	str copy = *rest;
	return str_cut(&copy, '"');
}

static void every_form_of_a_page_has_a_key_of_its_own(void **state)
{
	struct test_house *t = *state;
	struct thread thread = ana_asks(t);
	answers(t, t->ben, thread.id);
	house_settle(t);
	struct answer answer = visit(t, &(struct asked){ .as = t->ana, .path = at(t, "/threads/#", thread.id) });
	str rest = answer.body, name = S("name=\"once\" value=\"");
	str first = next_value(&rest, name), second = next_value(&rest, name), third = next_value(&rest, name);
	assert_int_equal(answer.status, 200);
	assert_false(str_empty(third)); /* mark, thank, answer */
	assert_false(str_equal(first, second) || str_equal(second, third) || str_equal(first, third));
}

static bool board_calls_new(struct test_house *t)
{
	struct answer board = visit(t, &(struct asked){ .as = t->ben, .path = "/boards/wifi" });
	assert_int_equal(board.status, 200);
	return answer_says(&board, "chip chip-brand");
}

static size_t stored_readings(struct test_house *t, int64_t member_id, int64_t thread_id)
{
	struct reading_list readings;
	assert_int_equal(reading_load(acting_as(t, member_id), (struct ids){ &thread_id, 1 }, &readings), OK);
	size_t count = readings.count;
	house_settle(t);
	return count;
}

/* Known to her next page at once, and written a moment later, with what others read: no page waits for a write. */
static void what_a_member_just_read_is_not_new_to_her(void **state)
{
	struct test_house *t = *state;
	struct thread thread = ana_asks(t);
	house_settle(t);
	assert_true(board_calls_new(t));
	assert_int_equal(visit(t, &(struct asked){ .as = t->ben, .path = at(t, "/threads/#", thread.id) }).status, 200);
	assert_false(board_calls_new(t));
	const struct web *web = t->house->web;
	reads_flush(web->reads);
	assert_int_equal(stored_readings(t, t->ben, thread.id), 1);
	assert_int_equal(stored_readings(t, t->eve, thread.id), 0);
	t->now += HOURS(1); /* no longer remembered: by what was written */
	assert_false(board_calls_new(t));
}

/* Between a page and its being written she may have been erased. */
static void who_is_gone_has_read_nothing(void **state)
{
	struct test_house *t = *state;
	struct thread thread = ana_asks(t);
	const struct reading far = { thread.id, 1 };
	assert_int_equal(reading_put_of(acting_as_house(t), t->ben, &far), OK);
	assert_int_equal(reading_put_of(acting_as_house(t), 4711, &far), OK);
	assert_int_equal(stored_readings(t, t->ben, thread.id), 1);
	assert_int_equal(stored_readings(t, 4711, thread.id), 0);
}

static struct ids who_helped(struct test_house *t, int64_t thread_id, bool is_sketch)
{
	struct source source;
	const struct subject subject = subject_of(&thread_subject, thread_id);
	struct scope *ben = acting_as(t, t->ben);
	assert_int_equal(is_sketch ? source_sketch(ben, subject, &source) : source_read(ben, subject, &source), OK);
	assert_int_equal(source.is_settled, source.author_ids.count > 0);
	assert_true(is_sketch ? str_empty(source.text) : source.author_ids.count == 0 || !str_empty(source.text));
	return source.author_ids;
}

/* Every page of a member asks whether she may write it up; nobody reads the solutions for that. */
static void a_sketch_knows_who_helped_and_no_text(void **state)
{
	struct test_house *t = *state;
	struct thread thread = ana_asks(t);
	int64_t answer = answers(t, t->ben, thread.id).id;
	assert_int_equal(who_helped(t, thread.id, true).count, 0);
	assert_int_equal(solution_mark(acting_as(t, t->ana), thread.id, answer), OK);
	struct ids sketched = who_helped(t, thread.id, true), read = who_helped(t, thread.id, false);
	assert_true(sketched.count == 1 && read.count == 1);
	assert_true(sketched.at[0] == t->ben && read.at[0] == t->ben);
}

/* Imported without any time: not the newest, and not hidden behind a page that no cursor reaches. */
static void a_thread_of_unknown_time_stands_last_and_says_so(void **state)
{
	enum { UNDATED = 30 };
	struct test_house *t = *state;
	struct thread asked = ana_asks(t);
	for (int i = 0; i < UNDATED; i++) {
		struct thread thread = { .board_id = asked.board_id, .audience_id = AUDIENCE_PUBLIC, .author_id = t->eve, .lang = S("de"),
			.title = str_format(t->arena, "Ohne Zeit %02d", i), .excerpt = S(""), .origin = str_format(t->arena, "x-%d", i),
			.origin_url = S(""), .closed_why = S(""), .gone_why = S(""), .post_count = 1, .state = THREAD_UNANSWERED };
		assert_int_equal(thread_insert(acting_as(t, t->adam), &thread), OK);
		if (i % 20 == 19)
			house_settle(t);
	}
	struct thread_list list;
	struct thread_filter filter = { .state = -1, .before = CURSOR_NEWEST };
	assert_int_equal(thread_list_of(acting_as(t, 0), &filter, &list), OK);
	assert_int_equal(list.at[0].id, asked.id);
	assert_int_equal(list.at[1].active_at, 0);
	size_t seen = THREADS_A_PAGE;
	filter.before = (struct cursor){ list.at[THREADS_A_PAGE - 1].active_at, list.at[THREADS_A_PAGE - 1].id };
	assert_int_equal(thread_list_of(acting_as(t, 0), &filter, &list), OK);
	assert_int_equal(seen + list.count, UNDATED + 1); /* each once */
	house_settle(t);
	struct answer page = visit(t, &(struct asked){ .path = "/boards/wifi" });
	assert_true(answer_says(&page, "Ohne Zeit") && answer_says(&page, "Zeit unbekannt"));
}

static int64_t a_public_thread(struct test_house *t, const char *title)
{
	struct thread thread;
	struct board board;
	bool is_there = board_load_by_key(acting_as(t, t->adam), S("wifi"), &board) == OK;
	const struct thread_ask ask = { .board_id = is_there ? board.id : a_board(t), .title = str_from(title), .body = S("Wie?"),
		.html = S("<p>Wie? &lt;/script&gt;</p>"), .excerpt = S("Wie?"), .html_version = 1 };
	assert_int_equal(thread_ask(acting_as(t, t->ana), &ask, &thread), OK);
	return thread.id;
}

/* No text can end the block of data, whatever it holds. */
static void linked_data_of_a_question_is_whole_and_safe(void **state)
{
	struct test_house *t = *state;
	int64_t id = a_public_thread(t, "Was tun </script><script>alert(1)</script>");
	house_settle(t);
	struct answer answer = visit(t, &(struct asked){ .path = at(t, "/threads/#", id) });
	assert_false(answer_says(&answer, "application/ld+json")); /* nobody answered: there is nothing to say */
	struct post post = answers(t, t->ben, id);
	assert_int_equal(solution_mark(acting_as(t, t->ana), id, post.id), OK);
	house_settle(t);
	answer = visit(t, &(struct asked){ .path = at(t, "/threads/#", id) });
	assert_true(answer_says(&answer, "application/ld+json"));
	assert_true(answer_says(&answer, "\"@type\":\"QAPage\""));
	assert_true(answer_says(&answer, "\"acceptedAnswer\":["));
	assert_false(answer_says(&answer, "<script>alert(1)"));
	str rest = answer.body;
	size_t begin;
	assert_true(str_find(rest, S("application/ld+json\">"), &begin));
	rest = str_skip(rest, begin);
	assert_true(str_find(rest, S("</script>"), &begin));
	assert_true(str_ends(str_first(rest, begin), S("}}"))); /* the first end is the block's own */
}

static void what_is_not_public_has_no_data_feed_or_place_in_the_sitemap(void **state)
{
	struct test_house *t = *state;
	struct board board = { .key = S("intern"), .name = S("Intern"), .audience_id = AUDIENCE_STAFF };
	struct thread thread;
	assert_int_equal(board_make(acting_as(t, t->adam), &board), OK);
	const struct thread_ask ask = { .board_id = board.id, .title = S("Nur für uns"), .body = S("Geheim"),
		.html = S("<p>Geheim</p>"), .tags = S("Geheimwort") };
	assert_int_equal(thread_ask(acting_as(t, t->adam), &ask, &thread), OK);
	int64_t id = a_public_thread(t, "Für alle zu lesen");
	house_settle(t);
	struct answer answer = visit(t, &(struct asked){ .as = t->adam, .path = at(t, "/threads/#", thread.id) });
	assert_int_equal(answer.status, 200);
	assert_false(answer_says(&answer, "ld+json") || answer_says(&answer, "atom+xml"));
	assert_int_equal(visit(t, &(struct asked){ .as = t->adam, .path = at(t, "/threads/#/feed", thread.id) }).status, 404);
	assert_int_equal(visit(t, &(struct asked){ .as = t->adam, .path = "/boards/intern/feed" }).status, 404);
	answer = visit(t, &(struct asked){ .as = t->adam, .path = "/sitemaps/threads-0.xml" });
	assert_true(answer_says(&answer, at(t, "/threads/#<", id)));
	assert_false(answer_says(&answer, at(t, "/threads/#<", thread.id)));
	assert_false(answer_says(&(struct answer){ .body = visit(t, &(struct asked){ .path = "/tags" }).body }, "Geheimwort"));
	assert_int_equal(visit(t, &(struct asked){ .path = "/tags/geheimwort" }).status, 404);
	assert_int_equal(visit(t, &(struct asked){ .as = t->adam, .path = "/tags/geheimwort" }).status, 200);
}

static void feeds_carry_what_is_new(void **state)
{
	struct test_house *t = *state;
	int64_t id = a_public_thread(t, "Neu & <wichtig>");
	house_settle(t);
	struct answer answer = visit(t, &(struct asked){ .path = "/help/feed" });
	assert_true(str_starts(answer.content_type, S("application/atom+xml")));
	assert_true(answer_says(&answer, "<title>Neu &amp; &lt;wichtig&gt;</title>"));
	answer = visit(t, &(struct asked){ .path = at(t, "/threads/#/feed", id) });
	assert_true(answer_says(&answer, "&lt;p&gt;Wie?"));
}

static void a_merged_threads_address_leads_on_for_good(void **state)
{
	struct test_house *t = *state;
	struct thread to = ana_asks(t), from;
	const struct thread_ask ask = { .board_id = to.board_id, .title = S("Noch einmal"), .body = S("x"), .html = S("<p>x</p>") };
	assert_int_equal(thread_ask(acting_as(t, t->ben), &ask, &from), OK);
	assert_int_equal(thread_merge(acting_as(t, t->mia), from.id, to.id, S("Doppelt")), OK);
	house_settle(t);
	struct answer answer = visit(t, &(struct asked){ .path = at(t, "/threads/#", from.id) });
	assert_int_equal(answer.status, 301);
	assert_string_equal(str_c(t->arena, answer.location), at(t, "/threads/#", to.id));
}

/* As many rows are read for a page of a long thread as of a short one: it is asked for by number. */
static void a_long_thread_pages_as_a_short_one(void **state)
{
	enum { PIECE = 150, PIECES = 67 }; /* 10,050 posts */
	struct test_house *t = *state;
	struct post *posts = arena_take(t->arena, PIECE * sizeof(*posts));
	struct thread_copy copy = { .posts = { posts, PIECE }, .thread = { .board_id = a_board(t), .author_id = t->ben,
		.audience_id = AUDIENCE_PUBLIC, .title = S("Sehr lange Frage"), .created_at = t->now, .active_at = t->now } };
	for (int piece = 0; piece < PIECES; piece++) {
		for (int i = 0; i < PIECE; i++)
			posts[i] = (struct post){ .author_id = t->ben, .body = S("x"), .html = S("<p>x</p>"), .created_at = t->now };
		if (!piece)
			assert_int_equal(thread_copy_in(acting_as_house(t), &copy), OK);
		else
			assert_int_equal(thread_copy_more(acting_as_house(t), copy.thread.id, (struct post_list){ posts, PIECE }), OK);
		house_settle(t);
	}
	int64_t quick = a_public_thread(t, "Kurze Frage");
	house_settle(t);
	moment times[2] = { INT64_MAX, INT64_MAX };
	const char *const paths[2] = { at(t, "/threads/#", quick), at(t, "/threads/#?page=502", copy.thread.id) };
	for (int round = 0; round < 10; round++) {
		for (int i = 0; i < 2; i++) {
			moment began = moment_monotonic();
			struct answer answer = visit(t, &(struct asked){ .as = t->ana, .path = paths[i] });
			moment took = moment_monotonic() - began;
			assert_int_equal(answer.status, 200);
			times[i] = took < times[i] ? took : times[i];
		}
	}
	print_message("a page of 1 post %lld us, page 502 of 503 %lld us\n", (long long)times[0], (long long)times[1]);
	assert_true(times[1] < times[0] * 4 + MILLISECONDS(20)); /* twenty posts are drawn instead of one */
}

/* PostgreSQL: what does not hang on another answer travels together (docs/decisions/0059). */
static void a_pages_questions_travel_together(void **state)
{
	static const struct { const char *path; int most; } pages[] = { { "/threads/#", 8 }, { "/boards/wifi?n=#", 8 }, { "/help?n=#", 8 },
		{ "/members/#", 8 }, { "/products/box?n=#", 8 } };
	struct test_house *t = *state;
	struct store_figures before, after;
	struct thread thread = ana_asks(t);
	struct product product = { .key = S("box"), .name = S("Box"), .kind = S("router"), .about = S("Ein Router.") };
	assert_int_equal(product_make(acting_as_house(t), &product), OK);
	answers(t, t->ben, thread.id);
	house_work(t); /* it can be found */
	store_figures(t->house->store, &before);
	if (!before.round_trips) {
		print_message("*** SKIPPED: nothing travels on SQLite. ***\n");
		skip();
	}
	for (size_t i = 0; i < COUNT(pages); i++) {
		const char *path = at(t, pages[i].path, str_starts(str_from(pages[i].path), S("/members/")) ? t->ana : thread.id);
		int64_t trips = INT64_MAX, asked = 0, unasked = 0;
		for (int round = 0; round < 5; round++) { /* the house's own workers ask, too, now and then */
			store_figures(t->house->store, &before);
			assert_int_equal(visit(t, &(struct asked){ .as = t->ben, .path = path }).status, 200);
			store_figures(t->house->store, &after);
			if (after.round_trips - before.round_trips >= trips)
				continue;
			trips = after.round_trips - before.round_trips;
			asked = after.statements - before.statements;
			unasked = after.unasked - before.unasked;
		}
		print_message("%s: %lld statements in %lld round trips, %lld for nothing\n", path, (long long)asked, (long long)trips,
			(long long)unasked);
		assert_true(trips <= pages[i].most && asked > trips * 2 && unasked <= 1);
	}
}

/* A NUL is no letter: PostgreSQL's text has none, and for some readers the text would end there.  It stops at the door on
   every way in, on both engines alike, before anything is kept. */
static void a_nul_in_a_text_is_refused_clearly_on_every_way(void **state)
{
	struct test_house *t = *state;
	struct thread thread = ana_asks(t);
	house_settle(t);
	const struct asked ways[] = {
		{ .as = t->ben, .method = POST, .path = at(t, "/threads/#/posts", thread.id), .form = "body=Danke%00schön" },
		{ .as = t->ben, .method = POST, .path = at(t, "/threads/#/posts", thread.id), .form = "body=Danke&extra%00=1" },
		{ .as = t->ben, .method = POST, .path = at(t, "/api/v1/threads/#/posts", thread.id), .json = "{\"body\":\"Danke\\u0000sch\u00f6n\"}", .bearer = true },
	};
	for (size_t i = 0; i < COUNT(ways); i++) {
		struct answer answer = visit(t, &ways[i]);
		assert_int_equal(answer.status, 422);
		assert_true(answer_says(&answer, i < 2 ? "ein Zeichen, das kein Text ist" : "field.broken_json"));
		house_settle(t);
		struct thread loaded;
		assert_int_equal(thread_load(acting_as(t, t->ana), thread.id, &loaded), OK);
		assert_int_equal(loaded.post_count, 1);
	}
	/* Its neighbours among the signs that nobody sees are left out. */
	struct asked clean = { .as = t->ben, .method = POST, .path = at(t, "/threads/#/posts", thread.id), .form = "body=Dan%01ke" };
	assert_int_equal(visit(t, &clean).status, 303);
	house_settle(t);
	struct answer page = visit(t, &(struct asked){ .as = t->ana, .path = at(t, "/threads/#", thread.id) });
	assert_true(answer_says(&page, "Danke"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WEB_TEST(every_form_of_a_page_has_a_key_of_its_own),
		WEB_TEST(what_a_member_just_read_is_not_new_to_her),
		WEB_TEST(who_is_gone_has_read_nothing),
		WEB_TEST(a_sketch_knows_who_helped_and_no_text),
		WEB_TEST(a_nul_in_a_text_is_refused_clearly_on_every_way),
		WEB_TEST(a_thread_of_unknown_time_stands_last_and_says_so),
		WEB_TEST(linked_data_of_a_question_is_whole_and_safe),
		WEB_TEST(what_is_not_public_has_no_data_feed_or_place_in_the_sitemap),
		WEB_TEST(feeds_carry_what_is_new),
		WEB_TEST(a_merged_threads_address_leads_on_for_good),
		WEB_TEST(a_long_thread_pages_as_a_short_one),
		WEB_TEST(a_pages_questions_travel_together),
	};
	return cmocka_run_group_tests_name("community pages", tests, NULL, NULL);
}
