/*
 * fulltext.h: finds documents by words, ranked by BM25 over fields.
 *
 * Text arrives already analysed (features/search/analysis.c): a document is lists of tokens.
 * FTS5 and PostgreSQL's tsvector index the same tokens and only say which documents hold them;
 * how often each stands in a document lies beside it, and the ranking is ours, so both
 * engines answer alike.  How it stays fast: docs/decisions/0010.
 */
#ifndef STORE_FULLTEXT_H
#define STORE_FULLTEXT_H
#include "base/list.h"
#include "store/db.h"

/* Between the other words for one word of a query. */
#define FULLTEXT_OR '\t'
#define FULLTEXT_TOTAL_MAX 500
#define FULLTEXT_KINDS 24 /* different ones that are told apart */
#define FULLTEXT_EVERYONE 1 /* the audience of nearly all documents: what others may see is marked in the index */

struct fulltext_doc {
	int64_t brand_id, id; /* made by id_new: among equals the newest comes first */
	int64_t audience_id, kind;
	moment at; double boost; /* 1.0 = none: solved threads lead */
	str title, tags, body; /* tokens, separated by one blank; title and tags count more */
	bool is_aside; /* of a kind that is asked for by itself, too: few among many others */
	str marks; /* what searches filter by: short words of the caller's own, "b12 ssolved" */
};

/* How many documents hold a word may be known from earlier, as long as no document changed: whoever keeps it answers here. */
typedef bool fulltext_find_word(void *data, str words, int64_t *documents_out);
typedef void fulltext_keep_word(void *data, str words, int64_t documents);
struct fulltext_recall { fulltext_find_word *find; fulltext_keep_word *keep; void *data; };

struct fulltext_query {
	int64_t brand_id, member_id;
	/* Separated by one blank; at most 32 are used.  Each may be followed by other words for the same, after
	   FULLTEXT_OR: they count a little less than the first. */
	str tokens;
	str marks;	    /* all of them; those with FULLTEXT_OR between: one of them */
	moment since, until; /* 0 = any */
	bool any;    /* true: any word may match (similar); false: all words, relaxed when too few */
	bool aside;  /* only those that stand aside */
	bool some;   /* what holds some of the words at once: what holds all of them was asked before */
	bool newest; /* by date instead of rank: only what holds all words */
	/* By the rows: for what nearly all documents bear, whose mark would be the longest list of all. */
	int64_t without_kinds[2]; /* none of these kinds */
	bool without_aside; /* all that stands aside is of these: its words tell most of it before a row is read */
	str without_marks;  /* their marks, FULLTEXT_OR between: for what is only counted */
	double boost_least;       /* any: says what the marks say, for what only the rarest word finds */
	int looked_at, limit, skip; /* looked_at: so many are ranked at most; 0 = as many as may be */
	struct fulltext_known *known;  /* of fulltext_know, or NULL: what was read before in the same snapshot */
	struct fulltext_recall recall; /* or none */
};
struct fulltext_known *fulltext_know(struct arena *arena);

struct fulltext_hit { int64_t id, kind; double score; };

struct fulltext_found {
	struct fulltext_hit *at;
	size_t count;
	int64_t total;	 /* how many there are, counted to at most FULLTEXT_TOTAL_MAX */
	bool is_relaxed; /* too few hold all words: these hold some */
	/* Of what holds all words, how many of each kind were seen; is_whole: there are no others. */
	struct fulltext_tally { int64_t kind, count; } kinds[FULLTEXT_KINDS];
	size_t kind_count;
	bool is_whole;
	struct fulltext_found *apart; /* of without_kinds, what holds all words, best first; NULL = not seen */
	uint32_t unknown; /* bit i: the i-th different word of the query stands nowhere */
};

/* Within a unit: at most seven statements. */
enum err fulltext_put(struct db *db, struct arena *arena, const struct fulltext_doc *doc);
enum err fulltext_remove(struct db *db, int64_t brand_id, int64_t id);
enum err fulltext_find(struct db *db, struct arena *arena, const struct fulltext_query *query,
		       struct fulltext_found *found_out);
/* How many hold all words (any: one of them), for each of `sets` sets of marks instead of the query's own; each
   counted to at most `max`: who is told "99 or more" need not wait for a thousand. */
enum err fulltext_counts(struct db *db, struct arena *arena, const struct fulltext_query *query, const str *marks,
			 size_t sets, int64_t max, int64_t *counts_out);
#endif
