/* product_news.h: what products announce, and how one is pointed at. */
#ifndef PRODUCT_NEWS_H
#define PRODUCT_NEWS_H
#include "core/core.h"

extern const struct news_kind product_changed; /* made or changed */
extern const struct subject_kind product_subject;
#endif
