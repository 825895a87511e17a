/* product_picture_test.c: a product's picture: given, described, replaced, taken away; and where it is seen. */
#include "features/product/product.h"

#include "features/media/media.h"
#include "features/product/product_news.h"
#include "test/folder.h"
#include "test/visit.h"

#include <dirent.h>

/* A square of 300 pixels, one of them black. */
static const char gif[] = "GIF89a\x2c\x01\x2c\x01\x80\x00\x00\xff\xff\xff\x00\x00\x00\x2c\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02\x4c\x01\x00\x3b";
#define GIF ((str){ gif, sizeof(gif) - 1 })

static struct product a_product(struct test_house *t)
{
	struct product product = { .key = S("box-7"), .name = S("Box 7"), .kind = S("router"), .about = S("Funkt.") };
	assert_int_equal(product_make(acting_as(t, t->adam), &product), OK);
	house_settle(t);
	return product;
}

static struct answer give(struct test_house *t, const struct product *product, str bytes, const char *about)
{
	str path = str_format(t->arena, "/desk/products/%lld/picture", (long long)product->id);
	return visit(t, &(struct asked){ .as = t->adam, .method = POST, .path = str_c(t->arena, path), .upload = bytes,
		.upload_name = "IMG_7.gif", .form = str_c(t->arena, str_format(t->arena, "about=%s", about)) });
}

static struct product now(struct test_house *t, int64_t product_id)
{
	struct product product;
	assert_int_equal(product_by_id(acting_as(t, 0), product_id, &product), OK);
	return product;
}

static struct answer get(struct test_house *t, int64_t as, str path)
{
	return visit(t, &(struct asked){ .as = as, .path = str_c(t->arena, path) });
}

static int blobs(struct test_house *t)
{
	DIR *dir = opendir(str_c(t->arena, str_format(t->arena, "%.*s/blobs/%lld", STR_ARG(t->folder), (long long)t->brand_id)));
	int count = 0;
	for (struct dirent *entry = dir ? readdir(dir) : NULL; entry; entry = readdir(dir))
		count += entry->d_name[0] != '.';
	if (dir)
		closedir(dir);
	return count;
}

static void it_is_seen_wherever_the_product_is(void **state)
{
	struct test_house *t = *state;
	struct product product = a_product(t);
	struct device device = { .product_id = product.id, .nickname = S(""), .serial = S("") };
	struct answer before = get(t, 0, S("/products/box-7"));
	assert_false(answer_says(&before, "/media/"));
	assert_int_equal(device_add(acting_as(t, t->ana), &device), OK);
	assert_int_equal(give(t, &product, GIF, "Eine+kleine+Box").status, 303);
	product = now(t, product.id);
	assert_true(str_ends(product.picture, S("-300x300")));
	struct answer page = get(t, 0, S("/products/box-7")); /* kept before, and forgotten */
	assert_true(answer_says(&page, str_c(t->arena, str_format(t->arena, "src=\"%.*s/middle\" alt=\"Eine kleine Box\" width=\"300\" height=\"300\"", STR_ARG(product.picture)))));
	assert_true(answer_says(&page, str_c(t->arena, str_format(t->arena, "og:image\" content=\"http://a.localhost%.*s/card\"", STR_ARG(product.picture)))));
	static const char *const lists[] = { "/products", "/me/devices", "/help", "/desk/products" };
	for (size_t i = 0; i < COUNT(lists); i++) {
		struct answer list = get(t, i == 1 || i == 2 ? t->ana : t->adam, str_from(lists[i]));
		assert_true(answer_says(&list, str_c(t->arena, str_format(t->arena, "src=\"%.*s/small\" alt=\"\"", STR_ARG(product.picture)))));
	}
	struct answer api = get(t, 0, S("/api/v1/products/box-7"));
	assert_true(answer_says(&api, "\"picture_about\":\"Eine kleine Box\""));
	struct answer card = get(t, 0, str_format(t->arena, "%.*s/card", STR_ARG(product.picture)));
	assert_int_equal(card.status, 200);
	assert_string_equal(str_c(t->arena, card.content_type), "image/jpeg");
	struct answer other = visit(t, &(struct asked){ .path = str_c(t->arena, product.picture), .host = "b.localhost" });
	assert_int_equal(other.status, 404);
}

