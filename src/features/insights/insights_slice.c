/* insights_slice.c: all that the figures add to the house. */
#include "features/insights/insights_slice.h"

#include "features/insights/insights_web.h"

const struct slice insights_slice = {
	.name = "insights",
	.routes = (const struct route *const[]){ insights_routes, NULL },
	.panels = insights_panels,
	.jobs = (const struct job_kind *const[]){ &insights_settle_job, &insights_week_job, NULL },
	.settings = insights_settings,
	.count = insights_count,
};
