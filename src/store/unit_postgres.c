/*
 * unit_postgres.c: a writer thread on PostgreSQL: each unit is a SERIALIZABLE
 * transaction of its own, run again when the server asks for it.
 *
 * When the connection breaks, only a unit with a key runs again: it looks first whether it was
 * done.  Any other is answered: not kept (ERR_AWAY), or, when COMMIT was under way, that
 * nobody knows (ERR_UNSURE).
 */
#include "store/unit_inside.h"

#include "base/random.h"
#include "store/db_postgres.h"

#include <time.h>

enum { REPLAYS_MAX = 5, JITTER_MS = 4, RESUMES_MAX = 8, RESUME_MS = 50 };
#define REPLAY_TIME SECONDS(5) /* who waits for a page has gone by then */
#define RESUME_TIME SECONDS(10) /* a server that was started anew is there again */
#define IDLE_TIME SECONDS(5)

static void wait_milliseconds(uint64_t least, uint64_t most)
{
	uint64_t microseconds = least * 1000 + random_below((most - least) * 1000);
	struct timespec time = { (time_t)(microseconds / 1000000), (long)(microseconds % 1000000) * 1000 };
	nanosleep(&time, NULL);
}

static enum err run_once(struct db *db, struct job *job)
{
	postgres_begin(db, TRANSACTION_UNIT);
	db_unit_begin(db);
	enum err err = job->work(db, job->data);
	db_unit_end(db);
	if (!err)
		err = db->spoiled;
	if (db->overran)
		err = ERR_LIMITED;
	if (!err && !db->replay)
		return postgres_commit(db);
	postgres_rollback(db);
	return err ? err : ERR_LIMITED;
}

/* For words only: one tablespace may be full while others have room, so nobody is refused at the door for it. */
static void mark_full(struct store *store, struct db *db)
{
	if (db->full)
		atomic_store(&store->full_seen, moment_monotonic());
	db->full = false;
}

/* Longer each time and never the same, so that two that met do not meet again. */
static enum err run_to_a_decision(struct store *store, struct db *db, struct job *job)
{
	moment end = moment_monotonic() + REPLAY_TIME;
	db->replay = false;
	enum err err = run_once(db, job);
	for (int replay = 1; db->replay && replay <= REPLAYS_MAX && moment_monotonic() < end; replay++) {
		atomic_fetch_add(&store->replays, 1);
		wait_milliseconds(0, (uint64_t)JITTER_MS << replay);
		db->replay = false;
		err = run_once(db, job);
	}
	return err;
}

/* Whatever went wrong: only its key says what came of the run before. */
static bool may_resume(const struct db *db, const struct job *job, enum err err)
{
	return job->keyed && (db->gone || (err && db->in_doubt));
}

/* A unit that carries a key outlives its connection. */
static enum err run_to_the_end(struct store *store, struct db *db, struct job *job)
{
	moment end = moment_monotonic() + RESUME_TIME;
	db->in_doubt = false;
	enum err err = run_to_a_decision(store, db, job);
	for (int resume = 0; may_resume(db, job, err) && resume < RESUMES_MAX; resume++) {
		if (moment_monotonic() >= end || store_is_closing(store))
			break;
		db->in_doubt = db->in_doubt || err == ERR_UNSURE;
		atomic_fetch_add(&store->resumed, 1);
		wait_milliseconds((uint64_t)RESUME_MS << resume >> 1, (uint64_t)RESUME_MS << resume);
		err = run_to_a_decision(store, db, job);
	}
	/* It was not heard of again, and may be under way still. */
	if (err && db->in_doubt)
		err = ERR_UNSURE;
	db->in_doubt = false;
	atomic_fetch_add(&store->unsure, err == ERR_UNSURE ? 1 : 0);
	return err;
}

void writer_run_postgres(struct store *store, struct db *db)
{
	struct job job;
	while (queue_take(store, true, &job)) {
		/* A connection that broke while nobody used it is no unit's misfortune. */
		(void)postgres_is_well(db, IDLE_TIME);
		job.err = run_to_the_end(store, db, &job);
		mark_full(store, db);
		atomic_fetch_add(&store->batches, 1);
		atomic_fetch_add(job.err ? &store->refused : &store->units, 1);
		job.answer(job.data, job.err);
	}
}
