/* marketplace_news.h: what the marketplace announces, and how its things are pointed at. */
#ifndef MARKETPLACE_NEWS_H
#define MARKETPLACE_NEWS_H
#include "core/core.h"

/* Subject: the application; to: the member who applied.  Text: the reason, where there is one. */
extern const struct news_kind application_received;
extern const struct news_kind application_approved;
extern const struct news_kind application_declined;
extern const struct news_kind application_withdrawn;
extern const struct news_kind application_suspended;
extern const struct news_kind application_restored;
/* A service's text, state or rank changed: whoever indexes it asks service_index of marketplace.h. */
extern const struct news_kind service_changed;

extern const struct subject_kind service_subject;     /* 20 */
extern const struct subject_kind application_subject; /* 25 */
#endif
