/* store_testing.c: a folder for SQLite, a server from tools/with_postgres.sh for PostgreSQL. */
#include "store/store_testing.h"

#include "store/db_driver.h"
#include "store/dialect.h"
#include "store/migrate.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static int sqlite_begin(void **state)
{
	struct engine *engine = calloc(1, sizeof *engine);
	engine->arena = arena_open(64 * 1024);
	const char *base = getenv("TMPDIR");
	char *folder = (char *)str_format(engine->arena, "%s/heinzel-store.XXXXXX%c",
					  base ? base : "/tmp", '\0')
			   .at;
	if (!mkdtemp(folder))
		return -1;
	engine->folder = str_from(folder);
	*state = engine;
	return 0;
}

static int postgres_begin(void **state)
{
	int failed = sqlite_begin(state);
	if (!failed)
		((struct engine *)*state)->postgres = true;
	return failed;
}

static int entry_remove(const char *path, const struct stat *about, int type, struct FTW *place)
{
	return remove(path);
}

static int engine_end(void **state)
{
	struct engine *engine = *state;
	nftw(str_c(engine->arena, engine->folder), entry_remove, 16, FTW_DEPTH | FTW_PHYS);
	arena_close(engine->arena);
	free(engine);
	return 0;
}

static str postgres_url(struct engine *engine)
{
	str server = str_from(getenv("HEINZEL_TEST_POSTGRES"));
	str name = str_format(engine->arena, "t%d_%d", (int)getpid(), engine->made);
	struct db *db;
	assert_int_equal(db_postgres.open(server, DB_WRITER, &db), OK);
	assert_int_equal(
	    db_postgres.script(
		db, str_c(engine->arena,
			  str_format(engine->arena, "CREATE DATABASE %.*s", STR_ARG(name)))),
	    OK);
	db_postgres.close(db);
	/* …/postgres becomes …/t123_1 */
	size_t end = server.len;
	while (end > 0 && server.at[end - 1] != '/')
		end--;
	return str_format(engine->arena, "%.*s%.*s", (int)end, server.at, STR_ARG(name));
}

str engine_url(struct engine *engine)
{
	engine->made++;
	if (engine->postgres)
		return postgres_url(engine);
	return str_format(engine->arena, "sqlite:%.*s/%d.db", STR_ARG(engine->folder),
			  engine->made);
}

struct store *engine_store(struct engine *engine, const char *schema,
			   struct store_settings settings)
{
	settings.url = engine_url(engine);
	const struct db_driver *driver = db_driver_for(settings.url);
	struct db *db;
	assert_int_equal(driver->open(settings.url, DB_WRITER, &db), OK);
	str sql =
	    engine->postgres ? dialect_postgres(engine->arena, str_from(schema)) : str_from(schema);
	assert_int_equal(driver->script(db, str_c(engine->arena, sql)), OK);
	driver->close(db);
	struct store *store = NULL;
	str wrong;
	assert_int_equal(store_open(engine->arena, &settings, &store, &wrong), OK);
	return store;
}

static enum err add_everyone(struct db *db, void *data)
{
	static const struct statement everyone = {
		"test.everyone", "INSERT INTO core_audience_member (brand_id, member_id, audience_id) VALUES (7, 0, 1)",
		"INSERT INTO core_audience_member (brand_id, member_id, audience_id) VALUES (7, 0, 1)", 0, 0, true,
	};
	(void)data;
	return db_run(db, &everyone, NULL, NULL);
}

struct store *engine_words_store(struct engine *engine, int documents)
{
	struct store_settings settings = { .url = engine_url(engine), .unit_ms = 60000, .unit_statements = 20 * documents,
		.unit_changed = 100 * documents };
	struct store *store = NULL;
	str wrong;
	int ran;
	assert_int_equal(migrate_run(engine->arena, settings.url, migrations, &ran, &wrong), OK);
	assert_int_equal(store_open(engine->arena, &settings, &store, &wrong), OK);
	assert_int_equal(store_write(store, add_everyone, NULL), OK);
	return store;
}

int engines_run_sqlite(const char *name, const struct CMUnitTest *tests, size_t count)
{
	return _cmocka_run_group_tests(name, tests, count, sqlite_begin, engine_end);
}

int engines_run(const char *name, const struct CMUnitTest *tests, size_t count)
{
	int failed = engines_run_sqlite(name, tests, count);
	return failed + engines_run_postgres(name, tests, count);
}

int engines_run_postgres(const char *name, const struct CMUnitTest *tests, size_t count)
{
	int failed = 0;
	if (getenv("HEINZEL_TEST_POSTGRES"))
		return _cmocka_run_group_tests(name, tests, count, postgres_begin, engine_end);
	fprintf(stderr,
		"\n*** SKIPPED: %s on PostgreSQL. Run it by tools/with_postgres.sh. ***\n\n", name);
	return failed;
}
