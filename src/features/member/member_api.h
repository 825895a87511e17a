/* member_api.h: members and matters as JSON, for member_slice.c. */
#ifndef MEMBER_API_H
#define MEMBER_API_H
#include "web/web.h"

extern const struct route member_api_routes[];
extern const struct schema *const member_schemas[];
#endif
