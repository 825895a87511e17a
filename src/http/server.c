/*
 * server.c: listens, hands out requests, takes back answers, and ends cleanly.
 *
 * A request that is answered later suspends its connection; `held` says which of the
 * two came first, the suspension or the answer, so that neither waits for the other.
 */
#include "http/server_room.h"

#include "http/multipart.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#define BOXES_KEPT 512
#define BACKLOG 1024

/* ── boxes and wires ── */

static struct box *take_box(struct server *server)
{
	pthread_mutex_lock(&server->lock);
	struct box *box = server->free_boxes;
	if (box) {
		server->free_boxes = box->next;
		server->free_count--;
	}
	pthread_mutex_unlock(&server->lock);
	struct arena *arena = box ? box->arena : arena_open(ARENA_FIRST);
	if (!box)
		box = memory_take(sizeof(*box));
	*box = (struct box){ .server = server, .arena = arena };
	return box;
}

static void give_box(struct box *box)
{
	struct server *server = box->server;
	arena_reset(box->arena);
	pthread_mutex_lock(&server->lock);
	bool keep = server->free_count < BOXES_KEPT;
	if (keep) {
		box->next = server->free_boxes;
		server->free_boxes = box;
		server->free_count++;
	}
	pthread_mutex_unlock(&server->lock);
	if (keep)
		return;
	arena_close(box->arena);
	memory_free(box);
}

static void read_address(const struct sockaddr *address, char *text_out, size_t size)
{
	text_out[0] = '\0';
	if (address->sa_family == AF_INET)
		inet_ntop(AF_INET, &((const struct sockaddr_in *)(const void *)address)->sin_addr, text_out, (socklen_t)size);
	else if (address->sa_family == AF_INET6)
		inet_ntop(AF_INET6, &((const struct sockaddr_in6 *)(const void *)address)->sin6_addr, text_out,
		          (socklen_t)size);
	if (!strncmp(text_out, "::ffff:", 7))
		memmove(text_out, text_out + 7, strlen(text_out + 7) + 1);
}

static void set_phase(struct wire *wire, enum phase phase)
{
	atomic_store(&wire->since, moment_monotonic());
	atomic_store(&wire->phase, (int)phase);
}

static void wire_changed(void *data, struct MHD_Connection *connection, void **socket_context,
                         enum MHD_ConnectionNotificationCode code)
{
	struct server *server = data;
	struct wire *wire = *socket_context;
	if (code == MHD_CONNECTION_NOTIFY_STARTED) {
		wire = memory_take(sizeof(*wire));
		*wire = (struct wire){ 0 };
		wire->fd = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD)->connect_fd;
		const union MHD_ConnectionInfo *info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
		if (info && info->client_addr)
			read_address(info->client_addr, wire->address, sizeof(wire->address));
		set_phase(wire, PHASE_HEADER);
		*socket_context = wire;
		atomic_fetch_add(&server->connections, 1);
	}
	pthread_mutex_lock(&server->lock);
	if (code == MHD_CONNECTION_NOTIFY_STARTED) {
		wire->next = &server->wires;
		wire->previous = server->wires.previous;
		wire->previous->next = wire;
		server->wires.previous = wire;
	} else {
		wire->next->previous = wire->previous;
		wire->previous->next = wire->next;
	}
	pthread_mutex_unlock(&server->lock);
	if (code == MHD_CONNECTION_NOTIFY_STARTED)
		return;
	atomic_fetch_sub(&server->connections, 1);
	memory_free(wire);
}

/* ── one request ── */

static void *request_line(void *data, const char *target, struct MHD_Connection *connection)
{
	struct server *server = data;
	struct box *box = take_box(server);
	box->connection = connection;
	box->wire = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT)->socket_context;
	box->target = str_keep(box->arena, str_from(target));
	set_phase(box->wire, PHASE_HEADER);
	atomic_fetch_add(&server->under_way, 1);
	return box;
}

