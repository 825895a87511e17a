/*
 * serve_test.c: the house while it is open: it tells its service manager, answers on a Unix socket, is alone
 * on its database, can be copied while it writes, and ends at once when told to.
 */
#include "app/command_testing.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

enum { STOP_WITHIN_MS = 2000, ANSWER_MAX = 1048576 };

static int socket_at(struct shell *shell, const char *name, int type, bool is_ours)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	str path = shell_path(shell, name);
	assert_true(path.len < sizeof(address.sun_path));
	memcpy(address.sun_path, path.at, path.len);
	int fd = socket(AF_UNIX, type | SOCK_CLOEXEC, 0);
	const struct timeval patience = { .tv_sec = 60 };
	assert_int_equal(setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience)), 0);
	int (*join)(int, const struct sockaddr *, socklen_t) = is_ours ? bind : connect;
	assert_int_equal(join(fd, (struct sockaddr *)&address, sizeof(address)), 0);
	return fd;
}

static int say_to_house(struct shell *shell, str request)
{
	int fd = socket_at(shell, "sock", SOCK_STREAM, false);
	assert_int_equal(write(fd, request.at, request.len), request.len);
	return fd;
}

static str hear_all(struct shell *shell, int fd)
{
	char *answer = arena_bytes(shell->arena, ANSWER_MAX);
	size_t len = 0;
	ssize_t got;
	while (len < ANSWER_MAX && (got = read(fd, answer + len, ANSWER_MAX - len)) > 0)
		len += (size_t)got;
	close(fd);
	return (str){ answer, len };
}

static str ask(struct shell *shell, const char *path)
{
	return hear_all(shell, say_to_house(shell, str_format(shell->arena,
		"GET %s HTTP/1.1\r\nHost: nord.localhost\r\nConnection: close\r\n\r\n", path)));
}

static pid_t open_house(struct shell *shell)
{
	assert_int_equal(shell_run(shell, "brand add nord Nordlicht nord.localhost --data @house").exited, 0);
	str words = str_format(shell->arena, "serve --data @house --listen unix:%.*s/sock", STR_ARG(shell->folder));
	return shell_start(shell, str_c(shell->arena, words));
}

static void assert_ends_well(struct shell *shell, pid_t pid)
{
	int64_t took_ms;
	struct ran ran = shell_stop(shell, pid, &took_ms);
	if (ran.exited)
		print_message("%.*s\n", STR_ARG(ran.err));
	assert_int_equal(ran.exited, 0);
	assert_true(took_ms < STOP_WITHIN_MS);
}

static void a_unix_socket_answers_and_vanishes(void **state)
{
	struct shell *shell = *state;
	pid_t pid = open_house(shell);
	struct stat about;
	assert_int_equal(stat(str_c(shell->arena, shell_path(shell, "sock")), &about), 0);
	assert_int_equal(about.st_mode & 0777, 0660); /* the proxy's group comes in, nobody else */
	str answer = ask(shell, "/");
	assert_true(str_starts(answer, S("HTTP/1.1 200")));
	assert_true(says(answer, "Nordlicht"));
	assert_ends_well(shell, pid);
	assert_int_not_equal(access(str_c(shell->arena, shell_path(shell, "sock")), F_OK), 0);
}

static void it_ends_at_once_with_open_connections(void **state)
{
	struct shell *shell = *state;
	pid_t pid = open_house(shell);
	int idle = socket_at(shell, "sock", SOCK_STREAM, false);
	int half = socket_at(shell, "sock", SOCK_STREAM, false);
	assert_int_equal(write(half, "GET / HT", 8), 8);
	assert_ends_well(shell, pid);
	close(idle);
	close(half);
}

