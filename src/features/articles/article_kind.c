/* article_kind.c: the table of kinds. */
#include "features/articles/article_kind.h"

const struct article_kind article_kinds[ARTICLE_KIND_COUNT] = {
	[ARTICLE_GUIDE] = { .name = "guide", .path = "/guides", .from_source = true, .asks_helped = true, .gets_old = true },
	[ARTICLE_NEWS] = { .name = "news", .path = "/news", .has_time = true },
	[ARTICLE_STORY] = { .name = "story", .path = "/stories", .by_members = true },
};
const char *const article_kind_names[ARTICLE_KIND_COUNT + 1] = { "guide", "news", "story", NULL };
static_assert(ARTICLE_GUIDE == 0, "stands in articles.sql");

const struct article_kind *article_kind_of(int kind)
{
	must(kind >= 0 && kind < ARTICLE_KIND_COUNT);
	return &article_kinds[kind];
}
