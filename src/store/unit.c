/*
 * unit.c: the store as callers see it: a bounded queue of units in front of the
 * writer threads.
 *
 * Both engines share this; what a writer thread does with a unit is in
 * unit_sqlite.c and unit_postgres.c, reading in readers.c.
 */
#include "store/unit_inside.h"

#include "base/fall.h"
#include "store/db_postgres.h"
#include "store/db_sqlite.h"

#include <unistd.h>

#ifdef __has_feature
#define ASAN_BY_CLANG __has_feature(address_sanitizer)
#else
#define ASAN_BY_CLANG 0
#endif
/* Under the sanitizers everything is slower; a unit's limit in time is about the product, not about them. */
#if defined(__SANITIZE_ADDRESS__) || ASAN_BY_CLANG
enum { SLOWNESS = 20 };
#else
enum { SLOWNESS = 1 };
#endif

/* The watchdog of SQLite's one writer. */
enum { WATCH_MS = 500, STUCK_MS = 2000, EXIT_STUCK = 70 };

static const moment FULL_LATELY = SECONDS(3); /* nothing is tried for two (unit_sqlite.c) */
enum { PATIENCE = 19 }; /* a unit of 5 ms ends after 100 ms, however busy the machine */
enum { SQLITE_UNIT_MS = 5, POSTGRES_UNIT_MS = 2000, UNIT_STATEMENTS = 64, UNIT_CHANGED = 200 };

static int or_default(int value, int by_default)
{
	return value > 0 ? value : by_default;
}

/* The queue. */

/* While visitors wait, one of so many units is the house's own, and one that has waited so long is next. */
enum { VISITORS_A_TURN = 32 };

static const moment BEHIND_PATIENCE = SECONDS(1);

static void ring_open(struct ring *ring, size_t room)
{
	*ring = (struct ring){ .at = memory_take(room * sizeof *ring->at), .room = room };
}

static bool ring_put(struct ring *ring, const struct job *job)
{
	if (ring->count == ring->room)
		return false;
	struct job *place = &ring->at[(ring->first + ring->count++) % ring->room];
	*place = *job;
	place->given_at = moment_monotonic();
	return true;
}

static struct job ring_take(struct ring *ring)
{
	struct job job = ring->at[ring->first];
	ring->first = (ring->first + 1) % ring->room;
	ring->count--;
	return job;
}

static bool nothing_waits(const struct store *store)
{
	return store->queue.count == 0 && store->behind.count == 0;
}

static bool is_the_houses_turn(const struct store *store)
{
	const struct ring *behind = &store->behind;
	if (behind->count == 0 || store->queue.count == 0)
		return behind->count > 0;
	return store->turns >= VISITORS_A_TURN || moment_monotonic() - behind->at[behind->first].given_at > BEHIND_PATIENCE;
}

bool queue_take(struct store *store, bool wait, struct job *job_out)
{
	pthread_mutex_lock(&store->mutex);
	while (wait && nothing_waits(store) && !store->closing)
		pthread_cond_wait(&store->came, &store->mutex);
	bool taken = !nothing_waits(store);
	if (taken) {
		bool houses = is_the_houses_turn(store);
		*job_out = ring_take(houses ? &store->behind : &store->queue);
		store->turns = houses ? 0 : store->turns + 1;
	}
	pthread_mutex_unlock(&store->mutex);
	return taken;
}

bool queue_is_empty(struct store *store, enum queued of)
{
	pthread_mutex_lock(&store->mutex);
	bool empty = of == QUEUED_VISITORS ? store->queue.count == 0 : nothing_waits(store);
	pthread_mutex_unlock(&store->mutex);
	return empty;
}

bool store_is_closing(struct store *store)
{
	pthread_mutex_lock(&store->mutex);
	bool closing = store->closing;
	pthread_mutex_unlock(&store->mutex);
	return closing;
}

