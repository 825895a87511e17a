/* plain.h: text from HTML that strangers wrote (mails): paragraphs, lists, links; what is quoted stands behind "> ". */
#ifndef VIEW_PLAIN_H
#define VIEW_PLAIN_H
#include "base/base.h"

/* At most `max` bytes of it; never fails, whatever the HTML: what unfolds to more than 32 MB is "". */
str plain_from_html(struct arena *arena, str html, size_t max);
#endif
