/* backup_test.c: what was copied while people wrote comes back whole, and nothing is overwritten unasked. */
#include "store/store_testing.h"

#include "store/backup.h"
#include "store/db_driver.h"

#include <dirent.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#define ONE(word, sqlite, postgres, params, columns, writes) \
	static const struct statement word = { "test." #word, sqlite,  postgres, \
					       params,	      columns, writes }

static const char *const SCHEMA = "CREATE TABLE pair (id INTEGER NOT NULL, a INTEGER NOT NULL, b "
				  "INTEGER NOT NULL, PRIMARY KEY (id)) STRICT;\n";

ONE(add, "INSERT INTO pair (id, a, b) VALUES (?1, ?1, ?1)",
    "INSERT INTO pair (id, a, b) VALUES ($1, $1, $1)", 1, 0, true);
ONE(sums, "SELECT COUNT(*), COALESCE(SUM(a), 0), COALESCE(SUM(b), 0) FROM pair",
    "SELECT COUNT(*), COALESCE(SUM(a), 0), COALESCE(SUM(b), 0) FROM pair", 0, 3, false);

static enum err add_pair(struct db *db, void *data)
{
	return db_run(db, &add, (struct value[]){ VALUE(*(int64_t *)data) }, NULL);
}

static int64_t count_pairs(str url)
{
	struct db *db;
	assert_int_equal(db_driver_for(url)->open(url, DB_WRITER, &db), OK);
	struct rows rows;
	bool more;
	assert_int_equal(db_query(db, &sums, NULL, &rows), OK);
	assert_int_equal(db_next(&rows, &more), OK);
	int64_t count = db_integer(&rows, 0);
	assert_int_equal(db_integer(&rows, 1), db_integer(&rows, 2));
	db_end(&rows);
	db->driver->close(db);
	return count;
}

static struct store *house(struct engine *engine, int64_t rows)
{
	struct store *store = engine_store(engine, SCHEMA, (struct store_settings){ 0 });
	for (int64_t id = 1; id <= rows; id++)
		assert_int_equal(store_write(store, add_pair, &id), OK);
	return store;
}

static str file_in(struct engine *engine, const char *name)
{
	return str_format(engine->arena, "%.*s/%d-%s", STR_ARG(engine->folder), engine->made, name);
}

static void a_backup_of_an_open_house_comes_back(void **state)
{
	struct engine *engine = *state;
	struct store *store = house(engine, 50);
	str file = file_in(engine, "copy"), wrong = S("");
	assert_int_equal(backup_write(engine->arena, store_url(store), file, &wrong), OK);
	struct stat about;
	assert_int_equal(stat(str_c(engine->arena, file), &about), 0);
	assert_int_equal(about.st_mode & 0777, 0600);
	int64_t later = 100;
	assert_int_equal(store_write(store, add_pair, &later), OK);
	str other = engine_url(engine);
	assert_int_equal(backup_restore(engine->arena, file, other, false, &wrong), OK);
	assert_int_equal(count_pairs(other), 50);
	store_close(store);
}

static void restoring_over_data_needs_to_be_said(void **state)
{
	struct engine *engine = *state;
	struct store *store = house(engine, 5), *other = house(engine, 9);
	str file = file_in(engine, "copy"), wrong = S(""),
	    target = str_keep(engine->arena, store_url(other));
	assert_int_equal(backup_write(engine->arena, store_url(store), file, &wrong), OK);
	store_close(store);
	store_close(other);
	assert_int_equal(backup_restore(engine->arena, file, target, false, &wrong), ERR_CONFLICT);
	assert_true(str_contains(wrong, S("--replace")));
	assert_int_equal(count_pairs(target), 9);
	assert_int_equal(backup_restore(engine->arena, file, target, true, &wrong), OK);
	assert_int_equal(count_pairs(target), 5);
}

static void a_broken_file_changes_nothing(void **state)
{
	struct engine *engine = *state;
	struct store *store = house(engine, 5);
	str file = file_in(engine, "broken"), wrong = S(""),
	    target = str_keep(engine->arena, store_url(store));
	store_close(store);
	FILE *out = fopen(str_c(engine->arena, file), "wb");
	assert_non_null(out);
	for (int i = 0; i < 3000; i++)
		fputs("not a database ", out);
	fclose(out);
	assert_int_equal(backup_restore(engine->arena, file, target, true, &wrong), ERR_BROKEN);
	assert_true(wrong.len > 0);
	assert_int_equal(count_pairs(target), 5);
}

static int parts_in(struct engine *engine)
{
	DIR *folder = opendir(str_c(engine->arena, engine->folder));
	assert_non_null(folder);
	int count = 0;
	for (struct dirent *entry; (entry = readdir(folder));)
		count += str_ends(str_from(entry->d_name), S(".part"));
	closedir(folder);
	return count;
}