static enum err submit(struct store *store, struct ring *ring, struct job job)
{
	if (atomic_load(&store->full_until) > moment_monotonic())
		return ERR_LIMITED;
	pthread_mutex_lock(&store->mutex);
	bool taken = !store->closing && ring_put(ring, &job);
	if (taken)
		pthread_cond_signal(&store->came);
	pthread_mutex_unlock(&store->mutex);
	return taken ? OK : ERR_LIMITED;
}

enum err store_submit(struct store *store, unit_work *work, unit_answer *answer, void *data)
{
	return submit(store, &store->queue, (struct job){ .work = work, .answer = answer, .data = data });
}

enum err store_submit_behind(struct store *store, unit_work *work, unit_answer *answer, void *data)
{
	return submit(store, &store->behind, (struct job){ .work = work, .answer = answer, .data = data, .houses = true });
}

enum err store_submit_keyed(struct store *store, unit_work *work, unit_answer *answer, void *data)
{
	return submit(store, &store->queue, (struct job){ .work = work, .answer = answer, .data = data, .keyed = true });
}

/* Waiting for one's own unit. */

struct waiting {
	unit_work *work;
	void *data;
	pthread_mutex_t mutex;
	pthread_cond_t done;
	bool is_done;
	enum err err;
};

static enum err waiting_work(struct db *db, void *data)
{
	struct waiting *waiting = data;
	return waiting->work(db, waiting->data);
}

static void waiting_answer(void *data, enum err err)
{
	struct waiting *waiting = data;
	pthread_mutex_lock(&waiting->mutex);
	waiting->err = err;
	waiting->is_done = true;
	pthread_cond_signal(&waiting->done);
	pthread_mutex_unlock(&waiting->mutex);
}

typedef enum err submitting(struct store *store, unit_work *work, unit_answer *answer, void *data);

static enum err write_by(submitting *way, struct store *store, unit_work *work, void *data)
{
	must(db_is_outside_unit());
	struct waiting waiting = { .work = work, .data = data };
	pthread_mutex_init(&waiting.mutex, NULL);
	pthread_cond_init(&waiting.done, NULL);
	enum err err = way(store, waiting_work, waiting_answer, &waiting);
	if (!err) {
		pthread_mutex_lock(&waiting.mutex);
		while (!waiting.is_done)
			pthread_cond_wait(&waiting.done, &waiting.mutex);
		pthread_mutex_unlock(&waiting.mutex);
		err = waiting.err;
	}
	pthread_cond_destroy(&waiting.done);
	pthread_mutex_destroy(&waiting.mutex);
	return err;
}

enum err store_write(struct store *store, unit_work *work, void *data)
{
	return write_by(store_submit, store, work, data);
}

enum err store_write_behind(struct store *store, unit_work *work, void *data)
{
	return write_by(store_submit_behind, store, work, data);
}

static enum err no_work(struct db *db, void *data)
{
	(void)db;
	(void)data;
	return OK;
}

/* The writer empties the log behind the batch that the first empty unit makes; the second comes after that. */
enum err store_truncate(struct store *store)
{
	enum { TRIES = 5 };
	if (store_is_remote(store))
		return OK;
	for (int i = 0; i < TRIES; i++) {
		atomic_store(&store->truncate, TRUNCATE_ASKED);
		enum err err = store_write(store, no_work, NULL);
		if (err || (err = store_write(store, no_work, NULL)))
			return err;
		if (atomic_load(&store->truncate) == TRUNCATE_DONE)
			return OK;
	}
	return ERR_LIMITED;
}

/* Opening and closing. */

static struct db_limits limits_of(const struct store_settings *settings, bool sqlite)
{
	int ms =
	    or_default(settings->unit_ms, sqlite ? SQLITE_UNIT_MS : POSTGRES_UNIT_MS) * SLOWNESS;
	return (struct db_limits){ MILLISECONDS(ms), sqlite ? PATIENCE * MILLISECONDS(ms) : 0,
				   or_default(settings->unit_statements, UNIT_STATEMENTS),
				   or_default(settings->unit_changed, UNIT_CHANGED),
				   sqlite ? 0 : MILLISECONDS(ms) };
}

