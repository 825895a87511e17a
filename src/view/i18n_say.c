/*
 * i18n_say.c: dates, numbers, prices and distances as a language writes them.
 *
 * How they look is in text/LANGUAGE.po (keys date.*, ago.*, number.*, distance.*), so
 * that a new language needs words only.
 */
#include "view/i18n.h"

#include "view/words.h"

#include <math.h>
#include <stdio.h>

#define SAY(out, language, id, ...) \
	say_values((out), (language), (id), (const struct text_value[]){ __VA_ARGS__ }, \
		   COUNT(((const struct text_value[]){ __VA_ARGS__ })))

static void say_values(struct text *out, enum language language, enum text_id id,
		       const struct text_value *values, size_t count)
{
	text_say(out, language, id, values, count);
}

static str words(enum language language, enum text_id first, int index)
{
	/* Months and weekdays follow one another in the enum. */
	return words_form(language, (enum text_id)((int)first + index), NULL, 0)->plain;
}

static str two_digits(char *at, int number)
{
	at[0] = (char)('0' + number / 10 % 10); /* a digit */
	at[1] = (char)('0' + number % 10);
	return (str){ at, 2 };
}

str weekday_name(enum language language, int weekday)
{
	assert(weekday >= 1 && weekday <= 7);
	return words(language, TEXT_date_weekday_1, weekday - 1);
}

void say_date(struct text *out, enum language language, const struct zone *zone, moment at)
{
	struct wall wall = wall_at(zone, at);
	SAY(out, language, TEXT_date_date, VIEW_TEXT_VALUE("day", wall.day),
	    VIEW_TEXT_VALUE("month", words(language, TEXT_date_month_01, wall.month - 1)),
	    VIEW_TEXT_VALUE("year", wall.year));
}

static str weekday_short(enum language language, struct wall wall)
{
	int weekday = day_of_week(day_of(wall.year, wall.month, wall.day));
	return words(language, TEXT_date_weekday_short_1, weekday - 1);
}

void say_day(struct text *out, enum language language, const struct zone *zone, moment at)
{
	struct wall wall = wall_at(zone, at);
	SAY(out, language, TEXT_date_day, VIEW_TEXT_VALUE("weekday", weekday_short(language, wall)),
	    VIEW_TEXT_VALUE("day", wall.day),
	    VIEW_TEXT_VALUE("month", words(language, TEXT_date_month_short_01, wall.month - 1)));
}

static void say_clock(struct text *out, enum language language, struct wall wall)
{
	char hour[2], minute[2];
	SAY(out, language, TEXT_date_time, VIEW_TEXT_VALUE("hour", two_digits(hour, wall.hour)),
	    VIEW_TEXT_VALUE("minute", two_digits(minute, wall.minute)));
}

void say_time(struct text *out, enum language language, const struct zone *zone, moment at)
{
	say_clock(out, language, wall_at(zone, at));
}

void say_datetime(struct text *out, enum language language, const struct zone *zone, moment at)
{
	struct wall wall = wall_at(zone, at);
	struct text time;
	text_open(&time, out->arena, 64);
	say_clock(&time, language, wall);
	SAY(out, language, TEXT_date_datetime,
	    VIEW_TEXT_VALUE("weekday", weekday_short(language, wall)),
	    VIEW_TEXT_VALUE("day", wall.day),
	    VIEW_TEXT_VALUE("month", words(language, TEXT_date_month_short_01, wall.month - 1)),
	    VIEW_TEXT_VALUE("year", wall.year), VIEW_TEXT_VALUE("time", text_str(&time)));
}

