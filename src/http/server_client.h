/* server_client.h: one reader of server-sent events.  For http/server*.c only. */
#ifndef HTTP_SERVER_CLIENT_H
#define HTTP_SERVER_CLIENT_H
#include "http/stream.h"

#include <microhttpd.h>

#define TOPICS_MAX 8
#define STREAM_ROOM 16384

struct client {
	struct client *next, *previous;
	struct MHD_Connection *connection;
	int64_t topics[TOPICS_MAX];
	size_t topic_count;
	char ring[STREAM_ROOM];
	size_t len;             /* waiting in ring */
	moment spoke_at;
	bool suspended, ends;
};

struct stream_topics { int64_t at[TOPICS_MAX]; size_t count; str greeting; };
#endif
