/*
 * naughty_test.c: strings that broke other programs go through every form and every query of ours.
 *
 * Never a 500, never a redirect to elsewhere, and what was kept reads back the same.  Each string
 * meets two places, so that every place meets many; HEINZEL_NAUGHTY=20 lets it meet twenty, =all all (hours).
 */
#include "base/json.h"
#include "base/utf8.h"
#include "core/setting.h"
#include "test/field.h"

#include "features/community/community.h"
#include "features/member/member.h"
#include "view/html.h"

#include <stdio.h>
#include <stdlib.h>

enum { STRINGS_MAX = 4000, MEETINGS = 2, A_HOUSE = 150, ANSWERS_A_HOUSE = 40000 };

struct strings { const str *at; size_t count; };

static void read_strings(struct arena *arena, const char *name, struct list *strings)
{
	const char *folder = getenv("HEINZEL_TEST_DATA");
	FILE *file = folder ? fopen(str_format(arena, "%s/security/%s", folder, name).at, "r") : NULL;
	char line[65536];
	while (file && fgets(line, sizeof(line), file)) {
		const struct json *json;
		if (json_read(arena, str_from(line), &json, NULL) == OK && strings->count < STRINGS_MAX)
			*(str *)list_add(strings) = str_keep(arena, json_str(json, S("s")));
	}
	if (file)
		fclose(file);
}

/* All of the three collections; count 0, said loudly, where there is no test data. */
static struct strings all_strings(struct arena *arena)
{
	struct list strings;
	list_open(&strings, arena, sizeof(str));
	read_strings(arena, "naughty_strings_dev.jsonl", &strings);
	read_strings(arena, "sql_injection_dev.jsonl", &strings);
	read_strings(arena, "path_redirect_crlf_dev.jsonl", &strings);
	if (!strings.count)
		print_error("SKIPPED: security/naughty_strings_dev is not there; set HEINZEL_TEST_DATA to the test data\n");
	return (struct strings){ (const str *)(const void *)strings.at, strings.count };
}

static size_t meetings(size_t places)
{
	int64_t wanted = MEETINGS;
	const char *how = getenv("HEINZEL_NAUGHTY");
	if (how && !strcmp(how, "all"))
		return places;
	if (how && !str_number(str_from(how), &wanted))
		wanted = MEETINGS;
	return (size_t)wanted < places ? (size_t)wanted : places;
}

static int complain(const struct asked *asked, const struct answer *answer, str naughty)
{
	print_error("%.*s %s with \"%.*s\": %d %.*s\n", STR_ARG(method_name(asked->method)), asked->path, STR_ARG(naughty),
	            answer->status, STR_ARG(answer->location));
	return 1;
}

static int check(const struct asked *asked, const struct answer *answer, str naughty)
{
	bool wrong = answer->status >= 500 || (answer->status == 303 && !url_is_local(answer->location));
	/* A tag is never written as it came. */
	bool has_tag = str_starts(answer->content_type, S("text/html")) && naughty.len > 3 && memchr(naughty.at, '<', naughty.len);
	if (has_tag && str_contains(answer->body, naughty) && !str_equal(naughty, S("</p>")))
		wrong = true;
	return wrong ? complain(asked, answer, naughty) : 0;
}

/* ── queries ── */

static const char *const params[] = { "after", "as", "asked", "before", "board", "by", "category", "day", "days", "fragment",
	"from", "group", "helped", "kind", "language", "mine", "minutes", "n", "named", "page", "place", "product", "q", "quote",
	"radius", "show", "solved", "sort", "staff", "starts_at", "state", "thread", "title", "to", "view", "which" };

static str query_of(struct arena *arena, str path, str naughty)
{
	struct text text;
	str encoded = url_encode(arena, naughty);
	text_open(&text, arena, 4096);
	text_put(&text, path);
	for (size_t i = 0; i < COUNT(params); i++)
		text_format(&text, "%c%s=%.*s", i ? '&' : '?', params[i], STR_ARG(encoded));
	return text_str(&text);
}

static size_t readable(const struct expectation **rows)
{
	size_t count = 0;
	for (size_t i = 0; i < expectation_count; i++) {
		if (expectations[i].method == GET)
			rows[count++] = &expectations[i];
	}
	return count;
}

static int ask_with(struct test_house *t, const struct expectation *row, const struct made *made, str naughty, size_t turn)
{
	const int64_t whom[] = { t->ana, 0, t->ben, t->adam };
	str path = world_path(t, row->path, made);
	struct asked asked = { .as = whom[turn % COUNT(whom)], .path = str_c(t->arena, query_of(t->arena, path, naughty)),
		.bearer = str_starts(str_from(row->path), S("/api/")) && whom[turn % COUNT(whom)] };
	struct answer answer = visit(t, &asked);
	return check(&asked, &answer, naughty);
}

