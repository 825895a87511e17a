/* server_test.c: what honest clients rely on: kept connections, HEAD, 304, gzip, later answers. */
#include "http/server_testing.h"

#include <libdeflate.h>

#define HOST "Host: a.localhost\r\n"
#define CLOSE "Connection: close\r\n"
enum { READERS = 50 };

static void one_connection_serves_many_requests_in_order(void **state)
{
	struct arena *arena = *state;
	struct test_server *t = server_up(arena, NULL);
	int fd = dial(t);
	for (int i = 0; i < 3; i++) {
		say(fd, S("GET /echo?n=1 HTTP/1.1\r\n" HOST "\r\n"));
		assert_int_equal(status_of(hear_one(arena, fd)), 200);
	}
	say(fd, S("GET /later HTTP/1.1\r\n" HOST "\r\nGET /echo?n=2 HTTP/1.1\r\n" HOST "\r\nPOST /echo HTTP/1.1\r\n" HOST
	          "Content-Length: 3\r\n\r\nabcGET /tag HTTP/1.1\r\n" HOST "\r\n"));
	assert_str(body_of(hear_one(arena, fd)), "later\n");
	assert_true(str_contains(hear_one(arena, fd), S("?n=2\n")));
	assert_true(str_contains(hear_one(arena, fd), S("body=3\n")));
	assert_str(body_of(hear_one(arena, fd)), "tagged\n");
	close(fd);
	server_down(t, 1);
}

static void every_answer_has_an_id_of_its_own(void **state)
{
	struct arena *arena = *state;
	struct test_server *t = server_up(arena, NULL);
	str one = header_of(talk(t, S("GET /echo HTTP/1.1\r\n" HOST CLOSE "\r\n")), "X-Request-Id");
	str two = header_of(talk(t, S("GET /echo HTTP/1.1\r\n" HOST CLOSE "\r\n")), "X-Request-Id");
	assert_int_equal(one.len, 16);
	assert_false(str_equal(one, two));
	server_down(t, 1);
}

static void head_is_get_without_the_body(void **state)
{
	struct arena *arena = *state;
	struct test_server *t = server_up(arena, NULL);
	str answer = talk(t, S("HEAD /tag HTTP/1.1\r\n" HOST CLOSE "\r\n"));
	assert_int_equal(status_of(answer), 200);
	assert_str(header_of(answer, "Content-Length"), "7");
	assert_str(body_of(answer), "");
	server_down(t, 1);
}

static void what_the_client_has_is_not_sent_again(void **state)
{
	static const struct { const char *tag; int status; } rows[] = {
		{ "\"abc\"", 304 }, { "W/\"abc\"", 304 }, { "\"x\", \"abc\"", 304 }, { "*", 304 }, { "\"abcd\"", 200 }, { "abc", 200 },
	};
	struct arena *arena = *state;
	struct test_server *t = server_up(arena, NULL);
	for (size_t i = 0; i < COUNT(rows); i++) {
		str answer = talk(t, str_format(arena, "GET /tag HTTP/1.1\r\n" HOST CLOSE "If-None-Match: %s\r\n\r\n", rows[i].tag));
		assert_int_equal(status_of(answer), rows[i].status);
		assert_str(header_of(answer, "ETag"), "\"abc\"");
		assert_str(body_of(answer), rows[i].status == 304 ? "" : "tagged\n");
	}
	server_down(t, 1);
}

