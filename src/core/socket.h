/* socket.h: "unix:/path" and "127.0.0.1:2424": to listen on, and to call. */
#ifndef CORE_SOCKET_H
#define CORE_SOCKET_H
#include "base/base.h"

/* A Unix socket is for its owner and group; a file that nobody listens on any more is replaced. */
enum err socket_listen(struct arena *arena, str address, int *fd_out, str *wrong_out);
enum err socket_call(struct arena *arena, str address, int *fd_out);
int socket_port(int fd); /* 0 on a Unix socket */
#endif
