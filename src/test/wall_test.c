/*
 * wall_test.c: the second wall between brands stands by itself (docs/decisions/0050).
 *
 * Brand B is a copy of brand A, id by id: whoever forgets the brand meets each row twice.  Every
 * statement of the house is run without its conditions on the brand, by the role that serves and
 * under brand A.  It must read exactly what the whole statement reads, and leave B's rows alone.
 * Each is run by a superuser as well, whom no wall holds: so the test knows what it would have seen.
 * A refusal proves nothing but by its reason: what the superuser is refused, too, does not count, and a
 * row that is written into B must be refused by the policy (42501), not by a key that is taken.
 */
#include "test/cut.h"
#include "test/statements.h"
#include "test/world.h"

#include <glob.h>
#include <libpq-fe.h>
#include <stdio.h>
#include <stdlib.h>

enum { OTHER = 2, PICKS = 3 }; /* brand B's id; rows that are tried for values */

struct looking {
	struct test_house *t;
	PGconn *server;
	int64_t brand;
	struct list known; /* struct known: what was asked for before */
	const char *latest;
	int64_t fresh; /* numbers that no row has */
	char sqlstate[6]; /* of the latest refusal */
	int forms, read, would_leak, inserted, would_insert, changed, would_change, past_brands, without_brand, wrong;
};

/* ── the server ── */

static PGresult *ask(struct looking *wall, str sql)
{
	return PQexec(wall->server, str_c(wall->t->arena, sql));
}

static void run(struct looking *wall, str sql)
{
	PGresult *result = ask(wall, sql);
	ExecStatusType status = PQresultStatus(result);
	if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK)
		fail_msg("%.*s: %s", STR_ARG(sql), PQresultErrorMessage(result));
	PQclear(result);
}

static str value(struct looking *wall, str sql)
{
	PGresult *result = ask(wall, sql);
	if (PQresultStatus(result) != PGRES_TUPLES_OK)
		fail_msg("%.*s: %s", STR_ARG(sql), PQresultErrorMessage(result));
	str found = PQntuples(result) ? str_keep(wall->t->arena, str_from(PQgetvalue(result, 0, 0))) : S("");
	PQclear(result);
	return found;
}

struct known { uint64_t hash; str value; };

/* The same for what does not change while we look; "" also where the question makes no sense. */
static str known_value(struct looking *wall, str sql)
{
	uint64_t hash = str_hash(sql);
	for (size_t i = 0; i < wall->known.count; i++) {
		const struct known *known = list_at(&wall->known, i);
		if (known->hash == hash)
			return known->value;
	}
	PGresult *result = ask(wall, sql);
	bool found = PQresultStatus(result) == PGRES_TUPLES_OK && PQntuples(result);
	struct known *known = list_add(&wall->known);
	*known = (struct known){ hash, found ? str_keep(wall->t->arena, str_from(PQgetvalue(result, 0, 0))) : S("") };
	bool failed = PQresultStatus(result) != PGRES_TUPLES_OK;
	PQclear(result);
	if (failed)
		run(wall, S("ROLLBACK TO SAVEPOINT s"));
	return known->value;
}

#define FORMAT(wall, ...) str_format((wall)->t->arena, __VA_ARGS__)

static void be_served(struct looking *wall)
{
	run(wall, FORMAT(wall, "SET LOCAL ROLE heinzel_app; SET LOCAL app.brand = '%lld'", (long long)wall->brand));
}

static void be_owner(struct looking *wall)
{
	run(wall, S("RESET ROLE"));
}

#define BRAND_TABLES "SELECT c.relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'brand_id'" \
	" WHERE c.relkind = 'r' AND c.relnamespace = current_schema()::regnamespace" \
	" AND c.relname NOT IN ('core_brand_due', 'brand_domain') ORDER BY 1"

