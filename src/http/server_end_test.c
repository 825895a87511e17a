/* server_end_test.c: where it listens, how it ends, and what its log says. */
#include "http/server_testing.h"

#include "base/moment.h"

#include <arpa/inet.h>
#include <pthread.h>
#include <stdatomic.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>

#define HOST "Host: a.localhost\r\n"
#define CLOSE "Connection: close\r\n"

struct end { struct test_server *t; bool done; };

static void *stop_it(void *data)
{
	struct end *end = data;
	server_stop(end->t->server, 5);
	end->done = true;
	return NULL;
}

static str hear_some(struct arena *arena, int fd)
{
	str got = S("");
	for (int i = 0; i < 100 && !got.len; i++)
		got = hear(arena, fd, 50);
	return got;
}

static void what_is_under_way_is_finished_before_the_end(void **state)
{
	struct arena *arena = *state;
	struct test_server *t = server_up(arena, NULL);
	struct end end = { .t = t };
	pthread_t thread;
	int listener = dial(t), fd = dial(t);
	say(listener, S("GET /events HTTP/1.1\r\n" HOST "\r\n"));
	hear_some(arena, listener);
	say(fd, S("GET /slow HTTP/1.1\r\n" HOST "\r\n"));
	usleep(100000);
	assert_int_equal(pthread_create(&thread, NULL, stop_it, &end), 0);
	str answer = hear(arena, fd, 4000);
	assert_str(body_of(answer), "slow\n");
	assert_str(header_of(answer, "Connection"), "close");
	pthread_join(thread, NULL);
	assert_true(end.done);
	assert_true(str_contains(hear(arena, listener, 200), S("retry: 2"))); /* and when to come back */
	t->is_open = false;
	close(fd);
	close(listener);
	server_down(t, 0);
}

static str socket_path;

static void on_a_socket_file(struct server_settings *settings)
{
	settings->listen = socket_path;
}

static void a_wrong_place_to_listen_says_what_to_do(void **state)
{
	static const char *const wrong_places[] = { "nonsense", "127.0.0.1", "127.0.0.1:99999", "host.example:80", "unix:", "fd:x", "fd:-1", "fd:999", "" };
	struct arena *arena = *state;
	for (size_t i = 0; i < COUNT(wrong_places); i++) {
		struct server_settings settings = { .listen = str_from(wrong_places[i]) };
		struct server *server;
		str wrong = S("");
		assert_int_equal(server_start(arena, &settings, &server, &wrong), ERR_BROKEN);
		assert_true(str_contains(wrong, S("--listen")));
	}
	str folder = folder_make(arena);
	socket_path = str_format(arena, "unix:%.*s/s", STR_ARG(folder));
	struct test_server *t = server_up(arena, on_a_socket_file);
	const char *file = str_c(arena, str_skip(socket_path, 5));
	assert_int_equal(access(file, F_OK), 0);
	server_down(t, 1);
	assert_int_not_equal(access(file, F_OK), 0);
	folder_remove(arena, folder);
}


/* ── an answer that does not come in time ── */

static _Atomic(struct http_exchange *) kept;

static enum serve keep(struct http_exchange *exchange)
{
	atomic_store(&kept, exchange);
	return SERVE_LATER;
}

static void never_answer(struct server_settings *settings)
{
	settings->serve = keep;
}

static void who_still_waits_at_the_end_is_told_to_come_back(void **state)
{
	struct arena *arena = *state;
	struct test_server *t = server_up(arena, never_answer);
	int fd = dial(t);
	say(fd, S("GET /x HTTP/1.1\r\n" HOST "\r\n"));
	while (!atomic_load(&kept))
		usleep(1000);
	server_down(t, 0);
	str answer = hear(arena, fd, 1000);
	assert_int_equal(status_of(answer), 503);
	assert_str(header_of(answer, "Retry-After"), "5");
	/* The thread that held the request finishes it long after the server is gone. */
	struct http_exchange *exchange = atomic_load(&kept);
	exchange->response.status = 200;
	exchange->response.body = str_format(exchange->request.arena, "late");
	http_answer(exchange);
	close(fd);
}

/* ── the log ── */

static str log_path;

static enum serve name_route(struct http_exchange *exchange)
{
	if (str_starts(exchange->request.path, S("/threads")))
		exchange->route = S("/threads/:id");
	exchange->response.status = 200;
	exchange->response.body = S("four");
	return SERVE_NOW;
}

static void log_to_file(struct server_settings *settings)
{
	settings->access_log = log_path;
	settings->serve = name_route;
}

