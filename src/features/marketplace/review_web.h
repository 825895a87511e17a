/* review_web.h: reviews on pages, for marketplace_slice.c. */
#ifndef REVIEW_WEB_H
#define REVIEW_WEB_H
#include "features/marketplace/review.h"
#include "web/web.h"

enum err review_panel_member(struct page *page, const struct subject *subjects, size_t count, struct html *htmls_out);
#endif
