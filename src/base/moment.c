/*
 * moment.c: clocks, the calendar, and dates as text.
 *
 * The calendar is counted from 1 March, so that the leap day is a year's last and
 * months need no table.  Zones are in zone.c.
 */
#include "base/moment.h"

#include "base/check.h"

#include <time.h>

enum { DAYS_IN_ERA = 146097, DAYS_TO_1970 = 719468 }; /* 400 years; 1 March of year 0 to 1970 */
enum { YEAR_LAST = 9999 };

static moment read_clock(clockid_t id)
{
	struct timespec now;
	must(clock_gettime(id, &now) == 0);
	return SECONDS(now.tv_sec) + now.tv_nsec / 1000;
}

moment moment_now(void)
{
	return read_clock(CLOCK_REALTIME);
}

moment moment_of_thread(void)
{
	return read_clock(CLOCK_THREAD_CPUTIME_ID);
}

moment moment_of_process(void)
{
	return read_clock(CLOCK_PROCESS_CPUTIME_ID);
}

moment moment_monotonic(void)
{
	return read_clock(CLOCK_MONOTONIC);
}

static int64_t floor_divide(int64_t a, int64_t b)
{
	return a / b - (a % b < 0);
}

int32_t day_of(int year, int month, int day)
{
	int64_t years = (int64_t)year - (month <= 2);
	int64_t era = floor_divide(years, 400);
	int64_t year_of_era = years - era * 400;
	int64_t month_from_march = (month + 9) % 12;
	int64_t day_of_year = (153 * month_from_march + 2) / 5 + day - 1;
	int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
	return (int32_t)(era * DAYS_IN_ERA + day_of_era -
			 DAYS_TO_1970); /* years within ± 5 million */
}

struct wall day_wall(int32_t day)
{
	int64_t since = (int64_t)day + DAYS_TO_1970;
	int64_t era = floor_divide(since, DAYS_IN_ERA);
	int64_t day_of_era = since - era * DAYS_IN_ERA;
	int64_t year_of_era =
	    (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / (DAYS_IN_ERA - 1)) /
	    365;
	int64_t day_of_year =
	    day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
	int64_t month_from_march = (5 * day_of_year + 2) / 153;
	int64_t month = month_from_march < 10 ? month_from_march + 3 : month_from_march - 9;
	/* The casts narrow what is small by its making. */
	return (struct wall){
		.year = (int)(year_of_era + era * 400 + (month <= 2)),
		.month = (int)month,
		.day = (int)(day_of_year - (153 * month_from_march + 2) / 5 + 1),
	};
}

int day_of_week(int32_t day)
{
	/* 1 January 1970 was a Thursday. */
	int64_t from_monday = ((int64_t)day + 3) % 7;
	return (int)(from_monday < 0 ? from_monday + 8 : from_monday + 1);
}

bool wall_is_real(struct wall wall)
{
	if (wall.year < 1 || wall.year > YEAR_LAST || wall.month < 1 || wall.month > 12 ||
	    wall.day < 1 || wall.day > 31)
		return false;
	if (wall.hour < 0 || wall.hour > 23 || wall.minute < 0 || wall.minute > 59 ||
	    wall.second < 0 || wall.second > 59)
		return false;
	return day_wall(day_of(wall.year, wall.month, wall.day)).day == wall.day;
}

/* Takes exactly `len` digits off the front. */
static bool take_digits(str *rest, size_t len, int *number_out)
{
	int64_t number;
	str digits = str_first(*rest, len);
	if (digits.len < len || digits.at[0] == '-' || !str_number(digits, &number))
		return false;
	*rest = str_skip(*rest, len);
	*number_out = (int)number; /* at most four digits */
	return true;
}

static bool take_mark(str *rest, char mark)
{
	if (rest->len == 0 || rest->at[0] != mark)
		return false;
	*rest = str_skip(*rest, 1);
	return true;
}

static bool take_date(str *rest, struct wall *wall)
{
	return take_digits(rest, 4, &wall->year) && take_mark(rest, '-') &&
	       take_digits(rest, 2, &wall->month) && take_mark(rest, '-') &&
	       take_digits(rest, 2, &wall->day);
}

