/* db_test.c: the contract that both drivers keep. */
#include "store/store_testing.h"

#include "store/db_driver.h"
#include "store/dialect.h"

#include <math.h>

#define ONE(word, sqlite, postgres, params, columns, writes) \
	static const struct statement word = { "test." #word, sqlite,  postgres, \
					       params,	      columns, writes }

static const char *const SCHEMA =
    "CREATE TABLE parent (id INTEGER NOT NULL, PRIMARY KEY (id)) STRICT;\n"
    "CREATE TABLE thing (id INTEGER NOT NULL, whole INTEGER, part REAL, words TEXT, bytes BLOB,\n"
    " parent_id INTEGER REFERENCES parent (id), CHECK (whole < 1000000000000000000), PRIMARY KEY "
    "(id)) STRICT;\n"
    "CREATE TABLE plain (id INTEGER NOT NULL, name TEXT NOT NULL, PRIMARY KEY (id)) STRICT;\n";

ONE(add,
    "INSERT INTO thing (id, whole, part, words, bytes, parent_id) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    "INSERT INTO thing (id, whole, part, words, bytes, parent_id) VALUES ($1, $2, $3, $4, $5, $6)",
    6, 0, true);
ONE(row, "SELECT whole, part, words, bytes, parent_id FROM thing WHERE id = ?1",
    "SELECT whole, part, words, bytes, parent_id FROM thing WHERE id = $1", 1, 5, false);
ONE(name_add, "INSERT INTO plain (id, name) VALUES (?1, ?2)",
    "INSERT INTO plain (id, name) VALUES ($1, $2)", 2, 0, true);
ONE(name_put,
    "INSERT INTO plain (id, name) VALUES (?1, ?2) ON CONFLICT (id) DO UPDATE SET name = "
    "excluded.name"
    " RETURNING id, name",
    "INSERT INTO plain (id, name) VALUES ($1, $2) ON CONFLICT (id) DO UPDATE SET"
    " name = excluded.name RETURNING id, name",
    2, 2, true);
ONE(names, "SELECT id, name FROM plain ORDER BY name", "SELECT id, name FROM plain ORDER BY name",
    0, 2, false);
ONE(names_like, "SELECT COUNT(*) FROM plain WHERE name LIKE ?1",
    "SELECT COUNT(*) FROM plain WHERE name LIKE $1", 1, 1, false);
ONE(rename_all, "UPDATE plain SET name = ?1 WHERE id > ?2",
    "UPDATE plain SET name = $1 WHERE id > $2", 2, 0, true);
ONE(truths, "SELECT id = 1, EXISTS (SELECT 1 FROM plain WHERE id = ?1) FROM plain WHERE id = 1",
    "SELECT id = 1, EXISTS (SELECT 1 FROM plain WHERE id = $1) FROM plain WHERE id = 1", 1, 2,
    false);
ONE(sums, "SELECT SUM(id), AVG(id), COUNT(*) FROM plain",
    "SELECT SUM(id), AVG(id), COUNT(*) FROM plain", 0, 3, false);
/* Says that it only reads: what a generated statement never does. */
ONE(sneaky, "DELETE FROM plain WHERE id = 1", "DELETE FROM plain WHERE id = 1", 0, 0, false);
ONE(nonsense, "SELECT nothing FROM nowhere", "SELECT nothing FROM nowhere", 0, 1, false);

struct opened {
	str url;
	struct db *db;
};

static struct opened open_new(void **state)
{
	struct engine *engine = *state;
	struct opened opened = { .url = engine_url(engine) };
	const struct db_driver *driver = db_driver_for(opened.url);
	assert_int_equal(driver->open(opened.url, DB_WRITER, &opened.db), OK);
	str sql =
	    engine->postgres ? dialect_postgres(engine->arena, str_from(SCHEMA)) : str_from(SCHEMA);
	assert_int_equal(driver->script(opened.db, str_c(engine->arena, sql)), OK);
	return opened;
}

static void close_db(struct db *db)
{
	db->driver->close(db);
}

