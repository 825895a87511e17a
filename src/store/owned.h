/*
 * owned.h: what the migrations declare of every column, and a member's rows read by it, whatever the table.
 *
 * Both tables are made by tools/sqlgen from migrations/ (docs/decisions/0034).  A row's columns are those of
 * its table without brand_id: the key's first, and without what is no text or number (those stand last).
 */
#ifndef STORE_OWNED_H
#define STORE_OWNED_H
#include "base/list.h"
#include "store/db.h"

#define OWNED_SOME 50    /* rows in one reading */
#define OWNED_KEYS_MAX 6

struct declared_column {
	const char *name;
	enum value_type type;
	const char *privacy, *retention; /* "personal", "with the member" */
};
struct declared_table { const char *name; const struct declared_column *columns; size_t count; };
extern const struct declared_table declared_tables[]; /* all with a brand; ends with a NULL name */

/* A table's rows by a column that can name a member. */
struct owned {
	const char *table, *column;
	const struct declared_column *columns;
	size_t column_count, key_count;
	struct statement rows;
	struct statement drop, blank; /* of one row, by its key; blank has no name where a row says nothing that goes */
};
extern const struct owned owned_rows[]; /* ends with a NULL table */

const struct owned *owned_find(str table, str column); /* NULL: there is none */

/* Where the next reading begins: behind the row of this key. */
struct owned_at { struct value keys[OWNED_KEYS_MAX]; };
void owned_begin(const struct owned *owned, struct owned_at *at_out);

struct owned_who { int64_t brand_id, member_id; };
/* Appends at most OWNED_SOME rows, `rows.columns` struct values each with texts in the list's arena, and moves `at` on.
   Fewer: that was the end. */
enum err owned_read(struct db *db, const struct owned *owned, const struct owned_who *who, struct owned_at *at,
		    struct list *values);

/* Within a unit: drops one row that was read, or empties all it says about somebody, but for what is declared "kept" and for
   whom it names.  `keys`: the row's first columns.  A row that is another's by now stays. */
enum err owned_drop(struct db *db, const struct owned *owned, const struct owned_who *who, const struct value *keys);
enum err owned_blank(struct db *db, const struct owned *owned, const struct owned_who *who, const struct value *keys);
/* Does blanking a row touch this column? */
bool owned_blanks(const struct owned *owned, const struct declared_column *column);
#endif
