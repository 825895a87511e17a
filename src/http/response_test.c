/* response_test.c: headers, shared bytes, gzip; and what a request says about itself. */
#include "http/response.h"

#include "base/testing.h"
#include "http/asset.h"
#include "http/form.h"

#include <libdeflate.h>

static void a_header_is_set_once_and_cookies_as_often_as_wanted(void **state)
{
	struct http_response response = { 0 };
	http_set_header(&response, S("Vary"), S("a"));
	http_set_header(&response, S("vary"), S("b"));
	assert_int_equal(response.header_count, 1);
	assert_str(response.headers[0].value, "b");
	http_set_header(&response, S("Set-Cookie"), S("a=1"));
	http_set_header(&response, S("Set-Cookie"), S("b=1"));
	assert_int_equal(response.header_count, 3);
	(void)state;
}

static void split(void *data)
{
	struct http_response response = { 0 };
	http_set_header(&response, S("Location"), *(str *)data);
}

static void a_header_cannot_be_split(void **state)
{
	str values[] = { S("/a\r\nX: y"), S("/a\nX: y"), S("/a\rX: y"), { "/a\0b", 4 } };
	for (size_t i = 0; i < COUNT(values); i++)
		assert_true(aborts(split, &values[i]));
	(void)state;
}

static void shared_bytes_live_as_long_as_someone_holds_them(void **state)
{
	struct shared_bytes *bytes = shared_bytes_make(S("page"));
	struct shared_bytes *held = shared_bytes_hold(bytes);
	shared_bytes_drop(bytes);
	assert_str(shared_bytes_str(held), "page");
	shared_bytes_drop(held); /* the leak checker and the guard prove the rest */
	shared_bytes_drop(NULL);
	bytes = shared_bytes_make(S(""));
	assert_int_equal(shared_bytes_str(bytes).len, 0);
	shared_bytes_drop(bytes);
	(void)state;
}

static void gzip_comes_back_and_is_not_made_where_it_would_grow(void **state)
{
	struct arena *arena = *state;
	char *plain = arena_bytes(arena, 30000);
	for (size_t i = 0; i < 30000; i++)
		plain[i] = "words and more words, "[i % 22];
	str gzip = gzip_make(arena, (str){ plain, 30000 }, 1);
	assert_true(gzip.len > 20 && gzip.len < 3000);
	char *back = arena_bytes(arena, 30000);
	size_t len = 0;
	struct libdeflate_decompressor *decompressor = libdeflate_alloc_decompressor();
	assert_int_equal(libdeflate_gzip_decompress(decompressor, gzip.at, gzip.len, back, 30000, &len), LIBDEFLATE_SUCCESS);
	libdeflate_free_decompressor(decompressor);
	assert_int_equal(len, 30000);
	assert_memory_equal(back, plain, 30000);
	assert_int_equal(gzip_make(arena, S("short"), 1).len, 0);
	assert_int_equal(gzip_make(arena, S(""), 1).len, 0);
}

static struct http_request with(struct arena *arena, const char *path, const char *encodings)
{
	struct header *header = arena_take(arena, sizeof(*header));
	*header = (struct header){ S("accept-encoding"), str_from(encodings) };
	return (struct http_request){ .arena = arena, .path = str_from(path), .headers = header, .header_count = 1 };
}

static void a_coding_is_accepted_unless_refused(void **state)
{
	static const struct { const char *encodings; bool gzip; } rows[] = {
		{ "gzip", true }, { "br, GZIP ;q=0.5", true }, { "gzip;q=1.0", true }, { "gzip;q=0.001", true }, { "", false }, { "br", false },
		{ "gzip;q=0", false }, { "gzip; q=0.000", false }, { "xgzip", false }, { "gzipx", false }, { "identity", false },
	};
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct http_request request = with(*state, "/", rows[i].encodings);
		if (http_accepts(&request, S("gzip")) != rows[i].gzip)
			fail_msg("\"%s\"", rows[i].encodings);
	}
}

static void every_method_has_its_name(void **state)
{
	static const char *const names[] = { "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE" };
	for (enum method method = 0; method < METHOD_COUNT; method++)
		assert_str(method_name(method), names[method]);
	assert_int_equal(METHOD_COUNT, COUNT(names));
	(void)state;
}

static void the_first_of_a_name_is_found(void **state)
{
	static const struct pair pairs[] = { { { "a", 1 }, { "1", 1 } }, { { "a", 1 }, { "2", 1 } }, { { "b", 1 }, { "", 0 } } };
	const struct http_request request = { .query = { pairs, 3 }, .form = { pairs + 1, 2 } };
	str value = S("untouched");
	assert_false(http_query(&request, S("c"), &value));
	assert_false(http_query(&request, S("A"), &value));
	assert_str(value, "untouched");
	assert_true(http_query(&request, S("a"), &value));
	assert_str(value, "1");
	assert_true(http_form(&request, S("a"), &value));
	assert_str(value, "2");
	assert_str(http_header(&request, S("Host")), "");
	(void)state;
}

