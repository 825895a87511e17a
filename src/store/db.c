/*
 * db.c: what both drivers share: limits of a unit, the cache of prepared
 * statements, and handing every call on to the driver.
 */
#include "store/db_driver.h"

#include <stdlib.h>

/* Counted per thread, so that slow work can ask wherever it is called from. */
static _Thread_local int units_open;

const struct db_driver *db_driver_for(str url)
{
	return str_starts(url, S("sqlite:")) ? &db_sqlite : &db_postgres;
}

bool db_is_sqlite(const struct db *db)
{
	return db->driver == &db_sqlite;
}

bool db_is_in_doubt(const struct db *db)
{
	return db->in_doubt;
}

void db_doubt_ends(struct db *db)
{
	db->in_doubt = false;
}

bool db_is_outside_unit(void)
{
	return units_open == 0;
}

void db_unit_begin(struct db *db)
{
	units_open++;
	db_brand_forget(db);
	db->in_unit = true;
	db->replay = db->lost = db->gone = db->overran = db->late = false;
	db->spoiled = OK;
	db->statements = 0;
	db->changed = 0;
	db->deadline = db->limits.time ? moment_monotonic() + db->limits.time : 0;
	db->began_at = db->limits.patience ? moment_of_thread() : 0;
}

void db_unit_end(struct db *db)
{
	units_open--;
	db->in_unit = false;
	db->deadline = 0;
}

/* The clock on the wall is asked first: it is cheap, and whoever is early on it is early. */
bool db_is_late(const struct db *db, moment grace)
{
	if (!db->deadline)
		return false;
	moment over = moment_monotonic() - db->deadline - grace;
	if (over <= 0)
		return false;
	return over > db->limits.patience || moment_of_thread() - db->began_at > db->limits.time + grace;
}

/* The cache. */

static size_t cache_home(const struct statement *statement, size_t room)
{
	/* Constants lie 64 bytes apart and more: the low bits say nothing. */
	return (size_t)(((uintptr_t)statement >> 4) * 0x9E3779B97F4A7C15u >> 20) & (room - 1);
}

static struct db_cached *cache_find(struct db_cached *cache, size_t room,
				    const struct statement *statement)
{
	size_t at = cache_home(statement, room);
	while (cache[at].statement && cache[at].statement != statement)
		at = (at + 1) & (room - 1);
	return &cache[at];
}

static void cache_widen(struct db *db)
{
	size_t room = db->cache_room ? 2 * db->cache_room : 128;
	struct db_cached *wider = memory_take(room * sizeof *wider);
	memset(wider, 0, room * sizeof *wider);
	for (size_t i = 0; i < db->cache_room; i++) {
		if (db->cache[i].statement)
			*cache_find(wider, room, db->cache[i].statement) = db->cache[i];
	}
	memory_free(db->cache);
	db->cache = wider;
	db->cache_room = room;
}

void **db_cache_place(struct db *db, const struct statement *statement)
{
	if (2 * db->cache_count >= db->cache_room)
		cache_widen(db);
	struct db_cached *place = cache_find(db->cache, db->cache_room, statement);
	if (!place->statement) {
		place->statement = statement;
		db->cache_count++;
	}
	return &place->handle;
}

void *db_cache_take(struct db *db)
{
	for (size_t i = 0; i < db->cache_room; i++) {
		void *handle = db->cache[i].handle;
		db->cache[i].handle = NULL;
		if (handle)
			return handle;
	}
	memory_free(db->cache);
	db->cache = NULL;
	db->cache_room = db->cache_count = 0;
	return NULL;
}

/* Statements. */

static bool is_over(struct db *db)
{
	db->statements++;
	if (db->limits.statements && db->statements > db->limits.statements)
		db->overran = true;
	if (db_is_late(db, 0))
		db->overran = db->late = true;
	return db->overran;
}

static bool changed_too_much(struct rows *rows)
{
	struct db *db = rows->db;
	if (!db->in_unit || !rows->statement->writes)
		return false;
	db->changed += rows->changed;
	if (!db->limits.changed || db->changed <= db->limits.changed)
		return false;
	db->overran = true;
	return true;
}

/* Whose rows. */

