/* picture.h: the own pictures in HTML that markdown_html made. */
#ifndef VIEW_PICTURE_H
#define VIEW_PICTURE_H
#include "view/html.h"

struct own_picture { str url; int64_t width, height; str about; }; /* "/media/7-800x600", its whole size, its words */

/* Takes the next one off *html; false at the end. */
bool own_picture_next(struct arena *arena, str *html, struct own_picture *picture_out);
#endif
