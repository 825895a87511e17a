/* community_api.h: the API of questions and answers, and of keeping them in order. */
#ifndef COMMUNITY_API_H
#define COMMUNITY_API_H
#include "web/web.h"

extern const struct route community_api_routes[], care_api_routes[];
extern const struct schema *const community_schemas[];
extern const struct schema thread_schema, tag_schema, version_schema;
#endif
