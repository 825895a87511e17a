/* tally.h: how often each deed was done, and each of its kinds: what nobody can do any more would else be silent. */
#ifndef TEST_SIM_TALLY_H
#define TEST_SIM_TALLY_H
#include "test/sim/sim.h"

enum { TALLY_MAX = 200 };
enum tally_end { TALLY_DONE, TALLY_REFUSED, TALLY_LOST, TALLY_ENDS };

/* Of one run, or of many: of each deed, and of each of its kinds, how it ended. */
struct tally { int32_t ends[TALLY_ENDS][TALLY_MAX]; };
extern struct tally tally; /* of this run */

/* Once, before anything is counted. */
void tally_open(void);
/* The deed, and the kind of it that this one was; a deed that is in no list is not counted. */
struct doing;
void tally_count(const struct doing *doing, enum tally_end end);
void tally_add(struct tally *sum, const struct tally *one);
/* For --trace. */
void tally_trace(void);
/* Says which were never done, a line each; how many they are. */
int tally_tell_missing(const struct tally *sum);
/* All of them. */
void tally_tell(const struct tally *sum);
#endif
