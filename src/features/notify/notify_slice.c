/* notify_slice.c: all that the inbox adds to the house. */
#include "features/notify/notify_slice.h"

#include "features/notify/crowd_web.h"
#include "features/notify/follow_api.h"
#include "features/notify/follow_web.h"
#include "features/notify/inbox_web.h"
#include "features/notify/listen_web.h"
#include "features/notify/mailbox_web.h"
#include "features/notify/notify_api.h"
#include "features/notify/receiver_web.h"
#include "features/notify/send_letter.h"
#include "features/notify/settings_web.h"
#include "features/notify/unsubscribe_web.h"

const struct slice notify_slice = {
	.name = "notify",
	.routes = (const struct route *const[]){ inbox_routes, follow_routes, settings_routes, unsubscribe_routes, receiver_routes,
		notify_api_routes, follow_api_routes, NULL },
	.listeners = notify_listeners,
	.panels = notify_panels,
	.jobs = (const struct job_kind *const[]){ &notify_fanout_job, &follow_move_job, &notify_send_job,
		&notify_daily_job, &notify_push_job, &notify_mailbox_job, &notice_sweep_job, NULL },
	.settings = notify_settings,
	.schemas = notify_schemas,
};
