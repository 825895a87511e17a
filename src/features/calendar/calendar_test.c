/* calendar_test.c: proves taking and freeing slots, changing hours, and that calendar_day stays true. */
#include "features/calendar/calendar.h"

#include "features/calendar/day.h"
#include "test/house.h"

#include <pthread.h>

/* The house stands at Thursday, 1 January 2026, 13:00 in Berlin; Monday is the 5th. */
#define MONDAY_TEN (HOUSE_NOON + DAYS(4) - HOURS(3))

static const struct subject booking = { 23, 7 }, other_booking = { 23, 8 };

static void ben_works(struct test_house *t, int weekday, int from_minute, int to_minute)
{
	struct hours hours = { .weekday = weekday, .from_minute = from_minute, .to_minute = to_minute };
	const struct hours_list week = { &hours, 1 };
	assert_int_equal(calendar_set_week(acting_as(t, t->ben), t->ben, S("Europe/Berlin"), &week), OK);
}

static void set_buffer(struct test_house *t, int64_t minutes, int64_t per_day)
{
	const struct hours_setting setting = { S("Europe/Berlin"), 120, minutes, per_day, 0, 0 };
	assert_int_equal(calendar_change_setting(acting_as(t, t->ben), t->ben, &setting), OK);
}

static enum err take(struct scope *scope, int64_t owner_id, moment starts_at, struct subject subject)
{
	return calendar_take(scope, owner_id, (struct calendar_slot){ starts_at, starts_at + HOURS(1), false }, subject);
}

static struct calendar_slot_list slots_of(struct test_house *t, int minutes)
{
	struct calendar_slot_list list;
	const struct calendar_ask ask = { .owner_id = t->ben, .minutes = minutes, .first_day = day_at(zone_utc(), t->now), .days = 29 };
	assert_int_equal(calendar_slots(acting_as(t, t->ana), &ask, &list), OK);
	return list;
}

/* What lists filter by must say what the calendar itself says. */
static void assert_days_are_true(struct test_house *t)
{
	struct calendar_day_list stored;
	struct slot_plan plan;
	struct scope *scope = acting_as(t, t->ben);
	int32_t today = day_at(zone_utc(), t->now);
	size_t found = 0;
	assert_int_equal(days_load(scope, t->ben, &stored), OK);
	assert_int_equal(plan_load(scope, t->ben, today, DAY_AHEAD, &plan), OK);
	for (int32_t day = today; day < today + DAY_AHEAD - 1; day++) {
		struct calendar_day real = slot_day(&plan, day);
		for (size_t i = 0; i < stored.count; i++) {
			if (stored.at[i].day != day)
				continue;
			found++;
			assert_int_equal(stored.at[i].free_minutes, real.free_minutes);
			assert_int_equal(stored.at[i].next_free_at, real.next_free_at);
			assert_int_equal(stored.at[i].last_free_at, real.last_free_at);
			real.free_minutes = 0;
		}
		assert_int_equal(real.free_minutes, 0); /* nothing free is missing */
	}
	assert_true(found > 0 || stored.count == 0);
}

static void two_cannot_have_the_same_slot(void **state)
{
	struct test_house *t = *state;
	ben_works(t, 1, 9 * 60, 17 * 60);
	assert_int_equal(take(acting_as(t, t->ana), t->ben, MONDAY_TEN, booking), OK);
	struct scope *eve = acting_as(t, t->eve);
	assert_int_equal(take(eve, t->ben, MONDAY_TEN, other_booking), ERR_CONFLICT);
	assert_string_equal(eve->refusal.reason, "calendar.slot_taken");
	eve = acting_as(t, t->eve);
	assert_int_equal(calendar_take_agreed(eve, t->ben, (struct calendar_slot){ MONDAY_TEN, MONDAY_TEN + HOURS(1), false }, other_booking), ERR_CONFLICT);
	assert_string_equal(eve->refusal.reason, "calendar.slot_taken");
}

