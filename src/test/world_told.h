/* world_told.h: what world.c makes of being told. */
#ifndef TEST_WORLD_TOLD_H
#define TEST_WORLD_TOLD_H
#include "test/world.h"

struct made world_receiver(struct world *world, enum thing thing);
struct made world_letters_link(struct world *world, enum thing thing);
struct made world_leave_link(struct world *world, enum thing thing);
struct made world_leaver(struct world *world, enum thing thing);
#endif
