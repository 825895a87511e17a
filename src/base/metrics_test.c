/* metrics_test.c: what monitoring reads is what was counted, also by many threads. */
#include "base/metrics.h"

#include "base/testing.h"

#include <pthread.h>

static str page(struct arena *arena)
{
	struct text text;
	text_open(&text, arena, 1024);
	metrics_print(&text);
	return text_str(&text);
}

static size_t times(str s, str part)
{
	size_t count = 0, at;
	for (; str_find(s, part, &at); count++)
		s = str_skip(s, at + part.len);
	return count;
}

static void counters_and_gauges_are_printed(void **state)
{
	struct metric *counter =
	    metric_counter("t_requests_total", "Requests answered.", S("route=\"/a\""));
	struct metric *gauge = metric_gauge("t_queue", "Jobs that wait.", S(""));
	metric_add(counter, 2);
	metric_add(counter, 3);
	metric_set(gauge, 7);
	metric_add(gauge, -9);
	assert_int_equal(metric_value(counter), 5);
	str text = page(*state);
	assert_true(str_contains(
	    text, S("# HELP t_requests_total Requests answered.\n# TYPE t_requests_total counter\n"
		    "t_requests_total{route=\"/a\"} 5\n")));
	assert_true(str_contains(text, S("# TYPE t_queue gauge\nt_queue -2\n")));
}

static void a_family_has_one_heading_and_stands_together(void **state)
{
	metric_counter("t_family_total", "All.", S("kind=\"a\""));
	metric_counter("t_other_total", "Another.", S(""));
	metric_counter("t_family_total", "All.", S("kind=\"b\""));
	str text = page(*state);
	assert_int_equal(times(text, S("# HELP t_family_total ")), 1);
	assert_int_equal(times(text, S("# TYPE t_family_total ")), 1);
	size_t at;
	assert_true(str_find(text, S("# TYPE t_family_total counter\n"), &at));
	str lines = str_skip(text, at);
	str_cut(&lines, '\n');
	assert_true(str_starts(str_cut(&lines, '\n'), S("t_family_total{kind=")));
	assert_true(str_starts(str_cut(&lines, '\n'), S("t_family_total{kind=")));
}

static void asking_twice_gives_the_same_metric(void **state)
{
	char labels[] = "kind=\"x\"";
	struct metric *metric = metric_counter("t_twice_total", "Twice.", str_from(labels));
	labels[6] = 'y'; /* a copy was kept */
	assert_ptr_equal(metric_counter("t_twice_total", "Twice.", S("kind=\"x\"")), metric);
	assert_ptr_not_equal(metric_counter("t_twice_total", "Twice.", S("kind=\"y\"")), metric);
}

static void make_a_gauge_of_a_counter(void *data)
{
	metric_gauge(data, "Wrong.", S(""));
}

static void one_name_cannot_be_two_kinds(void **state)
{
	metric_counter("t_kind_total", "A counter.", S(""));
	assert_true(aborts(make_a_gauge_of_a_counter, (void *)"t_kind_total"));
}

static void a_histogram_counts_into_its_buckets(void **state)
{
	struct metric *metric = metric_histogram("t_seconds", "How long.", S("route=\"/b\""));
	static const int64_t observed[] = { 0, 50, 51, 999, 1000, 10000000, 10000001, 60000000 };
	for (size_t i = 0; i < COUNT(observed); i++)
		metric_observe(metric, observed[i]);
	assert_int_equal(metric_value(metric), 8);
	static const char *const lines[] = {
		"# TYPE t_seconds histogram\n",
		"t_seconds_bucket{route=\"/b\",le=\"0.00005\"} 2\n",
		"t_seconds_bucket{route=\"/b\",le=\"0.0001\"} 3\n",
		"t_seconds_bucket{route=\"/b\",le=\"0.0005\"} 3\n",
		"t_seconds_bucket{route=\"/b\",le=\"0.001\"} 5\n",
		"t_seconds_bucket{route=\"/b\",le=\"5\"} 5\n",
		"t_seconds_bucket{route=\"/b\",le=\"10\"} 6\n",
		"t_seconds_bucket{route=\"/b\",le=\"+Inf\"} 8\n",
		"t_seconds_sum{route=\"/b\"} 80.002101\n",
		"t_seconds_count{route=\"/b\"} 8\n",
	};
	str text = page(*state);
	for (size_t i = 0; i < COUNT(lines); i++)
		assert_true(str_contains(text, str_from(lines[i])));
	metric_observe(metric_histogram("t_bare_seconds", "Without labels.", S("")), 7);
	text = page(*state);
	assert_true(str_contains(text, S("t_bare_seconds_bucket{le=\"0.00005\"} 1\n")));
	assert_true(str_contains(text, S("t_bare_seconds_sum 0.000007\nt_bare_seconds_count 1\n")));
}

enum { THREADS = 4, EACH = 20000 };

static void *count_up(void *data)
{
	for (int i = 0; i < EACH; i++) {
		metric_add(metric_counter("t_shared_total", "Shared.", S("")), 1);
		metric_observe(metric_histogram("t_shared_seconds", "Shared.", S("")), i);
	}
	return NULL;
}

static void threads_lose_no_count(void **state)
{
	pthread_t threads[THREADS];
	for (size_t i = 0; i < THREADS; i++)
		assert_int_equal(pthread_create(&threads[i], NULL, count_up, NULL), 0);
	for (size_t i = 0; i < THREADS; i++)
		pthread_join(threads[i], NULL);
	assert_int_equal(metric_value(metric_counter("t_shared_total", "Shared.", S(""))),
			 THREADS * EACH);
	assert_int_equal(metric_value(metric_histogram("t_shared_seconds", "Shared.", S(""))),
			 THREADS * EACH);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(counters_and_gauges_are_printed),
		TEST(a_family_has_one_heading_and_stands_together),
		TEST(asking_twice_gives_the_same_metric),
		TEST(one_name_cannot_be_two_kinds),
		TEST(a_histogram_counts_into_its_buckets),
		TEST(threads_lose_no_count),
	};
	return cmocka_run_group_tests_name("metrics", tests, NULL, NULL);
}
