/* db_postgres.h: what units, readers and their pool need of PostgreSQL itself.  For store/ only. */
#ifndef STORE_DB_POSTGRES_H
#define STORE_DB_POSTGRES_H
#include "store/db_driver.h"

enum transaction { TRANSACTION_UNIT, TRANSACTION_SNAPSHOT };

/* A transaction begins with its first statement, in the same message: until then nothing is sent. */
void postgres_begin(struct db *db, enum transaction kind);
/* Waits for the server's word.  ERR_UNSURE: the connection broke before that came. */
enum err postgres_commit(struct db *db);
/* Sent, not waited for: what the server says is read by whoever is next; but what it still owes the transaction is read first. */
void postgres_rollback(struct db *db);
/* Is it usable?  Looks at the socket; asks the server when it was not heard of for so long. */
bool postgres_is_well(struct db *db, moment unheard);
bool postgres_is_gone(const struct db *db);

/* Of all connections of this process, since it began. */
struct postgres_figures {
	int64_t statements, round_trips, connects, losses;
	int64_t unasked; /* sent ahead, and nobody took the answer */
};
void postgres_figures(struct postgres_figures *figures_out);
#endif
