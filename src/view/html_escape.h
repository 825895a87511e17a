/* html_escape.h: escaping itself, for html.c and markdown.c; the slow twin is what the fast one is tested against. */
#ifndef VIEW_HTML_ESCAPE_H
#define VIEW_HTML_ESCAPE_H
#include "base/text.h"

void html_escape(struct text *out, str s);            /* & < > */
void html_escape_attribute(struct text *out, str s);  /* & < > " ' */
void html_escape_slowly(struct text *out, str s, bool quotes);
/* Percent-encodes all but unreserved characters; `slash`: '/' stays too. */
void html_escape_url(struct text *out, str s, bool slash);
/* A value as html_escape and html_escape_attribute wrote it, read back. */
str html_unescape(struct arena *arena, str escaped);
/* True for https, http, mailto and tel, and for what stays on this site. */
bool html_url_is_safe(str url);
#endif
