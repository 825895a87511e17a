/* booking_source.h: a finished visit, for whoever makes a guide of it. */
#ifndef BOOKING_SOURCE_H
#define BOOKING_SOURCE_H
#include "core/core.h"

extern const struct source_kind marketplace_sources[];
#endif
