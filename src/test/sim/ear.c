/*
 * ear.c: counts, in the very unit that delivers a piece of news, that every listener heard it.
 *
 * In front of all lists stands one that begins to count, behind them one that compares and writes a row: it is kept
 * or undone with what the listeners wrote.  What was announced is noted by a trigger.
 */
#include "test/sim/ear.h"

#include "core/news.h"
#include "core/scope.h"
#include "store/db_sqlite.h"
#include "test/sim/sim.h"

enum { LISTS_MAX = 40, KINDS_MAX = 200, LISTENERS_MAX = 300 };

LASTS static struct listener first[KINDS_MAX + 1], last[KINDS_MAX + 1], counted[LISTENERS_MAX];
LASTS static const struct listener *lists[LISTS_MAX], *originals[LISTS_MAX];
LASTS static size_t kind_count, heard;
LASTS static struct house_lists all;

static enum err begin(struct scope *scope, const struct news *news)
{
	(void)scope;
	(void)news;
	heard = 0;
	return OK;
}

/* The n-th listener of this kind, in the order of the lists. */
static const struct listener *listener_at(const struct news_kind *kind, size_t n)
{
	for (size_t i = 0; originals[i]; i++) {
		for (const struct listener *listener = originals[i]; listener->kind; listener++) {
			if (!strcmp(listener->kind->name, kind->name) && n-- == 0)
				return listener;
		}
	}
	return NULL;
}

static enum err hear(struct scope *scope, const struct news *news)
{
	const struct listener *listener = listener_at(news->kind, heard);
	must(listener != NULL);
	enum err err = listener->hear(scope, news);
	heard++;
	return err;
}

static enum err note(struct scope *scope, const struct news *news)
{
	if (listener_at(news->kind, heard))
		sim_failed("news of the kind %s were not told to all who listen", news->kind->name);
	sqlite3 *handle = sqlite_of(scope_db(scope))->handle;
	sqlite3_stmt *statement;
	must(sqlite3_prepare_v2(handle, "INSERT INTO sim_heard VALUES (?1, ?2)", -1, &statement, NULL) == SQLITE_OK);
	sqlite3_bind_int64(statement, 1, scope->brand_id);
	sqlite3_bind_int64(statement, 2, news->id);
	sqlite3_step(statement);
	sqlite3_finalize(statement);
	return OK;
}

static void add_kind(const struct news_kind *kind)
{
	for (size_t i = 0; i < kind_count; i++) {
		if (!strcmp(first[i].kind->name, kind->name))
			return;
	}
	must(kind_count < KINDS_MAX);
	first[kind_count] = (struct listener){ kind, begin };
	last[kind_count++] = (struct listener){ kind, note };
}

const struct house_lists *ear_lists(const struct house_lists *house)
{
	size_t count = 0, at = 0;
	all = *house;
	for (; house->listeners[count]; count++) {
		must(count + 3 < LISTS_MAX);
		originals[count] = house->listeners[count];
		lists[count + 1] = &counted[at];
		for (const struct listener *listener = house->listeners[count]; listener->kind; listener++) {
			must(at + 1 < LISTENERS_MAX);
			counted[at++] = (struct listener){ listener->kind, hear };
			add_kind(listener->kind);
		}
		counted[at++] = (struct listener){ NULL, NULL };
	}
	lists[0] = first;
	lists[count + 1] = last;
	all.listeners = lists;
	return &all;
}

/* Only what somebody listens to can be heard. */
void ear_tables(struct sqlite3 *db)
{
	char *wrong = NULL;
	sqlite3_exec(db, "CREATE TABLE sim_heard (brand_id INTEGER, id INTEGER);"
	             "CREATE INDEX sim_heard_by_id ON sim_heard (brand_id, id);"
	             "CREATE TABLE sim_news (brand_id INTEGER, id INTEGER, kind TEXT);"
	             "CREATE TABLE sim_kind (kind TEXT PRIMARY KEY);"
	             "CREATE TRIGGER sim_announced AFTER INSERT ON core_outbox WHEN EXISTS (SELECT 1 FROM sim_kind WHERE kind = new.kind)"
	             " BEGIN INSERT INTO sim_news VALUES (new.brand_id, new.id, new.kind); END;", NULL, NULL, &wrong);
	if (wrong)
		sim_failed("%s", wrong);
	for (size_t i = 0; i < kind_count; i++) {
		char *sql = sqlite3_mprintf("INSERT INTO sim_kind VALUES (%Q)", first[i].kind->name);
		must(sqlite3_exec(db, sql, NULL, NULL, NULL) == SQLITE_OK);
		sqlite3_free(sql);
	}
}
