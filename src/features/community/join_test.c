/* join_test.c: proves that merging and splitting lose nothing, and what else belongs to a member or a tag. */
#include "features/community/join.h"
#include "features/community/community_news.h"
#include "features/community/community_testing.h"
#include "features/community/mention.h"
#include "features/community/mine.h"
#include "features/community/oversight_store.h"
#include "features/community/setup.h"
#include "features/community/tag.h"
#include "features/member/member.h"

static const str why = { "Dieselbe Frage.", 15 };

static struct thread ana_asks_again(struct test_house *t, int64_t board_id)
{
	const struct thread_ask ask = { .board_id = board_id, .title = S("Gast-WLAN geht nicht"), .body = S("Warum?"),
		.html = S("<p>Warum?</p>"), .tags = S("WLAN, Gäste") };
	struct thread thread;
	assert_int_equal(thread_ask(acting_as(t, t->ana), &ask, &thread), OK);
	return thread;
}

static struct post_list posts_of(struct test_house *t, int64_t thread_id, int64_t first)
{
	struct post_list posts;
	assert_int_equal(post_list_of(acting_as(t, t->eve), thread_id, first, &posts), OK);
	return posts;
}

static void a_merged_thread_keeps_posts_thanks_and_solutions(void **state)
{
	struct test_house *t = *state;
	struct thread to = ana_asks(t), from = ana_asks_again(t, to.board_id), gone;
	struct post first = answers(t, t->ben, to.id), second = answers(t, t->ben, from.id), thanked;
	int64_t into;
	assert_int_equal(kudos_give(acting_as(t, t->eve), second.id, &thanked), OK);
	assert_int_equal(solution_mark(acting_as(t, t->ana), from.id, second.id), OK);
	assert_int_equal(metoo_say(acting_as(t, t->eve), from.id), OK);
	struct scope *ben = acting_as(t, t->ben);
	assert_refused(ben, thread_merge(ben, from.id, to.id, why), ERR_FORBIDDEN, "thread.not_yours_to_move");
	struct scope *mia = acting_as(t, t->mia);
	assert_refused(mia, thread_merge(mia, from.id, from.id, why), ERR_INVALID, "merge.same");
	assert_int_equal(thread_merge(acting_as(t, t->mia), from.id, to.id, why), OK);
	struct thread merged = stored(t, to.id);
	struct post_list posts = posts_of(t, to.id, 1);
	assert_int_equal(merged.post_count, 4);
	assert_int_equal(merged.state, THREAD_SOLVED);
	assert_int_equal(merged.kudos_count, 1);
	assert_int_equal(merged.metoo_count, 1);
	assert_int_equal(posts.count, 4);
	for (size_t i = 0; i < posts.count; i++)
		assert_int_equal(posts.at[i].number, i + 1);
	assert_int_equal(posts.at[1].id, first.id);
	assert_int_equal(posts.at[3].id, second.id);
	assert_true(posts.at[3].is_solution);
	assert_int_equal(posts.at[3].kudos_count, 1);
	assert_int_equal(thread_merged_into(acting_as(t, 0), from.id, &into), OK);
	assert_int_equal(into, to.id);
	struct scope *ana = acting_as(t, t->ana);
	assert_refused(ana, thread_load(ana, from.id, &gone), ERR_NOT_FOUND, "thread.not_found");
	struct thread_tag_list tags;
	assert_int_equal(tag_list_of(acting_as(t, 0), (struct ids){ &to.id, 1 }, &tags), OK);
	assert_int_equal(tags.count, 2);
	/* What is left counts nothing: no post, no thanks, no solution, nobody who has it too. */
	assert_int_equal(care_load_any_thread(acting_as_house(t), from.id, &gone), OK);
	assert_int_equal(gone.post_count, 0);
	assert_int_equal(gone.kudos_count, 0);
	assert_int_equal(gone.metoo_count, 0);
	assert_int_equal(gone.state, THREAD_UNSOLVED);
}

