/*
 * dialect.h: one migration's text as each engine reads it.
 *
 * A line `-- sqlite:` or `-- postgres:` begins a part for that engine alone, read
 * as it stands; `-- both:` ends it.  Everything else is for both.  Also used while
 * building, by tools/sqlgen.
 */
#ifndef STORE_DIALECT_H
#define STORE_DIALECT_H
#include "base/str.h"

/* Lines keep their numbers. */
str dialect_sqlite(struct arena *arena, str sql);
/* Four type words are mapped, STRICT and WITHOUT ROWID dropped; text compares by bytes, as in SQLite. */
str dialect_postgres(struct arena *arena, str sql);
#endif
