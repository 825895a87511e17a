/*
 * distributed_test.c: the schema and the statements stay such that they also run distributed.
 *
 * Read from PostgreSQL's own catalog, after all migrations: what a table really became counts, not
 * what a file seems to say.  Each rule is first shown a table that breaks it.
 */
#include "test/cut.h"
#include "test/statements.h"
#include "test/world.h"

#include <libpq-fe.h>
#include <stdio.h>
#include <stdlib.h>

/* Tables without a brand in front of their key, and why. */
static const struct { const char *name, *reason; } house_own[] = {
	{ "brand_brand",      "a brand is what everything else belongs to" },
	{ "brand_domain",     "a host leads to its brand, before any brand is known" },
	{ "core_place",       "postal codes and towns are the same for every brand" },
	{ "schema_migration", "what ran is the database's own" },
};

#define OURS(column) column " = current_schema()::regnamespace"
#define NAME "c.relname"

/* clang-format off */
/* `found` lists what breaks the rule; `breaks` makes one. */
static const struct rule { const char *name, *found, *breaks; } rules[] = {
	{ "a table has a brand_id that is never empty",
	  "SELECT " NAME " FROM pg_class c WHERE c.relkind IN ('r', 'p') AND " OURS("c.relnamespace") " AND NOT EXISTS (SELECT 1"
	  " FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'brand_id' AND a.attnotnull AND a.atttypid = 'bigint'::regtype)",
	  "CREATE TABLE bad (brand_id bigint, id bigint)" },
	{ "a table has a primary key",
	  "SELECT " NAME " FROM pg_class c WHERE c.relkind IN ('r', 'p') AND " OURS("c.relnamespace") " AND NOT EXISTS (SELECT 1"
	  " FROM pg_index i WHERE i.indrelid = c.oid AND i.indisprimary)",
	  "CREATE TABLE bad (brand_id bigint NOT NULL, id bigint)" },
	{ "every primary and unique key leads with brand_id",
	  "SELECT " NAME " FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid WHERE i.indisunique AND " OURS("c.relnamespace")
	  " AND COALESCE((SELECT a.attname FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum = i.indkey[0]), '') <> 'brand_id'",
	  "CREATE TABLE bad (brand_id bigint NOT NULL, id bigint, PRIMARY KEY (id, brand_id))" },
	{ "every foreign key leads with brand_id, on both sides",
	  "SELECT " NAME " FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid WHERE k.contype = 'f' AND " OURS("c.relnamespace")
	  " AND NOT EXISTS (SELECT 1 FROM pg_attribute a, pg_attribute b WHERE a.attrelid = k.conrelid AND a.attnum = k.conkey[1]"
	  " AND b.attrelid = k.confrelid AND b.attnum = k.confkey[1] AND a.attname = 'brand_id' AND b.attname = 'brand_id')",
	  "CREATE TABLE bad (brand_id bigint NOT NULL, key text REFERENCES brand_brand (key), PRIMARY KEY (brand_id, key))" },
	{ "a foreign key cascades or does nothing, at once",
	  "SELECT " NAME " FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid WHERE k.contype = 'f' AND " OURS("c.relnamespace")
	  " AND NOT (k.confdeltype IN ('a', 'c') AND k.confupdtype = 'a' AND NOT k.condeferrable)",
	  "CREATE TABLE bad (brand_id bigint NOT NULL, id bigint, PRIMARY KEY (brand_id, id), FOREIGN KEY (brand_id, id)"
	  " REFERENCES bad (brand_id, id) ON DELETE SET NULL)" },
	{ "there are no triggers",
	  "SELECT " NAME " FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid WHERE NOT t.tgisinternal AND " OURS("c.relnamespace"),
	  "CREATE TRIGGER bad BEFORE UPDATE ON core_setting FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger()" },
	{ "there are no sequences",
	  "SELECT " NAME " FROM pg_class c WHERE c.relkind = 'S' AND " OURS("c.relnamespace"), "CREATE SEQUENCE bad" },
	{ "a column's default is a constant",
	  "SELECT " NAME " FROM pg_attrdef d JOIN pg_class c ON c.oid = d.adrelid WHERE " OURS("c.relnamespace")
	  " AND pg_get_expr(d.adbin, d.adrelid) !~ '^(-?[0-9.]+|''[^'']*''|NULL)(::[a-z ]+)?$'",
	  "ALTER TABLE core_setting ADD COLUMN bad bigint DEFAULT extract(epoch from now())" },
	{ "nothing is computed, seen through or ruled by the server",
	  "SELECT " NAME " FROM pg_class c WHERE " OURS("c.relnamespace") " AND (c.relkind IN ('v', 'm', 'f') OR EXISTS (SELECT 1 FROM"
	  " pg_attribute a WHERE a.attrelid = c.oid AND (a.attgenerated <> '' OR a.attidentity <> '')) OR c.relhasrules)"
	  " UNION SELECT p.proname FROM pg_proc p WHERE " OURS("p.pronamespace"),
	  "CREATE VIEW bad AS SELECT name FROM core_setting" },
	{ "every table with a brand stands behind the wall",
	  "SELECT " NAME " FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'brand_id' AND c.relname <> 'brand_domain'"
	  " WHERE c.relkind IN ('r', 'p') AND " OURS("c.relnamespace") " AND NOT (c.relrowsecurity AND c.relforcerowsecurity AND (SELECT"
	  " count(*) FROM pg_policy p WHERE p.polrelid = c.oid AND p.polpermissive AND p.polcmd = '*' AND p.polroles = '{0}'"
	  " AND p.polqual IS NOT NULL AND p.polwithcheck IS NOT NULL) = 1)",
	  "CREATE TABLE bad (brand_id bigint NOT NULL, id bigint, PRIMARY KEY (brand_id, id))" },
};
/* clang-format on */

