/* world_moderation.h: what moderators have before them: items, decisions, notices, words. */
#ifndef TEST_WORLD_MODERATION_H
#define TEST_WORLD_MODERATION_H
#include "test/world.h"

struct made moderated_make(struct world *world, enum thing thing);
#endif
