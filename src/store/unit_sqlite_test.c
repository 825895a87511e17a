/*
 * unit_sqlite_test.c: every trap of the group commit (docs/rules/group-commit.md).
 *
 * A small layer over SQLite's file system fails writes and syncs of the log when
 * told to; what ends the process runs in a child.
 */
#include "store/store_testing.h"

#include "store/db_sqlite.h"
#include "store/unit_inside.h"

#include <signal.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define ONE(word, text, params, columns, writes) \
	static const struct statement word = { "test." #word, text, text, params, columns, writes }

static const char *const SCHEMA =
    "CREATE TABLE thing (id INTEGER NOT NULL, bytes BLOB, PRIMARY KEY (id)) STRICT;"
    "CREATE TABLE parent (id INTEGER NOT NULL, PRIMARY KEY (id)) STRICT;"
    "CREATE TABLE child (id INTEGER NOT NULL, parent_id INTEGER NOT NULL"
    " REFERENCES parent (id) DEFERRABLE INITIALLY DEFERRED, PRIMARY KEY (id)) STRICT;";

ONE(add, "INSERT INTO thing (id, bytes) VALUES (?1, zeroblob(?2))", 2, 0, true);
ONE(count_all, "SELECT COUNT(*) FROM thing", 0, 1, false);
ONE(orphan_add, "INSERT INTO child (id, parent_id) VALUES (?1, 99)", 1, 0, true);
ONE(endless_read,
    "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT COUNT(*) FROM n", 0, 1,
    false);
ONE(endless_write,
    "INSERT INTO thing (id) WITH RECURSIVE n (i) AS (SELECT 1000000 UNION ALL SELECT i + 1 FROM n)"
    " SELECT i FROM n",
    0, 0, true);
ONE(fill, "UPDATE thing SET bytes = zeroblob(3000) WHERE id < 1000", 0, 0, true);

/* The failing file system.  File-scope because SQLite's methods carry no place for it. */
static atomic_int fail_writes, fail_syncs, temporary_files;
static sqlite3_vfs failing;
static sqlite3_io_methods log_methods;
static const sqlite3_io_methods *real_methods;

static int log_write(sqlite3_file *file, const void *data, int size, sqlite3_int64 at)
{
	if (atomic_load(&fail_writes) > 0 && atomic_fetch_sub(&fail_writes, 1) > 0)
		return SQLITE_FULL;
	return real_methods->xWrite(file, data, size, at);
}

static int log_sync(sqlite3_file *file, int flags)
{
	return atomic_load(&fail_syncs) ? SQLITE_IOERR_FSYNC : real_methods->xSync(file, flags);
}

static int failing_open(sqlite3_vfs *vfs, sqlite3_filename name, sqlite3_file *file, int flags,
			int *flags_out)
{
	sqlite3_vfs *real = vfs->pAppData;
	int code = real->xOpen(real, name, file, flags, flags_out);
	if (flags & (SQLITE_OPEN_SUBJOURNAL | SQLITE_OPEN_TEMP_DB | SQLITE_OPEN_TEMP_JOURNAL |
		     SQLITE_OPEN_TRANSIENT_DB))
		atomic_fetch_add(&temporary_files, 1);
	if (code == SQLITE_OK && (flags & SQLITE_OPEN_WAL)) {
		real_methods = file->pMethods;
		log_methods = *file->pMethods;
		log_methods.xWrite = log_write;
		log_methods.xSync = log_sync;
		file->pMethods = &log_methods;
	}
	return code;
}

static int install(void)
{
	sqlite_prepare_library();
	sqlite3_vfs *real = sqlite3_vfs_find(NULL);
	failing = *real;
	failing.zName = "failing";
	failing.pAppData = real;
	failing.xOpen = failing_open;
	return sqlite3_vfs_register(&failing, 1);
}

struct thing {
	int64_t id, size;
	struct store *store;
	enum err err;
	atomic_int answered;
	int64_t seen;
};

static enum err add_thing(struct db *db, void *data)
{
	struct thing *thing = data;
	return db_run(db, &add, (struct value[]){ VALUE(thing->id), VALUE(thing->size) }, NULL);
}

static void note(void *data, enum err err)
{
	struct thing *thing = data;
	thing->err = err;
	atomic_fetch_add(&thing->answered, 1);
}

static enum err count_things(struct db *db, void *data)
{
	return db_number(db, &count_all, NULL, data);
}

static int64_t things(struct store *store)
{
	int64_t count = -1;
	assert_int_equal(store_read(store, count_things, &count), OK);
	return count;
}

static struct store_figures figures_of(struct store *store)
{
	struct store_figures figures;
	store_figures(store, &figures);
	return figures;
}

/* Holds the writer until `gate` is unlocked, so that what follows comes as one batch. */
struct holding {
	pthread_mutex_t gate;
	atomic_int inside, answered;
};

static enum err hold(struct db *db, void *data)
{
	struct holding *holding = data;
	atomic_fetch_add(&holding->inside, 1);
	pthread_mutex_lock(&holding->gate);
	pthread_mutex_unlock(&holding->gate);
	return OK;
}

static void hold_answer(void *data, enum err err)
{
	atomic_fetch_add(&((struct holding *)data)->answered, 1);
}

static void hold_writer(struct store *store, struct holding *holding)
{
	*holding = (struct holding){ .gate = PTHREAD_MUTEX_INITIALIZER };
	pthread_mutex_lock(&holding->gate);
	assert_int_equal(store_submit(store, hold, hold_answer, holding), OK);
	while (atomic_load(&holding->inside) == 0)
		sched_yield();
}

static void wait_for(atomic_int *answered)
{
	while (atomic_load(answered) == 0)
		nanosleep(&(struct timespec){ 0, 100000 }, NULL);
}

enum { BATCH = 10, ODD = 5 };

/* Units in one batch, the sixth of which is `odd`; all are answered when this returns. */
static void run_batch(struct store *store, struct thing all[BATCH], unit_work *odd)
{
	struct holding holding;
	hold_writer(store, &holding);
	for (int i = 0; i < BATCH; i++) {
		all[i].id = all[i].id ? all[i].id : i + 1;
		all[i].store = store;
		assert_int_equal(
		    store_submit(store, odd && i == ODD ? odd : add_thing, note, &all[i]), OK);
	}
	pthread_mutex_unlock(&holding.gate);
	wait_for(&holding.answered);
	for (int i = 0; i < BATCH; i++)
		wait_for(&all[i].answered);
}

static void all_but_the_odd_one_are_kept(struct store *store, const struct thing all[BATCH],
					 enum err odd)
{
	for (int i = 0; i < BATCH; i++)
		assert_int_equal(all[i].err, i == ODD ? odd : OK);
	assert_int_equal(things(store), BATCH - 1);
}


static enum err write_endlessly(struct db *db, void *data)
{
	return db_run(db, &endless_write, NULL, NULL);
}

static void an_interrupted_write_loses_the_batch_and_only_itself(void **state)
{
	struct store *store = engine_store(*state, SCHEMA, (struct store_settings){ .unit_ms = 5 });
	struct thing all[BATCH] = { 0 };
	run_batch(store, all, write_endlessly);
	all_but_the_odd_one_are_kept(store, all, ERR_LIMITED);
	assert_int_equal(figures_of(store).lost, 1);
	store_close(store);
}

static enum err read_endlessly(struct db *db, void *data)
{
	struct rows rows;
	bool more;
	enum err err = db_query(db, &endless_read, NULL, &rows);
	return err ? err : db_next(&rows, &more);
}

static void an_interrupted_read_costs_nobody_else(void **state)
{
	struct store *store = engine_store(*state, SCHEMA, (struct store_settings){ .unit_ms = 5 });
	struct thing all[BATCH] = { 0 };
	run_batch(store, all, read_endlessly);
	all_but_the_odd_one_are_kept(store, all, ERR_LIMITED);
	assert_int_equal(figures_of(store).lost, 0);
	store_close(store);
}

static void a_full_database_refuses_the_one_that_fills_it(void **state)
{
	struct store *store = engine_store(*state, SCHEMA, (struct store_settings){ 0 });
	assert_int_equal(sqlite3_exec(sqlite_of(store->writers[0])->handle,
				      "PRAGMA max_page_count = 60", NULL, NULL, NULL),
			 SQLITE_OK);
	struct thing all[BATCH] = { 0 };
	all[ODD].size = 4 * 1024 * 1024;
	log_set(LOG_ERROR + 1, 2);
	run_batch(store, all, NULL);
	log_set(LOG_INFO, 2);
	all_but_the_odd_one_are_kept(store, all, ERR_LIMITED);
	assert_true(store_is_full(store)); /* for some seconds nothing is tried, and it is known why */
	struct thing late = { .id = 100 };
	assert_int_equal(store_submit(store, add_thing, note, &late), ERR_LIMITED);
	atomic_store(&store->full_until, 0);
	assert_int_equal(store_write(store, add_thing, &late), OK);
	store_close(store);
}

static void a_batch_whose_commit_fails_runs_again_each_alone(void **state)
{
	struct store *store = engine_store(*state, SCHEMA, (struct store_settings){ 0 });
	struct thing all[BATCH] = { 0 };
	/* The holding unit writes nothing, so its COMMIT does not touch the log: the next one does. */
	atomic_store(&fail_writes, 1);
	log_set(LOG_ERROR + 1, 2);
	run_batch(store, all, NULL);
	log_set(LOG_INFO, 2);
	for (int i = 0; i < BATCH; i++)
		assert_int_equal(all[i].err, OK);
	assert_int_equal(things(store), BATCH);
	assert_true(figures_of(store).lost >= 1);
	store_close(store);
}

static void a_unit_that_fails_alone_too_is_refused(void **state)
{
	struct store *store = engine_store(*state, SCHEMA, (struct store_settings){ 0 });
	struct thing all[BATCH] = { 0 };
	atomic_store(&fail_writes, 1000);
	log_set(LOG_ERROR + 1, 2);
	run_batch(store, all, NULL);
	atomic_store(&fail_writes, 0);
	log_set(LOG_INFO, 2);
	for (int i = 0; i < BATCH; i++)
		assert_int_equal(all[i].err, ERR_LIMITED);
	assert_int_equal(things(store), 0);
	atomic_store(&store->full_until, 0);
	assert_int_equal(store_write(store, add_thing, &all[0]), OK);
	store_close(store);
}


static enum err add_orphan(struct db *db, void *data)
{
	return db_run(db, &orphan_add, (struct value[]){ VALUE(((struct thing *)data)->id) }, NULL);
}

static void a_deferred_foreign_key_is_refused_alone(void **state)
{
	struct store *store = engine_store(*state, SCHEMA, (struct store_settings){ 0 });
	struct thing all[BATCH] = { 0 };
	log_set(LOG_ERROR + 1, 2);
	run_batch(store, all, add_orphan);
	log_set(LOG_INFO, 2);
	all_but_the_odd_one_are_kept(store, all, ERR_BROKEN);
	assert_int_equal(figures_of(store).lost, 0);
	store_close(store);
}


static enum err look_and_refuse(struct db *db, void *data)
{
	struct thing *thing = data;
	enum err err = count_things(db, &thing->seen);
	return err ? err : ERR_CONFLICT;
}

/* What the refusal was based on must be durable, so visible to a reader, when it is answered. */
static void look_answer(void *data, enum err err)
{
	struct thing *thing = data;
	int64_t durable = -1;
	must(store_read(thing->store, count_things, &durable) == OK);
	thing->size = durable;
	note(data, err);
}

static void a_refusal_is_answered_when_what_it_read_is_durable(void **state)
{
	struct store *store = engine_store(*state, SCHEMA, (struct store_settings){ 0 });
	struct holding holding;
	hold_writer(store, &holding);
	struct thing first = { .id = 1 }, refused = { .store = store };
	assert_int_equal(store_submit(store, add_thing, note, &first), OK);
	assert_int_equal(store_submit(store, look_and_refuse, look_answer, &refused), OK);
	pthread_mutex_unlock(&holding.gate);
	wait_for(&refused.answered);
	assert_int_equal(refused.err, ERR_CONFLICT);
	assert_int_equal(refused.seen, 1);
	assert_int_equal(refused.size, 1);
	store_close(store);
}


static enum err write_then_dawdle(struct db *db, void *data)
{
	enum err err = add_thing(db, data);
	nanosleep(&(struct timespec){ 0, 50 * 1000 * 1000 }, NULL);
	return err;
}

static void an_old_deadline_stops_neither_begin_nor_commit(void **state)
{
	struct store *store = engine_store(*state, SCHEMA, (struct store_settings){ .unit_ms = 1 });
	/* Something to do at COMMIT, and in the statements after it. */
	for (int64_t i = 1; i <= 5; i++) {
		struct thing thing = { .id = i, .size = 100000 };
		assert_int_equal(store_write(store, write_then_dawdle, &thing), OK);
		assert_int_equal(store->writers[0]->deadline, 0);
		assert_false(sqlite_of(store->writers[0])->armed);
	}
	assert_int_equal(things(store), 5);
	store_close(store);
}


static enum err fill_and_refuse(struct db *db, void *data)
{
	enum err err = db_run(db, &fill, NULL, NULL);
	return err ? err : ERR_FORBIDDEN;
}

static void a_large_unit_needs_no_temporary_file(void **state)
{
	struct store *store =
	    engine_store(*state, SCHEMA, (struct store_settings){ .unit_ms = 1000 });
	for (int64_t i = 1; i <= 150; i++)
		assert_int_equal(
		    store_write(store, add_thing, &(struct thing){ .id = i, .size = 1000 }), OK);
	atomic_store(&temporary_files, 0);
	assert_int_equal(store_write(store, fill_and_refuse, NULL), ERR_FORBIDDEN);
	assert_int_equal(atomic_load(&temporary_files), 0);
	store_close(store);
}


static enum err leave_open(struct db *db, void *data)
{
	struct rows rows;
	bool more;
	enum err err = db_query(db, &count_all, NULL, &rows);
	return err ? err : db_next(&rows, &more);
}

/* What `work` does to a process with a store of its own; the answer's file gets a byte for each answer. */
static int child_status(struct engine *engine, unit_work *work, int *answers_out)
{
	int answers[2];
	assert_int_equal(pipe(answers), 0);
	pid_t child = fork();
	if (child == 0) {
		log_set(LOG_ERROR + 1, 2);
		struct store *store = engine_store(engine, SCHEMA, (struct store_settings){ 0 });
		signal(SIGABRT, SIG_DFL);
		atomic_store(&fail_syncs, 1);
		enum err err = store_write(store, work, &(struct thing){ .id = 1 });
		must(write(answers[1], "x", 1) == 1 || err);
		_exit(0);
	}
	engine->made++; /* the child's file is taken */
	close(answers[1]);
	char byte;
	*answers_out = 0;
	while (read(answers[0], &byte, 1) == 1)
		++*answers_out;
	close(answers[0]);
	int status = 0;
	assert_int_equal(waitpid(child, &status, 0), child);
	return status;
}

static void a_statement_left_open_ends_the_process(void **state)
{
	int answers;
	int status = child_status(*state, leave_open, &answers);
	assert_true(WIFSIGNALED(status));
	assert_int_equal(WTERMSIG(status), SIGABRT);
	assert_int_equal(answers, 0);
}

static void a_failed_sync_ends_the_process_before_anyone_is_answered(void **state)
{
	int answers;
	int status = child_status(*state, add_thing, &answers);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 70);
	assert_int_equal(answers, 0);
}


