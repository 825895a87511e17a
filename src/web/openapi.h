/* openapi.h: /api/v1/openapi.json, made from the route, form and schema tables: it cannot disagree with them. */
#ifndef WEB_OPENAPI_H
#define WEB_OPENAPI_H
#include "web/slice.h"

enum err openapi_show(struct request *request);
#endif
