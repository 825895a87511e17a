/* json_test.c: strict reading, and writing that any reader takes for what was meant. */
#include "base/json.h"

#include "base/moment.h"
#include "base/testing.h"

#include <math.h>

static const struct json *read_json(struct arena *arena, const char *source)
{
	const struct json *json = NULL;
	str wrong = S("");
	assert_int_equal(json_read(arena, str_from(source), &json, &wrong), OK);
	return json;
}

static void every_type_is_read(void **state)
{
	const struct json *json =
	    read_json(*state, "{\"a\":[1,-2.5e1,true,false,null,\"Grü\\u00dfe\\n\"],"
			      "\"n\":9223372036854775807,\"o\":{\"x\":\"\"},\"t\":true}");
	assert_int_equal(json->type, JSON_OBJECT);
	assert_int_equal(json->count, 4);
	const struct json *list = json_member(json, S("a"));
	assert_int_equal(list->type, JSON_LIST);
	assert_int_equal(list->count, 6);
	assert_int_equal(list->items[0].integer, 1);
	assert_true(list->items[0].real == 1.0);
	assert_true(list->items[1].type == JSON_REAL && list->items[1].real == -25);
	assert_true(list->items[2].truth && !list->items[3].truth);
	assert_int_equal(list->items[3].type, JSON_BOOL);
	assert_int_equal(list->items[4].type, JSON_NULL);
	assert_str(list->items[5].text, "Grüße\n");
	assert_int_equal(json_integer(json, S("n"), 0), INT64_MAX);
	assert_true(json_truth(json, S("t")));
	assert_int_equal(read_json(*state, " 7 ")->integer, 7);
	assert_int_equal(read_json(*state, "[]")->count, 0);
}

static void names_keep_their_order(void **state)
{
	const struct json *json = read_json(*state, "{\"z\":1,\"a\":2,\"m\":3,\"\":4}");
	assert_str(json->names[0], "z");
	assert_str(json->names[1], "a");
	assert_str(json->names[2], "m");
	assert_str(json->names[3], "");
}

static void absent_members_chain_to_null(void **state)
{
	const struct json *json = read_json(*state, "{\"s\":\"x\",\"n\":1,\"l\":[]}");
	const struct json *nothing = json_member(json_member(json, S("no")), S("where"));
	assert_int_equal(nothing->type, JSON_NULL);
	assert_int_equal(json_member(json_member(json, S("l")), S("x"))->type, JSON_NULL);
	assert_str(json_str(json, S("s")), "x");
	assert_str(json_str(json, S("n")), "");
	assert_str(json_str(json, S("no")), "");
	assert_int_equal(json_integer(json, S("s"), 5), 5);
	assert_int_equal(json_integer(json, S("no"), 5), 5);
	assert_false(json_truth(json, S("n")) || json_truth(json, S("no")));
}

static void what_is_not_strict_json_is_refused(void **state)
{
	static const char *const bad[] = {
		"",
		" ",
		"{",
		"}",
		"[1,]",
		"{\"a\":1,}",
		"{a:1}",
		"{'a':1}",
		"01",
		"+1",
		"1.",
		".5",
		"NaN",
		"Infinity",
		"nul",
		"[1] x",
		"[1][2]",
		"\"a",
		"\"\n\"",
		"\"\\x41\"",
		"\"\\ud800\"",
		"\"\\u0000\"",
		"\"\xFF\"",
		"\"\xC0\x80\"",
		"{\"a\":1,\"a\":2}",
		"// c\n1",
		"/**/1",
		"99999999999999999999",
		"1e999",
		"\xEF\xBB\xBF{}",
	};
	for (size_t i = 0; i < COUNT(bad); i++) {
		const struct json *json = NULL;
		str wrong = S("");
		assert_int_equal(json_read(*state, str_from(bad[i]), &json, &wrong), ERR_INVALID);
		assert_null(json);
		assert_true(str_starts(wrong, S("line ")));
	}
	const struct json *json;
	assert_int_equal(json_read(*state, S("[1,\n 2 x]"), &json, NULL), ERR_INVALID);
	assert_int_equal(json_read(*state, S("1\0"), &json, NULL), ERR_INVALID);
	assert_int_equal(json_read(*state, S("[1]\0{"), &json, NULL), ERR_INVALID);
}

static void the_place_of_an_error_is_told(void **state)
{
	const struct json *json;
	str wrong = S("");
	assert_int_equal(json_read(*state, S("{\n \"a\": tru\n}"), &json, &wrong), ERR_INVALID);
	assert_true(str_starts(wrong, S("line 2, column ")));
}

static str nested(struct arena *arena, int depth)
{
	char *at = arena_bytes(arena, (size_t)depth * 2);
	memset(at, '[', (size_t)depth);
	memset(at + depth, ']', (size_t)depth);
	return (str){ at, (size_t)depth * 2 };
}

