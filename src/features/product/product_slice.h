/* product_slice.h: the front door, for app/house.c. */
#ifndef PRODUCT_SLICE_H
#define PRODUCT_SLICE_H
#include "web/web.h"

extern const struct slice product_slice;
#endif
