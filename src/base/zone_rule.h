/*
 * zone_rule.h: what a zone does after its last written change (the TZ string of POSIX, RFC 8536 §3.3).
 *
 * "CET-1CEST,M3.5.0,M10.5.0/3": one hour ahead, two from the last Sunday in March
 * until the last Sunday in October.
 */
#ifndef BASE_ZONE_RULE_H
#define BASE_ZONE_RULE_H
#include "base/str.h"

/* A yearly date: 'J' day 1…365 without 29 February, 'N' day 0…365 with it, 'M' the week's day of a month. */
struct zone_date {
	char kind;
	int month, week, day;
	int64_t seconds;
};
struct zone_rule {
	bool has_summer;
	int64_t winter_seconds, summer_seconds; /* east of Greenwich */
	struct zone_date begin, end; /* of summer, on the wall's clock before the change */
};

/* False when it is not such a string. */
bool zone_rule_read(str s, struct zone_rule *rule_out);
/* `at` in seconds since 1970, UTC. */
int64_t zone_rule_offset(const struct zone_rule *rule, int64_t at);
#endif
