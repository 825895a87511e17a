/*
 * server_log.c: the access log.
 *
 * Lines are gathered and written in blocks, a quarter of a second late at most: a system call a
 * request would cost as much as a small answer.  A path may hold a log-in link's token, so where the
 * floor above does not name its route, only the first segment is written.
 */
#include "http/server_room.h"

#include <stdio.h>
#include <unistd.h>

#define LINE_MAX 400
#define PATH_MAX_SHOWN 200

/* The lock is held. */
static void write_all(struct server *server)
{
	size_t done = 0;
	while (done < server->log_len) {
		ssize_t written = write(server->log_fd, server->log + done, server->log_len - done);
		if (written <= 0) {
			log_event(LOG_WARN, "http.access_log", "the access log cannot be written");
			break;
		}
		done += (size_t)written;
	}
	server->log_len = 0;
}

void log_write(struct server *server)
{
	if (server->log_fd < 0)
		return;
	pthread_mutex_lock(&server->log_lock);
	write_all(server);
	pthread_mutex_unlock(&server->log_lock);
}

static int put_line(const struct box *box, char *line)
{
	const struct http_request *request = &box->exchange.request;
	const char *rest = "";
	str path = box->exchange.route;
	if (str_empty(path) && request->path.len) {
		size_t at;
		bool deeper = str_find(str_skip(request->path, 1), S("/"), &at);
		path = deeper ? str_first(request->path, at + 1) : request->path;
		rest = deeper ? "/*" : "";
	}
	str method = box->is_known ? method_name(request->method) : S("-");
	return snprintf(line, LINE_MAX, "%016llx %.*s %.*s%s %d %lldus %zu\n", (unsigned long long)request->id, STR_ARG(method),
	                STR_ARG(str_first(path, PATH_MAX_SHOWN)), rest, box->exchange.response.status,
	                (long long)(moment_monotonic() - request->began_at), box->sent);
}

void log_request(struct box *box)
{
	struct server *server = box->server;
	char line[LINE_MAX];
	if (server->log_fd < 0 || !box->begun)
		return;
	int len = put_line(box, line);
	pthread_mutex_lock(&server->log_lock);
	if (server->log_len + (size_t)len > sizeof(server->log))
		write_all(server);
	memcpy(server->log + server->log_len, line, (size_t)len);
	server->log_len += (size_t)len;
	pthread_mutex_unlock(&server->log_lock);
}
