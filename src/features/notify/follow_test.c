/* follow_test.c: proves who follows what, what that tells them, how soon, and that it ends when they say so. */
#include "features/notify/follow.h"

#include "features/community/community.h"
#include "features/community/community_news.h"
#include "features/community/tag.h"
#include "features/member/member.h"
#include "features/member/member_news.h"
#include "features/notify/habit.h"
#include "features/notify/notice.h"
#include "features/notify/pending_store.h"
#include "features/product/product.h"
#include "features/product/product_news.h"
#include "test/letters.h"
#include "test/visit.h"

#define assert_reason(scope, key) \
	do { \
		assert_non_null((scope)->refusal.reason); \
		assert_string_equal((scope)->refusal.reason, key); \
	} while (0)

static struct board board_in(struct test_house *t, const char *key, int64_t audience_id)
{
	struct board board = { .key = str_from(key), .name = S("WLAN"), .about = S("Funk"), .audience_id = audience_id };
	assert_int_equal(board_make(acting_as(t, t->adam), &board), OK);
	return board;
}

static struct thread asks(struct test_house *t, int64_t author_id, int64_t board_id, int64_t product_id)
{
	const struct thread_ask ask = { .board_id = board_id, .product_id = product_id, .title = S("Gäste kommen nicht ins WLAN"),
		.body = S("Passwort stimmt."), .excerpt = S("Passwort stimmt."), .html = S("<p>Passwort stimmt.</p>") };
	struct thread thread;
	assert_int_equal(thread_ask(acting_as(t, author_id), &ask, &thread), OK);
	return thread;
}

static struct post answers(struct test_house *t, int64_t member_id, int64_t thread_id)
{
	const struct post text = { .body = S("Nimm **WPA2**."), .html = S("<p>Nimm WPA2.</p>"), .html_version = 1 };
	struct post post;
	assert_int_equal(thread_reply(acting_as(t, member_id), thread_id, &text, &post), OK);
	return post;
}

static struct notice_list inbox_of(struct test_house *t, int64_t member_id)
{
	struct notice_list list;
	house_work(t);
	assert_int_equal(notice_list_mine(acting_as(t, member_id), 0, &list), OK);
	return list;
}

static size_t mails_to(struct test_house *t, const char *address)
{
	struct letter_got_list list = letters(t);
	size_t count = 0;
	for (size_t i = 0; i < list.count; i++)
		count += str_contains(list.at[i].to, str_from(address));
	return count;
}

static enum pace pace_of(struct test_house *t, int64_t member_id, struct subject subject)
{
	enum pace pace;
	assert_int_equal(follow_pace(acting_as_house(t), member_id, subject, &pace, NULL), OK);
	return pace;
}

static void follows(struct test_house *t, int64_t member_id, struct subject subject, enum pace pace)
{
	assert_int_equal(follow_set(acting_as(t, member_id), subject, pace), OK);
}

#define assert_kind(notice, expected) assert_string_equal(str_c(t->arena, (notice).kind), expected)

/* ── what one is told ── */

static void who_follows_a_board_or_a_person_hears_of_new_questions_once(void **state)
{
	struct test_house *t = *state;
	struct board board = board_in(t, "wifi", AUDIENCE_PUBLIC);
	follows(t, t->eve, subject_of(&board_subject, board.id), PACE_NOW);
	follows(t, t->eve, subject_of(&member_subject, t->ana), PACE_NOW);
	follows(t, t->mia, subject_of(&member_subject, t->ana), PACE_NOW);
	asks(t, t->ana, board.id, 0);
	struct notice_list eve = inbox_of(t, t->eve);
	assert_int_equal(eve.count, 1);
	assert_kind(eve.at[0], "followed_thread");
	assert_int_equal(inbox_of(t, t->mia).count, 1);
	assert_int_equal(inbox_of(t, t->ana).count, 0);
	assert_int_equal(inbox_of(t, t->ben).count, 0);
	assert_int_equal(mails_to(t, "eve@example.org"), 1);
}

