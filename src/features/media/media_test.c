/* media_test.c: a picture is one's own until a text shows it; then whoever may see the text may see it. */
#include "features/media/media.h"

#include "core/blob.h"
#include "features/community/community.h"
#include "features/community/community_news.h"
#include "features/member/member_news.h"
#include "test/folder.h"
#include "test/visit.h"

#include <dirent.h>
#include <stdio.h>
#include <unistd.h>

enum { SIZES = 4 }; /* of a picture: whole, middle, small, and on a card */

/* One red pixel. */
static const char png[] = "\x89\x50\x4e\x47\x0d\x0a\x1a\x0a\x00\x00\x00\x0d\x49\x48\x44\x52\x00\x00\x00\x01\x00\x00\x00\x01\x08"
	"\x02\x00\x00\x00\x90\x77\x53\xde\x00\x00\x00\x0c\x49\x44\x41\x54\x78\x9c\x63\x38\x21\x20\x00\x00\x02"
	"\x8c\x00\xe9\x75\x5f\x84\xc8\x00\x00\x00\x00\x49\x45\x4e\x44\xae\x42\x60\x82";
#define PNG ((str){ png, sizeof(png) - 1 })

static struct answer upload_named(struct test_house *t, int64_t as, str bytes, const char *name)
{
	return visit(t, &(struct asked){ .as = as, .method = POST, .path = "/api/v1/media", .upload = bytes, .upload_name = name });
}

static int64_t uploaded(struct test_house *t, int64_t as)
{
	struct answer answer = upload_named(t, as, PNG, "Rot.png");
	assert_int_equal(answer.status, 201);
	int64_t id = number_after(answer.location, "/media/");
	assert_true(id > 0);
	return id;
}

static const char *path_of(struct test_house *t, int64_t id, const char *more)
{
	return str_c(t->arena, str_format(t->arena, "/media/%lld-1x1%s", (long long)id, more));
}

static int seen_by(struct test_house *t, int64_t as, int64_t id)
{
	return visit(t, &(struct asked){ .as = as, .path = path_of(t, id, "") }).status;
}

static int64_t board_of(struct test_house *t)
{
	struct board board = { .key = S("wifi"), .name = S("WLAN"), .about = S("") };
	assert_int_equal(board_make(acting_as(t, t->adam), &board), OK);
	house_settle(t);
	return board.id;
}

/* Ana asks with a picture; the thread's id. */
static int64_t asked_with(struct test_house *t, int64_t media_id)
{
	str form = str_format(t->arena, "board_id=%lld&title=Mein+Router+blinkt+rot&body=Seht:+![Die+Lampe](/media/%lld-1x1)",
	                      (long long)board_of(t), (long long)media_id);
	struct answer answer = visit(t, &(struct asked){ .as = t->ana, .method = POST, .path = "/threads", .form = form.at });
	assert_int_equal(answer.status, 303);
	return number_after(answer.location, "/threads/");
}

static int files_in(struct test_house *t, const char *folder)
{
	DIR *dir = opendir(str_c(t->arena, str_format(t->arena, "%.*s/%s", STR_ARG(t->folder), folder)));
	int count = 0;
	for (struct dirent *entry = dir ? readdir(dir) : NULL; entry; entry = readdir(dir))
		count += entry->d_name[0] != '.';
	if (dir)
		closedir(dir);
	return count;
}

static int blobs(struct test_house *t)
{
	return files_in(t, str_c(t->arena, str_format(t->arena, "blobs/%lld", (long long)t->brand_id)));
}

/* ── once ── */

static void set_files_a_day(struct test_house *t, const char *most)
{
	assert_int_equal(setting_set(acting_as(t, t->adam), setting_find(t->house, S("media.files_a_day")), str_from(most)), OK);
	house_settle(t);
}

static struct answer upload_under(struct test_house *t, int64_t as, const char *name, const char *key)
{
	return visit(t, &(struct asked){ .as = as, .method = POST, .path = "/api/v1/media", .upload = PNG, .upload_name = name, .once = key });
}

