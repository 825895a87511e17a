/* device_test.c: proves that a device is its member's own: nobody reads, counts or touches it. */
#include "features/product/product.h"

#include "features/member/member.h"
#include "test/folder.h"
#include "test/visit.h"

#define assert_refused(scope, call, err, key) \
	do { \
		assert_int_equal(call, err); \
		assert_non_null((scope)->refusal.reason); \
		assert_string_equal((scope)->refusal.reason, key); \
	} while (0)

static int64_t a_product(struct test_house *t)
{
	struct product product = { .key = S("box-7"), .name = S("Box 7"), .kind = S("router") };
	assert_int_equal(product_make(acting_as(t, t->adam), &product), OK);
	return product.id;
}

static int64_t a_device(struct test_house *t, int64_t member_id, int64_t product_id)
{
	struct device device = { .product_id = product_id, .nickname = S("Wohnzimmer"), .serial = S("SN-GEHEIM-77"), .bought_on = 20000 };
	assert_int_equal(device_add(acting_as(t, member_id), &device), OK);
	return device.id;
}

static struct answer get(struct test_house *t, int64_t as, const char *path)
{
	return visit(t, &(struct asked){ .as = as, .path = path });
}

static void a_device_is_known_to_its_member_only(void **state)
{
	struct test_house *t = *state;
	struct device device;
	struct device_list list;
	int64_t id = a_device(t, t->ana, a_product(t));
	assert_int_equal(device_mine(acting_as(t, t->ana), id, &device), OK);
	assert_true(str_equal(device.serial, S("SN-GEHEIM-77")));
	const int64_t others[] = { t->ben, t->eve, t->mia, t->adam };
	for (size_t i = 0; i < COUNT(others); i++) {
		struct scope *scope = acting_as(t, others[i]);
		assert_refused(scope, device_mine(scope, id, &device), ERR_NOT_FOUND, "device.not_found");
		scope = acting_as(t, others[i]);
		assert_refused(scope, device_remove(scope, id), ERR_NOT_FOUND, "device.not_found");
		scope = acting_as(t, others[i]);
		assert_refused(scope, device_change(scope, &(struct device){ .id = id, .nickname = S(""), .serial = S("") }),
		               ERR_NOT_FOUND, "device.not_found");
		assert_int_equal(device_list_mine(acting_as(t, others[i]), &list), OK);
		assert_int_equal(list.count, 0);
	}
	assert_int_equal(device_list_mine(acting_as(t, 0), &list), OK);
	assert_int_equal(list.count, 0);
	struct scope *stranger = acting_as(t, 0);
	assert_refused(stranger, device_mine(stranger, id, &device), ERR_SIGNED_OUT, "member.sign_in");
	assert_int_equal(device_list_mine(acting_as(t, t->ana), &list), OK);
	assert_int_equal(list.count, 1);
	assert_true(str_empty(list.at[0].serial)); /* lists do without */
}

static void no_page_and_no_api_shows_anothers_device(void **state)
{
	struct test_house *t = *state;
	int64_t product = a_product(t), id = a_device(t, t->ana, product);
	const char *paths[] = { "/products/box-7", "/products", "/help", "/", "/me", "/me/devices", "/api/v1/products/box-7",
		"/api/v1/me/devices", str_c(t->arena, str_format(t->arena, "/members/%lld", (long long)t->ana)),
		str_c(t->arena, str_format(t->arena, "/api/v1/members/%lld", (long long)t->ana)),
		str_c(t->arena, str_format(t->arena, "/me/devices/%lld", (long long)id)),
		str_c(t->arena, str_format(t->arena, "/desk/members/%lld", (long long)t->ana)) };
	const int64_t others[] = { 0, t->ben, t->eve, t->mia, t->adam };
	house_settle(t);
	for (size_t i = 0; i < COUNT(paths); i++) {
		for (size_t o = 0; o < COUNT(others); o++) {
			struct answer answer = get(t, others[o], paths[i]);
			assert_false(answer_says(&answer, "Wohnzimmer"));
			assert_false(answer_says(&answer, "GEHEIM"));
		}
	}
	struct answer answer = get(t, t->ana, "/help");
	assert_true(answer_says(&answer, "Wohnzimmer"));
	answer = get(t, t->ana, "/api/v1/me/devices");
	assert_true(answer_says(&answer, "Wohnzimmer"));
	assert_false(answer_says(&answer, "GEHEIM")); /* the number is shown on its own page alone */
}

static void a_crowd_is_counted_and_never_one(void **state)
{
	struct test_house *t = *state;
	int64_t owners, product = a_product(t);
	for (int i = 0; i < 25; i++) /* one member's 25 boxes are one owner */
		a_device(t, t->ana, product);
	assert_int_equal(device_owners(acting_as(t, 0), product, &owners), OK);
	assert_int_equal(owners, 0);
	for (int i = 1; i < 30; i++) {
		struct member member = { .name = S("Nora"), .mail = str_format(t->arena, "nora%d@example.org", i), .mail_confirmed_at = t->now };
		assert_int_equal(member_make(acting_as_house(t), &member), OK);
		a_device(t, member.id, product);
		assert_int_equal(device_owners(acting_as(t, 0), product, &owners), OK);
		assert_int_equal(owners, i + 1 < OWNERS_MIN ? 0 : (i + 1) / 10 * 10);
	}
}