static void who_follows_a_product_hears_of_questions_about_it(void **state)
{
	struct test_house *t = *state;
	struct board board = board_in(t, "wifi", AUDIENCE_PUBLIC);
	struct product product = { .key = S("box-1"), .name = S("Box 1"), .about = S("Ein Router."), .kind = S("router") };
	assert_int_equal(product_make(acting_as(t, t->adam), &product), OK);
	follows(t, t->eve, subject_of(&product_subject, product.id), PACE_NOW);
	asks(t, t->ana, board.id, 0);
	assert_int_equal(inbox_of(t, t->eve).count, 0);
	asks(t, t->ana, board.id, product.id);
	assert_int_equal(inbox_of(t, t->eve).count, 1);
}

static void who_follows_a_person_hears_of_answers_too(void **state)
{
	struct test_house *t = *state;
	struct thread thread = asks(t, t->ana, board_in(t, "wifi", AUDIENCE_PUBLIC).id, 0);
	follows(t, t->eve, subject_of(&member_subject, t->ben), PACE_NOW);
	answers(t, t->ben, thread.id);
	assert_kind(inbox_of(t, t->eve).at[0], "followed_post");
}

static void nobody_hears_of_what_she_may_no_longer_see(void **state)
{
	struct test_house *t = *state;
	struct board board = board_in(t, "staff", AUDIENCE_STAFF);
	follows(t, t->mia, subject_of(&board_subject, board.id), PACE_NOW);
	asks(t, t->adam, board.id, 0);
	assert_int_equal(inbox_of(t, t->mia).count, 1);
	assert_int_equal(member_set_role(acting_as_house(t), t->mia, ROLE_MODERATOR, false), OK);
	asks(t, t->adam, board.id, 0);
	assert_int_equal(inbox_of(t, t->mia).count, 1);
}

static void what_one_asks_and_answers_is_followed_by_itself_unless_switched_off(void **state)
{
	struct test_house *t = *state;
	struct thread thread = asks(t, t->ana, board_in(t, "wifi", AUDIENCE_PUBLIC).id, 0);
	const struct subject subject = subject_of(&thread_subject, thread.id);
	struct habit habit = habit_usual(0);
	habit.follows_own = false;
	assert_int_equal(habit_change(acting_as(t, t->eve), &habit), OK);
	answers(t, t->ben, thread.id);
	answers(t, t->eve, thread.id);
	house_work(t);
	assert_int_equal(pace_of(t, t->ana, subject), PACE_DAILY);
	assert_int_equal(pace_of(t, t->ben, subject), PACE_DAILY);
	assert_int_equal(pace_of(t, t->eve, subject), PACE_NONE);
	follows(t, t->ben, subject, PACE_NOW);
	answers(t, t->ben, thread.id); /* what she chose stays */
	house_work(t);
	assert_int_equal(pace_of(t, t->ben, subject), PACE_NOW);
}

static void a_silenced_thread_says_nothing_even_to_its_asker(void **state)
{
	struct test_house *t = *state;
	struct thread thread = asks(t, t->ana, board_in(t, "wifi", AUDIENCE_PUBLIC).id, 0);
	house_work(t);
	follows(t, t->ana, subject_of(&thread_subject, thread.id), PACE_NONE);
	answers(t, t->ben, thread.id);
	assert_int_equal(inbox_of(t, t->ana).count, 0);
	follows(t, t->ana, subject_of(&thread_subject, thread.id), PACE_DAILY);
	answers(t, t->ben, thread.id);
	assert_kind(inbox_of(t, t->ana).at[0], "answer");
}

static void a_merged_things_followers_follow_the_other_one(void **state)
{
	enum { CROWD = 2 * FOLLOWERS_AT_ONCE + 3 };
	struct test_house *t = *state;
	struct board board = board_in(t, "wifi", AUDIENCE_PUBLIC);
	const struct subject from = subject_of(&thread_subject, asks(t, t->ana, board.id, 0).id),
	                     to = subject_of(&thread_subject, asks(t, t->ana, board.id, 0).id);
	int64_t ids[CROWD];
	for (int i = 0; i < CROWD; i++) {
		struct member member = { .name = str_format(t->arena, "Mitglied %d", i), .origin = str_format(t->arena, "x:%d", i) };
		assert_int_equal(member_make(acting_as_house(t), &member), OK);
		ids[i] = member.id;
		follows(t, ids[i], from, PACE_NOW);
		if (i % 20 == 0)
			house_settle(t);
	}
	follows(t, ids[1], to, PACE_NONE);
	assert_int_equal(follow_move(acting_as_house(t), from, to), OK);
	house_work(t);
	for (int i = 0; i < CROWD; i++) {
		assert_int_equal(pace_of(t, ids[i], from), PACE_NONE);
		assert_int_equal(pace_of(t, ids[i], to), i == 1 ? PACE_NONE : PACE_NOW);
	}
}

