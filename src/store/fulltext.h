/*
 * fulltext.h: finds documents by words, ranked by BM25.
 *
 * Text arrives already analysed (features/search/analysis.c): a document is a list
 * of tokens.  The tokens are stored beside the index; FTS5 and PostgreSQL's tsvector
 * index the same tokens, and the ranking is ours, so both engines answer alike.
 */
#ifndef STORE_FULLTEXT_H
#define STORE_FULLTEXT_H
#include "store/db.h"

struct fulltext_doc {
	int64_t brand_id,
	    id; /* the id is the caller's, made by id_new: among equals the newest comes first */
	int64_t audience_id;
	int64_t kind, facet_a,
	    facet_b; /* what searches filter by: subject kind, board or product, state … */
	moment at;
	double boost;	 /* 1.0 = none: solved threads lead */
	str title, body; /* tokens, separated by one blank; title counts more */
};

struct fulltext_query {
	int64_t brand_id, member_id;
	str tokens;		  /* separated by one blank; at most 32 are used */
	int64_t kind;		  /* 0 = any */
	int64_t facet_a, facet_b; /* 0 = any */
	bool any; /* true: any word may match (similar); false: all words, relaxed when too few */
	int limit, skip;
};

struct fulltext_hit {
	int64_t id, kind;
	double score;
};

/* Within a unit: at most six statements. */
enum err fulltext_put(struct db *db, struct arena *arena, const struct fulltext_doc *doc);
enum err fulltext_remove(struct db *db, int64_t brand_id, int64_t id);
/* *total_out: how many were found, counted to at most 1,000. */
enum err fulltext_find(struct db *db, struct arena *arena, const struct fulltext_query *query,
		       struct list *hits_out, int64_t *total_out);
#endif
