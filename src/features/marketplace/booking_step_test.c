/*
 * booking_step_test.c: proves the steps between agreement and visit: contact, confirmation, another time, absence,
 * failure; and that the clock alone brings every visit to an end.
 */
#include "features/marketplace/visit_testing.h"

#include "features/marketplace/agreement.h"
#include "features/marketplace/marketplace_news.h"
#include "test/letters.h"
#include "test/visit.h"

#define WEEK_LATER (TOMORROW_TEN + DAYS(6)) /* Thursday, 8 January 2026, 10:00 */

static struct booking agreed_at(struct test_house *t, moment starts_at)
{
	struct booking booking;
	const struct booking_ask ask = visit_at(starts_at);
	assert_int_equal(booking_book(acting_as(t, t->ana), ben_helps(t), &ask, &booking), OK);
	assert_int_equal(booking_take_step(market_helper(t, t->ben), booking.id, BOOKING_ACCEPT, S("")), OK);
	return load_visit(t, booking.id);
}

static enum err take(struct scope *scope, const struct booking *booking, enum booking_step step)
{
	return booking_take_step(scope, booking->id, step, S(""));
}

static enum err propose(struct scope *scope, const struct booking *booking, moment starts_at)
{
	const struct booking_words words = { .reason = S(""), .starts_at = starts_at };
	return booking_take_step_with(scope, booking->id, BOOKING_PROPOSE, &words);
}

static enum err take_for(struct scope *scope, const struct booking *booking, enum booking_step step, int cause)
{
	const struct booking_words words = { .reason = S("Es war so."), .cause = cause };
	return booking_take_step_with(scope, booking->id, step, &words);
}

/* How many mails to `address` say `subject` so far. */
static size_t mails(struct test_house *t, const char *address, const char *subject)
{
	struct letter_got_list list = letters(t);
	size_t count = 0;
	for (size_t i = 0; i < list.count; i++)
		count += str_contains(list.at[i].to, str_from(address)) && str_contains(list.at[i].subject, str_from(subject));
	return count;
}

static void a_helper_who_keeps_silent_is_reminded_once(void **state)
{
	struct test_house *t = *state;
	struct booking booking = agreed_at(t, WEEK_LATER);
	t->now += HOURS(12) - SECONDS(1);
	assert_int_equal(mails(t, "ben@example.org", "Melde dich bitte"), 0);
	t->now += SECONDS(1);
	assert_int_equal(mails(t, "ben@example.org", "Melde dich bitte"), 1);
	t->now += DAYS(1);
	assert_int_equal(mails(t, "ben@example.org", "Melde dich bitte"), 1);
	struct scope *ana = acting_as(t, t->ana); /* it is the helper's to say */
	assert_refused(ana, take(ana, &booking, BOOKING_CONTACT), ERR_CONFLICT, "booking.step_not_open");
}

static void who_got_in_touch_is_not_reminded(void **state)
{
	struct test_house *t = *state;
	struct booking booking = agreed_at(t, WEEK_LATER);
	assert_int_equal(take(market_helper(t, t->ben), &booking, BOOKING_CONTACT), OK);
	booking = load_visit(t, booking.id);
	assert_int_equal(booking.contacted_at, t->now);
	assert_int_equal(booking.state, BOOKING_ACCEPTED);
	struct scope *ben = market_helper(t, t->ben);
	assert_refused(ben, take(ben, &booking, BOOKING_CONTACT), ERR_CONFLICT, "booking.contacted_already");
	t->now += HOURS(13);
	assert_int_equal(mails(t, "ben@example.org", "Melde dich bitte"), 0);
	struct booking_step_log_list log;
	assert_int_equal(booking_load_log(acting_as_house(t), booking.id, &log), OK);
	assert_int_equal(log.count, 3);
	assert_int_equal(log.at[2].step, BOOKING_CONTACT);
}