/* ── tags ── */

static struct thread asks_tagged(struct test_house *t, int64_t board_id, str tags)
{
	const struct thread_ask ask = { .board_id = board_id, .title = S("Gäste kommen nicht ins Netz"), .body = S("x"), .tags = tags };
	struct thread thread;
	assert_int_equal(thread_ask(acting_as(t, t->ana), &ask, &thread), OK);
	return thread;
}

static struct subject tag_of(struct test_house *t, const struct thread *thread)
{
	struct thread_tag_list tags;
	assert_int_equal(community_thread_tags(acting_as_house(t), thread->id, &tags), OK);
	assert_int_equal(tags.count, 1);
	return subject_of(&tag_subject, tags.at[0].id);
}

static void who_follows_a_tag_hears_of_new_questions_with_it(void **state)
{
	struct test_house *t = *state;
	struct board board = board_in(t, "wifi", AUDIENCE_PUBLIC), closed = board_in(t, "staff", AUDIENCE_STAFF);
	struct thread first = asks_tagged(t, board.id, S("Gastnetz"));
	house_work(t);
	follows(t, t->eve, tag_of(t, &first), PACE_NOW);
	follows(t, t->ana, tag_of(t, &first), PACE_NOW);
	asks_tagged(t, board.id, S("Fernseher"));
	assert_int_equal(inbox_of(t, t->eve).count, 0);
	struct thread second = asks_tagged(t, board.id, S("Router, gastnetz, Neu"));
	struct notice_list inbox = inbox_of(t, t->eve);
	assert_int_equal(inbox.count, 1);
	assert_kind(inbox.at[0], "followed_thread");
	assert_int_equal(inbox.at[0].subject_id, second.id);
	assert_int_equal(mails_to(t, "eve@example.org"), 1);
	assert_int_equal(inbox_of(t, t->ana).count, 0); /* her own */
	const struct thread_ask secret = { .board_id = closed.id, .title = S("Unter uns"), .body = S("x"), .tags = S("Gastnetz") };
	struct thread hidden;
	assert_int_equal(thread_ask(acting_as(t, t->mia), &secret, &hidden), OK);
	assert_int_equal(inbox_of(t, t->eve).count, 1);
}

static void who_followed_a_merged_tag_hears_of_the_others_questions(void **state)
{
	struct test_house *t = *state;
	struct board board = board_in(t, "wifi", AUDIENCE_PUBLIC);
	struct thread guests = asks_tagged(t, board.id, S("Gastnetz")), visitors = asks_tagged(t, board.id, S("Besuch"));
	const struct subject from = tag_of(t, &guests), to = tag_of(t, &visitors);
	house_work(t);
	follows(t, t->eve, from, PACE_NOW);
	house_work(t);
	assert_int_equal(tag_merge(acting_as(t, t->mia), from.id, to.id), OK);
	house_work(t);
	assert_int_equal(pace_of(t, t->eve, to), PACE_NOW);
	assert_int_equal(pace_of(t, t->eve, from), PACE_NONE);
	assert_int_equal(inbox_of(t, t->eve).count, 0);
	struct thread next = asks_tagged(t, board.id, S("Besuch"));
	struct notice_list inbox = inbox_of(t, t->eve);
	assert_int_equal(inbox.count, 1);
	assert_int_equal(inbox.at[0].subject_id, next.id);
}

static void who_followed_a_merged_thread_hears_of_the_others_answers(void **state)
{
	struct test_house *t = *state;
	struct board board = board_in(t, "wifi", AUDIENCE_PUBLIC);
	struct thread from = asks(t, t->ana, board.id, 0), to = asks(t, t->ana, board.id, 0);
	follows(t, t->eve, subject_of(&thread_subject, from.id), PACE_NOW);
	house_work(t);
	assert_int_equal(thread_merge(acting_as(t, t->mia), from.id, to.id, S("Doppelt")), OK);
	assert_int_equal(inbox_of(t, t->eve).count, 0);
	answers(t, t->ben, to.id);
	struct notice_list inbox = inbox_of(t, t->eve);
	assert_int_equal(inbox.count, 1);
	assert_kind(inbox.at[0], "reply");
}

