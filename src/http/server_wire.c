/*
 * server_wire.c: connections: how far each is, which takes too long, and which gives way to a new one.
 *
 * libmicrohttpd's own limit is about silence; whoever drips is never silent.  So each phase has a time of its own, and
 * what is slow without end has a least speed: a body by what came, an answer by what the other side acknowledged.
 */
#include "http/server_room.h"

#include <arpa/inet.h>
#include <linux/tcp.h>
#include <netinet/in.h>
#include <sys/socket.h>

#define GRACE SECONDS(5)
#define LEAST_SPEED 500 /* bytes a second, after the grace */
#define UPLOAD_SPEED 16384 /* who sends much is given more time: a second for each of these */
#define SWEEP_AT_ONCE 256
#define LOOK_AT 64
#define SLOWEST 4096 /* bytes a second of an answer */
#define GIVES_WAY SECONDS(2)

/* ── rings, under the server's lock ── */

static void unlink_wire(struct wire *wire)
{
	wire->next->previous = wire->previous;
	wire->previous->next = wire->next;
}

static void link_last(struct wire *ring, struct wire *wire)
{
	wire->next = ring;
	wire->previous = ring->previous;
	wire->previous->next = wire;
	ring->previous = wire;
}

static void let_go(struct server *server, struct wire *wire)
{
	wire->is_let_go = true;
	shutdown(wire->fd, SHUT_RDWR);
	unlink_wire(wire); /* from the front to the back: not to be chosen again */
	link_last(&server->wires, wire);
}

static bool gives_way(const struct wire *wire, moment now)
{
	int phase = atomic_load(&wire->phase);
	return !wire->is_let_go && wire->fd >= 0 && phase != PHASE_SERVED && now - atomic_load(&wire->since) > GIVES_WAY;
}

/* With few places left the one that rests longest gives up its own; where none rests, one that drags on. */
static void make_room(struct server *server)
{
	int64_t limit = server->settings.connections;
	if (atomic_load(&server->connections) < limit - limit / 16)
		return;
	struct wire *wire = server->idle.next;
	if (wire != &server->idle && wire->fd >= 0) {
		let_go(server, wire);
		return;
	}
	moment now = moment_monotonic();
	wire = server->wires.next;
	for (int i = 0; i < LOOK_AT && wire != &server->wires; i++, wire = wire->next) {
		if (gives_way(wire, now)) {
			let_go(server, wire);
			return;
		}
	}
}

/* ── coming, working, resting, going ── */

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

void wire_phase(struct wire *wire, enum phase phase)
{
	atomic_store(&wire->since, moment_monotonic());
	atomic_store(&wire->taken, 0);
	atomic_store(&wire->phase, (int)phase);
}

static struct wire *wire_open(struct server *server, struct MHD_Connection *connection)
{
	struct wire *wire = memory_take(sizeof(*wire));
	*wire = (struct wire){ 0 };
	wire->fd = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD)->connect_fd;
	const union MHD_ConnectionInfo *info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
	if (info && info->client_addr)
		read_address(info->client_addr, wire->address, sizeof(wire->address));
	wire->pace = pace_mine(server);
	intake_opened(server, wire->fd);
	pace_begin(server, wire->pace);
	wire_phase(wire, PHASE_HEADER);
	atomic_fetch_add(&server->connections, 1);
	atomic_fetch_add(&wire->pace->connections, 1);
	pthread_mutex_lock(&server->lock);
	make_room(server);
	link_last(&server->wires, wire);
	pthread_mutex_unlock(&server->lock);
	pace_end(wire->pace);
	return wire;
}

void wire_changed(void *data, struct MHD_Connection *connection, void **socket_context,
                  enum MHD_ConnectionNotificationCode code)
{
	struct server *server = data;
	struct wire *wire = *socket_context;
	if (code == MHD_CONNECTION_NOTIFY_STARTED) {
		*socket_context = wire_open(server, connection);
		return;
	}
	pthread_mutex_lock(&server->lock);
	unlink_wire(wire);
	pthread_mutex_unlock(&server->lock);
	atomic_fetch_sub(&server->connections, 1);
	atomic_fetch_sub(&wire->pace->connections, 1);
	memory_free(wire);
}

