/* tally.c: a bucket is a power of two and six bits behind its first. */
#include "tally.h"

static unsigned bucket_of(uint64_t value)
{
	if (value < TALLY_FINE)
		return (unsigned)value;
	unsigned power = 63u - (unsigned)__builtin_clzll(value) - 6u; /* 0: values of 64 to 127 */
	unsigned bucket = (power + 1) * TALLY_FINE + (unsigned)(value >> power) - TALLY_FINE;
	return bucket < TALLY_BUCKETS ? bucket : TALLY_BUCKETS - 1;
}

/* The highest value that falls into it. */
static uint64_t top_of(unsigned bucket)
{
	unsigned row = bucket / TALLY_FINE;
	uint64_t fine = bucket % TALLY_FINE;
	return row ? ((fine + TALLY_FINE + 1) << (row - 1)) - 1 : fine;
}

void tally_add(struct tally *tally, uint64_t value)
{
	tally->count++;
	tally->sum += value;
	if (value > tally->max)
		tally->max = value;
	tally->buckets[bucket_of(value)]++;
}

void tally_join(struct tally *tally, const struct tally *other)
{
	tally->count += other->count;
	tally->sum += other->sum;
	if (other->max > tally->max)
		tally->max = other->max;
	for (unsigned i = 0; i < TALLY_BUCKETS; i++)
		tally->buckets[i] += other->buckets[i];
}

uint64_t tally_at(const struct tally *tally, double share)
{
	uint64_t seen = 0;
	for (unsigned i = 0; i < TALLY_BUCKETS; i++) {
		seen += tally->buckets[i];
		if (seen && (double)seen >= share * (double)tally->count)
			return top_of(i) < tally->max ? top_of(i) : tally->max;
	}
	return tally->max;
}
