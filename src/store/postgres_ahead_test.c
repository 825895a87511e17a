/* postgres_ahead_test.c: what a page asks travels together, and each answer finds whoever asks for it (docs/decisions/0059). */
#include "store/store_testing.h"

#include "store/db_postgres.h"

#define ONE(word, text, params, columns, writes) \
	static const struct statement word = { "test." #word, "", text, params, columns, writes }

static const char *const SCHEMA = "CREATE TABLE thing (id INTEGER NOT NULL, PRIMARY KEY (id)) STRICT;\n";

ONE(add, "INSERT INTO thing (id) VALUES ($1)", 1, 0, WRITES_AHEAD);
ONE(count_all, "SELECT COUNT(*) FROM thing", 0, 1, WRITES_NOTHING);
ONE(me, "SELECT pg_backend_pid()", 0, 1, WRITES_NOTHING);
ONE(end_one, "SELECT CASE WHEN pg_terminate_backend(CAST($1 AS INT)) THEN 1 ELSE 0 END", 1, 1, WRITES_NOTHING);
ONE(count_from, "SELECT COUNT(*) FROM thing WHERE id >= $1", 1, 1, WRITES_NOTHING);
ONE(fail_of_three, "SELECT 1 / (COUNT(*) - 3) FROM thing", 0, 1, WRITES_NOTHING);

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

/* By a connection of the test's own. */
static void end_connection(struct store *store, int64_t pid)
{
	struct db *db;
	int64_t ended = 0;
	assert_int_equal(db_postgres.open(store_url(store), DB_WRITER, &db), OK);
	assert_int_equal(db_number(db, &end_one, (struct value[]){ VALUE(pid) }, &ended), OK);
	assert_int_equal(ended, 1);
	db_postgres.close(db);
}

struct counts { struct store *store; int64_t pid, all, from_two, from_three; };

static enum err ask_counts(struct db *db, struct counts *counts)
{
	enum err err = db_number(db, &count_all, NULL, &counts->all);
	if (!err)
		err = db_number(db, &count_from, (struct value[]){ VALUE((int64_t)2) }, &counts->from_two);
	return err ? err : db_number(db, &count_from, (struct value[]){ VALUE((int64_t)3) }, &counts->from_three);
}

static void check_counts(const struct counts *counts)
{
	assert_int_equal(counts->all, 3);
	assert_int_equal(counts->from_two, 2);
	assert_int_equal(counts->from_three, 1);
}

static enum err ask_ahead(struct db *db)
{
	struct counts nothing = { .all = 7 };
	assert_true(db_ask_ahead(db, true));
	assert_false(db_ask_ahead(db, true)); /* one in another adds nothing */
	enum err err = ask_counts(db, &nothing);
	assert_int_equal(nothing.all, 7); /* no row comes yet */
	assert_int_equal(nothing.from_two + nothing.from_three, 0);
	(void)db_ask_ahead(db, false);
	return err;
}

static enum err read_together(struct db *db, void *data)
{
	enum err err = ask_ahead(db);
	return err ? err : ask_counts(db, data);
}

static struct store *three_things(void **state)
{
	struct store *store = engine_store(*state, SCHEMA, (struct store_settings){ .readers = 1 });
	for (int64_t id = 1; id <= 3; id++)
		add_one(store, id);
	return store;
}

static void what_is_asked_ahead_travels_together(void **state)
{
	struct counts counts;
	struct store *store = three_things(state);
	assert_int_equal(store_read(store, read_together, &counts), OK);
	int64_t before = figures_of(store).round_trips, unasked = figures_of(store).unasked;
	for (int i = 0; i < 10; i++) {
		counts = (struct counts){ 0 };
		assert_int_equal(store_read(store, read_together, &counts), OK);
		check_counts(&counts);
	}
	assert_int_equal(figures_of(store).round_trips - before, 10);
	assert_int_equal(figures_of(store).unasked - unasked, 0);
	store_close(store);
}

/* An answer is given once: who asks again is answered anew. */
static enum err read_together_twice(struct db *db, void *data)
{
	enum err err = read_together(db, data);
	return err ? err : ask_counts(db, data);
}

static enum err leave_untaken(struct db *db, void *data)
{
	return ask_ahead(db);
}

static void what_nobody_takes_is_not_given_to_others(void **state)
{
	struct counts counts = { 0 };
	struct store *store = three_things(state);
	assert_int_equal(store_read(store, read_together_twice, &counts), OK);
	check_counts(&counts);
	int64_t before = figures_of(store).unasked;
	for (int i = 0; i < 3; i++) {
		assert_int_equal(store_read(store, leave_untaken, NULL), OK);
		counts = (struct counts){ 0 };
		assert_int_equal(store_read(store, read_together, &counts), OK);
		check_counts(&counts);
	}
	assert_int_equal(figures_of(store).unasked - before, 9);
	store_close(store);
}

static enum err ask_what_fails(struct db *db, void *data)
{
	int64_t nothing = 0;
	(void)db_ask_ahead(db, true);
	enum err err = db_number(db, &fail_of_three, NULL, &nothing);
	(void)db_ask_ahead(db, false);
	return err;
}

static void what_failed_and_nobody_took_is_not_told_to_others(void **state)
{
	struct counts counts = { 0 };
	struct store *store = three_things(state);
	for (int i = 0; i < 3; i++) {
		assert_int_equal(store_read(store, ask_what_fails, NULL), OK);
		assert_int_equal(store_read(store, read_together, &counts), OK);
		check_counts(&counts);
	}
	store_close(store);
}

static enum err ask_and_lose(struct db *db, void *data)
{
	struct counts *counts = data;
	if (!counts->pid)
		return db_number(db, &me, NULL, &counts->pid);
	enum err err = ask_ahead(db);
	end_connection(counts->store, counts->pid);
	return err ? err : ask_counts(db, counts);
}

static void what_was_asked_of_a_lost_connection_is_asked_again(void **state)
{
	struct counts counts = { 0 };
	struct store *store = three_things(state);
	counts.store = store;
	assert_int_equal(store_read(store, ask_and_lose, &counts), OK);
	assert_int_equal(store_read(store, ask_and_lose, &counts), OK);
	check_counts(&counts);
	store_close(store);
}

static enum err ask_in_unit(struct db *db, void *data)
{
	*(bool *)data = db_ask_ahead(db, true);
	return OK;
}

static void a_unit_waits_for_each_answer(void **state)
{
	bool asks = true;
	struct store *store = three_things(state);
	assert_int_equal(store_write(store, ask_in_unit, &asks), OK);
	assert_false(asks);
	store_close(store);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_asked_ahead_travels_together),
		cmocka_unit_test(what_nobody_takes_is_not_given_to_others),
		cmocka_unit_test(what_failed_and_nobody_took_is_not_told_to_others),
		cmocka_unit_test(what_was_asked_of_a_lost_connection_is_asked_again),
		cmocka_unit_test(a_unit_waits_for_each_answer),
	};
	log_set(LOG_ERROR + 1, 2); /* a connection breaks here */
	return engines_run_postgres("postgres ahead", tests, COUNT(tests));
}