static void long_texts_are_compressed_for_who_takes_it(void **state)
{
	struct arena *arena = *state;
	struct test_server *t = server_up(arena, NULL);
	str plain = talk(t, S("GET /big HTTP/1.1\r\n" HOST CLOSE "\r\n"));
	str packed = talk(t, S("GET /big HTTP/1.1\r\n" HOST CLOSE "Accept-Encoding: br, gzip\r\n\r\n"));
	str refused = talk(t, S("GET /big HTTP/1.1\r\n" HOST CLOSE "Accept-Encoding: gzip;q=0\r\n\r\n"));
	str head = talk(t, S("HEAD /big HTTP/1.1\r\n" HOST CLOSE "Accept-Encoding: gzip\r\n\r\n"));
	assert_str(header_of(packed, "Content-Encoding"), "gzip");
	assert_true(str_equal(header_of(head, "Content-Length"), header_of(packed, "Content-Length")));
	assert_str(header_of(plain, "ETag"), "\"big\"");
	assert_str(header_of(packed, "ETag"), "W/\"big\""); /* other bytes, the same meaning */
	assert_int_equal(status_of(talk(t, S("GET /big HTTP/1.1\r\n" HOST CLOSE "Accept-Encoding: gzip\r\n"
	                                     "If-None-Match: W/\"big\"\r\n\r\n"))), 304);
	assert_str(header_of(plain, "Content-Encoding"), "");
	assert_str(header_of(refused, "Content-Encoding"), "");
	assert_true(str_contains(header_of(plain, "Vary"), S("Accept-Encoding")));
	str body = body_of(packed);
	char *room = arena_bytes(arena, 65536);
	size_t len = 0;
	struct libdeflate_decompressor *decompressor = libdeflate_alloc_decompressor();
	assert_int_equal(libdeflate_gzip_decompress(decompressor, body.at, body.len, room, 65536, &len), LIBDEFLATE_SUCCESS);
	libdeflate_free_decompressor(decompressor);
	assert_true(str_equal((str){ room, len }, body_of(plain)));
	assert_true(body.len < len / 2);
	server_down(t, 1);
}

static void files_and_fields_of_a_form_arrive(void **state)
{
	static const char body[] =
		"--b\r\nContent-Disposition: form-data; name=\"title\"\r\n\r\nTür auf\r\n"
		"--b\r\nContent-Disposition: form-data; name=\"photo\"; filename=\"a.png\"\r\nContent-Type: image/png\r\n\r\n12345"
		"\r\n--b--\r\n";
	struct arena *arena = *state;
	struct test_server *t = server_up(arena, NULL);
	str answer = talk(t, str_format(arena, "POST /echo HTTP/1.1\r\n" HOST CLOSE
	                  "Content-Type: multipart/form-data; boundary=b\r\nContent-Length: %zu\r\n\r\n%s", strlen(body), body));
	assert_true(str_contains(answer, S("title=Tür auf\n")));
	assert_true(str_contains(answer, S("file photo a.png 5\n")));
	answer = talk(t, S("POST /echo HTTP/1.1\r\n" HOST CLOSE "Content-Type: application/x-www-form-urlencoded\r\n"
	                   "Content-Length: 14\r\n\r\na=1+2&b=%C3%9F"));
	assert_true(str_contains(answer, S("a=1 2\n")));
	server_down(t, 1);
	assert_int_not_equal(access(str_c(arena, t->folder), F_OK), 0); /* no upload was left behind to keep the folder */
}

static void believe_one(struct server_settings *settings)
{
	settings->proxies = S("192.0.2.9, 127.0.0.1");
}

static void only_a_known_proxy_speaks_for_others(void **state)
{
	const str asked = S("GET /echo HTTP/1.1\r\n" HOST CLOSE "X-Forwarded-For: 203.0.113.7, 198.51.100.2\r\n"
		"X-Forwarded-Proto: https\r\nX-Forwarded-Host: B.example\r\n\r\n");
	struct arena *arena = *state;
	struct test_server *t = server_up(arena, NULL);
	str answer = talk(t, asked);
	assert_true(str_contains(answer, S("host=a.localhost\naddress=127.0.0.1\nsecure=0\n")));
	server_down(t, 1);
	t = server_up(arena, believe_one);
	answer = talk(t, asked);
	assert_true(str_contains(answer, S("host=b.example\naddress=198.51.100.2\nsecure=1\n")));
	answer = talk(t, S("GET /echo HTTP/1.1\r\n" HOST CLOSE "X-Forwarded-For: 203.0.113.7\r\nX-Forwarded-For: 198.51.100.3\r\n\r\n"));
	assert_true(str_contains(answer, S("address=198.51.100.3\n"))); /* a proxy that adds a line of its own */
	answer = talk(t, S("GET /echo HTTP/1.1\r\n" HOST CLOSE "X-Forwarded-For: evil\r\nX-Forwarded-Proto: https\r\n"
	                   "X-Forwarded-Host: b.example:443\r\n\r\n"));
	assert_true(str_contains(answer, S("host=b.example\naddress=127.0.0.1\nsecure=1\n")));
	answer = talk(t, S("GET /echo HTTP/1.1\r\n" HOST CLOSE "X-Forwarded-Host: evil.example/x\r\n\r\n"));
	assert_true(str_contains(answer, S("host=a.localhost\n")));
	server_down(t, 1);
}

