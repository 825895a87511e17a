/*
 * nodes_test.c: two servers on one PostgreSQL, as real processes behind sockets (docs/decisions/0051), and one on SQLite.
 *
 * A writer changes a post through the first; ten readers ask both for its page.  What was acknowledged
 * before a request began stands in its answer, although most answers come from a cache.
 */
#include "app/nodes_testing.h"

#include "store/migrate.h"
#include "store/wall.h"

#include <libpq-fe.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

enum { READERS = 10, CHANGES = 60 };

static int64_t figure(struct nodes *nodes, int node, const char *name)
{
	return number_behind(nodes_tell(nodes, node, nodes->token, "GET /metrics", ""), str_c(nodes->shell->arena, str_format(nodes->shell->arena, "\n%s ", name)));
}

/* ── reading ── */

struct reader { struct nodes *nodes; int number; pthread_t thread; };

static void *read_on(void *data)
{
	struct reader *reader = data;
	struct nodes *nodes = reader->nodes;
	const int first = 0, last = nodes->count - 1;
	char request[200], *room = malloc(ANSWER_MAX);
	snprintf(request, sizeof(request), "GET /threads/%lld HTTP/1.1\r\nHost: nord.localhost\r\nConnection: close\r\n\r\n",
		(long long)nodes->thread_id);
	while (!atomic_load(&nodes->ends)) {
		int at_least = atomic_load(&nodes->acknowledged);
		str answer = nodes_ask(reader->number % 4 == 0 ? first : last, request, room);
		int64_t shown = number_behind(answer, "<p>Stand ");
		atomic_fetch_add(&nodes->asked, 1);
		if (str_starts(answer, S("HTTP/1.1 503")))
			atomic_fetch_add(&nodes->turned_away, 1);
		else if (shown < 0)
			atomic_fetch_add(&nodes->strange, 1);
		else if (shown < at_least)
			atomic_fetch_add(&nodes->stale, 1);
	}
	free(room);
	return NULL;
}

static void change(struct nodes *nodes, int node, int number)
{
	struct arena *arena = nodes->shell->arena;
	str line = str_format(arena, "PUT /api/v1/posts/%lld", (long long)nodes->post_id);
	str body = str_format(arena, "{\"body\":\"Stand %d ist es.\"}", number);
	str answer = nodes_tell(nodes, node, nodes->token, str_c(arena, line), str_c(arena, body));
	if (!str_starts(answer, S("HTTP/1.1 200")))
		fail_msg("%.*s", STR_ARG(answer));
	atomic_store(&nodes->acknowledged, number);
}

