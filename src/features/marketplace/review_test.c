/* review_test.c: replies, what was said during the visit, what may be reviewed, and how reliable a helper is. */
#include "features/marketplace/offer_testing.h"

#include "features/marketplace/helper_store.h"
#include "features/marketplace/marketplace_news.h"
#include "features/marketplace/rank.h"
#include "test/letters.h"

#include <math.h>

static struct review reviewed(struct test_house *t, const struct booking *booking)
{
	struct review first, second;
	const struct review_ask ask = { 2, S("Kam zu spät und ging bald."), TOLD_NO }, back = { 4, S("Freundlicher Empfang."), 0 };
	assert_int_equal(review_write(acting_as(t, t->ana), booking->id, &ask, &first), OK);
	assert_int_equal(review_write(market_helper(t, t->ben), booking->id, &back, &second), OK);
	return first;
}

static struct helper helper_now(struct test_house *t)
{
	struct helper helper;
	assert_int_equal(helper_load(acting_as_house(t), t->ben, &helper), OK);
	return helper;
}

static void whom_it_is_about_replies_once_when_it_is_public(void **state)
{
	struct test_house *t = *state;
	struct booking booking = done_visit(t);
	struct review sealed, answered;
	const struct review_ask ask = { 5, S("Alles lief sehr gut."), 0 };
	assert_int_equal(review_write(acting_as(t, t->ana), booking.id, &ask, &sealed), OK);
	struct scope *ben = market_helper(t, t->ben);
	str reply = S("Danke, es hat mir Freude gemacht.");
	assert_refused(ben, review_reply(ben, sealed.id, reply, &answered), ERR_NOT_FOUND, "review.not_found");
	const struct review_ask back = { 5, S("Sehr freundlich."), 0 };
	assert_int_equal(review_write(ben, booking.id, &back, &answered), OK);
	const int64_t others[] = { t->ana, t->eve, t->mia, 0 };
	for (size_t i = 0; i < COUNT(others); i++) {
		struct scope *other = acting_as(t, others[i]);
		assert_refused(other, review_reply(other, sealed.id, reply, &answered), ERR_NOT_FOUND, "review.not_found");
	}
	assert_refused(ben, review_reply(ben, sealed.id, S("Danke"), &answered), ERR_INVALID, "review.reply_wrong");
	assert_int_equal(review_reply(ben, sealed.id, reply, &answered), OK);
	assert_refused(ben, review_reply(ben, sealed.id, reply, &answered), ERR_CONFLICT, "review.reply_already");
	struct review_list list;
	assert_int_equal(review_list_about(acting_as(t, 0), t->ben, 0, &list), OK);
	assert_true(str_equal(list.at[0].reply, reply));
	assert_true(str_contains(letter_to(t, "ana@example.org").subject, S("Antwort auf deine Bewertung")));
}

static void few_stars_ask_whether_it_was_said(void **state)
{
	struct test_house *t = *state;
	struct booking booking = done_visit(t);
	struct review review;
	struct review_ask ask = { REVIEW_LOW, S("Das ging so mittelmäßig."), TOLD_NOTHING };
	struct scope *ana = acting_as(t, t->ana);
	assert_refused(ana, review_write(ana, booking.id, &ask, &review), ERR_INVALID, "review.told_missing");
	ask.told = -1; /* nothing was sent */
	assert_refused(ana, review_write(ana, booking.id, &ask, &review), ERR_INVALID, "review.told_missing");
	ask.told = TOLD_NO;
	assert_int_equal(review_write(ana, booking.id, &ask, &review), OK);
	assert_int_equal(review.told, TOLD_NO);
	/* A helper is not asked: there is nobody to tell. */
	ask.told = TOLD_NOTHING;
	assert_int_equal(review_write(market_helper(t, t->ben), booking.id, &ask, &review), OK);
}

