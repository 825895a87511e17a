/* outcome_store.h: what became of each question: when it was answered, when and by whom it was solved. */
#ifndef OUTCOME_STORE_H
#define OUTCOME_STORE_H
#include "core/core.h"

#define OUTCOMES_A_PAGE 64

struct thread_outcome {
	int64_t id, board_id, product_id, audience_id, author_id;
	moment created_at;
	moment answered_at;      /* the first post of somebody else among its first fifty; 0 = none */
	int64_t answerer_id;
	moment solved_at;        /* when the first post that is marked as solution was written; 0 = none is */
	int64_t solver_id;
};
struct thread_outcome_list { struct thread_outcome *at; size_t count; };

/* A post that ended something: the first answer, or a solution. */
struct outcome_post { int64_t thread_id, author_id; moment at; };
struct outcome_post_list { struct outcome_post *at; size_t count; };

/* Threads made at or after `since`, whoever may see them, behind that id: a page. */
enum err outcome_load(struct scope *scope, moment since, int64_t after_id, struct thread_outcome_list *list_out);
#endif
