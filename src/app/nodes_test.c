/*
 * nodes_test.c: two servers on one PostgreSQL, as real processes behind sockets (docs/decisions/0051).
 *
 * A writer changes a post through the first; ten readers ask both for its page.  What was acknowledged
 * before a request began stands in its answer, although most answers come from a cache.
 */
#include "app/command_testing.h"

#include <fcntl.h>
#include <libpq-fe.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

enum { READERS = 10, CHANGES = 60, ANSWER_MAX = 1048576, ATTEMPTS = 40 };

struct nodes {
	struct shell *shell;
	str schema, token;
	pid_t pids[2];
	int64_t thread_id, post_id;
	_Atomic int acknowledged;
	atomic_bool ends;
	atomic_int stale, asked, turned_away, strange;
};

/* ── the server below ── */

static void sql(const char *text)
{
	PGconn *server = PQconnectdb(getenv("HEINZEL_TEST_POSTGRES"));
	PGresult *result = PQexec(server, text);
	ExecStatusType status = PQresultStatus(result);
	if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK)
		fail_msg("%s: %s", text, PQerrorMessage(server));
	PQclear(result);
	PQfinish(server);
}

/* ── asking ── */

/* Whoever runs beside this test has another number. */
static int port_of(int node)
{
	return 12000 + (int)getpid() % 9000 * 2 + node;
}

static int call_node(int node)
{
	const struct sockaddr_in address = { .sin_family = AF_INET, .sin_port = htons((uint16_t)port_of(node)),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	const struct timeval patience = { .tv_sec = 60 };
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
	if (connect(fd, (const struct sockaddr *)&address, sizeof(address)) == 0)
		return fd;
	close(fd);
	return -1;
}

/* Into `room`; from any thread. */
static str ask(int node, const char *request, char *room)
{
	int fd = call_node(node);
	size_t len = 0;
	ssize_t got;
	if (fd < 0)
		return S("");
	if (write(fd, request, strlen(request)) == (ssize_t)strlen(request)) {
		while (len < ANSWER_MAX && (got = read(fd, room + len, ANSWER_MAX - len)) > 0)
			len += (size_t)got;
	}
	close(fd);
	return (str){ room, len };
}

static str tell_node(struct nodes *nodes, int node, const char *method, const char *path, const char *body)
{
	struct arena *arena = nodes->shell->arena;
	str request = str_format(arena, "%s %s HTTP/1.1\r\nHost: nord.localhost\r\nConnection: close\r\nAuthorization: Bearer %.*s\r\n"
		"Content-Type: %s\r\nContent-Length: %zu\r\n\r\n%s", method, path, STR_ARG(nodes->token),
		body[0] == '{' ? "application/json" : "application/x-www-form-urlencoded", strlen(body), body);
	char *room = arena_bytes(arena, ANSWER_MAX);
	str answer = S("");
	for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
		answer = ask(node, str_c(arena, request), room);
		if (!str_starts(answer, S("HTTP/1.1 503")))
			break;
		usleep(250000); /* the house is full: later */
	}
	return answer;
}

static int64_t number_behind(str text, const char *mark)
{
	size_t at;
	int64_t number = -1;
	if (!str_find(text, str_from(mark), &at))
		return -1;
	str rest = str_skip(text, at + strlen(mark));
	size_t len = 0;
	while (len < rest.len && rest.at[len] >= '0' && rest.at[len] <= '9')
		len++;
	return str_number(str_first(rest, len), &number) ? number : -1;
}

/* ── the houses ── */

static void make_done(struct nodes *nodes, const char *words)
{
	struct ran ran = shell_run(nodes->shell, words);
	if (ran.exited)
		fail_msg("%s: %.*s", words, STR_ARG(ran.err));
}

static void write_settings(struct nodes *nodes)
{
	struct arena *arena = nodes->shell->arena;
	const char *server = getenv("HEINZEL_TEST_POSTGRES");
	size_t at;
	assert_true(str_find(str_from(server), S("@"), &at));
	nodes->schema = str_format(arena, "nodes_%d", (int)getpid());
	sql(str_c(arena, str_format(arena, "DROP SCHEMA IF EXISTS %.*s CASCADE; CREATE SCHEMA %.*s", STR_ARG(nodes->schema), STR_ARG(nodes->schema))));
	sql("DO $$ BEGIN CREATE ROLE heinzel_app LOGIN; EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$");
	str options = str_format(arena, "?options=-csearch_path%%3D%.*s", STR_ARG(nodes->schema));
	str file = str_format(arena, "[store]\nurl = postgresql://heinzel_app%s%.*s\nowner_url = %s%.*s\n", server + at, STR_ARG(options),
		server, STR_ARG(options));
	shell_file(nodes->shell, "ini", str_c(arena, file));
}

static void start(struct nodes *nodes, int node)
{
	str words = str_format(nodes->shell->arena, "serve --no-limits --config @ini --data @house --listen 127.0.0.1:%d", port_of(node));
	nodes->pids[node] = shell_start(nodes->shell, str_c(nodes->shell->arena, words));
}

static void stop(struct nodes *nodes, int node)
{
	int64_t took_ms;
	struct ran ran = shell_stop(nodes->shell, nodes->pids[node], &took_ms);
	if (ran.exited)
		print_error("%.*s\n", STR_ARG(ran.err));
	assert_int_equal(ran.exited, 0);
}

