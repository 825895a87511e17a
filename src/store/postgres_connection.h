/*
 * postgres_connection.h: one connection to PostgreSQL, always in pipeline mode: what is sent is noted,
 * and answers are read together, up to a deadline.  A connection that fails or is late is thrown away.
 * For store/ only.
 */
#ifndef STORE_POSTGRES_CONNECTION_H
#define STORE_POSTGRES_CONNECTION_H
#include "store/db_driver.h"
#include "store/db_postgres.h"
#include "store/postgres_ahead.h"

#include <libpq-fe.h>

/* What was sent and is not answered yet, in its order. */
enum awaited_kind {
	AWAITED_QUIETLY, /* must succeed; nothing to read */
	AWAITED_PREPARE,
	AWAITED_WRITE, /* an insert nobody waited for */
	AWAITED_ROWS,  /* somebody waits for its rows */
	AWAITED_AHEAD, /* somebody will ask for its rows */
	AWAITED_COMMIT,
	AWAITED_SYNC, /* ends a group: after an error the rest of it is left out */
};

struct awaited {
	enum awaited_kind kind;
	const struct statement *statement; /* NULL for a sync */
};

enum { AWAITED_MAX = 256, WRONG_MAX = 500 };

/* The server ends sessions of nodes that went without a word after half a minute at most, not after hours: with them go
   their places and locks.  On Unix sockets it means nothing. */
#define LOOK_FOR_THE_DEAD \
	"SET tcp_keepalives_idle = 10; SET tcp_keepalives_interval = 5; SET tcp_keepalives_count = 3; SET tcp_user_timeout = 15000"

struct postgres_db {
	struct db base;
	PGconn *connection; /* NULL: lost; the next transaction opens another */
	struct arena *arena; /* parameters on their way; cleared by each statement */
	struct ahead *ahead; /* asked before anybody waits */
	bool asks_ahead;     /* whatever is asked is only sent */
	intptr_t prepared;   /* how many, and the number of the latest */
	char *address;
	const struct statement *begins; /* the transaction's first statement; NULL outside */
	bool has_begun;	     /* … and it was sent */
	bool has_answered;   /* … and rows of it were given */
	moment patience;     /* the server's statement_timeout, as this connection last heard it */
	moment used_at;      /* monotonic: when the server was last heard of */
	int awaited_count;
	struct awaited awaited[AWAITED_MAX];
	char wrong[WRONG_MAX];
};

static inline struct postgres_db *postgres_of(struct db *db)
{
	return (struct postgres_db *)db;
}

/* Opens it, at most so long; ERR_AWAY when there is no server to be had. */
enum err postgres_connect(struct postgres_db *db);
/* Ends it at once; whoever used it learns of it by base.gone. */
void postgres_lose(struct postgres_db *db, const char *why);
/* Notes what was just sent; `sent` is libpq's own answer. */
enum err postgres_note(struct postgres_db *db, enum awaited_kind kind, const struct statement *statement,
		       int sent);
/* What was asked ahead in this transaction is over. */
void postgres_drop_ahead(struct postgres_db *db);
/* Ends a group and sends all of it. */
enum err postgres_sync(struct postgres_db *db);
/* Reads all that is awaited, as long as it goes on: each statement may take so long (and a second; the server gives up before
   that).  The first error counts.  *rows_out: the rows that somebody waited for, or NULL. */
enum err postgres_settle(struct postgres_db *db, moment each, PGresult **rows_out);
/* Several statements in one text, outside the pipeline; deadline 0: without end. */
enum err postgres_execute(struct postgres_db *db, const char *sql, moment deadline);
#endif
