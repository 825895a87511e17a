/*
 * random.c: bytes from the kernel, and ids that rise with time.
 *
 * `last` is file-scope because ids must never repeat within the process, whoever
 * asks: it holds the milliseconds and the sequence of the latest id in one atomic.
 */
#include "base/random.h"

#include "base/check.h"
#include "base/crypt.h"

#include <errno.h>
#include <stdatomic.h>
#include <sys/random.h>

enum { NODE_BITS = 8, SEQUENCE_BITS = 13, MILLISECOND_SHIFT = NODE_BITS + SEQUENCE_BITS };
#define MILLISECONDS_LAST (((int64_t)1 << 42) - 1) /* in the year 2109 */

static _Atomic int64_t last;
static _Atomic uint8_t node;

void random_bytes(void *at, size_t size)
{
	char *to = at;
	while (size) {
		ssize_t got = getrandom(to, size, 0);
		if (got < 0) {
			must(errno == EINTR);
			continue;
		}
		to += got;
		size -= (size_t)got;
	}
}

uint64_t random_below(uint64_t bound)
{
	assert(bound > 0);
	/* What remains when 2^64 is dealt out evenly is drawn again, else low numbers came more often. */
	uint64_t unfair = (0 - bound) % bound;
	uint64_t drawn;
	do
		random_bytes(&drawn, sizeof(drawn));
	while (drawn < unfair);
	return drawn % bound;
}

str random_token(struct arena *arena)
{
	char bytes[32];
	random_bytes(bytes, sizeof(bytes));
	return base64url(arena, (str){ bytes, sizeof(bytes) });
}

static int64_t milliseconds_of(moment at)
{
	int64_t milliseconds = at > 0 ? at / 1000 : 0;
	return milliseconds < MILLISECONDS_LAST ? milliseconds : MILLISECONDS_LAST;
}

int64_t id_new(moment now)
{
	int64_t wanted = milliseconds_of(now) << SEQUENCE_BITS;
	int64_t latest = atomic_load_explicit(&last, memory_order_relaxed);
	int64_t next;
	/* One above the latest when the clock stands or steps back: a full sequence carries into the
	   milliseconds, which then run ahead of the clock until it has caught up. */
	do
		next = wanted > latest ? wanted : latest + 1;
	while (!atomic_compare_exchange_weak_explicit(&last, &latest, next, memory_order_relaxed,
						      memory_order_relaxed));
	int64_t milliseconds = next >> SEQUENCE_BITS;
	int64_t sequence = next & ((1 << SEQUENCE_BITS) - 1);
	must(milliseconds <= MILLISECONDS_LAST);
	return milliseconds << MILLISECOND_SHIFT | (int64_t)atomic_load(&node) << SEQUENCE_BITS |
	       sequence;
}

void id_set_node(uint8_t own_node)
{
	atomic_store(&node, own_node);
}

moment id_moment(int64_t id)
{
	return MILLISECONDS(id >> MILLISECOND_SHIFT);
}

int64_t id_first_at(moment at)
{
	return milliseconds_of(at) << MILLISECOND_SHIFT;
}
