/* job_test.c: work for later is done when due, once, tried again when it fails, and never by two. */
#include "core/core.h"
#include "store/db.h"
#include "test/house.h"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

static const struct setting done = { "test.done", SETTING_TEXT, "", 0, 2000 };
static const struct setting broken = { "test.broken", SETTING_SWITCH, "0", 0, 0 };

/* In memory: what happened in runs that were undone too.  Hangs at house->web. */
struct seen { int runs, attempt, nested; bool was_in_unit, dies; int64_t run_as; };

static struct seen *seen_by(struct scope *scope)
{
	return scope->house->web;
}

static enum err write_down(struct scope *scope, void *data)
{
	const struct job *job = data;
	str before;
	int64_t is_broken;
	enum err err = setting_text(scope, &done, &before);
	if (!err)
		err = setting_number(scope, &broken, &is_broken);
	if (!err)
		err = setting_set(scope, &done, str_format(scope->arena, "%.*s%lld%.*s;", STR_ARG(before),
		                  (long long)job->subject.id, STR_ARG(job->text)));
	if (err)
		return err;
	return is_broken ? refuse(scope, ERR_CONFLICT, "test.broken") : OK;
}

static enum err run_quick(struct scope *scope, const struct job *job)
{
	struct seen *seen = seen_by(scope);
	seen->runs++;
	seen->attempt = job->attempt;
	seen->run_as = job->run_as;
	seen->was_in_unit = scope->db != NULL;
	return write_down(scope, (void *)job);
}

static enum err run_slow(struct scope *scope, const struct job *job)
{
	struct seen *seen = seen_by(scope);
	seen->runs++;
	seen->attempt = job->attempt;
	seen->was_in_unit = scope->db != NULL || !db_is_outside_unit();
	if (seen->dies)
		kill(getpid(), SIGKILL);
	/* As if a second worker came by while this one is at it. */
	enum err err = house_work_now(scope->house, scope->now, &seen->nested);
	return err ? err : scope_write(scope, write_down, (void *)job);
}

static const struct job_kind quick = { .name = "test.quick", .run = run_quick };
static const struct job_kind twice = { .name = "test.twice", .run = run_quick, .attempts = 2 };
static const struct job_kind slow = { .name = "test.slow", .run = run_slow, .by_hand = true };
static const struct job_kind daily = { .name = "test.daily", .run = run_quick, .every_seconds = 86400 };
static const struct job_kind stranger = { .name = "test.gone", .run = run_quick };

static enum err run_again(struct scope *scope, const struct job *job);
static const struct job_kind again = { .name = "test.again", .run = run_again };

static enum err run_again(struct scope *scope, const struct job *job)
{
	enum err err = write_down(scope, (void *)job);
	return err ? err : job_plan(scope, &again, job->subject, scope->now + MINUTES(10));
}

const struct house_lists *test_house_lists(void)
{
	static const struct job_kind *const jobs[] = { &quick, &twice, &slow, &daily, &again, NULL };
	static const struct house_lists lists = { .jobs = jobs };
	return &lists;
}

static struct seen *watch(struct test_house *t)
{
	struct seen *seen = arena_take(t->arena, sizeof(*seen));
	t->house->web = seen;
	return seen;
}

static struct subject thing(int64_t id)
{
	return (struct subject){ 22, id };
}

static const char *done_so_far(struct test_house *t)
{
	str value;
	assert_int_equal(setting_text(acting_as_house(t), &done, &value), OK);
	return str_c(t->arena, value);
}

static void break_it(struct test_house *t, const char *value)
{
	log_set(LOG_ERROR + 1, 2);
	assert_int_equal(setting_set(acting_as_house(t), &broken, str_from(value)), OK);
}

static void a_job_runs_when_it_is_due_and_not_before(void **state)
{
	struct test_house *t = *state;
	struct seen *seen = watch(t);
	assert_int_equal(job_plan(acting_as(t, t->ana), &quick, thing(7), t->now + MINUTES(5)), OK);
	t->now += MINUTES(5) - 1;
	assert_int_equal(house_work(t), 0);
	t->now += 1;
	assert_int_equal(house_work(t), 1);
	assert_int_equal(house_work(t), 0);
	assert_string_equal(done_so_far(t), "7;");
	assert_true(seen->was_in_unit);
	assert_int_equal(seen->attempt, 1);
}

static void planning_again_moves_a_job(void **state)
{
	struct test_house *t = *state;
	watch(t);
	struct scope *ana = acting_as(t, t->ana);
	assert_int_equal(job_plan(ana, &quick, thing(7), t->now), OK);
	assert_int_equal(job_plan(ana, &quick, thing(7), t->now + MINUTES(5)), OK);
	assert_int_equal(job_plan(ana, &quick, thing(8), t->now), OK);
	assert_int_equal(house_work(t), 1);
	t->now += MINUTES(5);
	assert_int_equal(house_work(t), 1);
	assert_string_equal(done_so_far(t), "8;7;");
}

