/* house.c: builds the test house, and holds the one unit that its scopes share. */
#include "test/house.h"

#include "base/random.h"
#include "core/memo.h"
#include "core/scope_run.h"
#include "core/sql.gen.h"
#include "store/db_driver.h"
#include "store/migrate.h"
#include "store/unit.h"
#include "store/wall.h"
#include "test/folder.h"

#include <pthread.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum { TEST_BRAND = 1 };

/* ── what slices replace ── */

__attribute__((weak)) const struct house_lists *test_house_lists(void)
{
	static const struct house_lists none = { 0 };
	return &none;
}

__attribute__((weak)) enum err test_house_fill(struct test_house *t, struct scope *scope)
{
	enum err err = audience_start(scope);
	int64_t *people[] = { &t->ana, &t->ben, &t->eve, &t->mia, &t->adam };
	for (size_t i = 0; !err && i < COUNT(people); i++) {
		*people[i] = id_new(t->now);
		err = audience_join(scope, AUDIENCE_MEMBERS, *people[i]);
	}
	return err;
}

/* ── the shared unit: a writer thread lends its connection ── */

struct test_unit {
	pthread_mutex_t mutex;
	pthread_cond_t moved;
	struct db *db; /* while it is lent */
	bool ends, answered;
	int runs;
	enum err err;
};

/* Runs on the writer thread and waits there until the test has done its part. */
static enum err lend(struct db *db, void *data)
{
	struct test_unit *unit = data;
	struct db_limits limits = db->limits;
	db->limits = (struct db_limits){ 0 }; /* a test's unit is as long as the test */
	db->deadline = 0;
	db->many_brands = true; /* scopes of two brands share it */
	pthread_mutex_lock(&unit->mutex);
	bool again = unit->runs++ > 0;
	unit->db = db;
	pthread_cond_broadcast(&unit->moved);
	while (!unit->ends && !again)
		pthread_cond_wait(&unit->moved, &unit->mutex);
	unit->db = NULL;
	pthread_mutex_unlock(&unit->mutex);
	db->limits = limits;
	return again ? ERR_BROKEN : OK; /* what the test did cannot be done a second time */
}

static void given_back(void *data, enum err err)
{
	struct test_unit *unit = data;
	pthread_mutex_lock(&unit->mutex);
	unit->err = err;
	unit->answered = true;
	pthread_cond_broadcast(&unit->moved);
	pthread_mutex_unlock(&unit->mutex);
}

static struct db *unit_open(struct test_house *t)
{
	struct test_unit *unit = memory_take(sizeof(*unit));
	*unit = (struct test_unit){ 0 };
	pthread_mutex_init(&unit->mutex, NULL);
	pthread_cond_init(&unit->moved, NULL);
	assert_int_equal(store_submit(t->house->store, lend, given_back, unit), OK);
	pthread_mutex_lock(&unit->mutex);
	while (!unit->db && !unit->answered)
		pthread_cond_wait(&unit->moved, &unit->mutex);
	pthread_mutex_unlock(&unit->mutex);
	assert_non_null(unit->db);
	t->unit = unit;
	return unit->db;
}

static enum err unit_close(struct test_house *t)
{
	struct test_unit *unit = t->unit;
	pthread_mutex_lock(&unit->mutex);
	unit->ends = true;
	pthread_cond_broadcast(&unit->moved);
	while (!unit->answered)
		pthread_cond_wait(&unit->moved, &unit->mutex);
	pthread_mutex_unlock(&unit->mutex);
	enum err err = unit->err;
	pthread_cond_destroy(&unit->moved);
	pthread_mutex_destroy(&unit->mutex);
	memory_free(unit);
	t->unit = NULL;
	return err;
}

static void attach_all(struct test_house *t)
{
	struct db *db = t->unit ? t->unit->db : unit_open(t);
	for (size_t i = 0; i < t->scopes.count; i++) {
		struct scope *scope = *(struct scope **)list_at(&t->scopes, i);
		scope->db = db;
	}
}

/* ── scopes ── */

static unsigned roles_of(const struct test_house *t, int64_t member_id)
{
	const struct { int64_t id; unsigned roles; } people[] = {
		{ 0, 0 },
		{ t->ben, ROLE_MEMBER | ROLE_HELPER },
		{ t->mia, ROLE_MEMBER | ROLE_MODERATOR },
		{ t->adam, ROLE_MEMBER | ROLE_BRAND_ADMIN },
	};
	for (size_t i = 0; i < COUNT(people); i++) {
		if (people[i].id == member_id)
			return people[i].roles;
	}
	return ROLE_MEMBER;
}

static struct scope *new_scope(struct test_house *t)
{
	struct scope *scope = arena_take(t->arena, sizeof(*scope));
	scope_open(scope, t->house, t->arena, t->now);
	scope->brand_id = t->brand_id;
	scope->zone = zone_find(S("Europe/Berlin"));
	scope->language = S("de");
	scope->currency = S("EUR");
	scope->origin = S("http://a.localhost");
	*(struct scope **)list_add(&t->scopes) = scope;
	attach_all(t);
	return scope;
}

struct scope *acting_as(struct test_house *t, int64_t member_id)
{
	struct scope *scope = new_scope(t);
	scope_act_as(scope, member_id, roles_of(t, member_id));
	return scope;
}

struct scope *acting_as_house(struct test_house *t)
{
	struct scope *scope = new_scope(t);
	scope_act_as(scope, 0, ROLE_BITS);
	return scope;
}