struct writer {
	struct store *store;
	struct db *db;
};

static void *writer_thread(void *data)
{
	struct writer writer = *(struct writer *)data;
	memory_free(data);
	if (db_is_sqlite(writer.db))
		writer_run_sqlite(writer.store, writer.db);
	else
		writer_run_postgres(writer.store, writer.db);
	return NULL;
}

static void writer_start(struct store *store, int index)
{
	struct writer *writer = memory_take(sizeof *writer);
	*writer = (struct writer){ store, store->writers[index] };
	must(pthread_create(&store->threads[index], NULL, writer_thread, writer) == 0);
}

static void writers_close(struct store *store)
{
	for (int i = 0; i < store->writer_count; i++)
		store->driver->close(store->writers[i]);
	if (store->lock >= 0)
		close(store->lock);
	memory_free(store->queue.at);
	memory_free(store->behind.at);
}

/* A unit that never ends would stop all writing, and a thread cannot be taken off its connection: better
   to end, with nobody answered, and be started anew. */
static void look_at_unit(struct store *store)
{
	moment since = atomic_load(&store->unit_since);
	if (since == 0 || moment_monotonic() - since < atomic_load(&store->unit_most))
		return;
	log_event(LOG_ERROR, "store.stuck",
		  "A unit does not end. The process does, and begins anew.");
	fall(EXIT_STUCK);
}

static void *watchdog_thread(void *data)
{
	struct store *store = data;
	pthread_mutex_lock(&store->mutex);
	/* Closing runs what is queued: that is watched, too. */
	while (!store->closing || !nothing_waits(store)) {
		struct timespec until;
		clock_gettime(CLOCK_MONOTONIC, &until);
		until.tv_nsec += WATCH_MS * 1000000L;
		until.tv_sec += until.tv_nsec / 1000000000;
		until.tv_nsec %= 1000000000;
		pthread_cond_timedwait(&store->ended, &store->mutex, &until);
		look_at_unit(store);
	}
	pthread_mutex_unlock(&store->mutex);
	return NULL;
}

/* A gigabyte: what is written in no order, as an index by member is, would else be read and written again for each row. */
static const char *const SETTINGS_BULK = "PRAGMA cache_size = -1048576; PRAGMA secure_delete = OFF;";

static enum err writers_open(struct store *store, int count, bool is_bulk)
{
	for (int i = 0; i < count; i++) {
		enum err err = store->driver->open(store->url, DB_WRITER, &store->writers[i]);
		if (err)
			return err;
		store->writers[i]->limits = store->limits;
		store->writer_count++;
		if (is_bulk && db_is_sqlite(store->writers[i]))
			err = store->driver->script(store->writers[i], SETTINGS_BULK);
		if (err)
			return err;
	}
	return OK;
}

static void sync_open(struct store *store)
{
	pthread_mutex_init(&store->mutex, NULL);
	pthread_cond_init(&store->came, NULL);
	pthread_condattr_t steady; /* the watchdog looks every half second, whatever the clock is set to */
	pthread_condattr_init(&steady);
	pthread_condattr_setclock(&steady, CLOCK_MONOTONIC);
	pthread_cond_init(&store->ended, &steady);
	pthread_condattr_destroy(&steady);
}