static void completed(void *data, struct MHD_Connection *connection, void **box_at, enum MHD_RequestTerminationCode code)
{
	struct server *server = data;
	struct box *box = *box_at;
	(void)connection;
	(void)code;
	if (!box)
		return;
	answer_log(box);
	shared_bytes_drop(box->exchange.response.shared);
	if (box->multipart)
		multipart_forget(box->multipart);
	set_phase(box->wire, PHASE_IDLE);
	give_box(box);
	*box_at = NULL;
	atomic_fetch_sub(&server->under_way, 1);
}

static int take_body(struct box *box, str bytes)
{
	struct http_request *request = &box->exchange.request;
	str type = http_header(request, S("Content-Type"));
	bool is_multipart = str_starts(str_lower_ascii(box->arena, str_first(type, 20)), S("multipart/form-data"));
	if (box->body.len + bytes.len > box->body_limit)
		return 413;
	if (is_multipart) {
		if (!box->multipart &&
		    multipart_open(box->arena, type, box->server->settings.upload_dir, &box->multipart))
			return 400;
		box->body.len += bytes.len; /* counted, not kept */
		return multipart_feed(box->multipart, bytes) ? 400 : 0;
	}
	if (!box->body.at)
		text_open(&box->body, box->arena, bytes.len < 1024 ? 1024 : bytes.len);
	text_put(&box->body, bytes);
	return 0;
}

/* MHD takes no answer while a body is coming in; so what is wrong with it is told at its end, unless that is far.
   True: hang up. */
static bool read_on(struct box *box, str bytes)
{
	if (box->refused)
		return false;
	if (box->wrong)
		box->ignored += bytes.len;
	else
		box->wrong = take_body(box, bytes);
	return box->ignored > IGNORED_MAX;
}

static enum MHD_Result hold(struct box *box)
{
	MHD_suspend_connection(box->connection);
	if (atomic_exchange(&box->held, HELD_SUSPENDED) == HELD_ANSWERED)
		MHD_resume_connection(box->connection);
	return MHD_YES;
}

void http_answer(struct http_exchange *exchange)
{
	struct box *box = (struct box *)exchange;
	if (atomic_exchange(&box->held, HELD_ANSWERED) == HELD_SUSPENDED)
		MHD_resume_connection(box->connection);
}

static enum MHD_Result serve(struct box *box)
{
	struct http_exchange *exchange = &box->exchange;
	if (box->multipart) {
		if (multipart_close(box->multipart, &exchange->request))
			return answer_refuse(box, 400);
	} else if (box->body.at) {
		exchange->request.body = text_str(&box->body);
	}
	exchange->house = box->server->settings.house;
	atomic_fetch_add(&box->server->requests, 1);
	box->counted = true;
	atomic_store(&box->wire->phase, PHASE_SERVED);
	if (box->server->settings.serve(exchange) == SERVE_LATER)
		return hold(box);
	return answer_send(box);
}

static enum MHD_Result handle(void *data, struct MHD_Connection *connection, const char *url, const char *method,
                              const char *version, const char *bytes, size_t *size, void **box_at)
{
	struct box *box = *box_at;
	(void)data;
	(void)connection;
	(void)url;
	if (box->counted) /* resumed: the answer is there */
		return box->served ? MHD_YES : answer_send(box);
	if (!box->begun) {
		box->begun = true;
		int status = request_begin(box, method, version);
		if (status)
			return answer_refuse(box, status);
		set_phase(box->wire, PHASE_BODY);
		return MHD_YES; /* an answer before the second call would cost the connection */
	}
	if (*size) {
		bool ends = read_on(box, (str){ bytes, *size });
		*size = 0;
		return ends ? MHD_NO : MHD_YES;
	}
	if (box->wrong && !box->served)
		return answer_refuse(box, box->wrong);
	return box->served ? MHD_YES : serve(box);
}

/* ── listening ── */

static int listen_unix(struct server *server, str path)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	if (path.len >= sizeof(address.sun_path))
		return -1;
	memcpy(address.sun_path, path.at, path.len);
	memcpy(server->unix_path, path.at, path.len);
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	unlink(address.sun_path);
	if (fd >= 0 && (bind(fd, (struct sockaddr *)&address, sizeof(address)) || listen(fd, BACKLOG))) {
		close(fd);
		return -1;
	}
	return fd;
}

