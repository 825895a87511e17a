/*
 * moment_test.c: the calendar, dates as text, and clocks on both daylight-saving nights.
 *
 * Expected moments were worked out by hand from the rule (last Sunday of March and
 * October at 01:00 UTC), not with this code.
 */
#include "base/moment.h"

#include "base/testing.h"
#include "base/zone_rule.h"

#include <pthread.h>

#define WALL(...) wall_of((const int[6]){ __VA_ARGS__ })

static const char *const cities[] = { "Europe/Zurich", "Europe/Berlin", "Europe/Vienna" };

static struct wall wall_of(const int parts[6])
{
	return (struct wall){ parts[0], parts[1], parts[2], parts[3], parts[4], parts[5] };
}

static moment utc_at(struct wall wall)
{
	return moment_at(zone_utc(), wall);
}

static void assert_wall(struct wall wall, struct wall expected)
{
	assert_int_equal(wall.year, expected.year);
	assert_int_equal(wall.month, expected.month);
	assert_int_equal(wall.day, expected.day);
	assert_int_equal(wall.hour, expected.hour);
	assert_int_equal(wall.minute, expected.minute);
	assert_int_equal(wall.second, expected.second);
}

static void days_are_counted_from_1970(void **state)
{
	static const struct {
		int year, month, day, number, weekday;
	} rows[] = {
		{ 1970, 1, 1, 0, 4 },	     { 1969, 12, 31, -1, 3 },
		{ 2000, 2, 29, 11016, 2 },   { 2000, 3, 1, 11017, 3 },
		{ 2026, 11, 22, 20779, 7 },  { 1900, 3, 1, -25508, 4 },
		{ 1600, 2, 29, -135081, 2 }, { 9999, 12, 31, 2932896, 5 },
		{ 1, 1, 1, -719162, 1 },
	};
	for (size_t i = 0; i < COUNT(rows); i++) {
		assert_int_equal(day_of(rows[i].year, rows[i].month, rows[i].day), rows[i].number);
		assert_int_equal(day_of_week(rows[i].number), rows[i].weekday);
		assert_wall(day_wall(rows[i].number),
			    WALL(rows[i].year, rows[i].month, rows[i].day));
	}
}

static void every_day_of_four_centuries_comes_back(void **state)
{
	int32_t first = day_of(1800, 1, 1), last = day_of(2200, 12, 31);
	for (int32_t day = first; day <= last; day++) {
		struct wall wall = day_wall(day);
		assert_true(wall_is_real(wall));
		assert_int_equal(day_of(wall.year, wall.month, wall.day), day);
		assert_int_equal(day_of_week(day + 1), day_of_week(day) % 7 + 1);
	}
}

static void unreal_walls_are_known(void **state)
{
	static const int real[][6] = { { 2024, 2, 29 },
				       { 2000, 2, 29 },
				       { 2026, 12, 31, 23, 59, 59 } };
	static const int unreal[][6] = {
		{ 2026, 2, 29 },    { 1900, 2, 29 },	   { 2026, 2, 30 },
		{ 2026, 4, 31 },    { 2026, 13, 1 },	   { 2026, 0, 1 },
		{ 2026, 1, 0 },	    { 2026, 1, 32 },	   { 2026, 1, 1, 24 },
		{ 2026, 1, 1, -1 }, { 2026, 1, 1, 0, 60 }, { 2026, 1, 1, 0, 0, 60 },
		{ 0, 1, 1 },	    { 10000, 1, 1 },
	};
	for (size_t i = 0; i < COUNT(real); i++)
		assert_true(wall_is_real(wall_of(real[i])));
	for (size_t i = 0; i < COUNT(unreal); i++)
		assert_false(wall_is_real(wall_of(unreal[i])));
}

static void in_spring_the_missing_hour_moves_forward(void **state)
{
	for (size_t i = 0; i < COUNT(cities); i++) {
		const struct zone *zone = zone_find(str_from(cities[i]));
		assert_non_null(zone);
		moment change = utc_at(WALL(2027, 3, 28, 1));
		assert_wall(wall_at(zone, change - 1), WALL(2027, 3, 28, 1, 59, 59));
		assert_wall(wall_at(zone, change), WALL(2027, 3, 28, 3));
		assert_int_equal(moment_at(zone, WALL(2027, 3, 28, 1, 59, 59)),
				 change - SECONDS(1));
		assert_int_equal(moment_at(zone, WALL(2027, 3, 28, 3)), change);
		/* 02:00 to 02:59 do not exist: they are 03:00 to 03:59. */
		for (int minute = 0; minute < 60; minute++) {
			moment at = moment_at(zone, WALL(2027, 3, 28, 2, minute));
			assert_int_equal(at, change + MINUTES(minute));
			assert_wall(wall_at(zone, at), WALL(2027, 3, 28, 3, minute));
		}
		assert_int_equal(zone_offset_seconds(zone, change - 1), 3600);
		assert_int_equal(zone_offset_seconds(zone, change), 7200);
	}
}

