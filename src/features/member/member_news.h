/* member_news.h: what members' accounts announce, and how a member is pointed at. */
#ifndef MEMBER_NEWS_H
#define MEMBER_NEWS_H
#include "core/core.h"

extern const struct news_kind member_joined;
extern const struct news_kind member_changed;      /* name or place: what search and lists show */
extern const struct news_kind member_role_changed; /* text: "+helper", "-moderator" */
extern const struct news_kind member_suspended;    /* or asleep, or back: the member's row (member_is_away) */
extern const struct news_kind member_erased;       /* a former member from now on */
extern const struct subject_kind member_subject;
#endif
