/* identity_slice.h: the front door, for app/house.c. */
#ifndef IDENTITY_SLICE_H
#define IDENTITY_SLICE_H
#include "web/web.h"

extern const struct slice identity_slice;
#endif
