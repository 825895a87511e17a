/*
 * server_hostile_test.c: what no honest browser sends is refused, with the right number, and nobody else notices.
 *
 * Each request goes through a real socket.  After each the server still answers.
 */
#include "http/server_testing.h"

#include "base/json.h"
#include "base/moment.h"

#include <dirent.h>
#include <poll.h>
#include <sys/socket.h>

#define HOST "Host: a.localhost\r\n"
#define CLOSE "Connection: close\r\n"

static void still_serves(const struct test_server *t)
{
	str answer = talk(t, S("GET /echo HTTP/1.1\r\n" HOST CLOSE "\r\n"));
	assert_int_equal(status_of(answer), 200);
}

static void an_ambiguous_request_is_refused_with_its_number(void **state)
{
	static const struct { const char *name, *request; int status; } rows[] = {
		{ "no host", "GET /echo HTTP/1.1\r\n" CLOSE "\r\n", 400 },
		{ "two hosts", "GET /echo HTTP/1.1\r\n" HOST "Host: b.localhost\r\n\r\n", 400 },
		{ "an empty host", "GET /echo HTTP/1.1\r\nHost:\r\n\r\n", 400 },
		{ "a host with a path", "GET /echo HTTP/1.1\r\nHost: a.localhost/x\r\n\r\n", 400 },
		{ "a host with a user", "GET /echo HTTP/1.1\r\nHost: evil@a.localhost\r\n\r\n", 400 },
		{ "two lengths", "POST /echo HTTP/1.1\r\n" HOST "Content-Length: 1\r\nContent-Length: 2\r\n\r\nab", 400 },
		{ "the same length twice", "POST /echo HTTP/1.1\r\n" HOST "Content-Length: 1\r\nContent-Length: 1\r\n\r\na", 400 },
		{ "a length and chunks", "POST /echo HTTP/1.1\r\n" HOST
		  "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400 },
		{ "chunks and a length", "POST /echo HTTP/1.1\r\n" HOST
		  "Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\n", 400 },
		{ "a negative length", "POST /echo HTTP/1.1\r\n" HOST "Content-Length: -1\r\n\r\n", 400 },
		{ "a length with a sign", "POST /echo HTTP/1.1\r\n" HOST "Content-Length: +1\r\n\r\na", 400 },
		{ "a length in hex", "POST /echo HTTP/1.1\r\n" HOST "Content-Length: 0x1\r\n\r\na", 400 },
		{ "a length of two numbers", "POST /echo HTTP/1.1\r\n" HOST "Content-Length: 1, 1\r\n\r\na", 400 },
		{ "a length beyond 64 bits", "POST /echo HTTP/1.1\r\n" HOST "Content-Length: 99999999999999999999\r\n\r\na", 413 },
		{ "an unknown encoding", "POST /echo HTTP/1.1\r\n" HOST "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", 400 },
		{ "chunked in disguise", "POST /echo HTTP/1.1\r\n" HOST "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n", 400 },
		{ "two encodings", "POST /echo HTTP/1.1\r\n" HOST
		  "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n", 400 },
		{ "chunked twice", "POST /echo HTTP/1.1\r\n" HOST "Transfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n", 400 },
		{ "chunks in HTTP/1.0", "POST /echo HTTP/1.0\r\n" HOST "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400 },
		{ "a version to come", "GET /echo HTTP/1.2\r\n" HOST "\r\n", 505 },
		{ "a version with other frames", "GET /echo HTTP/2.0\r\n" HOST "\r\n", 505 },
		{ "a blank in a name", "GET /echo HTTP/1.1\r\n" HOST "X Y: 1\r\n\r\n", 400 },
		{ "a blank before the colon", "GET /echo HTTP/1.1\r\n" HOST "X-Y : 1\r\n\r\n", 400 },
		{ "a name with a quote", "GET /echo HTTP/1.1\r\n" HOST "X\"Y: 1\r\n\r\n", 400 },
		{ "a control character", "GET /echo HTTP/1.1\r\n" HOST "X-Y: a\x01" "b\r\n\r\n", 400 },
		{ "a method nobody knows", "BREW /echo HTTP/1.1\r\n" HOST "\r\n", 501 },
		{ "a method in small letters", "get /echo HTTP/1.1\r\n" HOST "\r\n", 501 },
		{ "TRACE", "TRACE /echo HTTP/1.1\r\n" HOST "\r\n", 405 },
		{ "CONNECT", "CONNECT a.localhost:80 HTTP/1.1\r\n" HOST "\r\n", 405 },
		{ "OPTIONS", "OPTIONS * HTTP/1.1\r\n" HOST "\r\n", 405 },
		{ "an absolute address", "GET http://evil.example/ HTTP/1.1\r\n" HOST "\r\n", 400 },
		{ "no slash", "GET echo HTTP/1.1\r\n" HOST "\r\n", 400 },
		{ "up and up", "GET /../etc/passwd HTTP/1.1\r\n" HOST "\r\n", 400 },
		{ "up, encoded", "GET /%2e%2e/etc/passwd HTTP/1.1\r\n" HOST "\r\n", 400 },
		{ "up, encoded twice", "GET /%252e%252e/x HTTP/1.1\r\n" HOST "\r\n", 400 },
		{ "two slashes", "GET //evil.example/ HTTP/1.1\r\n" HOST "\r\n", 400 },
		{ "a backslash", "GET /\\evil.example HTTP/1.1\r\n" HOST "\r\n", 400 },
		{ "a NUL in the path", "GET /a%00b HTTP/1.1\r\n" HOST "\r\n", 400 },
		{ "a line end in the path", "GET /a%0d%0ab HTTP/1.1\r\n" HOST "\r\n", 400 },
		{ "half an escape", "GET /a%4 HTTP/1.1\r\n" HOST "\r\n", 400 },
		{ "broken UTF-8", "GET /a%ff HTTP/1.1\r\n" HOST "\r\n", 400 },
		{ "broken UTF-8 in the query", "GET /echo?a=%c3%28 HTTP/1.1\r\n" HOST "\r\n", 400 },
		{ "a body that is too long", "POST /echo HTTP/1.1\r\n" HOST "Content-Length: 70000\r\n\r\n", 413 },
		{ "a body for GET", "GET /echo HTTP/1.1\r\n" HOST "Content-Length: 1\r\n\r\na", 413 },
	};
	struct arena *arena = *state;
	struct test_server *t = server_up(arena, NULL);
	for (size_t i = 0; i < COUNT(rows); i++) {
		int status = status_of(talk(t, str_from(rows[i].request)));
		/* MHD hangs up on some of these without a word: that is a refusal, too. */
		if (status != rows[i].status && !(status == 0 && (rows[i].status == 400 || rows[i].status == 505)))
			fail_msg("%s: %d instead of %d", rows[i].name, status, rows[i].status);
	}
	still_serves(t);
	server_down(t, 1);
}

static str repeated(struct arena *arena, const char *piece, int times)
{
	struct text text;
	text_open(&text, arena, 4096);
	for (int i = 0; i < times; i++)
		text_put(&text, str_from(piece));
	return text_str(&text);
}

static void what_is_too_large_is_told_so(void **state)
{
	struct arena *arena = *state;
	struct test_server *t = server_up(arena, NULL);
	str long_name = repeated(arena, "x", 5000), headers = repeated(arena, "X-A: b\r\n", 80);
	str pairs = repeated(arena, "a=b&", 70), wide = repeated(arena, "y", 40000);
	assert_int_equal(status_of(talk(t, str_format(arena, "GET /%.*s HTTP/1.1\r\n" HOST CLOSE "\r\n", STR_ARG(long_name)))),
	                 414);
	assert_int_equal(status_of(talk(t, str_format(arena, "GET /echo HTTP/1.1\r\n" HOST "%.*s\r\n", STR_ARG(headers)))), 431);
	assert_int_equal(status_of(talk(t, str_format(arena, "GET /echo HTTP/1.1\r\n" HOST "X: %.*s\r\n\r\n", STR_ARG(wide)))),
	                 431);
	assert_int_equal(status_of(talk(t, str_format(arena, "GET /echo?%.*s HTTP/1.1\r\n" HOST "\r\n", STR_ARG(pairs)))), 400);
	assert_int_equal(status_of(talk(t, str_format(arena, "GET /%.*s HTTP/1.1\r\n" HOST "\r\n", STR_ARG(wide)))), 414);
	still_serves(t);
	server_down(t, 1);
}

/* The length is not told beforehand, so it is found out while reading. */
static void chunks_beyond_the_limit_are_refused(void **state)
{
	struct arena *arena = *state;
	struct test_server *t = server_up(arena, NULL);
	str chunk = repeated(arena, "z", 0x8000);
	struct text text;
	text_open(&text, arena, 200000);
	text_put(&text, S("POST /echo HTTP/1.1\r\n" HOST "Transfer-Encoding: chunked\r\n\r\n"));
	for (int i = 0; i < 4; i++)
		text_format(&text, "8000\r\n%.*s\r\n", STR_ARG(chunk));
	text_put(&text, S("0\r\n\r\n"));
	str answer = talk(t, text_str(&text));
	assert_int_equal(status_of(answer), 413);
	assert_str(header_of(answer, "Connection"), "close");
	answer = talk(t, S("POST /echo HTTP/1.1\r\n" HOST CLOSE "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n"));
	assert_true(str_contains(answer, S("body=5\n")));
	still_serves(t);
	server_down(t, 1);
}

static void broken_parts_are_refused_with_an_answer(void **state)
{
	static const char *const bodies[] = {
		"--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nno end",
		"--b\r\nContent-Disposition: form-data\r\n\r\nno name\r\n--b--\r\n",
		"--b\r\nContent-Disposition: form-data; name=\"a\xff\"\r\n\r\nx\r\n--b--\r\n",
		"--bX\r\n\r\n--b--",
	};
	struct arena *arena = *state;
	struct test_server *t = server_up(arena, NULL);
	for (size_t i = 0; i < COUNT(bodies); i++) {
		str request = str_format(arena, "POST /echo HTTP/1.1\r\n" HOST CLOSE
		                         "Content-Type: multipart/form-data; boundary=b\r\nContent-Length: %zu\r\n\r\n%s",
		                         strlen(bodies[i]), bodies[i]);
		assert_int_equal(status_of(talk(t, request)), 400);
	}
	still_serves(t);
	server_down(t, 1);
}

/* True when the other side hung up within the time. */
static bool hangs_up(struct arena *arena, int fd, int within_ms)
{
	moment end = moment_monotonic() + within_ms * INT64_C(1000);
	while (moment_monotonic() < end) {
		struct pollfd wait = { .fd = fd, .events = POLLIN };
		if (poll(&wait, 1, 100) == 1 && str_empty(hear(arena, fd, 50)))
			return true;
	}
	return false;
}

static void a_header_that_drips_is_cut_off(void **state)
{
	struct arena *arena = *state;
	struct test_server *t = server_up(arena, NULL);
	int fd = dial(t);
	moment began = moment_monotonic();
	bool closed = false;
	say(fd, S("GET /echo HTTP/1.1\r\n"));
	while (!closed && moment_monotonic() - began < SECONDS(6)) {
		say(fd, S("X-A: b\r\n")); /* never silent for as long as an idle connection may be */
		closed = hangs_up(arena, fd, 200);
	}
	assert_true(closed);
	assert_true(moment_monotonic() - began < SECONDS(4));
	close(fd);
	still_serves(t);
	server_down(t, 1);
}

static void a_body_that_drips_is_cut_off(void **state)
{
	struct arena *arena = *state;
	struct test_server *t = server_up(arena, NULL);
	int fd = dial(t);
	moment began = moment_monotonic();
	bool closed = false;
	say(fd, S("POST /echo HTTP/1.1\r\n" HOST "Content-Length: 1000\r\n\r\n"));
	while (!closed && moment_monotonic() - began < SECONDS(6)) {
		say(fd, S("x"));
		closed = hangs_up(arena, fd, 200);
	}
	assert_true(closed);
	close(fd);
	still_serves(t);
	server_down(t, 1);
}

/* Refused before its body came, which then goes on without end. */
static void a_refused_body_is_not_read_for_ever(void **state)
{
	struct arena *arena = *state;
	struct test_server *t = server_up(arena, NULL);
	char *block = arena_take(arena, 65536);
	int fd = dial(t);
	size_t sent = 0;
	bool open = true;
	say(fd, S("PATCH /echo HTTP/1.1\r\n" HOST "Content-Length: 99999999\r\n\r\n"));
	while (open && sent < 64u << 20) {
		ssize_t now = send(fd, block, 65536, MSG_NOSIGNAL);
		open = now > 0;
		sent += open ? (size_t)now : 0;
	}
	assert_false(open);
	close(fd);
	still_serves(t);
	server_down(t, 1);
}

static void silence_is_cut_off(void **state)
{
	struct arena *arena = *state;
	struct test_server *t = server_up(arena, NULL);
	int fd = dial(t);
	assert_true(hangs_up(arena, fd, 4000));
	close(fd);
	server_down(t, 1);
}

/* ── the corpora ── */

/* In the corpus a line end stands for CRLF, "\r" and "\n" written out for these bytes, a final "\" joins lines. */
static str unescaped(struct arena *arena, str s)
{
	struct text text;
	text_open(&text, arena, s.len * 2 + 1);
	for (size_t i = 0; i < s.len; i++) {
		char next = i + 1 < s.len ? s.at[i + 1] : 0;
		if (s.at[i] == '\n') {
			text_put(&text, S("\r\n"));
		} else if (s.at[i] == '\\' && (next == 'r' || next == 'n' || next == '\n')) {
			if (next != '\n')
				text_char(&text, next == 'r' ? '\r' : '\n');
			i++;
		} else {
			text_char(&text, s.at[i]);
		}
	}
	return text_str(&text);
}

static void the_corpus_of_odd_requests_breaks_nothing(void **state)
{
	struct arena *arena = *state;
	FILE *file = data_open(arena, "security/http_requests_llhttp_dev.jsonl");
	if (!file)
		skip();
	struct test_server *t = server_up(arena, NULL);
	char line[65536];
	int count = 0;
	while (fgets(line, sizeof(line), file)) {
		const struct json *json;
		assert_int_equal(json_read(arena, str_from(line), &json, NULL), OK);
		int fd = dial(t);
		say(fd, unescaped(arena, json_str(json, S("request_escaped"))));
		int status = status_of(hear(arena, fd, 60));
		assert_true(status < 500 || status == 501 || status == 505);
		close(fd);
		count++;
	}
	fclose(file);
	assert_true(count > 50);
	still_serves(t);
	server_down(t, 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(an_ambiguous_request_is_refused_with_its_number),
		TEST(what_is_too_large_is_told_so),
		TEST(chunks_beyond_the_limit_are_refused),
		TEST(broken_parts_are_refused_with_an_answer),
		TEST(a_header_that_drips_is_cut_off),
		TEST(a_body_that_drips_is_cut_off),
		TEST(a_refused_body_is_not_read_for_ever),
		TEST(silence_is_cut_off),
		TEST(the_corpus_of_odd_requests_breaks_nothing),
	};
	return cmocka_run_group_tests_name("server_hostile", tests, NULL, NULL);
}
