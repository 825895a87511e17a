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

extern const struct news_kind thread_needs_info, /* subject thread, other the post that asks back, to the asker */
	thread_need_reminded,                    /* the same, once more */
	thread_closed_kindly;                    /* the same, in the end: by the clock */
/* By moderators: subject thread, to its author: what she deleted is back. */
extern const struct news_kind thread_restored;
extern const struct news_kind thread_merged; /* subject the thread that is gone, other the one that has its posts, to the
                                                author of the first; followers of the first may follow the second */
extern const struct news_kind thread_split;  /* subject thread, other the new thread, to the new one's author */
extern const struct news_kind post_restored;     /* subject thread, other post, to the post's author: as above */
extern const struct news_kind post_deleted;      /* subject thread, other post: by its author */
extern const struct news_kind member_mentioned;  /* subject thread, other post, to the one who is called */
extern const struct news_kind thread_metoo;      /* subject thread, to its author */
extern const struct news_kind thread_withdrawn;  /* subject thread: its author is nobody now, or is back */
extern const struct news_kind thread_tagged;     /* subject thread */
extern const struct news_kind tag_renamed;       /* subject tag: its name, or it has all threads of one that is gone */
extern const struct news_kind tag_merged;        /* subject the tag that is gone, other the one that stays */

extern const struct subject_care thread_care, post_care; /* what overseers may do: oversight_web.c */
extern const struct subject_kind thread_subject, post_subject, board_subject, tag_subject;
#endif
