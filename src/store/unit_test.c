/* unit_test.c: what a unit promises, on both engines. */
#include "store/store_testing.h"

#include "store/db_driver.h"

#include <pthread.h>
#include <stdatomic.h>
#include <time.h>

#define ONE(word, sqlite, postgres, params, columns, writes) \
	static const struct statement word = { "test." #word, sqlite,  postgres, \
					       params,	      columns, writes }

static const char *const SCHEMA =
    "CREATE TABLE thing (id INTEGER NOT NULL, name TEXT NOT NULL, PRIMARY KEY (id)) STRICT;\n"
    "CREATE TABLE helper (id INTEGER NOT NULL, changed_at INTEGER NOT NULL, PRIMARY KEY (id)) "
    "STRICT;\n"
    "CREATE TABLE booking (id INTEGER NOT NULL, helper_id INTEGER NOT NULL, slot INTEGER NOT "
    "NULL,\n"
    " state INTEGER NOT NULL, PRIMARY KEY (id)) STRICT;\n"
    "CREATE INDEX booking_by_slot ON booking (helper_id, slot);\n";

ONE(add, "INSERT INTO thing (id, name) VALUES (?1, 'x')",
    "INSERT INTO thing (id, name) VALUES ($1, 'x')", 1, 0, true);
ONE(count_all, "SELECT COUNT(*) FROM thing", "SELECT COUNT(*) FROM thing", 0, 1, false);
ONE(rename_all, "UPDATE thing SET name = 'y'", "UPDATE thing SET name = 'y'", 0, 0, true);
ONE(helper_add, "INSERT INTO helper (id, changed_at) VALUES (1, 0)",
    "INSERT INTO helper (id, changed_at) VALUES (1, 0)", 0, 0, true);
ONE(helper_touch, "UPDATE helper SET changed_at = changed_at + 1 WHERE id = 1",
    "UPDATE helper SET changed_at = changed_at + 1 WHERE id = 1", 0, 0, true);
ONE(slot_taken, "SELECT COUNT(*) FROM booking WHERE helper_id = 1 AND slot = ?1 AND state = 1",
    "SELECT COUNT(*) FROM booking WHERE helper_id = 1 AND slot = $1 AND state = 1", 1, 1, false);
ONE(booking_add, "INSERT INTO booking (id, helper_id, slot, state) VALUES (?1, 1, ?2, 1)",
    "INSERT INTO booking (id, helper_id, slot, state) VALUES ($1, 1, $2, 1)", 2, 0, true);

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

static enum err add_and_refuse(struct db *db, void *data)
{
	enum err err = add_thing(db, data);
	return err ? err : ERR_FORBIDDEN;
}

static void a_unit_keeps_what_it_wrote(void **state)
{
	struct store *store = engine_store(*state, SCHEMA, (struct store_settings){ 0 });
	int64_t id = 1;
	assert_int_equal(store_write(store, add_thing, &id), OK);
	assert_int_equal(things(store), 1);
	store_close(store);
}

static void a_refused_unit_leaves_nothing_and_says_why(void **state)
{
	struct store *store = engine_store(*state, SCHEMA, (struct store_settings){ 0 });
	int64_t id = 1;
	assert_int_equal(store_write(store, add_and_refuse, &id), ERR_FORBIDDEN);
	assert_int_equal(things(store), 0);
	struct store_figures figures;
	store_figures(store, &figures);
	assert_int_equal(figures.refused, 1);
	assert_int_equal(figures.units, 0);
	store_close(store);
}

static enum err ignore_a_conflict(struct db *db, void *data)
{
	int64_t other = 2;
	enum err first = add_thing(db, data);
	enum err second = add_thing(db, data);
	enum err third = add_thing(db, &other);
	assert_int_equal(first, OK);
	assert_int_equal(second, ERR_CONFLICT);
	assert_int_equal(third, ERR_CONFLICT);
	return OK;
}

