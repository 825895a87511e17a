/* brand_test.c: proves the rules of brand.c: what a brand may look like, and that a host leads to one brand only. */
#include "features/brand/brand.h"

#include "features/brand/brand_news.h"
#include "test/house.h"

static struct brand good_brand(void)
{
	return (struct brand){
		.key = S("larkfield"), .name = S("Larkfield"), .origin = S("https://b.localhost"), .language = S("en"),
		.languages = S("en de"), .zone = S("Europe/Zurich"), .currency = S("CHF"), .brand_colour = S("#5b2e1f"),
		.accent_colour = S("#1d6448"),
	};
}

static void a_host_leads_to_its_brand_whatever_the_port(void **state)
{
	struct test_house *t = *state;
	static const char *const hosts[] = { "a.localhost", "A.LocalHost", "a.localhost:8080" };
	for (size_t i = 0; i < COUNT(hosts); i++) {
		struct scope *scope = acting_as(t, 0);
		scope->brand_id = 0;
		assert_int_equal(brand_scope_host(scope, str_from(hosts[i])), OK);
		assert_int_equal(scope->brand_id, t->brand_id);
		assert_true(str_equal(scope->brand_name, S("Nordlicht")));
		assert_true(str_equal(scope->currency, S("EUR")));
		assert_ptr_equal(scope->zone, zone_find(S("Europe/Berlin")));
		assert_int_equal(scope->theme.len, 8);
	}
}

static void a_host_that_nobody_has_is_not_found(void **state)
{
	struct test_house *t = *state;
	static const char *const hosts[] = { "", "localhost", "b.localhost", "x.a.localhost", "a.localhost.evil.example",
		"evila.localhost", "[::1]:80" };
	for (size_t i = 0; i < COUNT(hosts); i++) {
		struct scope *scope = acting_as(t, 0);
		assert_int_equal(brand_scope_host(scope, str_from(hosts[i])), ERR_NOT_FOUND);
		assert_string_equal(scope->refusal.reason, "brand.no_host");
	}
}

static void a_host_cannot_be_taken_from_another_brand(void **state)
{
	struct test_house *t = *state;
	struct scope *scope = acting_as_house(t);
	struct brand brand = good_brand();
	assert_int_equal(brand_make(scope, &brand), OK);
	assert_int_equal(brand_add_host(scope, S("b.localhost"), brand.id), OK);
	assert_int_equal(brand_add_host(scope, S("b.localhost"), brand.id), OK);
	assert_int_equal(brand_add_host(scope, S("a.localhost"), brand.id), ERR_CONFLICT);
	assert_string_equal(scope->refusal.reason, "brand.host_taken");
	scope = acting_as_house(t);
	assert_int_equal(brand_add_host(scope, S("no host"), brand.id), ERR_INVALID);
	assert_string_equal(scope->refusal.reason, "brand.host_wrong");
}

static enum err make(struct scope *scope, void *data)
{
	return brand_make(scope, data);
}

static void two_brands_cannot_have_one_key(void **state)
{
	struct test_house *t = *state;
	struct brand brand = good_brand();
	brand.key = S("a");
	struct scope *scope = acting_as_house(t);
	assert_int_equal(in_unit(t, scope, make, &brand), ERR_CONFLICT);
	assert_string_equal(scope->refusal.reason, "brand.key_taken");
}

