/* blob_test.c: a file and its row come and go together. */
#include "core/core.h"
#include "core/blob.h"
#include "test/folder.h"
#include "test/house.h"

#include <stdio.h>
#include <unistd.h>

struct adding { str upload; struct blob blob; enum err end; };

static str upload(struct test_house *t)
{
	str path = str_format(t->arena, "%.*s/upload", STR_ARG(t->folder));
	FILE *file = fopen(path.at, "wb");
	assert_non_null(file);
	assert_true(fputs("picture", file) >= 0);
	assert_int_equal(fclose(file), 0);
	assert_int_equal(blob_sync(path), OK);
	return path;
}

static enum err add(struct scope *scope, void *data)
{
	struct adding *adding = data;
	enum err err = blob_add(scope, adding->upload, &adding->blob);
	return err ? err : adding->end;
}

static struct adding added(struct test_house *t, enum err end)
{
	struct adding adding = { .upload = upload(t), .end = end,
		.blob = { .content_type = S("image/png"), .file_name = S("Bild.png") } };
	assert_int_equal(in_unit(t, acting_as(t, t->ana), add, &adding), end);
	return adding;
}

static bool is_there(struct test_house *t, str path)
{
	return access(str_c(t->arena, path), F_OK) == 0;
}

static void a_file_is_kept_under_a_name_nobody_can_guess(void **state)
{
	struct test_house *t = *state;
	struct adding adding = added(t, OK);
	struct blob blob;
	assert_int_equal(blob_load(acting_as(t, t->ana), adding.blob.id, &blob), OK);
	assert_string_equal(str_c(t->arena, blob.file_name), "Bild.png");
	assert_string_equal(str_c(t->arena, blob.content_type), "image/png");
	assert_int_equal(blob.size, 7);
	assert_false(str_contains(blob.path, S("Bild")));
	assert_string_equal(str_c(t->arena, file_read(t->arena, blob.path)), "picture");
	assert_true(is_there(t, adding.upload)); /* whoever made it takes it away */
}

static void a_file_of_an_undone_unit_goes_away(void **state)
{
	struct test_house *t = *state;
	struct adding adding = added(t, ERR_CONFLICT);
	assert_true(adding.blob.path.len > 0);
	assert_false(is_there(t, adding.blob.path));
	struct blob blob;
	struct scope *ana = acting_as(t, t->ana);
	assert_int_equal(blob_load(ana, adding.blob.id, &blob), ERR_NOT_FOUND);
	assert_string_equal(ana->refusal.reason, "blob.not_found");
}

static void a_removed_file_goes_once_that_is_durable(void **state)
{
	struct test_house *t = *state;
	struct adding adding = added(t, OK);
	assert_int_equal(blob_remove(acting_as(t, t->ana), adding.blob.id), OK);
	assert_true(is_there(t, adding.blob.path));
	house_settle(t);
	assert_false(is_there(t, adding.blob.path));
	assert_int_equal(blob_remove(acting_as(t, t->ana), adding.blob.id), ERR_NOT_FOUND);
}

static void another_brand_cannot_load_it(void **state)
{
	struct test_house *t = *state;
	struct adding adding = added(t, OK);
	struct scope *other = acting_as(t, t->ana);
	other->brand_id++;
	struct blob blob;
	assert_int_equal(blob_load(other, adding.blob.id, &blob), ERR_NOT_FOUND);
	assert_string_equal(other->refusal.reason, "blob.not_found");
}

static void an_upload_that_is_not_there_is_our_fault(void **state)
{
	struct test_house *t = *state;
	log_set(LOG_ERROR + 1, 2);
	struct blob blob = { 0 };
	assert_int_equal(blob_add(acting_as(t, t->ana), S("/nowhere/at/all"), &blob), ERR_BROKEN);
	assert_int_equal(blob_sync(S("/nowhere/at/all")), ERR_BROKEN);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		HOUSE_TEST(a_file_is_kept_under_a_name_nobody_can_guess),
		HOUSE_TEST(a_file_of_an_undone_unit_goes_away),
		HOUSE_TEST(a_removed_file_goes_once_that_is_durable),
		HOUSE_TEST(another_brand_cannot_load_it),
		HOUSE_TEST(an_upload_that_is_not_there_is_our_fault),
	};
	return cmocka_run_group_tests_name("blob", tests, NULL, NULL);
}