static void a_failed_statement_spoils_its_unit(void **state)
{
	struct store *store = engine_store(*state, SCHEMA, (struct store_settings){ 0 });
	int64_t id = 1;
	assert_int_equal(store_write(store, ignore_a_conflict, &id), ERR_CONFLICT);
	assert_int_equal(things(store), 0);
	assert_int_equal(store_write(store, add_thing, &id), OK);
	store_close(store);
}

static enum err knows_where_it_is(struct db *db, void *data)
{
	*(bool *)data = !db_is_outside_unit();
	return OK;
}

static void slow_work_can_tell_that_a_unit_is_open(void **state)
{
	struct store *store = engine_store(*state, SCHEMA, (struct store_settings){ 0 });
	bool inside = false;
	assert_true(db_is_outside_unit());
	assert_int_equal(store_write(store, knows_where_it_is, &inside), OK);
	assert_true(inside);
	inside = true;
	assert_int_equal(store_read(store, knows_where_it_is, &inside), OK);
	assert_false(inside);
	assert_true(db_is_outside_unit());
	store_close(store);
}

static enum err many_statements(struct db *db, void *data)
{
	int64_t count;
	for (int i = 0; i < *(int *)data; i++) {
		enum err err = db_number(db, &count_all, NULL, &count);
		if (err)
			return err;
	}
	return OK;
}

static void a_unit_has_64_statements(void **state)
{
	struct store *store =
	    engine_store(*state, SCHEMA, (struct store_settings){ .unit_ms = 2000 });
	assert_int_equal(store_write(store, many_statements, &(int){ 64 }), OK);
	assert_int_equal(store_write(store, many_statements, &(int){ 65 }), ERR_LIMITED);
	store_close(store);
}

static enum err rename_everything(struct db *db, void *data)
{
	enum err err = db_run(db, &rename_all, NULL, NULL);
	/* Says that all is well: the store must know better. */
	return err == ERR_LIMITED ? OK : err;
}

static void a_unit_changes_200_rows(void **state)
{
	struct store *store =
	    engine_store(*state, SCHEMA, (struct store_settings){ .unit_ms = 2000 });
	for (int64_t id = 1; id <= 200; id++)
		assert_int_equal(store_write(store, add_thing, &id), OK);
	assert_int_equal(store_write(store, rename_everything, NULL), OK);
	int64_t id = 201;
	assert_int_equal(store_write(store, add_thing, &id), OK);
	assert_int_equal(store_write(store, rename_everything, NULL), ERR_LIMITED);
	store_close(store);
}

static enum err dawdle(struct db *db, void *data)
{
	++*(int *)data;
	nanosleep(&(struct timespec){ 0, 60 * 1000 * 1000 }, NULL);
	int64_t count;
	return db_number(db, &count_all, NULL, &count);
}

static enum err compute(struct db *db, void *data)
{
	++*(int *)data;
	moment began_at = moment_of_thread();
	while (moment_of_thread() - began_at < MILLISECONDS(60))
		;
	int64_t count;
	return db_number(db, &count_all, NULL, &count);
}

static void a_late_unit_starts_no_statement(void **state)
{
	/* 2 ms, or 40 under the sanitizers. */
	struct store *store = engine_store(*state, SCHEMA, (struct store_settings){ .unit_ms = 2 });
	int runs = 0;
	assert_int_equal(store_write(store, compute, &runs), ERR_LIMITED);
	/* On SQLite it gets one more try: it may have found the caches cold. */
	assert_int_equal(runs, ((struct engine *)*state)->postgres ? 1 : 2);
	store_close(store);
}

/* On SQLite the unit's own time counts; PostgreSQL computes elsewhere, so there it is the clock on the wall. */
static void a_unit_that_the_machine_kept_waiting_is_not_late(void **state)
{
	struct store *store = engine_store(*state, SCHEMA, (struct store_settings){ .unit_ms = 2 });
	bool postgres = ((struct engine *)*state)->postgres;
	int runs = 0;
	assert_int_equal(store_write(store, dawdle, &runs), postgres ? ERR_LIMITED : OK);
	assert_int_equal(runs, 1);
	store_close(store);
}

