/* world_word.h: for world.c: what the desk knows of the search. */
#ifndef TEST_WORLD_WORD_H
#define TEST_WORLD_WORD_H
#include "test/world.h"

struct made world_word(struct world *world, enum thing thing);
#endif
