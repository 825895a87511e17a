/* community_news.h: what the community announces to the house. */
#ifndef COMMUNITY_NEWS_H
#define COMMUNITY_NEWS_H
#include "core/core.h"

extern const struct news_kind thread_asked;      /* subject thread */
extern const struct news_kind thread_changed;    /* subject thread: title, state or visibility */
extern const struct news_kind post_added;        /* subject thread, other post, to the thread's author */
extern const struct news_kind post_changed;      /* subject thread, other post */
extern const struct news_kind solution_marked;   /* subject thread, other post, to the post's author */
extern const struct news_kind solution_unmarked; /* subject thread, other post */
extern const struct news_kind kudos_given;       /* subject thread, other post, to the post's author */

extern const struct subject_kind thread_subject, post_subject, board_subject;
#endif
