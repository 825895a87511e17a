/*
 * unit_postgres.c: a writer thread on PostgreSQL: each unit is a SERIALIZABLE
 * transaction of its own, run again when the server asks for it.
 */
#include "store/unit_inside.h"

#include "base/random.h"

#include <time.h>

enum { REPLAYS_MAX = 5, JITTER_MS = 4 };

/* Longer each time and never the same, so that two that met do not meet again. */
static void wait_a_little(int replay)
{
	uint64_t most = (uint64_t)JITTER_MS << replay;
	long microseconds = (long)random_below(most * 1000);
	struct timespec time = { 0, microseconds * 1000 };
	nanosleep(&time, NULL);
}

static enum err run_once(struct db *db, struct job *job)
{
	enum err err =
	    db->driver->script(db, "BEGIN TRANSACTION ISOLATION LEVEL SERIALIZABLE READ WRITE");
	if (err)
		return err;
	db_unit_begin(db);
	err = job->work(db, job->data);
	db_unit_end(db);
	if (!err)
		err = db->spoiled;
	if (db->overran)
		err = ERR_LIMITED;
	/* A rollback's own failure ends the connection, and the server undoes it all the same. */
	enum err end = db->driver->script(db, err || db->replay ? "ROLLBACK" : "COMMIT");
	return err ? err : end;
}

void writer_run_postgres(struct store *store, struct db *db)
{
	struct job job;
	while (queue_take(store, true, &job)) {
		db->replay = false;
		job.err = run_once(db, &job);
		for (int replay = 1; db->replay && replay <= REPLAYS_MAX; replay++) {
			atomic_fetch_add(&store->replays, 1);
			wait_a_little(replay);
			db->replay = false;
			job.err = run_once(db, &job);
		}
		atomic_fetch_add(&store->batches, 1);
		atomic_fetch_add(job.err ? &store->refused : &store->units, 1);
		job.answer(job.data, job.err);
	}
}
