/* slot_test.c: proves the pure rules of slots: nights on which the clock changes, buffers, exceptions. */
#include "features/calendar/slot.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#define ROWS_MAX 8

struct bench {
	struct arena *arena;
	struct calendar_owner owner;
	struct hours hours[ROWS_MAX];
	struct exception exceptions[ROWS_MAX];
	struct hold holds[ROWS_MAX];
	struct calendar_rows rows;
	struct slot_plan plan;
};

static int bench_up(void **state)
{
	struct bench *bench = memory_take(sizeof(*bench));
	*bench = (struct bench){ .arena = arena_open(65536) };
	bench->owner = (struct calendar_owner){ .owner_id = 1, .step = 30, .horizon = 28, .per_day = 20 };
	bench->rows.hours.at = bench->hours;
	bench->rows.exceptions.at = bench->exceptions;
	bench->rows.holds.at = bench->holds;
	bench->plan = (struct slot_plan){ &bench->owner, zone_find(S("Europe/Zurich")), &bench->rows };
	*state = bench;
	return bench->plan.zone ? 0 : -1;
}

static int bench_down(void **state)
{
	struct bench *bench = *state;
	arena_close(bench->arena);
	memory_free(bench);
	return 0;
}

static void open_on(struct bench *bench, int weekday, int from_minute, int to_minute)
{
	bench->hours[bench->rows.hours.count++] =
		(struct hours){ .owner_id = 1, .weekday = weekday, .from_minute = from_minute, .to_minute = to_minute };
}

static void hold(struct bench *bench, moment starts_at, int minutes)
{
	bench->holds[bench->rows.holds.count++] =
		(struct hold){ .owner_id = 1, .starts_at = starts_at, .ends_at = starts_at + MINUTES(minutes) };
}

static moment utc(int year, int month, int day, int hour, int minute)
{
	return moment_at(zone_utc(), (struct wall){ year, month, day, hour, minute, 0 });
}

static struct calendar_slot_list slots(struct bench *bench, int32_t day, int minutes, moment now)
{
	struct list list;
	const struct calendar_ask ask = { .owner_id = 1, .minutes = minutes, .first_day = day, .days = 1 };
	list_open(&list, bench->arena, sizeof(struct calendar_slot));
	slot_list_day(&bench->plan, &ask, now, now, &list);
	return (struct calendar_slot_list){ (void *)list.at, list.count };
}

static void assert_starts(struct calendar_slot_list list, const moment *starts, size_t count)
{
	assert_int_equal(list.count, count);
	for (size_t i = 0; i < count; i++)
		assert_int_equal(list.at[i].starts_at, starts[i]);
}

static void the_hour_that_spring_leaves_out_offers_no_slot(void **state)
{
	struct bench *bench = *state;
	const char *zones[] = { "Europe/Zurich", "Europe/Berlin" };
	for (size_t i = 0; i < COUNT(zones); i++) {
		bench->plan.zone = zone_find(str_from(zones[i]));
		bench->rows.hours.count = 0;
		open_on(bench, 7, 60, 5 * 60);
		/* 01:00, 01:30, then 03:00 an hour after 01:00 by the sun: 02:00 and 02:30 do not exist. */
		const moment starts[] = { utc(2027, 3, 28, 0, 0), utc(2027, 3, 28, 0, 30), utc(2027, 3, 28, 1, 0),
			utc(2027, 3, 28, 1, 30), utc(2027, 3, 28, 2, 0) };
		assert_starts(slots(bench, day_of(2027, 3, 28), 60, utc(2027, 3, 27, 12, 0)), starts, COUNT(starts));
	}
}

static void the_hour_that_autumn_has_twice_is_offered_once(void **state)
{
	struct bench *bench = *state;
	open_on(bench, 7, 60, 4 * 60);
	/* 01:00 to 02:30 in summer time, 03:00 in winter time. */
	const moment starts[] = { utc(2027, 10, 30, 23, 0), utc(2027, 10, 30, 23, 30), utc(2027, 10, 31, 0, 0),
		utc(2027, 10, 31, 0, 30), utc(2027, 10, 31, 2, 0) };
	assert_starts(slots(bench, day_of(2027, 10, 31), 60, utc(2027, 10, 30, 12, 0)), starts, COUNT(starts));
}

