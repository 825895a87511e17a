/* migrate_test.c: from nothing to the newest schema, whole steps only; and how a text becomes PostgreSQL's. */
#include "store/store_testing.h"

#include "store/db_driver.h"
#include "store/dialect.h"
#include "store/migrate.h"

static const char *const ONE_SQL = "CREATE TABLE one (brand_id INTEGER NOT NULL, name TEXT NOT "
				   "NULL, PRIMARY KEY (brand_id)) STRICT, WITHOUT ROWID;\n";
static const char *const TWO_SQL =
    "ALTER TABLE one ADD COLUMN size REAL NOT NULL DEFAULT 0;\n"
    "-- sqlite:\nCREATE TABLE only_sqlite (a ANY);\n-- postgres:\nCREATE TABLE only_postgres (a "
    "JSONB);\n-- both:\n"
    "CREATE TABLE two (id INTEGER NOT NULL, data BLOB, PRIMARY KEY (id)) STRICT;\n";
static const char *const BROKEN_SQL = "CREATE TABLE three (id INTEGER NOT NULL, PRIMARY KEY (id)) "
				      "STRICT;\nCREATE TABLE one (id INTEGER);\n";

static void a_new_database_gets_all_and_an_old_one_the_rest(void **state)
{
	struct engine *engine = *state;
	str url = engine_url(engine), wrong;
	const struct migration one[] = { { 1, "one", ONE_SQL }, { 0 } };
	const struct migration both[] = { { 1, "one", ONE_SQL }, { 2, "two", TWO_SQL }, { 0 } };
	int ran = -1, version = -1;
	assert_int_equal(migrate_version(engine->arena, url, &version), OK);
	assert_int_equal(version, 0);
	assert_int_equal(migrate_run(engine->arena, url, one, &ran, &wrong), OK);
	assert_int_equal(ran, 1);
	assert_int_equal(migrate_run(engine->arena, url, both, &ran, &wrong), OK);
	assert_int_equal(ran, 1);
	assert_int_equal(migrate_run(engine->arena, url, both, &ran, &wrong), OK);
	assert_int_equal(ran, 0);
	assert_int_equal(migrate_version(engine->arena, url, &version), OK);
	assert_int_equal(version, 2);
}

static bool has_table(struct engine *engine, str url, const char *table)
{
	struct db *db;
	assert_int_equal(db_driver_for(url)->open(url, DB_WRITER, &db), OK);
	str sql = str_format(engine->arena, "SELECT COUNT(*) FROM %s", table);
	struct statement count = {
		"test.count", str_c(engine->arena, sql), str_c(engine->arena, sql), 0, 1, false
	};
	struct rows rows;
	log_set(LOG_ERROR + 1, 2);
	bool has = db_query(db, &count, NULL, &rows) == OK;
	log_set(LOG_INFO, 2);
	if (has)
		db_end(&rows);
	db->driver->close(db);
	return has;
}

static int64_t count_by(struct engine *engine, str url, const char *sql)
{
	struct db *db;
	struct rows rows;
	bool more = false;
	struct statement count = { "test.count_by", sql, NULL, 0, 1, false };
	assert_int_equal(db_driver_for(url)->open(url, DB_WRITER, &db), OK);
	assert_int_equal(db_query(db, &count, NULL, &rows), OK);
	assert_int_equal(db_next(&rows, &more), OK);
	int64_t number = more ? db_integer(&rows, 0) : -1;
	db_end(&rows);
	db->driver->close(db);
	(void)engine;
	return number;
}

