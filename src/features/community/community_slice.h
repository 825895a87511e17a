/* community_slice.h: the front door, for app/house.c. */
#ifndef COMMUNITY_SLICE_H
#define COMMUNITY_SLICE_H
#include "web/slice.h"

extern const struct slice community_slice;
#endif
