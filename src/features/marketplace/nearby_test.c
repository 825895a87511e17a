/* nearby_test.c: proves that nobody within reach is missed, and that filters, order and pages hold. */
#include "features/marketplace/nearby.h"

#include "features/calendar/calendar.h"
#include "features/marketplace/area_store.h"
#include "features/marketplace/market_testing.h"

enum { MANY = 2000, A_UNIT = 5, POINTS = 40 };

/* The same dice in every run. */
static double roll(uint64_t *seed, double from, double to)
{
	*seed = *seed * 6364136223846793005u + 1442695040888963407u;
	return from + (to - from) * (double)(*seed >> 11) / 9007199254740992.0;
}

static struct service thrown(struct test_house *t, uint64_t *seed, int64_t helper_id)
{
	return (struct service){
		.id = id_new(t->now), .helper_id = helper_id, .title = S("x"), .source = S(""), .html = S(""),
		.currency = S("EUR"), .languages = S("de"), .language_bits = 1, .country = S("DE"), .code = S(""),
		.town = S(""), .ways = WAY_BIT(WAY_HOME), .state = SERVICE_LIVE, .audience_id = AUDIENCE_PUBLIC, .minutes = 60,
		.category = (int)roll(seed, 0, CATEGORY_COUNT), .radius_km = (int64_t)roll(seed, 1, 101),
		.rank = -(int64_t)roll(seed, 80, 100), .lat = roll(seed, 46, 55), .lon = roll(seed, 6, 15),
	};
}

static struct service blurred(struct service service)
{
	struct area_point point = area_blurred((struct area_point){ service.lat, service.lon });
	service.public_lat = point.lat;
	service.public_lon = point.lon;
	return service;
}

static struct service *throw_many(struct test_house *t)
{
	uint64_t seed = 7;
	struct service *services = arena_take(t->arena, MANY * sizeof(*services));
	market_places_in(t);
	market_approve(t, t->ana);
	for (size_t i = 0; i < MANY; i++) {
		services[i] = blurred(thrown(t, &seed, t->ana));
		assert_int_equal(service_insert(acting_as(t, t->ana), &services[i]), OK);
		assert_int_equal(area_put(acting_as(t, t->ana), &services[i]), OK);
		if (i % A_UNIT == A_UNIT - 1)
			house_settle(t);
	}
	return services;
}

static bool is_in(const struct ids *ids, int64_t id)
{
	for (size_t i = 0; i < ids->count; i++) {
		if (ids->at[i] == id)
			return true;
	}
	return false;
}

/* All pages of a search, in order. */
static struct ids all_at(struct test_house *t, struct area_point point)
{
	struct area_query query = area_query_at(point, 300);
	int64_t *found = arena_take(t->arena, MANY * sizeof(*found));
	size_t count = 0;
	for (;;) {
		struct area_hit_list hits;
		assert_int_equal(area_find(acting_as(t, 0), &query, &hits), OK);
		for (size_t i = 0; i < hits.count; i++) {
			assert_true(hits.at[i].rank > query.after_rank ||
			            (hits.at[i].rank == query.after_rank && hits.at[i].radius_km >= query.after_radius));
			query.after_rank = hits.at[i].rank;
			query.after_radius = hits.at[i].radius_km;
			query.after_id = hits.at[i].service_id;
			assert_false(is_in(&(struct ids){ found, count }, hits.at[i].service_id)); /* never twice */
			found[count++] = hits.at[i].service_id;
		}
		if (hits.count < AREA_HITS_MAX)
			return (struct ids){ found, count };
	}
}

static void nobody_within_reach_is_missed(void **state)
{
	struct test_house *t = *state;
	const struct service *services = throw_many(t);
	uint64_t seed = 11;
	size_t reached = 0;
	for (int p = 0; p < POINTS; p++) {
		struct area_point point = { roll(&seed, 46, 55), roll(&seed, 6, 15) };
		struct ids found = all_at(t, point);
		size_t near = 0;
		for (size_t i = 0; i < MANY; i++) {
			bool reaches = area_km(point, (struct area_point){ services[i].public_lat, services[i].public_lon }) <=
			               (double)services[i].radius_km;
			near += reaches;
			if (reaches)
				assert_true(is_in(&found, services[i].id));
		}
		assert_true(found.count >= near && found.count <= near + near / 5 + 3); /* hardly more than those */
		reached += near;
	}
	assert_true(reached > 200); /* the dice were not too kind */
}

