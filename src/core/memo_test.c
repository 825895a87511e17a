/* memo_test.c: what is kept between requests is whole, its asker's, and never older than what was acknowledged. */
#include "core/memo.h"
#include "core/core.h"
#include "core/findable.h"
#include "test/house.h"

#include <pthread.h>
#include <stdatomic.h>

struct thing { int64_t number; str name, about; };

static const size_t texts[] = { offsetof(struct thing, name), offsetof(struct thing, about) };
static const struct memo_kind things = { sizeof(struct thing), texts, COUNT(texts), MINUTES(1), false };
static const struct memo_kind others = { sizeof(struct thing), texts, COUNT(texts), MINUTES(1), false };
static const struct subject shown = { 7, 42 }, elsewhere = { 7, 43 };
static const struct thing rows[] = { { 1, { "eins", 4 }, { "", 0 } }, { 2, { "", 0 }, { "das zweite", 10 } } };

/* A request of its own. */
static struct scope *asks(struct test_house *t, int64_t brand_id)
{
	struct scope *scope = arena_take(t->arena, sizeof(*scope));
	scope_open(scope, t->house, t->arena, t->now);
	scope->brand_id = brand_id;
	assert_int_equal(scope_read_begin(scope), OK);
	return scope;
}

static void keeps(struct scope *scope)
{
	memo_keep(scope, &things, S("a"), &(struct memo_value){ rows, COUNT(rows), scope->brand_id, &shown, 1 });
}

static bool finds(struct test_house *t, const struct memo_kind *kind, const char *key, int64_t brand_id)
{
	struct memo_rows found;
	struct scope *scope = asks(t, brand_id);
	bool is_there = memo_find(scope, kind, str_from(key), &found);
	scope_read_end(scope);
	return is_there;
}

static void kept_by_one(struct test_house *t)
{
	struct scope *scope = asks(t, t->brand_id);
	keeps(scope);
	scope_read_end(scope);
}

static enum err change(struct scope *scope, void *data)
{
	subject_changed(scope, *(const struct subject *)data);
	return OK;
}

static void changes(struct test_house *t, struct subject subject)
{
	assert_int_equal(in_unit(t, acting_as_house(t), change, &subject), OK);
}

/* Several nodes ask the database: docs/decisions/0069. */
static bool is_alone(struct test_house *t)
{
	house_settle(t);
	return t->house->memo != NULL;
}

static void what_was_kept_is_found_whole(void **state)
{
	struct test_house *t = *state;
	struct memo_rows found;
	if (!is_alone(t))
		skip();
	kept_by_one(t);
	struct scope *scope = asks(t, t->brand_id);
	assert_true(memo_find(scope, &things, S("a"), &found));
	scope_read_end(scope);
	const struct thing *at = found.at;
	assert_int_equal(found.count, 2);
	assert_true(at[0].number == 1 && str_equal(at[0].name, S("eins")) && str_empty(at[0].about));
	assert_true(at[1].number == 2 && str_empty(at[1].name) && str_equal(at[1].about, S("das zweite")));
	assert_true(at[0].name.at != rows[0].name.at);
}

static void another_question_or_brand_finds_nothing(void **state)
{
	struct test_house *t = *state;
	if (!is_alone(t))
		skip();
	kept_by_one(t);
	assert_true(finds(t, &things, "a", t->brand_id));
	assert_false(finds(t, &things, "b", t->brand_id));
	assert_false(finds(t, &others, "a", t->brand_id));
	assert_false(finds(t, &things, "a", t->brand_id + 1));
	t->now += MINUTES(1) + 1;
	assert_false(finds(t, &things, "a", t->brand_id));
}

static void what_changed_is_forgotten(void **state)
{
	struct test_house *t = *state;
	if (!is_alone(t))
		skip();
	kept_by_one(t);
	changes(t, elsewhere);
	assert_true(finds(t, &things, "a", t->brand_id));
	changes(t, shown);
	assert_false(finds(t, &things, "a", t->brand_id));
	kept_by_one(t);
	memo_forget_all(t->house->memo);
	assert_false(finds(t, &things, "a", t->brand_id));
}