/* ── rules ── */

static void what_is_not_there_or_not_to_be_seen_cannot_be_followed(void **state)
{
	struct test_house *t = *state;
	struct board staff = board_in(t, "staff", AUDIENCE_STAFF);
	const struct subject wrong[] = { subject_of(&board_subject, staff.id), subject_of(&thread_subject, 4711),
		subject_of(&post_subject, 1), { 99, 1 } };
	for (size_t i = 0; i < COUNT(wrong); i++) {
		struct scope *eve = acting_as(t, t->eve);
		assert_int_equal(follow_set(eve, wrong[i], PACE_NOW), ERR_NOT_FOUND);
		assert_reason(eve, "follow.not_found");
	}
	struct scope *eve = acting_as(t, t->eve), *stranger = acting_as(t, 0);
	assert_int_equal(follow_set(eve, subject_of(&member_subject, t->eve), PACE_NOW), ERR_INVALID);
	assert_reason(eve, "follow.self");
	assert_int_equal(follow_set(stranger, subject_of(&member_subject, t->eve), PACE_NOW), ERR_SIGNED_OUT);
	assert_reason(stranger, "member.sign_in");
}

static void nobody_follows_more_than_a_thousand_things(void **state)
{
	struct test_house *t = *state;
	struct board board = board_in(t, "wifi", AUDIENCE_PUBLIC);
	for (int64_t i = 1; i <= FOLLOWS_MAX; i++) {
		const struct follow follow = { thread_subject.number, i, i, PACE_NOW };
		assert_int_equal(follow_save(acting_as(t, t->eve), &follow), OK);
		if (i % 50 == 0)
			house_settle(t);
	}
	struct scope *eve = acting_as(t, t->eve);
	assert_int_equal(follow_set(eve, subject_of(&board_subject, board.id), PACE_NOW), ERR_CONFLICT);
	assert_reason(eve, "follow.too_many");
	follows(t, t->eve, subject_of(&thread_subject, 7), PACE_NONE); /* letting go works, also of what is gone */
}

/* ── how soon ── */

static void the_daily_mail_comes_once_in_the_members_morning_with_all_in_it(void **state)
{
	struct test_house *t = *state; /* noon UTC: 13:00 in Berlin, 21:00 in Tokyo */
	struct board board = board_in(t, "wifi", AUDIENCE_PUBLIC);
	struct habit tokyo = habit_usual(0);
	tokyo.zone = S("Asia/Tokyo");
	assert_int_equal(habit_change(acting_as(t, t->mia), &tokyo), OK);
	follows(t, t->eve, subject_of(&board_subject, board.id), PACE_DAILY);
	follows(t, t->mia, subject_of(&board_subject, board.id), PACE_DAILY);
	asks(t, t->ana, board.id, 0);
	t->now += MINUTES(20);
	asks(t, t->ben, board.id, 0);
	assert_int_equal(inbox_of(t, t->eve).count, 2);
	assert_int_equal(mails_to(t, "eve@example.org"), 0);
	t->now = HOUSE_NOON + HOURS(10) + MINUTES(15); /* 07:15 in Tokyo */
	assert_int_equal(mails_to(t, "mia@example.org"), 1);
	assert_int_equal(mails_to(t, "eve@example.org"), 0);
	t->now = HOUSE_NOON + HOURS(18) - MINUTES(1); /* 06:59 in Berlin */
	assert_int_equal(mails_to(t, "eve@example.org"), 0);
	t->now += MINUTES(20);
	assert_int_equal(mails_to(t, "eve@example.org"), 1);
	struct letter_got mail = letter_to(t, "eve@example.org");
	assert_true(str_contains(mail.subject, S("2 Neuigkeiten bei Nordlicht")));
	assert_true(str_contains(mail.text, S("Ana fragt etwas Neues")) && str_contains(mail.text, S("Ben fragt etwas Neues")));
	t->now += DAYS(3);
	assert_int_equal(mails_to(t, "eve@example.org"), 1); /* never an empty one */
	assert_int_equal(mails_to(t, "mia@example.org"), 1);
}

