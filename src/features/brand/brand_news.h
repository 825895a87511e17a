/* brand_news.h: what brands announce, and how they are pointed at. */
#ifndef BRAND_NEWS_H
#define BRAND_NEWS_H
#include "core/core.h"

extern const struct news_kind brand_changed;
extern const struct subject_kind brand_subject;
#endif
