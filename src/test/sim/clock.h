/* clock.h: the simulated time: it stands still unless somebody moves it. */
#ifndef TEST_SIM_CLOCK_H
#define TEST_SIM_CLOCK_H
#include "base/moment.h"

void clock_set(moment now);
moment clock_now(void);
moment clock_monotonic(void);
void clock_advance(moment by);      /* both clocks */
void clock_jump(moment by);         /* the wall's alone: somebody has set it, forwards or back */
#endif
