/* notify_api.h: the inbox as JSON, for notify_slice.c. */
#ifndef NOTIFY_API_H
#define NOTIFY_API_H
#include "web/web.h"

extern const struct route notify_api_routes[];
extern const struct schema *const notify_schemas[];
#endif
