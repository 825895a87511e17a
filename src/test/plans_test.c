/*
 * plans_test.c: on PostgreSQL, set up by deploy/postgresql.conf, no statement scans where an index should serve.
 *
 * Every statement of the house is planned, as the role that serves and behind the wall, in tables that the planner
 * takes for a million rows (plans.sql, docs/decisions/0058), for values that nobody knows yet.  A plan may neither read a whole table nor walk a whole brand, unless the statement's own `-- walk:`
 * or `-- scan: reason` says why, as for SQLite; nor may it be dear, as where a list is searched for a few of its rows.
 */
#include "store/fulltext_words.h"
#include "test/cut.h"
#include "test/statements.h"
#include "test/world.h"

#include <glob.h>
#include <libpq-fe.h>
#include <stdio.h>
#include <stdlib.h>

/* Half of a million rows, each looked at by an index, would be a million of these. */
#define COST_MAX 20000.0

struct looking { struct test_house *t; PGconn *server; struct list excused; /* str: names */ };

#define FORMAT(looking, ...) str_format((looking)->t->arena, __VA_ARGS__)

static PGresult *ask(struct looking *looking, str sql)
{
	PGresult *result = PQexec(looking->server, str_c(looking->t->arena, sql));
	ExecStatusType status = PQresultStatus(result);
	if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK)
		fail_msg("%.*s: %s", STR_ARG(sql), PQresultErrorMessage(result));
	return result;
}

static void run(struct looking *looking, str sql)
{
	PQclear(ask(looking, sql));
}

/* ── reasons ── */

static str file_text(struct looking *looking, const char *path)
{
	struct text text;
	FILE *file = fopen(path, "rb");
	assert_non_null(file);
	text_open(&text, looking->t->arena, 64 * 1024);
	while (!feof(file) && !ferror(file))
		text.len += fread(text_room(&text, 64 * 1024), 1, 64 * 1024, file);
	fclose(file);
	return text_str(&text);
}

/* `-- name(` begins a statement; its reasons stand under it. */
static void read_reasons(struct looking *looking, str text)
{
	str name = S("");
	while (!str_empty(text)) {
		str line = str_cut(&text, '\n');
		if (!str_starts(line, S("-- ")))
			continue;
		line = str_skip(line, 3);
		size_t end;
		if (str_starts(line, S("walk: ")) || str_starts(line, S("scan: ")))
			*(str *)list_add(&looking->excused) = name;
		else if (str_find(line, S("("), &end) && !str_contains(str_first(line, end), S(" ")))
			name = str_first(line, end);
	}
}

static void read_all_reasons(struct looking *looking)
{
	static const char *const files[] = { "src/core/*.sql", "src/features/*/*.sql" };
	list_open(&looking->excused, looking->t->arena, sizeof(str));
	for (size_t i = 0; i < COUNT(files); i++) {
		glob_t found;
		str pattern = FORMAT(looking, "%s/%s", getenv("HEINZEL_SOURCE"), files[i]);
		assert_int_equal(glob(str_c(looking->t->arena, pattern), 0, NULL, &found), 0);
		for (size_t j = 0; j < found.gl_pathc; j++)
			read_reasons(looking, file_text(looking, found.gl_pathv[j]));
		globfree(&found);
	}
}

static bool is_excused(const struct looking *looking, const struct statement *statement)
{
	str name = str_from(statement->name);
	(void)str_cut(&name, '.');
	for (size_t i = 0; i < looking->excused.count; i++) {
		if (str_equal(*(str *)list_at(&looking->excused, i), name))
			return true;
	}
	return false;
}

/* ── plans ── */

/* Is the brand all that an index is asked for? */
static bool asks_brand_only(str condition)
{
	size_t at;
	while (str_find(condition, S(" AND "), &at)) {
		if (!str_contains(str_first(condition, at), S("(brand_id = ")))
			return false;
		condition = str_skip(condition, at + 5);
	}
	return str_contains(condition, S("(brand_id = "));
}

/* An index that holds one row a brand. */
static bool is_one_row(struct looking *looking, str scan)
{
	size_t at;
	if (!str_find(scan, S(" using "), &at))
		return false;
	str rest = str_skip(scan, at + 7), name = str_cut(&rest, ' ');
	PGresult *result = ask(looking, FORMAT(looking, "SELECT 1 FROM pg_index WHERE indexrelid = '%.*s'::regclass AND indisunique"
		" AND indnkeyatts = 1", STR_ARG(name)));
	bool one = PQntuples(result) == 1;
	PQclear(result);
	return one;
}

/* What all of it costs, in the planner's own units: a row by an index is 2.5 and more. */
static double cost_of(PGresult *plan)
{
	const char *cost = strstr(PQgetvalue(plan, 0, 0), "cost=");
	const char *end = cost ? strstr(cost, "..") : NULL;
	assert_non_null(end);
	return strtod(end + 2, NULL);
}

