/*
 * booking_test.c: proves the rules of a booking.
 *
 * The first test walks every state, step and party, not only the allowed ones, and
 * compares with `allowed`, which is written by hand here so that a slip in booking.c's
 * own table cannot hide itself.
 */
#include "features/marketplace/offer_testing.h"

#include "features/marketplace/agreement.h"
#include "features/marketplace/marketplace_news.h"
#include "features/community/community.h"
#include "features/community/community_news.h"

#include <string.h>


enum moving { STILL, MOVING, EITHER_WAY };

/* When each step is tried: hours from the start; `agreed` long ago.  moving: while the asker proposes another time. */
static const struct { enum booking_state from; enum booking_step step; double hours; bool asker, helper, house;
	enum moving moving; } allowed[] = {
	{ BOOKING_REQUESTED,   BOOKING_ACCEPT,      -20, false, true,  false, EITHER_WAY },
	{ BOOKING_REQUESTED,   BOOKING_DECLINE,     -20, false, true,  false, EITHER_WAY },
	{ BOOKING_REQUESTED,   BOOKING_WITHDRAW,    -20, true,  false, false, EITHER_WAY },
	{ BOOKING_REQUESTED,   BOOKING_HELPER_GONE, -20, false, false, true, EITHER_WAY },
	{ BOOKING_ACCEPTED,    BOOKING_HELPER_GONE, -20, false, false, true, EITHER_WAY },
	{ BOOKING_CONFIRMED,   BOOKING_HELPER_GONE, -20, false, false, true, EITHER_WAY },
	{ BOOKING_REQUESTED,   BOOKING_RUN_OUT,     -2,  false, false, true,  EITHER_WAY },
	{ BOOKING_ACCEPTED,    BOOKING_CONTACT,     -20, false, true,  false, EITHER_WAY },
	{ BOOKING_ACCEPTED,    BOOKING_CONFIRM,     -20, false, true,  false, STILL },
	{ BOOKING_ACCEPTED,    BOOKING_PROPOSE,     -20, true,  true,  false, STILL },
	{ BOOKING_ACCEPTED,    BOOKING_MOVE,        -20, false, true,  false, MOVING },
	{ BOOKING_ACCEPTED,    BOOKING_MOVE_REFUSE, -20, false, true,  false, MOVING },
	{ BOOKING_ACCEPTED,    BOOKING_MOVE_DROP,   -20, true,  false, false, MOVING },
	{ BOOKING_ACCEPTED,    BOOKING_MOVE_LAPSE,  0,   false, false, true,  MOVING },
	{ BOOKING_ACCEPTED,    BOOKING_CANCEL,      -20, true,  true,  false, EITHER_WAY },
	{ BOOKING_ACCEPTED,    BOOKING_START,       -1,  false, true,  false, EITHER_WAY },
	{ BOOKING_ACCEPTED,    BOOKING_FINISH,      1,   true,  false, false, EITHER_WAY },
	{ BOOKING_ACCEPTED,    BOOKING_FINISH_CODE, 1,   false, true,  false, EITHER_WAY },
	{ BOOKING_ACCEPTED,    BOOKING_FINISH_AUTO, 49,  false, false, true,  EITHER_WAY },
	{ BOOKING_ACCEPTED,    BOOKING_NO_SHOW,     0.2, true,  true,  false, EITHER_WAY },
	{ BOOKING_ACCEPTED,    BOOKING_FAIL,        1,   true,  true,  false, EITHER_WAY },
	{ BOOKING_ACCEPTED,    BOOKING_HAND_OVER,   1,   false, true,  false, EITHER_WAY },
	{ BOOKING_CONFIRMED,   BOOKING_CONTACT,     -20, false, true,  false, EITHER_WAY },
	{ BOOKING_CONFIRMED,   BOOKING_PROPOSE,     -20, true,  true,  false, STILL },
	{ BOOKING_CONFIRMED,   BOOKING_MOVE,        -20, false, true,  false, MOVING },
	{ BOOKING_CONFIRMED,   BOOKING_MOVE_REFUSE, -20, false, true,  false, MOVING },
	{ BOOKING_CONFIRMED,   BOOKING_MOVE_DROP,   -20, true,  false, false, MOVING },
	{ BOOKING_CONFIRMED,   BOOKING_MOVE_LAPSE,  0,   false, false, true,  MOVING },
	{ BOOKING_CONFIRMED,   BOOKING_CANCEL,      -20, true,  true,  false, EITHER_WAY },
	{ BOOKING_CONFIRMED,   BOOKING_START,       -1,  false, true,  false, EITHER_WAY },
	{ BOOKING_CONFIRMED,   BOOKING_FINISH,      1,   true,  false, false, EITHER_WAY },
	{ BOOKING_CONFIRMED,   BOOKING_FINISH_CODE, 1,   false, true,  false, EITHER_WAY },
	{ BOOKING_CONFIRMED,   BOOKING_FINISH_AUTO, 49,  false, false, true,  EITHER_WAY },
	{ BOOKING_CONFIRMED,   BOOKING_NO_SHOW,     0.2, true,  true,  false, EITHER_WAY },
	{ BOOKING_CONFIRMED,   BOOKING_FAIL,        1,   true,  true,  false, EITHER_WAY },
	{ BOOKING_CONFIRMED,   BOOKING_HAND_OVER,   1,   false, true,  false, EITHER_WAY },
	{ BOOKING_IN_PROGRESS, BOOKING_FINISH,      1,   true,  false, false, EITHER_WAY },
	{ BOOKING_IN_PROGRESS, BOOKING_FINISH_CODE, 1,   false, true,  false, EITHER_WAY },
	{ BOOKING_IN_PROGRESS, BOOKING_FINISH_AUTO, 49,  false, false, true,  EITHER_WAY },
	{ BOOKING_IN_PROGRESS, BOOKING_NO_SHOW,     0.2, true,  true,  false, EITHER_WAY },
	{ BOOKING_IN_PROGRESS, BOOKING_FAIL,        1,   true,  true,  false, EITHER_WAY },
	{ BOOKING_IN_PROGRESS, BOOKING_HAND_OVER,   1,   false, true,  false, EITHER_WAY },
	{ BOOKING_NO_SHOW_CUSTOMER, BOOKING_CONTEST, 40, true,  false, false, EITHER_WAY },
	{ BOOKING_NO_SHOW_HELPER,   BOOKING_CONTEST, 40, false, true,  false, EITHER_WAY },
	{ BOOKING_DONE,        BOOKING_REPAIR,      250, true,  false, false, EITHER_WAY },
	{ BOOKING_DONE_AUTO,   BOOKING_REPAIR,      250, true,  false, false, EITHER_WAY },
	{ BOOKING_DONE,        BOOKING_CLOSE,       337, false, false, true,  EITHER_WAY },
	{ BOOKING_DONE_AUTO,   BOOKING_CLOSE,       337, false, false, true,  EITHER_WAY },
};

