/*
 * service_test.c: proves the rules of services: who may make, change, hide and see them, walked as a whole.
 */
#include "features/marketplace/service.h"

#include "features/calendar/calendar.h"
#include "features/marketplace/market_testing.h"
#include "features/marketplace/marketplace.h"
#include "features/marketplace/nearby.h"

static const struct {
	enum service_state from;
	enum service_step step;
	bool owner, moderator;
	enum service_state to;
} allowed[] = {
	{ SERVICE_DRAFT,     SERVICE_PUBLISH, true,  false, SERVICE_LIVE },
	{ SERVICE_LIVE,      SERVICE_PAUSE,   true,  false, SERVICE_PAUSED },
	{ SERVICE_PAUSED,    SERVICE_RESUME,  true,  false, SERVICE_LIVE },
	{ SERVICE_LIVE,      SERVICE_SUSPEND, false, true,  SERVICE_SUSPENDED },
	{ SERVICE_PAUSED,    SERVICE_SUSPEND, false, true,  SERVICE_SUSPENDED },
	{ SERVICE_SUSPENDED, SERVICE_RESTORE, false, true,  SERVICE_PAUSED },
	{ SERVICE_DRAFT,     SERVICE_DELETE,  true,  false, SERVICE_GONE },
	{ SERVICE_LIVE,      SERVICE_DELETE,  true,  false, SERVICE_GONE },
	{ SERVICE_PAUSED,    SERVICE_DELETE,  true,  false, SERVICE_GONE },
	{ SERVICE_SUSPENDED, SERVICE_DELETE,  true,  false, SERVICE_GONE },
};

static struct service made(struct test_house *t)
{
	struct service service;
	const struct service_ask ask = market_service();
	assert_int_equal(service_make(market_helper(t, t->ana), &ask, &service), OK);
	return service;
}

static struct service service_in(struct test_house *t, enum service_state state)
{
	struct service service = made(t);
	if (state != SERVICE_LIVE)
		assert_int_equal(service_change_state(acting_as(t, t->ana), &service, state), OK);
	service.state = (int)state;
	return service;
}

static size_t hits_in_cologne(struct test_house *t)
{
	struct near_found found;
	const struct near_ask ask = { .place = S("50667"), .category = -1, .purpose = -1 };
	assert_int_equal(nearby_find(acting_as(t, 0), &ask, &found), OK);
	return found.hits.count;
}

static void clear(struct test_house *t)
{
	struct service_list list;
	assert_int_equal(service_load_of(acting_as(t, t->ana), t->ana, &list), OK);
	for (size_t i = 0; i < list.count; i++)
		assert_int_equal(service_take_step(market_helper(t, t->ana), list.at[i].id, SERVICE_DELETE), OK);
}

static void try_step(struct test_house *t, enum service_state from, enum service_step step, int64_t who)
{
	struct service service = service_in(t, from);
	struct service_list now;
	enum service_state expected = from;
	for (size_t i = 0; i < COUNT(allowed); i++) {
		bool may = who == t->ana ? allowed[i].owner : allowed[i].moderator;
		if (allowed[i].from == from && allowed[i].step == step && may)
			expected = allowed[i].to;
	}
	struct scope *scope = acting_as(t, who);
	assert_int_equal(service_may(scope, &service, step), expected != from);
	enum err err = service_take_step(scope, service.id, step);
	if (expected == from) {
		assert_int_equal(err, ERR_CONFLICT);
		assert_string_equal(scope->refusal.reason, "service.step_not_open");
	} else {
		assert_int_equal(err, OK);
		assert_int_equal(hits_in_cologne(t), expected == SERVICE_LIVE); /* listed when live, and only then */
	}
	assert_int_equal(service_load_some(acting_as(t, who), (struct ids){ &service.id, 1 }, &now), OK);
	assert_int_equal(now.count, expected == SERVICE_GONE ? 0 : 1);
	if (now.count)
		assert_int_equal(now.at[0].state, expected);
	clear(t);
}

static void only_the_allowed_steps_are_open(void **state)
{
	struct test_house *t = *state;
	market_places_in(t);
	market_approve(t, t->ana);
	const int64_t people[] = { t->ana, t->mia };
	for (enum service_state from = 0; from < SERVICE_GONE; from++) {
		for (enum service_step step = 0; step < SERVICE_STEP_COUNT; step++) {
			for (size_t i = 0; i < COUNT(people); i++)
				try_step(t, from, step, people[i]);
		}
	}
}