static void the_log_tells_no_secret_and_no_address(void **state)
{
	struct arena *arena = *state;
	str folder = folder_make(arena);
	log_path = str_format(arena, "%.*s/log", STR_ARG(folder));
	struct test_server *t = server_up(arena, log_to_file);
	str answer = talk(t, S("GET /recover/sesame?mail=ana HTTP/1.1\r\n" HOST CLOSE "Cookie: session=secret\r\n\r\n"));
	talk(t, S("POST /threads/7 HTTP/1.1\r\n" HOST CLOSE "Content-Length: 0\r\n\r\n"));
	talk(t, S("BREW /pot HTTP/1.1\r\n" HOST CLOSE "\r\n"));
	server_down(t, 1);
	char text[4096] = "";
	FILE *file = fopen(str_c(arena, log_path), "r");
	assert_non_null(file);
	str log = { text, fread(text, 1, sizeof(text) - 1, file) };
	fclose(file);
	assert_true(str_starts(log, header_of(answer, "X-Request-Id")));
	assert_true(str_contains(log, S(" GET /recover/* 200 ")));
	assert_true(str_contains(log, S(" POST /threads/:id 200 ")));
	assert_true(str_contains(log, S("us 4\n")));
	assert_true(str_contains(log, S(" - ")) && str_contains(log, S(" 501 ")));
	static const char *const hidden[] = { "sesame", "ana", "secret", "127.0.0.1", "BREW" };
	for (size_t i = 0; i < COUNT(hidden); i++)
		assert_false(str_contains(log, str_from(hidden[i])));
	folder_remove(arena, folder);
}

/* ── places to listen ── */

static int dial_file(const char *path)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	memcpy(address.sun_path, path, strlen(path));
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	assert_int_equal(connect(fd, (struct sockaddr *)&address, sizeof(address)), 0);
	return fd;
}

static void on_a_socket_file_behind_a_proxy(struct server_settings *settings)
{
	settings->listen = socket_path;
	settings->proxies = S("unix");
}

static void a_proxy_at_the_socket_file_speaks_for_others(void **state)
{
	struct arena *arena = *state;
	str folder = folder_make(arena);
	socket_path = str_format(arena, "unix:%.*s/s", STR_ARG(folder));
	for (int believed = 0; believed < 2; believed++) {
		struct test_server *t = server_up(arena, believed ? on_a_socket_file_behind_a_proxy : on_a_socket_file);
		int fd = dial_file(str_c(arena, str_skip(socket_path, 5)));
		say(fd, S("GET /echo HTTP/1.1\r\n" HOST CLOSE "X-Forwarded-For: 203.0.113.7\r\n\r\n"));
		assert_true(str_contains(hear(arena, fd, 2000), believed ? S("address=203.0.113.7\n") : S("address=\n")));
		close(fd);
		server_down(t, 1);
	}
	folder_remove(arena, folder);
}

static void a_file_in_the_way_is_not_removed_but_a_dead_socket_is(void **state)
{
	struct arena *arena = *state;
	str folder = folder_make(arena), wrong = S("");
	str path = file_write(arena, folder, "s", S("precious"));
	struct server *server;
	struct stat there;
	socket_path = str_format(arena, "unix:%.*s", STR_ARG(path));
	const struct server_settings settings = { .listen = socket_path };
	assert_int_equal(server_start(arena, &settings, &server, &wrong), ERR_BROKEN);
	assert_int_equal(stat(str_c(arena, path), &there), 0);
	assert_int_equal(there.st_size, 8);
	unlink(str_c(arena, path));
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	memcpy(address.sun_path, path.at, path.len);
	int dead = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	assert_int_equal(bind(dead, (struct sockaddr *)&address, sizeof(address)), 0);
	close(dead);
	struct test_server *t = server_up(arena, on_a_socket_file);
	assert_int_equal(stat(str_c(arena, path), &there), 0);
	assert_int_equal(there.st_mode & 0777, 0660);
	server_down(t, 1);
	folder_remove(arena, folder);
}

static void on_an_inherited_socket(struct server_settings *settings)
{
	settings->listen = socket_path;
}

static void an_inherited_socket_is_served(void **state)
{
	struct arena *arena = *state;
	struct sockaddr_in address = { .sin_family = AF_INET, .sin_addr = { htonl(INADDR_LOOPBACK) } };
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	assert_int_equal(bind(fd, (struct sockaddr *)&address, sizeof(address)), 0);
	str wrong = S("");
	struct server *server;
	socket_path = str_format(arena, "fd:%d", fd);
	const struct server_settings settings = { .listen = socket_path };
	assert_int_equal(server_start(arena, &settings, &server, &wrong), ERR_BROKEN); /* it does not listen yet */
	assert_int_equal(listen(fd, 16), 0);
	struct test_server *t = server_up(arena, on_an_inherited_socket);
	assert_true(t->port > 0);
	assert_int_equal(status_of(talk(t, S("GET /echo HTTP/1.1\r\n" HOST CLOSE "\r\n"))), 200);
	server_down(t, 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(what_is_under_way_is_finished_before_the_end),
		TEST(who_still_waits_at_the_end_is_told_to_come_back),
		TEST(the_log_tells_no_secret_and_no_address),
		TEST(a_wrong_place_to_listen_says_what_to_do),
		TEST(a_proxy_at_the_socket_file_speaks_for_others),
		TEST(a_file_in_the_way_is_not_removed_but_a_dead_socket_is),
		TEST(an_inherited_socket_is_served),
	};
	return cmocka_run_group_tests_name("server_end", tests, NULL, NULL);
}
