/* look.h: what an operator's check wants to know of a database; it only looks. */
#ifndef STORE_LOOK_H
#define STORE_LOOK_H
#include "base/base.h"

struct store_look {
	str engine;   /* "SQLite 3.40.1", "PostgreSQL 15.9" */
	bool is_old;  /* older than what we build on: SQLite 3.40, PostgreSQL 15 */
	str journal;  /* SQLite: "wal" once it was opened by us; "" elsewhere */
	bool is_open; /* SQLite: another process holds the lock */
	str file;     /* SQLite: where it is; "" elsewhere */
};

/* ERR_BROKEN when it cannot be reached.  An SQLite file that is not there yet has no journal. */
enum err store_look(struct arena *arena, str url, struct store_look *look_out);
#endif
