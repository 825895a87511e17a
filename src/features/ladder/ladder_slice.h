/* ladder_slice.h: all that the ladder adds to the house. */
#ifndef LADDER_SLICE_H
#define LADDER_SLICE_H
#include "web/slice.h"

extern const struct slice ladder_slice;
#endif
