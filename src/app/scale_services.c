/*
 * scale_services.c: the helpers with their services and hours, and the visits that are still to come.
 *
 * They come in the order of where they live: a service stands under the cells around it, so those of neighbours are written
 * side by side.  A visit to come takes its slot, before the days are counted.  Units are small: at the end of every statement that
 * writes several days SQLite walks all that its unit would undo.
 */
#include "app/scale.h"

#include "features/calendar/day.h"
#include "features/marketplace/area_store.h"
#include "features/marketplace/booking_secret.h"
#include "features/marketplace/booking_table.h"
#include "features/marketplace/marketplace_news.h"
#include "store/geo.h"

#include <stdlib.h>

enum { HELPERS_A_UNIT = 20, COMING_IN_HUNDRED = 60, COMING_MAX = 3, DAYS_TO_COME = 24, LANE_HELPER = 204, LANE_SERVICE = 205,
	LANE_COMING = 209 };

/* ── where they live ── */

struct home { int64_t cell, number; };

static int by_cell(const void *a, const void *b)
{
	const struct home *one = a, *other = b;
	if (one->cell != other->cell)
		return one->cell < other->cell ? -1 : 1;
	return one->number < other->number ? -1 : one->number > other->number;
}

static void sort_by_place(struct scale *scale)
{
	struct home *homes = arena_take(scale->demo->arena, (size_t)scale->makers * sizeof(*homes) + 1);
	for (int64_t n = 0; n < scale->makers; n++) {
		struct area_point at = made_point(&scale->crowd, n);
		int64_t cells[GEO_LEVELS];
		must(geo_cells_at((struct point){ at.lat, at.lon }, cells) == GEO_LEVELS);
		homes[n] = (struct home){ cells[GEO_LEVELS - 1], n };
	}
	qsort(homes, (size_t)scale->makers, sizeof(*homes), by_cell);
	scale->in_order = arena_take(scale->demo->arena, (size_t)scale->makers * sizeof(*scale->in_order) + 1);
	for (int64_t n = 0; n < scale->makers; n++)
		scale->in_order[n] = homes[n].number;
}

/* ── one helper ── */

struct maker { struct scale *scale; struct dice dice; struct made_helper made; int64_t rank, id; };

static enum err put_person(struct scope *scope, struct maker *maker)
{
	struct made_helper *made = &maker->made;
	made->member.id = made->application.member_id = made->helper.member_id = maker->id;
	made->application.id = made->helper.application_id = maker->id;
	maker->scale->unit.rows += 4;
	enum err err = member_insert(scope, &made->member);
	if (err || (err = audience_join(scope, AUDIENCE_MEMBERS, maker->id)))
		return err;
	if ((err = application_insert(scope, &made->application)))
		return err;
	return helper_put(scope, &made->helper);
}

static enum err put_hours(struct scope *scope, struct maker *maker)
{
	struct calendar_owner owner = owner_new(scope, maker->id);
	enum err err = owner_lock(scope, &owner);
	for (size_t i = 0; !err && i < maker->made.hours_count; i++) {
		struct hours hours = maker->made.hours[i];
		hours.id = maker->id + (int64_t)i;
		hours.owner_id = maker->id;
		err = hours_insert(scope, &hours);
	}
	maker->scale->unit.rows += 1 + (int64_t)maker->made.hours_count;
	return err;
}

static enum err put_services(struct scope *scope, struct maker *maker)
{
	enum err err = OK;
	for (size_t i = 0; !err && i < MADE_SERVICES; i++) {
		struct service *service = &maker->made.services[i];
		size_t cells = 0;
		service->id = scale_id(scale_spread(maker->scale, maker->rank, maker->scale->makers), LANE_SERVICE + (int)i);
		service->helper_id = maker->id;
		if (!(err = service_insert(scope, service)))
			err = area_put_new(scope, service, &cells);
		maker->scale->unit.rows += 1 + (int64_t)cells;
	}
	return err;
}

/* ── what is to come ── */

/* An hour after the helper begins, on the first day from there on that she works. */
static moment coming_at(const struct scope *scope, const struct maker *maker, int64_t in_days)
{
	const struct made_helper *made = &maker->made;
	for (int64_t day = in_days; day < in_days + 7; day++) {
		struct wall wall = day_wall(day_at(scope->zone, scope->now) + (int32_t)day);
		for (size_t i = 0; i < made->hours_count; i++) {
			int from = made->hours[i].from_minute + 60;
			if (day_of_week(day_at(scope->zone, scope->now) + (int32_t)day) != made->hours[i].weekday)
				continue;
			wall.hour = from / 60;
			wall.minute = from % 60;
			return moment_at(scope->zone, wall);
		}
	}
	return 0;
}

