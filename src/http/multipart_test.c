/* multipart_test.c: a form with files reads the same however its bytes are cut; what is broken leaves nothing behind. */
#include "http/multipart.h"

#include "base/testing_files.h"

#include <dirent.h>

#define HEAD "Content-Disposition: form-data; name="
#define TYPE "multipart/form-data; boundary=b"

static int files_in(struct arena *arena, str folder)
{
	int count = 0;
	DIR *dir = opendir(str_c(arena, folder));
	assert_non_null(dir);
	for (struct dirent *entry = readdir(dir); entry; entry = readdir(dir))
		count += entry->d_name[0] != '.';
	closedir(dir);
	return count;
}

/* Everything that was understood, as one text. */
static str summary(struct arena *arena, const struct http_request *request)
{
	struct text text;
	text_open(&text, arena, 256);
	for (size_t i = 0; i < request->form.count; i++)
		text_format(&text, "%.*s=%.*s;", STR_ARG(request->form.at[i].name), STR_ARG(request->form.at[i].value));
	for (size_t i = 0; i < request->uploads.count; i++) {
		const struct upload *upload = &request->uploads.at[i];
		text_format(&text, "%.*s<%.*s %.*s %lld>;", STR_ARG(upload->name), STR_ARG(upload->file_name),
		            STR_ARG(upload->content_type), (long long)upload->size);
	}
	return text_str(&text);
}

/* Fed in pieces of `piece` bytes, the first one of `first`. */
static enum err read_cut(struct arena *arena, str folder, const str parts[2], size_t first, str *summary_out)
{
	struct multipart *multipart;
	struct http_request request = { .arena = arena };
	enum err err = multipart_open(arena, parts[0], folder, &multipart);
	if (err)
		return err;
	err = multipart_feed(multipart, str_first(parts[1], first));
	if (!err)
		err = multipart_feed(multipart, str_skip(parts[1], first));
	if (!err)
		err = multipart_close(multipart, &request);
	if (!err)
		*summary_out = summary(arena, &request);
	multipart_forget(multipart);
	assert_int_equal(files_in(arena, folder), 0);
	return err;
}

static void a_cut_anywhere_changes_nothing(void **state)
{
	static const char body[] = "preamble\r\n--b\r\n" HEAD "\"a\"\r\n\r\none\r\n--b\r\n" HEAD
		"\"f\"; filename=\"x;y.txt\"\r\nContent-Type: text/css\r\n\r\n\r\n-b\r\n-\r\n--\r\n--b\r\n" HEAD
		"empty\r\n\r\n\r\n--b--\r\nepilogue --b";
	struct arena *arena = *state;
	str folder = folder_make(arena), got = S("");
	const str parts[2] = { S(TYPE), str_from(body) };
	for (size_t cut = 0; cut <= parts[1].len; cut++) {
		assert_int_equal(read_cut(arena, folder, parts, cut, &got), OK);
		assert_str(got, "a=one;empty=;f<x;y.txt text/css 11>;");
	}
	folder_remove(arena, folder);
}

static void single_bytes_give_the_same(void **state)
{
	const str body = S("--b\r\n" HEAD "\"a\"\r\n\r\nx\r\n--\r\n--b--");
	struct arena *arena = *state;
	struct multipart *multipart;
	struct http_request request = { .arena = arena };
	assert_int_equal(multipart_open(arena, S(TYPE), S(""), &multipart), OK);
	for (size_t i = 0; i < body.len; i++)
		assert_int_equal(multipart_feed(multipart, str_first(str_skip(body, i), 1)), OK);
	assert_int_equal(multipart_close(multipart, &request), OK);
	assert_str(summary(arena, &request), "a=x\r\n--;");
}

static void what_ends_early_is_refused_at_every_byte(void **state)
{
	const str body = S("--b\r\n" HEAD "\"a\"; filename=\"f\"\r\n\r\n12345\r\n--b--");
	struct arena *arena = *state;
	str folder = folder_make(arena), got = S("");
	for (size_t len = 0; len < body.len; len++) {
		const str parts[2] = { S(TYPE), str_first(body, len) };
		assert_int_equal(read_cut(arena, folder, parts, len / 2, &got), ERR_INVALID);
	}
	folder_remove(arena, folder);
}