static void its_words_are_changed_alone_and_never_empty(void **state)
{
	struct test_house *t = *state;
	struct product product = a_product(t);
	struct scope *adam = acting_as(t, t->adam);
	assert_int_equal(product_change_about_picture(adam, product.id, S("Eine Box")), ERR_CONFLICT);
	assert_string_equal(adam->refusal.reason, "product.no_picture");
	struct answer none = visit(t, &(struct asked){ .as = t->adam, .method = POST, .form = "about=Box",
		.path = str_c(t->arena, str_format(t->arena, "/desk/products/%lld/picture", (long long)product.id)) });
	assert_int_equal(none.status, 422); /* what was typed is there, and that a file is missing is said */
	assert_true(answer_says(&none, "value=\"Box\"") && answer_says(&none, "f-file-error"));
	assert_int_equal(give(t, &product, GIF, "").status, 303);
	assert_string_equal(str_c(t->arena, now(t, product.id).picture_about), "Box 7");
	str picture = now(t, product.id).picture;
	assert_int_equal(product_change_about_picture(acting_as(t, t->adam), product.id, S("Von vorn")), OK);
	assert_string_equal(str_c(t->arena, now(t, product.id).picture_about), "Von vorn");
	assert_true(str_equal(now(t, product.id).picture, picture));
	char *at = arena_bytes(t->arena, PRODUCT_PICTURE_ABOUT_MAX + 1);
	memset(at, 'x', PRODUCT_PICTURE_ABOUT_MAX + 1);
	assert_int_equal(product_change_about_picture(acting_as(t, t->adam), product.id, (str){ at, PRODUCT_PICTURE_ABOUT_MAX }), OK);
	adam = acting_as(t, t->adam);
	assert_int_equal(product_change_about_picture(adam, product.id, (str){ at, PRODUCT_PICTURE_ABOUT_MAX + 1 }), ERR_INVALID);
	assert_string_equal(adam->refusal.reason, "product.picture_about_wrong");
}

static void only_an_administrator_gives_or_takes_it(void **state)
{
	struct test_house *t = *state;
	struct product product = a_product(t);
	const int64_t others[] = { 0, t->ana, t->ben, t->mia };
	assert_int_equal(give(t, &product, GIF, "").status, 303);
	for (size_t i = 0; i < COUNT(others); i++) {
		struct scope *scope = acting_as(t, others[i]);
		assert_int_equal(product_take_picture_away(scope, product.id), ERR_FORBIDDEN);
		assert_string_equal(scope->refusal.reason, "product.not_yours");
		scope = acting_as(t, others[i]);
		assert_int_equal(product_change_about_picture(scope, product.id, S("x")), ERR_FORBIDDEN);
	}
	assert_int_equal(give(t, &product, S("kein Bild"), "").status, 422);
	assert_true(now(t, product.id).picture.len > 0); /* what was refused changes nothing */
}

static void a_new_one_takes_its_place_and_no_file_stays(void **state)
{
	struct test_house *t = *state;
	struct product product = a_product(t);
	assert_int_equal(give(t, &product, GIF, "").status, 303);
	int once = blobs(t);
	assert_int_equal(once, 4);
	str first = now(t, product.id).picture;
	assert_int_equal(give(t, &product, GIF, "").status, 303);
	house_work(t);
	assert_int_equal(blobs(t), once);
	assert_int_equal(get(t, 0, first).status, 404);
	str path = str_format(t->arena, "/desk/products/%lld/picture/removal", (long long)product.id);
	assert_int_equal(visit(t, &(struct asked){ .as = t->adam, .method = POST, .path = str_c(t->arena, path) }).status, 303);
	house_work(t);
	assert_int_equal(blobs(t), 0);
	struct answer page = get(t, 0, S("/products/box-7"));
	assert_false(answer_says(&page, "/media/"));
	assert_int_equal(visit(t, &(struct asked){ .as = t->adam, .method = POST, .path = str_c(t->arena, path) }).status, 409);
}

static enum err import(struct scope *scope, void *data)
{
	size_t next;
	struct catalog catalog;
	catalog_read(scope->arena, *(str *)data, &catalog);
	return catalog_write(scope, &catalog, 0, &next);
}

