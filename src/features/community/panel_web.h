/* panel_web.h: what the community shows on others' pages. */
#ifndef COMMUNITY_PANEL_WEB_H
#define COMMUNITY_PANEL_WEB_H
#include "web/web.h"

extern const struct panel community_panels[];
#endif