/* What is wrong with a plan, "" when nothing is: the line of the scan, or of the whole when it reads too much. */
static str wrong_in(struct looking *looking, PGresult *plan)
{
	str scan = S("");
	if (cost_of(plan) > COST_MAX)
		return str_from(PQgetvalue(plan, 0, 0));
	for (int i = 0; i < PQntuples(plan); i++) {
		str line = str_trim(str_from(PQgetvalue(plan, i, 0)));
		if (str_contains(line, S("Seq Scan on ")))
			return line;
		bool is_node = i == 0 || str_starts(line, S("->"));
		if (is_node && !str_empty(scan))
			return scan; /* an index without a condition */
		if (is_node && (str_contains(line, S("Index Scan ")) || str_contains(line, S("Index Only Scan "))))
			scan = line;
		if (!str_starts(line, S("Index Cond: ")))
			continue;
		if (asks_brand_only(line) && !is_one_row(looking, scan))
			return scan;
		scan = S("");
	}
	return scan;
}

static void be_served(struct looking *looking)
{
	run(looking, S("SET ROLE heinzel_app; SET app.brand = '1'"));
}

static str nulls(struct looking *looking, int count)
{
	struct text text;
	text_open(&text, looking->t->arena, 500);
	for (int i = 0; i < count; i++)
		text_put(&text, i ? S(", NULL") : S("(NULL"));
	text_put(&text, count ? S(")") : S(""));
	return text_str(&text);
}

/* Planned for whatever values may come: what a connection keeps. */
static PGresult *plan_of(struct looking *looking, const struct statement *statement)
{
	run(looking, S("DEALLOCATE ALL"));
	PGresult *result = PQprepare(looking->server, "one", statement->postgres, 0, NULL);
	if (PQresultStatus(result) != PGRES_COMMAND_OK)
		fail_msg("%s: %s", statement->name, PQresultErrorMessage(result));
	PQclear(result);
	str list = nulls(looking, statement->params);
	return ask(looking, FORMAT(looking, "EXPLAIN EXECUTE one%.*s", STR_ARG(list)));
}

static bool look_at(struct looking *looking, const struct statement *statement, bool say)
{
	PGresult *plan = plan_of(looking, statement);
	str wrong = wrong_in(looking, plan);
	if (!str_empty(wrong) && say) {
		print_error("%s: %.*s\n  %s\n", statement->name, STR_ARG(wrong), statement->postgres);
		for (int i = 0; i < PQntuples(plan); i++)
			print_error("    %s\n", PQgetvalue(plan, i, 0));
	}
	bool good = str_empty(wrong);
	PQclear(plan);
	return good;
}

static void connect_server(struct looking *looking)
{
	str address = FORMAT(looking, "%s%soptions=-csearch_path%%3D%.*s", getenv("HEINZEL_TEST_POSTGRES"),
		strchr(getenv("HEINZEL_TEST_POSTGRES"), '?') ? "&" : "?", STR_ARG(looking->t->schema));
	looking->server = PQconnectdb(str_c(looking->t->arena, address));
	assert_int_equal(PQstatus(looking->server), CONNECTION_OK);
	run(looking, S("SET client_min_messages = error"));
}

static void fill(struct looking *looking)
{
	const char *path = str_c(looking->t->arena, FORMAT(looking, "%s/src/test/plans.sql", getenv("HEINZEL_SOURCE")));
	run(looking, file_text(looking, path));
	run(looking, S("SET plan_cache_mode = force_generic_plan"));
	be_served(looking);
}

static void no_statement_scans_where_an_index_should_serve(void **state)
{
	struct looking looking = { .t = *state };
	int count = 0, wrong = 0;
	connect_server(&looking);
	read_all_reasons(&looking);
	fill(&looking);
	for (size_t i = 0; i < COUNT(statement_lists); i++) {
		for (const struct statement *const *one = statement_lists[i]; *one; one++) {
			count++;
			wrong += !is_excused(&looking, *one) && !look_at(&looking, *one, true);
		}
	}
	PQfinish(looking.server);
	print_message("%d statements, %zu of them excused\n", count, looking.excused.count);
	assert_int_equal(wrong, 0);
	assert_true(count > 700);
}

/* Whose index is gone is named. */
static void a_statement_whose_index_is_gone_is_found(void **state)
{
	struct looking looking = { .t = *state };
	extern const struct statement *const community_statements[];
	int before = 0, after = 0;
	bool named = false;
	connect_server(&looking);
	read_all_reasons(&looking);
	fill(&looking);
	for (const struct statement *const *one = community_statements; *one; one++)
		before += !is_excused(&looking, *one) && !look_at(&looking, *one, false);
	run(&looking, S("RESET ROLE; DROP INDEX community_thread_by_author"));
	be_served(&looking);
	for (const struct statement *const *one = community_statements; *one; one++) {
		bool wrong = !is_excused(&looking, *one) && !look_at(&looking, *one, false);
		named = named || (wrong && strcmp((*one)->name, "community.threads_of_author") == 0);
		after += wrong;
	}
	PQfinish(looking.server);
	assert_int_equal(before, 0);
	assert_true(named && after > 0);
}

/* ── search by words ── */

