/*
 * server_stream.c: server-sent events on suspended connections.
 *
 * A reader with nothing to read is suspended and costs its socket and a few hundred bytes: an
 * event's bytes are made once and shared by all who hear it.  A reader who is too slow for
 * its queue is sent away; it comes back by itself and is greeted with the state as it is then.
 * A heartbeat frees those who left without a word.
 */
#include "http/server_room.h"

#include "http/empty_pages.h"

#include <stdio.h>

#ifdef __has_feature
#if __has_feature(address_sanitizer) || __has_feature(memory_sanitizer)
#define SANITIZED
#endif
#endif
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define SANITIZED
#endif

#define HEARTBEAT SECONDS(20)
#define BLOCK 128 /* what libmicrohttpd keeps for each reader */
#define GREETING_MAX 200
#define RETRY S("retry: 3000\n\n")

/* Every function here that takes a client is called under the server's stream_lock. */

static size_t ring_at(int64_t topic)
{
	uint64_t hash = (uint64_t)topic * 0x9e3779b97f4a7c15u; /* Fibonacci hashing: the high bits are mixed best */
	return hash >> 54 & (EARS - 1);
}

static struct ear *ring_of(struct server *server, int64_t topic)
{
	return &server->ears[ring_at(topic)];
}

/* A word to a topic, which its readers hear or end by. */
static void count_word(struct server *server, int64_t topic)
{
	server->said[ring_at(topic)] = atomic_fetch_add(&server->words, 1) + 1;
}

/* Was a word said to one of its topics, or a neighbour in the ring, while it was being served?  It had no ear yet, and
   what it is greeted with may be older. */
static bool has_missed(const struct client *client, int64_t words)
{
	bool missed = false;
	for (size_t i = 0; i < client->ear_count; i++)
		missed = missed || client->server->said[ring_at(client->ears[i].topic)] > words;
	return missed;
}

static void link_client(struct server *server, struct client *client)
{
	client->next = &server->clients;
	client->previous = server->clients.previous;
	client->previous->next = client;
	client->next->previous = client;
	for (size_t i = 0; i < client->ear_count; i++) {
		struct ear *ear = &client->ears[i], *ring = ring_of(server, ear->topic);
		ear->next = ring;
		ear->previous = ring->previous;
		ear->previous->next = ear;
		ear->next->previous = ear;
	}
}

static void unlink_client(struct client *client)
{
	client->next->previous = client->previous;
	client->previous->next = client->next;
	for (size_t i = 0; i < client->ear_count; i++) {
		client->ears[i].next->previous = client->ears[i].previous;
		client->ears[i].previous->next = client->ears[i].next;
	}
}

static void wake(struct client *client)
{
	if (!client->suspended)
		return;
	client->suspended = false;
	MHD_resume_connection(client->connection);
}

static void end(struct client *client)
{
	client->ends = true;
	wake(client);
}

static bool append(struct client *client, struct shared_bytes *bytes)
{
	if (client->ends)
		return false;
	if (client->waiting == QUEUE_MAX) {
		end(client);
		return false;
	}
	client->queue[(client->first + client->waiting++) % QUEUE_MAX] = shared_bytes_hold(bytes);
	client->spoke_at = moment_monotonic();
	wake(client);
	return true;
}

static void append_text(struct client *client, str text)
{
	if (str_empty(text))
		return;
	struct shared_bytes *bytes = shared_bytes_make(text);
	append(client, bytes);
	shared_bytes_drop(bytes);
}

/* As much of the queue as fits; what is used up is let go. */
static size_t take(struct client *client, char *room, size_t size)
{
	size_t given = 0;
	while (client->waiting && given < size) {
		str rest = str_skip(shared_bytes_str(client->queue[client->first]), client->sent);
		str piece = str_first(rest, size - given);
		memcpy(room + given, piece.at, piece.len);
		given += piece.len;
		client->sent += piece.len;
		if (piece.len < rest.len)
			break;
		shared_bytes_drop(client->queue[client->first]);
		client->first = (client->first + 1) % QUEUE_MAX;
		client->waiting--;
		client->sent = 0;
	}
	return given;
}

/* True where malloc's own word before it says that a block as large as a pool begins here.  Of a request behind empty
   lines, and under the sanitizers, that cannot be said. */
static bool begins_a_pool(const char *at)
{
#if defined(__GLIBC__) && !defined(SANITIZED)
	size_t size;
	memcpy(&size, at - sizeof(size), sizeof(size));
	return (size & ~(size_t)15) == POOL + 16 && ((uintptr_t)at & 15) == 0;
#else
	return false;
#endif
}

/* libmicrohttpd clears what a header left free of its pool, and so makes the kernel find memory for 16 KB that hold
   a few hundred bytes.  A page of zeros reads as zeros without memory, too: those that lie wholly within are given back.
   By the loop's own thread, so that nobody writes there meanwhile. */
static void give_back(const char *pool)
{
	if (begins_a_pool(pool))
		empty_pages_give_back(pool, POOL);
}

static ssize_t read_stream(void *data, uint64_t at, char *room, size_t size)
{
	struct client *client = data;
	(void)at;
	pthread_mutex_lock(&client->server->stream_lock);
	ssize_t given = (ssize_t)take(client, room, size);
	if (!given && client->ends) {
		given = MHD_CONTENT_READER_END_OF_STREAM;
	} else if (!given) {
		if (client->pool)
			give_back(client->pool);
		client->pool = NULL;
		client->suspended = true;
		MHD_suspend_connection(client->connection);
	}
	pthread_mutex_unlock(&client->server->stream_lock);
	return given;
}

