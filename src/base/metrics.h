/* metrics.h: counters and latency histograms, printed as Prometheus text.  Cheap: one atomic add. */
#ifndef BASE_METRICS_H
#define BASE_METRICS_H
#include "base/text.h"

struct metric;

/* Made once at start, live for ever.  `labels` is ready text such as `route="/threads/:id"` or "". */
struct metric *metric_counter(const char *name, const char *about, str labels);
struct metric *metric_gauge(const char *name, const char *about, str labels);
struct metric *metric_histogram(const char *name, const char *about, str labels); /* of seconds */

void metric_add(struct metric *metric, int64_t count);
void metric_set(struct metric *metric, int64_t value);
void metric_observe(struct metric *metric, int64_t microseconds);
int64_t metric_value(const struct metric *metric); /* counter and gauge; a histogram's count */
void metrics_print(struct text *text);
#endif