static void a_slot_that_was_given_back_can_be_taken(void **state)
{
	struct test_house *t = *state;
	ben_works(t, 1, 9 * 60, 17 * 60);
	size_t before = slots_of(t, 60).count;
	assert_int_equal(take(acting_as(t, t->ana), t->ben, MONDAY_TEN, booking), OK);
	assert_true(slots_of(t, 60).count < before);
	assert_days_are_true(t);
	assert_int_equal(calendar_free(acting_as(t, t->ana), booking), OK);
	assert_int_equal(slots_of(t, 60).count, before);
	assert_days_are_true(t);
	assert_int_equal(calendar_free(acting_as(t, t->ana), booking), OK); /* nothing left is fine */
	assert_int_equal(take(acting_as(t, t->eve), t->ben, MONDAY_TEN, other_booking), OK);
}

static void taking_asks_everything_again(void **state)
{
	struct test_house *t = *state;
	ben_works(t, 1, 9 * 60, 17 * 60);
	set_buffer(t, 15, 1);
	const struct { moment starts_at; const char *reason; } wrong[] = {
		{ HOUSE_NOON + HOURS(1),   "calendar.too_soon" },    { MONDAY_TEN + DAYS(28), "calendar.too_far" },
		{ MONDAY_TEN + DAYS(1),    "calendar.slot_closed" }, { MONDAY_TEN + HOURS(7), "calendar.slot_closed" },
		{ HOUSE_NOON - DAYS(3),    "calendar.too_soon" },
	};
	for (size_t i = 0; i < COUNT(wrong); i++) {
		struct scope *ana = acting_as(t, t->ana);
		assert_int_equal(take(ana, t->ben, wrong[i].starts_at, booking), ERR_CONFLICT);
		assert_string_equal(ana->refusal.reason, wrong[i].reason);
	}
	assert_int_equal(take(acting_as(t, t->ana), t->ben, MONDAY_TEN, booking), OK);
	struct scope *eve = acting_as(t, t->eve);
	assert_int_equal(take(eve, t->ben, MONDAY_TEN + HOURS(3), other_booking), ERR_CONFLICT);
	assert_string_equal(eve->refusal.reason, "calendar.day_full");
}

static void a_slot_that_ends_before_it_begins_is_refused(void **state)
{
	struct test_house *t = *state;
	ben_works(t, 1, 9 * 60, 17 * 60);
	struct scope *ana = acting_as(t, t->ana);
	assert_int_equal(calendar_take(ana, t->ben, (struct calendar_slot){ MONDAY_TEN, MONDAY_TEN, false }, booking), ERR_CONFLICT);
	assert_int_equal(calendar_take(acting_as(t, t->ana), t->ben, (struct calendar_slot){ MONDAY_TEN, MONDAY_TEN + DAYS(2), false }, booking), ERR_CONFLICT);
}

static void everything_shown_as_free_can_be_taken(void **state)
{
	struct test_house *t = *state;
	ben_works(t, 1, 9 * 60, 17 * 60);
	set_buffer(t, 15, 3);
	int64_t taken = 0;
	for (struct calendar_slot_list list = slots_of(t, 90); list.count; list = slots_of(t, 90)) {
		struct calendar_slot slot = list.at[taken % (int64_t)list.count];
		const struct subject subject = { 23, 100 + taken++ };
		assert_int_equal(calendar_take(acting_as(t, t->ana), t->ben, (struct calendar_slot){ slot.starts_at, slot.ends_at, false }, subject), OK);
	}
	assert_int_equal(taken, 12); /* three on each of four Mondays */
	assert_days_are_true(t);
}

static void a_time_the_owner_proposed_needs_no_hours(void **state)
{
	struct test_house *t = *state;
	moment night = HOUSE_NOON + HOURS(10);
	assert_int_equal(calendar_take_agreed(acting_as(t, t->ana), t->ben, (struct calendar_slot){ night, night + HOURS(1), false }, booking), OK);
	struct scope *ana = acting_as(t, t->ana);
	assert_int_equal(calendar_take_agreed(ana, t->ben, (struct calendar_slot){ HOUSE_NOON - 1, HOUSE_NOON + HOURS(1), false }, other_booking), ERR_CONFLICT);
	assert_string_equal(ana->refusal.reason, "calendar.too_soon");
}

