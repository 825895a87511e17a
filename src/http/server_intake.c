/*
 * server_intake.c: lets in who waits at the door, while a loop is busy.
 *
 * libmicrohttpd accepts eleven connections a turn of its loop, and a late loop's turn is as long as its queue: whoever
 * came on a new connection would wait for many turns only to hear that he is turned away.  So a loop that has not slept
 * looks at the door between two pieces of work and hands over everybody there; the next turn sees them all.  In the last
 * sixteenth of the places nobody is let in so: there one has to give way first (server_wire.c), one for one.  Each loop
 * has its share of the places, and the library deals by number, not by who is free: while another loop stands still, as
 * one that waits for the disk, nobody is dealt out, and all loops accept for themselves.
 */
#include "http/server_room.h"

#include <sys/socket.h>
#include <unistd.h>

#define LOOK_EVERY MILLISECONDS(1)
#define STANDS MILLISECONDS(10)

static uint64_t bit_of(int fd)
{
	return (uint64_t)1 << (fd % 64);
}

static void mark(struct intake *intake, int fd)
{
	if (fd < MARKED_MAX && !(atomic_fetch_or(&intake->marks[fd / 64], bit_of(fd)) & bit_of(fd)))
		atomic_fetch_add(&intake->count, 1);
}

/* Only what was marked counts, so a descriptor that was closed and came again is counted once. */
static void unmark(struct intake *intake, int fd)
{
	if (fd < MARKED_MAX && atomic_fetch_and(&intake->marks[fd / 64], ~bit_of(fd)) & bit_of(fd))
		atomic_fetch_sub(&intake->count, 1);
}

void intake_opened(struct server *server, int fd)
{
	unmark(&server->intake, fd);
}

/* Those who are dealt out may all be the fullest loop's. */
static bool has_room(struct server *server)
{
	int64_t share = server->settings.connections / server->settings.loops, most = 0;
	for (size_t i = 0; i < LOOPS_MAX; i++) {
		int64_t here = atomic_load(&server->paces[i].connections);
		most = here > most ? here : most;
	}
	return most + atomic_load(&server->intake.count) < share - share / 16;
}

static bool one_stands_still(struct server *server, moment now)
{
	for (size_t i = 0; i < LOOPS_MAX; i++) {
		moment since = atomic_load(&server->paces[i].stands_since);
		if (since && now - since > STANDS)
			return true;
	}
	return false;
}

/* False: nobody is there. */
static bool let_one_in(struct server *server)
{
	struct sockaddr_storage address = { 0 };
	socklen_t size = sizeof(address);
	int fd = accept4(server->socket, (struct sockaddr *)&address, &size, SOCK_NONBLOCK | SOCK_CLOEXEC);
	if (fd < 0)
		return false;
	mark(&server->intake, fd);
	if (MHD_add_connection(server->daemon, fd, (struct sockaddr *)&address, size) != MHD_YES)
		unmark(&server->intake, fd); /* it is closed already */
	return true;
}

void intake_look(struct server *server, struct pace *pace)
{
	if (pace->busy_until - pace->busy_since < LOOK_EVERY || pace->busy_until - pace->looked_at < LOOK_EVERY)
		return;
	pace->looked_at = pace->busy_until;
	if (one_stands_still(server, pace->busy_until))
		return;
	while (!atomic_load(&server->stopping) && has_room(server) && let_one_in(server))
		;
}
