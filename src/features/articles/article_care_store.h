/* article_care_store.h: articles and comments as moderators need them: whatever their audience, hidden or not. */
#ifndef ARTICLE_CARE_STORE_H
#define ARTICLE_CARE_STORE_H
#include "features/articles/article_store.h"
#include "features/articles/comment_store.h"

/* ERR_NOT_FOUND, unrefused. */
enum err care_article_load(struct scope *scope, int64_t article_id, struct article *article_out);
enum err care_article_set_hidden(struct scope *scope, int64_t article_id, moment hidden_at); /* 0: shown again */
enum err care_comment_load(struct scope *scope, int64_t comment_id, struct comment *comment_out);
enum err care_comment_set_hidden(struct scope *scope, int64_t comment_id, moment hidden_at);
#endif