static void an_upload_that_comes_again_under_its_key_is_there_once(void **state)
{
	struct test_house *t = *state;
	int before = blobs(t);
	struct answer first = upload_under(t, t->ana, "Rot.png", "one"), again = upload_under(t, t->ana, "Rot.png", "one");
	assert_int_equal(first.status, 201);
	assert_int_equal(again.status, 201);
	assert_true(str_equal(first.body, again.body) && str_equal(first.location, again.location));
	assert_int_equal(blobs(t), before + SIZES);
	/* Another key is another file; another's key is nobody else's; and one who gave enough today is answered all the same. */
	assert_false(str_equal(upload_under(t, t->ana, "Rot.png", "two").location, first.location));
	assert_false(str_equal(upload_under(t, t->ben, "Rot.png", "one").location, first.location));
	assert_int_equal(blobs(t), before + 3 * SIZES);
	set_files_a_day(t, "1");
	assert_int_equal(upload_under(t, t->ana, "Rot.png", "three").status, 429);
	assert_int_equal(upload_under(t, t->ana, "Rot.png", "one").status, 201);
}

static void an_upload_that_was_refused_may_come_again_under_its_key(void **state)
{
	struct test_house *t = *state;
	set_files_a_day(t, "0");
	assert_int_equal(upload_under(t, t->ana, "Rot.png", "key").status, 429);
	set_files_a_day(t, "5");
	assert_int_equal(upload_under(t, t->ana, "Rot.png", "key").status, 201);
}

/* ── who sees it ── */

static void an_unused_picture_is_ones_own(void **state)
{
	struct test_house *t = *state;
	int64_t id = uploaded(t, t->ana);
	assert_int_equal(seen_by(t, t->ana, id), 200);
	assert_int_equal(seen_by(t, t->eve, id), 404);
	assert_int_equal(seen_by(t, t->adam, id), 404);
	assert_int_equal(seen_by(t, 0, id), 404);
}

static void a_text_that_shows_it_shows_it_to_its_readers(void **state)
{
	struct test_house *t = *state;
	int64_t id = uploaded(t, t->ana), thread_id = asked_with(t, id);
	assert_int_equal(seen_by(t, 0, id), 200);
	assert_int_equal(seen_by(t, t->eve, id), 200);
	struct answer page = visit(t, &(struct asked){ .path = str_c(t->arena, str_format(t->arena, "/threads/%lld", (long long)thread_id)) });
	assert_true(answer_says(&page, "/middle\" width=\"1\" height=\"1\" loading=\"lazy\" decoding=\"async\" alt=\"Die Lampe\">"));
	/* Another brand knows nothing of it. */
	int64_t tess;
	second_brand(t, &tess);
	assert_int_equal(visit(t, &(struct asked){ .as = tess, .path = path_of(t, id, ""), .host = "b.localhost" }).status, 404);
}

static void only_who_may_read_a_board_sees_its_pictures(void **state)
{
	struct test_house *t = *state;
	struct board board = { .key = S("intern"), .name = S("Intern"), .about = S(""), .audience_id = AUDIENCE_STAFF };
	assert_int_equal(board_make(acting_as(t, t->adam), &board), OK);
	house_settle(t);
	int64_t id = uploaded(t, t->mia);
	str form = str_format(t->arena, "board_id=%lld&title=Nur+unter+uns+gesagt&body=![](/media/%lld-1x1)", (long long)board.id, (long long)id);
	assert_int_equal(visit(t, &(struct asked){ .as = t->mia, .method = POST, .path = "/threads", .form = form.at }).status, 303);
	struct answer own = visit(t, &(struct asked){ .as = t->adam, .path = path_of(t, id, "") });
	assert_int_equal(own.status, 200);
	assert_true(str_equal(answer_header(&own, S("Cache-Control")), S("private, no-store")));
	assert_int_equal(seen_by(t, t->ana, id), 404);
	assert_int_equal(seen_by(t, 0, id), 404);
}

static void nobody_shows_what_another_uploaded(void **state)
{
	struct test_house *t = *state;
	int64_t id = uploaded(t, t->eve);
	asked_with(t, id); /* Ana has guessed the number */
	assert_int_equal(seen_by(t, t->ana, id), 404);
	assert_int_equal(seen_by(t, 0, id), 404);
	assert_int_equal(seen_by(t, t->eve, id), 200);
}

