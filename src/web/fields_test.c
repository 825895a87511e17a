/* fields_test.c: each type of field: what it takes, how it reads it, and with which words it refuses. */
#include "web/fields.h"

#include "base/testing.h"
#include "web/web_room.h"

#include <limits.h>

struct record {
	str text, prose, secret, mail, codes;
	int64_t number, money, id;
	bool truth;
	int32_t day;
	int clock, choice;
	moment at;
};

static const char *const colours[] = { "red", "green", "blue", NULL };

/* One field of each type, its limits as the tests below need them. */
static const struct field fields[] = {
	{ "text",   FIELD_TEXT,   offsetof(struct record, text),   2, 5, NULL },
	{ "prose",  FIELD_PROSE,  offsetof(struct record, prose),  1, 8, NULL },
	{ "secret", FIELD_SECRET, offsetof(struct record, secret), 3, 6, NULL },
	{ "mail",   FIELD_EMAIL,  offsetof(struct record, mail),   1, 40, NULL },
	{ "number", FIELD_NUMBER, offsetof(struct record, number), 1, 10, NULL },
	{ "money",  FIELD_MONEY,  offsetof(struct record, money),  100, 100000, NULL },
	{ "id",     FIELD_ID,     offsetof(struct record, id),     1, 0, NULL },
	{ "truth",  FIELD_BOOL,   offsetof(struct record, truth),  0, 0, NULL },
	{ "must",   FIELD_BOOL,   offsetof(struct record, truth),  1, 0, NULL },
	{ "day",    FIELD_DAY,    offsetof(struct record, day),    1, 0, NULL },
	{ "clock",  FIELD_CLOCK,  offsetof(struct record, clock),  0, 0, NULL },
	{ "at",     FIELD_MOMENT, offsetof(struct record, at),     1, 0, NULL },
	{ "choice", FIELD_CHOICE, offsetof(struct record, choice), 0, 0, colours },
	{ "codes",  FIELD_CODES,  offsetof(struct record, codes),  1, 0, colours },
	/* and those that may be left empty */
	{ "text_0",   FIELD_TEXT,   offsetof(struct record, text),   0, 5, NULL },
	{ "mail_0",   FIELD_EMAIL,  offsetof(struct record, mail),   0, 40, NULL },
	{ "number_0", FIELD_NUMBER, offsetof(struct record, number), 0, 10, NULL },
	{ "number_m", FIELD_NUMBER, offsetof(struct record, number), -5, INT64_MAX, NULL },
	{ "money_0",  FIELD_MONEY,  offsetof(struct record, money),  0, INT64_MAX, NULL },
	{ "id_0",     FIELD_ID,     offsetof(struct record, id),     0, 0, NULL },
	{ "day_0",    FIELD_DAY,    offsetof(struct record, day),    0, 0, NULL },
	{ "clock_0",  FIELD_CLOCK,  offsetof(struct record, clock),  -1, 0, NULL },
	{ "at_0",     FIELD_MOMENT, offsetof(struct record, at),     0, 0, NULL },
	{ "choice_0", FIELD_CHOICE, offsetof(struct record, choice), -1, 0, colours },
	{ "codes_0",  FIELD_CODES,  offsetof(struct record, codes),  0, 0, colours },
};

static const struct field *field_named(const char *name)
{
	for (size_t i = 0; i < COUNT(fields); i++) {
		if (!strcmp(fields[i].name, name))
			return &fields[i];
	}
	fail_msg("no field %s", name);
	return NULL;
}

struct reading { struct request request; struct http_exchange exchange; struct record record; };

static struct reading *open_reading(struct arena *arena)
{
	struct reading *reading = arena_take(arena, sizeof(*reading));
	reading->request.exchange = &reading->exchange;
	reading->request.scope.arena = arena;
	reading->request.scope.zone = zone_find(S("Europe/Berlin"));
	reading->exchange.request.arena = arena;
	return reading;
}

static enum err read_one(struct reading *reading, const char *name)
{
	const struct form form = { "test", field_named(name), 1 };
	return form_read(&reading->request, &form, &reading->record);
}

static struct reading *typed(struct arena *arena, const char *name, str value)
{
	struct reading *reading = open_reading(arena);
	struct pair *pair = arena_take(arena, sizeof(*pair));
	*pair = (struct pair){ str_from(name), value };
	reading->exchange.request.form = (struct pairs){ pair, 1 };
	return reading;
}

