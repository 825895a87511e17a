/* trace.c: FNV-1a over every line, with the simulated time before it. */
#include "test/sim/clock.h"
#include "test/sim/sim.h"

#include <stdarg.h>
#include <stdio.h>

LASTS static uint64_t sum;
LASTS static bool is_aloud;
LASTS struct deeds deeds;

void trace_open(bool aloud)
{
	sum = 0xCBF29CE484222325u;
	is_aloud = aloud;
}

void trace_bytes(str bytes)
{
	for (size_t i = 0; i < bytes.len; i++)
		sum = (sum ^ (unsigned char)bytes.at[i]) * 0x100000001B3u;
}

void trace_line(const char *format, ...)
{
	char line[1000];
	va_list values;
	va_start(values, format);
	int len = vsnprintf(line, sizeof(line), format, values);
	va_end(values);
	trace_bytes(str_first(str_from(line), (size_t)len));
	if (!is_aloud)
		return;
	struct wall wall = wall_at(zone_utc(), clock_now());
	printf("%04d-%02d-%02d %02d:%02d:%02d.%06d  %s\n", wall.year, wall.month, wall.day, wall.hour, wall.minute, wall.second,
	       (int)(clock_now() % SECONDS(1)), line);
}

uint64_t trace_sum(void)
{
	return sum;
}
