/* look.c: version, mode and lock of a database, without changing any of them. */
#include "store/look.h"

#include "store/db_sqlite.h"

#include <fcntl.h>
#include <libpq-fe.h>
#include <sys/file.h>
#include <unistd.h>

enum { SQLITE_LEAST = 3040000, POSTGRES_LEAST = 150000 };

/* The lock is tried and let go; its file is not made. */
static bool is_locked(struct arena *arena, const char *path)
{
	int fd = open(str_c(arena, str_format(arena, "%s.lock", path)), O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return false;
	bool locked = flock(fd, LOCK_EX | LOCK_NB) != 0;
	close(fd);
	return locked;
}

static enum err look_at_sqlite(struct arena *arena, str url, struct store_look *look)
{
	sqlite3 *db = NULL;
	sqlite3_stmt *mode = NULL;
	const char *path = sqlite_path(arena, url);
	look->engine = str_format(arena, "SQLite %s", sqlite3_libversion());
	look->is_old = sqlite3_libversion_number() < SQLITE_LEAST;
	look->file = str_from(path);
	look->journal = S("");
	look->is_open = is_locked(arena, sqlite_file(arena, url));
	if (access(path, F_OK) != 0)
		return OK;
	sqlite_prepare_library();
	bool good = sqlite3_open_v2(path, &db, SQLITE_OPEN_READONLY, NULL) == SQLITE_OK &&
		    sqlite3_prepare_v2(db, "PRAGMA journal_mode", -1, &mode, NULL) == SQLITE_OK &&
		    sqlite3_step(mode) == SQLITE_ROW;
	if (good)
		look->journal = str_keep(
		    arena, str_from((const char *)sqlite3_column_text(mode, 0))); /* ASCII */
	sqlite3_finalize(mode);
	sqlite3_close(db);
	return good ? OK : ERR_BROKEN;
}

static enum err look_at_postgres(struct arena *arena, str url, struct store_look *look)
{
	PGconn *connection = PQconnectdb(str_c(arena, url));
	bool good = PQstatus(connection) == CONNECTION_OK;
	int version = good ? PQserverVersion(connection) : 0;
	PQfinish(connection);
	look->engine = str_format(arena, "PostgreSQL %d.%d", version / 10000, version % 10000);
	look->is_old = version < POSTGRES_LEAST;
	return good ? OK : ERR_BROKEN;
}

enum err store_look(struct arena *arena, str url, struct store_look *look_out)
{
	struct store_look look = { .journal = S(""), .file = S("") };
	bool sqlite = db_driver_for(url) == &db_sqlite;
	enum err err = sqlite ? look_at_sqlite(arena, url, &look) : look_at_postgres(arena, url, &look);
	if (!err)
		*look_out = look;
	return err;
}
