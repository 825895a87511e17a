/*
 * migrate_kill_test.c: a house is brought to the newest schema while it is killed at every statement of the way.
 *
 * A house and its twin are made alike, with rows in every table.  The twin is migrated in peace; the house by a process
 * that dies by SIGKILL at its first statement, is begun anew and dies at its second, and so on: every statement that a
 * migration sends is once the one that is never reached.  A migration is one transaction, so what was reached before
 * the kill is done again, and the walk ends.  PostgreSQL gets a migration's text in one message: there, besides, the
 * server ends the connection at each statement within it.
 */
#include "store/store_testing.h"

#include "base/list.h"
#include "store/db_driver.h"
#include "store/dialect.h"
#include "store/migrate.h"

#include <libpq-fe.h>
#include <signal.h>
#include <sqlite3.h>
#include <sys/wait.h>
#include <unistd.h>

enum { MIGRATIONS_MAX = 200, PIECES_MAX = 400, ROWS = 3, STRIDE = 4 };

/* ── the statement at which this process dies ── */

static int kill_at; /* 0: never */
static int reached;

static void statement_comes(const char *sql)
{
	if (!kill_at || (!reached && strncmp(sql, "BEGIN", 5) != 0))
		return; /* opening changes nothing */
	if (++reached == kill_at)
		(void)kill(getpid(), SIGKILL);
}

static int on_trace(unsigned kind, void *data, void *statement, void *sql)
{
	if (strncmp(sql, "--", 2) != 0) /* what SQLite asks itself within a statement */
		statement_comes(sql);
	return 0;
}

static int on_open(sqlite3 *db, char **wrong, const void *api)
{
	return sqlite3_trace_v2(db, SQLITE_TRACE_STMT, on_trace, NULL);
}

/* The linker leads the driver's calls here. */
int __real_PQsendQuery(PGconn *connection, const char *sql);
int __real_PQsendPrepare(PGconn *connection, const char *name, const char *sql, int count, const Oid *types);
int __real_PQpipelineSync(PGconn *connection);
int __wrap_PQsendQuery(PGconn *connection, const char *sql);
int __wrap_PQsendPrepare(PGconn *connection, const char *name, const char *sql, int count, const Oid *types);
int __wrap_PQpipelineSync(PGconn *connection);

int __wrap_PQsendQuery(PGconn *connection, const char *sql)
{
	statement_comes(sql);
	return __real_PQsendQuery(connection, sql);
}

int __wrap_PQsendPrepare(PGconn *connection, const char *name, const char *sql, int count, const Oid *types)
{
	statement_comes(sql);
	return __real_PQsendPrepare(connection, name, sql, count, types);
}

int __wrap_PQpipelineSync(PGconn *connection)
{
	statement_comes("");
	return __real_PQpipelineSync(connection);
}

/* ── a house, its rows, and all that is in it as one text ── */

struct house {
	struct engine *engine;
	str url;
};

static struct db *house_open(const struct house *house)
{
	struct db *db;
	assert_int_equal(db_driver_for(house->url)->open(house->url, DB_WRITER, &db), OK);
	return db;
}

static void house_script(const struct house *house, struct text *sql)
{
	struct db *db = house_open(house);
	enum err err = db->driver->script(db, str_c(house->engine->arena, text_str(sql)));
	if (err)
		print_message("%.*s\n", STR_ARG(db->driver->wrong(db, house->engine->arena)));
	assert_int_equal(err, OK);
	db->driver->close(db);
}

static const char *const COLUMNS_SQLITE =
    "SELECT t.name, c.name, c.type FROM sqlite_schema t JOIN pragma_table_info(t.name) c WHERE t.type = 'table'"
    " AND t.name NOT LIKE 'sqlite_%' AND t.name NOT LIKE 'store_index%' AND t.name <> 'schema_migration' ORDER BY t.name, c.cid";
static const char *const COLUMNS_POSTGRES =
    "SELECT table_name::text, column_name::text, data_type::text FROM information_schema.columns"
    " WHERE table_schema = current_schema() AND is_generated = 'NEVER' AND table_name <> 'schema_migration'"
    " ORDER BY table_name, ordinal_position";

struct column { str table, name, type; };

static void columns_read(const struct house *house, struct arena *arena, struct list *columns)
{
	struct statement of = { "test.columns", COLUMNS_SQLITE, COLUMNS_POSTGRES, 0, 3, false };
	struct db *db = house_open(house);
	struct rows rows;
	bool more = true;
	list_open(columns, arena, sizeof(struct column));
	assert_int_equal(db_query(db, &of, NULL, &rows), OK);
	while (db_next(&rows, &more) == OK && more) {
		struct column *one = list_add(columns);
		*one = (struct column){ db_text(&rows, 0, arena), db_text(&rows, 1, arena), db_text(&rows, 2, arena) };
	}
	assert_false(more);
	db->driver->close(db);
}

