/* thread_source.h: what solved a thread, for whoever makes a guide of it. */
#ifndef THREAD_SOURCE_H
#define THREAD_SOURCE_H
#include "core/core.h"

extern const struct source_kind community_sources[];
#endif