/* store/plans.h */
static void sqlite_plans_for_a_large_brand_from_the_first_day_on(void **state)
{
	static const char *const WIDE_SQL =
	    "CREATE TABLE wide (brand_id INTEGER NOT NULL, id INTEGER NOT NULL, who INTEGER NOT NULL, PRIMARY KEY (brand_id, id)) STRICT;\n"
	    "CREATE INDEX wide_by_who ON wide (brand_id, who);\n";
	struct engine *engine = *state;
	str url = engine_url(engine), wrong = S("");
	const struct migration list[] = { { 1, "one", ONE_SQL }, { 2, "wide", WIDE_SQL }, { 0 } };
	int ran;
	if (engine->postgres)
		skip();
	assert_int_equal(migrate_run(engine->arena, url, list, &ran, &wrong), OK);
	assert_int_equal(count_by(engine, url, "SELECT count(*) FROM sqlite_stat1 WHERE (tbl, idx, stat) IN (VALUES ('one', 'one', '1000000 1'),"
		" ('wide', 'sqlite_autoindex_wide_1', '1000000 500000 1'), ('wide', 'wide_by_who', '1000000 500000 10'))"), 3);
	/* A house that is older than this gets them when it starts. */
	count_by(engine, url, "DROP TABLE sqlite_stat1");
	assert_int_equal(migrate_run(engine->arena, url, list, &ran, &wrong), OK);
	assert_int_equal(ran, 0);
	assert_int_equal(count_by(engine, url, "SELECT count(*) FROM sqlite_stat1"), 3);
}

static void each_engine_runs_its_own_parts(void **state)
{
	struct engine *engine = *state;
	str url = engine_url(engine), wrong;
	const struct migration both[] = { { 1, "one", ONE_SQL }, { 2, "two", TWO_SQL }, { 0 } };
	int ran;
	assert_int_equal(migrate_run(engine->arena, url, both, &ran, &wrong), OK);
	assert_true(has_table(engine, url, "two"));
	assert_int_equal(has_table(engine, url, "only_sqlite"), !engine->postgres);
	assert_int_equal(has_table(engine, url, "only_postgres"), engine->postgres);
}

static void one_that_fails_leaves_the_last_whole_one(void **state)
{
	struct engine *engine = *state;
	str url = engine_url(engine), wrong = S("");
	const struct migration list[] = { { 1, "one", ONE_SQL },
					  { 2, "broken", BROKEN_SQL },
					  { 0 } };
	int ran = -1, version = -1;
	log_set(LOG_ERROR + 1, 2);
	assert_int_equal(migrate_run(engine->arena, url, list, &ran, &wrong), ERR_BROKEN);
	log_set(LOG_INFO, 2);
	assert_true(str_contains(wrong, S("0002 broken failed and was undone")));
	assert_true(str_contains(wrong, S("already exists")));
	assert_int_equal(migrate_version(engine->arena, url, &version), OK);
	assert_int_equal(version, 1);
	assert_false(has_table(engine, url, "three"));
	const struct migration mended[] = { { 1, "one", ONE_SQL }, { 2, "two", TWO_SQL }, { 0 } };
	assert_int_equal(migrate_run(engine->arena, url, mended, &ran, &wrong), OK);
}

static void one_that_was_changed_after_it_ran_is_refused(void **state)
{
	struct engine *engine = *state;
	str url = engine_url(engine), wrong = S("");
	const struct migration list[] = { { 1, "one", ONE_SQL }, { 0 } };
	const struct migration changed[] = { { 1, "one", TWO_SQL }, { 0 } };
	int ran;
	assert_int_equal(migrate_run(engine->arena, url, list, &ran, &wrong), OK);
	assert_int_equal(migrate_run(engine->arena, url, changed, &ran, &wrong), ERR_CONFLICT);
	assert_true(str_contains(wrong, S("was changed after it ran")));
}

static void an_older_program_leaves_a_newer_database_alone(void **state)
{
	struct engine *engine = *state;
	str url = engine_url(engine), wrong = S("");
	const struct migration newer[] = { { 1, "one", ONE_SQL }, { 2, "two", TWO_SQL }, { 0 } };
	const struct migration older[] = { { 1, "one", ONE_SQL }, { 0 } };
	int ran;
	assert_int_equal(migrate_run(engine->arena, url, newer, &ran, &wrong), OK);
	assert_int_equal(migrate_run(engine->arena, url, older, &ran, &wrong), ERR_CONFLICT);
	assert_true(str_contains(wrong, S("0002 two")) && str_contains(wrong, S("newer than this program")));
}