static void booking_needs_a_hold(void **state)
{
	struct test_house *t = *state;
	ben_works(t, 1, 9 * 60, 17 * 60);
	struct scope *ana = acting_as(t, t->ana);
	assert_int_equal(calendar_book(ana, booking), ERR_NOT_FOUND);
	assert_string_equal(ana->refusal.reason, "calendar.no_hold");
	assert_int_equal(take(acting_as(t, t->ana), t->ben, MONDAY_TEN, booking), OK);
	assert_int_equal(calendar_book(acting_as(t, t->ana), booking), OK);
}

static void next_slots_of_many_come_in_their_order(void **state)
{
	struct test_house *t = *state;
	ben_works(t, 1, 9 * 60, 10 * 60);
	const struct calendar_wish wishes[] = { { t->eve, 60, false }, { t->ben, 60, false }, { t->ben, 90, false } };
	struct calendar_next nexts[COUNT(wishes)];
	assert_int_equal(calendar_next_free(acting_as(t, 0), wishes, COUNT(wishes), t->now, nexts), OK);
	assert_int_equal(nexts[0].count, 0); /* Eve has no hours */
	assert_int_equal(nexts[1].count, 3);
	assert_int_equal(nexts[1].slots[0].starts_at, MONDAY_TEN - HOURS(1));
	assert_int_equal(nexts[1].slots[1].starts_at, MONDAY_TEN - HOURS(1) + DAYS(7));
	assert_int_equal(nexts[2].count, 0); /* an hour is too short for it */
}

static void a_pause_hides_every_slot(void **state)
{
	struct test_house *t = *state;
	struct calendar_day_list days;
	bool open = true;
	ben_works(t, 1, 9 * 60, 17 * 60);
	assert_int_equal(calendar_pause(acting_as(t, t->ben), t->ben, true), OK);
	assert_int_equal(slots_of(t, 60).count, 0);
	assert_int_equal(days_load(acting_as(t, t->ben), t->ben, &days), OK);
	assert_int_equal(days.count, 0);
	assert_int_equal(calendar_is_open(acting_as(t, t->ana), t->ben, &open), OK);
	assert_false(open);
	struct scope *ben = acting_as(t, t->ben);
	assert_int_equal(calendar_pause(ben, t->ben, true), ERR_CONFLICT);
	assert_string_equal(ben->refusal.reason, "calendar.is_paused");
	assert_int_equal(calendar_pause(acting_as(t, t->ben), t->ben, false), OK);
	assert_true(slots_of(t, 60).count > 0);
}

static void exceptions_come_and_go(void **state)
{
	struct test_house *t = *state;
	struct exception_list list;
	struct exception closed = { .owner_id = t->ben, .day = day_at(zone_utc(), MONDAY_TEN), .closed = true };
	ben_works(t, 1, 9 * 60, 17 * 60);
	size_t before = slots_of(t, 60).count;
	assert_int_equal(calendar_add_exception(acting_as(t, t->ben), &closed), OK);
	assert_true(slots_of(t, 60).count < before);
	assert_days_are_true(t);
	assert_int_equal(exceptions_load(acting_as(t, t->ben), t->ben, 0, &list), OK);
	struct scope *eve = acting_as(t, t->eve);
	assert_int_equal(calendar_remove_exception(eve, t->eve, list.at[0].id), ERR_NOT_FOUND); /* not hers */
	assert_string_equal(eve->refusal.reason, "calendar.no_exception");
	assert_int_equal(calendar_remove_exception(acting_as(t, t->ben), t->ben, list.at[0].id), OK);
	assert_int_equal(slots_of(t, 60).count, before);
	closed.day -= 30;
	struct scope *ben = acting_as(t, t->ben);
	assert_int_equal(calendar_add_exception(ben, &closed), ERR_INVALID);
	assert_string_equal(ben->refusal.reason, "calendar.day_past");
}

