/* privacy_slice.h: all that privacy adds to the house. */
#ifndef PRIVACY_SLICE_H
#define PRIVACY_SLICE_H
#include "web/slice.h"

extern const struct slice privacy_slice;
#endif