static enum err sleep_long(struct db *db, void *data)
{
	(void)data;
	nanosleep(&(struct timespec){ 0, 900 * 1000 * 1000 }, NULL);
	int64_t count;
	return db_number(db, &count_all, NULL, &count);
}

static void a_unit_that_waits_twenty_times_as_long_is_late_all_the_same(void **state)
{
	struct store *store = engine_store(*state, SCHEMA, (struct store_settings){ .unit_ms = 2 });
	assert_int_equal(store_write(store, sleep_long, NULL), ERR_LIMITED);
	store_close(store);
}

/* A read keeps what it saw first. */
struct snapshot {
	struct store *store;
	int64_t before, after;
};

static enum err read_twice(struct db *db, void *data)
{
	struct snapshot *snapshot = data;
	enum err err = db_number(db, &count_all, NULL, &snapshot->before);
	int64_t id = 77;
	assert_int_equal(store_write(snapshot->store, add_thing, &id), OK);
	return err ? err : db_number(db, &count_all, NULL, &snapshot->after);
}

static void a_read_sees_one_moment(void **state)
{
	struct store *store = engine_store(*state, SCHEMA, (struct store_settings){ 0 });
	struct snapshot snapshot = { .store = store };
	assert_int_equal(store_read(store, read_twice, &snapshot), OK);
	assert_int_equal(snapshot.before, 0);
	assert_int_equal(snapshot.after, 0);
	assert_int_equal(things(store), 1);
	store_close(store);
}

/* The queue. */

struct held {
	pthread_mutex_t mutex;
	atomic_int running, answered;
};

static enum err wait_for_release(struct db *db, void *data)
{
	struct held *held = data;
	atomic_fetch_add(&held->running, 1);
	pthread_mutex_lock(&held->mutex);
	pthread_mutex_unlock(&held->mutex);
	return OK;
}

static void count_answer(void *data, enum err err)
{
	atomic_fetch_add(&((struct held *)data)->answered, 1);
}

static void a_full_queue_refuses_at_once(void **state)
{
	struct store *store =
	    engine_store(*state, SCHEMA, (struct store_settings){ .queue = 3, .writers = 1 });
	struct held held = { .mutex = PTHREAD_MUTEX_INITIALIZER };
	pthread_mutex_lock(&held.mutex);
	assert_int_equal(store_submit(store, wait_for_release, count_answer, &held), OK);
	while (atomic_load(&held.running) == 0)
		sched_yield();
	for (int i = 0; i < 3; i++)
		assert_int_equal(store_submit(store, wait_for_release, count_answer, &held), OK);
	assert_int_equal(store_submit(store, wait_for_release, count_answer, &held), ERR_LIMITED);
	pthread_mutex_unlock(&held.mutex);
	store_close(store);
	assert_int_equal(atomic_load(&held.answered), 4);
}

static void note_nothing(void *data, enum err err)
{
	must(err == OK);
}

/* Who had which turn: visitors by their number, the house below zero. */
struct turns { atomic_int taken; int at[100]; };
struct turn { struct turns *turns; int who; };

static enum err take_turn(struct db *db, void *data)
{
	struct turn *turn = data;
	turn->turns->at[atomic_fetch_add(&turn->turns->taken, 1)] = turn->who;
	return OK;
}

static void whoever_waits_goes_first_and_the_house_gets_its_share(void **state)
{
	enum { HOUSES = 2, VISITORS = 40, A_TURN = 32 };
	struct store *store = engine_store(*state, SCHEMA, (struct store_settings){ .writers = 1 });
	struct held held = { .mutex = PTHREAD_MUTEX_INITIALIZER };
	struct turns turns = { 0 };
	struct turn all[HOUSES + VISITORS];
	pthread_mutex_lock(&held.mutex);
	assert_int_equal(store_submit(store, wait_for_release, count_answer, &held), OK);
	while (atomic_load(&held.running) == 0)
		sched_yield();
	for (int i = 0; i < HOUSES + VISITORS; i++) {
		all[i] = (struct turn){ &turns, i - HOUSES };
		assert_int_equal(i < HOUSES ? store_submit_behind(store, take_turn, note_nothing, &all[i])
					    : store_submit(store, take_turn, note_nothing, &all[i]), OK);
	}
	pthread_mutex_unlock(&held.mutex);
	store_close(store);
	assert_int_equal(atomic_load(&turns.taken), HOUSES + VISITORS);
	int visitor = 0, house = -HOUSES;
	for (int i = 0; i < HOUSES + VISITORS; i++) {
		/* The one that was held was a visitor's, too. */
		bool houses = visitor == VISITORS || (i + 1) % (A_TURN + 1) == A_TURN;
		assert_int_equal(turns.at[i], houses ? house++ : visitor++);
	}
}

