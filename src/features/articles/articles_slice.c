/* articles_slice.c: all that articles add to the house. */
#include "features/articles/articles_slice.h"

#include "features/articles/article_api.h"
#include "features/articles/article_panel_web.h"
#include "features/articles/article_sitemap_web.h"
#include "features/articles/article_web.h"
#include "features/articles/articles_news.h"
#include "features/articles/comment_web.h"
#include "features/identity/identity_news.h"

static const struct listener listeners[] = {
	{ &draft_confirmed, comment_post_draft },
	{ NULL, NULL },
};

static const struct nav_entry nav[] = {
	{ SECTION_SAY, TEXT_nav_say, "megaphone", "/news", EVERYONE },
	{ 0 },
};

const struct slice articles_slice = {
	.name = "articles",
	.routes = (const struct route *const[]){ article_list_routes, article_feed_routes, article_edit_routes, article_routes,
		comment_routes, article_api_routes, NULL },
	.listeners = listeners,
	.panels = article_panels,
	.subjects = (const struct subject_kind *const[]){ &article_subject, &comment_subject, NULL },
	.jobs = (const struct job_kind *const[]){ &article_publish_job, &article_daily_job, NULL },
	.settings = article_settings,
	.nav = nav,
	.schemas = article_schemas,
	.sitemaps = article_sitemaps,
};