static struct reading *sent(struct arena *arena, const char *json)
{
	static const struct header type = { { "Content-Type", 12 }, { "application/json", 16 } };
	struct reading *reading = open_reading(arena);
	reading->exchange.request.headers = &type;
	reading->exchange.request.header_count = 1;
	reading->exchange.request.body = str_from(json);
	return reading;
}

static void each_type_refuses_what_it_is_not(void **state)
{
	static const struct { const char *name, *value, *reason; } rows[] = {
		{ "text", "", "field.empty" },              { "text", "  \t\n ", "field.empty" },
		{ "text", "a", "field.too_short" },         { "text", "abcdef", "field.too_long" },
		{ "text", "ab\xff", "field.bad_text" },     { "text", "\xc0\xaf", "field.bad_text" },
		{ "text", "\xed\xa0\x80", "field.bad_text" }, { "prose", "", "field.empty" },
		{ "prose", "123456789", "field.too_long" }, { "secret", "", "field.empty" },
		{ "secret", "12", "field.too_short" },      { "secret", "1234567", "field.too_long" },
		{ "secret", "abc\xff", "field.bad_text" },  { "mail", "", "field.empty" },
		{ "mail", "ana", "field.no_email" },        { "mail", "ana@", "field.no_email" },
		{ "mail", "a b@example.org", "field.no_email" }, { "mail", "ana@example.org, eve@example.org", "field.no_email" },
		{ "mail", "ana@example.org\nBcc: eve@example.org", "field.no_email" },
		{ "number", "", "field.empty" },            { "number", "x", "field.no_number" },
		{ "number", "1.5", "field.no_number" },     { "number", "+1", "field.no_number" },
		{ "number", "0x1", "field.no_number" },     { "number", "1e3", "field.no_number" },
		{ "number", "99999999999999999999", "field.no_number" }, { "number", "0", "field.too_small" },
		{ "number", "11", "field.too_big" },        { "number_m", "-6", "field.too_small" },
		{ "money", "", "field.no_price" },          { "money", "0,99", "field.too_small" },
		{ "money", "1000,01", "field.too_big" },    { "money", "1.234,50", "field.no_price" },
		{ "money", "1,234", "field.no_price" },     { "money", "-5", "field.no_price" },
		{ "money", "5,-1", "field.no_price" },      { "money", "5,+1", "field.no_price" },
		{ "money", "5 EUR", "field.no_price" },     { "money", ",50", "field.no_price" },
		{ "money_0", "-0,01", "field.no_price" },   { "money_0", "-0", "field.no_price" },
		{ "money", "NaN", "field.no_price" },       { "money_0", "92233720368547758071", "field.no_price" },
		{ "id", "", "field.no_choice" },            { "id", "0", "field.no_choice" },
		{ "id", "-1", "field.no_choice" },          { "id", "1x", "field.no_choice" },
		{ "id_0", "x", "field.no_choice" },         { "must", "", "field.empty" },
		{ "must", "0", "field.empty" },             { "must", "false", "field.empty" },
		{ "day", "", "field.empty" },               { "day", "2026-02-30", "field.no_day" },
		{ "day", "22.11.2026", "field.no_day" },    { "day_0", "soon", "field.no_day" },
		{ "clock", "", "field.empty" },             { "clock", "25:00", "field.no_clock" },
		{ "clock", "8", "field.no_clock" },         { "clock_0", "12:60", "field.no_clock" },
		{ "at", "", "field.empty" },                { "at", "tomorrow", "field.no_moment" },
		{ "at", "2026-11-22", "field.no_moment" },  { "at", "2026-13-01T10:00", "field.no_moment" },
		{ "choice", "", "field.no_choice" },        { "choice", "pink", "field.no_choice" },
		{ "choice", "RED", "field.no_choice" },     { "choice", "1", "field.no_choice" },
		{ "choice_0", "pink", "field.no_choice" },  { "codes", "", "field.no_choice" },
		{ "codes", "red pink", "field.no_choice" }, { "codes", "red  blue", "field.no_choice" },
		{ "codes_0", "pink", "field.no_choice" },   { "codes", "red blue red blue red blue red blue", "field.no_choice" },
	};
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct reading *reading = typed(*state, rows[i].name, str_from(rows[i].value));
		if (read_one(reading, rows[i].name) != ERR_INVALID)
			fail_msg("%s takes \"%s\"", rows[i].name, rows[i].value);
		assert_string_equal(reading->request.scope.refusal.reason, rows[i].reason);
		assert_string_equal(reading->request.scope.refusal.field, rows[i].name);
	}
}

