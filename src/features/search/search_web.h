/* search_web.h: the page of finds and the lists of similar threads, for search_slice.c. */
#ifndef SEARCH_WEB_H
#define SEARCH_WEB_H
#include "features/search/search.h"
#include "features/search/similar.h"
#include "features/search/wanted_web.h"

extern const struct route search_routes[], similar_routes[];
extern const struct panel search_panels[];

#define EXCERPT_BYTES 220

/* One of the three is set; kind_label: what a thing is, where it stands among others. */
struct find_card {
	const struct thread *thread;
	const struct service_card *service;
	const struct findable_card *card;
	str kind_label;
	struct marked_list title, text;
};
struct find_cards { struct find_card *at; size_t count; };
struct find_tab { str label, url; int64_t count; bool is_here; };
struct find_tabs { struct find_tab *at; size_t count; };

struct search_page {
	str text;
	const struct wanted *wanted;
	struct filters filters;
	str ask_url, near_url, without_filter_url, rank_url, date_url;
	str better, better_url;    /* what may have been meant; url "": it was looked for already, since nothing was found */
	bool has_place, is_filtered, is_relaxed;
	struct find_tabs tabs;
	struct find_cards finds, beside;
	int64_t total;
	str more_beside_url;
	struct pager pager;
};

/* Cards of threads with what was looked for marked. */
void find_thread_card(struct marker *marker, const struct search_item *item, struct find_card *card_out);
/* The card of whatever it is, without its label. */
void find_card_of(struct marker *marker, const struct search_item *item, struct find_card *card_out);
str find_source(struct arena *arena, str markdown);
#endif
