/* limit.h: token buckets in memory: how often someone may do something. */
#ifndef HTTP_LIMIT_H
#define HTTP_LIMIT_H
#include "base/base.h"

struct limits;
struct limit_class { const char *name; int burst; int per_hour; }; /* burst at once, then per_hour, evenly */

/* A fixed table of `slots` (power of two), the oldest of a row is dropped first. */
struct limits *limits_open(size_t slots);
void limits_close(struct limits *limits);
/* Takes one; false when none is left, then *wait_seconds_out says until when.  Thread-safe. */
bool limit_take(struct limits *limits, const struct limit_class *class, uint64_t who, moment now,
                int *wait_seconds_out);
/* IPv4 whole, IPv6 by /64: whom an address stands for. */
uint64_t limit_address(str address);
#endif