static void broken_forms_are_refused(void **state)
{
	static const struct { const char *type, *body; enum err err; } rows[] = {
		{ "multipart/form-data", "", ERR_INVALID },
		{ "multipart/form-data; boundary=", "", ERR_INVALID },
		{ "multipart/form-data; boundary=aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeeeffffffffffgggggggggghh", "",
		  ERR_INVALID },
		{ TYPE, "--b\r\nX: y\r\n\r\nno disposition\r\n--b--", ERR_INVALID },
		{ TYPE, "--b\r\nContent-Disposition: form-data; filename=\"f\"\r\n\r\nno name\r\n--b--", ERR_INVALID },
		{ TYPE, "--b\r\n" HEAD "\"\xff\"\r\n\r\nx\r\n--b--", ERR_INVALID },
		{ TYPE, "--b\r\n" HEAD "\"a\"\r\n\r\n\xff\r\n--b--", ERR_INVALID },
		{ TYPE, "--b\r\n" HEAD "\"a\"; filename=\"\xff\"\r\n\r\nx\r\n--b--", ERR_INVALID },
		{ TYPE, "--b\r\n" HEAD "\"a\x01\"\r\n\r\nx\r\n--b--", ERR_INVALID },
		{ TYPE, "--b\r\n" HEAD "\"a\"; filename=\"f\tg\"\r\n\r\nx\r\n--b--", ERR_INVALID },
		{ TYPE, "--b\r\n" HEAD "\"a\"; filename=\"f\"\r\nContent-Type: a\rb\r\n\r\nx\r\n--b--", ERR_INVALID },
		{ TYPE, "--bz\r\n" HEAD "\"a\"\r\n\r\nx\r\n--b--", ERR_INVALID },
	};
	struct arena *arena = *state;
	str folder = folder_make(arena), got = S("");
	for (size_t i = 0; i < COUNT(rows); i++) {
		const str parts[2] = { str_from(rows[i].type), str_from(rows[i].body) };
		assert_int_equal(read_cut(arena, folder, parts, 3, &got), rows[i].err);
	}
	folder_remove(arena, folder);
}

/* A form's field that ends a string for one reader and not for another must not lose the form its token. */
static void a_zero_byte_is_refused(void **state)
{
	const str body = S("--b\r\n" HEAD "\"a\"\r\n\r\nx\0y\r\n--b--");
	struct arena *arena = *state;
	const str parts[2] = { S(TYPE), body };
	str folder = folder_make(arena), got = S("");
	assert_int_equal(read_cut(arena, folder, parts, 3, &got), ERR_INVALID);
	folder_remove(arena, folder);
}

static str many_parts(struct arena *arena, int count)
{
	struct text text;
	text_open(&text, arena, 65536);
	for (int i = 0; i < count; i++)
		text_put(&text, S("--b\r\n" HEAD "\"a\"\r\n\r\nx\r\n"));
	text_put(&text, S("--b--"));
	return text_str(&text);
}

static void limits_hold_to_the_byte(void **state)
{
	struct arena *arena = *state;
	str folder = folder_make(arena), got = S("");
	str parts[2] = { S(TYPE), many_parts(arena, MULTIPART_PARTS_MAX) };
	assert_int_equal(read_cut(arena, folder, parts, 100, &got), OK);
	parts[1] = many_parts(arena, MULTIPART_PARTS_MAX + 1);
	assert_int_equal(read_cut(arena, folder, parts, 100, &got), ERR_TOO_LARGE);
	char *value = arena_take(arena, MULTIPART_TEXT_MAX + 2);
	memset(value, 'v', MULTIPART_TEXT_MAX + 1);
	for (int more = 0; more < 2; more++) {
		parts[1] = str_format(arena, "--b\r\n" HEAD "\"a\"\r\n\r\n%.*s\r\n--b--", MULTIPART_TEXT_MAX + more, value);
		assert_int_equal(read_cut(arena, folder, parts, 100, &got), more ? ERR_TOO_LARGE : OK);
	}
	memset(value, 'h', 5000);
	parts[1] = str_format(arena, "--b\r\nX: %.*s", 5000, value);
	assert_int_equal(read_cut(arena, folder, parts, 100, &got), ERR_TOO_LARGE);
	for (int more = 0; more < 2; more++) {
		parts[1] = str_format(arena, "--b\r\n" HEAD "\"a\"\r\nX: %.*s\r\n\r\n1\r\n--b--",
		                      4096 - (int)(sizeof(HEAD "\"a\"\r\nX: ") - 1) + more, value);
		for (size_t cut = 0; cut < parts[1].len; cut += cut > 4000 ? 1 : 500)
			assert_int_equal(read_cut(arena, folder, parts, cut, &got), more ? ERR_TOO_LARGE : OK);
	}
	folder_remove(arena, folder);
}