static void hours_that_end_in_the_missing_hour_are_not_stretched(void **state)
{
	struct bench *bench = *state;
	open_on(bench, 7, 60, 150); /* until 02:30, which that night never shows */
	struct calendar_slot_list list = slots(bench, day_of(2027, 3, 28), 60, utc(2027, 3, 27, 12, 0));
	for (size_t i = 0; i < list.count; i++)
		assert_true(list.at[i].ends_at <= utc(2027, 3, 28, 1, 0)); /* the clock jumps at 01:00 UTC */
}

static void the_same_evening_moves_by_an_hour_when_the_clock_changes(void **state)
{
	struct bench *bench = *state;
	open_on(bench, 6, 18 * 60, 19 * 60);
	open_on(bench, 7, 18 * 60, 19 * 60);
	moment now = utc(2027, 3, 20, 12, 0);
	const moment saturday = utc(2027, 3, 27, 17, 0), sunday = utc(2027, 3, 28, 16, 0);
	assert_starts(slots(bench, day_of(2027, 3, 27), 60, now), &saturday, 1);
	assert_starts(slots(bench, day_of(2027, 3, 28), 60, now), &sunday, 1);
}

static void the_notice_is_counted_in_real_hours_on_the_night_of_change(void **state)
{
	struct bench *bench = *state;
	open_on(bench, 7, 0, 8 * 60);
	bench->owner.notice = 120;
	/* At 01:00 UTC+1 two hours later is 04:00 on the wall, not 03:00. */
	struct calendar_slot_list list = slots(bench, day_of(2027, 3, 28), 60, utc(2027, 3, 28, 0, 0));
	assert_int_equal(list.at[0].starts_at, utc(2027, 3, 28, 2, 0));
}

/* The system's clock has no 61st second: a day has 86,400 of them, and the slots behind midnight stand where they stood. */
static void a_leap_second_moves_no_slot(void **state)
{
	struct bench *bench = *state;
	open_on(bench, 7, 0, 120);
	bench->plan.zone = zone_utc();
	/* 2016 ended with one, on a Saturday; also asked from within it, which the clock shows as its neighbour. */
	const moment starts[] = { utc(2017, 1, 1, 0, 0), utc(2017, 1, 1, 0, 30), utc(2017, 1, 1, 1, 0) };
	moment second_before = utc(2017, 1, 1, 0, 0) - 1, noon = utc(2016, 12, 31, 12, 0);
	assert_int_equal(utc(2017, 1, 1, 12, 0) - noon, HOURS(24));
	assert_starts(slots(bench, day_of(2017, 1, 1), 60, noon), starts, COUNT(starts));
	assert_starts(slots(bench, day_of(2017, 1, 1), 60, second_before), starts, COUNT(starts));
	moment at;
	assert_false(moment_read(S("2016-12-31T23:59:60Z"), &at)); /* told as wrong, never taken for another time */
}

static void neighbours_share_the_larger_buffer_not_the_sum(void **state)
{
	struct bench *bench = *state;
	open_on(bench, 1, 8 * 60, 18 * 60);
	bench->owner.buffer_before = 30;
	bench->owner.buffer_after = 15;
	hold(bench, utc(2027, 6, 7, 8, 0), 60); /* 10:00 to 11:00 in Zurich */
	moment now = utc(2027, 6, 1, 12, 0), free_at = utc(2027, 6, 7, 9, 30);
	const struct calendar_slot near = { free_at - MINUTES(1), free_at + MINUTES(59), false };
	const struct calendar_slot after = { free_at, free_at + MINUTES(60), false };
	const struct calendar_slot before = { utc(2027, 6, 7, 6, 30), utc(2027, 6, 7, 7, 30), false };
	assert_string_equal(slot_check(&bench->plan, now, near), "calendar.slot_taken");
	assert_null(slot_check(&bench->plan, now, after));
	assert_null(slot_check(&bench->plan, now, before));
}

static void each_limit_has_its_own_reason(void **state)
{
	struct bench *bench = *state;
	open_on(bench, 1, 8 * 60, 18 * 60);
	bench->owner.notice = 120;
	moment monday = utc(2027, 6, 7, 8, 0); /* 10:00 in Zurich */
	const struct calendar_slot slot = { monday, monday + HOURS(1), false };
	const struct calendar_slot late = { monday + HOURS(7) + MINUTES(30), monday + HOURS(8) + MINUTES(30), false };
	assert_null(slot_check(&bench->plan, monday - HOURS(2), slot));
	assert_string_equal(slot_check(&bench->plan, monday - HOURS(2) + 1, slot), "calendar.too_soon");
	assert_null(slot_check(&bench->plan, monday - DAYS(28), slot));
	assert_string_equal(slot_check(&bench->plan, monday - DAYS(29), slot), "calendar.too_far");
	assert_string_equal(slot_check(&bench->plan, monday - DAYS(2), late), "calendar.slot_closed");
	bench->owner.per_day = 1;
	hold(bench, monday + HOURS(4), 60);
	assert_string_equal(slot_check(&bench->plan, monday - DAYS(2), slot), "calendar.day_full");
	bench->owner.paused = true;
	assert_string_equal(slot_check(&bench->plan, monday - DAYS(2), slot), "calendar.slot_closed");
}

