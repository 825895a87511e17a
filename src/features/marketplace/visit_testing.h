/* visit_testing.h: what the tests of visits share: Ben helps in Cologne, Ana books. */
#ifndef VISIT_TESTING_H
#define VISIT_TESTING_H
#include "features/calendar/calendar.h"
#include "features/marketplace/market_testing.h"
#include "features/marketplace/review.h"
#include "features/member/member.h"

#define TOMORROW_TEN (HOUSE_NOON + HOURS(21)) /* Friday, 2 January 2026, 10:00 in Berlin */

/* Approved, open every day from 8 to 20 o'clock, reachable, and offers an hour of help for 45 euros. */
static inline int64_t member_helps(struct test_house *t, int64_t member_id)
{
	struct hours days[7];
	struct service service;
	const struct service_ask ask = market_service();
	market_approve(t, member_id);
	for (int i = 0; i < 7; i++)
		days[i] = (struct hours){ .weekday = i + 1, .from_minute = 480, .to_minute = 1200 };
	const struct hours_list week = { days, 7 };
	struct scope *helper = market_helper(t, member_id);
	struct member profile;
	assert_int_equal(calendar_set_week(helper, member_id, S(""), &week), OK);
	assert_int_equal(member_load(helper, member_id, &profile), OK);
	profile.phone = S("+49 221 5550101");
	assert_int_equal(member_change(helper, &profile), OK);
	assert_int_equal(service_make(helper, &ask, &service), OK);
	return service.id;
}

static inline int64_t ben_helps(struct test_house *t)
{
	market_places_in(t);
	return member_helps(t, t->ben);
}

static inline struct booking_ask visit_at(moment starts_at)
{
	return (struct booking_ask){ .starts_at = starts_at, .address = S("Domstr. 1, 3. Stock"), .place = S("50667"),
		.phone = S("+49 221 123456"), .note = S("Bitte zweimal klingeln") };
}

/* Ana asks Ben for tomorrow at ten. */
static inline struct booking ana_books(struct test_house *t, int64_t service_id)
{
	const struct booking_ask ask = visit_at(TOMORROW_TEN);
	struct booking booking;
	assert_int_equal(booking_book(acting_as(t, t->ana), service_id, &ask, &booking), OK);
	return booking;
}

static inline struct booking load_visit(struct test_house *t, int64_t booking_id)
{
	struct booking booking;
	assert_int_equal(booking_load(acting_as_house(t), booking_id, &booking), OK);
	return booking;
}

static inline struct booking agreed_visit(struct test_house *t)
{
	struct booking booking = ana_books(t, ben_helps(t));
	assert_int_equal(booking_take_step(market_helper(t, t->ben), booking.id, BOOKING_ACCEPT, S("")), OK);
	return load_visit(t, booking.id);
}

static inline struct booking done_visit(struct test_house *t)
{
	struct booking booking = agreed_visit(t);
	t->now = booking.ends_at;
	assert_int_equal(booking_take_step(acting_as(t, t->ana), booking.id, BOOKING_FINISH, S("")), OK);
	return load_visit(t, booking.id);
}
#define assert_refused(who, result, err, why) do { \
	struct scope *refused_scope = (who); \
	assert_int_equal((result), (err)); \
	assert_non_null(refused_scope->refusal.reason); \
	assert_string_equal(refused_scope->refusal.reason, (why)); \
	scope_forgive(refused_scope); \
} while (0)
#endif
