/*
 * nearest.c: the cheapest help near a place, and the soonest free hour there: what a choice of ways is made from.
 *
 * Looks at the page that the search would show first; so what is promised here is found there.
 */
#include "features/marketplace/nearest.h"

#include "features/calendar/calendar.h"
#include "features/marketplace/nearby.h"

/* A price by the hour counts as one hour.  What is free is mostly a call: it sets no price where others ask for one. */
static int64_t price_of(const struct service *service)
{
	return service->price_kind == PRICE_FREE ? 0 : service->price_minor;
}

static bool is_cheaper(const struct service *one, const struct service *other)
{
	int64_t price = price_of(one), than = price_of(other);
	return price && (!than || price < than);
}

static enum err find_soonest(struct scope *scope, const struct near_hit_list *hits, moment *at_out)
{
	struct calendar_wish wishes[NEARBY_PAGE];
	struct calendar_next nexts[NEARBY_PAGE];
	static_assert(NEARBY_PAGE <= CALENDAR_WISHES_MAX, "a page is one question");
	for (size_t i = 0; i < hits->count; i++)
		wishes[i] = (struct calendar_wish){ hits->at[i].service.helper_id, (int)hits->at[i].service.minutes, false }; /* at most 480 */
	enum err err = calendar_next_free(scope, wishes, hits->count, scope->now, nexts);
	if (err)
		return err;
	*at_out = 0;
	for (size_t i = 0; i < hits->count; i++) {
		moment at = nexts[i].count ? nexts[i].slots[0].starts_at : 0;
		if (at && (!*at_out || at < *at_out))
			*at_out = at;
	}
	return OK;
}

enum err services_nearest(struct scope *scope, str place, struct nearest *nearest_out)
{
	struct near_found found;
	*nearest_out = (struct nearest){ .currency = S(""), .price_kind = "" };
	enum err err = nearby_find(scope, &(struct near_ask){ .place = place, .category = -1, .purpose = -1 }, &found);
	if (err == ERR_INVALID) { /* a place that is not in the list, or no longer: there is nothing to promise */
		scope_forgive(scope);
		return OK;
	}
	if (err || !found.hits.count)
		return err;
	const struct service *cheapest = &found.hits.at[0].service;
	for (size_t i = 1; i < found.hits.count; i++) {
		if (is_cheaper(&found.hits.at[i].service, cheapest))
			cheapest = &found.hits.at[i].service;
	}
	*nearest_out = (struct nearest){ .count = (int64_t)found.hits.count, .price_minor = price_of(cheapest),
		.currency = cheapest->currency, .price_kind = price_kinds[cheapest->price_kind] };
	return find_soonest(scope, &found.hits, &nearest_out->next_at);
}
