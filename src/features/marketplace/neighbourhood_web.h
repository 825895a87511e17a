/* neighbourhood_web.h: offers and tasks of a neighbourhood on one page, for marketplace_slice.c. */
#ifndef NEIGHBOURHOOD_WEB_H
#define NEIGHBOURHOOD_WEB_H
#include "features/marketplace/neighbourhood.h"
#include "features/marketplace/service_web.h"
#include "features/marketplace/task_web.h"

extern const struct route neighbourhood_routes[];

/* One of both, as it is drawn. */
struct neighbour_row { const struct service_row *service; const struct task_row *task; };
struct neighbour_row_list { struct neighbour_row *at; size_t count; };

struct neighbourhood_page {
	str place, place_name;
	struct choices radii, categories, kinds;
	struct place_choice_list choices;
	struct neighbour_row_list rows;
	bool has_searched, is_map, is_wrong, hides_tasks; /* hides_tasks: from a stranger */
	str list_url, map_url, next_url, first_url;
	struct map map;
};
#endif
