/*
 * unit_sqlite.c: group commit (docs/rules/group-commit.md).
 *
 * The one thread that writes runs units one after another, each in a SAVEPOINT of
 * one transaction, and commits when nobody else waits, the batch is full or its
 * time is up.  Nobody is answered before the COMMIT is durable, refused ones
 * neither: they have read what the batch wrote.  When SQLite throws the whole
 * transaction away, the units are run again, if need be each alone.
 */
#include "base/fall.h"
#include "base/metrics.h"
#include "store/db_sqlite.h"
#include "store/unit_inside.h"

#include <stdlib.h>

enum {
	BATCH_MAX = 256,
	CHECKPOINT_FRAMES = 8000, /* 32 MB: what changes often is brought over once */
	CHECKPOINT_AGAIN = 2000,  /* … behind one that a reader stopped half way */
	GATE_FRAMES = 64 * 1024 * 1024 / (4096 + 24), /* a log of 64 MB */
	EXIT_IO = 70,
};

static const moment BATCH_LEAST = MILLISECONDS(4), BATCH_MOST = MILLISECONDS(25);
static const moment GATE_WAIT = MILLISECONDS(200), FULL_PAUSE = SECONDS(2);

#define OWN(word, text) \
	static const struct statement word = { "store." #word, text, text, 0, 0, false }
OWN(begin, "BEGIN IMMEDIATE");
OWN(savepoint, "SAVEPOINT unit");
OWN(undo, "ROLLBACK TO unit");
OWN(release, "RELEASE unit");
OWN(commit, "COMMIT");
OWN(rollback, "ROLLBACK");

struct batch {
	struct store *store;
	struct sqlite_db *db;
	struct job jobs[BATCH_MAX];
	int count, visitors; /* in it; those of them that somebody waits for */
	struct job again[2 * BATCH_MAX]; /* from a lost batch, in order; before the queue */
	int again_at, again_count;
	bool alone;		      /* until `again` is empty, every unit is a batch */
	moment begun_at, commit_took; /* the latter smoothed */
	struct metric *commit_seconds;
	int frames, next_checkpoint; /* in the log when last looked at; how many it has when it is brought over */
};

static enum err own(struct batch *batch, const struct statement *statement)
{
	return db_run(&batch->db->base, statement, NULL, NULL);
}

/* After this nothing is known of the disk: nobody was answered, a restart recovers. */
static _Noreturn void disk_failed(struct batch *batch, const char *what)
{
	log_event(LOG_ERROR, "store.disk", "%s failed: %s. The process begins anew, from the log.",
		  what, sqlite3_errmsg(batch->db->handle));
	fall(EXIT_IO);
}

static bool next_job(struct batch *batch, struct job *job_out)
{
	if (batch->again_at < batch->again_count) {
		*job_out = batch->again[batch->again_at++];
		return true;
	}
	batch->again_at = batch->again_count = 0;
	batch->alone = false;
	return queue_take(batch->store, batch->count == 0, job_out);
}

/* For the house's own work no visitor in the batch waits: there is always some of it when it is busy. */
static bool nobody_waits(struct batch *batch)
{
	return batch->again_at == batch->again_count &&
	       queue_is_empty(batch->store, batch->visitors > 0 ? QUEUED_VISITORS : QUEUED_ALL);
}

static void take_in(struct batch *batch, const struct job *job)
{
	batch->jobs[batch->count++] = *job;
	batch->visitors += !job->houses;
}

static void answer(struct store *store, const struct job *job)
{
	atomic_fetch_add(job->err ? &store->refused : &store->units, 1);
	job->answer(job->data, job->err);
}

/* Losing a batch. */

/* The others come first, in their order, then what was to be run again already. */
static void run_again(struct batch *batch, int but)
{
	struct job rest[2 * BATCH_MAX];
	int count = 0;
	for (int i = 0; i < batch->count; i++) {
		if (i != but)
			rest[count++] = batch->jobs[i];
	}
	for (int i = batch->again_at; i < batch->again_count; i++) {
		must(count < 2 * BATCH_MAX);
		rest[count++] = batch->again[i];
	}
	atomic_fetch_add(&batch->store->replays, batch->count - (but >= 0 ? 1 : 0));
	memcpy(batch->again, rest, (size_t)count * sizeof rest[0]);
	batch->again_at = batch->count = batch->visitors = 0;
	batch->again_count = count;
}

static void mark_full(struct batch *batch)
{
	if (!batch->db->base.full)
		return;
	batch->db->base.full = false;
	moment now = moment_monotonic();
	if (atomic_load(&batch->store->full_until) <= now) /* else what was queued meets it, too */
		log_event(LOG_ERROR, "store.full",
			  "The disk is full: for %d seconds nothing is written. Make room; nothing is "
			  "lost, and writing goes on by itself.",
			  (int)(FULL_PAUSE / SECONDS(1)));
	atomic_store(&batch->store->full_seen, now);
	atomic_store(&batch->store->full_until, now + FULL_PAUSE);
}

/* `culprit`: whose unit threw the transaction away, or -1 when it was the COMMIT. */
static void lost_batch(struct batch *batch, int culprit)
{
	atomic_fetch_add(&batch->store->lost, 1);
	if (culprit < 0 && batch->count == 1)
		culprit = 0;
	batch->alone = batch->alone || culprit < 0;
	struct job guilty = { 0 };
	if (culprit >= 0)
		guilty = batch->jobs[culprit];
	run_again(batch, culprit);
	mark_full(batch);
	if (culprit < 0)
		return;
	log_event(LOG_WARN, "store.lost",
		  "A unit made its whole batch be undone; %d are run again.", batch->again_count);
	guilty.err = guilty.err == OK ? ERR_LIMITED : guilty.err;
	answer(batch->store, &guilty);
}

/* Checkpoints: only here, only this connection, and only when the answers are out. */

static int checkpoint(struct batch *batch, int mode)
{
	int frames = 0, done = 0;
	int code = sqlite3_wal_checkpoint_v2(batch->db->handle, NULL, mode, &frames, &done);
	/* A full disk takes no checkpoint: the log keeps what it has, reads go on, and a later one succeeds. */
	if (code == SQLITE_FULL) {
		batch->db->base.full = true;
		mark_full(batch);
		return SQLITE_BUSY;
	}
	if (code != SQLITE_OK && code != SQLITE_BUSY)
		disk_failed(batch, "A checkpoint");
	atomic_fetch_add(&batch->store->checkpoints, 1);
	return code;
}

static void checkpoint_if_due(struct batch *batch)
{
	int frames = batch->db->frames;
	atomic_store(&batch->store->wal_frames, frames);
	if (frames < batch->frames)
		batch->next_checkpoint = CHECKPOINT_FRAMES; /* the log began anew */
	batch->frames = frames;
	if (frames < batch->next_checkpoint)
		return;
	checkpoint(batch, SQLITE_CHECKPOINT_PASSIVE);
	/* One that a reader stopped half way is not tried at every commit. */
	batch->next_checkpoint = frames + CHECKPOINT_AGAIN;
	if (frames < GATE_FRAMES)
		return;
	gate_close(batch->store, GATE_WAIT);
	sqlite3_busy_timeout(batch->db->handle, (int)(GATE_WAIT / MILLISECONDS(1)));
	if (checkpoint(batch, SQLITE_CHECKPOINT_RESTART) == SQLITE_BUSY)
		log_event(LOG_WARN, "store.wal",
			  "A long read keeps the write-ahead log at %d frames.", frames);
	gate_open(batch->store);
}

/* Asked for by store_truncate: readers of older snapshots are waited for, once. */
static void truncate_if_asked(struct batch *batch)
{
	if (atomic_load(&batch->store->truncate) != TRUNCATE_ASKED)
		return;
	gate_close(batch->store, GATE_WAIT);
	sqlite3_busy_timeout(batch->db->handle, (int)(GATE_WAIT / MILLISECONDS(1)));
	bool done = checkpoint(batch, SQLITE_CHECKPOINT_TRUNCATE) == SQLITE_OK;
	gate_open(batch->store);
	batch->next_checkpoint = CHECKPOINT_FRAMES;
	atomic_store(&batch->store->truncate, done ? TRUNCATE_DONE : TRUNCATE_BUSY);
}

/* Committing. */

static void close_batch(struct batch *batch)
{
	if (batch->count == 0)
		return;
	moment before = moment_monotonic();
	enum err err = own(batch, &commit);
	if (err && batch->db->disk_failed)
		disk_failed(batch, "COMMIT");
	if (err) {
		if (!sqlite3_get_autocommit(batch->db->handle) && own(batch, &rollback) != OK)
			disk_failed(batch, "ROLLBACK");
		lost_batch(batch, -1);
		return;
	}
	moment took = moment_monotonic() - before;
	batch->commit_took = (7 * batch->commit_took + took) / 8;
	metric_observe(batch->commit_seconds, took);
	atomic_fetch_add(&batch->store->batches, 1);
	for (int i = 0; i < batch->count; i++)
		answer(batch->store, &batch->jobs[i]);
	batch->count = batch->visitors = 0;
	checkpoint_if_due(batch);
	truncate_if_asked(batch);
}

static moment batch_time(const struct batch *batch)
{
	moment time = 4 * batch->commit_took;
	time = time > BATCH_LEAST ? time : BATCH_LEAST;
	return time < BATCH_MOST ? time : BATCH_MOST;
}

/* Only where it is measured what a commit shared by many is worth: each unit by itself. */
static bool each_by_itself(void)
{
#ifdef HEINZEL_BENCH
	const char *wish = getenv("HEINZEL_ONE_BY_ONE");
	return wish && *wish;
#else
	return false;
#endif
}

static bool batch_is_full(struct batch *batch)
{
	return batch->alone || each_by_itself() || batch->count == BATCH_MAX ||
	       moment_monotonic() - batch->begun_at >= batch_time(batch) || nobody_waits(batch);
}

/* Running one unit. */

/* A constraint that would only be looked at by COMMIT would refuse everybody's units. */
static bool defers_a_rule(struct sqlite_db *db)
{
	int now = 0, high = 0;
	sqlite3_db_status(db->handle, SQLITE_DBSTATUS_DEFERRED_FKS, &now, &high, 0);
	return now != 0;
}

static void work_on(struct batch *batch, struct job *job)
{
	struct db *db = &batch->db->base;
	db_unit_begin(db);
	batch->db->armed = true;
	atomic_store(&batch->store->unit_since, moment_monotonic());
	job->err = job->work(db, job->data);
	atomic_store(&batch->store->unit_since, 0);
	batch->db->armed = false;
	db_unit_end(db);
	/* A statement left open would keep its snapshot and stop every checkpoint. */
	must(batch->db->open == 0);
	if (!job->err && defers_a_rule(batch->db)) {
		log_event(LOG_ERROR, "store.deferred",
			  "A unit left a deferred foreign key open and is undone.");
		job->err = ERR_BROKEN;
	}
	if (!job->err)
		job->err = db->spoiled;
	if (db->overran)
		job->err = ERR_LIMITED;
}

/* The machine may have been busy with others: one that was late runs once more before it is refused. */
static bool deserves_another(const struct batch *batch, struct job *job)
{
	bool again = batch->db->base.late && !job->tried && batch->again_count < BATCH_MAX;
	job->tried = job->tried || again;
	return again;
}

static void end_unit(struct batch *batch, struct job *job)
{
	if (job->err && own(batch, &undo) != OK)
		disk_failed(batch, "ROLLBACK TO");
	if (own(batch, &release) != OK)
		disk_failed(batch, "RELEASE");
	if (job->err == ERR_LIMITED && deserves_another(batch, job)) {
		batch->again[batch->again_count++] = *job;
		return;
	}
	take_in(batch, job);
}

static void run_one(struct batch *batch, struct job *job)
{
	if (own(batch, &savepoint) != OK)
		disk_failed(batch, "SAVEPOINT");
	work_on(batch, job);
	mark_full(batch);
	if (!batch->db->base.lost && !sqlite3_get_autocommit(batch->db->handle)) {
		end_unit(batch, job);
		return;
	}
	if (batch->db->sync_failed)
		disk_failed(batch, "A statement");
	take_in(batch, job);
	lost_batch(batch, batch->count - 1);
}

static void begin_batch(struct batch *batch)
{
	/* What went wrong with the disk before says nothing of this batch: whoever had to fall for it has fallen. */
	batch->db->disk_failed = batch->db->sync_failed = false;
	/* Only another process could hold the file, and FILE.lock keeps it out. */
	if (own(batch, &begin) != OK)
		disk_failed(batch, "BEGIN");
	batch->begun_at = moment_monotonic();
}

void writer_run_sqlite(struct store *store, struct db *db)
{
	struct batch *batch = memory_take(sizeof *batch);
	*batch = (struct batch){ .store = store,
				 .db = sqlite_of(db),
				 .next_checkpoint = CHECKPOINT_FRAMES };
	batch->commit_seconds = metric_histogram("heinzel_store_commit_seconds",
						 "Time of a COMMIT, its sync included.", S(""));
	struct job job;
	while (next_job(batch, &job)) {
		if (sqlite3_get_autocommit(batch->db->handle))
			begin_batch(batch); /* late, so that an idle house holds no snapshot */
		run_one(batch, &job);
		if (batch->count > 0 && batch_is_full(batch))
			close_batch(batch);
	}
	must(batch->count == 0);
	memory_free(batch);
}
