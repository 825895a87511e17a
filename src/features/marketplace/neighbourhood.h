/*
 * neighbourhood.h: who offers help near a place, and who looks for it: one list, in the order of an explained score.
 *
 * The score is a sum that a page shows in words (docs/rules/neighbourhood.md).  A page holds
 * the next offers, best rated first, and the next tasks, nearest first, together by score.
 */
#ifndef NEIGHBOURHOOD_H
#define NEIGHBOURHOOD_H
#include "features/marketplace/nearby.h"
#include "features/marketplace/task.h"

enum { SCORE_A_STAR = 20, SCORE_TASK = 80, SCORE_A_KM = 2, SCORE_KM_MOST = 20, SCORE_SOON = 15, SCORE_SOON_DAYS = 3, SCORE_FIRST = 5 };

enum neighbour_kind { NEIGHBOUR_ALL, NEIGHBOUR_OFFERS, NEIGHBOUR_TASKS, NEIGHBOUR_KIND_COUNT };
extern const char *const neighbour_kinds[NEIGHBOUR_KIND_COUNT + 1]; /* "all" "offers" "tasks" */

/* What it is made of; base: of the rating, or what every task has. */
struct score { int64_t base, distance, soon, first, sum; };
struct score score_of_offer(const struct service *service, double km);
struct score score_of_task(const struct scope *scope, const struct task *task, double km);

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
/* Tasks for members only.  ERR_INVALID as nearby_find. */
enum err neighbours_find(struct scope *scope, const struct neighbour_ask *ask, struct neighbours_found *found_out);
#endif
