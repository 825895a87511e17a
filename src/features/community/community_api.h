/* community_api.h: boards, threads, posts, solutions and kudos as JSON. */
#ifndef COMMUNITY_API_H
#define COMMUNITY_API_H
#include "web/web.h"

extern const struct route community_api_routes[];
extern const struct schema *const community_schemas[];
#endif
