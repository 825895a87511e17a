/*
 * server.c: listens, hands out requests, takes back answers, and ends cleanly.
 *
 * A request that is answered later suspends its connection; `held` says which of the
 * two came first, the suspension or the answer, so that neither waits for the other.
 */
#include "http/server_room.h"

#include "http/multipart.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <sys/stat.h>
#include <unistd.h>

#define BOXES_KEPT 512

/* ── boxes ── */

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

static void close_box(struct box *box)
{
	shared_bytes_drop(box->exchange.response.shared);
	if (box->multipart)
		multipart_forget(box->multipart);
	arena_close(box->arena);
	memory_free(box);
}

static void give_box(struct box *box)
{
	struct server *server = box->server;
	shared_bytes_drop(box->exchange.response.shared);
	box->exchange.response.shared = NULL;
	if (box->multipart)
		multipart_forget(box->multipart);
	box->multipart = NULL;
	arena_reset(box->arena);
	pthread_mutex_lock(&server->lock);
	bool keep = server->free_count < BOXES_KEPT && !box->is_stream; /* a stream's arena is a small one */
	if (keep) {
		box->next = server->free_boxes;
		server->free_boxes = box;
		server->free_count++;
	}
	pthread_mutex_unlock(&server->lock);
	if (!keep)
		close_box(box);
}

/* ── one request ── */

static void *request_line(void *data, const char *target, struct MHD_Connection *connection)
{
	struct server *server = data;
	struct box *box = take_box(server);
	box->connection = connection;
	box->wire = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT)->socket_context;
	box->target = str_keep(box->arena, str_from(target));
	pace_begin(box->server, box->wire->pace);
	wire_works(server, box->wire, box);
	atomic_fetch_add(&server->under_way, 1);
	return box;
}

static bool is_given_up(const struct box *box)
{
	return atomic_load(&box->held) >= HELD_GIVEN_UP;
}

/* Of a box that was given up: the connection and the answerer each call it, the later one closes the box. */
static void leave(struct box *box)
{
	if (atomic_exchange(&box->held, HELD_LEFT) == HELD_LEFT)
		close_box(box);
}

static void completed(void *data, struct MHD_Connection *connection, void **box_at, enum MHD_RequestTerminationCode code)
{
	struct server *server = data;
	struct box *box = *box_at;
	(void)connection;
	(void)code;
	if (!box)
		return;
	pace_begin(box->server, box->wire->pace);
	wire_rests(server, box->wire);
	*box_at = NULL;
	struct pace *pace = box->wire->pace;
	if (is_given_up(box)) {
		leave(box);
	} else {
		if (!box->is_turned_away)
			log_request(box);
		give_box(box);
	}
	atomic_fetch_sub(&server->under_way, 1);
	intake_look(server, pace);
}

