/* ladder_slice.c: all that the ladder adds to the house. */
#include "features/ladder/ladder_slice.h"

#include "features/community/community_news.h"
#include "features/ladder/ladder_api.h"
#include "features/ladder/ladder_web.h"

static const struct listener listeners[] = {
	{ &matter_moved, climb_hear },
	{ &post_added,   climb_hear_post },
	{ .kind = NULL }
};

const struct slice ladder_slice = {
	.name = "ladder",
	.routes = (const struct route *const[]){ matter_routes, ticket_routes, ladder_api_routes, NULL },
	.listeners = listeners,
	.panels = ladder_panels,
	.subjects = (const struct subject_kind *const[]){ &matter_subject, NULL },
	.jobs = (const struct job_kind *const[]){ &climb_watch_job, &ticket_lease_job, &field_count_job, &desk_mail_job,
		&desk_call_job, NULL },
	.settings = ladder_settings,
	.schemas = ladder_schemas,
};
