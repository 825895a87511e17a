/* offer_test.c: tasks, who finds them, who offers, and what accepting an offer sets going; reviews after the visit. */
#include "features/marketplace/offer_testing.h"

#include "features/marketplace/marketplace_news.h"


/* ── tasks ── */

static void a_task_is_found_nearby_and_not_far_away(void **state)
{
	struct test_house *t = *state;
	struct task_found found;
	ben_helps(t);
	struct task task = ana_wants_help(t);
	assert_string_equal(house_last_news(t), "marketplace.task_changed");
	assert_true(task.public_lat < 50.96 && task.public_lat > 50.92);
	struct task_near_ask ask = { .place = S(""), .radius_km = 5, .category = -1, .page = 1 };
	assert_int_equal(task_near(market_helper(t, t->ben), &ask, &found), OK); /* Ben's own place */
	assert_int_equal(found.hits.count, 1);
	assert_true(found.hits.at[0].km < 2);
	ask.category = CATEGORY_TV;
	assert_int_equal(task_near(market_helper(t, t->ben), &ask, &found), OK);
	assert_int_equal(found.hits.count, 0);
	ask.category = -1;
	ask.place = S("10115");
	assert_int_equal(task_near(market_helper(t, t->ben), &ask, &found), OK);
	assert_int_equal(found.hits.count, 0);
	ask.place = S("53111"); /* Bonn, 25 km up the river */
	ask.radius_km = 50;
	assert_int_equal(task_near(market_helper(t, t->ben), &ask, &found), OK);
	assert_int_equal(found.hits.count, 1);
	ask.place = S("Neustadt");
	assert_int_equal(task_near(market_helper(t, t->ben), &ask, &found), OK);
	assert_int_equal(found.choices.count, 2);
	struct scope *ben = market_helper(t, t->ben);
	ask.place = S("Nirgendwo");
	assert_refused(ben, task_near(ben, &ask, &found), ERR_INVALID, "place.unknown");
}

static void waiting_for_the_end_of_a_task_makes_no_room_for_more(void **state)
{
	struct test_house *t = *state;
	struct task task;
	const struct task_ask ask = wanted();
	market_places_in(t);
	int64_t first_id = ana_wants_help(t).id;
	house_work(t);
	t->now += DAYS(15);
	house_work(t);
	assert_int_equal(task_load(acting_as_house(t), first_id, &task), OK);
	assert_int_equal(task.state, TASK_EXPIRED);
	for (int i = 0; i < TASKS_OPEN_MAX; i++) {
		assert_int_equal(task_make(acting_as(t, t->ana), &ask, &task), OK);
		house_settle(t);
	}
	struct scope *ana = acting_as(t, t->ana);
	assert_refused(ana, task_take_step(ana, first_id, TASK_EXTEND), ERR_CONFLICT, "task.too_many");
	assert_int_equal(task_take_step(ana, task.id, TASK_WITHDRAW), OK);
	assert_int_equal(task_take_step(acting_as(t, t->ana), first_id, TASK_EXTEND), OK);
}

static void a_task_that_does_not_fit_is_refused(void **state)
{
	struct test_house *t = *state;
	struct task task;
	struct task_ask ask = wanted();
	market_places_in(t);
	struct scope *ana = acting_as(t, t->ana);
	ask.title = S("WLAN");
	assert_refused(ana, task_make(ana, &ask, &task), ERR_INVALID, "task.title_wrong");
	ask = wanted();
	ask.text = S("kaputt");
	assert_refused(ana, task_make(ana, &ask, &task), ERR_INVALID, "task.text_wrong");
	ask = wanted();
	ask.day = day_at(ana->zone, ana->now) - 1;
	assert_refused(ana, task_make(ana, &ask, &task), ERR_INVALID, "task.day_past");
	ask.day += 90;
	assert_refused(ana, task_make(ana, &ask, &task), ERR_INVALID, "task.day_far");
	ask = wanted();
	ask.from_minute = 600;
	ask.to_minute = 540;
	assert_refused(ana, task_make(ana, &ask, &task), ERR_INVALID, "task.time_turned");
	ask = wanted();
	ask.place = S("Neustadt");
	assert_refused(ana, task_make(ana, &ask, &task), ERR_INVALID, "helper.place_several");
	ask = wanted();
	ask.thread_id = 77;
	assert_refused(ana, task_make(ana, &ask, &task), ERR_INVALID, "task.thread_unknown");
	ask = wanted();
	for (int i = 0; i < TASKS_OPEN_MAX; i++)
		assert_int_equal(task_make(ana, &ask, &task), OK);
	assert_refused(ana, task_make(ana, &ask, &task), ERR_CONFLICT, "task.too_many");
}