static void a_backup_that_fails_leaves_no_file(void **state)
{
	struct engine *engine = *state;
	str file = file_in(engine, "none"), wrong = S("");
	str nowhere = engine->postgres ? S("postgresql://nobody@127.0.0.1:1/none")
				       : S("sqlite:/nowhere/at/all.db");
	assert_int_equal(backup_write(engine->arena, nowhere, file, &wrong), ERR_BROKEN);
	assert_true(wrong.len > 0);
	assert_int_not_equal(access(str_c(engine->arena, file), F_OK), 0);
	assert_int_equal(parts_in(engine), 0);
}

/* Two at once that copy to the same file: each has its own until it is whole. */
static void what_another_backup_is_writing_is_left_alone(void **state)
{
	struct engine *engine = *state;
	struct store *store = house(engine, 5);
	str file = file_in(engine, "copy"), wrong = S("");
	const char *others = str_c(engine->arena, str_format(engine->arena, "%.*s.part", STR_ARG(file)));
	FILE *other = fopen(others, "wb");
	assert_true(other && fputs("half a copy", other) >= 0 && fclose(other) == 0);
	assert_int_equal(backup_write(engine->arena, store_url(store), file, &wrong), OK);
	struct stat about;
	assert_int_equal(stat(others, &about), 0);
	assert_int_equal(about.st_size, 11);
	assert_int_equal(unlink(others), 0);
	assert_int_equal(parts_in(engine), 0);
	store_close(store);
}

static void a_restore_that_fails_leaves_no_file_and_the_old_house(void **state)
{
	struct engine *engine = *state;
	if (engine->postgres)
		skip();
	struct store *store = house(engine, 9), *other = house(engine, 5);
	str file = file_in(engine, "copy"), wrong = S(""), url = str_keep(engine->arena, store_url(store));
	struct db *reader;
	assert_int_equal(backup_write(engine->arena, store_url(other), file, &wrong), OK);
	store_close(other);
	/* A backup of the old house is under way, whose log it needs. */
	assert_int_equal(db_driver_for(url)->open(url, DB_READER, &reader), OK);
	int64_t later = 10;
	struct rows rows;
	bool more;
	assert_int_equal(db_query(reader, &sums, NULL, &rows), OK);
	assert_int_equal(db_next(&rows, &more), OK);
	assert_int_equal(store_write(store, add_pair, &later), OK);
	store_close(store);
	assert_int_equal(backup_restore(engine->arena, file, url, true, &wrong), ERR_CONFLICT);
	assert_true(str_contains(wrong, S("End what reads it")));
	db_end(&rows);
	reader->driver->close(reader);
	assert_int_equal(parts_in(engine), 0);
	assert_int_equal(count_pairs(url), 10);
	assert_int_equal(backup_restore(engine->arena, file, url, true, &wrong), OK);
	assert_int_equal(count_pairs(url), 5);
}

static void what_is_restored_by_a_link_is_the_file_behind_it(void **state)
{
	struct engine *engine = *state;
	if (engine->postgres)
		skip();
	struct store *store = house(engine, 5);
	str file = file_in(engine, "copy"), wrong = S(""), behind = engine_url(engine), link = engine_url(engine);
	assert_int_equal(backup_write(engine->arena, store_url(store), file, &wrong), OK);
	store_close(store);
	assert_int_equal(symlink(str_c(engine->arena, str_skip(behind, 7)), str_c(engine->arena, str_skip(link, 7))), 0);
	assert_int_equal(backup_restore(engine->arena, file, link, false, &wrong), OK);
	struct stat about;
	assert_int_equal(lstat(str_c(engine->arena, str_skip(link, 7)), &about), 0);
	assert_true(S_ISLNK(about.st_mode));
	assert_int_equal(count_pairs(behind), 5);
}

static void an_open_house_is_not_restored_over(void **state)
{
	struct engine *engine = *state;
	if (engine->postgres)
		skip();
	struct store *store = house(engine, 5);
	str file = file_in(engine, "copy"), wrong = S("");
	assert_int_equal(backup_write(engine->arena, store_url(store), file, &wrong), OK);
	assert_int_equal(backup_restore(engine->arena, file, store_url(store), true, &wrong),
			 ERR_CONFLICT);
	assert_true(str_contains(wrong, S("in use")));
	store_close(store);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_backup_of_an_open_house_comes_back),
		cmocka_unit_test(restoring_over_data_needs_to_be_said),
		cmocka_unit_test(a_broken_file_changes_nothing),
		cmocka_unit_test(a_backup_that_fails_leaves_no_file),
		cmocka_unit_test(what_another_backup_is_writing_is_left_alone),
		cmocka_unit_test(a_restore_that_fails_leaves_no_file_and_the_old_house),
		cmocka_unit_test(what_is_restored_by_a_link_is_the_file_behind_it),
		cmocka_unit_test(an_open_house_is_not_restored_over),
	};
	return engines_run("backup", tests, COUNT(tests));
}