static void a_visit_is_confirmed_from_a_day_before(void **state)
{
	struct test_house *t = *state;
	struct booking booking = agreed_at(t, WEEK_LATER);
	t->now = WEEK_LATER - HOURS(24) - SECONDS(1);
	struct scope *ben = market_helper(t, t->ben);
	assert_refused(ben, take(ben, &booking, BOOKING_CONFIRM), ERR_CONFLICT, "booking.confirm_too_early");
	assert_int_equal(mails(t, "ben@example.org", "Morgen:"), 0);
	t->now += SECONDS(1);
	assert_int_equal(mails(t, "ben@example.org", "Morgen:"), 1);
	assert_int_equal(take(market_helper(t, t->ben), &booking, BOOKING_CONFIRM), OK);
	assert_int_equal(load_visit(t, booking.id).state, BOOKING_CONFIRMED);
	struct letter_got letter = letter_to(t, "ana@example.org");
	assert_true(str_contains(letter.subject, S("Bestätigt")));
	assert_true(str_contains(letter.calendar, S("SEQUENCE:0")));
	t->now = WEEK_LATER - HOURS(12);
	assert_int_equal(mails(t, "ana@example.org", "Noch nicht bestätigt"), 0);
}

static void a_missing_confirmation_is_told_to_the_asker(void **state)
{
	struct test_house *t = *state;
	agreed_at(t, WEEK_LATER);
	t->now = WEEK_LATER - HOURS(12) - SECONDS(1);
	assert_int_equal(mails(t, "ana@example.org", "Noch nicht bestätigt"), 0);
	t->now += SECONDS(1);
	assert_int_equal(mails(t, "ana@example.org", "Noch nicht bestätigt"), 1);
}

static void who_leaves_says_when_to_arrive(void **state)
{
	struct test_house *t = *state;
	struct booking booking = agreed_visit(t);
	t->now = booking.starts_at - HOURS(1);
	struct booking_words words = { .reason = S(""), .minutes = BOOKING_ARRIVAL_MAX + 1 };
	struct scope *ben = market_helper(t, t->ben);
	assert_refused(ben, booking_take_step_with(ben, booking.id, BOOKING_START, &words), ERR_INVALID, "booking.arrival_wrong");
	words.minutes = 45;
	assert_int_equal(booking_take_step_with(ben, booking.id, BOOKING_START, &words), OK);
	assert_int_equal(load_visit(t, booking.id).arrives_at, t->now + MINUTES(45));
	struct letter_got letter = letter_to(t, "ana@example.org");
	assert_true(str_contains(letter.subject, S("Unterwegs zu dir")));
	assert_true(str_contains(letter.text, S("09:45")));
}

/* ── another time ── */

