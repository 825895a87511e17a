/* thread_test.c: proves the rules of threads: asking, answering, solutions, thanks. */
#include "features/community/community_news.h"
#include "features/community/community_testing.h"

static void a_question_is_unanswered_and_begins_a_matter(void **state)
{
	struct test_house *t = *state;
	struct thread thread = ana_asks(t);
	struct matter matter;
	assert_int_equal(stored(t, thread.id).state, THREAD_UNANSWERED);
	assert_string_equal(house_last_news(t), "community.thread_asked");
	assert_int_equal(trail_matter(acting_as(t, t->ana), subject_of(&thread_subject, thread.id), &matter), OK);
	assert_int_equal(matter.owner_id, t->ana);
	assert_int_equal(matter.step, MATTER_ASKED);
}

static void an_unknown_board_is_refused(void **state)
{
	struct test_house *t = *state;
	const struct thread_ask ask = { .board_id = 99, .title = S("Hallo da"), .body = S("x") };
	struct thread thread;
	struct scope *ana = acting_as(t, t->ana);
	assert_refused(ana, thread_ask(ana, &ask, &thread), ERR_INVALID, "thread.no_board");
}

static void an_answer_of_another_ends_unanswered(void **state)
{
	struct test_house *t = *state;
	struct thread thread = ana_asks(t);
	answers(t, t->ana, thread.id);
	assert_int_equal(stored(t, thread.id).state, THREAD_UNANSWERED);
	struct post post = answers(t, t->ben, thread.id);
	assert_int_equal(post.number, 3);
	assert_int_equal(stored(t, thread.id).state, THREAD_UNSOLVED);
	assert_int_equal(stored(t, thread.id).post_count, 3);
}

static void a_thread_moves_up_at_most_once_a_second(void **state)
{
	struct test_house *t = *state;
	struct thread thread = ana_asks(t);
	t->now += SECONDS(10);
	answers(t, t->ben, thread.id);
	moment moved_at = t->now;
	assert_int_equal(stored(t, thread.id).active_at, moved_at);
	t->now += SECONDS(1) - 1;
	assert_int_equal(answers(t, t->eve, thread.id).number, 3);
	assert_int_equal(stored(t, thread.id).active_at, moved_at);
	assert_int_equal(stored(t, thread.id).post_count, 3);
	t->now += 1;
	answers(t, t->ben, thread.id);
	assert_int_equal(stored(t, thread.id).active_at, t->now);
	assert_int_equal(stored(t, thread.id).post_count, 4);
}

static void only_the_asker_or_a_moderator_marks_the_solution(void **state)
{
	struct test_house *t = *state;
	struct thread thread = ana_asks(t);
	struct post post = answers(t, t->ben, thread.id);
	struct scope *eve = acting_as(t, t->eve);
	assert_refused(eve, solution_mark(eve, thread.id, post.id), ERR_FORBIDDEN, "solution.not_yours");
	assert_int_equal(solution_mark(acting_as(t, t->mia), thread.id, post.id), OK);
	assert_int_equal(stored(t, thread.id).state, THREAD_SOLVED);
	struct scope *ana = acting_as(t, t->ana);
	assert_refused(ana, solution_mark(ana, thread.id, post.id), ERR_CONFLICT, "solution.is_one");
}

static void the_question_cannot_be_its_own_solution(void **state)
{
	struct test_house *t = *state;
	struct thread thread = ana_asks(t);
	struct post_list posts;
	struct scope *ana = acting_as(t, t->ana);
	assert_int_equal(post_list_of(ana, thread.id, 1, &posts), OK);
	assert_refused(ana, solution_mark(ana, thread.id, posts.at[0].id), ERR_INVALID, "solution.is_the_question");
}

static void a_solution_of_another_thread_is_not_found(void **state)
{
	struct test_house *t = *state;
	struct thread thread = ana_asks(t);
	struct post post = answers(t, t->ben, thread.id);
	const struct thread_ask ask = { .board_id = thread.board_id, .title = S("Noch eine Frage"), .body = S("y") };
	struct thread other;
	struct scope *ana = acting_as(t, t->ana);
	assert_int_equal(thread_ask(ana, &ask, &other), OK);
	assert_refused(ana, solution_mark(ana, other.id, post.id), ERR_NOT_FOUND, "post.not_found");
}

