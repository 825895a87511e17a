/* score_web.h: why something stands where it stands, in words, for its card. */
#ifndef SCORE_WEB_H
#define SCORE_WEB_H
#include "features/marketplace/score.h"
#include "web/web.h"

struct html score_html(const struct view *page, const struct score *score, bool is_task);
#endif