/* Of row n everything is n, so that what refers to another row finds it; but a sanction becomes a decision of the same id. */
static void value_put(struct text *sql, bool postgres, const struct column *column, int n)
{
	str type = column->type;
	if (str_equal(column->table, S("moderation_decision")) && str_equal(column->name, S("id")))
		n += 1000;
	if (str_equal(type, S("INTEGER")) || str_equal(type, S("bigint")))
		text_format(sql, "%d", n);
	else if (str_equal(type, S("REAL")) || str_equal(type, S("double precision")))
		text_format(sql, "%d.25", n);
	else if (str_equal(type, S("BLOB")) || str_equal(type, S("bytea")))
		text_format(sql, postgres ? "'\\x%08x'" : "X'%08x'", (unsigned)n);
	else
		text_format(sql, "'w%d'", n);
}

static void house_fill(const struct house *house, int first, int count)
{
	struct arena *arena = arena_open(64 * 1024);
	struct list columns;
	columns_read(house, arena, &columns);
	struct text sql, names, values;
	text_open(&sql, arena, 64 * 1024);
	text_put(&sql, S("BEGIN;\n"));
	for (int n = first; n < first + count; n++) {
		for (size_t i = 0; i < columns.count;) {
			const struct column *head = list_at(&columns, i);
			text_open(&names, arena, 512);
			text_open(&values, arena, 512);
			for (; i < columns.count; i++) {
				const struct column *one = list_at(&columns, i);
				if (!str_equal(one->table, head->table))
					break;
				text_format(&names, "%s%.*s", text_str(&names).len ? ", " : "", STR_ARG(one->name));
				text_put(&values, text_str(&values).len ? S(", ") : S(""));
				value_put(&values, house->engine->postgres, one, n);
			}
			text_format(&sql, "INSERT INTO %.*s (%.*s) VALUES (%.*s) ON CONFLICT DO NOTHING;\n", STR_ARG(head->table),
				    STR_ARG(text_str(&names)), STR_ARG(text_str(&values)));
		}
	}
	text_put(&sql, S("COMMIT;\n"));
	house_script(house, &sql);
	arena_close(arena);
}

static const char *const SCHEMA_SQLITE =
    "SELECT type || ' ' || name || ' ' || coalesce(sql, '') FROM sqlite_schema"
    " UNION ALL SELECT 'plan ' || tbl || ' ' || idx || ' ' || stat FROM sqlite_stat1"
    " UNION ALL SELECT 'ran ' || number || ' ' || name || ' ' || checksum FROM schema_migration ORDER BY 1";
static const char *const SCHEMA_POSTGRES =
    "SELECT concat_ws(' ', 'column', table_name, ordinal_position, column_name, data_type, collation_name, is_nullable, column_default)"
    " FROM information_schema.columns WHERE table_schema = current_schema()"
    " UNION ALL SELECT 'index ' || indexdef FROM pg_indexes WHERE schemaname = current_schema()"
    " UNION ALL SELECT concat_ws(' ', 'rule', conrelid::regclass, conname, pg_get_constraintdef(oid)) FROM pg_constraint"
    " WHERE connamespace = current_schema()::regnamespace"
    " UNION ALL SELECT concat_ws(' ', 'wall', c.relname, c.relrowsecurity, c.relforcerowsecurity, p.polname, pg_get_expr(p.polqual, c.oid))"
    " FROM pg_class c LEFT JOIN pg_policy p ON p.polrelid = c.oid WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r'"
    " UNION ALL SELECT concat_ws(' ', 'ran', number, name, checksum) FROM schema_migration ORDER BY 1";

static size_t text_rows(struct db *db, struct arena *arena, const char *sql, struct text *out)
{
	struct statement *all = arena_take(arena, sizeof *all); /* a connection knows its statements by their address */
	struct rows rows;
	bool more = true;
	size_t count = 0;
	*all = (struct statement){ "test.all", sql, sql, 0, 1, false };
	assert_int_equal(db_query(db, all, NULL, &rows), OK);
	for (; db_next(&rows, &more) == OK && more; count++)
		text_format(out, "%.*s\n", STR_ARG(db_text(&rows, 0, arena)));
	assert_false(more);
	return count;
}

