/* search_api.h: finds as JSON, for search_slice.c. */
#ifndef SEARCH_API_H
#define SEARCH_API_H
#include "web/web.h"

extern const struct route search_api_routes[];
extern const struct schema *const search_schemas[];
#endif
