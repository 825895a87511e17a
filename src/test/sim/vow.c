/* vow.c: the simulator's own memory of what it was told. */
#include "test/sim/vow.h"

#include "test/sim/disk.h"
#include "test/sim/life.h"

#include <sqlite3.h>
#include <stdio.h>

enum { VOWS_MAX = 4096, TEXT_MAX_BYTES = 64 };

static const struct { const char *name, *is_there, *is_once; } kinds[VOW_KIND_COUNT] = {
	{ "a thread", "SELECT 1 FROM community_thread WHERE brand_id = ?1 AND id = ?2 AND title = ?3",
	  "SELECT count(*) FROM community_thread WHERE brand_id = ?1 AND title = ?3" },
	{ "a post", "SELECT 1 FROM community_post WHERE brand_id = ?1 AND id = ?2 AND body = ?3",
	  "SELECT count(*) FROM community_post WHERE brand_id = ?1 AND body = ?3" },
};

struct promise { enum vow_kind kind; bool is_once, is_over; int64_t brand_id, id; char text[TEXT_MAX_BYTES]; };

LASTS static struct promise *promises;
LASTS static size_t count;

static void add(struct promise promise, const char *text)
{
	if (!promises)
		promises = memory_take(VOWS_MAX * sizeof(*promises));
	must(count < VOWS_MAX && strlen(text) < TEXT_MAX_BYTES);
	strcpy(promise.text, text);
	promises[count++] = promise;
}

void vow(enum vow_kind kind, int64_t brand_id, int64_t id, const char *text)
{
	vow_release(kind, id);
	add((struct promise){ .kind = kind, .brand_id = brand_id, .id = id }, text);
}

void vow_release(enum vow_kind kind, int64_t id)
{
	for (size_t i = 0; i < count; i++) {
		if (promises[i].kind == kind && promises[i].id == id)
			promises[i].is_over = true;
	}
}

void vow_once(enum vow_kind kind, int64_t brand_id, const char *text)
{
	add((struct promise){ .kind = kind, .brand_id = brand_id, .is_once = true }, text);
}

void vows_forget(void)
{
	count = 0;
}

/* ── looking ── */

static int64_t ask(sqlite3 *db, const char *sql, const struct promise *promise)
{
	sqlite3_stmt *statement;
	int64_t answer = 0;
	if (sqlite3_prepare_v2(db, sql, -1, &statement, NULL) != SQLITE_OK)
		sim_failed("%s: %s", sql, sqlite3_errmsg(db));
	sqlite3_bind_int64(statement, 1, promise->brand_id);
	sqlite3_bind_int64(statement, 2, promise->id);
	sqlite3_bind_text(statement, 3, promise->text, -1, SQLITE_STATIC);
	if (sqlite3_step(statement) == SQLITE_ROW)
		answer = sqlite3_column_int64(statement, 0);
	sqlite3_finalize(statement);
	return answer;
}

static void check_vows(sqlite3 *db)
{
	for (size_t i = 0; i < count; i++) {
		const struct promise *promise = &promises[i];
		if (promise->is_over)
			continue;
		int64_t found = ask(db, promise->is_once ? kinds[promise->kind].is_once : kinds[promise->kind].is_there, promise);
		if (promise->is_once && found > 1)
			sim_failed("%s was made %lld times under one key: %s", kinds[promise->kind].name, (long long)found, promise->text);
		if (!promise->is_once && !found)
			sim_failed("%s was acknowledged and is not there: %lld %s", kinds[promise->kind].name, (long long)promise->id,
			           promise->text);
	}
}

static int tell(void *data, int columns, char **values, char **names)
{
	(void)names;
	if (!columns || !values[0] || !strcmp(values[0], "ok"))
		return 0;
	sim_failed("%s: %s", (const char *)data, values[0]);
}

void check_disk(void)
{
	sqlite3 *db;
	deeds.checks++;
	disk_copy(DATABASE, "/copy.db");
	if (sqlite3_open_v2("/copy.db", &db, SQLITE_OPEN_READWRITE, NULL) != SQLITE_OK)
		sim_failed("the disk cannot be read: %s", sqlite3_errmsg(db));
	if (sqlite3_exec(db, "PRAGMA integrity_check", tell, "integrity", NULL) != SQLITE_OK ||
	    sqlite3_exec(db, "PRAGMA foreign_key_check", tell, "foreign keys", NULL) != SQLITE_OK)
		sim_failed("the disk cannot be checked: %s", sqlite3_errmsg(db));
	check_vows(db);
	must(sqlite3_close(db) == SQLITE_OK);
	disk_remove("/copy.db");
}
