/* world_matter.h: for world.c: matters on the steps of the ladder. */
#ifndef TEST_WORLD_MATTER_H
#define TEST_WORLD_MATTER_H
#include "test/world.h"

struct made world_matter(struct world *world, enum thing thing);
#endif