static enum err add_name(struct db *db, int64_t id, str name)
{
	return db_run(db, &name_add, (struct value[]){ VALUE(id), VALUE(name) }, NULL);
}

static int64_t count_rows(struct db *db, const struct statement *statement,
			  const struct value *params)
{
	struct rows rows;
	bool more = true;
	int64_t count = -1;
	assert_int_equal(db_query(db, statement, params, &rows), OK);
	while (more) {
		assert_int_equal(db_next(&rows, &more), OK);
		count++;
	}
	return count;
}

static void values_come_back_as_they_went(void **state)
{
	struct arena *arena = ((struct engine *)*state)->arena;
	struct db *db = open_new(state).db;
	const str bytes = { "a\0\xff\\'b", 6 };
	const struct value params[] = { VALUE(7),	   VALUE(INT64_MIN),
					VALUE(0.1),	   VALUE(S("Grüße 'x' \\ $1 ?1 😀")),
					value_blob(bytes), { VALUE_NULL, { 0 } } };
	int64_t changed = 0;
	assert_int_equal(db_run(db, &add, params, &changed), OK);
	assert_int_equal(changed, 1);
	struct rows rows;
	bool more;
	assert_int_equal(db_query(db, &row, params, &rows), OK);
	assert_int_equal(db_next(&rows, &more), OK);
	assert_true(more);
	assert_true(db_integer(&rows, 0) == INT64_MIN);
	assert_true(fabs(db_real(&rows, 1) - 0.1) < 1e-300);
	assert_true(str_equal(db_text(&rows, 2, arena), S("Grüße 'x' \\ $1 ?1 😀")));
	assert_true(str_equal(db_text(&rows, 3, arena), bytes));
	assert_true(db_is_null(&rows, 4));
	assert_false(db_is_null(&rows, 0));
	assert_int_equal(db_next(&rows, &more), OK);
	assert_false(more);
	close_db(db);
}

/* Adds a row of these, and reads it back. */
static struct rows row_of(struct db *db, int64_t id, struct value whole, struct value part, struct value bytes)
{
	const struct value params[] = { VALUE(id), whole, part, VALUE(S("")), bytes, { VALUE_NULL, { VALUE_INTEGER } } };
	struct rows rows;
	bool more;
	assert_int_equal(db_run(db, &add, params, NULL), OK);
	assert_int_equal(db_query(db, &row, params, &rows), OK);
	assert_int_equal(db_next(&rows, &more), OK);
	assert_true(more);
	return rows;
}

static void values_at_their_edges_come_back(void **state)
{
	struct arena *arena = ((struct engine *)*state)->arena;
	struct db *db = open_new(state).db;
	const int64_t wholes[] = { INT64_MIN, INT64_MIN + 1, INT32_MIN, -1, 0, 1, 255, 256, INT32_MAX, 999999999999999999 };
	const double parts[] = { (double)-INFINITY, -1e308, -0.5, 5e-324, 0.1, 1.0 / 3, 9007199254740993.0, 1e308, (double)INFINITY, 1 };
	char all[256];
	for (int i = 0; i < 256; i++)
		all[i] = (char)i;
	const str blobs[] = { { "", 0 }, { all, 256 }, { "\0", 1 }, { "\\x00", 4 } };
	for (size_t i = 0; i < COUNT(wholes); i++) {
		str blob = blobs[i % COUNT(blobs)];
		struct rows rows = row_of(db, (int64_t)i + 1, VALUE(wholes[i]), VALUE(parts[i]), value_blob(blob));
		double part = db_real(&rows, 1);
		assert_true(db_integer(&rows, 0) == wholes[i]);
		assert_memory_equal(&part, &parts[i], sizeof part);
		assert_true(str_equal(db_text(&rows, 3, arena), blob));
		assert_false(db_is_null(&rows, 2)); /* empty is not NULL */
		assert_false(db_is_null(&rows, 3));
		db_end(&rows);
	}
	close_db(db);
}