/* How much of the house's work was done when the visitor heard. */
struct hearing { struct turns *turns; atomic_int at; };

static void hear(void *data, enum err err)
{
	struct hearing *hearing = data;
	must(err == OK);
	atomic_store(&hearing->at, atomic_load(&hearing->turns->taken));
}

static enum err say_nothing(struct db *db, void *data)
{
	(void)db;
	(void)data;
	return OK;
}

/* A batch with a visitor in it is committed when no other visitor waits, however much the house still has to do. */
static void nobody_waits_for_the_houses_work(void **state)
{
	enum { HOUSES = 60, FEW = 2 };
	struct store *store = engine_store(*state, SCHEMA, (struct store_settings){ .writers = 1 });
	struct held held = { .mutex = PTHREAD_MUTEX_INITIALIZER };
	struct turns turns = { 0 };
	struct hearing hearing = { .turns = &turns, .at = -1 };
	struct turn turn = { &turns, 0 };
	pthread_mutex_lock(&held.mutex);
	assert_int_equal(store_submit_behind(store, wait_for_release, count_answer, &held), OK);
	while (atomic_load(&held.running) == 0)
		sched_yield();
	for (int i = 0; i < HOUSES; i++)
		assert_int_equal(store_submit_behind(store, take_turn, note_nothing, &turn), OK);
	assert_int_equal(store_submit(store, say_nothing, hear, &hearing), OK);
	pthread_mutex_unlock(&held.mutex);
	store_close(store);
	assert_int_equal(atomic_load(&turns.taken), HOUSES);
	assert_in_range(atomic_load(&hearing.at), 0, FEW);
}

static void closing_runs_what_is_queued(void **state)
{
	struct engine *engine = *state;
	struct store *store = engine_store(engine, SCHEMA, (struct store_settings){ 0 });
	str url = store_url(store);
	struct queued {
		int64_t id;
	} all[99];
	for (int i = 0; i < 99; i++) {
		all[i].id = i;
		assert_int_equal(store_submit(store, add_thing, note_nothing, &all[i]), OK);
	}
	store_close(store);
	struct store_settings again = { .url = url };
	str wrong;
	assert_int_equal(store_open(engine->arena, &again, &store, &wrong), OK);
	assert_int_equal(things(store), 99);
	store_close(store);
}

/* 32 helpers' customers at one slot: the rule reads, then writes; exactly one wins. */

enum { ACCEPTING = 32 };

struct accepting {
	struct store *store;
	int64_t id, slot;
	enum err err;
	pthread_barrier_t *start;
};

static enum err accept_once(struct db *db, void *data)
{
	struct accepting *one = data;
	int64_t taken;
	/* A rule that takes a slot first writes the helper's row. */
	enum err err = db_run(db, &helper_touch, NULL, NULL);
	if (!err)
		err = db_number(db, &slot_taken, (struct value[]){ VALUE(one->slot) }, &taken);
	if (err)
		return err;
	if (taken)
		return ERR_CONFLICT;
	return db_run(db, &booking_add, (struct value[]){ VALUE(one->id), VALUE(one->slot) }, NULL);
}

static void *accept_thread(void *data)
{
	struct accepting *one = data;
	pthread_barrier_wait(one->start);
	/* Serialization may ask again and again: a person's browser would, too. */
	do {
		one->err = store_write(one->store, accept_once, one);
	} while (one->err == ERR_LIMITED);
	return NULL;
}