static void another_time_needs_both(void **state)
{
	struct test_house *t = *state;
	struct booking booking = agreed_at(t, WEEK_LATER);
	struct agreement first, second;
	assert_int_equal(agreement_of(acting_as(t, t->ana), booking.id, &booking, &first), OK);
	assert_int_equal(propose(acting_as(t, t->ana), &booking, WEEK_LATER + HOURS(3)), OK);
	struct scope *ana = acting_as(t, t->ana);
	assert_refused(ana, take(ana, &booking, BOOKING_MOVE), ERR_CONFLICT, "booking.own_move");
	assert_refused(ana, propose(ana, &booking, WEEK_LATER + HOURS(4)), ERR_CONFLICT, "booking.move_pending");
	struct letter_got letter = letter_to(t, "ben@example.org");
	assert_true(str_contains(letter.subject, S("Anderer Termin?")));
	assert_true(str_contains(letter.text, S("13:00")));
	assert_int_equal(load_visit(t, booking.id).starts_at, WEEK_LATER); /* until it is agreed */

	assert_int_equal(take(market_helper(t, t->ben), &booking, BOOKING_MOVE), OK);
	booking = load_visit(t, booking.id);
	assert_int_equal(booking.starts_at, WEEK_LATER + HOURS(3));
	assert_int_equal(booking.ends_at, WEEK_LATER + HOURS(4));
	assert_int_equal(booking.earliest_at, WEEK_LATER);
	assert_int_equal(booking.sequence, 1);
	assert_int_equal(booking.move_to, 0);
	letter = letter_to(t, "ana@example.org");
	assert_true(str_contains(letter.calendar, S("SEQUENCE:1")));
	assert_true(str_contains(letter.calendar, S("DTSTART:20260108T120000Z")));
	assert_int_equal(agreement_of(acting_as(t, t->ana), booking.id, &booking, &second), OK);
	assert_int_equal(second.version, 2);
	assert_false(str_equal(first.fingerprint, second.fingerprint));
	/* The hour before is free again, the new one is not. */
	struct booking other;
	const struct booking_ask old_hour = visit_at(WEEK_LATER), new_hour = visit_at(WEEK_LATER + HOURS(3));
	struct scope *eve = acting_as(t, t->eve);
	assert_refused(eve, booking_book(eve, booking.service_id, &new_hour, &other), ERR_CONFLICT, "calendar.slot_taken");
	assert_int_equal(booking_book(eve, booking.service_id, &old_hour, &other), OK);
}

static void another_time_is_asked_for_again_when_it_is_agreed(void **state)
{
	struct test_house *t = *state;
	struct booking booking = agreed_at(t, WEEK_LATER), other;
	assert_int_equal(propose(acting_as(t, t->ana), &booking, WEEK_LATER + HOURS(3)), OK);
	const struct booking_ask ask = visit_at(WEEK_LATER + HOURS(3));
	assert_int_equal(booking_book(acting_as(t, t->eve), booking.service_id, &ask, &other), OK);
	struct scope *ben = market_helper(t, t->ben);
	assert_refused(ben, take(ben, &booking, BOOKING_MOVE), ERR_CONFLICT, "calendar.slot_taken");
	assert_int_equal(load_visit(t, booking.id).starts_at, WEEK_LATER);
}

static void a_visit_may_move_by_half_an_hour_over_itself(void **state)
{
	struct test_house *t = *state;
	struct booking booking = agreed_at(t, WEEK_LATER);
	assert_int_equal(propose(acting_as(t, t->ana), &booking, WEEK_LATER + MINUTES(30)), OK);
	assert_int_equal(take(market_helper(t, t->ben), &booking, BOOKING_MOVE), OK);
	assert_int_equal(load_visit(t, booking.id).starts_at, WEEK_LATER + MINUTES(30));
}

static void an_asker_proposes_within_the_helpers_hours_only(void **state)
{
	struct test_house *t = *state;
	struct booking booking = agreed_at(t, WEEK_LATER);
	struct scope *ana = acting_as(t, t->ana), *ben = market_helper(t, t->ben);
	assert_refused(ana, propose(ana, &booking, WEEK_LATER + HOURS(11)), ERR_INVALID, "calendar.slot_closed");
	assert_refused(ana, propose(ana, &booking, WEEK_LATER), ERR_INVALID, "booking.same_time");
	assert_refused(ana, propose(ana, &booking, 0), ERR_INVALID, "field.empty");
	assert_refused(ben, propose(ben, &booking, t->now - HOURS(1)), ERR_INVALID, "calendar.too_soon");
	assert_int_equal(propose(ben, &booking, WEEK_LATER + HOURS(11)), OK); /* the helper's own wish */
}

