/*
 * floor.c: what a page would cost by hand: the same SQL and the same bytes, and nothing else.
 *
 *     floor serve DATA PORT HOST/path …   /sql/0 runs the first page's statements and sends its bytes, /memory/0
 *                                         sends them from memory
 *     floor explain DATA HOST/path …      every statement of each page with its microseconds
 *     floor first PORT HOST PATH          waits for the first answer; prints milliseconds since $STARTED (ns)
 *
 * Before it serves, it visits each page once in the real house and writes down every
 * statement with its values.  One event loop of libmicrohttpd, one read-only connection.
 */
#include "app/house.h"
#include "base/base.h"
#include "base/config.h"
#include "core/core.h"
#include "http/http.h"
#include "web/door.h"

#include <arpa/inet.h>
#include <microhttpd.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { PAGES_MAX = 16, STATEMENTS_MAX = 64 };

struct recorded {
	char *sql[STATEMENTS_MAX];
	sqlite3_stmt *statements[STATEMENTS_MAX];
	int count;
	str body;
	struct header headers[RESPONSE_HEADERS_MAX];
	size_t header_count;
	struct MHD_Response *from_memory;
};

static struct recorded pages[PAGES_MAX];
static int page_count;
static struct recorded *recording;

/* ── writing down ── */

static int trace(unsigned kind, void *context, void *statement, void *text)
{
	(void)kind, (void)context;
	/* What full text search asks its own tables is part of the statement that made it ask. */
	bool inner = !strncmp(text, "--", 2) || strstr(text, "'main'.") || strstr(text, "PRAGMA");
	if (!recording || inner || recording->count == STATEMENTS_MAX)
		return 0;
	recording->sql[recording->count++] = sqlite3_expanded_sql(statement);
	return 0;
}

static int on_open(sqlite3 *db, const char **wrong, const void *api)
{
	(void)wrong, (void)api;
	return sqlite3_trace_v2(db, SQLITE_TRACE_STMT, trace, NULL);
}

static void keep_answer(struct recorded *page, const struct http_response *response, struct arena *arena)
{
	str body = response->shared ? shared_bytes_str(response->shared) : response->body;
	page->body = str_keep(arena, body);
	for (size_t i = 0; i < response->header_count; i++)
		page->headers[page->header_count++] = (struct header){ str_keep(arena, response->headers[i].name),
			str_keep(arena, response->headers[i].value) };
	page->headers[page->header_count++] = (struct header){ S("Content-Type"), str_keep(arena, response->content_type) };
}

static void visit(struct web *web, struct arena *arena, str url, struct recorded *into)
{
	struct http_exchange *exchange = arena_take(arena, sizeof(*exchange));
	struct http_request *request = &exchange->request;
	size_t slash;
	must(str_find(url, S("/"), &slash));
	request->arena = arena;
	request->id = 1;
	request->method = GET;
	request->host = str_first(url, slash);
	request->target = str_skip(url, slash);
	str rest = request->target;
	request->path = str_cut(&rest, '?');
	request->address = S("127.0.0.1");
	request->began_at = moment_monotonic();
	must(!url_pairs(arena, rest, &request->query));
	recording = into;
	web_visit(web, exchange);
	recording = NULL;
	if (exchange->response.status != 200)
		fprintf(stderr, "floor: %.*s answers %d\n", STR_ARG(url), exchange->response.status);
	if (into)
		keep_answer(into, &exchange->response, arena);
}

static bool record(struct arena *arena, str data, char **urls, int count)
{
	struct house_settings settings = { .database = str_format(arena, "sqlite:%.*s/heinzel.db", STR_ARG(data)),
		.data_dir = data };
	const struct web_settings web_settings = { .slices = slices, .cache_bytes = 1, .limits_off = true };
	struct house *house;
	struct web *web;
	str wrong = S(""), key_file = str_format(arena, "%.*s/house.key", STR_ARG(data));
	if (config_key_file(arena, key_file, settings.master_key.at, sizeof(settings.master_key.at), &wrong) ||
	    house_open(arena, &settings, house_lists(arena), &house, &wrong) || web_open(house, &web_settings, &web)) {
		fprintf(stderr, "floor: %.*s\n", STR_ARG(wrong));
		return false;
	}
	for (page_count = 0; page_count < count && page_count < PAGES_MAX; page_count++) {
		visit(web, arena, str_from(urls[page_count]), NULL); /* warm: what is asked once a process is not counted */
		visit(web, arena, str_from(urls[page_count]), &pages[page_count]);
	}
	web_close(web);
	house_close(house);
	return true;
}

/* ── serving ── */

static bool prepare(struct arena *arena, str data)
{
	sqlite3 *db;
	if (sqlite3_open_v2(str_c(arena, str_format(arena, "%.*s/heinzel.db", STR_ARG(data))), &db, SQLITE_OPEN_READONLY, NULL))
		return false;
	sqlite3_exec(db, "PRAGMA query_only = ON; PRAGMA cache_size = -4096; PRAGMA mmap_size = 268435456", NULL, NULL, NULL);
	for (int p = 0; p < page_count; p++) {
		struct recorded *page = &pages[p];
		page->from_memory = MHD_create_response_from_buffer(page->body.len, (void *)page->body.at, MHD_RESPMEM_PERSISTENT);
		for (size_t i = 0; i < page->header_count; i++)
			MHD_add_response_header(page->from_memory, page->headers[i].name.at, page->headers[i].value.at);
		for (int i = 0; i < page->count; i++) {
			if (sqlite3_prepare_v3(db, page->sql[i], -1, SQLITE_PREPARE_PERSISTENT, &page->statements[i], NULL))
				fprintf(stderr, "floor: %s: %s\n", sqlite3_errmsg(db), page->sql[i]);
		}
		printf("/sql/%d: %d statements, %zu bytes\n", p, page->count, page->body.len);
	}
	return true;
}

