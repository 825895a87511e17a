/* service_api.h: services, slots and applications as JSON, for marketplace_slice.c. */
#ifndef SERVICE_API_H
#define SERVICE_API_H
#include "web/web.h"

extern const struct route service_api_routes[];
/* The schemas, for marketplace_schemas of the slice. */
extern const struct schema service_schema, service_slot_schema, application_schema;
#endif
