/* zone_rule.c: reads a TZ string from front to back, and asks it for one year at a time. */
#include "base/zone_rule.h"

#include "base/check.h"
#include "base/moment.h"

enum { DAY_SECONDS = 86400, HOURS_MAX = 167 };

static bool take(str *rest, char mark)
{
	if (rest->len == 0 || rest->at[0] != mark)
		return false;
	*rest = str_skip(*rest, 1);
	return true;
}

static bool take_number(str *rest, int max, int *number_out)
{
	int number = 0;
	size_t digits = 0;
	for (; rest->len && rest->at[0] >= '0' && rest->at[0] <= '9'; digits++) {
		number = number * 10 + (rest->at[0] - '0');
		if (number > max)
			return false;
		*rest = str_skip(*rest, 1);
	}
	*number_out = number;
	return digits > 0;
}

/* "CET" or "<+0330>": only passed over, since names are not shown. */
static bool take_name(str *rest)
{
	if (take(rest, '<')) {
		str name = str_cut(rest, '>');
		return name.len > 0;
	}
	size_t len = 0;
	while (len < rest->len && ((rest->at[len] | 0x20) >= 'a' && (rest->at[len] | 0x20) <= 'z'))
		len++;
	*rest = str_skip(*rest, len);
	return len >= 3;
}

/* [+-]hh[:mm[:ss]] */
static bool take_time(str *rest, int64_t *seconds_out)
{
	int sign = take(rest, '-') ? -1 : 1, hours = 0, minutes = 0, seconds = 0;
	if (sign > 0)
		take(rest, '+');
	if (!take_number(rest, HOURS_MAX, &hours))
		return false;
	if (take(rest, ':') && !take_number(rest, 59, &minutes))
		return false;
	if (take(rest, ':') && !take_number(rest, 59, &seconds))
		return false;
	*seconds_out = sign * (hours * 3600 + minutes * 60 + seconds);
	return true;
}

static bool take_month_day(str *rest, struct zone_date *date)
{
	date->kind = 'M';
	return take_number(rest, 12, &date->month) && date->month >= 1 && take(rest, '.') &&
	       take_number(rest, 5, &date->week) && date->week >= 1 && take(rest, '.') &&
	       take_number(rest, 6, &date->day);
}

static bool take_day(str *rest, struct zone_date *date)
{
	if (take(rest, 'M'))
		return take_month_day(rest, date);
	date->kind = take(rest, 'J') ? 'J' : 'N';
	return take_number(rest, 365, &date->day) && (date->kind == 'N' || date->day >= 1);
}

static bool take_date(str *rest, struct zone_date *date)
{
	*date = (struct zone_date){ .seconds = 2 * 3600 };
	return take(rest, ',') && take_day(rest, date) &&
	       (!take(rest, '/') || take_time(rest, &date->seconds));
}

bool zone_rule_read(str s, struct zone_rule *rule_out)
{
	struct zone_rule rule = { 0 };
	/* POSIX counts west of Greenwich, everybody else east. */
	int64_t west;
	if (!take_name(&s) || !take_time(&s, &west))
		return false;
	rule.winter_seconds = -west;
	if (s.len == 0) {
		*rule_out = rule;
		return true;
	}
	rule.has_summer = true;
	rule.summer_seconds = rule.winter_seconds + 3600;
	if (!take_name(&s) || s.len == 0)
		return false;
	if (s.at[0] != ',') {
		if (!take_time(&s, &west))
			return false;
		rule.summer_seconds = -west;
	}
	if (!take_date(&s, &rule.begin) || !take_date(&s, &rule.end) || s.len)
		return false;
	*rule_out = rule;
	return true;
}

static bool is_leap(int year)
{
	return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

/* The day in that year, as days since 1970. */
static int64_t day_in(const struct zone_date *date, int year)
{
	int32_t new_year = day_of(year, 1, 1);
	if (date->kind == 'N')
		return (int64_t)new_year + date->day;
	if (date->kind == 'J')
		return (int64_t)new_year + date->day - 1 + (is_leap(year) && date->day >= 60);

	int32_t first = day_of(year, date->month, 1);
	int32_t next = date->month < 12 ? day_of(year, date->month + 1, 1) : day_of(year + 1, 1, 1);
	int ahead = (date->day - day_of_week(first) % 7 + 7) % 7; /* Sunday is 0 here */
	int32_t day = first + ahead + (date->week - 1) * 7;
	return day < next ? day : day - 7; /* week 5 means the last */
}

int64_t zone_rule_offset(const struct zone_rule *rule, int64_t at)
{
	if (!rule->has_summer)
		return rule->winter_seconds;
	int64_t local = at + rule->winter_seconds;
	int64_t local_day = local / DAY_SECONDS - (local % DAY_SECONDS < 0);
	int year = day_wall((int32_t)local_day).year; /* a moment's days fit */
	int64_t begin =
	    day_in(&rule->begin, year) * DAY_SECONDS + rule->begin.seconds - rule->winter_seconds;
	int64_t end =
	    day_in(&rule->end, year) * DAY_SECONDS + rule->end.seconds - rule->summer_seconds;
	/* South of the equator summer spans the new year. */
	bool is_summer = begin < end ? at >= begin && at < end : at >= begin || at < end;
	return is_summer ? rule->summer_seconds : rule->winter_seconds;
}