static void exceptions_close_a_day_or_open_another(void **state)
{
	struct bench *bench = *state;
	int32_t monday = day_of(2027, 6, 7);
	struct slot_window windows[SLOT_WINDOWS_MAX];
	open_on(bench, 1, 8 * 60, 10 * 60);
	bench->exceptions[0] = (struct exception){ .owner_id = 1, .day = monday, .from_minute = 9 * 60, .to_minute = 12 * 60 };
	bench->exceptions[1] = (struct exception){ .owner_id = 2, .day = monday, .closed = true }; /* somebody else's */
	bench->rows.exceptions.count = 2;
	assert_int_equal(slot_windows(&bench->plan, monday, windows), 1); /* merged */
	assert_int_equal(windows[0].from_minute, 8 * 60);
	assert_int_equal(windows[0].to_minute, 12 * 60);
	bench->exceptions[1].owner_id = 1;
	assert_int_equal(slot_windows(&bench->plan, monday, windows), 1); /* only what was opened for that day */
	assert_int_equal(windows[0].from_minute, 9 * 60);
	bench->rows.exceptions.at++;
	bench->rows.exceptions.count = 1;
	assert_int_equal(slot_windows(&bench->plan, monday, windows), 0);
}

static void a_season_ends_with_its_last_day(void **state)
{
	struct bench *bench = *state;
	struct slot_window windows[SLOT_WINDOWS_MAX];
	open_on(bench, 1, 8 * 60, 10 * 60);
	bench->hours[0].valid_from = day_of(2027, 6, 7);
	bench->hours[0].valid_to = day_of(2027, 6, 14);
	assert_int_equal(slot_windows(&bench->plan, day_of(2027, 5, 31), windows), 0);
	assert_int_equal(slot_windows(&bench->plan, day_of(2027, 6, 7), windows), 1);
	assert_int_equal(slot_windows(&bench->plan, day_of(2027, 6, 14), windows), 1);
	assert_int_equal(slot_windows(&bench->plan, day_of(2027, 6, 21), windows), 0);
}

static void a_day_says_how_much_of_it_is_free(void **state)
{
	struct bench *bench = *state;
	int32_t monday = day_of(2027, 6, 7);
	open_on(bench, 1, 8 * 60, 12 * 60);
	struct calendar_day day = slot_day(&bench->plan, monday);
	assert_int_equal(day.free_minutes, 240);
	assert_int_equal(day.next_free_at, utc(2027, 6, 7, 6, 0));
	assert_int_equal(day.last_free_at, utc(2027, 6, 7, 9, 30));
	hold(bench, utc(2027, 6, 7, 6, 0), 60);
	day = slot_day(&bench->plan, monday);
	assert_int_equal(day.free_minutes, 180);
	assert_int_equal(day.next_free_at, utc(2027, 6, 7, 7, 0));
	bench->owner.paused = true;
	assert_int_equal(slot_day(&bench->plan, monday).free_minutes, 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, bench_up, bench_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(the_hour_that_spring_leaves_out_offers_no_slot),
		TEST(the_hour_that_autumn_has_twice_is_offered_once),
		TEST(hours_that_end_in_the_missing_hour_are_not_stretched),
		TEST(the_same_evening_moves_by_an_hour_when_the_clock_changes),
		TEST(the_notice_is_counted_in_real_hours_on_the_night_of_change),
		TEST(a_leap_second_moves_no_slot),
		TEST(neighbours_share_the_larger_buffer_not_the_sum),
		TEST(each_limit_has_its_own_reason),
		TEST(exceptions_close_a_day_or_open_another),
		TEST(a_season_ends_with_its_last_day),
		TEST(a_day_says_how_much_of_it_is_free),
	};
	return cmocka_run_group_tests_name("slot", tests, NULL, NULL);
}
