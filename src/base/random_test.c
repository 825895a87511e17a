/* random_test.c: ids rise and never repeat, whatever the clock or other threads do. */
#include "base/random.h"

#include "base/testing.h"

#include <pthread.h>

static void bytes_and_tokens_differ(void **state)
{
	unsigned char a[64] = { 0 }, b[64] = { 0 };
	random_bytes(a, sizeof(a));
	random_bytes(b, sizeof(b));
	assert_memory_not_equal(a, b, sizeof(a));
	random_bytes(a, 0);
	str token = random_token(*state);
	assert_int_equal(token.len, 43);
	assert_false(str_equal(token, random_token(*state)));
	for (size_t i = 0; i < token.len; i++)
		assert_non_null(
		    strchr("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_",
			   token.at[i]));
}

static void a_bound_is_kept_and_every_value_comes(void **state)
{
	int seen[7] = { 0 };
	for (int i = 0; i < 7000; i++) {
		uint64_t drawn = random_below(7);
		assert_true(drawn < 7);
		seen[drawn]++;
	}
	/* Off by a quarter is eight standard deviations away. */
	for (size_t i = 0; i < COUNT(seen); i++)
		assert_true(seen[i] > 750 && seen[i] < 1250);
	assert_int_equal(random_below(1), 0);
	assert_true(random_below(UINT64_MAX) < UINT64_MAX);
}

static void ids_rise_when_the_clock_steps_back(void **state)
{
	moment now = moment_now();
	int64_t last = 0;
	for (int i = 0; i < 50000; i++) {
		moment shown = i < 20000 ? now : i < 40000 ? now - HOURS(5) : 0;
		int64_t id = id_new(shown);
		assert_true(id > last);
		last = id;
	}
}

static void an_id_tells_when_it_was_made(void **state)
{
	moment later = moment_now() + HOURS(1);
	int64_t id = id_new(later);
	assert_int_equal(id_moment(id), later / 1000 * 1000);
	assert_true(id >= id_first_at(later));
	assert_true(id < id_first_at(later + MILLISECONDS(1)));
	assert_int_equal(id_first_at(-5), 0);
	assert_true(id_first_at(INT64_MAX) > 0);
}

static void a_full_millisecond_runs_into_the_next(void **state)
{
	moment later = moment_now() + HOURS(2);
	int64_t first = id_new(later), last = first;
	for (int i = 0; i < 8192; i++)
		last = id_new(later);
	assert_int_equal(id_moment(last) - id_moment(first), 1000);
}

static void nodes_do_not_meet(void **state)
{
	moment later = moment_now() + HOURS(3);
	id_set_node(255);
	int64_t a = id_new(later);
	id_set_node(0);
	int64_t b = id_new(later);
	assert_int_equal(a >> 13 & 255, 255);
	assert_int_equal(b >> 13 & 255, 0);
	assert_int_equal(b & 8191, (a & 8191) + 1);
}

enum { THREADS = 4, IDS_EACH = 50000 };

static void *make_ids(void *at)
{
	int64_t *ids = at;
	for (int i = 0; i < IDS_EACH; i++)
		ids[i] = id_new(moment_now());
	return NULL;
}

static int by_value(const void *a, const void *b)
{
	int64_t left = *(const int64_t *)a, right = *(const int64_t *)b;
	return (left > right) - (left < right);
}

static void threads_never_get_the_same_id(void **state)
{
	int64_t *ids = arena_take(*state, sizeof(int64_t) * THREADS * IDS_EACH);
	pthread_t threads[THREADS];
	for (size_t i = 0; i < THREADS; i++)
		assert_int_equal(pthread_create(&threads[i], NULL, make_ids, ids + i * IDS_EACH),
				 0);
	for (size_t i = 0; i < THREADS; i++)
		pthread_join(threads[i], NULL);
	for (size_t i = 1; i < THREADS * IDS_EACH; i++)
		assert_true(i % IDS_EACH == 0 || ids[i] > ids[i - 1]);
	qsort(ids, THREADS * IDS_EACH, sizeof(*ids), by_value);
	for (size_t i = 1; i < THREADS * IDS_EACH; i++)
		assert_true(ids[i] != ids[i - 1]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(bytes_and_tokens_differ),
		TEST(a_bound_is_kept_and_every_value_comes),
		TEST(ids_rise_when_the_clock_steps_back),
		TEST(an_id_tells_when_it_was_made),
		TEST(a_full_millisecond_runs_into_the_next),
		TEST(nodes_do_not_meet),
		TEST(threads_never_get_the_same_id),
	};
	return cmocka_run_group_tests_name("random", tests, NULL, NULL);
}