static void in_autumn_the_double_hour_means_the_first(void **state)
{
	for (size_t i = 0; i < COUNT(cities); i++) {
		const struct zone *zone = zone_find(str_from(cities[i]));
		moment first = utc_at(WALL(2027, 10, 31, 0)),
		       change = utc_at(WALL(2027, 10, 31, 1));
		for (int minute = 0; minute < 60; minute++) {
			struct wall wall = WALL(2027, 10, 31, 2, minute);
			assert_int_equal(moment_at(zone, wall), first + MINUTES(minute));
			assert_wall(wall_at(zone, first + MINUTES(minute)), wall);
			assert_wall(wall_at(zone, change + MINUTES(minute)), wall);
		}
		assert_int_equal(moment_at(zone, WALL(2027, 10, 31, 1, 59)), first - MINUTES(1));
		assert_int_equal(moment_at(zone, WALL(2027, 10, 31, 3)),
				 utc_at(WALL(2027, 10, 31, 2)));
	}
}

static void the_days_of_change_have_23_and_25_hours(void **state)
{
	const struct zone *zone = zone_find(S("Europe/Zurich"));
	moment spring = moment_at(zone, WALL(2027, 3, 29)) - moment_at(zone, WALL(2027, 3, 28));
	moment autumn = moment_at(zone, WALL(2027, 11, 1)) - moment_at(zone, WALL(2027, 10, 31));
	assert_int_equal(spring, HOURS(23));
	assert_int_equal(autumn, HOURS(25));
	assert_int_equal(day_at(zone, utc_at(WALL(2027, 6, 30, 22))), day_of(2027, 7, 1));
	assert_int_equal(day_at(zone, utc_at(WALL(2027, 6, 30, 21, 59, 59))), day_of(2027, 6, 30));
}

/* A wall within [from, from + hours) of that day is missing in the zone. */
struct gap {
	const char *zone;
	int year, month, day, hour, minutes;
};
static const struct gap gaps[] = {
	{ "Europe/Zurich", 2026, 3, 29, 2, 60 },
	{ "Europe/Zurich", 2027, 3, 28, 2, 60 },
	{ "Europe/Berlin", 2026, 3, 29, 2, 60 },
	{ "Europe/Berlin", 2027, 3, 28, 2, 60 },
	{ "Europe/Vienna", 2026, 3, 29, 2, 60 },
	{ "Europe/Vienna", 2027, 3, 28, 2, 60 },
	{ "Europe/London", 2026, 3, 29, 1, 60 },
	{ "Europe/London", 2027, 3, 28, 1, 60 },
	{ "America/New_York", 2026, 3, 8, 2, 60 },
	{ "America/New_York", 2027, 3, 14, 2, 60 },
	{ "Australia/Lord_Howe", 2026, 10, 4, 2, 30 },
	{ "Australia/Lord_Howe", 2027, 10, 3, 2, 30 },
	{ "Asia/Kolkata", 0, 0, 0, 0, 0 },
	{ "UTC", 0, 0, 0, 0, 0 },
};

static bool is_missing(const char *zone, struct wall wall)
{
	for (size_t i = 0; i < COUNT(gaps); i++) {
		int since = (wall.hour - gaps[i].hour) * 60 + wall.minute;
		if (strcmp(gaps[i].zone, zone) == 0 && gaps[i].year == wall.year &&
		    gaps[i].month == wall.month && gaps[i].day == wall.day && since >= 0 &&
		    since < gaps[i].minutes)
			return true;
	}
	return false;
}

