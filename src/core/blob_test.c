/* blob_test.c: a file and its row come and go together. */
#include "core/core.h"
#include "core/blob.h"
#include "test/folder.h"
#include "test/house.h"

#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
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

/* ── what a crash leaves ── */

static str left_behind(struct test_house *t, const char *below, const char *name, moment at)
{
	str folder = str_format(t->arena, "%.*s/%s", STR_ARG(t->folder), below), path = str_format(t->arena, "%.*s/%s", STR_ARG(folder), name);
	const struct timespec times[2] = { { .tv_sec = at / SECONDS(1) }, { .tv_sec = at / SECONDS(1) } };
	(void)mkdir(folder.at, 0700);
	FILE *file = fopen(path.at, "wb");
	assert_non_null(file);
	assert_int_equal(fclose(file), 0);
	assert_int_equal(utimensat(AT_FDCWD, path.at, times, 0), 0);
	return path;
}

static void make_old(struct test_house *t, str path, moment at)
{
	const struct timespec times[2] = { { .tv_sec = at / SECONDS(1) }, { .tv_sec = at / SECONDS(1) } };
	assert_int_equal(utimensat(AT_FDCWD, str_c(t->arena, path), times, 0), 0);
}

static void a_file_that_no_row_names_goes_after_a_day_and_others_stay(void **state)
{
	struct test_house *t = *state;
	struct adding adding = added(t, OK);
	const char *below = str_c(t->arena, str_format(t->arena, "blobs/%lld", (long long)t->brand_id));
	house_work(t);
	str orphan = left_behind(t, below, "orphan", t->now - HOURS(2)), young = left_behind(t, below, "young", t->now + HOURS(2));
	make_old(t, adding.blob.path, t->now - HOURS(2));
	log_set(LOG_ERROR + 1, 2);
	t->now += HOURS(23);
	house_work(t);
	assert_true(is_there(t, orphan));
	t->now += HOURS(1) + MINUTES(1);
	house_work(t);
	assert_false(is_there(t, orphan));
	assert_true(is_there(t, young) && is_there(t, adding.blob.path));
}

static void a_folder_of_many_files_is_gone_through_to_its_end(void **state)
{
	struct test_house *t = *state;
	const char *below = str_c(t->arena, str_format(t->arena, "blobs/%lld", (long long)t->brand_id));
	str orphans[3];
	for (int i = 0; i < 200; i++) {
		struct adding adding = added(t, OK);
		make_old(t, adding.blob.path, t->now - DAYS(2));
	}
	for (size_t i = 0; i < COUNT(orphans); i++)
		orphans[i] = left_behind(t, below, str_c(t->arena, str_format(t->arena, "orphan%zu", i)), t->now - DAYS(2));
	house_work(t);
	log_set(LOG_ERROR + 1, 2);
	t->now += DAYS(1) + MINUTES(1);
	house_work(t);
	for (size_t i = 0; i < COUNT(orphans); i++)
		assert_false(is_there(t, orphans[i]));
}

static void files_of_another_database_stay(void **state)
{
	struct test_house *t = *state;
	const char *below = str_c(t->arena, str_format(t->arena, "blobs/%lld", (long long)t->brand_id));
	str files[20];
	for (size_t i = 0; i < COUNT(files); i++)
		files[i] = left_behind(t, below, str_c(t->arena, str_format(t->arena, "file%zu", i)), t->now - DAYS(2));
	house_work(t);
	log_set(LOG_ERROR + 1, 2);
	t->now += DAYS(1) + MINUTES(1);
	house_work(t);
	for (size_t i = 0; i < COUNT(files); i++)
		assert_true(is_there(t, files[i]));
}

static void uploads_that_were_under_way_go_when_the_house_opens(void **state)
{
	struct test_house *t = *state;
	str old = left_behind(t, "uploads", "a.part", moment_now() - DAYS(2)), young = left_behind(t, "uploads", "b.part", moment_now());
	house_restart(t);
	assert_false(is_there(t, old));
	assert_int_equal(is_there(t, young), house_is_remote(t->house)); /* there, it may be another process's */
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		HOUSE_TEST(a_file_is_kept_under_a_name_nobody_can_guess),
		HOUSE_TEST(a_file_of_an_undone_unit_goes_away),
		HOUSE_TEST(a_removed_file_goes_once_that_is_durable),
		HOUSE_TEST(another_brand_cannot_load_it),
		HOUSE_TEST(an_upload_that_is_not_there_is_our_fault),
		HOUSE_TEST(a_file_that_no_row_names_goes_after_a_day_and_others_stay),
		HOUSE_TEST(a_folder_of_many_files_is_gone_through_to_its_end),
		HOUSE_TEST(files_of_another_database_stay),
		HOUSE_TEST(uploads_that_were_under_way_go_when_the_house_opens),
	};
	return cmocka_run_group_tests_name("blob", tests, NULL, NULL);
}
