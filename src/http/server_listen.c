/* server_listen.c: the socket that the server listens on: an address, a socket file, or one handed down. */
#include "http/server_room.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#define BACKLOG 1024

static int fail_closing(int fd, int why)
{
	if (fd >= 0)
		close(fd);
	return errno = why, -1;
}

/* The proxy in front is in our group; others have no business there. */
static int listen_unix(struct server *server, str path)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	struct stat there;
	if (!path.len || path.len >= sizeof(address.sun_path))
		return errno = ENAMETOOLONG, -1;
	memcpy(address.sun_path, path.at, path.len);
	/* A socket left by a run that was killed is in the way; anything else there is somebody's file. */
	if (lstat(address.sun_path, &there) == 0) {
		if (!S_ISSOCK(there.st_mode))
			return errno = EEXIST, -1;
		unlink(address.sun_path);
	}
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (fd < 0 || bind(fd, (struct sockaddr *)&address, sizeof(address)) || chmod(address.sun_path, 0660) ||
	    listen(fd, BACKLOG))
		return fail_closing(fd, errno);
	memcpy(server->unix_path, address.sun_path, sizeof(server->unix_path));
	return fd;
}

static int port_of(int fd)
{
	struct sockaddr_storage address = { 0 };
	socklen_t size = sizeof(address);
	getsockname(fd, (struct sockaddr *)&address, &size);
	if (address.ss_family == AF_INET)
		return ntohs(((struct sockaddr_in *)(void *)&address)->sin_port);
	return address.ss_family == AF_INET6 ? ntohs(((struct sockaddr_in6 *)(void *)&address)->sin6_port) : 0;
}

/* Of systemd, or of a parent that keeps the port open while we are exchanged. */
static int listen_inherited(struct server *server, str number)
{
	socklen_t size = sizeof(int);
	int64_t fd;
	int listens = 0;
	if (!str_number(number, &fd) || fd < 0 || fd > INT16_MAX)
		return errno = EBADF, -1;
	if (getsockopt((int)fd, SOL_SOCKET, SO_ACCEPTCONN, &listens, &size))
		return -1;
	if (!listens)
		return errno = EINVAL, -1;
	server->port = port_of((int)fd);
	return (int)fd;
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
	if (fd < 0)
		return -1;
	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
	setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
	if (bind(fd, (struct sockaddr *)&address, size) || listen(fd, BACKLOG))
		return fail_closing(fd, errno);
	server->port = port_of(fd);
	return fd;
}

int listen_open(struct server *server, struct arena *arena, str listen_to)
{
	if (str_starts(listen_to, S("unix:")))
		return listen_unix(server, str_skip(listen_to, 5));
	if (str_starts(listen_to, S("fd:")))
		return listen_inherited(server, str_skip(listen_to, 3));
	return listen_inet(server, arena, listen_to);
}
