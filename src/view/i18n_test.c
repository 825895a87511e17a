/* i18n_test.c: words, dates, numbers and prices as German and English write them. */
#include "view/i18n.h"

#include "view/words.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#define DE LANGUAGE_DE
#define EN LANGUAGE_EN

static struct arena *arena;

static int open_arena(void **state)
{
	arena = arena_open(65536);
	return 0;
}

static int close_arena(void **state)
{
	arena_close(arena);
	return 0;
}

#define said(expected, say, ...) \
	{ \
		struct text text_; \
		text_open(&text_, arena, 16); \
		say(&text_, __VA_ARGS__); \
		text_char(&text_, 0); \
		assert_string_equal(text_.at, expected); \
	}

static moment at(const char *iso)
{
	moment read = 0;
	assert_true(moment_read(str_from(iso), &read));
	return read;
}

static void dates_are_written_in_full(void **state)
{
	const struct zone *zone = zone_find(S("Europe/Berlin"));
	static const char *const de[] = { "Januar",    "Februar", "März",     "April",
					  "Mai",       "Juni",	  "Juli",     "August",
					  "September", "Oktober", "November", "Dezember" };
	static const char *const en[] = { "January",   "February", "March",    "April",
					  "May",       "June",	   "July",     "August",
					  "September", "October",  "November", "December" };
	for (int month = 1; month <= 12; month++) {
		moment day = moment_at(zone, (struct wall){ 2026, month, 9, 12, 0, 0 });
		said(str_c(arena, str_format(arena, "9. %s 2026", de[month - 1])), say_date, DE,
		     zone, day);
		said(str_c(arena, str_format(arena, "9 %s 2026", en[month - 1])), say_date, EN,
		     zone, day);
	}
}

static void short_dates_name_the_weekday(void **state)
{
	const struct zone *zone = zone_find(S("Europe/Zurich"));
	static const char *const de[] = { "Mo., 5. Jan.", "Di., 3. Feb.", "Mi., 4. März",
					  "Do., 2. Apr.", "Fr., 1. Mai",  "Sa., 6. Juni",
					  "So., 5. Juli", "Mo., 3. Aug.", "Di., 1. Sept.",
					  "Mi., 7. Okt.", "Do., 5. Nov.", "Fr., 4. Dez." };
	static const char *const en[] = { "Mon, 5 Jan",	 "Tue, 3 Feb", "Wed, 4 Mar", "Thu, 2 Apr",
					  "Fri, 1 May",	 "Sat, 6 Jun", "Sun, 5 Jul", "Mon, 3 Aug",
					  "Tue, 1 Sept", "Wed, 7 Oct", "Thu, 5 Nov", "Fri, 4 Dec" };
	static const int days[] = { 5, 3, 4, 2, 1, 6, 5, 3, 1, 7, 5, 4 };
	for (int i = 0; i < 12; i++) {
		moment day = moment_at(zone, (struct wall){ 2026, i + 1, days[i], 12, 0, 0 });
		said(de[i], say_day, DE, zone, day);
		said(en[i], say_day, EN, zone, day);
	}
}

static void times_are_those_of_the_zone(void **state)
{
	const struct zone *berlin = zone_find(S("Europe/Berlin")), *utc = zone_utc();
	said("18:30", say_time, DE, berlin, at("2026-11-22T17:30:00Z"));
	said("17:30", say_time, EN, utc, at("2026-11-22T17:30:00Z"));
	said("09:05", say_time, DE, berlin, at("2026-07-01T07:05:00Z"));
	said("So., 22. Nov. 2026, 18:30 Uhr", say_datetime, DE, berlin, at("2026-11-22T17:30:00Z"));
	said("Sun, 22 Nov 2026, 18:30", say_datetime, EN, berlin, at("2026-11-22T17:30:00Z"));
	assert_true(str_equal(weekday_name(LANGUAGE_DE, 1), S("Montag")));
	assert_true(str_equal(weekday_name(LANGUAGE_EN, 7), S("Sunday")));
}