/* Every row of A once more, as B's. */
static void copy_brand(struct looking *wall)
{
	run(wall, FORMAT(wall, "SET session_replication_role = replica; DO $$ DECLARE t text; c text; BEGIN"
		" FOR t IN " BRAND_TABLES " LOOP"
		" EXECUTE format('DELETE FROM %%I WHERE brand_id <> %lld', t);"
		" SELECT string_agg(CASE attname WHEN 'brand_id' THEN '%d' ELSE quote_ident(attname) END, ', ' ORDER BY attnum) INTO c"
		" FROM pg_attribute WHERE attrelid = t::regclass AND attnum > 0 AND NOT attisdropped;"
		" EXECUTE format('INSERT INTO %%I SELECT %%s FROM %%I WHERE brand_id = %lld', t, c, t);"
		" END LOOP; END $$; SET session_replication_role = origin; ANALYZE", (long long)wall->brand, OTHER, (long long)wall->brand));
}

/* ── a statement's values ── */

static str literal(struct looking *wall, const struct cut_param *param, Oid type, int pick)
{
	enum { BOOL = 16, BYTEA = 17, TEXT = 25, REAL = 701 };
	bool text = type == TEXT || type == BYTEA;
	if (!str_empty(param->column) && (param->sign == '=' || param->sign == 'v')) {
		str value = known_value(wall, FORMAT(wall, "SELECT %.*s::text FROM %.*s WHERE brand_id = %lld ORDER BY 1 OFFSET"
			" (SELECT count(*) * %d / %d FROM %.*s WHERE brand_id = %lld) LIMIT 1", STR_ARG(param->column), STR_ARG(param->table),
			(long long)wall->brand, pick, PICKS, STR_ARG(param->table), (long long)wall->brand));
		if (value.len || text)
			return value;
	}
	if (param->sign == '<')
		return text ? S("~~~~") : S("9000000000000000000");
	return text ? S("") : param->sign == '>' ? S("-1") : type == BOOL ? S("f") : S("50");
}

/* A row to come must not meet one that is there: what is part of a unique key gets a value that nobody has. */
static bool is_key(struct looking *wall, const struct cut_param *param)
{
	return param->sign == 'v' && known_value(wall, FORMAT(wall, "SELECT 'yes' FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indrelid"
		" AND a.attnum = ANY (i.indkey) WHERE i.indisunique AND i.indrelid = to_regclass('%.*s') AND a.attname = '%.*s' LIMIT 1",
		STR_ARG(param->table), STR_ARG(param->column))).len;
}

static str fresh(struct looking *wall, Oid type)
{
	enum { INT8 = 20, INT4 = 23 };
	wall->fresh++;
	if (type == INT8 || type == INT4)
		return FORMAT(wall, "%lld", (type == INT8 ? 8000000000000000 : 2000000000) + (long long)wall->fresh);
	return FORMAT(wall, "fresh-%lld", (long long)wall->fresh);
}

struct values { const char *at[CUT_PARAMS_MAX]; Oid types[CUT_PARAMS_MAX]; int count; };

static void choose(struct looking *wall, const struct cut *cut, struct values *values, int pick)
{
	for (int i = 0; i < values->count; i++) {
		const struct cut_param *param = &cut->params[i + 1];
		int64_t brand = param->is_written ? OTHER : wall->brand;
		bool brands = param->is_brand || param->is_written;
		str chosen = brands ? FORMAT(wall, "%lld", (long long)brand) : is_key(wall, param) ? fresh(wall, values->types[i])
			: literal(wall, param, values->types[i], pick);
		values->at[i] = str_c(wall->t->arena, chosen);
	}
}

static void prepare(struct looking *wall, const char *name, str sql, const struct values *values)
{
	PGresult *result = PQprepare(wall->server, name, str_c(wall->t->arena, sql), values->count, values->types);
	if (PQresultStatus(result) != PGRES_COMMAND_OK)
		fail_msg("%.*s: %s", STR_ARG(sql), PQresultErrorMessage(result));
	PQclear(result);
}

/* The types that the server finds for the whole statement; what a cut leaves unused keeps its type. */
static void find_types(struct looking *wall, const struct statement *statement, struct values *values)
{
	values->count = statement->params;
	memset(values->types, 0, sizeof(values->types));
	run(wall, S("DEALLOCATE ALL"));
	prepare(wall, "whole", str_from(statement->postgres), values);
	PGresult *result = PQdescribePrepared(wall->server, "whole");
	for (int i = 0; i < statement->params; i++)
		values->types[i] = PQparamtype(result, i);
	PQclear(result);
}

/* ── one statement ── */

