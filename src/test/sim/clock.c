/* clock.c: two clocks, as the system has them.  What a thread has computed is nothing: no unit is ever late by itself. */
#include "test/sim/clock.h"

#include "base/base.h"
#include "test/sim/sim.h"

#include <time.h>

LASTS static moment now, monotonic = SECONDS(1000);

void clock_set(moment at)
{
	now = at;
}

moment clock_now(void)
{
	return now;
}

moment clock_monotonic(void)
{
	return monotonic;
}

void clock_advance(moment by)
{
	now += by;
	monotonic += by;
	deeds.time += by;
}

void clock_jump(moment by)
{
	now += by;
}

int __wrap_clock_gettime(clockid_t id, struct timespec *time_out);
int __wrap_clock_gettime(clockid_t id, struct timespec *time_out)
{
	moment at = id == CLOCK_REALTIME ? now : id == CLOCK_MONOTONIC ? monotonic : 0;
	*time_out = (struct timespec){ .tv_sec = at / SECONDS(1), .tv_nsec = at % SECONDS(1) * 1000 };
	return 0;
}
