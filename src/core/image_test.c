/* image_test.c: pictures come out upright and bare; what is none, or means harm, is refused and leaves nothing. */
#include "core/image_room.h"
#include "test/folder.h"
#include "test/house.h"

#include <dirent.h>
#include <fcntl.h>
#include <libdeflate.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

/* Outside every unit: this is slow work. */
static struct scope *at_work(struct test_house *t)
{
	struct scope *scope = arena_take(t->arena, sizeof(*scope));
	scope_open(scope, t->house, t->arena, t->now);
	scope->brand_id = t->brand_id;
	return scope;
}

/* ── files ── */

static str written(struct test_house *t, const char *name, str bytes)
{
	str path = str_format(t->arena, "%.*s/%s", STR_ARG(t->folder), name);
	FILE *file = fopen(path.at, "wb");
	assert_non_null(file);
	assert_int_equal(fwrite(bytes.at, 1, bytes.len, file), bytes.len);
	assert_int_equal(fclose(file), 0);
	return path;
}

/* How many results lie beside uploads. */
static int results(struct test_house *t)
{
	DIR *folder = opendir(str_c(t->arena, t->folder));
	assert_non_null(folder);
	int count = 0;
	for (struct dirent *entry = readdir(folder); entry; entry = readdir(folder)) {
		str name = str_from(entry->d_name);
		count += str_ends(name, S(".0")) || str_ends(name, S(".1")) || str_ends(name, S(".2"));
	}
	closedir(folder);
	return count;
}

static enum err make(struct test_house *t, enum image_recipe recipe, str bytes, struct image *image_out)
{
	struct scope *scope = at_work(t);
	enum err err = image_make(scope, recipe, written(t, "upload", bytes), image_out);
	if (err)
		print_message("refused: %s\n", scope->refusal.reason);
	return err;
}

static void refused(struct test_house *t, str bytes, const char *reason)
{
	struct image image;
	struct scope *scope = at_work(t);
	assert_int_equal(image_make(scope, IMAGE_PICTURE, written(t, "upload", bytes), &image), ERR_INVALID);
	assert_string_equal(scope->refusal.reason, reason);
	assert_int_equal(results(t), 0);
}

/* ── PNGs of our own ── */

static void put_number(struct text *text, uint32_t number)
{
	for (int shift = 24; shift >= 0; shift -= 8)
		text_char(text, (char)(number >> shift));
}

static void put_chunk(struct text *text, const char *kind, str data)
{
	put_number(text, (uint32_t)data.len);
	size_t start = text->len;
	text_put(text, str_from(kind));
	text_put(text, data);
	put_number(text, libdeflate_crc32(0, text->at + start, text->len - start));
}

static str packed(struct test_house *t, str plain)
{
	struct libdeflate_compressor *compressor = libdeflate_alloc_compressor(3);
	size_t room = libdeflate_zlib_compress_bound(compressor, plain.len);
	char *at = arena_bytes(t->arena, room);
	size_t len = libdeflate_zlib_compress(compressor, plain.at, plain.len, at, room);
	libdeflate_free_compressor(compressor);
	assert_true(len);
	return (str){ at, len };
}

/* A grey picture, all black, whose header says width and height; with `rows` rows of pixels, and one more chunk. */
static str png(struct test_house *t, uint32_t width, uint32_t height, uint32_t rows, str more)
{
	struct text text, head;
	text_open(&text, t->arena, 4096);
	text_open(&head, t->arena, 16);
	put_number(&head, width);
	put_number(&head, height);
	text_put(&head, (str){ "\x08\0\0\0\0", 5 });
	text_put(&text, (str){ "\x89PNG\r\n\x1a\n", 8 });
	put_chunk(&text, "IHDR", text_str(&head));
	if (more.len)
		text_put(&text, more);
	size_t len = (size_t)rows * (width + 1);
	char *pixels = memory_take(len + 1);
	memset(pixels, 0, len + 1);
	put_chunk(&text, "IDAT", packed(t, (str){ pixels, len }));
	memory_free(pixels);
	put_chunk(&text, "IEND", S(""));
	return text_str(&text);
}

