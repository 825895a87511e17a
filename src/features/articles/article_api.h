/* article_api.h: articles and comments as JSON. */
#ifndef ARTICLE_API_H
#define ARTICLE_API_H
#include "web/web.h"

extern const struct route article_api_routes[];
extern const struct schema *const article_schemas[];
#endif
