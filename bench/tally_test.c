/* tally_test.c: what a bench says of its slowest is as good as the buckets: never too low, at most 1.6 % too high. */
#include "tally.h"

#include "base/testing.h"

static void a_share_is_never_told_too_low(void **state)
{
	static struct tally tally, all;
	(void)state;
	assert_int_equal(tally_at(&tally, .99), 0);
	for (uint64_t i = 1; i <= 100000; i++)
		tally_add(&tally, i);
	const double shares[] = { .001, .5, .9, .99, .999 };
	for (size_t i = 0; i < COUNT(shares); i++) {
		double told = (double)tally_at(&tally, shares[i]), is = shares[i] * 100000;
		assert_true(told >= is && told <= is * 1.016 + 1);
	}
	assert_int_equal(tally_at(&tally, 1), 100000);
	tally_join(&all, &tally);
	tally_join(&all, &tally);
	assert_int_equal(all.count, 200000);
	assert_int_equal(tally_at(&all, .5), tally_at(&tally, .5));
}

static void every_value_has_a_bucket(void **state)
{
	(void)state;
	for (unsigned power = 0; power < 63; power++) {
		static struct tally tally;
		tally = (struct tally){ 0 };
		tally_add(&tally, (uint64_t)1 << power);
		tally_add(&tally, ((uint64_t)1 << power) + 1);
		assert_int_equal(tally.count, 2);
		assert_true(tally_at(&tally, 1) <= tally.max);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_share_is_never_told_too_low),
		TEST(every_value_has_a_bucket),
	};
	return cmocka_run_group_tests_name("tally", tests, NULL, NULL);
}
