/* visit_api.h: tasks, offers, bookings and reviews as JSON, for marketplace_slice.c. */
#ifndef VISIT_API_H
#define VISIT_API_H
#include "web/web.h"

extern const struct route visit_api_routes[];
extern const struct schema task_schema, offer_schema, booking_schema, review_schema;
#endif
