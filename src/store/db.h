/*
 * db.h: one connection to a database, and the statements that run on it.
 *
 * Two drivers (db_sqlite.c, db_postgres.c) fill the same interface and pass the
 * same test (db_test.c).  Statements are constants made by tools/sqlgen from the
 * slices' .sql files: nothing above ever writes SQL in C.
 */
#ifndef STORE_DB_H
#define STORE_DB_H
#include "store/value.h"

/* Made by sqlgen, one constant a statement.  Parameters are numbered in both texts; `ids` counts
   lists (`IN (:ids[64])`), which are expanded to 64 parameters each, filled up with the last id;
   sqlgen makes narrower forms of the same statement beside it (store/db_column.h). */
enum writes {
	WRITES_NOTHING,
	WRITES_ROWS,
	/* Adds one row, and its caller looks at nothing: where the engine is far away it need not be waited for.
	   What goes wrong is told by the unit's next statement, or by its end. */
	WRITES_AHEAD,
};

struct statement {
	const char *name;   /* "community.thread_load": log, metrics, PostgreSQL's prepared name */
	const char *sqlite; /* ?1 ?2 … */
	const char *postgres; /* $1 $2 … */
	int params, columns;
	enum writes writes;
};

struct db;

/* The rows of a running statement; lives on the stack. */
struct rows {
	struct db *db;
	const struct statement *statement;
	void *driver;	   /* the driver's handle */
	int64_t at, count; /* PostgreSQL: which of the buffered rows */
	int64_t changed;   /* rows that the statement changed; known when it has ended */
};

/* Starts a statement.  ERR_CONFLICT: a unique, check or foreign key; ERR_LIMITED: over a unit's time or
   statements, or the database is busy or full; ERR_AWAY: its server is gone; ERR_BROKEN: anything else.  After an error nothing to end; inside a unit
   every later statement fails alike and the unit is undone: look before you insert, or ON CONFLICT. */
enum err db_query(struct db *db, const struct statement *statement, const struct value *params,
		  struct rows *rows_out);
/* *more_out says whether there is a row; after false, or an error, the rows are ended. */
enum err db_next(struct rows *rows, bool *more_out);
void db_end(struct rows *rows); /* ends early; harmless when ended */
/* Runs to its end, any rows are dropped; *changed_out may be NULL. */
enum err db_run(struct db *db, const struct statement *statement, const struct value *params,
		int64_t *changed_out);

/* The first column of the first row; *number_out stays as it is where there is none. */
enum err db_number(struct db *db, const struct statement *statement, const struct value *params, int64_t *number_out);

/* Columns of the current row.  NULL reads as 0, 0.0, "".  Text is copied into the arena. */
int64_t db_integer(const struct rows *rows, int column);
double db_real(const struct rows *rows, int column);
str db_text(const struct rows *rows, int column, struct arena *arena);
bool db_is_null(const struct rows *rows, int column);

bool db_is_sqlite(const struct db *db);

/* In a snapshot, where the engine is far away: questions between on and off are only sent, and answered by no rows.  Who
   asks the same afterwards is given its answer, which travelled with all the others.  False: nothing of it, or on already. */
bool db_ask_ahead(struct db *db, bool on);

/* This unit ran before, and the connection broke before anybody heard whether that was kept. */
bool db_is_in_doubt(const struct db *db);
void db_doubt_ends(struct db *db); /* it is known now that it was not, and never will be */
/* Whose statements follow.  A unit or a snapshot is one brand's: a second one is a programmer's slip, told in the log.
   PostgreSQL is told (store/wall.h). */
void db_for_brand(struct db *db, int64_t brand_id);
/* Those of the house (`-- house: reason`) on tables with a brand_id, until db_for_brand is called again. */
void db_for_house(struct db *db);

/* True when no unit is open in this thread: slow work begins with must(db_is_outside_unit()). */
bool db_is_outside_unit(void);
#endif