static void what_was_read_or_hidden_meanwhile_is_not_in_the_daily_mail(void **state)
{
	struct test_house *t = *state;
	struct board board = board_in(t, "wifi", AUDIENCE_PUBLIC), staff = board_in(t, "staff", AUDIENCE_STAFF);
	follows(t, t->eve, subject_of(&board_subject, board.id), PACE_DAILY);
	follows(t, t->mia, subject_of(&board_subject, staff.id), PACE_DAILY);
	asks(t, t->ana, board.id, 0);
	asks(t, t->adam, staff.id, 0);
	assert_int_equal(inbox_of(t, t->eve).count, 1);
	assert_int_equal(notice_read_all(acting_as(t, t->eve), 0), OK);
	assert_int_equal(member_set_role(acting_as_house(t), t->mia, ROLE_MODERATOR, false), OK);
	t->now += DAYS(2);
	assert_int_equal(mails_to(t, "eve@example.org"), 0);
	assert_int_equal(mails_to(t, "mia@example.org"), 0);
	/* Meanwhile the ladder told both askers of their own questions, in that round's jobs after the daily one: that waits for the
	   next round to learn that it is for tomorrow. */
	struct pending_list list;
	t->now += MINUTES(15);
	house_work(t);
	assert_int_equal(pending_load_dailies(acting_as_house(t), &list), OK);
	assert_int_equal(list.count, 0);
	assert_int_equal(mails_to(t, "ana@example.org") + mails_to(t, "adam@example.org"), 0);
	t->now += DAYS(1);
	assert_int_equal(mails_to(t, "ana@example.org"), 1);
	assert_int_equal(mails_to(t, "adam@example.org"), 1);
	assert_int_equal(mails_to(t, "eve@example.org") + mails_to(t, "mia@example.org"), 0);
}

static void in_quiet_hours_a_mail_waits_until_they_are_over(void **state)
{
	struct test_house *t = *state;
	struct thread thread = asks(t, t->ana, board_in(t, "wifi", AUDIENCE_PUBLIC).id, 0);
	struct habit habit = habit_usual(0);
	habit.quiet_from = 12 * 60 + 30;
	habit.quiet_until = 14 * 60;
	assert_int_equal(habit_change(acting_as(t, t->ana), &habit), OK);
	answers(t, t->ben, thread.id); /* 13:00 in Berlin */
	assert_int_equal(mails_to(t, "ana@example.org"), 0);
	t->now += MINUTES(59);
	assert_int_equal(mails_to(t, "ana@example.org"), 0);
	t->now += MINUTES(1);
	assert_int_equal(mails_to(t, "ana@example.org"), 1);
}

/* Clocks change in the night of 29 March and of 25 October 2026. */
static void quiet_nights_and_mornings_are_right_when_the_clocks_change(void **state)
{
	struct test_house *t = *state;
	struct habit habit = habit_usual(t->ana);
	habit.quiet_from = 22 * 60;
	habit.quiet_until = 7 * 60;
	static const struct { struct wall now; bool is_quiet; int hours_left; } cases[] = {
		{ { .year = 2026, .month = 3, .day = 28, .hour = 21, .minute = 59 }, false, 0 },
		{ { .year = 2026, .month = 3, .day = 28, .hour = 22 }, true, 8 },
		{ { .year = 2026, .month = 10, .day = 24, .hour = 22 }, true, 10 },
		{ { .year = 2026, .month = 10, .day = 25, .hour = 6 }, true, 1 },
		{ { .year = 2026, .month = 10, .day = 25, .hour = 7 }, false, 0 },
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct scope *scope = acting_as_house(t);
		moment until = 0;
		scope->zone = zone_find(S("Europe/Berlin"));
		scope->now = moment_at(scope->zone, cases[i].now);
		assert_int_equal(habit_is_quiet(scope, &habit, &until), cases[i].is_quiet);
		if (cases[i].is_quiet)
			assert_int_equal(until - scope->now, HOURS(cases[i].hours_left));
		assert_true(habit_last_daily(scope, &habit) <= scope->now && habit_next_daily(scope, &habit) > scope->now);
	}
}

