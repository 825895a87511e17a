/* ladder.h: what the slices above may know: where matters stand, and how often the ladder was climbed. */
#ifndef LADDER_H
#define LADDER_H
#include "features/ladder/climb.h"

/* Visits of neighbours that ended since then: all, those whose matter is solved, those that the agents or technicians had
   had before. */
struct ladder_visits { int64_t done, solved, handed; };
enum err ladder_visits_since(struct scope *scope, moment since, struct ladder_visits *visits_out);
#endif
