/*
 * world_visit.c: bookings near their hour: tomorrow's, one that is being moved, one that has begun, one that was missed.
 *
 * They grow from tasks, a quarter of an hour each, so that many fit around the clock that stands still.
 */
#include "test/world_visit.h"

#include "features/marketplace/booking.h"
#include "features/marketplace/chat.h"
#include "features/marketplace/offer.h"
#include "features/marketplace/review.h"
#include "features/marketplace/service.h"
#include "features/marketplace/task.h"

#define QUARTER MINUTES(15)

static struct scope *helper_scope(struct test_house *t)
{
	struct scope *scope = acting_as(t, t->ben);
	scope->roles |= ROLE_HELPER;
	return scope;
}

/* Agreed two days before, whatever the clock says now. */
static struct booking agreed(struct world *world, moment starts_at)
{
	struct test_house *t = world->t;
	struct task task;
	struct offer offer;
	struct booking booking;
	const moment now = t->now;
	const struct task_ask want = { .title = S("Gastnetz einrichten"), .text = S("Der Besuch kommt nicht ins Netz."),
		.category = CATEGORY_WIFI, .place = S("50667"), .from_minute = -1, .to_minute = -1 };
	const struct offer_ask ask = { .price_minor = 4000, .starts_at = starts_at, .minutes = 15,
		.text = S("Ich bringe ein Messgerät mit.") };
	const struct booking_ask visit = { .starts_at = starts_at, .address = S("Domstr. 1"), .phone = S("+49 221 123456"),
		.place = S(""), .note = S("") };
	t->now = starts_at - DAYS(2);
	assert_int_equal(task_make(acting_as(t, t->ana), &want, &task), OK);
	assert_int_equal(offer_make(helper_scope(t), task.id, &ask, &offer), OK);
	assert_int_equal(offer_accept(acting_as(t, t->ana), offer.id, &visit, &booking), OK);
	t->now = now;
	return booking;
}

static struct made a_chat(struct test_house *t, int64_t booking_id)
{
	struct chat chat;
	struct message message;
	assert_int_equal(chat_of_booking(acting_as(t, t->ana), booking_id, &chat), OK);
	assert_int_equal(chat_write(acting_as(t, t->ana), chat.id, S("Bis morgen!"), &message), OK);
	return (struct made){ str_format(t->arena, "%lld", (long long)chat.id), S("") };
}

static struct made a_review(struct test_house *t, const struct booking *booking)
{
	struct review first, second;
	const struct review_ask ask = { 5, S("Alles lief sehr gut."), TOLD_NOTHING };
	assert_int_equal(booking_take_step(acting_as(t, t->ana), booking->id, BOOKING_FINISH, S("")), OK);
	assert_int_equal(review_write(acting_as(t, t->ana), booking->id, &ask, &first), OK);
	assert_int_equal(review_write(acting_as(t, t->ben), booking->id, &ask, &second), OK);
	return (struct made){ str_format(t->arena, "%lld", (long long)first.id), S("") };
}

struct made world_visit(struct world *world, enum thing thing)
{
	struct test_house *t = world->t;
	bool is_over = thing == A_REVIEW || thing == A_BOOKING_BEGUN || thing == A_BOOKING_MISSED;
	int at = is_over ? ++world->begun : ++world->soon;
	struct booking booking = agreed(world, is_over ? t->now - at * QUARTER : t->now + HOURS(2) + at * QUARTER);
	if (thing == A_REVIEW)
		return a_review(t, &booking);
	if (thing == A_CHAT)
		return a_chat(t, booking.id);
	struct booking_words words = { .reason = S(""), .cause = CAUSE_CALLED };
	if (thing == A_BOOKING_MISSED)
		assert_int_equal(booking_take_step_with(helper_scope(t), booking.id, BOOKING_NO_SHOW, &words), OK);
	words.starts_at = t->now + DAYS(3 + at / 4) + HOURS(6) + at % 4 * QUARTER; /* evenings, when Ben is asked by nobody else */
	struct scope *ana = acting_as(t, t->ana);
	if (thing == A_BOOKING_MOVING && booking_take_step_with(ana, booking.id, BOOKING_PROPOSE, &words))
		fail_msg("no other time: %s", ana->refusal.reason);
	return (struct made){ str_format(t->arena, "%lld", (long long)booking.id), S("") };
}
