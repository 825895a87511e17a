/*
 * life.h: the life of the process: it begins on what the disk holds, and ends in the middle of anything.
 *
 * The same settings each time; the house, its web, its worker and three event loops run as fibers.
 */
#ifndef TEST_SIM_LIFE_H
#define TEST_SIM_LIFE_H
#include "test/sim/sim.h"

#include "core/house.h"
#include "web/door.h"

#define DATABASE "/house.db"

struct life { struct arena *arena; struct house *house; struct web *web; bool is_open; };

/* Once: how the variables of a fresh process look. */
void life_first(const struct house_lists *lists);
/* Where its log goes from now on. */
void life_log(enum log_level level, int fd);
/* Opens the house on the disk.  False: the process died while it did. */
bool life_begin(void);
/* Closes the house as its operator does. */
void life_close(void);
/* The process is gone: nothing is closed, all that it knew is forgotten; with the power gone, the disk loses, too. */
void life_end(bool power);
struct life *life_now(void);
/* Runs something in a thread of the house, to its end. */
void life_do(void (*work)(void *data), void *data);
#endif