/* These scopes are no units, which forget by themselves. */
static void units_forget(struct test_house *t, const struct scope *scope)
{
	for (size_t i = 0; t->house->unit_memo && i < scope->changes.count; i++)
		memo_forget(t->house->unit_memo, scope->brand_id, *(const struct subject *)list_at(&scope->changes, i));
}

void house_settle(struct test_house *t)
{
	if (!t->unit)
		return;
	assert_int_equal(unit_close(t), OK);
	for (size_t i = 0; i < t->scopes.count; i++) {
		struct scope *scope = *(struct scope **)list_at(&t->scopes, i);
		assert_int_equal(scope_run_kept(scope), OK);
		units_forget(t, scope);
		scope->changes.count = scope->after.count = scope->tells.count = 0; /* once is enough: scopes live on */
	}
}

enum err in_unit(struct test_house *t, struct scope *scope, scope_work *work, void *data)
{
	house_settle(t);
	return scope_write(scope, work, data);
}

int house_work(struct test_house *t)
{
	int done = 0;
	house_settle(t);
	assert_int_equal(house_work_now(t->house, t->now, &done), OK);
	return done;
}

const char *house_last_news(struct test_house *t)
{
	struct scope *scope = acting_as_house(t);
	str kind = S("");
	enum err err = sql_core_outbox_newest(scope, &kind);
	assert_true(err == OK || err == ERR_NOT_FOUND);
	return str_c(t->arena, kind);
}

/* ── building and pulling down ── */

static void run_script(str url, const char *sql)
{
	const struct db_driver *driver = db_driver_for(url);
	struct db *db;
	assert_int_equal(driver->open(url, DB_WRITER, &db), OK);
	assert_int_equal(driver->script(db, sql), OK);
	driver->close(db);
}

/* On PostgreSQL every test has a schema to itself.  Its name takes no id: that would lead all ids of the test from the house's
   day to the machine's, and what goes by the age of its id would go as much later. */
static str database_of(struct test_house *t)
{
	const char *postgres = getenv("HEINZEL_TEST_POSTGRES");
	if (!postgres)
		return str_format(t->arena, "sqlite:%.*s/house.db", STR_ARG(t->folder));
	static int count;
	t->schema = str_format(t->arena, "test_%lld_%d_%d", (long long)moment_now(), (int)getpid(), ++count); /* programs run beside each other */
	run_script(str_from(postgres), str_format(t->arena, "CREATE SCHEMA %.*s", STR_ARG(t->schema)).at);
	const char *mark = strchr(postgres, '?') ? "&" : "?";
	return str_format(t->arena, "%s%soptions=-csearch_path%%3D%.*s", postgres, mark, STR_ARG(t->schema));
}

/* On PostgreSQL the house is served by a role that owns nothing and is held by the wall between brands; a name in
   the server's address is replaced by that of the role. */
static str served_as(struct test_house *t, str database)
{
	static const char *const make = "DO $$ BEGIN CREATE ROLE heinzel_app LOGIN;"
		" EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$";
	size_t start, end;
	if (!t->schema.len)
		return database;
	run_script(database, make);
	assert_true(str_find(database, S("//"), &start));
	str rest = str_skip(database, start + 2), wrong = S("");
	bool named = str_find(rest, S("@"), &end);
	str served = str_format(t->arena, "%.*s//heinzel_app@%.*s", (int)start, database.at, STR_ARG(named ? str_skip(rest, end + 1) : rest));
	assert_int_equal(wall_let_in(t->arena, database, served, &wrong), OK);
	return served;
}

static void open_house(struct test_house *t, str database)
{
	/* Without the program no pictures: this one would run its tests again. */
	const char *program = getenv("HEINZEL_PROGRAM");
	struct house_settings settings = { .program = program ? str_from(program) : S("/the/program/is/not/named"),
		.database = database, .data_dir = t->folder, .fetch_private = true };
	memset(settings.master_key.at, 7, sizeof(settings.master_key.at));
	str wrong = S("");
	enum err err = house_open(t->arena, &settings, test_house_lists(), &t->house, &wrong);
	if (err)
		print_error("%.*s\n", STR_ARG(wrong));
	assert_int_equal(err, OK);
}

int house_up(void **state)
{
	crypt_start();
	log_set(LOG_ERROR, 2);
	struct arena *arena = arena_open(64 * 1024);
	struct test_house *t = arena_take(arena, sizeof(*t));
	t->arena = arena;
	t->now = HOUSE_NOON;
	t->brand_id = TEST_BRAND;
	t->folder = folder_make(arena);
	list_open(&t->scopes, arena, sizeof(struct scope *));
	str database = database_of(t), wrong = S("");
	int ran;
	enum err err = migrate_run(arena, database, migrations, &ran, &wrong);
	if (err)
		print_error("%.*s\n", STR_ARG(wrong));
	assert_int_equal(err, OK);
	open_house(t, served_as(t, database));
	assert_int_equal(test_house_fill(t, acting_as_house(t)), OK);
	house_settle(t);
	*state = t;
	return 0;
}

void house_restart(struct test_house *t)
{
	house_settle(t);
	t->scopes.count = 0;
	str database = t->house->settings.database;
	house_close(t->house);
	open_house(t, database);
}

int house_down(void **state)
{
	struct test_house *t = *state;
	house_settle(t);
	house_close(t->house);
	folder_remove(t->folder);
	if (t->schema.len) {
		str drop = str_format(t->arena, "DROP SCHEMA %.*s CASCADE", STR_ARG(t->schema));
		run_script(str_from(getenv("HEINZEL_TEST_POSTGRES")), drop.at);
	}
	arena_close(t->arena);
	return 0;
}