static void two_proposals_and_no_more(void **state)
{
	struct test_house *t = *state;
	struct booking booking = agreed_at(t, WEEK_LATER);
	assert_int_equal(propose(acting_as(t, t->ana), &booking, WEEK_LATER + HOURS(3)), OK);
	assert_int_equal(take(market_helper(t, t->ben), &booking, BOOKING_MOVE_REFUSE), OK);
	assert_true(str_contains(letter_to(t, "ana@example.org").subject, S("Es bleibt beim Termin")));
	assert_int_equal(propose(market_helper(t, t->ben), &booking, WEEK_LATER + HOURS(4)), OK);
	assert_int_equal(take(market_helper(t, t->ben), &booking, BOOKING_MOVE_DROP), OK);
	struct scope *ana = acting_as(t, t->ana);
	assert_refused(ana, propose(ana, &booking, WEEK_LATER + HOURS(5)), ERR_CONFLICT, "booking.moves_used_up");
	assert_refused(ana, take(ana, &booking, BOOKING_MOVE), ERR_CONFLICT, "booking.no_move");
}

static void a_proposal_nobody_answers_lapses(void **state)
{
	struct test_house *t = *state;
	struct booking booking = agreed_at(t, WEEK_LATER);
	assert_int_equal(propose(acting_as(t, t->ana), &booking, WEEK_LATER + HOURS(3)), OK);
	struct scope *ben = market_helper(t, t->ben);
	assert_refused(ben, take(ben, &booking, BOOKING_CONFIRM), ERR_CONFLICT, "booking.move_pending");
	t->now += HOURS(48);
	ben = market_helper(t, t->ben);
	assert_refused(ben, take(ben, &booking, BOOKING_MOVE), ERR_CONFLICT, "booking.no_move");
	house_work(t);
	booking = load_visit(t, booking.id);
	assert_int_equal(booking.move_to, 0);
	assert_int_equal(booking.starts_at, WEEK_LATER);
	assert_int_equal(mails(t, "ana@example.org", "Es bleibt beim Termin"), 1);
}

static void moving_a_visit_does_not_dodge_a_late_cancellation(void **state)
{
	struct test_house *t = *state;
	struct booking booking = agreed_at(t, WEEK_LATER);
	t->now = WEEK_LATER - HOURS(20);
	assert_int_equal(propose(acting_as(t, t->ana), &booking, WEEK_LATER + DAYS(3)), OK);
	assert_int_equal(take(market_helper(t, t->ben), &booking, BOOKING_MOVE), OK);
	assert_int_equal(take(acting_as(t, t->ana), &booking, BOOKING_CANCEL), OK);
	booking = load_visit(t, booking.id);
	assert_int_equal(booking.state, BOOKING_CANCELLED_LATE);
	assert_int_equal(booking.sequence, 2);
}

/* ── it went wrong ── */

static void nobody_there_is_said_after_ten_minutes_and_an_attempt(void **state)
{
	struct test_house *t = *state;
	struct booking booking = agreed_visit(t);
	t->now = booking.starts_at + MINUTES(10) - SECONDS(1);
	struct scope *ben = market_helper(t, t->ben);
	assert_refused(ben, take_for(ben, &booking, BOOKING_NO_SHOW, CAUSE_CALLED), ERR_CONFLICT, "booking.wait_longer");
	t->now += SECONDS(1);
	ben = market_helper(t, t->ben);
	assert_refused(ben, take_for(ben, &booking, BOOKING_NO_SHOW, CAUSE_NONE), ERR_INVALID, "booking.attempt_missing");
	assert_refused(ben, take_for(ben, &booking, BOOKING_NO_SHOW, CAUSE_LINE), ERR_INVALID, "booking.attempt_missing");
	assert_int_equal(take_for(ben, &booking, BOOKING_NO_SHOW, CAUSE_CALLED), OK);
	assert_int_equal(load_visit(t, booking.id).state, BOOKING_NO_SHOW_CUSTOMER);
	assert_true(str_contains(letter_to(t, "ana@example.org").subject, S("Verpasst")));

	struct scope *ana = acting_as(t, t->ana);
	assert_refused(ben, booking_take_step(ben, booking.id, BOOKING_CONTEST, S("Das war anders.")), ERR_CONFLICT,
	               "booking.step_not_open");
	assert_refused(ana, booking_take_step(ana, booking.id, BOOKING_CONTEST, S("Nein")), ERR_INVALID, "booking.reason_missing");
	assert_int_equal(booking_take_step(ana, booking.id, BOOKING_CONTEST, S("Ich war da, die Klingel ist kaputt.")), OK);
	assert_int_equal(load_visit(t, booking.id).contested_at, t->now);
	assert_refused(ana, booking_take_step(ana, booking.id, BOOKING_CONTEST, S("Noch einmal: ich war da.")), ERR_CONFLICT,
	               "booking.contested_already");
}

