/*
 * nearest.c: the cheapest help near a place, and the soonest free hour there: what a choice of ways is made from.
 *
 * Looks at the page that the search would show first; so what is promised here is found there.
 */
#include "features/marketplace/nearest.h"

#include "core/memo.h"
#include "features/calendar/calendar.h"
#include "features/marketplace/marketplace_news.h"
#include "features/marketplace/nearby.h"
#include "features/member/member_news.h"

/* For all who belong to no audience of their own: as the list of services, it lives a minute, and until one of those
   services, their helpers' hours or the list of all changes. */
static const size_t nearest_texts[] = { offsetof(struct nearest, currency) };
static const struct memo_kind nearest_memo = { sizeof(struct nearest), nearest_texts, COUNT(nearest_texts), MINUTES(1), false };
static_assert(NEARBY_PAGE < MEMO_SHOWS_MAX, "a page of helpers, and the list");

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

static void keep(struct scope *scope, str place, const struct near_found *found, const struct nearest *nearest)
{
	struct subject shows[MEMO_SHOWS_MAX] = { subject_of(&service_subject, 0) }; /* every list of services */
	size_t count = 1;
	for (size_t i = 0; i < found->hits.count; i++)
		shows[count++] = subject_of(&member_subject, found->hits.at[i].service.helper_id);
	memo_keep(scope, &nearest_memo, place, &(struct memo_value){ nearest, 1, scope->brand_id, shows, count });
}

static enum err find_nearest(struct scope *scope, str place, struct near_found *found, struct nearest *nearest)
{
	enum err err = nearby_find(scope, &(struct near_ask){ .place = place, .category = -1, .purpose = -1 }, found);
	if (err == ERR_INVALID) { /* a place that is not in the list, or no longer: there is nothing to promise */
		scope_forgive(scope);
		return OK;
	}
	if (err || !found->hits.count)
		return err;
	const struct service *cheapest = &found->hits.at[0].service;
	for (size_t i = 1; i < found->hits.count; i++) {
		if (is_cheaper(&found->hits.at[i].service, cheapest))
			cheapest = &found->hits.at[i].service;
	}
	nearest->count = (int64_t)found->hits.count;
	nearest->price_minor = price_of(cheapest);
	nearest->currency = cheapest->currency;
	nearest->price_kind = price_kinds[cheapest->price_kind];
	return find_soonest(scope, &found->hits, &nearest->next_at);
}

enum err services_nearest(struct scope *scope, str place, struct nearest *nearest_out)
{
	struct near_found found = { 0 };
	struct nearest nearest = { .currency = S(""), .price_kind = "" };
	struct memo_rows rows;
	bool is_plain;
	enum err err = audience_is_plain(scope, &is_plain);
	if (err)
		return err;
	if (is_plain && memo_find(scope, &nearest_memo, place, &rows)) {
		*nearest_out = *(struct nearest *)rows.at;
		return OK;
	}
	if ((err = find_nearest(scope, place, &found, &nearest)))
		return err;
	if (is_plain)
		keep(scope, place, &found, &nearest);
	*nearest_out = nearest;
	return OK;
}