static void check_one(const struct booking *booking, enum booking_step step)
{
	double hours = 1;
	bool asker = false, helper = false, house = false, is_moving = booking->move_to != 0;
	for (size_t i = 0; i < COUNT(allowed); i++) {
		bool fits = allowed[i].moving == EITHER_WAY || (allowed[i].moving == MOVING) == is_moving;
		if ((int)allowed[i].from != booking->state || allowed[i].step != step || !fits)
			continue;
		hours = allowed[i].hours;
		asker = allowed[i].asker;
		helper = allowed[i].helper;
		house = allowed[i].house;
	}
	if (step == BOOKING_START && booking->way != WAY_HOME)
		helper = false; /* from afar nobody is on the way */
	moment now = booking->starts_at + (moment)(hours * 3600e6);
	assert_int_equal(booking_step_is_open(booking, step, PARTY_ASKER, now), asker);
	assert_int_equal(booking_step_is_open(booking, step, PARTY_HELPER, now), helper);
	assert_int_equal(booking_step_is_open(booking, step, PARTY_HOUSE, now), house);
	assert_false(booking_step_is_open(booking, step, PARTY_NONE, now));
	assert_int_equal(booking_may(booking, step, 11, now), asker);
	assert_int_equal(booking_may(booking, step, 12, now), helper);
	assert_false(booking_may(booking, step, 13, now));
	assert_false(booking_may(booking, step, 0, now));
}

