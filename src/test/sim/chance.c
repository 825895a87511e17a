/* chance.c: splitmix64, one state a die; and the bytes that the house takes for random. */
#include "test/sim/sim.h"

#include <sys/random.h>

LASTS static uint64_t states[DIE_COUNT] = { 1, 2, 3 };

void chance_seed(uint64_t seed)
{
	for (size_t i = 0; i < DIE_COUNT; i++)
		states[i] = (seed + 1) * 0xD1342543DE82EF95u + i * 0xA0761D6478BD642Fu;
}

uint64_t chance_bits(enum die die)
{
	uint64_t z = states[die] += 0x9E3779B97F4A7C15u;
	z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9u;
	z = (z ^ z >> 27) * 0x94D049BB133111EBu;
	return z ^ z >> 31;
}

uint64_t chance_below(enum die die, uint64_t bound)
{
	return chance_bits(die) % bound;
}

bool chance_one_in(enum die die, unsigned n)
{
	return n && chance_bits(die) % n == 0;
}

ssize_t __wrap_getrandom(void *at, size_t size, unsigned flags);
ssize_t __wrap_getrandom(void *at, size_t size, unsigned flags)
{
	(void)flags;
	char *to = at;
	for (size_t done = 0; done < size; done += 8) {
		uint64_t bits = chance_bits(DIE_HOUSE);
		memcpy(to + done, &bits, size - done < 8 ? size - done : 8);
	}
	return (ssize_t)size; /* a few bytes */
}
