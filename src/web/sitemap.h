/*
 * sitemap.h: /sitemap.xml, its parts, and /robots.txt: what search engines may read of a brand.
 *
 * A slice lists its public pages in parts; whoever asks, they are read as a stranger would.
 */
#ifndef WEB_SITEMAP_H
#define WEB_SITEMAP_H
#include "web/slice.h"

#define SITEMAP_URLS_MAX 1000 /* in a part */

struct sitemap_url { str path; moment changed_at; }; /* 0 = not said */
struct sitemap_urls { struct sitemap_url *at; size_t count; };

struct sitemap {
	const char *name; /* "threads": /sitemaps/threads-0.xml … */
	enum err (*parts)(struct scope *scope, int64_t *count_out);
	enum err (*urls)(struct scope *scope, int64_t part, struct sitemap_urls *urls_out);
};

extern const struct route sitemap_routes[];
#endif
