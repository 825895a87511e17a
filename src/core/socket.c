/* socket.c: stream sockets of this machine, by a written address. */
#include "core/socket.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

enum { BACKLOG = 16 };

struct place { union { struct sockaddr any; struct sockaddr_un local; struct sockaddr_in four; } at; socklen_t size; int family; };

static bool read_address(struct arena *arena, str address, struct place *place)
{
	int64_t port;
	*place = (struct place){ .size = 0 };
	if (str_starts(address, S("unix:"))) {
		str path = str_skip(address, 5);
		if (str_empty(path) || path.len >= sizeof(place->at.local.sun_path))
			return false;
		place->family = place->at.local.sun_family = AF_UNIX;
		memcpy(place->at.local.sun_path, path.at, path.len);
		place->size = (socklen_t)sizeof(place->at.local);
		return true;
	}
	str host = str_cut(&address, ':');
	place->family = place->at.four.sin_family = AF_INET;
	place->size = (socklen_t)sizeof(place->at.four);
	if (!str_number(address, &port) || port < 0 || port > UINT16_MAX)
		return false;
	place->at.four.sin_port = htons((uint16_t)port); /* checked a line above */
	return inet_pton(AF_INET, str_c(arena, host), &place->at.four.sin_addr) == 1;
}

enum err socket_call(struct arena *arena, str address, int *fd_out)
{
	struct place place;
	if (!read_address(arena, address, &place))
		return ERR_INVALID;
	int fd = socket(place.family, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (fd < 0)
		return ERR_BROKEN;
	if (connect(fd, &place.at.any, place.size)) {
		close(fd);
		return ERR_BROKEN;
	}
	*fd_out = fd;
	return OK;
}

/* A socket's file outlives a process that died: nobody answers there. */
static void remove_dead(struct arena *arena, str address)
{
	int fd;
	if (!str_starts(address, S("unix:")))
		return;
	if (socket_call(arena, address, &fd))
		unlink(str_c(arena, str_skip(address, 5)));
	else
		close(fd);
}

enum err socket_listen(struct arena *arena, str address, int *fd_out, str *wrong_out)
{
	struct place place;
	int on = 1;
	if (!read_address(arena, address, &place)) {
		*wrong_out = str_format(arena, "\"%.*s\" is neither unix:/path nor 127.0.0.1:PORT", STR_ARG(address));
		return ERR_INVALID;
	}
	remove_dead(arena, address);
	int fd = socket(place.family, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (fd < 0)
		return ERR_BROKEN;
	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
	if (bind(fd, &place.at.any, place.size) || listen(fd, BACKLOG)) {
		*wrong_out = str_format(arena, "cannot listen on %.*s: %s", STR_ARG(address), strerror(errno));
		close(fd);
		return ERR_INVALID;
	}
	if (place.family == AF_UNIX)
		chmod(place.at.local.sun_path, 0660);
	*fd_out = fd;
	return OK;
}

int socket_port(int fd)
{
	struct place place = { .size = sizeof(place.at) };
	if (getsockname(fd, &place.at.any, &place.size) || place.at.any.sa_family != AF_INET)
		return 0;
	return ntohs(place.at.four.sin_port);
}
