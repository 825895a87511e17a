/* article_answer_store.h: what readers answered to "did this help?". */
#ifndef ARTICLE_ANSWER_STORE_H
#define ARTICLE_ANSWER_STORE_H
#include "core/core.h"

struct article_answer { int64_t article_id; str voter; int64_t member_id; bool helped; moment at; };

/* ERR_NOT_FOUND, unrefused, when this voter has not answered. */
enum err article_answer_load(struct scope *scope, int64_t article_id, str voter, struct article_answer *answer_out);
enum err article_answer_put(struct scope *scope, const struct article_answer *answer);
enum err article_answer_count(struct scope *scope, int64_t article_id, int64_t helped, int64_t missed);
/* Forgets answers that are older: a piece (core/backlog.h). */
enum err article_answer_forget(struct scope *scope, moment before, int64_t *count_out);
#endif
