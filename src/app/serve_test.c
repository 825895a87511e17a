/*
 * serve_test.c: the house while it is open: it tells its service manager, answers on a Unix socket, is alone
 * on its database, can be copied while it writes, and ends at once when told to.
 */
#include "app/command_testing.h"

#include <fcntl.h>
#include <stdio.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

enum { STOP_WITHIN_MS = 2000, ANSWER_MAX = 65536 };

static int socket_at(struct shell *shell, const char *name, int type, bool is_ours)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	str path = shell_path(shell, name);
	assert_true(path.len < sizeof(address.sun_path));
	memcpy(address.sun_path, path.at, path.len);
	int fd = socket(AF_UNIX, type | SOCK_CLOEXEC, 0);
	const struct timeval patience = { .tv_sec = 10 };
	assert_int_equal(setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience)), 0);
	int (*join)(int, const struct sockaddr *, socklen_t) = is_ours ? bind : connect;
	assert_int_equal(join(fd, (struct sockaddr *)&address, sizeof(address)), 0);
	return fd;
}

static str ask(struct shell *shell, const char *path)
{
	char *answer = arena_bytes(shell->arena, ANSWER_MAX);
	size_t len = 0;
	ssize_t got;
	int fd = socket_at(shell, "sock", SOCK_STREAM, false);
	str request = str_format(shell->arena, "GET %s HTTP/1.1\r\nHost: nord.localhost\r\nConnection: close\r\n\r\n", path);
	assert_int_equal(write(fd, request.at, request.len), request.len);
	while (len < ANSWER_MAX && (got = read(fd, answer + len, ANSWER_MAX - len)) > 0)
		len += (size_t)got;
	close(fd);
	return (str){ answer, len };
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
		SHELL_TEST(a_second_process_is_refused),
		SHELL_TEST(doctor_may_visit_an_open_house),
		SHELL_TEST(a_copy_of_an_open_house_holds_the_same_rows),
		SHELL_TEST(an_address_that_cannot_be_is_told),
	};
	must(count == 2);
	shell_program(arguments[1]);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