static void an_open_house_is_not_migrated(void **state)
{
	struct engine *engine = *state;
	if (engine->postgres)
		skip();
	struct store *store = engine_store(engine, "", (struct store_settings){ 0 });
	const struct migration list[] = { { 1, "one", ONE_SQL }, { 0 } };
	int ran;
	str wrong;
	assert_int_equal(migrate_run(engine->arena, store_url(store), list, &ran, &wrong),
			 ERR_CONFLICT);
	store_close(store);
}

/* The migrations of the product itself. */
static void all_migrations_run(void **state)
{
	struct engine *engine = *state;
	str url = engine_url(engine), wrong = S("");
	int ran = 0, version = 0, last = 0;
	enum err err = migrate_run(engine->arena, url, migrations, &ran, &wrong);
	if (err)
		print_message("%.*s\n", STR_ARG(wrong));
	assert_int_equal(err, OK);
	for (const struct migration *one = migrations; one->number; one++)
		last = one->number;
	assert_int_equal(migrate_version(engine->arena, url, &version), OK);
	assert_int_equal(version, last);
}

static void types_are_mapped_and_nothing_else(void **state)
{
	static const struct {
		const char *sql, *postgres;
	} cases[] = {
		{ "CREATE TABLE t (a INTEGER NOT NULL, b TEXT, c REAL, d BLOB) STRICT, WITHOUT "
		  "ROWID;",
		  "CREATE TABLE t (a BIGINT NOT NULL, b TEXT COLLATE \"C\", c DOUBLE PRECISION, d "
		  "BYTEA) ;" },
		{ "INSERT INTO t VALUES ('INTEGER STRICT', \"TEXT\"); -- INTEGER",
		  "INSERT INTO t VALUES ('INTEGER STRICT', \"TEXT\"); -- INTEGER" },
		{ "CREATE INDEX i ON t (a) WHERE b = CAST(a AS TEXT);",
		  "CREATE INDEX i ON t (a) WHERE b = CAST(a AS TEXT);" },
		{ "SELECT CAST(a AS INTEGER), text, real FROM t;",
		  "SELECT CAST(a AS BIGINT), text, real FROM t;" },
		{ "a\n-- sqlite:\nb INTEGER\n-- postgres:\nc TEXT STRICT\n-- both:\nd BLOB",
		  "a\n\n\n-- postgres:\nc TEXT STRICT\n-- both:\nd BYTEA" },
	};
	struct arena *arena = ((struct engine *)*state)->arena;
	for (size_t i = 0; i < COUNT(cases); i++) {
		str mapped = str_trim(migrate_for_postgres(arena, str_from(cases[i].sql)));
		assert_string_equal(str_c(arena, mapped), cases[i].postgres);
	}
	str sqlite = str_trim(dialect_sqlite(arena, str_from(cases[4].sql)));
	assert_string_equal(str_c(arena, sqlite), "a\n-- sqlite:\nb INTEGER\n\n\n-- both:\nd BLOB");
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_new_database_gets_all_and_an_old_one_the_rest),
		cmocka_unit_test(sqlite_plans_for_a_large_brand_from_the_first_day_on),
		cmocka_unit_test(each_engine_runs_its_own_parts),
		cmocka_unit_test(one_that_fails_leaves_the_last_whole_one),
		cmocka_unit_test(one_that_was_changed_after_it_ran_is_refused),
		cmocka_unit_test(an_older_program_leaves_a_newer_database_alone),
		cmocka_unit_test(an_open_house_is_not_migrated),
		cmocka_unit_test(all_migrations_run),
		cmocka_unit_test(types_are_mapped_and_nothing_else),
	};
	return engines_run("migrate", tests, COUNT(tests));
}