static void every_existing_hour_of_two_years_comes_back(void **state)
{
	for (size_t i = 0; i < COUNT(gaps); i++) {
		const struct zone *zone = zone_find(str_from(gaps[i].zone));
		assert_non_null(zone);
		int missing = 0;
		for (int32_t day = day_of(2026, 1, 1); day < day_of(2028, 1, 1); day++) {
			for (int half = 0; half < 48; half++) {
				struct wall wall = day_wall(day);
				wall.hour = half / 2;
				wall.minute = half % 2 * 30;
				struct wall back = wall_at(zone, moment_at(zone, wall));
				bool is_same = memcmp(&wall, &back, sizeof(wall)) == 0;
				assert_int_equal(is_same, !is_missing(gaps[i].zone, wall));
				missing += !is_same;
			}
		}
		assert_true(missing <= 4);
	}
}

static void every_moment_of_two_years_comes_back_or_is_the_second(void **state)
{
	const struct zone *zone = zone_find(S("Europe/Zurich"));
	int second = 0;
	for (moment at = utc_at(WALL(2026, 1, 1)); at < utc_at(WALL(2028, 1, 1));
	     at += MINUTES(30)) {
		moment back = moment_at(zone, wall_at(zone, at));
		assert_true(back == at || back == at - HOURS(1));
		second += back != at;
	}
	assert_int_equal(second, 4); /* two half hours in each of two autumns */
}

static void zones_without_summer_time_stand_still(void **state)
{
	const struct zone *zone = zone_find(S("Asia/Kolkata"));
	for (int month = 1; month <= 12; month++)
		assert_int_equal(zone_offset_seconds(zone, utc_at(WALL(2027, month, 15))), 19800);
	assert_int_equal(zone_offset_seconds(zone_utc(), moment_now()), 0);
}

static void the_far_future_follows_the_zones_rule(void **state)
{
	static const struct {
		const char *zone;
		int utc[6], offset;
	} rows[] = {
		/* The last Sunday of March 2099 is the 29th, of October the 25th. */
		{ "Europe/Zurich", { 2099, 3, 29, 0, 59, 59 }, 3600 },
		{ "Europe/Zurich", { 2099, 3, 29, 1, 0, 0 }, 7200 },
		{ "Europe/Zurich", { 2099, 10, 25, 0, 59, 59 }, 7200 },
		{ "Europe/Zurich", { 2099, 10, 25, 1, 0, 0 }, 3600 },
		{ "Australia/Sydney", { 2099, 1, 1 }, 39600 },
		{ "Australia/Sydney", { 2099, 7, 1 }, 36000 },
		{ "Asia/Kolkata", { 2099, 7, 1 }, 19800 },
		{ "America/New_York", { 2099, 7, 1 }, -14400 },
	};
	for (size_t i = 0; i < COUNT(rows); i++) {
		const struct zone *zone = zone_find(str_from(rows[i].zone));
		assert_int_equal(zone_offset_seconds(zone, utc_at(wall_of(rows[i].utc))),
				 rows[i].offset);
	}
}

static void the_past_is_as_the_files_have_it(void **state)
{
	const struct zone *zone = zone_find(S("Europe/Zurich"));
	assert_int_equal(zone_offset_seconds(zone, utc_at(WALL(1980, 7, 1))),
			 3600); /* no summer time yet */
	assert_int_equal(zone_offset_seconds(zone, utc_at(WALL(1981, 7, 1))), 7200);
	assert_int_equal(zone_offset_seconds(zone, utc_at(WALL(1800, 1, 1))),
			 2048); /* by the sun of Zurich */
}

static void rules_of_every_form_are_read(void **state)
{
	static const struct {
		const char *rule;
		int utc[6], offset;
	} rows[] = {
		{ "CET-1", { 2027, 7, 1 }, 3600 },
		{ "<+0330>-3:30", { 2027, 7, 1 }, 12600 },
		{ "<-03>3<-02>,M3.5.0/-2,M10.5.0/-1", { 2027, 7, 1 }, -7200 },
		{ "EST5EDT,M3.2.0,M11.1.0", { 2027, 3, 14, 6, 59, 59 }, -18000 },
		{ "EST5EDT,M3.2.0,M11.1.0", { 2027, 3, 14, 7 }, -14400 },
		{ "AEST-10AEDT,M10.1.0,M4.1.0/3", { 2027, 1, 1 }, 39600 },
		{ "AAA0BBB,J60,J300",
		  { 2028, 3, 1, 2 },
		  3600 }, /* J60 is 1 March, leap year or not */
		{ "AAA0BBB,J60,J300", { 2028, 2, 29, 2 }, 0 },
		{ "AAA0BBB,59,299", { 2028, 2, 29, 2 }, 3600 }, /* without J it is the 60th day */
		{ "XXX3YYY2,0/0,J365/25", { 2027, 12, 31, 23 }, -7200 }, /* summer all year */
	};
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct zone_rule rule;
		assert_true(zone_rule_read(str_from(rows[i].rule), &rule));
		int64_t at = utc_at(wall_of(rows[i].utc)) / SECONDS(1);
		assert_int_equal(zone_rule_offset(&rule, at), rows[i].offset);
	}
}