static void a_moderators_own_hidden_thread_is_not_merged(void **state)
{
	struct test_house *t = *state;
	struct thread to = ana_asks(t), own;
	const struct thread_ask ask = { .board_id = to.board_id, .title = S("Gast-WLAN geht nicht"), .body = S("Warum?"), .html = S("<p>Warum?</p>") };
	assert_int_equal(thread_ask(acting_as(t, t->mia), &ask, &own), OK);
	assert_int_equal(oversee_thread_set_hidden(acting_as_house(t), own.id, t->now, own.active_at), OK);
	struct scope *mia = acting_as(t, t->mia);
	assert_refused(mia, thread_merge(mia, own.id, to.id, why), ERR_NOT_FOUND, "thread.not_found");
	mia = acting_as(t, t->mia);
	assert_refused(mia, thread_merge(mia, to.id, own.id, why), ERR_INVALID, "merge.not_found");
}

static void addresses_follow_over_several_merges(void **state)
{
	struct test_house *t = *state;
	struct thread a = ana_asks(t), b = ana_asks_again(t, a.board_id), c = ana_asks_again(t, a.board_id);
	int64_t into;
	assert_int_equal(thread_merge(acting_as(t, t->mia), a.id, b.id, why), OK);
	assert_int_equal(thread_merge(acting_as(t, t->mia), b.id, c.id, why), OK);
	assert_int_equal(thread_merged_into(acting_as(t, 0), a.id, &into), OK);
	assert_int_equal(into, c.id);
	assert_int_equal(stored(t, c.id).post_count, 3);
	struct scope *mia = acting_as(t, t->mia);
	assert_refused(mia, thread_restore(mia, a.id), ERR_CONFLICT, "thread.was_merged");
}

static void a_long_thread_is_merged_in_pieces(void **state)
{
	enum { MANY = 130 };
	struct test_house *t = *state;
	struct thread to = ana_asks(t);
	struct post *posts = arena_take(t->arena, MANY * sizeof(*posts));
	for (int i = 0; i < MANY; i++)
		posts[i] = (struct post){ .author_id = t->ben, .body = S("x"), .html = S("<p>x</p>"), .created_at = t->now };
	struct thread_copy copy = { .posts = { posts, MANY }, .thread = { .board_id = to.board_id, .author_id = t->ben,
		.audience_id = AUDIENCE_PUBLIC, .title = S("Sehr lange Frage"), .created_at = t->now, .active_at = t->now } };
	assert_int_equal(thread_copy_in(acting_as_house(t), &copy), OK);
	assert_int_equal(thread_merge(acting_as(t, t->mia), copy.thread.id, to.id, why), OK);
	assert_int_equal(stored(t, to.id).post_count, 51);
	answers(t, t->eve, to.id); /* somebody writes in between */
	house_work(t);
	assert_int_equal(stored(t, to.id).post_count, MANY + 2);
	for (int64_t first = 1, expected = 1; first <= MANY + 2; first += POSTS_A_PAGE) {
		struct post_list page = posts_of(t, to.id, first);
		for (size_t i = 0; i < page.count; i++)
			assert_int_equal(page.at[i].number, expected++);
	}
}

static void threads_of_different_people_are_not_merged(void **state)
{
	struct test_house *t = *state;
	struct thread to = ana_asks(t), from;
	struct board board = { .key = S("intern"), .name = S("Intern"), .audience_id = AUDIENCE_STAFF };
	assert_int_equal(board_make(acting_as(t, t->adam), &board), OK);
	const struct thread_ask ask = { .board_id = board.id, .title = S("Nur für uns"), .body = S("Geheim") };
	assert_int_equal(thread_ask(acting_as(t, t->adam), &ask, &from), OK);
	struct scope *adam = acting_as(t, t->adam);
	assert_refused(adam, thread_merge(adam, from.id, to.id, why), ERR_INVALID, "merge.other_audience");
}

