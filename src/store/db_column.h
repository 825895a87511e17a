/*
 * db_column.h: what generated code reads a column with: the reader is chosen by the
 * type of the member that takes it, so a record's type is written down once.
 */
#ifndef STORE_DB_COLUMN_H
#define STORE_DB_COLUMN_H
#include "store/db.h"

static inline int64_t column_integer(const struct rows *rows, int column, struct arena *arena)
{
	return db_integer(rows, column);
}
/* The casts are what the member can hold; the rows were written from the same types. */
static inline int column_int(const struct rows *rows, int column, struct arena *arena)
{
	return (int)db_integer(rows, column);
}
static inline unsigned column_unsigned(const struct rows *rows, int column, struct arena *arena)
{
	return (unsigned)db_integer(rows, column);
}
static inline uint64_t column_size(const struct rows *rows, int column, struct arena *arena)
{
	return (uint64_t)db_integer(rows, column);
}
static inline bool column_bool(const struct rows *rows, int column, struct arena *arena)
{
	return db_integer(rows, column) != 0;
}
static inline double column_real(const struct rows *rows, int column, struct arena *arena)
{
	return db_real(rows, column);
}
static inline str column_text(const struct rows *rows, int column, struct arena *arena)
{
	return db_text(rows, column, arena);
}

/* Ids from..from+room as parameters; behind the last it is repeated, which finds nothing more. */
static inline void value_ids(struct value *at, struct ids ids, size_t from, size_t room)
{
	for (size_t i = 0; i < room; i++)
		at[i] = value_integer(ids.at[from + i < ids.count ? from + i : ids.count - 1]);
}

/* An enum is an int or an unsigned to _Generic.  A type that is not named here does not compile. */
#define COLUMN(member, rows, column, arena) \
	_Generic((member), str \
		 : column_text, double \
		 : column_real, bool \
		 : column_bool, int \
		 : column_int, unsigned \
		 : column_unsigned, int64_t \
		 : column_integer, uint64_t \
		 : column_size)(rows, column, arena)
#endif
