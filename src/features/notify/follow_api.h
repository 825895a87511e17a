/* follow_api.h: what one follows, as JSON. */
#ifndef FOLLOW_API_H
#define FOLLOW_API_H
#include "web/api.h"

extern const struct route follow_api_routes[];
extern const struct schema follow_schema;
#endif
