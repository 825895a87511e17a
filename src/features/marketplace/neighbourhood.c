/* neighbourhood.c: both lists as one by their score, and who could come to a task. */
#include "features/marketplace/neighbourhood.h"

#include "features/product/product.h"

#include <stdlib.h>

enum { RADIUS_OF_TASKS = 10 };

const char *const neighbour_kinds[NEIGHBOUR_KIND_COUNT + 1] = { "all", "offers", "tasks", NULL };

static int64_t id_of(const struct neighbour *neighbour)
{
	return neighbour->offer ? neighbour->offer->id : neighbour->task->id;
}

static int by_score(const void *a, const void *b)
{
	const struct neighbour *x = a, *y = b;
	if (x->score.sum != y->score.sum)
		return x->score.sum > y->score.sum ? -1 : 1;
	if (x->km < y->km || x->km > y->km)
		return x->km < y->km ? -1 : 1;
	return (id_of(x) > id_of(y)) - (id_of(x) < id_of(y));
}

static enum err find_tasks(struct scope *scope, const struct neighbour_ask *ask, const struct place *place,
                           struct task_found *found)
{
	const struct task_near_ask wanted = { .place = S(""), .at = place, .category = ask->near.category, .page = ask->page, .order = TASKS_NEAREST,
		.radius_km = ask->near.radius_km ? ask->near.radius_km : RADIUS_OF_TASKS };
	bool is_asked = scope->member_id && ask->kind != NEIGHBOUR_OFFERS;
	return is_asked ? task_near(scope, &wanted, found) : OK;
}

/* Once the offers are at their end, further pages are the tasks' alone, and the other way round. */
enum err neighbours_find(struct scope *scope, const struct neighbour_ask *ask, struct neighbours_found *found_out)
{
	struct near_found *near = arena_take(scope->arena, sizeof(*near));
	struct task_found *tasks = arena_take(scope->arena, sizeof(*tasks));
	enum err err = nearby_find(scope, &ask->near, near);
	if (err)
		return err;
	struct neighbours_found found = { .place = near->place, .choices = near->choices };
	bool is_beyond = ask->page > 1 && !ask->near.after_id; /* of the offers */
	if (ask->kind == NEIGHBOUR_TASKS || is_beyond)
		near->hits.count = near->next_id = 0;
	if (!found.choices.count && ask->page >= 1 && (err = find_tasks(scope, ask, &found.place, tasks)))
		return err;
	struct ids products;
	if ((err = score_products(scope, &products)))
		return err;
	struct neighbour *at = arena_take(scope->arena, (near->hits.count + tasks->hits.count + 1) * sizeof(*at));
	size_t count = 0;
	for (size_t i = 0; i < near->hits.count; i++) {
		const struct near_hit *hit = &near->hits.at[i];
		at[count++] = (struct neighbour){ &hit->service, NULL, hit->km, score_of_offer(&hit->service, hit->km, false) };
	}
	for (size_t i = 0; i < tasks->hits.count; i++) {
		const struct task_hit *hit = &tasks->hits.at[i];
		at[count++] = (struct neighbour){ NULL, &hit->task, hit->km, score_of_task(scope, &hit->task, hit->km,
			known_has(products, hit->task.product_id)) };
	}
	qsort(at, count, sizeof(*at), by_score);
	found.list = (struct neighbour_list){ at, count };
	found.next_offer_id = near->next_id;
	found.has_more_tasks = tasks->has_more;
	*found_out = found;
	return OK;
}

/* ── who could come ── */

static bool is_among(const struct neighbour *at, size_t count, int64_t service_id)
{
	for (size_t i = 0; i < count; i++) {
		if (at[i].offer->id == service_id)
			return true;
	}
	return false;
}

static enum err gather(struct scope *scope, const struct task *task, const struct near_ask *ask, struct neighbour_list *list)
{
	struct near_found *near = arena_take(scope->arena, sizeof(*near)); /* its hits are pointed at */
	enum err err = nearby_find(scope, ask, near);
	if (err == ERR_INVALID) { /* a place that is no longer in the list */
		scope_forgive(scope);
		return OK;
	}
	for (size_t i = 0; !err && i < near->hits.count; i++) {
		const struct near_hit *hit = &near->hits.at[i];
		if (hit->service.helper_id != task->author_id && !is_among(list->at, list->count, hit->service.id))
			list->at[list->count++] = (struct neighbour){ .offer = &hit->service, .km = hit->km };
	}
	return err;
}

static enum err weigh(struct scope *scope, const struct task *task, struct neighbour_list *list)
{
	struct ids knowing = { NULL, 0 };
	int64_t *ids = arena_take(scope->arena, (list->count + 1) * sizeof(*ids));
	for (size_t i = 0; i < list->count; i++)
		ids[i] = list->at[i].offer->helper_id;
	enum err err = task->product_id ? known_among(scope, task->product_id, (struct ids){ ids, list->count }, &knowing) : OK;
	for (size_t i = 0; !err && i < list->count; i++) {
		struct neighbour *one = &list->at[i];
		bool knows = task->product_id && (one->offer->product_id == task->product_id || known_has(knowing, ids[i]));
		one->score = score_of_offer(one->offer, one->km, knows);
	}
	return err;
}

enum err neighbours_of_task(struct scope *scope, const struct task *task, struct neighbour_list *list_out)
{
	struct near_ask ask = { .category = task->category, .purpose = -1, .way = task->way, .language = S(""),
		.place = str_format(scope->arena, "%.*s-%.*s", STR_ARG(task->country), STR_ARG(task->code)) };
	struct neighbour_list list = { arena_take(scope->arena, 2 * NEARBY_PAGE * sizeof(*list.at)), 0 };
	enum err err = gather(scope, task, &ask, &list);
	ask.product_id = task->product_id;
	ask.category = -1;
	if (!err && task->product_id)
		err = gather(scope, task, &ask, &list);
	if (err || (err = weigh(scope, task, &list)))
		return err;
	if (list.count)
		qsort(list.at, list.count, sizeof(*list.at), by_score);
	if (list.count > TASK_HELPERS_MAX)
		list.count = TASK_HELPERS_MAX;
	*list_out = list;
	return OK;
}
