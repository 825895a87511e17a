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

/* How many ids the forms of a statement with a list take; one more form takes all that it says. */
static const size_t id_widths[] = { 1, 4, 8, 24 };
enum { ID_FORMS = sizeof(id_widths) / sizeof(id_widths[0]) + 1 };

/* Ids from..from+room as parameters, each once; behind the last stands NULL, which finds nothing more.  Gives the
   narrowest form that holds them: each place in a list costs the engine time, filled or not. */
static inline size_t value_ids(struct value *at, struct ids ids, size_t from, size_t room)
{
	size_t count = 0, form = 0, end = ids.count - from < room ? ids.count : from + room;
	for (size_t i = from; i < end; i++) {
		size_t same = 0;
		while (same < count && at[same].integer != ids.at[i])
			same++;
		if (same == count)
			at[count++] = value_integer(ids.at[i]);
	}
	while (form < ID_FORMS - 1 && id_widths[form] < count)
		form++;
	size_t width = form < ID_FORMS - 1 ? id_widths[form] : room;
	for (; count < width && count < room; count++)
		at[count] = (struct value){ VALUE_NULL, { .integer = VALUE_INTEGER } };
	return form;
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
