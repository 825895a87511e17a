/*
 * permission_test.c: every route, asked by everyone, for a thing of somebody's, another brand's and none.
 *
 * What is expected stands in permission_table.c, written by hand.  A route without a row fails, a row
 * without a route, too.  Another brand's thing must answer to the letter like one that is not there.
 */
#include "test/permission_table.h"
#include "test/world.h"

#include "web/door.h"

#define ROUTES_MAX 1024
enum { PERSONAS = 6 };

static const char persona_names[PERSONAS][9] = { "stranger", "Ana", "Eve", "Ben", "Mia", "Adam" };

static int64_t persona(const struct test_house *t, int who)
{
	const int64_t ids[PERSONAS] = { 0, t->ana, t->eve, t->ben, t->mia, t->adam };
	return ids[who];
}

static size_t all_routes(struct test_house *t, const struct route **routes)
{
	visit(t, &(struct asked){ .path = "/about" }); /* opens the web */
	size_t count = web_routes(t->house->web, routes, ROUTES_MAX);
	assert_true(count > 0 && count <= ROUTES_MAX);
	return count;
}

static const struct expectation *row_of(const struct route *route)
{
	for (size_t i = 0; i < expectation_count; i++) {
		if (expectations[i].method == route->method && !strcmp(expectations[i].path, route->path))
			return &expectations[i];
	}
	return NULL;
}

static void every_route_has_a_row_and_every_row_a_route(void **state)
{
	struct test_house *t = *state;
	const struct route *routes[ROUTES_MAX];
	size_t count = all_routes(t, routes);
	int wrong = 0;
	for (size_t i = 0; i < count; i++) {
		if (row_of(routes[i]))
			continue;
		print_error("no row for %.*s %s\n", STR_ARG(method_name(routes[i]->method)), routes[i]->path);
		wrong++;
	}
	for (size_t i = 0; i < expectation_count; i++) {
		bool found = false;
		for (size_t r = 0; r < count && !found; r++)
			found = row_of(routes[r]) == &expectations[i];
		if (found)
			continue;
		print_error("no route (or a second row) for %.*s %s\n", STR_ARG(method_name(expectations[i].method)),
		            expectations[i].path);
		wrong++;
	}
	assert_int_equal(wrong, 0);
}

/* ── asking ── */

static struct answer ask(struct test_house *t, const struct expectation *row, int who, const struct made *made,
                         const char *form)
{
	bool is_api = str_starts(str_from(row->path), S("/api/"));
	bool is_json = form && form[0] == '{', is_query = form && row->method == GET;
	str path = world_path(t, row->path, made);
	if (is_query)
		path = str_format(t->arena, "%.*s?%s", STR_ARG(path), form);
	return visit(t, &(struct asked){ .as = persona(t, who), .method = row->method, .path = str_c(t->arena, path),
		.bearer = is_api && who > 0, .form = is_json || is_query ? NULL : form, .json = is_json ? form : NULL });
}

static char letter_of(const struct answer *answer)
{
	static const struct { int status; char letter; } letters[] = {
		{ 200, 'o' }, { 201, 'c' }, { 204, 'n' }, { 301, 'm' }, { 303, 'r' }, { 401, '1' }, { 403, '3' }, { 404, '4' }, { 409, '9' },
		{ 422, '2' },
	};
	if (answer->status == 303 && str_starts(answer->location, S("/login?to=")))
		return 'l';
	for (size_t i = 0; i < COUNT(letters); i++) {
		if (letters[i].status == answer->status)
			return letters[i].letter;
	}
	return '?';
}

static int check(struct test_house *t, const struct expectation *row, const char *what, const char *expected,
                 const char *got)
{
	if (!strcmp(expected, got))
		return 0;
	for (int who = 0; who < PERSONAS; who++) {
		if (expected[who] != got[who])
			print_error("%.*s %s, %s thing, %s: %c instead of %c\n", STR_ARG(method_name(row->method)), row->path, what,
			            persona_names[who], got[who], expected[who]);
	}
	return 1;
}

/* ── two answers that must not differ ── */

