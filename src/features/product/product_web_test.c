/* product_web_test.c: proves the pages of products: kept for strangers, forgotten when a product changes. */
#include "features/product/product.h"

#include "test/visit.h"

static struct answer get(struct test_house *t, const char *path)
{
	return visit(t, &(struct asked){ .path = path });
}

static enum err change(struct scope *scope, void *data)
{
	return product_change(scope, data);
}

static void a_changed_product_is_shown_changed_at_once(void **state)
{
	struct test_house *t = *state;
	struct product product = { .key = S("router-7"), .name = S("Box <7>"), .kind = S("router"),
		.about = S("Mit **Gastnetz**. [x](javascript:alert(1))"), .position = 1 };
	assert_int_equal(product_make(acting_as(t, t->adam), &product), OK);
	for (int i = 0; i < 2; i++) { /* made, then from the cache */
		struct answer answer = get(t, "/products/router-7");
		assert_int_equal(answer.status, 200);
		assert_true(answer_says(&answer, "Box &lt;7&gt;") && answer_says(&answer, "<strong>Gastnetz</strong>"));
		assert_false(answer_says(&answer, "href=\"javascript"));
		answer = get(t, "/products");
		assert_true(answer_says(&answer, "/products/router-7"));
	}
	product.name = S("Box 8");
	assert_int_equal(in_unit(t, acting_as(t, t->adam), change, &product), OK);
	struct answer answer = get(t, "/products/router-7");
	assert_true(answer_says(&answer, "Box 8"));
	answer = get(t, "/products");
	assert_true(answer_says(&answer, "Box 8"));
	answer = get(t, "/api/v1/products/router-7");
	assert_true(answer_says(&answer, "\"name\":\"Box 8\""));
}

static void a_product_of_another_brand_is_not_found(void **state)
{
	struct test_house *t = *state;
	int64_t tess;
	struct product product = { .key = S("router-7"), .name = S("Box 7"), .kind = S("router") };
	assert_int_equal(product_make(acting_as(t, t->adam), &product), OK);
	second_brand(t, &tess);
	assert_int_equal(visit(t, &(struct asked){ .path = "/products/router-7", .host = "b.localhost" }).status, 404);
	assert_int_equal(get(t, "/products/router-8").status, 404);
	assert_int_equal(get(t, "/products/router-7").status, 200);
	struct answer answer = visit(t, &(struct asked){ .path = "/api/v1/products", .host = "b.localhost" });
	assert_false(answer_says(&answer, "router-7"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WEB_TEST(a_changed_product_is_shown_changed_at_once),
		WEB_TEST(a_product_of_another_brand_is_not_found),
	};
	return cmocka_run_group_tests_name("product_web", tests, NULL, NULL);
}
