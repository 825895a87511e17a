/* article_sitemap_web.h: articles that everyone may read, for search engines. */
#ifndef ARTICLE_SITEMAP_WEB_H
#define ARTICLE_SITEMAP_WEB_H
#include "web/sitemap.h"

extern const struct sitemap article_sitemaps[];
#endif
