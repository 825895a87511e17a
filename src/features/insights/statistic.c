/* statistic.c: Wilson's interval; Kaplan and Meier's curve, read at its half and after a day. */
#include "features/insights/statistic.h"

#include <math.h>
#include <stdlib.h>

#define Z 1.959963984540054 /* 95 % */
enum { DAY_SECONDS = 86400 };

struct bounds statistic_share(int64_t hits, int64_t total)
{
	if (total <= 0)
		return (struct bounds){ 0, 0, 1 };
	double n = (double)total, p = (double)hits / n;
	double spread = Z * sqrt(p * (1 - p) / n + Z * Z / (4 * n * n)), centre = p + Z * Z / (2 * n), whole = 1 + Z * Z / n;
	double low = (centre - spread) / whole, high = (centre + spread) / whole;
	return (struct bounds){ low > 0 ? low : 0, p, high < 1 ? high : 1 };
}

/* At one moment those whose end was seen come first: who is lost then was still waiting. */
static int by_time(const void *a, const void *b)
{
	const struct wait *x = a, *y = b;
	if (x->seconds != y->seconds)
		return x->seconds < y->seconds ? -1 : 1;
	return y->ended - x->ended;
}

struct survival statistic_survival(struct wait *waits, size_t count)
{
	struct survival survival = { -1, 1 };
	double share = 1;
	if (count)
		qsort(waits, count, sizeof(*waits), by_time);
	for (size_t i = 0; i < count; i++) {
		if (waits[i].ended)
			share *= 1 - 1.0 / (double)(count - i);
		if (survival.median_seconds < 0 && share <= 0.5 + 1e-12)
			survival.median_seconds = waits[i].seconds;
		if (waits[i].seconds <= DAY_SECONDS)
			survival.at_day = share;
	}
	return survival;
}
