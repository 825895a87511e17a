/* search_store.h: the index of words, and what is known to be similar; the only file of search that sees the store. */
#ifndef SEARCH_STORE_H
#define SEARCH_STORE_H
#include "core/core.h"

#define SIMILAR_KEPT 8

/* A thread or a service as the index keeps it; title and body are tokens. */
struct search_doc {
	int64_t id, audience_id;
	int kind;                    /* number of its subject kind */
	int64_t facet, product_id;   /* facet: board, or category of a service */
	moment at;
	double boost;
	str title, body;
};
struct search_ask { str tokens; int kind; int64_t facet, product_id; bool any; int limit, skip; };
struct search_hit { int64_t id; int kind; double score; };
struct search_hit_list { struct search_hit *at; size_t count; int64_t total; };

enum err search_put(struct scope *scope, const struct search_doc *doc);
enum err search_remove(struct scope *scope, int64_t id);
/* Best first; only what the scope's member may see.  total: counted to at most 1,000. */
enum err search_hits(struct scope *scope, const struct search_ask *ask, struct search_hit_list *list_out);

struct similar_row { int64_t other_id; double score; };
struct similar_row_list { struct similar_row *at; size_t count; };
enum err similar_load(struct scope *scope, int64_t thread_id, struct similar_row_list *list_out);
/* Replaces what is kept of the thread. */
enum err similar_replace(struct scope *scope, int64_t thread_id, const struct similar_row_list *list);
/* One more for a thread that has others already; the weakest gives way. */
enum err similar_offer(struct scope *scope, int64_t thread_id, const struct similar_row *row);
#endif