static void a_draft_is_nobody_elses(void **state)
{
	struct test_house *t = *state;
	struct task task, seen;
	struct task_ask ask = wanted();
	ben_helps(t);
	ask.draft = true;
	struct scope *ana = acting_as(t, t->ana), *ben = market_helper(t, t->ben);
	assert_int_equal(task_make(ana, &ask, &task), OK);
	assert_refused(ben, task_show(ben, task.id, &seen), ERR_NOT_FOUND, "task.not_found");
	assert_refused(ben, task_take_step(ben, task.id, TASK_PUBLISH), ERR_NOT_FOUND, "task.not_found");
	assert_int_equal(task_take_step(ana, task.id, TASK_PUBLISH), OK);
	assert_int_equal(task_show(ben, task.id, &seen), OK);
	assert_refused(ben, task_take_step(ben, task.id, TASK_WITHDRAW), ERR_CONFLICT, "task.step_not_open");
	struct scope *stranger = acting_as(t, 0);
	assert_refused(stranger, task_show(stranger, task.id, &seen), ERR_NOT_FOUND, "task.not_found");
	assert_int_equal(task_take_step(ana, task.id, TASK_WITHDRAW), OK);
	assert_refused(ben, task_show(ben, task.id, &seen), ERR_NOT_FOUND, "task.not_found");
	assert_refused(ana, task_take_step(ana, task.id, TASK_EXTEND), ERR_CONFLICT, "task.step_not_open");
}

static void a_task_reminds_runs_out_and_can_go_on(void **state)
{
	struct test_house *t = *state;
	struct task task;
	struct task_found found;
	const struct task_near_ask ask = { .place = S("50667"), .radius_km = 5, .category = -1, .page = 1 };
	market_places_in(t);
	task = ana_wants_help(t);
	house_work(t);
	t->now = task.made_at + DAYS(10);
	house_work(t);
	t->now = task.made_at + DAYS(14);
	house_work(t);
	assert_int_equal(task_load(acting_as_house(t), task.id, &task), OK);
	assert_int_equal(task.state, TASK_EXPIRED);
	assert_int_equal(task_near(acting_as(t, t->eve), &ask, &found), OK);
	assert_int_equal(found.hits.count, 0);
	assert_int_equal(task_take_step(acting_as(t, t->ana), task.id, TASK_EXTEND), OK);
	assert_int_equal(task_load(acting_as_house(t), task.id, &task), OK);
	assert_int_equal(task.expires_at, t->now + DAYS(14));
	assert_int_equal(task_near(acting_as(t, t->eve), &ask, &found), OK);
	assert_int_equal(found.hits.count, 1);
}

static void a_task_grows_from_ones_own_thread_only(void **state)
{
	struct test_house *t = *state;
	struct matter matter;
	struct task own, other;
	struct task_ask ask = wanted();
	market_places_in(t);
	ask.thread_id = ana_asks(t);
	assert_int_equal(task_make(acting_as(t, t->ana), &ask, &own), OK);
	assert_int_equal(trail_matter(acting_as(t, t->ana), subject_of(&task_subject, own.id), &matter), OK);
	assert_int_equal(matter.root.id, ask.thread_id);
	assert_int_equal(matter.step, MATTER_HELP_WANTED);
	/* Eve has the same trouble: a matter of her own. */
	assert_int_equal(task_make(acting_as(t, t->eve), &ask, &other), OK);
	assert_int_equal(trail_matter(acting_as(t, t->eve), subject_of(&task_subject, other.id), &matter), OK);
	assert_int_equal(matter.owner_id, t->eve);
	assert_int_equal(matter.root.id, other.id);
}

