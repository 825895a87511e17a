/* log_test.c: every event is one whole line of JSON, whatever is in it and whoever else writes. */
#include "base/log.h"

#include "base/json.h"
#include "base/moment.h"
#include "base/testing.h"

#include <fcntl.h>
#include <pthread.h>

/* Events go into a file of the test's own; the next one read is the next line of it. */
static FILE *capture(enum log_level least)
{
	FILE *file = tmpfile();
	assert_non_null(file);
	log_set(least, fileno(file));
	return file;
}

static const struct json *next_event(struct arena *arena, FILE *file)
{
	char line[16384];
	const struct json *json;
	if (!fgets(line, sizeof(line), file))
		return NULL;
	str text = str_from(line);
	assert_true(str_ends(text, S("}\n")));
	assert_int_equal(json_read(arena, text, &json, NULL), OK);
	return json;
}

static void an_event_is_one_line_of_json(void **state)
{
	FILE *file = capture(LOG_INFO);
	moment before = moment_now() / 1000 * 1000, at;
	log_event(LOG_WARN, "store.open", "took %d ms", 7);
	rewind(file);
	const struct json *event = next_event(*state, file);
	assert_str(json_str(event, S("level")), "warn");
	assert_str(json_str(event, S("event")), "store.open");
	assert_str(json_str(event, S("text")), "took 7 ms");
	assert_true(moment_read(json_str(event, S("at")), &at));
	assert_true(at >= before && at <= moment_now());
	assert_int_equal(json_member(event, S("request"))->type, JSON_NULL);
	assert_null(next_event(*state, file));
	fclose(file);
}

static void odd_text_cannot_break_the_line(void **state)
{
	static const struct {
		const char *text, *read;
	} rows[] = {
		{ "a\n{\"level\":\"error\"}\r\n", "a\n{\"level\":\"error\"}\r\n" },
		{ "\x1B[31mred\x07 \\ \"", "\x1B[31mred\x07 \\ \"" },
		{ "Grüße \xFF\xC3", "Grüße \xEF\xBF\xBD\xEF\xBF\xBD" },
		{ "\xC2\x9B"
		  "31m",
		  "\xC2\x9B"
		  "31m" },
	};
	FILE *file = capture(LOG_INFO);
	for (size_t i = 0; i < COUNT(rows); i++)
		log_event(LOG_INFO, "test.\"odd\n", "%s", rows[i].text);
	rewind(file);
	for (size_t i = 0; i < COUNT(rows); i++) {
		const struct json *event = next_event(*state, file);
		assert_str(json_str(event, S("text")), rows[i].read);
		assert_str(json_str(event, S("event")), "test.\"odd\n");
	}
	rewind(file);
	for (int c; (c = fgetc(file)) != EOF;)
		assert_true(c == '\n' || (c >= 0x20 && c != 0x7F && c != 0x9B));
	fclose(file);
}

static void what_is_below_the_level_is_not_written(void **state)
{
	FILE *file = capture(LOG_WARN);
	log_event(LOG_DEBUG, "a", "x");
	log_event(LOG_INFO, "b", "x");
	log_event(LOG_WARN, "c", "x");
	log_event(LOG_ERROR, "d", "x");
	rewind(file);
	assert_str(json_str(next_event(*state, file), S("event")), "c");
	assert_str(json_str(next_event(*state, file), S("event")), "d");
	assert_null(next_event(*state, file));
	fclose(file);
}

static void an_endless_text_is_cut_but_whole_json(void **state)
{
	FILE *file = capture(LOG_INFO);
	char *at = arena_bytes(*state, 100001);
	memset(at, '\x01', 100000);
	at[100000] = 0;
	log_event(LOG_INFO, "test.long", "%s", at);
	log_event(LOG_INFO, at, "short");
	rewind(file);
	assert_int_equal(json_str(next_event(*state, file), S("text")).len, 1999);
	assert_int_equal(json_str(next_event(*state, file), S("event")).len, 100);
	fclose(file);
}

static void *log_for_a_request(void *data)
{
	uint64_t id = *(const uint64_t *)data;
	log_about(id);
	for (int i = 0; i < 500; i++)
		log_event(LOG_INFO, "test.thread", "%llu", (unsigned long long)id);
	return NULL;
}

static void threads_log_whole_lines_about_their_own_request(void **state)
{
	enum { THREADS = 4 };
	FILE *file = tmpfile();
	assert_non_null(file);
	int flags = fcntl(fileno(file), F_GETFL);
	assert_int_equal(fcntl(fileno(file), F_SETFL, flags | O_APPEND), 0);
	log_set(LOG_INFO, fileno(file));
	pthread_t threads[THREADS];
	uint64_t ids[THREADS];
	for (size_t i = 0; i < THREADS; i++) {
		ids[i] = i + 1;
		assert_int_equal(pthread_create(&threads[i], NULL, log_for_a_request, &ids[i]), 0);
	}
	for (size_t i = 0; i < THREADS; i++)
		pthread_join(threads[i], NULL);
	log_event(LOG_INFO, "test.main", "no request");
	rewind(file);
	for (int i = 0; i < THREADS * 500; i++) {
		const struct json *event = next_event(*state, file);
		str request = json_str(event, S("request")), text = json_str(event, S("text"));
		assert_int_equal(request.len, 16);
		assert_true(str_ends(request, text));
	}
	assert_int_equal(json_member(next_event(*state, file), S("request"))->type, JSON_NULL);
	fclose(file);
}

static void break_a_promise(void *file)
{
	log_set(LOG_ERROR, fileno(file));
	must(1 + 1 == 3);
}

static void a_broken_promise_is_logged_and_aborts(void **state)
{
	FILE *file = tmpfile();
	assert_non_null(file);
	assert_true(aborts(break_a_promise, file));
	rewind(file);
	const struct json *event = next_event(*state, file);
	assert_non_null(event);
	assert_str(json_str(event, S("event")), "check.failed");
	assert_true(str_starts(json_str(event, S("text")), S("1 + 1 == 3 does not hold at ")));
	assert_true(str_contains(json_str(event, S("text")), S("log_test.c:")));
	fclose(file);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(an_event_is_one_line_of_json),
		TEST(odd_text_cannot_break_the_line),
		TEST(what_is_below_the_level_is_not_written),
		TEST(an_endless_text_is_cut_but_whole_json),
		TEST(threads_log_whole_lines_about_their_own_request),
		TEST(a_broken_promise_is_logged_and_aborts),
	};
	return cmocka_run_group_tests_name("log", tests, NULL, NULL);
}
