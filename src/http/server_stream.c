/*
 * server_stream.c: server-sent events on suspended connections.
 *
 * A reader with nothing to read is suspended and costs its socket and a small ring; sending
 * writes into the ring and resumes it.  A ring that is full drops the event: the reader
 * will ask for the whole state when it reloads.  A heartbeat frees those who left.
 */
#include "http/server_room.h"

#include <stdio.h>

#define HEARTBEAT SECONDS(20)
#define BLOCK 4096
#define GREETING_MAX 200

static void link_client(struct server *server, struct client *client)
{
	client->next = &server->clients;
	client->previous = server->clients.previous;
	server->clients.previous->next = client;
	server->clients.previous = client;
}

static void wake(struct client *client)
{
	if (!client->suspended)
		return;
	client->suspended = false;
	MHD_resume_connection(client->connection);
}

static bool append(struct client *client, str bytes)
{
	if (client->len + bytes.len > sizeof(client->ring))
		return false;
	memcpy(client->ring + client->len, bytes.at, bytes.len);
	client->len += bytes.len;
	client->spoke_at = moment_monotonic();
	wake(client);
	return true;
}

struct reader { struct server *server; struct client *client; };

static ssize_t read_stream(void *data, uint64_t at, char *room, size_t size)
{
	struct reader *reader = data;
	struct client *client = reader->client;
	ssize_t given = 0;
	(void)at;
	pthread_mutex_lock(&reader->server->stream_lock);
	if (client->len) {
		size_t take = client->len < size ? client->len : size;
		memcpy(room, client->ring, take);
		memmove(client->ring, client->ring + take, client->len - take);
		client->len -= take;
		given = (ssize_t)take;
	} else if (client->ends) {
		given = MHD_CONTENT_READER_END_OF_STREAM;
	} else {
		client->suspended = true;
		MHD_suspend_connection(client->connection);
	}
	pthread_mutex_unlock(&reader->server->stream_lock);
	return given;
}

static void free_stream(void *data)
{
	struct reader *reader = data;
	struct client *client = reader->client;
	pthread_mutex_lock(&reader->server->stream_lock);
	client->next->previous = client->previous;
	client->previous->next = client->next;
	pthread_mutex_unlock(&reader->server->stream_lock);
	atomic_fetch_sub(&reader->server->streams, 1);
	memory_free(client);
	memory_free(reader);
}

void stream_start(struct http_exchange *exchange, const int64_t *topics, size_t count)
{
	struct stream_topics *stream = arena_take(exchange->request.arena, sizeof(*stream));
	must(count <= TOPICS_MAX);
	memcpy(stream->at, topics, count * sizeof(*topics));
	stream->count = count;
	stream->greeting = S("");
	exchange->response.stream = stream;
}

void stream_greet(struct http_exchange *exchange, str event, str data)
{
	must(exchange->response.stream && event.len + data.len <= GREETING_MAX && !str_contains(data, S("\n")));
	exchange->response.stream->greeting =
		str_format(exchange->request.arena, "event: %.*s\ndata: %.*s\n\n", STR_ARG(event), STR_ARG(data));
}

struct MHD_Response *stream_response(struct box *box)
{
	struct http_response *response = &box->exchange.response;
	struct client *client = memory_take(sizeof(*client));
	struct reader *reader = memory_take(sizeof(*reader));
	*client = (struct client){ .connection = box->connection, .topic_count = response->stream->count };
	memcpy(client->topics, response->stream->at, client->topic_count * sizeof(int64_t));
	*reader = (struct reader){ box->server, client };
	response->content_type = S("text/event-stream");
	http_set_header(response, S("Cache-Control"), S("private, no-store"));
	http_set_header(response, S("X-Accel-Buffering"), S("no"));
	pthread_mutex_lock(&box->server->stream_lock);
	append(client, S("retry: 3000\n\n"));
	append(client, response->stream->greeting);
	link_client(box->server, client);
	client->ends = atomic_load(&box->server->stopping);
	pthread_mutex_unlock(&box->server->stream_lock);
	atomic_fetch_add(&box->server->streams, 1);
	return MHD_create_response_from_callback(MHD_SIZE_UNKNOWN, BLOCK, read_stream, reader, free_stream);
}

static bool listens_to(const struct client *client, int64_t topic)
{
	for (size_t i = 0; i < client->topic_count; i++) {
		if (client->topics[i] == topic)
			return true;
	}
	return false;
}

int stream_send(struct server *server, int64_t topic, str event, str data)
{
	char block[BLOCK];
	int heard = 0;
	int len = snprintf(block, sizeof(block), "event: %.*s\ndata: %.*s\n\n", STR_ARG(event), STR_ARG(data));
	must(len > 0 && (size_t)len < sizeof(block) && !str_contains(data, S("\n")));
	pthread_mutex_lock(&server->stream_lock);
	for (struct client *client = server->clients.next; client != &server->clients; client = client->next)
		heard += listens_to(client, topic) && append(client, (str){ block, (size_t)len });
	pthread_mutex_unlock(&server->stream_lock);
	return heard;
}

void stream_end(struct server *server, int64_t topic)
{
	pthread_mutex_lock(&server->stream_lock);
	for (struct client *client = server->clients.next; client != &server->clients; client = client->next) {
		if (!listens_to(client, topic))
			continue;
		client->ends = true;
		wake(client);
	}
	pthread_mutex_unlock(&server->stream_lock);
}

void stream_sweep(struct server *server)
{
	moment now = moment_monotonic();
	pthread_mutex_lock(&server->stream_lock);
	for (struct client *client = server->clients.next; client != &server->clients; client = client->next) {
		if (now - client->spoke_at > HEARTBEAT)
			append(client, S(": \n\n"));
	}
	pthread_mutex_unlock(&server->stream_lock);
}

void stream_stop(struct server *server)
{
	pthread_mutex_lock(&server->stream_lock);
	for (struct client *client = server->clients.next; client != &server->clients; client = client->next) {
		client->ends = true;
		wake(client);
	}
	pthread_mutex_unlock(&server->stream_lock);
}
