/* calendar_slice.h: the front door, for app/house.c. */
#ifndef CALENDAR_SLICE_H
#define CALENDAR_SLICE_H
#include "web/web.h"

extern const struct slice calendar_slice;
#endif
