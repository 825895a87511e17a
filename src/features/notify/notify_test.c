/* notify_test.c: proves who is told what, who is mailed, and that an inbox is one's own. */
#include "features/notify/notice.h"

#include "features/community/community.h"
#include "features/community/community_news.h"
#include "features/marketplace/booking_store.h"
#include "features/marketplace/marketplace_news.h"
#include "features/member/member.h"
#include "features/notify/follow.h"
#include "features/notify/habit.h"
#include "features/notify/listen_web.h"
#include "test/letters.h"
#include "features/privacy/privacy_news.h"
#include "test/visit.h"
#include "view/i18n.h"

static struct thread thread_on(struct test_house *t, int64_t author_id, int64_t audience_id)
{
	struct board board = { .key = S("wifi"), .name = S("WLAN"), .about = S("Funk"), .audience_id = audience_id };
	assert_int_equal(board_make(acting_as(t, t->adam), &board), OK);
	const struct thread_ask ask = { .board_id = board.id, .title = S("Gäste kommen nicht ins WLAN"),
		.body = S("Passwort stimmt."), .excerpt = S("Passwort stimmt."), .html = S("<p>Passwort stimmt.</p>") };
	struct thread thread;
	assert_int_equal(thread_ask(acting_as(t, author_id), &ask, &thread), OK);
	return thread;
}