static void hours_that_make_no_sense_are_refused(void **state)
{
	struct test_house *t = *state;
	const struct { struct hours hours[2]; const char *reason; } cases[] = {
		{ { { .weekday = 1, .from_minute = 600, .to_minute = 540 } },  "calendar.hours_turned" },
		{ { { .weekday = 1, .from_minute = 600, .to_minute = 1441 } }, "calendar.hours_turned" },
		{ { { .weekday = 8, .from_minute = 600, .to_minute = 660 } },  "calendar.hours_turned" },
		{ { { .weekday = 1, .from_minute = 600, .to_minute = 629 } },  "calendar.hours_too_short" },
		{ { { .weekday = 1, .from_minute = 600, .to_minute = 660 },
		    { .weekday = 1, .from_minute = 659, .to_minute = 720 } },  "calendar.hours_overlap" },
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct hours hours[2] = { cases[i].hours[0], cases[i].hours[1] };
		const struct hours_list week = { hours, hours[1].weekday ? 2 : 1 };
		struct scope *ben = acting_as(t, t->ben);
		assert_int_equal(calendar_set_week(ben, t->ben, S(""), &week), ERR_INVALID);
		assert_string_equal(ben->refusal.reason, cases[i].reason);
	}
	struct scope *ben = acting_as(t, t->ben);
	const struct hours_list none = { NULL, 0 };
	assert_int_equal(calendar_set_week(ben, t->ben, S("Mars/Phobos"), &none), ERR_INVALID);
	assert_string_equal(ben->refusal.reason, "calendar.zone_unknown");
}

static enum err set_longest_week(struct scope *scope, void *data)
{
	struct hours hours[HOURS_MAX];
	for (size_t i = 0; i < COUNT(hours); i++)
		hours[i] = (struct hours){ .weekday = (int)i % 7 + 1, .from_minute = 360 + (int)i / 7 * 300,
			.to_minute = 600 + (int)i / 7 * 300 };
	const struct hours_list week = { hours, COUNT(hours) };
	return calendar_set_week(scope, *(const int64_t *)data, S("Europe/Zurich"), &week);
}

static enum err set_no_week(struct scope *scope, void *data)
{
	const struct hours_list none = { NULL, 0 };
	return calendar_set_week(scope, *(const int64_t *)data, S(""), &none);
}

/* Every day comes into sight at once, and goes again: a unit has few statements. */
static void the_longest_week_fits_into_a_unit(void **state)
{
	struct test_house *t = *state;
	struct calendar_day_list days;
	assert_int_equal(in_unit(t, acting_as(t, t->ben), set_longest_week, &t->ben), OK);
	assert_days_are_true(t);
	assert_int_equal(days_load(acting_as(t, t->ben), t->ben, &days), OK);
	assert_true(days.count > 30);
	assert_int_equal(in_unit(t, acting_as(t, t->ben), set_no_week, &t->ben), OK);
	assert_int_equal(days_load(acting_as(t, t->ben), t->ben, &days), OK);
	assert_int_equal(days.count, 0);
}

static void settings_have_limits(void **state)
{
	struct test_house *t = *state;
	const struct { struct hours_setting setting; const char *field; } cases[] = {
		{ { S("Europe/Berlin"), -1, 15, 4, 0, 0 }, "notice" },    { { S("Europe/Berlin"), 120, 241, 4, 0, 0 }, "buffer" },
		{ { S("Europe/Berlin"), 120, 15, 0, 0, 0 }, "per_day" },  { { S("Berlin"), 120, 15, 4, 0, 0 }, "zone" },
		{ { S("Europe/Berlin"), 120, 15, 4, 241, 0 }, "buffer_before" },
		{ { S("Europe/Berlin"), 120, 15, 4, 0, 29 }, "horizon" },
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct scope *ben = acting_as(t, t->ben);
		assert_int_equal(calendar_change_setting(ben, t->ben, &cases[i].setting), ERR_INVALID);
		assert_string_equal(ben->refusal.field, cases[i].field);
	}
}