static void the_serial_number_lies_sealed(void **state)
{
	struct test_house *t = *state;
	a_device(t, t->ana, a_product(t));
	house_settle(t);
	if (t->schema.len) /* PostgreSQL keeps its own files */
		skip();
	str text = file_read(t->arena, str_format(t->arena, "%.*s/house.db-wal", STR_ARG(t->folder)));
	assert_true(memmem(text.at, text.len, "Wohnzimmer", 10) != NULL); /* so we looked in the right place */
	assert_null(memmem(text.at, text.len, "GEHEIM", 6));
}

static void what_a_device_cannot_be_is_refused_with_the_field(void **state)
{
	struct test_house *t = *state;
	int64_t product = a_product(t);
	char long_name[DEVICE_NAME_MAX + 2];
	memset(long_name, 'x', sizeof(long_name));
	const str too_long = { long_name, DEVICE_NAME_MAX + 1 };
	const int32_t today = day_at(zone_find(S("Europe/Berlin")), t->now);
	const struct { struct device device; const char *field, *reason; } wrong[] = {
		{ { .nickname = S(""), .serial = S("") }, "product_id", "product.not_found" },
		{ { .product_id = 99, .nickname = S(""), .serial = S("") }, "product_id", "product.not_found" },
		{ { .product_id = product, .nickname = too_long, .serial = S("") }, "nickname", "device.name_wrong" },
		{ { .product_id = product, .nickname = S(""), .serial = too_long }, "serial", "device.serial_wrong" },
		{ { .product_id = product, .nickname = S(""), .serial = S(""), .bought_on = today + 1 }, "bought_on", "device.day_wrong" },
		{ { .product_id = product, .nickname = S(""), .serial = S(""), .bought_on = 100 }, "bought_on", "device.day_wrong" },
	};
	for (size_t i = 0; i < COUNT(wrong); i++) {
		struct device device = wrong[i].device;
		struct scope *ana = acting_as(t, t->ana);
		assert_refused(ana, device_add(ana, &device), ERR_INVALID, wrong[i].reason);
		assert_string_equal(ana->refusal.field, wrong[i].field);
	}
	struct device today_s = { .product_id = product, .nickname = S(""), .serial = S(""), .bought_on = today };
	assert_int_equal(device_add(acting_as(t, t->ana), &today_s), OK);
	for (int i = 1; i < DEVICES_MAX; i++)
		a_device(t, t->ana, product);
	struct scope *ana = acting_as(t, t->ana);
	assert_refused(ana, device_add(ana, &today_s), ERR_CONFLICT, "device.too_many");
}

static void a_code_on_the_box_leads_to_the_product_and_to_my_devices(void **state)
{
	struct test_house *t = *state;
	int64_t product = a_product(t);
	assert_int_equal(product_code_add(acting_as(t, t->adam), product, S("NL7")), OK);
	house_settle(t);
	struct answer answer = get(t, 0, "/p/nl7");
	assert_int_equal(answer.status, 301);
	assert_true(str_equal(answer.location, S("/products/box-7")));
	assert_int_equal(get(t, 0, "/p?code=NL-7").status, 301);
	answer = get(t, 0, "/p/NL8");
	assert_int_equal(answer.status, 404);
	assert_true(answer_says(&answer, "action=\"/search\"") && answer_says(&answer, "NL8"));
	answer = get(t, 0, "/products/box-7/code.svg");
	assert_true(str_starts(answer.content_type, S("image/svg+xml")) && answer_says(&answer, "<path d=\"M4 4h7v1h-7z"));
	answer = get(t, t->ana, "/products/box-7");
	assert_true(answer_says(&answer, "action=\"/me/devices\""));
	const char *form = str_c(t->arena, str_format(t->arena, "product_id=%lld", (long long)product));
	assert_int_equal(visit(t, &(struct asked){ .as = t->ana, .method = POST, .path = "/me/devices", .form = form }).status, 303);
	answer = get(t, t->ana, "/products/box-7");
	assert_true(answer_says(&answer, "/me/devices/"));
	assert_false(answer_says(&answer, "action=\"/me/devices\""));
	answer = get(t, t->ana, "/me/devices");
	assert_true(answer_says(&answer, "Box 7"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		HOUSE_TEST(a_device_is_known_to_its_member_only),
		WEB_TEST(no_page_and_no_api_shows_anothers_device),
		HOUSE_TEST(a_crowd_is_counted_and_never_one),
		HOUSE_TEST(the_serial_number_lies_sealed),
		HOUSE_TEST(what_a_device_cannot_be_is_refused_with_the_field),
		WEB_TEST(a_code_on_the_box_leads_to_the_product_and_to_my_devices),
	};
	return cmocka_run_group_tests_name("device", tests, NULL, NULL);
}
