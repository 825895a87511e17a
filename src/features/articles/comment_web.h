/* comment_web.h: the pages of comments, for articles_slice.c. */
#ifndef COMMENT_WEB_H
#define COMMENT_WEB_H
#include "features/articles/article_web.h"

extern const struct route comment_routes[];
/* When a guest's mail is confirmed. */
enum err comment_post_draft(struct scope *scope, const struct news *news);
#endif