struct looking { struct test_house *t; PGconn *server; };

static void run(struct looking *looking, const char *sql)
{
	PGresult *result = PQexec(looking->server, sql);
	if (PQresultStatus(result) != PGRES_COMMAND_OK && PQresultStatus(result) != PGRES_TUPLES_OK)
		fail_msg("%s: %s", sql, PQresultErrorMessage(result));
	PQclear(result);
}

static bool is_house_own(const char *table)
{
	for (size_t i = 0; i < COUNT(house_own); i++) {
		if (strcmp(house_own[i].name, table) == 0)
			return true;
	}
	return false;
}

/* How many break the rule, the house's own left out; `say` names them. */
static int broken(struct looking *looking, const struct rule *rule, bool say)
{
	PGresult *result = PQexec(looking->server, rule->found);
	if (PQresultStatus(result) != PGRES_TUPLES_OK)
		fail_msg("%s: %s", rule->name, PQresultErrorMessage(result));
	int count = 0;
	for (int i = 0; i < PQntuples(result); i++) {
		if (is_house_own(PQgetvalue(result, i, 0)))
			continue;
		if (say)
			print_error("%s: not %s\n", rule->name, PQgetvalue(result, i, 0));
		count++;
	}
	PQclear(result);
	return count;
}

static void connect_server(struct looking *looking)
{
	str address = str_format(looking->t->arena, "%s%soptions=-csearch_path%%3D%.*s", getenv("HEINZEL_TEST_POSTGRES"),
		strchr(getenv("HEINZEL_TEST_POSTGRES"), '?') ? "&" : "?", STR_ARG(looking->t->schema));
	looking->server = PQconnectdb(str_c(looking->t->arena, address));
	assert_int_equal(PQstatus(looking->server), CONNECTION_OK);
}

static void the_catalog_is_ready_to_be_distributed(void **state)
{
	struct looking looking = { .t = *state };
	int count = 0;
	connect_server(&looking);
	for (size_t i = 0; i < COUNT(rules); i++) {
		count += broken(&looking, &rules[i], true);
		run(&looking, "BEGIN");
		run(&looking, rules[i].breaks);
		if (broken(&looking, &rules[i], false) == 0)
			fail_msg("%s: what breaks it is not found", rules[i].name);
		run(&looking, "ROLLBACK");
	}
	assert_int_equal(count, 0);
	PQfinish(looking.server);
}

/* ── statements ── */

static bool has_brand(struct looking *looking, str table)
{
	str sql = str_format(looking->t->arena, "SELECT 1 FROM pg_attribute WHERE attrelid = to_regclass('%.*s') AND attname = 'brand_id'",
		STR_ARG(table));
	PGresult *result = PQexec(looking->server, str_c(looking->t->arena, sql));
	bool has = PQntuples(result) > 0;
	PQclear(result);
	return has;
}

