/* search_testing.c: threads to be found. */
#include "features/search/search_testing.h"

int64_t a_board(struct test_house *t, const char *key, int64_t audience_id)
{
	struct board board = { .key = str_from(key), .name = S("WLAN"), .about = S("Funk"), .audience_id = audience_id };
	assert_int_equal(board_make(acting_as(t, t->adam), &board), OK);
	return board.id;
}

int64_t asked_in(struct test_house *t, int64_t board_id, const char *title, const char *body)
{
	const struct thread_ask ask = { .board_id = board_id, .title = str_from(title), .body = str_from(body),
		.excerpt = str_from(body), .html = str_from(body), .html_version = 1 };
	struct thread thread;
	assert_int_equal(thread_ask(acting_as(t, t->ana), &ask, &thread), OK);
	return thread.id;
}

int64_t answered(struct test_house *t, int64_t thread_id, const char *body)
{
	const struct post text = { .body = str_from(body), .html = str_from(body), .html_version = 1 };
	struct post post;
	assert_int_equal(thread_reply(acting_as(t, t->ben), thread_id, &text, &post), OK);
	return post.id;
}

int64_t solved_in(struct test_house *t, int64_t board_id, const char *title, const char *solution)
{
	int64_t thread_id = asked_in(t, board_id, title, "Wer weiß Rat?");
	int64_t post_id = answered(t, thread_id, solution);
	assert_int_equal(solution_mark(acting_as(t, t->ana), thread_id, post_id), OK);
	return thread_id;
}

struct some some_threads(struct test_house *t)
{
	struct some some = { .board_id = a_board(t, "wifi", AUDIENCE_PUBLIC) };
	some.open = asked_in(t, some.board_id, "Gäste kommen nicht ins WLAN", "Das Kennwort stimmt, der Router R7 ist neu.");
	some.solved = solved_in(t, some.board_id, "Besuch im WLAN: Gastzugang geht nicht", "Stell auf WPA2 um, dann geht der Gastzugang.");
	some.tv = solved_in(t, some.board_id, "Fernseher ohne Ton", "Das Kabel steckte in der falschen Buchse.");
	some.bill = asked_in(t, some.board_id, "Rechnung zu hoch", "Im März doppelt so viel.");
	house_work(t);
	return some;
}

struct search_found found_by(struct test_house *t, int64_t member_id, const char *text)
{
	struct search_found found;
	const struct search_wish wish = { .text = str_from(text), .limit = SEARCH_A_PAGE };
	assert_int_equal(search_find(acting_as(t, member_id), &wish, &found), OK);
	return found;
}

bool has_thread(const struct search_found *found, int64_t thread_id)
{
	for (size_t i = 0; i < found->count; i++) {
		if (found->at[i].thread && found->at[i].thread->id == thread_id)
			return true;
	}
	return false;
}

/* Hidden by whoever looks after the boards: it is told as a change. */
enum err take_out(struct scope *scope, void *data)
{
	int64_t thread_id = *(const int64_t *)data;
	return index_write(scope, thread_id, &(struct search_doc){ 0 });
}