static void split_posts_leave_traces_and_get_numbers(void **state)
{
	struct test_house *t = *state;
	struct thread from = ana_asks(t), thread;
	struct post first = answers(t, t->ben, from.id), second = answers(t, t->eve, from.id), third = answers(t, t->ben, from.id);
	const int64_t ids[] = { third.id, second.id };
	const struct split split = { .post_ids = { ids, 2 }, .title = S("Etwas anderes"), .board_id = from.board_id, .why = why };
	assert_int_equal(solution_mark(acting_as(t, t->ana), from.id, third.id), OK);
	struct scope *eve = acting_as(t, t->eve);
	assert_refused(eve, thread_split_off(eve, from.id, &split, &thread), ERR_FORBIDDEN, "thread.not_yours_to_move");
	assert_int_equal(thread_split_off(acting_as(t, t->mia), from.id, &split, &thread), OK);
	struct post_list posts = posts_of(t, thread.id, 1), left = posts_of(t, from.id, 1);
	assert_int_equal(posts.count, 2);
	assert_int_equal(posts.at[0].id, second.id);
	assert_int_equal(posts.at[0].number, 1);
	assert_int_equal(posts.at[1].id, third.id);
	assert_true(posts.at[1].is_solution);
	assert_int_equal(thread.author_id, t->eve);
	assert_int_equal(stored(t, thread.id).state, THREAD_SOLVED);
	assert_int_equal(stored(t, from.id).state, THREAD_UNSOLVED);
	assert_int_equal(left.count, 4);
	assert_int_equal(left.at[1].id, first.id);
	assert_int_equal(left.at[2].moved_to, thread.id);
	assert_true(str_empty(left.at[2].body));
	assert_int_equal(left.at[3].number, 4);
	assert_int_equal(answers(t, t->ben, from.id).number, 5);
}

static void what_is_hidden_begins_no_thread_and_a_solution_that_does_is_none(void **state)
{
	struct test_house *t = *state;
	struct thread from = ana_asks(t), thread;
	struct post hidden = answers(t, t->ben, from.id), solves = answers(t, t->ben, from.id), helps = answers(t, t->eve, from.id);
	int64_t ids[2] = { hidden.id, solves.id }, solutions;
	struct split split = { .post_ids = { ids, 2 }, .title = S("Etwas anderes"), .board_id = from.board_id, .why = why };
	assert_int_equal(solution_mark(acting_as(t, t->ana), from.id, solves.id), OK);
	assert_int_equal(solution_mark(acting_as(t, t->ana), from.id, helps.id), OK);
	assert_int_equal(oversee_post_set_hidden(acting_as_house(t), &hidden, t->now), OK);
	struct scope *mia = acting_as(t, t->mia);
	assert_refused(mia, thread_split_off(mia, from.id, &split, &thread), ERR_INVALID, "split.first_is_hidden");
	ids[0] = solves.id;
	ids[1] = helps.id;
	assert_int_equal(thread_split_off(acting_as(t, t->mia), from.id, &split, &thread), OK);
	assert_int_equal(solution_count(acting_as(t, t->mia), thread.id, &solutions), OK);
	assert_int_equal(solutions, 1);
	assert_int_equal(stored(t, thread.id).state, THREAD_SOLVED);
	assert_int_equal(stored(t, from.id).state, THREAD_UNSOLVED);
}

static void whoever_solved_what_she_began_herself_has_it_solved(void **state)
{
	struct test_house *t = *state;
	struct thread from = ana_asks(t), thread;
	struct post asks = answers(t, t->ben, from.id), solves = answers(t, t->ben, from.id);
	int64_t ids[2] = { asks.id, solves.id };
	struct split split = { .post_ids = { ids, 2 }, .title = S("Etwas anderes"), .board_id = from.board_id, .why = why };
	assert_int_equal(solution_mark(acting_as(t, t->ana), from.id, solves.id), OK);
	assert_int_equal(thread_split_off(acting_as(t, t->mia), from.id, &split, &thread), OK);
	assert_int_equal(stored(t, thread.id).state, THREAD_SOLVED);
	answers(t, t->eve, thread.id);
	assert_int_equal(stored(t, thread.id).state, THREAD_SOLVED);
}