static void distances_in_time_are_told_roughly(void **state)
{
	static const struct {
		moment distance;
		const char *de, *en;
	} cases[] = {
		{ 0, "gerade eben", "just now" },
		{ SECONDS(59), "gerade eben", "just now" },
		{ MINUTES(1), "vor einer Minute", "a minute ago" },
		{ MINUTES(59), "vor 59 Minuten", "59 minutes ago" },
		{ HOURS(1), "vor einer Stunde", "an hour ago" },
		{ HOURS(3), "vor 3 Stunden", "3 hours ago" },
		{ DAYS(1), "vor einem Tag", "a day ago" },
		{ DAYS(6), "vor 6 Tagen", "6 days ago" },
		{ DAYS(7), "vor einer Woche", "a week ago" },
		{ DAYS(29), "vor 4 Wochen", "4 weeks ago" },
		{ DAYS(30), "vor einem Monat", "a month ago" },
		{ DAYS(364), "vor 12 Monaten", "12 months ago" },
		{ DAYS(365), "vor einem Jahr", "a year ago" },
		{ DAYS(3653), "vor 10 Jahren", "10 years ago" },
		{ -SECONDS(30), "gerade eben", "just now" },
		{ -MINUTES(5), "in 5 Minuten", "in 5 minutes" },
		{ -HOURS(1), "in einer Stunde", "in an hour" },
		{ -DAYS(2), "in 2 Tagen", "in 2 days" },
	};
	moment now = at("2026-11-22T17:30:00Z");
	for (size_t i = 0; i < COUNT(cases); i++) {
		said(cases[i].de, say_ago, DE, now, now - cases[i].distance);
		said(cases[i].en, say_ago, EN, now, now - cases[i].distance);
	}
}

static void numbers_are_grouped(void **state)
{
	static const struct {
		int64_t number;
		const char *de, *en;
	} cases[] = {
		{ 0, "0", "0" },
		{ 999, "999", "999" },
		{ 1000, "1.000", "1,000" },
		{ 933000, "933.000", "933,000" },
		{ -1234567, "-1.234.567", "-1,234,567" },
		{ INT64_MIN, "-9.223.372.036.854.775.808", "-9,223,372,036,854,775,808" },
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		said(cases[i].de, say_count, DE, cases[i].number);
		said(cases[i].en, say_count, EN, cases[i].number);
	}
	said("4,7", say_real, DE, 4.7, 1);
	said("4.70", say_real, EN, 4.7, 2);
	said("1.234,5", say_real, DE, 1234.5, 1);
	said("-0,5", say_real, DE, -0.5, 1);
	said("0,0", say_real, DE, -0.01, 1);
	said("5", say_real, DE, 4.6, 0);
	said("–", say_real, DE, 0.0 / 0.0, 1);
}

static void prices_have_two_decimals_and_their_currency(void **state)
{
	said("45,00\u00a0€", say_price, DE, 4500, S("EUR"));
	said("€45.00", say_price, EN, 4500, S("EUR"));
	said("45,50\u00a0CHF", say_price, DE, 4550, S("CHF"));
	said("CHF\u00a01,234.05", say_price, EN, 123405, S("CHF"));
	said("0,07\u00a0€", say_price, DE, 7, S("EUR"));
	said("-1.000,00\u00a0€", say_price, DE, -100000, S("EUR"));
	said("12,00\u00a0SEK", say_price, DE, 1200, S("SEK"));
	said("1.200\u00a0JPY", say_price, DE, 1200, S("JPY"));
}

static void distances_come_in_bands(void **state)
{
	static const struct {
		double km;
		const char *de, *en;
	} cases[] = {
		{ 0, "unter 1\u00a0km", "under 1\u00a0km" },
		{ 0.99, "unter 1\u00a0km", "under 1\u00a0km" },
		{ 1, "1–2\u00a0km", "1–2\u00a0km" },
		{ 4.99, "2–5\u00a0km", "2–5\u00a0km" },
		{ 5, "5–10\u00a0km", "5–10\u00a0km" },
		{ 150, "100–200\u00a0km", "100–200\u00a0km" },
		{ 200, "über 200\u00a0km", "over 200\u00a0km" },
		{ 0.0 / 0.0, "über 200\u00a0km", "over 200\u00a0km" },
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		said(cases[i].de, say_distance, DE, cases[i].km);
		said(cases[i].en, say_distance, EN, cases[i].km);
	}
}

static void a_text_takes_the_form_for_its_count(void **state)
{
	static const struct {
		int64_t count;
		const char *de;
	} cases[] = {
		{ 0, "vor 0 Stunden" },		 { 1, "vor einer Stunde" },  { 2, "vor 2 Stunden" },
		{ 12345, "vor 12.345 Stunden" }, { -1, "vor einer Stunde" },
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct text_value value = VIEW_TEXT_VALUE("count", cases[i].count);
		said(cases[i].de, text_say, DE, TEXT_ago_hours, &value, 1);
	}
	said("vor {count} Stunden", text_say, DE, TEXT_ago_hours, NULL, 0);
}

