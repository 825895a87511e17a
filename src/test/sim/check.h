/* check.h: the invariants, looked at on a copy of the disk as it is now. */
#ifndef TEST_SIM_CHECK_H
#define TEST_SIM_CHECK_H
#include "test/sim/town.h"

/* What holds at any moment, also after a death: the file is whole, promises are kept, nobody is booked twice, books add up. */
void check_disk(void);
/* What holds when all is quiet: nothing waits, nothing was given up, all news were heard, nothing is left of who was erased. */
void check_rest(const int64_t brand_ids[BRANDS]);
/* True while the house has something due by then, or news to deliver. */
int check_waiting(void);
#endif