void wire_works(struct server *server, struct wire *wire, struct box *box)
{
	/* The first header's time runs since the connection began: a line that drips and then a header that does. */
	if (atomic_load(&wire->phase) != PHASE_HEADER)
		wire_phase(wire, PHASE_HEADER);
	pthread_mutex_lock(&server->lock);
	wire->box = box;
	unlink_wire(wire);
	link_last(&server->wires, wire);
	pthread_mutex_unlock(&server->lock);
}

void wire_rests(struct server *server, struct wire *wire)
{
	wire_phase(wire, PHASE_IDLE);
	pthread_mutex_lock(&server->lock);
	wire->box = NULL;
	if (!wire->is_let_go) {
		unlink_wire(wire);
		link_last(&server->idle, wire);
	}
	pthread_mutex_unlock(&server->lock);
}

/* ── those who take too long ── */

static bool is_below_speed(moment elapsed, int64_t bytes)
{
	return elapsed > GRACE && bytes < (elapsed - GRACE) / SECONDS(1) * LEAST_SPEED;
}

/* What the other side has acknowledged since it was first looked at; a socket file does not tell. */
static bool reads_too_slowly(struct wire *wire, moment now)
{
	struct tcp_info info;
	socklen_t size = sizeof(info);
	moment since = atomic_load(&wire->looked_since);
	if (since && now - wire->looked_at < SECONDS(1))
		return false;
	wire->looked_at = now;
	if (getsockopt(wire->fd, IPPROTO_TCP, TCP_INFO, &info, &size) || size < offsetof(struct tcp_info, tcpi_bytes_received))
		return false;
	if (since)
		return is_below_speed(now - since, (int64_t)info.tcpi_bytes_acked - wire->acked);
	wire->acked = (int64_t)info.tcpi_bytes_acked;
	atomic_store(&wire->looked_since, now);
	return false;
}

static bool takes_too_long(const struct server *server, struct wire *wire, moment now)
{
	const struct server_settings *settings = &server->settings;
	const moment elapsed = now - atomic_load(&wire->since);
	const int64_t taken = atomic_load(&wire->taken);
	switch ((enum phase)atomic_load(&wire->phase)) {
	case PHASE_IDLE: return elapsed > SECONDS(2 * settings->idle_seconds);
	case PHASE_HEADER: return elapsed > SECONDS(settings->header_seconds);
	case PHASE_BODY: return elapsed > SECONDS(settings->body_seconds + taken / UPLOAD_SPEED) || is_below_speed(elapsed, taken);
	case PHASE_SENDING: return elapsed > SECONDS(settings->body_seconds) || reads_too_slowly(wire, now);
	case PHASE_SERVED: break;
	}
	return false;
}

/* A piece of the ring, from behind the marker on; false when it has come round. */
static bool sweep_piece(struct server *server, struct wire *ring, struct wire *marker)
{
	const moment now = moment_monotonic();
	pthread_mutex_lock(&server->lock);
	for (int i = 0; i < SWEEP_AT_ONCE && marker->next != ring; i++) {
		struct wire *wire = marker->next;
		unlink_wire(marker);
		marker->next = wire->next;
		marker->previous = wire;
		marker->next->previous = marker;
		wire->next = marker;
		if (takes_too_long(server, wire, now))
			shutdown(wire->fd, SHUT_RDWR);
	}
	const bool goes_on = marker->next != ring;
	if (!goes_on)
		unlink_wire(marker);
	pthread_mutex_unlock(&server->lock);
	return goes_on;
}

/* Ten thousand connections must not keep the loops from the lock: a few hundred at a time. */
static void sweep(struct server *server, struct wire *ring)
{
	struct wire marker = { .fd = -1 };
	pthread_mutex_lock(&server->lock);
	marker.previous = ring;
	marker.next = ring->next;
	ring->next->previous = &marker;
	ring->next = &marker;
	pthread_mutex_unlock(&server->lock);
	while (sweep_piece(server, ring, &marker))
		;
}

void wires_sweep(struct server *server)
{
	sweep(server, &server->wires);
	sweep(server, &server->idle);
}

/* Whoever takes an answer byte by byte holds its memory: `since` lies ahead by the answer's size. */
void wire_sends(struct wire *wire, size_t bytes)
{
	atomic_store(&wire->looked_since, 0);
	atomic_store(&wire->since, moment_monotonic() + SECONDS(bytes / SLOWEST));
	atomic_store(&wire->phase, PHASE_SENDING);
}
