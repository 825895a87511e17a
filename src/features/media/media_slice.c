/* media_slice.c: all that pictures and files add to the house. */
#include "features/media/media_slice.h"

#include "features/media/media_web.h"

const struct slice media_slice = {
	.name = "media",
	.routes = (const struct route *const[]){ media_routes, media_api_routes, NULL },
	.jobs = (const struct job_kind *const[]){ &media_sweep_job, NULL },
	.settings = media_settings,
	.schemas = media_schemas,
	.resolvers = { .card = media_card },
};
