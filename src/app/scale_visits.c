/* scale_visits.c: open tasks, and the visits and reviews that make each made helper's rating what it says. */
#include "app/made_text.h"
#include "app/scale.h"
#include "features/marketplace/booking_table.h"
#include "features/marketplace/marketplace_news.h"
#include "features/marketplace/review_store.h"
#include "features/marketplace/task_store.h"

enum { HELPERS_A_UNIT = 500, STAR_LOSS_MAX = 3, LANE_TASK = 203,
	HELPER_BITS = 17, IDS_A_VISIT = 8 };

/* ── tasks ── */

static struct task made_task(struct scope *scope, struct scale *scale, int64_t n)
{
	struct dice dice = { (uint64_t)n * 0x8cb92ba72f3d8dd7u + 3 };
	struct made_topic topic;
	const struct place *place = made_place(&dice, &scale->crowd);
	moment made_at = scale->until - HOURS(1) - MILLISECONDS(DAYS(13) / 1000 / scale->tasks * n);
	made_topic(scope->arena, &dice, &topic);
	struct task task = {
		.id = made_at / 1000 << 21 | LANE_TASK << 13, .author_id = scale_member_id(scale, dice_below(&dice, scale->members)),
		.category = (int)dice_below(&dice, CATEGORY_COUNT), .state = TASK_OPEN, .title = made_title(scope->arena, &dice, &topic),
		.text = made_question(scope->arena, &dice, &topic), .country = place->country, .code = place->code, .town = place->town,
		.lat = place->lat, .lon = place->lon, .from_minute = -1, .to_minute = -1, .currency = scope->currency,
		.budget_minor = dice_in_hundred(&dice, 50) ? 1000 + 500 * dice_below(&dice, 20) : 0, .audience_id = AUDIENCE_PUBLIC,
		.made_at = made_at, .changed_at = made_at, .expires_at = made_at + DAYS(28),
	};
	task_blur(&task);
	return task;
}

enum err scale_tasks(struct scope *scope, struct scale *scale, int64_t count)
{
	for (int64_t n = scale->next; n < scale->next + count; n++) {
		struct task task = made_task(scope, scale, n);
		enum err err = task_insert(scope, &task);
		if (err || (err = task_spots_put(scope, &task)))
			return err;
		const struct subject root = subject_of(&task_subject, task.id);
		const struct matter matter = { .id = task.id, .owner_id = task.author_id, .root = root, .latest = root,
			.step = MATTER_HELP_WANTED, .holder = HELD_BY_COMMUNITY, .changed_at = task.made_at };
		if ((err = trail_copy_in(scope, &matter)))
			return err;
		scale->unit.rows += 3;
	}
	return OK;
}

/* ── visits ── */

static enum err gather_helpers(struct scope *scope, void *data)
{
	struct list *helpers = &((struct scale *)data)->helpers;
	struct ids ids = { NULL, 0 };
	scope_act_as(scope, 0, ROLE_BITS);
	do {
		int64_t after = helpers->count ? *(int64_t *)list_at(helpers, helpers->count - 1) : 0;
		enum err err = helper_load_after(scope, after, &ids);
		if (err)
			return err;
		for (size_t i = 0; i < ids.count; i++)
			*(int64_t *)list_add(helpers) = ids.at[i];
	} while (ids.count);
	return OK;
}

/* How a visit went from one state to the next, and who took the step. */
static const struct { int step; enum booking_state from, to; bool by_helper; moment after; } past[] = {
	{ -1,             BOOKING_REQUESTED,   BOOKING_REQUESTED,   false, 0 },
	{ BOOKING_ACCEPT, BOOKING_REQUESTED,   BOOKING_ACCEPTED,    true,  HOURS(3) },
	{ BOOKING_START,  BOOKING_ACCEPTED,    BOOKING_IN_PROGRESS, true,  HOURS(70) },
	{ BOOKING_FINISH, BOOKING_IN_PROGRESS, BOOKING_DONE,        false, HOURS(72) },
	{ BOOKING_CLOSE,  BOOKING_DONE,        BOOKING_CLOSED,      false, HOURS(72 + 24 * 14) },
};

static enum err put_booking(struct scope *scope, const struct booking *booking)
{
	enum err err = booking_insert(scope, booking);
	for (size_t i = 0; !err && i < COUNT(past); i++) {
		struct booking_step_log log = {
			.booking_id = booking->id, .id = booking->id + (int64_t)i, .actor_id = past[i].by_helper ? booking->helper_id : booking->asker_id,
			.step = past[i].step, .from_state = (int)past[i].from, .to_state = (int)past[i].to, .at = booking->made_at + past[i].after,
		};
		err = booking_log(scope, &log);
	}
	return err;
}

/* index: of the helper among all; two visits of one never begin in the same millisecond, so their ids are their own. */
struct visit { struct scale *scale; struct dice *dice; const struct service *service; moment at; int64_t index; };