/* ── real pictures ── */

static const char *data_folder(const char *name, struct test_house *t)
{
	const char *data = getenv("HEINZEL_TEST_DATA");
	if (!data) {
		print_error("SKIPPED: HEINZEL_TEST_DATA is not set: no real pictures\n");
		skip();
	}
	return str_c(t->arena, str_format(t->arena, "%s/security/%s", data, name));
}

struct walk { DIR *dir; const char *folder; };

static bool next_file(struct test_house *t, struct walk *walk, const char **name_out, str *bytes_out)
{
	for (struct dirent *entry = readdir(walk->dir); entry; entry = readdir(walk->dir)) {
		if (entry->d_name[0] == '.')
			continue;
		*name_out = str_c(t->arena, str_from(entry->d_name));
		*bytes_out = file_read(t->arena, str_format(t->arena, "%s/%s", walk->folder, entry->d_name));
		return true;
	}
	closedir(walk->dir);
	return false;
}

/* A WebP is chunks: here those with pixels only. */
static void holds_only_chunks_of_pixels(str webp)
{
	static const char *const kinds[] = { "VP8 ", "VP8L", "VP8X", "ALPH" };
	assert_true(str_starts(webp, S("RIFF")));
	for (size_t at = 12; at + 8 <= webp.len;) {
		bool known = false;
		for (size_t i = 0; i < COUNT(kinds); i++)
			known = known || !memcmp(webp.at + at, kinds[i], 4);
		assert_true(known);
		uint32_t len;
		memcpy(&len, webp.at + at + 4, sizeof(len));
		at += 8 + len + (len & 1);
	}
}

static void holds_only_pixels(str made)
{
	if (strcmp(image_type(made), "image/jpeg") != 0)
		holds_only_chunks_of_pixels(made);
	assert_false(str_contains(made, S("Exif")));
	assert_false(str_contains(made, S("http://ns.adobe.com")));
}

static void no_place_and_no_camera_come_through(void **state)
{
	struct test_house *t = *state;
	struct walk walk = { .folder = data_folder("images_exif", t) };
	const char *name;
	str bytes;
	int kept = 0, with_place = 0;
	walk.dir = opendir(walk.folder);
	while (next_file(t, &walk, &name, &bytes)) {
		struct image image;
		bool had_exif = str_contains(bytes, S("Exif"));
		if (make(t, IMAGE_PICTURE, bytes, &image))
			continue;
		assert_int_equal(image.count, 4);
		for (size_t i = 0; i < image.count; i++) {
			str made = file_read(t->arena, image.sizes[i].path);
			holds_only_pixels(made);
			assert_false(str_contains(made, S("COOLPIX")) || str_contains(made, S("NIKON")) || str_contains(made, S("Canon")));
			assert_string_equal(image.sizes[i].type, i < 3 ? "image/webp" : "image/jpeg");
			assert_int_equal(image.sizes[i].bytes, made.len);
		}
		kept += had_exif;
		with_place += str_starts(str_from(name), S("gps"));
		image_forget(&image);
	}
	assert_int_equal(with_place, 3);
	assert_true(kept >= 11);
	assert_int_equal(results(t), 0);
}

static void a_picture_stands_upright(void **state)
{
	struct test_house *t = *state;
	struct walk walk = { .folder = data_folder("images_exif", t) };
	const char *name;
	str bytes;
	int seen = 0;
	walk.dir = opendir(walk.folder);
	while (next_file(t, &walk, &name, &bytes)) {
		bool landscape = str_contains(str_from(name), S("landscape")), portrait = str_contains(str_from(name), S("portrait"));
		if (!landscape && !portrait)
			continue;
		struct image image;
		assert_int_equal(make(t, IMAGE_PICTURE, bytes, &image), OK);
		assert_true(landscape == (image.sizes[0].width > image.sizes[0].height));
		image_forget(&image);
		seen++;
	}
	assert_int_equal(seen, 8);
}