static void undoing_the_last_solution_opens_the_thread_again(void **state)
{
	struct test_house *t = *state;
	struct thread thread = ana_asks(t);
	struct post first = answers(t, t->ben, thread.id), second = answers(t, t->eve, thread.id);
	struct scope *ana = acting_as(t, t->ana);
	assert_int_equal(solution_mark(ana, thread.id, first.id), OK);
	assert_int_equal(solution_mark(ana, thread.id, second.id), OK);
	assert_int_equal(solution_undo(ana, thread.id, first.id), OK);
	assert_int_equal(stored(t, thread.id).state, THREAD_SOLVED);
	assert_int_equal(solution_undo(ana, thread.id, second.id), OK);
	assert_int_equal(stored(t, thread.id).state, THREAD_UNSOLVED);
	assert_refused(ana, solution_undo(ana, thread.id, second.id), ERR_CONFLICT, "solution.is_none");
}

static void thanks_count_once_and_never_for_oneself(void **state)
{
	struct test_house *t = *state;
	struct thread thread = ana_asks(t);
	struct post post = answers(t, t->ben, thread.id), again;
	struct scope *ben = acting_as(t, t->ben);
	assert_refused(ben, kudos_give(ben, post.id, &again), ERR_INVALID, "kudos.own");
	struct scope *ana = acting_as(t, t->ana);
	assert_int_equal(kudos_give(ana, post.id, &again), OK);
	assert_int_equal(kudos_give(ana, post.id, &again), OK);
	assert_int_equal(stored(t, thread.id).kudos_count, 1);
	assert_int_equal(kudos_take_back(ana, post.id, &again), OK);
	assert_int_equal(kudos_take_back(ana, post.id, &again), OK);
	assert_int_equal(stored(t, thread.id).kudos_count, 0);
}

static void a_post_can_be_changed_for_a_day_by_its_author(void **state)
{
	struct test_house *t = *state;
	struct thread thread = ana_asks(t);
	struct post post = answers(t, t->ben, thread.id);
	const struct post text = { .body = S("Nimm WPA2 + WPA3."), .html = S("<p>…</p>"), .html_version = 1 };
	struct scope *eve = acting_as(t, t->eve);
	assert_refused(eve, post_edit(eve, post.id, &text), ERR_FORBIDDEN, "post.not_yours_to_edit");
	assert_int_equal(post_edit(acting_as(t, t->ben), post.id, &text), OK);
	t->now += DAYS(1);
	struct scope *ben = acting_as(t, t->ben);
	assert_refused(ben, post_edit(ben, post.id, &text), ERR_FORBIDDEN, "post.not_yours_to_edit");
	assert_int_equal(post_edit(acting_as(t, t->mia), post.id, &text), OK);
}

static void only_brand_administrators_make_boards(void **state)
{
	struct test_house *t = *state;
	struct board board = { .key = S("tv"), .name = S("TV") };
	struct scope *mia = acting_as(t, t->mia);
	assert_refused(mia, board_make(mia, &board), ERR_FORBIDDEN, "board.not_yours");
	a_board(t);
	struct board twin = { .key = S("wifi"), .name = S("Noch einmal") };
	struct scope *adam = acting_as(t, t->adam);
	assert_refused(adam, board_make(adam, &twin), ERR_CONFLICT, "board.key_taken");
}

static void posts_come_in_pages_of_dense_numbers(void **state)
{
	struct test_house *t = *state;
	struct thread thread = ana_asks(t);
	struct post_list posts;
	for (int i = 0; i < POSTS_A_PAGE + 3; i++)
		assert_int_equal(answers(t, t->ben, thread.id).number, i + 2);
	assert_int_equal(post_list_of(acting_as(t, t->eve), thread.id, POSTS_A_PAGE + 1, &posts), OK);
	assert_int_equal(posts.count, 4);
	assert_int_equal(posts.at[0].number, POSTS_A_PAGE + 1);
}

static void what_was_taken_away_says_nothing_any_more(void **state)
{
	struct test_house *t = *state;
	struct post posts[] = {
		{ .author_id = t->ana, .body = S("Frage"), .html = S("<p>Frage</p>"), .created_at = t->now },
		{ .author_id = t->ben, .body = S("Geheim"), .html = S("<p>Geheim</p>"), .created_at = t->now, .hidden_at = t->now },
		{ .author_id = t->eve, .body = S("Weg"), .html = S("<p>Weg</p>"), .created_at = t->now, .deleted_at = t->now },
	};
	struct thread_copy copy = { .posts = { posts, COUNT(posts) }, .thread = { .id = id_new(t->now),
		.board_id = a_board(t), .audience_id = AUDIENCE_PUBLIC, .author_id = t->ana, .title = S("Frage an alle"),
		.created_at = t->now, .active_at = t->now } };
	struct post_list shown;
	assert_int_equal(thread_copy_in(acting_as_house(t), &copy), OK);
	assert_int_equal(post_list_of(acting_as(t, 0), copy.thread.id, 1, &shown), OK);
	assert_int_equal(shown.count, 3); /* numbers stay */
	assert_true(str_equal(shown.at[0].body, S("Frage")));
	for (size_t i = 1; i < shown.count; i++)
		assert_true(str_empty(shown.at[i].body) && str_empty(shown.at[i].html));
}

