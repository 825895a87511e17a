/* feed_web.h: Atom feeds, and what search engines may find. */
#ifndef FEED_WEB_H
#define FEED_WEB_H
#include "web/sitemap.h"
#include "web/web.h"

extern const struct route feed_routes[];
extern const struct sitemap community_sitemaps[];
#endif