/* ── offers ── */

static int64_t offer_load_latest(struct test_house *t, int64_t task_id)
{
	struct offer_list list;
	assert_int_equal(offer_load_of_task(acting_as_house(t), task_id, &list), OK);
	assert_true(list.count > 0);
	return list.at[list.count - 1].id;
}

static void an_offer_that_does_not_fit_is_refused(void **state)
{
	struct test_house *t = *state;
	struct offer offer;
	struct offer_ask ask = offered();
	ben_helps(t);
	struct task task = ana_wants_help(t);
	struct scope *ana = acting_as(t, t->ana), *eve = acting_as(t, t->eve), *ben = market_helper(t, t->ben);
	assert_refused(eve, offer_make(eve, task.id, &ask, &offer), ERR_FORBIDDEN, "helper.not_approved");
	assert_refused(ana, offer_make(ana, task.id, &ask, &offer), ERR_FORBIDDEN, "helper.not_approved");
	assert_refused(ben, offer_make(ben, 77, &ask, &offer), ERR_NOT_FOUND, "task.not_found");
	ask.starts_at = t->now + HOURS(2);
	assert_refused(ben, offer_make(ben, task.id, &ask, &offer), ERR_INVALID, "offer.too_soon");
	ask.starts_at = t->now + DAYS(61);
	assert_refused(ben, offer_make(ben, task.id, &ask, &offer), ERR_INVALID, "offer.too_far");
	ask = offered();
	ask.minutes = 5;
	assert_refused(ben, offer_make(ben, task.id, &ask, &offer), ERR_INVALID, "service.minutes_wrong");
	ask = offered();
	ask.text = S("ja");
	assert_refused(ben, offer_make(ben, task.id, &ask, &offer), ERR_INVALID, "offer.text_wrong");
	ask = offered();
	ask.price_minor = -1;
	assert_refused(ben, offer_make(ben, task.id, &ask, &offer), ERR_INVALID, "offer.price_wrong");
	ben_offers(t, task.id);
	ask = offered();
	assert_refused(ben, offer_make(ben, task.id, &ask, &offer), ERR_CONFLICT, "offer.already");
	int64_t id = offer_load_latest(t, task.id);
	assert_int_equal(task_take_step(ana, task.id, TASK_WITHDRAW), OK);
	assert_int_equal(offer_load(acting_as_house(t), id, &offer), OK);
	assert_int_equal(offer.state, OFFER_EXPIRED); /* with the task its offers go */
}

