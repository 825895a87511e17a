/*
 * whole.h: all rows of one table that a brand has, in pieces, in the order of its key, whatever the table.
 *
 * Made by tools/sqlgen from migrations/, as store/owned.h, with the same columns: those that are no text or number are not read.
 */
#ifndef STORE_WHOLE_H
#define STORE_WHOLE_H
#include "store/owned.h"

#define WHOLE_SOME 200 /* rows in one reading */

struct whole {
	const char *table;
	const struct declared_column *columns;
	size_t column_count, key_count;
	struct statement rows;
};
extern const struct whole whole_rows[]; /* all tables with a brand; ends with a NULL table */

void whole_begin(const struct whole *whole, struct owned_at *at_out);
/* Appends at most WHOLE_SOME rows as owned_read does, and moves `at` on.  Fewer: that was the end. */
enum err whole_read(struct db *db, const struct whole *whole, int64_t brand_id, struct owned_at *at, struct list *values);
#endif
