/* article_sitemap_web.c: the articles' part of the sitemap. */
#include "features/articles/article_sitemap_web.h"

#include "features/articles/article_store.h"

static enum err article_parts(struct scope *scope, int64_t *count_out)
{
	int64_t count;
	enum err err = article_count_public(scope, &count);
	if (!err)
		*count_out = (count + SITEMAP_URLS_MAX - 1) / SITEMAP_URLS_MAX;
	return err;
}

static enum err article_urls(struct scope *scope, int64_t part, struct sitemap_urls *urls_out)
{
	struct article_place_list list;
	enum err err = article_list_public(scope, part * SITEMAP_URLS_MAX, &list);
	if (err)
		return err;
	struct sitemap_url *urls = arena_take(scope->arena, (list.count + 1) * sizeof(*urls));
	for (size_t i = 0; i < list.count; i++)
		urls[i] = (struct sitemap_url){ str_format(scope->arena, "/articles/%lld", (long long)list.at[i].id),
			list.at[i].changed_at };
	*urls_out = (struct sitemap_urls){ urls, list.count };
	return OK;
}

const struct sitemap article_sitemaps[] = {
	{ "articles", article_parts, article_urls },
	{ .name = NULL },
};
