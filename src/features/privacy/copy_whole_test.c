/* copy_whole_test.c: a copy holds what lies sealed, opened for its owner alone, and her pictures and files themselves. */
#include "core/blob.h"
#include "features/marketplace/room.h"
#include "features/media/media.h"
#include "features/member/member.h"
#include "features/privacy/copy.h"
#include "test/world.h"

#include <stdio.h>
#include <stdlib.h>

#define READ_MAX (16 * 1024 * 1024)
#define PDF "%PDF-1.4\nMARKEPDF\n"

static struct answer post(struct test_house *t, int64_t as, const char *path, const char *form)
{
	struct answer answer = visit(t, &(struct asked){ .as = as, .method = POST, .path = path, .form = form });
	if (answer.status != 303)
		fail_msg("%s answered %d: %.*s", path, answer.status, STR_ARG(answer.body));
	return answer;
}

static str bytes_of(struct test_house *t, str path)
{
	str bytes = S("");
	assert_int_equal(blob_read(t->arena, path, READ_MAX, &bytes), OK);
	return bytes;
}

static str fetched(struct test_house *t, int64_t as, const char *path)
{
	struct answer answer = visit(t, &(struct asked){ .as = as, .path = path });
	assert_int_equal(answer.status, 200);
	return answer.response->file;
}

/* Asked for, made, fetched, and unpacked by a program that knows the format; gives the folder. */
static const char *unpacked(struct test_house *t, int64_t as)
{
	post(t, as, "/me/privacy/copy", "");
	house_work(t);
	str zip = fetched(t, as, "/me/privacy/copy.zip");
	const char *folder = str_c(t->arena, str_format(t->arena, "%.*s/out-%lld", STR_ARG(t->folder), (long long)as));
	str call = str_format(t->arena, "python3 -m zipfile -t '%.*s' >/dev/null && python3 -m zipfile -e '%.*s' '%s'", STR_ARG(zip),
	                      STR_ARG(zip), folder);
	assert_int_equal(system(str_c(t->arena, call)), 0);
	return folder;
}

static str in_folder(struct test_house *t, const char *folder, const char *name)
{
	return bytes_of(t, str_format(t->arena, "%s/%s", folder, name));
}

/* Both the file for programs and the one for people say it, or neither does. */
static void assert_said(struct test_house *t, const char *folder, const char *part, bool is_said)
{
	static const char *const names[] = { "my-data.json", "my-data.html" };
	for (size_t i = 0; i < COUNT(names); i++) {
		if (str_contains(in_folder(t, folder, names[i]), str_from(part)) != is_said)
			fail_msg("%s in %s: %s", part, names[i], is_said ? "missing" : "should not be there");
	}
}

static void is_reached_at(struct test_house *t, int64_t member_id, str phone)
{
	struct scope *scope = acting_as(t, member_id);
	struct member profile;
	assert_int_equal(member_load(scope, member_id, &profile), OK);
	profile.phone = phone;
	assert_int_equal(member_change(scope, &profile), OK);
}

/* Ana's device, a visit of Ben's at her home, his account and his room. */
static void they_live(struct test_house *t, struct world *world)
{
	struct made product = world_make(world, A_PRODUCT_ID);
	post(t, t->ana, "/me/devices", str_c(t->arena, str_format(t->arena, "product_id=%.*s&nickname=Box&serial=MARKESERIE1&bought_on=",
		STR_ARG(product.key))));
	struct made service = { str_format(t->arena, "%lld", (long long)world->service_id), S("") };
	struct answer booking = post(t, t->ana, str_c(t->arena, world_path(t, "/services/:id/bookings", &service)),
		str_c(t->arena, world_form(world, "starts_at={slot}&address=MARKEWEG+1&place=50667&phone=%2B49+221+7345992&note=MARKENOTIZ")));
	struct made made = { str_format(t->arena, "%lld", (long long)number_after(booking.location, "/bookings/")), S("") };
	/* The number that he had then lies sealed; today he has another. */
	is_reached_at(t, t->ben, S("+49 221 8456003"));
	post(t, t->ben, str_c(t->arena, world_path(t, "/bookings/:id/acceptance", &made)), "");
	is_reached_at(t, t->ben, S("+49 221 5550101"));
	post(t, t->ben, "/me/payment", "iban=DE89370400440532013000&name=MARKEKONTO&street=Domstr.&building=1&code=50667&town=K%C3%B6ln"
		"&country=DE");
	assert_int_equal(room_keep(acting_as(t, t->ben), S("https://meet.example.org/MARKERAUM"), true), OK);
	house_settle(t);
}

