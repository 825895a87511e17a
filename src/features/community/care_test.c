/* care_test.c: proves what moderators and authors may do with threads and posts, and that it can be undone. */
#include "features/community/care.h"
#include "features/community/community_news.h"
#include "features/community/community_testing.h"
#include "features/community/mine.h"
#include "features/community/need.h"
#include "features/community/setup.h"

static struct post a_post(struct test_house *t, int64_t post_id)
{
	struct post post;
	assert_int_equal(care_load_post(acting_as(t, t->mia), post_id, &post), OK);
	return post;
}

static int64_t threads_in(struct test_house *t, int64_t board_id)
{
	struct board board;
	assert_int_equal(board_load(acting_as(t, t->mia), board_id, &board), OK);
	return board.thread_count;
}

/* What moderation calls, once it has decided (core/care.h). */
static const struct subject_care *care_of(struct test_house *t, const struct subject_kind *kind)
{
	const struct subject_care *care = subject_care_of(t->house, kind->number);
	assert_non_null(care);
	return care;
}

static void a_locked_thread_takes_no_answers_until_it_is_unlocked(void **state)
{
	struct test_house *t = *state;
	struct thread thread = ana_asks(t);
	const struct post text = { .body = S("Noch etwas"), .html = S("<p>Noch etwas</p>"), .html_version = 1 };
	const struct subject_care *care = care_of(t, &thread_subject);
	struct post post;
	assert_int_equal(thread_ask_back(acting_as(t, t->ben), thread.id, &text, &post), OK);
	assert_int_equal(care->lock(acting_as(t, t->mia), thread.id, true), OK);
	assert_int_equal(stored(t, thread.id).need_at, 0); /* nothing is waited for any more */
	struct scope *ben = acting_as(t, t->ben);
	assert_refused(ben, thread_reply(ben, thread.id, &text, &post), ERR_CONFLICT, "thread.closed");
	t->now += DAYS(30);
	house_work(t);
	assert_true(str_empty(stored(t, thread.id).closed_why)); /* the clock of what was missing is stopped */
	assert_int_equal(care->lock(acting_as(t, t->adam), thread.id, false), OK);
	assert_int_equal(thread_reply(acting_as(t, t->ben), thread.id, &text, &post), OK);
}

static void a_hidden_post_is_silent_and_comes_back(void **state)
{
	struct test_house *t = *state;
	struct thread thread = ana_asks(t);
	struct post answer = answers(t, t->ben, thread.id);
	struct post_list posts;
	const struct subject_care *care = care_of(t, &post_subject);
	assert_int_equal(solution_mark(acting_as(t, t->ana), thread.id, answer.id), OK);
	assert_int_equal(care->hide(acting_as(t, t->mia), answer.id, true), OK);
	assert_int_equal(stored(t, thread.id).state, THREAD_UNSOLVED); /* a solution that nobody can read is none */
	assert_int_equal(post_list_of(acting_as(t, t->eve), thread.id, 1, &posts), OK);
	assert_true(str_empty(posts.at[1].body));
	assert_int_equal(care->hide(acting_as(t, t->mia), answer.id, false), OK);
	assert_int_equal(stored(t, thread.id).state, THREAD_SOLVED);
	assert_int_equal(post_list_of(acting_as(t, t->eve), thread.id, 1, &posts), OK);
	assert_true(str_equal(posts.at[1].body, S("Nimm WPA2.")));
}

static void a_hidden_question_takes_its_thread_along(void **state)
{
	struct test_house *t = *state;
	struct thread thread = ana_asks(t), gone;
	struct post_list posts;
	struct subject_sight sight;
	const struct subject_care *care = care_of(t, &post_subject);
	assert_int_equal(post_list_of(acting_as(t, t->ana), thread.id, 1, &posts), OK);
	int64_t question = posts.at[0].id;
	assert_int_equal(care->hide(acting_as(t, t->mia), question, true), OK);
	struct scope *eve = acting_as(t, t->eve);
	assert_refused(eve, thread_load(eve, thread.id, &gone), ERR_NOT_FOUND, "thread.not_found");
	assert_int_equal(thread_load(acting_as(t, t->ana), thread.id, &gone), OK); /* its author still reads it */
	assert_int_equal(threads_in(t, thread.board_id), 0);
	assert_int_equal(care->look(acting_as(t, t->mia), question, &sight), OK);
	assert_true(sight.is_hidden);
	assert_int_equal(care->hide(acting_as(t, t->mia), question, false), OK);
	assert_int_equal(stored(t, thread.id).post_count, 1);
	assert_int_equal(threads_in(t, thread.board_id), 1);
}

