/* tables.c: reads every table through a connection of its own, as bytes. */
#include "test/tables.h"

#include <sqlite3.h>

enum { TABLES_MAX = 400 };

bool tables_can(const struct test_house *t)
{
	return !t->schema.len;
}

static uint64_t row_sum(sqlite3_stmt *row)
{
	uint64_t sum = 7;
	for (int i = 0; i < sqlite3_column_count(row); i++) {
		const void *at = sqlite3_column_blob(row, i);
		str value = { at ? at : "", (size_t)sqlite3_column_bytes(row, i) };
		sum = sum * 1099511628211u + str_hash(value) + (uint64_t)sqlite3_column_type(row, i);
	}
	return sum;
}

static void sum_rows(struct test_house *t, sqlite3 *db, struct table_sum *table)
{
	sqlite3_stmt *rows;
	str sql = str_format(t->arena, "SELECT * FROM \"%s\"", table->name);
	assert_int_equal(sqlite3_prepare_v2(db, sql.at, (int)sql.len, &rows, NULL), SQLITE_OK);
	while (sqlite3_step(rows) == SQLITE_ROW) {
		table->sum += row_sum(rows);
		table->rows++;
	}
	sqlite3_finalize(rows);
}

struct table_sums tables_sum(struct test_house *t)
{
	sqlite3 *db;
	sqlite3_stmt *names;
	struct table_sums sums = { arena_take(t->arena, TABLES_MAX * sizeof(*sums.at)), 0 };
	str path = str_format(t->arena, "%.*s/house.db", STR_ARG(t->folder));
	house_settle(t);
	assert_int_equal(sqlite3_open_v2(path.at, &db, SQLITE_OPEN_READONLY, NULL), SQLITE_OK);
	sqlite3_db_config(db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
	/* Shadow tables of full text change with their virtual table; the virtual table itself is summed. */
	assert_int_equal(sqlite3_prepare_v2(db, "SELECT name FROM pragma_table_list WHERE schema = 'main' "
	                                    "AND type IN ('table', 'virtual') AND name NOT LIKE 'sqlite_%' "
	                                    "AND name <> 'community_reading' " /* how far one has read: noted by the way */
	                                    "ORDER BY name",
	                                    -1, &names, NULL), SQLITE_OK);
	while (sqlite3_step(names) == SQLITE_ROW) {
		assert_true(sums.count < TABLES_MAX);
		const char *name = (const char *)sqlite3_column_text(names, 0);
		sums.at[sums.count++] = (struct table_sum){ .name = str_c(t->arena, str_from(name)) };
	}
	sqlite3_finalize(names);
	for (size_t i = 0; i < sums.count; i++)
		sum_rows(t, db, &sums.at[i]);
	sqlite3_close(db);
	return sums;
}

int tables_differ(const struct table_sums *before, const struct table_sums *after, const char *what)
{
	int count = 0;
	assert_int_equal(before->count, after->count);
	for (size_t i = 0; i < before->count; i++) {
		if (before->at[i].sum == after->at[i].sum && before->at[i].rows == after->at[i].rows)
			continue;
		print_error("%s changed %s (%lld rows, now %lld)\n", what, before->at[i].name, (long long)before->at[i].rows,
		            (long long)after->at[i].rows);
		count++;
	}
	return count;
}