static int by_text(const void *a, const void *b)
{
	return str_compare(*(const str *)a, *(const str *)b);
}

/* All rows, sorted, as one text; *refused_out: the server refused, and wall->sqlstate says why. */
static str answer(struct looking *wall, const char *name, const struct values *values, bool *refused_out)
{
	PGresult *result = PQexecPrepared(wall->server, name, values->count, values->at, NULL, NULL, 0);
	ExecStatusType status = PQresultStatus(result);
	*refused_out = status != PGRES_TUPLES_OK && status != PGRES_COMMAND_OK;
	const char *sqlstate = PQresultErrorField(result, PG_DIAG_SQLSTATE);
	snprintf(wall->sqlstate, sizeof(wall->sqlstate), "%s", sqlstate ? sqlstate : "");
	int count = PQntuples(result);
	str *rows = arena_take(wall->t->arena, (size_t)(count + 1) * sizeof(*rows));
	struct text text;
	text_open(&text, wall->t->arena, 1000);
	for (int i = 0; i < count; i++) {
		struct text row;
		text_open(&row, wall->t->arena, 200);
		for (int k = 0; k < PQnfields(result); k++)
			text_format(&row, "%s|", PQgetvalue(result, i, k));
		rows[i] = text_str(&row);
	}
	qsort(rows, (size_t)count, sizeof(*rows), by_text);
	for (int i = 0; i < count; i++)
		text_format(&text, "%.*s\n", STR_ARG(rows[i]));
	PQclear(result);
	return text_str(&text);
}

/* Its rows and who wrote each last: a row that is written as it was is touched, too. */
static str others_sum(struct looking *wall, str table)
{
	return value(wall, FORMAT(wall, "SELECT count(*) || ' ' || COALESCE(sum(hashtextextended(x::text, xmin::text::bigint)), 0)"
		" FROM %.*s x WHERE brand_id = %d", STR_ARG(table), OTHER));
}

/* Does it name the brand of the row that it writes? */
static bool writes_brand(const struct statement *statement, const struct cut *cut)
{
	for (int i = 1; i <= statement->params; i++) {
		if (cut->params[i].is_written)
			return true;
	}
	return false;
}

static void say_wrong(struct looking *wall, const struct statement *statement, const char *what)
{
	print_error("%s: %s\n  %s\n", statement->name, what, statement->postgres);
	wall->wrong++;
}

/* Behind the wall the cut statement reads what the whole one does; without the wall it mostly reads more. */
static bool look_at_read(struct looking *wall, const struct statement *statement, const struct values *values)
{
	bool refused, ours, free;
	str whole = answer(wall, "whole", values, &refused), open = S("");
	if (refused) {
		run(wall, S("ROLLBACK TO SAVEPOINT s"));
		return false;
	}
	open = answer(wall, "cut", values, &free);
	if (free)
		run(wall, S("ROLLBACK TO SAVEPOINT s"));
	be_served(wall);
	str held = answer(wall, "cut", values, &ours);
	if (ours) {
		say_wrong(wall, statement, PQerrorMessage(wall->server));
		run(wall, S("ROLLBACK TO SAVEPOINT s"));
	} else if (!str_equal(held, whole)) {
		say_wrong(wall, statement, "behind the wall it reads other rows than the brand's");
	}
	be_owner(wall);
	return !free && !str_equal(open, whole);
}

/* What refers to a changed row is not asked: neither who is held nor who is not shall be refused for that. */
static bool look_at_write(struct looking *wall, const struct statement *statement, const struct cut *cut, const struct values *values)
{
	bool refused, free;
	str before = others_sum(wall, cut->written);
	run(wall, S("SET LOCAL session_replication_role = replica"));
	answer(wall, "cut", values, &free);
	if (free && getenv("HEINZEL_WALL_SAY"))
		print_message("refused for all: %s %s\n", statement->name, wall->sqlstate);
	bool would = !free && !str_equal(before, others_sum(wall, cut->written));
	run(wall, S("ROLLBACK TO SAVEPOINT s; SET LOCAL session_replication_role = replica"));
	be_served(wall);
	answer(wall, "cut", values, &refused);
	bool by_policy = refused && !strcmp(wall->sqlstate, "42501");
	if (refused)
		run(wall, S("ROLLBACK TO SAVEPOINT s"));
	be_owner(wall);
	if (!str_equal(before, others_sum(wall, cut->written)))
		say_wrong(wall, statement, "behind the wall it changed another brand's rows");
	if (would && writes_brand(statement, cut) && !by_policy)
		say_wrong(wall, statement, refused ? "another brand's row was refused, but not by the policy" : "another brand's row was not refused");
	run(wall, S("ROLLBACK TO SAVEPOINT s"));
	return would && (!refused || by_policy);
}