static void empty_is_nothing_where_it_may_be(void **state)
{
	static const char *const names[] = { "text_0", "mail_0", "number_0", "money_0", "id_0", "truth", "day_0", "clock_0",
		"at_0", "choice_0", "codes_0" };
	for (size_t i = 0; i < COUNT(names); i++) {
		struct reading *reading = typed(*state, names[i], S("   "));
		if (strcmp(names[i], "truth"))
			assert_int_equal(read_one(reading, names[i]), OK);
		struct reading *absent = open_reading(*state);
		assert_int_equal(read_one(absent, names[i]), OK);
		assert_int_equal(absent->record.clock, !strcmp(names[i], "clock_0") ? -1 : 0);
		assert_int_equal(absent->record.choice, !strcmp(names[i], "choice_0") ? -1 : 0);
		assert_false(absent->record.truth);
	}
}

static struct record good(void **state, const char *name, const char *value)
{
	struct reading *reading = typed(*state, name, str_from(value));
	if (read_one(reading, name) != OK)
		fail_msg("%s refuses \"%s\": %s", name, value, reading->request.scope.refusal.reason);
	return reading->record;
}

static void each_type_reads_what_it_is(void **state)
{
	assert_str(good(state, "text", "  ab\r\ncd ").text, "ab cd");      /* one line */
	assert_str(good(state, "text", "u\xcc\x88" "e").text, "\xc3\xbc" "e"); /* normal form C: two letters */
	assert_str(good(state, "text", "a\x01\x7f" "b").text, "ab");
	assert_str(good(state, "prose", " a\r\nb\n").prose, "a\nb");
	assert_str(good(state, "secret", " a b ").secret, " a b ");          /* a password is what was typed */
	assert_str(good(state, "mail", " Ana@Example.ORG ").mail, "ana@example.org");
	assert_int_equal(good(state, "number", " 10 ").number, 10);
	assert_int_equal(good(state, "number_m", "-5").number, -5);
	assert_int_equal(good(state, "number_m", "9223372036854775807").number, INT64_MAX);
	assert_int_equal(good(state, "money", "45").money, 4500);
	assert_int_equal(good(state, "money", "45,5").money, 4550);
	assert_int_equal(good(state, "money", "45.05").money, 4505);
	assert_int_equal(good(state, "money", "1").money, 100);
	assert_int_equal(good(state, "money", "1000").money, 100000);
	assert_int_equal(good(state, "id", "7").id, 7);
	assert_true(good(state, "truth", "on").truth);
	assert_int_equal(good(state, "day", "1970-01-02").day, 1);
	assert_int_equal(good(state, "clock", "18:30").clock, 1110);
	assert_true(good(state, "at", "2026-07-01T12:00:00+02:00").at == good(state, "at", "2026-07-01T10:00:00Z").at);
	assert_true(good(state, "at", "2026-07-01T12:00").at == good(state, "at", "2026-07-01T10:00:00Z").at); /* Berlin */
	assert_true(good(state, "at", "2026-01-01 12:00").at == good(state, "at", "2026-01-01T11:00:00Z").at);
	assert_int_equal(good(state, "choice", "blue").choice, 2);
	assert_str(good(state, "codes", "blue red").codes, "blue red");
}

static void lengths_count_letters_not_bytes(void **state)
{
	assert_str(good(state, "text", "äöüßé").text, "äöüßé");
	struct reading *reading = typed(*state, "text", S("äöüßéx"));
	assert_int_equal(read_one(reading, "text"), ERR_INVALID);
	assert_string_equal(reading->request.scope.refusal.reason, "field.too_long");
}

static void several_ticks_of_a_name_are_one_list(void **state)
{
	static const struct pair pairs[] = { { { "codes", 5 }, { "red", 3 } }, { { "x", 1 }, { "pink", 4 } },
		{ { "codes", 5 }, { "blue", 4 } } };
	struct reading *reading = open_reading(*state);
	reading->exchange.request.form = (struct pairs){ pairs, COUNT(pairs) };
	assert_int_equal(read_one(reading, "codes"), OK);
	assert_str(reading->record.codes, "red blue");
}

static void the_first_wrong_field_is_told_and_all_are_kept(void **state)
{
	static const struct field two[] = {
		{ "text", FIELD_TEXT, offsetof(struct record, text), 2, 5, NULL },
		{ "number", FIELD_NUMBER, offsetof(struct record, number), 1, 10, NULL },
		{ "prose", FIELD_PROSE, offsetof(struct record, prose), 1, 8, NULL },
	};
	static const struct pair pairs[] = { { { "text", 4 }, { "far too long", 12 } }, { { "number", 6 }, { "x", 1 } },
		{ { "prose", 5 }, { "kept", 4 } } };
	const struct form form = { "three", two, COUNT(two) };
	struct reading *reading = open_reading(*state);
	reading->exchange.request.form = (struct pairs){ pairs, COUNT(pairs) };
	assert_int_equal(form_read(&reading->request, &form, &reading->record), ERR_INVALID);
	assert_string_equal(reading->request.scope.refusal.field, "text");
	assert_str(reading->record.text, "far too long");
	assert_str(reading->record.prose, "kept");
}