static enum err helper_make(struct db *db, void *data)
{
	return db_run(db, &helper_add, NULL, NULL);
}

static void of_32_parallel_acceptances_one_wins(void **state)
{
	struct store *store =
	    engine_store(*state, SCHEMA, (struct store_settings){ .writers = 16 });
	assert_int_equal(store_write(store, helper_make, NULL), OK);
	for (int64_t slot = 1; slot <= 10; slot++) {
		struct accepting all[ACCEPTING];
		pthread_t threads[ACCEPTING];
		pthread_barrier_t start;
		pthread_barrier_init(&start, NULL, ACCEPTING);
		for (int i = 0; i < ACCEPTING; i++) {
			all[i] = (struct accepting){ store, slot * 100 + i, slot, OK, &start };
			pthread_create(&threads[i], NULL, accept_thread, &all[i]);
		}
		int won = 0, lost = 0;
		for (int i = 0; i < ACCEPTING; i++) {
			pthread_join(threads[i], NULL);
			won += all[i].err == OK;
			lost += all[i].err == ERR_CONFLICT;
		}
		assert_int_equal(won, 1);
		assert_int_equal(lost, ACCEPTING - 1);
		pthread_barrier_destroy(&start);
	}
	store_close(store);
}

/* Two units that read what the other writes: one of them must be run again. */

static enum err look_then_add(struct db *db, void *data)
{
	struct accepting *one = data;
	int64_t count;
	enum err err = db_number(db, &count_all, NULL, &count);
	if (err)
		return err;
	nanosleep(&(struct timespec){ 0, 2 * 1000 * 1000 }, NULL);
	return count > 0 ? ERR_CONFLICT
			 : db_run(db, &add, (struct value[]){ VALUE(one->id) }, NULL);
}

static void *look_thread(void *data)
{
	struct accepting *one = data;
	pthread_barrier_wait(one->start);
	one->err = store_write(one->store, look_then_add, one);
	return NULL;
}

static void units_are_serializable(void **state)
{
	struct store *store =
	    engine_store(*state, SCHEMA, (struct store_settings){ .unit_ms = 1000, .writers = 4 });
	struct accepting all[4];
	pthread_t threads[4];
	pthread_barrier_t start;
	pthread_barrier_init(&start, NULL, 4);
	for (int i = 0; i < 4; i++) {
		all[i] = (struct accepting){ store, i, 0, OK, &start };
		pthread_create(&threads[i], NULL, look_thread, &all[i]);
	}
	for (int i = 0; i < 4; i++)
		pthread_join(threads[i], NULL);
	pthread_barrier_destroy(&start);
	assert_int_equal(things(store), 1);
	struct store_figures figures;
	store_figures(store, &figures);
	if (store_is_remote(store))
		assert_true(figures.replays > 0);
	store_close(store);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_unit_keeps_what_it_wrote),
		cmocka_unit_test(a_refused_unit_leaves_nothing_and_says_why),
		cmocka_unit_test(a_failed_statement_spoils_its_unit),
		cmocka_unit_test(slow_work_can_tell_that_a_unit_is_open),
		cmocka_unit_test(a_unit_has_64_statements),
		cmocka_unit_test(a_unit_changes_200_rows),
		cmocka_unit_test(a_late_unit_starts_no_statement),
		cmocka_unit_test(a_unit_that_the_machine_kept_waiting_is_not_late),
		cmocka_unit_test(a_unit_that_waits_twenty_times_as_long_is_late_all_the_same),
		cmocka_unit_test(a_read_sees_one_moment),
		cmocka_unit_test(a_full_queue_refuses_at_once),
		cmocka_unit_test(whoever_waits_goes_first_and_the_house_gets_its_share),
		cmocka_unit_test(nobody_waits_for_the_houses_work),
		cmocka_unit_test(closing_runs_what_is_queued),
		cmocka_unit_test(of_32_parallel_acceptances_one_wins),
		cmocka_unit_test(units_are_serializable),
	};
	return engines_run("unit", tests, COUNT(tests));
}