static void without_a_bell_a_notice_is_there_but_not_new(void **state)
{
	struct test_house *t = *state;
	struct thread thread = asks(t, t->ana, board_in(t, "wifi", AUDIENCE_PUBLIC).id, 0);
	int64_t unread;
	assert_int_equal(topic_choose(acting_as(t, t->ana), &(struct notice_choice){ S("answer"), 0, PACE_DAILY, 0 }), OK);
	answers(t, t->ben, thread.id);
	struct notice_list ana = inbox_of(t, t->ana);
	assert_true(ana.count == 1 && !ana.at[0].is_new);
	assert_int_equal(notice_unread(acting_as(t, t->ana), &unread), OK);
	assert_int_equal(unread, 0);
	t->now += DAYS(1);
	assert_int_equal(mails_to(t, "ana@example.org"), 1); /* she has not read it: the daily mail has it */
}

static void what_must_arrive_cannot_be_switched_off(void **state)
{
	struct test_house *t = *state;
	struct notice_choice_list list;
	assert_int_equal(topic_choose(acting_as(t, t->ana), &(struct notice_choice){ S("visit"), 0, PACE_NONE, 0 }), OK);
	assert_int_equal(topic_choices(acting_as(t, t->ana), &list), OK);
	size_t seen = 0;
	for (size_t i = 0; i < list.count; i++) {
		if (!str_equal(list.at[i].topic, S("visit")))
			continue;
		seen++;
		assert_true(list.at[i].site == 1 && list.at[i].mail == PACE_NOW);
	}
	assert_int_equal(seen, 1);
}

/* ── pages ── */

static struct answer post_form(struct test_house *t, int64_t as, const char *path, const char *form)
{
	return visit(t, &(struct asked){ .as = as, .method = POST, .path = path, .form = form });
}

static void the_button_follows_and_lets_go_without_scripts(void **state)
{
	struct test_house *t = *state;
	struct thread thread = asks(t, t->ana, board_in(t, "wifi", AUDIENCE_PUBLIC).id, 0);
	const char *path = str_c(t->arena, str_format(t->arena, "/threads/%lld", (long long)thread.id));
	const char *form = str_c(t->arena, str_format(t->arena, "kind=thread&id=%lld&mode=now", (long long)thread.id));
	house_work(t);
	struct answer answer = visit(t, &(struct asked){ .as = t->eve, .path = path });
	assert_true(answer_says(&answer, "name=\"mode\" value=\"now\""));
	answer = post_form(t, t->eve, "/me/follows", form);
	assert_int_equal(answer.status, 303);
	assert_true(str_equal(answer.location, str_from(path)));
	answer = visit(t, &(struct asked){ .as = t->eve, .path = path });
	assert_true(answer_says(&answer, "Du folgst: sofort") && answer_says(&answer, "Nicht mehr folgen"));
	answer = visit(t, &(struct asked){ .as = t->eve, .path = "/me/follows" });
	assert_true(answer_says(&answer, "Gäste kommen nicht ins WLAN"));
	answer = post_form(t, t->eve, "/me/follows?from=list", str_c(t->arena, str_format(t->arena, "kind=thread&id=%lld&mode=none",
		(long long)thread.id)));
	assert_true(str_equal(answer.location, S("/me/follows")));
	answer = visit(t, &(struct asked){ .as = t->eve, .path = "/me/follows" });
	assert_true(answer_says(&answer, "Noch folgst du nichts"));
	answer = visit(t, &(struct asked){ .path = path });
	assert_true(answer_says(&answer, "/login?to=/threads/"));
}

static void programs_follow_too(void **state)
{
	struct test_house *t = *state;
	struct thread thread = asks(t, t->ana, board_in(t, "wifi", AUDIENCE_PUBLIC).id, 0);
	const char *json = str_c(t->arena, str_format(t->arena, "{\"kind\":\"thread\",\"id\":\"%lld\",\"mode\":\"daily\"}", (long long)thread.id));
	struct answer answer = visit(t, &(struct asked){ .as = t->eve, .method = POST, .path = "/api/v1/follows", .json = json, .bearer = true });
	assert_int_equal(answer.status, 204);
	answer = visit(t, &(struct asked){ .as = t->eve, .path = "/api/v1/follows", .bearer = true });
	assert_true(answer_says(&answer, "\"kind\":\"thread\"") && answer_says(&answer, "\"mode\":\"daily\""));
}