static void accepting_an_offer_books_reserves_and_supersedes(void **state)
{
	struct test_house *t = *state;
	struct booking booking;
	struct offer other, seen;
	struct task task;
	const struct booking_ask visit = visit_at(0);
	ben_helps(t);
	market_approve(t, t->mia);
	struct task wish = ana_wants_help(t);
	struct offer offer = ben_offers(t, wish.id);
	assert_string_equal(house_last_news(t), "marketplace.offer_received");
	assert_int_equal(offer.expires_at, TOMORROW_TEN - HOURS(2));
	const struct offer_ask ask = offered();
	assert_int_equal(offer_make(market_helper(t, t->mia), wish.id, &ask, &other), OK);
	struct scope *eve = acting_as(t, t->eve), *ben = market_helper(t, t->ben), *mia = market_helper(t, t->mia);
	assert_refused(eve, offer_accept(eve, offer.id, &visit, &booking), ERR_NOT_FOUND, "offer.not_found");
	assert_refused(mia, offer_show(mia, offer.id, &seen, &task), ERR_NOT_FOUND, "offer.not_found");
	assert_refused(ben, offer_accept(ben, offer.id, &visit, &booking), ERR_CONFLICT, "offer.step_not_open");

	struct scope *ana = acting_as(t, t->ana);
	assert_int_equal(offer_accept(ana, offer.id, &visit, &booking), OK);
	assert_string_equal(house_last_news(t), "marketplace.offer_accepted");
	booking = load_visit(t, booking.id);
	assert_int_equal(booking.state, BOOKING_ACCEPTED);
	assert_int_equal(booking.price_minor, 4000);
	assert_int_equal(booking.ends_at, TOMORROW_TEN + HOURS(1));
	assert_int_equal(offer_load(acting_as_house(t), other.id, &seen), OK);
	assert_int_equal(seen.state, OFFER_SUPERSEDED);
	assert_int_equal(task_load(acting_as_house(t), wish.id, &task), OK);
	assert_int_equal(task.state, TASK_RESERVED);
	assert_refused(ana, offer_accept(ana, other.id, &visit, &booking), ERR_CONFLICT, "offer.step_not_open");
	assert_refused(ana, offer_take_step(ana, other.id, OFFER_DECLINE), ERR_CONFLICT, "offer.step_not_open");
}

/* Ben's visit out of an offer, on that day. */
static int64_t task_with_visit(struct test_house *t, int days)
{
	struct offer offer;
	struct booking booking;
	struct offer_ask ask = offered();
	const struct booking_ask visit = visit_at(0);
	int64_t id = ana_wants_help(t).id;
	ask.starts_at += DAYS(days);
	assert_int_equal(offer_make(market_helper(t, t->ben), id, &ask, &offer), OK);
	assert_int_equal(offer_accept(acting_as(t, t->ana), offer.id, &visit, &booking), OK);
	return id;
}

static void when_a_helper_goes_all_tasks_with_a_visit_are_open_again(void **state)
{
	struct test_house *t = *state;
	struct application application;
	struct task task;
	int64_t ids[3];
	ben_helps(t);
	for (int i = 0; i < 3; i++)
		ids[i] = task_with_visit(t, i);
	assert_int_equal(application_mine(acting_as(t, t->ben), &application), OK);
	assert_int_equal(application_take_step(acting_as(t, t->adam), application.id, APPLICATION_SUSPEND, S("Beschwerden")), OK);
	house_work(t);
	for (int i = 0; i < 3; i++) {
		assert_int_equal(task_load(acting_as_house(t), ids[i], &task), OK);
		assert_int_equal(task.state, TASK_OPEN);
	}
}

static void a_cancelled_visit_opens_its_task_again_and_a_done_one_fulfils_it(void **state)
{
	struct test_house *t = *state;
	struct booking booking;
	struct task task;
	struct matter matter;
	const struct booking_ask visit = visit_at(0);
	ben_helps(t);
	int64_t id = ana_wants_help(t).id;
	assert_int_equal(offer_accept(acting_as(t, t->ana), ben_offers(t, id).id, &visit, &booking), OK);
	assert_int_equal(booking_take_step(market_helper(t, t->ben), booking.id, BOOKING_CANCEL, S("Krank")), OK);
	assert_int_equal(task_load(acting_as_house(t), id, &task), OK);
	assert_int_equal(task.state, TASK_OPEN);
	assert_int_equal(task.offer_count, 0); /* none of them waits any more */
	assert_int_equal(trail_matter(acting_as(t, t->ana), subject_of(&task_subject, id), &matter), OK);
	assert_int_equal(matter.step, MATTER_HELP_WANTED);
	assert_int_equal(matter.due_at, task.expires_at); /* somebody looks again */

	assert_int_equal(offer_accept(acting_as(t, t->ana), ben_offers(t, id).id, &visit, &booking), OK);
	t->now = TOMORROW_TEN;
	assert_int_equal(booking_take_step(acting_as(t, t->ana), booking.id, BOOKING_FINISH, S("")), OK);
	assert_int_equal(task_load(acting_as_house(t), id, &task), OK);
	assert_int_equal(task.state, TASK_FULFILLED);
}

