/* moderation_slice.h: the slice, for app/house.c. */
#ifndef MODERATION_SLICE_H
#define MODERATION_SLICE_H
#include "web/slice.h"

extern const struct slice moderation_slice;
#endif
