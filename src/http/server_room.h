/* server_room.h: what the files of the server share: a connection, an exchange on it, a stream.  For http/server*.c only. */
#ifndef HTTP_SERVER_ROOM_H
#define HTTP_SERVER_ROOM_H
#include "http/server.h"
#include "http/server_client.h"

#include <microhttpd.h>
#include <pthread.h>
#include <stdatomic.h>

#define HEADERS_MAX 64
#define TARGET_MAX 4096
#define ARENA_FIRST 65536
#define IGNORED_MAX (1u << 20)

enum phase { PHASE_IDLE, PHASE_HEADER, PHASE_BODY, PHASE_SERVED };

/* One socket; the reaper shuts it down when a phase takes too long. */
struct wire {
	struct wire *next, *previous;
	int fd;
	_Atomic int phase;
	_Atomic int64_t since;  /* monotonic */
	char address[64];
};

enum held { HELD_NOT, HELD_SUSPENDED, HELD_ANSWERED };

struct multipart;

/* One request on its way; recycled with its arena. */
struct box {
	struct http_exchange exchange; /* first: http_answer gets its address */
	struct box *next;
	struct server *server;
	struct MHD_Connection *connection;
	struct wire *wire;
	struct arena *arena;
	str target;
	struct header headers[HEADERS_MAX];
	struct text body;
	size_t body_limit;
	struct multipart *multipart;
	int wrong;              /* found out while reading the body: told when it has ended */
	size_t ignored;         /* bytes that came after that */
	_Atomic int held;
	bool begun, served, refused, counted;
};

struct server {
	struct server_settings settings;
	struct MHD_Daemon *daemon;
	int socket, port;
	char unix_path[108];
	pthread_mutex_t lock;        /* boxes, wires */
	struct box *free_boxes;
	size_t free_count;
	struct wire wires;           /* a ring's head */
	pthread_mutex_t stream_lock;
	struct client clients;       /* a ring's head */
	pthread_t reaper;
	_Atomic bool stopping;
	_Atomic int64_t connections, requests, streams, refused, under_way;
	int log_fd;
};

/* server_request.c: reads what MHD parsed into the request; a status other than 0 refuses it. */
int request_begin(struct box *box, const char *method, const char *version);
/* server_answer.c */
enum MHD_Result answer_send(struct box *box);
enum MHD_Result answer_refuse(struct box *box, int status);
void answer_log(struct box *box);
/* server_stream.c */
struct MHD_Response *stream_response(struct box *box);
void stream_sweep(struct server *server);
void stream_stop(struct server *server);
#endif