static void what_is_not_live_is_not_there_for_others(void **state)
{
	struct test_house *t = *state;
	market_places_in(t);
	market_approve(t, t->ana);
	const enum service_state hidden[] = { SERVICE_DRAFT, SERVICE_PAUSED, SERVICE_SUSPENDED };
	struct service shown, live = made(t);
	assert_int_equal(service_show(acting_as(t, 0), live.id, &shown), OK);
	assert_int_equal(service_bookable(acting_as(t, t->eve), live.id, &shown), OK);
	for (size_t i = 0; i < COUNT(hidden); i++) {
		struct service service = service_in(t, hidden[i]);
		struct scope *eve = acting_as(t, t->eve);
		assert_int_equal(service_show(eve, service.id, &shown), ERR_NOT_FOUND);
		assert_string_equal(eve->refusal.reason, "service.not_found");
		assert_int_equal(service_take_step(acting_as(t, t->eve), service.id, SERVICE_DELETE), ERR_NOT_FOUND);
		assert_int_equal(service_show(acting_as(t, t->ana), service.id, &shown), OK);
		struct scope *ana = acting_as(t, t->ana);
		assert_int_equal(service_bookable(ana, service.id, &shown), ERR_CONFLICT);
		assert_string_equal(ana->refusal.reason, "service.not_bookable");
	}
	struct scope *eve = acting_as(t, t->eve);
	assert_int_equal(service_take_step(eve, live.id, SERVICE_PAUSE), ERR_NOT_FOUND);
	assert_string_equal(eve->refusal.reason, "service.not_found");
	const struct service_ask ask = market_service();
	assert_int_equal(service_edit(market_helper(t, t->ben), live.id, &ask, &shown), ERR_NOT_FOUND);
}

static void a_suspended_helper_is_in_no_list(void **state)
{
	struct test_house *t = *state;
	struct service shown;
	market_places_in(t);
	int64_t id = market_approve(t, t->ana);
	struct service service = made(t);
	assert_int_equal(hits_in_cologne(t), 1);
	assert_int_equal(application_take_step(acting_as(t, t->adam), id, APPLICATION_SUSPEND, S("why")), OK);
	assert_int_equal(hits_in_cologne(t), 0);
	assert_int_equal(service_show(acting_as(t, t->eve), service.id, &shown), ERR_NOT_FOUND);
	struct service_text text;
	assert_int_equal(service_index(acting_as_house(t), service.id, &text), OK);
	assert_false(text.is_listed);
	struct scope *ana = acting_as(t, t->ana);
	const struct service_ask ask = market_service();
	assert_int_equal(service_make(ana, &ask, &shown), ERR_FORBIDDEN);
	assert_string_equal(ana->refusal.reason, "helper.not_approved");
	assert_int_equal(application_take_step(acting_as(t, t->adam), id, APPLICATION_RESTORE, S("")), OK);
	assert_int_equal(hits_in_cologne(t), 1);
}

static void what_a_service_cannot_be_is_told(void **state)
{
	struct test_house *t = *state;
	struct service service;
	struct service_ask asks[11];
	static const char *const fields[] = { "title", "price_minor", "price_minor", "currency", "minutes", "minutes",
		"radius_km", "languages", "place", "category", "price_kind" };
	market_places_in(t);
	market_approve(t, t->ana);
	for (size_t i = 0; i < COUNT(asks); i++)
		asks[i] = market_service();
	asks[0].title = S("x");
	asks[1].price_minor = 0;
	asks[2].price_minor = -4500;
	asks[3].currency = S("eur");
	asks[4].minutes = 14;
	asks[5].minutes = 481;
	asks[6].radius_km = 0;
	asks[7].languages = S("");
	asks[8].place = S("99999");
	asks[9].category = CATEGORY_COUNT;
	asks[10].price_kind = -1;
	for (size_t i = 0; i < COUNT(asks); i++) {
		struct scope *ana = market_helper(t, t->ana);
		assert_int_equal(service_make(ana, &asks[i], &service), ERR_INVALID);
		assert_string_equal(ana->refusal.field, fields[i]);
	}
	struct service_ask free = market_service();
	free.price_kind = PRICE_FREE;
	assert_int_equal(service_make(market_helper(t, t->ana), &free, &service), OK);
	assert_int_equal(service.price_minor, 0); /* what costs nothing has no price */
}

