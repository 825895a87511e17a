/* comment_store.h: comments on articles: numbers are dense per article. */
#ifndef COMMENT_STORE_H
#define COMMENT_STORE_H
#include "core/core.h"

#define COMMENTS_A_PAGE 20

struct comment {
	int64_t article_id, number, id, author_id;
	str body, html; /* "" once it is gone */
	int64_t html_version;
	moment made_at, hidden_at, deleted_at;
};
struct comment_list { struct comment *at; size_t count; };

/* ERR_NOT_FOUND "comment.not_found". */
enum err comment_load(struct scope *scope, int64_t comment_id, struct comment *comment_out);
/* Numbers from `first`, at most COMMENTS_A_PAGE. */
enum err comment_list_of(struct scope *scope, int64_t article_id, int64_t first, struct comment_list *list_out);
enum err comment_load_some(struct scope *scope, struct ids ids, struct comment_list *list_out);
enum err comment_insert(struct scope *scope, const struct comment *comment);
/* The words go, the number stays. */
enum err comment_wipe(struct scope *scope, int64_t article_id, int64_t number);
#endif
