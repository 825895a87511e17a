/*
 * nearby.h: services near a place: who would come here, best first.
 *
 * A service is near when the place lies inside the area that its helper travels in.
 * The order of lists: how helpers were rated (few ratings count less), then who
 * travels less; within equal ratings of a page, the nearer first.  From afar: ratings, then
 * who has offered it for longer.
 */
#ifndef NEARBY_H
#define NEARBY_H
#include "features/marketplace/service.h"

#define NEARBY_PAGE 20
#define NEARBY_RADIUS_MAX 100

struct near_ask {
	str place;           /* "50667", "CH-8001", "Bern" */
	int64_t which;       /* of several places of that name, from 1; 0 = ask back */
	int64_t radius_km;   /* how far away helpers may live; 0 = as far as they travel */
	int32_t day;         /* something free on this day; 0 = any */
	int category;        /* -1 = any */
	int purpose;         /* enum service_purpose; -1 = any */
	int way;             /* enum way; by phone or video no place is asked, and found is who helps from anywhere */
	str language;        /* "" = any */
	int64_t product_id;  /* 0 = any */
	int64_t after_id;    /* the last one of the page before; 0 = from the top */
};

struct near_hit { struct service service; double km; /* below 0: from afar */ };
struct near_hit_list { struct near_hit *at; size_t count; };
struct near_found {
	struct place place;          /* that was meant; empty from afar */
	struct place_list choices;   /* several could be meant: ask back; then there are no hits */
	struct near_hit_list hits;
	int64_t next_id;             /* goes back as after_id; 0 = the end */
};

/* ERR_INVALID about field "place": "place.unknown"; about "day": "nearby.day_past". */
enum err nearby_find(struct scope *scope, const struct near_ask *ask, struct near_found *found_out);
#endif