/* Every row and every column is fetched, as a page would. */
static size_t run_statements(const struct recorded *page)
{
	size_t bytes = 0;
	for (int i = 0; i < page->count; i++) {
		sqlite3_stmt *statement = page->statements[i];
		while (statement && sqlite3_step(statement) == SQLITE_ROW) {
			for (int c = 0; c < sqlite3_column_count(statement); c++) {
				if (sqlite3_column_type(statement, c) == SQLITE_TEXT && sqlite3_column_text(statement, c))
					bytes += (size_t)sqlite3_column_bytes(statement, c);
				else
					bytes += (size_t)sqlite3_column_int64(statement, c) & 1;
			}
		}
		sqlite3_reset(statement);
	}
	return bytes;
}

static enum MHD_Result answer(void *data, struct MHD_Connection *connection, const char *url, const char *method,
                              const char *version, const char *body, size_t *body_len, void **state)
{
	(void)data, (void)method, (void)version, (void)body, (void)body_len;
	if (!*state) {
		*state = (void *)url;
		return MHD_YES;
	}
	int number = atoi(strrchr(url, '/') + 1);
	if (number < 0 || number >= page_count)
		return MHD_NO;
	struct recorded *page = &pages[number];
	if (url[1] == 'm')
		return MHD_queue_response(connection, 200, page->from_memory);
	run_statements(page);
	struct MHD_Response *response = MHD_create_response_from_buffer(page->body.len, (void *)page->body.at, MHD_RESPMEM_MUST_COPY);
	for (size_t i = 0; i < page->header_count; i++)
		MHD_add_response_header(response, page->headers[i].name.at, page->headers[i].value.at);
	enum MHD_Result result = MHD_queue_response(connection, 200, response);
	MHD_destroy_response(response);
	return result;
}

static int serve(struct arena *arena, int count, char **words)
{
	str data = str_from(words[2]);
	int signal_got;
	sigset_t signals;
	sigemptyset(&signals);
	sigaddset(&signals, SIGTERM);
	sigaddset(&signals, SIGINT);
	pthread_sigmask(SIG_BLOCK, &signals, NULL);
	sqlite3_auto_extension((void (*)(void))on_open);
	if (!record(arena, data, words + 4, count - 4))
		return 1;
	sqlite3_reset_auto_extension();
	if (!prepare(arena, data))
		return 1;
	struct MHD_Daemon *daemon = MHD_start_daemon(MHD_USE_EPOLL_INTERNAL_THREAD, (uint16_t)atoi(words[3]), NULL, NULL,
	                                             answer, NULL, MHD_OPTION_CONNECTION_LIMIT, 1000u, MHD_OPTION_END);
	if (!daemon)
		return 1;
	puts("Ready");
	fflush(stdout);
	sigwait(&signals, &signal_got);
	MHD_stop_daemon(daemon);
	return 0;
}

/* ── where a page's time goes ── */

static void explain_page(struct recorded *page)
{
	for (int i = 0; i < page->count; i++) {
		struct recorded one = { .statements = { page->statements[i] }, .count = 1 };
		run_statements(&one);
		moment began_at = moment_of_thread(), spent = 0; /* what others do meanwhile does not count */
		int times = 0;
		while (times < 1000 && spent < SECONDS(1)) {
			run_statements(&one);
			times++;
			spent = moment_of_thread() - began_at;
		}
		printf("%10.1f us  %.150s\n", (double)spent / times, page->sql[i]);
	}
}

static int explain(struct arena *arena, int count, char **words)
{
	str data = str_from(words[2]);
	sqlite3_auto_extension((void (*)(void))on_open);
	if (!record(arena, data, words + 3, count - 3))
		return 1;
	sqlite3_reset_auto_extension();
	if (!prepare(arena, data))
		return 1;
	for (int i = 0; i < page_count; i++) {
		printf("\n%s\n", words[3 + i]);
		explain_page(&pages[i]);
	}
	return 0;
}

/* ── the first page ── */

static bool asks_once(int port, const char *request)
{
	struct sockaddr_in to = { .sin_family = AF_INET, .sin_port = htons((uint16_t)port) };
	char got[16] = "";
	to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	int fd = socket(AF_INET, SOCK_STREAM, 0);
	bool good = fd >= 0 && !connect(fd, (struct sockaddr *)&to, sizeof(to)) &&
	            write(fd, request, strlen(request)) > 0 && read(fd, got, 15) > 12 && !strncmp(got + 9, "200", 3);
	if (fd >= 0)
		close(fd);
	return good;
}

static int first(struct arena *arena, char **words)
{
	str request = str_format(arena, "GET %s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n", words[4], words[3]);
	const char *started = getenv("STARTED");
	struct timespec now;
	for (int tries = 0; tries < 100000 && !asks_once(atoi(words[2]), str_c(arena, request)); tries++)
		usleep(200);
	clock_gettime(CLOCK_REALTIME, &now);
	printf("%.1f\n", (double)((int64_t)now.tv_sec * 1000000000 + now.tv_nsec - (started ? atoll(started) : 0)) / 1e6);
	return 0;
}

int main(int count, char **words)
{
	struct arena *arena = arena_open(1 << 20);
	if (count >= 5 && !strcmp(words[1], "serve"))
		return serve(arena, count, words);
	if (count >= 4 && !strcmp(words[1], "explain"))
		return explain(arena, count, words);
	if (count == 5 && !strcmp(words[1], "first"))
		return first(arena, words);
	fputs("floor serve DATA PORT HOST/path …\nfloor explain DATA HOST/path …\nfloor first PORT HOST PATH\n", stderr);
	return 2;
}