/* What differs from answer to answer by design: tokens of forms, and the address that was asked for. */
static str without_accidents(struct arena *arena, str body, const struct made *made)
{
	static const char *const marks[] = { "name=\"csrf\" value=\"", "name=\"once\" value=\"" };
	struct text text;
	text_open(&text, arena, body.len + 1);
	while (body.len) {
		size_t skip = 0;
		for (size_t i = 0; i < COUNT(marks) && !skip; i++) {
			if (str_starts(body, str_from(marks[i])))
				skip = strlen(marks[i]);
		}
		if (skip) {
			body = str_skip(body, skip);
			str_cut(&body, '"');
		} else if (made->key.len && str_starts(body, made->key)) {
			text_char(&text, '@');
			body = str_skip(body, made->key.len);
		} else if (made->second.len && str_starts(body, made->second)) {
			text_char(&text, '@');
			body = str_skip(body, made->second.len);
		} else {
			text_char(&text, body.at[0]);
			body = str_skip(body, 1);
		}
	}
	return text_str(&text);
}

static int check_same(struct test_house *t, const struct expectation *row, const struct answer answers[2],
                      const struct made made[2])
{
	str a = without_accidents(t->arena, answers[0].body, &made[0]);
	str b = without_accidents(t->arena, answers[1].body, &made[1]);
	if (answers[0].status == answers[1].status && str_equal(a, b))
		return 0;
	size_t at = 0;
	while (at < a.len && at < b.len && a.at[at] == b.at[at])
		at++;
	at = at > 40 ? at - 40 : 0;
	print_error("%.*s %s: another brand's (%d) can be told from none (%d): \"%.*s\" and \"%.*s\"\n",
	            STR_ARG(method_name(row->method)), row->path, answers[0].status, answers[1].status,
	            STR_ARG(str_first(str_skip(a, at), 80)), STR_ARG(str_first(str_skip(b, at), 80)));
	return 1;
}

/* Safe methods leave things as they are, so all six ask for one; else everyone gets one of one's own. */
static int check_row(struct world *world, struct world *second, const struct expectation *row)
{
	struct test_house *t = world->t;
	bool is_safe = row->method == GET;
	char own[PERSONAS + 1] = { 0 }, nothing[PERSONAS + 1] = { 0 };
	struct made made[2] = { { S(""), S("") }, world_nothing(t, row->thing) };
	int wrong = 0;
	for (int who = 0; who < PERSONAS; who++) {
		if (who == 0 || !is_safe)
			made[0] = world_make(world, row->thing);
		const char *form = row->form ? str_c(t->arena, world_form(world, row->form)) : NULL;
		struct answer answer = ask(t, row, who, &made[0], form);
		own[who] = letter_of(&answer);
	}
	wrong += check(t, row, "Ana's or Ben's", row->own, own);
	if (row->thing == NO_THING)
		return wrong;
	str here = made[0].key;
	made[0] = world_make(second, row->thing);
	bool is_of_a_brand = !str_equal(here, made[0].key); /* a setting's name is everybody's */
	for (int who = 0; who < PERSONAS; who++) {
		struct answer answers[2];
		const char *form = row->form ? str_c(t->arena, world_form(world, row->form)) : NULL;
		for (int i = 0; i < 2; i++)
			answers[i] = ask(t, row, who, &made[i], form);
		nothing[who] = letter_of(&answers[1]);
		wrong += is_of_a_brand ? check_same(t, row, answers, made) : 0;
	}
	return wrong + check(t, row, "no", row->nothing, nothing);
}

static void what_can_be_read_is_read_by_whom_it_concerns(void **state)
{
	struct test_house *t = *state;
	struct world *world = world_open(t), *second = world_open_second(t);
	int wrong = 0;
	for (size_t i = 0; i < expectation_count; i++) {
		if (expectations[i].method == GET)
			wrong += check_row(world, second, &expectations[i]);
	}
	assert_int_equal(wrong, 0);
}

/* A house a row: what one row changes does not meet the next. */
static int check_in_a_house_of_its_own(const struct expectation *row)
{
	void *state = NULL;
	assert_int_equal(web_up(&state), 0);
	struct test_house *t = state;
	struct world *world = world_open(t), *second = world_open_second(t);
	int wrong = check_row(world, second, row);
	assert_int_equal(web_down(&state), 0);
	return wrong;
}

static void what_can_be_changed_is_changed_by_whom_it_belongs_to(void **state)
{
	int wrong = 0;
	(void)state;
	for (size_t i = 0; i < expectation_count; i++) {
		if (expectations[i].method != GET)
			wrong += check_in_a_house_of_its_own(&expectations[i]);
	}
	assert_int_equal(wrong, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WEB_TEST(every_route_has_a_row_and_every_row_a_route),
		WEB_TEST(what_can_be_read_is_read_by_whom_it_concerns),
		cmocka_unit_test(what_can_be_changed_is_changed_by_whom_it_belongs_to),
	};
	return cmocka_run_group_tests_name("permission", tests, NULL, NULL);
}
