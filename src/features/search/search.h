/* search.h: one box over all that slices offer to be found: what is looked for, and what is found. */
#ifndef SEARCH_SEARCH_H
#define SEARCH_SEARCH_H
#include "features/search/items.h"

#define SEARCH_A_PAGE 20
#define SEARCH_PAGES_MAX 20
#define SEARCH_KIND_MAX 100 /* of one kind so many are counted: "99+" */
#define SEARCH_TEXT_MAX 250 /* characters of what is typed; the rest is not read */

struct search_wish {
	str text;
	int kinds[KINDS_MAX];                  /* subject kinds' numbers, ending with 0; none: all of them */
	int without_kinds[2];                  /* none: all but these */
	int looked_at;                         /* so many are ranked at most; 0 = as many as may be */
	int64_t board_id, product_id, tag_id;  /* 0 = any */
	str state, language;                   /* "solved", "de"; "" = any */
	moment since, until;                   /* 0 = any */
	bool newest;                           /* by date instead of rank */
	int limit, skip;
	const struct terms *terms;             /* an earlier search's for the same text: saves trying languages; or NULL */
};

/* Finds what the scope's member may see.  An empty text finds nothing. */
enum err search_find(struct scope *scope, const struct search_wish *wish, struct search_found *found_out);
/* What stands beside the finds of another search for the same words, which left just these kinds out: what it saw of them is
   not asked for again, only filled up with what holds some of the words. */
enum err search_beside(struct scope *scope, const struct search_wish *wish, const struct search_found *other,
                       struct search_found *found_out);
/* How many of each kind (numbers as in the wish, ending with 0) the same wish would find, counted to at most
   SEARCH_KIND_MAX: for tabs.  `asked[0]`: what it found, by words of which the counts are; what another search for the same
   words saw of its own kinds (asked[1]) is not counted again either. */
struct search_asked { const struct search_found *found; const int *kinds, *without_kinds; };
enum err search_kind_counts(struct scope *scope, const struct search_wish *wish, const struct search_asked asked[2],
                            const int *kinds, int64_t *counts_out);
/* "50667", "8001 Zürich", "CH-8001": the place somebody typed into the box; false when it is no known code. */
enum err search_place(struct scope *scope, str text, bool *is_place_out);
#endif
