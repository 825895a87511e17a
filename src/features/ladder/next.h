/*
 * next.h: what one can do next with a question: at most three ways, each with its reason in figures.
 *
 * The lowest rung that was not tried comes first.  A way that the brand does not offer, or
 * of which nothing is known, is not shown; figures are those that were really counted.
 */
#ifndef NEXT_H
#define NEXT_H
#include "features/ladder/climb.h"
#include "features/ladder/field_store.h"
#include "features/marketplace/marketplace.h"

#define NEXT_MAX 3

enum next_kind { NEXT_COMMUNITY, NEXT_AGENT, NEXT_NEIGHBOUR, NEXT_TECHNICIAN, NEXT_KIND_COUNT };

struct next_way {
	enum next_kind kind;
	str url;
	struct field_figures figures;  /* community */
	int64_t agent_hours;           /* agent */
	struct nearest nearest;        /* neighbour; count 0 = the place is not known */
	struct technician *technician;
};
struct next_list { struct next_way at[NEXT_MAX]; size_t count; };

/* The brand's own: price in minor units of the brand's currency. */
struct technician { bool is_offered; int64_t price_minor; str text, url, phone; };
enum err technician_offer(struct scope *scope, struct technician *technician_out);

/* For whoever looks at the thread; its owner gets the ways that only she can go. */
enum err next_of_thread(struct scope *scope, int64_t thread_id, struct next_list *list_out);
enum err next_of_stand(struct scope *scope, const struct stand *stand, struct next_list *list_out);
/* Near where the scope's member lives. */
enum err next_nearest(struct scope *scope, struct nearest *nearest_out);
#endif
