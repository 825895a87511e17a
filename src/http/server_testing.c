/* server_testing.c: the small house that the server's tests serve, and their client. */
#include "http/server_testing.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <poll.h>
#include <pthread.h>
#include <sys/socket.h>

enum { BODY_MAX = 65536, BIG = 50000, HUGE_ANSWER = 32 << 20, WORK_US = 1500, TALK_WAIT_MS = 5000 };

_Atomic int held;

/* As a loop that waits for the disk. */
static void hold(void)
{
	held++;
	while (held > 0)
		usleep(1000);
}

static void *answer_soon(void *data)
{
	struct http_exchange *exchange = data;
	const bool slow = str_equal(exchange->request.path, S("/slow"));
	usleep(slow ? 600000 : 20000);
	exchange->response.status = 200;
	exchange->response.body = slow ? S("slow\n") : S("later\n");
	http_answer(exchange);
	return NULL;
}

static enum serve serve_later(struct http_exchange *exchange)
{
	pthread_t thread;
	must(!pthread_create(&thread, NULL, answer_soon, exchange));
	pthread_detach(thread);
	return SERVE_LATER;
}

static str echo(const struct http_request *request)
{
	struct text text;
	text_open(&text, request->arena, 256);
	text_format(&text, "%.*s %.*s\nhost=%.*s\naddress=%.*s\nsecure=%d\nbody=%zu\n", STR_ARG(method_name(request->method)),
	            STR_ARG(request->path), STR_ARG(request->host), STR_ARG(request->address), request->secure,
	            request->body.len);
	for (size_t i = 0; i < request->query.count; i++)
		text_format(&text, "?%.*s=%.*s\n", STR_ARG(request->query.at[i].name), STR_ARG(request->query.at[i].value));
	for (size_t i = 0; i < request->form.count; i++)
		text_format(&text, "%.*s=%.*s\n", STR_ARG(request->form.at[i].name), STR_ARG(request->form.at[i].value));
	for (size_t i = 0; i < request->uploads.count; i++)
		text_format(&text, "file %.*s %.*s %lld\n", STR_ARG(request->uploads.at[i].name),
		            STR_ARG(request->uploads.at[i].file_name), (long long)request->uploads.at[i].size);
	return text_str(&text);
}

static str many_words(struct arena *arena)
{
	struct text text;
	text_open(&text, arena, BIG + 16);
	while (text.len < BIG)
		text_format(&text, "word %zu ", text.len);
	return text_str(&text);
}

static enum serve serve(struct http_exchange *exchange)
{
	static const int64_t topic = 7;
	struct http_response *response = &exchange->response;
	str path = exchange->request.path;
	if (str_equal(path, S("/later")) || str_equal(path, S("/slow")))
		return serve_later(exchange);
	response->status = 200;
	response->content_type = S("text/plain; charset=utf-8");
	if (str_starts(path, S("/events"))) {
		stream_start(exchange, &topic, 1);
		stream_greet(exchange, S("hello"), S("2"));
		if (str_equal(path, S("/events-hold"))) /* what it greets with grows old meanwhile */
			hold();
	} else if (str_equal(path, S("/tag"))) {
		response->etag = S("\"abc\"");
		response->body = S("tagged\n");
	} else if (str_equal(path, S("/big"))) {
		response->compress = true;
		response->etag = S("\"big\"");
		response->body = many_words(exchange->request.arena);
	} else if (str_equal(path, S("/huge"))) {
		response->body = (str){ arena_bytes(exchange->request.arena, HUGE_ANSWER), HUGE_ANSWER };
	} else if (str_equal(path, S("/work"))) {
		for (moment until = moment_of_thread() + WORK_US; moment_of_thread() < until;)
			; /* as a page's statements do */
		response->body = S("worked\n");
	} else if (str_equal(path, S("/hold"))) {
		hold();
	} else if (form_parse(&exchange->request)) {
		response->status = 422;
	} else {
		response->body = echo(&exchange->request);
	}
	return SERVE_NOW;
}