static struct booking made_booking(const struct visit *visit)
{
	const struct service *service = visit->service;
	struct scale *scale = visit->scale;
	moment made_at = visit->at, starts_at = made_at + HOURS(71);
	return (struct booking){
		.id = made_at / 1000 << 21 | 1 << 20 | visit->index * IDS_A_VISIT, .service_id = service->id,
		.asker_id = scale_member_id(scale, dice_below(visit->dice, scale_members_by(scale, made_at))),
		.helper_id = service->helper_id, .state = BOOKING_CLOSED, .starts_at = starts_at, .ends_at = starts_at + MINUTES(service->minutes),
		.earliest_at = starts_at, .title = service->title, .category = service->category, .price_kind = service->price_kind,
		.price_minor = service->price_minor, .way = WAY_HOME, .currency = service->currency, .minutes = service->minutes,
		.business = service->business, .terms = S(SCALE_TERMS), .country = service->country, .code = service->code, .town = service->town,
		.sequence = 1, .made_at = made_at, .changed_at = made_at + past[COUNT(past) - 1].after, .expires_at = made_at + DAYS(1),
		.accepted_at = made_at + past[1].after, .agreed_at = made_at + past[1].after, .finished_at = made_at + past[3].after,
	};
}

static enum err put_review(struct scope *scope, const struct booking *booking, struct dice *dice, int stars)
{
	bool by_helper = !stars;
	struct review review = {
		.id = booking->id + by_helper, .booking_id = booking->id, .author_id = by_helper ? booking->helper_id : booking->asker_id,
		.about_id = by_helper ? booking->asker_id : booking->helper_id, .by_helper = by_helper,
		.stars = by_helper ? 5 - (int)dice_below(dice, 2) : stars, .text = stars < 4 && !by_helper ? S("Es ging, dauerte aber lange.") : made_thanks(dice),
		.made_at = booking->finished_at + HOURS(5), .published_at = booking->finished_at + DAYS(1),
	};
	return review_insert(scope, &review);
}

/* All stars together are what the helper's record says: each review takes away what the others cannot. */
static int stars_of(int64_t *loss_left, int64_t reviews_left)
{
	int64_t most = *loss_left < STAR_LOSS_MAX ? *loss_left : STAR_LOSS_MAX;
	int64_t loss = *loss_left > (reviews_left - 1) * STAR_LOSS_MAX ? most : *loss_left * 3 > reviews_left ? (most + 1) / 2 : 0;
	*loss_left -= loss;
	return 5 - (int)loss;
}

static enum err put_visits(struct scope *scope, struct scale *scale, const struct helper *helper, int64_t index)
{
	struct dice dice = { (uint64_t)index * 0xaef17502108ef2d9u + 7 };
	struct service_list services;
	enum err err = service_load_of(scope, helper->member_id, &services);
	if (err || !services.count)
		return err;
	int64_t reviews = helper->rating_count, loss = reviews * 5 - helper->rating_sum, visits = reviews + reviews / 8;
	moment span = scale->until - DAYS(20) - helper->approved_at;
	for (int64_t i = 0; !err && i < visits; i++) {
		struct visit visit = { scale, &dice, &services.at[dice_below(&dice, (int64_t)services.count)],
			helper->approved_at + span / visits * i, index };
		struct booking booking = made_booking(&visit);
		if ((err = put_booking(scope, &booking)))
			return err;
		scale->unit.bookings++;
		scale->unit.rows += 1 + (int64_t)COUNT(past);
		if (i >= reviews)
			continue;
		bool both = dice_in_hundred(&dice, 40);
		if ((err = put_review(scope, &booking, &dice, stars_of(&loss, reviews - i))) || (both && (err = put_review(scope, &booking, &dice, 0))))
			return err;
		scale->unit.reviews += 1 + both;
		scale->unit.rows += 1 + both;
	}
	return err ? err : helper_add_visits(scope, helper->member_id, visits, 0);
}

static enum err put_helpers_visits(struct scope *scope, struct scale *scale, int64_t count)
{
	struct helper_list list;
	struct ids ids = { (int64_t *)list_at(&scale->helpers, (size_t)scale->next), (size_t)count };
	enum err err = helper_load_some(scope, ids, &list);
	for (size_t i = 0; !err && i < list.count; i++) {
		const struct helper *helper = &list.at[i];
		if (helper->rating_count && !helper->done_count) /* the demo's own have theirs */
			err = put_visits(scope, scale, helper, scale->next + (int64_t)i);
	}
	return err;
}

enum err scale_visits(struct scale *scale)
{
	list_open(&scale->helpers, scale->demo->arena, sizeof(int64_t));
	enum err err = scope_read(&scale->brand, gather_helpers, scale);
	must(scale->helpers.count < 1 << HELPER_BITS);
	return err ? err : scale_run(scale, "visits", put_helpers_visits, (int64_t)scale->helpers.count, HELPERS_A_UNIT);
}
