/* excerpt.h: the part of a text where the words stand that were looked for, and which words they are. */
#ifndef SEARCH_EXCERPT_H
#define SEARCH_EXCERPT_H
#include "features/search/analysis.h"

struct marked { str text; bool is_hit; };
struct marked_list { struct marked *at; size_t count; };

/* What was looked for: tokens of a query, and the language that reads them. */
struct terms { str tokens, language; };

/* All of the text, or at most about `max` bytes of it around the most hits, with "…" where it is cut.  On one line. */
void excerpt_mark(struct arena *arena, const struct terms *terms, str text, size_t max, struct marked_list *list_out);
/* The same as plain text. */
str excerpt_plain(struct arena *arena, const struct marked_list *list);
#endif