static struct thread ana_asks(struct test_house *t)
{
	return thread_on(t, t->ana, AUDIENCE_PUBLIC);
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

static int64_t unread_of(struct test_house *t, int64_t member_id)
{
	int64_t count;
	house_work(t);
	assert_int_equal(notice_unread(acting_as(t, member_id), &count), OK);
	return count;
}

static size_t mails_to(struct test_house *t, const char *address)
{
	struct letter_got_list list = letters(t);
	size_t count = 0;
	for (size_t i = 0; i < list.count; i++)
		count += str_contains(list.at[i].to, str_from(address));
	return count;
}

#define assert_kind(notice, expected) assert_string_equal(str_c(t->arena, (notice).kind), expected)
#define assert_reason(scope, key) \
	do { \
		assert_non_null((scope)->refusal.reason); \
		assert_string_equal((scope)->refusal.reason, key); \
	} while (0)

/* ── the community ── */

static void an_answer_is_told_to_the_asker_and_to_those_who_wrote_but_not_to_its_author(void **state)
{
	struct test_house *t = *state;
	struct thread thread = ana_asks(t);
	struct post first = answers(t, t->ben, thread.id);
	struct notice_list ana = inbox_of(t, t->ana);
	assert_int_equal(ana.count, 1);
	assert_kind(ana.at[0], "answer");
	assert_int_equal(ana.at[0].other_id, first.id);
	assert_int_equal(ana.at[0].actor_id, t->ben);
	assert_true(ana.at[0].is_new);
	assert_int_equal(inbox_of(t, t->ben).count, 0);

	answers(t, t->eve, thread.id);
	struct notice_list ben = inbox_of(t, t->ben);
	assert_int_equal(ben.count, 1);
	assert_kind(ben.at[0], "reply");
	assert_int_equal(inbox_of(t, t->ana).count, 2);
	assert_int_equal(inbox_of(t, t->eve).count, 0);
	assert_int_equal(inbox_of(t, t->mia).count, 0);

	answers(t, t->ana, thread.id); /* the asker writes on: she need not be told */
	assert_int_equal(inbox_of(t, t->ana).count, 2);
	assert_int_equal(inbox_of(t, t->ben).count, 2);
	assert_int_equal(inbox_of(t, t->eve).count, 1);
}

static void a_solution_is_told_to_the_posts_author(void **state)
{
	struct test_house *t = *state;
	struct thread thread = ana_asks(t);
	struct post post = answers(t, t->ben, thread.id), own = answers(t, t->ana, thread.id);
	assert_int_equal(solution_mark(acting_as(t, t->ana), thread.id, post.id), OK);
	struct notice_list ben = inbox_of(t, t->ben);
	assert_kind(ben.at[0], "solution");
	assert_int_equal(ben.at[0].other_id, post.id);
	size_t before = inbox_of(t, t->ana).count;
	assert_int_equal(solution_mark(acting_as(t, t->ana), thread.id, own.id), OK);
	assert_int_equal(inbox_of(t, t->ana).count, before);
}

static void kudos_of_one_day_are_one_notice(void **state)
{
	struct test_house *t = *state;
	struct thread thread = ana_asks(t);
	struct post post = answers(t, t->ben, thread.id), other = answers(t, t->ben, thread.id), out;
	assert_int_equal(kudos_give(acting_as(t, t->ana), post.id, &out), OK);
	int64_t first_id = inbox_of(t, t->ben).at[0].id;
	assert_int_equal(notice_read_all(acting_as(t, t->ben), 0), OK);
	assert_int_equal(unread_of(t, t->ben), 0);
	t->now += HOURS(2);
	assert_int_equal(kudos_give(acting_as(t, t->eve), post.id, &out), OK);
	struct notice_list ben = inbox_of(t, t->ben);
	assert_int_equal(ben.count, 1);
	assert_kind(ben.at[0], "kudos");
	assert_int_equal(ben.at[0].count, 2);
	assert_int_equal(ben.at[0].actor_id, t->eve);
	assert_true(ben.at[0].is_new && ben.at[0].id > first_id);
	assert_int_equal(kudos_take_back(acting_as(t, t->eve), post.id, &out), OK);
	assert_int_equal(kudos_give(acting_as(t, t->eve), post.id, &out), OK);
	assert_int_equal(inbox_of(t, t->ben).at[0].count, 2); /* of two people, however often */

	assert_int_equal(kudos_give(acting_as(t, t->eve), other.id, &out), OK);
	assert_int_equal(inbox_of(t, t->ben).count, 2); /* another post */
	t->now += DAYS(1);
	assert_int_equal(kudos_give(acting_as(t, t->mia), post.id, &out), OK);
	assert_int_equal(inbox_of(t, t->ben).count, 3); /* another day */
}

static void whoever_may_no_longer_see_the_thread_is_not_told(void **state)
{
	struct test_house *t = *state;
	struct thread thread = thread_on(t, t->adam, AUDIENCE_STAFF);
	answers(t, t->mia, thread.id);
	assert_int_equal(member_set_role(acting_as_house(t), t->ben, ROLE_MODERATOR, true), OK);
	answers(t, t->ben, thread.id);
	size_t mia = inbox_of(t, t->mia).count;
	assert_int_equal(mia, 1);
	assert_int_equal(member_set_role(acting_as_house(t), t->mia, ROLE_MODERATOR, false), OK);
	answers(t, t->ben, thread.id);
	assert_int_equal(inbox_of(t, t->mia).count, mia);
	assert_int_equal(inbox_of(t, t->adam).count, 3);
}

/* Who has thousands of unread ones must not make everyone's news too slow for a unit. */
static void the_bell_counts_no_further_than_a_hundred(void **state)
{
	struct test_house *t = *state;
	struct unread_list unread;
	struct notice notice = { .kind = S("reply"), .subject_kind = thread_subject.number, .subject_id = 7, .text = S("") };
	const int64_t ids[] = { t->ana, t->ben };
	for (int i = 1; i <= 130; i++) {
		notice.id = i;
		assert_int_equal(notice_tell_one(acting_as_house(t), &notice, t->ana), OK);
		if (i % 20 == 0)
			house_settle(t);
	}
	assert_int_equal(unread_of(t, t->ana), 100);
	assert_int_equal(notice_unread_of(acting_as_house(t), (struct ids){ ids, COUNT(ids) }, &unread), OK);
	assert_int_equal(unread.count, 2);
	for (size_t i = 0; i < unread.count; i++)
		assert_int_equal(unread.at[i].count, unread.at[i].member_id == t->ana ? 100 : 0);
	assert_int_equal(notice_read_all(acting_as(t, t->ana), 129), OK);
	assert_int_equal(unread_of(t, t->ana), 1);
}

static void a_crowd_is_told_in_pieces(void **state)
{
	enum { CROWD = 2 * NOTICE_FANOUT + 7 };
	struct test_house *t = *state;
	struct thread thread = ana_asks(t);
	int64_t ids[CROWD];
	for (int i = 0; i < CROWD; i++) {
		struct member member = { .name = str_format(t->arena, "Mitglied %d", i), .origin = str_format(t->arena, "x:%d", i) };
		assert_int_equal(member_make(acting_as_house(t), &member), OK);
		ids[i] = member.id;
		assert_int_equal(follow_set(acting_as(t, ids[i]), subject_of(&thread_subject, thread.id), i % 2 ? PACE_NOW : PACE_DAILY), OK);
		if (i % 20 == 0)
			house_settle(t);
	}
	answers(t, t->ben, thread.id);
	house_work(t);
	for (int i = 0; i < CROWD; i++)
		assert_int_equal(inbox_of(t, ids[i]).count, 1);
	assert_int_equal(inbox_of(t, t->ana).count, 1);
	assert_int_equal(inbox_of(t, t->ben).count, 0);
}

/* ── the marketplace ── */

static const struct { const struct news_kind *news; const char *kind; } told[] = {
	{ &offer_received, "offer" },                          { &offer_accepted, "offer_accepted" },
	{ &offer_declined, "offer_declined" },                 { &booking_requested, "booking_requested" },
	{ &booking_accepted, "booking_accepted" },             { &booking_declined, "booking_declined" },
	{ &booking_withdrawn, "booking_withdrawn" },           { &booking_expired, "booking_expired" },
	{ &booking_contact_due, "booking_contact_due" },
	{ &booking_confirm_due, "booking_confirm_due" },
	{ &booking_confirmed, "booking_confirmed" },
	{ &booking_unconfirmed, "booking_unconfirmed" },
	{ &booking_move_proposed, "booking_move_proposed" },
	{ &booking_moved, "booking_moved" },
	{ &booking_move_refused, "booking_move_refused" },
	{ &booking_move_dropped, "booking_move_dropped" },
	{ &booking_move_lapsed, "booking_move_lapsed" },
	{ &booking_no_show, "booking_no_show" },
	{ &booking_contested, "booking_contested" },
	{ &booking_failed, "booking_failed" },
	{ &booking_handed_over, "booking_handed_over" },
	{ &booking_cancelled, "booking_cancelled" },           { &booking_begun, "booking_begun" },
	{ &booking_done, "booking_done" },                     { &booking_closed, "booking_closed" },
	{ &booking_helper_gone, "booking_helper_gone" },
	{ &offer_superseded, "offer_superseded" },             { &booking_repair_asked, "booking_repair_asked" },
	{ &review_replied, "review_replied" },                 { &message_sent, "message" },
	{ &review_written, "review_written" },                 { &reviews_published, "reviews_published" },
	{ &task_expiring, "task_expiring" },                   { &task_expired, "task_expired" },
	{ &privacy_copy_ready, "copy_ready" },
	{ &application_approved, "application_approved" },     { &application_declined, "application_declined" },
	{ &application_suspended, "application_suspended" },   { &application_restored, "application_restored" },
};

/* As the outbox does, for things that need not exist; there is one listener for it. */
static void hear(struct test_house *t, const struct news *news)
{
	int heard = 0;
	for (const struct listener *listener = notify_listeners; listener->kind; listener++) {
		if (listener->kind == news->kind && ++heard)
			assert_int_equal(listener->hear(acting_as_house(t), news), OK);
	}
	assert_int_equal(heard, 1);
}

static void visits_and_applications_are_told_to_whom_they_concern(void **state)
{
	struct test_house *t = *state;
	for (size_t i = 0; i < COUNT(told); i++) {
		t->now += SECONDS(1);
		hear(t, &(struct news){ .kind = told[i].news, .id = id_new(t->now), .subject = subject_of(&booking_subject, 7),
			.actor_id = t->ben, .to_member_id = t->ana });
		struct notice_list ana = inbox_of(t, t->ana);
		assert_int_equal(ana.count, i + 1 > NOTICES_A_PAGE ? NOTICES_A_PAGE + 1 : i + 1);
		assert_kind(ana.at[0], told[i].kind);
	}
	assert_int_equal(inbox_of(t, t->ben).count, 0);
	assert_int_equal(inbox_of(t, t->eve).count, 0);
	assert_int_equal(mails_to(t, "ana@example.org"), 0); /* the marketplace writes its own */
}

static void what_the_clock_does_to_a_booking_is_told_to_both(void **state)
{
	struct test_house *t = *state;
	struct scope *house = acting_as_house(t);
	struct booking booking = { .id = id_new(t->now), .asker_id = t->ana, .helper_id = t->ben, .state = BOOKING_EXPIRED,
		.title = S("WLAN"), .currency = S("EUR"), .terms = S(""), .country = S("DE"), .code = S(""), .town = S("") };
	assert_int_equal(booking_insert(house, &booking), OK);
	hear(t, &(struct news){ .kind = &booking_expired, .id = id_new(t->now),
		.subject = subject_of(&booking_subject, booking.id) });
	assert_kind(inbox_of(t, t->ana).at[0], "booking_expired");
	assert_kind(inbox_of(t, t->ben).at[0], "booking_expired");
	assert_int_equal(inbox_of(t, t->eve).count, 0);
	hear(t, &(struct news){ .kind = &booking_expired, .id = id_new(t->now), .subject = subject_of(&booking_subject, 4711) });
	assert_int_equal(inbox_of(t, t->ana).count, 1);
}

static void every_kind_has_words_for_one_and_is_known(void **state)
{
	struct test_house *t = *state;
	for (const struct notice_kind *kind = notice_kinds; kind->name; kind++) {
		enum text_id id;
		assert_true(text_find(str_format(t->arena, "notice.%s", kind->name), &id));
		assert_ptr_equal(notice_kind_named(str_from(kind->name)), kind);
	}
	assert_null(notice_kind_named(S("nothing")));
}

/* ── reading ── */

static void an_opened_notice_is_read_and_the_others_are_not(void **state)
{
	struct test_house *t = *state;
	struct thread thread = ana_asks(t);
	answers(t, t->ben, thread.id);
	answers(t, t->eve, thread.id);
	struct notice_list ana = inbox_of(t, t->ana);
	struct notice notice;
	assert_int_equal(unread_of(t, t->ana), 2);
	assert_int_equal(notice_open(acting_as(t, t->ana), ana.at[1].id, &notice), OK);
	assert_int_equal(unread_of(t, t->ana), 1);
	ana = inbox_of(t, t->ana);
	assert_true(ana.at[0].is_new && !ana.at[1].is_new);
}

static void all_read_leaves_what_came_later(void **state)
{
	struct test_house *t = *state;
	struct thread thread = ana_asks(t);
	answers(t, t->ben, thread.id);
	int64_t seen = inbox_of(t, t->ana).at[0].id;
	t->now += SECONDS(1);
	answers(t, t->eve, thread.id);
	assert_int_equal(unread_of(t, t->ana), 2);
	assert_int_equal(notice_read_all(acting_as(t, t->ana), seen), OK);
	assert_int_equal(unread_of(t, t->ana), 1);
	assert_int_equal(notice_read_all(acting_as(t, t->ana), INT64_MAX), OK);
	assert_int_equal(unread_of(t, t->ana), 0);
	t->now += SECONDS(1);
	answers(t, t->eve, thread.id); /* a mark in the future would have swallowed it */
	assert_int_equal(unread_of(t, t->ana), 1);
	assert_int_equal(notice_read_all(acting_as(t, t->ana), seen), OK);
	assert_int_equal(unread_of(t, t->ana), 1); /* the mark never goes back */
}

static void an_inbox_is_its_members_own(void **state)
{
	struct test_house *t = *state;
	struct thread thread = ana_asks(t);
	answers(t, t->ben, thread.id);
	int64_t id = inbox_of(t, t->ana).at[0].id;
	const int64_t others[] = { t->ben, t->eve, t->mia, t->adam };
	for (size_t i = 0; i < COUNT(others); i++) {
		struct notice notice;
		struct scope *scope = acting_as(t, others[i]);
		assert_int_equal(notice_mine(scope, id, &notice), ERR_NOT_FOUND);
		assert_reason(scope, "notice.not_found");
		scope = acting_as(t, others[i]);
		assert_int_equal(notice_open(scope, id, &notice), ERR_NOT_FOUND);
	}
	struct notice notice;
	struct notice_list list;
	struct scope *elsewhere = acting_as(t, t->ana), *stranger = acting_as(t, 0);
	elsewhere->brand_id = 77;
	assert_int_equal(notice_mine(elsewhere, id, &notice), ERR_NOT_FOUND);
	assert_int_equal(notice_list_mine(stranger, 0, &list), ERR_SIGNED_OUT);
	assert_reason(stranger, "member.sign_in");
	assert_int_equal(unread_of(t, t->ana), 1);
}

/* The ladder writes to her, too, when she says nothing for so long. */
static int answers_in(struct notice_list list)
{
	int count = 0;
	for (size_t i = 0; i < list.count; i++)
		count += str_equal(list.at[i].kind, S("answer"));
	return count;
}

static void old_notices_are_swept(void **state)
{
	struct test_house *t = *state;
	struct thread thread = ana_asks(t);
	answers(t, t->ben, thread.id);
	assert_int_equal(answers_in(inbox_of(t, t->ana)), 1);
	t->now += DAYS(100);
	answers(t, t->ben, thread.id);
	assert_int_equal(answers_in(inbox_of(t, t->ana)), 2);
	t->now += DAYS(100);
	assert_int_equal(answers_in(inbox_of(t, t->ana)), 1);
}

/* ── mails ── */

static void the_asker_is_mailed_with_a_link_to_the_answer(void **state)
{
	struct test_house *t = *state;
	struct thread thread = ana_asks(t);
	answers(t, t->ben, thread.id);
	struct letter_got mail = letter_to(t, "ana@example.org");
	assert_true(str_contains(mail.subject, S("Gäste kommen nicht ins WLAN")));
	assert_true(str_contains(mail.text, S("Nimm WPA2.")) && str_contains(mail.text, S("Ben")));
	str link = link_in(&mail, "/threads/");
	assert_true(str_ends(link, S("#p2")));
	assert_true(str_contains(mail.text, S("/me/notices")));
	assert_int_equal(mails_to(t, "ben@example.org"), 0);
}

static void the_author_of_the_solution_is_mailed(void **state)
{
	struct test_house *t = *state;
	struct thread thread = ana_asks(t);
	struct post post = answers(t, t->ben, thread.id);
	assert_int_equal(solution_mark(acting_as(t, t->ana), thread.id, post.id), OK);
	struct letter_got mail = letter_to(t, "ben@example.org");
	assert_true(str_contains(mail.text, S("war die Lösung")));
}

static void choose(struct test_house *t, int64_t member_id, const char *topic, enum pace mail)
{
	const struct notice_choice choice = { str_from(topic), 1, (int)mail, 1 };
	assert_int_equal(topic_choose(acting_as(t, member_id), &choice), OK);
}

static void a_mail_that_was_switched_off_does_not_come(void **state)
{
	struct test_house *t = *state;
	struct thread thread = ana_asks(t);
	choose(t, t->ana, "answer", PACE_NONE);
	answers(t, t->ben, thread.id);
	assert_int_equal(inbox_of(t, t->ana).count, 1);
	assert_int_equal(mails_to(t, "ana@example.org"), 0);
	choose(t, t->ana, "answer", PACE_NOW);
	answers(t, t->ben, thread.id);
	assert_int_equal(mails_to(t, "ana@example.org"), 1);
	struct scope *ana = acting_as(t, t->ana);
	assert_int_equal(topic_choose(ana, &(struct notice_choice){ S("weather"), 1, 2, 1 }), ERR_INVALID);
	assert_reason(ana, "notice.topic_unknown");
}

static void a_brand_can_send_no_such_mails_at_all(void **state)
{
	struct test_house *t = *state;
	struct thread thread = ana_asks(t);
	assert_int_equal(setting_set(acting_as(t, t->adam), &notify_settings[0], S("0")), OK);
	answers(t, t->ben, thread.id);
	assert_int_equal(mails_to(t, "ana@example.org"), 0);
}

static void nobody_is_mailed_what_she_may_not_see(void **state)
{
	struct test_house *t = *state;
	struct thread thread = thread_on(t, t->mia, AUDIENCE_STAFF);
	assert_int_equal(member_set_role(acting_as_house(t), t->mia, ROLE_MODERATOR, false), OK);
	answers(t, t->adam, thread.id);
	assert_int_equal(mails_to(t, "mia@example.org"), 0);
}

/* ── pages and API ── */

static struct answer get(struct test_house *t, int64_t as, const char *path)
{
	return visit(t, &(struct asked){ .as = as, .path = path });
}

static const char *notice_path(struct test_house *t, int64_t id)
{
	return str_c(t->arena, str_format(t->arena, "/inbox/%lld", (long long)id));
}

static void the_inbox_shows_lines_and_the_bell_counts_them(void **state)
{
	struct test_house *t = *state;
	struct answer answer = get(t, t->ana, "/inbox");
	assert_int_equal(answer.status, 200);
	assert_true(answer_says(&answer, "Noch nichts Neues"));
	assert_true(answer_says(&answer, "data-live=\"/live\" hidden>0<"));
	assert_false(answer_says(&answer, "/inbox/read"));
	struct thread thread = ana_asks(t);
	answers(t, t->ben, thread.id);
	int64_t id = inbox_of(t, t->ana).at[0].id;
	answer = get(t, t->ana, "/inbox");
	assert_true(answer_says(&answer, "Ben hat auf deine Frage geantwortet"));
	assert_true(answer_says(&answer, "Gäste kommen nicht ins WLAN"));
	assert_true(answer_says(&answer, "note note-new") && answer_says(&answer, "data-live=\"/live\">1<"));
	assert_true(answer_says(&answer, "action=\"/inbox/read\""));
	answer = get(t, t->ana, notice_path(t, id));
	assert_int_equal(answer.status, 303);
	assert_true(str_contains(answer.location, S("/threads/")) && str_ends(answer.location, S("#p2")));
	assert_int_equal(unread_of(t, t->ana), 1); /* a plain link writes nothing */
	answer = visit(t, &(struct asked){ .as = t->ana, .method = POST, .path = notice_path(t, id) });
	assert_int_equal(answer.status, 303);
	assert_true(str_ends(answer.location, S("#p2")));
	assert_int_equal(unread_of(t, t->ana), 0);
	answer = get(t, t->ana, "/inbox");
	assert_false(answer_says(&answer, "note note-new"));
	assert_int_equal(get(t, t->eve, notice_path(t, id)).status, 404);
	answer = visit(t, &(struct asked){ .as = t->eve, .method = POST, .path = notice_path(t, id) });
	assert_int_equal(answer.status, 404);
}

static void a_notice_whose_thing_is_gone_leads_back_to_the_inbox(void **state)
{
	struct test_house *t = *state;
	hear(t, &(struct news){ .kind = &task_expired, .id = id_new(t->now), .subject = subject_of(&task_subject, 4711),
		.to_member_id = t->ana });
	int64_t id = inbox_of(t, t->ana).at[0].id;
	struct answer answer = get(t, t->ana, "/inbox");
	assert_true(answer_says(&answer, "Dein Gesuch ist abgelaufen") && answer_says(&answer, "Nicht mehr zu sehen"));
	answer = visit(t, &(struct asked){ .as = t->ana, .method = POST, .path = notice_path(t, id) });
	assert_true(str_equal(answer.location, S("/inbox")));
	assert_int_equal(unread_of(t, t->ana), 0);
}

static void strangers_are_asked_to_sign_in(void **state)
{
	static const char *const paths[] = { "/inbox", "/inbox/5", "/live", "/me/notices" };
	struct test_house *t = *state;
	for (size_t i = 0; i < COUNT(paths); i++)
		assert_true(str_contains(get(t, 0, paths[i]).location, S("/login")));
	assert_int_equal(get(t, 0, "/api/v1/inbox").status, 401);
}

static void live_is_a_stream_that_begins_with_the_count(void **state)
{
	struct test_house *t = *state;
	struct answer answer = get(t, t->ana, "/live");
	assert_int_equal(answer.status, 200);
	assert_non_null(answer.response->stream);
}

static void it_is_chosen_on_a_page_how_one_is_told(void **state)
{
	struct test_house *t = *state;
	struct answer answer = get(t, t->ana, "/me/notices");
	assert_true(answer_says(&answer, "name=\"site_answer\" value=\"1\" checked"));
	assert_true(answer_says(&answer, "name=\"daily_at\" type=\"time\" value=\"07:00\""));
	assert_false(answer_says(&answer, "name=\"mail_visit\"")); /* what must arrive cannot be chosen */
	answer = visit(t, &(struct asked){ .as = t->ana, .method = POST, .path = "/me/notices",
		.form = "mail_answer=daily&mail_solution=none&site_kudos=1&quiet_from=22:00&quiet_until=06:30&daily_at=&zone=Asia/Tokyo" });
	assert_int_equal(answer.status, 303);
	struct notice_choice_list list;
	struct habit habit;
	assert_int_equal(topic_choices(acting_as(t, t->ana), &list), OK);
	for (size_t i = 0; i < list.count; i++) {
		if (str_equal(list.at[i].topic, S("answer")))
			assert_true(list.at[i].mail == PACE_DAILY && !list.at[i].site);
		if (str_equal(list.at[i].topic, S("visit")))
			assert_true(list.at[i].mail == PACE_NOW && list.at[i].site);
		if (str_equal(list.at[i].topic, S("kudos")))
			assert_true(list.at[i].mail == PACE_NONE && list.at[i].site);
	}
	assert_int_equal(habit_mine(acting_as(t, t->ana), &habit), OK);
	assert_int_equal(habit.quiet_from, 22 * 60);
	assert_int_equal(habit.quiet_until, 6 * 60 + 30);
	assert_int_equal(habit.daily_at, DAILY_NEVER);
	assert_true(str_equal(habit.zone, S("Asia/Tokyo")) && !habit.follows_own);
	answer = visit(t, &(struct asked){ .as = t->ana, .method = POST, .path = "/me/notices", .form = "zone=Mars" });
	assert_int_equal(answer.status, 422);
}

static void programs_read_the_inbox_page_by_page(void **state)
{
	struct test_house *t = *state;
	struct thread thread = ana_asks(t);
	for (int i = 0; i < NOTICES_A_PAGE + 3; i++)
		answers(t, t->ben, thread.id);
	house_work(t);
	struct answer answer = visit(t, &(struct asked){ .as = t->ana, .path = "/api/v1/inbox", .bearer = true });
	assert_int_equal(answer.status, 200);
	assert_true(answer_says(&answer, "\"words\":\"Ben hat auf deine Frage geantwortet\""));
	int64_t next = number_after(answer.body, "\"next\":\"");
	assert_true(next > 0);
	const char *path = str_c(t->arena, str_format(t->arena, "/api/v1/inbox?after=%lld", (long long)next));
	answer = visit(t, &(struct asked){ .as = t->ana, .path = path, .bearer = true });
	assert_true(answer_says(&answer, "\"next\":null"));
	answer = visit(t, &(struct asked){ .as = t->ana, .method = POST, .path = "/api/v1/inbox/read", .json = "{}", .bearer = true });
	assert_int_equal(answer.status, 204);
	assert_int_equal(unread_of(t, t->ana), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WEB_TEST(an_answer_is_told_to_the_asker_and_to_those_who_wrote_but_not_to_its_author),
		WEB_TEST(a_solution_is_told_to_the_posts_author),
		WEB_TEST(kudos_of_one_day_are_one_notice),
		WEB_TEST(whoever_may_no_longer_see_the_thread_is_not_told),
		WEB_TEST(the_bell_counts_no_further_than_a_hundred),
		WEB_TEST(a_crowd_is_told_in_pieces),
		WEB_TEST(visits_and_applications_are_told_to_whom_they_concern),
		WEB_TEST(what_the_clock_does_to_a_booking_is_told_to_both),
		WEB_TEST(every_kind_has_words_for_one_and_is_known),
		WEB_TEST(an_opened_notice_is_read_and_the_others_are_not),
		WEB_TEST(all_read_leaves_what_came_later),
		WEB_TEST(an_inbox_is_its_members_own),
		WEB_TEST(old_notices_are_swept),
		WEB_TEST(the_asker_is_mailed_with_a_link_to_the_answer),
		WEB_TEST(the_author_of_the_solution_is_mailed),
		WEB_TEST(a_mail_that_was_switched_off_does_not_come),
		WEB_TEST(a_brand_can_send_no_such_mails_at_all),
		WEB_TEST(nobody_is_mailed_what_she_may_not_see),
		WEB_TEST(the_inbox_shows_lines_and_the_bell_counts_them),
		WEB_TEST(a_notice_whose_thing_is_gone_leads_back_to_the_inbox),
		WEB_TEST(strangers_are_asked_to_sign_in),
		WEB_TEST(live_is_a_stream_that_begins_with_the_count),
		WEB_TEST(it_is_chosen_on_a_page_how_one_is_told),
		WEB_TEST(programs_read_the_inbox_page_by_page),
	};
	return cmocka_run_group_tests_name("notify", tests, NULL, NULL);
}