static void an_answer_may_come_from_another_thread(void **state)
{
	struct arena *arena = *state;
	struct test_server *t = server_up(arena, NULL);
	int fds[READERS];
	for (int i = 0; i < READERS; i++) {
		fds[i] = dial(t);
		say(fds[i], S("GET /later HTTP/1.1\r\n" HOST CLOSE "\r\n"));
	}
	for (int i = 0; i < READERS; i++) {
		assert_str(body_of(hear(arena, fds[i], 5000)), "later\n");
		close(fds[i]);
	}
	server_down(t, 1);
}

/* The client hangs up before the answer is there. */
static void who_leaves_early_harms_nobody(void **state)
{
	struct arena *arena = *state;
	struct test_server *t = server_up(arena, NULL);
	for (int i = 0; i < READERS; i++) {
		int fd = dial(t);
		say(fd, S("GET /later HTTP/1.1\r\n" HOST "\r\n"));
		close(fd);
	}
	assert_int_equal(status_of(talk(t, S("GET /later HTTP/1.1\r\n" HOST CLOSE "\r\n"))), 200);
	server_down(t, 2);
}

static void as_many_loops_as_is_usual(struct server_settings *settings)
{
	settings->loops = 0;
}

enum { HELD = 3 };

static void hold_three(const struct test_server *t, int *fds)
{
	for (int i = 0; i < HELD; i++) {
		fds[i] = dial(t);
		say(fds[i], S("GET /hold HTTP/1.1\r\n" HOST CLOSE "\r\n"));
		for (int waited = 0; held <= i; waited++) {
			assert_true(waited < 5000);
			usleep(1000);
		}
	}
}

static void let_go(struct arena *arena, int *fds)
{
	assert_int_equal(held, HELD);
	held = 0;
	for (int i = 0; i < HELD; i++) {
		assert_int_equal(status_of(hear(arena, fds[i], 5000)), 200);
		close(fds[i]);
	}
}

static void three_loops_that_wait_for_the_disk_leave_one_to_answer(void **state)
{
	struct arena *arena = *state;
	struct test_server *t = server_up(arena, as_many_loops_as_is_usual);
	int fds[HELD];
	hold_three(t, fds);
	assert_int_equal(status_of(talk(t, S("GET /echo HTTP/1.1\r\n" HOST CLOSE "\r\n"))), 200);
	let_go(arena, fds);
	server_down(t, 1);
}

/* The one that works lets them in for itself, and deals none of them out to those that stand still. */
static void who_comes_to_a_busy_loop_is_not_given_to_one_that_stands_still(void **state)
{
	enum { WORK = 100, CAME = 100 };
	struct arena *arena = *state;
	struct test_server *t = server_up(arena, as_many_loops_as_is_usual);
	int fds[HELD], came[CAME], worker = dial(t);
	hold_three(t, fds);
	usleep(20000);
	for (int i = 0; i < WORK; i++)
		say(worker, S("GET /work HTTP/1.1\r\n" HOST "\r\n"));
	for (int i = 0; i < CAME; i++) {
		usleep(300); /* while a piece of work is under way */
		came[i] = dial(t);
		say(came[i], S("GET /echo HTTP/1.1\r\n" HOST CLOSE "\r\n"));
	}
	for (int i = 0; i < CAME; i++) {
		assert_int_equal(status_of(hear(arena, came[i], 5000)), 200);
		close(came[i]);
	}
	let_go(arena, fds);
	close(worker);
	server_down(t, 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(one_connection_serves_many_requests_in_order),
		TEST(every_answer_has_an_id_of_its_own),
		TEST(head_is_get_without_the_body),
		TEST(what_the_client_has_is_not_sent_again),
		TEST(long_texts_are_compressed_for_who_takes_it),
		TEST(files_and_fields_of_a_form_arrive),
		TEST(only_a_known_proxy_speaks_for_others),
		TEST(an_answer_may_come_from_another_thread),
		TEST(who_leaves_early_harms_nobody),
		TEST(three_loops_that_wait_for_the_disk_leave_one_to_answer),
		TEST(who_comes_to_a_busy_loop_is_not_given_to_one_that_stands_still),
	};
	return cmocka_run_group_tests_name("server", tests, NULL, NULL);
}