static void offers_run_out_and_can_be_taken_back(void **state)
{
	struct test_house *t = *state;
	struct offer offer, seen;
	struct booking booking;
	const struct booking_ask visit = visit_at(0);
	ben_helps(t);
	struct task task = ana_wants_help(t);
	offer = ben_offers(t, task.id);
	struct scope *ana = acting_as(t, t->ana), *ben = market_helper(t, t->ben);
	assert_refused(ana, offer_take_step(ana, offer.id, OFFER_WITHDRAW), ERR_CONFLICT, "offer.step_not_open");
	assert_refused(ben, offer_take_step(ben, offer.id, OFFER_DECLINE), ERR_CONFLICT, "offer.step_not_open");
	assert_refused(ben, offer_take_step(ben, offer.id, OFFER_RUN_OUT), ERR_CONFLICT, "offer.step_not_open");
	assert_int_equal(offer_take_step(ben, offer.id, OFFER_WITHDRAW), OK);
	offer = ben_offers(t, task.id);
	assert_int_equal(offer_take_step(ana, offer.id, OFFER_DECLINE), OK);
	assert_string_equal(house_last_news(t), "marketplace.offer_declined");
	offer = ben_offers(t, task.id);
	t->now = offer.expires_at;
	ana = acting_as(t, t->ana);
	assert_refused(ana, offer_accept(ana, offer.id, &visit, &booking), ERR_CONFLICT, "offer.step_not_open");
	house_work(t);
	assert_int_equal(offer_load(acting_as_house(t), offer.id, &seen), OK);
	assert_int_equal(seen.state, OFFER_EXPIRED);
}

static void a_helper_who_is_booked_elsewhere_cannot_come(void **state)
{
	struct test_house *t = *state;
	struct booking booking;
	const struct booking_ask visit = visit_at(0);
	int64_t service = ben_helps(t);
	struct offer offer = ben_offers(t, ana_wants_help(t).id);
	const struct booking_ask ask = visit_at(TOMORROW_TEN);
	assert_int_equal(booking_book(acting_as(t, t->eve), service, &ask, &booking), OK);
	struct scope *ana = acting_as(t, t->ana);
	assert_refused(ana, offer_accept(ana, offer.id, &visit, &booking), ERR_CONFLICT, "calendar.slot_taken");
}

/* ── reviews ── */

static void two_reviews_stay_sealed_until_both_are_there(void **state)
{
	struct test_house *t = *state;
	struct booking booking = done_visit(t);
	struct review review;
	struct review_list list;
	struct helper helper;
	const struct review_ask good = { 5, S("P\xc3\xbcnktlich, freundlich, und es l\xc3\xa4uft."), 0 }, fair = { 4, S("Alles war gut vorbereitet."), 0 };
	struct scope *ana = acting_as(t, t->ana), *ben = market_helper(t, t->ben);
	assert_int_equal(review_write(ana, booking.id, &good, &review), OK);
	assert_int_equal(review.published_at, 0);
	assert_string_equal(house_last_news(t), "marketplace.review_written");
	assert_int_equal(review_list_of_booking(ben, &booking, &list), OK);
	assert_int_equal(list.count, 0);
	assert_int_equal(review_list_about(ben, t->ben, 0, &list), OK);
	assert_int_equal(list.count, 0);
	assert_refused(ana, review_write(ana, booking.id, &good, &review), ERR_CONFLICT, "review.already");
	assert_int_equal(review_write(ben, booking.id, &fair, &review), OK);
	assert_string_equal(house_last_news(t), "marketplace.reviews_published");
	assert_int_equal(review_list_of_booking(ben, &booking, &list), OK);
	assert_int_equal(list.count, 2);
	assert_int_equal(helper_show(ben, t->ben, &helper), OK);
	assert_int_equal(helper.rating_sum, 5);
	assert_int_equal(helper.rating_count, 1);
	assert_int_equal(review_list_about(acting_as(t, 0), t->ana, 0, &list), OK);
	assert_int_equal(list.count, 1);
	assert_true(list.at[0].by_helper);
}

