/*
 * kill_test.c: kill -9 in the middle of writing, again and again: what was acknowledged
 * is there, no unit is there by half, and the file is sound.
 *
 * HEINZEL_KILL_ROUNDS says how often (10).
 */
#include "store/store_testing.h"

#include "store/db_sqlite.h"
#include "store/unit_inside.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#define ONE(word, sqlite, postgres, params, columns, writes) \
	static const struct statement word = { "test." #word, sqlite,  postgres, \
					       params,	      columns, writes }

static const char *const SCHEMA =
    "CREATE TABLE thing (id INTEGER NOT NULL, bytes TEXT NOT NULL, PRIMARY KEY (id)) STRICT;\n"
    "CREATE TABLE mirror (id INTEGER NOT NULL, PRIMARY KEY (id)) STRICT;\n";

ONE(add, "INSERT INTO thing (id, bytes) VALUES (?1, ?2)",
    "INSERT INTO thing (id, bytes) VALUES ($1, $2)", 2, 0, true);
ONE(mirror_add, "INSERT INTO mirror (id) VALUES (?1)", "INSERT INTO mirror (id) VALUES ($1)", 1, 0,
    true);
ONE(halves, "SELECT COUNT(*) FROM thing t LEFT JOIN mirror m ON m.id = t.id WHERE m.id IS NULL",
    "SELECT COUNT(*) FROM thing t LEFT JOIN mirror m ON m.id = t.id WHERE m.id IS NULL", 0, 1,
    false);
ONE(one_row, "SELECT COUNT(*) FROM thing WHERE id = ?1", "SELECT COUNT(*) FROM thing WHERE id = $1",
    1, 1, false);

enum { THREADS = 16, ROUNDS = 10, ACKS_MAX = 200000 };

struct client {
	struct store *store;
	int64_t next, step;
	int acks;
};

static enum err add_both(struct db *db, void *data)
{
	char bytes[400];
	struct client *client = data;
	memset(bytes, 'x', sizeof bytes); /* no NUL: a text has none, and PostgreSQL says so */
	enum err err = db_run(
	    db, &add,
	    (struct value[]){ VALUE(client->next), VALUE(((str){ bytes, sizeof bytes })) },
	    NULL);
	return err ? err : db_run(db, &mirror_add, (struct value[]){ VALUE(client->next) }, NULL);
}

static void *client_thread(void *data)
{
	struct client *client = data;
	for (;; client->next += client->step) {
		if (store_write(client->store, add_both, client) != OK)
			continue;
		/* Eight bytes into a pipe go whole or not at all. */
		if (write(client->acks, &client->next, sizeof client->next) != sizeof client->next)
			return NULL;
	}
}

static _Noreturn void write_until_killed(str url, int64_t first, int acks)
{
	struct arena *arena = arena_open(4096);
	struct store_settings settings = { .url = url, .writers = 4 };
	struct store *store;
	str wrong;
	if (store_open(arena, &settings, &store, &wrong) != OK)
		_exit(1);
	struct client clients[THREADS];
	pthread_t threads[THREADS];
	for (int i = 0; i < THREADS; i++) {
		clients[i] = (struct client){ store, first + i, THREADS, acks };
		pthread_create(&threads[i], NULL, client_thread, &clients[i]);
	}
	pause();
	_exit(1);
}

static size_t acks_read(int from, moment until, int64_t *ids, size_t count)
{
	moment now;
	while ((now = moment_monotonic()) < until && count < ACKS_MAX) {
		struct pollfd ready = { .fd = from, .events = POLLIN };
		if (poll(&ready, 1, (int)((until - now) / 1000) + 1) <= 0)
			continue;
		ssize_t size = read(from, ids + count, 64 * sizeof *ids);
		if (size <= 0)
			break;
		count += (size_t)size / sizeof *ids;
	}
	return count;
}

static int64_t number(struct db *db, const struct statement *statement, const struct value *params)
{
	struct rows rows;
	bool more;
	assert_int_equal(db_query(db, statement, params, &rows), OK);
	assert_int_equal(db_next(&rows, &more), OK);
	int64_t number = db_integer(&rows, 0);
	db_end(&rows);
	return number;
}

struct seen {
	const int64_t *ids;
	size_t count, lost;
	int64_t halves;
};

