/* nodes_testing.c: starts them, talks to them over TCP, and looks into their database. */
#include "app/nodes_testing.h"

#include <libpq-fe.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

enum { ATTEMPTS = 40 };

/* ── the server below ── */

int64_t nodes_sql(struct nodes *nodes, const char *text)
{
	struct arena *arena = nodes->shell->arena;
	int64_t number = 0;
	PGconn *server = PQconnectdb(getenv("HEINZEL_TEST_POSTGRES"));
	PQclear(PQexec(server, str_c(arena, str_format(arena, "SET search_path = %.*s", STR_ARG(nodes->schema)))));
	PGresult *result = PQexec(server, text);
	ExecStatusType status = PQresultStatus(result);
	if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK)
		fail_msg("%s: %s", text, PQerrorMessage(server));
	if (PQntuples(result) > 0 && PQnfields(result) > 0)
		(void)str_number(str_from(PQgetvalue(result, 0, 0)), &number);
	PQclear(result);
	PQfinish(server);
	return number;
}

/* ── asking ── */

/* Whoever runs beside this test has another number. */
static int port_of(int node)
{
	return 12000 + (int)getpid() % 9000 * 2 + node;
}

int nodes_call(int node)
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

str nodes_ask(int node, const char *request, char *room)
{
	int fd = nodes_call(node);
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

str nodes_tell(struct nodes *nodes, int node, str token, const char *request_line, const char *body)
{
	struct arena *arena = nodes->shell->arena;
	str request = str_format(arena, "%s HTTP/1.1\r\nHost: nord.localhost\r\nConnection: close\r\nAuthorization: Bearer %.*s\r\n"
		"Content-Type: %s\r\nContent-Length: %zu\r\n\r\n%s", request_line, STR_ARG(token),
		body[0] == '{' ? "application/json" : "application/x-www-form-urlencoded", strlen(body), body);
	char *room = arena_bytes(arena, ANSWER_MAX);
	str answer = S("");
	for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
		answer = nodes_ask(node, str_c(arena, request), room);
		if (!str_starts(answer, S("HTTP/1.1 503")))
			break;
		usleep(250000); /* the house is full: later */
	}
	return answer;
}

int64_t number_behind(str text, const char *mark)
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

static struct ran make_done(struct nodes *nodes, const char *words)
{
	struct ran ran = shell_run(nodes->shell, words);
	if (ran.exited)
		fail_msg("%s: %.*s", words, STR_ARG(ran.err));
	return ran;
}

static void write_settings(struct nodes *nodes)
{
	struct arena *arena = nodes->shell->arena;
	const char *server = getenv("HEINZEL_TEST_POSTGRES");
	size_t at;
	if (nodes->count == 1) {
		shell_file(nodes->shell, "ini", "");
		return;
	}
	assert_true(str_find(str_from(server), S("@"), &at));
	nodes->schema = str_format(arena, "nodes_%d", (int)getpid());
	nodes_sql(nodes, str_c(arena, str_format(arena, "DROP SCHEMA IF EXISTS %.*s CASCADE; CREATE SCHEMA %.*s", STR_ARG(nodes->schema),
		STR_ARG(nodes->schema))));
	nodes_sql(nodes, "DO $$ BEGIN CREATE ROLE heinzel_app LOGIN; EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$");
	str options = str_format(arena, "?options=-csearch_path%%3D%.*s", STR_ARG(nodes->schema));
	nodes->url = str_format(arena, "postgresql://heinzel_app%s%.*s", server + at, STR_ARG(options));
	nodes->owner_url = str_format(arena, "%s%.*s", server, STR_ARG(options));
	str file = str_format(arena, "[store]\nurl = %.*s\nowner_url = %.*s\n", STR_ARG(nodes->url), STR_ARG(nodes->owner_url));
	shell_file(nodes->shell, "ini", str_c(arena, file));
}

static str member_of(struct nodes *nodes, const char *words, const char *mail)
{
	struct arena *arena = nodes->shell->arena;
	nodes->shell->input = "ein langes Kennwort 4711\n";
	make_done(nodes, str_c(arena, str_format(arena, "member add nord %s --config @ini --data @house", words)));
	nodes->shell->input = NULL;
	str token = str_format(arena, "token add nord %s Skript --days 3 --config @ini --data @house", mail);
	return str_trim(make_done(nodes, str_c(arena, token)).out);
}

struct nodes *nodes_make(struct shell *shell, int count)
{
	struct nodes *nodes = arena_take(shell->arena, sizeof(*nodes));
	nodes->shell = shell;
	nodes->count = count;
	nodes->schema = S("public");
	write_settings(nodes);
	make_done(nodes, "brand add nord Nordlicht nord.localhost --config @ini --data @house");
	nodes->token = member_of(nodes, "ana@example.org Ana --role brand_admin", "ana@example.org");
	nodes->ben = member_of(nodes, "ben@example.org Ben --role moderator", "ben@example.org");
	return nodes;
}

void nodes_forget(struct nodes *nodes)
{
	struct arena *arena = nodes->shell->arena;
	if (nodes->count > 1)
		nodes_sql(nodes, str_c(arena, str_format(arena, "DROP SCHEMA %.*s CASCADE", STR_ARG(nodes->schema))));
}

void nodes_start(struct nodes *nodes, int node)
{
	str words = str_format(nodes->shell->arena, "serve --no-limits --config @ini --data @house --listen 127.0.0.1:%d", port_of(node));
	nodes->pids[node] = shell_start(nodes->shell, str_c(nodes->shell->arena, words));
}

void nodes_stop(struct nodes *nodes, int node)
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
	str boards = nodes_tell(nodes, 0, nodes->token, "POST /desk/boards", "name=Netz&key=netz&about=Netz&position=1&audience=public&posting=members");
	if (!str_starts(boards, S("HTTP/1.1 303")))
		fail_msg("%.*s", STR_ARG(boards));
	nodes->board_id = number_behind(nodes_tell(nodes, 0, nodes->token, "GET /api/v1/boards", ""), "\"id\":\"");
	assert_true(nodes->board_id > 0);
	nodes->thread_id = nodes_thread(nodes, "Wie steht es um das Netz?");
	str line = str_format(arena, "GET /api/v1/threads/%lld/posts", (long long)nodes->thread_id);
	nodes->post_id = number_behind(nodes_tell(nodes, nodes->count - 1, nodes->token, str_c(arena, line), ""), "\"id\":\"");
	assert_true(nodes->post_id > 0);
}

int64_t nodes_thread(struct nodes *nodes, const char *title)
{
	str body = str_format(nodes->shell->arena, "{\"board_id\":\"%lld\",\"title\":\"%s\",\"body\":\"Stand 0 ist es.\"}",
		(long long)nodes->board_id, title);
	str made = nodes_tell(nodes, 0, nodes->token, "POST /api/v1/threads", str_c(nodes->shell->arena, body));
	int64_t id = number_behind(made, "\"id\":\"");
	if (id <= 0)
		fail_msg("%.*s", STR_ARG(made));
	return id;
}

struct nodes *nodes_open(struct shell *shell, int count)
{
	struct nodes *nodes = nodes_make(shell, count);
	for (int i = 0; i < count; i++)
		nodes_start(nodes, i);
	make_thread(nodes);
	return nodes;
}

void nodes_close(struct nodes *nodes)
{
	for (int i = 0; i < nodes->count; i++)
		nodes_stop(nodes, i);
	nodes_forget(nodes);
}