/* One SELECT over every row of every table. */
static str rows_sql(const struct house *house, struct arena *arena)
{
	struct list columns;
	struct text sql;
	columns_read(house, arena, &columns);
	text_open(&sql, arena, 16 * 1024);
	str table = S("");
	for (size_t i = 0; i < columns.count; i++) {
		const struct column *one = list_at(&columns, i);
		bool is_new = !str_equal(one->table, table);
		if (is_new)
			text_format(&sql, "%s%.*s%sSELECT '%.*s ' ||", i && !house->engine->postgres ? " FROM " : "",
				    i && !house->engine->postgres ? (int)table.len : 0, table.at, i ? " UNION ALL " : "", STR_ARG(one->table));
		if (house->engine->postgres && is_new)
			text_format(&sql, " t::text FROM %.*s t", STR_ARG(one->table));
		if (!house->engine->postgres)
			text_format(&sql, "%s quote(%.*s)", is_new ? "" : " || ',' ||", STR_ARG(one->name));
		table = one->table;
	}
	if (!house->engine->postgres)
		text_format(&sql, " FROM %.*s", STR_ARG(table));
	text_put(&sql, S(" ORDER BY 1"));
	return text_str(&sql);
}

static str house_whole(const struct house *house, struct arena *arena, size_t *rows_out)
{
	struct text out;
	str rows = rows_sql(house, arena);
	struct db *db = house_open(house);
	text_open(&out, arena, 256 * 1024);
	text_rows(db, arena, house->engine->postgres ? SCHEMA_POSTGRES : SCHEMA_SQLITE, &out);
	*rows_out = text_rows(db, arena, str_c(arena, rows), &out);
	if (!house->engine->postgres) {
		struct text sound;
		text_open(&sound, arena, 64);
		text_rows(db, arena, "SELECT * FROM pragma_integrity_check", &sound);
		assert_string_equal(str_c(arena, text_str(&sound)), "ok\n");
		assert_int_equal(text_rows(db, arena, "SELECT \"table\" FROM pragma_foreign_key_check", &sound), 0);
	}
	db->driver->close(db);
	return text_str(&out);
}

static size_t assert_twins(const struct house *house, const struct house *twin)
{
	struct arena *arena = arena_open(1024 * 1024);
	size_t rows, rows_of_twin;
	str one = house_whole(house, arena, &rows), other = house_whole(twin, arena, &rows_of_twin);
	while (!str_empty(one) || !str_empty(other)) {
		str line = str_cut(&one, '\n'), wanted = str_cut(&other, '\n');
		if (!str_equal(line, wanted))
			print_message("killed:  %.*s\nin peace: %.*s\n", STR_ARG(line), STR_ARG(wanted));
		assert_true(str_equal(line, wanted));
	}
	assert_int_equal(rows, rows_of_twin);
	arena_close(arena);
	return rows;
}

/* ── the walk ── */

static void migrate_in_peace(const struct house *house, const struct migration *list)
{
	int ran;
	str wrong = S("");
	enum err err = migrate_run(house->engine->arena, house->url, list, &ran, &wrong);
	if (err)
		print_message("%.*s\n", STR_ARG(wrong));
	assert_int_equal(err, OK);
}

/* True when it came to its end; else it died at its k-th statement. */
static bool migrate_and_die(const struct house *house, const struct migration *list, int k)
{
	pid_t child = fork();
	assert_true(child >= 0);
	if (!child) {
		int ran;
		str wrong = S("");
		if (!house->engine->postgres)
			sqlite3_auto_extension((void (*)(void))on_open);
		kill_at = k;
		enum err err = migrate_run(house->engine->arena, house->url, list, &ran, &wrong);
		if (err)
			print_message("%.*s\n", STR_ARG(wrong));
		_exit(err ? 1 : 0);
	}
	int status;
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFSIGNALED(status) ? WTERMSIG(status) == SIGKILL : WEXITSTATUS(status) == 0);
	return !WIFSIGNALED(status);
}

static int version_of(const struct house *house)
{
	int version = -1;
	assert_int_equal(migrate_version(house->engine->arena, house->url, &version), OK);
	return version;
}

static int migration_count(void)
{
	int count = 0;
	while (migrations[count].number)
		count++;
	return count;
}

/* How often it was killed, at every step-th statement.  Up to `until` is enough; with 0 it ends when a run comes to its end. */
static int walk(const struct house *house, const struct migration *list, int until, int step)
{
	int kills = 0, version = version_of(house);
	for (int k = 1; version != until && !migrate_and_die(house, list, k); k += step) {
		int now = version_of(house);
		kills++;
		if (now != version)
			k = 1; /* that one is whole; the next one's BEGIN was just not reached */
		if (now == migrations[migration_count() - 1].number)
			step = 1; /* what comes after the last one */
		version = now;
	}
	return kills;
}

