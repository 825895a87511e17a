/* run.h: one seed's run, from the first request to the last check. */
#ifndef TEST_SIM_RUN_H
#define TEST_SIM_RUN_H
#include "test/sim/sim.h"

/* Once a program: the town in which every run begins. */
void run_prepare(void);
void run_seed(uint64_t seed);
#endif
