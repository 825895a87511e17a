/* articles_slice.h: the front door, for app/house.c. */
#ifndef ARTICLES_SLICE_H
#define ARTICLES_SLICE_H
#include "web/slice.h"

extern const struct slice articles_slice;
#endif