static void a_cancelled_job_does_not_run(void **state)
{
	struct test_house *t = *state;
	watch(t);
	struct scope *ana = acting_as(t, t->ana);
	assert_int_equal(job_plan(ana, &quick, thing(7), t->now), OK);
	assert_int_equal(job_cancel(ana, &quick, thing(7)), OK);
	assert_int_equal(house_work(t), 0);
	assert_string_equal(done_so_far(t), "");
}

static void a_job_brings_its_text_and_whose_rights_it_has(void **state)
{
	struct test_house *t = *state;
	struct seen *seen = watch(t);
	struct job job = { .subject = thing(1), .run_as = t->ben, .text = S("=text"), .due_at = t->now };
	assert_int_equal(job_plan_text(acting_as(t, t->ana), &quick, &job), OK);
	assert_int_equal(house_work(t), 1);
	assert_string_equal(done_so_far(t), "1=text;");
	assert_true(seen->run_as == t->ben);
}

static void a_text_that_is_too_long_is_refused(void **state)
{
	struct test_house *t = *state;
	struct scope *ana = acting_as(t, t->ana);
	char *text = arena_take(t->arena, 4001);
	struct job job = { .subject = thing(1), .text = { text, 4001 }, .due_at = t->now };
	assert_int_equal(job_plan_text(ana, &quick, &job), ERR_TOO_LARGE);
	assert_string_equal(ana->refusal.reason, "job.text_too_long");
}

static void a_failing_job_is_tried_again_after_1_5_25_125_minutes(void **state)
{
	struct test_house *t = *state;
	static const int minutes[] = { 1, 5, 25, 125, 125, 125, 125 };
	struct seen *seen = watch(t);
	break_it(t, "1");
	assert_int_equal(job_plan(acting_as(t, t->ana), &quick, thing(7), t->now), OK);
	(void)house_work(t);
	for (size_t i = 0; i < COUNT(minutes); i++) {
		int runs = seen->runs;
		t->now += MINUTES(minutes[i]) - 1;
		(void)house_work(t);
		assert_int_equal(seen->runs, runs);
		t->now += 1;
		(void)house_work(t);
		assert_int_equal(seen->runs, runs + 1);
		assert_int_equal(seen->attempt, i + 2);
	}
	assert_string_equal(done_so_far(t), "");
	t->now += HOURS(10);
	break_it(t, "0");
	(void)house_work(t);
	assert_int_equal(seen->runs, 8); /* eight attempts are the default */
}

static void a_kind_may_be_given_up_sooner(void **state)
{
	struct test_house *t = *state;
	struct seen *seen = watch(t);
	break_it(t, "1");
	assert_int_equal(job_plan(acting_as(t, t->ana), &twice, thing(7), t->now), OK);
	for (int i = 0; i < 4; i++) {
		(void)house_work(t);
		t->now += MINUTES(5);
	}
	assert_int_equal(seen->runs, 2);
	/* Planned anew, it has its attempts again. */
	break_it(t, "0");
	assert_int_equal(job_plan(acting_as(t, t->ana), &twice, thing(7), t->now), OK);
	(void)house_work(t);
	assert_string_equal(done_so_far(t), "7;");
}

static void a_job_may_plan_itself_anew(void **state)
{
	struct test_house *t = *state;
	watch(t);
	assert_int_equal(job_plan(acting_as(t, t->ana), &again, thing(1), t->now), OK);
	assert_int_equal(house_work(t), 1);
	assert_int_equal(house_work(t), 0);
	t->now += MINUTES(10);
	assert_int_equal(house_work(t), 1);
	assert_string_equal(done_so_far(t), "1;1;");
}

static void slow_work_runs_outside_a_unit_and_never_twice_at_once(void **state)
{
	struct test_house *t = *state;
	struct seen *seen = watch(t);
	assert_int_equal(job_plan(acting_as(t, t->ana), &slow, thing(7), t->now), OK);
	assert_int_equal(house_work(t), 1);
	assert_false(seen->was_in_unit);
	assert_int_equal(seen->nested, 0);
	assert_int_equal(seen->runs, 1);
	t->now += HOURS(2);
	(void)house_work(t);
	assert_int_equal(seen->runs, 1);
	assert_string_equal(done_so_far(t), "7;");
}

static void slow_work_that_fails_is_tried_again(void **state)
{
	struct test_house *t = *state;
	struct seen *seen = watch(t);
	break_it(t, "1");
	assert_int_equal(job_plan(acting_as(t, t->ana), &slow, thing(7), t->now), OK);
	assert_int_equal(house_work(t), 1);
	break_it(t, "0");
	t->now += MINUTES(1);
	assert_int_equal(house_work(t), 1);
	assert_int_equal(seen->attempt, 2);
	assert_string_equal(done_so_far(t), "7;");
}