static void what_its_author_deleted_a_moderator_brings_back(void **state)
{
	struct test_house *t = *state;
	struct thread thread = ana_asks(t);
	struct post answer = answers(t, t->ben, thread.id);
	struct post_list posts;
	struct scope *mia = acting_as(t, t->mia);
	assert_refused(mia, post_restore(mia, answer.id), ERR_CONFLICT, "post.is_there");
	assert_int_equal(post_delete(acting_as(t, t->ben), answer.id), OK);
	struct scope *eve = acting_as(t, t->eve);
	assert_refused(eve, post_restore(eve, answer.id), ERR_NOT_FOUND, "post.not_found");
	assert_int_equal(post_restore(acting_as(t, t->mia), answer.id), OK);
	assert_int_equal(post_list_of(acting_as(t, t->eve), thread.id, 1, &posts), OK);
	assert_true(str_equal(posts.at[1].body, S("Nimm WPA2.")));
	eve = acting_as(t, t->eve);
	assert_refused(eve, post_restore(eve, answer.id), ERR_FORBIDDEN, "post.not_yours_to_restore");
}

static void what_moderators_do_is_in_the_audit_log(void **state)
{
	struct test_house *t = *state;
	struct thread thread = ana_asks(t);
	struct audit_entry_list entries;
	assert_int_equal(thread_pin(acting_as(t, t->mia), thread.id, true), OK);
	assert_int_equal(audit_list(acting_as(t, t->adam), INT64_MAX, &entries), OK);
	assert_true(str_equal(entries.at[0].action, S("thread.pin")));
	assert_int_equal(entries.at[0].actor_id, t->mia);
	struct scope *eve = acting_as(t, t->eve);
	assert_refused(eve, thread_pin(eve, thread.id, false), ERR_FORBIDDEN, "thread.not_yours_to_move");
}

static void an_author_deletes_a_fresh_answer_only(void **state)
{
	struct test_house *t = *state;
	struct thread thread = ana_asks(t);
	struct post first = answers(t, t->ben, thread.id), second = answers(t, t->ben, thread.id);
	struct scope *eve = acting_as(t, t->eve);
	assert_refused(eve, post_delete(eve, first.id), ERR_FORBIDDEN, "post.not_yours_to_delete");
	assert_int_equal(post_delete(acting_as(t, t->ben), first.id), OK);
	assert_int_equal(solution_mark(acting_as(t, t->ana), thread.id, second.id), OK);
	struct scope *ben = acting_as(t, t->ben);
	assert_refused(ben, post_delete(ben, second.id), ERR_CONFLICT, "post.is_a_solution");
	assert_int_equal(solution_undo(acting_as(t, t->ana), thread.id, second.id), OK);
	t->now += DAYS(1);
	ben = acting_as(t, t->ben);
	assert_refused(ben, post_delete(ben, second.id), ERR_FORBIDDEN, "post.not_yours_to_delete");
}

static void a_question_with_answers_stays(void **state)
{
	struct test_house *t = *state;
	struct thread thread = ana_asks(t), gone;
	struct post_list posts;
	assert_int_equal(post_list_of(acting_as(t, t->ana), thread.id, 1, &posts), OK);
	struct post answer = answers(t, t->ben, thread.id);
	struct scope *ana = acting_as(t, t->ana);
	assert_refused(ana, post_delete(ana, posts.at[0].id), ERR_CONFLICT, "thread.has_answers");
	const struct thread_ask ask = { .board_id = thread.board_id, .title = S("Noch eine Frage"), .body = S("y") };
	assert_int_equal(thread_ask(acting_as(t, t->ana), &ask, &thread), OK);
	assert_int_equal(post_list_of(acting_as(t, t->ana), thread.id, 1, &posts), OK);
	assert_int_equal(post_delete(acting_as(t, t->ana), posts.at[0].id), OK);
	ana = acting_as(t, t->ana);
	assert_refused(ana, thread_load(ana, thread.id, &gone), ERR_NOT_FOUND, "thread.not_found");
	(void)answer;
}