static void json_is_read_by_the_same_table(void **state)
{
	struct reading *reading = sent(*state, "{\"money\":4550}");
	assert_int_equal(read_one(reading, "money"), OK);
	assert_int_equal(reading->record.money, 4550); /* programs count in minor units */
	reading = sent(*state, "{\"truth\":true}");
	assert_int_equal(read_one(reading, "truth"), OK);
	assert_true(reading->record.truth);
	reading = sent(*state, "{\"codes\":[\"red\",\"blue\"]}");
	assert_int_equal(read_one(reading, "codes"), OK);
	assert_str(reading->record.codes, "red blue");
	reading = sent(*state, "{\"id\":\"7\"}");
	assert_int_equal(read_one(reading, "id"), OK);
	reading = sent(*state, "{\"number_0\":null}");
	assert_int_equal(read_one(reading, "number_0"), OK);
	reading = sent(*state, "{\"choice\":\"green\"}");
	assert_int_equal(read_one(reading, "choice"), OK);
	assert_int_equal(reading->record.choice, 1);
}

/* A number where a text is meant is a mistake of the program's, never silently nothing. */
static void a_value_of_the_wrong_type_is_refused(void **state)
{
	static const struct { const char *name, *json; } rows[] = {
		{ "text_0", "{\"text_0\":{}}" },        { "text_0", "{\"text_0\":[\"ab\"]}" },   { "text_0", "{\"text_0\":12}" },
		{ "text_0", "{\"text_0\":true}" },      { "number_0", "{\"number_0\":1.5}" },    { "number_0", "{\"number_0\":{}}" },
		{ "number_0", "{\"number_0\":[]}" },    { "number_0", "{\"number_0\":true}" },   { "money_0", "{\"money_0\":45.5}" },
		{ "money_0", "{\"money_0\":[45]}" },    { "id_0", "{\"id_0\":{\"a\":1}}" },      { "id_0", "{\"id_0\":1.0}" },
		{ "truth", "{\"truth\":{}}" },          { "truth", "{\"truth\":[]}" },           { "day_0", "{\"day_0\":20000}" },
		{ "at_0", "{\"at_0\":1767268800}" },    { "choice_0", "{\"choice_0\":1}" },      { "codes_0", "{\"codes_0\":{}}" },
		{ "codes_0", "{\"codes_0\":[1]}" },     { "codes_0", "{\"codes_0\":[[\"red\"]]}" }, { "mail_0", "{\"mail_0\":[]}" },
		{ "clock_0", "{\"clock_0\":480}" },
	};
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct reading *reading = sent(*state, rows[i].json);
		if (read_one(reading, rows[i].name) != ERR_INVALID)
			fail_msg("%s takes %s", rows[i].name, rows[i].json);
		assert_string_equal(reading->request.scope.refusal.field, rows[i].name);
	}
}

static void a_body_that_is_no_object_is_refused(void **state)
{
	static const char *const bodies[] = { "", "[]", "1", "\"a\"", "{", "{\"a\":1,\"a\":2}", "{\"text\":\"\\u0000\"}", "null",
		"{\"text\":\"ab\"}x", "{'text':'ab'}" };
	for (size_t i = 0; i < COUNT(bodies); i++) {
		struct reading *reading = sent(*state, bodies[i]);
		assert_int_equal(read_one(reading, "text"), ERR_INVALID);
		assert_string_equal(reading->request.scope.refusal.reason, "field.broken_json");
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(each_type_refuses_what_it_is_not),
		TEST(empty_is_nothing_where_it_may_be),
		TEST(each_type_reads_what_it_is),
		TEST(lengths_count_letters_not_bytes),
		TEST(several_ticks_of_a_name_are_one_list),
		TEST(the_first_wrong_field_is_told_and_all_are_kept),
		TEST(json_is_read_by_the_same_table),
		TEST(a_value_of_the_wrong_type_is_refused),
		TEST(a_body_that_is_no_object_is_refused),
	};
	return cmocka_run_group_tests_name("fields", tests, NULL, NULL);
}
