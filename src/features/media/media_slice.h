/* media_slice.h: pictures and files, for app/house.c. */
#ifndef MEDIA_SLICE_H
#define MEDIA_SLICE_H
#include "web/web.h"

extern const struct slice media_slice;
#endif
