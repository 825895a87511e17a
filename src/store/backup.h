/* backup.h: an online copy of the whole database, and back.  SQLite: its backup API from a read-only
   connection, verified by integrity_check; PostgreSQL: pg_dump and pg_restore, without a shell.  Who may do what is not in it: whoever
   starts next gives the rights (wall_let_in). */
#ifndef STORE_BACKUP_H
#define STORE_BACKUP_H
#include "base/base.h"

/* On PostgreSQL by a role that row security does not hold: pg_dump refuses another (wall_sees_all).
   The file appears whole or not at all (a temporary name of its own, FILE.XXXXXX.part, sync, rename). */
enum err backup_write(struct arena *arena, str url, str file, str *wrong_out);
/* As the owner.  Refuses a database that holds anything, unless `replace`.  SQLite: whenever it dies, the old database or
   the new one is there, whole; ERR_CONFLICT too when somebody reads the old one and does not end. */
enum err backup_restore(struct arena *arena, str file, str url, bool replace, str *wrong_out);
#endif