static void check_way(int way)
{
	struct booking booking = { .id = 1, .asker_id = 11, .helper_id = 12, .starts_at = TOMORROW_TEN,
		.ends_at = TOMORROW_TEN + HOURS(1), .earliest_at = TOMORROW_TEN, .accepted_at = 1,
		.expires_at = TOMORROW_TEN - HOURS(2), .finished_at = TOMORROW_TEN, .way = way };
	for (int from = 0; from < BOOKING_STATE_COUNT; from++) {
		booking.state = from;
		for (enum booking_step step = 0; step < BOOKING_STEP_COUNT; step++)
			check_one(&booking, step);
	}
	booking.move_to = TOMORROW_TEN + HOURS(5);
	booking.move_until = TOMORROW_TEN;
	booking.move_by = PARTY_ASKER;
	for (int from = 0; from < BOOKING_STATE_COUNT; from++) {
		booking.state = from;
		for (enum booking_step step = 0; step < BOOKING_STEP_COUNT; step++)
			check_one(&booking, step);
	}
}

static void only_the_allowed_steps_are_open(void **state)
{
	(void)state;
	for (int way = 0; way < WAY_COUNT; way++)
		check_way(way);
}

static void a_slot_is_asked_for_accepted_and_told(void **state)
{
	struct test_house *t = *state;
	struct booking booking = ana_books(t, ben_helps(t));
	assert_int_equal(booking.state, BOOKING_REQUESTED);
	assert_int_equal(booking.expires_at, TOMORROW_TEN - HOURS(2)); /* sooner than in 48 hours */
	assert_string_equal(house_last_news(t), "marketplace.booking_requested");

	assert_int_equal(booking_take_step(market_helper(t, t->ben), booking.id, BOOKING_ACCEPT, S("")), OK);
	booking = load_visit(t, booking.id);
	assert_int_equal(booking.state, BOOKING_ACCEPTED);
	assert_int_equal(booking.accepted_at, t->now);
	assert_string_equal(house_last_news(t), "marketplace.booking_accepted");
	struct booking_step_log_list log;
	assert_int_equal(booking_load_log(acting_as_house(t), booking.id, &log), OK);
	assert_int_equal(log.count, 2);
	assert_int_equal(log.at[0].actor_id, t->ana);
	assert_int_equal(log.at[1].actor_id, t->ben);
	assert_int_equal(log.at[1].from_state, BOOKING_REQUESTED);
	assert_int_equal(log.at[1].to_state, BOOKING_ACCEPTED);
}

static void what_cannot_be_booked_says_why(void **state)
{
	struct test_house *t = *state;
	struct booking booking;
	int64_t service = ben_helps(t);
	struct scope *ana = acting_as(t, t->ana);
	struct booking_ask ask = visit_at(TOMORROW_TEN);
	assert_refused(ana, booking_book(ana, 77, &ask, &booking), ERR_NOT_FOUND, "service.not_found");
	ask.address = S("x");
	assert_refused(ana, booking_book(ana, service, &ask, &booking), ERR_INVALID, "booking.address_wrong");
	ask = visit_at(TOMORROW_TEN);
	ask.phone = S("ring me");
	assert_refused(ana, booking_book(ana, service, &ask, &booking), ERR_INVALID, "booking.phone_wrong");
	ask = visit_at(TOMORROW_TEN);
	ask.place = S("53111"); /* Bonn: Ben travels ten kilometres */
	assert_refused(ana, booking_book(ana, service, &ask, &booking), ERR_INVALID, "booking.too_far_away");
	ask.place = S("");
	assert_refused(ana, booking_book(ana, service, &ask, &booking), ERR_INVALID, "field.empty");
	ask = visit_at(t->now + HOURS(1));
	assert_refused(ana, booking_book(ana, service, &ask, &booking), ERR_CONFLICT, "booking.too_soon");
	ask = visit_at(TOMORROW_TEN + HOURS(12)); /* ten in the evening */
	assert_refused(ana, booking_book(ana, service, &ask, &booking), ERR_CONFLICT, "calendar.slot_closed");
	ask = visit_at(TOMORROW_TEN);
	ask.thread_id = 99;
	assert_refused(ana, booking_book(ana, service, &ask, &booking), ERR_INVALID, "task.thread_unknown");
	struct scope *ben = market_helper(t, t->ben);
	ask = visit_at(TOMORROW_TEN);
	assert_refused(ben, booking_book(ben, service, &ask, &booking), ERR_INVALID, "booking.own_service");
	assert_int_equal(service_take_step(ben, service, SERVICE_PAUSE), OK);
	assert_refused(ana, booking_book(ana, service, &ask, &booking), ERR_NOT_FOUND, "service.not_found");
}

