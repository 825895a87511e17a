/* articles.h: what the slices above may know: cards of articles, and their words for the index. */
#ifndef ARTICLES_H
#define ARTICLES_H
#include "features/articles/article.h"
#include "features/articles/comment_store.h"

/* What full-text search keeps, whoever may see it; is_out false = take it out. */
struct article_words { bool is_out; struct article article; };
enum err articles_words(struct scope *scope, int64_t article_id, struct article_words *words_out);
/* Published ones, at most 100 behind that one in order of id: for making the index anew, and for lists of all addresses. */
enum err articles_after(struct scope *scope, int64_t after_id, struct article_list *list_out);
/* In the order of `ids`, without their text; what may not be seen is left out. */
enum err articles_cards(struct scope *scope, struct ids ids, struct article_list *list_out);
/* A comment that the scope's member may read; ERR_NOT_FOUND "comment.not_found" otherwise. */
enum err articles_comment(struct scope *scope, int64_t comment_id, struct comment *comment_out);
/* Where it stands: "/articles/7". */
str articles_url(struct scope *scope, int64_t article_id);
#endif
