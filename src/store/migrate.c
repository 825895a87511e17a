/*
 * migrate.c: runs what has not run yet, in order, each whole or not at all.
 *
 * The checksum is of the text as it was written, so that one history serves both
 * engines, and a migration that was changed after it ran is found.
 */
#include "store/migrate.h"

#include "store/db_sqlite.h"
#include "store/dialect.h"
#include "store/plans.h"
#include "store/wall.h"

#include <unistd.h>

static const char *const TABLE = "CREATE TABLE IF NOT EXISTS schema_migration (number BIGINT NOT "
				 "NULL PRIMARY KEY, name TEXT NOT NULL,"
				 " checksum TEXT NOT NULL, at BIGINT NOT NULL)";

static const struct statement all = {
	"store.migrations",
	"SELECT number, name, checksum FROM schema_migration ORDER BY number",
	"SELECT number, name, checksum FROM schema_migration ORDER BY number",
	0,
	3,
	WRITES_NOTHING,
};
static const struct statement add = {
	"store.migration_add",
	"INSERT INTO schema_migration (number, name, checksum, at) VALUES (?1, ?2, ?3, ?4)",
	"INSERT INTO schema_migration (number, name, checksum, at) VALUES ($1, $2, $3, $4)",
	4,
	0,
	true,
};

struct done {
	int64_t number;
	str name, checksum;
};

struct run {
	struct arena *arena;
	struct db *db;
	const struct migration *list;
	int ran;
	str *wrong_out;
};

str migrate_for_postgres(struct arena *arena, str sql)
{
	return dialect_postgres(arena, sql);
}

static str checksum(struct arena *arena, const struct migration *migration)
{
	return str_format(arena, "%016llx", (unsigned long long)str_hash(str_from(migration->sql)));
}

static enum err done_read(struct run *run, struct list *done)
{
	list_open(done, run->arena, sizeof(struct done));
	struct rows rows;
	bool more = true;
	enum err err = db_query(run->db, &all, NULL, &rows);
	while (!err && (err = db_next(&rows, &more)) == OK && more) {
		struct done *one = list_add(done);
		*one = (struct done){ db_integer(&rows, 0), db_text(&rows, 1, run->arena),
				      db_text(&rows, 2, run->arena) };
	}
	return err;
}

static const struct done *done_find(const struct list *done, int number)
{
	for (size_t i = 0; i < done->count; i++) {
		const struct done *one = list_at(done, i);
		if (one->number == number)
			return one;
	}
	return NULL;
}

static enum err row_add(struct run *run, const struct migration *migration)
{
	const struct value params[] = {
		VALUE(migration->number),
		VALUE(str_from(migration->name)),
		VALUE(checksum(run->arena, migration)),
		VALUE(moment_now()),
	};
	return db_run(run->db, &add, params, NULL);
}

static enum err run_one(struct run *run, const struct migration *migration)
{
	str sql = str_from(migration->sql);
	bool sqlite = db_is_sqlite(run->db);
	sql = sqlite ? dialect_sqlite(run->arena, sql) : dialect_postgres(run->arena, sql);
	enum err err = run->db->driver->script(run->db, sqlite ? "BEGIN IMMEDIATE" : "BEGIN");
	if (!err)
		err = wall_lower(run->db);
	if (!err)
		err = run->db->driver->script(run->db, str_c(run->arena, sql));
	if (!err)
		err = wall_raise_again(run->db);
	if (!err)
		err = row_add(run, migration);
	if (!err)
		err = run->db->driver->script(run->db, "COMMIT");
	if (!err)
		return OK;
	*run->wrong_out = str_format(run->arena, "Migration %04d %s failed and was undone: %.*s",
				     migration->number, migration->name,
				     STR_ARG(run->db->driver->wrong(run->db, run->arena)));
	/* What matters has been said; SQLite may have rolled back by itself. */
	enum err undone = run->db->driver->script(run->db, "ROLLBACK");
	(void)undone;
	return err;
}

static enum err is_there(struct run *run, bool *there_out)
{
	static const struct statement count = {
		"store.migration_table",
		"SELECT COUNT(*) FROM sqlite_schema WHERE name = 'schema_migration'",
		"SELECT COUNT(*) FROM pg_tables WHERE tablename = 'schema_migration'"
		" AND schemaname = current_schema()",
		0,
		1,
		WRITES_NOTHING,
	};
	int64_t found = 0;
	enum err err = db_number(run->db, &count, NULL, &found);
	*there_out = found > 0;
	return err;
}

/* What an older program writes into a newer schema, the newer one may not understand. */
static enum err refuse_newer(struct run *run, const struct list *done)
{
	int known = 0;
	for (const struct migration *one = run->list; one->number; one++)
		known = one->number;
	const struct done *last = done->count ? list_at(done, done->count - 1) : NULL;
	if (!last || last->number <= known)
		return OK;
	*run->wrong_out = str_format(run->arena,
				     "The database is newer than this program: it has migration %04d %.*s, and this knows %04d. "
				     "Install the newer program, or restore the backup made before it.",
				     (int)last->number, STR_ARG(last->name), known);
	return ERR_CONFLICT;
}