static void make_thread(struct nodes *nodes)
{
	struct arena *arena = nodes->shell->arena;
	str boards = tell_node(nodes, 0, "POST", "/desk/boards", "name=Netz&key=netz&about=Netz&position=1&audience=public&posting=members");
	if (!str_starts(boards, S("HTTP/1.1 303")))
		fail_msg("%.*s", STR_ARG(boards));
	int64_t board = number_behind(tell_node(nodes, 0, "GET", "/api/v1/boards", ""), "\"id\":\"");
	assert_true(board > 0);
	str body = str_format(arena, "{\"board_id\":\"%lld\",\"title\":\"Wie steht es um das Netz?\",\"body\":\"Stand 0 ist es.\"}", (long long)board);
	str made = tell_node(nodes, 0, "POST", "/api/v1/threads", str_c(arena, body));
	nodes->thread_id = number_behind(made, "\"id\":\"");
	if (nodes->thread_id <= 0)
		fail_msg("%.*s", STR_ARG(made));
	str path = str_format(arena, "/api/v1/threads/%lld/posts", (long long)nodes->thread_id);
	nodes->post_id = number_behind(tell_node(nodes, 1, "GET", str_c(arena, path), ""), "\"id\":\"");
	assert_true(nodes->post_id > 0);
}

static struct nodes *nodes_open(struct shell *shell)
{
	struct nodes *nodes = arena_take(shell->arena, sizeof(*nodes));
	nodes->shell = shell;
	write_settings(nodes);
	make_done(nodes, "brand add nord Nordlicht nord.localhost --config @ini --data @house");
	shell->input = "ein langes Kennwort 4711\n";
	make_done(nodes, "member add nord ana@example.org Ana --role brand_admin --config @ini --data @house");
	shell->input = NULL;
	nodes->token = str_trim(shell_run(shell, "token add nord ana@example.org Skript --days 3 --config @ini --data @house").out);
	start(nodes, 0);
	start(nodes, 1);
	make_thread(nodes);
	return nodes;
}

static void nodes_close(struct nodes *nodes)
{
	stop(nodes, 0);
	stop(nodes, 1);
	sql(str_c(nodes->shell->arena, str_format(nodes->shell->arena, "DROP SCHEMA %.*s CASCADE", STR_ARG(nodes->schema))));
}

static int64_t figure(struct nodes *nodes, int node, const char *name)
{
	return number_behind(tell_node(nodes, node, "GET", "/metrics", ""), str_c(nodes->shell->arena, str_format(nodes->shell->arena, "\n%s ", name)));
}

/* ── reading ── */

struct reader { struct nodes *nodes; int number; pthread_t thread; };

static void *read_on(void *data)
{
	struct reader *reader = data;
	struct nodes *nodes = reader->nodes;
	char request[200], *room = malloc(ANSWER_MAX);
	snprintf(request, sizeof(request), "GET /threads/%lld HTTP/1.1\r\nHost: nord.localhost\r\nConnection: close\r\n\r\n",
		(long long)nodes->thread_id);
	while (!atomic_load(&nodes->ends)) {
		int at_least = atomic_load(&nodes->acknowledged);
		str answer = ask(reader->number % 4 == 0 ? 0 : 1, request, room);
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
	str path = str_format(arena, "/api/v1/posts/%lld", (long long)nodes->post_id);
	str body = str_format(arena, "{\"body\":\"Stand %d ist es.\"}", number);
	str answer = tell_node(nodes, node, "PUT", str_c(arena, path), str_c(arena, body));
	if (!str_starts(answer, S("HTTP/1.1 200")))
		fail_msg("%.*s", STR_ARG(answer));
	atomic_store(&nodes->acknowledged, number);
}

/* Half of the way through, somebody cuts every node's line. */
static void cut_lines(void)
{
	sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'heinzel nodes'");
}

static void no_reader_sees_less_than_was_acknowledged(void **state)
{
	struct nodes *nodes = nodes_open(*state);
	struct reader readers[READERS];
	for (int i = 0; i < READERS; i++) {
		readers[i] = (struct reader){ .nodes = nodes, .number = i };
		assert_int_equal(pthread_create(&readers[i].thread, NULL, read_on, &readers[i]), 0);
	}
	for (int i = 1; i <= CHANGES; i++) {
		change(nodes, i % 5 == 0, i);
		if (i == CHANGES / 2)
			cut_lines();
		usleep(30000); /* so that pages are kept, and served from there */
	}
	atomic_store(&nodes->ends, true);
	for (int i = 0; i < READERS; i++)
		pthread_join(readers[i].thread, NULL);
	int64_t hits = figure(nodes, 0, "heinzel_cache_hits") + figure(nodes, 1, "heinzel_cache_hits");
	int shown = nodes->asked - nodes->turned_away;
	print_message("%d changes, %d pages, %lld of them from a cache: %d older than acknowledged\n", CHANGES, shown, (long long)hits,
		nodes->stale);
	assert_int_equal(nodes->stale, 0);
	assert_int_equal(nodes->strange, 0);
	assert_true(shown > 1000 && hits > shown / 10);
	nodes_close(nodes);
}

static void each_node_has_a_number_of_its_own(void **state)
{
	struct nodes *nodes = nodes_open(*state);
	struct shell *shell = nodes->shell;
	shell->environment = "HEINZEL_HOUSE_NODE=1"; /* the second one's */
	struct ran ran = shell_run(shell, "serve --config @ini --data @house --listen unix:@c");
	assert_int_equal(ran.exited, 1);
	assert_true(says(ran.err, "held by another node"));
	shell->environment = NULL;
	nodes_close(nodes);
}

int main(int count, char **arguments)
{
	const struct CMUnitTest tests[] = {
		SHELL_TEST(no_reader_sees_less_than_was_acknowledged),
		SHELL_TEST(each_node_has_a_number_of_its_own),
	};
	if (!getenv("HEINZEL_TEST_POSTGRES")) {
		fputs("\n*** SKIPPED: two nodes need PostgreSQL. Run it by tools/with_postgres.sh. ***\n\n", stderr);
		return 77;
	}
	assert(count > 1);
	shell_program(arguments[1]);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