/* Half of the way through, somebody cuts every node's line. */
static void cut_lines(struct nodes *nodes)
{
	nodes_sql(nodes, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'heinzel nodes'");
}

static void read_while_it_changes(struct nodes *nodes)
{
	struct reader readers[READERS];
	for (int i = 0; i < READERS; i++) {
		readers[i] = (struct reader){ .nodes = nodes, .number = i };
		assert_int_equal(pthread_create(&readers[i].thread, NULL, read_on, &readers[i]), 0);
	}
	for (int i = 1; i <= CHANGES; i++) {
		change(nodes, i % 5 == 0 ? nodes->count - 1 : 0, i);
		if (i == CHANGES / 2 && nodes->count > 1)
			cut_lines(nodes);
		usleep(30000); /* so that pages are kept, and served from there */
	}
	atomic_store(&nodes->ends, true);
	for (int i = 0; i < READERS; i++)
		pthread_join(readers[i].thread, NULL);
}

static void check_readers(struct nodes *nodes)
{
	int64_t hits = 0;
	for (int i = 0; i < nodes->count; i++)
		hits += figure(nodes, i, "heinzel_cache_hits");
	int shown = nodes->asked - nodes->turned_away;
	print_message("%d changes, %d pages, %lld of them from a cache: %d older than acknowledged\n", CHANGES, shown, (long long)hits,
		nodes->stale);
	assert_int_equal(nodes->stale, 0);
	assert_int_equal(nodes->strange, 0);
	assert_true(shown > 1000 && hits > shown / 10);
}

static void no_reader_sees_less_than_was_acknowledged(void **state)
{
	struct nodes *nodes = nodes_open(*state, 2);
	read_while_it_changes(nodes);
	check_readers(nodes);
	nodes_close(nodes);
}

static void no_reader_of_one_node_sees_less_than_was_acknowledged(void **state)
{
	struct nodes *nodes = nodes_open(*state, 1);
	read_while_it_changes(nodes);
	check_readers(nodes);
	nodes_close(nodes);
}

static void each_node_has_a_number_of_its_own(void **state)
{
	struct nodes *nodes = nodes_open(*state, 2);
	struct shell *shell = nodes->shell;
	shell->environment = "HEINZEL_HOUSE_NODE=1"; /* the second one's */
	struct ran ran = shell_run(shell, "serve --config @ini --data @house --listen unix:@c");
	assert_int_equal(ran.exited, 1);
	assert_true(says(ran.err, "held by another node"));
	shell->environment = NULL;
	nodes_close(nodes);
}

/* Advisory locks of two numbers: the second is a node's. */
#define OF_NUMBER "locktype = 'advisory' AND objsubid = 2 AND objid = "

static void wait_for_lock(struct nodes *nodes, const char *condition)
{
	struct arena *arena = nodes->shell->arena;
	const char *query = str_c(arena, str_format(arena, "SELECT COUNT(*) FROM pg_locks WHERE %s", condition));
	moment until = moment_monotonic() + SECONDS(60);
	while (!nodes_sql(nodes, query)) {
		assert_true(moment_monotonic() < until);
		usleep(20000);
	}
}

/* Whoever waits for a lock has it before anybody who only tries. */
static PGconn *take_number_0(struct nodes *nodes)
{
	struct arena *arena = nodes->shell->arena;
	PGconn *thief = PQconnectdb(getenv("HEINZEL_TEST_POSTGRES"));
	PQclear(PQexec(thief, str_c(arena, str_format(arena, "SET search_path = %.*s; SET lock_timeout = 0; SET statement_timeout = 0",
		STR_ARG(nodes->schema)))));
	assert_true(PQsendQuery(thief, "SELECT pg_advisory_lock(hashtext('heinzel.node ' || current_schema()), 0)"));
	wait_for_lock(nodes, OF_NUMBER "0 AND NOT granted");
	nodes_sql(nodes, "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE " OF_NUMBER "0 AND granted");
	PGresult *taken = PQgetResult(thief);
	assert_int_equal(PQresultStatus(taken), PGRES_TUPLES_OK);
	PQclear(taken);
	return thief;
}

static int times_said(str text, const char *words)
{
	int times = 0;
	for (size_t at; str_find(text, str_from(words), &at); times++)
		text = str_skip(text, at + strlen(words));
	return times;
}

static void a_node_whose_number_was_taken_begins_anew_with_another(void **state)
{
	struct nodes *nodes = nodes_open(*state, 2);
	int fd;
	PGconn *thief = take_number_0(nodes);
	wait_for_lock(nodes, OF_NUMBER "2 AND granted"); /* 1 is the other node's */
	while ((fd = nodes_call(0)) < 0)
		usleep(20000);
	close(fd);
	change(nodes, 0, 1); /* it writes again, under the same process id */
	str log = file_read(nodes->shell->arena, shell_path(nodes->shell, "err"));
	assert_int_equal(times_said(log, "is held by another"), 1);
	PQfinish(thief);
	nodes_close(nodes);
}

/* ── starting ── */

enum { TOGETHER = 5, ROUNDS_MAX = 3 };

/* Until it answers at its socket; false when it ended instead. */
static bool comes_to_serve(struct shell *shell, pid_t pid, int number)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	str path = shell_path(shell, str_c(shell->arena, str_format(shell->arena, "s%d", number)));
	snprintf(address.sun_path, sizeof(address.sun_path), "%.*s", STR_ARG(path));
	for (int waited_ms = 0; waited_ms < 60000 && !waitpid(pid, NULL, WNOHANG); waited_ms += 10) {
		int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
		bool is_there = connect(fd, (const struct sockaddr *)&address, sizeof(address)) == 0;
		close(fd);
		if (is_there)
			return true;
		usleep(10000);
	}
	return false;
}

