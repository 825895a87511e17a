/*
 * unit.h: an open database: readers, writers, and units of work.
 *
 * A unit is all or nothing and durable before anyone is answered.  On SQLite one
 * thread runs the units one after another, each in a SAVEPOINT, and one COMMIT
 * serves all that queued (docs/rules/group-commit.md); on PostgreSQL every writer
 * thread runs its own SERIALIZABLE transaction and replays it when asked to.
 * A unit's work may therefore run more than once: it has no effect outside.
 */
#ifndef STORE_UNIT_H
#define STORE_UNIT_H
#include "store/db.h"

struct store;

struct store_settings {
	str url;     /* "sqlite:/var/lib/heinzel/heinzel.db", "postgres://…" */
	int writers; /* threads; SQLite always takes 1; 0 = the driver's default */
	int readers; /* connections that read, at most; 0 = 64, PostgreSQL 16 */
	int queue;   /* units waiting at most; 0 = 4096; above that ERR_LIMITED */
	/* PostgreSQL: what a statement that reads may take, how long one waits for a connection, and after how long
	   an idle one is asked whether it is still there; 0 = 5 s, 2 s, 5 s. */
	int statement_ms, wait_ms, idle_ms;
	/* What one unit may use; 0 = 5 ms of its own (PostgreSQL 2 s on the wall), 64 statements, 200 changed rows.  Above that it is
	   undone and answered ERR_LIMITED; one that was only late gets a second try first. */
	int unit_ms, unit_statements, unit_changed;
	bool is_bulk; /* nobody is served and a crowd comes in: SQLite keeps much of the file in memory, and wipes no page that it frees */
};

enum err store_open(struct arena *arena, const struct store_settings *settings,
		    struct store **store_out, str *wrong_out);
void store_close(struct store *store); /* runs what is queued, then ends */
bool store_is_remote(
    const struct store *store); /* reads block on a network: not in an event loop */
str store_url(const struct store *store);

/* The work of a unit; its err decides: OK keeps, anything else undoes. */
typedef enum err unit_work(struct db *db, void *data);
/* Called once, after the unit is durable or refused, on a writer thread: be quick, never block. */
typedef void unit_answer(void *data, enum err err);

/* Queues a unit and returns at once.  ERR_LIMITED when the queue is full (nothing will be called).
   Its err may be ERR_AWAY (PostgreSQL is not there: nothing was kept) and ERR_UNSURE (the connection broke under COMMIT). */
enum err store_submit(struct store *store, unit_work *work, unit_answer *answer, void *data);
/* The same for a unit that finds out by itself whether it was done before (by its key, core/once.h): when the connection
   breaks it runs again, and db_is_in_doubt says so when that was under COMMIT: until that is settled it ends in OK or ERR_UNSURE. */
enum err store_submit_keyed(struct store *store, unit_work *work, unit_answer *answer, void *data);
/* Queues a unit and waits for its end.  Never from an event loop or from inside a unit. */
enum err store_write(struct store *store, unit_work *work, void *data);
/* Both for what nobody waits for (news, jobs): whoever waits goes first, yet it always gets a share. */
enum err store_submit_behind(struct store *store, unit_work *work, unit_answer *answer, void *data);
enum err store_write_behind(struct store *store, unit_work *work, void *data);

/* A read snapshot on a read-only connection that this thread has to itself.  ERR_AWAY: none was to be had in time. */
enum err store_read(struct store *store, unit_work *work, void *data);
/* The same in two calls, for the door.  Every begin needs its end. */
enum err store_read_begin(struct store *store, struct db **db_out);
void store_read_end(struct store *store, struct db *db);

/* Brings all that is committed into the database's file and empties the write-ahead log, so that no deleted row is left in it.
   Waits; ERR_LIMITED when a read still needs the log.  PostgreSQL has nothing to do. */
enum err store_truncate(struct store *store);

/* How long the unit that is next has waited for a writer. */
moment store_delay(struct store *store);
/* A unit found the disk full a moment ago: what is refused now is refused for that. */
bool store_is_full(const struct store *store);

struct store_figures {
	int queued;
	int64_t units, batches, replays, refused, lost, checkpoints, wal_frames;
	/* PostgreSQL's: connections that read (all, and in use), reads that got none in time, units that ran again
	   under their key and whose end nobody knows; and what the driver did. */
	int readers, reading;
	int64_t crowded_out, resumed, unsure, statements, round_trips, connects, losses, unasked;
};
void store_figures(const struct store *store, struct store_figures *figures_out);
#endif