static void a_helper_has_room_for_twenty(void **state)
{
	struct test_house *t = *state;
	struct service service;
	const struct service_ask ask = market_service();
	market_places_in(t);
	market_approve(t, t->ana);
	for (int i = 0; i < SERVICES_PER_HELPER; i++) {
		service = made(t);
		house_settle(t);
	}
	struct scope *ana = market_helper(t, t->ana);
	assert_int_equal(service_make(ana, &ask, &service), ERR_CONFLICT);
	assert_string_equal(ana->refusal.reason, "service.too_many");
}

static void only_a_blurred_position_is_public(void **state)
{
	struct test_house *t = *state;
	struct service_card_list cards;
	market_places_in(t);
	market_approve(t, t->ana);
	struct service one = made(t), two = made(t);
	assert_true(one.public_lat != one.lat && one.public_lon != one.lon);
	assert_true(one.public_lat == two.public_lat); /* the same each time */
	assert_int_equal(service_cards(acting_as(t, 0), (struct ids){ &one.id, 1 }, &cards), OK);
	assert_true(cards.at[0].public_lat == one.public_lat);
	assert_true(str_equal(cards.at[0].helper_name, S("Ana")));
}

static void a_changed_service_moves_with_its_area(void **state)
{
	struct test_house *t = *state;
	struct service_ask ask = market_service();
	struct service changed;
	market_places_in(t);
	market_approve(t, t->ana);
	struct service service = made(t);
	ask.place = S("8001 Zürich");
	assert_int_equal(service_edit(market_helper(t, t->ana), service.id, &ask, &changed), OK);
	assert_int_equal(hits_in_cologne(t), 0);
	assert_string_equal(house_last_news(t), "marketplace.service_changed");
}

static void better_rated_services_move_up_by_the_job(void **state)
{
	struct test_house *t = *state;
	struct near_found found;
	const struct near_ask ask = { .place = S("50667"), .category = -1, .purpose = -1 };
	const struct service_ask offer = market_service();
	struct service bens;
	market_places_in(t);
	market_approve(t, t->ana);
	market_approve(t, t->eve);
	struct service anas = made(t);
	assert_int_equal(service_make(market_helper(t, t->eve), &offer, &bens), OK);
	for (int i = 0; i < 5; i++)
		assert_int_equal(helper_rated(acting_as(t, t->mia), t->eve, 5), OK);
	house_work(t);
	assert_int_equal(nearby_find(acting_as(t, 0), &ask, &found), OK);
	assert_int_equal(found.hits.count, 2);
	assert_int_equal(found.hits.at[0].service.id, bens.id);
	assert_int_equal(found.hits.at[1].service.id, anas.id);
}

static void coming_has_its_own_price_and_a_visit_its_purpose(void **state)
{
	struct test_house *t = *state;
	struct service service, read;
	struct service_ask ask = market_service();
	market_places_in(t);
	market_approve(t, t->ben);
	struct scope *ben = market_helper(t, t->ben);
	ask.callout_minor = -1;
	assert_int_equal(service_make(ben, &ask, &service), ERR_INVALID);
	assert_string_equal(ben->refusal.reason, "service.callout_wrong");
	scope_forgive(ben);
	ask.callout_minor = 1000;
	ask.purpose = PURPOSE_COUNT;
	assert_int_equal(service_make(ben, &ask, &service), ERR_INVALID);
	assert_string_equal(ben->refusal.field, "purpose");
	scope_forgive(ben);
	ask.purpose = PURPOSE_LEARN;
	ask.price_kind = PRICE_FREE;
	assert_int_equal(service_make(ben, &ask, &service), OK);
	assert_int_equal(service_show(acting_as(t, 0), service.id, &read), OK);
	assert_int_equal(read.callout_minor, 1000);
	assert_int_equal(read.purpose, PURPOSE_LEARN);
	assert_int_equal(read.price_minor, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		HOUSE_TEST(only_the_allowed_steps_are_open),
		HOUSE_TEST(what_is_not_live_is_not_there_for_others),
		HOUSE_TEST(a_suspended_helper_is_in_no_list),
		HOUSE_TEST(what_a_service_cannot_be_is_told),
		HOUSE_TEST(a_helper_has_room_for_twenty),
		HOUSE_TEST(only_a_blurred_position_is_public),
		HOUSE_TEST(a_changed_service_moves_with_its_area),
		HOUSE_TEST(better_rated_services_move_up_by_the_job),
		HOUSE_TEST(coming_has_its_own_price_and_a_visit_its_purpose),
	};
	return cmocka_run_group_tests_name("service", tests, NULL, NULL);
}