bool day_read(str s, int32_t *day_out)
{
	struct wall wall = { 0 };
	if (!take_date(&s, &wall) || s.len || !wall_is_real(wall))
		return false;
	*day_out = day_of(wall.year, wall.month, wall.day);
	return true;
}

bool clock_read(str s, int *minutes_out)
{
	int hour, minute;
	if (!take_digits(&s, 2, &hour) || !take_mark(&s, ':') || !take_digits(&s, 2, &minute) ||
	    s.len)
		return false;
	int minutes = hour * 60 + minute;
	if (minute > 59 || minutes > 24 * 60)
		return false;
	*minutes_out = minutes;
	return true;
}

/* ".5" and longer; what is finer than a microsecond is dropped. */
static bool take_fraction(str *rest, int *microseconds_out)
{
	enum { DIGITS_MAX = 9 };
	*microseconds_out = 0;
	if (!take_mark(rest, '.'))
		return true;
	int scale = 100000, digits = 0;
	for (; rest->len && rest->at[0] >= '0' && rest->at[0] <= '9'; digits++) {
		*microseconds_out += (rest->at[0] - '0') * scale;
		scale /= 10;
		*rest = str_skip(*rest, 1);
	}
	return digits > 0 && digits <= DIGITS_MAX;
}

static bool take_offset(str *rest, int *minutes_out)
{
	if (take_mark(rest, 'Z') || take_mark(rest, 'z')) {
		*minutes_out = 0;
		return true;
	}
	int sign = take_mark(rest, '+') ? 1 : take_mark(rest, '-') ? -1 : 0, hours, minutes;
	if (!sign || !take_digits(rest, 2, &hours) || !take_mark(rest, ':') ||
	    !take_digits(rest, 2, &minutes))
		return false;
	*minutes_out = sign * (hours * 60 + minutes);
	return hours < 24 && minutes < 60;
}

bool moment_read(str s, moment *at_out)
{
	struct wall wall = { 0 };
	int microseconds = 0, offset;
	if (!take_date(&s, &wall) || !(take_mark(&s, 'T') || take_mark(&s, 't')))
		return false;
	if (!take_digits(&s, 2, &wall.hour) || !take_mark(&s, ':') ||
	    !take_digits(&s, 2, &wall.minute))
		return false;
	if (take_mark(&s, ':') &&
	    (!take_digits(&s, 2, &wall.second) || !take_fraction(&s, &microseconds)))
		return false;
	if (!take_offset(&s, &offset) || s.len || !wall_is_real(wall))
		return false;
	*at_out = moment_at(zone_utc(), wall) + microseconds - MINUTES(offset);
	return true;
}

static char *put_two(char *to, int number)
{
	to[0] = (char)('0' + number / 10); /* digits */
	to[1] = (char)('0' + number % 10);
	return to + 2;
}

/* Pages are full of dates: they are written digit by digit. */
static char *put_day(char *to, struct wall wall)
{
	to = put_two(put_two(to, wall.year / 100), wall.year % 100);
	*to++ = '-';
	to = put_two(to, wall.month);
	*to++ = '-';
	return put_two(to, wall.day);
}

static bool has_four_digits(int year)
{
	return year >= 0 && year <= 9999;
}

str moment_iso(struct arena *arena, moment at)
{
	struct wall wall = wall_at(zone_utc(), at);
	if (!has_four_digits(wall.year))
		return str_format(arena, "%04d-%02d-%02dT%02d:%02d:%02dZ", wall.year, wall.month, wall.day,
				  wall.hour, wall.minute, wall.second);
	char *to = arena_bytes(arena, 20), *iso = to;
	to = put_day(to, wall);
	*to++ = 'T';
	to = put_two(to, wall.hour);
	*to++ = ':';
	to = put_two(to, wall.minute);
	*to++ = ':';
	to = put_two(to, wall.second);
	*to++ = 'Z';
	return (str){ iso, (size_t)(to - iso) };
}

str day_iso(struct arena *arena, int32_t day)
{
	struct wall wall = day_wall(day);
	if (!has_four_digits(wall.year))
		return str_format(arena, "%04d-%02d-%02d", wall.year, wall.month, wall.day);
	char *iso = arena_bytes(arena, 10);
	return (str){ iso, (size_t)(put_day(iso, wall) - iso) };
}
