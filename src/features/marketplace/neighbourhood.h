/*
 * neighbourhood.h: who offers help near a place, and who looks for it: one list, in the order of an explained score.
 *
 * The score is a sum that a page shows in words (docs/rules/neighbourhood.md).  A page holds
 * the next offers, best rated first, and the next tasks, nearest first, together by score.
 */
#ifndef NEIGHBOURHOOD_H
#define NEIGHBOURHOOD_H
#include "features/marketplace/nearby.h"
#include "features/marketplace/score.h"
#include "features/marketplace/task.h"

enum neighbour_kind { NEIGHBOUR_ALL, NEIGHBOUR_OFFERS, NEIGHBOUR_TASKS, NEIGHBOUR_KIND_COUNT };
extern const char *const neighbour_kinds[NEIGHBOUR_KIND_COUNT + 1]; /* "all" "offers" "tasks" */

struct neighbour_ask { struct near_ask near; int kind; int64_t page; /* of the tasks, from 1 */ };
/* One of both. */
struct neighbour { const struct service *offer; const struct task *task; double km; struct score score; };
struct neighbour_list { struct neighbour *at; size_t count; };
struct neighbours_found {
	struct place place;
	struct place_list choices;  /* several could be meant: ask back */
	struct neighbour_list list;
	int64_t next_offer_id;      /* 0 = the end */
	bool has_more_tasks;
};
#define TASK_HELPERS_MAX 5
/* Who could come to that task, best first: of those nearby who are rated best, and of those who offer help with its product;
   who offers it, or says to know it, stands higher.  Not its author's own. */
enum err neighbours_of_task(struct scope *scope, const struct task *task, struct neighbour_list *list_out);
/* Tasks for members only.  ERR_INVALID as nearby_find. */
enum err neighbours_find(struct scope *scope, const struct neighbour_ask *ask, struct neighbours_found *found_out);
#endif