static void what_is_no_number_is_null(void **state)
{
	struct db *db = open_new(state).db;
	struct rows rows = row_of(db, 1, VALUE(1), value_real((double)NAN), value_blob(S("")));
	assert_true(db_is_null(&rows, 1));
	db_end(&rows);
	close_db(db);
}

/* PostgreSQL's sums of integers are decimal numbers. */
static void sums_and_averages_are_alike(void **state)
{
	struct db *db = open_new(state).db;
	const int64_t ids[] = { -70000000000000000, 1, 20000, 123456789, -3 };
	int64_t sum = 0;
	for (size_t i = 0; i < COUNT(ids); i++) {
		assert_int_equal(add_name(db, ids[i], S("x")), OK);
		sum += ids[i];
		struct rows rows;
		bool more;
		assert_int_equal(db_query(db, &sums, NULL, &rows), OK);
		assert_int_equal(db_next(&rows, &more), OK);
		assert_true(db_integer(&rows, 0) == sum);
		assert_true(fabs(db_real(&rows, 0) - (double)sum) < 1e-6);
		double average = (double)sum / (double)(i + 1);
		assert_true(fabs(db_real(&rows, 1) - average) <= fabs(average) * 1e-15);
		assert_int_equal(db_integer(&rows, 2), i + 1);
		db_end(&rows);
	}
	close_db(db);
}

static void null_reads_as_nothing(void **state)
{
	struct arena *arena = ((struct engine *)*state)->arena;
	struct db *db = open_new(state).db;
	const struct value params[] = { VALUE(7),
					value_or_null(VALUE(0)),
					value_or_null(VALUE(0.0)),
					value_or_null(VALUE(S(""))),
					value_or_null(value_blob(S(""))),
					value_or_null(VALUE(0)) };
	assert_int_equal(db_run(db, &add, params, NULL), OK);
	struct rows rows;
	bool more;
	assert_int_equal(db_query(db, &row, params, &rows), OK);
	assert_int_equal(db_next(&rows, &more), OK);
	for (int i = 0; i < 5; i++)
		assert_true(db_is_null(&rows, i));
	assert_int_equal(db_integer(&rows, 0), 0);
	assert_true(fabs(db_real(&rows, 1)) < 1e-300);
	assert_int_equal(db_text(&rows, 2, arena).len, 0);
	assert_int_equal(db_text(&rows, 3, arena).len, 0);
	db_end(&rows);
	db_end(&rows);
	close_db(db);
}

static void an_empty_text_is_not_null(void **state)
{
	struct db *db = open_new(state).db;
	assert_int_equal(add_name(db, 1, (str){ NULL, 0 }), OK);
	assert_int_equal(count_rows(db, &names, NULL), 1);
	close_db(db);
}

static void rules_of_the_schema_are_conflicts(void **state)
{
	struct db *db = open_new(state).db;
	struct value params[] = { VALUE(1),	 VALUE(1),	     VALUE(0.5),
				  VALUE(S("x")), value_blob(S("x")), { VALUE_NULL, { 0 } } };
	assert_int_equal(db_run(db, &add, params, NULL), OK);
	assert_int_equal(db_run(db, &add, params, NULL), ERR_CONFLICT);
	params[0] = VALUE(2);
	params[1] = VALUE(INT64_MAX);
	assert_int_equal(db_run(db, &add, params, NULL), ERR_CONFLICT);
	params[1] = VALUE(1);
	params[5] = VALUE(99);
	assert_int_equal(db_run(db, &add, params, NULL), ERR_CONFLICT);
	close_db(db);
}

static void our_own_mistakes_are_broken(void **state)
{
	struct db *db = open_new(state).db;
	struct rows rows;
	const struct value params[] = { VALUE(1), { VALUE_NULL, { .integer = VALUE_TEXT } } };
	log_set(LOG_ERROR + 1, 2);
	assert_int_equal(db_run(db, &name_add, params, NULL), ERR_BROKEN);
	assert_int_equal(db_query(db, &nonsense, NULL, &rows), ERR_BROKEN);
	log_set(LOG_INFO, 2);
	close_db(db);
}