static void the_service_manager_hears_ready_and_stopping(void **state)
{
	struct shell *shell = *state;
	char said[64];
	int fd = socket_at(shell, "notify", SOCK_DGRAM, true);
	shell->environment = str_c(shell->arena, str_format(shell->arena, "NOTIFY_SOCKET=%.*s/notify",
	                                                    STR_ARG(shell->folder)));
	pid_t pid = open_house(shell);
	ssize_t len = recv(fd, said, sizeof(said), 0);
	assert_true(len > 0 && says((str){ said, (size_t)len }, "READY=1"));
	assert_ends_well(shell, pid);
	len = recv(fd, said, sizeof(said), 0);
	assert_true(len > 0 && says((str){ said, (size_t)len }, "STOPPING=1"));
	close(fd);
}

/* ── what an operator watches ── */

static int64_t figure(struct shell *shell, const char *name)
{
	int64_t value = -1;
	str line = ask(shell, "/metrics");
	size_t at;
	if (str_find(line, str_format(shell->arena, "\n%s ", name), &at)) {
		str rest = str_skip(line, at + strlen(name) + 2);
		(void)str_number(str_cut(&rest, '\n'), &value);
	}
	return value;
}

static void metrics_tell_routes_queues_and_the_database(void **state)
{
	static const char *const told[] = {
		"# TYPE heinzel_request_seconds histogram", "heinzel_request_seconds_bucket{method=\"GET\",route=\"/help\",le=\"+Inf\"} 2\n",
		"heinzel_request_seconds_count{method=\"GET\",route=\"/help\"} 2\n", "\nheinzel_store_queued ", "\nheinzel_hands_waiting ",
		"\nheinzel_login_waiting ", "heinzel_store_commit_seconds_count",
	};
	struct shell *shell = *state;
	pid_t pid = open_house(shell);
	for (int i = 0; i < 2; i++) /* in two languages: the second is not from the cache */
		assert_true(str_starts(ask(shell, i ? "/help?named=2" : "/help"), S("HTTP/1.1 200")));
	str metrics = ask(shell, "/metrics");
	for (size_t i = 0; i < COUNT(told); i++) {
		if (!says(metrics, told[i]))
			fail_msg("/metrics does not say %s", told[i]);
	}
	int64_t before = figure(shell, "heinzel_requests");
	assert_true(before > 0 && figure(shell, "heinzel_requests") > before);
	assert_ends_well(shell, pid);
}

/* ── more than it can do ── */

enum { LOGINS_AT_ONCE = 160, LOGIN_LANE = 52 }; /* two threads and a queue of fifty */

static str value_after(str text, const char *before, char end)
{
	size_t at;
	assert_true(str_find(text, str_from(before), &at));
	str rest = str_skip(text, at + strlen(before));
	return str_cut(&rest, end);
}

/* Each with an address of its own: one address may try ten times only. */
static str login_request(struct shell *shell, str csrf, str visitor, int number)
{
	str form = str_format(shell->arena, "csrf=%.*s&mail=nobody%d%%40example.org&password=vier+blaue+stunden",
	                      STR_ARG(csrf), number);
	return str_format(shell->arena, "POST /login HTTP/1.1\r\nHost: nord.localhost\r\nConnection: close\r\n"
		"Cookie: __Host-visitor=%.*s\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: %zu\r\n\r\n%.*s",
		STR_ARG(visitor), form.len, STR_ARG(form));
}

