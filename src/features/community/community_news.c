/* community_news.c: the names under which news are stored; never renamed. */
#include "features/community/community_news.h"

const struct news_kind thread_asked = { "community.thread_asked" };
const struct news_kind thread_changed = { "community.thread_changed" };
const struct news_kind post_added = { "community.post_added" };
const struct news_kind post_changed = { "community.post_changed" };
const struct news_kind solution_marked = { "community.solution_marked" };
const struct news_kind solution_unmarked = { "community.solution_unmarked" };
const struct news_kind kudos_given = { "community.kudos_given" };