static void the_question_itself_is_never_split_off(void **state)
{
	struct test_house *t = *state;
	struct thread from = ana_asks(t), thread;
	int64_t id = posts_of(t, from.id, 1).at[0].id;
	struct split split = { .post_ids = { &id, 1 }, .title = S("Etwas anderes"), .board_id = from.board_id, .why = why };
	struct scope *mia = acting_as(t, t->mia);
	assert_refused(mia, thread_split_off(mia, from.id, &split, &thread), ERR_INVALID, "split.the_question");
	split.post_ids.count = 0;
	mia = acting_as(t, t->mia);
	assert_refused(mia, thread_split_off(mia, from.id, &split, &thread), ERR_INVALID, "split.no_posts");
}

/* ── what is a member's ── */

static void me_too_counts_once_and_never_for_the_asker(void **state)
{
	struct test_house *t = *state;
	struct thread thread = ana_asks(t);
	struct scope *ana = acting_as(t, t->ana);
	assert_refused(ana, metoo_say(ana, thread.id), ERR_INVALID, "metoo.own");
	assert_int_equal(metoo_say(acting_as(t, t->ben), thread.id), OK);
	assert_int_equal(metoo_say(acting_as(t, t->ben), thread.id), OK);
	assert_int_equal(metoo_say(acting_as(t, t->eve), thread.id), OK);
	assert_int_equal(stored(t, thread.id).metoo_count, 2);
	assert_int_equal(metoo_take_back(acting_as(t, t->ben), thread.id), OK);
	assert_int_equal(metoo_take_back(acting_as(t, t->ben), thread.id), OK);
	assert_int_equal(stored(t, thread.id).metoo_count, 1);
}

static void an_asker_takes_her_name_off_and_may_change_her_mind(void **state)
{
	struct test_house *t = *state;
	struct thread thread = ana_asks(t);
	answers(t, t->ana, thread.id);
	answers(t, t->ben, thread.id);
	struct scope *ben = acting_as(t, t->ben);
	assert_refused(ben, authorship_withdraw(ben, thread.id), ERR_FORBIDDEN, "withdrawal.not_yours");
	assert_int_equal(authorship_withdraw(acting_as(t, t->ana), thread.id), OK);
	struct post_list posts = posts_of(t, thread.id, 1);
	assert_int_equal(stored(t, thread.id).author_id, 0);
	assert_int_equal(posts.at[0].author_id, 0);
	assert_int_equal(posts.at[1].author_id, 0);
	assert_int_equal(posts.at[2].author_id, t->ben);
	ben = acting_as(t, t->ben);
	assert_refused(ben, authorship_take_again(ben, thread.id), ERR_FORBIDDEN, "withdrawal.too_late");
	assert_int_equal(authorship_take_again(acting_as(t, t->ana), thread.id), OK);
	assert_int_equal(posts_of(t, thread.id, 1).at[1].author_id, t->ana);
	assert_int_equal(stored(t, thread.id).author_id, t->ana);
}

static void after_fourteen_days_nobody_knows_whose_it_was(void **state)
{
	struct test_house *t = *state;
	struct thread thread = ana_asks(t);
	assert_int_equal(authorship_withdraw(acting_as(t, t->ana), thread.id), OK);
	t->now += DAYS(14);
	struct scope *ana = acting_as(t, t->ana);
	assert_refused(ana, authorship_take_again(ana, thread.id), ERR_FORBIDDEN, "withdrawal.too_late");
	t->now += DAYS(1);
	house_work(t);
	moment at = 1;
	t->now -= DAYS(15); /* even the clock set back finds nothing */
	assert_int_equal(withdrawn_at(acting_as(t, t->ana), thread.id, &at), OK);
	assert_int_equal(at, 0);
}