static void a_file_field_left_empty_is_no_upload(void **state)
{
	struct arena *arena = *state;
	str folder = folder_make(arena), got = S("unset");
	const str parts[2] = { S(TYPE), S("--b\r\n" HEAD "\"photo\"; filename=\"\"\r\nContent-Type: application/octet-stream\r\n\r\n\r\n--b--") };
	assert_int_equal(read_cut(arena, folder, parts, 3, &got), OK);
	assert_str(got, "");
	folder_remove(arena, folder);
}

static void a_file_without_a_place_for_it_is_refused(void **state)
{
	struct arena *arena = *state;
	struct multipart *multipart;
	assert_int_equal(multipart_open(arena, S(TYPE), S(""), &multipart), OK);
	assert_int_equal(multipart_feed(multipart, S("--b\r\n" HEAD "\"a\"; filename=\"f\"\r\n\r\nx\r\n--b--")), ERR_INVALID);
}

/* ── bodies that real clients sent ── */

static str file_whole(struct arena *arena, str path)
{
	struct text text;
	text_open(&text, arena, 4096);
	FILE *file = fopen(str_c(arena, path), "rb");
	assert_non_null(file);
	size_t got;
	do {
		got = fread(text_room(&text, 4096), 1, 4096, file);
		text.len += got;
	} while (got);
	fclose(file);
	return text_str(&text);
}

static str type_of(str head)
{
	while (head.len) {
		str value = str_cut(&head, '\n');
		if (str_equal_fold(str_trim(str_cut(&value, ':')), S("Content-Type")))
			return str_trim(value);
	}
	return S("");
}

static void what_real_clients_send_is_read_at_every_cut(void **state)
{
	struct arena *arena = *state;
	const char *data = getenv("HEINZEL_TEST_DATA");
	str corpus = str_format(arena, "%s/security/multipart_http", data ? data : "");
	DIR *dir = data ? opendir(str_c(arena, corpus)) : NULL;
	if (!dir) {
		print_error("SKIPPED: security/multipart_http is not there; set HEINZEL_TEST_DATA to the test data\n");
		skip();
	}
	str folder = folder_make(arena);
	int read_well = 0;
	for (struct dirent *entry = readdir(dir); entry; entry = readdir(dir)) {
		if (!str_ends(str_from(entry->d_name), S(".http")))
			continue;
		struct arena *own = arena_open(65536);
		size_t at;
		str whole = file_whole(own, str_format(own, "%.*s/%s", STR_ARG(corpus), entry->d_name));
		bool lines_end_well = str_find(whole, S("\r\n\r\n"), &at);
		assert_true(lines_end_well || str_find(whole, S("\n\n"), &at));
		const str parts[2] = { type_of(str_first(whole, at)), str_skip(whole, at + (lines_end_well ? 4 : 2)) };
		str first = S(""), got = S("");
		enum err err = read_cut(own, folder, parts, 0, &first);
		assert_true(err == OK || err == ERR_INVALID);
		read_well += err == OK;
		for (size_t cut = 1; cut <= parts[1].len; cut++) {
			got = S("");
			assert_int_equal(read_cut(own, folder, parts, cut, &got), err);
			assert_true(str_equal(got, first));
		}
		arena_close(own);
	}
	closedir(dir);
	assert_true(read_well >= 5);
	folder_remove(arena, folder);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_cut_anywhere_changes_nothing),
		TEST(single_bytes_give_the_same),
		TEST(what_ends_early_is_refused_at_every_byte),
		TEST(broken_forms_are_refused),
		TEST(a_zero_byte_is_refused),
		TEST(limits_hold_to_the_byte),
		TEST(a_file_field_left_empty_is_no_upload),
		TEST(a_file_without_a_place_for_it_is_refused),
		TEST(what_real_clients_send_is_read_at_every_cut),
	};
	return cmocka_run_group_tests_name("multipart", tests, NULL, NULL);
}
