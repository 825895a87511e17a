/*
 * limit.c: a token bucket for each (class, who) in a fixed table.
 *
 * Memory does not grow with attackers: a bucket lives in one row of a few slots,
 * and the row forgets the bucket that was used longest ago.  A bucket is a single
 * point in time ("full again at"), so that taking one is one comparison.
 */
#include "http/limit.h"

#include <arpa/inet.h>
#include <pthread.h>

#define ROW 8
#define STRIPES 64

struct bucket {
	uint64_t key;    /* 0 = empty */
	moment full_at;  /* before: that much of the burst is spent */
	moment used_at;
};

struct limits {
	pthread_mutex_t locks[STRIPES];
	struct bucket *buckets;
	size_t rows; /* power of two */
};

struct limits *limits_open(size_t slots)
{
	must(slots >= ROW && (slots & (slots - 1)) == 0);
	struct limits *limits = memory_take(sizeof(*limits));
	limits->rows = slots / ROW;
	limits->buckets = memory_take(slots * sizeof(*limits->buckets));
	for (size_t i = 0; i < STRIPES; i++)
		pthread_mutex_init(&limits->locks[i], NULL);
	return limits;
}

void limits_close(struct limits *limits)
{
	if (!limits)
		return;
	for (size_t i = 0; i < STRIPES; i++)
		pthread_mutex_destroy(&limits->locks[i]);
	memory_free(limits->buckets);
	memory_free(limits);
}

/* Spreads every bit of `value` over all bits of the result (the finisher of MurmurHash3). */
static uint64_t mixed(uint64_t value)
{
	value = (value ^ value >> 33) * 0xff51afd7ed558ccdu;
	value = (value ^ value >> 33) * 0xc4ceb9fe1a85ec53u;
	return value ^ value >> 33;
}

static struct bucket *bucket_of(struct bucket *row, uint64_t key)
{
	struct bucket *oldest = row;
	for (size_t i = 0; i < ROW; i++) {
		if (row[i].key == key)
			return &row[i];
		if (row[i].used_at < oldest->used_at)
			oldest = &row[i];
	}
	*oldest = (struct bucket){ .key = key };
	return oldest;
}

/* One token costs `apart`; the bucket is empty when it is a whole burst away from being full. */
static bool take(struct bucket *bucket, const struct limit_class *class, moment now, moment *wait_out)
{
	const moment apart = HOURS(1) / class->per_hour;
	moment full_at = bucket->full_at > now ? bucket->full_at : now;
	bucket->used_at = now;
	/* A clock that was set back must not lock people out for as long as it was wrong. */
	if (full_at > now + apart * class->burst)
		full_at = now + apart * class->burst;
	bucket->full_at = full_at;
	*wait_out = full_at + apart - (now + apart * class->burst);
	if (*wait_out > 0)
		return false;
	bucket->full_at = full_at + apart;
	return true;
}

bool limit_take(struct limits *limits, const struct limit_class *class, uint64_t who, moment now,
                int *wait_seconds_out)
{
	assert(class->burst > 0 && class->per_hour > 0);
	uint64_t key = mixed(who ^ mixed(str_hash(str_from(class->name))));
	if (!key)
		key = 1;
	const size_t row = (size_t)key & (limits->rows - 1);
	pthread_mutex_t *lock = &limits->locks[row % STRIPES];
	moment wait;
	pthread_mutex_lock(lock);
	bool taken = take(bucket_of(&limits->buckets[row * ROW], key), class, now, &wait);
	pthread_mutex_unlock(lock);
	if (!taken)
		*wait_seconds_out = (int)((wait + SECONDS(1) - 1) / SECONDS(1));
	return taken;
}

uint64_t limit_address(str address)
{
	static const unsigned char mapped[12] = { [10] = 0xff, [11] = 0xff }; /* ::ffff:192.0.2.1 is 192.0.2.1 */
	char text[INET6_ADDRSTRLEN];
	unsigned char bytes[16] = { 0 };
	if (address.len < sizeof(text)) {
		memcpy(text, address.at ? address.at : "", address.len);
		text[address.len] = 0;
		/* A household has a whole /64 and may change within it at will. */
		if (inet_pton(AF_INET6, text, bytes) == 1 && !memcmp(bytes, mapped, sizeof(mapped)))
			address = str_from(inet_ntop(AF_INET, bytes + sizeof(mapped), text, sizeof(text)));
		else if (inet_pton(AF_INET6, text, bytes) == 1)
			return mixed(str_hash((str){ (char *)bytes, 8 }));
	}
	return mixed(str_hash(address));
}
