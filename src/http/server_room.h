/* server_room.h: what the files of the server share: a connection, an exchange on it, a stream.  For http/server*.c only. */
#ifndef HTTP_SERVER_ROOM_H
#define HTTP_SERVER_ROOM_H
#include "http/refusal.h"
#include "http/server.h"
#include "http/server_client.h"
#include "http/server_intake.h"
#include "http/server_pace.h"

#define POOL 16384 /* libmicrohttpd's memory of a connection: as long as a header may be */
#define HEADERS_MAX 64
#define TARGET_MAX 4096
#define ARENA_FIRST 65536
#define IGNORED_MAX (1u << 20)

/* GIVEN_UP: the house ends, the answer is not awaited; LEFT: and one of connection and answerer is done with the box. */
enum held { HELD_NOT, HELD_SUSPENDED, HELD_ANSWERED, HELD_GIVEN_UP, HELD_LEFT };

struct multipart;

/* One request on its way; recycled with its arena. */
struct box {
	struct http_exchange exchange; /* first: http_answer gets its address */
	struct box *next;
	struct server *server;
	struct MHD_Connection *connection;
	struct wire *wire;
	struct arena *arena;
	str target; struct header *headers; /* in the arena */
	const char *pool;       /* begins here, if nothing stood before the request */
	struct text body;
	size_t body_limit;
	struct multipart *multipart;
	int wrong;              /* found out while reading the body: told when it has ended */
	size_t ignored;         /* bytes that came after that */
	size_t sent; int64_t words; /* bytes of the answer's body; the server's words before it was served */
	_Atomic int held;
	bool begun, served, refused, counted, is_known, is_stream, is_turned_away;
};

struct server {
	struct server_settings settings;
	struct MHD_Daemon *daemon; _Atomic moment hurried_until; /* some loop was late */
	int socket, port, cores;
	char unix_path[108];
	pthread_mutex_t lock;        /* boxes, wires */
	struct box *free_boxes;
	size_t free_count;
	struct wire wires, idle;     /* rings' heads: by when they began to work, or to rest */
	struct pace paces[LOOPS_MAX]; struct intake intake; struct MHD_Response *turned[RETRIES];
	int64_t turned_told; moment told_at; /* of the reaper */
	pthread_mutex_t stream_lock;
	struct client clients;       /* a ring's head */
	struct ear ears[EARS]; int64_t said[EARS]; /* rings' heads, by topic; which word was each one's latest */
	pthread_t reaper;
	_Atomic bool stopping, closing; /* no new connections; no new work */
	_Atomic int64_t connections, requests, streams, refused, turned_away, under_way, words;
	int log_fd;
	pthread_mutex_t log_lock;
	size_t log_len;
	char log[16384];             /* lines not yet written */
};

/* server_listen.c: the socket, or -1 and errno; fills port and unix_path. */
int listen_open(struct server *server, struct arena *arena, str listen_to);

/* server_request.c: reads what MHD parsed into the request; a status other than 0 refuses it. */
bool request_has_two_ends(struct MHD_Connection *connection); /* two lines say where its body ends */
int request_begin(struct box *box, const char *method, const char *version);
bool request_method(str name, enum method *method_out);
/* server_answer.c */
enum MHD_Result answer_send(struct box *box);
enum MHD_Result answer_refuse(struct box *box, int status);
enum MHD_Result answer_given_up(struct box *box);
void log_request(struct box *box); /* server_log.c: one line a request, in blocks; nobody's address, nobody's secret */
void log_write(struct server *server);
/* server_stream.c */
struct MHD_Response *stream_response(struct box *box);
void stream_sweep(struct server *server), stream_stop(struct server *server);
#endif