static void a_helper_who_did_not_come_may_object_for_two_days(void **state)
{
	struct test_house *t = *state;
	struct booking booking = agreed_visit(t);
	t->now = booking.starts_at + MINUTES(10);
	assert_int_equal(take_for(acting_as(t, t->ana), &booking, BOOKING_NO_SHOW, CAUSE_TEXTED), OK);
	assert_int_equal(load_visit(t, booking.id).state, BOOKING_NO_SHOW_HELPER);
	t->now += HOURS(48);
	struct scope *ben = market_helper(t, t->ben);
	assert_refused(ben, booking_take_step(ben, booking.id, BOOKING_CONTEST, S("Ich stand vor der Tür.")), ERR_CONFLICT,
	               "booking.contest_too_late");
}

static void what_failed_gives_the_question_back(void **state)
{
	struct test_house *t = *state;
	struct booking booking = agreed_visit(t);
	t->now = booking.starts_at;
	struct scope *ben = market_helper(t, t->ben);
	assert_refused(ben, take_for(ben, &booking, BOOKING_FAIL, CAUSE_LINE), ERR_INVALID, "booking.cause_missing");
	assert_int_equal(take_for(ben, &booking, BOOKING_FAIL, CAUSE_PART), OK);
	booking = load_visit(t, booking.id);
	assert_int_equal(booking.state, BOOKING_FAILED);
	assert_int_equal(booking.cause, CAUSE_PART);
	assert_true(booking_is_reviewable(&booking));
}

static void what_is_nobodys_fault_goes_to_the_brand(void **state)
{
	struct test_house *t = *state;
	struct booking booking = agreed_visit(t);
	struct review review;
	struct matter matter;
	t->now = booking.starts_at;
	struct scope *ana = acting_as(t, t->ana), *ben = market_helper(t, t->ben);
	assert_refused(ana, take_for(ana, &booking, BOOKING_HAND_OVER, CAUSE_LINE), ERR_CONFLICT, "booking.step_not_open");
	assert_refused(ben, take_for(ben, &booking, BOOKING_HAND_OVER, CAUSE_PART), ERR_INVALID, "booking.cause_missing");
	assert_int_equal(take_for(ben, &booking, BOOKING_HAND_OVER, CAUSE_LINE), OK);
	assert_string_equal(house_last_news(t), "marketplace.booking_handed_over");
	assert_int_equal(load_visit(t, booking.id).state, BOOKING_HANDED_TO_BRAND);
	assert_int_equal(trail_matter(acting_as(t, t->ana), subject_of(&booking_subject, booking.id), &matter), OK);
	assert_int_equal(matter.holder, HELD_BY_BRAND);
	/* It costs neither of them anything: there is nothing to review. */
	const struct review_ask ask = { 1, S("Es ging ja doch nicht."), TOLD_YES };
	ana = acting_as(t, t->ana);
	assert_refused(ana, review_write(ana, booking.id, &ask, &review), ERR_CONFLICT, "review.not_open");
}

