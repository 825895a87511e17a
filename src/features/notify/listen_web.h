/* listen_web.h: what the inbox listens to, for notify_slice.c. */
#ifndef NOTIFY_LISTEN_WEB_H
#define NOTIFY_LISTEN_WEB_H
#include "core/core.h"

extern const struct listener notify_listeners[];
#endif