enum err store_open(struct arena *arena, const struct store_settings *settings,
		    struct store **store_out, str *wrong_out)
{
	struct store *store = arena_take(arena, sizeof *store);
	bool sqlite = db_driver_for(settings->url) == &db_sqlite;
	store->url = str_keep(arena, settings->url);
	store->driver = db_driver_for(settings->url);
	store->limits = limits_of(settings, sqlite);
	store->lock = -1;
	enum err err = sqlite ? sqlite_hold(arena, settings->url, &store->lock, wrong_out) : OK;
	if (err)
		return err;
	ring_open(&store->queue, (size_t)or_default(settings->queue, QUEUE_DEFAULT));
	ring_open(&store->behind, (size_t)or_default(settings->queue, QUEUE_DEFAULT));
	int writers = sqlite ? 1 : or_default(settings->writers, WRITERS_DEFAULT);
	err = writers_open(store, writers < WRITERS_MAX ? writers : WRITERS_MAX, settings->is_bulk);
	if (err) {
		*wrong_out = S("The database cannot be opened; the log says why.");
		writers_close(store);
		return err;
	}
	sync_open(store);
	readers_open(store, settings);
	for (int i = 0; i < store->writer_count; i++)
		writer_start(store, i);
	/* Of a crowd one may sort and merge a whole index. */
	atomic_store(&store->unit_most, settings->is_bulk ? HOURS(1) : MILLISECONDS(STUCK_MS * SLOWNESS));
	if (sqlite)
		must(pthread_create(&store->watchdog, NULL, watchdog_thread, store) == 0);
	*store_out = store;
	return OK;
}

void store_close(struct store *store)
{
	pthread_mutex_lock(&store->mutex);
	store->closing = true;
	pthread_cond_broadcast(&store->came);
	pthread_cond_signal(&store->ended);
	pthread_mutex_unlock(&store->mutex);
	for (int i = 0; i < store->writer_count; i++)
		pthread_join(store->threads[i], NULL);
	if (!store_is_remote(store))
		pthread_join(store->watchdog, NULL);
	readers_close(store);
	writers_close(store); /* last: SQLite's last connection folds the log into the file */
	pthread_mutex_destroy(&store->mutex);
	pthread_cond_destroy(&store->came);
	pthread_cond_destroy(&store->ended);
}

bool store_is_remote(const struct store *store)
{
	return store->driver != &db_sqlite;
}

str store_url(const struct store *store)
{
	return store->url;
}

moment store_delay(struct store *store)
{
	pthread_mutex_lock(&store->mutex);
	moment given_at = store->queue.count ? store->queue.at[store->queue.first].given_at : 0;
	pthread_mutex_unlock(&store->mutex);
	return given_at ? moment_monotonic() - given_at : 0;
}

bool store_is_full(const struct store *store)
{
	moment seen = atomic_load(&((struct store *)store)->full_seen);
	return seen && moment_monotonic() - seen < FULL_LATELY;
}

void store_figures(const struct store *store, struct store_figures *figures_out)
{
	/* The mutex is the queue's, not part of what the caller sees change. */
	struct store *held = (struct store *)store;
	pthread_mutex_lock(&held->mutex);
	int queued = (int)(held->queue.count + held->behind.count);
	pthread_mutex_unlock(&held->mutex);
	pthread_mutex_lock(&held->read_mutex);
	int readers = held->readers, reading = held->reading;
	pthread_mutex_unlock(&held->read_mutex);
	struct postgres_figures driver;
	postgres_figures(&driver);
	*figures_out = (struct store_figures){
		.queued = queued,
		.units = atomic_load(&held->units),
		.batches = atomic_load(&held->batches),
		.replays = atomic_load(&held->replays),
		.refused = atomic_load(&held->refused),
		.lost = atomic_load(&held->lost),
		.checkpoints = atomic_load(&held->checkpoints),
		.wal_frames = atomic_load(&held->wal_frames),
		.readers = readers,
		.reading = reading,
		.crowded_out = atomic_load(&held->crowded_out),
		.resumed = atomic_load(&held->resumed),
		.unsure = atomic_load(&held->unsure),
		.statements = driver.statements,
		.round_trips = driver.round_trips,
		.unasked = driver.unasked,
		.connects = driver.connects,
		.losses = driver.losses,
	};
}