static void what_a_brand_cannot_be_is_refused_with_the_field(void **state)
{
	struct test_house *t = *state;
	static const struct { size_t at; const char *value, *field, *reason; } wrong[] = {
		{ offsetof(struct brand, key),           "Larkfield",          "key",           "brand.key_wrong" },
		{ offsetof(struct brand, key),           "",                   "key",           "brand.key_wrong" },
		{ offsetof(struct brand, name),          "",                   "name",          "brand.name_wrong" },
		{ offsetof(struct brand, name),          " Larkfield",         "name",          "brand.name_wrong" },
		{ offsetof(struct brand, origin),        "b.localhost",        "origin",        "brand.origin_wrong" },
		{ offsetof(struct brand, origin),        "https://b.x/path",   "origin",        "brand.origin_wrong" },
		{ offsetof(struct brand, origin),        "http://b.x:99999",   "origin",        "brand.origin_wrong" },
		{ offsetof(struct brand, origin),        "javascript:alert()", "origin",        "brand.origin_wrong" },
		{ offsetof(struct brand, language),      "english",            "language",      "brand.language_wrong" },
		{ offsetof(struct brand, languages),     "de fr",              "languages",     "brand.language_wrong" },
		{ offsetof(struct brand, zone),          "Europe/Atlantis",    "zone",          "brand.zone_unknown" },
		{ offsetof(struct brand, zone),          "../../etc/passwd",   "zone",          "brand.zone_unknown" },
		{ offsetof(struct brand, currency),      "Euro",               "currency",      "brand.currency_wrong" },
		{ offsetof(struct brand, brand_colour),  "red",                "brand_colour",  "brand.colour_wrong" },
		{ offsetof(struct brand, accent_colour), "#12345g",            "accent_colour", "brand.colour_wrong" },
		{ offsetof(struct brand, modules),       "events;drop",        "modules",       "brand.modules_wrong" },
	};
	for (size_t i = 0; i < COUNT(wrong); i++) {
		struct scope *scope = acting_as_house(t);
		struct brand brand = good_brand();
		str value = str_from(wrong[i].value);
		memcpy((char *)&brand + wrong[i].at, &value, sizeof(value));
		assert_int_equal(brand_make(scope, &brand), ERR_INVALID);
		assert_string_equal(scope->refusal.field, wrong[i].field);
		assert_string_equal(scope->refusal.reason, wrong[i].reason);
	}
}

static void only_a_brand_administrator_changes_it(void **state)
{
	struct test_house *t = *state;
	const int64_t others[] = { 0, t->ana, t->ben, t->mia };
	for (size_t i = 0; i < COUNT(others); i++) {
		struct scope *scope = acting_as(t, others[i]);
		struct brand brand = good_brand();
		assert_int_equal(brand_change(scope, &brand), ERR_FORBIDDEN);
		assert_string_equal(scope->refusal.reason, "brand.not_yours");
	}
}

static void a_change_keeps_key_and_id_and_changes_the_look(void **state)
{
	struct test_house *t = *state;
	struct scope *adam = acting_as(t, t->adam);
	struct brand before, after, wanted = good_brand();
	wanted.id = 99;
	assert_int_equal(brand_card_of(adam, &before), OK);
	assert_int_equal(brand_change(adam, &wanted), OK);
	assert_int_equal(brand_card_of(adam, &after), OK);
	assert_int_equal(after.id, t->brand_id);
	assert_true(str_equal(after.key, S("a")));
	assert_true(str_equal(after.name, S("Larkfield")));
	assert_false(str_equal(brand_look_version(t->arena, &before), brand_look_version(t->arena, &after)));
	assert_string_equal(house_last_news(t), "brand.changed");
}

static void another_brand_has_no_face(void **state)
{
	struct test_house *t = *state;
	struct scope *scope = acting_as_house(t);
	struct brand brand = good_brand();
	assert_int_equal(brand_make(scope, &brand), OK);
	struct subject subjects[] = { subject_of(&brand_subject, t->brand_id), subject_of(&brand_subject, brand.id) };
	struct subject_face faces[2] = { 0 };
	assert_int_equal(subject_faces(acting_as(t, t->ana), subjects, 2, faces), OK);
	assert_true(str_equal(faces[0].title, S("Nordlicht")));
	assert_true(str_empty(faces[1].title));
}

static void modules_are_all_on_unless_some_are_named(void **state)
{
	(void)state;
	assert_true(brand_has_module(&(struct brand){ .modules = S("") }, S("events")));
	assert_true(brand_has_module(&(struct brand){ .modules = S("groups events") }, S("events")));
	assert_false(brand_has_module(&(struct brand){ .modules = S("groups") }, S("events")));
	assert_false(brand_has_module(&(struct brand){ .modules = S("groups") }, S("group")));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		HOUSE_TEST(a_host_leads_to_its_brand_whatever_the_port),
		HOUSE_TEST(a_host_that_nobody_has_is_not_found),
		HOUSE_TEST(a_host_cannot_be_taken_from_another_brand),
		HOUSE_TEST(two_brands_cannot_have_one_key),
		HOUSE_TEST(what_a_brand_cannot_be_is_refused_with_the_field),
		HOUSE_TEST(only_a_brand_administrator_changes_it),
		HOUSE_TEST(a_change_keeps_key_and_id_and_changes_the_look),
		HOUSE_TEST(another_brand_has_no_face),
		cmocka_unit_test(modules_are_all_on_unless_some_are_named),
	};
	return cmocka_run_group_tests_name("brand", tests, NULL, NULL);
}
