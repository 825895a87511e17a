/* postgres_test.c: the driver for PostgreSQL and its pool, where SQLite has nothing alike: connections that break, servers that hang, round trips. */
#include "store/store_testing.h"

#include "store/db_driver.h"
#include "store/db_postgres.h"

#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <time.h>

#define ONE(word, text, params, columns, writes) \
	static const struct statement word = { "test." #word, "", text, params, columns, writes }

static const char *const SCHEMA =
    "CREATE TABLE thing (id INTEGER NOT NULL, name TEXT NOT NULL, PRIMARY KEY (id)) STRICT;\n";

ONE(add, "INSERT INTO thing (id, name) VALUES ($1, 'x')", 1, 0, WRITES_AHEAD);
ONE(add_slow, "INSERT INTO thing (id, name) SELECT $1, 'x' FROM pg_sleep(0.8)", 1, 0, WRITES_AHEAD);
ONE(add_now, "INSERT INTO thing (id, name) VALUES ($1, 'x')", 1, 0, WRITES_ROWS);
ONE(rename_one, "UPDATE thing SET name = name || 'y' WHERE id = $1", 1, 0, WRITES_ROWS);
ONE(count_all, "SELECT COUNT(*) FROM thing", 0, 1, WRITES_NOTHING);
ONE(names, "SELECT name FROM thing ORDER BY id LIMIT 3", 0, 1, WRITES_NOTHING);
ONE(me, "SELECT pg_backend_pid()", 0, 1, WRITES_NOTHING);
ONE(end_all, "SELECT COUNT(pg_terminate_backend(pid, 5000)) FROM pg_stat_activity" /* waits until it is gone */
	     " WHERE datname = current_database() AND pid <> pg_backend_pid()", 0, 1, WRITES_NOTHING);
ONE(others, "SELECT COUNT(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()", 0, 1,
    WRITES_NOTHING);
ONE(end_one, "SELECT CASE WHEN pg_terminate_backend(CAST($1 AS INT)) THEN 1 ELSE 0 END", 1, 1, WRITES_NOTHING);
ONE(sleep_long, "SELECT COUNT(pg_sleep(60))", 0, 1, WRITES_NOTHING);

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

static enum err add_thing(struct db *db, void *data)
{
	return db_run(db, &add, (struct value[]){ VALUE(*(int64_t *)data) }, NULL);
}

static void add_one(struct store *store, int64_t id)
{
	assert_int_equal(store_write(store, add_thing, &id), OK);
}

static struct store_figures figures_of(const struct store *store)
{
	struct store_figures figures;
	store_figures(store, &figures);
	return figures;
}

/* A connection of the test's own: whoever stands beside the house. */
static struct db *beside(struct store *store)
{
	struct db *db;
	assert_int_equal(db_postgres.open(store_url(store), DB_WRITER, &db), OK);
	return db;
}

static void end_everybody(struct store *store)
{
	struct db *db = beside(store);
	int64_t ended = 0, left = 1;
	assert_int_equal(db_number(db, &end_all, NULL, &ended), OK);
	assert_true(ended > 0);
	while (left > 0) { /* the server ends them when they come to it */
		assert_int_equal(db_number(db, &others, NULL, &left), OK);
		nanosleep(&(struct timespec){ 0, 1000000 }, NULL);
	}
	db_postgres.close(db);
}

static void end_connection(struct store *store, int64_t pid)
{
	struct db *db = beside(store);
	int64_t ended = 0;
	assert_int_equal(db_number(db, &end_one, (struct value[]){ VALUE(pid) }, &ended), OK);
	assert_int_equal(ended, 1);
	db_postgres.close(db);
}

/* Round trips. */

static enum err read_twice(struct db *db, void *data)
{
	enum err err = db_number(db, &count_all, NULL, data);
	return err ? err : db_number(db, &count_all, NULL, data);
}

static void a_snapshot_costs_a_round_trip_a_statement_and_nothing_besides(void **state)
{
	struct store *store = engine_store(*state, SCHEMA, (struct store_settings){ 0 });
	int64_t count;
	assert_int_equal(store_read(store, read_twice, &count), OK);
	int64_t before = figures_of(store).round_trips;
	for (int i = 0; i < 10; i++)
		assert_int_equal(store_read(store, read_twice, &count), OK);
	assert_int_equal(figures_of(store).round_trips - before, 20);
	store_close(store);
}

static enum err read_nothing(struct db *db, void *data)
{
	return OK;
}

static void a_snapshot_that_reads_nothing_asks_nothing(void **state)
{
	struct store *store = engine_store(*state, SCHEMA, (struct store_settings){ 0 });
	assert_int_equal(things(store), 0);
	int64_t before = figures_of(store).statements;
	assert_int_equal(store_read(store, read_nothing, NULL), OK);
	assert_int_equal(store_write(store, read_nothing, NULL), OK);
	assert_int_equal(figures_of(store).statements - before, 0);
	store_close(store);
}

static enum err add_ten(struct db *db, void *data)
{
	int64_t *next = data;
	for (int i = 0; i < 10; i++, ++*next) {
		enum err err = db_run(db, &add, (struct value[]){ VALUE(*next) }, NULL);
		if (err)
			return err;
	}
	return OK;
}

static void rows_that_are_added_travel_with_the_commit(void **state)
{
	struct store *store = engine_store(*state, SCHEMA, (struct store_settings){ .writers = 1 });
	int64_t next = 1;
	assert_int_equal(store_write(store, add_ten, &next), OK);
	int64_t before = figures_of(store).round_trips;
	assert_int_equal(store_write(store, add_ten, &next), OK);
	assert_int_equal(figures_of(store).round_trips - before, 1);
	assert_int_equal(things(store), 20);
	store_close(store);
}

static void a_row_that_fails_on_its_way_undoes_its_unit(void **state)
{
	struct store *store = engine_store(*state, SCHEMA, (struct store_settings){ .writers = 1 });
	add_one(store, 15);
	int64_t next = 10;
	assert_int_equal(store_write(store, add_ten, &next), ERR_CONFLICT);
	assert_int_equal(things(store), 1);
	next = 20;
	assert_int_equal(store_write(store, add_ten, &next), OK);
	assert_int_equal(things(store), 11);
	store_close(store);
}

/* Its row is on its way, and fails there; nobody asks. */
static enum err add_and_refuse(struct db *db, void *data)
{
	enum err err = add_thing(db, data);
	return err ? err : ERR_NOT_FOUND;
}

static void a_row_that_failed_in_a_refused_unit_is_nobody_elses(void **state)
{
	struct store *store = engine_store(*state, SCHEMA, (struct store_settings){ .writers = 1 });
	struct store_figures before = figures_of(store);
	add_one(store, 1);
	for (int64_t id = 2; id < 6; id++) {
		assert_int_equal(store_write(store, add_and_refuse, &(int64_t){ 1 }), ERR_NOT_FOUND);
		add_one(store, id);
	}
	assert_int_equal(things(store), 5);
	assert_int_equal(figures_of(store).replays, before.replays);
	assert_int_equal(figures_of(store).losses, before.losses);
	store_close(store);
}

static enum err add_many(struct db *db, void *data)
{
	enum err err = OK;
	for (int64_t id = 1; id <= *(int *)data && !err; id++)
		err = db_run(db, &add, (struct value[]){ VALUE(id) }, NULL);
	return err;
}

/* More than may be under way at once. */
static void rows_on_their_way_count_as_changed(void **state)
{
	struct store *store =
	    engine_store(*state, SCHEMA, (struct store_settings){ .unit_statements = 1000, .unit_changed = 600 });
	assert_int_equal(store_write(store, add_many, &(int){ 601 }), ERR_LIMITED);
	assert_int_equal(things(store), 0);
	assert_int_equal(store_write(store, add_many, &(int){ 600 }), OK);
	assert_int_equal(things(store), 600);
	store_close(store);
}

/* Connections that die. */

static void a_connection_that_died_unused_is_nobodys_misfortune(void **state)
{
	struct store *store = engine_store(*state, SCHEMA, (struct store_settings){ 0 });
	add_one(store, 1);
	assert_int_equal(things(store), 1);
	end_everybody(store);
	for (int64_t id = 2; id <= 20; id++)
		add_one(store, id);
	assert_int_equal(things(store), 20);
	assert_true(figures_of(store).losses > 0);
	store_close(store);
}

struct dying {
	struct store *store;
	bool after_a_row;
	int runs;
	int64_t id;
};

/* Its own backend is ended under it, the first time only. */
static enum err die_once(struct db *db, struct dying *dying)
{
	int64_t pid = 0;
	struct rows rows;
	if (dying->runs++ > 0)
		return OK;
	enum err err = db_query(db, &me, NULL, &rows);
	bool more;
	if (!err)
		err = db_next(&rows, &more);
	if (err)
		return err;
	pid = db_integer(&rows, 0);
	db_end(&rows);
	end_connection(dying->store, pid);
	return OK;
}

static enum err read_while_dying(struct db *db, void *data)
{
	int64_t count;
	enum err err = die_once(db, data);
	return err ? err : db_number(db, &count_all, NULL, &count);
}

static void a_read_that_has_shown_rows_is_told_that_its_connection_died(void **state)
{
	struct store *store = engine_store(*state, SCHEMA, (struct store_settings){ 0 });
	struct dying dying = { .store = store };
	assert_int_equal(store_read(store, read_while_dying, &dying), ERR_AWAY);
	assert_int_equal(things(store), 0);
	store_close(store);
}

static void a_read_that_has_shown_nothing_goes_on_elsewhere(void **state)
{
	struct store *store = engine_store(*state, SCHEMA, (struct store_settings){ .readers = 1 });
	struct db *db;
	int64_t count = -1;
	assert_int_equal(things(store), 0);
	assert_int_equal(store_read_begin(store, &db), OK);
	end_everybody(store);
	assert_int_equal(db_number(db, &count_all, NULL, &count), OK);
	assert_int_equal(count, 0);
	store_read_end(store, db);
	store_close(store);
}

static enum err write_while_dying(struct db *db, void *data)
{
	struct dying *dying = data;
	enum err err = db_run(db, &add_now, (struct value[]){ VALUE(dying->id) }, NULL);
	if (!err)
		err = die_once(db, dying);
	return err ? err : db_run(db, &rename_one, (struct value[]){ VALUE(dying->id) }, NULL);
}

static void a_unit_without_a_key_whose_connection_dies_was_not_kept(void **state)
{
	struct store *store = engine_store(*state, SCHEMA, (struct store_settings){ 0 });
	struct dying dying = { .store = store, .id = 1 };
	assert_int_equal(store_write(store, write_while_dying, &dying), ERR_AWAY);
	assert_int_equal(dying.runs, 1);
	assert_int_equal(things(store), 0);
	add_one(store, 1);
	store_close(store);
}

struct ended {
	atomic_int is_done;
	enum err err;
	struct dying dying;
};

static void note_end(void *data, enum err err)
{
	struct ended *ended = data;
	ended->err = err;
	atomic_store(&ended->is_done, 1);
}

static enum err write_noted(struct db *db, void *data)
{
	return write_while_dying(db, &((struct ended *)data)->dying);
}

static void a_unit_with_a_key_outlives_its_connection(void **state)
{
	struct store *store = engine_store(*state, SCHEMA, (struct store_settings){ 0 });
	struct ended ended = { .dying = { .store = store, .id = 1 } };
	assert_int_equal(store_submit_keyed(store, write_noted, note_end, &ended), OK);
	while (!atomic_load(&ended.is_done))
		nanosleep(&(struct timespec){ 0, 1000000 }, NULL);
	assert_int_equal(ended.err, OK);
	assert_int_equal(ended.dying.runs, 2);
	assert_int_equal(things(store), 1);
	assert_int_equal(figures_of(store).resumed, 1);
	store_close(store);
}

/* Servers that hang. */

static enum err look_at_me(struct db *db, void *data)
{
	return db_number(db, &me, NULL, data);
}

static void a_server_that_hangs_holds_a_read_no_longer_than_so(void **state)
{
	struct store *store = engine_store(*state, SCHEMA, (struct store_settings){ .readers = 1, .statement_ms = 300 });
	int64_t pid = 0, count = 0;
	struct db *db;
	assert_int_equal(store_read_begin(store, &db), OK);
	assert_int_equal(look_at_me(db, &pid), OK);
	assert_int_equal(kill((pid_t)pid, SIGSTOP), 0);
	moment began_at = moment_monotonic();
	enum err err = db_number(db, &count_all, NULL, &count);
	moment took = moment_monotonic() - began_at;
	store_read_end(store, db);
	assert_int_equal(kill((pid_t)pid, SIGCONT), 0);
	assert_int_equal(err, ERR_AWAY);
	assert_true(took >= MILLISECONDS(300) && took < SECONDS(8));
	assert_int_equal(things(store), 0);
	store_close(store);
}

static void an_idle_connection_whose_server_hangs_is_replaced(void **state)
{
	struct store *store = engine_store(*state, SCHEMA, (struct store_settings){ .readers = 1, .idle_ms = 1 });
	int64_t pid = 0;
	assert_int_equal(store_read(store, look_at_me, &pid), OK);
	assert_int_equal(kill((pid_t)pid, SIGSTOP), 0);
	nanosleep(&(struct timespec){ 0, 5000000 }, NULL);
	int64_t other = 0;
	enum err err = store_read(store, look_at_me, &other);
	assert_int_equal(kill((pid_t)pid, SIGCONT), 0);
	assert_int_equal(err, OK);
	assert_true(other != pid);
	store_close(store);
}

static enum err sleep_in_the_server(struct db *db, void *data)
{
	int64_t count;
	return db_number(db, &sleep_long, NULL, &count);
}

/* The server ends it by itself, and the connection stays. */
static void a_statement_that_takes_too_long_is_ended_by_the_server(void **state)
{
	struct store *store = engine_store(
	    *state, SCHEMA, (struct store_settings){ .readers = 1, .writers = 1, .statement_ms = 200, .unit_ms = 10 });
	assert_int_equal(things(store), 0);
	int64_t before = figures_of(store).losses;
	assert_int_equal(store_read(store, sleep_in_the_server, NULL), ERR_LIMITED);
	assert_int_equal(store_write(store, sleep_in_the_server, NULL), ERR_LIMITED);
	assert_int_equal(figures_of(store).losses, before);
	add_one(store, 1);
	store_close(store);
}

/* Nothing is heard before the last of them is done: longer than one of them may take, and a second. */
static enum err add_slowly(struct db *db, void *data)
{
	enum err err = OK;
	db->limits.statement = MILLISECONDS(1200);
	for (int64_t id = 1; id <= 3 && !err; id++)
		err = db_run(db, &add_slow, (struct value[]){ VALUE(id) }, NULL);
	return err;
}

static void statements_that_travel_together_may_each_be_slow(void **state)
{
	struct store *store = engine_store(*state, SCHEMA, (struct store_settings){ .readers = 1, .writers = 1 });
	int64_t before = figures_of(store).losses;
	assert_int_equal(store_write(store, add_slowly, NULL), OK);
	assert_int_equal(figures_of(store).losses, before);
	assert_int_equal(things(store), 3);
	store_close(store);
}

static void who_finds_no_connection_in_time_is_told_so(void **state)
{
	struct store *store = engine_store(*state, SCHEMA, (struct store_settings){ .readers = 2, .wait_ms = 50 });
	struct db *first, *second, *third;
	assert_int_equal(store_read_begin(store, &first), OK);
	assert_int_equal(store_read_begin(store, &second), OK);
	assert_int_equal(store_read_begin(store, &third), ERR_AWAY);
	assert_int_equal(figures_of(store).crowded_out, 1);
	assert_int_equal(figures_of(store).reading, 2);
	store_read_end(store, first);
	assert_int_equal(store_read_begin(store, &third), OK);
	store_read_end(store, second);
	store_read_end(store, third);
	assert_int_equal(figures_of(store).readers, 2);
	store_close(store);
}

/* What a connection has prepared. */

static enum err read_names(struct db *db, void *data)
{
	struct rows rows;
	bool more = true;
	enum err err = db_query(db, &names, NULL, &rows);
	while (!err && more)
		err = db_next(&rows, &more);
	return err;
}

static void a_table_that_changed_its_columns_is_read_all_the_same(void **state)
{
	struct store *store = engine_store(*state, SCHEMA, (struct store_settings){ .readers = 1, .writers = 1 });
	add_one(store, 1);
	for (int i = 0; i < 8; i++) { /* until the server keeps its plan */
		assert_int_equal(store_read(store, read_names, NULL), OK);
		assert_int_equal(store_write(store, read_names, NULL), OK);
	}
	struct db *db = beside(store);
	assert_int_equal(db_postgres.script(db, "ALTER TABLE thing ALTER COLUMN name TYPE VARCHAR(20)"), OK);
	db_postgres.close(db);
	assert_int_equal(store_read(store, read_names, NULL), OK);
	assert_int_equal(store_write(store, read_names, NULL), OK);
	store_close(store);
}

static enum err forget_and_count(struct db *db, void *data)
{
	int64_t *count = data;
	bool first = *count < 0;
	*count = 0;
	enum err err = first ? db->driver->script(db, "DEALLOCATE ALL") : OK;
	return err ? err : db_number(db, &count_all, NULL, count);
}

static void statements_that_the_server_forgot_are_prepared_again(void **state)
{
	struct store *store = engine_store(*state, SCHEMA, (struct store_settings){ .readers = 1, .writers = 1 });
	int64_t count = 0;
	add_one(store, 1);
	assert_int_equal(store_write(store, count_things, &count), OK);
	assert_int_equal(store_read(store, count_things, &count), OK);
	count = -1;
	assert_int_equal(store_read(store, forget_and_count, &count), OK);
	assert_int_equal(count, 1);
	count = -1;
	assert_int_equal(store_write(store, forget_and_count, &count), OK);
	assert_int_equal(count, 1);
	store_close(store);
}

/* Two that wait for each other. */

struct crossing {
	struct store *store;
	int64_t first, second;
	atomic_int *met;
	enum err err;
};

static enum err cross(struct db *db, void *data)
{
	struct crossing *crossing = data;
	enum err err = db_run(db, &rename_one, (struct value[]){ VALUE(crossing->first) }, NULL);
	/* In the first run each has its row before either asks for the other's. */
	atomic_fetch_add(crossing->met, 1);
	moment until = moment_monotonic() + MILLISECONDS(500);
	while (atomic_load(crossing->met) < 2 && moment_monotonic() < until)
		nanosleep(&(struct timespec){ 0, 1000000 }, NULL);
	return err ? err : db_run(db, &rename_one, (struct value[]){ VALUE(crossing->second) }, NULL);
}

static void *cross_thread(void *data)
{
	struct crossing *crossing = data;
	crossing->err = store_write(crossing->store, cross, crossing);
	return NULL;
}

static void two_units_that_lock_each_other_are_both_done(void **state)
{
	struct store *store = engine_store(*state, SCHEMA, (struct store_settings){ .writers = 2 });
	add_one(store, 1);
	add_one(store, 2);
	atomic_int met = 0;
	struct crossing both[2] = { { store, 1, 2, &met, OK }, { store, 2, 1, &met, OK } };
	pthread_t threads[2];
	for (int i = 0; i < 2; i++)
		pthread_create(&threads[i], NULL, cross_thread, &both[i]);
	for (int i = 0; i < 2; i++)
		pthread_join(threads[i], NULL);
	assert_int_equal(both[0].err, OK);
	assert_int_equal(both[1].err, OK);
	assert_true(figures_of(store).replays >= 1);
	store_close(store);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_snapshot_costs_a_round_trip_a_statement_and_nothing_besides),
		cmocka_unit_test(a_snapshot_that_reads_nothing_asks_nothing),
		cmocka_unit_test(rows_that_are_added_travel_with_the_commit),
		cmocka_unit_test(a_row_that_fails_on_its_way_undoes_its_unit),
		cmocka_unit_test(a_row_that_failed_in_a_refused_unit_is_nobody_elses),
		cmocka_unit_test(rows_on_their_way_count_as_changed),
		cmocka_unit_test(a_connection_that_died_unused_is_nobodys_misfortune),
		cmocka_unit_test(a_read_that_has_shown_rows_is_told_that_its_connection_died),
		cmocka_unit_test(a_read_that_has_shown_nothing_goes_on_elsewhere),
		cmocka_unit_test(a_unit_without_a_key_whose_connection_dies_was_not_kept),
		cmocka_unit_test(a_unit_with_a_key_outlives_its_connection),
		cmocka_unit_test(a_server_that_hangs_holds_a_read_no_longer_than_so),
		cmocka_unit_test(an_idle_connection_whose_server_hangs_is_replaced),
		cmocka_unit_test(a_statement_that_takes_too_long_is_ended_by_the_server),
		cmocka_unit_test(statements_that_travel_together_may_each_be_slow),
		cmocka_unit_test(who_finds_no_connection_in_time_is_told_so),
		cmocka_unit_test(a_table_that_changed_its_columns_is_read_all_the_same),
		cmocka_unit_test(statements_that_the_server_forgot_are_prepared_again),
		cmocka_unit_test(two_units_that_lock_each_other_are_both_done),
	};
	log_set(LOG_ERROR + 1, 2); /* connections break here by the dozen */
	return engines_run_postgres("postgres", tests, COUNT(tests));
}
