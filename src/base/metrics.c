/*
 * metrics.c: numbers that threads add to and the operator's monitoring reads.
 *
 * `metrics` is file-scope because it is one per process, like the numbers it holds.
 * Metrics are made at start and never go, so that adding needs no lock.
 */
#include "base/metrics.h"

#include "base/check.h"

#include <pthread.h>
#include <stdatomic.h>

/* Upper ends in microseconds, and as Prometheus wants them: seconds. */
static const struct {
	int64_t end;
	const char *seconds;
} buckets[] = {
	{ 50, "0.00005" },  { 100, "0.0001" },	{ 250, "0.00025" }, { 500, "0.0005" },
	{ 1000, "0.001" },  { 2500, "0.0025" }, { 5000, "0.005" },  { 10000, "0.01" },
	{ 25000, "0.025" }, { 50000, "0.05" },	{ 100000, "0.1" },  { 250000, "0.25" },
	{ 500000, "0.5" },  { 1000000, "1" },	{ 2500000, "2.5" }, { 5000000, "5" },
	{ 10000000, "10" },
};

enum kind { COUNTER, GAUGE, HISTOGRAM };
static const char *const kinds[] = { "counter", "gauge", "histogram" };

struct metric {
	struct metric *next;
	enum kind kind;
	const char *name, *about;
	str labels;
	_Atomic int64_t value;			    /* a histogram's sum of microseconds */
	_Atomic int64_t counts[COUNT(buckets) + 1]; /* the last is beyond all ends */
};

static struct metric *_Atomic metrics;
static pthread_mutex_t adding = PTHREAD_MUTEX_INITIALIZER;

static char *keep_for_ever(str s)
{
	char *copy = memory_take(s.len + 1);
	if (s.len)
		memcpy(copy, s.at, s.len);
	return copy;
}

static struct metric *find(enum kind kind, const char *name, str labels)
{
	for (struct metric *metric = atomic_load(&metrics); metric; metric = metric->next) {
		if (strcmp(metric->name, name) != 0)
			continue;
		must(metric->kind == kind); /* one name, one kind: else the page cannot be read */
		if (str_equal(metric->labels, labels))
			return metric;
	}
	return NULL;
}

static struct metric *make(enum kind kind, const char *name, const char *about, str labels)
{
	struct metric *metric = memory_take(sizeof(*metric));
	metric->kind = kind;
	metric->name = keep_for_ever(str_from(name));
	metric->about = keep_for_ever(str_from(about));
	metric->labels = (str){ keep_for_ever(labels), labels.len };
	return metric;
}

/* Asked for twice gives the same one. */
static struct metric *find_or_make(enum kind kind, const char *name, const char *about, str labels)
{
	pthread_mutex_lock(&adding);
	struct metric *metric = find(kind, name, labels);
	if (!metric) {
		metric = make(kind, name, about, labels);
		metric->next = atomic_load(&metrics);
		atomic_store(&metrics, metric);
	}
	pthread_mutex_unlock(&adding);
	return metric;
}

struct metric *metric_counter(const char *name, const char *about, str labels)
{
	return find_or_make(COUNTER, name, about, labels);
}

struct metric *metric_gauge(const char *name, const char *about, str labels)
{
	return find_or_make(GAUGE, name, about, labels);
}

struct metric *metric_histogram(const char *name, const char *about, str labels)
{
	return find_or_make(HISTOGRAM, name, about, labels);
}

void metric_add(struct metric *metric, int64_t count)
{
	assert(metric->kind == GAUGE || (metric->kind == COUNTER && count >= 0));
	atomic_fetch_add_explicit(&metric->value, count, memory_order_relaxed);
}

void metric_set(struct metric *metric, int64_t value)
{
	assert(metric->kind == GAUGE);
	atomic_store_explicit(&metric->value, value, memory_order_relaxed);
}

void metric_observe(struct metric *metric, int64_t microseconds)
{
	assert(metric->kind == HISTOGRAM);
	size_t i = 0;
	while (i < COUNT(buckets) && microseconds > buckets[i].end)
		i++;
	atomic_fetch_add_explicit(&metric->counts[i], 1, memory_order_relaxed);
	atomic_fetch_add_explicit(&metric->value, microseconds, memory_order_relaxed);
}

int64_t metric_value(const struct metric *metric)
{
	if (metric->kind != HISTOGRAM)
		return atomic_load_explicit(&metric->value, memory_order_relaxed);
	int64_t count = 0;
	for (size_t i = 0; i < COUNT(metric->counts); i++)
		count += atomic_load_explicit(&metric->counts[i], memory_order_relaxed);
	return count;
}

static void put_value(struct text *text, const struct metric *metric)
{
	text_put(text, str_from(metric->name));
	if (metric->labels.len)
		text_format(text, "{%.*s}", STR_ARG(metric->labels));
	text_format(text, " %lld\n", (long long)metric_value(metric));
}

static void put_histogram(struct text *text, const struct metric *metric)
{
	const char *comma = metric->labels.len ? "," : "";
	int64_t count = 0;
	for (size_t i = 0; i < COUNT(metric->counts); i++) {
		count += atomic_load_explicit(&metric->counts[i], memory_order_relaxed);
		text_format(text, "%s_bucket{%.*s%sle=\"%s\"} %lld\n", metric->name,
			    STR_ARG(metric->labels), comma,
			    i < COUNT(buckets) ? buckets[i].seconds : "+Inf", (long long)count);
	}
	const char *open = metric->labels.len ? "{" : "", *close = metric->labels.len ? "}" : "";
	int64_t sum = atomic_load_explicit(&metric->value, memory_order_relaxed);
	text_format(text, "%s_sum%s%.*s%s %lld.%06lld\n", metric->name, open,
		    STR_ARG(metric->labels), close, (long long)(sum / 1000000),
		    (long long)(sum % 1000000));
	/* The same number as the last bucket, also while others go on adding. */
	text_format(text, "%s_count%s%.*s%s %lld\n", metric->name, open, STR_ARG(metric->labels),
		    close, (long long)count);
}

/* All of one name stand together, under one heading. */
static void put_family(struct text *text, const struct metric *first)
{
	text_format(text, "# HELP %s %s\n# TYPE %s %s\n", first->name, first->about, first->name,
		    kinds[first->kind]);
	for (const struct metric *metric = first; metric; metric = metric->next) {
		if (strcmp(metric->name, first->name) != 0)
			continue;
		if (metric->kind == HISTOGRAM)
			put_histogram(text, metric);
		else
			put_value(text, metric);
	}
}

void metrics_print(struct text *text)
{
	const struct metric *all = atomic_load(&metrics);
	for (const struct metric *metric = all; metric; metric = metric->next) {
		const struct metric *first = all;
		while (strcmp(first->name, metric->name) != 0)
			first = first->next;
		if (first == metric)
			put_family(text, metric);
	}
}