/* Two helpers of one cell of about a kilometre: whatever is asked, from wherever, the answers are the same for both. */
static void no_question_tells_two_homes_of_a_cell_apart(void **state)
{
	struct test_house *t = *state;
	uint64_t seed = 5;
	struct service one = thrown(t, &seed, t->ana), other;
	market_places_in(t);
	market_approve(t, t->ana);
	one.radius_km = 7;
	one.lat = 50.9389;
	one.lon = 6.9599;
	one = other = blurred(one);
	other.id = id_new(t->now);
	other.lat = one.public_lat + (one.public_lat - one.lat); /* at the other side of the cell */
	other.lon = one.public_lon + (one.public_lon - one.lon);
	other = blurred(other);
	assert_true(area_km((struct area_point){ one.lat, one.lon }, (struct area_point){ other.lat, other.lon }) > 0.2);
	assert_true(one.public_lat == other.public_lat && one.public_lon == other.public_lon);
	const struct service *both[] = { &one, &other };
	for (size_t i = 0; i < COUNT(both); i++) {
		assert_int_equal(service_insert(acting_as(t, t->ana), both[i]), OK);
		assert_int_equal(area_put(acting_as(t, t->ana), both[i]), OK);
	}
	size_t answered = 0;
	for (int p = 0; p < 400; p++) {
		struct area_query query = area_query_at((struct area_point){ roll(&seed, 50.85, 51.03), roll(&seed, 6.82, 7.10) },
		                                        roll(&seed, 1, 12));
		struct area_hit_list hits;
		assert_int_equal(area_find(acting_as(t, 0), &query, &hits), OK);
		assert_true(hits.count == 0 || hits.count == 2);
		answered += hits.count;
		for (size_t i = 0; i < hits.count; i++)
			assert_true(hits.at[i].lat == one.public_lat && hits.at[i].lon == one.public_lon);
	}
	assert_true(answered > 100 && answered < 700);
}

static void pages_hold_everyone_once_and_the_best_first(void **state)
{
	struct test_house *t = *state;
	const struct service *services = throw_many(t);
	struct near_ask ask = { .place = S("50667"), .category = -1, .purpose = -1 };
	const struct area_point cologne = { 50.9389, 6.9599 };
	size_t expected = 0, seen = 0;
	int64_t rank = INT64_MIN;
	for (size_t i = 0; i < MANY; i++)
		expected += area_km(cologne, (struct area_point){ services[i].public_lat, services[i].public_lon }) <=
		            (double)services[i].radius_km;
	do {
		struct near_found found;
		assert_int_equal(nearby_find(acting_as(t, 0), &ask, &found), OK);
		for (size_t i = 0; i < found.hits.count; i++, seen++) {
			assert_true(found.hits.at[i].service.rank >= rank);
			rank = found.hits.at[i].service.rank;
		}
		ask.after_id = found.next_id;
	} while (ask.after_id);
	assert_int_equal(seen, expected);
	assert_true(expected > NEARBY_PAGE);
}

static struct near_found search(struct test_house *t, const struct near_ask *ask)
{
	struct near_found found;
	assert_int_equal(nearby_find(acting_as(t, t->eve), ask, &found), OK);
	return found;
}

