/* comment.h: talk under an article: by members, and by guests once their mail is confirmed. */
#ifndef COMMENT_H
#define COMMENT_H
#include "features/articles/article.h"
#include "features/articles/comment_store.h"

#define COMMENT_BODY_MAX 5000

/* html is made from the body by the page's floor. */
struct comment_text { str body, html; int64_t html_version; };
/* "article.not_found"; whatever the gate says; field "body": "comment.body_wrong". */
enum err comment_make(struct scope *scope, int64_t article_id, const struct comment_text *text, struct comment *comment_out);
/* By its author or a moderator.  "comment.not_found", "comment.not_yours". */
enum err comment_delete(struct scope *scope, int64_t comment_id, struct comment *comment_out);
bool comment_may_delete(const struct scope *scope, const struct comment *comment);
#endif
