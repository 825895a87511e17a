/* place_test.c: codes and towns are found as people type them; files come in whole. */
#include "core/core.h"
#include "test/folder.h"
#include "test/house.h"

#include <math.h>
#include <stdlib.h>

static const char few[] =
	"country\tpostal_code\tplace\tregion\tlat\tlon\tregion_code\tcommunity\tkind\n"
	"DE\t50667\tKöln\tNordrhein-Westfalen\t50.9389\t6.9599\tNW\tKöln\tarea\n"
	"DE\t50668\tKöln\tNordrhein-Westfalen\t50.9500\t6.9650\tNW\tKöln\tarea\n"
	"DE\t50670\tFirma Köln AG\tNordrhein-Westfalen\t50.9500\t6.9650\tNW\tKöln\tbulk\n"
	"AT\t1010\tWien, Innere Stadt\tWien\t48.2077\t16.3705\t09\tWien\tarea\n"
	"CH\t1010\tLausanne\tVaud\t46.5377\t6.6553\tVD\tLausanne\tarea\n"
	"CH\t8001\tZürich\tZürich\t47.3721\t8.5417\tZH\tZürich\tarea\n"
	"LI\t9490\tVaduz\tVaduz\t47.1415\t9.5215\t\tVaduz\tarea\n"
	"DE\t01844\tNeustadt\tSachsen\t51.0280\t14.2160\tSN\tSächsische Schweiz\tarea\n"
	"DE\t96465\tNeustadt\tBayern\t50.3290\t11.1210\tBY\tCoburg\tarea\n"
	"AT\t3002\tPurkersdorf\tNiederösterreich\t48.0\t16.0\t03\tWien-Umgebung\tarea\n"
	"AT\t3002\tPurkersdorf\tNiederösterreich\t48.4\t16.4\t03\tWien-Umgebung\tarea\n"
	"AT\t3002\tPurkersdorf\tNiederösterreich\t48.1\t16.1\t03\tWien-Umgebung\tarea\n";

static void bring_in(struct test_house *t, const char *file, struct place_import *count_out)
{
	house_settle(t);
	assert_int_equal(place_import(t->house, str_from(file), NULL, count_out), OK);
}

static struct place_list find(struct test_house *t, const char *text, const char *country)
{
	struct place_list list = { 0 };
	struct scope *ana = acting_as(t, t->ana);
	enum err err = place_find(ana, str_from(text), str_from(country), &list);
	if (err) {
		assert_int_equal(err, ERR_NOT_FOUND);
		assert_string_equal(ana->refusal.reason, "place.unknown");
		return (struct place_list){ 0 };
	}
	assert_true(list.count > 0);
	return list;
}

static void what_people_type_finds_its_place(void **state)
{
	struct test_house *t = *state;
	struct place_import count;
	bring_in(t, few, &count);
	static const struct { const char *text, *country; size_t found; const char *first, *town; } cases[] = {
		{ "50667",              "",   1, "DE", "Köln" },
		{ " 50667 ",            "",   1, "DE", "Köln" },
		{ "D 50667",            "",   1, "DE", "Köln" },
		{ "de-50667",           "",   1, "DE", "Köln" },
		{ "50667 Köln",         "",   1, "DE", "Köln" },
		{ "50667 Kölln",        "",   1, "DE", "Köln" },
		{ "Köln",               "",   1, "DE", "Köln" },
		{ "köln",               "",   1, "DE", "Köln" },
		{ "Koln",               "",   1, "DE", "Köln" },
		{ "Koeln",              "",   1, "DE", "Köln" },
		{ "50670",              "",   1, "DE", "Firma Köln AG" },
		{ "Firma Köln AG",      "",   0, NULL, NULL },
		{ "CH-8001",            "",   1, "CH", "Zürich" },
		{ "8001 Zürich",        "",   1, "CH", "Zürich" },
		{ "FL-9490",            "",   1, "LI", "Vaduz" },
		{ "1010",               "",   2, NULL, NULL },
		{ "1010",               "AT", 1, "AT", "Wien" },
		{ "A-1010",             "",   1, "AT", "Wien" },
		{ "1010 Wien",          "",   1, "AT", "Wien" },
		{ "1010 lausanne",      "",   1, "CH", "Lausanne" },
		{ "Wien",               "",   1, "AT", "Wien" },
		{ "Neustadt",           "",   2, "DE", "Neustadt" },
		{ "Neustadt",           "AT", 0, NULL, NULL },
		{ "CH-50667",           "",   0, NULL, NULL },
		{ "99999",              "",   0, NULL, NULL },
		{ "",                   "",   0, NULL, NULL },
		{ "Nirgendwo",          "",   0, NULL, NULL },
		{ "' OR 1=1 --",        "",   0, NULL, NULL },
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct place_list list = find(t, cases[i].text, cases[i].country);
		if (list.count != cases[i].found)
			fail_msg("%s: found %zu", cases[i].text, list.count);
		if (!cases[i].first)
			continue;
		assert_string_equal(str_c(t->arena, list.at[0].country), cases[i].first);
		assert_string_equal(str_c(t->arena, list.at[0].town), cases[i].town);
	}
}