static void two_bookings_cannot_share_a_slot(void **state)
{
	struct test_house *t = *state;
	struct booking second;
	int64_t service = ben_helps(t);
	const struct booking_ask ask = visit_at(TOMORROW_TEN + MINUTES(30));
	struct booking first = ana_books(t, service);
	struct scope *eve = acting_as(t, t->eve);
	assert_refused(eve, booking_book(eve, service, &ask, &second), ERR_CONFLICT, "calendar.slot_taken");
	assert_int_equal(booking_take_step(acting_as(t, t->ana), first.id, BOOKING_WITHDRAW, S("")), OK);
	assert_int_equal(booking_book(eve, service, &ask, &second), OK);
}

static void a_stranger_cannot_tell_that_a_booking_exists(void **state)
{
	struct test_house *t = *state;
	struct booking booking = agreed_visit(t), seen;
	struct agreement agreement;
	struct review_list reviews;
	struct review review;
	bool matches;
	const int64_t others[] = { t->eve, t->mia, t->adam, 0 };
	for (size_t i = 0; i < COUNT(others); i++) {
		struct scope *other = acting_as(t, others[i]);
		assert_refused(other, booking_show(other, 4711, &seen), ERR_NOT_FOUND, "booking.not_found");
		assert_refused(other, booking_show(other, booking.id, &seen), ERR_NOT_FOUND, "booking.not_found");
		for (enum booking_step step = 0; step < BOOKING_STEP_COUNT; step++)
			assert_refused(other, booking_take_step(other, booking.id, step, S("")), ERR_NOT_FOUND, "booking.not_found");
		assert_refused(other, booking_finish_with_code(other, booking.id, S("123456"), &matches), ERR_NOT_FOUND,
		               "booking.not_found");
		assert_refused(other, booking_write_fix(other, booking.id, S("It was the cable.")), ERR_NOT_FOUND,
		               "booking.not_found");
		assert_refused(other, agreement_of(other, booking.id, &seen, &agreement), ERR_NOT_FOUND, "booking.not_found");
		const struct review_ask ask = { 5, S("Very friendly indeed."), 0 };
		assert_refused(other, review_write(other, booking.id, &ask, &review), ERR_NOT_FOUND, "booking.not_found");
		assert_int_equal(review_list_of_booking(other, &booking, &reviews), OK);
		assert_int_equal(reviews.count, 0);
		struct subject_face face = { 0 };
		const struct subject subject = subject_of(&booking_subject, booking.id);
		assert_int_equal(subject_faces(other, &subject, 1, &face), OK);
		assert_true(str_empty(face.title));
	}
}