static void what_lies_sealed_is_opened_for_its_owner_alone(void **state)
{
	struct test_house *t = *state;
	they_live(t, world_open(t));
	const char *ana = unpacked(t, t->ana), *ben = unpacked(t, t->ben);
	static const char *const anas[] = { "MARKESERIE1", "MARKEWEG 1", "+49 221 7345992", "MARKENOTIZ" };
	static const char *const bens[] = { "DE89370400440532013000", "MARKEKONTO", "MARKERAUM", "+49 221 8456003" };
	for (size_t i = 0; i < COUNT(anas); i++) {
		assert_said(t, ana, anas[i], true);
		assert_said(t, ben, anas[i], false);
	}
	for (size_t i = 0; i < COUNT(bens); i++) {
		assert_said(t, ben, bens[i], true);
		assert_said(t, ana, bens[i], false);
	}
	assert_false(str_contains(in_folder(t, ana, "my-data.json"), S("\"sealed\"")));
	/* Alone, without the archive, it is the same text. */
	assert_true(str_equal(bytes_of(t, fetched(t, t->ana, "/me/privacy/copy.json")), in_folder(t, ana, "my-data.json")));
	assert_true(str_equal(bytes_of(t, fetched(t, t->ana, "/me/privacy/copy.html")), in_folder(t, ana, "my-data.html")));
}

/* An older key: what nobody can open is left out, and the copy is made all the same. */
static void what_cannot_be_opened_any_more_is_left_out(void **state)
{
	struct test_house *t = *state;
	they_live(t, world_open(t));
	t->house->seal_key.at[0] ^= 1;
	const char *ana = unpacked(t, t->ana), *ben = unpacked(t, t->ben);
	t->house->seal_key.at[0] ^= 1;
	assert_said(t, ana, "MARKEWEG 1", false);
	assert_said(t, ana, "MARKESERIE1", false);
	assert_said(t, ben, "MARKEKONTO", false);
	assert_said(t, ana, "ana@example.org", true);
}

static int64_t upload(struct test_house *t, int64_t as, str bytes, const char *name)
{
	struct answer answer = visit(t, &(struct asked){ .as = as, .method = POST, .path = "/api/v1/media", .upload = bytes,
		.upload_name = name });
	assert_int_equal(answer.status, 201);
	return number_after(answer.location, "/media/");
}

static void pictures_and_files_are_in_it_as_they_are(void **state)
{
	struct test_house *t = *state;
	struct world *world = world_open(t);
	struct media picture, pdf, evil;
	int64_t id = upload(t, t->ana, S(PDF), "Rechnung <2>.pdf"), other = upload(t, t->eve, S(PDF), "Eve.pdf");
	assert_int_equal(media_load(acting_as_house(t), id, &pdf), OK);
	assert_int_equal(media_load(acting_as_house(t), other, &evil), OK);
	assert_int_equal(media_load(acting_as_house(t), media_id_of(world_make(world, A_PICTURE).key), &picture), OK);
	const char *folder = unpacked(t, t->ana);
	const char *name = str_c(t->arena, str_format(t->arena, "files/%lld.pdf", (long long)id));
	assert_true(str_equal(in_folder(t, folder, name), S(PDF)));
	assert_said(t, folder, name, true);
	assert_said(t, folder, "Eve.pdf", false);
	struct blob blob;
	assert_int_equal(blob_load(acting_as_house(t), picture.blob_id, &blob), OK);
	name = str_c(t->arena, str_format(t->arena, "files/%lld.webp", (long long)picture.id));
	assert_true(str_equal(in_folder(t, folder, name), bytes_of(t, blob.path)));
	str html = in_folder(t, folder, "my-data.html");
	assert_true(str_contains(html, str_format(t->arena, "<img src=\"%s\"", name)));
	assert_true(str_contains(html, S("Rechnung")) && !str_contains(html, S("<2>")));
	str bytes;
	assert_int_not_equal(blob_read(t->arena, str_format(t->arena, "%s/files/%lld.pdf", folder, (long long)evil.id), READ_MAX, &bytes), OK);
}