static void a_lone_review_is_published_after_fourteen_days(void **state)
{
	struct test_house *t = *state;
	struct booking booking = done_visit(t);
	struct review review;
	struct review_list list;
	struct helper helper;
	const struct review_ask ask = { 3, S("Kam etwas zu sp\xc3\xa4t, half aber."), TOLD_YES };
	assert_int_equal(review_write(acting_as(t, t->ana), booking.id, &ask, &review), OK);
	t->now = booking.ends_at + DAYS(14);
	struct scope *ben = market_helper(t, t->ben);
	assert_refused(ben, review_write(ben, booking.id, &ask, &review), ERR_CONFLICT, "review.not_open");
	house_work(t);
	assert_int_equal(review_list_about(acting_as(t, 0), t->ben, 0, &list), OK);
	assert_int_equal(list.count, 1);
	assert_int_equal(helper_show(acting_as_house(t), t->ben, &helper), OK);
	assert_int_equal(helper.rating_sum, 3);
	ben = market_helper(t, t->ben);
	assert_refused(ben, review_write(ben, booking.id, &ask, &review), ERR_CONFLICT, "review.not_open");
}

static void a_review_needs_stars_words_and_a_visit(void **state)
{
	struct test_house *t = *state;
	struct booking booking = agreed_visit(t);
	struct review review;
	struct review_ask ask = { 5, S("Sehr freundlich war das."), 0 };
	struct scope *ana = acting_as(t, t->ana);
	assert_refused(ana, review_write(ana, booking.id, &ask, &review), ERR_CONFLICT, "review.not_open");
	t->now = booking.ends_at;
	ana = acting_as(t, t->ana);
	assert_int_equal(booking_take_step(ana, booking.id, BOOKING_FINISH, S("")), OK);
	ask.stars = 0;
	assert_refused(ana, review_write(ana, booking.id, &ask, &review), ERR_INVALID, "review.stars_wrong");
	ask.stars = 6;
	assert_refused(ana, review_write(ana, booking.id, &ask, &review), ERR_INVALID, "review.stars_wrong");
	ask = (struct review_ask){ 5, S("gut"), TOLD_YES };
	assert_refused(ana, review_write(ana, booking.id, &ask, &review), ERR_INVALID, "review.text_wrong");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		HOUSE_TEST(a_task_is_found_nearby_and_not_far_away),
		HOUSE_TEST(waiting_for_the_end_of_a_task_makes_no_room_for_more),
		HOUSE_TEST(a_task_that_does_not_fit_is_refused),
		HOUSE_TEST(a_draft_is_nobody_elses),
		HOUSE_TEST(a_task_reminds_runs_out_and_can_go_on),
		HOUSE_TEST(a_task_grows_from_ones_own_thread_only),
		HOUSE_TEST(an_offer_that_does_not_fit_is_refused),
		HOUSE_TEST(accepting_an_offer_books_reserves_and_supersedes),
		HOUSE_TEST(when_a_helper_goes_all_tasks_with_a_visit_are_open_again),
		HOUSE_TEST(a_cancelled_visit_opens_its_task_again_and_a_done_one_fulfils_it),
		HOUSE_TEST(offers_run_out_and_can_be_taken_back),
		HOUSE_TEST(a_helper_who_is_booked_elsewhere_cannot_come),
		HOUSE_TEST(two_reviews_stay_sealed_until_both_are_there),
		HOUSE_TEST(a_lone_review_is_published_after_fourteen_days),
		HOUSE_TEST(a_review_needs_stars_words_and_a_visit),
	};
	return cmocka_run_group_tests_name("offer", tests, NULL, NULL);
}
