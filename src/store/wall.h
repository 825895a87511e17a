/*
 * wall.h: the second wall between brands: row-level security of PostgreSQL (docs/decisions/0050).
 *
 * A statement names its brand; should one forget to, the server shows and changes only the rows of
 * the brand that the transaction was told (`app.brand`).  Without it: nothing.
 */
#ifndef STORE_WALL_H
#define STORE_WALL_H
#include "store/db_driver.h"

enum { BRAND_NONE = 0, BRAND_HOUSE = -1 }; /* told to the server when no brand is known, and for `-- house:` statements */

/* Tables with a brand_id that belong to the house: a brand is found by them. */
extern const struct house_table { const char *name, *reason; } house_tables[]; /* ends with NULL */

/* Around one migration, in its transaction: the owner sees every row, then no longer. */
enum err wall_lower(struct db *db);
enum err wall_raise_again(struct db *db);
/* Policies for every table with a brand_id, forced; what stands already is left alone.  In a transaction of its own;
   a role that owns nothing has nothing to build. */
enum err wall_build(struct db *db);
/* The owner gives the role that serves what it needs: to read and write rows, and to own nothing. */
enum err wall_let_in(struct arena *arena, str owner_url, str url, str *wrong_out);

/* For doctor: what is missing, empty when the wall stands. */
struct wall_look {
	str role;
	int64_t open_tables;	/* with a brand_id, without a forced policy */
	bool passes;		/* the role is a superuser or has BYPASSRLS */
	bool owns;		/* the role owns tables: it could take the wall down */
	bool search_is_slow;	/* `@@` may not use its index behind the wall */
};
/* Is what a role may read all that is there?  On SQLite everybody's is. */
bool wall_sees_all(struct arena *arena, str url);
enum err wall_look(struct arena *arena, str url, struct wall_look *look_out);
#endif
