/* article_panel_web.h: what articles show on others' pages. */
#ifndef ARTICLE_PANEL_WEB_H
#define ARTICLE_PANEL_WEB_H
#include "features/articles/article_web.h"

extern const struct panel article_panels[];
#endif
