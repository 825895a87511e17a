/* excerpt.h: the part of a text where the words stand that were looked for, and which words they are. */
#ifndef SEARCH_EXCERPT_H
#define SEARCH_EXCERPT_H
#include "features/search/analysis.h"

struct marked { str text; bool is_hit; };
struct marked_list { struct marked *at; size_t count; };

/* What was looked for: tokens of a query, and the language that reads them; asked: as the index is asked. */
struct terms { str tokens, language, asked; };

/* Reads texts one after another for the same terms; remembers which words are hits, since words come again.
   Where nothing is looked for it only cuts, and costs nothing to open. */
struct marker_word { uint64_t word; bool is_hit; };
struct marker {
	struct analysis analysis;
	const struct terms *terms;
	struct marker_word *known; /* NULL: nothing is looked for */
};
void marker_open(struct marker *marker, struct arena *arena, const struct terms *terms);
void marker_close(struct marker *marker);

/* All of the text, or at most about `max` bytes of it around the most hits, with "…" where it is cut.  On one line. */
void excerpt_mark(struct marker *marker, str text, size_t max, struct marked_list *list_out);
/* The same as plain text. */
str excerpt_plain(struct arena *arena, const struct marked_list *list);
#endif
