/* known_test.c: proves that one says what one knows, and that nobody learns from it, or from its lack, what one has. */
#include "features/product/product.h"

#include "features/member/member_news.h"
#include "test/visit.h"

#define assert_refused(scope, call, err, key) \
	do { \
		assert_int_equal(call, err); \
		assert_non_null((scope)->refusal.reason); \
		assert_string_equal((scope)->refusal.reason, key); \
	} while (0)

static int64_t a_product(struct test_house *t, const char *key)
{
	struct product product = { .key = str_from(key), .name = str_format(t->arena, "Gerät %s", key), .kind = S("router") };
	assert_int_equal(product_make(acting_as(t, t->adam), &product), OK);
	return product.id;
}

static int64_t a_device(struct test_house *t, int64_t member_id, int64_t product_id)
{
	struct device device = { .product_id = product_id, .nickname = S("Wohnzimmer"), .serial = S("") };
	assert_int_equal(device_add(acting_as(t, member_id), &device), OK);
	return device.id;
}

static bool knows(struct test_house *t, int64_t member_id, int64_t product_id)
{
	struct ids of, among, by;
	assert_int_equal(known_of(acting_as(t, 0), member_id, &of), OK);
	assert_int_equal(known_among(acting_as(t, t->eve), product_id, (struct ids){ &member_id, 1 }, &among), OK);
	assert_int_equal(known_by(acting_as(t, t->eve), product_id, &by), OK);
	assert_true(known_has(of, product_id) == (among.count > 0) && known_has(by, member_id) == (among.count > 0));
	return among.count > 0;
}

static bool says(struct test_house *t, int64_t as, const char *path, const char *words)
{
	struct answer answer = visit(t, &(struct asked){ .as = as, .path = path });
	assert_int_equal(answer.status, 200);
	return answer_says(&answer, words);
}

static void who_has_a_device_is_not_told_unless_she_says_so(void **state)
{
	struct test_house *t = *state;
	int64_t product = a_product(t, "box"), device = a_device(t, t->ben, product);
	const char *profile = str_c(t->arena, str_format(t->arena, "/members/%lld", (long long)t->ben));
	const char *path = str_c(t->arena, str_format(t->arena, "/me/devices/%lld", (long long)device));
	assert_false(knows(t, t->ben, product));
	assert_false(says(t, t->eve, profile, "Gerät box") || says(t, 0, "/products/box", "Ben"));
	struct asked asked = { .as = t->ben, .method = POST, .path = path, .form = "nickname=Wohnzimmer&serial=&bought_on=&product_id=1&knows=1" };
	assert_int_equal(visit(t, &asked).status, 303);
	assert_true(knows(t, t->ben, product));
	assert_true(says(t, 0, profile, "Gerät box") && says(t, 0, "/products/box", "Ben")); /* pages that were kept are forgotten */
	assert_false(says(t, t->eve, profile, "Wohnzimmer") || says(t, t->eve, "/products/box", "Wohnzimmer"));
	assert_true(says(t, t->ben, path, "name=\"knows\" value=\"1\" checked"));
	asked.form = "nickname=Wohnzimmer&serial=&bought_on=&product_id=1"; /* no longer ticked */
	assert_int_equal(visit(t, &asked).status, 303);
	assert_false(knows(t, t->ben, product));
	assert_false(says(t, 0, profile, "Gerät box") || says(t, 0, "/products/box", "Ben"));
}

/* Whoever can say it without owning one proves nothing by it. */
static void saying_it_needs_no_device_and_tells_of_none(void **state)
{
	struct test_house *t = *state;
	int64_t product = a_product(t, "box");
	assert_int_equal(known_say(acting_as(t, t->ben), product, true), OK);
	assert_int_equal(known_say(acting_as(t, t->ben), product, true), OK); /* once */
	struct device_list devices;
	assert_int_equal(device_list_mine(acting_as(t, t->ben), &devices), OK);
	assert_int_equal(devices.count, 0);
	assert_true(knows(t, t->ben, product) && !knows(t, t->ana, product));
	assert_int_equal(known_say(acting_as(t, t->ana), product, false), OK); /* harmless, and nobody else's */
	assert_true(knows(t, t->ben, product));
}

static void it_ends_with_the_last_device_of_its_kind(void **state)
{
	struct test_house *t = *state;
	int64_t product = a_product(t, "box"), first = a_device(t, t->ben, product), second = a_device(t, t->ben, product);
	assert_int_equal(known_say(acting_as(t, t->ben), product, true), OK);
	assert_int_equal(device_remove(acting_as(t, t->ben), first), OK);
	assert_true(knows(t, t->ben, product));
	assert_int_equal(device_remove(acting_as(t, t->ben), second), OK);
	assert_false(knows(t, t->ben, product));
}

static void a_new_device_says_it_when_ticked_and_takes_nothing_back(void **state)
{
	struct test_house *t = *state;
	int64_t product = a_product(t, "box");
	house_settle(t);
	struct asked asked = { .as = t->ben, .method = POST, .path = "/me/devices",
		.form = str_c(t->arena, str_format(t->arena, "product_id=%lld&knows=1", (long long)product)) };
	assert_int_equal(visit(t, &asked).status, 303);
	assert_true(knows(t, t->ben, product));
	asked.form = str_c(t->arena, str_format(t->arena, "product_id=%lld", (long long)product)); /* as the product's page sends it */
	assert_int_equal(visit(t, &asked).status, 303);
	assert_true(knows(t, t->ben, product));
}

static void what_is_said_has_limits(void **state)
{
	struct test_house *t = *state;
	struct scope *stranger = acting_as(t, 0);
	int64_t product = a_product(t, "box");
	assert_refused(stranger, known_say(stranger, product, true), ERR_SIGNED_OUT, "member.sign_in");
	struct scope *ben = acting_as(t, t->ben);
	assert_refused(ben, known_say(ben, 4711, true), ERR_NOT_FOUND, "product.not_found");
	ben = acting_as(t, t->ben);
	assert_refused(ben, known_say(ben, 0, true), ERR_NOT_FOUND, "product.not_found");
	for (int i = 0; i < KNOWN_MAX; i++)
		assert_int_equal(known_say(acting_as(t, t->ben), a_product(t, str_c(t->arena, str_format(t->arena, "p-%d", i))), true), OK);
	ben = acting_as(t, t->ben);
	assert_refused(ben, known_say(ben, product, true), ERR_CONFLICT, "known.too_many");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WEB_TEST(who_has_a_device_is_not_told_unless_she_says_so),
		HOUSE_TEST(saying_it_needs_no_device_and_tells_of_none),
		HOUSE_TEST(it_ends_with_the_last_device_of_its_kind),
		WEB_TEST(a_new_device_says_it_when_ticked_and_takes_nothing_back),
		HOUSE_TEST(what_is_said_has_limits),
	};
	return cmocka_run_group_tests_name("known", tests, NULL, NULL);
}