/* Imports bring many threads of one moment. */
static void threads_of_one_moment_are_neither_skipped_nor_shown_twice(void **state)
{
	struct test_house *t = *state;
	struct thread_filter filter = { .state = -1, .board_id = a_board(t), .before = CURSOR_NEWEST };
	enum { MANY = THREADS_A_PAGE * 2 + 7 };
	struct thread_list list;
	int64_t last_id = INT64_MAX;
	int seen = 0;
	for (int i = 0; i < MANY; i++) {
		struct post post = { .author_id = t->ana, .body = S("Frage"), .html = S("<p>Frage</p>"), .created_at = t->now };
		struct thread_copy copy = { .posts = { &post, 1 }, .thread = { .board_id = filter.board_id,
			.audience_id = AUDIENCE_PUBLIC, .author_id = t->ana, .title = S("Zur selben Zeit"),
			.created_at = t->now, .active_at = t->now } };
		assert_int_equal(thread_copy_in(acting_as_house(t), &copy), OK);
	}
	do {
		assert_int_equal(thread_list_of(acting_as(t, 0), &filter, &list), OK);
		size_t count = list.count > THREADS_A_PAGE ? THREADS_A_PAGE : list.count;
		for (size_t i = 0; i < count; i++, seen++) {
			assert_true(list.at[i].id < last_id);
			last_id = list.at[i].id;
		}
		filter.before = cursor_read(cursor_text(t->arena, thread_cursor(&list.at[count - 1])));
	} while (list.count > THREADS_A_PAGE);
	assert_int_equal(seen, MANY);
}

static void an_administrator_may_do_what_a_moderator_may(void **state)
{
	struct test_house *t = *state;
	struct thread thread = ana_asks(t);
	struct post post = answers(t, t->ben, thread.id);
	const struct post text = { .body = S("Nimm WPA3."), .html = S("<p>Nimm WPA3.</p>"), .html_version = 1 };
	t->now += DAYS(30);
	assert_int_equal(post_edit(acting_as(t, t->adam), post.id, &text), OK);
	assert_int_equal(solution_mark(acting_as(t, t->adam), thread.id, post.id), OK);
	assert_int_equal(solution_undo(acting_as(t, t->adam), thread.id, post.id), OK);
}

static void a_thread_that_changed_meanwhile_is_not_counted_over(void **state)
{
	struct test_house *t = *state;
	struct thread thread = ana_asks(t);
	struct post post = answers(t, t->ben, thread.id);
	struct thread before = stored(t, thread.id);
	assert_int_equal(solution_mark(acting_as(t, t->ana), thread.id, post.id), OK);
	before.post_count++;
	struct scope *ben = acting_as(t, t->ben);
	assert_refused(ben, thread_update_counts(ben, &before, before.state), ERR_CONFLICT, "thread.changed");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		HOUSE_TEST(a_question_is_unanswered_and_begins_a_matter),
		HOUSE_TEST(an_unknown_board_is_refused),
		HOUSE_TEST(an_answer_of_another_ends_unanswered),
		HOUSE_TEST(a_thread_moves_up_at_most_once_a_second),
		HOUSE_TEST(only_the_asker_or_a_moderator_marks_the_solution),
		HOUSE_TEST(the_question_cannot_be_its_own_solution),
		HOUSE_TEST(a_solution_of_another_thread_is_not_found),
		HOUSE_TEST(undoing_the_last_solution_opens_the_thread_again),
		HOUSE_TEST(thanks_count_once_and_never_for_oneself),
		HOUSE_TEST(a_post_can_be_changed_for_a_day_by_its_author),
		HOUSE_TEST(only_brand_administrators_make_boards),
		HOUSE_TEST(posts_come_in_pages_of_dense_numbers),
		HOUSE_TEST(what_was_taken_away_says_nothing_any_more),
		HOUSE_TEST(threads_of_one_moment_are_neither_skipped_nor_shown_twice),
		HOUSE_TEST(an_administrator_may_do_what_a_moderator_may),
		HOUSE_TEST(a_thread_that_changed_meanwhile_is_not_counted_over),
	};
	return cmocka_run_group_tests_name("thread", tests, NULL, NULL);
}
