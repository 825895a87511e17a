/* server_wire_test.c: who is slow is cut off in time, and who rests gives way to who comes. */
#include "http/server_testing.h"

#include <poll.h>
#include <sys/socket.h>

#define HOST "Host: a.localhost\r\n"
enum { PLACES = 32, DRIPS = 20 };

static bool is_closed(struct arena *arena, int fd, int wait_ms)
{
	struct pollfd wait = { .fd = fd, .events = POLLIN };
	char byte;
	(void)arena;
	return poll(&wait, 1, wait_ms) == 1 && recv(fd, &byte, 1, MSG_PEEK | MSG_DONTWAIT) <= 0;
}

static void few_places(struct server_settings *settings)
{
	settings->connections = PLACES;
	settings->idle_seconds = settings->header_seconds = 30;
}

static void who_rests_longest_gives_way(void **state)
{
	struct arena *arena = *state;
	struct test_server *t = server_up(arena, few_places);
	int resting[PLACES - 2], coming[PLACES];
	for (int i = 0; i < PLACES - 2; i++) {
		resting[i] = dial(t);
		say(resting[i], S("GET /echo HTTP/1.1\r\n" HOST "\r\n"));
		assert_int_equal(status_of(hear_one(arena, resting[i])), 200);
	}
	for (int i = 0; i < PLACES; i++) {
		coming[i] = dial(t);
		say(coming[i], S("GET /echo HTTP/1.1\r\n" HOST "\r\n"));
		assert_int_equal(status_of(hear_one(arena, coming[i])), 200);
	}
	for (int i = 0; i < 10; i++)
		assert_true(is_closed(arena, resting[i], 1000));
	assert_false(is_closed(arena, coming[PLACES - 1], 100));
	for (int i = 0; i < PLACES - 2; i++)
		close(resting[i]);
	for (int i = 0; i < PLACES; i++)
		close(coming[i]);
	server_down(t, 1);
}

/* Nobody rests, all places are taken by half a header: whoever drags on for two seconds is the next to go. */
static void who_drags_on_gives_way_before_his_time(void **state)
{
	struct arena *arena = *state;
	struct test_server *t = server_up(arena, few_places);
	int dragging[PLACES - 2];
	for (int i = 0; i < PLACES - 2; i++) {
		dragging[i] = dial(t);
		say(dragging[i], S("GET /echo HTTP/1.1\r\nX-A: b\r\n"));
	}
	usleep(2300000);
	for (int i = 0; i < 8; i++) {
		int fd = dial(t);
		say(fd, S("GET /echo HTTP/1.1\r\n" HOST "\r\n"));
		assert_int_equal(status_of(hear_one(arena, fd)), 200);
		close(fd);
	}
	assert_true(is_closed(arena, dragging[0], 1000));
	for (int i = 0; i < PLACES - 2; i++)
		close(dragging[i]);
	server_down(t, 1);
}

static void long_times(struct server_settings *settings)
{
	settings->header_seconds = 3;
	settings->body_seconds = settings->idle_seconds = 60;
}

static int dial_slow(const struct test_server *t)
{
	int fd = dial(t), small = 2048;
	assert_int_equal(setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &small, sizeof(small)), 0);
	return fd;
}

/* A header has its time as a whole; a body and an answer that came slower than 500 bytes a second are cut off after a
   grace of five seconds, long before their sixty; who is merely slow gets through. */
static void who_drips_is_cut_off_and_who_is_slow_is_not(void **state)
{
	struct arena *arena = *state;
	struct test_server *t = server_up(arena, long_times);
	int header = dial(t), body = dial(t), reader = dial_slow(t), slow = dial(t);
	char bytes[1024];
	bool header_closed = false, body_closed = false;
	memset(bytes, 'x', sizeof(bytes));
	say(header, S("GET /echo"));
	say(body, S("POST /echo HTTP/1.1\r\n" HOST "Content-Length: 60000\r\n\r\n"));
	say(slow, S("POST /echo HTTP/1.1\r\n" HOST "Content-Length: 8192\r\n\r\n"));
	say(reader, S("GET /huge HTTP/1.1\r\n" HOST "\r\n"));
	moment began = moment_monotonic(), header_after = 0, body_after = 0;
	for (int i = 0; i < DRIPS; i++) {
		usleep(500000);
		if (i < 16)
			say(slow, (str){ bytes, 512 }); /* about 1000 a second */
		say(header, S("x"));
		say(body, S("x"));
		assert_true(recv(reader, bytes, 16, MSG_DONTWAIT) < 17);
		if (!header_closed && (header_closed = is_closed(arena, header, 0)))
			header_after = moment_monotonic() - began;
		if (!body_closed && (body_closed = is_closed(arena, body, 0)))
			body_after = moment_monotonic() - began;
	}
	assert_true(header_closed && body_closed);
	assert_in_range(header_after, SECONDS(3), SECONDS(5)); /* the line and the header together */
	assert_in_range(body_after, SECONDS(5), SECONDS(9));
	assert_int_equal(status_of(hear_one(arena, slow)), 200);
	struct server_figures figures; /* the kernel still holds megabytes for the reader; the house has forgotten him */
	server_figures(t->server, &figures);
	assert_int_equal(figures.connections, 1);
	const int all[] = { header, body, reader, slow };
	for (size_t i = 0; i < COUNT(all); i++)
		close(all[i]);
	server_down(t, 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(who_rests_longest_gives_way),
		TEST(who_drags_on_gives_way_before_his_time),
		TEST(who_drips_is_cut_off_and_who_is_slow_is_not),
	};
	return cmocka_run_group_tests_name("server_wire", tests, NULL, NULL);
}
