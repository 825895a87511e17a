/* db_driver.h: what a database driver fills in.  For store/ only. */
#ifndef STORE_DB_DRIVER_H
#define STORE_DB_DRIVER_H
#include "store/db.h"

enum db_role { DB_WRITER, DB_READER };

struct db_driver {
	const char *name;
	/* url: "sqlite:/path/file.db" or a libpq conninfo ("postgres://…"). */
	enum err (*open)(str url, enum db_role role, struct db **db_out);
	void (*close)(struct db *db);
	enum err (*query)(struct db *db, const struct statement *statement, const struct value *params,
	                  struct rows *rows_out);
	enum err (*next)(struct rows *rows, bool *more_out);
	void (*end)(struct rows *rows);
	int64_t (*integer)(const struct rows *rows, int column);
	double (*real)(const struct rows *rows, int column);
	str (*text)(const struct rows *rows, int column, struct arena *arena);
	bool (*is_null)(const struct rows *rows, int column);
	int64_t (*changed)(const struct rows *rows);
	/* Statements of our own making: BEGIN, SAVEPOINT, migrations.  Several, split by ';' at line ends. */
	enum err (*script)(struct db *db, const char *sql);
};

extern const struct db_driver db_sqlite, db_postgres;

/* Every driver's connection begins with this. */
struct db {
	const struct db_driver *driver;
	enum db_role role;
	bool in_unit;        /* between begin and its end */
	bool replay;         /* the last error asks for the unit to be run again (40001, 40P01, XX000 at commit) */
	bool lost;           /* SQLite threw the whole transaction away: the batch is lost */
	int statements;      /* run in this unit */
	moment deadline;     /* monotonic; 0 = none */
	bool overran;
};

const struct db_driver *db_driver_for(str url);
#endif