static void a_deleted_text_is_forgotten_after_a_month(void **state)
{
	struct test_house *t = *state;
	struct thread thread = ana_asks(t);
	struct post answer = answers(t, t->ben, thread.id);
	assert_int_equal(post_delete(acting_as(t, t->ben), answer.id), OK);
	t->now += DAYS(29);
	house_work(t);
	assert_true(str_equal(a_post(t, answer.id).body, S("Nimm WPA2.")));
	t->now += DAYS(3);
	house_work(t);
	assert_true(str_empty(a_post(t, answer.id).body) && str_empty(a_post(t, answer.id).html));
	assert_int_equal(a_post(t, answer.id).author_id, 0);
	struct scope *mia = acting_as(t, t->mia);
	assert_refused(mia, post_restore(mia, answer.id), ERR_CONFLICT, "post.is_forgotten");
}

static void a_board_says_who_may_write(void **state)
{
	struct test_house *t = *state;
	struct board board = { .key = S("neues"), .name = S("Neues"), .posting = POSTING_STAFF_BEGINS };
	struct thread thread;
	struct post post;
	assert_int_equal(board_make(acting_as(t, t->adam), &board), OK);
	const struct thread_ask ask = { .board_id = board.id, .title = S("Neue Firmware"), .body = S("Sie ist da.") };
	const struct post text = { .body = S("Danke"), .html = S("<p>Danke</p>"), .html_version = 1 };
	struct scope *ana = acting_as(t, t->ana);
	assert_refused(ana, thread_ask(ana, &ask, &thread), ERR_INVALID, "board.staff_only");
	assert_int_equal(thread_ask(acting_as(t, t->mia), &ask, &thread), OK);
	assert_int_equal(thread_reply(acting_as(t, t->ana), thread.id, &text, &post), OK);
	board.posting = POSTING_STAFF;
	assert_int_equal(board_change(acting_as(t, t->adam), &board), OK);
	ana = acting_as(t, t->ana);
	assert_refused(ana, thread_reply(ana, thread.id, &text, &post), ERR_FORBIDDEN, "board.staff_only");
	assert_int_equal(thread_reply(acting_as(t, t->mia), thread.id, &text, &post), OK);
}

static void a_moved_thread_is_seen_by_whom_its_board_is_for(void **state)
{
	struct test_house *t = *state;
	struct thread thread = ana_asks(t), gone;
	struct board board = { .key = S("intern"), .name = S("Intern"), .audience_id = AUDIENCE_STAFF };
	assert_int_equal(board_make(acting_as(t, t->adam), &board), OK);
	const struct subject_care *care = care_of(t, &thread_subject);
	assert_int_equal(thread_pin(acting_as(t, t->mia), thread.id, true), OK);
	struct scope *mia = acting_as(t, t->mia);
	assert_refused(mia, care->move(mia, thread.id, thread.board_id), ERR_INVALID, "thread.is_there_already");
	mia = acting_as(t, t->mia);
	assert_refused(mia, care->move(mia, thread.id, 1), ERR_INVALID, "thread.no_board");
	assert_int_equal(care->move(acting_as(t, t->adam), thread.id, board.id), OK);
	assert_int_equal(thread_load(acting_as(t, t->adam), thread.id, &gone), OK);
	assert_int_equal(gone.pinned_at, 0); /* it was pinned to the other board */
	struct scope *eve = acting_as(t, t->eve);
	assert_refused(eve, thread_load(eve, thread.id, &gone), ERR_NOT_FOUND, "thread.not_found");
	assert_int_equal(threads_in(t, thread.board_id), 0);
}

static void pinned_threads_lead_their_board_and_stand_there_once(void **state)
{
	struct test_house *t = *state;
	struct thread thread = ana_asks(t);
	struct thread_list pinned, others;
	const struct thread_filter filter = { .board_id = thread.board_id, .state = -1, .before = CURSOR_NEWEST };
	assert_int_equal(thread_pin(acting_as(t, t->mia), thread.id, true), OK);
	assert_int_equal(thread_list_pinned(acting_as(t, 0), thread.board_id, &pinned), OK);
	assert_int_equal(thread_list_of(acting_as(t, 0), &filter, &others), OK);
	assert_int_equal(pinned.count, 1);
	assert_int_equal(others.count, 0);
	assert_int_equal(thread_pin(acting_as(t, t->mia), thread.id, false), OK);
	assert_int_equal(thread_list_of(acting_as(t, 0), &filter, &others), OK);
	assert_int_equal(others.count, 1);
}

