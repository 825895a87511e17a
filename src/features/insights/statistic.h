/* statistic.h: the few formulas behind the figures; docs/rules/insights.md tells them with their examples. */
#ifndef STATISTIC_H
#define STATISTIC_H
#include "base/base.h"

struct bounds { double low, middle, high; };

/* Wilson's interval (95 %) of `hits` among `total`; 0 … 1 when there was nothing. */
struct bounds statistic_share(int64_t hits, int64_t total);

/* A wait: how long, and whether its end was seen (an unanswered question still waits). */
struct wait { int64_t seconds; bool ended; };
struct survival {
	int64_t median_seconds; /* the first time at which at most half still waited; -1 = more than half still wait */
	double at_day;          /* the share that still waits after 24 hours */
};
/* Kaplan and Meier; sorts the waits. */
struct survival statistic_survival(struct wait *waits, size_t count);
#endif
