/*
 * score.h: where an offer or a task stands among its neighbours, as a sum that a page shows in words
 * (docs/rules/neighbourhood.md).
 *
 * A task of a product stands higher for who knows it, and who says to know it stands higher at that task.
 */
#ifndef SCORE_H
#define SCORE_H
#include "features/marketplace/service_store.h"
#include "features/marketplace/task_store.h"

enum { SCORE_A_STAR = 20, SCORE_TASK = 80, SCORE_A_KM = 2, SCORE_KM_MOST = 20, SCORE_SOON = 15, SCORE_SOON_DAYS = 3, SCORE_FIRST = 5,
	SCORE_PRODUCT = 10 };

/* What it is made of; base: of the rating, or what every task has; product: it is the one that one knows. */
struct score { int64_t base, distance, soon, first, product, sum; };
struct score score_of_offer(const struct service *service, double km, bool knows_product);
struct score score_of_task(const struct scope *scope, const struct task *task, double km, bool knows_product);

/* The products that the scope's member has, says to know, or offers help with: for her own lists only. */
enum err score_products(struct scope *scope, struct ids *product_ids_out);
#endif
