/* ladder.h: what the slices above may know: where matters stand, and how often the ladder was climbed. */
#ifndef LADDER_H
#define LADDER_H
#include "features/ladder/climb.h"

#endif