static void a_full_lane_answers_503_and_when_to_come_back(void **state)
{
	struct shell *shell = *state;
	assert_int_equal(shell_run(shell, "brand add nord Nordlicht nord.localhost --data @house").exited, 0);
	pid_t pid = shell_start(shell, str_c(shell->arena, str_format(shell->arena,
		"serve --no-limits --data @house --listen unix:%.*s/sock", STR_ARG(shell->folder))));
	str page = ask(shell, "/login");
	str csrf = value_after(page, "name=\"csrf\" value=\"", '"'), visitor = value_after(page, "__Host-visitor=", ';');
	int fds[LOGINS_AT_ONCE], served = 0, refused = 0;
	for (int i = 0; i < LOGINS_AT_ONCE; i++)
		fds[i] = say_to_house(shell, login_request(shell, csrf, visitor, i));
	for (int i = 0; i < LOGINS_AT_ONCE; i++) {
		str answer = hear_all(shell, fds[i]);
		served += str_starts(answer, S("HTTP/1.1 422"));
		refused += str_starts(answer, S("HTTP/1.1 503")) && says(answer, "\r\nRetry-After: ");
	}
	assert_int_equal(served + refused, LOGINS_AT_ONCE);
	assert_true(served >= LOGIN_LANE && refused > 0);
	assert_int_equal(figure(shell, "heinzel_login_waiting"), 0);
	assert_true(str_starts(ask(shell, "/help"), S("HTTP/1.1 200")));
	assert_ends_well(shell, pid);
}

static void a_second_process_is_refused(void **state)
{
	static const char *const commands[] = {
		"serve --listen 127.0.0.1:0 --data @house", "work --data @house", "migrate --data @house",
		"brand add sued Sued sued.localhost --data @house", "restore @copy.db --replace --data @house",
	};
	struct shell *shell = *state;
	pid_t pid = open_house(shell);
	assert_int_equal(shell_run(shell, "backup @copy.db --data @house").exited, 0);
	for (size_t i = 0; i < COUNT(commands); i++) {
		struct ran ran = shell_run(shell, commands[i]);
		assert_int_equal(ran.exited, 1);
		assert_true(says(ran.err, "in use by another process"));
	}
	assert_true(str_starts(ask(shell, "/"), S("HTTP/1.1 200")));
	assert_ends_well(shell, pid);
}

static bool answers_within(struct shell *shell, int64_t ms)
{
	const char *path = str_c(shell->arena, shell_path(shell, "sock"));
	moment until = moment_monotonic() + MILLISECONDS(ms);
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	memcpy(address.sun_path, path, strlen(path));
	while (moment_monotonic() < until) {
		int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
		bool is_there = connect(fd, (struct sockaddr *)&address, sizeof(address)) == 0;
		close(fd);
		if (is_there)
			return true;
		usleep(20000);
	}
	return false;
}

/* Under the sanitizers it starts slowly; tools/crash measures the product. */
static void a_house_that_falls_begins_anew_in_place(void **state)
{
	enum { TIMES = 3, BACK_WITHIN_MS = 20000 };
	struct shell *shell = *state;
	pid_t pid = open_house(shell);
	for (int i = 0; i < TIMES; i++) {
		assert_int_equal(kill(pid, SIGABRT), 0);
		usleep(100000); /* else the one that falls might still take the call */
		assert_true(answers_within(shell, BACK_WITHIN_MS));
		assert_true(str_starts(ask(shell, "/help"), S("HTTP/1.1 200")));
	}
	int64_t took_ms;
	struct ran ran = shell_stop(shell, pid, &took_ms);
	assert_int_equal(ran.exited, 0);
	assert_true(says(ran.err, "The process begins anew."));
	assert_true(says(ran.err, "(3 of 12 in a row)"));
}

/* Of a parent that keeps none of it: nobody else listens there. */
static void a_house_that_falls_keeps_the_socket_it_was_handed(void **state)
{
	enum { HANDED = 60, TIMES = 2 };
	struct shell *shell = *state;
	assert_int_equal(shell_run(shell, "brand add nord Nordlicht nord.localhost --data @house").exited, 0);
	int fd = socket_at(shell, "sock", SOCK_STREAM, true);
	assert_int_equal(listen(fd, 8), 0);
	assert_int_equal(dup2(fd, HANDED), HANDED);
	close(fd);
	pid_t pid = shell_start(shell, "serve --data @house --listen fd:60");
	close(HANDED);
	for (int i = 0; i < TIMES; i++) {
		assert_true(str_starts(ask(shell, "/help"), S("HTTP/1.1 200")));
		assert_int_equal(kill(pid, SIGABRT), 0);
		usleep(100000); /* else the one that falls might still take the call */
	}
	assert_true(str_starts(ask(shell, "/help"), S("HTTP/1.1 200")));
	assert_ends_well(shell, pid);
}