static void every_sound_png_of_the_suite_comes_in(void **state)
{
	struct test_house *t = *state;
	struct walk walk = { .folder = data_folder("images_pngsuite", t) };
	const char *name;
	str bytes;
	int seen = 0;
	walk.dir = opendir(walk.folder);
	while (next_file(t, &walk, &name, &bytes)) {
		struct image image;
		if (!str_ends(str_from(name), S(".png")) || seen % 5) { /* each fifth: they are 90 */
			seen++;
			continue;
		}
		assert_int_equal(make(t, IMAGE_FACE, bytes, &image), OK);
		assert_int_equal(image.sizes[0].width, 256);
		assert_int_equal(image.sizes[1].height, 96);
		image_forget(&image);
		seen++;
	}
	assert_true(seen >= 80);
}

static void a_broken_png_is_refused(void **state)
{
	struct test_house *t = *state;
	struct walk walk = { .folder = data_folder("images_pngsuite", t) };
	const char *name;
	str bytes;
	int seen = 0;
	walk.dir = opendir(walk.folder);
	while (next_file(t, &walk, &name, &bytes)) {
		if (!str_starts(str_from(name), S("basn6")) && !str_starts(str_from(name), S("basn2c08")))
			continue;
		char *broken = (char *)str_keep(t->arena, bytes).at;
		refused(t, str_first(bytes, bytes.len / 2), "image.broken");
		broken[bytes.len / 2] ^= 0x55; /* a checksum is wrong now */
		refused(t, (str){ broken, bytes.len }, "image.broken");
		seen++;
	}
	assert_true(seen >= 1);
}

/* ── what is none ── */

static void what_counts_is_what_it_is_not_what_it_is_called(void **state)
{
	struct test_house *t = *state;
	static const char *const none[] = {
		"", "G", "GIF", "<svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script></svg>",
		"<!doctype html><script>alert(1)</script>", "%PDF-1.7\n%", "BM\x10\x10 a bitmap", "II*\x08 a tiff", "#!/bin/sh\necho", "P6 1 1 255 aaa",
	};
	for (size_t i = 0; i < COUNT(none); i++) {
		assert_null(image_type(str_from(none[i])));
		refused(t, str_from(none[i]), "image.not_one");
	}
	assert_string_equal(image_type(S("GIF89a")), "image/gif");
	refused(t, S("GIF89a<script>alert(1)</script>"), "image.broken");
	refused(t, S("\xff\xd8\xff<?php system($_GET[0]); ?>"), "image.broken");
}

static void a_bomb_does_not_go_off(void **state)
{
	struct test_house *t = *state;
	struct text more;
	refused(t, png(t, 60000, 60000, 1, S("")), "image.too_many_pixels");
	refused(t, png(t, 17000, 10, 10, S("")), "image.too_many_pixels");
	refused(t, png(t, 8000, 5001, 5001, S("")), "image.too_many_pixels");
	refused(t, S("GIF89a\xff\xff\xff\xff\x80\0\0\0\0\0\xff\xff\xff,\0\0\0\0\xff\xff\xff\xff\0\x02\x16"), "image.broken");
	/* Words that unfold to 50 MB: read or left out, never kept. */
	size_t len = 50 * 1024 * 1024;
	char *plain = memory_take(len);
	memset(plain, 'a', len);
	text_open(&more, t->arena, 4096);
	str words = str_join(t->arena, (str[]){ { "Comment\0\0", 9 }, packed(t, (str){ plain, len }) }, 2, S(""));
	memory_free(plain);
	put_chunk(&more, "zTXt", words);
	struct image image = { .count = 0 };
	enum err err = make(t, IMAGE_FACE, png(t, 64, 64, 64, text_str(&more)), &image);
	assert_true(err == OK || err == ERR_INVALID);
	image_forget(&image);
	assert_int_equal(results(t), 0);
}

