/* community_news.c: the names under which news are stored; never renamed. */
#include "features/community/community_news.h"

const struct news_kind thread_asked = { "community.thread_asked" };
const struct news_kind thread_changed = { "community.thread_changed" };
const struct news_kind post_added = { "community.post_added" };
const struct news_kind post_changed = { "community.post_changed" };
const struct news_kind solution_marked = { "community.solution_marked" };
const struct news_kind solution_unmarked = { "community.solution_unmarked" };
const struct news_kind kudos_given = { "community.kudos_given" };
const struct news_kind thread_needs_info = { "community.thread_needs_info" };
const struct news_kind thread_need_reminded = { "community.thread_need_reminded" };
const struct news_kind thread_closed_kindly = { "community.thread_closed_kindly" };
const struct news_kind thread_restored = { "community.thread_restored" };
const struct news_kind thread_merged = { "community.thread_merged" };
const struct news_kind thread_split = { "community.thread_split" };
const struct news_kind post_restored = { "community.post_restored" };
const struct news_kind post_deleted = { "community.post_deleted" };
const struct news_kind member_mentioned = { "community.member_mentioned" };
const struct news_kind thread_metoo = { "community.thread_metoo" };
const struct news_kind thread_withdrawn = { "community.thread_withdrawn" };
const struct news_kind thread_tagged = { "community.thread_tagged" };
const struct news_kind tag_renamed = { "community.tag_renamed" };
const struct news_kind tag_merged = { "community.tag_merged" };