static bool split_port(str listen, str *host_out, int64_t *port_out)
{
	size_t at = listen.len;
	while (at && listen.at[at - 1] != ':')
		at--;
	if (!at || !str_number(str_skip(listen, at), port_out) || *port_out < 0 || *port_out > 65535)
		return false;
	*host_out = str_first(listen, at - 1);
	if (str_starts(*host_out, S("[")) && str_ends(*host_out, S("]")))
		*host_out = (str){ host_out->at + 1, host_out->len - 2 };
	return true;
}

static int listen_inet(struct server *server, struct arena *arena, str listen_to)
{
	str host;
	int64_t port;
	struct sockaddr_storage address = { 0 };
	struct sockaddr_in *v4 = (struct sockaddr_in *)(void *)&address;
	struct sockaddr_in6 *v6 = (struct sockaddr_in6 *)(void *)&address;
	if (!split_port(listen_to, &host, &port))
		return errno = EINVAL, -1;
	const char *text = str_c(arena, host);
	socklen_t size = sizeof(*v4);
	if (inet_pton(AF_INET, text, &v4->sin_addr) == 1) {
		v4->sin_family = AF_INET;
		v4->sin_port = htons((uint16_t)port);
	} else if (inet_pton(AF_INET6, text, &v6->sin6_addr) == 1) {
		v6->sin6_family = AF_INET6;
		v6->sin6_port = htons((uint16_t)port);
		size = sizeof(*v6);
	} else {
		return errno = EINVAL, -1;
	}
	int fd = socket(address.ss_family, SOCK_STREAM | SOCK_CLOEXEC, 0), on = 1;
	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
	setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
	if (bind(fd, (struct sockaddr *)&address, size) || listen(fd, BACKLOG)) {
		int why = errno;
		close(fd);
		return errno = why, -1;
	}
	size = sizeof(address);
	getsockname(fd, (struct sockaddr *)&address, &size);
	server->port = ntohs(address.ss_family == AF_INET ? v4->sin_port : v6->sin6_port);
	return fd;
}

static int open_socket(struct server *server, struct arena *arena, str listen_to)
{
	int64_t fd;
	if (str_starts(listen_to, S("unix:")))
		return listen_unix(server, str_skip(listen_to, 5));
	if (str_starts(listen_to, S("fd:")))
		return str_number(str_skip(listen_to, 3), &fd) ? (int)fd : -1;
	return listen_inet(server, arena, listen_to);
}

/* ── those who take too long ── */

static moment time_allowed(const struct server *server, int phase)
{
	const struct server_settings *settings = &server->settings;
	switch ((enum phase)phase) {
	case PHASE_HEADER: return SECONDS(settings->header_seconds);
	case PHASE_BODY: return SECONDS(settings->body_seconds);
	case PHASE_IDLE: return SECONDS(2 * settings->idle_seconds);
	case PHASE_SERVED: break;
	}
	return 0;
}

static void *reap(void *data)
{
	struct server *server = data;
	while (!atomic_load(&server->stopping)) {
		usleep(250000);
		moment now = moment_monotonic();
		pthread_mutex_lock(&server->lock);
		for (struct wire *wire = server->wires.next; wire != &server->wires; wire = wire->next) {
			moment allowed = time_allowed(server, atomic_load(&wire->phase));
			if (allowed && now - atomic_load(&wire->since) > allowed)
				shutdown(wire->fd, SHUT_RDWR);
		}
		pthread_mutex_unlock(&server->lock);
		stream_sweep(server);
	}
	return NULL;
}

/* ── the whole ── */

static size_t leave_encoded(void *data, struct MHD_Connection *connection, char *text)
{
	(void)data;
	(void)connection;
	return strlen(text); /* url.c decodes, once */
}