static void values_are_put_in_by_name(void **state)
{
	struct text_value values[] = { VIEW_TEXT_VALUE("pages", 2026),
				       VIEW_TEXT_VALUE("page", "<2>"),
				       VIEW_TEXT_VALUE("unused", S("x")) };
	said("Seite <2> von 2026", text_say, DE, TEXT_pager_page, values, 3);
	said("Page <2> of 2026", text_say, EN, TEXT_pager_page, values, 3);
	assert_true(str_equal(text_of(arena, LANGUAGE_EN, TEXT_ago_now, NULL, 0), S("just now")));
}

static void a_name_that_ends_in_a_stop_ends_the_sentence(void **state)
{
	struct text text;
	const struct { const char *name, *says; } cases[] = {
		{ "Ana S.", "Du bist bei Ana S. Klingel." }, { "Ana", "Du bist bei Ana. Klingel." },
		{ "", "Du bist bei . Klingel." },
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct text_value value = VIEW_TEXT_VALUE("name", cases[i].name);
		text_open(&text, arena, 64);
		words_fill(&text, DE, S("Du bist bei {name}. Klingel."), (struct words_values){ &value, 1 }, text_put);
		assert_true(str_equal(text_str(&text), str_from(cases[i].says)));
	}
}

static void every_key_is_found_and_has_words(void **state)
{
	for (int i = 0; i < TEXT_COUNT; i++) {
		enum text_id id = TEXT_COUNT;
		assert_true(text_find(text_keys[i], &id));
		assert_int_equal(id, i);
		assert_true(i == 0 || str_compare(text_keys[i - 1], text_keys[i]) < 0);
		for (enum language language = 0; language < LANGUAGE_COUNT; language++)
			assert_int_equal(str_empty(words_form(language, id, NULL, 0)->plain),
					 id == TEXT_NONE);
	}
	enum text_id id = TEXT_COUNT;
	assert_false(text_find(S("no.such_key"), &id));
	assert_true(str_equal(text_plain(LANGUAGE_DE, "no.such_key"), S("no.such_key")));
	assert_true(str_equal(text_plain(LANGUAGE_DE, "pager.next"), S("Weiter")));
}

static void a_language_is_known_by_its_code(void **state)
{
	enum language language = LANGUAGE_COUNT;
	assert_true(language_find(S("de-CH"), &language) && language == LANGUAGE_DE);
	assert_true(language_find(S("EN_us"), &language) && language == LANGUAGE_EN);
	assert_false(language_find(S(""), &language) || language_find(S("d"), &language) ||
		     language_find(S("deu"), &language));
	assert_true(str_equal(language_code(LANGUAGE_EN), S("en")));
	assert_true(str_equal(language_name(LANGUAGE_DE), S("Deutsch")));
}

static void the_best_shipped_language_is_taken(void **state)
{
	static const struct {
		const char *header;
		enum language wanted;
	} cases[] = {
		{ "", LANGUAGE_DE },
		{ "en", LANGUAGE_EN },
		{ "de-CH,de;q=0.9,en;q=0.8", LANGUAGE_DE },
		{ "xx, en;q=0.2", LANGUAGE_EN },
		{ "en;q=0.5, de;q=0.6", LANGUAGE_DE },
		{ "de;q=0, en;q=0.1", LANGUAGE_EN },
		{ "xx", LANGUAGE_DE },
		{ "*;q=0.5", LANGUAGE_DE },
		{ ",,;;q=,en ; q=1", LANGUAGE_EN },
		{ "en;q=0", LANGUAGE_DE },
	};
	for (size_t i = 0; i < COUNT(cases); i++)
		assert_int_equal(language_accepted(str_from(cases[i].header), LANGUAGE_DE),
				 cases[i].wanted);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(dates_are_written_in_full),
		cmocka_unit_test(short_dates_name_the_weekday),
		cmocka_unit_test(times_are_those_of_the_zone),
		cmocka_unit_test(distances_in_time_are_told_roughly),
		cmocka_unit_test(numbers_are_grouped),
		cmocka_unit_test(prices_have_two_decimals_and_their_currency),
		cmocka_unit_test(distances_come_in_bands),
		cmocka_unit_test(a_text_takes_the_form_for_its_count),
		cmocka_unit_test(a_name_that_ends_in_a_stop_ends_the_sentence),
		cmocka_unit_test(values_are_put_in_by_name),
		cmocka_unit_test(every_key_is_found_and_has_words),
		cmocka_unit_test(a_language_is_known_by_its_code),
		cmocka_unit_test(the_best_shipped_language_is_taken),
	};
	return cmocka_run_group_tests(tests, open_arena, close_arena);
}
