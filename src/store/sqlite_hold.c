/*
 * sqlite_hold.c: what a process does to a database's files before SQLite opens them to write.
 *
 * A sync that failed leaves pages of the log in the system's memory which it calls written, and which are not on the
 * disk; the next life reads them and believes them.  What it then wrote behind them would end at the hole after a power
 * cut.  So the log is written anew as it is read, and synced, before anything is added to it (docs/decisions/0086).
 */
#include "store/db_sqlite.h"

#include <unistd.h>

enum { PIECE = 64 * 1024 }; /* SQLite's way to Unix takes less than 128 KB at once */

static int renew(sqlite3_file *log, char *piece)
{
	sqlite3_int64 size = 0;
	int code = log->pMethods->xFileSize(log, &size);
	for (sqlite3_int64 at = 0; code == SQLITE_OK && at < size; at += PIECE) {
		int count = size - at < PIECE ? (int)(size - at) : PIECE;
		code = log->pMethods->xRead(log, piece, count, at);
		if (code == SQLITE_OK)
			code = log->pMethods->xWrite(log, piece, count, at);
	}
	return code == SQLITE_OK ? log->pMethods->xSync(log, SQLITE_SYNC_NORMAL) : code;
}

/* By the way that SQLite itself takes to its files. */
static int log_renew(struct arena *arena, const char *path)
{
	sqlite3_vfs *vfs = sqlite3_vfs_find(NULL);
	sqlite3_filename names = sqlite3_create_filename(path, "", str_c(arena, str_format(arena, "%s-wal", path)), 0, NULL);
	must(names != NULL);
	const char *name = sqlite3_filename_wal(names);
	int is_there = 0, flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_WAL;
	int code = vfs->xAccess(vfs, name, SQLITE_ACCESS_EXISTS, &is_there);
	if (code == SQLITE_OK && is_there) {
		sqlite3_file *log = memory_take((size_t)vfs->szOsFile);
		char *piece = memory_take(PIECE);
		log->pMethods = NULL;
		code = vfs->xOpen(vfs, name, log, flags, NULL);
		if (code == SQLITE_OK)
			code = renew(log, piece);
		if (log->pMethods)
			log->pMethods->xClose(log);
		memory_free(piece);
		memory_free(log);
	}
	sqlite3_free_filename(names);
	return code;
}

enum err sqlite_hold(struct arena *arena, str url, int *lock_out, str *wrong_out)
{
	const char *path = sqlite_path(arena, url);
	int lock = sqlite_lock(arena, url);
	if (lock < 0) {
		*wrong_out = str_format(
		    arena, "%s is in use by another process, or its folder cannot be written. Stop the "
		    "other one, or give the folder to the user that runs this.", path);
		return ERR_CONFLICT;
	}
	int code = log_renew(arena, sqlite_file(arena, url));
	if (code != SQLITE_OK) {
		close(lock);
		*wrong_out = str_format(arena, "%s-wal, the log that an earlier run left, cannot be written anew: %s. See to the disk.",
					path, sqlite3_errstr(code));
		return ERR_BROKEN;
	}
	*lock_out = lock;
	return OK;
}
