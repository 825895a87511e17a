/*
 * backup_kill_test.c: a house is replaced by a backup, and the process or the power dies at every step of it.
 *
 * The linker leads what is done to names here: the process dies before the n-th, for every n.  A power cut besides
 * loses what no sync of the folder covers: all of it, or, as names of different files keep no order, all but the new name.
 */
#include "store/store_testing.h"

#include "store/backup.h"
#include "store/db_driver.h"
#include "store/db_sqlite.h"

#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

enum { FOLDED = 40, OLD = 49, NEW = 5, STEPS_MAX = 20, PENDING_MAX = 8, LOG_ROOM = 1024 * 1024, DIED = 9 };
enum death { OF_THE_PROCESS, OF_THE_POWER, OF_THE_POWER_BUT_THE_NAME, DEATHS };

#define ONE(word, sqlite, params, columns, writes) \
	static const struct statement word = { "test." #word, sqlite, sqlite, params, columns, writes }

static const char *const SCHEMA = "CREATE TABLE pair (id INTEGER NOT NULL, a TEXT NOT NULL, PRIMARY KEY (id)) STRICT;\n";

ONE(add, "INSERT INTO pair (id, a) VALUES (?1, printf('%.3000c', 'x'))", 1, 0, true);
ONE(count_all, "SELECT COUNT(*) FROM pair", 0, 1, false);

/* ── the step at which it dies ── */

static int die_at, reached; /* 0: never */
static enum death death;
static struct pending { char from[256], to[256]; } pending[PENDING_MAX]; /* names that no sync covers; "" to: removed */
static int pending_count;
static char log_path[256], log_before[LOG_ROOM];
static size_t log_len;
static bool is_log_covered; /* that SQLite removed it */

int __real_unlink(const char *path);
int __real_rename(const char *from, const char *to);
bool __real_disk_sync(const char *path);
int __wrap_unlink(const char *path);
int __wrap_rename(const char *from, const char *to);
bool __wrap_disk_sync(const char *path);

static void put_log_back(void)
{
	FILE *log = fopen(log_path, "wb");
	must(log && fwrite(log_before, 1, log_len, log) == log_len && fclose(log) == 0);
}

static void step(void)
{
	if (!die_at || ++reached != die_at)
		return;
	if (death != OF_THE_PROCESS && !is_log_covered)
		put_log_back();
	for (int i = 0; death == OF_THE_POWER_BUT_THE_NAME && i < pending_count; i++) {
		if (*pending[i].to)
			__real_rename(pending[i].from, pending[i].to);
	}
	_exit(DIED);
}

static bool waits_for_its_sync(const char *from, const char *to)
{
	if (!die_at || death == OF_THE_PROCESS)
		return false;
	must(pending_count < PENDING_MAX);
	snprintf(pending[pending_count].from, sizeof(pending[0].from), "%s", from);
	snprintf(pending[pending_count++].to, sizeof(pending[0].to), "%s", to);
	return true;
}

int __wrap_unlink(const char *path)
{
	step();
	return waits_for_its_sync(path, "") ? 0 : __real_unlink(path);
}

int __wrap_rename(const char *from, const char *to)
{
	step();
	return waits_for_its_sync(from, to) ? 0 : __real_rename(from, to);
}

bool __wrap_disk_sync(const char *path)
{
	step();
	if (!die_at || strstr(path, ".part"))
		return __real_disk_sync(path);
	is_log_covered = true;
	for (int i = 0; i < pending_count; i++) {
		if (*pending[i].to)
			__real_rename(pending[i].from, pending[i].to);
		else
			__real_unlink(pending[i].from);
	}
	pending_count = 0;
	return __real_disk_sync(path);
}

/* ── the house ── */

static enum err add_pair(struct db *db, void *data)
{
	return db_run(db, &add, (struct value[]){ VALUE(*(int64_t *)data) }, NULL);
}

static void fill(struct store *store, int64_t from, int64_t to)
{
	for (int64_t id = from; id <= to; id++)
		must(store_write(store, add_pair, &id) == OK);
}

/* One that was killed: some of its rows are in its log. */
static str killed_house(struct engine *engine)
{
	pid_t child = fork();
	if (child == 0) {
		struct store *store = engine_store(engine, SCHEMA, (struct store_settings){ 0 });
		fill(store, 1, FOLDED);
		must(store_truncate(store) == OK);
		fill(store, FOLDED + 1, OLD);
		_exit(0);
	}
	int status = 0;
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_equal(status, 0);
	return engine_url(engine);
}

static void remember_log(struct engine *engine, str url)
{
	snprintf(log_path, sizeof(log_path), "%s-wal", sqlite_path(engine->arena, url));
	FILE *log = fopen(log_path, "rb");
	assert_non_null(log);
	log_len = fread(log_before, 1, LOG_ROOM, log);
	assert_in_range(log_len, 1, LOG_ROOM - 1);
	fclose(log);
}

static int64_t count_pairs(str url)
{
	struct db *db;
	int64_t count = -1;
	assert_int_equal(db_sqlite.open(url, DB_WRITER, &db), OK);
	sqlite3_stmt *check = NULL;
	assert_int_equal(sqlite3_prepare_v2(sqlite_of(db)->handle, "PRAGMA integrity_check", -1, &check, NULL), SQLITE_OK);
	assert_int_equal(sqlite3_step(check), SQLITE_ROW);
	assert_string_equal((const char *)sqlite3_column_text(check, 0), "ok");
	sqlite3_finalize(check);
	assert_int_equal(db_number(db, &count_all, NULL, &count), OK);
	db->driver->close(db);
	return count;
}

/* True when it died at that step. */
static bool dies_restoring(struct engine *engine, str file, str url, int at)
{
	pid_t child = fork();
	if (child == 0) {
		str wrong;
		die_at = at;
		_exit(backup_restore(engine->arena, file, url, true, &wrong) ? 1 : 0);
	}
	int status = 0;
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFEXITED(status) && (WEXITSTATUS(status) == 0 || WEXITSTATUS(status) == DIED));
	return WEXITSTATUS(status) == DIED;
}

static void whenever_a_restore_dies_the_old_house_or_the_new_one_is_whole(void **state)
{
	struct engine *engine = *state;
	struct store *store = engine_store(engine, SCHEMA, (struct store_settings){ 0 });
	str file = str_format(engine->arena, "%.*s/backup", STR_ARG(engine->folder)), wrong;
	fill(store, 1, NEW);
	assert_int_equal(backup_write(engine->arena, store_url(store), file, &wrong), OK);
	store_close(store);
	for (int way = 0; way < DEATHS; way++) {
		bool dies = true;
		int at = 1;
		for (death = (enum death)way; dies; at++) {
			assert_true(at < STEPS_MAX);
			str url = killed_house(engine);
			remember_log(engine, url);
			dies = dies_restoring(engine, file, url, at);
			int64_t left = count_pairs(url);
			if (dies ? left != OLD && left != NEW : left != NEW)
				fail_msg("%lld rows after dying in way %d at step %d", (long long)left, way, at);
		}
		assert_true(at > 4);
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(whenever_a_restore_dies_the_old_house_or_the_new_one_is_whole),
	};
	return engines_run_sqlite("restoring", tests, COUNT(tests));
}