static void many_stars_keep_no_such_answer(void **state)
{
	struct test_house *t = *state;
	struct booking booking = done_visit(t);
	struct review review;
	const struct review_ask ask = { REVIEW_LOW + 1, S("Das lief richtig gut."), TOLD_NO };
	assert_int_equal(review_write(acting_as(t, t->ana), booking.id, &ask, &review), OK);
	assert_int_equal(review.told, TOLD_NOTHING);
}

static void putting_it_right_is_asked_for_once_and_in_time(void **state)
{
	struct test_house *t = *state;
	struct booking booking = done_visit(t);
	struct scope *ana = acting_as(t, t->ana);
	assert_refused(ana, booking_take_step(ana, booking.id, BOOKING_REPAIR, S("kurz")), ERR_INVALID, "booking.reason_missing");
	assert_int_equal(booking_take_step(ana, booking.id, BOOKING_REPAIR, S("Das Gastnetz fehlt noch.")), OK);
	assert_true(str_contains(letter_to(t, "ben@example.org").text, S("Das Gastnetz fehlt noch.")));
	assert_int_equal(load_visit(t, booking.id).state, BOOKING_DONE);
	ana = acting_as(t, t->ana);
	assert_refused(ana, booking_take_step(ana, booking.id, BOOKING_REPAIR, S("Es fehlt immer noch.")), ERR_CONFLICT,
	               "booking.repair_already");
	struct booking late = { .state = BOOKING_DONE, .asker_id = 1, .ends_at = TOMORROW_TEN };
	assert_true(booking_may(&late, BOOKING_REPAIR, 1, TOMORROW_TEN + DAYS(12) - SECONDS(1)));
	assert_false(booking_may(&late, BOOKING_REPAIR, 1, TOMORROW_TEN + DAYS(12)));
}

static void a_late_cancellation_can_be_reviewed(void **state)
{
	struct test_house *t = *state;
	struct booking booking = agreed_visit(t);
	t->now += MINUTES(10);
	assert_int_equal(booking_take_step(market_helper(t, t->ben), booking.id, BOOKING_CANCEL, S("")), OK);
	booking = load_visit(t, booking.id);
	assert_int_equal(booking.state, BOOKING_CANCELLED_LATE);
	struct review review = reviewed(t, &booking);
	assert_true(review.id != 0);
	assert_int_equal(helper_now(t).rating_count, 1);
}

static void a_hidden_review_counts_only_while_it_can_be_read(void **state)
{
	struct test_house *t = *state;
	struct booking booking = done_visit(t);
	struct review review = reviewed(t, &booking);
	const struct subject_care *care = subject_care_of(t->house, review_subject.number);
	struct helper before = helper_now(t);
	assert_int_equal(before.rating_count, 1);
	for (int round = 0; round < 2; round++) { /* hidden twice is hidden once */
		assert_int_equal(care->hide(acting_as(t, t->mia), review.id, true), OK);
		assert_int_equal(helper_now(t).rating_count, 0);
		assert_int_equal(helper_now(t).rating_sum, 0);
	}
	assert_int_not_equal(helper_now(t).rank, before.rank);
	for (int round = 0; round < 2; round++) {
		assert_int_equal(care->hide(acting_as(t, t->mia), review.id, false), OK);
		assert_int_equal(helper_now(t).rating_count, 1);
		assert_int_equal(helper_now(t).rating_sum, before.rating_sum);
	}
	assert_int_equal(helper_now(t).rank, before.rank);
	/* What the helper said of the asker never counted. */
	struct review_list list;
	assert_int_equal(review_list_of_booking(acting_as(t, t->ben), &booking, &list), OK);
	for (size_t i = 0; i < list.count; i++) {
		if (list.at[i].by_helper)
			assert_int_equal(care->hide(acting_as(t, t->mia), list.at[i].id, true), OK);
	}
	assert_int_equal(helper_now(t).rating_count, 1);
}