static void address_and_phones_open_when_it_is_agreed(void **state)
{
	struct test_house *t = *state;
	struct booking_reveal reveal;
	struct booking booking = ana_books(t, ben_helps(t));
	assert_false(str_contains(booking.sealed, S("Domstr")));
	assert_int_equal(booking_reveal(market_helper(t, t->ben), &booking, &reveal), OK);
	assert_false(reveal.is_open);
	assert_true(str_empty(reveal.secret.address));
	assert_true(str_empty(reveal.secret.asker_phone));

	assert_int_equal(booking_take_step(market_helper(t, t->ben), booking.id, BOOKING_ACCEPT, S("")), OK);
	booking = load_visit(t, booking.id);
	assert_int_equal(booking_reveal(market_helper(t, t->ben), &booking, &reveal), OK);
	assert_true(reveal.is_open);
	assert_true(str_equal(reveal.secret.address, S("Domstr. 1, 3. Stock")));
	assert_true(str_equal(reveal.secret.asker_phone, S("+49 221 123456")));
	assert_true(str_empty(reveal.secret.code)); /* the asker's to tell */
	assert_int_equal(booking_reveal(acting_as(t, t->ana), &booking, &reveal), OK);
	assert_true(str_equal(reveal.secret.helper_phone, S("+49 221 5550101")));
	assert_int_equal(reveal.secret.code.len, 6);
	assert_int_equal(booking_reveal(acting_as(t, t->eve), &booking, &reveal), OK);
	assert_false(reveal.is_open);
	assert_true(str_empty(reveal.secret.address));
	/* Called off: closed again. */
	assert_int_equal(booking_take_step(acting_as(t, t->ana), booking.id, BOOKING_CANCEL, S("")), OK);
	booking = load_visit(t, booking.id);
	assert_int_equal(booking_reveal(market_helper(t, t->ben), &booking, &reveal), OK);
	assert_false(reveal.is_open);
	assert_true(str_empty(reveal.secret.address));
}

static enum err asks(struct scope *asker, int64_t service_id, moment starts_at)
{
	struct booking booking;
	const struct booking_ask ask = visit_at(starts_at);
	return booking_book(asker, service_id, &ask, &booking);
}

static void five_requests_of_one_asker_may_wait_whoever_was_asked(void **state)
{
	struct test_house *t = *state;
	int64_t ben = ben_helps(t), eve = member_helps(t, t->eve);
	struct scope *ana = acting_as(t, t->ana);
	for (int i = 0; i < 3; i++)
		assert_int_equal(asks(ana, ben, TOMORROW_TEN + HOURS(2 * i)), OK);
	assert_refused(ana, asks(ana, ben, TOMORROW_TEN + HOURS(6)), ERR_CONFLICT, "booking.pending_of_helper");
	for (int i = 0; i < 2; i++)
		assert_int_equal(asks(ana, eve, TOMORROW_TEN + DAYS(1) + HOURS(2 * i)), OK);
	assert_refused(ana, asks(ana, eve, TOMORROW_TEN + DAYS(1) + HOURS(4)), ERR_CONFLICT, "booking.pending_many");
}

static void a_cancellation_is_late_within_a_day_but_for_the_first_minutes(void **state)
{
	(void)state;
	struct booking booking = { .earliest_at = TOMORROW_TEN, .accepted_at = TOMORROW_TEN - HOURS(48) };
	assert_false(booking_is_late(&booking, TOMORROW_TEN - HOURS(24)));
	assert_int_equal(booking_free_until(&booking), TOMORROW_TEN - HOURS(24));
	assert_true(booking_is_late(&booking, TOMORROW_TEN - HOURS(24) + SECONDS(1)));
	booking.accepted_at = TOMORROW_TEN - HOURS(3);
	assert_int_equal(booking_free_until(&booking), booking.accepted_at + MINUTES(5));
	assert_false(booking_is_late(&booking, booking.accepted_at + MINUTES(5)));
	assert_true(booking_is_late(&booking, booking.accepted_at + MINUTES(5) + SECONDS(1)));
	/* A visit that was moved to later stays bound to its earliest start. */
	booking.starts_at = TOMORROW_TEN + HOURS(100);
	assert_true(booking_is_late(&booking, TOMORROW_TEN - HOURS(2)));
}

static void cancelling_frees_the_slot_and_raises_the_calendar_entry(void **state)
{
	struct test_house *t = *state;
	struct booking booking = agreed_visit(t), other;
	t->now += MINUTES(10);
	assert_int_equal(booking_take_step(market_helper(t, t->ben), booking.id, BOOKING_CANCEL, S("Krank, leider.")), OK);
	booking = load_visit(t, booking.id);
	assert_int_equal(booking.state, BOOKING_CANCELLED_LATE);
	assert_int_equal(booking.sequence, 1);
	assert_int_equal(booking.wipe_at, t->now + DAYS(90));
	const struct booking_ask ask = visit_at(TOMORROW_TEN);
	assert_int_equal(booking_book(acting_as(t, t->eve), booking.service_id, &ask, &other), OK);
	struct scope *ana = acting_as(t, t->ana);
	assert_refused(ana, booking_take_step(ana, booking.id, BOOKING_CANCEL, S("")), ERR_CONFLICT, "booking.step_not_open");
}

