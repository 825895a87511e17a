/*
 * may.h: what is allowed, as an independent reckoning: reckoned from answers alone, never from the house's tables.
 *
 * While a change is under way both states are possible; once it is acknowledged the old one surely is no more, for whatever
 * is asked from then on.  A change whose end nobody knows leaves both possible for good.
 */
#ifndef TEST_SIM_MAY_H
#define TEST_SIM_MAY_H
#include "test/sim/sim.h"

#define MAY_STILL INT64_MAX
#define MAY_NEVER (-1)

/* Allowed for whoever asked at `until` (monotonic) or before; again from `again` (wall) on, 0 = not by itself. */
struct may { moment until, again; bool is_busy; };
#define MAY(is_so) ((struct may){ .until = (is_so) ? MAY_STILL : MAY_NEVER })

/* Was it possible at any moment since then (monotonic)? */
bool may_be(const struct may *may, moment since);

/* One at a time about each of them; either may be NULL. */
struct change { struct may *opens, *closes; moment before, again; bool is_on; };
/* False: another is under way. */
bool change_begin(struct change *change, struct may *opens, struct may *closes);
/* How many were begun so far. */
int64_t changes_begun(void);
void change_note(void); /* one of another sort */
/* It was done, or it surely was not. */
void change_end(struct change *change, bool is_done);
#endif
