/*
 * demo_visits.c: tasks with their offers, and bookings in every state.
 *
 * A booking is lived through from request to close by the same steps as anybody's, with
 * the clock set to when each was taken; so each line needs several units, its phases.
 */
#include "app/demo.h"

#include "features/calendar/hours.h"
#include "features/marketplace/booking.h"
#include "features/marketplace/offer.h"
#include "features/marketplace/review.h"
#include "features/marketplace/service.h"
#include "features/marketplace/task.h"

static int category_of(str name)
{
	for (int i = 0; service_categories[i]; i++) {
		if (str_equal(name, str_from(service_categories[i])))
			return i;
	}
	return CATEGORY_OTHER;
}

/* -1: at home, or as the service does. */
static int way_of(str name)
{
	for (int way = 0; way < WAY_COUNT; way++) {
		if (str_equal(name, str_from(way_names[way])))
			return way;
	}
	return -1;
}

/* ── tasks ── */

enum err demo_task(struct demo *demo, struct scope *scope, const struct json *line)
{
	struct task task;
	int64_t author_id = demo_id(&demo->members, demo->brand, json_str(line, S("author")));
	struct task_ask ask = {
		.thread_id = demo_id(&demo->threads, demo->brand, json_str(line, S("thread"))),
		.title = json_str(line, S("title")), .text = json_str(line, S("text")),
		.category = category_of(json_str(line, S("category"))),
		.place = str_format(scope->arena, "%.*s-%.*s", STR_ARG(json_str(line, S("country"))),
		                    STR_ARG(json_str(line, S("postal_code")))),
		.way = way_of(json_str(line, S("way"))),
		.day = day_at(scope->zone, demo->now) + (int32_t)json_integer(line, S("in_days"), 2),
		.budget_minor = json_integer(line, S("budget_minor"), 0),
	};
	if (!clock_read(json_str(line, S("from")), &ask.from_minute) || !clock_read(json_str(line, S("to")), &ask.to_minute))
		return refuse(scope, ERR_INVALID, "field.no_clock");
	scope->now = demo->now - HOURS(20);
	demo_as(scope, author_id, ROLE_MEMBER);
	enum err err = task_make(scope, &ask, &task);
	if (!err)
		demo_name(&demo->tasks, demo->brand, ask.title, task.id);
	return err;
}

enum err demo_offer(struct demo *demo, struct scope *scope, const struct json *line)
{
	const struct json *from = &json_member(line, S("offers"))->items[demo->item];
	struct offer offer;
	const struct offer_ask ask = {
		.price_minor = json_integer(from, S("price_minor"), 0), .minutes = json_integer(from, S("minutes"), 60),
		.starts_at = demo_moment(demo, scope, json_integer(from, S("in_days"), 2), json_str(from, S("at"))),
		.text = json_str(from, S("text")),
	};
	scope->now = demo->now - HOURS(6);
	demo_as(scope, demo_id(&demo->members, demo->brand, json_str(from, S("helper"))), ROLE_MEMBER | ROLE_HELPER);
	return offer_make(scope, demo_id(&demo->tasks, demo->brand, json_str(line, S("title"))), &ask, &offer);
}

/* ── bookings ── */

enum phase { OPEN_HOURS, BOOK, ANSWER, LEAVE, BEGIN, END, ASKER_SAYS, HELPER_SAYS, CLOSE };
static_assert(CLOSE + 1 == DEMO_BOOKING_PHASES);

struct life { struct demo *demo; struct scope *scope; const struct json *line; str state; moment starts_at, ends_at;
	int64_t asker_id, helper_id, service_id; };

static bool has_state(const struct life *life, const char *names)
{
	str rest = str_from(names);
	while (rest.len) {
		if (str_equal(str_cut(&rest, ' '), life->state))
			return true;
	}
	return false;
}