static struct booking coming_booking(struct scope *scope, struct maker *maker, moment starts_at, int64_t number)
{
	struct scale *scale = maker->scale;
	const struct service *service = &maker->made.services[number % MADE_SERVICES];
	moment made_at = scale->until - HOURS(1 + maker->rank % 70);
	struct booking booking = {
		.id = scale_id(made_at + MILLISECONDS(maker->rank), LANE_COMING) + number, .service_id = service->id,
		.asker_id = scale_member_id(scale, dice_below(&maker->dice, scale->members)), .helper_id = maker->id,
		.state = BOOKING_ACCEPTED, .starts_at = starts_at, .ends_at = starts_at + MINUTES(service->minutes), .earliest_at = starts_at,
		.title = service->title, .category = service->category, .price_kind = service->price_kind, .price_minor = service->price_minor,
		.way = WAY_HOME, .currency = service->currency, .minutes = service->minutes, .business = service->business,
		.terms = S(SCALE_TERMS), .country = service->country, .code = service->code, .town = service->town, .sequence = 1,
		.made_at = made_at, .changed_at = made_at + HOURS(1), .expires_at = made_at + DAYS(1), .accepted_at = made_at + HOURS(1),
		.agreed_at = made_at + HOURS(1), .wipe_at = starts_at + DAYS(30),
	};
	const struct booking_secret secret = { .address = S("Am Anger 7"), .asker_phone = S("+49 30 1234567"), .helper_phone = S("+49 30 7654321"),
		.note = S(""), .code = str_format(scope->arena, "%06lld", (long long)dice_below(&maker->dice, 1000000)) };
	booking_secret_seal(scope, &booking, &secret);
	return booking;
}

static enum err log_coming(struct scope *scope, const struct booking *booking)
{
	struct booking_step_log log = { .booking_id = booking->id, .id = booking->id, .actor_id = booking->asker_id, .step = -1,
		.from_state = BOOKING_REQUESTED, .to_state = BOOKING_REQUESTED, .at = booking->made_at };
	enum err err = booking_log(scope, &log);
	log.id++, log.actor_id = booking->helper_id, log.step = BOOKING_ACCEPT, log.to_state = BOOKING_ACCEPTED, log.at = booking->accepted_at;
	return err ? err : booking_log(scope, &log);
}

static enum err put_coming(struct scope *scope, struct maker *maker, moment starts_at, int64_t number)
{
	const struct booking booking = coming_booking(scope, maker, starts_at, number);
	const struct subject subject = subject_of(&booking_subject, booking.id);
	const struct hold hold = { .id = booking.id, .owner_id = maker->id, .starts_at = booking.starts_at, .ends_at = booking.ends_at,
		.subject_kind = subject.kind, .subject_id = subject.id, .state = HOLD_BOOKED, .until = booking.ends_at };
	const struct matter matter = { .id = booking.id, .owner_id = booking.asker_id, .root = subject, .latest = subject,
		.step = MATTER_BOOKED, .holder = HELD_BY_HELPER, .holder_id = maker->id, .due_at = starts_at, .changed_at = booking.accepted_at };
	enum err err = booking_insert(scope, &booking);
	if (err || (err = log_coming(scope, &booking)))
		return err;
	if ((err = hold_insert(scope, &hold)) || (err = trail_copy_in(scope, &matter)))
		return err;
	maker->scale->unit.bookings++;
	maker->scale->unit.rows += 6;
	return OK;
}

static enum err put_coming_all(struct scope *scope, struct maker *maker)
{
	int64_t count = dice_in_hundred(&maker->dice, COMING_IN_HUNDRED) ? 1 + dice_below(&maker->dice, COMING_MAX) : 0;
	enum err err = OK;
	moment last = 0;
	for (int64_t i = 0, day = 2; !err && i < count; i++, day += DAYS_TO_COME / COMING_MAX) {
		moment at = coming_at(scope, maker, day + dice_below(&maker->dice, 2));
		if (at <= last)
			continue;
		last = at;
		err = put_coming(scope, maker, at, i);
	}
	return err;
}

/* ── all of them ── */

static enum err put_helper(struct scope *scope, struct scale *scale, int64_t rank)
{
	struct maker maker = { .scale = scale, .rank = rank, .dice = { (uint64_t)rank * 0xa0761d6478bd642fu + 5 },
		.id = scale_id(scale_spread(scale, rank, scale->makers), LANE_HELPER) };
	made_helper(scope->arena, &scale->crowd, scale->in_order[rank], scope->now, &maker.made);
	enum err err = put_person(scope, &maker);
	if (err || (err = put_hours(scope, &maker)) || (err = put_services(scope, &maker)))
		return err;
	if ((err = put_coming_all(scope, &maker)))
		return err;
	scale->unit.rows += DAY_AHEAD * (int64_t)maker.made.hours_count / 7;
	return days_keep(scope, maker.id);
}

static enum err put_helpers(struct scope *scope, struct scale *scale, int64_t count)
{
	enum err err = OK;
	scope->now = scale->demo->now;
	for (int64_t rank = scale->next; !err && rank < scale->next + count; rank++)
		err = put_helper(scope, scale, rank);
	return err;
}

enum err scale_services(struct scale *scale)
{
	sort_by_place(scale);
	return scale_run(scale, "helpers", put_helpers, scale->makers, HELPERS_A_UNIT);
}