static void start_together(struct nodes *nodes)
{
	struct shell *shell = nodes->shell;
	pid_t pids[TOGETHER];
	int serve = 0;
	for (int i = 0; i < TOGETHER; i++)
		pids[i] = shell_fork(shell, str_c(shell->arena, str_format(shell->arena, "serve --config @ini --data @house --listen unix:%.*s/s%d",
			STR_ARG(shell->folder), i)));
	for (int i = 0; i < TOGETHER; i++)
		serve += comes_to_serve(shell, pids[i], i);
	for (int i = 0; i < TOGETHER; i++) {
		kill(pids[i], SIGKILL);
		waitpid(pids[i], NULL, 0);
		unlink(str_c(shell->arena, shell_path(shell, str_c(shell->arena, str_format(shell->arena, "s%d", i)))));
	}
	if (serve < TOGETHER)
		fail_msg("%d of %d serve: %.*s", serve, TOGETHER, STR_ARG(file_read(shell->arena, shell_path(shell, "err"))));
}

static void nodes_that_start_at_once_all_serve(void **state)
{
	struct nodes *nodes = nodes_make(*state, 2);
	moment until = moment_monotonic() + SECONDS(10);
	for (int round = 0; round < ROUNDS_MAX && (!round || moment_monotonic() < until); round++)
		start_together(nodes);
	nodes_forget(nodes);
}

/* What each of them does to rows of the catalog, in the very same moment: "tuple concurrently updated" without the lock. */
struct giving { struct nodes *nodes; pthread_barrier_t *barrier; pthread_t thread; enum err err; };

static void *give_rights(void *data)
{
	struct giving *giving = data;
	struct arena *arena = arena_open(4096);
	str wrong;
	pthread_barrier_wait(giving->barrier);
	giving->err = wall_let_in(arena, giving->nodes->owner_url, giving->nodes->url, &wrong);
	arena_close(arena);
	return NULL;
}

static void rights_are_given_by_several_nodes_at_once(void **state)
{
	struct nodes *nodes = nodes_make(*state, 2);
	pthread_barrier_t barrier;
	assert_int_equal(pthread_barrier_init(&barrier, NULL, TOGETHER), 0);
	for (int round = 0; round < ROUNDS_MAX; round++) {
		struct giving givings[TOGETHER];
		for (int i = 0; i < TOGETHER; i++) {
			givings[i] = (struct giving){ .nodes = nodes, .barrier = &barrier };
			assert_int_equal(pthread_create(&givings[i].thread, NULL, give_rights, &givings[i]), 0);
		}
		for (int i = 0; i < TOGETHER; i++)
			pthread_join(givings[i].thread, NULL);
		for (int i = 0; i < TOGETHER; i++)
			assert_int_equal(givings[i].err, OK);
	}
	pthread_barrier_destroy(&barrier);
	nodes_forget(nodes);
}

/* Whoever changes the schema just now may take longer than any statement is waited for otherwise. */
static void *change_the_schema(void *data)
{
	PGconn *server = data;
	usleep(2500000);
	PQfinish(server);
	return NULL;
}

static void a_node_waits_until_the_schema_is_free(void **state)
{
	struct nodes *nodes = nodes_make(*state, 2);
	pthread_t thread;
	str wrong;
	PGconn *server = PQconnectdb(getenv("HEINZEL_TEST_POSTGRES"));
	PGresult *locked = PQexec(server, "SELECT pg_advisory_lock(" SCHEMA_LOCK ")");
	assert_int_equal(PQresultStatus(locked), PGRES_TUPLES_OK);
	PQclear(locked);
	assert_int_equal(pthread_create(&thread, NULL, change_the_schema, server), 0);
	enum err err = wall_let_in(nodes->shell->arena, nodes->owner_url, nodes->url, &wrong);
	pthread_join(thread, NULL);
	assert_int_equal(err, OK);
	nodes_forget(nodes);
}

/* ── guessing ── */

/* What stands behind a mark, up to an end. */
static str between(str text, const char *mark, const char *end)
{
	size_t at;
	if (!str_find(text, str_from(mark), &at))
		fail_msg("%s is not in: %.*s", mark, STR_ARG(text));
	str rest = str_skip(text, at + strlen(mark));
	assert_true(str_find(rest, str_from(end), &at));
	return str_first(rest, at);
}

