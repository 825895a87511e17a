/*
 * neighbourhood.c: the score, and both lists as one.
 *
 * Distances are those to the blurred points, in whole kilometres: the sum says no more than
 * what stands beside it.
 */
#include "features/marketplace/neighbourhood.h"

#include <math.h>
#include <stdlib.h>

enum { RADIUS_OF_TASKS = 10 };

const char *const neighbour_kinds[NEIGHBOUR_KIND_COUNT + 1] = { "all", "offers", "tasks", NULL };

static int64_t distance_of(double km)
{
	int64_t whole = km > 0 ? (int64_t)ceil(km) : 0; /* at most some hundreds */
	return -SCORE_A_KM * (whole < SCORE_KM_MOST ? whole : SCORE_KM_MOST);
}

struct score score_of_offer(const struct service *service, double km)
{
	struct score score = { .base = -service->rank, .distance = distance_of(km) }; /* rank.h: a twentieth of a star a step */
	score.sum = score.base + score.distance;
	return score;
}

struct score score_of_task(const struct scope *scope, const struct task *task, double km)
{
	int32_t today = day_at(scope->zone, scope->now);
	bool is_soon = task->day && task->day <= today + SCORE_SOON_DAYS;
	struct score score = { .base = SCORE_TASK, .distance = distance_of(km), .soon = is_soon ? SCORE_SOON : 0,
		.first = task->offer_count ? 0 : SCORE_FIRST };
	score.sum = score.base + score.distance + score.soon + score.first;
	return score;
}

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
	const struct task_near_ask wanted = { .place = S(""), .at = place, .category = ask->near.category, .page = ask->page,
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
	struct neighbour *at = arena_take(scope->arena, (near->hits.count + tasks->hits.count + 1) * sizeof(*at));
	size_t count = 0;
	for (size_t i = 0; i < near->hits.count; i++) {
		const struct near_hit *hit = &near->hits.at[i];
		at[count++] = (struct neighbour){ &hit->service, NULL, hit->km, score_of_offer(&hit->service, hit->km) };
	}
	for (size_t i = 0; i < tasks->hits.count; i++) {
		const struct task_hit *hit = &tasks->hits.at[i];
		at[count++] = (struct neighbour){ NULL, &hit->task, hit->km, score_of_task(scope, &hit->task, hit->km) };
	}
	qsort(at, count, sizeof(*at), by_score);
	found.list = (struct neighbour_list){ at, count };
	found.next_offer_id = near->next_id;
	found.has_more_tasks = tasks->has_more;
	*found_out = found;
	return OK;
}