static enum err look(struct db *db, void *data)
{
	struct seen *seen = data;
	for (size_t i = 0; i < seen->count; i++)
		seen->lost += number(db, &one_row, (struct value[]){ VALUE(seen->ids[i]) }) == 0;
	seen->halves = number(db, &halves, NULL);
	return OK;
}

static void file_is_sound(struct arena *arena, str url)
{
	sqlite3 *db = NULL;
	sqlite3_stmt *check = NULL;
	assert_int_equal(sqlite3_open_v2(sqlite_path(arena, url), &db, SQLITE_OPEN_READWRITE, NULL),
			 SQLITE_OK);
	assert_int_equal(sqlite3_prepare_v2(db, "PRAGMA integrity_check", -1, &check, NULL),
			 SQLITE_OK);
	assert_int_equal(sqlite3_step(check), SQLITE_ROW);
	assert_string_equal((const char *)sqlite3_column_text(check, 0), "ok");
	sqlite3_finalize(check);
	sqlite3_close(db);
}

static size_t one_round(struct engine *engine, str url, int64_t first, moment time, int64_t *ids)
{
	int acks[2];
	assert_int_equal(pipe(acks), 0);
	pid_t child = fork();
	if (child == 0) {
		close(acks[0]);
		prctl(PR_SET_PDEATHSIG, SIGKILL); /* a test that fails leaves nobody at work */
		write_until_killed(url, first, acks[1]);
	}
	close(acks[1]);
	/* The clock starts with the first acknowledgement, so that a slow machine writes too. */
	struct pollfd ready = { .fd = acks[0], .events = POLLIN };
	assert_int_equal(poll(&ready, 1, 20000), 1);
	size_t count = acks_read(acks[0], moment_monotonic() + time, ids, 0);
	assert_int_equal(kill(child, SIGKILL), 0);
	assert_int_equal(waitpid(child, NULL, 0), child);
	count = acks_read(acks[0], moment_monotonic() + SECONDS(5), ids, count);
	close(acks[0]);
	struct store_settings settings = { .url = url };
	struct store *store;
	str wrong;
	assert_int_equal(store_open(engine->arena, &settings, &store, &wrong), OK);
	struct seen seen = { .ids = ids, .count = count };
	assert_int_equal(store_read(store, look, &seen), OK);
	store_close(store);
	assert_int_equal(seen.lost, 0);
	assert_int_equal(seen.halves, 0);
	if (!engine->postgres)
		file_is_sound(engine->arena, url);
	return count;
}

static void kill_loses_nothing_that_was_acknowledged(void **state)
{
	struct engine *engine = *state;
	const char *wanted = getenv("HEINZEL_KILL_ROUNDS");
	int rounds = wanted ? atoi(wanted) : ROUNDS;
	struct store *store = engine_store(engine, SCHEMA, (struct store_settings){ 0 });
	str url = str_keep(engine->arena, store_url(store));
	store_close(store);
	int64_t *ids = memory_take((ACKS_MAX + 64) * sizeof *ids);
	size_t all = 0;
	for (int i = 0; i < rounds; i++) {
		moment time = MILLISECONDS(20 + (i * 7919) % 130);
		all += one_round(engine, url, (int64_t)(i + 1) * 10000000, time, ids);
	}
	memory_free(ids);
	print_message("%d kills, %zu acknowledged, 0 lost\n", rounds, all);
	assert_true(all > (size_t)rounds);
}

static enum err never_end(struct db *db, void *data)
{
	while (db->in_unit)
		pause();
	return OK;
}

static void a_unit_that_never_ends_ends_the_process(void **state)
{
	struct engine *engine = *state;
	if (engine->postgres)
		skip();
	str url = engine_url(engine);
	pid_t child = fork();
	if (child == 0) {
		log_set(LOG_ERROR + 1, 2);
		struct store_settings settings = { .url = url };
		struct store *store;
		str wrong;
		must(store_open(engine->arena, &settings, &store, &wrong) == OK);
		atomic_store(&store->unit_most, MILLISECONDS(50));
		enum err err = store_write(store, never_end, NULL);
		_exit(err ? 1 : 2);
	}
	int status = 0;
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 70);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(kill_loses_nothing_that_was_acknowledged),
		cmocka_unit_test(a_unit_that_never_ends_ends_the_process),
	};
	return engines_run("kill", tests, COUNT(tests));
}
