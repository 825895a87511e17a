/* server_stream_test.c: events reach who listens, soon and in order, and nobody else; nobody holds the others up. */
#include "http/server_testing.h"

#include "base/moment.h"

#include <poll.h>
#include <sys/socket.h>

#define HOST "Host: a.localhost\r\n"
enum { READERS = 200 };

static str heard_until(struct arena *arena, int fd, const char *part)
{
	struct text text;
	text_open(&text, arena, 1024);
	moment end = moment_monotonic() + SECONDS(5);
	while (moment_monotonic() < end && !str_contains(text_str(&text), str_from(part)))
		text_put(&text, hear(arena, fd, 2));
	return text_str(&text);
}

static void an_event_reaches_all_who_listen_and_nobody_else(void **state)
{
	struct arena *arena = *state;
	struct test_server *t = server_up(arena, NULL);
	int fds[READERS];
	for (int i = 0; i < READERS; i++) {
		fds[i] = dial(t);
		say(fds[i], S("GET /events HTTP/1.1\r\n" HOST "\r\n"));
		str opening = heard_until(arena, fds[i], "data: 2");
		assert_true(str_contains(opening, S("retry: 3000\n\nevent: hello\ndata: 2\n\n")));
		assert_true(str_contains(opening, S("text/event-stream")) && str_contains(opening, S("private, no-store")));
	}
	assert_int_equal(stream_send(t->server, 8, S("notice"), S("not yours")), 0);
	assert_int_equal(stream_send(t->server, 7, S("notice"), S("{\"count\":3}")), READERS);
	for (int i = 0; i < READERS; i++) {
		str got = heard_until(arena, fds[i], "count");
		assert_true(str_contains(got, S("event: notice\ndata: {\"count\":3}\n\n")));
		assert_false(str_contains(got, S("not yours")));
	}
	struct server_figures figures;
	server_figures(t->server, &figures);
	assert_int_equal(figures.streams, READERS);
	stream_end(t->server, 7);
	for (int i = 0; i < READERS; i++) {
		struct pollfd wait = { .fd = fds[i], .events = POLLIN };
		assert_int_equal(poll(&wait, 1, 5000), 1); /* the end of the stream */
		close(fds[i]);
	}
	server_down(t, 2);
}

static int listener(const struct test_server *t, str *opening_out)
{
	int fd = dial(t);
	say(fd, S("GET /events HTTP/1.1\r\n" HOST "Last-Event-ID: 17\r\n\r\n"));
	*opening_out = heard_until(t->arena, fd, "data: 2");
	return fd;
}

static int listener_that_is_held(const struct test_server *t)
{
	int fd = dial(t);
	say(fd, S("GET /events-hold HTTP/1.1\r\n" HOST "\r\n"));
	for (int i = 0; i < 5000 && !held; i++)
		usleep(1000);
	assert_int_equal(held, 1);
	return fd;
}

static bool is_at_its_end(struct arena *arena, int fd)
{
	return str_ends(heard_until(arena, fd, "0\r\n\r\n"), S("0\r\n\r\n")); /* the last chunk */
}

/* Between its state as it was read and its ear: nobody would tell it later. */
static void who_is_greeted_with_what_is_old_comes_again(void **state)
{
	struct arena *arena = *state;
	struct test_server *t = server_up(arena, NULL);
	int fd = listener_that_is_held(t);
	assert_int_equal(stream_send(t->server, 7, S("hello"), S("3")), 0);
	held = 0;
	assert_true(is_at_its_end(arena, fd));
	close(fd);
	fd = listener_that_is_held(t);
	stream_end(t->server, 7); /* whoever was to be shut out is, too */
	held = 0;
	assert_true(is_at_its_end(arena, fd));
	close(fd);
	fd = listener_that_is_held(t);
	assert_int_equal(stream_send(t->server, 8, S("hello"), S("of another")), 0);
	held = 0;
	assert_true(str_contains(heard_until(arena, fd, "data: 2"), S("data: 2")));
	assert_int_equal(stream_send(t->server, 7, S("hello"), S("3")), 1);
	assert_true(str_contains(heard_until(arena, fd, "data: 3"), S("data: 3")));
	close(fd);
	server_down(t, 2);
}

static void three_of_one(struct server_settings *settings)
{
	settings->streams_of_one = 3;
	settings->connections = 16;
}

static void who_listens_too_often_ends_the_oldest(void **state)
{
	enum { LISTENERS = 5 };
	struct arena *arena = *state;
	struct test_server *t = server_up(arena, three_of_one);
	int fds[LISTENERS];
	str opening;
	for (int i = 0; i < LISTENERS; i++)
		fds[i] = listener(t, &opening);
	assert_true(is_at_its_end(arena, fds[0]) && is_at_its_end(arena, fds[1]));
	assert_int_equal(stream_send(t->server, 7, S("hello"), S("all")), 3);
	for (int i = 0; i < LISTENERS; i++)
		close(fds[i]);
	server_down(t, 2);
}

static void sixteen(struct server_settings *settings)
{
	settings->connections = 16;
}

static void pages_that_listen_leave_places_to_those_who_ask(void **state)
{
	enum { PLACES = 14 };
	struct arena *arena = *state;
	struct test_server *t = server_up(arena, sixteen);
	int fds[PLACES + 1];
	str opening;
	for (int i = 0; i <= PLACES; i++)
		fds[i] = listener(t, &opening);
	assert_true(str_ends(opening, S("0\r\n\r\n")) || is_at_its_end(arena, fds[PLACES]));
	assert_int_equal(status_of(talk(t, S("GET /echo HTTP/1.1\r\n" HOST "Connection: close\r\n\r\n"))), 200);
	for (int i = 0; i <= PLACES; i++)
		close(fds[i]);
	server_down(t, 2);
}