moment demo_under_way(const struct zone *zone, moment now, int64_t minutes)
{
	moment half_hour = now - now % MINUTES(30), midnight = moment_at(zone, day_wall(day_at(zone, now) + 1));
	return half_hour + MINUTES(minutes) <= midnight ? half_hour : midnight - MINUTES(minutes);
}

static struct life life_of(struct demo *demo, struct scope *scope, const struct json *line)
{
	const struct json *service = json_member(line, S("service"));
	str helper = json_str(service, S("helper")), title = json_str(service, S("title"));
	str key = str_format(scope->arena, "%.*s\n%.*s", STR_ARG(title), STR_ARG(helper));
	struct life life = { .demo = demo, .scope = scope, .line = line, .state = json_str(line, S("state")) };
	life.asker_id = demo_id(&demo->members, demo->brand, json_str(line, S("asker")));
	life.helper_id = demo_id(&demo->members, demo->brand, helper);
	life.service_id = demo_id(&demo->services, demo->brand, key);
	life.starts_at = demo_moment(demo, scope, json_integer(line, S("in_days"), 1), json_str(line, S("at")));
	int64_t minutes = json_integer(line, S("minutes"), 60);
	if (has_state(&life, "in_progress"))
		life.starts_at = demo_under_way(scope->zone, demo->now, minutes);
	life.ends_at = life.starts_at + MINUTES(minutes);
	return life;
}

static moment asked_at(const struct life *life)
{
	moment early = life->starts_at - DAYS(4), latest = life->demo->now - HOURS(3);
	if (has_state(life, "requested"))
		return life->demo->now - HOURS(2);
	return early < latest ? early : latest;
}

static void asker_acts(const struct life *life, moment at)
{
	life->scope->now = at;
	demo_as(life->scope, life->asker_id, ROLE_MEMBER);
}

static void helper_acts(const struct life *life, moment at)
{
	life->scope->now = at;
	demo_as(life->scope, life->helper_id, ROLE_MEMBER | ROLE_HELPER);
}

/* What lies in the past may lie outside of today's hours: the helper had opened that day. */
static enum err open_hours(const struct life *life)
{
	if (life->starts_at > life->demo->now)
		return OK;
	int minute = wall_at(life->scope->zone, life->starts_at).hour * 60;
	struct exception exception = { .owner_id = life->helper_id, .day = day_at(life->scope->zone, life->starts_at),
		.from_minute = minute > 60 ? minute - 60 : 0, .to_minute = minute + 240 < 1440 ? minute + 240 : 1440 };
	helper_acts(life, asked_at(life) - HOURS(1));
	enum err err = calendar_add_exception(life->scope, &exception);
	if (err == ERR_INVALID || err == ERR_CONFLICT) { /* these hours were open anyway */
		scope_forgive(life->scope);
		return OK;
	}
	return err;
}

static enum err book(const struct life *life)
{
	struct booking booking;
	const struct json *line = life->line;
	const struct booking_ask ask = {
		.starts_at = life->starts_at, .address = json_str(line, S("address")), .phone = json_str(line, S("phone_asker")),
		.note = json_str(line, S("note")), .place = S(""), .way = way_of(json_str(line, S("way"))),
		.thread_id = demo_id(&life->demo->threads, life->demo->brand, json_str(line, S("thread"))),
	};
	asker_acts(life, asked_at(life));
	enum err err = booking_book(life->scope, life->service_id, &ask, &booking);
	if (!err)
		life->demo->booking_id = booking.id;
	return err;
}

static enum err answer(const struct life *life)
{
	int64_t id = life->demo->booking_id;
	if (has_state(life, "requested"))
		return OK;
	if (has_state(life, "withdrawn")) {
		asker_acts(life, asked_at(life) + HOURS(1));
		return booking_take_step(life->scope, id, BOOKING_WITHDRAW, S(""));
	}
	if (has_state(life, "expired")) {
		life->scope->now = asked_at(life) + HOURS(49);
		demo_as(life->scope, 0, ROLE_BITS);
		return booking_follow(life->scope, id, BOOKING_RUN_OUT);
	}
	helper_acts(life, asked_at(life) + HOURS(1));
	if (has_state(life, "declined"))
		return booking_take_step(life->scope, id, BOOKING_DECLINE, S("Da bin ich leider schon unterwegs."));
	return booking_take_step(life->scope, id, BOOKING_ACCEPT, S(""));
}

