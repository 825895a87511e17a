/*
 * area_store.h: where live services reach: covering cells, and finding services at a point.
 *
 * The plan of a search: the point lies in one cell of each level; each cell keeps its
 * services in the order of the answer (rank, then the smaller area: who travels less
 * lives nearer).  So a page costs a page, not all who cover the point.  Distances in SQL
 * are flat and a little generous; nearby.c measures exactly.
 */
#ifndef AREA_STORE_H
#define AREA_STORE_H
#include "features/marketplace/service_store.h"

#define AREA_HITS_MAX 24
#define AREA_AFAR (-2)    /* no cell of the earth has this number: who helps from anywhere lies in it */

struct area_point { double lat, lon; };
struct area_cell {
	int64_t cell, rank, radius_km, service_id, helper_id;
	int category;
	int64_t language_bits, product_id;
	int purpose;
	int64_t ways, audience_id;
	double lat, lon;
};

struct area_query {
	int64_t cell0, cell1, cell2, cell3, cell4, cell5, cell6, cell7, cell8, cell9, cell10, cell11;
	int64_t after_rank, after_radius, after_id; /* the last one seen */
	bool any_category, any_product, any_purpose, any_day;
	int category, purpose;
	int64_t language_bits;    /* any of these; all ones: whatever is spoken */
	int64_t product_id;
	int64_t ways;             /* from afar: any of these */
	int32_t day;
	moment soonest;           /* on that day something must be free at or after it */
	double lat, lon;
	double stretch, unit, reach;
};
struct area_hit { int64_t rank, radius_km, service_id; double lat, lon; };
struct area_hit_list { struct area_hit *at; size_t count; };

/* Puts the service under the cells of its circle, and of afar, instead of those it was under. */
enum err area_put(struct scope *scope, const struct service *service);
/* The same for a service that is new and stands under none; how many cells those are. */
enum err area_put_new(struct scope *scope, const struct service *service, size_t *cells_out);
enum err area_remove(struct scope *scope, int64_t service_id);
enum err area_set_rank(struct scope *scope, int64_t service_id, int64_t rank);
/* Where to look; what to filter by is for the caller to fill in. */
struct area_query area_query_at(struct area_point point, double radius_km);
/* The only position that may leave the house: always the same for the same place. */
struct area_point area_blurred(struct area_point point);
double area_km(struct area_point a, struct area_point b);
struct area_query area_query_afar(int64_t ways);
/* At most AREA_HITS_MAX, in the order of the answer; the query was made by area_query_at, or by area_query_afar. */
enum err area_find(struct scope *scope, const struct area_query *query, struct area_hit_list *list_out);
#endif