/* As a browser does it, with the mark of one that is known, or "". */
static str log_in(struct nodes *nodes, int node, const char *password, str browser)
{
	struct arena *arena = nodes->shell->arena;
	str form = nodes_ask(node, "GET /login HTTP/1.1\r\nHost: nord.localhost\r\nConnection: close\r\n\r\n", arena_bytes(arena, ANSWER_MAX));
	str visitor = between(form, "visitor=", ";"), csrf = between(form, "name=\"csrf\" value=\"", "\"");
	str body = str_format(arena, "mail=ana%%40example.org&password=%s&csrf=%.*s", password, STR_ARG(csrf));
	str request = str_format(arena, "POST /login HTTP/1.1\r\nHost: nord.localhost\r\nConnection: close\r\nCookie: __Host-visitor=%.*s; __Host-browser=%.*s\r\n"
		"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: %zu\r\n\r\n%.*s", STR_ARG(visitor), STR_ARG(browser), body.len, STR_ARG(body));
	return nodes_ask(node, str_c(arena, request), arena_bytes(arena, ANSWER_MAX));
}

static int status_of(str answer)
{
	return (int)number_behind(answer, "HTTP/1.1 ");
}

static const char right[] = "ein+langes+Kennwort+4711";

static void ten_wrong_passwords_close_the_account_on_every_node(void **state)
{
	struct nodes *nodes = nodes_open(*state, 2);
	str browser = between(log_in(nodes, 0, right, S("")), "browser=", ";");
	for (int i = 0; i < 10; i++)
		assert_int_equal(status_of(log_in(nodes, i % 2, "geraten", S(""))), 422);
	for (int node = 0; node < 2; node++)
		assert_int_equal(status_of(log_in(nodes, node, right, S(""))), 429);
	assert_int_equal(status_of(log_in(nodes, 1, right, browser)), 303); /* she herself is not kept out */
	nodes_sql(nodes, "UPDATE identity_failure SET since = since - 600000000"); /* ten minutes later */
	assert_int_equal(status_of(log_in(nodes, 0, right, S(""))), 303);
	nodes_close(nodes);
}

static void wrong_passwords_are_known_after_a_restart(void **state)
{
	struct nodes *nodes = nodes_open(*state, 1);
	for (int i = 0; i < 10; i++) {
		assert_int_equal(status_of(log_in(nodes, 0, "geraten", S(""))), 422);
		if (i == 4) {
			nodes_stop(nodes, 0);
			nodes_start(nodes, 0);
		}
	}
	nodes_stop(nodes, 0);
	nodes_start(nodes, 0);
	assert_int_equal(status_of(log_in(nodes, 0, right, S(""))), 429);
	nodes_close(nodes);
}

/* ── live updates ── */

static int listen_to(struct nodes *nodes, int node)
{
	struct arena *arena = nodes->shell->arena;
	str request = str_format(arena, "GET /live HTTP/1.1\r\nHost: nord.localhost\r\nAccept: text/event-stream\r\nAuthorization: Bearer %.*s\r\n\r\n",
		STR_ARG(nodes->token));
	int fd = nodes_call(node);
	assert_true(fd >= 0);
	assert_int_equal(write(fd, request.at, request.len), request.len);
	return fd;
}

/* Reads on until the newest count is that; false when the stream ends or says nothing for a minute. */
static bool hears(struct nodes *nodes, int fd, int64_t count)
{
	char *room = arena_bytes(nodes->shell->arena, ANSWER_MAX);
	str mark = str_format(nodes->shell->arena, "event: count\ndata: %lld\n", (long long)count);
	size_t len = 0, at;
	ssize_t got;
	while (len < ANSWER_MAX && (got = read(fd, room + len, ANSWER_MAX - len)) > 0) {
		len += (size_t)got;
		if (str_find((str){ room, len }, mark, &at))
			return true;
	}
	print_message("heard instead: %.*s\n", (int)len, room);
	return false;
}

/* Ben answers a new question of Ana's: one more note for her. */
static void ben_answers(struct nodes *nodes, int node, const char *title)
{
	struct arena *arena = nodes->shell->arena;
	str line = str_format(arena, "POST /api/v1/threads/%lld/posts", (long long)nodes_thread(nodes, title));
	str made = nodes_tell(nodes, node, nodes->ben, str_c(arena, line), "{\"body\":\"Den Stecker ziehen.\"}");
	if (!str_starts(made, S("HTTP/1.1 201")))
		fail_msg("%.*s", STR_ARG(made));
}

