/*
 * migrate.h: brings a database to the newest schema.
 *
 * Migrations are numbered, each runs in one transaction together with its row in
 * `schema_migration` (number, name, checksum, time); a stop in between leaves the
 * last whole one.  A changed checksum of one that ran is refused, and so is a database
 * that has newer ones than the list.  The texts are compiled in (migrations.gen.c),
 * written in SQLite's STRICT types; for PostgreSQL four type words are mapped and STRICT
 * is dropped.
 */
#ifndef STORE_MIGRATE_H
#define STORE_MIGRATE_H
#include "store/db.h"

/* An advisory lock of PostgreSQL that nobody else takes: who changes the schema or its rights holds it.  "Heinzel" in bytes. */
#define SCHEMA_LOCK "20351046418228588"

struct migration {
	int number;
	const char *name;
	const char *sql;
};
extern const struct migration migrations[]; /* ends with number 0 */

/* *ran_out: how many were new.  `url` as in store_settings. */
enum err migrate_run(struct arena *arena, str url, const struct migration *list, int *ran_out,
		     str *wrong_out);
/* The highest number that ran, 0 for an empty database. */
enum err migrate_version(struct arena *arena, str url, int *version_out);
/* The text as PostgreSQL reads it. */
str migrate_for_postgres(struct arena *arena, str sql);
#endif