static void a_suspended_helpers_visits_are_called_off_and_others_shown(void **state)
{
	struct test_house *t = *state;
	int64_t service_id = ben_helps(t), offered_by_eve;
	struct booking booking, asked;
	struct service service;
	const struct service_ask other = market_service();
	struct application application;
	assert_int_equal(application_mine(acting_as(t, t->ben), &application), OK);
	market_approve(t, t->eve);
	assert_int_equal(service_make(market_helper(t, t->eve), &other, &service), OK);
	offered_by_eve = service.id;
	const struct booking_ask first = visit_at(TOMORROW_TEN), second = visit_at(TOMORROW_TEN + HOURS(3));
	assert_int_equal(booking_book(acting_as(t, t->ana), service_id, &first, &booking), OK);
	assert_int_equal(booking_take_step(market_helper(t, t->ben), booking.id, BOOKING_ACCEPT, S("")), OK);
	assert_int_equal(booking_book(acting_as(t, t->ana), service_id, &second, &asked), OK);
	assert_int_equal(application_take_step(acting_as(t, t->adam), application.id, APPLICATION_SUSPEND, S("Beschwerden")), OK);
	house_work(t);
	assert_int_equal(load_visit(t, booking.id).state, BOOKING_CANCELLED_EARLY);
	assert_int_equal(load_visit(t, asked.id).state, BOOKING_DECLINED);
	assert_int_equal(mails(t, "ana@example.org", "Leider abgesagt"), 2);
	struct answer answer = visit(t, &(struct asked){ .as = t->ana,
		.path = str_c(t->arena, str_format(t->arena, "/bookings/%lld", (long long)booking.id)) });
	assert_true(answer_says(&answer, "Diese drei könnten stattdessen kommen"));
	assert_true(answer_says(&answer, str_c(t->arena, str_format(t->arena, "/services/%lld", (long long)offered_by_eve))));
}

static void a_short_suspension_leaves_later_visits_alone(void **state)
{
	struct test_house *t = *state;
	struct booking soon = agreed_at(t, TOMORROW_TEN), later;
	const struct booking_ask ask = visit_at(WEEK_LATER);
	assert_int_equal(booking_book(acting_as(t, t->ana), soon.service_id, &ask, &later), OK);
	assert_int_equal(booking_take_step(market_helper(t, t->ben), later.id, BOOKING_ACCEPT, S("")), OK);
	assert_int_equal(member_suspend(acting_as(t, t->adam), t->ben, t->now + DAYS(3)), OK);
	house_work(t);
	assert_int_equal(load_visit(t, soon.id).state, BOOKING_CANCELLED_EARLY);
	assert_int_equal(load_visit(t, later.id).state, BOOKING_ACCEPTED);
}

/* ── the clock alone ── */

enum { LIVES = 12 };

/* One visit for each way to leave it alone: asked, agreed, confirmed, a proposal open, called off late, … */
static void begin_lives(struct test_house *t, int64_t service_id, struct booking at[LIVES])
{
	for (int i = 0; i < LIVES; i++) {
		const struct booking_ask ask = visit_at(WEEK_LATER + HOURS(i - 2 < 9 ? i - 2 : 21 + i));
		struct scope *asker = acting_as(t, i % 2 ? t->ana : t->eve);
		assert_int_equal(booking_book(asker, service_id, &ask, &at[i]), OK);
		if (i)
			assert_int_equal(take(market_helper(t, t->ben), &at[i], BOOKING_ACCEPT), OK);
	}
	assert_int_equal(propose(market_helper(t, t->ben), &at[2], WEEK_LATER + DAYS(5)), OK);
	assert_int_equal(take(market_helper(t, t->ben), &at[3], BOOKING_CONTACT), OK);
	t->now = WEEK_LATER - HOURS(4);
	house_work(t);
	assert_int_equal(take(market_helper(t, t->ben), &at[4], BOOKING_CONFIRM), OK);
	assert_int_equal(take(acting_as(t, t->ana), &at[5], BOOKING_CANCEL), OK);
	assert_int_equal(propose(acting_as(t, t->eve), &at[6], WEEK_LATER + DAYS(5)), OK);
	t->now = at[10].starts_at + MINUTES(20);
	assert_int_equal(take_for(market_helper(t, t->ben), &at[7], BOOKING_NO_SHOW, CAUSE_RANG), OK);
	assert_int_equal(take_for(acting_as(t, t->eve), &at[8], BOOKING_NO_SHOW, CAUSE_CALLED), OK);
	assert_int_equal(take_for(market_helper(t, t->ben), &at[9], BOOKING_FAIL, CAUSE_OTHER), OK);
	assert_int_equal(take_for(market_helper(t, t->ben), &at[10], BOOKING_HAND_OVER, CAUSE_DEVICE), OK);
}