static bool has_ended(int fd)
{
	char room[4096];
	ssize_t got;
	moment until = moment_monotonic() + SECONDS(60); /* a stream that goes on says something all the time */
	while ((got = read(fd, room, sizeof(room))) > 0 && moment_monotonic() < until)
		continue;
	close(fd);
	return got == 0;
}

/* Whichever node's worker tells it, one of the two streams is another's. */
static void news_reach_the_streams_of_other_nodes(void **state)
{
	struct nodes *nodes = nodes_open(*state, 2);
	int fds[2];
	for (int node = 0; node < 2; node++) {
		fds[node] = listen_to(nodes, node);
		assert_true(hears(nodes, fds[node], 0));
	}
	ben_answers(nodes, 0, "Der Router leuchtet rot");
	assert_true(hears(nodes, fds[0], 1));
	assert_true(hears(nodes, fds[1], 1));
	ben_answers(nodes, 1, "Der Router leuchtet blau");
	assert_true(hears(nodes, fds[0], 2));
	assert_true(hears(nodes, fds[1], 2));
	cut_lines(nodes);
	ben_answers(nodes, 0, "Der Router leuchtet gar nicht"); /* perhaps nobody can tell: so the streams end … */
	for (int node = 0; node < 2; node++) {
		assert_true(has_ended(fds[node]));
		fds[node] = listen_to(nodes, node);
		assert_true(hears(nodes, fds[node], 3)); /* … and whoever comes back is told how things stand */
	}
	ben_answers(nodes, 1, "Der Router leuchtet wieder");
	for (int node = 0; node < 2; node++) {
		assert_true(hears(nodes, fds[node], 4));
		close(fds[node]);
	}
	nodes_close(nodes);
}

/* As if a node had said it that could not tell for a while, or one of a newer release. */
static void say_as_another(struct nodes *nodes, const char *message)
{
	struct arena *arena = nodes->shell->arena;
	nodes_sql(nodes, str_c(arena, str_format(arena, "SELECT pg_notify('heinzel_' || md5(current_schema()), '%s')", message)));
}

/* Whom it kept from a stream's end is not known: they come back, and are looked at anew. */
static void streams_end_when_another_node_could_not_tell(void **state)
{
	static const char *const ends[] = { "another", "another 7 x", "another 7 from-the-future:1" };
	struct nodes *nodes = nodes_open(*state, 2);
	int fd = listen_to(nodes, 1);
	assert_true(hears(nodes, fd, 0));
	say_as_another(nodes, "another 7 a"); /* all pages: no stream needs to end */
	ben_answers(nodes, 1, "Der Router leuchtet rot");
	assert_true(hears(nodes, fd, 1));
	for (size_t i = 0; i < COUNT(ends); i++) {
		say_as_another(nodes, ends[i]);
		assert_true(has_ended(fd));
		fd = listen_to(nodes, 1);
		assert_true(hears(nodes, fd, 1));
	}
	close(fd);
	nodes_close(nodes);
}

int main(int count, char **arguments)
{
	const struct CMUnitTest of_one[] = {
		SHELL_TEST(no_reader_of_one_node_sees_less_than_was_acknowledged),
		SHELL_TEST(wrong_passwords_are_known_after_a_restart),
	};
	const struct CMUnitTest of_two[] = {
		SHELL_TEST(no_reader_sees_less_than_was_acknowledged),
		SHELL_TEST(each_node_has_a_number_of_its_own),
		SHELL_TEST(a_node_whose_number_was_taken_begins_anew_with_another),
		SHELL_TEST(nodes_that_start_at_once_all_serve),
		SHELL_TEST(rights_are_given_by_several_nodes_at_once),
		SHELL_TEST(a_node_waits_until_the_schema_is_free),
		SHELL_TEST(ten_wrong_passwords_close_the_account_on_every_node),
		SHELL_TEST(news_reach_the_streams_of_other_nodes),
		SHELL_TEST(streams_end_when_another_node_could_not_tell),
	};
	assert(count > 1);
	shell_program(arguments[1]);
	int failed = cmocka_run_group_tests(of_one, NULL, NULL);
	if (getenv("HEINZEL_TEST_POSTGRES"))
		return failed + cmocka_run_group_tests(of_two, NULL, NULL);
	fputs("\n*** SKIPPED: two nodes need PostgreSQL. Run it by tools/with_postgres.sh. ***\n\n", stderr);
	return failed ? failed : 77;
}
