/* product_test.c: proves the rules of product.c. */
#include "features/product/product.h"

#include "features/product/product_news.h"
#include "test/house.h"

static struct product box(void)
{
	return (struct product){ .key = S("router-7"), .name = S("Nordlicht Box 7"), .kind = S("router"),
		.about = S("Unser Router."), .position = 1 };
}

static void only_administrators_make_and_change_products(void **state)
{
	struct test_house *t = *state;
	const int64_t others[] = { 0, t->ana, t->ben, t->mia };
	struct product_list list;
	for (size_t i = 0; i < COUNT(others); i++) {
		struct product product = box();
		struct scope *scope = acting_as(t, others[i]);
		assert_int_equal(product_make(scope, &product), ERR_FORBIDDEN);
		assert_string_equal(scope->refusal.reason, "product.not_yours");
		scope = acting_as(t, others[i]);
		assert_int_equal(product_change(scope, &product), ERR_FORBIDDEN);
		scope = acting_as(t, others[i]);
		assert_int_equal(product_list_all(scope, &list), ERR_FORBIDDEN);
	}
	struct product product = box();
	assert_int_equal(product_make(acting_as(t, t->adam), &product), OK);
	assert_string_equal(house_last_news(t), "product.changed");
}

static void what_a_product_cannot_be_is_refused_with_the_field(void **state)
{
	struct test_house *t = *state;
	static const struct { size_t at; const char *value, *field, *reason; } wrong[] = {
		{ offsetof(struct product, key),  "Router 7",   "key",  "product.key_wrong" },
		{ offsetof(struct product, key),  "",           "key",  "product.key_wrong" },
		{ offsetof(struct product, key),  "../x",       "key",  "product.key_wrong" },
		{ offsetof(struct product, name), "",           "name", "product.name_wrong" },
		{ offsetof(struct product, name), "Box ",       "name", "product.name_wrong" },
		{ offsetof(struct product, kind), "",           "kind", "product.kind_wrong" },
		{ offsetof(struct product, kind), "tv\nbox",    "kind", "product.kind_wrong" },
	};
	for (size_t i = 0; i < COUNT(wrong); i++) {
		struct product product = box();
		struct scope *adam = acting_as(t, t->adam);
		str value = str_from(wrong[i].value);
		memcpy((char *)&product + wrong[i].at, &value, sizeof(value));
		assert_int_equal(product_make(adam, &product), ERR_INVALID);
		assert_string_equal(adam->refusal.field, wrong[i].field);
		assert_string_equal(adam->refusal.reason, wrong[i].reason);
	}
}

static enum err make(struct scope *scope, void *data)
{
	return product_make(scope, data);
}

static void two_products_cannot_have_one_key(void **state)
{
	struct test_house *t = *state;
	struct product one = box(), two = box();
	assert_int_equal(product_make(acting_as(t, t->adam), &one), OK);
	struct scope *adam = acting_as(t, t->adam);
	assert_int_equal(in_unit(t, adam, make, &two), ERR_CONFLICT);
	assert_string_equal(adam->refusal.reason, "product.key_taken");
	assert_string_equal(adam->refusal.field, "key");
}

static void a_hidden_product_is_found_but_not_listed_nor_chosen(void **state)
{
	struct test_house *t = *state;
	struct product product = box(), found;
	struct product_list list;
	assert_int_equal(product_make(acting_as(t, t->adam), &product), OK);
	assert_int_equal(product_check(acting_as(t, t->ana), product.id), OK);
	product.hidden_at = t->now;
	assert_int_equal(product_change(acting_as(t, t->adam), &product), OK);
	assert_int_equal(product_list(acting_as(t, 0), &list), OK);
	assert_int_equal(list.count, 0);
	assert_int_equal(product_list_all(acting_as(t, t->adam), &list), OK);
	assert_int_equal(list.count, 1);
	assert_int_equal(product_by_key(acting_as(t, 0), S("router-7"), &found), OK);
	struct scope *ana = acting_as(t, t->ana);
	assert_int_equal(product_check(ana, product.id), ERR_NOT_FOUND);
	assert_string_equal(ana->refusal.reason, "product.not_found");
	assert_int_equal(product_check(acting_as(t, t->ana), 0), OK);
}

static void products_come_in_the_brands_order(void **state)
{
	struct test_house *t = *state;
	static const char *const keys[] = { "c", "a", "b" };
	struct product_list list;
	for (size_t i = 0; i < COUNT(keys); i++) {
		struct product product = box();
		product.key = str_from(keys[i]);
		product.position = keys[i][0];
		assert_int_equal(product_make(acting_as(t, t->adam), &product), OK);
	}
	assert_int_equal(product_list(acting_as(t, 0), &list), OK);
	assert_int_equal(list.count, 3);
	assert_true(str_equal(list.at[0].key, S("a")) && str_equal(list.at[2].key, S("c")));
}

static void another_brand_has_none_of_them(void **state)
{
	struct test_house *t = *state;
	struct product product = box(), found;
	struct product_card_list cards;
	assert_int_equal(product_make(acting_as(t, t->adam), &product), OK);
	struct scope *scope = acting_as_house(t);
	scope->brand_id = 77;
	assert_int_equal(product_by_key(scope, S("router-7"), &found), ERR_NOT_FOUND);
	assert_string_equal(scope->refusal.reason, "product.not_found");
	assert_int_equal(product_cards(scope, (struct ids){ &product.id, 1 }, &cards), OK);
	assert_int_equal(cards.count, 0);
	struct subject subject = subject_of(&product_subject, product.id);
	struct subject_face face = { 0 };
	assert_int_equal(subject_faces(acting_as(t, t->ana), &subject, 1, &face), OK);
	assert_true(str_equal(face.url, S("/products/router-7")));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		HOUSE_TEST(only_administrators_make_and_change_products),
		HOUSE_TEST(what_a_product_cannot_be_is_refused_with_the_field),
		HOUSE_TEST(two_products_cannot_have_one_key),
		HOUSE_TEST(a_hidden_product_is_found_but_not_listed_nor_chosen),
		HOUSE_TEST(products_come_in_the_brands_order),
		HOUSE_TEST(another_brand_has_none_of_them),
	};
	return cmocka_run_group_tests_name("product", tests, NULL, NULL);
}