static void forty_million_pixels_are_the_most(void **state)
{
	struct test_house *t = *state;
	struct image image;
	assert_int_equal(make(t, IMAGE_PICTURE, png(t, 8000, 5000, 5000, S("")), &image), OK);
	assert_int_equal(image.sizes[0].width, 2400);
	assert_int_equal(image.sizes[0].height, 1500);
	assert_int_equal(image.sizes[1].width, 800);
	assert_int_equal(image.sizes[2].width, 240);
	image_forget(&image);
}

static void a_file_may_have_twelve_megabytes(void **state)
{
	struct test_house *t = *state;
	char *at = memory_take(IMAGE_BYTES_MAX + 1);
	memset(at, 0, IMAGE_BYTES_MAX + 1);
	memcpy(at, "\x89PNG\r\n\x1a\n", 8);
	refused(t, (str){ at, IMAGE_BYTES_MAX }, "image.broken");
	refused(t, (str){ at, IMAGE_BYTES_MAX + 1 }, "image.too_large");
	memory_free(at);
}

/* The programs that show links want one size, and a format that all of them read. */
static void a_picture_stands_whole_on_a_card(void **state)
{
	static const struct { int width, height; } cases[] = { { 1600, 900 }, { 600, 1800 }, { 300, 300 } };
	struct test_house *t = *state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct image image;
		assert_int_equal(make(t, IMAGE_PICTURE, png(t, cases[i].width, cases[i].height, cases[i].height, S("")), &image), OK);
		assert_int_equal(image.count, 4);
		assert_int_equal(image.sizes[3].width, 1200);
		assert_int_equal(image.sizes[3].height, 630);
		assert_string_equal(image.sizes[3].type, "image/jpeg");
		image_forget(&image);
	}
}

static void a_logo_fits_its_line_and_its_card(void **state)
{
	struct test_house *t = *state;
	struct image image;
	assert_int_equal(make(t, IMAGE_LOGO, png(t, 1000, 300, 300, S("")), &image), OK);
	assert_int_equal(image.count, 2);
	assert_int_equal(image.sizes[0].height, 96);
	assert_string_equal(image.sizes[0].type, "image/png");
	assert_int_equal(image.sizes[1].width, 1200);
	assert_int_equal(image.sizes[1].height, 630);
	assert_string_equal(image.sizes[1].type, "image/jpeg");
	image_forget(&image);
	assert_int_equal(make(t, IMAGE_ICON, png(t, 20, 40, 40, S("")), &image), OK);
	assert_int_equal(image.sizes[0].width, 512);
	assert_int_equal(image.sizes[2].height, 48);
	image_forget(&image);
}

/* ── a process that misbehaves ── */

static str script(struct test_house *t, const char *name, const char *text)
{
	str path = written(t, name, str_from(text));
	assert_int_equal(chmod(path.at, 0700), 0);
	return path;
}

static void whatever_the_process_does_is_a_refusal(void **state)
{
	struct test_house *t = *state;
	str upload = written(t, "upload", png(t, 9, 9, 9, S("")));
	const struct { str program; enum err err; const char *reason; } cases[] = {
		{ S("/not/there"),                                     ERR_BROKEN,  "image.cannot" },
		{ S("/usr/bin/yes"),                                   ERR_INVALID, "image.too_much" },
		{ S("/bin/true"),                                      ERR_INVALID, "image.too_much" },
		{ script(t, "slow", "#!/bin/sh\nexec sleep 60\n"),     ERR_INVALID, "image.too_much" },
		{ script(t, "dies", "#!/bin/sh\nkill -SEGV $$\n"),     ERR_INVALID, "image.too_much" },
		{ script(t, "lacks", "#!/bin/sh\nexit 43\n"),          ERR_BROKEN,  "image.cannot" },
		/* A head as planned, and bytes that are a page. */
		{ script(t, "lies", "#!/bin/sh\nprintf 'IHNZ\\011\\0\\0\\0\\011\\0\\0\\0\\0\\0\\0\\0\\010\\0\\0\\0<script>'\nexit 0\n"),
		                                                       ERR_INVALID, "image.too_much" },
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct scope *scope = at_work(t);
		struct image image;
		t->house->settings.program = cases[i].program;
		assert_int_equal(image_make_within(scope, IMAGE_FACE, upload, MILLISECONDS(700), &image), cases[i].err);
		assert_string_equal(scope->refusal.reason, cases[i].reason);
		assert_int_equal(results(t), 0);
	}
}