static void free_stream(void *data)
{
	struct client *client = data;
	struct server *server = client->server;
	pthread_mutex_lock(&server->stream_lock);
	unlink_client(client);
	pthread_mutex_unlock(&server->stream_lock);
	for (size_t i = 0; i < client->waiting; i++)
		shared_bytes_drop(client->queue[(client->first + i) % QUEUE_MAX]);
	atomic_fetch_sub(&server->streams, 1);
	memory_free(client);
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

/* A text of several lines is several data lines, which the browser joins again. */
static str event_text(struct arena *arena, str event, str data)
{
	struct text text;
	must(!str_contains(event, S("\n")) && !str_contains(event, S("\r")) && !str_contains(data, S("\r")));
	text_open(&text, arena, event.len + data.len + 64);
	text_format(&text, "event: %.*s\n", STR_ARG(event));
	do {
		text_put(&text, S("data: "));
		text_put(&text, str_cut(&data, '\n'));
		text_char(&text, '\n');
	} while (data.len);
	text_char(&text, '\n');
	return text_str(&text);
}

void stream_greet(struct http_exchange *exchange, str event, str data)
{
	must(exchange->response.stream && event.len + data.len <= GREETING_MAX);
	exchange->response.stream->greeting = event_text(exchange->request.arena, event, data);
}

/* One reader's pages do not take everybody's places: the oldest of them comes again later. */
static void keep_few(struct server *server, int64_t topic)
{
	struct ear *ring = ring_of(server, topic), *oldest = NULL;
	int count = 0;
	for (struct ear *ear = ring->next; ear != ring; ear = ear->next) {
		if (ear->topic != topic || ear->client->ends)
			continue;
		oldest = oldest ? oldest : ear;
		count++;
	}
	if (server->settings.streams_of_one && count > server->settings.streams_of_one)
		end(oldest->client);
}

/* Pages that listen leave some connections to those who ask. */
static bool are_too_many(struct server *server)
{
	return atomic_load(&server->streams) >= server->settings.connections - server->settings.connections / 8;
}

struct MHD_Response *stream_response(struct box *box)
{
	struct server *server = box->server;
	struct http_response *response = &box->exchange.response;
	const size_t ears = response->stream->count;
	struct client *client = memory_take(sizeof(*client) + ears * sizeof(struct ear));
	*client = (struct client){ .server = server, .connection = box->connection, .pool = box->pool,
		.ear_count = ears, .ears = (struct ear *)(client + 1) };
	for (size_t i = 0; i < client->ear_count; i++)
		client->ears[i] = (struct ear){ .topic = response->stream->at[i], .client = client };
	response->content_type = S("text/event-stream");
	http_set_header(response, S("Cache-Control"), S("private, no-store"));
	http_set_header(response, S("X-Accel-Buffering"), S("no"));
	pthread_mutex_lock(&server->stream_lock);
	append_text(client, RETRY);
	append_text(client, response->stream->greeting);
	link_client(server, client);
	/* It comes again after its `retry`, and is greeted anew. */
	client->ends = atomic_load(&server->stopping) || has_missed(client, box->words) || are_too_many(server);
	for (size_t i = 0; i < ears; i++)
		keep_few(server, client->ears[i].topic);
	pthread_mutex_unlock(&server->stream_lock);
	atomic_fetch_add(&server->streams, 1);
	return MHD_create_response_from_callback(MHD_SIZE_UNKNOWN, BLOCK, read_stream, client, free_stream);
}

int stream_send(struct server *server, int64_t topic, str event, str data)
{
	struct arena *arena = arena_open(data.len + 512);
	struct shared_bytes *bytes = shared_bytes_make(event_text(arena, event, data));
	struct ear *ring = ring_of(server, topic);
	int heard = 0;
	arena_close(arena);
	pthread_mutex_lock(&server->stream_lock);
	count_word(server, topic);
	for (struct ear *ear = ring->next; ear != ring; ear = ear->next)
		heard += ear->topic == topic && append(ear->client, bytes);
	pthread_mutex_unlock(&server->stream_lock);
	shared_bytes_drop(bytes);
	return heard;
}

void stream_end(struct server *server, int64_t topic)
{
	struct ear *ring = ring_of(server, topic);
	pthread_mutex_lock(&server->stream_lock);
	count_word(server, topic);
	for (struct ear *ear = ring->next; ear != ring; ear = ear->next)
		if (ear->topic == topic)
			end(ear->client);
	pthread_mutex_unlock(&server->stream_lock);
}

void stream_sweep(struct server *server)
{
	moment now = moment_monotonic();
	struct shared_bytes *beat = shared_bytes_make(S(": \n\n"));
	pthread_mutex_lock(&server->stream_lock);
	for (struct client *client = server->clients.next; client != &server->clients; client = client->next)
		if (now - client->spoke_at > HEARTBEAT)
			append(client, beat);
	pthread_mutex_unlock(&server->stream_lock);
	shared_bytes_drop(beat);
}

/* All come back at once when the house stands again, unless each is told another time. */
void stream_stop(struct server *server)
{
	char hint[32];
	unsigned turn = 0;
	pthread_mutex_lock(&server->stream_lock);
	for (struct client *client = server->clients.next; client != &server->clients; client = client->next) {
		int len = snprintf(hint, sizeof(hint), "retry: %u\n\n", 2000 + turn++ * 97 % 6000);
		append_text(client, (str){ hint, (size_t)len });
		end(client);
	}
	pthread_mutex_unlock(&server->stream_lock);
}

void stream_end_all(struct server *server)
{
	stream_stop(server);
}