static void a_request_nobody_answers_runs_out(void **state)
{
	struct test_house *t = *state;
	struct booking booking = ana_books(t, ben_helps(t));
	assert_int_equal(booking_follow(acting_as_house(t), booking.id, BOOKING_RUN_OUT), OK); /* not yet */
	assert_int_equal(load_visit(t, booking.id).state, BOOKING_REQUESTED);
	t->now = booking.expires_at;
	struct scope *ben = market_helper(t, t->ben);
	assert_refused(ben, booking_take_step(ben, booking.id, BOOKING_ACCEPT, S("")), ERR_CONFLICT, "booking.expired_already");
	house_work(t);
	assert_int_equal(load_visit(t, booking.id).state, BOOKING_EXPIRED);
}

static void a_helper_starts_near_the_time_only(void **state)
{
	struct test_house *t = *state;
	struct booking booking = agreed_visit(t);
	t->now = booking.starts_at - HOURS(2) - SECONDS(1);
	struct scope *ben = market_helper(t, t->ben);
	assert_refused(ben, booking_take_step(ben, booking.id, BOOKING_START, S("")), ERR_CONFLICT, "booking.start_too_early");
	t->now = booking.starts_at + HOURS(4) + SECONDS(1);
	ben = market_helper(t, t->ben);
	assert_refused(ben, booking_take_step(ben, booking.id, BOOKING_START, S("")), ERR_CONFLICT, "booking.start_too_late");
	t->now = booking.starts_at - HOURS(2);
	struct scope *ana = acting_as(t, t->ana);
	assert_refused(ana, booking_take_step(ana, booking.id, BOOKING_START, S("")), ERR_CONFLICT, "booking.step_not_open");
	assert_refused(ana, booking_take_step(ana, booking.id, BOOKING_FINISH, S("")), ERR_CONFLICT, "booking.not_begun");
	assert_int_equal(booking_take_step(market_helper(t, t->ben), booking.id, BOOKING_START, S("")), OK);
	assert_int_equal(load_visit(t, booking.id).state, BOOKING_IN_PROGRESS);
}

static void the_askers_code_finishes_a_visit(void **state)
{
	struct test_house *t = *state;
	struct booking booking = agreed_visit(t);
	struct booking_reveal reveal;
	bool matches;
	assert_int_equal(booking_reveal(acting_as(t, t->ana), &booking, &reveal), OK);
	t->now = booking.starts_at;
	struct scope *ben = market_helper(t, t->ben), *ana = acting_as(t, t->ana);
	assert_refused(ana, booking_finish_with_code(ana, booking.id, reveal.secret.code, &matches), ERR_CONFLICT,
	               "booking.step_not_open");
	assert_refused(ben, booking_take_step(ben, booking.id, BOOKING_FINISH_CODE, S("")), ERR_INVALID,
	               "booking.code_missing");
	str wrong = str_equal(reveal.secret.code, S("000000")) ? S("000001") : S("000000");
	for (int i = 0; i < BOOKING_CODE_TRIES - 1; i++) {
		assert_int_equal(booking_finish_with_code(ben, booking.id, wrong, &matches), OK);
		assert_false(matches);
	}
	assert_int_equal(booking_finish_with_code(ben, booking.id, reveal.secret.code, &matches), OK);
	assert_true(matches);
	assert_int_equal(load_visit(t, booking.id).state, BOOKING_DONE);
}

static void a_guessed_code_is_locked(void **state)
{
	struct test_house *t = *state;
	struct booking booking = agreed_visit(t);
	struct booking_reveal reveal;
	bool matches;
	assert_int_equal(booking_reveal(acting_as(t, t->ana), &booking, &reveal), OK);
	t->now = booking.starts_at;
	struct scope *ben = market_helper(t, t->ben);
	for (int i = 0; i < BOOKING_CODE_TRIES; i++)
		assert_int_equal(booking_finish_with_code(ben, booking.id, S("wrong!"), &matches), OK);
	assert_refused(ben, booking_finish_with_code(ben, booking.id, reveal.secret.code, &matches), ERR_CONFLICT,
	               "booking.code_locked");
	assert_int_equal(load_visit(t, booking.id).state, BOOKING_ACCEPTED);
}