static void depth_and_size_have_limits(void **state)
{
	const struct json *json;
	str wrong = S("");
	assert_int_equal(json_read(*state, nested(*state, 32), &json, &wrong), OK);
	assert_int_equal(json_read(*state, nested(*state, 33), &json, &wrong), ERR_TOO_LARGE);
	assert_str(wrong, "nested deeper than 32 levels");
	assert_int_equal(json_read(*state, nested(*state, 2000), &json, &wrong), ERR_TOO_LARGE);
	enum err err = json_read(*state, nested(*state, 500000), &json, &wrong);
	assert_true(err == ERR_INVALID || err == ERR_TOO_LARGE);
	char *at = arena_bytes(*state, (1 << 20) + 1);
	memset(at, ' ', (1 << 20) + 1);
	at[0] = '1';
	assert_int_equal(json_read(*state, (str){ at, 1 << 20 }, &json, &wrong), OK);
	assert_int_equal(json_read(*state, (str){ at, (1 << 20) + 1 }, &json, &wrong),
			 ERR_TOO_LARGE);
}

static void the_writer_sets_commas(void **state)
{
	struct text text;
	struct json_writer writer;
	text_open(&text, *state, 16);
	json_open(&writer, &text);
	json_object(&writer);
	json_name(&writer, S("items"));
	json_list(&writer);
	json_object(&writer);
	json_object_end(&writer);
	json_list(&writer);
	json_list_end(&writer);
	json_put_integer(&writer, -1);
	json_put_bool(&writer, true);
	json_put_bool(&writer, false);
	json_list_end(&writer);
	json_name(&writer, S("next"));
	json_put_null(&writer);
	json_name(&writer, S("id"));
	json_put_id(&writer, INT64_MAX);
	json_name(&writer, S("at"));
	json_put_moment(&writer, SECONDS(1795368600));
	json_name(&writer, S("never"));
	json_put_moment(&writer, 0);
	json_object_end(&writer);
	assert_str(text_str(&text),
		   "{\"items\":[{},[],-1,true,false],\"next\":null,\"id\":\"9223372036854775807\","
		   "\"at\":\"2026-11-22T17:30:00Z\",\"never\":null}");
}

static str written(struct arena *arena, str value)
{
	struct text text;
	struct json_writer writer;
	text_open(&text, arena, 16);
	json_open(&writer, &text);
	json_put_text(&writer, value);
	return text_str(&text);
}

static void odd_text_is_escaped(void **state)
{
	static const struct {
		const char *value, *json;
	} rows[] = {
		{ "", "\"\"" },
		{ "a\"b\\c", "\"a\\\"b\\\\c\"" },
		{ "\n\r\t\b\f\x01\x1F\x7F", "\"\\n\\r\\t\\b\\f\\u0001\\u001f\\u007f\"" },
		{ "</script>", "\"<\\/script>\"" },
		{ "<!--<script", "\"\\u003c!--<script\"" },
		{ "a<b/c <", "\"a<b/c <\"" },
		{ "\xE2\x80\xA8\xE2\x80\xA9", "\"\\u2028\\u2029\"" },
		{ "Grüße 😀", "\"Grüße 😀\"" },
		{ "x\xFFy\xC3", "\"x\xEF\xBF\xBDy\xEF\xBF\xBD\"" },
	};
	for (size_t i = 0; i < COUNT(rows); i++)
		assert_str(written(*state, str_from(rows[i].value)), rows[i].json);
	assert_str(written(*state, S("a\0b")), "\"a\\u0000b\"");
}

static void every_code_point_is_read_as_it_was_written(void **state)
{
	struct text text;
	text_open(&text, *state, 8);
	for (uint32_t code_point = 1; code_point <= 0x10FFFF;
	     code_point += code_point < 0x3000 ? 1 : 1021) {
		struct arena_mark mark = arena_mark(*state);
		text.len = 0;
		text_char(&text, '<');
		text_code_point(&text, code_point);
		const struct json *json;
		assert_int_equal(json_read(*state, written(*state, text_str(&text)), &json, NULL),
				 OK);
		assert_true(str_equal(json->text, text_str(&text)));
		arena_release(*state, mark);
	}
}

static void reals_are_short_and_exact(void **state)
{
	static const struct {
		double value;
		const char *json;
	} rows[] = {
		{ 0.1, "0.1" },	      { 12.5, "12.5" },
		{ -0.067, "-0.067" }, { 1.0 / 3, "0.3333333333333333" },
		{ 1e21, "1e+21" },
	};
	for (size_t i = 0; i < COUNT(rows) + 2; i++) {
		struct text text;
		struct json_writer writer;
		text_open(&text, *state, 16);
		json_open(&writer, &text);
		json_put_real(&writer, i < COUNT(rows)	  ? rows[i].value
				       : i == COUNT(rows) ? (double)NAN
							  : (double)INFINITY);
		assert_str(text_str(&text), i < COUNT(rows) ? rows[i].json : "null");
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(every_type_is_read),
		TEST(names_keep_their_order),
		TEST(absent_members_chain_to_null),
		TEST(what_is_not_strict_json_is_refused),
		TEST(the_place_of_an_error_is_told),
		TEST(depth_and_size_have_limits),
		TEST(the_writer_sets_commas),
		TEST(odd_text_is_escaped),
		TEST(every_code_point_is_read_as_it_was_written),
		TEST(reals_are_short_and_exact),
	};
	return cmocka_run_group_tests_name("json", tests, NULL, NULL);
}