static bool is_house_table(str table)
{
	return str_equal(table, S("brand_domain")) || str_equal(table, S("core_brand_due"));
}

/* What a distributed server refuses, or sends to every shard. */
static const char *const refused[] = { "now()", "random()", "clock_timestamp", "gen_random", "nextval", "current_setting", "set_config",
	"MERGE ", "LOCK TABLE", "pg_notify", "pg_advisory", "SET brand_id", ", brand_id =" };

static const char *wrong_with(str sql)
{
	for (size_t i = 0; i < COUNT(refused); i++) {
		if (str_contains(sql, str_from(refused[i])))
			return refused[i];
	}
	size_t at;
	/* A question inside of VALUES, or of what a conflict sets: INSERT … SELECT is the way. */
	if (str_find(sql, S(" VALUES ("), &at) && str_contains(str_skip(sql, at), S("(SELECT")))
		return "a SELECT in VALUES or behind it";
	if (str_find(sql, S("DO UPDATE SET"), &at) && str_contains(str_skip(sql, at), S("SELECT")))
		return "a SELECT in what a conflict sets";
	return NULL;
}

/* As many conditions on the brand as tables that have one; a row that is written carries it. */
static bool routes(struct looking *looking, const struct statement *statement, const struct cut *cut)
{
	int wanted = 0, house = 0;
	for (size_t i = 0; i < cut->table_count; i++) {
		bool brand = has_brand(looking, cut->tables[i].name);
		wanted += brand;
		house += brand && is_house_table(cut->tables[i].name);
	}
	bool inserts = false;
	for (int i = 1; i <= statement->params && i < CUT_PARAMS_MAX; i++)
		inserts = inserts || cut->params[i].is_written;
	return cut->conditions + inserts >= wanted || house == wanted;
}

static void every_statement_routes_to_one_brand(void **state)
{
	struct looking looking = { .t = *state };
	int count = 0, wrong = 0;
	connect_server(&looking);
	for (size_t i = 0; i < COUNT(statement_lists); i++) {
		for (const struct statement *const *one = statement_lists[i]; *one; one++) {
			struct cut cut;
			str sql = str_from((*one)->postgres);
			cut_make(looking.t->arena, sql, &cut);
			/* A host may move to another brand: that table is the house's, and lies on one machine. */
			if (is_house_table(cut.written)) {
				count++;
				continue;
			}
			const char *why = routes(&looking, *one, &cut) ? wrong_with(sql) : "a table without brand_id = $n";
			if (why)
				print_error("%s: %s\n  %s\n", (*one)->name, why, (*one)->postgres);
			wrong += why != NULL;
			count++;
		}
	}
	PQfinish(looking.server);
	print_message("%d statements route to one brand, or are the house's own\n", count);
	assert_int_equal(wrong, 0);
	assert_true(count > 700);
}

static void a_statement_that_strays_is_found(void **state)
{
	static const char *const strays[] = {
		"SELECT t.id FROM community_thread t JOIN community_post p ON p.brand_id = t.brand_id WHERE t.brand_id = $1",
		"INSERT INTO core_setting (brand_id, name, value) VALUES ($1, $2, (SELECT value FROM core_setting WHERE brand_id = $1))",
		"UPDATE core_setting SET value = random()::text WHERE brand_id = $1",
	};
	struct looking looking = { .t = *state };
	connect_server(&looking);
	for (size_t i = 0; i < COUNT(strays); i++) {
		struct cut cut;
		const struct statement stray = { "stray", "", strays[i], 2, 0, WRITES_NOTHING };
		cut_make(looking.t->arena, str_from(strays[i]), &cut);
		assert_true(!routes(&looking, &stray, &cut) || wrong_with(str_from(strays[i])));
	}
	PQfinish(looking.server);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		HOUSE_TEST(the_catalog_is_ready_to_be_distributed),
		HOUSE_TEST(every_statement_routes_to_one_brand),
		HOUSE_TEST(a_statement_that_strays_is_found),
	};
	if (getenv("HEINZEL_TEST_POSTGRES"))
		return cmocka_run_group_tests(tests, NULL, NULL);
	fputs("\n*** SKIPPED: the catalog needs PostgreSQL. Run it by tools/with_postgres.sh. ***\n\n", stderr);
	return 77;
}