static enum err leave(const struct life *life)
{
	if (!has_state(life, "cancelled_early cancelled_late"))
		return OK;
	moment at = has_state(life, "cancelled_early") ? asked_at(life) + HOURS(2) : life->starts_at - HOURS(3);
	asker_acts(life, at < life->demo->now ? at : life->demo->now);
	return booking_take_step(life->scope, life->demo->booking_id, BOOKING_CANCEL, S("Hat sich erledigt, danke!"));
}

static enum err begin(const struct life *life)
{
	if (!has_state(life, "in_progress done done_auto closed") || way_of(json_str(life->line, S("way"))) > WAY_HOME)
		return OK; /* from afar nobody is on the way */
	helper_acts(life, life->starts_at < life->demo->now ? life->starts_at : life->demo->now);
	return booking_take_step(life->scope, life->demo->booking_id, BOOKING_START, S(""));
}

static enum err end(const struct life *life)
{
	if (has_state(life, "done_auto")) {
		life->scope->now = life->ends_at + DAYS(2) + MINUTES(1);
		demo_as(life->scope, 0, ROLE_BITS);
		return booking_follow(life->scope, life->demo->booking_id, BOOKING_FINISH_AUTO);
	}
	if (!has_state(life, "done closed"))
		return OK;
	asker_acts(life, life->ends_at + MINUTES(10));
	return booking_take_step(life->scope, life->demo->booking_id, BOOKING_FINISH, S(""));
}

static enum err review(const struct life *life, const char *by)
{
	const struct json *reviews = json_member(life->line, S("reviews"));
	struct review review;
	for (size_t i = 0; i < reviews->count; i++) {
		const struct json *from = &reviews->items[i];
		if (!str_equal(json_str(from, S("by")), str_from(by)))
			continue;
		const struct review_ask ask = { json_integer(from, S("stars"), 5), json_str(from, S("text")), TOLD_YES };
		if (str_equal(str_from(by), S("asker")))
			asker_acts(life, life->ends_at + DAYS(1));
		else
			helper_acts(life, life->ends_at + DAYS(1) + HOURS(5));
		return review_write(life->scope, life->demo->booking_id, &ask, &review);
	}
	return OK;
}

static enum err close_it(const struct life *life)
{
	if (!has_state(life, "closed"))
		return OK;
	life->scope->now = life->ends_at + DAYS(14) + MINUTES(1);
	demo_as(life->scope, 0, ROLE_BITS);
	return booking_follow(life->scope, life->demo->booking_id, BOOKING_CLOSE);
}

static enum err close_with_fix(const struct life *life)
{
	str fix = json_str(life->line, S("fix"));
	if (!str_empty(fix) && !str_empty(json_str(life->line, S("thread")))) {
		helper_acts(life, life->ends_at + HOURS(3));
		enum err err = booking_write_fix(life->scope, life->demo->booking_id, fix);
		if (err)
			return err;
	}
	return close_it(life);
}

enum err demo_booking(struct demo *demo, struct scope *scope, const struct json *line)
{
	const struct life life = life_of(demo, scope, line);
	switch ((enum phase)demo->item) {
	case OPEN_HOURS: return open_hours(&life);
	case BOOK: return book(&life);
	case ANSWER: return answer(&life);
	case LEAVE: return leave(&life);
	case BEGIN: return begin(&life);
	case END: return end(&life);
	case ASKER_SAYS: return review(&life, "asker");
	case HELPER_SAYS: return review(&life, "helper");
	case CLOSE: return close_with_fix(&life);
	}
	return OK;
}
