/* search_store.h: the index of words, and what is known to be similar; the only file of search that sees the store. */
#ifndef SEARCH_STORE_H
#define SEARCH_STORE_H
#include "core/core.h"

#define SIMILAR_KEPT 8
#define SEARCH_TOTAL_MAX 500 /* store/fulltext.h */

/* What lists of finds show: changes whenever anything is put into the index. */
#define SEARCH_INDEX ((struct subject){ 31, 0 })

/* A thing as the index keeps it; title, tags and body are tokens, marks what can be filtered by. */
struct search_doc {
	int64_t id, audience_id;
	int kind;                    /* number of its subject kind */
	moment at;
	double boost; bool is_aside; /* kinds.h */
	str title, tags, body, marks;
	str source, language;        /* what it was made from: not kept, for learning words */
};
/* Tokens and marks as in store/fulltext.h: with '\t' between those of which one is enough. */
struct search_ask {
	str tokens, marks, without_marks;
	int64_t without_kinds[2];
	double boost_least;
	moment since, until;
	bool any, some, newest, aside, without_aside;
	int looked_at, limit, skip;
};
struct search_hit { int64_t id; int kind; double score; };
struct search_tally { int kind; int64_t count; };
struct search_hit_list {
	struct search_hit *at;
	size_t count;
	int64_t total;
	bool is_relaxed, is_whole; /* is_whole: no others hold all words, so the tallies are exact */
	uint32_t unknown;
	struct search_tally *tallies;
	size_t tally_count;
	const struct search_hit_list *apart; /* of the kinds that were left out: what holds all words; NULL = not seen */
	bool is_nowhere; /* the one word stands nowhere, in no language */
};

/* Marks, each followed by a blank: a kind, a board, a product, a tag ('k', 'b', 'p', 't') or a word ('l' a language). */
void mark_id(struct text *marks, char what, int64_t id);
void mark_word(struct text *marks, char what, str word);

enum err search_put(struct scope *scope, const struct search_doc *doc);
/* Before and behind a crowd of documents (store/fulltext.h). */
enum err search_crowd_begin(struct scope *scope);
enum err search_crowd_end(struct scope *scope);
/* Before the end, a step in a unit, 0 at first: once it is kept comes the next, until that is 0 again. */
enum err search_crowd_raise(struct scope *scope, int step, int *next_out);
/* In how many pieces the house's index lies; merges what is due, or the whole, outside of a unit, in many small ones. */
enum err search_pieces(struct scope *scope, int64_t *pieces_out);
enum err search_merge(struct scope *scope, bool is_whole);
enum err search_remove(struct scope *scope, int64_t id);
/* Best first; only what the scope's member may see.  total: counted to at most SEARCH_TOTAL_MAX. */
enum err search_hits(struct scope *scope, const struct search_ask *ask, struct search_hit_list *list_out);
/* How many hold all words (any: one of them) and marks, counted to at most `max`. */
enum err search_count(struct scope *scope, const struct search_ask *ask, int64_t max, int64_t *count_out);
/* The same for each of `sets` sets of marks instead of the question's own. */
enum err search_counts(struct scope *scope, const struct search_ask *ask, const str *marks, size_t sets, int64_t max,
                       int64_t *counts_out);

/* scope_write for long passes: on a busy machine a unit may be too late, then it is tried again. */
enum err search_write(struct scope *scope, scope_work *work, void *data);

/* By which rules the brand's index was made; 0 = never. */
enum err search_version(struct scope *scope, int64_t *version_out);
enum err search_set_version(struct scope *scope, int64_t version);

struct similar_row { int64_t other_id; double score; };
struct similar_row_list { struct similar_row *at; size_t count; };
enum err similar_load(struct scope *scope, int64_t thread_id, struct similar_row_list *list_out);
/* Replaces what is kept of the thread. */
enum err similar_replace(struct scope *scope, int64_t thread_id, const struct similar_row_list *list);
/* One more for a thread that has others already; the weakest gives way. */
enum err similar_offer(struct scope *scope, int64_t thread_id, const struct similar_row *row);
#endif