static void broken_rules_are_refused(void **state)
{
	static const char *const broken[] = {
		"",
		"CET",
		"C-1",
		"CET-",
		"CET-1CEST",
		"CET-1CEST,",
		"CET-1CEST,M3.5.0",
		"CET-1CEST,M13.1.0,M1.1.0",
		"CET-1CEST,M3.6.0,M1.1.0",
		"CET-1CEST,M3.5.7,M1.1.0",
		"CET-1CEST,J0,J5",
		"CET-1CEST,366,5",
		"CET-1CEST,M3.5.0,M10.5.0/",
		"CET-1CEST,M3.5.0,M10.5.0/3x",
		"CET-200",
		"<+03",
		"CET-1:60",
		"CET-1CEST,M3.5.0,M10.5.0/99999999999999999999",
	};
	for (size_t i = 0; i < COUNT(broken); i++) {
		struct zone_rule rule;
		assert_false(zone_rule_read(str_from(broken[i]), &rule));
	}
}

static void names_that_are_no_zones_are_not_found(void **state)
{
	static const char *const names[] = {
		"",
		"Europe/Nowhere",
		"../../../etc/passwd",
		"/etc/passwd",
		"Europe/../Europe/Zurich",
		"Europe",
		"Europe/",
		"/Europe/Zurich",
		"Europe//Zurich",
		"zone.tab",
		"tzdata.zi",
		"Europe/Zurich ",
		"right/Europe/Zurich",
		"Europe\\Zurich",
		"leapseconds",
		"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
	};
	for (size_t i = 0; i < COUNT(names); i++)
		assert_null(zone_find(str_from(names[i])));
	assert_null(zone_find(S("UTC\0x")));
	assert_null(zone_find((str){ NULL, 0 }));
}

static void a_zone_is_loaded_once(void **state)
{
	const struct zone *zone = zone_find(S("Europe/Rome"));
	assert_non_null(zone);
	assert_ptr_equal(zone_find(S("Europe/Rome")), zone);
	assert_string_equal(zone_name(zone), "Europe/Rome");
	assert_ptr_equal(zone_find(S("UTC")), zone_utc());
}

static void *look_for_zones(void *found)
{
	static const char *const names[] = { "Europe/Paris", "Asia/Tokyo", "America/Lima",
					     "Africa/Cairo" };
	const struct zone **zones = found;
	for (size_t i = 0; i < 4000; i++)
		zones[i % COUNT(names)] = zone_find(str_from(names[i % COUNT(names)]));
	return NULL;
}

static void threads_share_the_same_zones(void **state)
{
	enum { THREADS = 8 };
	pthread_t threads[THREADS];
	const struct zone *found[THREADS][4];
	for (size_t i = 0; i < THREADS; i++)
		assert_int_equal(pthread_create(&threads[i], NULL, look_for_zones, found[i]), 0);
	for (size_t i = 0; i < THREADS; i++)
		pthread_join(threads[i], NULL);
	for (size_t i = 0; i < THREADS; i++)
		assert_memory_equal(found[i], found[0], sizeof(found[0]));
	assert_non_null(found[0][3]);
}

static void before_1970_walls_are_right_too(void **state)
{
	assert_wall(wall_at(zone_utc(), -1), WALL(1969, 12, 31, 23, 59, 59));
	assert_wall(wall_at(zone_utc(), -SECONDS(1)), WALL(1969, 12, 31, 23, 59, 59));
	assert_int_equal(utc_at(WALL(1969, 12, 31, 23, 59, 59)), -SECONDS(1));
}

static void dates_and_clocks_are_read(void **state)
{
	int32_t day;
	int minutes;
	assert_true(day_read(S("2026-11-22"), &day));
	assert_int_equal(day, 20779);
	assert_str(day_iso(*state, day), "2026-11-22");
	assert_true(clock_read(S("18:30"), &minutes));
	assert_int_equal(minutes, 1110);
	assert_true(clock_read(S("24:00"), &minutes));
	assert_int_equal(minutes, 1440);
}