/* From string *next on, as many as one house is asked: its answers go with it. */
static int ask_queries(const struct strings *strings, size_t *next)
{
	void *state = NULL;
	const struct expectation *rows[512];
	struct made made[512];
	size_t count = readable(rows), end = *next + ANSWERS_A_HOUSE / meetings(count);
	int wrong = 0;
	assert_int_equal(web_up(&state), 0);
	struct test_house *t = state;
	struct world *world = world_open(t);
	for (size_t i = 0; i < count; i++)
		made[i] = world_make(world, rows[i]->thing);
	for (; *next < strings->count && *next < end; ++*next) {
		for (size_t m = 0, turn = *next * meetings(count); m < meetings(count); m++, turn++)
			wrong += ask_with(t, rows[turn % count], &made[turn % count], strings->at[*next], turn / count);
	}
	assert_int_equal(web_down(&state), 0);
	return wrong;
}

static void no_query_breaks_a_page(void **state)
{
	struct test_house *t = *state;
	const struct strings strings = all_strings(t->arena);
	int wrong = 0;
	if (!strings.count)
		skip();
	for (size_t next = 0; next < strings.count;)
		wrong += ask_queries(&strings, &next);
	assert_int_equal(wrong, 0);
}

/* ── addresses ── */

static void no_name_in_an_address_breaks_a_page(void **state)
{
	static const char *const paths[] = { "/boards/:key", "/products/:key", "/threads/:id", "/members/:id", "/confirm/:token",
		"/login/link/:token", "/recover/:token", "/theme/:file", "/api/v1/threads/:id", "/services/:id" };
	struct test_house *t = *state;
	const struct strings strings = all_strings(t->arena);
	int wrong = 0;
	if (!strings.count)
		skip();
	world_open(t);
	for (size_t i = 0; i < strings.count; i++) {
		str path;
		struct made made = { url_encode(t->arena, strings.at[i]), S("") };
		str target = world_path(t, paths[i % COUNT(paths)], &made);
		if (!made.key.len || url_path(t->arena, target, &path)) /* the server refuses it already */
			continue;
		struct asked asked = { .as = i % 2 ? t->ana : 0, .path = str_c(t->arena, target) };
		struct answer answer = visit(t, &asked);
		wrong += check(&asked, &answer, strings.at[i]);
	}
	assert_int_equal(wrong, 0);
}

/* ── forms ── */

/* From string `first`, as many as one house is given; a new one then, before anybody has asked for too much. */
static int fill_forms(const struct strings *strings, size_t first)
{
	void *state = NULL;
	int wrong = 0;
	assert_int_equal(web_up(&state), 0);
	struct test_house *t = state;
	struct world *world = world_open(t);
	struct field *places = arena_take(t->arena, FIELDS_MAX * sizeof(*places));
	size_t count = fields_all(places);
	struct made made[THING_COUNT] = { 0 };
	for (size_t i = first; i < strings->count && i < first + A_HOUSE; i++) {
		for (size_t m = 0; m < meetings(count); m++) {
			const struct field *place = &places[(i * meetings(count) + m) % count];
			enum thing thing = place->row->thing;
			if (!made[thing].key.at)
				made[thing] = world_make(world, thing);
			struct asked asked = { .as = whoever_may(t, place->row), .method = POST,
				.path = str_c(t->arena, world_path(t, place->row->path, &made[thing])),
				.form = str_c(t->arena, field_form(world, place, strings->at[i])) };
			struct answer answer = visit(t, &asked);
			wrong += check(&asked, &answer, strings->at[i]);
		}
	}
	house_work(t); /* and what follows: letters, the index, notices */
	assert_int_equal(web_down(&state), 0);
	return wrong;
}

static void no_field_breaks_a_form(void **state)
{
	struct test_house *t = *state;
	const struct strings strings = all_strings(t->arena);
	int wrong = 0;
	if (!strings.count)
		skip();
	for (size_t first = 0; first < strings.count; first += A_HOUSE)
		wrong += fill_forms(&strings, first);
	assert_int_equal(wrong, 0);
}

/* ── nothing is lost ── */

