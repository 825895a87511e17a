/* calendar_api.h: hours and slots as JSON, for calendar_slice.c. */
#ifndef CALENDAR_API_H
#define CALENDAR_API_H
#include "web/web.h"

extern const struct route calendar_api_routes[];
extern const struct schema *const calendar_schemas[];
#endif