static void a_discussion_has_nothing_to_solve(void **state)
{
	struct test_house *t = *state;
	struct thread thread;
	const struct thread_ask ask = { .board_id = a_board(t), .title = S("Was haltet ihr davon?"), .body = S("Ich mag es."),
		.is_discussion = true };
	assert_int_equal(thread_ask(acting_as(t, t->ana), &ask, &thread), OK);
	struct post post = answers(t, t->ben, thread.id);
	assert_int_equal(stored(t, thread.id).state, THREAD_DISCUSSION);
	struct scope *ana = acting_as(t, t->ana);
	assert_refused(ana, solution_mark(ana, thread.id, post.id), ERR_CONFLICT, "solution.is_discussion");
	struct scope *ben = acting_as(t, t->ben);
	assert_refused(ben, metoo_say(ben, thread.id), ERR_CONFLICT, "metoo.no_question");
	assert_int_equal(thread_set_kind(acting_as(t, t->mia), thread.id, false), OK);
	assert_int_equal(stored(t, thread.id).state, THREAD_UNSOLVED);
	assert_int_equal(solution_mark(acting_as(t, t->ana), thread.id, post.id), OK);
}

/* ── what is missing ── */

static struct post ben_asks_back(struct test_house *t, int64_t thread_id)
{
	const struct post text = { .body = S("Welches Modell?"), .html = S("<p>Welches Modell?</p>"), .html_version = 1 };
	struct post post;
	assert_int_equal(thread_ask_back(acting_as(t, t->ben), thread_id, &text, &post), OK);
	return post;
}

static void who_asks_back_makes_the_asker_answer(void **state)
{
	struct test_house *t = *state;
	struct thread thread = ana_asks(t);
	struct matter matter;
	const struct post text = { .body = S("x"), .html = S("<p>x</p>"), .html_version = 1 };
	struct post post;
	struct scope *ana = acting_as(t, t->ana);
	assert_refused(ana, thread_ask_back(ana, thread.id, &text, &post), ERR_INVALID, "need.own");
	post = ben_asks_back(t, thread.id);
	assert_string_equal(house_last_news(t), "community.thread_needs_info");
	assert_int_equal(stored(t, thread.id).need_post_id, post.id);
	assert_int_equal(trail_matter(acting_as(t, t->ana), subject_of(&thread_subject, thread.id), &matter), OK);
	assert_int_equal(matter.holder, HELD_BY_OWNER);
	assert_true(matter.due_at == t->now + DAYS(14));
	answers(t, t->ana, thread.id);
	assert_int_equal(stored(t, thread.id).need_at, 0);
	assert_int_equal(trail_matter(acting_as(t, t->ana), subject_of(&thread_subject, thread.id), &matter), OK);
	assert_int_equal(matter.holder, HELD_BY_COMMUNITY);
}

static void what_never_comes_closes_the_thread_until_it_comes(void **state)
{
	struct test_house *t = *state;
	struct thread thread = ana_asks(t);
	const struct post text = { .body = S("Ich auch"), .html = S("<p>Ich auch</p>"), .html_version = 1 };
	struct post post;
	ben_asks_back(t, thread.id);
	t->now += DAYS(7);
	house_work(t);
	assert_int_equal(stored(t, thread.id).closed_at, 0);
	t->now += DAYS(7) - SECONDS(1);
	house_work(t);
	assert_int_equal(stored(t, thread.id).closed_at, 0);
	t->now += SECONDS(1);
	house_work(t);
	assert_true(stored(t, thread.id).closed_at > 0);
	struct scope *eve = acting_as(t, t->eve);
	assert_refused(eve, thread_reply(eve, thread.id, &text, &post), ERR_CONFLICT, "thread.closed");
	answers(t, t->ana, thread.id);
	assert_int_equal(stored(t, thread.id).closed_at, 0);
	answers(t, t->eve, thread.id);
	t->now += DAYS(60);
	house_work(t);
	assert_int_equal(stored(t, thread.id).closed_at, 0); /* its clock is stopped */
}

static void only_who_asked_back_or_a_moderator_takes_it_back(void **state)
{
	struct test_house *t = *state;
	struct thread thread = ana_asks(t);
	struct scope *ben = acting_as(t, t->ben);
	assert_refused(ben, need_undo(ben, thread.id), ERR_CONFLICT, "need.is_none");
	ben_asks_back(t, thread.id);
	struct scope *eve = acting_as(t, t->eve);
	assert_refused(eve, need_undo(eve, thread.id), ERR_FORBIDDEN, "need.not_yours");
	assert_int_equal(need_undo(acting_as(t, t->ben), thread.id), OK);
	ben_asks_back(t, thread.id);
	assert_int_equal(need_undo(acting_as(t, t->mia), thread.id), OK);
	assert_int_equal(stored(t, thread.id).need_at, 0);
}