static void a_sealed_review_that_was_hidden_counts_once_it_is_shown(void **state)
{
	struct test_house *t = *state;
	struct booking booking = done_visit(t);
	struct review first, second;
	const struct review_ask ask = { 5, S("Alles lief sehr gut."), 0 }, back = { 5, S("Sehr freundlich."), 0 };
	const struct subject_care *care = subject_care_of(t->house, review_subject.number);
	assert_int_equal(review_write(acting_as(t, t->ana), booking.id, &ask, &first), OK);
	assert_int_equal(care->hide(acting_as(t, t->mia), first.id, true), OK);
	assert_int_equal(review_write(market_helper(t, t->ben), booking.id, &back, &second), OK);
	assert_int_equal(helper_now(t).rating_count, 0);
	assert_int_equal(care->hide(acting_as(t, t->mia), first.id, false), OK);
	assert_int_equal(helper_now(t).rating_count, 1);
	assert_int_equal(helper_now(t).rating_sum, 5);
}

static void an_early_cancellation_cannot(void **state)
{
	struct test_house *t = *state;
	struct booking booking = agreed_visit(t);
	assert_int_equal(booking_take_step(acting_as(t, t->ana), booking.id, BOOKING_CANCEL, S("")), OK);
	struct review review;
	const struct review_ask ask = { 5, S("Es war doch nichts."), 0 };
	struct scope *ana = acting_as(t, t->ana);
	assert_refused(ana, review_write(ana, booking.id, &ask, &review), ERR_CONFLICT, "review.not_open");
}

static void a_lone_review_of_a_missed_visit_is_published_in_time(void **state)
{
	struct test_house *t = *state;
	struct booking booking = agreed_visit(t);
	struct review review;
	t->now = booking.starts_at + MINUTES(10);
	const struct booking_words words = { .reason = S(""), .cause = CAUSE_CALLED };
	assert_int_equal(booking_take_step_with(acting_as(t, t->ana), booking.id, BOOKING_NO_SHOW, &words), OK);
	const struct review_ask ask = { 1, S("Es kam einfach niemand."), TOLD_YES };
	assert_int_equal(review_write(acting_as(t, t->ana), booking.id, &ask, &review), OK);
	struct review_list list;
	t->now = booking.ends_at + DAYS(14) - SECONDS(1);
	house_work(t);
	assert_int_equal(review_list_about(acting_as(t, 0), t->ben, 0, &list), OK);
	assert_int_equal(list.count, 0);
	t->now += SECONDS(1);
	house_work(t);
	assert_int_equal(review_list_about(acting_as(t, 0), t->ben, 0, &list), OK);
	assert_int_equal(list.count, 1);
	assert_int_equal(load_visit(t, booking.id).state, BOOKING_NO_SHOW_HELPER);
}

/* ── reliability ── */

static void the_lower_end_follows_wilson(void **state)
{
	(void)state;
	static const struct { int64_t good, tries; double lower; } vectors[] = {
		{ 2, 2, 0.3424 }, { 5, 5, 0.5655 }, { 9, 10, 0.5958 }, { 48, 50, 0.8654 }, { 100, 101, 0.9460 }, { 0, 0, 0 },
	};
	for (size_t i = 0; i < COUNT(vectors); i++)
		assert_true(fabs(wilson_lower(vectors[i].good, vectors[i].tries) - vectors[i].lower) < 0.00005);
}

static void the_shrunk_mean_follows_its_vectors(void **state)
{
	(void)state;
	assert_true(fabs(rating_sort(10, 2) - 4.700) < 0.0005);
	assert_true(fabs(rating_sort(240, 50) - 4.779) < 0.0005);
	assert_true(fabs(rating_sort(1, 1) - 4.086) < 0.0005);
}

static void only_the_helpers_own_fault_counts(void **state)
{
	struct test_house *t = *state;
	struct booking booking = agreed_visit(t);
	t->now = booking.starts_at + MINUTES(10);
	const struct booking_words words = { .reason = S(""), .cause = CAUSE_CALLED };
	assert_int_equal(booking_take_step_with(acting_as(t, t->ana), booking.id, BOOKING_NO_SHOW, &words), OK);
	assert_int_equal(helper_now(t).fault_count, 1);
	assert_int_equal(booking_take_step(market_helper(t, t->ben), booking.id, BOOKING_CONTEST, S("Ich stand vor der Tür.")), OK);
	assert_int_equal(helper_now(t).fault_count, 0);
	assert_int_equal(helper_now(t).done_count, 0);
}

