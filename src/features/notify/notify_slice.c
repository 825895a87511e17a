/* notify_slice.c: all that the inbox adds to the house. */
#include "features/notify/notify_slice.h"

#include "features/notify/inbox_web.h"
#include "features/notify/listen_web.h"
#include "features/notify/notify_api.h"

const struct slice notify_slice = {
	.name = "notify",
	.routes = (const struct route *const[]){ inbox_routes, notify_api_routes, NULL },
	.listeners = notify_listeners,
	.panels = notify_panels,
	.jobs = (const struct job_kind *const[]){ &notify_fanout_job, &notice_sweep_job, NULL },
	.settings = notify_settings,
	.schemas = notify_schemas,
};
