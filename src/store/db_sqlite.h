/* db_sqlite.h: what the group commit and the backup need of SQLite itself.  For store/ only. */
#ifndef STORE_DB_SQLITE_H
#define STORE_DB_SQLITE_H
#include "store/db_driver.h"

#include <sqlite3.h>

struct sqlite_db {
	struct db base;
	sqlite3 *handle;
	bool armed;   /* the guard may interrupt; never around BEGIN, COMMIT and checkpoints */
	bool writing; /* the statement that runs changes rows */
	int open;     /* statements that are not reset */
	enum { SNAPSHOT_NONE, SNAPSHOT_WANTED, SNAPSHOT_OPEN } snapshot; /* a reader's */
	int frames;   /* in the write-ahead log after the latest commit */
	bool disk_failed,
	    sync_failed; /* an I/O error; and one that was a sync: what is on the disk is unknown */
};

static inline struct sqlite_db *sqlite_of(struct db *db)
{
	return (struct sqlite_db *)db;
}

/* A snapshot opens with its first statement: one that asks nothing costs nothing. */
void sqlite_snapshot_begin(struct db *db);
enum err sqlite_snapshot_end(struct db *db);
/* The path behind "sqlite:", NUL-ended. */
const char *sqlite_path(struct arena *arena, str url);
/* The file itself, behind links, as SQLite names its log and index after it. */
const char *sqlite_file(struct arena *arena, str url);
/* Settings of the library, once a process, before the first connection. */
void sqlite_prepare_library(void);
/* Holds FILE.lock against other processes; the lock ends with the returned descriptor, -1 when it is taken. */
int sqlite_lock(struct arena *arena, str url);
/* Before this process writes: holds the lock, and makes durable what the log of an earlier life holds.  ERR_CONFLICT: taken;
   ERR_BROKEN: the disk does not take the log, and nothing may be added to it. */
enum err sqlite_hold(struct arena *arena, str url, int *lock_out, str *wrong_out);
#endif