static void what_is_no_date_or_clock_is_refused(void **state)
{
	static const char *const days[] = { "",		  "2026-02-30",	 "2026-2-3",
					    "26-11-22",	  "2026-11-22 ", "2026/11/22",
					    "2026-11-2x", "-026-11-22",	 "2026-13-01",
					    "0000-01-01" };
	static const char *const clocks[] = { "",     "24:01", "25:00",	 "12:60", "1:30",
					      "12:3", "12.30", "12:300", "-1:30" };
	int32_t day = 5;
	int minutes = 5;
	for (size_t i = 0; i < COUNT(days); i++)
		assert_false(day_read(str_from(days[i]), &day));
	for (size_t i = 0; i < COUNT(clocks); i++)
		assert_false(clock_read(str_from(clocks[i]), &minutes));
	assert_int_equal(day + minutes, 10);
}

static void moments_are_read_and_written(void **state)
{
	static const struct {
		const char *text, *iso;
		int microseconds;
	} rows[] = {
		{ "2026-11-22T17:30:00Z", "2026-11-22T17:30:00Z", 0 },
		{ "2026-11-22T18:30:00+01:00", "2026-11-22T17:30:00Z", 0 },
		{ "2026-11-22T18:30+01:00", "2026-11-22T17:30:00Z", 0 },
		{ "2026-11-22t00:30:00.25-05:30", "2026-11-22T06:00:00Z", 250000 },
		{ "2026-11-22T17:30:00.123456789z", "2026-11-22T17:30:00Z", 123456 },
		{ "2027-01-01T00:30:00+01:00", "2026-12-31T23:30:00Z", 0 },
	};
	for (size_t i = 0; i < COUNT(rows); i++) {
		moment at;
		assert_true(moment_read(str_from(rows[i].text), &at));
		assert_str(moment_iso(*state, at), rows[i].iso);
		assert_int_equal(at % SECONDS(1), rows[i].microseconds);
	}
}

static void what_is_no_moment_is_refused(void **state)
{
	static const char *const bad[] = {
		"",
		"2026-11-22",
		"2026-11-22T17:30:00",
		"2026-11-22 17:30:00Z",
		"2026-02-30T00:00:00Z",
		"2026-11-22T24:00:00Z",
		"2026-11-22T23:59:60Z",
		"2026-11-22T17:30:00.Z",
		"2026-11-22T17:30:00ZZ",
		"2026-11-22T17:30:00+1:00",
		"2026-11-22T17:30:00+24:00",
		"2026-11-22T17:30:00+01:60",
		"2026-11-22T17:30:00.1234567890Z",
		"2026-11-22T17Z",
		"2026-11-22T17:30:00 01:00",
	};
	moment at = 5;
	for (size_t i = 0; i < COUNT(bad); i++)
		assert_false(moment_read(str_from(bad[i]), &at));
	assert_int_equal(at, 5);
}

static void clocks_run(void **state)
{
	assert_true(moment_now() > utc_at(WALL(2026, 1, 1)));
	moment before = moment_monotonic();
	assert_true(moment_monotonic() >= before);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(days_are_counted_from_1970),
		TEST(every_day_of_four_centuries_comes_back),
		TEST(unreal_walls_are_known),
		TEST(in_spring_the_missing_hour_moves_forward),
		TEST(in_autumn_the_double_hour_means_the_first),
		TEST(the_days_of_change_have_23_and_25_hours),
		TEST(every_existing_hour_of_two_years_comes_back),
		TEST(every_moment_of_two_years_comes_back_or_is_the_second),
		TEST(zones_without_summer_time_stand_still),
		TEST(the_far_future_follows_the_zones_rule),
		TEST(the_past_is_as_the_files_have_it),
		TEST(rules_of_every_form_are_read),
		TEST(broken_rules_are_refused),
		TEST(names_that_are_no_zones_are_not_found),
		TEST(a_zone_is_loaded_once),
		TEST(threads_share_the_same_zones),
		TEST(before_1970_walls_are_right_too),
		TEST(dates_and_clocks_are_read),
		TEST(what_is_no_date_or_clock_is_refused),
		TEST(moments_are_read_and_written),
		TEST(what_is_no_moment_is_refused),
		TEST(clocks_run),
	};
	return cmocka_run_group_tests_name("moment", tests, NULL, NULL);
}
