/* dice.h: chance that can be thrown again: the same seed, the same throws. */
#ifndef APP_DICE_H
#define APP_DICE_H
#include "base/base.h"

struct dice { uint64_t state; };

/* splitmix64 (Steele, Lea, Flood 2014): small, and good enough for names and prices. */
static inline uint64_t dice_throw(struct dice *dice)
{
	uint64_t z = dice->state += 0x9e3779b97f4a7c15u;
	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
	z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
	return z ^ (z >> 31);
}

static inline int64_t dice_below(struct dice *dice, int64_t bound)
{
	return (int64_t)(dice_throw(dice) % (uint64_t)bound);
}

static inline bool dice_in_hundred(struct dice *dice, int64_t times)
{
	return dice_below(dice, 100) < times;
}

/* 0 <= … < 1 */
static inline double dice_share(struct dice *dice)
{
	return (double)(dice_throw(dice) >> 11) * 0x1p-53;
}

#define DICE_ONE_OF(dice, words) ((words)[dice_below((dice), (int64_t)COUNT(words))])
#endif
