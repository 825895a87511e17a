/*
 * markdown.h: what members write becomes HTML (md4c, GitHub's tables, strikethrough and autolinks).
 *
 * No raw HTML passes.  Links: https, http, mailto or a path of this site; the others
 * are shown as text; all outward ones are rel="ugc nofollow noopener".  Pictures of this site
 * ("/media/7-800x600") are shown, with room for their size; others become links: nothing is fetched.
 */
#ifndef VIEW_MARKDOWN_H
#define VIEW_MARKDOWN_H
#include "view/html.h"

#define MARKDOWN_MAX 65536 /* bytes of source */
#define MARKDOWN_VERSION 4 /* raised when the same source renders otherwise: stored HTML is then made anew */

/* ERR_TOO_LARGE above MARKDOWN_MAX. */
enum err markdown_html(struct arena *arena, str source, struct html *html_out);
/* The size of a picture of this site, which its address tells; false when it is none. */
bool picture_size(str address, int64_t *width_out, int64_t *height_out);
/* HTML that markdown_html made and a store kept. */
struct html markdown_stored(str html);
/* Plain text of the source, for search, excerpts and mails. */
str markdown_plain(struct arena *arena, str source);
/* The first `max` code points of the plain text, on one line, with "…" when cut. */
str markdown_excerpt(struct arena *arena, str source, size_t max);
#endif