static void a_draft_waits_for_its_writer_alone(void **state)
{
	struct test_house *t = *state;
	struct thread thread = ana_asks(t);
	struct unsent found;
	const struct unsent draft = { .thread_id = thread.id, .title = S(""), .tags = S(""), .body = S("Ich glaube, dass") };
	assert_int_equal(unsent_keep(acting_as(t, t->ben), &draft), OK);
	assert_int_equal(unsent_of(acting_as(t, t->ben), thread.id, &found), OK);
	assert_true(str_equal(found.body, draft.body));
	assert_int_equal(unsent_of(acting_as(t, t->eve), thread.id, &found), OK);
	assert_true(str_empty(found.body));
	struct scope *nobody = acting_as(t, 0);
	assert_refused(nobody, unsent_keep(nobody, &draft), ERR_SIGNED_OUT, "member.sign_in");
	t->now += DAYS(91);
	house_work(t);
	assert_int_equal(unsent_of(acting_as(t, t->ben), thread.id, &found), OK);
	assert_true(str_empty(found.body));
}

static void how_far_one_read_never_goes_back(void **state)
{
	struct test_house *t = *state;
	struct thread thread = ana_asks(t);
	struct reading_list readings;
	assert_int_equal(reading_put(acting_as(t, t->ben), thread.id, 7), OK);
	assert_int_equal(reading_put(acting_as(t, t->ben), thread.id, 3), OK);
	assert_int_equal(reading_load(acting_as(t, t->ben), (struct ids){ &thread.id, 1 }, &readings), OK);
	assert_int_equal(readings.at[0].number, 7);
	assert_int_equal(reading_load(acting_as(t, 0), (struct ids){ &thread.id, 1 }, &readings), OK);
	assert_int_equal(readings.count, 0);
}

/* ── names ── */

static struct mentioned_list called(struct test_house *t, int64_t thread_id, const char *body)
{
	struct mentioned_list list;
	assert_int_equal(mention_find(acting_as(t, t->ana), thread_id, str_from(body), &list), OK);
	return list;
}

static void a_name_calls_the_one_member_of_that_name(void **state)
{
	struct test_house *t = *state;
	struct member_card card;
	assert_int_equal(member_card_of(acting_as(t, t->ana), t->ben, &card), OK);
	const char *text = str_c(t->arena, str_format(t->arena, "Frag @%.*s!", STR_ARG(card.name)));
	struct mentioned_list list = called(t, 0, text);
	assert_int_equal(list.count, 1);
	assert_int_equal(list.at[0].member_id, t->ben);
	assert_int_equal(called(t, 0, "mail an x@ben.example und @niemand").count, 0);
}

static void one_of_two_namesakes_is_called_only_in_her_own_thread(void **state)
{
	struct test_house *t = *state;
	struct member twins[2] = { { .name = S("Kim Zwilling") }, { .name = S("Kim Zwilling") } };
	for (int i = 0; i < 2; i++)
		assert_int_equal(member_make(acting_as_house(t), &twins[i]), OK);
	struct thread thread = ana_asks(t);
	assert_int_equal(called(t, thread.id, "@Kim Zwilling weiß es").count, 0);
	answers(t, twins[1].id, thread.id);
	struct mentioned_list list = called(t, thread.id, "@kim zwilling weiß es");
	assert_int_equal(list.count, 1);
	assert_int_equal(list.at[0].member_id, twins[1].id);
}

static void a_first_name_is_enough_among_who_wrote_there(void **state)
{
	struct test_house *t = *state;
	struct member people[2] = { { .name = S("Jo Berg") }, { .name = S("Jo Tal") } };
	for (int i = 0; i < 2; i++)
		assert_int_equal(member_make(acting_as_house(t), &people[i]), OK);
	struct thread thread = ana_asks(t);
	assert_int_equal(called(t, thread.id, "Danke @Jo!").count, 0);
	answers(t, people[0].id, thread.id);
	assert_int_equal(called(t, thread.id, "Danke @jo!").at[0].member_id, people[0].id);
	answers(t, people[1].id, thread.id);
	assert_int_equal(called(t, thread.id, "Danke @Jo!").count, 0);
	assert_int_equal(called(t, thread.id, "Danke @Jo Tal!").at[0].member_id, people[1].id);
}

