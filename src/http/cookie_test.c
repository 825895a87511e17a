/* cookie_test.c: a cookie is found under its exact name and set so that nobody else can read or write it. */
#include "http/cookie.h"

#include "base/testing.h"

static struct http_request from(struct arena *arena, const char *host, bool secure, const char *cookies)
{
	struct header *header = arena_take(arena, sizeof(*header));
	*header = (struct header){ S("cookie"), str_from(cookies) };
	return (struct http_request){ .arena = arena, .host = str_from(host), .secure = secure, .headers = header, .header_count = 1 };
}

static void a_cookie_is_found_by_its_whole_name(void **state)
{
	struct http_request request = from(*state, "192.0.2.1", false, "xsession=1; session=abc; session2=2;  b = \"q\" ;c=x=y; d");
	str value;
	assert_true(cookie_find(&request, S("session"), &value));
	assert_str(value, "abc");
	assert_true(cookie_find(&request, S("b"), &value));
	assert_str(value, "q");
	assert_true(cookie_find(&request, S("c"), &value));
	assert_str(value, "x=y");
	assert_true(cookie_find(&request, S("d"), &value));
	assert_str(value, "");
	value = S("untouched");
	assert_false(cookie_find(&request, S("sess"), &value));
	assert_false(cookie_find(&request, S("Session"), &value));
	assert_false(cookie_find(&request, S("e"), &value));
	assert_str(value, "untouched");
}

static void a_planted_cookie_without_the_prefix_is_not_taken(void **state)
{
	static const struct { const char *host; bool secure; } rows[] = { { "a.example", true }, { "localhost:8080", false },
		{ "b.localhost:8080", false } };
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct http_request request = from(*state, rows[i].host, rows[i].secure, "session=evil; __Host-session=ours");
		str value;
		assert_true(cookie_find(&request, S("session"), &value));
		assert_str(value, "ours");
		request = from(*state, rows[i].host, rows[i].secure, "session=evil");
		assert_false(cookie_find(&request, S("session"), &value));
	}
}

static void without_tls_the_prefix_is_not_used(void **state)
{
	struct http_request request = from(*state, "notlocalhost", false, "__Host-session=1; session=2");
	str value;
	assert_true(cookie_find(&request, S("session"), &value));
	assert_str(value, "2");
	assert_str(cookie_name(&request, S("session")), "session");
}

static str only_cookie(const struct http_response *response)
{
	assert_int_equal(response->header_count, 1);
	assert_str(response->headers[0].name, "Set-Cookie");
	return response->headers[0].value;
}

static void a_cookie_is_set_for_this_host_alone(void **state)
{
	struct http_request request = from(*state, "a.example", true, "");
	struct http_response response = { 0 };
	cookie_set(&request, &response, S("session"), S("abc"), 0);
	assert_str(only_cookie(&response), "__Host-session=abc; Path=/; HttpOnly; SameSite=Lax; Secure");
	response.header_count = 0;
	cookie_set(&request, &response, S("session"), S("abc"), 60);
	assert_str(only_cookie(&response), "__Host-session=abc; Path=/; HttpOnly; SameSite=Lax; Secure; Max-Age=60");
	response.header_count = 0;
	cookie_set(&request, &response, S("session"), S(""), -1);
	assert_str(only_cookie(&response), "__Host-session=; Path=/; HttpOnly; SameSite=Lax; Secure; Max-Age=0");
	request = from(*state, "192.0.2.1:8080", false, "");
	response.header_count = 0;
	cookie_set(&request, &response, S("session"), S("abc"), 0);
	assert_str(only_cookie(&response), "session=abc; Path=/; HttpOnly; SameSite=Lax");
}

static void two_cookies_are_two_headers(void **state)
{
	struct http_request request = from(*state, "a.example", true, "");
	struct http_response response = { 0 };
	cookie_set(&request, &response, S("a"), S("1"), 0);
	cookie_set(&request, &response, S("b"), S("2"), 0);
	assert_int_equal(response.header_count, 2);
}

static void set_a_second_cookie(void *data)
{
	struct arena *arena = data;
	struct http_request request = from(arena, "a.example", true, "");
	struct http_response response = { 0 };
	cookie_set(&request, &response, S("a"), S("1; Domain=example"), 0);
}

static void a_value_cannot_add_attributes(void **state)
{
	assert_true(aborts(set_a_second_cookie, *state));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_cookie_is_found_by_its_whole_name),
		TEST(a_planted_cookie_without_the_prefix_is_not_taken),
		TEST(without_tls_the_prefix_is_not_used),
		TEST(a_cookie_is_set_for_this_host_alone),
		TEST(two_cookies_are_two_headers),
		TEST(a_value_cannot_add_attributes),
	};
	return cmocka_run_group_tests_name("cookie", tests, NULL, NULL);
}
