/* calendar_slice.c: all that calendars add to the house. */
#include "features/calendar/calendar_slice.h"

#include "features/calendar/calendar_api.h"
#include "features/calendar/day.h"
#include "features/calendar/hours_web.h"

const struct slice calendar_slice = {
	.name = "calendar",
	.routes = (const struct route *const[]){ hours_routes, calendar_api_routes, NULL },
	.panels = hours_panels,
	.jobs = (const struct job_kind *const[]){ &days_job, NULL },
	.schemas = calendar_schemas,
};