/* With values from several rows, until one shows what the wall is for. */
static void look_at(struct looking *wall, const struct statement *statement, const struct cut *cut)
{
	struct values values;
	bool told = false;
	run(wall, S("BEGIN; SAVEPOINT s"));
	find_types(wall, statement, &values);
	prepare(wall, "cut", cut->sql, &values);
	for (int pick = 0; pick < PICKS && !told; pick++) {
		choose(wall, cut, &values, pick);
		told = statement->writes ? look_at_write(wall, statement, cut, &values) : look_at_read(wall, statement, &values);
	}
	run(wall, S("ROLLBACK"));
	/* The wider forms of a list are held, too, but they are one statement. */
	bool counts = !wall->latest || strcmp(wall->latest, statement->name) != 0;
	wall->latest = statement->name;
	bool inserts = writes_brand(statement, cut);
	wall->forms += !counts;
	wall->read += counts && !statement->writes;
	wall->inserted += counts && inserts;
	wall->changed += counts && statement->writes && !inserts;
	wall->would_leak += counts && told && !statement->writes;
	wall->would_insert += counts && told && inserts;
	wall->would_change += counts && told && statement->writes && !inserts;
	if (!told && getenv("HEINZEL_WALL_SAY"))
		print_message("nothing to see: %s\n", statement->name);
}

static bool has_brand(struct looking *wall, const struct cut *cut, bool *house_out)
{
	bool found = false;
	*house_out = false;
	for (size_t i = 0; i < cut->table_count; i++) {
		str name = cut->tables[i].name;
		bool house = str_equal(name, S("core_brand_due")) || str_equal(name, S("brand_domain"));
		*house_out = *house_out || house;
		found = found || (!house && str_equal(known_value(wall, FORMAT(wall, "SELECT count(*) FROM pg_attribute WHERE attrelid ="
			" to_regclass('%.*s') AND attname = 'brand_id'", STR_ARG(name))), S("1")));
	}
	return found;
}

static void look_at_statement(struct looking *wall, const struct statement *statement)
{
	struct cut cut;
	bool house;
	cut_make(wall->t->arena, str_from(statement->postgres), &cut);
	if (!has_brand(wall, &cut, &house)) {
		wall->past_brands += house;
		wall->without_brand += !house;
		return;
	}
	if (cut.left || (!cut.conditions && !writes_brand(statement, &cut)))
		say_wrong(wall, statement, "its brand cannot be taken out");
	else
		look_at(wall, statement, &cut);
}

/* ── the tests ── */

static void connect_server(struct looking *wall)
{
	str address = FORMAT(wall, "%s%soptions=-csearch_path%%3D%.*s", getenv("HEINZEL_TEST_POSTGRES"),
		strchr(getenv("HEINZEL_TEST_POSTGRES"), '?') ? "&" : "?", STR_ARG(wall->t->schema));
	wall->server = PQconnectdb(str_c(wall->t->arena, address));
	assert_int_equal(PQstatus(wall->server), CONNECTION_OK);
	run(wall, S("SET client_min_messages = error"));
}