/* It began before the change and ends after it: what it saw is old. */
static void a_snapshot_keeps_nothing_that_changed_meanwhile(void **state)
{
	struct test_house *t = *state;
	if (!is_alone(t))
		skip();
	struct scope *early = asks(t, t->brand_id);
	changes(t, shown);
	keeps(early);
	scope_read_end(early);
	assert_false(finds(t, &things, "a", t->brand_id));
}

static void a_unit_asks_the_database(void **state)
{
	struct test_house *t = *state;
	struct memo_rows found;
	if (!is_alone(t))
		skip();
	kept_by_one(t);
	assert_false(memo_find(acting_as_house(t), &things, S("a"), &found));
	struct scope *unit = acting_as_house(t);
	memo_keep(unit, &things, S("u"), &(struct memo_value){ rows, 1, t->brand_id, &shown, 1 });
	house_settle(t);
	assert_false(finds(t, &things, "u", t->brand_id));
}

/* ── what units know ── */

static const struct memo_kind known = { sizeof(struct thing), texts, COUNT(texts), MINUTES(1), .in_units = true };

static enum err keep_in_unit(struct scope *scope, void *data)
{
	(void)data;
	memo_keep(scope, &known, S("a"), &(struct memo_value){ rows, COUNT(rows), scope->brand_id, &shown, 1 });
	memo_keep(scope, &things, S("a"), &(struct memo_value){ rows, COUNT(rows), scope->brand_id, &shown, 1 });
	return OK;
}

struct finding { const struct memo_kind *kind; struct subject changes; bool is_found; };

static enum err find_in_unit(struct scope *scope, void *data)
{
	struct memo_rows found;
	struct finding *finding = data;
	if (finding->changes.kind)
		subject_changed(scope, finding->changes);
	finding->is_found = memo_find(scope, finding->kind, S("a"), &found);
	return OK;
}

static bool unit_finds(struct test_house *t, const struct memo_kind *kind, struct subject changes)
{
	struct finding finding = { kind, changes, true };
	assert_int_equal(in_unit(t, acting_as_house(t), find_in_unit, &finding), OK);
	return finding.is_found;
}

/* Takes far too long the first time, so that the writer runs it again. */
static enum err dawdle_once(struct scope *scope, void *data)
{
	moment began_at = moment_of_thread();
	while (!*(int *)data && moment_of_thread() - began_at < MILLISECONDS(200))
		;
	++*(int *)data;
	return news_announce(scope, &news_findable, shown);
}

static void a_unit_knows_what_another_asked_until_it_changes(void **state)
{
	struct test_house *t = *state;
	const struct subject nothing = { 0, 0 };
	if (!is_alone(t))
		skip();
	assert_false(unit_finds(t, &known, nothing));
	assert_int_equal(in_unit(t, acting_as_house(t), keep_in_unit, NULL), OK);
	assert_true(unit_finds(t, &known, nothing));
	assert_false(unit_finds(t, &things, nothing)); /* not one of those */
	assert_false(finds(t, &known, "a", t->brand_id)); /* nor do readers know it */
	assert_true(unit_finds(t, &known, elsewhere));
	assert_false(unit_finds(t, &known, shown)); /* in the very unit that changes it */
	assert_false(unit_finds(t, &known, nothing));
}

static void what_was_undone_is_known_to_nobody(void **state)
{
	struct test_house *t = *state;
	if (!is_alone(t))
		skip();
	assert_int_equal(in_unit(t, acting_as_house(t), keep_in_unit, NULL), OK);
	int runs = 0;
	assert_int_equal(in_unit(t, acting_as_house(t), dawdle_once, &runs), OK);
	assert_int_equal(runs, 2);
	assert_false(unit_finds(t, &known, (struct subject){ 0, 0 }));
}

/* ── the law, under threads: a brand's setting, one who changes it and four who read ── */

enum { READERS = 4, ROUNDS = 200 };

static const struct setting count_setting = { "test.count", SETTING_NUMBER, "0", 0, 1000000 };