static int take_body(struct box *box, str bytes)
{
	struct http_request *request = &box->exchange.request;
	str type = http_header(request, S("Content-Type"));
	bool is_multipart = str_equal_fold(str_first(type, S("multipart/form-data").len), S("multipart/form-data"));
	if (box->body.len + bytes.len > box->body_limit)
		return 413;
	if (is_multipart) {
		if (!box->multipart &&
		    multipart_open(box->arena, type, box->server->settings.upload_dir, &box->multipart))
			return 400;
		box->body.len += bytes.len; /* counted, not kept */
		enum err err = multipart_feed(box->multipart, bytes);
		return err == OK ? 0 : err == ERR_LIMITED || err == ERR_BROKEN ? 507 : 400; /* broken: our disk, not their form */
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
	if (box->wrong || box->refused || box->is_turned_away)
		box->ignored += bytes.len;
	else
		box->wrong = take_body(box, bytes);
	return box->ignored > IGNORED_MAX;
}

static void give_up(struct box *box)
{
	int suspended = HELD_SUSPENDED;
	if (atomic_compare_exchange_strong(&box->held, &suspended, HELD_GIVEN_UP))
		MHD_resume_connection(box->connection);
}

static enum MHD_Result hold(struct box *box)
{
	int not_yet = HELD_NOT;
	MHD_suspend_connection(box->connection);
	if (!atomic_compare_exchange_strong(&box->held, &not_yet, HELD_SUSPENDED))
		MHD_resume_connection(box->connection); /* the answer was faster */
	else if (atomic_load(&box->server->closing))
		give_up(box);
	return MHD_YES;
}

void http_answer(struct http_exchange *exchange)
{
	struct box *box = (struct box *)exchange;
	struct MHD_Connection *connection = box->connection;
	int held = atomic_load(&box->held);
	while (held < HELD_GIVEN_UP) {
		if (!atomic_compare_exchange_weak(&box->held, &held, HELD_ANSWERED))
			continue;
		if (held == HELD_SUSPENDED)
			MHD_resume_connection(connection);
		return;
	}
	leave(box);
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
	if (atomic_load(&box->server->closing))
		return answer_refuse(box, 503);
	exchange->house = box->server->settings.house;
	atomic_fetch_add(&box->server->requests, 1);
	box->counted = true;
	atomic_store(&box->wire->phase, PHASE_SERVED);
	box->words = atomic_load(&box->server->words); /* before anything is read that they are about */
	if (box->server->settings.serve(exchange) == SERVE_LATER)
		return hold(box);
	return answer_send(box);
}

/* The header is there: what is wrong with it, or the hour, is known before its body comes. */
static enum MHD_Result begin(struct box *box, const char *url, const char *method, const char *version)
{
	box->begun = true;
	box->pool = method;
	/* What says twice where its body ends is refused in a crowd as well, and its connection closed. */
	if (pace_turns_away(box, method, url) && !request_has_two_ends(box->connection)) {
		box->is_turned_away = true;
	} else {
		int status = request_begin(box, method, version);
		if (status)
			return answer_refuse(box, status);
	}
	wire_phase(box->wire, PHASE_BODY);
	return MHD_YES; /* an answer before the second call would cost the connection */
}

static enum MHD_Result go_on(struct box *box, const char *bytes, size_t *size)
{
	if (box->served && !*size)
		return MHD_YES;
	if (box->counted) /* resumed: the answer is there, or nobody waits for it any longer */
		return is_given_up(box) ? answer_given_up(box) : answer_send(box);
	if (*size) {
		atomic_fetch_add(&box->wire->taken, (int64_t)*size);
		bool ends = read_on(box, (str){ bytes, *size });
		*size = 0;
		return ends ? MHD_NO : MHD_YES;
	}
	if (box->is_turned_away)
		return answer_turned_away(box);
	return box->wrong ? answer_refuse(box, box->wrong) : serve(box);
}

static enum MHD_Result handle(void *data, struct MHD_Connection *connection, const char *url, const char *method,
                              const char *version, const char *bytes, size_t *size, void **box_at)
{
	struct box *box = *box_at;
	struct pace *pace = box->wire->pace;
	(void)data;
	(void)connection;
	pace_begin(box->server, pace);
	atomic_store(&pace->stands_since, pace->piece_since);
	enum MHD_Result result = box->begun ? go_on(box, bytes, size) : begin(box, url, method, version);
	atomic_store(&pace->stands_since, 0); /* the box may be another's by now */
	pace_end(pace);
	return result;
}

static void *reap(void *data)
{
	struct server *server = data;
	while (!atomic_load(&server->stopping)) {
		usleep(250000);
		wires_sweep(server);
		stream_sweep(server);
		pace_tell(server);
		log_write(server);
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

/* Those this process may use. */
static int cores_count(void)
{
	cpu_set_t set;
	return sched_getaffinity(0, sizeof(set), &set) ? (int)sysconf(_SC_NPROCESSORS_ONLN) : CPU_COUNT(&set);
}

static void settle(struct server *server, const struct server_settings *settings)
{
	struct server_settings *own = &server->settings;
	*own = *settings;
	server->cores = cores_count();
	own->loops = settings->loops ? settings->loops : server->cores > LOOPS_LEAST ? server->cores : LOOPS_LEAST;
	if (own->loops > LOOPS_MAX)
		own->loops = LOOPS_MAX;
	own->connections = settings->connections ? settings->connections : 4096;
	own->header_seconds = settings->header_seconds ? settings->header_seconds : 10;
	own->idle_seconds = settings->idle_seconds ? settings->idle_seconds : 30;
	own->body_seconds = settings->body_seconds ? settings->body_seconds : 60;
	server->wires.next = server->wires.previous = &server->wires;
	server->idle.next = server->idle.previous = &server->idle;
	server->clients.next = server->clients.previous = &server->clients;
	pthread_mutex_init(&server->lock, NULL);
	pthread_mutex_init(&server->stream_lock, NULL);
	pthread_mutex_init(&server->log_lock, NULL);
	for (size_t i = 0; i < EARS; i++)
		server->ears[i].next = server->ears[i].previous = &server->ears[i];
}

static struct MHD_Daemon *start_daemon(struct server *server)
{
	const struct server_settings *settings = &server->settings;
	/* TURBO: who was just let in is read at once, not a turn later. */
	unsigned flags = MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_ITC | MHD_USE_TURBO;
	return MHD_start_daemon(flags, 0, NULL, NULL, handle, server,
		MHD_OPTION_LISTEN_SOCKET, server->socket,
		MHD_OPTION_THREAD_POOL_SIZE, (unsigned)(settings->loops > 1 ? settings->loops : 0),
		MHD_OPTION_CONNECTION_LIMIT, (unsigned)settings->connections,
		MHD_OPTION_PER_IP_CONNECTION_LIMIT, (unsigned)settings->per_address,
		MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)settings->idle_seconds,
		MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)POOL,
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
	server->socket = listen_open(server, arena, settings->listen);
	if (server->socket < 0) {
		*wrong_out = str_format(arena, "cannot listen on %.*s: %s. Choose another with --listen.",
		                        STR_ARG(settings->listen), strerror(errno));
		return ERR_BROKEN;
	}
	pace_open(server);
	server->daemon = start_daemon(server);
	if (!server->daemon) {
		pace_close(server);
		if (!str_starts(settings->listen, S("fd:"))) /* the next life has that one, too */
			close(server->socket);
		*wrong_out = S("the HTTP library could not start; see the log");
		return ERR_BROKEN;
	}
	must(!pthread_create(&server->reaper, NULL, reap, server));
	*server_out = server;
	return OK;
}

/* Waits until nothing is under way; at most so long. */
static void wait_for_end(const struct server *server, moment at_most)
{
	const moment end = moment_monotonic() + at_most;
	while (atomic_load(&server->under_way) > 0 && moment_monotonic() < end)
		usleep(20000);
}

/* MHD must not end with a connection suspended: who still waits is told to come back. */
static void give_up_all(struct server *server)
{
	atomic_store(&server->closing, true);
	pthread_mutex_lock(&server->lock);
	for (struct wire *wire = server->wires.next; wire != &server->wires; wire = wire->next)
		if (wire->box)
			give_up(wire->box);
	pthread_mutex_unlock(&server->lock);
	wait_for_end(server, SECONDS(1));
}

void server_stop(struct server *server, int seconds)
{
	MHD_socket socket = MHD_quiesce_daemon(server->daemon);
	atomic_store(&server->stopping, true);
	stream_stop(server);
	wait_for_end(server, SECONDS(seconds));
	give_up_all(server);
	pthread_join(server->reaper, NULL);
	MHD_stop_daemon(server->daemon);
	pace_close(server);
	if (socket >= 0)
		close(socket);
	if (server->unix_path[0])
		unlink(server->unix_path);
	while (server->free_boxes) {
		struct box *box = server->free_boxes;
		server->free_boxes = box->next;
		close_box(box);
	}
	log_write(server);
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
		.refused = atomic_load(&server->refused), .turned_away = atomic_load(&server->turned_away) };
}
