/* brand_slice.h: the front door, for app/house.c. */
#ifndef BRAND_SLICE_H
#define BRAND_SLICE_H
#include "web/web.h"

extern const struct slice brand_slice;
#endif
