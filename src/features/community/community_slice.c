/* community_slice.c: all that the community adds to the house. */
#include "features/community/community_slice.h"

#include "features/community/community_api.h"
#include "features/community/community_news.h"
#include "features/community/panel_web.h"
#include "features/community/thread_source.h"
#include "features/community/thread_web.h"
#include "features/identity/identity_news.h"

static const struct listener listeners[] = {
	{ &draft_confirmed, ask_post_draft },
	{ &news_fix_written, fix_post },
	{ NULL, NULL },
};

static const struct nav_entry nav[] = {
	{ SECTION_HELP, TEXT_nav_help, "life-buoy", "/help", EVERYONE },
	{ 0 },
};

const struct slice community_slice = {
	.name = "community",
	.routes = (const struct route *const[]){ thread_routes, post_routes, community_api_routes, NULL },
	.listeners = listeners,
	.panels = community_panels,
	.subjects = (const struct subject_kind *const[]){ &thread_subject, &post_subject, &board_subject, NULL },
	.sources = community_sources,
	.nav = nav,
	.schemas = community_schemas,
};