static void changed_rows_are_counted(void **state)
{
	struct db *db = open_new(state).db;
	for (int64_t id = 1; id <= 10; id++)
		assert_int_equal(add_name(db, id, S("x")), OK);
	int64_t changed = -1;
	assert_int_equal(
	    db_run(db, &rename_all, (struct value[]){ VALUE(S("y")), VALUE(4) }, &changed), OK);
	assert_int_equal(changed, 6);
	assert_int_equal(
	    db_run(db, &rename_all, (struct value[]){ VALUE(S("y")), VALUE(40) }, &changed), OK);
	assert_int_equal(changed, 0);
	close_db(db);
}

static void returning_gives_the_row(void **state)
{
	struct arena *arena = ((struct engine *)*state)->arena;
	struct db *db = open_new(state).db;
	struct rows rows;
	bool more;
	assert_int_equal(add_name(db, 5, S("old")), OK);
	assert_int_equal(
	    db_query(db, &name_put, (struct value[]){ VALUE(5), VALUE(S("new")) }, &rows), OK);
	assert_int_equal(db_next(&rows, &more), OK);
	assert_true(more);
	assert_int_equal(db_integer(&rows, 0), 5);
	assert_true(str_equal(db_text(&rows, 1, arena), S("new")));
	db_end(&rows);
	assert_int_equal(count_rows(db, &names, NULL), 1);
	close_db(db);
}

static void rows_may_end_early_and_run_inside_themselves(void **state)
{
	struct db *db = open_new(state).db;
	assert_int_equal(add_name(db, 1, S("a")), OK);
	assert_int_equal(add_name(db, 2, S("b")), OK);
	struct rows outer, inner;
	bool more;
	assert_int_equal(db_query(db, &names, NULL, &outer), OK);
	assert_int_equal(db_next(&outer, &more), OK);
	assert_int_equal(db_query(db, &names, NULL, &inner), OK);
	assert_int_equal(db_next(&inner, &more), OK);
	assert_int_equal(db_integer(&inner, 0), 1);
	db_end(&inner);
	assert_int_equal(db_integer(&outer, 0), 1);
	assert_int_equal(db_next(&outer, &more), OK);
	assert_int_equal(db_integer(&outer, 0), 2);
	db_end(&outer);
	assert_int_equal(count_rows(db, &names, NULL), 2);
	close_db(db);
}

static void text_sorts_by_bytes_and_like_minds_case(void **state)
{
	struct db *db = open_new(state).db;
	static const char *const sorted[] = { "B", "Z", "a", "b", "ä" };
	for (size_t i = 0; i < COUNT(sorted); i++)
		assert_int_equal(add_name(db, (int64_t)i, str_from(sorted[COUNT(sorted) - 1 - i])),
				 OK);
	struct rows rows;
	bool more;
	struct arena *arena = ((struct engine *)*state)->arena;
	assert_int_equal(db_query(db, &names, NULL, &rows), OK);
	for (size_t i = 0; i < COUNT(sorted); i++) {
		assert_int_equal(db_next(&rows, &more), OK);
		assert_true(str_equal(db_text(&rows, 1, arena), str_from(sorted[i])));
	}
	db_end(&rows);
	assert_int_equal(db_query(db, &names_like, (struct value[]){ VALUE(S("b%")) }, &rows), OK);
	assert_int_equal(db_next(&rows, &more), OK);
	assert_int_equal(db_integer(&rows, 0), 1);
	db_end(&rows);
	close_db(db);
}

static void truths_are_numbers_and_sums_are_whole(void **state)
{
	struct db *db = open_new(state).db;
	assert_int_equal(add_name(db, 1, S("a")), OK);
	assert_int_equal(add_name(db, 2, S("b")), OK);
	struct rows rows;
	bool more;
	assert_int_equal(db_query(db, &truths, (struct value[]){ VALUE(9) }, &rows), OK);
	assert_int_equal(db_next(&rows, &more), OK);
	assert_int_equal(db_integer(&rows, 0), 1);
	assert_int_equal(db_integer(&rows, 1), 0);
	db_end(&rows);
	assert_int_equal(db_query(db, &sums, NULL, &rows), OK);
	assert_int_equal(db_next(&rows, &more), OK);
	assert_int_equal(db_integer(&rows, 0), 3);
	assert_true(fabs(db_real(&rows, 1) - 1.5) < 1e-12);
	assert_int_equal(db_integer(&rows, 2), 2);
	db_end(&rows);
	close_db(db);
}

