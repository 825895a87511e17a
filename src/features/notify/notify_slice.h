/* notify_slice.h: the front door, for app/house.c. */
#ifndef NOTIFY_SLICE_H
#define NOTIFY_SLICE_H
#include "web/slice.h"

extern const struct slice notify_slice;
#endif
