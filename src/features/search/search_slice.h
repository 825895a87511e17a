/* search_slice.h: the front door, for app/house.c. */
#ifndef SEARCH_SLICE_H
#define SEARCH_SLICE_H
#include "web/web.h"

extern const struct slice search_slice;
#endif