static void settle(struct server *server, const struct server_settings *settings)
{
	struct server_settings *own = &server->settings;
	long cores = sysconf(_SC_NPROCESSORS_ONLN);
	*own = *settings;
	own->loops = settings->loops ? settings->loops : (int)cores;
	own->connections = settings->connections ? settings->connections : 4096;
	own->header_seconds = settings->header_seconds ? settings->header_seconds : 10;
	own->idle_seconds = settings->idle_seconds ? settings->idle_seconds : 30;
	own->body_seconds = settings->body_seconds ? settings->body_seconds : 60;
	server->wires.next = server->wires.previous = &server->wires;
	server->clients.next = server->clients.previous = &server->clients;
	pthread_mutex_init(&server->lock, NULL);
	pthread_mutex_init(&server->stream_lock, NULL);
}

static struct MHD_Daemon *start_daemon(struct server *server)
{
	const struct server_settings *settings = &server->settings;
	unsigned flags = MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_ITC;
	return MHD_start_daemon(flags, 0, NULL, NULL, handle, server,
		MHD_OPTION_LISTEN_SOCKET, server->socket,
		MHD_OPTION_THREAD_POOL_SIZE, (unsigned)(settings->loops > 1 ? settings->loops : 0),
		MHD_OPTION_CONNECTION_LIMIT, (unsigned)settings->connections,
		MHD_OPTION_PER_IP_CONNECTION_LIMIT, (unsigned)settings->per_address,
		MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)settings->idle_seconds,
		MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)16384,
		MHD_OPTION_STRICT_FOR_CLIENT, 1,
		MHD_OPTION_UNESCAPE_CALLBACK, leave_encoded, NULL,
		MHD_OPTION_URI_LOG_CALLBACK, request_line, server,
		MHD_OPTION_NOTIFY_CONNECTION, wire_changed, server,
		MHD_OPTION_NOTIFY_COMPLETED, completed, server,
		MHD_OPTION_END);
}

static int open_log(struct arena *arena, str path)
{
	if (str_empty(path))
		return -1;
	if (str_equal(path, S("-")))
		return 2;
	return open(str_c(arena, path), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
}

enum err server_start(struct arena *arena, const struct server_settings *settings, struct server **server_out,
                      str *wrong_out)
{
	struct server *server = arena_take(arena, sizeof(*server));
	settle(server, settings);
	if (!str_empty(settings->upload_dir))
		mkdir(str_c(arena, settings->upload_dir), 0700);
	server->log_fd = open_log(arena, settings->access_log);
	server->socket = open_socket(server, arena, settings->listen);
	if (server->socket < 0) {
		*wrong_out = str_format(arena, "cannot listen on %.*s: %s. Choose another with --listen.",
		                        STR_ARG(settings->listen), strerror(errno));
		return ERR_BROKEN;
	}
	server->daemon = start_daemon(server);
	if (!server->daemon) {
		close(server->socket);
		*wrong_out = S("the HTTP library could not start; see the log");
		return ERR_BROKEN;
	}
	must(!pthread_create(&server->reaper, NULL, reap, server));
	*server_out = server;
	return OK;
}

void server_stop(struct server *server, int seconds)
{
	MHD_socket socket = MHD_quiesce_daemon(server->daemon);
	atomic_store(&server->stopping, true);
	stream_stop(server);
	for (int i = 0; i < seconds * 20 && atomic_load(&server->under_way) > 0; i++)
		usleep(50000);
	pthread_join(server->reaper, NULL);
	MHD_stop_daemon(server->daemon);
	if (socket >= 0)
		close(socket);
	if (server->unix_path[0])
		unlink(server->unix_path);
	while (server->free_boxes) {
		struct box *box = server->free_boxes;
		server->free_boxes = box->next;
		arena_close(box->arena);
		memory_free(box);
	}
	if (server->log_fd > 2)
		close(server->log_fd);
}

int server_port(const struct server *server)
{
	return server->port;
}

void server_figures(const struct server *server, struct server_figures *figures_out)
{
	*figures_out = (struct server_figures){ .connections = atomic_load(&server->connections),
		.requests = atomic_load(&server->requests), .streams = atomic_load(&server->streams),
		.refused = atomic_load(&server->refused) };
}
