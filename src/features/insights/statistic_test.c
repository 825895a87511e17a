/* statistic_test.c: the formulas give what docs/rules/insights.md says they give. */
#include "features/insights/statistic.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

static void assert_near(double got, double wanted)
{
	assert_true(got > wanted - 0.0005 && got < wanted + 0.0005);
}

static void half_are_answered_after_two_hours(void **state)
{
	/* 30 minutes, 2 hours, 26 hours, and one that waits for three days now. */
	struct wait waits[] = { { 26 * 3600, true }, { 72 * 3600, false }, { 1800, true }, { 7200, true } };
	struct survival survival = statistic_survival(waits, COUNT(waits));
	(void)state;
	assert_int_equal(survival.median_seconds, 7200);
	assert_near(survival.at_day, 0.5);
}

static void who_has_waited_for_a_short_while_only_counts_as_long(void **state)
{
	/* One was asked an hour ago: it tells nothing of the two hours that the second waited. */
	struct wait waits[] = { { 3600, false }, { 7200, true }, { 10800, false } };
	struct survival survival = statistic_survival(waits, COUNT(waits));
	(void)state;
	assert_int_equal(survival.median_seconds, 7200);
	assert_near(survival.at_day, 0.5);
}

static void more_than_half_still_wait(void **state)
{
	struct wait waits[] = { { 100, true }, { 900000, false }, { 900000, false } };
	(void)state;
	assert_int_equal(statistic_survival(waits, COUNT(waits)).median_seconds, -1);
	assert_int_equal(statistic_survival(NULL, 0).median_seconds, -1);
}

static void bounds_are_wilsons(void **state)
{
	(void)state;
	assert_near(statistic_share(25, 40).low, 0.470);
	assert_near(statistic_share(25, 40).middle, 0.625);
	assert_near(statistic_share(5, 5).low, 0.566);
	assert_near(statistic_share(90, 100).low, 0.826);
	struct bounds none = statistic_share(0, 0);
	assert_near(none.low, 0);
	assert_near(none.high, 1);
	assert_true(statistic_share(0, 10).low >= 0 && statistic_share(10, 10).high <= 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(half_are_answered_after_two_hours),
		cmocka_unit_test(who_has_waited_for_a_short_while_only_counts_as_long),
		cmocka_unit_test(more_than_half_still_wait),
		cmocka_unit_test(bounds_are_wilsons),
	};
	return cmocka_run_group_tests_name("statistic", tests, NULL, NULL);
}
