/* community_slice.c: all that the community adds to the house. */
#include "features/community/community_slice.h"

#include "features/community/care_web.h"
#include "features/community/clock.h"
#include "features/community/community_api.h"
#include "features/community/community_news.h"
#include "features/community/feed_web.h"
#include "features/community/join.h"
#include "features/community/mine_web.h"
#include "features/community/panel_web.h"
#include "features/community/setup.h"
#include "features/community/tag_web.h"
#include "features/community/thread_page_web.h"
#include "features/community/thread_source.h"
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

static const struct desk_area areas[] = {
	{ TEXT_tag_all, TEXT_tag_card, "tag", "/desk/tags", MODERATORS },
	{ .path = NULL }
};

const struct slice community_slice = {
	.name = "community",
	.routes = (const struct route *const[]){ thread_routes, thread_page_routes, post_routes, mine_routes, care_routes, history_routes,
		tag_routes, desk_tag_routes, feed_routes, community_api_routes, care_api_routes, NULL },
	.listeners = listeners,
	.panels = community_panels,
	.subjects = (const struct subject_kind *const[]){ &thread_subject, &post_subject, &board_subject, &tag_subject,
		NULL },
	.sources = community_sources,
	.jobs = (const struct job_kind *const[]){ &need_remind_job, &need_close_job, &merge_job, &tag_merge_job,
		&community_tidy_job, NULL },
	.settings = community_settings,
	.nav = nav,
	.desk = areas,
	.schemas = community_schemas,
	.sitemaps = community_sitemaps,
	.count = reading_count,
};