enum { LARGE = 400 * 1024 /* about 100 frames */ };

static void write_frames(struct store *store, int64_t from, int64_t count)
{
	for (int64_t i = from; i < from + count; i++)
		assert_int_equal(
		    store_write(store, add_thing, &(struct thing){ .id = i, .size = LARGE }), OK);
}

static void checkpoints_come_every_8000_frames(void **state)
{
	struct store *store =
	    engine_store(*state, SCHEMA, (struct store_settings){ .unit_ms = 1000 });
	write_frames(store, 1, 75);
	assert_int_equal(figures_of(store).checkpoints, 0);
	write_frames(store, 100, 10);
	assert_int_equal(figures_of(store).checkpoints, 1);
	/* The log begins anew. */
	assert_true(figures_of(store).wal_frames < 1000);
	write_frames(store, 200, 85);
	assert_int_equal(figures_of(store).checkpoints, 2);
	store_close(store);
}

static void a_checkpoint_that_a_reader_stops_is_not_tried_at_every_commit(void **state)
{
	struct store *store =
	    engine_store(*state, SCHEMA, (struct store_settings){ .unit_ms = 1000 });
	struct db *reader;
	write_frames(store, 1, 1);
	assert_int_equal(store_read_begin(store, &reader), OK);
	int64_t count;
	assert_int_equal(count_things(reader, &count), OK);
	write_frames(store, 2, 90);
	assert_int_equal(figures_of(store).checkpoints, 1);
	store_read_end(store, reader);
	store_close(store);
}

