/*
 * db_sqlite.c: the driver for SQLite (Debian's library, WAL, FULL).
 *
 * One connection writes and does all checkpoints; readers are opened read-only and
 * never checkpoint.  A statement is prepared once a connection.  Errors are told
 * apart here, once: a rule of the schema, too much, or broken.
 */
#include "store/db_sqlite.h"

#include "store/gather.h"

#include <fcntl.h>
#include <pthread.h>
#include <sys/file.h>
#include <unistd.h>

enum {
	GUARD_STEPS = 2000,	     /* virtual machine steps between two looks at the clock */
	JOURNAL_SPILL = 1024 * 1024, /* a savepoint's journal stays in memory up to this */
	BUSY_MS = 5000,
};

/* Between a unit's limit, where reads are interrupted, and where writes are too: that costs the batch. */
static const moment WRITE_GRACE = MILLISECONDS(20);

static const char *const SETTINGS_BOTH =
    "PRAGMA case_sensitive_like = ON; PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY;"
    "PRAGMA trusted_schema = OFF;";
static const char *const SETTINGS_WRITER =
    "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 0;"
    "PRAGMA journal_size_limit = 67108864; PRAGMA cache_size = -131072;"
    "PRAGMA secure_delete = ON;"; /* what was erased is zeros, on free pages, too */
/* Readers rely on the system's copy of the file, which they read, not map: after every commit of somebody else SQLite
 * lets go of a map, and finding its pages again cost more than reading them (docs/performance.md). */
static const char *const SETTINGS_READER =
    "PRAGMA query_only = ON; PRAGMA cache_size = -16384; PRAGMA mmap_size = 0;";

static const struct {
	int code;
	enum err err;
} meanings[] = {
	{ SQLITE_CONSTRAINT_UNIQUE, ERR_CONFLICT },
	{ SQLITE_CONSTRAINT_PRIMARYKEY, ERR_CONFLICT },
	{ SQLITE_CONSTRAINT_ROWID, ERR_CONFLICT },
	{ SQLITE_CONSTRAINT_CHECK, ERR_CONFLICT },
	{ SQLITE_CONSTRAINT_FOREIGNKEY, ERR_CONFLICT },
	{ SQLITE_INTERRUPT, ERR_LIMITED },
	{ SQLITE_FULL, ERR_LIMITED },
	{ SQLITE_IOERR_SHMSIZE, ERR_LIMITED },
	{ SQLITE_BUSY, ERR_LIMITED },
	{ SQLITE_BUSY_SNAPSHOT, ERR_LIMITED },
	{ SQLITE_BUSY_RECOVERY, ERR_LIMITED },
	{ SQLITE_BUSY_TIMEOUT, ERR_LIMITED },
};

static void configure(void)
{
	/* One connection is used by one thread at a time, so the library needs no lock inside it. */
	sqlite3_config(SQLITE_CONFIG_MULTITHREAD);
	sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
	sqlite3_config(SQLITE_CONFIG_STMTJRNL_SPILL, JOURNAL_SPILL);
}

void sqlite_prepare_library(void)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;
	pthread_once(&once, configure);
}

const char *sqlite_path(struct arena *arena, str url)
{
	return str_c(arena, str_starts(url, S("sqlite:")) ? str_skip(url, 7) : url);
}

const char *sqlite_file(struct arena *arena, str url)
{
	const char *path = sqlite_path(arena, url);
	sqlite_prepare_library();
	sqlite3_vfs *vfs = sqlite3_vfs_find(NULL);
	char *file = arena_bytes(arena, (size_t)vfs->mxPathname + 1);
	/* That there were links is said in the higher bits. */
	int code = vfs->xFullPathname(vfs, path, vfs->mxPathname + 1, file);
	return (code & 0xff) == SQLITE_OK ? file : path;
}

