/*
 * readers.c: a bounded stack of read-only connections, and the gate that SQLite's checkpoints close.
 *
 * A connection is opened by the first who needs it.  On PostgreSQL one that lay idle is looked at
 * before it is used, and who finds none free in time is told so: better than a thread
 * that waits for ever.
 */
#include "store/unit_inside.h"

#include "store/db_postgres.h"
#include "store/db_sqlite.h"

#include <errno.h>

enum { STATEMENT_MS = 5000, WAIT_MS = 2000, IDLE_MS = 5000 };

static moment or_default(int ms, int by_default)
{
	return MILLISECONDS(ms > 0 ? ms : by_default);
}

void readers_open(struct store *store, const struct store_settings *settings)
{
	bool sqlite = store->driver == &db_sqlite;
	int most = settings->readers > 0 ? settings->readers : sqlite ? READERS_MAX : READERS_DEFAULT;
	store->readers_most = most < READERS_MAX ? most : READERS_MAX;
	store->read_time = sqlite ? 0 : or_default(settings->statement_ms, STATEMENT_MS);
	store->read_wait = sqlite ? 0 : or_default(settings->wait_ms, WAIT_MS);
	store->idle_time = or_default(settings->idle_ms, IDLE_MS);
	pthread_mutex_init(&store->read_mutex, NULL);
	pthread_condattr_t steady; /* a clock that is set back must not make anybody wait for an hour */
	pthread_condattr_init(&steady);
	pthread_condattr_setclock(&steady, CLOCK_MONOTONIC);
	pthread_cond_init(&store->gate_moved, &steady);
	pthread_cond_init(&store->reader_free, &steady);
	pthread_condattr_destroy(&steady);
}

void readers_close(struct store *store)
{
	must(store->reading == 0);
	for (int i = 0; i < store->idle_count; i++)
		store->driver->close(store->idle[i]);
	pthread_mutex_destroy(&store->read_mutex);
	pthread_cond_destroy(&store->reader_free);
	pthread_cond_destroy(&store->gate_moved);
}

/* False: not in time. */
static bool wait_for_one(struct store *store)
{
	struct timespec until = { 0 };
	moment end = moment_monotonic() + store->read_wait;
	until.tv_sec = (time_t)(end / SECONDS(1));
	until.tv_nsec = (long)(end % SECONDS(1)) * 1000;
	while (store->gate_closed || (store->idle_count == 0 && store->readers >= store->readers_most)) {
		int late = store->read_wait
			       ? pthread_cond_timedwait(&store->reader_free, &store->read_mutex, &until)
			       : pthread_cond_wait(&store->reader_free, &store->read_mutex);
		if (late == ETIMEDOUT)
			return false;
	}
	return true;
}

static enum err reader_take(struct store *store, struct db **db_out)
{
	pthread_mutex_lock(&store->read_mutex);
	bool came = wait_for_one(store);
	if (came) {
		*db_out = store->idle_count > 0 ? store->idle[--store->idle_count] : NULL;
		store->readers += *db_out ? 0 : 1;
		store->reading++;
	}
	pthread_mutex_unlock(&store->read_mutex);
	if (!came)
		atomic_fetch_add(&store->crowded_out, 1);
	return came ? OK : ERR_AWAY;
}

/* `db` is NULL when it could not be opened, or broke. */
static void reader_give(struct store *store, struct db *db)
{
	pthread_mutex_lock(&store->read_mutex);
	store->reading--;
	if (db)
		store->idle[store->idle_count++] = db;
	else
		store->readers--;
	if (store->gate_closed)
		pthread_cond_signal(&store->gate_moved);
	else
		pthread_cond_signal(&store->reader_free);
	pthread_mutex_unlock(&store->read_mutex);
}

static void begin(struct db *db)
{
	if (db_is_sqlite(db))
		sqlite_snapshot_begin(db);
	else
		postgres_begin(db, TRANSACTION_SNAPSHOT);
}

static enum err end(struct db *db)
{
	if (db_is_sqlite(db))
		return sqlite_snapshot_end(db);
	postgres_rollback(db);
	return postgres_is_gone(db) ? ERR_AWAY : OK;
}

static enum err open_one(struct store *store, struct db **db_out)
{
	enum err err = store->driver->open(store->url, DB_READER, db_out);
	if (err)
		return store_is_remote(store) ? ERR_AWAY : err;
	(*db_out)->limits.statement = store->read_time;
	return OK;
}

enum err store_read_begin(struct store *store, struct db **db_out)
{
	struct db *db = NULL;
	enum err err = reader_take(store, &db);
	if (err)
		return err;
	if (db && store_is_remote(store) && !postgres_is_well(db, store->idle_time)) {
		store->driver->close(db);
		db = NULL;
	}
	if (!db)
		err = open_one(store, &db);
	if (err) {
		reader_give(store, NULL);
		return err;
	}
	db_brand_forget(db);
	begin(db);
	*db_out = db;
	return OK;
}

void store_read_end(struct store *store, struct db *db)
{
	if (end(db)) {
		store->driver->close(db);
		db = NULL;
	}
	reader_give(store, db);
}

enum err store_read(struct store *store, unit_work *work, void *data)
{
	struct db *db;
	enum err err = store_read_begin(store, &db);
	if (err)
		return err;
	err = work(db, data);
	store_read_end(store, db);
	return err;
}

void gate_close(struct store *store, moment at_most)
{
	struct timespec until;
	clock_gettime(CLOCK_MONOTONIC, &until);
	until.tv_nsec += (long)(at_most % SECONDS(1)) * 1000;
	until.tv_sec += (time_t)(at_most / SECONDS(1)) + until.tv_nsec / 1000000000;
	until.tv_nsec %= 1000000000;
	pthread_mutex_lock(&store->read_mutex);
	store->gate_closed = true;
	int late = 0;
	while (store->reading > 0 && !late)
		late = pthread_cond_timedwait(&store->gate_moved, &store->read_mutex, &until);
	pthread_mutex_unlock(&store->read_mutex);
}

void gate_open(struct store *store)
{
	pthread_mutex_lock(&store->read_mutex);
	store->gate_closed = false;
	pthread_cond_broadcast(&store->reader_free);
	pthread_mutex_unlock(&store->read_mutex);
}
