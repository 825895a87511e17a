/* calendar_news.h: what calendars announce. */
#ifndef CALENDAR_NEWS_H
#define CALENDAR_NEWS_H
#include "core/core.h"

/* Hours, exceptions or settings changed.  Subject: the member whose they are. */
extern const struct news_kind calendar_changed;
#endif
