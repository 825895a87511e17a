/* admin_slice.h: the front door, for app/house.c. */
#ifndef ADMIN_SLICE_H
#define ADMIN_SLICE_H
#include "web/slice.h"

extern const struct slice admin_slice;
#endif
