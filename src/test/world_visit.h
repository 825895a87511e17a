/* world_visit.h: for world.c: bookings near their hour. */
#ifndef TEST_WORLD_VISIT_H
#define TEST_WORLD_VISIT_H
#include "test/world.h"

struct made world_visit(struct world *world, enum thing thing);
#endif
