/* thread_test.c: proves the rules of threads: asking, answering, solutions, thanks. */
#include "features/community/community.h"
#include "features/community/community_news.h"
#include "features/community/thread.h"
#include "test/house.h"

static int64_t a_board(struct test_house *t)
{
	struct board board = { .key = S("wifi"), .name = S("WLAN"), .about = S("Funk") };
	assert_int_equal(board_make(acting_as(t, t->adam), &board), OK);
	return board.id;
}

static struct thread ana_asks(struct test_house *t)
{
	const struct thread_ask ask = { .board_id = a_board(t), .title = S("Gäste kommen nicht ins WLAN"),
		.body = S("Passwort stimmt."), .excerpt = S("Passwort stimmt."), .html = S("<p>Passwort stimmt.</p>") };
	struct thread thread;
	assert_int_equal(thread_ask(acting_as(t, t->ana), &ask, &thread), OK);
	return thread;
}

static struct post answers(struct test_house *t, int64_t member_id, int64_t thread_id)
{
	const struct post text = { .body = S("Nimm WPA2."), .html = S("<p>Nimm WPA2.</p>"), .html_version = 1 };
	struct post post;
	assert_int_equal(thread_reply(acting_as(t, member_id), thread_id, &text, &post), OK);
	return post;
}

static struct thread stored(struct test_house *t, int64_t thread_id)
{
	struct thread thread;
	assert_int_equal(thread_load(acting_as(t, t->eve), thread_id, &thread), OK);
	return thread;
}

#define assert_refused(scope, call, err, key) \
	do { \
		assert_int_equal(call, err); \
		assert_non_null((scope)->refusal.reason); \
		assert_string_equal((scope)->refusal.reason, key); \
	} while (0)

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

int main(void)
{
	const struct CMUnitTest tests[] = {
		HOUSE_TEST(a_question_is_unanswered_and_begins_a_matter),
		HOUSE_TEST(an_unknown_board_is_refused),
		HOUSE_TEST(an_answer_of_another_ends_unanswered),
		HOUSE_TEST(only_the_asker_or_a_moderator_marks_the_solution),
		HOUSE_TEST(the_question_cannot_be_its_own_solution),
		HOUSE_TEST(a_solution_of_another_thread_is_not_found),
		HOUSE_TEST(undoing_the_last_solution_opens_the_thread_again),
		HOUSE_TEST(thanks_count_once_and_never_for_oneself),
		HOUSE_TEST(a_post_can_be_changed_for_a_day_by_its_author),
		HOUSE_TEST(only_brand_administrators_make_boards),
		HOUSE_TEST(posts_come_in_pages_of_dense_numbers),
		HOUSE_TEST(what_was_taken_away_says_nothing_any_more),
	};
	return cmocka_run_group_tests_name("thread", tests, NULL, NULL);
}