/* One whose file went, and one that is larger than a copy may be: named, and the others are there. */
static void what_does_not_fit_is_named(void **state)
{
	struct test_house *t = *state;
	struct blob gone = { .content_type = S("application/pdf"), .file_name = S("") };
	int64_t id = upload(t, t->ana, S(PDF), "Rechnung.pdf");
	struct media first, huge;
	assert_int_equal(media_load(acting_as_house(t), id, &first), OK);
	assert_int_equal(blob_load(acting_as_house(t), first.blob_id, &gone), OK);
	huge = first;
	huge.id = id + 1;
	huge.name = S("MARKERIESE.pdf");
	huge.bytes = COPY_FILES_MAX;
	assert_int_equal(media_insert(acting_as_house(t), &huge), OK);
	huge.id = id + 2;
	huge.name = S("MARKEWEG.pdf");
	huge.bytes = 1;
	huge.blob_id = 4711;
	assert_int_equal(media_insert(acting_as_house(t), &huge), OK);
	const char *folder = unpacked(t, t->ana);
	assert_said(t, folder, "MARKERIESE.pdf", true);
	assert_said(t, folder, "MARKEWEG.pdf", true);
	assert_said(t, folder, str_c(t->arena, str_format(t->arena, "files/%lld.pdf", (long long)id)), true);
	assert_said(t, folder, str_c(t->arena, str_format(t->arena, "files/%lld.pdf", (long long)(id + 1))), false);
	assert_true(str_equal(in_folder(t, folder, str_c(t->arena, str_format(t->arena, "files/%lld.pdf", (long long)id))), S(PDF)));
}

static void the_archive_is_its_owners_and_goes_with_the_rest(void **state)
{
	struct test_house *t = *state;
	(void)unpacked(t, t->ana);
	str path = fetched(t, t->ana, "/me/privacy/copy.zip"), bytes;
	const struct asked others[] = { { .as = t->eve, .path = "/me/privacy/copy.zip" }, { .as = t->adam, .path = "/me/privacy/copy.zip" } };
	for (size_t i = 0; i < COUNT(others); i++)
		assert_int_equal(visit(t, &others[i]).status, 404);
	struct answer answer = visit(t, &(struct asked){ .as = t->ana, .path = "/me/privacy/copy.zip" });
	assert_true(str_equal(answer.content_type, S("application/zip")));
	assert_true(str_contains(answer_header(&answer, S("Content-Disposition")), S("my-data.zip")));
	assert_true(str_contains(answer_header(&answer, S("Cache-Control")), S("no-store")));
	t->now += COPY_STAYS;
	house_work(t);
	assert_int_not_equal(blob_read(t->arena, path, READ_MAX, &bytes), OK);
}

static void the_page_offers_the_archive_and_no_longer_says_what_is_missing(void **state)
{
	struct test_house *t = *state;
	struct answer page = visit(t, &(struct asked){ .as = t->ana, .path = "/me/privacy" });
	assert_false(answer_says(&page, "die Bilddateien selbst") || answer_says(&page, "Bankverbindungen (du siehst"));
	(void)unpacked(t, t->ana);
	page = visit(t, &(struct asked){ .as = t->ana, .path = "/me/privacy" });
	assert_true(answer_says(&page, "href=\"/me/privacy/copy.zip\"") && answer_says(&page, "href=\"/me/privacy/copy.html\""));
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		WEB_TEST(what_lies_sealed_is_opened_for_its_owner_alone),
		WEB_TEST(what_cannot_be_opened_any_more_is_left_out),
		WEB_TEST(pictures_and_files_are_in_it_as_they_are),
		WEB_TEST(what_does_not_fit_is_named),
		WEB_TEST(the_archive_is_its_owners_and_goes_with_the_rest),
		WEB_TEST(the_page_offers_the_archive_and_no_longer_says_what_is_missing),
	};
	return cmocka_run_group_tests_name("copy whole", tests, NULL, NULL);
}
