/* mention.h: links the names of members that a text calls: "@Ben" becomes a link to Ben. */
#ifndef VIEW_MENTION_H
#define VIEW_MENTION_H
#include "view/html.h"

struct mention { str name; int64_t member_id; }; /* name: as it was typed, without the "@" */
struct mention_list { const struct mention *at; size_t count; };

/* `html` as markdown_html made it.  Not within links and code. */
struct html html_with_mentions(struct arena *arena, struct html html, const struct mention_list *mentions);
#endif
