/* search.h: one box over threads and services: what is looked for, and what is found. */
#ifndef SEARCH_SEARCH_H
#define SEARCH_SEARCH_H
#include "features/community/community.h"
#include "features/marketplace/marketplace.h"
#include "features/search/excerpt.h"
#include "features/search/search_store.h"

#define SEARCH_A_PAGE 20
#define SEARCH_PAGES_MAX 20
#define SEARCH_TEXT_MAX 250 /* characters of what is typed; the rest is not read */

struct search_wish {
	str text;
	int kind;                      /* a subject kind's number; 0 = threads and services by rank */
	int64_t board_id, product_id;  /* 0 = any */
	bool solved;                   /* threads only */
	int limit, skip;
	const struct terms *terms;     /* an earlier search's for the same text: saves trying languages; or NULL */
};

/* One of both is set.  A solution of id 0: none. */
struct search_item {
	double score;
	const struct thread *thread;
	const struct post *solution;
	const struct service_card *service;
};
struct search_found {
	struct search_item *at;
	size_t count;
	int64_t total;       /* counted to at most 1,000 */
	bool has_more;
	struct terms terms;  /* for marking the hits */
};

/* Finds what the scope's member may see.  An empty text finds nothing. */
enum err search_find(struct scope *scope, const struct search_wish *wish, struct search_found *found_out);
/* "50667", "8001 Zürich", "CH-8001": the place somebody typed into the box; false when it is no known code. */
enum err search_place(struct scope *scope, str text, bool *is_place_out);
#endif
