/*
 * moment.h: a point in time (microseconds since 1970, UTC), civil dates, and time zones.
 *
 * Zones are read from the system's IANA files (TZif, RFC 8536).  A wall time is
 * what a clock on the wall shows; it becomes a moment only together with a zone.
 */
#ifndef BASE_MOMENT_H
#define BASE_MOMENT_H
#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"

typedef int64_t moment;
#define MILLISECONDS(n) ((moment)(n) * 1000)
#define SECONDS(n) ((moment)(n) * 1000000)
#define MINUTES(n) SECONDS(60 * (moment)(n))
#define HOURS(n) MINUTES(60 * (moment)(n))
#define DAYS(n) HOURS(24 * (moment)(n))

struct wall { int year, month, day, hour, minute, second; }; /* month and day from 1 */
struct zone; /* lives for ever, shared by threads */

moment moment_now(void);       /* the door, jobs and the command line read it; rules use scope->now */
moment moment_monotonic(void); /* for measuring durations only */
moment moment_of_thread(void); /* what this thread has computed: waiting and other people's work do not count */
moment moment_of_process(void); /* what all its threads have */

/* NULL when the system does not know the name.  Loaded once, then shared. */
const struct zone *zone_find(str name);
const struct zone *zone_utc(void);
const char *zone_name(const struct zone *zone);

struct wall wall_at(const struct zone *zone, moment at);
/* A wall time that the spring change leaves out is moved forward by the gap (as RFC 5545 says);
   one that the autumn change has twice means the first. */
moment moment_at(const struct zone *zone, struct wall wall);
int zone_offset_seconds(const struct zone *zone, moment at);

/* Days since 1970-01-01 of the proleptic Gregorian calendar, and back. */
int32_t day_of(int year, int month, int day);
struct wall day_wall(int32_t day); /* midnight */
int32_t day_at(const struct zone *zone, moment at);
int day_of_week(int32_t day); /* 1 Monday … 7 Sunday (ISO 8601) */
bool wall_is_real(struct wall wall); /* 30 February is not */

/* ISO 8601: "2026-11-22", "18:30", "2026-11-22T18:30", with "Z" or offset for moments. */
bool day_read(str s, int32_t *day_out);
bool clock_read(str s, int *minutes_out); /* minutes since midnight, 24:00 allowed */
bool moment_read(str s, moment *at_out);  /* RFC 3339 with Z or offset */
str moment_iso(struct arena *arena, moment at);   /* 2026-11-22T17:30:00Z */
str day_iso(struct arena *arena, int32_t day);
#endif
