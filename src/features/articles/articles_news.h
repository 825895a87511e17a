/* articles_news.h: what articles announce, and how they are pointed at. */
#ifndef ARTICLES_NEWS_H
#define ARTICLES_NEWS_H
#include "core/core.h"

extern const struct news_kind article_published;    /* subject article; text: its kind's name; the first time */
extern const struct news_kind article_changed;      /* subject article: its text or state: whoever indexes it */
extern const struct news_kind article_commented;    /* subject article, other comment, to the author */
extern const struct news_kind article_handed_in;    /* subject article: somebody of the brand should look at it */
extern const struct news_kind article_sent_back;    /* subject article, to the author; text: what is missing */
extern const struct news_kind article_check_due;    /* subject article, to the author: does it still hold? */
extern const struct news_kind article_not_published; /* subject article, to the author: its time came, but something was in the way */

extern const struct subject_care article_care, comment_care; /* what moderators may do: article_care.c */
extern const struct subject_kind article_subject; /* 40; id 0: the lists of all */
extern const struct subject_kind comment_subject; /* 41 */
#endif
