/*
 * sqlite_hold_test.c: a database's files when the disk fails, is full, or is reached by another name.
 *
 * A layer over SQLite's file system knows of every byte of the log whether it is on the disk: after a sync that failed
 * the system calls clean what is not, as Linux does.  What such a power cut leaves is a copy without those bytes.
 */
#include "store/store_testing.h"

#include "store/db_sqlite.h"
#include "store/migrate.h"
#include "store/unit_inside.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define ONE(word, text, params, columns, writes) \
	static const struct statement word = { "test." #word, text, text, params, columns, writes }

static const char *const SCHEMA = "CREATE TABLE thing (id INTEGER NOT NULL, bytes BLOB, PRIMARY KEY (id)) STRICT;";

ONE(add, "INSERT INTO thing (id, bytes) VALUES (?1, zeroblob(?2))", 2, 0, true);
ONE(count_all, "SELECT COUNT(*) FROM thing", 0, 1, false);
ONE(read_all, "SELECT SUM(instr(bytes, x'01')) FROM thing", 0, 1, false);

enum { LOG_MOST = 4 * 1024 * 1024, LARGE = 400 * 1024 /* about 100 frames */ };
enum { DURABLE, WRITTEN, FORGOTTEN };

/* Shared with children: what they did to the disk outlives them. */
static struct disk {
	atomic_int fail_syncs, fill_log, fail_reads;
	uint8_t log[LOG_MOST];
} *disk;

static sqlite3_vfs failing;
static sqlite3_io_methods log_methods, main_methods;
static const sqlite3_io_methods *real_log, *real_main;

static int log_write(sqlite3_file *file, const void *data, int size, sqlite3_int64 at)
{
	if (atomic_load(&disk->fill_log) > 0 && atomic_fetch_sub(&disk->fill_log, 1) > 0)
		return SQLITE_FULL;
	must(at + size <= LOG_MOST);
	memset(disk->log + at, WRITTEN, (size_t)size);
	return real_log->xWrite(file, data, size, at);
}

static int log_truncate(sqlite3_file *file, sqlite3_int64 size)
{
	memset(disk->log + size, DURABLE, (size_t)(LOG_MOST - size));
	return real_log->xTruncate(file, size);
}

static int log_sync(sqlite3_file *file, int flags)
{
	int fails = atomic_load(&disk->fail_syncs);
	for (size_t i = 0; i < LOG_MOST; i++) {
		if (disk->log[i] == WRITTEN)
			disk->log[i] = fails ? FORGOTTEN : DURABLE;
	}
	return fails ? SQLITE_IOERR_FSYNC : real_log->xSync(file, flags);
}

static int main_read(sqlite3_file *file, void *data, int size, sqlite3_int64 at)
{
	if (atomic_load(&disk->fail_reads) > 0 && atomic_fetch_sub(&disk->fail_reads, 1) > 0)
		return SQLITE_IOERR_READ;
	return real_main->xRead(file, data, size, at);
}

static int failing_open(sqlite3_vfs *vfs, sqlite3_filename name, sqlite3_file *file, int flags, int *flags_out)
{
	sqlite3_vfs *real = vfs->pAppData;
	int code = real->xOpen(real, name, file, flags, flags_out);
	if (code == SQLITE_OK && (flags & SQLITE_OPEN_WAL)) {
		log_methods = *(real_log = file->pMethods);
		log_methods.xWrite = log_write;
		log_methods.xTruncate = log_truncate;
		log_methods.xSync = log_sync;
		file->pMethods = &log_methods;
	}
	if (code == SQLITE_OK && (flags & SQLITE_OPEN_MAIN_DB)) {
		main_methods = *(real_main = file->pMethods);
		main_methods.xRead = main_read;
		file->pMethods = &main_methods;
	}
	return code;
}

static int install(void)
{
	disk = mmap(NULL, sizeof(*disk), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	must(disk != MAP_FAILED);
	sqlite_prepare_library();
	sqlite3_vfs *real = sqlite3_vfs_find(NULL);
	failing = *real;
	failing.zName = "failing";
	failing.pAppData = real;
	failing.xOpen = failing_open;
	return sqlite3_vfs_register(&failing, 1);
}

struct thing { int64_t id, size; };

static enum err add_thing(struct db *db, void *data)
{
	const struct thing *thing = data;
	return db_run(db, &add, (struct value[]){ VALUE(thing->id), VALUE(thing->size) }, NULL);
}

static enum err write_thing(struct store *store, int64_t id, int64_t size)
{
	return store_write(store, add_thing, &(struct thing){ id, size });
}

static enum err count_things(struct db *db, void *data)
{
	return db_number(db, &count_all, NULL, data);
}

static enum err read_things(struct db *db, void *data)
{
	return db_number(db, &read_all, NULL, data);
}

static int64_t things(struct store *store)
{
	int64_t count = -1;
	assert_int_equal(store_read(store, count_things, &count), OK);
	return count;
}

static enum err open_quietly(struct engine *engine, str url, struct store **store_out, str *wrong_out)
{
	const struct store_settings settings = { .url = url };
	log_set(LOG_ERROR + 1, 2);
	enum err err = store_open(engine->arena, &settings, store_out, wrong_out);
	log_set(LOG_INFO, 2);
	return err;
}

static struct store *open_store(struct engine *engine, str url)
{
	struct store *store = NULL;
	str wrong;
	assert_int_equal(open_quietly(engine, url, &store, &wrong), OK);
	return store;
}

/* A house with a table, closed. */
static str new_house(struct engine *engine)
{
	struct store *store = engine_store(engine, SCHEMA, (struct store_settings){ 0 });
	str url = str_keep(engine->arena, store_url(store));
	store_close(store);
	return url;
}

/* ── after a sync that failed ── */

/* Acknowledges 1, and falls by the sync of 2: both are in the log that is left. */
static void live_until_a_sync_fails(struct engine *engine, str url)
{
	pid_t child = fork();
	if (child == 0) {
		log_set(LOG_ERROR + 1, 2);
		struct store *store = open_store(engine, url);
		log_set(LOG_ERROR + 1, 2);
		must(write_thing(store, 1, LARGE) == OK); /* more than is written at once */
		atomic_store(&disk->fail_syncs, 1);
		enum err err = write_thing(store, 2, 10);
		_exit(err ? 1 : 0);
	}
	int status = 0;
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 70);
	atomic_store(&disk->fail_syncs, 0);
}

static void copy_what_is_on_the_disk(struct engine *engine, str url, str copy, const char *ending, bool forgets)
{
	char bytes[4096];
	FILE *from = fopen(str_c(engine->arena, str_format(engine->arena, "%s%s", sqlite_path(engine->arena, url), ending)), "rb");
	FILE *to = fopen(str_c(engine->arena, str_format(engine->arena, "%s%s", sqlite_path(engine->arena, copy), ending)), "wb");
	assert_true(from && to);
	size_t at = 0, len;
	while ((len = fread(bytes, 1, sizeof(bytes), from)) > 0) {
		for (size_t i = 0; forgets && i < len; i++)
			bytes[i] = disk->log[at + i] == DURABLE ? bytes[i] : 0;
		assert_int_equal(fwrite(bytes, 1, len, to), len);
		at += len;
	}
	fclose(from);
	fclose(to);
}

static void what_a_failed_sync_left_is_on_the_disk_before_more_is_written(void **state)
{
	struct engine *engine = *state;
	str url = new_house(engine), copy = engine_url(engine);
	sqlite3 *backup = NULL; /* another process that reads meanwhile: whoever closes the file brings nothing over */
	live_until_a_sync_fails(engine, url);
	assert_int_equal(sqlite3_open_v2(sqlite_path(engine->arena, url), &backup, SQLITE_OPEN_READONLY, NULL), SQLITE_OK);
	sqlite3_db_config(backup, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
	assert_int_equal(sqlite3_exec(backup, "BEGIN; SELECT COUNT(*) FROM thing", NULL, NULL, NULL), SQLITE_OK);
	struct store *store = open_store(engine, url);
	assert_int_equal(things(store), 2);
	assert_int_equal(write_thing(store, 3, 10), OK);
	copy_what_is_on_the_disk(engine, url, copy, "", false);
	copy_what_is_on_the_disk(engine, url, copy, "-wal", true);
	store_close(store);
	sqlite3_close(backup);
	store = open_store(engine, copy);
	assert_int_equal(things(store), 3);
	store_close(store);
}

static void a_log_that_the_disk_does_not_take_is_not_added_to(void **state)
{
	struct engine *engine = *state;
	str url = new_house(engine), wrong = S("");
	struct store *store = NULL;
	int ran;
	live_until_a_sync_fails(engine, url);
	atomic_store(&disk->fail_syncs, 1);
	assert_int_equal(open_quietly(engine, url, &store, &wrong), ERR_BROKEN);
	assert_true(str_contains(wrong, S("cannot be written anew")));
	assert_int_equal(migrate_run(engine->arena, url, migrations, &ran, &wrong), ERR_BROKEN);
	atomic_store(&disk->fail_syncs, 0);
	store = open_store(engine, url);
	assert_int_equal(things(store), 2);
	store_close(store);
}

/* ── failed, and full ── */

static void an_error_that_is_over_makes_no_full_disk_a_broken_one(void **state)
{
	struct engine *engine = *state;
	str url = new_house(engine);
	struct store *store = open_store(engine, url);
	assert_int_equal(write_thing(store, 1, LARGE), OK);
	store_close(store);
	store = open_store(engine, url);
	assert_int_equal(write_thing(store, 2, 10), OK);
	int64_t read = 0;
	log_set(LOG_ERROR + 1, 2);
	atomic_store(&disk->fail_reads, 1);
	assert_int_equal(store_write(store, read_things, &read), ERR_BROKEN);
	atomic_store(&disk->fill_log, 1);
	assert_int_equal(write_thing(store, 3, 10), ERR_LIMITED);
	log_set(LOG_INFO, 2);
	atomic_store(&store->full_until, 0);
	assert_int_equal(write_thing(store, 3, 10), OK);
	assert_int_equal(things(store), 3);
	store_close(store);
}

static int64_t size_of(struct engine *engine, str url, const char *ending)
{
	struct stat about;
	assert_int_equal(stat(str_c(engine->arena, str_format(engine->arena, "%s%s", sqlite_path(engine->arena, url), ending)), &about), 0);
	return about.st_size;
}

/* No file may grow beyond it: writes fail with EFBIG, as those above a quota do with EDQUOT. */
static void files_may_have(rlim_t bytes)
{
	struct rlimit limit;
	assert_int_equal(getrlimit(RLIMIT_FSIZE, &limit), 0);
	limit.rlim_cur = bytes < limit.rlim_max ? bytes : limit.rlim_max;
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
}

static void a_limit_of_files_is_a_full_disk_and_no_broken_one(void **state)
{
	struct engine *engine = *state;
	str url = new_house(engine);
	struct store *store = open_store(engine, url);
	for (int64_t id = 1; id <= 5; id++)
		assert_int_equal(write_thing(store, id, LARGE), OK);
	log_set(LOG_ERROR + 1, 2);
	files_may_have((rlim_t)size_of(engine, url, "-wal"));
	assert_int_equal(write_thing(store, 6, 10), ERR_LIMITED);
	assert_true(store_is_full(store));
	atomic_store(&store->full_until, 0);
	assert_int_equal(write_thing(store, 6, LARGE), ERR_LIMITED);
	files_may_have(RLIM_INFINITY);
	atomic_store(&store->full_until, 0);
	assert_int_equal(write_thing(store, 6, 10), OK);
	assert_int_equal(store_truncate(store), OK);
	files_may_have((rlim_t)size_of(engine, url, ""));
	assert_int_equal(write_thing(store, 7, LARGE), OK); /* the log is shorter than the file */
	assert_int_equal(store_truncate(store), ERR_LIMITED);
	files_may_have(RLIM_INFINITY);
	atomic_store(&store->full_until, 0);
	assert_int_equal(store_truncate(store), OK);
	log_set(LOG_INFO, 2);
	assert_int_equal(things(store), 7);
	store_close(store);
}

/* ── the file by another name ── */

static void a_link_to_the_file_is_no_second_house(void **state)
{
	struct engine *engine = *state;
	struct store *store = engine_store(engine, SCHEMA, (struct store_settings){ 0 }), *second = NULL;
	str folder = str_format(engine->arena, "%.*s/folder", STR_ARG(engine->folder)), wrong;
	str file = engine_url(engine), in_folder;
	assert_int_equal(symlink(sqlite_path(engine->arena, store_url(store)), sqlite_path(engine->arena, file)), 0);
	assert_int_equal(symlink(str_c(engine->arena, engine->folder), str_c(engine->arena, folder)), 0);
	in_folder = str_format(engine->arena, "sqlite:%.*s/%d.db", STR_ARG(folder), engine->made - 1);
	assert_int_equal(open_quietly(engine, file, &second, &wrong), ERR_CONFLICT);
	assert_int_equal(open_quietly(engine, in_folder, &second, &wrong), ERR_CONFLICT);
	store_close(store);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_a_failed_sync_left_is_on_the_disk_before_more_is_written),
		cmocka_unit_test(a_log_that_the_disk_does_not_take_is_not_added_to),
		cmocka_unit_test(an_error_that_is_over_makes_no_full_disk_a_broken_one),
		cmocka_unit_test(a_limit_of_files_is_a_full_disk_and_no_broken_one),
		cmocka_unit_test(a_link_to_the_file_is_no_second_house),
	};
	signal(SIGXFSZ, SIG_IGN);
	if (install() != SQLITE_OK)
		return 1;
	return engines_run_sqlite("holding SQLite's files", tests, COUNT(tests));
}
