/* server_client.h: who is at the other end: a connection, and a reader of events on it.  For http/server*.c only. */
#ifndef HTTP_SERVER_CLIENT_H
#define HTTP_SERVER_CLIENT_H
#include "http/stream.h"

#include <microhttpd.h>
#include <stdatomic.h>

#define TOPICS_MAX 8
#define QUEUE_MAX 16
#define EARS 1024 /* power of two */

enum phase { PHASE_IDLE, PHASE_HEADER, PHASE_BODY, PHASE_SERVED, PHASE_SENDING };

struct box;
struct server;

/* One socket; the reaper shuts it down when a phase takes too long. */
struct wire {
	struct wire *next, *previous;
	int fd;
	_Atomic int phase;
	_Atomic int64_t since;  /* monotonic */
	_Atomic int64_t taken;  /* bytes of the body */
	_Atomic int64_t looked_since; /* the reaper watches how fast the answer is taken; 0 = not yet */
	moment looked_at;
	int64_t acked;          /* then */
	bool is_let_go;         /* told to give way; under the server's lock, as is: */
	struct box *box;        /* the request on it */
	struct pace *pace;      /* of its loop */
	char address[64];
};

/* server_wire.c */
void wire_changed(void *server, struct MHD_Connection *connection, void **socket_context,
                  enum MHD_ConnectionNotificationCode code);
void wire_phase(struct wire *wire, enum phase phase);
void wire_works(struct server *server, struct wire *wire, struct box *box);
void wire_rests(struct server *server, struct wire *wire);
void wire_sends(struct wire *wire, size_t bytes);
void wires_sweep(struct server *server);

struct client;
/* A client's interest in one topic, in the ring of all topics with the same hash. */
struct ear { struct ear *next, *previous; int64_t topic; struct client *client; };

struct client {
	struct client *next, *previous;
	struct server *server;
	struct MHD_Connection *connection;
	size_t ear_count;
	struct shared_bytes *queue[QUEUE_MAX]; /* what is not yet sent; the bytes are one for all who hear them */
	size_t first, waiting;
	size_t sent;            /* of the first */
	moment spoke_at;
	const char *pool;       /* NULL: its empty pages were given back */
	bool suspended, ends;
	struct ear *ears;       /* behind it, as many as there are topics */
};

struct stream_topics { int64_t at[TOPICS_MAX]; size_t count; str greeting; };
#endif