static void it_says_what_it_is_and_how_long_it_may_be_kept(void **state)
{
	struct test_house *t = *state;
	int64_t id = uploaded(t, t->ana);
	struct answer own = visit(t, &(struct asked){ .as = t->ana, .path = path_of(t, id, "") });
	assert_true(str_equal(answer_header(&own, S("Cache-Control")), S("private, no-store")));
	assert_true(str_equal(own.content_type, S("image/webp")));
	assert_true(str_equal(answer_header(&own, S("X-Content-Type-Options")), S("nosniff")));
	assert_true(str_equal(answer_header(&own, S("Content-Security-Policy")), S("default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox")));
	asked_with(t, id);
	struct answer all = visit(t, &(struct asked){ .path = path_of(t, id, "/small") });
	assert_int_equal(all.status, 200);
	assert_true(str_equal(answer_header(&all, S("Cache-Control")), S("private, max-age=604800, immutable")));
	assert_true(str_starts(file_read(t->arena, all.response->file), S("RIFF")));
	assert_int_equal(visit(t, &(struct asked){ .path = path_of(t, id, "/huge") }).status, 404);
}

/* ── what is taken ── */

static void a_document_is_saved_never_shown(void **state)
{
	struct test_house *t = *state;
	struct answer made = upload_named(t, t->ana, S("%PDF-1.4\n<script>alert(1)</script>"), "../../Rechnung \"<2>\".pdf");
	assert_int_equal(made.status, 201);
	str path = made.location;
	struct answer answer = visit(t, &(struct asked){ .as = t->ana, .path = str_c(t->arena, path) });
	assert_int_equal(answer.status, 200);
	assert_true(str_equal(answer.content_type, S("application/pdf")));
	assert_true(str_equal(answer_header(&answer, S("Content-Disposition")), S("attachment; filename*=UTF-8''Rechnung%20%20%202%20%20.pdf")));
	assert_true(str_equal(answer_header(&answer, S("Content-Security-Policy")), S("default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox")));
	assert_int_equal(upload_named(t, t->ana, S("Protokoll\nZeile 2\n"), "log.txt").status, 201);
}

static void what_is_neither_picture_nor_document_is_refused(void **state)
{
	struct test_house *t = *state;
	const struct { str bytes; const char *name, *reason; } cases[] = {
		{ S("MZ\x90\0\3"),          "setup.png",  "media.not_taken" },
		{ S("PK\3\4\x14"),          "alles.zip",  "media.not_taken" },
		{ S("\xff\xd8\xff\xe0 no"), "foto.jpg",   "image.broken" },
		{ S(""),                    "leer.png",   "media.no_file" },
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct answer answer = upload_named(t, t->ana, cases[i].bytes, cases[i].name);
		assert_int_equal(answer.status, 422);
		assert_true(answer_says(&answer, cases[i].reason));
	}
	/* A page is a text, too: it is saved as one. */
	struct answer html = upload_named(t, t->ana, S("<!doctype html><script>alert(1)</script>"), "x.html");
	assert_int_equal(html.status, 201);
	struct answer sent = visit(t, &(struct asked){ .as = t->ana, .path = str_c(t->arena, html.location) });
	assert_true(str_equal(sent.content_type, S("text/plain; charset=utf-8")));
	assert_int_equal(blobs(t), 1);
}

static void a_brand_may_take_pictures_only(void **state)
{
	struct test_house *t = *state;
	assert_int_equal(setting_set(acting_as(t, t->adam), setting_find(t->house, S("media.documents")), S("0")), OK);
	house_settle(t);
	struct answer answer = upload_named(t, t->ana, S("%PDF-1.4\n"), "a.pdf");
	assert_int_equal(answer.status, 422);
	assert_true(answer_says(&answer, "image.not_one"));
	assert_int_equal(upload_named(t, t->ana, PNG, "a.png").status, 201);
}