static void the_clock_finishes_closes_and_wipes(void **state)
{
	struct test_house *t = *state;
	struct booking booking = agreed_visit(t);
	struct booking_reveal reveal;
	t->now = booking.ends_at + DAYS(2) - SECONDS(1);
	house_work(t);
	assert_int_equal(load_visit(t, booking.id).state, BOOKING_ACCEPTED);
	t->now = booking.ends_at + DAYS(2);
	house_work(t);
	assert_int_equal(load_visit(t, booking.id).state, BOOKING_DONE_AUTO);
	t->now = booking.ends_at + DAYS(14);
	house_work(t);
	assert_int_equal(load_visit(t, booking.id).state, BOOKING_CLOSED);
	t->now += DAYS(90) - SECONDS(1);
	house_work(t);
	assert_true(load_visit(t, booking.id).sealed.len > 0);
	t->now += SECONDS(1);
	house_work(t);
	booking = load_visit(t, booking.id);
	assert_int_equal(booking.sealed.len, 0);
	assert_true(str_equal(booking.code, S("50667"))); /* the postal code stays */
	assert_int_equal(booking_reveal(market_helper(t, t->ben), &booking, &reveal), OK);
	assert_false(reveal.is_open);
}

static void a_matter_says_where_the_visit_stands(void **state)
{
	struct test_house *t = *state;
	struct matter matter;
	struct booking booking = ana_books(t, ben_helps(t));
	struct subject subject = subject_of(&booking_subject, booking.id);
	assert_int_equal(trail_matter(acting_as(t, t->ana), subject, &matter), OK);
	assert_int_equal(matter.step, MATTER_REQUESTED);
	assert_int_equal(booking_take_step(market_helper(t, t->ben), booking.id, BOOKING_ACCEPT, S("")), OK);
	assert_int_equal(trail_matter(acting_as(t, t->ana), subject, &matter), OK);
	assert_int_equal(matter.owner_id, t->ana);
	assert_int_equal(matter.step, MATTER_BOOKED);
	assert_int_equal(matter.holder_id, t->ben);
	t->now = booking.starts_at;
	assert_int_equal(booking_take_step(market_helper(t, t->ben), booking.id, BOOKING_START, S("")), OK);
	assert_int_equal(trail_matter(acting_as(t, t->ana), subject, &matter), OK);
	assert_true(matter.step == MATTER_VISIT && matter.due_at == booking.ends_at + DAYS(2)); /* then it counts as done */
	assert_int_equal(booking_take_step(acting_as(t, t->ana), booking.id, BOOKING_FINISH, S("")), OK);
	assert_int_equal(trail_matter(acting_as(t, t->ana), subject, &matter), OK);
	assert_int_equal(matter.step, MATTER_DONE);
	assert_int_equal(matter.holder, HELD_BY_OWNER);
}

static void the_fix_goes_once_into_the_thread_it_came_from(void **state)
{
	struct test_house *t = *state;
	struct booking booking;
	int64_t service = ben_helps(t), thread = ana_asks(t);
	struct booking_ask ask = visit_at(TOMORROW_TEN);
	ask.thread_id = thread;
	struct scope *ben = market_helper(t, t->ben), *ana = acting_as(t, t->ana);
	assert_int_equal(booking_book(ana, service, &ask, &booking), OK);
	assert_int_equal(booking_take_step(ben, booking.id, BOOKING_ACCEPT, S("")), OK);
	str fix = S("Das Gastnetz lief auf **WPA3**; mit WPA2 geht es.");
	assert_refused(ben, booking_write_fix(ben, booking.id, fix), ERR_CONFLICT, "booking.not_done");
	t->now = booking.ends_at;
	ana = acting_as(t, t->ana);
	ben = market_helper(t, t->ben);
	assert_int_equal(booking_take_step(ana, booking.id, BOOKING_FINISH, S("")), OK);
	assert_refused(ana, booking_write_fix(ana, booking.id, fix), ERR_FORBIDDEN, "booking.fix_not_yours");
	assert_refused(ben, booking_write_fix(ben, booking.id, S("kurz")), ERR_INVALID, "booking.fix_wrong");
	assert_int_equal(booking_write_fix(ben, booking.id, fix), OK);
	assert_string_equal(house_last_news(t), "visit.fix_written");
	assert_refused(ben, booking_write_fix(ben, booking.id, fix), ERR_CONFLICT, "booking.fix_already");
	house_work(t);
	struct thread_words words;
	assert_int_equal(community_words(acting_as(t, t->ana), thread, &words), OK);
	assert_int_equal(words.posts.count, 2);
	assert_int_equal(words.posts.at[1].author_id, t->ben);
	struct matter matter;
	assert_int_equal(trail_matter(acting_as(t, t->ana), subject_of(&booking_subject, booking.id), &matter), OK);
	assert_int_equal(matter.root.id, thread); /* one matter from the question to the fix */
}

