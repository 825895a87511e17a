/* house.h: the one list of slices, and what they add, gathered. */
#ifndef APP_HOUSE_H
#define APP_HOUSE_H
#include "core/core.h"
#include "web/slice.h"

extern const struct slice *const slices[]; /* lowest row first; ends with NULL */
const struct house_lists *house_lists(struct arena *arena);
#endif