static void exactly_one_place_or_a_reason(void **state)
{
	struct test_house *t = *state;
	struct place_import count;
	bring_in(t, few, &count);
	struct place place;
	struct scope *ana = acting_as(t, t->ana), *ben = acting_as(t, t->ben);
	assert_int_equal(place_one(ana, S("Neustadt"), S(""), &place), ERR_CONFLICT);
	assert_string_equal(ana->refusal.reason, "place.several");
	assert_int_equal(place_one(ben, S("Nirgendwo"), S(""), &place), ERR_NOT_FOUND);
	assert_string_equal(ben->refusal.reason, "place.unknown");
	assert_int_equal(place_one(acting_as(t, t->ana), S("3002"), S(""), &place), OK);
	assert_true(fabs(place.lat - 48.1) < 1e-9 && fabs(place.lon - 16.1) < 1e-9); /* the median */
}

static void suggestions_begin_as_typed_and_leave_firms_out(void **state)
{
	struct test_house *t = *state;
	struct place_import count;
	bring_in(t, few, &count);
	static const struct { const char *start; size_t found; } cases[] = {
		{ "506", 2 }, { "5067", 0 }, { "kö", 1 }, { "k", 0 }, { "neu", 2 }, { "1010", 2 }, { "A-1010", 1 },
		{ "wien", 1 }, { "firma", 0 }, { "", 0 },
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct place_list list;
		assert_int_equal(place_suggest(acting_as(t, 0), str_from(cases[i].start), &list), OK);
		if (list.count != cases[i].found)
			fail_msg("%s: suggested %zu", cases[i].start, list.count);
	}
}

struct complaint { int64_t line; const char *why; };
static void complain(void *data, int64_t line, const char *why)
{
	struct complaint *seen = data;
	while (seen->why)
		seen++;
	*seen = (struct complaint){ line, why };
}

static void broken_lines_are_told_and_skipped(void **state)
{
	struct test_house *t = *state;
	static const char file[] =
		"DE\t50667\tKöln\tNordrhein-Westfalen\tNW\tKöln\t053\tKöln\t05315\t50.9389\t6.9599\t4\r\n"
		"DE\t50667\tKöln\n"
		"de\t50667\tKöln\tNordrhein-Westfalen\tNW\tKöln\t053\tKöln\t05315\t50.9389\t6.9599\t4\n"
		"\n"
		"DE\t\tKöln\tNordrhein-Westfalen\tNW\tKöln\t053\tKöln\t05315\t50.9389\t6.9599\t4\n"
		"DE\t50668\t\tNordrhein-Westfalen\tNW\tKöln\t053\tKöln\t05315\t50.9389\t6.9599\t4\n"
		"DE\t50668\tKöln\tNordrhein-Westfalen\tNW\tKöln\t053\tKöln\t05315\t150.9389\t6.9599\t4\n"
		"DE\t50668\tK\xff\tNordrhein-Westfalen\tNW\tKöln\t053\tKöln\t05315\t50.9389\t6.9599\t4\n"
		"DE\t50668\tKöln\tNordrhein-Westfalen\tNW\tKöln\t053\tKöln\t05315\t50.9\t6.9";
	static const struct complaint expected[] = {
		{ 2, "place.bad_columns" }, { 3, "place.bad_country" }, { 5, "place.bad_code" }, { 6, "place.bad_name" },
		{ 7, "place.bad_point" }, { 8, "place.bad_utf8" }, { 9, "place.bad_columns" },
	};
	struct complaint seen[10] = { { 0, NULL } };
	struct place_import count;
	house_settle(t);
	assert_int_equal(place_import(t->house, str_from(file), &(struct place_tell){ complain, seen }, &count), OK);
	assert_int_equal(count.lines, 8);
	assert_int_equal(count.taken, 1);
	assert_int_equal(count.skipped, 7);
	for (size_t i = 0; i < COUNT(expected); i++) {
		assert_int_equal(seen[i].line, expected[i].line);
		assert_string_equal(seen[i].why, expected[i].why);
	}
	assert_int_equal(find(t, "50667", "").count, 1);
}

static void a_walk_meets_every_place_of_a_country_once(void **state)
{
	struct test_house *t = *state;
	struct place_import count;
	struct place_list list;
	int64_t after_id = 0;
	size_t met = 0, codes = 0;
	bring_in(t, few, &count);
	do {
		assert_int_equal(place_walk(acting_as(t, 0), S("DE"), &after_id, &list), OK);
		for (size_t i = 0; i < list.count; i++) {
			met++;
			codes += !str_empty(list.at[i].code);
			assert_true(str_equal(list.at[i].country, S("DE")));
		}
	} while (list.count);
	assert_true(codes >= 2 && met > codes); /* towns, too */
}