static void an_old_thread_warns_softly(void **state)
{
	struct test_house *t = *state;
	struct thread thread = ana_asks(t);
	bool is_old = true;
	t->now += DAYS(180);
	assert_int_equal(thread_is_old(acting_as(t, t->ben), &thread, &is_old), OK);
	assert_false(is_old);
	t->now += 1;
	assert_int_equal(thread_is_old(acting_as(t, t->ben), &thread, &is_old), OK);
	assert_true(is_old);
	assert_int_equal(answers(t, t->ben, thread.id).number, 2); /* and nobody is kept from it */
}

/* ── earlier texts ── */

static void a_post_remembers_what_it_said(void **state)
{
	struct test_house *t = *state;
	struct thread thread = ana_asks(t);
	struct post post = answers(t, t->ben, thread.id);
	struct post_history history;
	const struct post text = { .body = S("Nimm WPA3."), .html = S("<p>Nimm WPA3.</p>"), .html_version = 1 };
	assert_int_equal(post_edit(acting_as(t, t->ben), post.id, &text), OK);
	assert_int_equal(post_history(acting_as(t, t->eve), post.id, INT64_MAX, &history), OK);
	assert_int_equal(history.versions.count, 1);
	assert_true(str_equal(history.versions.at[0].body, S("Nimm WPA2.")));
	assert_int_equal(history.versions.at[0].by_id, t->ben);
	assert_false(history.may_forget);
	assert_int_equal(setting_set(acting_as(t, t->adam), &community_settings[SET_HISTORY], S("0")), OK);
	struct scope *eve = acting_as(t, t->eve);
	assert_refused(eve, post_history(eve, post.id, INT64_MAX, &history), ERR_FORBIDDEN, "post.no_history");
	assert_int_equal(post_history(acting_as(t, t->ben), post.id, INT64_MAX, &history), OK);
	assert_int_equal(post_history(acting_as(t, t->mia), post.id, INT64_MAX, &history), OK);
}

static void earlier_texts_can_be_forgotten(void **state)
{
	struct test_house *t = *state;
	struct thread thread = ana_asks(t);
	struct post post = answers(t, t->ben, thread.id);
	struct post_history history;
	const struct post text = { .body = S("Nimm WPA3."), .html = S("<p>Nimm WPA3.</p>"), .html_version = 1 };
	assert_int_equal(post_edit(acting_as(t, t->ben), post.id, &text), OK);
	struct scope *eve = acting_as(t, t->eve);
	assert_refused(eve, post_forget_history(eve, post.id), ERR_FORBIDDEN, "post.not_yours_to_edit");
	assert_int_equal(post_forget_history(acting_as(t, t->ben), post.id), OK);
	assert_int_equal(post_history(acting_as(t, t->ben), post.id, INT64_MAX, &history), OK);
	assert_int_equal(history.versions.count, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		HOUSE_TEST(a_locked_thread_takes_no_answers_until_it_is_unlocked),
		HOUSE_TEST(what_its_author_deleted_a_moderator_brings_back),
		HOUSE_TEST(what_moderators_do_is_in_the_audit_log),
		HOUSE_TEST(a_hidden_post_is_silent_and_comes_back),
		HOUSE_TEST(a_hidden_question_takes_its_thread_along),
		HOUSE_TEST(an_author_deletes_a_fresh_answer_only),
		HOUSE_TEST(a_question_with_answers_stays),
		HOUSE_TEST(a_deleted_text_is_forgotten_after_a_month),
		HOUSE_TEST(a_board_says_who_may_write),
		HOUSE_TEST(a_moved_thread_is_seen_by_whom_its_board_is_for),
		HOUSE_TEST(pinned_threads_lead_their_board_and_stand_there_once),
		HOUSE_TEST(a_discussion_has_nothing_to_solve),
		HOUSE_TEST(who_asks_back_makes_the_asker_answer),
		HOUSE_TEST(what_never_comes_closes_the_thread_until_it_comes),
		HOUSE_TEST(only_who_asked_back_or_a_moderator_takes_it_back),
		HOUSE_TEST(an_old_thread_warns_softly),
		HOUSE_TEST(a_post_remembers_what_it_said),
		HOUSE_TEST(earlier_texts_can_be_forgotten),
	};
	return cmocka_run_group_tests_name("care", tests, NULL, NULL);
}