static void the_clock_alone_ends_every_visit_within_400_days(void **state)
{
	struct test_house *t = *state;
	struct booking at[LIVES];
	static const enum booking_state ends[LIVES] = { BOOKING_EXPIRED, BOOKING_CLOSED, BOOKING_CLOSED, BOOKING_CLOSED,
		BOOKING_CLOSED, BOOKING_CANCELLED_LATE, BOOKING_CLOSED, BOOKING_NO_SHOW_CUSTOMER, BOOKING_NO_SHOW_HELPER,
		BOOKING_FAILED, BOOKING_HANDED_TO_BRAND, BOOKING_CLOSED };
	int64_t service_id = ben_helps(t);
	const struct hours_setting setting = { .zone = S("Europe/Berlin"), .notice = 60, .buffer = 0, .per_day = 20 };
	assert_int_equal(calendar_change_setting(market_helper(t, t->ben), t->ben, &setting), OK);
	begin_lives(t, service_id, at);
	const moment last = t->now + DAYS(400);
	for (; t->now < last; t->now += DAYS(1))
		house_work(t); /* the clock stands while all that is due is done */
	for (int i = 0; i < LIVES; i++) {
		struct booking booking = load_visit(t, at[i].id);
		assert_int_equal(booking.state, ends[i]);
		assert_int_equal(booking.sealed.len, 0);
		assert_int_equal(booking.move_to, 0);
	}
	struct letter_got_list all = letters(t);
	size_t before = all.count;
	t->now += DAYS(250); /* what was checked of the helper holds for two years */
	assert_int_equal(letters(t).count, before); /* nothing is left to happen */
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		HOUSE_TEST(a_helper_who_keeps_silent_is_reminded_once),
		HOUSE_TEST(who_got_in_touch_is_not_reminded),
		HOUSE_TEST(a_visit_is_confirmed_from_a_day_before),
		HOUSE_TEST(a_missing_confirmation_is_told_to_the_asker),
		HOUSE_TEST(who_leaves_says_when_to_arrive),
		HOUSE_TEST(another_time_needs_both),
		HOUSE_TEST(another_time_is_asked_for_again_when_it_is_agreed),
		HOUSE_TEST(a_visit_may_move_by_half_an_hour_over_itself),
		HOUSE_TEST(an_asker_proposes_within_the_helpers_hours_only),
		HOUSE_TEST(two_proposals_and_no_more),
		HOUSE_TEST(a_proposal_nobody_answers_lapses),
		HOUSE_TEST(moving_a_visit_does_not_dodge_a_late_cancellation),
		HOUSE_TEST(nobody_there_is_said_after_ten_minutes_and_an_attempt),
		HOUSE_TEST(a_helper_who_did_not_come_may_object_for_two_days),
		HOUSE_TEST(what_failed_gives_the_question_back),
		HOUSE_TEST(what_is_nobodys_fault_goes_to_the_brand),
		WEB_TEST(a_suspended_helpers_visits_are_called_off_and_others_shown),
		HOUSE_TEST(a_short_suspension_leaves_later_visits_alone),
		HOUSE_TEST(the_clock_alone_ends_every_visit_within_400_days),
	};
	return cmocka_run_group_tests_name("booking steps", tests, NULL, NULL);
}
