/* member_slice.h: the front door, for app/house.c. */
#ifndef MEMBER_SLICE_H
#define MEMBER_SLICE_H
#include "web/web.h"

extern const struct slice member_slice;
#endif