/* ── unsubscribing ── */

static void one_click_in_the_mail_program_ends_such_mails(void **state)
{
	struct test_house *t = *state;
	struct thread thread = asks(t, t->ana, board_in(t, "wifi", AUDIENCE_PUBLIC).id, 0);
	answers(t, t->ben, thread.id);
	struct letter_got mail = letter_to(t, "ana@example.org");
	size_t at;
	assert_true(str_find(mail.source, S("List-Unsubscribe:\r\n <http://a.localhost/"), &at));
	assert_true(str_contains(mail.source, S("List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n")));
	str rest = str_skip(mail.source, at + sizeof("List-Unsubscribe:\r\n <http://a.localhost") - 1);
	const char *path = str_c(t->arena, str_cut(&rest, '>'));
	struct answer answer = visit(t, &(struct asked){ .path = path });
	assert_true(answer.status == 200 && answer_says(&answer, "Antworten auf meine Fragen"));
	answers(t, t->ben, thread.id);
	assert_int_equal(mails_to(t, "ana@example.org"), 2); /* looking at it changes nothing */
	for (int i = 0; i < 2; i++) { /* as a mail program: no cookie, no form of ours; twice is as once */
		answer = visit(t, &(struct asked){ .method = POST, .path = path, .form = "List-Unsubscribe=One-Click",
			.without_token = true, .origin = "https://mail.example" });
		assert_int_equal(answer.status, 200);
	}
	answers(t, t->ben, thread.id);
	assert_int_equal(mails_to(t, "ana@example.org"), 2);
	assert_int_equal(inbox_of(t, t->ana).count, 3);
	char *wrong = (char *)str_c(t->arena, str_from(path)); /* the test's own copy */
	wrong[strlen(wrong) - 3] ^= 1;
	assert_int_equal(visit(t, &(struct asked){ .method = POST, .path = wrong, .form = "a=b", .without_token = true }).status, 404);
	assert_int_equal(visit(t, &(struct asked){ .path = "/unsubscribe/x" }).status, 404);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WEB_TEST(who_follows_a_board_or_a_person_hears_of_new_questions_once),
		WEB_TEST(who_follows_a_product_hears_of_questions_about_it),
		WEB_TEST(who_follows_a_person_hears_of_answers_too),
		WEB_TEST(nobody_hears_of_what_she_may_no_longer_see),
		WEB_TEST(what_one_asks_and_answers_is_followed_by_itself_unless_switched_off),
		WEB_TEST(a_silenced_thread_says_nothing_even_to_its_asker),
		WEB_TEST(a_merged_things_followers_follow_the_other_one),
		WEB_TEST(who_follows_a_tag_hears_of_new_questions_with_it),
		WEB_TEST(who_followed_a_merged_tag_hears_of_the_others_questions),
		WEB_TEST(who_followed_a_merged_thread_hears_of_the_others_answers),
		WEB_TEST(what_is_not_there_or_not_to_be_seen_cannot_be_followed),
		WEB_TEST(nobody_follows_more_than_a_thousand_things),
		WEB_TEST(the_daily_mail_comes_once_in_the_members_morning_with_all_in_it),
		WEB_TEST(what_was_read_or_hidden_meanwhile_is_not_in_the_daily_mail),
		WEB_TEST(in_quiet_hours_a_mail_waits_until_they_are_over),
		WEB_TEST(quiet_nights_and_mornings_are_right_when_the_clocks_change),
		WEB_TEST(without_a_bell_a_notice_is_there_but_not_new),
		WEB_TEST(what_must_arrive_cannot_be_switched_off),
		WEB_TEST(the_button_follows_and_lets_go_without_scripts),
		WEB_TEST(programs_follow_too),
		WEB_TEST(one_click_in_the_mail_program_ends_such_mails),
	};
	return cmocka_run_group_tests_name("follow", tests, NULL, NULL);
}