/* The migrations up to the count-th. */
static const struct migration *first_of(struct arena *arena, int count)
{
	struct migration *list = arena_take(arena, sizeof *list * (size_t)(count + 1));
	memcpy(list, migrations, sizeof *list * (size_t)count);
	list[count] = (struct migration){ 0 };
	return list;
}

/* Where each statement of a text begins. */
static int pieces_of(str sql, size_t at[PIECES_MAX])
{
	int count = 0;
	bool begun = false;
	char quote = 0;
	for (size_t i = 0; i < sql.len; i++) {
		char c = sql.at[i];
		if (!quote && c == '-' && i + 1 < sql.len && sql.at[i + 1] == '-') {
			while (i < sql.len && sql.at[i] != '\n')
				i++;
			continue;
		}
		if (!begun && c > ' ') {
			assert_true(count < PIECES_MAX);
			at[count++] = i;
			begun = true;
		}
		if (quote ? c == quote : c == '\'' || c == '"')
			quote = quote ? 0 : c;
		begun = begun && (quote || c != ';');
	}
	return count;
}

/* PostgreSQL: the server ends it at each statement within the text. */
static int ended_by_the_server(const struct house *house, const struct migration *list, int last)
{
	size_t at[PIECES_MAX];
	struct arena *arena = arena_open(256 * 1024);
	str sql = dialect_postgres(arena, str_from(list[last].sql));
	int count = pieces_of(sql, at), ran, before = version_of(house);
	struct migration *cut = arena_take(arena, sizeof *cut * (size_t)(last + 2));
	memcpy(cut, list, sizeof *cut * (size_t)(last + 2));
	log_set(LOG_ERROR + 1, 2);
	for (int i = 0; i < count; i++) {
		str wrong = S("");
		/* Already PostgreSQL's words: its own part is taken as it is. */
		cut[last].sql = str_c(arena, str_format(arena, "-- postgres:\n%.*sSELECT pg_terminate_backend(pg_backend_pid());\n%.*s", (int)at[i],
							sql.at, (int)(sql.len - at[i]), sql.at + at[i]));
		assert_int_not_equal(migrate_run(arena, house->url, cut, &ran, &wrong), OK);
		assert_int_equal(version_of(house), before);
	}
	log_set(LOG_INFO, 2);
	arena_close(arena);
	return count;
}

static struct house house_new(struct engine *engine)
{
	return (struct house){ engine, engine_url(engine) };
}

/* ── the tests ── */

static void killed_at_every_statement_every_migration_is_whole_or_not_there(void **state)
{
	struct engine *engine = *state;
	struct house house = house_new(engine), twin = house_new(engine);
	int kills = 0, count = migration_count();
	size_t rows = 0;
	for (int i = 0; i < count; i++) {
		const struct migration *list = first_of(engine->arena, i + 1);
		if (engine->postgres && i)
			kills += ended_by_the_server(&house, list, i);
		kills += walk(&house, list, list[i].number, 1);
		migrate_in_peace(&house, list);
		migrate_in_peace(&twin, list);
		rows = assert_twins(&house, &twin);
		house_fill(&house, i + 1, 1);
		house_fill(&twin, i + 1, 1);
	}
	print_message("  %d migrations, killed %d times, %zu rows in the end\n", count, kills, rows);
	assert_int_equal(version_of(&house), migrations[count - 1].number);
	assert_true(kills > 3 * count && rows > (size_t)count);
}

static void an_old_house_comes_to_the_newest_schema_however_often_it_is_killed(void **state)
{
	struct engine *engine = *state;
	int count = migration_count(), kills = 0;
	const int starts[] = { 1, count / 3, 2 * count / 3, count - 1 };
	for (size_t i = 0; i < COUNT(starts); i++) {
		struct house house = house_new(engine), twin = house_new(engine);
		const struct house *const both[] = { &house, &twin };
		for (size_t j = 0; j < COUNT(both); j++) {
			migrate_in_peace(both[j], first_of(engine->arena, starts[i]));
			house_fill(both[j], 1, ROWS);
		}
		kills += walk(&house, migrations, 0, STRIDE);
		migrate_in_peace(&twin, migrations);
		assert_int_equal(version_of(&house), migrations[count - 1].number);
		assert_true(assert_twins(&house, &twin) >= ROWS);
		int ran = -1;
		str wrong;
		assert_int_equal(migrate_run(engine->arena, house.url, migrations, &ran, &wrong), OK);
		assert_int_equal(ran, 0);
	}
	print_message("  %zu houses, killed %d times\n", COUNT(starts), kills);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(killed_at_every_statement_every_migration_is_whole_or_not_there),
		cmocka_unit_test(an_old_house_comes_to_the_newest_schema_however_often_it_is_killed),
	};
	return engines_run("migrate_kill", tests, COUNT(tests));
}