static void a_new_file_replaces_the_countries_it_holds(void **state)
{
	struct test_house *t = *state;
	struct place_import count;
	bring_in(t, few, &count);
	bring_in(t, few, &count);
	assert_int_equal(find(t, "Köln", "").count, 1);
	bring_in(t, "country\tcode\tname\tlat\tlon\nDE\t10115\tBerlin\t52.5\t13.4\n", &count);
	assert_int_equal(find(t, "Köln", "").count, 0);
	assert_int_equal(find(t, "Berlin", "").count, 1);
	assert_int_equal(find(t, "Wien", "").count, 1);
}

static void a_file_may_name_towns_itself(void **state)
{
	struct test_house *t = *state;
	struct place_import count;
	bring_in(t, "country\tcode\tname\ttown\tregion\tlat\tlon\tkind\trank\n"
	            "DE\t\tKöln\tKöln\tNRW\t50.93\t6.95\ttown\t1\n"
	            "DE\t50667\tKöln\tKöln\tNRW\t50.94\t6.96\tarea\t2\n"
	            "DE\t\tKölln\tKölln\tHolstein\t53.7\t9.6\ttown\t6\n", &count);
	assert_int_equal(count.taken, 3);
	struct place_list list = find(t, "Köln", "");
	assert_int_equal(list.count, 1);
	assert_int_equal(list.at[0].rank, 1000 + 300);
	assert_true(fabs(list.at[0].lat - 50.93) < 1e-9);
	assert_int_equal(place_suggest(acting_as(t, 0), S("köl"), &list), OK);
	assert_int_equal(list.count, 2);
	assert_string_equal(str_c(t->arena, list.at[0].town), "Köln"); /* the larger one first */
}

static void a_town_that_is_far_larger_is_the_one_that_is_meant(void **state)
{
	struct test_house *t = *state;
	struct place_import count;
	bring_in(t, "country\tcode\tname\tlat\tlon\tkind\trank\n"
	            "DE\t\tHamburg\t53.55\t9.99\ttown\t1\n" "DE\t\tHamburg\t53.44\t9.21\ttown\t5\n"
	            "DE\t\tHalle\t51.48\t11.97\ttown\t2\n" "DE\t\tHalle\t52.06\t8.36\ttown\t4\n", &count);
	struct place_list list = find(t, "Hamburg", "");
	assert_int_equal(list.count, 1);
	assert_int_equal(list.at[0].rank, 1000);
	assert_int_equal(find(t, "Halle", "").count, 2);
}

static void all_codes_of_three_countries_come_in(void **state)
{
	struct test_house *t = *state;
	const char *data = getenv("HEINZEL_TEST_DATA");
	if (!data) {
		print_message("HEINZEL_TEST_DATA is not set: the real file is not tested\n");
		skip();
	}
	struct place_import count;
	house_settle(t);
	str file = file_read(t->arena, str_format(t->arena, "%s/geo/plz_dach.tsv", data));
	assert_int_equal(place_import(t->house, file, NULL, &count), OK);
	assert_int_equal(count.lines, 46506);
	assert_int_equal(count.skipped, 0);
	static const char *const one[] = { "50667", "CH-8001", "A-1010", "Köln", "Hamburg", "8001 Zürich", "Zürich",
		"Vaduz", "Wien", "A-8010", "Berlin", "München" };
	for (size_t i = 0; i < COUNT(one); i++) {
		struct place_list list = find(t, one[i], "");
		if (list.count != 1)
			fail_msg("%s: found %zu", one[i], list.count);
	}
	assert_true(find(t, "Neustadt", "").count > 1);
	struct place_list list;
	assert_int_equal(place_suggest(acting_as(t, 0), S("ber"), &list), OK);
	assert_string_equal(str_c(t->arena, list.at[0].town), "Berlin");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		HOUSE_TEST(what_people_type_finds_its_place),
		HOUSE_TEST(exactly_one_place_or_a_reason),
		HOUSE_TEST(suggestions_begin_as_typed_and_leave_firms_out),
		HOUSE_TEST(broken_lines_are_told_and_skipped),
		HOUSE_TEST(a_walk_meets_every_place_of_a_country_once),
		HOUSE_TEST(a_new_file_replaces_the_countries_it_holds),
		HOUSE_TEST(a_file_may_name_towns_itself),
		HOUSE_TEST(a_town_that_is_far_larger_is_the_one_that_is_meant),
		HOUSE_TEST(all_codes_of_three_countries_come_in),
	};
	return cmocka_run_group_tests_name("place", tests, NULL, NULL);
}
