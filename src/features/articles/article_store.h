/* article_store.h: the records of articles, and how they are read and written. */
#ifndef ARTICLE_STORE_H
#define ARTICLE_STORE_H
#include "core/core.h"

/* Stored by number: only ever append.  ARTICLE_PUBLISHED stands in indexes and statements as 2. */
enum article_state { ARTICLE_DRAFT, ARTICLE_SCHEDULED, ARTICLE_PUBLISHED, ARTICLE_WITHDRAWN, ARTICLE_STATE_COUNT };
extern const char *const article_states[ARTICLE_STATE_COUNT + 1];

#define ARTICLES_A_PAGE 20

struct article {
	int64_t id;
	int kind, state;       /* number of an article_kind; enum article_state */
	int64_t audience_id, author_id, product_id;
	str lang, title, excerpt, body, html; /* as published; "" before */
	int64_t html_version, version;        /* version: of the text, from 1 */
	int source_kind;
	int64_t source_id;     /* what it was made from; 0 = nothing */
	moment made_at, changed_at, publish_at, published_at;
	moment checked_at;     /* somebody said that it still holds */
	moment asked_at;       /* the author was asked to look; 0 = not since */
	int64_t helped_count, missed_count, comment_count;
	moment hidden_at;
};
/* What a list shows: no text. */
struct article_list { struct article *at; size_t count; };
/* Of an author: every kind.  before.at 0 = from the top. */
struct article_filter { int kind; int64_t product_id, author_id; struct cursor before; };
static inline struct cursor article_cursor(const struct article *article) { return (struct cursor){ article->published_at, article->id }; }

struct article_draft {
	int64_t article_id, product_id;
	str title, excerpt, body, html, note;
	int64_t html_version, by_id;
	moment changed_at;
	moment waits_at;       /* handed in to be looked at; 0 = not */
	str answer;            /* what is missing, when it was sent back */
};
struct article_draft_list { struct article_draft *at; size_t count; };
struct article_version { int64_t article_id, version, by_id; str title, body, note; moment at; };
struct article_version_list { struct article_version *at; size_t count; };

/* Whatever its state; within the audience.  ERR_NOT_FOUND "article.not_found". */
enum err article_load(struct scope *scope, int64_t article_id, struct article *article_out);
/* Whoever may see it: for the index. */
enum err article_load_for_all(struct scope *scope, int64_t article_id, struct article *article_out);
enum err article_load_after(struct scope *scope, int64_t after_id, struct article_list *list_out);
/* Published ones, newest first, at most ARTICLES_A_PAGE + 1. */
enum err article_load_list(struct scope *scope, const struct article_filter *filter, struct article_list *list_out);
/* Guides of up to three products; 0 = none. */
struct article_products { int64_t first, second, third; };
enum err article_load_of_products(struct scope *scope, const struct article_products *products, struct article_list *list_out);
/* What everyone may read, 1,000 at a time: for the sitemap. */
struct article_place { int64_t id; moment changed_at; };
struct article_place_list { struct article_place *at; size_t count; };
enum err article_count_public(struct scope *scope, int64_t *count_out);
enum err article_list_public(struct scope *scope, int64_t skip, struct article_place_list *list_out);
enum err article_load_some(struct scope *scope, struct ids ids, struct article_list *list_out);
/* In every state, newest first: of one author; made from one source (at most 20). */
enum err article_load_mine(struct scope *scope, int64_t before_id, struct article_list *list_out);
enum err article_load_of_source(struct scope *scope, struct subject source, struct article_list *list_out);
/* Guides that nobody checked since; `unasked`: whose author was not asked either. */
enum err article_load_stale(struct scope *scope, moment since, bool unasked, struct article_list *list_out);
enum err article_insert(struct scope *scope, const struct article *article);
enum err article_update(struct scope *scope, const struct article *article, enum article_state from);
enum err article_delete(struct scope *scope, int64_t article_id);
enum err article_mark_checked(struct scope *scope, int64_t article_id);
enum err article_mark_asked(struct scope *scope, int64_t article_id);

/* ERR_NOT_FOUND, unrefused, without one. */
enum err article_draft_load(struct scope *scope, int64_t article_id, struct article_draft *draft_out);
enum err article_draft_waiting(struct scope *scope, moment after, struct article_draft_list *list_out);
enum err article_draft_put(struct scope *scope, const struct article_draft *draft);
enum err article_draft_delete(struct scope *scope, int64_t article_id);
enum err article_version_insert(struct scope *scope, const struct article_version *version);
enum err article_versions(struct scope *scope, int64_t article_id, struct article_version_list *list_out);
enum err article_version_load(struct scope *scope, int64_t article_id, int64_t version, struct article_version *version_out);
#endif