/* ── forms ── */

static enum err parse(struct arena *arena, const char *type, const char *body, struct pairs *form_out)
{
	const struct header header = { S("Content-Type"), str_from(type) };
	struct http_request request = { .arena = arena, .headers = &header, .header_count = 1, .body = str_from(body) };
	enum err err = form_parse(&request);
	*form_out = request.form;
	return err;
}

static void a_form_is_read_by_its_type(void **state)
{
	struct pairs form;
	assert_int_equal(parse(*state, "application/x-www-form-urlencoded", "a=1+2&b=%C3%9F", &form), OK);
	assert_int_equal(form.count, 2);
	assert_str(form.at[0].value, "1 2");
	assert_str(form.at[1].value, "ß");
	assert_int_equal(parse(*state, "Application/X-WWW-Form-Urlencoded ; charset=UTF-8", "a=1", &form), OK);
	assert_int_equal(form.count, 1);
	assert_int_equal(parse(*state, "application/json", "{\"a\":1}", &form), OK);
	assert_int_equal(form.count, 0);
	assert_int_equal(parse(*state, "", "a=1", &form), OK);
	assert_int_equal(form.count, 0);
	assert_int_equal(parse(*state, "application/x-www-form-urlencoded", "", &form), OK);
	assert_int_equal(form.count, 0);
}

static void a_broken_form_is_refused_whole(void **state)
{
	struct pairs form;
	assert_int_equal(parse(*state, "application/x-www-form-urlencoded", "a=1&b=%f", &form), ERR_INVALID);
	assert_int_equal(form.count, 0);
	assert_int_equal(parse(*state, "application/x-www-form-urlencoded", "a=%00", &form), ERR_INVALID);
}

/* ── assets ── */

static void an_asset_is_served_in_the_best_coding(void **state)
{
	static const struct { const char *path, *encodings, *coding, *body, *cache; } rows[] = {
		{ "/assets/app-1f3a9c07.css", "gzip, br", "br", "brotli", "public, max-age=31536000, immutable" },
		{ "/assets/app-1f3a9c07.css", "gzip", "gzip", "gzipped", "public, max-age=31536000, immutable" },
		{ "/assets/app-1f3a9c07.css", "", "", "body{}", "public, max-age=31536000, immutable" },
		{ "/assets/app.css", "br;q=0", "", "body{}", "public, max-age=60" },
		{ "/assets/plain-00000001.txt", "br", "", "plain", "public, max-age=31536000, immutable" },
	};
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct http_request request = with(*state, rows[i].path, rows[i].encodings);
		struct http_response response = { 0 };
		assert_true(asset_serve(&request, &response));
		assert_int_equal(response.status, 200);
		assert_str(response.body, rows[i].body);
		assert_str(response.encoding, rows[i].coding);
		bool told = false;
		for (size_t h = 0; h < response.header_count; h++)
			told |= str_equal(response.headers[h].value, str_from(rows[i].cache));
		assert_true(told);
	}
}

static void what_is_no_asset_is_not_served(void **state)
{
	static const char *const paths[] = { "/assets/", "/assets/app-00000000.css", "/assets/app.cs", "/app.css", "/assets/x/app.css" };
	for (size_t i = 0; i < COUNT(paths); i++) {
		struct http_request request = with(*state, paths[i], "");
		struct http_response response = { 0 };
		assert_false(asset_serve(&request, &response));
		assert_int_equal(response.status, 0);
	}
	struct http_request posted = with(*state, "/assets/app.css", "");
	struct http_response response = { 0 };
	posted.method = POST;
	assert_false(asset_serve(&posted, &response));
	assert_str(asset_url(S("app.css")), "/assets/app-1f3a9c07.css");
	assert_str(asset_url(S("none.css")), "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_header_is_set_once_and_cookies_as_often_as_wanted),
		TEST(a_header_cannot_be_split),
		TEST(shared_bytes_live_as_long_as_someone_holds_them),
		TEST(gzip_comes_back_and_is_not_made_where_it_would_grow),
		TEST(a_coding_is_accepted_unless_refused),
		TEST(every_method_has_its_name),
		TEST(the_first_of_a_name_is_found),
		TEST(a_form_is_read_by_its_type),
		TEST(a_broken_form_is_refused_whole),
		TEST(an_asset_is_served_in_the_best_coding),
		TEST(what_is_no_asset_is_not_served),
	};
	return cmocka_run_group_tests_name("response", tests, NULL, NULL);
}