static void a_megabyte_of_text_fits(void **state)
{
	struct arena *arena = ((struct engine *)*state)->arena;
	struct db *db = open_new(state).db;
	size_t len = 1024 * 1024;
	char *at = arena_bytes(arena, len);
	memset(at, 'x', len);
	assert_int_equal(add_name(db, 1, (str){ at, len }), OK);
	struct rows rows;
	bool more;
	assert_int_equal(db_query(db, &names, NULL, &rows), OK);
	assert_int_equal(db_next(&rows, &more), OK);
	assert_true(str_equal(db_text(&rows, 1, arena), (str){ at, len }));
	db_end(&rows);
	close_db(db);
}

static void a_reader_cannot_write(void **state)
{
	struct opened opened = open_new(state);
	assert_int_equal(add_name(opened.db, 1, S("a")), OK);
	struct db *reader;
	assert_int_equal(opened.db->driver->open(opened.url, DB_READER, &reader), OK);
	assert_int_equal(count_rows(reader, &names, NULL), 1);
	log_set(LOG_ERROR + 1, 2);
	assert_int_equal(db_run(reader, &sneaky, NULL, NULL), ERR_BROKEN);
	log_set(LOG_INFO, 2);
	assert_int_equal(count_rows(opened.db, &names, NULL), 1);
	close_db(reader);
	close_db(opened.db);
}

static void many_statements_are_kept_prepared(void **state)
{
	struct db *db = open_new(state).db;
	enum { MANY = 300 };
	struct statement *made = memory_take(MANY * sizeof *made);
	for (int i = 0; i < MANY; i++)
		made[i] = names;
	for (int turn = 0; turn < 2; turn++) {
		for (int i = 0; i < MANY; i++)
			assert_int_equal(count_rows(db, &made[i], NULL), 0);
	}
	assert_int_equal(db->cache_count, MANY);
	close_db(db);
	memory_free(made);
}

static void a_database_that_is_not_there_is_broken(void **state)
{
	struct engine *engine = *state;
	str url = engine->postgres ? S("postgresql://nobody@127.0.0.1:1/none")
				   : S("sqlite:/nowhere/at/all.db");
	struct db *db = NULL;
	log_set(LOG_ERROR + 1, 2);
	assert_int_equal(db_driver_for(url)->open(url, DB_WRITER, &db), ERR_BROKEN);
	log_set(LOG_INFO, 2);
	assert_null(db);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(values_come_back_as_they_went),
		cmocka_unit_test(values_at_their_edges_come_back),
		cmocka_unit_test(what_is_no_number_is_null),
		cmocka_unit_test(sums_and_averages_are_alike),
		cmocka_unit_test(null_reads_as_nothing),
		cmocka_unit_test(an_empty_text_is_not_null),
		cmocka_unit_test(rules_of_the_schema_are_conflicts),
		cmocka_unit_test(our_own_mistakes_are_broken),
		cmocka_unit_test(changed_rows_are_counted),
		cmocka_unit_test(returning_gives_the_row),
		cmocka_unit_test(rows_may_end_early_and_run_inside_themselves),
		cmocka_unit_test(text_sorts_by_bytes_and_like_minds_case),
		cmocka_unit_test(truths_are_numbers_and_sums_are_whole),
		cmocka_unit_test(a_megabyte_of_text_fits),
		cmocka_unit_test(a_reader_cannot_write),
		cmocka_unit_test(many_statements_are_kept_prepared),
		cmocka_unit_test(a_database_that_is_not_there_is_broken),
	};
	return engines_run("db", tests, COUNT(tests));
}
