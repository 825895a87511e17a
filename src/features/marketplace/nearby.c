/*
 * nearby.c: place -> point -> cells -> services, one page.
 *
 * The database gives a page in its order, measured a little generously; here it is
 * measured exactly.  A day filter is exact to the half hour: the page shows what is
 * really free for the service's length.
 */
#include "features/marketplace/nearby.h"

#include "features/marketplace/area_store.h"

#include <stdlib.h>

enum { NOTICE_MINUTES = 120, RADIUS_ANY = 300 };

static_assert(AREA_HITS_MAX > NEARBY_PAGE, "one more than a page says whether there is another");

/* The last one of the page before tells where to go on, also when it is gone by now. */
static enum err go_on_after(struct scope *scope, int64_t after_id, struct area_query *query)
{
	struct service_list list;
	if (!after_id)
		return OK;
	enum err err = service_load_some(scope, (struct ids){ &after_id, 1 }, &list);
	if (err)
		return err;
	if (!list.count)
		return refuse(scope, ERR_NOT_FOUND, "service.not_found");
	query->after_rank = list.at[0].rank;
	query->after_radius = query->cell0 == AREA_AFAR ? 0 : list.at[0].radius_km;
	query->after_id = after_id;
	return OK;
}

static moment moment_of_day(const struct scope *scope, int32_t day)
{
	return moment_at(scope->zone, day_wall(day));
}

static enum err fill_query(struct scope *scope, const struct near_ask *ask, struct area_query *query)
{
	if (ask->category >= 0) {
		query->any_category = false;
		query->category = ask->category;
	}
	if (ask->purpose >= 0) {
		query->any_purpose = false;
		query->purpose = ask->purpose;
	}
	if (!str_empty(ask->language))
		query->language_bits = language_bits_of(ask->language);
	if (ask->product_id) {
		query->any_product = false;
		query->product_id = ask->product_id;
	}
	if (ask->day) {
		if (ask->day < day_at(scope->zone, scope->now))
			return refuse_field(scope, "day", "nearby.day_past");
		query->any_day = false;
		query->day = ask->day;
		query->soonest = scope->now + MINUTES(NOTICE_MINUTES);
		if (query->soonest < moment_of_day(scope, ask->day))
			query->soonest = moment_of_day(scope, ask->day);
	}
	return go_on_after(scope, ask->after_id, query);
}

static const struct service *service_in(const struct service_list *list, int64_t id)
{
	for (size_t i = 0; i < list->count; i++) {
		if (list->at[i].id == id)
			return &list->at[i];
	}
	return NULL;
}

static int by_rank_then_km(const void *a, const void *b)
{
	const struct near_hit *x = a, *y = b;
	if (x->service.rank != y->service.rank)
		return x->service.rank < y->service.rank ? -1 : 1;
	if (x->km < y->km || x->km > y->km)
		return x->km < y->km ? -1 : 1;
	return (x->service.id > y->service.id) - (x->service.id < y->service.id);
}

static enum err load_hits(struct scope *scope, const struct area_hit_list *hits, struct service_list *list_out)
{
	int64_t *ids = arena_take(scope->arena, hits->count * sizeof(*ids));
	for (size_t i = 0; i < hits->count; i++)
		ids[i] = hits->at[i].service_id;
	return service_load_some(scope, (struct ids){ ids, hits->count }, list_out);
}

static void cut_page(struct area_hit_list *hits, struct near_found *found)
{
	found->next_id = hits->count > NEARBY_PAGE ? hits->at[NEARBY_PAGE - 1].service_id : 0;
	if (hits->count > NEARBY_PAGE)
		hits->count = NEARBY_PAGE;
}

/* Drops what the generous measure let in; the last one of the page in the database's order leads on. */
static enum err keep_exact(struct scope *scope, const struct near_ask *ask, struct area_hit_list hits,
                           struct near_found *found)
{
	struct service_list services;
	struct near_hit *at = arena_take(scope->arena, NEARBY_PAGE * sizeof(*at));
	size_t kept = 0;
	cut_page(&hits, found);
	enum err err = load_hits(scope, &hits, &services);
	if (err)
		return err;
	struct area_point here = { found->place.lat, found->place.lon };
	for (size_t i = 0; i < hits.count; i++) {
		const struct service *service = service_in(&services, hits.at[i].service_id);
		double km = area_km(here, (struct area_point){ hits.at[i].lat, hits.at[i].lon });
		bool is_near = km <= (double)hits.at[i].radius_km && (!ask->radius_km || km <= (double)ask->radius_km);
		if (service && is_near)
			at[kept++] = (struct near_hit){ *service, km };
	}
	qsort(at, kept, sizeof(*at), by_rank_then_km);
	found->hits = (struct near_hit_list){ at, kept };
	return OK;
}

static enum err find_place(struct scope *scope, const struct near_ask *ask, struct near_found *found)
{
	struct place_list list;
	enum err err = place_find(scope, ask->place, S(""), &list);
	if (err == ERR_NOT_FOUND) {
		scope->refusal.field = "place"; /* the reason was said already */
		return ERR_INVALID;
	}
	if (err)
		return err;
	bool is_chosen = ask->which > 0 && (size_t)ask->which <= list.count; /* not negative */
	if (list.count == 1 || is_chosen)
		found->place = list.at[is_chosen ? ask->which - 1 : 0];
	else
		found->choices = list;
	return OK;
}

static enum err find_afar(struct scope *scope, const struct near_ask *ask, struct near_found *found)
{
	struct area_hit_list hits;
	struct service_list services;
	struct area_query query = area_query_afar(WAY_BIT(ask->way));
	struct near_hit *at = arena_take(scope->arena, NEARBY_PAGE * sizeof(*at));
	enum err err = fill_query(scope, ask, &query);
	if (err || (err = area_find(scope, &query, &hits)))
		return err;
	cut_page(&hits, found);
	if ((err = load_hits(scope, &hits, &services)))
		return err;
	found->hits = (struct near_hit_list){ at, 0 };
	for (size_t i = 0; i < hits.count; i++) {
		const struct service *service = service_in(&services, hits.at[i].service_id);
		if (service)
			at[found->hits.count++] = (struct near_hit){ *service, -1 };
	}
	return OK;
}

enum err nearby_find(struct scope *scope, const struct near_ask *ask, struct near_found *found_out)
{
	struct near_found found = { .place = { .country = S(""), .code = S(""), .town = S(""), .name = S(""), .region = S("") } };
	struct area_hit_list hits;
	if (ask->way != WAY_HOME) {
		enum err err = find_afar(scope, ask, &found);
		*found_out = found;
		return err;
	}
	enum err err = find_place(scope, ask, &found);
	if (err)
		return err;
	if (found.choices.count) {
		*found_out = found;
		return OK;
	}
	double radius = ask->radius_km ? (double)ask->radius_km : RADIUS_ANY; /* at most 100 */
	struct area_query query = area_query_at((struct area_point){ found.place.lat, found.place.lon }, radius);
	if ((err = fill_query(scope, ask, &query)) || (err = area_find(scope, &query, &hits)))
		return err;
	if ((err = keep_exact(scope, ask, hits, &found)))
		return err;
	*found_out = found;
	return OK;
}
