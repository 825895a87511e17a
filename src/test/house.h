/*
 * house.h: a house for tests: a fresh database, one brand, five people, and a clock that stands still.
 *
 * `acting_as` gives a scope on a unit that all scopes of the test share, so that rules are
 * called directly and everyone sees what the others wrote.  The unit is committed by
 * house_settle, and by whatever needs it (house_work, in_unit).  A refused call leaves in
 * it what it wrote before; that a refused unit is undone is proved with in_unit.
 * SQLite in a temporary folder, or a schema of its own on $HEINZEL_TEST_POSTGRES.
 */
#ifndef TEST_HOUSE_H
#define TEST_HOUSE_H
#include "core/core.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#define HOUSE_NOON SECONDS(1767268800) /* Thursday, 1 January 2026, 12:00 UTC */

struct test_unit;
struct test_house {
	struct house *house;
	struct arena *arena;
	int64_t brand_id;
	int64_t ana, ben, eve; /* members; Ben is a helper */
	int64_t mia, adam;     /* moderator, brand administrator */
	moment now;            /* move it on by hand */
	str folder;            /* data_dir */
	str schema;            /* on PostgreSQL */
	struct test_unit *unit;
	struct list scopes;    /* struct scope *: all that act */
	void *mine;            /* the test's own */
};

/* cmocka's setup and teardown; *state becomes a struct test_house. */
int house_up(void **state);
int house_down(void **state);
#define HOUSE_TEST(name) cmocka_unit_test_setup_teardown(name, house_up, house_down)

/* A fresh scope for that member (0 = a stranger) of the brand, at t->now, ready for rules. */
struct scope *acting_as(struct test_house *t, int64_t member_id);
/* The house itself: member 0 with every role. */
struct scope *acting_as_house(struct test_house *t);
/* Commits what was done so far; the test fails when that fails.  Scopes work on with the next acting_as. */
void house_settle(struct test_house *t);
/* A real unit, as the door opens one: undone when refused. */
enum err in_unit(struct test_house *t, struct scope *scope, scope_work *work, void *data);
/* Settles, then delivers news, runs jobs and sends mails that are due at t->now. */
int house_work(struct test_house *t);
/* The kind of the newest news that was not delivered yet, or "". */
const char *house_last_news(struct test_house *t);
/* Closes the house and opens it on the same database, as after a restart. */
void house_restart(struct test_house *t);

/* Whoever links slices defines these; without them the lists are empty and the people mere ids. */
const struct house_lists *test_house_lists(void);
/* In an open unit: makes the brand (brand_id is given) and the people; fills ana … adam. */
enum err test_house_fill(struct test_house *t, struct scope *scope);
#endif