static void no_statement_without_its_brand_passes_the_wall(void **state)
{
	struct looking wall = { .t = *state };
	struct world *world = world_open(wall.t);
	for (enum thing thing = NO_THING + 1; thing < THING_COUNT; thing++)
		world_make(world, thing);
	wall.brand = wall.t->brand_id;
	connect_server(&wall);
	list_open(&wall.known, wall.t->arena, sizeof(struct known));
	copy_brand(&wall);
	for (size_t i = 0; i < COUNT(statement_lists); i++) {
		for (const struct statement *const *statement = statement_lists[i]; *statement; statement++)
			look_at_statement(&wall, *statement);
	}
	PQfinish(wall.server);
	print_message("%d reading statements without their brand: %d would have shown another brand's rows, behind the wall none\n"
		"%d that make rows: %d would have made one of another brand's, each of which the policy refused\n"
		"%d that change rows: %d would have changed another brand's, behind the wall none\n"
		"%d wider forms of them, %d statements of the house's own tables, %d without any brand\n", wall.read, wall.would_leak, wall.inserted,
		wall.would_insert, wall.changed, wall.would_change, wall.forms, wall.past_brands, wall.without_brand);
	assert_int_equal(wall.wrong, 0);
	assert_true(wall.would_leak * 2 > wall.read);
	assert_true(wall.would_insert * 10 > wall.inserted * 9);
	assert_true(wall.would_change * 2 > wall.changed);
}

static void an_empty_setting_shows_and_takes_nothing(void **state)
{
	static const char *const nothing[] = { "RESET app.brand", "SET app.brand = ''", "SET app.brand = '0'", "SET app.brand = '-1'" };
	struct looking wall = { .t = *state };
	struct world *world = world_open(wall.t);
	world_make(world, A_THREAD);
	connect_server(&wall);
	run(&wall, S("SET ROLE heinzel_app"));
	for (size_t i = 0; i < COUNT(nothing); i++) {
		run(&wall, str_from(nothing[i]));
		run(&wall, S("DO $$ DECLARE t text; n bigint; BEGIN FOR t IN " BRAND_TABLES " LOOP EXECUTE format('SELECT count(*) FROM %I', t) INTO n;"
			" IF n > 0 THEN RAISE EXCEPTION '% shows % rows', t, n; END IF; END LOOP; END $$"));
		PGresult *refused = ask(&wall, S("INSERT INTO core_setting (brand_id, name, value) VALUES (1, 'a.b', 'c')"));
		assert_string_equal(PQresultErrorField(refused, PG_DIAG_SQLSTATE), "42501");
		PQclear(refused);
		/* The house's tables open for the house's own statements only. */
		str hosts = value(&wall, S("SELECT count(*) FROM brand_domain"));
		assert_string_equal(str_c(wall.t->arena, hosts), i == 3 ? "1" : "0");
	}
	PQfinish(wall.server);
}

static void the_role_that_serves_owns_nothing(void **state)
{
	static const char *const deeds[] = { "DROP TABLE community_thread", "ALTER TABLE community_thread DISABLE ROW LEVEL SECURITY",
		"DROP POLICY brand ON community_thread", "CREATE TABLE mine (id bigint)", "TRUNCATE community_thread",
		"UPDATE schema_migration SET name = ''" };
	struct looking wall = { .t = *state };
	connect_server(&wall);
	run(&wall, S("SET ROLE heinzel_app"));
	for (size_t i = 0; i < COUNT(deeds); i++) {
		PGresult *refused = ask(&wall, str_from(deeds[i]));
		assert_string_equal(PQresultErrorField(refused, PG_DIAG_SQLSTATE), "42501");
		PQclear(refused);
	}
	PQfinish(wall.server);
}

static void every_file_of_statements_is_looked_at(void **state)
{
	glob_t found;
	struct test_house *t = *state;
	const char *root = getenv("HEINZEL_SOURCE");
	assert_non_null(root);
	assert_int_equal(glob(str_c(t->arena, str_format(t->arena, "%s/src/features/*/*.sql", root)), 0, NULL, &found), 0);
	assert_int_equal(found.gl_pathc + 1, COUNT(statement_lists)); /* and the core's */
	globfree(&found);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		HOUSE_TEST(every_file_of_statements_is_looked_at),
		WEB_TEST(an_empty_setting_shows_and_takes_nothing),
		HOUSE_TEST(the_role_that_serves_owns_nothing),
		WEB_TEST(no_statement_without_its_brand_passes_the_wall),
	};
	if (getenv("HEINZEL_TEST_POSTGRES"))
		return cmocka_run_group_tests(tests, NULL, NULL);
	fputs("\n*** SKIPPED: the wall between brands needs PostgreSQL. Run it by tools/with_postgres.sh. ***\n\n", stderr);
	return 77;
}