static enum err run_list(struct run *run)
{
	struct list done;
	bool there;
	enum err err = is_there(run, &there);
	/* A role that only serves may not make tables, nor need it. */
	if (!err && !there)
		err = run->db->driver->script(run->db, TABLE);
	if (!err)
		err = done_read(run, &done);
	if (!err)
		err = refuse_newer(run, &done);
	for (const struct migration *one = run->list; !err && one->number; one++) {
		const struct done *before = done_find(&done, one->number);
		if (!before) {
			err = run_one(run, one);
			run->ran += err ? 0 : 1;
		} else if (!str_equal(before->checksum, checksum(run->arena, one))) {
			*run->wrong_out = str_format(run->arena,
						     "Migration %04d %s was changed after it ran. "
						     "Restore its text, and write a new one.",
						     one->number, one->name);
			err = ERR_CONFLICT;
		}
	}
	return err ? err : wall_build(run->db);
}

static const struct statement has_plans = {
	"store.has_plans", "SELECT COUNT(*) FROM sqlite_schema WHERE name = 'sqlite_stat1'", NULL, 0, 1, false,
};
static const struct statement plans_missing = { "store.plans_missing", STORE_PLANS_MISSING, NULL, 0, 1, false };

/* New tables are planned for; and those of a house that is older than this, or was killed before it came here. */
static enum err keep_plans(struct run *run)
{
	int64_t has, missing = 0;
	enum err err = db_number(run->db, &has_plans, NULL, &has);
	if (!err && has)
		err = db_number(run->db, &plans_missing, NULL, &missing);
	if (err || (has && !missing && !run->ran))
		return err;
	err = run->db->driver->script(run->db, "BEGIN IMMEDIATE;" STORE_PLANS "COMMIT;");
	if (err && run->db->driver->script(run->db, "ROLLBACK"))
		log_event(LOG_ERROR, "store.plans", "What was begun could not be undone.");
	return err;
}

/* PostgreSQL: whoever starts at the same time waits here, then finds everything done. */
static enum err run_locked(struct run *run)
{
	if (db_is_sqlite(run->db)) {
		enum err done = run_list(run);
		return done ? done : keep_plans(run);
	}
	enum err err = run->db->driver->script(
	    run->db, "SET statement_timeout = 0; SET lock_timeout = 0; SELECT pg_advisory_lock(" SCHEMA_LOCK ");"
		     " SET lock_timeout = '10s'"); /* behind a lock that is waited for, everybody else waits, too */
	return err ? err : run_list(run); /* the lock ends with the connection */
}

static enum err run_open(struct run *run, str url)
{
	enum err err = db_driver_for(url)->open(url, DB_WRITER, &run->db);
	if (err) {
		/* A PostgreSQL address may hold a password. */
		str name = db_driver_for(url) == &db_sqlite ? url : S("(PostgreSQL)");
		*run->wrong_out =
		    str_format(run->arena, "The database %.*s cannot be opened.", STR_ARG(name));
		return err;
	}
	err = run_locked(run);
	if (err && str_empty(*run->wrong_out))
		*run->wrong_out = run->db->driver->wrong(run->db, run->arena);
	run->db->driver->close(run->db);
	return err;
}

enum err migrate_run(struct arena *arena, str url, const struct migration *list, int *ran_out,
		     str *wrong_out)
{
	struct run run = { .arena = arena, .list = list, .wrong_out = wrong_out };
	*wrong_out = S("");
	bool sqlite = db_driver_for(url) == &db_sqlite;
	int lock = -1;
	enum err err = sqlite ? sqlite_hold(arena, url, &lock, wrong_out) : OK;
	if (err)
		return err;
	err = run_open(&run, url);
	if (lock >= 0)
		close(lock);
	if (!err)
		*ran_out = run.ran;
	return err;
}

static enum err version_read(struct run *run, int *version_out)
{
	struct list done;
	bool there;
	enum err err = is_there(run, &there);
	if (!err && there)
		err = done_read(run, &done);
	if (err)
		return err;
	const struct done *last = there && done.count ? list_at(&done, done.count - 1) : NULL;
	*version_out = last ? (int)last->number : 0;
	return OK;
}

enum err migrate_version(struct arena *arena, str url, int *version_out)
{
	struct run run = { .arena = arena };
	bool sqlite = db_driver_for(url) == &db_sqlite;
	if (sqlite && access(sqlite_path(arena, url), F_OK) != 0) {
		*version_out = 0;
		return OK;
	}
	enum err err = db_driver_for(url)->open(url, DB_READER, &run.db);
	if (err)
		return err;
	err = version_read(&run, version_out);
	run.db->driver->close(run.db);
	return err;
}
