/* db_driver.h: what a database driver fills in.  For store/ only. */
#ifndef STORE_DB_DRIVER_H
#define STORE_DB_DRIVER_H
#include "store/db.h"

enum db_role { DB_WRITER, DB_READER };

struct db_driver {
	const char *name;
	/* url: "sqlite:/path/file.db" or a libpq conninfo ("postgres://…").  A reader cannot write. */
	enum err (*open)(str url, enum db_role role, struct db **db_out);
	void (*close)(struct db *db);
	enum err (*query)(struct db *db, const struct statement *statement,
			  const struct value *params, struct rows *rows_out);
	/* The same for WRITES_AHEAD inside a unit, without waiting; NULL: there is nothing to wait for. */
	enum err (*ahead)(struct db *db, const struct statement *statement, const struct value *params);
	bool (*ask_ahead)(struct db *db, bool on); /* db_ask_ahead; NULL: the engine is not far away */
	/* At the end (no more, or an error) the driver sets rows->changed and clears rows->driver. */
	enum err (*next)(struct rows *rows, bool *more_out);
	void (*end)(struct rows *rows);
	int64_t (*integer)(const struct rows *rows, int column);
	double (*real)(const struct rows *rows, int column);
	str (*text)(const struct rows *rows, int column, struct arena *arena);
	bool (*is_null)(const struct rows *rows, int column);
	/* Several statements of our own making: migrations and transactions, never a visitor's text. */
	enum err (*script)(struct db *db, const char *sql);
	/* What was wrong with the latest call, for the operator. */
	str (*wrong)(struct db *db, struct arena *arena);
};

extern const struct db_driver db_sqlite, db_postgres;

/* What a unit may use up; 0 is without end. */
struct db_limits {
	moment time;
	moment patience; /* SQLite: time is what the unit computes itself; on a busy machine it may take this much longer */
	int statements;
	int64_t changed;
	moment statement; /* PostgreSQL: what one statement takes at most; 0 = 10 s */
};

struct db_cached { const struct statement *statement; void *handle; };

/* Every driver's connection begins with this. */
struct db {
	const struct db_driver *driver;
	enum db_role role;
	struct db_limits limits;
	bool in_unit; /* between begin and its end */
	bool replay; /* the last error asks for the unit to be run again (40001, 40P01, XX000 at commit) */
	bool gone;    /* PostgreSQL: the connection broke in this unit or snapshot */
	bool in_doubt; /* PostgreSQL: … under its COMMIT, and the unit runs again */
	bool lost;    /* SQLite threw the whole transaction away: the batch is lost */
	bool full;    /* the disk is full */
	bool overran; /* over a limit: the unit is refused whatever it says itself */
	bool late;    /* … and the limit was time */
	enum err spoiled; /* a statement failed: like PostgreSQL, SQLite runs no other in this unit */
	int statements; /* run in this unit */
	int64_t changed;	 /* rows in this unit */
	moment deadline;	 /* monotonic; 0 = none */
	moment began_at;	 /* of the thread's own time */
	int64_t brand, brand_told;  /* of this transaction; what the server knows: store/wall.h */
	bool as_house, many_brands; /* the next statement looks past brands; tests: a unit for scopes of several */
	struct db_cached *cache; /* open addressing, by the statement's address; db_cache_* only */
	size_t cache_room, cache_count;
};

const struct db_driver *db_driver_for(str url);
/* The place for a driver's prepared statement: *handle is NULL when it is new. */
void **db_cache_place(struct db *db, const struct statement *statement);
/* Takes one out (its order does not matter); NULL when empty.  For closing. */
void *db_cache_take(struct db *db);
/* Is the open unit over its time, with that much grace? */
bool db_is_late(const struct db *db, moment grace);

void db_brand_forget(struct db *db); /* a transaction begins: it is nobody's yet */
/* A unit begins and ends in this thread. */
void db_unit_begin(struct db *db);
void db_unit_end(struct db *db);
#endif
