/* tally.h: how long things took, in buckets of 1.6 %: ten million cost no more than ten.  Values are microseconds. */
#ifndef BENCH_TALLY_H
#define BENCH_TALLY_H
#include <stdint.h>

enum { TALLY_FINE = 64, TALLY_POWERS = 32, TALLY_BUCKETS = TALLY_FINE * TALLY_POWERS };

struct tally { uint64_t count, sum, max, buckets[TALLY_BUCKETS]; };

void tally_add(struct tally *tally, uint64_t value);
void tally_join(struct tally *tally, const struct tally *other);
/* The value that this share of all did not exceed (0.99), at most 1.6 % too high; 0 of nothing. */
uint64_t tally_at(const struct tally *tally, double share);
#endif