static void a_log_of_64_mb_stops_new_reads_until_it_begins_anew(void **state)
{
	struct store *store =
	    engine_store(*state, SCHEMA, (struct store_settings){ .unit_ms = 1000 });
	struct db *reader;
	write_frames(store, 1, 1);
	assert_int_equal(store_read_begin(store, &reader), OK);
	int64_t count;
	assert_int_equal(count_things(reader, &count), OK);
	log_set(LOG_ERROR + 1, 2);
	write_frames(store, 2, 165);
	log_set(LOG_INFO, 2);
	assert_true(figures_of(store).wal_frames > 16000);
	store_read_end(store, reader);
	write_frames(store, 1000, 25);
	assert_true(figures_of(store).wal_frames < 4000);
	assert_int_equal(things(store), 191);
	store_close(store);
}


static void the_last_reader_does_no_checkpoint(void **state)
{
	struct engine *engine = *state;
	str url = engine_url(engine);
	struct db *writer, *reader;
	assert_int_equal(db_sqlite.open(url, DB_WRITER, &writer), OK);
	assert_int_equal(db_sqlite.script(writer, SCHEMA), OK);
	assert_int_equal(db_sqlite.open(url, DB_READER, &reader), OK);
	int64_t count;
	assert_int_equal(count_things(reader, &count), OK);
	db_sqlite.close(writer);
	db_sqlite.close(reader);
	struct stat log;
	const char *path = str_c(
	    engine->arena, str_format(engine->arena, "%s-wal", sqlite_path(engine->arena, url)));
	assert_int_equal(stat(path, &log), 0);
	assert_true(log.st_size > 0);
}

