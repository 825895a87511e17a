/* items.h: what is found, ready to be shown. */
#ifndef SEARCH_ITEMS_H
#define SEARCH_ITEMS_H
#include "features/community/community.h"
#include "features/marketplace/marketplace.h"
#include "features/search/excerpt.h"
#include "features/search/kinds.h"
#include "features/search/search_store.h"

/* thread and service are set for their kinds, else the card.  A solution of id 0: none. */
struct search_item {
	struct subject subject;
	double score;
	const struct thread *thread;
	const struct post *solution;
	const struct service_card *service;
	const struct findable_card *card;
};
struct search_found {
	struct search_item *at;
	size_t count;
	int64_t total;       /* counted to at most SEARCH_TOTAL_MAX */
	bool has_more;
	bool is_relaxed;     /* nothing holds all words: these hold some */
	struct search_tally *tallies; /* what was seen of each kind; is_whole: there are no others */
	size_t tally_count;
	bool is_whole;
	const struct search_hit_list *apart; /* what the wish left out by kind and holds all its words; NULL = not seen */
	bool is_nowhere;     /* the one word stands nowhere, in no kind and no language */
	struct terms terms;  /* for marking the hits, and for searching again */
};

/* What is found, ready to be shown, in the order of the hits; what is not to be seen (any more) is left out. */
enum err items_load(struct scope *scope, const struct search_hit_list *hits, struct search_found *found);
#endif