static size_t body_limit(void *house, enum method method, str path)
{
	(void)house;
	(void)path;
	return method == GET || method == HEAD ? 0 : BODY_MAX;
}

struct test_server *server_up(struct arena *arena, void (*change)(struct server_settings *settings))
{
	struct test_server *t = arena_take(arena, sizeof(*t));
	*t = (struct test_server){ .arena = arena, .is_open = true, .folder = folder_make(arena) };
	struct server_settings settings = { .listen = S("127.0.0.1:0"), .loops = 1, .header_seconds = 1, .idle_seconds = 3,
		.body_seconds = 1, .upload_dir = t->folder, .serve = serve, .body_limit = body_limit };
	if (change)
		change(&settings);
	str wrong = S("");
	assert_int_equal(server_start(arena, &settings, &t->server, &wrong), OK);
	t->port = server_port(t->server);
	return t;
}

void server_down(struct test_server *t, int seconds)
{
	if (t->is_open)
		server_stop(t->server, seconds);
	t->is_open = false;
	folder_remove(t->arena, t->folder);
}

int dial(const struct test_server *t)
{
	struct sockaddr_in address = { .sin_family = AF_INET, .sin_port = htons((uint16_t)t->port),
		.sin_addr = { htonl(INADDR_LOOPBACK) } };
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	assert_true(fd >= 0);
	assert_int_equal(connect(fd, (struct sockaddr *)&address, sizeof(address)), 0);
	return fd;
}

/* A server that has heard enough may hang up; what it said is heard all the same. */
void say(int fd, str bytes)
{
	while (bytes.len) {
		ssize_t sent = send(fd, bytes.at, bytes.len, MSG_NOSIGNAL);
		if (sent <= 0)
			return;
		bytes = str_skip(bytes, (size_t)sent);
	}
}

str hear(struct arena *arena, int fd, int quiet_ms)
{
	struct text text;
	text_open(&text, arena, 4096);
	while (text.len < TALK_MAX) {
		struct pollfd wait = { .fd = fd, .events = POLLIN };
		if (poll(&wait, 1, quiet_ms) <= 0)
			break;
		ssize_t got = recv(fd, text_room(&text, 4096), 4096, 0);
		if (got <= 0)
			break;
		text.len += (size_t)got;
	}
	return text_str(&text);
}

str hear_one(struct arena *arena, int fd)
{
	struct text text;
	size_t end = 0;
	text_open(&text, arena, 4096);
	for (;;) {
		int64_t length = 0;
		str so_far = text_str(&text);
		if (str_find(so_far, S("\r\n\r\n"), &end)) {
			assert_true(str_number(header_of(so_far, "Content-Length"), &length));
			if (so_far.len == end + 4 + (size_t)length)
				return so_far;
		}
		struct pollfd wait = { .fd = fd, .events = POLLIN };
		assert_int_equal(poll(&wait, 1, 4 * TALK_WAIT_MS), 1);
		/* The next answer must not be eaten: byte by byte until the header is whole. */
		size_t want = end ? end + 4 + (size_t)length - so_far.len : 1;
		ssize_t got = recv(fd, text_room(&text, want), want, 0);
		assert_true(got > 0);
		text.len += (size_t)got;
	}
}

str talk(const struct test_server *t, str request)
{
	int fd = dial(t);
	say(fd, request);
	str answer = hear(t->arena, fd, TALK_WAIT_MS);
	close(fd);
	return answer;
}

int status_of(str answer)
{
	int64_t status;
	if (!str_starts(answer, S("HTTP/1.1 ")) || !str_number(str_first(str_skip(answer, 9), 3), &status))
		return 0;
	return (int)status;
}

str header_of(str answer, const char *name)
{
	str rest = answer;
	while (rest.len) {
		str line = str_trim(str_cut(&rest, '\n')), value = line;
		if (str_empty(line))
			break;
		if (str_equal_fold(str_cut(&value, ':'), str_from(name)))
			return str_trim(value);
	}
	return S("");
}

str body_of(str answer)
{
	size_t at;
	return str_find(answer, S("\r\n\r\n"), &at) ? str_skip(answer, at + 4) : S("");
}