static void doctor_may_visit_an_open_house(void **state)
{
	struct shell *shell = *state;
	pid_t pid = open_house(shell);
	struct ran ran = shell_run(shell, "doctor --data @house");
	if (ran.exited)
		print_message("%.*s", STR_ARG(ran.out));
	assert_int_equal(ran.exited, 0);
	assert_true(says(ran.out, "the house is open"));
	assert_ends_well(shell, pid);
}

/* The demo's house has rows in most tables; it is copied while it serves. */
static void a_copy_of_an_open_house_holds_the_same_rows(void **state)
{
	static const char *const queries[] = {
		"SELECT count(*) FROM brand_brand", "SELECT count(*) FROM member_member", "SELECT count(*) FROM core_place",
		"SELECT count(*) FROM community_thread", "SELECT count(*) FROM community_post",
		"SELECT count(*) FROM marketplace_service", "SELECT count(*) FROM schema_migration", "SELECT count(*) FROM core_audit",
	};
	struct shell *shell = *state;
	assert_int_equal(shell_run(shell, "demo --only-fill --data @house").exited, 0);
	str words = str_format(shell->arena, "serve --data @house --listen unix:%.*s/sock", STR_ARG(shell->folder));
	int64_t before[COUNT(queries)];
	pid_t pid = shell_start(shell, str_c(shell->arena, words));
	for (size_t i = 0; i < COUNT(queries); i++)
		before[i] = count_in(shell, "house/heinzel.db", queries[i]);
	assert_int_equal(shell_run(shell, "backup @copy.db --data @house").exited, 0);
	assert_ends_well(shell, pid);
	assert_int_equal(shell_run(shell, "restore @copy.db --data @other").exited, 0);
	/* Between counting and copying the house worked on: what it wrote meanwhile may be in the copy or not. */
	for (size_t i = 0; i < COUNT(queries); i++) {
		assert_true(before[i] > 1);
		assert_in_range(count_in(shell, "other/heinzel.db", queries[i]), before[i],
		                count_in(shell, "house/heinzel.db", queries[i]));
	}
	struct ran ran = shell_run(shell, "doctor --data @other");
	assert_true(says(ran.out, "schema"));
}

static void an_address_that_cannot_be_is_told(void **state)
{
	static const char *const addresses[] = { "quatsch", "127.0.0.1:99999", "1.2.3.4:8080", "unix:@none/sock" };
	struct shell *shell = *state;
	for (size_t i = 0; i < COUNT(addresses); i++) {
		str words = str_format(shell->arena, "serve --data @house --listen %s", addresses[i]);
		struct ran ran = shell_run(shell, str_c(shell->arena, words));
		assert_int_equal(ran.exited, 1);
		assert_true(says(ran.err, "--listen"));
	}
}

int main(int count, char **arguments)
{
	const struct CMUnitTest tests[] = {
		SHELL_TEST(a_unix_socket_answers_and_vanishes),
		SHELL_TEST(it_ends_at_once_with_open_connections),
		SHELL_TEST(the_service_manager_hears_ready_and_stopping),
		SHELL_TEST(metrics_tell_routes_queues_and_the_database),
		SHELL_TEST(a_full_lane_answers_503_and_when_to_come_back),
		SHELL_TEST(a_second_process_is_refused),
		SHELL_TEST(a_house_that_falls_begins_anew_in_place),
		SHELL_TEST(a_house_that_falls_keeps_the_socket_it_was_handed),
		SHELL_TEST(doctor_may_visit_an_open_house),
		SHELL_TEST(a_copy_of_an_open_house_holds_the_same_rows),
		SHELL_TEST(an_address_that_cannot_be_is_told),
	};
	must(count == 2);
	shell_program(arguments[1]);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
