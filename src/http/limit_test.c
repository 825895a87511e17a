/* limit_test.c: how often, and for whom; also from many threads at once. */
#include "http/limit.h"

#include "base/testing.h"

#include <pthread.h>
#include <stdatomic.h>

#define NOON SECONDS(1767268800)

static const struct limit_class posts = { "posts", 3, 60 };
static const struct limit_class logins = { "logins", 1, 6 };

static void a_burst_is_taken_at_once_and_then_one_at_a_time(void **state)
{
	struct limits *limits = limits_open(64);
	int wait = -1;
	for (int i = 0; i < 3; i++)
		assert_true(limit_take(limits, &posts, 7, NOON, &wait));
	assert_int_equal(wait, -1);
	assert_false(limit_take(limits, &posts, 7, NOON, &wait));
	assert_int_equal(wait, 60);
	assert_false(limit_take(limits, &posts, 7, NOON + SECONDS(59) + MILLISECONDS(500), &wait));
	assert_int_equal(wait, 1);
	assert_true(limit_take(limits, &posts, 7, NOON + SECONDS(60), &wait));
	assert_false(limit_take(limits, &posts, 7, NOON + SECONDS(60), &wait));
	assert_int_equal(wait, 60);
	limits_close(limits);
	(void)state;
}

static void a_rest_fills_the_burst_but_no_more(void **state)
{
	struct limits *limits = limits_open(64);
	int wait, taken = 0;
	while (limit_take(limits, &posts, 7, NOON, &wait))
		taken++;
	assert_int_equal(taken, 3);
	for (taken = 0; limit_take(limits, &posts, 7, NOON + DAYS(1), &wait);)
		taken++;
	assert_int_equal(taken, 3);
	limits_close(limits);
	(void)state;
}

static void refusals_cost_nothing(void **state)
{
	struct limits *limits = limits_open(64);
	int wait;
	assert_true(limit_take(limits, &logins, 7, NOON, &wait));
	for (int i = 1; i < 600; i++)
		assert_false(limit_take(limits, &logins, 7, NOON + SECONDS(i), &wait));
	assert_true(limit_take(limits, &logins, 7, NOON + SECONDS(600), &wait));
	limits_close(limits);
	(void)state;
}

static void neither_others_nor_other_matters_are_touched(void **state)
{
	struct limits *limits = limits_open(64);
	int wait;
	while (limit_take(limits, &posts, 7, NOON, &wait))
		;
	assert_true(limit_take(limits, &posts, 8, NOON, &wait));
	assert_true(limit_take(limits, &logins, 7, NOON, &wait));
	limits_close(limits);
	(void)state;
}

static void a_clock_set_back_locks_nobody_out(void **state)
{
	struct limits *limits = limits_open(64);
	int wait;
	while (limit_take(limits, &posts, 7, NOON + DAYS(30), &wait))
		;
	assert_false(limit_take(limits, &posts, 7, NOON, &wait));
	assert_true(wait <= 60);
	assert_true(limit_take(limits, &posts, 7, NOON + SECONDS(60), &wait));
	limits_close(limits);
	(void)state;
}

static void a_crowd_pushes_out_whoever_was_longest_away(void **state)
{
	struct limits *limits = limits_open(8); /* one row */
	int wait;
	for (uint64_t who = 1; who <= 8; who++)
		assert_true(limit_take(limits, &logins, who, NOON + SECONDS(who), &wait));
	assert_true(limit_take(limits, &logins, 9, NOON + SECONDS(9), &wait));
	for (uint64_t who = 2; who <= 9; who++)
		assert_false(limit_take(limits, &logins, who, NOON + SECONDS(10), &wait));
	assert_true(limit_take(limits, &logins, 1, NOON + SECONDS(11), &wait));
	limits_close(limits);
	(void)state;
}

struct crowd { struct limits *limits; atomic_int taken; };

static void *take_many(void *data)
{
	static const struct limit_class few = { "few", 100, 1 };
	struct crowd *crowd = data;
	int wait;
	for (int i = 0; i < 1000; i++)
		atomic_fetch_add(&crowd->taken, limit_take(crowd->limits, &few, 7, NOON, &wait));
	return NULL;
}

static void threads_together_get_no_more_than_one_alone(void **state)
{
	struct crowd crowd = { .limits = limits_open(64) };
	pthread_t threads[8];
	for (size_t i = 0; i < COUNT(threads); i++)
		assert_int_equal(pthread_create(&threads[i], NULL, take_many, &crowd), 0);
	for (size_t i = 0; i < COUNT(threads); i++)
		pthread_join(threads[i], NULL);
	assert_int_equal(atomic_load(&crowd.taken), 100);
	limits_close(crowd.limits);
	(void)state;
}

static void a_household_is_one_address(void **state)
{
	assert_true(limit_address(S("2001:db8:1:2::1")) == limit_address(S("2001:db8:1:2:ffff::9")));
	assert_true(limit_address(S("2001:db8:1:2::1")) != limit_address(S("2001:db8:1:3::1")));
	assert_true(limit_address(S("192.0.2.1")) != limit_address(S("192.0.2.2")));
	assert_true(limit_address(S("192.0.2.1")) == limit_address(S("192.0.2.1")));
	assert_true(limit_address(S("::ffff:192.0.2.1")) == limit_address(S("192.0.2.1")));
	assert_true(limit_address(S("::ffff:192.0.2.1")) != limit_address(S("::ffff:192.0.2.2")));
	assert_true(limit_address(S("")) == limit_address(S("")));
	assert_true(limit_address(S("not an address at all, and far too long to be one in any notation there is")) != 0);
	(void)state;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_burst_is_taken_at_once_and_then_one_at_a_time),
		TEST(a_rest_fills_the_burst_but_no_more),
		TEST(refusals_cost_nothing),
		TEST(neither_others_nor_other_matters_are_touched),
		TEST(a_clock_set_back_locks_nobody_out),
		TEST(a_crowd_pushes_out_whoever_was_longest_away),
		TEST(threads_together_get_no_more_than_one_alone),
		TEST(a_household_is_one_address),
	};
	return cmocka_run_group_tests_name("limit", tests, NULL, NULL);
}