static void a_proxy_is_told_not_to_gather_events(void **state)
{
	struct arena *arena = *state;
	struct test_server *t = server_up(arena, NULL);
	str opening;
	int fd = listener(t, &opening);
	assert_str(header_of(opening, "X-Accel-Buffering"), "no");
	assert_str(header_of(opening, "Content-Type"), "text/event-stream");
	close(fd);
	server_down(t, 2);
}

static void a_text_of_lines_arrives_as_lines(void **state)
{
	struct arena *arena = *state;
	struct test_server *t = server_up(arena, NULL);
	str opening;
	int fd = listener(t, &opening);
	assert_int_equal(stream_send(t->server, 7, S("note"), S("one\ntwo")), 1);
	assert_true(str_contains(heard_until(arena, fd, "two"), S("event: note\ndata: one\ndata: two\n\n")));
	char *wide = arena_bytes(arena, 100000); /* longer than any buffer on the way */
	memset(wide, 'w', 100000);
	assert_int_equal(stream_send(t->server, 7, S("wide"), (str){ wide, 100000 }), 1);
	assert_int_equal(stream_send(t->server, 7, S("after"), S("it")), 1);
	str got = heard_until(arena, fd, "event: after");
	size_t count = 0;
	for (size_t i = 0; i < got.len; i++)
		count += got.at[i] == 'w';
	assert_int_equal(count, 100000 + 1); /* and that of its name */
	close(fd);
	server_down(t, 2);
}

/* Each gets what is sent while it takes it; who does not read is sent away and holds nobody up. */
static void who_does_not_read_is_sent_away(void **state)
{
	struct arena *arena = *state;
	struct test_server *t = server_up(arena, NULL);
	struct server_figures figures;
	char *block = arena_bytes(arena, 65536);
	str opening;
	memset(block, 'x', 65536);
	int fd = dial(t), small = 2048, heard = 1;
	setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &small, sizeof(small));
	say(fd, S("GET /events HTTP/1.1\r\n" HOST "\r\n"));
	assert_true(str_contains(heard_until(arena, fd, "data: 2"), S("data: 2")));
	for (int i = 0; i < 2000 && heard; i++) {
		heard = stream_send(t->server, 7, S("much"), (str){ block, 65536 });
		usleep(1000);
	}
	assert_int_equal(heard, 0);
	int other = listener(t, &opening);
	assert_int_equal(stream_send(t->server, 7, S("small"), S("s")), 1);
	assert_true(str_contains(heard_until(arena, other, "small"), S("event: small")));
	close(fd);
	close(other);
	for (int i = 0; i < 100; i++) {
		stream_end(t->server, 7);
		server_figures(t->server, &figures);
		if (!figures.streams)
			break;
		usleep(50000);
	}
	assert_int_equal(figures.streams, 0);
	server_down(t, 2);
}

/* A reader who left is noticed at the next word to it. */
static void who_left_is_forgotten(void **state)
{
	struct arena *arena = *state;
	struct test_server *t = server_up(arena, NULL);
	struct server_figures figures;
	str opening;
	for (int i = 0; i < 20; i++)
		close(listener(t, &opening));
	for (int i = 0; i < 200; i++) {
		stream_send(t->server, 7, S("ping"), S("x"));
		server_figures(t->server, &figures);
		if (!figures.streams)
			break;
		usleep(20000);
	}
	assert_int_equal(figures.streams, 0);
	server_down(t, 2);
}

enum { CROWD = 1000 };

static void many_places(struct server_settings *settings)
{
	settings->connections = CROWD + CROWD / 2;
	settings->loops = 2;
}

/* A news for all: told once, made once, heard by the last of a thousand within two seconds. */
static void a_thousand_hear_within_two_seconds(void **state)
{
	struct arena *arena = *state;
	struct test_server *t = server_up(arena, many_places);
	static int fds[CROWD];
	str opening;
	for (int i = 0; i < CROWD; i++)
		fds[i] = listener(t, &opening);
	moment began = moment_monotonic();
	assert_int_equal(stream_send(t->server, 7, S("news"), S("all")), CROWD);
	for (int i = 0; i < CROWD; i++) {
		char bytes[256];
		struct pollfd wait = { .fd = fds[i], .events = POLLIN };
		assert_int_equal(poll(&wait, 1, 5000), 1);
		ssize_t got = recv(fds[i], bytes, sizeof(bytes), 0);
		assert_true(got > 0 && str_contains((str){ bytes, (size_t)got }, S("data: all")));
	}
	assert_true(moment_monotonic() - began < SECONDS(2) * 2); /* two, and as much again for the sanitizers */
	for (int i = 0; i < CROWD; i++)
		close(fds[i]);
	server_down(t, 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(an_event_reaches_all_who_listen_and_nobody_else),
		TEST(who_is_greeted_with_what_is_old_comes_again),
		TEST(who_listens_too_often_ends_the_oldest),
		TEST(pages_that_listen_leave_places_to_those_who_ask),
		TEST(a_proxy_is_told_not_to_gather_events),
		TEST(a_text_of_lines_arrives_as_lines),
		TEST(who_does_not_read_is_sent_away),
		TEST(who_left_is_forgotten),
		TEST(a_thousand_hear_within_two_seconds),
	};
	return cmocka_run_group_tests_name("server_stream", tests, NULL, NULL);
}