void say_ago(struct text *out, enum language language, moment now, moment at)
{
	static const struct {
		moment below, unit;
		enum text_id ago, ahead;
	} steps[] = {
		{ HOURS(1), MINUTES(1), TEXT_ago_minutes, TEXT_ahead_minutes },
		{ DAYS(1), HOURS(1), TEXT_ago_hours, TEXT_ahead_hours },
		{ DAYS(7), DAYS(1), TEXT_ago_days, TEXT_ahead_days },
		{ DAYS(30), DAYS(7), TEXT_ago_weeks, TEXT_ahead_weeks },
		{ DAYS(365), DAYS(30), TEXT_ago_months, TEXT_ahead_months },
		{ INT64_MAX, DAYS(365), TEXT_ago_years, TEXT_ahead_years },
	};
	bool is_past = at <= now;
	moment distance = is_past ? now - at : at - now;
	if (distance < MINUTES(1)) {
		text_put(out, words(language, TEXT_ago_now, 0));
		return;
	}
	size_t i = 0;
	while (distance >= steps[i].below && i + 1 < COUNT(steps))
		i++;
	SAY(out, language, is_past ? steps[i].ago : steps[i].ahead,
	    VIEW_TEXT_VALUE("count", distance / steps[i].unit));
}

/* Digits in groups of three. */
static void say_digits(struct text *out, enum language language, str digits)
{
	str group = words(language, TEXT_number_group, 0);
	for (size_t i = 0; i < digits.len; i++) {
		if (i && (digits.len - i) % 3 == 0)
			text_put(out, group);
		text_char(out, digits.at[i]);
	}
}

void say_count(struct text *out, enum language language, int64_t number)
{
	char digits[24];
	int len = snprintf(digits, sizeof digits, "%lld", (long long)number);
	str all = { digits, (size_t)len };
	if (number < 0) {
		text_char(out, '-');
		all = str_skip(all, 1);
	}
	say_digits(out, language, all);
}

void say_real(struct text *out, enum language language, double number, int decimals)
{
	assert(decimals >= 0 && decimals <= 6);
	char digits[64];
	if (!isfinite(number) || fabs(number) > 1e15) {
		text_put(out, S("–"));
		return;
	}
	int len = snprintf(digits, sizeof digits, "%.*f", decimals, fabs(number));
	str rest = { digits, (size_t)len };
	str whole = str_cut(&rest, '.');
	if (number < 0 && strspn(digits, "0.") < (size_t)len)
		text_char(out, '-');
	say_digits(out, language, whole);
	if (!rest.len)
		return;
	text_put(out, words(language, TEXT_number_point, 0));
	text_put(out, rest);
}

void say_price(struct text *out, enum language language, int64_t minor, str currency)
{
	static const struct {
		str code;
		int decimals;
		enum text_id words;
	} currencies[] = {
		{ { "EUR", 3 }, 2, TEXT_number_price_eur },
		{ { "CHF", 3 }, 2, TEXT_number_price_chf },
		{ { "JPY", 3 }, 0, TEXT_number_price_other },
	};
	int decimals = 2;
	enum text_id id = TEXT_number_price_other;
	for (size_t i = 0; i < COUNT(currencies); i++) {
		if (str_equal(currencies[i].code, currency)) {
			decimals = currencies[i].decimals;
			id = currencies[i].words;
		}
	}
	uint64_t size = minor < 0 ? 0 - (uint64_t)minor : (uint64_t)minor;
	struct text amount;
	text_open(&amount, out->arena, 64);
	if (minor < 0)
		text_char(&amount, '-');
	say_count(&amount, language,
		  (int64_t)(decimals ? size / 100 : size)); /* fits: it is a price */
	if (decimals) {
		char cents[2];
		text_put(&amount, words(language, TEXT_number_point, 0));
		text_put(&amount, two_digits(cents, (int)(size % 100)));
	}
	SAY(out, language, id, VIEW_TEXT_VALUE("amount", text_str(&amount)),
	    VIEW_TEXT_VALUE("currency", currency));
}

void say_distance(struct text *out, enum language language, double km)
{
	static const int bands[] = { 1, 2, 5, 10, 20, 50, 100, 200 };
	size_t i = 0;
	while (i < COUNT(bands) && !(km < bands[i])) /* what is no number is far */
		i++;
	struct text_value near = VIEW_TEXT_VALUE("near", i ? bands[i - 1] : 0);
	struct text_value far = VIEW_TEXT_VALUE("far", i < COUNT(bands) ? bands[i] : 0);
	enum text_id id = !i		     ? TEXT_distance_below
			  : i < COUNT(bands) ? TEXT_distance_between
					     : TEXT_distance_above;
	SAY(out, language, id, near, far);
}
