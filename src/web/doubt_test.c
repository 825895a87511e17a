/* doubt_test.c: a unit whose end was not heard, or not told to whoever keeps pages; on PostgreSQL, behind a wire that can be cut. */
#include "store/proxy_testing.h"
#include "test/world.h"
#include "web/web_room.h"

#include "core/once.h"
#include "features/community/thread.h"
#include "store/db_driver.h"

#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>

static const char *server; /* past the wire */
static struct proxy *proxy;

/* ── what is told to other nodes ── */

static atomic_int told_all;

enum err __real_tell_nodes(struct scope *scope);
enum err __wrap_tell_nodes(struct scope *scope);
enum err __wrap_tell_nodes(struct scope *scope)
{
	for (size_t i = 0; i < scope->tells.count; i++) {
		const struct told *told = list_at(&scope->tells, i);
		atomic_fetch_add(&told_all, told->kind == TOLD_PAGES);
	}
	return __real_tell_nodes(scope);
}

/* ── what happens behind the house's back ── */

static void behind_its_back(struct test_house *t, const char *sql)
{
	struct db *db;
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

/* ── the runs of one unit ── */

typedef void before_run(int run);

static before_run *before_each; /* looks for its key; NULL: nothing is cut */
static enum proxy_cut cut;      /* under the first one's COMMIT */
static int runs;

enum err __real_once_find(struct scope *scope, str key, str route, bool *found_out, struct once *once_out);
enum err __wrap_once_find(struct scope *scope, str key, str route, bool *found_out, struct once *once_out);
enum err __wrap_once_find(struct scope *scope, str key, str route, bool *found_out, struct once *once_out)
{
	if (before_each)
		before_each(++runs);
	return __real_once_find(scope, key, route, found_out, once_out);
}

enum err __real_once_keep(struct scope *scope, const struct once *once);
enum err __wrap_once_keep(struct scope *scope, const struct once *once);
enum err __wrap_once_keep(struct scope *scope, const struct once *once)
{
	enum err err = __real_once_keep(scope, once);
	if (before_each && runs == 1)
		proxy_cut(proxy, cut);
	return err;
}

static struct answer send_cut(struct test_house *t, const struct asked *asked, enum proxy_cut kind, before_run *before)
{
	visit(t, &(struct asked){ .as = asked->as, .path = "/language" }); /* what a form needs is asked before */
	cut = kind;
	runs = 0;
	before_each = before;
	struct answer answer = visit(t, asked);
	before_each = NULL;
	return answer;
}

static int64_t posts_of(struct test_house *t, const struct made *made)
{
	int64_t id;
	struct thread thread;
	assert_true(str_number(made->key, &id));
	assert_int_equal(thread_load(acting_as(t, t->ana), id, &thread), OK);
	house_settle(t);
	return thread.post_count;
}

/* The second run waits in vain for what the first one holds. */
static void land_before_the_third(int run)
{
	if (run == 3)
		proxy_deliver(proxy);
}

static void a_form_whose_commit_lands_late_is_answered_as_done(void **state)
{
	struct test_house *t = *state;
	struct made thread = world_make(world_open(t), A_THREAD);
	const struct asked reply = a_reply(t, &thread), page = { .path = str_c(t->arena, world_path(t, "/threads/:id", &thread)) };
	assert_int_equal(visit(t, &page).status, 200);
	struct answer answer = send_cut(t, &reply, CUT_LATE, land_before_the_third);
	assert_int_equal(answer.status, 303);
	assert_int_equal(runs, 3);
	assert_int_equal(posts_of(t, &thread), 3); /* question, Ben's answer, hers */
	answer = visit(t, &page);
	assert_true(answer_says(&answer, "Danke"));
}

static struct test_house *closing;

static void close_before_the_second(int run)
{
	if (run == 2)
		behind_its_back(closing, "UPDATE community_thread SET closed_at = 1");
}

static void a_form_that_is_refused_behind_a_lost_commit_is_told_why(void **state)
{
	struct test_house *t = closing = *state;
	struct made thread = world_make(world_open(t), A_THREAD);
	const struct asked reply = a_reply(t, &thread);
	struct answer answer = send_cut(t, &reply, CUT_QUESTION, close_before_the_second);
	assert_int_equal(answer.status, 409);
	assert_int_equal(runs, 2);
	assert_int_equal(posts_of(t, &thread), 2);
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
		WEB_TEST(a_form_whose_commit_lands_late_is_answered_as_done),
		WEB_TEST(a_form_that_is_refused_behind_a_lost_commit_is_told_why),
		WEB_TEST(an_answer_given_again_is_no_older_than_any_page),
		WEB_TEST(one_of_slow_work_is_no_older_either),
	};
	server = getenv("HEINZEL_TEST_POSTGRES");
	if (!server) {
		fputs("\n*** SKIPPED: doubt needs PostgreSQL. Run it by tools/with_postgres.sh. ***\n\n", stderr);
		return 77;
	}
	struct arena *arena = arena_open(64 * 1024);
	str url;
	server = str_c(arena, str_from(server));
	proxy = proxy_open(arena, str_from(server), &url);
	setenv("HEINZEL_TEST_POSTGRES", str_c(arena, url), 1);
	int failed = cmocka_run_group_tests_name("doubt", tests, NULL, NULL);
	proxy_close(proxy);
	arena_close(arena);
	return failed;
}
