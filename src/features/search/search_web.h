/* search_web.h: the page of finds and the lists of similar threads, for search_slice.c. */
#ifndef SEARCH_WEB_H
#define SEARCH_WEB_H
#include "features/search/search.h"
#include "features/search/similar.h"
#include "view/components.h"
#include "web/web.h"

extern const struct route search_routes[], similar_routes[];
extern const struct panel search_panels[];

#define EXCERPT_BYTES 220

struct find_card {
	const struct thread *thread;
	const struct service_card *service;
	struct marked_list title, text;
};
struct find_cards { struct find_card *at; size_t count; };
struct find_tab { enum text_id label; str url; int64_t count; bool is_here; };
struct find_tabs { struct find_tab *at; size_t count; };

struct search_page {
	str text, board_name, product_name;
	str ask_url, near_url, without_filter_url;
	bool has_place, is_solved_only;
	struct find_tabs tabs;
	struct find_cards threads, services;
	int64_t total;
	str kind;                 /* as in the address: "", "thread", "service" */
	str more_services_url;
	struct pager pager;
};

/* Cards of threads with what was looked for marked. */
void find_thread_card(struct marker *marker, const struct search_item *item, struct find_card *card_out);
str find_source(struct arena *arena, str markdown);
#endif