static void a_second_store_on_the_file_is_refused(void **state)
{
	struct engine *engine = *state;
	struct store *store = engine_store(engine, SCHEMA, (struct store_settings){ 0 }),
		     *second = NULL;
	struct store_settings same = { .url = store_url(store) };
	str wrong = S("");
	assert_int_equal(store_open(engine->arena, &same, &second, &wrong), ERR_CONFLICT);
	assert_true(str_contains(wrong, S("in use by another process")));
	pid_t child = fork();
	if (child == 0)
		_exit(store_open(engine->arena, &same, &second, &wrong) == ERR_CONFLICT ? 0 : 1);
	int status;
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_equal(status, 0);
	store_close(store);
	assert_int_equal(store_open(engine->arena, &same, &store, &wrong), OK);
	store_close(store);
}

static void one_sync_serves_all_that_queued(void **state)
{
	struct store *store = engine_store(*state, SCHEMA, (struct store_settings){ 0 });
	struct thing all[BATCH] = { 0 };
	run_batch(store, all, NULL);
	assert_int_equal(figures_of(store).units, BATCH + 1);
	assert_true(figures_of(store).batches < BATCH);
	store_close(store);
}

static void the_writer_is_set_up_as_decided(void **state)
{
	static const struct {
		const char *pragma;
		int value;
	} expected[] = {
		{ "PRAGMA synchronous", 2 },	{ "PRAGMA foreign_keys", 1 },
		{ "PRAGMA temp_store", 2 },	{ "PRAGMA wal_autocheckpoint", 0 },
		{ "PRAGMA trusted_schema", 0 },	{ "PRAGMA secure_delete", 1 },
	};
	struct db *db;
	assert_int_equal(db_sqlite.open(engine_url(*state), DB_WRITER, &db), OK);
	for (size_t i = 0; i < COUNT(expected); i++) {
		sqlite3_stmt *ask;
		assert_int_equal(
		    sqlite3_prepare_v2(sqlite_of(db)->handle, expected[i].pragma, -1, &ask, NULL),
		    SQLITE_OK);
		assert_int_equal(sqlite3_step(ask), SQLITE_ROW);
		assert_int_equal(sqlite3_column_int(ask, 0), expected[i].value);
		sqlite3_finalize(ask);
	}
	db_sqlite.close(db);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_interrupted_write_loses_the_batch_and_only_itself),
		cmocka_unit_test(an_interrupted_read_costs_nobody_else),
		cmocka_unit_test(a_full_database_refuses_the_one_that_fills_it),
		cmocka_unit_test(a_batch_whose_commit_fails_runs_again_each_alone),
		cmocka_unit_test(a_unit_that_fails_alone_too_is_refused),
		cmocka_unit_test(a_deferred_foreign_key_is_refused_alone),
		cmocka_unit_test(a_refusal_is_answered_when_what_it_read_is_durable),
		cmocka_unit_test(an_old_deadline_stops_neither_begin_nor_commit),
		cmocka_unit_test(a_large_unit_needs_no_temporary_file),
		cmocka_unit_test(a_statement_left_open_ends_the_process),
		cmocka_unit_test(a_failed_sync_ends_the_process_before_anyone_is_answered),
		cmocka_unit_test(checkpoints_come_every_8000_frames),
		cmocka_unit_test(a_checkpoint_that_a_reader_stops_is_not_tried_at_every_commit),
		cmocka_unit_test(a_log_of_64_mb_stops_new_reads_until_it_begins_anew),
		cmocka_unit_test(the_last_reader_does_no_checkpoint),
		cmocka_unit_test(a_second_store_on_the_file_is_refused),
		cmocka_unit_test(one_sync_serves_all_that_queued),
		cmocka_unit_test(the_writer_is_set_up_as_decided),
	};
	if (install() != SQLITE_OK)
		return 1;
	return engines_run_sqlite("unit on SQLite", tests, COUNT(tests));
}
