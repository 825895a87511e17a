/* unit_inside.h: the store's own view of itself: the queue, the readers, and what each engine adds. */
#ifndef STORE_UNIT_INSIDE_H
#define STORE_UNIT_INSIDE_H
#include "store/db_driver.h"
#include "store/unit.h"

#include <pthread.h>
#include <stdatomic.h>

enum { READERS_MAX = 64, READERS_DEFAULT = 16, WRITERS_MAX = 64, WRITERS_DEFAULT = 8, QUEUE_DEFAULT = 4096 };

/* Emptying the write-ahead log: nobody asks, somebody waits, and how it went. */
enum truncate { TRUNCATE_NOTHING, TRUNCATE_ASKED, TRUNCATE_DONE, TRUNCATE_BUSY };

struct job {
	unit_work *work;
	unit_answer *answer;
	void *data;
	enum err err;
	bool tried; /* once over its time already */
	bool keyed; /* finds out by itself whether it was done */
	bool houses; /* nobody waits for its answer */
	moment given_at; /* monotonic */
};

/* Units in the order in which they came. */
struct ring { struct job *at; size_t room, first, count; };

struct store {
	str url;
	const struct db_driver *driver;
	struct db_limits limits;
	int lock; /* FILE.lock, or -1 */

	pthread_mutex_t mutex; /* of the queue */
	pthread_cond_t came;
	struct ring queue, behind; /* of whoever waits for an answer; of the house itself */
	int turns; /* units taken from the queue since the house had its turn */
	bool closing;
	pthread_cond_t ended; /* for the watchdog alone: it must not take a writer's signal */

	pthread_t threads[WRITERS_MAX];
	struct db *writers[WRITERS_MAX];
	int writer_count;

	pthread_mutex_t read_mutex; /* of the readers */
	pthread_cond_t reader_free, gate_moved;
	struct db *idle[READERS_MAX];
	int idle_count, reading, readers; /* free, in use, and both */
	int readers_most;
	bool gate_closed;
	moment read_time, read_wait, idle_time; /* PostgreSQL: of a statement, for a connection, until it is looked at */

	atomic_llong crowded_out, resumed, unsure;
	atomic_llong units, batches, replays, refused, lost, checkpoints, wal_frames;
	_Atomic(moment) unit_since; /* SQLite: when the unit that runs now began; 0 = none */
	_Atomic(moment) unit_most;  /* longer than that nobody waits for it */
	pthread_t watchdog;
	atomic_int truncate;	    /* SQLite: enum truncate */
	_Atomic(moment) full_until; /* the disk was full: refuse at the door until then */
	_Atomic(moment) full_seen;  /* when it was found full; 0 = never */
};

/* Takes the next unit.  `wait`: until there is one; false when there is none (or the store closes, empty). */
bool queue_take(struct store *store, bool wait, struct job *job_out);
enum queued { QUEUED_VISITORS, QUEUED_ALL };
bool queue_is_empty(struct store *store, enum queued of);
bool store_is_closing(struct store *store);

/* Each engine's writer thread: runs units until the store closes. */
void writer_run_sqlite(struct store *store, struct db *db);
void writer_run_postgres(struct store *store, struct db *db);

void readers_open(struct store *store, const struct store_settings *settings);
void readers_close(struct store *store);

/* Stops new reads and waits, at most so long, for those under way; then lets them go on. */
void gate_close(struct store *store, moment at_most);
void gate_open(struct store *store);
#endif
