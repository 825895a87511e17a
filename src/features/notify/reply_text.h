/*
 * reply_text.h: what somebody wrote in an answer to a mail, without what her program put around it.
 *
 * Cut are: the mail that is answered, quoted below, the line that introduces it ("Am … schrieb …:", "On … wrote:"),
 * Outlook's block of headers, signatures, "sent from my phone".  Quotes with an answer below them stay:
 * they are part of what she says.
 */
#ifndef REPLY_TEXT_H
#define REPLY_TEXT_H
#include "base/base.h"

/* `marks`: lines of ours, "write above this line" in each language.  "" when nothing of her own is left. */
struct reply_marks { const str *at; size_t count; };
str reply_text(struct arena *arena, str text, const struct reply_marks *marks);
#endif