static void neighbours_share_the_longer_pause_and_the_horizon_binds(void **state)
{
	struct test_house *t = *state;
	const struct subject one = { 23, 1 }, two = { 23, 2 }, far = { 23, 3 };
	const struct hours_setting setting = { S("Europe/Berlin"), 0, 15, 20, 45, 10 };
	ben_works(t, 5, 8 * 60, 20 * 60);
	assert_int_equal(calendar_change_setting(acting_as(t, t->ben), t->ben, &setting), OK);
	moment ten = HOUSE_NOON + HOURS(21); /* Friday, 10:00 in Berlin */
	struct scope *ben = acting_as(t, t->ben);
	assert_int_equal(calendar_take(ben, t->ben, (struct calendar_slot){ ten, ten + HOURS(1), false }, one), OK);
	assert_int_equal(calendar_take(ben, t->ben, (struct calendar_slot){ ten + HOURS(1) + MINUTES(44), ten + HOURS(2) + MINUTES(44), false }, two), ERR_CONFLICT);
	assert_string_equal(ben->refusal.reason, "calendar.slot_taken");
	scope_forgive(ben);
	assert_int_equal(calendar_take(ben, t->ben, (struct calendar_slot){ ten + HOURS(1) + MINUTES(45), ten + HOURS(2) + MINUTES(45), false }, two), OK);
	assert_int_equal(calendar_take(ben, t->ben, (struct calendar_slot){ ten + DAYS(14), ten + DAYS(14) + HOURS(1), false }, far), ERR_CONFLICT);
	assert_string_equal(ben->refusal.reason, "calendar.too_far");
}

/* By phone from ten to eleven, then the next call at once; somebody at the door only after the pause. */
static void between_two_talks_from_afar_no_pause_is_needed(void **state)
{
	struct test_house *t = *state;
	const struct subject one = { 23, 1 }, two = { 23, 2 }, door = { 23, 3 };
	ben_works(t, 5, 8 * 60, 20 * 60);
	set_buffer(t, 15, 20);
	moment ten = HOUSE_NOON + HOURS(21);
	struct scope *ben = acting_as(t, t->ben);
	const struct calendar_slot first = { ten, ten + HOURS(1), true }, second = { ten + HOURS(1), ten + HOURS(2), true };
	assert_int_equal(calendar_take(ben, t->ben, first, one), OK);
	assert_int_equal(calendar_take(ben, t->ben, (struct calendar_slot){ ten + HOURS(1), ten + HOURS(2), false }, door), ERR_CONFLICT);
	assert_string_equal(ben->refusal.reason, "calendar.slot_taken");
	scope_forgive(ben);
	assert_int_equal(calendar_take(ben, t->ben, second, two), OK);
	assert_int_equal(calendar_take(ben, t->ben, (struct calendar_slot){ ten + HOURS(2), ten + HOURS(3), false }, door), ERR_CONFLICT);
	scope_forgive(ben);
	moment later = ten + HOURS(2) + MINUTES(15);
	assert_int_equal(calendar_take(ben, t->ben, (struct calendar_slot){ later, later + HOURS(1), false }, door), OK);
	struct calendar_slot_list list;
	const struct calendar_ask ask = { .owner_id = t->ben, .minutes = 60, .first_day = day_at(zone_utc(), ten), .days = 1, .is_afar = true };
	assert_int_equal(calendar_slots(acting_as(t, t->ana), &ask, &list), OK);
	for (size_t i = 0; i < list.count; i++) /* what is shown is what can be taken: none beside the visit without its pause */
		assert_true(list.at[i].is_afar && (list.at[i].ends_at <= ten || list.at[i].starts_at >= later + HOURS(1) + MINUTES(15)));
	assert_true(list.count > 0);
	assert_days_are_true(t);
}

