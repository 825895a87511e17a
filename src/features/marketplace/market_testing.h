/* market_testing.h: what the marketplace's tests share: a few places, and helpers who are approved. */
#ifndef MARKET_TESTING_H
#define MARKET_TESTING_H
#include "features/marketplace/service.h"
#include "test/house.h"

static const char market_places[] =
	"country\tpostal_code\tplace\tregion\tlat\tlon\tregion_code\tcommunity\tkind\n"
	"DE\t50667\tKöln\tNordrhein-Westfalen\t50.9389\t6.9599\tNW\tKöln\tarea\n"
	"DE\t53111\tBonn\tNordrhein-Westfalen\t50.7374\t7.0982\tNW\tBonn\tarea\n"
	"DE\t10115\tBerlin\tBerlin\t52.5323\t13.3846\tBE\tBerlin\tarea\n"
	"CH\t8001\tZürich\tZürich\t47.3721\t8.5417\tZH\tZürich\tarea\n"
	"DE\t01844\tNeustadt\tSachsen\t51.0280\t14.2160\tSN\tSächsische Schweiz\tarea\n"
	"DE\t96465\tNeustadt\tBayern\t50.3290\t11.1210\tBY\tCoburg\tarea\n";

static inline void market_places_in(struct test_house *t)
{
	struct place_import count;
	house_settle(t);
	assert_int_equal(place_import(t->house, str_from(market_places), NULL, &count), OK);
}

static inline struct helper_ask market_application(void)
{
	return (struct helper_ask){ .about = S("I set up networks for a living."), .categories = S("wifi tv"),
		.languages = S("de fr"), .place = S("50667"), .radius_km = 10, .accepts_rules = true };
}

static inline int64_t market_apply(struct test_house *t, int64_t member_id)
{
	struct application application;
	const struct helper_ask ask = market_application();
	assert_int_equal(application_make(acting_as(t, member_id), &ask, &application), OK);
	return application.id;
}

/* The test's member becomes a helper as anyone does. */
static inline int64_t market_approve(struct test_house *t, int64_t member_id)
{
	int64_t id = market_apply(t, member_id);
	assert_int_equal(application_take_step(acting_as(t, t->adam), id, APPLICATION_APPROVE, S("")), OK);
	return id;
}

static inline struct scope *market_helper(struct test_house *t, int64_t member_id)
{
	struct scope *scope = acting_as(t, member_id);
	scope->roles |= ROLE_HELPER;
	return scope;
}

static inline struct service_ask market_service(void)
{
	return (struct service_ask){ .title = S("WLAN einrichten"), .text = S("Mit **Gastnetz**."),
		.html = S("<p>Mit <strong>Gastnetz</strong>.</p>"), .markdown_version = 1, .category = CATEGORY_WIFI,
		.price_kind = PRICE_FIXED, .price_minor = 4500, .currency = S("EUR"), .minutes = 60, .radius_km = 10,
		.languages = S("de"), .place = S("50667") };
}
#endif