static int check_kept(struct test_house *t, str naughty)
{
	struct member ana;
	str typed = str_format(t->arena, "a%.*sz", STR_ARG(naughty));
	str form = str_format(t->arena, "name=Ana&language=de&about=%.*s", STR_ARG(url_encode(t->arena, typed)));
	struct asked asked = { .as = t->ana, .method = POST, .path = "/me/profile", .form = str_c(t->arena, form) };
	struct answer answer = visit(t, &asked);
	if (answer.status == 422)
		return utf8_length(typed) > 4000 ? 0 : complain(&asked, &answer, naughty);
	assert_int_equal(answer.status, 303);
	assert_int_equal(member_load(acting_as(t, t->ana), t->ana, &ana), OK);
	if (str_equal(ana.about, utf8_clean(t->arena, typed)))
		return 0;
	print_error("\"%.*s\" was kept as \"%.*s\"\n", STR_ARG(typed), STR_ARG(ana.about));
	return 1;
}

static void what_was_typed_is_what_is_kept(void **state)
{
	struct test_house *t = *state;
	const struct strings strings = all_strings(t->arena);
	int wrong = 0;
	if (!strings.count)
		skip();
	for (size_t i = 0; i < strings.count; i += meetings(4) >= 4 ? 1 : 4)
		wrong += check_kept(t, strings.at[i]);
	assert_int_equal(wrong, 0);
}

/* Through the API and back: a thread's title and body. */
static void what_a_program_sends_it_gets_back(void **state)
{
	struct test_house *t = *state;
	const struct strings strings = all_strings(t->arena);
	if (!strings.count)
		skip();
	struct made thread = world_make(world_open(t), A_THREAD);
	/* Two thousand texts like each other are a flood, and refused as such. */
	assert_int_equal(setting_set(acting_as(t, t->adam), setting_find(t->house, S("moderation.copies_wait")), S("0")), OK);
	house_settle(t);
	for (size_t i = 0; i < strings.count; i += meetings(8) >= 8 ? 1 : 8) {
		struct text text;
		struct json_writer json;
		str body = str_format(t->arena, "a%.*sz", STR_ARG(strings.at[i]));
		text_open(&text, t->arena, 256);
		json_open(&json, &text);
		json_object(&json);
		json_name(&json, S("body"));
		json_put_text(&json, body);
		json_object_end(&json);
		struct answer answer = visit(t, &(struct asked){ .as = t->eve, .method = POST, .bearer = true,
			.path = str_c(t->arena, world_path(t, "/api/v1/threads/:id/posts", &thread)),
			.json = str_c(t->arena, text_str(&text)) });
		const struct json *post;
		if (answer.status != 201)
			fail_msg("string %zu: %d %.*s", i, answer.status, STR_ARG(answer.body));
		assert_int_equal(json_read(t->arena, answer.body, &post, NULL), OK);
		if (!str_equal(json_str(post, S("body")), utf8_clean(t->arena, body)))
			fail_msg("\"%.*s\" came back as \"%.*s\"", STR_ARG(body), STR_ARG(json_str(post, S("body"))));
	}
}

/* ── headers ── */

static bool is_header(str s)
{
	for (size_t i = 0; i < s.len; i++) {
		if ((unsigned char)s.at[i] < ' ' || s.at[i] == 0x7f)
			return false;
	}
	return s.len > 0;
}

static void no_header_breaks_an_answer(void **state)
{
	struct test_house *t = *state;
	const struct strings strings = all_strings(t->arena);
	int wrong = 0;
	if (!strings.count)
		skip();
	visit(t, &(struct asked){ .as = t->ana, .method = POST, .path = "/preview", .form = "body=x" });
	for (size_t i = 0; i < strings.count; i++) {
		if (!is_header(strings.at[i])) /* the server refuses it already */
			continue;
		const char *value = str_c(t->arena, strings.at[i]);
		struct asked asked = { .as = i % 2 ? t->ana : 0, .path = "/about", .accept_language = value, .site = i % 3 ? NULL : value,
			.origin = i % 5 ? NULL : value };
		struct answer answer = visit(t, &asked);
		wrong += check(&asked, &answer, strings.at[i]) + (answer.status != 200);
		struct asked posted = { .as = t->ana, .method = POST, .path = "/me/hours/pause", .once = value };
		answer = visit(t, &posted);
		wrong += check(&posted, &answer, strings.at[i]);
	}
	assert_int_equal(wrong, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WEB_TEST(no_query_breaks_a_page),
		WEB_TEST(no_name_in_an_address_breaks_a_page),
		WEB_TEST(no_field_breaks_a_form),
		WEB_TEST(what_was_typed_is_what_is_kept),
		WEB_TEST(what_a_program_sends_it_gets_back),
		WEB_TEST(no_header_breaks_an_answer),
	};
	return cmocka_run_group_tests_name("naughty", tests, NULL, NULL);
}
