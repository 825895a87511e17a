/* server_pace_test.c: a house that is full: who is turned away, how, and that it ends. */
#include "http/server_testing.h"

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#define HOST "Host: a.localhost\r\n"
#define CLOSE "Connection: close\r\n"
enum { CROWD = 200, FEW = 40, PATIENCE_MS = 20 };

static bool turns_away(void *house, const struct http_glance *glance)
{
	(void)house;
	if (str_equal(glance->path, S("/health")))
		return false;
	if (glance->method == POST)
		return str_contains(glance->cookies, S("full")) || str_contains(glance->authorization, S("full"));
	return glance->waited > MILLISECONDS(PATIENCE_MS);
}

/* On a busy machine the crowd needs a while to speak. */
static void patient(struct server_settings *settings)
{
	settings->header_seconds = settings->body_seconds = settings->idle_seconds = 60;
}

static void with_a_door(struct server_settings *settings)
{
	patient(settings);
	settings->turns_away = turns_away;
}

static void send_all(const struct test_server *t, int *fds, int count)
{
	const str request = S("GET /work HTTP/1.1\r\n" HOST "\r\n");
	for (int i = 0; i < count; i++)
		fds[i] = dial(t);
	for (int i = 0; i < count; i++)
		say(fds[i], request);
}

struct heard { int good, turned, other; bool hours[16]; };

static void hear_all(struct arena *arena, const int *fds, int count, struct heard *heard_out)
{
	*heard_out = (struct heard){ 0 };
	for (int i = 0; i < count; i++) {
		str answer = hear_one(arena, fds[i]);
		int64_t seconds;
		if (status_of(answer) == 503) {
			assert_true(str_number(header_of(answer, "Retry-After"), &seconds));
			assert_true(seconds >= 2 && seconds <= 8);
			assert_str(header_of(answer, "Cache-Control"), "no-store");
			assert_true(str_contains(body_of(answer), S("<!doctype html>")));
			heard_out->hours[seconds] = true;
			heard_out->turned++;
		} else if (status_of(answer) == 200) {
			heard_out->good++;
		} else {
			heard_out->other++;
		}
		close(fds[i]);
	}
}

/* 200 who come at once, each with 1.5 ms of work for the loop: those of 100 ms are served, the rest turned away. */
static void a_late_loop_turns_away_and_recovers(void **state)
{
	struct arena *arena = *state;
	struct test_server *t = server_up(arena, with_a_door);
	int fds[CROWD];
	struct heard heard;
	struct server_figures figures;
	send_all(t, fds, CROWD);
	int health = dial(t);
	say(health, S("GET /health HTTP/1.1\r\n" HOST "\r\n"));
	assert_int_equal(status_of(hear_one(arena, health)), 200);
	hear_all(arena, fds, CROWD, &heard);
	assert_int_equal(heard.other, 0);
	assert_in_range(heard.good, 1, CROWD - 30);
	assert_in_range(heard.turned, 30, CROWD);
	int different = 0;
	for (size_t i = 0; i < COUNT(heard.hours); i++)
		different += heard.hours[i];
	assert_int_equal(different, 7); /* they do not all come back at once */
	server_figures(t->server, &figures);
	assert_int_equal(figures.turned_away, heard.turned);
	usleep(1200000);
	for (int i = 0; i < 5; i++)
		assert_int_equal(status_of(talk(t, S("GET /work HTTP/1.1\r\n" HOST CLOSE "\r\n"))), 200);
	close(health);
	server_down(t, 1);
}

static void without_a_door_all_are_served(void **state)
{
	struct arena *arena = *state;
	struct test_server *t = server_up(arena, patient);
	int fds[FEW];
	struct heard heard;
	send_all(t, fds, FEW);
	hear_all(arena, fds, FEW, &heard);
	assert_int_equal(heard.good, FEW);
	server_down(t, 1);
}

/* The queue of the writer is known when no loop is late: what would change something is asked about always. */
static void what_changes_something_is_turned_away_unread(void **state)
{
	static const struct { const char *header; int status; } rows[] = {
		{ "Cookie: session=full\r\n", 503 }, { "Authorization: Bearer full\r\n", 503 }, { "Cookie: session=x\r\n", 200 }, { "", 200 },
	};
	struct arena *arena = *state;
	struct test_server *t = server_up(arena, with_a_door);
	int fd = dial(t); /* one for all: a refused body leaves the connection as it was */
	for (size_t i = 0; i < COUNT(rows); i++) {
		say(fd, str_format(arena, "POST /echo HTTP/1.1\r\n" HOST "%sContent-Length: 7\r\n\r\na=1&b=2", rows[i].header));
		assert_int_equal(status_of(hear_one(arena, fd)), rows[i].status);
	}
	say(fd, S("POST /echo HTTP/1.1\r\n" HOST "Cookie: session=full\r\nContent-Type: multipart/form-data; boundary=b\r\n"
	          "Content-Length: 9\r\n\r\nnot parts"));
	assert_int_equal(status_of(hear_one(arena, fd)), 503); /* not 400: nobody looked */
	close(fd);
	server_down(t, 1);
}

static str socket_path;

static void behind_a_file(struct server_settings *settings)
{
	with_a_door(settings);
	settings->listen = socket_path;
}

static int dial_file(void)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	str path = str_skip(socket_path, 5);
	assert_true(path.len < sizeof(address.sun_path));
	memcpy(address.sun_path, path.at, path.len);
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	assert_int_equal(connect(fd, (struct sockaddr *)&address, sizeof(address)), 0);
	return fd;
}

/* The kernel tells nothing of a socket file's bytes: there a loop that had never been seen to sleep was late for ever. */
static void who_comes_one_by_one_through_a_socket_file_is_served(void **state)
{
	struct arena *arena = *state;
	str folder = folder_make(arena);
	socket_path = str_format(arena, "unix:%.*s/s", STR_ARG(folder));
	struct test_server *t = server_up(arena, behind_a_file);
	for (int i = 0; i < 10; i++) {
		int fd = dial_file();
		say(fd, S("GET /echo HTTP/1.1\r\n" HOST "\r\n"));
		assert_int_equal(status_of(hear_one(arena, fd)), 200);
		close(fd);
		usleep(20000);
	}
	server_down(t, 1);
	folder_remove(arena, folder);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_late_loop_turns_away_and_recovers),
		TEST(without_a_door_all_are_served),
		TEST(what_changes_something_is_turned_away_unread),
		TEST(who_comes_one_by_one_through_a_socket_file_is_served),
	};
	return cmocka_run_group_tests_name("server_pace", tests, NULL, NULL);
}
