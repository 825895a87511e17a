/* doubt_test.c: a unit that was kept on PostgreSQL, and not told to whoever keeps pages. */
#include "test/world.h"
#include "web/web_room.h"

#include "store/db_driver.h"

#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>

/* ── what is told to other nodes ── */

static atomic_int told_all;

enum err __real_tell_nodes(struct scope *scope);
enum err __wrap_tell_nodes(struct scope *scope);
enum err __wrap_tell_nodes(struct scope *scope)
{
	for (size_t i = 0; i < scope->tells.count; i++) {
		const struct told *told = list_at(&scope->tells, i);
		atomic_fetch_add(&told_all, told->kind == TOLD_ALL);
	}
	return __real_tell_nodes(scope);
}

/* ── what happens behind the house's back ── */

static void behind_its_back(struct test_house *t, const char *sql)
{
	struct db *db;
	const char *server = getenv("HEINZEL_TEST_POSTGRES");
	str url = str_format(t->arena, "%s%soptions=-csearch_path%%3D%.*s", server, strchr(server, '?') ? "&" : "?", STR_ARG(t->schema));
	assert_int_equal(db_postgres.open(url, DB_WRITER, &db), OK);
	assert_int_equal(db_postgres.script(db, sql), OK);
	db_postgres.close(db);
}

static struct asked a_reply(struct test_house *t, const struct made *thread)
{
	return (struct asked){ .as = t->eve, .method = POST, .form = "body=Danke", .once = "key",
		.path = str_c(t->arena, world_path(t, "/threads/:id/posts", thread)) };
}

/* Another node's unit, which died before it told; or one of this node that landed when it was not known any more. */
static void an_answer_given_again_is_no_older_than_any_page(void **state)
{
	struct test_house *t = *state;
	struct made thread = world_make(world_open(t), A_THREAD);
	const struct asked reply = a_reply(t, &thread), page = { .path = str_c(t->arena, world_path(t, "/threads/:id", &thread)) };
	assert_int_equal(visit(t, &reply).status, 303);
	assert_int_equal(visit(t, &page).status, 200);
	behind_its_back(t, "UPDATE community_thread SET title = 'Ganz anders'");
	struct answer before = visit(t, &page);
	assert_false(answer_says(&before, "Ganz anders")); /* a page that is kept */
	int told_before = atomic_load(&told_all);
	assert_int_equal(visit(t, &reply).status, 303);
	assert_int_equal(atomic_load(&told_all), told_before + 1);
	struct answer after = visit(t, &page);
	assert_true(answer_says(&after, "Ganz anders"));
}

static void one_of_slow_work_is_no_older_either(void **state)
{
	struct test_house *t = *state;
	struct made thread = world_make(world_open(t), A_THREAD);
	const struct asked spam = { .as = t->mia, .method = POST, .path = "/desk/moderation/spam", .form = "item=1", .once = "key" };
	const struct asked page = { .path = str_c(t->arena, world_path(t, "/threads/:id", &thread)) };
	assert_int_equal(visit(t, &spam).status, 303);
	assert_int_equal(visit(t, &page).status, 200);
	behind_its_back(t, "UPDATE community_thread SET title = 'Ganz anders'");
	int told_before = atomic_load(&told_all);
	assert_int_equal(visit(t, &spam).status, 303);
	assert_int_equal(atomic_load(&told_all), told_before + 1);
	struct answer after = visit(t, &page);
	assert_true(answer_says(&after, "Ganz anders"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WEB_TEST(an_answer_given_again_is_no_older_than_any_page),
		WEB_TEST(one_of_slow_work_is_no_older_either),
	};
	if (!getenv("HEINZEL_TEST_POSTGRES")) {
		fputs("\n*** SKIPPED: doubt needs PostgreSQL. Run it by tools/with_postgres.sh. ***\n\n", stderr);
		return 77;
	}
	return cmocka_run_group_tests_name("doubt", tests, NULL, NULL);
}
