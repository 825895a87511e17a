/* ladder_api.h: matters and the agents' queue as JSON, for ladder_slice.c. */
#ifndef LADDER_API_H
#define LADDER_API_H
#include "web/web.h"

extern const struct route ladder_api_routes[];
extern const struct schema *const ladder_schemas[];
#endif
