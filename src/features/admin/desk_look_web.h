/* desk_look_web.h: the brand's logo, icon and letters on the desk. */
#ifndef DESK_LOOK_WEB_H
#define DESK_LOOK_WEB_H
#include "features/admin/desk_web.h"

extern const struct route desk_look_routes[];

/* A picture's own form. */
struct look_line { enum brand_picture picture; const char *name; enum text_id label, hint; str url; bool is_wrong; };
struct look_line_list { struct look_line *at; size_t count; };
struct font_line { const struct brand_font *font; enum text_id label; str url; bool chosen; };
struct font_line_list { struct font_line *at; size_t count; };
struct look_page { const struct brand *brand; struct look_line_list pictures; struct font_line_list fonts; };
#endif