struct race { struct test_house *t; _Atomic int64_t acknowledged; _Atomic bool is_over; _Atomic int64_t older, read; };

static enum err put_count(struct scope *scope, void *data)
{
	return setting_set(scope, &count_setting, str_format(scope->arena, "%lld", (long long)*(int64_t *)data));
}

static enum err get_count(struct scope *scope, void *data)
{
	return setting_number(scope, &count_setting, data);
}

static void *read_on(void *data)
{
	struct race *race = data;
	struct arena *arena = arena_open(1 << 14);
	while (!atomic_load(&race->is_over)) {
		int64_t count = -1, before = atomic_load(&race->acknowledged);
		struct scope scope;
		struct arena_mark mark = arena_mark(arena);
		scope_open(&scope, race->t->house, arena, race->t->now);
		scope.brand_id = race->t->brand_id;
		bool is_wrong = scope_read(&scope, get_count, &count) || count < before;
		atomic_fetch_add(&race->older, is_wrong);
		atomic_fetch_add(&race->read, 1);
		arena_release(arena, mark);
	}
	arena_close(arena);
	return NULL;
}

static void nobody_reads_what_is_older_than_acknowledged(void **state)
{
	struct race race = { .t = *state };
	pthread_t threads[READERS];
	house_settle(race.t);
	for (size_t i = 0; i < READERS; i++)
		assert_int_equal(pthread_create(&threads[i], NULL, read_on, &race), 0);
	for (int64_t i = 1; i <= ROUNDS; i++) {
		assert_int_equal(in_unit(race.t, acting_as_house(race.t), put_count, &i), OK);
		atomic_store(&race.acknowledged, i);
	}
	atomic_store(&race.is_over, true);
	for (size_t i = 0; i < READERS; i++)
		pthread_join(threads[i], NULL);
	assert_int_equal(race.older, 0);
	assert_true(race.read > 0);
}

/* More than fits: 2,000 of 12 KB, all fresh; how many of them are found. */
static size_t kept_of_many(struct test_house *t, const char *prefix)
{
	enum { MANY = 2000, LONG = 12000 };
	size_t found = 0;
	char *text = arena_take(t->arena, LONG);
	memset(text, 'x', LONG);
	const struct thing large = { 1, { text, LONG }, { "", 0 } };
	for (int i = 0; i < MANY; i++) {
		struct arena *arena = arena_open(4096);
		struct scope scope;
		struct memo_rows rows_found;
		str key = str_format(arena, "%s%d", prefix, i);
		scope_open(&scope, t->house, arena, t->now);
		scope.brand_id = t->brand_id;
		assert_int_equal(scope_read_begin(&scope), OK);
		memo_keep(&scope, &things, key, &(struct memo_value){ &large, 1, t->brand_id, &shown, 1 });
		found += memo_find(&scope, &things, key, &rows_found);
		scope_read_end(&scope);
		arena_close(arena);
	}
	return found;
}

static void what_is_out_of_date_makes_room(void **state)
{
	struct test_house *t = *state;
	if (!is_alone(t))
		skip();
	size_t first = kept_of_many(t, "a");
	assert_in_range(first, 100, 1999); /* there is a bound, and it was met */
	assert_true(kept_of_many(t, "b") < first);
	changes(t, shown); /* all that is kept is out of date */
	assert_true(kept_of_many(t, "c") > first / 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		HOUSE_TEST(what_was_kept_is_found_whole),
		HOUSE_TEST(another_question_or_brand_finds_nothing),
		HOUSE_TEST(what_changed_is_forgotten),
		HOUSE_TEST(a_snapshot_keeps_nothing_that_changed_meanwhile),
		HOUSE_TEST(a_unit_asks_the_database),
		HOUSE_TEST(what_is_out_of_date_makes_room),
		HOUSE_TEST(a_unit_knows_what_another_asked_until_it_changes),
		HOUSE_TEST(what_was_undone_is_known_to_nobody),
		HOUSE_TEST(nobody_reads_what_is_older_than_acknowledged),
	};
	return cmocka_run_group_tests_name("memo", tests, NULL, NULL);
}