static void who_is_called_is_told_once(void **state)
{
	struct test_house *t = *state;
	struct thread thread = ana_asks(t);
	struct member kim = { .name = S("Kim Fremd") };
	assert_int_equal(member_make(acting_as_house(t), &kim), OK);
	struct post post;
	const struct post text = { .body = S("Frag @Kim Fremd."), .html = S("<p>Frag.</p>"), .html_version = 1 };
	assert_int_equal(thread_reply(acting_as(t, t->ben), thread.id, &text, &post), OK);
	assert_string_equal(house_last_news(t), "community.member_mentioned");
	assert_int_equal(post_edit(acting_as(t, t->ben), post.id, &text), OK);
	assert_string_equal(house_last_news(t), "community.post_changed");
}

static void who_may_not_see_a_thread_is_not_called_there(void **state)
{
	struct test_house *t = *state;
	struct board board = { .key = S("intern"), .name = S("Intern"), .audience_id = AUDIENCE_STAFF };
	struct member kim = { .name = S("Kim Fremd") };
	struct thread thread;
	assert_int_equal(member_make(acting_as_house(t), &kim), OK);
	assert_int_equal(board_make(acting_as(t, t->adam), &board), OK);
	const struct thread_ask ask = { .board_id = board.id, .title = S("Nur für uns"), .body = S("Was meint @Kim Fremd?") };
	assert_int_equal(thread_ask(acting_as(t, t->adam), &ask, &thread), OK);
	assert_string_equal(house_last_news(t), "community.thread_asked");
}

/* ── tags ── */

static void a_tag_has_one_key_however_it_is_spelled(void **state)
{
	struct test_house *t = *state;
	assert_string_equal(str_c(t->arena, tag_key(t->arena, S(" Gäste  WLAN "))), "gaste-wlan");
	assert_string_equal(str_c(t->arena, tag_key(t->arena, S("C++"))), "c++");
	assert_true(str_empty(tag_key(t->arena, S("x"))));
	assert_true(str_empty(tag_key(t->arena, S("<b>"))));
	assert_true(str_empty(tag_key(t->arena, S("a/b"))));
	assert_true(str_empty(tag_key(t->arena, S(".."))));
	struct thread thread = ana_asks(t);
	struct thread_tag_list tags;
	assert_int_equal(thread_retag(acting_as(t, t->ana), thread.id, S("WLAN, wlan, Wlan")), OK);
	assert_int_equal(tag_list_of(acting_as(t, 0), (struct ids){ &thread.id, 1 }, &tags), OK);
	assert_int_equal(tags.count, 1);
}

static void a_thread_has_five_tags_of_the_askers_choice(void **state)
{
	struct test_house *t = *state;
	struct thread thread = ana_asks(t);
	struct tag tag;
	struct scope *ben = acting_as(t, t->ben);
	assert_refused(ben, thread_retag(ben, thread.id, S("WLAN")), ERR_FORBIDDEN, "tag.not_yours_to_set");
	struct scope *ana = acting_as(t, t->ana);
	assert_refused(ana, thread_retag(ana, thread.id, S("aa,bb,cc,dd,ee,ff")), ERR_INVALID, "tag.too_many");
	assert_int_equal(thread_retag(acting_as(t, t->ana), thread.id, S("aa,bb,cc,dd,ee")), OK);
	assert_int_equal(thread_retag(acting_as(t, t->ana), thread.id, S("aa")), OK);
	assert_int_equal(tag_load_by_key(acting_as(t, 0), S("aa"), &tag), OK);
	assert_int_equal(tag.thread_count, 1);
	assert_int_equal(tag_load_by_key(acting_as(t, 0), S("bb"), &tag), OK);
	assert_int_equal(tag.thread_count, 0);
}