void db_brand_forget(struct db *db)
{
	db->brand = db->brand_told = 0;
	db->many_brands = db->as_house = false;
}

void db_for_brand(struct db *db, int64_t brand_id)
{
	/* It works, each statement behind its own brand's wall, but it cannot be distributed: whoever reads the log mends it. */
	if (brand_id && db->brand && db->brand != brand_id && !db->many_brands) {
		log_event(LOG_ERROR, "store.two_brands", "brands %lld and %lld in one unit or snapshot", (long long)db->brand, (long long)brand_id);
		db->many_brands = true;
	}
	if (brand_id)
		db->brand = brand_id;
	db->as_house = false;
}

void db_for_house(struct db *db)
{
	db->as_house = true;
}

/* What failed once stays failed, on both engines: nobody can go on and keep half a unit. */
static enum err noted(struct db *db, enum err err)
{
	if (err && db->in_unit)
		db->spoiled = err;
	return err;
}

/* May another statement of the unit run? */
static enum err admit(struct db *db, const struct statement *statement)
{
	must(!statement->writes || db->role == DB_WRITER);
	if (db->in_unit && db->spoiled)
		return db->spoiled;
	return db->in_unit && is_over(db) ? ERR_LIMITED : OK;
}

enum err db_query(struct db *db, const struct statement *statement, const struct value *params,
		  struct rows *rows_out)
{
	*rows_out = (struct rows){ .db = db, .statement = statement };
	enum err err = admit(db, statement);
	return err ? err : noted(db, db->driver->query(db, statement, params, rows_out));
}

enum err db_next(struct rows *rows, bool *more_out)
{
	*more_out = false;
	if (!rows->driver)
		return OK;
	enum err err = noted(rows->db, rows->db->driver->next(rows, more_out));
	if (err)
		return err;
	if (!*more_out && changed_too_much(rows))
		return ERR_LIMITED;
	return OK;
}

bool db_ask_ahead(struct db *db, bool on)
{
	return db->driver->ask_ahead && db->driver->ask_ahead(db, on);
}

void db_end(struct rows *rows)
{
	if (!rows->driver)
		return;
	rows->db->driver->end(rows);
	/* The unit is refused at its end by db->overran. */
	(void)changed_too_much(rows);
}

/* A row that is on its way counts as there. */
static enum err run_ahead(struct db *db, const struct statement *statement, const struct value *params)
{
	enum err err = admit(db, statement);
	if (err)
		return err;
	db->changed++;
	if (db->limits.changed && db->changed > db->limits.changed) {
		db->overran = true;
		return ERR_LIMITED;
	}
	return noted(db, db->driver->ahead(db, statement, params));
}

enum err db_run(struct db *db, const struct statement *statement, const struct value *params,
		int64_t *changed_out)
{
	if (statement->writes == WRITES_AHEAD && db->in_unit && db->driver->ahead && !changed_out)
		return run_ahead(db, statement, params);
	struct rows rows;
	enum err err = db_query(db, statement, params, &rows);
	bool more = true;
	while (!err && more)
		err = db_next(&rows, &more);
	if (!err && changed_out)
		*changed_out = rows.changed;
	return err;
}

enum err db_number(struct db *db, const struct statement *statement, const struct value *params, int64_t *number_out)
{
	struct rows rows;
	bool more;
	enum err err = db_query(db, statement, params, &rows);
	if (!err)
		err = db_next(&rows, &more);
	if (err)
		return err;
	if (more)
		*number_out = db_integer(&rows, 0);
	db_end(&rows);
	return OK;
}

int64_t db_integer(const struct rows *rows, int column)
{
	assert(column < rows->statement->columns);
	return rows->db->driver->integer(rows, column);
}

double db_real(const struct rows *rows, int column)
{
	assert(column < rows->statement->columns);
	return rows->db->driver->real(rows, column);
}

str db_text(const struct rows *rows, int column, struct arena *arena)
{
	assert(column < rows->statement->columns);
	return rows->db->driver->text(rows, column, arena);
}

bool db_is_null(const struct rows *rows, int column)
{
	assert(column < rows->statement->columns);
	return rows->db->driver->is_null(rows, column);
}