int sqlite_lock(struct arena *arena, str url)
{
	int fd = open(str_c(arena, str_format(arena, "%s.lock", sqlite_file(arena, url))),
		      O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	if (fd >= 0 && flock(fd, LOCK_EX | LOCK_NB) == 0)
		return fd;
	if (fd >= 0)
		close(fd);
	return -1;
}

/* Reads stop at the unit's limit, writes later: interrupting a write throws away everybody's units. */
static int guard(void *data)
{
	struct sqlite_db *db = data;
	return db->armed && db_is_late(&db->base, db->writing ? WRITE_GRACE : 0);
}

static int count_frames(void *data, sqlite3 *handle, const char *name, int frames)
{
	((struct sqlite_db *)data)->frames = frames;
	return SQLITE_OK;
}

static enum err meaning_of(int code)
{
	for (size_t i = 0; i < COUNT(meanings); i++) {
		if (meanings[i].code == code)
			return meanings[i].err;
	}
	return (code & 0xff) == SQLITE_FULL ? ERR_LIMITED : ERR_BROKEN;
}

static enum err failed(struct sqlite_db *db, const struct statement *statement, int code)
{
	enum err err = meaning_of(code);
	if (code == SQLITE_INTERRUPT)
		db->base.overran = db->base.late = true;
	/* The index of the log grows with it: no room for it is a full disk, too. */
	bool is_full = code == SQLITE_FULL || code == SQLITE_IOERR_SHMSIZE;
	if (is_full)
		db->base.full = true;
	else if ((code & 0xff) == SQLITE_IOERR || (code & 0xff) == SQLITE_CORRUPT)
		db->disk_failed = true;
	if (code == SQLITE_IOERR_FSYNC || code == SQLITE_IOERR_DIR_FSYNC)
		db->sync_failed = true;
	if (db->base.in_unit && sqlite3_get_autocommit(db->handle))
		db->base.lost = true;
	if (err == ERR_BROKEN)
		log_event(LOG_ERROR, "store.broken", "%s: %s (%d)",
			  statement ? statement->name : "script", sqlite3_errmsg(db->handle), code);
	return err;
}

/* Opening and closing. */

static void sqlite_close(struct db *base)
{
	struct sqlite_db *db = sqlite_of(base);
	for (sqlite3_stmt *held; (held = db_cache_take(base));)
		sqlite3_finalize(held);
	must(sqlite3_close(db->handle) == SQLITE_OK);
	memory_free(db);
}

static enum err set_up(struct sqlite_db *db)
{
	bool writes = db->base.role == DB_WRITER;
	sqlite3_extended_result_codes(db->handle, 1);
	sqlite3_busy_timeout(db->handle, BUSY_MS);
	int on = 1;
	if (!writes)
		sqlite3_db_config(db->handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, on, NULL);
	int code = sqlite3_exec(db->handle, SETTINGS_BOTH, NULL, NULL, NULL);
	if (code == SQLITE_OK)
		code = sqlite3_exec(db->handle, writes ? SETTINGS_WRITER : SETTINGS_READER, NULL,
				    NULL, NULL);
	if (code != SQLITE_OK)
		return failed(db, NULL, code);
	if (writes) {
		sqlite3_progress_handler(db->handle, GUARD_STEPS, guard, db);
		sqlite3_wal_hook(db->handle, count_frames, db);
	}
	return OK;
}

static enum err sqlite_open(str url, enum db_role role, struct db **db_out)
{
	sqlite_prepare_library();
	struct sqlite_db *db = memory_take(sizeof *db);
	*db = (struct sqlite_db){ .base = { .driver = &db_sqlite, .role = role } };
	int flags =
	    SQLITE_OPEN_NOMUTEX |
	    (role == DB_WRITER ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE : SQLITE_OPEN_READONLY);
	struct arena *arena = arena_open(1024);
	const char *way = role == DB_WRITER ? gather_name() : NULL;
	int code = sqlite3_open_v2(sqlite_path(arena, url), &db->handle, flags, way);
	arena_close(arena);
	enum err err = code == SQLITE_OK ? set_up(db) : failed(db, NULL, code);
	if (err) {
		sqlite_close(&db->base);
		return err;
	}
	*db_out = &db->base;
	return OK;
}

/* Statements. */

static int prepare(struct sqlite_db *db, const struct statement *statement,
		   sqlite3_stmt **prepared_out)
{
	void **place = db_cache_place(&db->base, statement);
	/* The same statement inside its own rows gets a second, short-lived one. */
	if (*place && !sqlite3_stmt_busy(*place)) {
		*prepared_out = *place;
		return SQLITE_OK;
	}
	unsigned flags = *place ? 0 : SQLITE_PREPARE_PERSISTENT;
	int code = sqlite3_prepare_v3(db->handle, statement->sqlite, -1, flags, prepared_out, NULL);
	if (code == SQLITE_OK && !*place)
		*place = *prepared_out;
	return code;
}

static int bind(sqlite3_stmt *prepared, int at, const struct value *value)
{
	/* A NULL pointer would bind NULL where "" is meant. */
	const char *text = value->text.at ? value->text.at : "";
	switch (value->type) {
	case VALUE_NULL:
		return sqlite3_bind_null(prepared, at);
	case VALUE_INTEGER:
		return sqlite3_bind_int64(prepared, at, value->integer);
	case VALUE_REAL:
		return sqlite3_bind_double(prepared, at, value->real);
	case VALUE_TEXT:
		return sqlite3_bind_text64(prepared, at, text, value->text.len, SQLITE_TRANSIENT,
					   SQLITE_UTF8);
	case VALUE_BLOB:
		return sqlite3_bind_blob64(prepared, at, text, value->text.len, SQLITE_TRANSIENT);
	}
	return SQLITE_MISUSE;
}

/* Ends the run; one that is not the cached one dies with it. */
static void put_back(struct rows *rows)
{
	struct sqlite_db *db = sqlite_of(rows->db);
	sqlite3_stmt *prepared = rows->driver;
	sqlite3_reset(prepared);
	rows->changed = rows->statement->writes ? sqlite3_changes64(db->handle) : 0;
	sqlite3_clear_bindings(prepared);
	if (*db_cache_place(rows->db, rows->statement) != prepared)
		sqlite3_finalize(prepared);
	rows->driver = NULL;
	db->open--;
}

#define OWN(word, text) \
	static const struct statement word = { "store." #word, text, "", 0, 0, WRITES_NOTHING }
OWN(snapshot_begin, "BEGIN");
OWN(snapshot_end, "ROLLBACK");

void sqlite_snapshot_begin(struct db *base)
{
	must(sqlite_of(base)->snapshot == SNAPSHOT_NONE);
	sqlite_of(base)->snapshot = SNAPSHOT_WANTED;
}

enum err sqlite_snapshot_end(struct db *base)
{
	bool is_open = sqlite_of(base)->snapshot == SNAPSHOT_OPEN;
	sqlite_of(base)->snapshot = SNAPSHOT_NONE;
	return is_open ? db_run(base, &snapshot_end, NULL, NULL) : OK;
}

static enum err open_snapshot(struct sqlite_db *db)
{
	if (db->snapshot != SNAPSHOT_WANTED)
		return OK;
	db->snapshot = SNAPSHOT_OPEN;
	return db_run(&db->base, &snapshot_begin, NULL, NULL);
}

static enum err sqlite_query(struct db *base, const struct statement *statement,
			     const struct value *params, struct rows *rows_out)
{
	struct sqlite_db *db = sqlite_of(base);
	sqlite3_stmt *prepared = NULL;
	enum err begun = open_snapshot(db);
	if (begun)
		return begun;
	int code = prepare(db, statement, &prepared);
	if (code != SQLITE_OK)
		return failed(db, statement, code);
	rows_out->driver = prepared;
	db->open++;
	for (int i = 0; i < statement->params && code == SQLITE_OK; i++)
		code = bind(prepared, i + 1, &params[i]);
	if (code == SQLITE_OK)
		return OK;
	enum err err = failed(db, statement, code);
	put_back(rows_out);
	return err;
}

static enum err sqlite_next(struct rows *rows, bool *more_out)
{
	struct sqlite_db *db = sqlite_of(rows->db);
	db->writing = rows->statement->writes;
	int code = sqlite3_step(rows->driver);
	if (code == SQLITE_ROW) {
		*more_out = true;
		return OK;
	}
	enum err err = code == SQLITE_DONE ? OK : failed(db, rows->statement, code);
	put_back(rows);
	return err;
}

static int64_t sqlite_integer(const struct rows *rows, int column)
{
	return sqlite3_column_int64(rows->driver, column);
}

static double sqlite_real(const struct rows *rows, int column)
{
	return sqlite3_column_double(rows->driver, column);
}

static str sqlite_text(const struct rows *rows, int column, struct arena *arena)
{
	const char *at = sqlite3_column_blob(rows->driver, column);
	str text = { at ? at : "", (size_t)sqlite3_column_bytes(rows->driver, column) };
	return str_keep(arena, text);
}

static bool sqlite_is_null(const struct rows *rows, int column)
{
	return sqlite3_column_type(rows->driver, column) == SQLITE_NULL;
}

static enum err sqlite_script(struct db *base, const char *sql)
{
	struct sqlite_db *db = sqlite_of(base);
	db->writing = true;
	int code = sqlite3_exec(db->handle, sql, NULL, NULL, NULL);
	return code == SQLITE_OK ? OK : failed(db, NULL, code);
}

static str sqlite_wrong(struct db *base, struct arena *arena)
{
	return str_keep(arena, str_from(sqlite3_errmsg(sqlite_of(base)->handle)));
}

const struct db_driver db_sqlite = {
	.name = "sqlite",
	.open = sqlite_open,
	.close = sqlite_close,
	.query = sqlite_query,
	.next = sqlite_next,
	.end = put_back,
	.integer = sqlite_integer,
	.real = sqlite_real,
	.text = sqlite_text,
	.is_null = sqlite_is_null,
	.script = sqlite_script,
	.wrong = sqlite_wrong,
};
