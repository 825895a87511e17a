/* demo_made_test.c: proves that a made crowd is always the same, lives where people live, and keeps the rules. */
#include "app/demo_made.h"

#include "app/demo.h"
#include "base/testing.h"
#include "base/utf8.h"

#include <math.h>

#define NOW SECONDS(1767268800)

static struct crowd_place places[] = {
	{ { { "DE", 2 }, { "50667", 5 }, { "Köln", 5 }, { "Köln", 5 }, { "NRW", 3 }, 50.94, 6.96, 1000 }, 90 },
	{ { { "CH", 2 }, { "8001", 4 }, { "Zürich", 7 }, { "Zürich", 7 }, { "ZH", 2 }, 47.37, 8.54, 10 }, 100 },
};
static const struct crowd crowd = { places, COUNT(places) };

static void a_number_is_always_the_same_helper(void **state)
{
	struct made_helper first, again, other;
	made_helper(*state, &crowd, 17, NOW, &first);
	made_helper(*state, &crowd, 17, NOW, &again);
	made_helper(*state, &crowd, 18, NOW, &other);
	assert_str(first.member.origin, "made:17");
	assert_true(str_equal(first.member.name, again.member.name));
	assert_true(first.member.lat == again.member.lat && first.helper.rank == again.helper.rank);
	for (size_t i = 0; i < MADE_SERVICES; i++) {
		assert_true(str_equal(first.services[i].source, again.services[i].source));
		assert_int_equal(first.services[i].price_minor, again.services[i].price_minor);
	}
	assert_false(first.member.lat == other.member.lat);
}

static void helpers_live_where_people_live_and_pay_with_their_money(void **state)
{
	int swiss = 0;
	for (int64_t number = 0; number < 1000; number++) {
		struct made_helper made;
		made_helper(*state, &crowd, number, NOW, &made);
		bool is_swiss = str_equal(made.member.country, S("CH"));
		swiss += is_swiss;
		assert_true(fabs(made.member.lat - places[is_swiss].place.lat) < 0.1);
		assert_str(made.services[0].currency, is_swiss ? "CHF" : "EUR");
	}
	assert_in_range(swiss, 70, 130); /* ten of a hundred */
}

static void everything_made_is_within_the_rules(void **state)
{
	bool seen[CATEGORY_COUNT] = { false };
	for (int64_t number = 0; number < 500; number++) {
		struct made_helper made;
		made_helper(*state, &crowd, number, NOW, &made);
		assert_true(made.hours_count >= 2 && made.hours_count <= MADE_HOURS_MAX);
		assert_true(made.helper.rating_sum <= 5 * made.helper.rating_count);
		assert_true(made.helper.rating_sum >= made.helper.rating_count);
		for (size_t i = 0; i < MADE_SERVICES; i++) {
			const struct service *service = &made.services[i];
			seen[service->category] = true;
			assert_true(service->language_bits != 0 && utf8_length(service->title) <= 120);
			assert_in_range(service->minutes, 15, 480);
			assert_in_range(service->radius_km, 1, 100);
			assert_true((service->price_minor > 0) == (service->price_kind != PRICE_FREE));
			assert_true(service->made_at < NOW && service->html.len > service->source.len);
			assert_false(service->lat == service->public_lat);
		}
	}
	for (int i = 0; i < CATEGORY_COUNT; i++)
		assert_true(seen[i]);
}

/* Whoever starts the demo late in the evening gets it, too. */
static void a_visit_is_under_way_at_every_hour_of_the_day(void **state)
{
	const struct zone *zone = zone_find(S("Europe/Vienna"));
	(void)state;
	for (moment now = NOW; now < NOW + DAYS(365); now += MINUTES(17)) {
		moment start = demo_under_way(zone, now, 90);
		assert_true(start <= now && now < start + MINUTES(90));
		assert_int_equal(day_at(zone, start), day_at(zone, now));
		assert_int_equal(day_at(zone, start + MINUTES(90) - 1), day_at(zone, now));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_number_is_always_the_same_helper),
		TEST(helpers_live_where_people_live_and_pay_with_their_money),
		TEST(everything_made_is_within_the_rules),
		TEST(a_visit_is_under_way_at_every_hour_of_the_day),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