static void a_day_has_so_many_uploads_and_a_text_so_many_pictures(void **state)
{
	struct test_house *t = *state;
	struct scope *adam = acting_as(t, t->adam);
	assert_int_equal(setting_set(adam, setting_find(t->house, S("media.files_a_day")), S("2")), OK);
	assert_int_equal(setting_set(adam, setting_find(t->house, S("media.files_a_text")), S("1")), OK);
	house_settle(t);
	int64_t one = uploaded(t, t->ana), two = uploaded(t, t->ana);
	struct answer third = upload_named(t, t->ana, PNG, "3.png");
	assert_int_equal(third.status, 429);
	assert_true(answer_says(&third, "media.too_many_today"));
	assert_int_equal(blobs(t), 2 * SIZES);
	uploaded(t, t->eve); /* her day is her own */
	t->now += DAYS(1) + SECONDS(1);
	uploaded(t, t->ana);
	struct scope *ana = acting_as(t, t->ana);
	struct subject subject = { 11, 77 };
	str text = str_format(t->arena, "![a](/media/%lld-1x1) ![b](/media/%lld-1x1)", (long long)one, (long long)two);
	assert_int_equal(media_attach(ana, subject, text), ERR_INVALID);
	assert_string_equal(ana->refusal.reason, "media.too_many");
}

/* ── going ── */

static void what_no_text_shows_is_swept_after_a_day(void **state)
{
	struct test_house *t = *state;
	int64_t used = uploaded(t, t->ana), unused = uploaded(t, t->ana);
	asked_with(t, used);
	assert_int_equal(blobs(t), 2 * SIZES);
	t->now += DAYS(1) - MINUTES(30);
	house_work(t);
	assert_int_equal(seen_by(t, t->ana, unused), 200);
	t->now += HOURS(1);
	house_work(t);
	assert_int_equal(seen_by(t, t->ana, unused), 404);
	assert_int_equal(seen_by(t, 0, used), 200);
	assert_int_equal(blobs(t), SIZES);
}

static void erasing_a_subject_erases_its_blobs(void **state)
{
	struct test_house *t = *state;
	int64_t id = uploaded(t, t->ana);
	struct subject subject = { 11, 77 };
	assert_int_equal(media_attach(acting_as(t, t->ana), subject, str_format(t->arena, "![](/media/%lld-1x1)", (long long)id)), OK);
	house_settle(t);
	assert_int_equal(media_forget(acting_as_house(t), subject), OK);
	house_settle(t);
	assert_int_equal(blobs(t), 0);
}

static void a_member_who_goes_leaves_no_name_in_what_stays(void **state)
{
	struct test_house *t = *state;
	int64_t used = uploaded(t, t->ana), after = 0;
	uploaded(t, t->ana);
	asked_with(t, used);
	bool more = true;
	assert_int_equal(media_disown(acting_as_house(t), t->ana, &after, &more), OK);
	assert_false(more);
	house_settle(t);
	struct media media;
	struct scope *house = acting_as_house(t);
	assert_int_equal(media_load(house, used, &media), OK);
	assert_int_equal(media.owner_id, 0);
	assert_true(str_empty(media.name));
	assert_int_equal(blobs(t), SIZES);
	assert_int_equal(seen_by(t, 0, used), 200);
}

/* ── without a script ── */

static void a_form_keeps_what_was_typed_on_its_way_through_an_upload(void **state)
{
	struct test_house *t = *state;
	struct asked asked = { .as = t->ana, .method = POST, .path = "/media/step", .upload = PNG, .upload_name = "Rot.png",
		.form = "title=Kein+%22Netz%22&body=Schon+getippt&board_id=7&alt=Eine+[Lampe]&upload_action=%2Fask&upload_field=body" };
	struct answer answer = visit(t, &asked);
	assert_int_equal(answer.status, 200);
	assert_true(answer_says(&answer, "action=\"/ask\""));
	assert_true(answer_says(&answer, "name=\"title\" value=\"Kein &#34;Netz&#34;\""));
	assert_true(answer_says(&answer, "name=\"board_id\" value=\"7\""));
	assert_true(answer_says(&answer, "Schon getippt\n\n![Eine  Lampe](/media/"));
	asked.upload = (str){ "nichts\1", 7 };
	answer = visit(t, &asked);
	assert_int_equal(answer.status, 422);
	assert_true(answer_says(&answer, "Schon getippt</textarea>"));
	assert_true(answer_says(&answer, "role=\"alert\""));
	asked.form = "body=x&upload_action=https%3A%2F%2Fevil.example%2F&upload_field=body";
	assert_int_equal(visit(t, &asked).status, 422);
}