static void a_brand_may_keep_its_tags_to_itself(void **state)
{
	struct test_house *t = *state;
	struct thread thread = ana_asks(t);
	struct tag tag = { .name = S("Glasfaser"), .about = S("") };
	assert_int_equal(setting_set(acting_as(t, t->adam), &community_settings[SET_FREE_TAGS], S("0")), OK);
	struct scope *ana = acting_as(t, t->ana);
	assert_refused(ana, thread_retag(ana, thread.id, S("Glasfaser")), ERR_INVALID, "tag.unknown");
	ana = acting_as(t, t->ana);
	assert_refused(ana, tag_make(ana, &tag), ERR_FORBIDDEN, "tag.not_yours");
	assert_int_equal(tag_make(acting_as(t, t->mia), &tag), OK);
	assert_int_equal(thread_retag(acting_as(t, t->ana), thread.id, S("glasfaser")), OK);
}

static void merged_tags_keep_their_threads(void **state)
{
	struct test_house *t = *state;
	struct thread thread = ana_asks(t);
	struct tag from, to;
	struct thread_list list;
	assert_int_equal(thread_retag(acting_as(t, t->ana), thread.id, S("WiFi, WLAN")), OK);
	struct thread other = ana_asks_again(t, thread.board_id);
	assert_int_equal(thread_retag(acting_as(t, t->ana), other.id, S("WiFi")), OK);
	assert_int_equal(tag_load_by_key(acting_as(t, 0), S("wifi"), &from), OK);
	assert_int_equal(tag_load_by_key(acting_as(t, 0), S("wlan"), &to), OK);
	struct scope *ben = acting_as(t, t->ben);
	assert_refused(ben, tag_merge(ben, from.id, to.id), ERR_FORBIDDEN, "tag.not_yours");
	assert_int_equal(tag_merge(acting_as(t, t->mia), from.id, to.id), OK);
	house_work(t);
	const struct thread_filter filter = { .tag_id = to.id, .state = -1, .before = CURSOR_NEWEST };
	assert_int_equal(thread_list_of(acting_as(t, 0), &filter, &list), OK);
	assert_int_equal(list.count, 2);
	assert_int_equal(tag_load(acting_as(t, 0), to.id, &to), OK);
	assert_int_equal(to.thread_count, 2);
	struct scope *nobody = acting_as(t, 0);
	assert_refused(nobody, tag_load(nobody, from.id, &from), ERR_NOT_FOUND, "tag.not_found");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		HOUSE_TEST(a_merged_thread_keeps_posts_thanks_and_solutions),
		HOUSE_TEST(addresses_follow_over_several_merges),
		HOUSE_TEST(a_moderators_own_hidden_thread_is_not_merged),
		HOUSE_TEST(a_long_thread_is_merged_in_pieces),
		HOUSE_TEST(threads_of_different_people_are_not_merged),
		HOUSE_TEST(split_posts_leave_traces_and_get_numbers),
		HOUSE_TEST(what_is_hidden_begins_no_thread_and_a_solution_that_does_is_none),
		HOUSE_TEST(whoever_solved_what_she_began_herself_has_it_solved),
		HOUSE_TEST(the_question_itself_is_never_split_off),
		HOUSE_TEST(me_too_counts_once_and_never_for_the_asker),
		HOUSE_TEST(an_asker_takes_her_name_off_and_may_change_her_mind),
		HOUSE_TEST(after_fourteen_days_nobody_knows_whose_it_was),
		HOUSE_TEST(a_draft_waits_for_its_writer_alone),
		HOUSE_TEST(how_far_one_read_never_goes_back),
		HOUSE_TEST(a_name_calls_the_one_member_of_that_name),
		HOUSE_TEST(one_of_two_namesakes_is_called_only_in_her_own_thread),
		HOUSE_TEST(a_first_name_is_enough_among_who_wrote_there),
		HOUSE_TEST(who_is_called_is_told_once),
		HOUSE_TEST(who_may_not_see_a_thread_is_not_called_there),
		HOUSE_TEST(a_tag_has_one_key_however_it_is_spelled),
		HOUSE_TEST(a_thread_has_five_tags_of_the_askers_choice),
		HOUSE_TEST(a_brand_may_keep_its_tags_to_itself),
		HOUSE_TEST(merged_tags_keep_their_threads),
	};
	return cmocka_run_group_tests_name("join", tests, NULL, NULL);
}
