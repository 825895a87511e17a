/* privacy_news.h: what a member's copy of her data announces, and how it is pointed at; and what leaving announces. */
#ifndef PRIVACY_NEWS_H
#define PRIVACY_NEWS_H
#include "core/core.h"

extern const struct news_kind privacy_copy_ready; /* subject = the copy, by its member's id */
extern const struct subject_kind privacy_copy_subject;

/* Subject: the member who is to be erased; "ended" tells of one who stays. */
extern const struct news_kind privacy_erasure_asked;
extern const struct news_kind privacy_erasure_ended;
#endif
