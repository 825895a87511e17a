/* backup.h: an online copy of the whole database, and back.  SQLite: its backup API from a read-only
   connection, verified by integrity_check; PostgreSQL: pg_dump and pg_restore, without a shell. */
#ifndef STORE_BACKUP_H
#define STORE_BACKUP_H
#include "base/base.h"

/* The file appears whole or not at all (temporary name, sync, rename). */
enum err backup_write(struct arena *arena, str url, str file, str *wrong_out);
/* Refuses a database that holds anything, unless `replace`. */
enum err backup_restore(struct arena *arena, str file, str url, bool replace, str *wrong_out);
#endif