/* The button of a form whose key is "k"; which picture the text then shows. */
static int64_t stepped(struct test_house *t, int64_t as, str bytes, const char *words)
{
	str form = str_format(t->arena, "once=k&body=%s&upload_action=%%2Fask&upload_field=body", words);
	struct answer answer = visit(t, &(struct asked){ .as = as, .method = POST, .path = "/media/step", .upload = bytes,
		.upload_name = "Rot.png", .form = form.at });
	assert_int_equal(answer.status, 200);
	assert_true(answer_says(&answer, words));
	assert_true(str_empty(answer.location));
	return number_after(answer.body, "](/media/");
}

static void a_form_that_gives_a_file_again_has_it_once(void **state)
{
	struct test_house *t = *state;
	int before = blobs(t);
	int64_t first = stepped(t, t->ana, PNG, "Zuerst");
	assert_true(first > 0);
	set_files_a_day(t, "1"); /* what is there already is no new one */
	assert_int_equal(stepped(t, t->ana, PNG, "Nochmals"), first);
	assert_int_equal(blobs(t), before + SIZES);
	/* Whoever goes back and takes another file has another; so has another member with the same key. */
	set_files_a_day(t, "9");
	int64_t second = stepped(t, t->ana, S("Was der Router schreibt"), "Zuletzt");
	assert_true(second > 0 && second != first);
	assert_true(stepped(t, t->ben, PNG, "Auch") != first);
	assert_int_equal(blobs(t), before + 2 * SIZES + 1);
	/* And the form itself is sent under its key. */
	str form = str_format(t->arena, "once=k&board_id=%lld&title=Mein+Router+blinkt+rot&body=Seht+selbst.", (long long)board_of(t));
	assert_int_equal(visit(t, &(struct asked){ .as = t->ana, .method = POST, .path = "/threads", .form = form.at }).status, 303);
}

static void a_form_whose_file_was_refused_may_give_it_again(void **state)
{
	struct test_house *t = *state;
	struct asked asked = { .as = t->ana, .method = POST, .path = "/media/step", .upload = PNG, .upload_name = "Rot.png",
		.form = "once=k&body=Getippt&upload_action=%2Fask&upload_field=body" };
	set_files_a_day(t, "0");
	struct answer answer = visit(t, &asked);
	assert_int_equal(answer.status, 422);
	assert_true(answer_says(&answer, "Getippt</textarea>"));
	set_files_a_day(t, "5");
	assert_int_equal(visit(t, &asked).status, 200);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		WEB_TEST(an_upload_that_comes_again_under_its_key_is_there_once),
		WEB_TEST(an_upload_that_was_refused_may_come_again_under_its_key),
		WEB_TEST(an_unused_picture_is_ones_own),
		WEB_TEST(a_text_that_shows_it_shows_it_to_its_readers),
		WEB_TEST(only_who_may_read_a_board_sees_its_pictures),
		WEB_TEST(nobody_shows_what_another_uploaded),
		WEB_TEST(it_says_what_it_is_and_how_long_it_may_be_kept),
		WEB_TEST(a_document_is_saved_never_shown),
		WEB_TEST(what_is_neither_picture_nor_document_is_refused),
		WEB_TEST(a_brand_may_take_pictures_only),
		WEB_TEST(a_day_has_so_many_uploads_and_a_text_so_many_pictures),
		WEB_TEST(what_no_text_shows_is_swept_after_a_day),
		WEB_TEST(erasing_a_subject_erases_its_blobs),
		WEB_TEST(a_member_who_goes_leaves_no_name_in_what_stays),
		WEB_TEST(a_form_keeps_what_was_typed_on_its_way_through_an_upload),
		WEB_TEST(a_form_that_gives_a_file_again_has_it_once),
		WEB_TEST(a_form_whose_file_was_refused_may_give_it_again),
	};
	return cmocka_run_group_tests_name("media", tests, NULL, NULL);
}
