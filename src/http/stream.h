/* stream.h: server-sent events: who listens to which topic, heartbeat every 20 s, bounded buffers. */
#ifndef HTTP_STREAM_H
#define HTTP_STREAM_H
#include "http/response.h"

/* Makes the response a stream of these topics (64-bit numbers of the caller's making).  When an event was sent to one of
   them since the request began to be served, the stream ends behind its greeting: the reader comes again and misses nothing. */
struct http_exchange;
void stream_start(struct http_exchange *exchange, const int64_t *topics, size_t count);
/* After stream_start: what this one reader hears first.  One line, at most 200 bytes. */
void stream_greet(struct http_exchange *exchange, str event, str data);
struct server;
/* Sends an event to all who listen; from any thread, never blocks.  Gives how many heard it. */
int stream_send(struct server *server, int64_t topic, str event, str data);
/* Closes the streams of a topic (a session that ended). */
void stream_end(struct server *server, int64_t topic);
/* Closes them all; each is told another time to come back. */
void stream_end_all(struct server *server);
#endif