static void each_filter_leaves_out_what_does_not_fit(void **state)
{
	struct test_house *t = *state;
	struct service service;
	struct service_ask offer = market_service();
	market_places_in(t);
	market_approve(t, t->ana);
	offer.place = S("53111"); /* Bonn: 25 km up the Rhine */
	offer.radius_km = 50;
	assert_int_equal(service_make(market_helper(t, t->ana), &offer, &service), OK);
	struct near_ask ask = { .place = S("Köln"), .category = -1, .purpose = -1 };
	assert_int_equal(search(t, &ask).hits.count, 1);
	assert_true(search(t, &ask).hits.at[0].km > 20);
	ask.radius_km = 10;
	assert_int_equal(search(t, &ask).hits.count, 0);
	ask.radius_km = 0;
	ask.category = CATEGORY_TV;
	assert_int_equal(search(t, &ask).hits.count, 0);
	ask.category = CATEGORY_WIFI;
	ask.purpose = PURPOSE_LEARN;
	assert_int_equal(search(t, &ask).hits.count, 0);
	ask.purpose = PURPOSE_REPAIR;
	assert_int_equal(search(t, &ask).hits.count, 1);
	ask.language = S("it");
	assert_int_equal(search(t, &ask).hits.count, 0);
	ask.language = S("de");
	ask.product_id = 5;
	assert_int_equal(search(t, &ask).hits.count, 0);
	ask.product_id = 0;
	ask.day = day_of(2026, 1, 5);
	assert_int_equal(search(t, &ask).hits.count, 0); /* no hours */
	struct hours hours = { .weekday = 1, .from_minute = 540, .to_minute = 720 };
	const struct hours_list week = { &hours, 1 };
	assert_int_equal(calendar_set_week(acting_as(t, t->ana), t->ana, S(""), &week), OK);
	assert_int_equal(search(t, &ask).hits.count, 1);
	ask.day++;
	assert_int_equal(search(t, &ask).hits.count, 0);
	ask.day = day_of(2025, 12, 31);
	struct near_found found;
	struct scope *eve = acting_as(t, t->eve);
	assert_int_equal(nearby_find(eve, &ask, &found), ERR_INVALID);
	assert_string_equal(eve->refusal.reason, "nearby.day_past");
}

/* What is said to be for something else later is found by that, and no longer by what it was. */
static void a_purpose_is_found_as_it_is_now(void **state)
{
	struct test_house *t = *state;
	struct service service;
	struct service_ask offer = market_service();
	market_places_in(t);
	market_approve(t, t->ana);
	offer.purpose = PURPOSE_LEARN;
	assert_int_equal(service_make(market_helper(t, t->ana), &offer, &service), OK);
	struct near_ask ask = { .place = S("Köln"), .category = -1, .purpose = PURPOSE_LEARN };
	assert_int_equal(search(t, &ask).hits.count, 1);
	offer.purpose = PURPOSE_INSPIRE;
	assert_int_equal(service_edit(market_helper(t, t->ana), service.id, &offer, &service), OK);
	assert_int_equal(search(t, &ask).hits.count, 0);
	ask.purpose = PURPOSE_INSPIRE;
	assert_int_equal(search(t, &ask).hits.count, 1);
}

static void a_town_that_exists_twice_is_asked_back(void **state)
{
	struct test_house *t = *state;
	market_places_in(t);
	struct near_ask ask = { .place = S("Neustadt"), .category = -1, .purpose = -1 };
	struct near_found found = search(t, &ask);
	assert_int_equal(found.choices.count, 2);
	assert_int_equal(found.hits.count, 0);
	struct near_found second = { .next_id = 0 };
	ask.which = 2;
	assert_int_equal(nearby_find(acting_as(t, t->eve), &ask, &second), OK);
	assert_true(str_equal(second.place.region, found.choices.at[1].region));
	ask.which = 3;
	assert_int_equal(search(t, &ask).choices.count, 2);
	ask.place = S("Atlantis");
	struct scope *eve = acting_as(t, t->eve);
	assert_int_equal(nearby_find(eve, &ask, &found), ERR_INVALID);
	assert_string_equal(eve->refusal.reason, "place.unknown");
	assert_string_equal(eve->refusal.field, "place");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		HOUSE_TEST(nobody_within_reach_is_missed),
		HOUSE_TEST(no_question_tells_two_homes_of_a_cell_apart),
		HOUSE_TEST(pages_hold_everyone_once_and_the_best_first),
		HOUSE_TEST(each_filter_leaves_out_what_does_not_fit),
		HOUSE_TEST(a_purpose_is_found_as_it_is_now),
		HOUSE_TEST(a_town_that_exists_twice_is_asked_back),
	};
	return cmocka_run_group_tests_name("nearby", tests, NULL, NULL);
}
