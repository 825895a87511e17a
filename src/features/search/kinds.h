/* kinds.h: everything that the box finds: the kinds that search knows itself, and those that slices list (core/findable.h). */
#ifndef SEARCH_KINDS_H
#define SEARCH_KINDS_H
#include "core/core.h"

#define KINDS_MAX 24
#define SOLVED_BOOST 1.3 /* of threads; of what holds an answer, too, nothing less is raised so */

extern const struct findable thread_findable, article_findable, service_findable, product_findable, helper_findable;

/* People and what they offer: few beside all that was written, and asked for by themselves (store/fulltext.h). */
bool kind_is_aside(int number);
bool kinds_are_aside(const int *numbers); /* ending with 0; none: no */
bool kinds_are_all_aside(const int *numbers); /* and there are no others such */
/* NULL for a kind that nobody finds. */
const struct findable *kind_find(const struct house *house, int number);
const struct findable *kind_named(const struct house *house, str name);
/* All of them, at most KINDS_MAX, in the order of their making. */
size_t kinds_all(const struct house *house, const struct findable *kinds_out[KINDS_MAX]);
#endif