static void a_visit_without_a_thread_has_no_fix(void **state)
{
	struct test_house *t = *state;
	struct booking booking = done_visit(t);
	struct scope *ben = market_helper(t, t->ben);
	assert_refused(ben, booking_write_fix(ben, booking.id, S("It was the cable.")), ERR_CONFLICT, "booking.no_thread");
}

static void an_agreement_keeps_its_fingerprint(void **state)
{
	struct test_house *t = *state;
	struct booking booking = ana_books(t, ben_helps(t)), seen;
	struct agreement first, second;
	struct scope *ana = acting_as(t, t->ana), *ben = market_helper(t, t->ben);
	assert_refused(ana, agreement_of(ana, booking.id, &seen, &first), ERR_CONFLICT, "agreement.not_yet");
	assert_int_equal(booking_take_step(ben, booking.id, BOOKING_ACCEPT, S("")), OK);
	assert_int_equal(agreement_of(ana, booking.id, &seen, &first), OK);
	assert_int_equal(first.fingerprint.len, 64);
	assert_true(str_contains(first.canonical, S("price fixed 4500 EUR\n")));
	/* The service changes; what was agreed does not. */
	struct service_ask ask = market_service();
	struct service service;
	ask.price_minor = 9900;
	assert_int_equal(service_edit(ben, booking.service_id, &ask, &service), OK);
	t->now = booking.ends_at;
	assert_int_equal(booking_take_step(acting_as(t, t->ana), booking.id, BOOKING_FINISH, S("")), OK);
	assert_int_equal(agreement_of(acting_as(t, t->ben), booking.id, &seen, &second), OK);
	assert_true(str_equal(first.fingerprint, second.fingerprint));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(only_the_allowed_steps_are_open),
		cmocka_unit_test(a_cancellation_is_late_within_a_day_but_for_the_first_minutes),
		HOUSE_TEST(a_slot_is_asked_for_accepted_and_told),
		HOUSE_TEST(what_cannot_be_booked_says_why),
		HOUSE_TEST(five_requests_of_one_asker_may_wait_whoever_was_asked),
		HOUSE_TEST(two_bookings_cannot_share_a_slot),
		HOUSE_TEST(a_stranger_cannot_tell_that_a_booking_exists),
		HOUSE_TEST(address_and_phones_open_when_it_is_agreed),
		HOUSE_TEST(cancelling_frees_the_slot_and_raises_the_calendar_entry),
		HOUSE_TEST(a_request_nobody_answers_runs_out),
		HOUSE_TEST(a_helper_starts_near_the_time_only),
		HOUSE_TEST(the_askers_code_finishes_a_visit),
		HOUSE_TEST(a_guessed_code_is_locked),
		HOUSE_TEST(the_clock_finishes_closes_and_wipes),
		HOUSE_TEST(a_matter_says_where_the_visit_stands),
		HOUSE_TEST(the_fix_goes_once_into_the_thread_it_came_from),
		HOUSE_TEST(a_visit_without_a_thread_has_no_fix),
		HOUSE_TEST(an_agreement_keeps_its_fingerprint),
	};
	return cmocka_run_group_tests_name("booking", tests, NULL, NULL);
}
