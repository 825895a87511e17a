/* insights_slice.h: all that the figures add to the house. */
#ifndef INSIGHTS_SLICE_H
#define INSIGHTS_SLICE_H
#include "web/slice.h"

extern const struct slice insights_slice;
#endif