static void visits_that_took_place_count(void **state)
{
	struct test_house *t = *state;
	done_visit(t);
	assert_int_equal(helper_now(t).done_count, 1);
	assert_int_equal(helper_now(t).fault_count, 0);
}

/* ── limits and losers ── */

static void one_asker_cannot_hold_a_helpers_month(void **state)
{
	struct test_house *t = *state;
	struct booking booking;
	int64_t service = ben_helps(t);
	for (int i = 0; i < 3; i++) {
		const struct booking_ask ask = visit_at(TOMORROW_TEN + DAYS(i));
		assert_int_equal(booking_book(acting_as(t, t->ana), service, &ask, &booking), OK);
	}
	const struct booking_ask ask = visit_at(TOMORROW_TEN + DAYS(3));
	struct scope *ana = acting_as(t, t->ana);
	assert_refused(ana, booking_book(ana, service, &ask, &booking), ERR_CONFLICT, "booking.pending_of_helper");
	assert_int_equal(booking_take_step(market_helper(t, t->ben), booking.id, BOOKING_DECLINE, S("")), OK);
	assert_int_equal(booking_book(acting_as(t, t->ana), service, &ask, &booking), OK);
}

static void who_was_not_chosen_is_told(void **state)
{
	struct test_house *t = *state;
	struct booking booking;
	struct offer eves;
	const struct offer_ask offered_by_eve = { .price_minor = 3000, .starts_at = TOMORROW_TEN + HOURS(2), .minutes = 60,
		.text = S("Ich komme gern vorbei.") };
	ben_helps(t);
	market_approve(t, t->eve);
	struct task task = ana_wants_help(t);
	struct offer bens = ben_offers(t, task.id);
	assert_int_equal(offer_make(market_helper(t, t->eve), task.id, &offered_by_eve, &eves), OK);
	const struct booking_ask ask = visit_at(TOMORROW_TEN);
	assert_int_equal(offer_accept(acting_as(t, t->ana), bens.id, &ask, &booking), OK);
	struct letter_got letter = letter_to(t, "eve@example.org");
	assert_true(str_contains(letter.subject, S("Diesmal jemand anderes")));
	struct letter_got_list all = letters(t);
	size_t lost = 0;
	for (size_t i = 0; i < all.count; i++)
		lost += str_contains(all.at[i].subject, S("Diesmal jemand anderes"));
	assert_int_equal(lost, 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_lower_end_follows_wilson),
		cmocka_unit_test(the_shrunk_mean_follows_its_vectors),
		HOUSE_TEST(whom_it_is_about_replies_once_when_it_is_public),
		HOUSE_TEST(few_stars_ask_whether_it_was_said),
		HOUSE_TEST(many_stars_keep_no_such_answer),
		HOUSE_TEST(putting_it_right_is_asked_for_once_and_in_time),
		HOUSE_TEST(a_late_cancellation_can_be_reviewed),
		HOUSE_TEST(a_hidden_review_counts_only_while_it_can_be_read),
		HOUSE_TEST(a_sealed_review_that_was_hidden_counts_once_it_is_shown),
		HOUSE_TEST(an_early_cancellation_cannot),
		HOUSE_TEST(a_lone_review_of_a_missed_visit_is_published_in_time),
		HOUSE_TEST(only_the_helpers_own_fault_counts),
		HOUSE_TEST(visits_that_took_place_count),
		HOUSE_TEST(one_asker_cannot_hold_a_helpers_month),
		HOUSE_TEST(who_was_not_chosen_is_told),
	};
	return cmocka_run_group_tests_name("review", tests, NULL, NULL);
}