/* A week goes by: the job brings the days in that came into sight, and drops those that passed. */
static void the_days_in_sight_move_on(void **state)
{
	struct test_house *t = *state;
	struct calendar_day_list days;
	ben_works(t, 1, 9 * 60, 17 * 60);
	assert_int_equal(days_load(acting_as(t, t->ben), t->ben, &days), OK);
	int32_t last = days.at[days.count - 1].day;
	t->now += DAYS(10);
	house_work(t);
	assert_int_equal(days_load(acting_as(t, t->ben), t->ben, &days), OK);
	assert_true(days.at[0].day >= day_at(zone_utc(), t->now) - 1);
	assert_true(days.at[days.count - 1].day > last);
	assert_days_are_true(t);
}

/* ── many at once, each in a unit of its own ── */

enum { CROWD = 16 };

struct customer { struct test_house *t; struct arena *arena; int64_t number; enum err err; const char *reason; };

static enum err take_for(struct scope *scope, void *data)
{
	const struct customer *customer = data;
	const struct subject subject = { 23, customer->number };
	return take(scope, customer->t->ben, MONDAY_TEN, subject);
}

static void *run_customer(void *data)
{
	struct customer *customer = data;
	struct scope scope;
	scope_open(&scope, customer->t->house, customer->arena, HOUSE_NOON);
	scope.brand_id = customer->t->brand_id;
	scope.zone = zone_find(S("Europe/Berlin"));
	customer->err = scope_write(&scope, take_for, customer);
	customer->reason = scope.refusal.reason;
	return NULL;
}

static void of_a_crowd_exactly_one_gets_the_slot(void **state)
{
	struct test_house *t = *state;
	pthread_t threads[CROWD];
	struct customer customers[CROWD];
	int won = 0;
	ben_works(t, 1, 9 * 60, 17 * 60);
	house_settle(t);
	for (int i = 0; i < CROWD; i++) {
		customers[i] = (struct customer){ .t = t, .arena = arena_open(65536), .number = 100 + i };
		assert_int_equal(pthread_create(&threads[i], NULL, run_customer, &customers[i]), 0);
	}
	for (int i = 0; i < CROWD; i++) {
		pthread_join(threads[i], NULL);
		won += customers[i].err == OK;
		if (customers[i].err) {
			assert_int_equal(customers[i].err, ERR_CONFLICT);
			assert_string_equal(customers[i].reason, "calendar.slot_taken");
		}
		arena_close(customers[i].arena);
	}
	assert_int_equal(won, 1);
	assert_days_are_true(t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		HOUSE_TEST(two_cannot_have_the_same_slot),
		HOUSE_TEST(of_a_crowd_exactly_one_gets_the_slot),
		HOUSE_TEST(a_slot_that_was_given_back_can_be_taken),
		HOUSE_TEST(taking_asks_everything_again),
		HOUSE_TEST(a_slot_that_ends_before_it_begins_is_refused),
		HOUSE_TEST(everything_shown_as_free_can_be_taken),
		HOUSE_TEST(a_time_the_owner_proposed_needs_no_hours),
		HOUSE_TEST(booking_needs_a_hold),
		HOUSE_TEST(next_slots_of_many_come_in_their_order),
		HOUSE_TEST(a_pause_hides_every_slot),
		HOUSE_TEST(exceptions_come_and_go),
		HOUSE_TEST(hours_that_make_no_sense_are_refused),
		HOUSE_TEST(the_longest_week_fits_into_a_unit),
		HOUSE_TEST(settings_have_limits),
		HOUSE_TEST(neighbours_share_the_longer_pause_and_the_horizon_binds),
		HOUSE_TEST(between_two_talks_from_afar_no_pause_is_needed),
		HOUSE_TEST(the_days_in_sight_move_on),
	};
	return cmocka_run_group_tests_name("calendar", tests, NULL, NULL);
}