static void a_worker_that_dies_leaves_a_lease_that_ends(void **state)
{
	struct test_house *t = *state;
	assert_int_equal(job_plan(acting_as(t, t->ana), &slow, thing(7), t->now), OK);
	house_settle(t);
	struct house_settings settings = t->house->settings;
	house_close(t->house);
	pid_t child = fork();
	if (child == 0) {
		struct house *house;
		str wrong;
		if (house_open(arena_open(4096), &settings, test_house_lists(), &house, &wrong) != OK)
			_exit(1);
		house->web = &(struct seen){ .dies = true };
		(void)house_work_now(house, t->now, NULL);
		_exit(1);
	}
	int status;
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFSIGNALED(status));
	str wrong = S("");
	t->scopes.count = 0;
	assert_int_equal(house_open(t->arena, &settings, test_house_lists(), &t->house, &wrong), OK);
	struct seen *seen = watch(t);
	assert_int_equal(house_work(t), 0);
	t->now += MINUTES(30);
	assert_int_equal(house_work(t), 1);
	assert_int_equal(seen->attempt, 2);
	assert_string_equal(done_so_far(t), "7;");
}

static void what_repeats_is_planned_by_itself_for_every_brand(void **state)
{
	struct test_house *t = *state;
	struct seen *seen = watch(t);
	(void)house_work(t);
	assert_int_equal(seen->runs, 0);
	for (int day = 1; day <= 3; day++) {
		t->now += DAYS(1);
		(void)house_work(t);
		assert_int_equal(seen->runs, day);
	}
	break_it(t, "1");
	t->now += DAYS(1);
	for (int i = 0; i < 12; i++) {
		(void)house_work(t);
		t->now += DAYS(1);
	}
	assert_int_equal(seen->runs, 3 + 12); /* failing, it is never given up */
	house_restart(t);
	seen = watch(t);
	(void)house_work(t);
	assert_int_equal(seen->runs, 1); /* the restart has not planned it a second time */
}

static void what_repeats_comes_back_when_a_clock_that_ran_ahead_is_set_right(void **state)
{
	struct test_house *t = *state;
	struct seen *seen = watch(t);
	(void)house_work(t);
	t->now += DAYS(365);
	(void)house_work(t);
	assert_int_equal(seen->runs, 1);
	t->now -= DAYS(365);
	(void)house_work(t);
	t->now += DAYS(1);
	(void)house_work(t);
	assert_int_equal(seen->runs, 2);
	t->now += DAYS(365);
	(void)house_work(t);
	t->now -= DAYS(365);
	house_restart(t);
	seen = watch(t);
	(void)house_work(t);
	t->now += DAYS(1);
	(void)house_work(t);
	assert_int_equal(seen->runs, 1);
}

/* Nothing was set back here: within an hour it is seen all the same. */
static void what_another_nodes_clock_put_off_comes_back_too(void **state)
{
	struct test_house *t = *state;
	struct seen *seen = watch(t);
	(void)house_work(t);
	assert_int_equal(job_plan(acting_as_house(t), &daily, (struct subject){ 0, 0 }, t->now + DAYS(365)), OK);
	t->now += HOURS(1);
	(void)house_work(t);
	t->now += DAYS(1);
	(void)house_work(t);
	assert_int_equal(seen->runs, 1);
}

static void a_kind_that_this_release_does_not_know_is_kept(void **state)
{
	struct test_house *t = *state;
	log_set(LOG_ERROR + 1, 2);
	struct seen *seen = watch(t);
	assert_int_equal(job_plan(acting_as(t, t->ana), &stranger, thing(7), t->now), OK);
	assert_int_equal(house_work(t), 1);
	assert_int_equal(house_work(t), 0);
	t->now += MINUTES(1);
	assert_int_equal(house_work(t), 1);
	assert_int_equal(seen->runs, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		HOUSE_TEST(a_job_runs_when_it_is_due_and_not_before),
		HOUSE_TEST(planning_again_moves_a_job),
		HOUSE_TEST(a_cancelled_job_does_not_run),
		HOUSE_TEST(a_job_brings_its_text_and_whose_rights_it_has),
		HOUSE_TEST(a_text_that_is_too_long_is_refused),
		HOUSE_TEST(a_failing_job_is_tried_again_after_1_5_25_125_minutes),
		HOUSE_TEST(a_kind_may_be_given_up_sooner),
		HOUSE_TEST(a_job_may_plan_itself_anew),
		HOUSE_TEST(slow_work_runs_outside_a_unit_and_never_twice_at_once),
		HOUSE_TEST(slow_work_that_fails_is_tried_again),
		HOUSE_TEST(a_worker_that_dies_leaves_a_lease_that_ends),
		HOUSE_TEST(what_repeats_is_planned_by_itself_for_every_brand),
		HOUSE_TEST(what_repeats_comes_back_when_a_clock_that_ran_ahead_is_set_right),
		HOUSE_TEST(what_another_nodes_clock_put_off_comes_back_too),
		HOUSE_TEST(a_kind_that_this_release_does_not_know_is_kept),
	};
	return cmocka_run_group_tests_name("job", tests, NULL, NULL);
}