static void one_that_is_sent_again_is_given_once(void **state)
{
	struct test_house *t = *state;
	struct product product = a_product(t);
	str first = S("");
	for (int i = 0; i < 2; i++) {
		struct answer answer = give(t, &product, GIF, "Vorne&once=k");
		assert_int_equal(answer.status, 303);
		assert_true(i == 0 || str_equal(now(t, product.id).picture, first));
		first = now(t, product.id).picture;
		house_settle(t);
	}
	/* Other words under another key, and a program's own. */
	assert_int_equal(give(t, &product, GIF, "Hinten&once=l").status, 303);
	str second = now(t, product.id).picture;
	house_settle(t);
	assert_false(str_equal(second, first));
	struct asked asked = { .as = t->adam, .method = POST, .path = "/api/v1/products/box-7/picture", .upload = GIF, .upload_name = "a.gif",
		.once = "p", .bearer = true };
	for (int i = 0; i < 2; i++) {
		assert_int_equal(visit(t, &asked).status, 204);
		assert_true(i == 0 || str_equal(now(t, product.id).picture, second));
		second = now(t, product.id).picture;
		house_settle(t);
	}
}

static void an_import_and_a_change_keep_it(void **state)
{
	struct test_house *t = *state;
	struct product product = a_product(t);
	str csv = S("key,name,kind\nbox-7,Box Sieben,router\n");
	assert_int_equal(give(t, &product, GIF, "Von+vorn").status, 303);
	str picture = now(t, product.id).picture;
	assert_int_equal(in_unit(t, acting_as(t, t->adam), import, &csv), OK);
	assert_string_equal(str_c(t->arena, now(t, product.id).name), "Box Sieben");
	assert_int_equal(product_change(acting_as(t, t->adam), &product), OK); /* as it was read before it had one */
	assert_true(str_equal(now(t, product.id).picture, picture));
	assert_string_equal(str_c(t->arena, now(t, product.id).picture_about), "Von vorn");
}

/* The picture is the brand's; who gave it is forgotten. */
static void it_stays_when_who_gave_it_leaves(void **state)
{
	struct test_house *t = *state;
	struct product product = a_product(t);
	struct media media;
	bool more = true;
	int64_t after_id = 0;
	assert_int_equal(give(t, &product, GIF, "").status, 303);
	while (more)
		assert_int_equal(media_disown(acting_as_house(t), t->adam, &after_id, &more), OK);
	assert_int_equal(media_of(acting_as(t, 0), product_subject.number, (struct ids){ &product.id, 1 }, MEDIA_PRODUCT, &media), OK);
	assert_true(media.id > 0 && media.owner_id == 0 && media.name.len == 0);
	assert_int_equal(get(t, 0, now(t, product.id).picture).status, 200);
}

static void a_program_does_the_same(void **state)
{
	struct test_house *t = *state;
	struct product product = a_product(t);
	struct asked asked = { .as = t->adam, .method = POST, .path = "/api/v1/products/box-7/picture", .upload = GIF,
		.upload_name = "x.gif", .form = "about=Box", .bearer = true };
	assert_int_equal(visit(t, &asked).status, 204);
	assert_string_equal(str_c(t->arena, now(t, product.id).picture_about), "Box");
	asked.as = t->ana;
	assert_int_equal(visit(t, &asked).status, 403);
	asked = (struct asked){ .as = t->adam, .method = DELETE, .path = "/api/v1/products/box-7/picture", .bearer = true };
	assert_int_equal(visit(t, &asked).status, 204);
	assert_true(str_empty(now(t, product.id).picture));
	assert_int_equal(visit(t, &asked).status, 409);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WEB_TEST(it_is_seen_wherever_the_product_is),
		WEB_TEST(its_words_are_changed_alone_and_never_empty),
		WEB_TEST(only_an_administrator_gives_or_takes_it),
		WEB_TEST(a_new_one_takes_its_place_and_no_file_stays),
		WEB_TEST(one_that_is_sent_again_is_given_once),
		WEB_TEST(an_import_and_a_change_keep_it),
		WEB_TEST(it_stays_when_who_gave_it_leaves),
		WEB_TEST(a_program_does_the_same),
	};
	return cmocka_run_group_tests_name("product_picture", tests, NULL, NULL);
}