/* The line of the operators' instructions that lets search use its index, as a superuser says it. */
static str trust_line(struct looking *looking)
{
	const str start = S("psql heinzel -c '");
	str text = file_text(looking, str_c(looking->t->arena, FORMAT(looking, "%s/deploy/README.md", getenv("HEINZEL_SOURCE"))));
	while (!str_empty(text)) {
		str line = str_cut(&text, '\n');
		size_t at;
		if (!str_contains(line, S("LEAKPROOF")) || !str_find(line, start, &at))
			continue;
		line = str_skip(line, at + start.len);
		return str_cut(&line, '\'');
	}
	fail_msg("deploy/README.md does not say it");
	return S("");
}

/* Planned for these words, as a search plans: are they looked up in the index of words? */
static bool finds_by_index(struct looking *looking, const struct statement *statement)
{
	struct text values;
	text_open(&values, looking->t->arena, 200);
	text_put(&values, S("'1_wlan', 1"));
	for (int i = 2; i < statement->params; i++)
		text_put(&values, i == statement->params - 1 ? S(", 500") : S(", 0"));
	run(looking, S("DEALLOCATE ALL"));
	run(looking, FORMAT(looking, "PREPARE one AS %s", statement->postgres));
	PGresult *plan = ask(looking, FORMAT(looking, "EXPLAIN EXECUTE one(%.*s)", STR_ARG(text_str(&values))));
	bool by_index = false;
	for (int i = 0; i < PQntuples(plan); i++)
		by_index = by_index || str_contains(str_from(PQgetvalue(plan, i, 0)), S("Bitmap Index Scan on store_document_by_words"));
	PQclear(plan);
	return by_index;
}

/* Behind the wall, once the operator has said the line, and not before.  In a transaction: others search here, too. */
static void words_are_looked_up_in_their_index_once_the_operator_said_so(void **state)
{
	struct looking looking = { .t = *state };
	connect_server(&looking);
	fill(&looking);
	run(&looking, S("RESET ROLE; BEGIN; SET LOCAL plan_cache_mode = force_custom_plan"));
	run(&looking, S("ALTER FUNCTION pg_catalog.ts_match_vq(tsvector, tsquery) NOT LEAKPROOF"));
	be_served(&looking);
	for (const struct statement *const *one = fulltext_statements; *one; one++)
		assert_false(finds_by_index(&looking, *one));
	run(&looking, S("RESET ROLE"));
	run(&looking, trust_line(&looking));
	be_served(&looking);
	for (const struct statement *const *one = fulltext_statements; *one; one++) {
		if (!finds_by_index(&looking, *one))
			fail_msg("%s reads all documents", (*one)->name);
	}
	run(&looking, S("ROLLBACK"));
	PQfinish(looking.server);
}

/* What a walk looks like, and what does not. */
static void a_walk_is_told_from_a_look(void **state)
{
	assert_true(asks_brand_only(S("Index Cond: (brand_id = $1)")));
	assert_true(asks_brand_only(S("Index Cond: ((brand_id = $1) AND (brand_id = (NULLIF(x, ''::text))::bigint))")));
	assert_false(asks_brand_only(S("Index Cond: ((brand_id = $1) AND (id = $2))")));
	assert_false(asks_brand_only(S("Index Cond: ((brand_id = $1) AND (ROW(active_at, id) < ROW($2, $3)))")));
}

/* The server reads the file that operators are given, and takes every line of it. */
static void the_server_takes_every_line_of_the_operators_file(void **state)
{
	struct looking looking = { .t = *state };
	connect_server(&looking);
	const char *path = str_c(looking.t->arena, FORMAT(&looking, "%s/deploy/postgresql.conf", getenv("HEINZEL_SOURCE")));
	str text = file_text(&looking, path);
	int count = 0;
	while (!str_empty(text)) {
		str line = str_trim(str_cut(&text, '\n'));
		if (str_empty(line) || line.at[0] == '#')
			continue;
		str name = str_trim(str_cut(&line, '='));
		PGresult *result = ask(&looking, FORMAT(&looking, "SELECT error FROM pg_file_settings WHERE name = '%.*s' AND error IS NULL",
			STR_ARG(name)));
		if (PQntuples(result) == 0)
			fail_msg("%.*s: the server does not take it", STR_ARG(name));
		PQclear(result);
		count++;
	}
	PQfinish(looking.server);
	assert_true(count > 10);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_walk_is_told_from_a_look),
		HOUSE_TEST(the_server_takes_every_line_of_the_operators_file),
		HOUSE_TEST(no_statement_scans_where_an_index_should_serve),
		HOUSE_TEST(a_statement_whose_index_is_gone_is_found),
		HOUSE_TEST(words_are_looked_up_in_their_index_once_the_operator_said_so),
	};
	if (getenv("HEINZEL_TEST_POSTGRES"))
		return cmocka_run_group_tests(tests, NULL, NULL);
	fputs("\n*** SKIPPED: plans need PostgreSQL. Run it by tools/with_postgres.sh. ***\n\n", stderr);
	return 77;
}
