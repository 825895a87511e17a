/* postgres_loss_test.c: an answer that is lost under COMMIT, and a server that is started anew under load. */
#include "store/store_testing.h"

#include "store/db_driver.h"
#include "store/proxy_testing.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#define ONE(word, text, params, columns, writes) \
	static const struct statement word = { "test." #word, "", text, params, columns, writes }

static const char *const SCHEMA =
    "CREATE TABLE thing (id INTEGER NOT NULL, deed INTEGER NOT NULL, PRIMARY KEY (id)) STRICT;\n"
    "CREATE INDEX thing_by_deed ON thing (deed);\n"
    "CREATE TABLE done (deed INTEGER NOT NULL, PRIMARY KEY (deed)) STRICT;\n";

ONE(add, "INSERT INTO thing (id, deed) VALUES ($1, $2)", 2, 0, WRITES_AHEAD);
ONE(done_add, "INSERT INTO done (deed) VALUES ($1)", 1, 0, WRITES_AHEAD);
ONE(done_add_now, "INSERT INTO done (deed) VALUES ($1)", 1, 0, WRITES_ROWS);
ONE(done_count, "SELECT COUNT(*) FROM done WHERE deed = $1", 1, 1, WRITES_NOTHING);
ONE(of_deed, "SELECT COUNT(*) FROM thing WHERE deed = $1", 1, 1, WRITES_NOTHING);

/* A deed with a key: the key's row tells whether it was done.  Each run would add another thing. */
struct deed {
	int64_t number;
	struct proxy *proxy;
	enum proxy_cut cut; /* under its first COMMIT */
	int runs, doubts;
	bool keyed;
	atomic_int is_done;
	enum err err;
};

static _Atomic(int64_t) next_id = 1;

static enum err deed_work(struct db *db, void *data)
{
	struct deed *deed = data;
	const struct value key = VALUE(deed->number);
	int64_t done = 0;
	deed->doubts += db_is_in_doubt(db);
	deed->runs++;
	enum err err = db_number(db, &done_count, &key, &done);
	if (err || (done && deed->keyed))
		return err;
	/* The next that goes over the wire is COMMIT, and the rows with it. */
	if (deed->cut && deed->runs == 1)
		proxy_cut(deed->proxy, deed->cut);
	err = db_run(db, &add, (struct value[]){ VALUE(atomic_fetch_add(&next_id, 1)), key }, NULL);
	return err ? err : db_run(db, &done_add, &key, NULL);
}

static void deed_answer(void *data, enum err err)
{
	struct deed *deed = data;
	deed->err = err;
	atomic_store(&deed->is_done, 1);
}

static enum err deed_do(struct store *store, struct deed *deed)
{
	enum err err = deed->keyed ? store_submit_keyed(store, deed_work, deed_answer, deed)
				   : store_submit(store, deed_work, deed_answer, deed);
	if (err)
		return err;
	while (!atomic_load(&deed->is_done))
		nanosleep(&(struct timespec){ 0, 1000000 }, NULL);
	return deed->err;
}

struct counting {
	int64_t deed, count;
};

static enum err count_work(struct db *db, void *data)
{
	struct counting *counting = data;
	return db_number(db, &of_deed, (struct value[]){ VALUE(counting->deed) }, &counting->count);
}

static int64_t times_done(struct store *store, int64_t deed)
{
	struct counting counting = { .deed = deed };
	assert_int_equal(store_read(store, count_work, &counting), OK);
	return counting.count;
}

/* The same database, through a wire that can be cut; whoever counts comes on another. */
static struct store *store_behind_proxy(struct engine *engine, struct store *direct, struct proxy **proxy_out)
{
	struct store_settings settings = { .writers = 1 };
	str wrong;
	*proxy_out = proxy_open(engine->arena, store_url(direct), &settings.url);
	struct store *store;
	assert_int_equal(store_open(engine->arena, &settings, &store, &wrong), OK);
	return store;
}

static void a_commit_whose_answer_is_lost_is_told_as_unsure(void **state)
{
	struct proxy *proxy;
	struct store *direct = engine_store(*state, SCHEMA, (struct store_settings){ .writers = 1 });
	struct store *store = store_behind_proxy(*state, direct, &proxy);
	struct deed kept = { .number = 1, .proxy = proxy, .cut = CUT_ANSWER };
	struct deed not_kept = { .number = 2, .proxy = proxy, .cut = CUT_QUESTION };
	assert_int_equal(deed_do(store, &kept), ERR_UNSURE);
	assert_int_equal(deed_do(store, &not_kept), ERR_UNSURE);
	assert_int_equal(kept.runs, 1);
	assert_int_equal(times_done(direct, 1), 1);
	assert_int_equal(times_done(direct, 2), 0);
	struct store_figures figures;
	store_figures(store, &figures);
	assert_int_equal(figures.unsure, 2);
	assert_int_equal(deed_do(store, &(struct deed){ .number = 3 }), OK);
	store_close(store);
	store_close(direct);
	proxy_close(proxy);
}

static void under_a_key_a_lost_commit_is_done_exactly_once(void **state)
{
	struct proxy *proxy;
	struct store *direct = engine_store(*state, SCHEMA, (struct store_settings){ .writers = 1 });
	struct store *store = store_behind_proxy(*state, direct, &proxy);
	for (int64_t i = 1; i <= 10; i++) {
		enum proxy_cut cut = i % 2 ? CUT_ANSWER : CUT_QUESTION;
		struct deed deed = { .number = i, .proxy = proxy, .cut = cut, .keyed = true };
		assert_int_equal(deed_do(store, &deed), OK);
		assert_int_equal(deed.runs, 2);
		assert_int_equal(deed.doubts, 1);
		assert_int_equal(times_done(direct, i), 1);
	}
	store_close(store);
	store_close(direct);
	proxy_close(proxy);
}

/* A COMMIT that is under way still when nobody listens any more: its key's row is there, and nobody sees it. */

struct late {
	struct deed deed;
	struct proxy *proxy;
	int lands_in; /* before that run looks; 0: later */
	atomic_int runs;
};

static enum err late_work(struct db *db, void *data)
{
	struct late *late = data;
	const struct value key = VALUE(late->deed.number);
	int64_t done = 0;
	int run = atomic_fetch_add(&late->runs, 1) + 1;
	if (run == late->lands_in)
		proxy_deliver(late->proxy);
	enum err err = db_number(db, &done_count, &key, &done);
	if (err || done)
		return err;
	if (run > 1 && !late->lands_in)
		return ERR_CONFLICT;
	err = db_run(db, &done_add_now, &key, NULL);
	if (run == 1)
		proxy_cut(late->proxy, CUT_LATE);
	return err ? err : db_run(db, &add, (struct value[]){ VALUE(atomic_fetch_add(&next_id, 1)), key }, NULL);
}

static void late_answer(void *data, enum err err)
{
	deed_answer(&((struct late *)data)->deed, err);
}

static void wait_for(atomic_int *count, int least)
{
	while (atomic_load(count) < least)
		nanosleep(&(struct timespec){ 0, 1000000 }, NULL);
}

/* The second run waits for the first one's key, and is refused for that. */
static void a_commit_that_lands_late_is_waited_for(void **state)
{
	struct proxy *proxy;
	struct store *direct = engine_store(*state, SCHEMA, (struct store_settings){ .writers = 1 });
	struct store *store = store_behind_proxy(*state, direct, &proxy);
	struct late late = { .deed.number = 1, .proxy = proxy, .lands_in = 3 };
	assert_int_equal(store_submit_keyed(store, late_work, late_answer, &late), OK);
	wait_for(&late.deed.is_done, 1);
	assert_int_equal(late.deed.err, OK);
	assert_int_equal(atomic_load(&late.runs), 3);
	assert_int_equal(times_done(direct, 1), 1);
	store_close(store);
	store_close(direct);
	proxy_close(proxy);
}

static void what_is_refused_while_its_commit_may_land_is_told_as_unsure(void **state)
{
	struct proxy *proxy;
	struct store *direct = engine_store(*state, SCHEMA, (struct store_settings){ .writers = 1 });
	struct store *store = store_behind_proxy(*state, direct, &proxy);
	struct late late = { .deed.number = 1, .proxy = proxy };
	assert_int_equal(store_submit_keyed(store, late_work, late_answer, &late), OK);
	wait_for(&late.runs, 2);
	store_close(store); /* nobody is waited for any longer */
	assert_int_equal(late.deed.err, ERR_UNSURE);
	assert_int_equal(times_done(direct, 1), 0);
	proxy_deliver(proxy);
	assert_int_equal(times_done(direct, 1), 1);
	store_close(direct);
	proxy_close(proxy);
}

/* A server that is started anew. */

struct load {
	struct store *store;
	atomic_bool stops;
	int64_t first;
	bool keyed;
	int kept, away, unsure, limited, other, wrong;
};

static void *write_on(void *data)
{
	struct load *load = data;
	for (int64_t number = load->first; !atomic_load(&load->stops); number++) {
		struct deed deed = { .number = number, .keyed = load->keyed };
		enum err err = deed_do(load->store, &deed);
		struct counting counting = { .deed = number };
		/* Reads are refused while it is away: asked again until one is not. */
		while (store_read(load->store, count_work, &counting))
			nanosleep(&(struct timespec){ 0, 20000000 }, NULL);
		load->kept += err == OK;
		load->away += err == ERR_AWAY;
		load->unsure += err == ERR_UNSURE;
		load->limited += err == ERR_LIMITED; /* too many of them met at once */
		load->other += err && err != ERR_AWAY && err != ERR_UNSURE && err != ERR_LIMITED;
		bool was_refused = err == ERR_AWAY || err == ERR_LIMITED;
		load->wrong += (err == OK && counting.count != 1) || (was_refused && counting.count != 0) ||
			       counting.count > 1;
	}
	return NULL;
}

/* postmaster.opts knows how it was started. */
static void restart_server(struct store *store)
{
	struct db *db;
	static const struct statement folder = { "test.folder", "", "SHOW data_directory", 0, 1, WRITES_NOTHING };
	struct rows rows;
	bool more;
	struct arena *arena = arena_open(4096);
	assert_int_equal(db_driver_for(store_url(store))->open(store_url(store), DB_WRITER, &db), OK);
	assert_int_equal(db_query(db, &folder, NULL, &rows), OK);
	assert_int_equal(db_next(&rows, &more), OK);
	str path = db_text(&rows, 0, arena);
	db_end(&rows);
	db->driver->close(db);
	str command = str_format(arena, "%s pg_ctl -D '%.*s' -m fast -w -t 60 -l '%.*s/server.log' restart >/dev/null 2>&1%c",
				 geteuid() == 0 ? "runuser -u postgres --preserve-environment --" : "", STR_ARG(path),
				 STR_ARG(path), '\0');
	assert_int_equal(system(command.at), 0); /* NOLINT: of our own making */
	arena_close(arena);
}

static void a_server_that_is_started_anew_under_load_loses_nothing(void **state)
{
	struct store *store = engine_store(*state, SCHEMA, (struct store_settings){ .writers = 4 });
	enum { THREADS = 6 };
	struct load loads[THREADS];
	pthread_t threads[THREADS];
	for (int i = 0; i < THREADS; i++) {
		loads[i] = (struct load){ .store = store, .first = (i + 1) * 1000000, .keyed = i % 2 };
		pthread_create(&threads[i], NULL, write_on, &loads[i]);
	}
	for (int i = 0; i < 2; i++) {
		nanosleep(&(struct timespec){ 0, 300000000 }, NULL);
		restart_server(store);
	}
	nanosleep(&(struct timespec){ 0, 300000000 }, NULL);
	int kept = 0;
	for (int i = 0; i < THREADS; i++) {
		atomic_store(&loads[i].stops, true);
		pthread_join(threads[i], NULL);
		kept += loads[i].kept;
		assert_int_equal(loads[i].wrong, 0);
		assert_int_equal(loads[i].other, 0);
		if (loads[i].keyed) /* whoever has a key heard nothing of it */
			assert_int_equal(loads[i].away + loads[i].unsure, 0);
	}
	assert_true(kept > 20);
	struct store_figures figures;
	store_figures(store, &figures);
	assert_true(figures.losses > 0);
	store_close(store);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_commit_whose_answer_is_lost_is_told_as_unsure),
		cmocka_unit_test(under_a_key_a_lost_commit_is_done_exactly_once),
		cmocka_unit_test(a_commit_that_lands_late_is_waited_for),
		cmocka_unit_test(what_is_refused_while_its_commit_may_land_is_told_as_unsure),
		cmocka_unit_test(a_server_that_is_started_anew_under_load_loses_nothing),
	};
	log_set(LOG_ERROR + 1, 2); /* connections break here by the dozen */
	return engines_run_postgres("postgres_loss", tests, COUNT(tests));
}
