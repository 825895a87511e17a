/* once_test.c: an answer given under a key is given again, to the same person and for two days. */
#include "core/core.h"
#include "core/once.h"
#include "core/scope_run.h"
#include "store/db_driver.h"
#include "test/house.h"

static const struct once answer = { { "key-1", 5 }, { "POST /threads", 13 }, 303, { "/threads/7", 10 }, { "", 0 } };

static bool is_found(struct scope *scope, const char *key, struct once *once)
{
	bool found;
	assert_int_equal(once_find(scope, str_from(key), answer.route, &found, once), OK);
	return found;
}

static void an_answer_is_found_again(void **state)
{
	struct test_house *t = *state;
	struct once once;
	struct scope *ana = acting_as(t, t->ana);
	assert_false(is_found(ana, "key-1", &once));
	assert_int_equal(once_keep(ana, &answer), OK);
	assert_true(is_found(ana, "key-1", &once));
	assert_int_equal(once.status, 303);
	assert_string_equal(str_c(t->arena, once.location), "/threads/7");
	assert_false(is_found(ana, "key-2", &once));
}

static void a_key_is_its_owners(void **state)
{
	struct test_house *t = *state;
	struct once once;
	assert_int_equal(once_keep(acting_as(t, t->ana), &answer), OK);
	assert_false(is_found(acting_as(t, t->ben), "key-1", &once));
	struct scope *stranger = acting_as(t, 0), *visitor = acting_as(t, 0), *same = acting_as(t, 0);
	assert_false(is_found(stranger, "key-1", &once));
	visitor->session_id = same->session_id = t->ana; /* a visit of the same number is nobody's member */
	assert_false(is_found(visitor, "key-1", &once));
	assert_int_equal(once_keep(visitor, &answer), OK);
	assert_true(is_found(same, "key-1", &once));
}

static void who_has_no_visit_has_no_memory(void **state)
{
	struct test_house *t = *state;
	struct once once;
	struct scope *stranger = acting_as(t, 0);
	assert_int_equal(once_keep(stranger, &answer), OK);
	assert_int_equal(once_keep(stranger, &answer), OK);
	assert_false(is_found(stranger, "key-1", &once));
}

static void a_key_of_another_route_is_refused(void **state)
{
	struct test_house *t = *state;
	struct once once;
	bool found;
	struct scope *ana = acting_as(t, t->ana);
	assert_int_equal(once_keep(ana, &answer), OK);
	assert_int_equal(once_find(ana, answer.key, S("POST /tasks"), &found, &once), ERR_CONFLICT);
	assert_string_equal(ana->refusal.reason, "once.other_route");
}

static enum err keep(struct scope *scope, void *data)
{
	return once_keep(scope, &answer);
}

static void the_slower_twin_is_undone(void **state)
{
	struct test_house *t = *state;
	struct scope *ana = acting_as(t, t->ana);
	assert_int_equal(in_unit(t, ana, keep, NULL), OK);
	assert_int_equal(in_unit(t, ana, keep, NULL), ERR_CONFLICT);
	assert_string_equal(ana->refusal.reason, "once.twin");
}

static void after_two_days_a_key_is_free_again(void **state)
{
	struct test_house *t = *state;
	struct once once;
	assert_int_equal(once_keep(acting_as(t, t->ana), &answer), OK);
	t->now += DAYS(2);
	assert_false(is_found(acting_as(t, t->ana), "key-1", &once));
	assert_int_equal(once_keep(acting_as(t, t->ana), &answer), OK);
	assert_true(is_found(acting_as(t, t->ana), "key-1", &once));
}

static void what_is_too_old_is_tidied_away(void **state)
{
	struct test_house *t = *state;
	struct once once;
	assert_int_equal(once_keep(acting_as(t, t->ana), &answer), OK);
	(void)house_work(t);
	struct scope *then = acting_as(t, t->ana);
	t->now += DAYS(3);
	assert_true(is_found(then, "key-1", &once)); /* by the old clock it is still there */
	(void)house_work(t);
	(void)acting_as(t, t->ana);
	assert_false(is_found(then, "key-1", &once));
}

/* ── nobody heard how the run before this one ended ── */

struct deeds { int done, undone; };

static void count_done(struct house *house, void *data)
{
	((struct deeds *)data)->done++;
}

static void count_undone(struct house *house, void *data)
{
	((struct deeds *)data)->undone++;
}

static struct scope *in_doubt(struct test_house *t, struct deeds *deeds)
{
	struct scope *ana = acting_as(t, t->ana);
	scope_after(ana, count_done, deeds);
	scope_undone(ana, count_undone, deeds);
	subject_changed(ana, (struct subject){ 1, 7 });
	ana->db->in_doubt = true;
	scope_run_begin(ana, ana->db);
	assert_int_equal(ana->changes.count, 0);
	return ana;
}

static void a_key_that_is_not_there_may_still_come(void **state)
{
	struct test_house *t = *state;
	struct deeds deeds = { 0 };
	struct once once;
	struct scope *ana = in_doubt(t, &deeds);
	assert_false(is_found(ana, "key-1", &once));
	assert_int_equal(deeds.undone, 0);
	assert_true(db_is_in_doubt(ana->db));
	assert_int_equal(once_keep(ana, &answer), OK); /* now it cannot */
	assert_false(db_is_in_doubt(ana->db));
	assert_int_equal(ana->changes.count, 0);
	house_settle(t);
	assert_true(deeds.undone == 1 && deeds.done == 0);
}

static void a_key_that_is_there_was_kept_with_all_it_changed(void **state)
{
	struct test_house *t = *state;
	struct deeds deeds = { 0 };
	struct once once;
	assert_int_equal(once_keep(acting_as(t, t->ana), &answer), OK);
	struct scope *ana = in_doubt(t, &deeds);
	assert_true(is_found(ana, "key-1", &once));
	assert_int_equal(ana->changes.count, 1);
	ana->db->in_doubt = false;
	house_settle(t);
	assert_true(deeds.undone == 0 && deeds.done == 1);
}

static void a_key_that_another_deed_took_was_not_kept(void **state)
{
	struct test_house *t = *state;
	struct deeds deeds = { 0 };
	struct once once;
	bool found;
	assert_int_equal(once_keep(acting_as(t, t->ana), &answer), OK);
	struct scope *ana = in_doubt(t, &deeds);
	assert_int_equal(once_find(ana, answer.key, S("POST /tasks"), &found, &once), ERR_CONFLICT);
	assert_false(db_is_in_doubt(ana->db));
	assert_int_equal(deeds.undone, 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		HOUSE_TEST(an_answer_is_found_again),
		HOUSE_TEST(a_key_is_its_owners),
		HOUSE_TEST(who_has_no_visit_has_no_memory),
		HOUSE_TEST(a_key_of_another_route_is_refused),
		HOUSE_TEST(the_slower_twin_is_undone),
		HOUSE_TEST(after_two_days_a_key_is_free_again),
		HOUSE_TEST(what_is_too_old_is_tidied_away),
		HOUSE_TEST(a_key_that_is_not_there_may_still_come),
		HOUSE_TEST(a_key_that_is_there_was_kept_with_all_it_changed),
		HOUSE_TEST(a_key_that_another_deed_took_was_not_kept),
	};
	return cmocka_run_group_tests_name("once", tests, NULL, NULL);
}
