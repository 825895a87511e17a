/*
 * task_near.c: who in my neighbourhood needs help?  Open tasks around a place.
 *
 * The cells that cover the circle give candidates, here they are measured.  Measured is
 * to the blurred point, so that nobody finds a door by asking from many places.
 */
#include "features/marketplace/helper.h"
#include "features/marketplace/service_store.h"
#include "features/marketplace/task.h"
#include "features/product/product.h"

#include <stdlib.h>

static enum err own_place(struct scope *scope, struct place *place_out)
{
	struct helper_list helpers;
	enum err err = helper_load_some(scope, (struct ids){ &scope->member_id, 1 }, &helpers);
	if (err)
		return err;
	*place_out = (struct place){ .country = S(""), .code = S(""), .town = S(""), .name = S(""), .region = S("") };
	if (!helpers.count)
		return OK;
	const struct helper *helper = &helpers.at[0];
	place_out->country = helper->country;
	place_out->code = helper->code;
	place_out->town = place_out->name = helper->town;
	place_out->lat = helper->lat;
	place_out->lon = helper->lon;
	return OK;
}

static enum err find_place(struct scope *scope, str typed, struct task_found *found)
{
	if (str_empty(typed))
		return own_place(scope, &found->place);
	enum err err = place_find(scope, typed, S(""), &found->choices);
	if (err == ERR_NOT_FOUND)
		return refuse_field(scope, "place", "place.unknown");
	if (err || found->choices.count > 1)
		return err;
	found->place = found->choices.at[0];
	found->choices.count = 0;
	return OK;
}

static int by_distance(const void *a, const void *b)
{
	const struct task_hit *x = a, *y = b;
	if (x->km < y->km || x->km > y->km)
		return x->km < y->km ? -1 : 1;
	return (x->task.id < y->task.id) - (x->task.id > y->task.id);
}

static int by_time(const void *a, const void *b)
{
	const struct task_hit *x = a, *y = b;
	return (x->task.id < y->task.id) - (x->task.id > y->task.id);
}

static int by_score(const void *a, const void *b)
{
	const struct task_hit *x = a, *y = b;
	if (x->score.sum != y->score.sum)
		return x->score.sum > y->score.sum ? -1 : 1;
	return by_distance(a, b);
}

static enum err put_in_order(struct scope *scope, enum task_order order, struct task_hit_list *hits)
{
	static int (*const orders[TASK_ORDER_COUNT])(const void *, const void *) = {
		[TASKS_FITTING] = by_score, [TASKS_NEAREST] = by_distance, [TASKS_NEWEST] = by_time };
	struct ids products;
	enum err err = score_products(scope, &products);
	for (size_t i = 0; !err && i < hits->count; i++) {
		struct task_hit *hit = &hits->at[i];
		hit->score = score_of_task(scope, &hit->task, hit->km, known_has(products, hit->task.product_id));
	}
	if (!err && hits->count)
		qsort(hits->at, hits->count, sizeof(*hits->at), orders[order]);
	return err;
}

/* Open still, and somebody else's. */
static bool is_for(const struct scope *scope, const struct task *task)
{
	return task->expires_at > scope->now && task->author_id != scope->member_id;
}

static enum err load_hits(struct scope *scope, const struct task_spot_list *spots, double radius_km,
                          struct task_found *found)
{
	struct task_list tasks;
	int64_t *ids = arena_take(scope->arena, spots->count * sizeof(*ids));
	for (size_t i = 0; i < spots->count; i++)
		ids[i] = spots->at[i].task_id;
	enum err err = task_load_some(scope, (struct ids){ ids, spots->count }, &tasks);
	if (err)
		return err;
	struct task_hit *at = arena_take(scope->arena, tasks.count * sizeof(*at));
	const struct task_spot here = { 0, found->place.lat, found->place.lon };
	size_t count = 0;
	for (size_t i = 0; i < tasks.count; i++) {
		const struct task *task = &tasks.at[i];
		double km = task_km(&here, &(struct task_spot){ 0, task->public_lat, task->public_lon });
		if (km <= radius_km && is_for(scope, task))
			at[count++] = (struct task_hit){ *task, km, { 0 } };
	}
	found->hits = (struct task_hit_list){ at, count };
	return OK;
}

/* From afar: the newest first, whatever the distance. */
static enum err find_afar(struct scope *scope, const struct task_near_ask *ask, struct task_found *found)
{
	struct task_spot_list spots;
	struct task_list tasks;
	enum err err = task_spots_afar(scope, ask->category, &spots);
	if (err)
		return err;
	int64_t *ids = arena_take(scope->arena, spots.count * sizeof(*ids));
	for (size_t i = 0; i < spots.count; i++)
		ids[i] = spots.at[i].task_id;
	if ((err = task_load_some(scope, (struct ids){ ids, spots.count }, &tasks)))
		return err;
	struct task_hit *at = arena_take(scope->arena, (tasks.count + 1) * sizeof(*at));
	size_t count = 0;
	for (size_t i = 0; i < tasks.count; i++) {
		if (tasks.at[i].way == ask->way && is_for(scope, &tasks.at[i]))
			at[count++] = (struct task_hit){ tasks.at[i], -1, { 0 } };
	}
	found->hits = (struct task_hit_list){ at, count };
	return put_in_order(scope, ask->order == TASKS_FITTING ? TASKS_FITTING : TASKS_NEWEST, &found->hits);
}

static void cut_page(struct task_found *found, int64_t page)
{
	size_t skip = page > 1 ? (size_t)(page - 1) * TASKS_A_PAGE : 0;
	if (skip > found->hits.count)
		skip = found->hits.count;
	found->hits.at += skip;
	found->hits.count -= skip;
	found->has_more = found->hits.count > TASKS_A_PAGE;
	if (found->has_more)
		found->hits.count = TASKS_A_PAGE;
}

static enum err find_near(struct scope *scope, const struct task_near_ask *ask, struct task_found *found)
{
	struct task_spot_list spots;
	double radius_km = (double)(ask->radius_km < 1 ? 10 : ask->radius_km > TASK_RADIUS_MAX ? TASK_RADIUS_MAX : ask->radius_km);
	enum err err = OK;
	if (ask->at)
		found->place = *ask->at;
	else
		err = find_place(scope, ask->place, found);
	if (err || found->choices.count || str_empty(found->place.town))
		return err;
	const struct task_spot centre = { 0, found->place.lat, found->place.lon };
	/* A blurred point lies up to a kilometre beside the place it stands for. */
	if ((err = task_spots_find(scope, &centre, radius_km + 1, ask->category, &spots)))
		return err;
	if ((err = load_hits(scope, &spots, radius_km, found)))
		return err;
	return put_in_order(scope, ask->order, &found->hits);
}

enum err task_near(struct scope *scope, const struct task_near_ask *ask, struct task_found *found_out)
{
	struct task_found found = { .place = { .country = S(""), .code = S(""), .town = S(""), .name = S("") } };
	enum err err = ask->way != WAY_HOME ? find_afar(scope, ask, &found) : find_near(scope, ask, &found);
	if (err)
		return err;
	cut_page(&found, ask->page);
	for (size_t i = 0; i < found.hits.count; i++)
		task_hide_contact(scope, &found.hits.at[i].task);
	*found_out = found;
	return OK;
}
