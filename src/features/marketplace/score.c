/*
 * score.c: the sums.
 *
 * Distances are those to the blurred points, in whole kilometres: the sum says no more than
 * what stands beside it.
 */
#include "features/marketplace/score.h"

#include "features/product/product.h"

#include <math.h>

static int64_t distance_of(double km)
{
	int64_t whole = km > 0 ? (int64_t)ceil(km) : 0; /* at most some hundreds */
	return -SCORE_A_KM * (whole < SCORE_KM_MOST ? whole : SCORE_KM_MOST);
}

struct score score_of_offer(const struct service *service, double km, bool knows_product)
{
	struct score score = { .base = -service->rank, .distance = distance_of(km), /* rank.h: a twentieth of a star a step */
		.product = knows_product ? SCORE_PRODUCT : 0 };
	score.sum = score.base + score.distance + score.product;
	return score;
}

struct score score_of_task(const struct scope *scope, const struct task *task, double km, bool knows_product)
{
	int32_t today = day_at(scope->zone, scope->now);
	bool is_soon = task->day && task->day <= today + SCORE_SOON_DAYS;
	struct score score = { .base = SCORE_TASK, .distance = distance_of(km), .soon = is_soon ? SCORE_SOON : 0,
		.first = task->offer_count ? 0 : SCORE_FIRST, .product = knows_product ? SCORE_PRODUCT : 0 };
	score.sum = score.base + score.distance + score.soon + score.first + score.product;
	return score;
}

/* Her own devices are read as her own: what another one's list tells is only what is said. */
enum err score_products(struct scope *scope, struct ids *product_ids_out)
{
	struct device_list devices;
	struct service_list services;
	struct ids known;
	*product_ids_out = (struct ids){ NULL, 0 };
	if (!scope->member_id)
		return OK;
	enum err err = device_list_mine(scope, &devices);
	if (err || (err = known_of(scope, scope->member_id, &known)) || (err = service_load_of(scope, scope->member_id, &services)))
		return err;
	int64_t *at = arena_take(scope->arena, (devices.count + known.count + services.count + 1) * sizeof(*at));
	size_t count = 0;
	for (size_t i = 0; i < devices.count; i++)
		at[count++] = devices.at[i].product_id;
	for (size_t i = 0; i < known.count; i++)
		at[count++] = known.at[i];
	for (size_t i = 0; i < services.count; i++) {
		if (services.at[i].product_id && services.at[i].state == SERVICE_LIVE)
			at[count++] = services.at[i].product_id;
	}
	*product_ids_out = (struct ids){ at, count };
	return OK;
}
