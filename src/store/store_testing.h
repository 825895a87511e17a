/* store_testing.h: new, empty databases for tests, of both engines. */
#ifndef STORE_TESTING_H
#define STORE_TESTING_H
#include "store/unit.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

/* What a test finds in *state. */
struct engine {
	struct arena *arena;
	bool postgres;
	str folder; /* SQLite's files */
	int made;   /* databases so far */
};

/* The address of a new database: a file, or a database of its own on $HEINZEL_TEST_POSTGRES. */
str engine_url(struct engine *engine);
/* A store on it, its tables made by `schema` (SQLite's words). */
struct store *engine_store(struct engine *engine, const char *schema,
			   struct store_settings settings);

/* A store on it with the house's own tables, in which everybody belongs to audience 1 of brand 7, and a unit may take in
   some `documents`. */
struct store *engine_words_store(struct engine *engine, int documents);

/* Runs the group on SQLite, then on PostgreSQL, or says loudly that it does not. */
int engines_run(const char *name, const struct CMUnitTest *tests, size_t count);
int engines_run_postgres(const char *name, const struct CMUnitTest *tests, size_t count);
int engines_run_sqlite(const char *name, const struct CMUnitTest *tests, size_t count);
#endif