/* What a taken-over decoder would try; 0 when it was let. */
static int try_in_cage(int what)
{
	pid_t pid = fork();
	assert_true(pid >= 0);
	if (!pid) {
		char *const nothing[] = { NULL };
		int input = dup(0);
		image_cage();
		bool let = false;
		switch (what) {
		case 0: let = open("/etc/passwd", O_RDONLY) >= 0; break;
		case 1: let = open("/tmp/heinzel-cage", O_WRONLY | O_CREAT, 0600) >= 0; break;
		case 2: let = fork() >= 0; break;
		case 3: let = unlink("/tmp/heinzel-cage") == 0; break;
		case 4: let = socket(AF_INET, SOCK_STREAM, 0) >= 0; break;
		case 5: execve("/bin/true", nothing, nothing); break;
		case 6: let = kill(getppid(), 0) == 0; break;
		case 7: let = dup(input) >= 0; break;
		default: _exit(99); /* the way out is open */
		}
		_exit(let ? 0 : 1);
	}
	int status;
	assert_int_equal(waitpid(pid, &status, 0), pid);
	if (WIFSIGNALED(status))
		return -WTERMSIG(status);
	return WEXITSTATUS(status);
}

static void a_decoder_that_was_taken_over_reaches_nothing(void **state)
{
	struct test_house *t = *state;
	(void)t;
	for (int what = 0; what < 4; what++)
		assert_int_equal(try_in_cage(what), 1);
	assert_int_equal(try_in_cage(4), -SIGSYS);
	assert_int_equal(try_in_cage(5), -SIGSYS);
	assert_int_equal(try_in_cage(6), -SIGSYS);
	assert_int_equal(try_in_cage(7), 1);
	assert_int_equal(try_in_cage(8), 99);
}

static void the_process_tells_what_holds_it(void **state)
{
	struct test_house *t = *state;
	str said = image_protection(t->arena, t->house->settings.program);
	assert_true(str_contains(said, S("calls\n")));
	assert_true(str_contains(said, S("privileges\n")));
	assert_true(str_contains(said, S("library\n")));
	assert_true(str_empty(image_protection(t->arena, S("/not/there"))));
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		HOUSE_TEST(no_place_and_no_camera_come_through),
		HOUSE_TEST(a_picture_stands_upright),
		HOUSE_TEST(every_sound_png_of_the_suite_comes_in),
		HOUSE_TEST(a_broken_png_is_refused),
		HOUSE_TEST(what_counts_is_what_it_is_not_what_it_is_called),
		HOUSE_TEST(a_bomb_does_not_go_off),
		HOUSE_TEST(forty_million_pixels_are_the_most),
		HOUSE_TEST(a_file_may_have_twelve_megabytes),
		HOUSE_TEST(a_picture_stands_whole_on_a_card),
		HOUSE_TEST(a_logo_fits_its_line_and_its_card),
		HOUSE_TEST(whatever_the_process_does_is_a_refusal),
		HOUSE_TEST(a_decoder_that_was_taken_over_reaches_nothing),
		HOUSE_TEST(the_process_tells_what_holds_it),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
