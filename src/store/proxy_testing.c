/* proxy_testing.c: one thread a connection; bytes go through as they come. */
#include "store/store_testing.h"

#include "store/proxy_testing.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

enum { WIRES_MAX = 200 };

struct wire {
	struct proxy *proxy;
	int client, server;
	pthread_t thread;
};

struct proxy {
	int listening, port;
	atomic_int cut;
	atomic_bool closing, delivers, was_answered, mute;
	pthread_t thread;
	struct wire wires[WIRES_MAX];
	int count;
};

static struct sockaddr_in loopback(int port)
{
	return (struct sockaddr_in){ .sin_family = AF_INET,
				     .sin_port = htons((uint16_t)port),
				     .sin_addr = { htonl(INADDR_LOOPBACK) } };
}

static bool put(int to, const char *bytes, ssize_t len)
{
	for (ssize_t done = 0, sent; done < len; done += sent) {
		sent = write(to, bytes + done, (size_t)(len - done));
		if (sent <= 0)
			return false;
	}
	return true;
}

static bool is_cut(struct proxy *proxy, enum proxy_cut kind)
{
	int wanted = kind;
	return atomic_compare_exchange_strong(&proxy->cut, &wanted, CUT_NOTHING);
}

static void deliver_late(struct proxy *proxy, int from, int to, const char *bytes, ssize_t len)
{
	char answer[65536];
	shutdown(from, SHUT_RDWR);
	while (!atomic_load(&proxy->delivers) && !atomic_load(&proxy->closing))
		poll(NULL, 0, 1);
	if (!atomic_exchange(&proxy->delivers, false) || !put(to, bytes, len))
		return;
	(void)!read(to, answer, sizeof answer);
	atomic_store(&proxy->was_answered, true);
}

/* False: the wire is to be cut. */
static bool hand_on(struct proxy *proxy, int from, int to, enum proxy_cut kind)
{
	char bytes[65536];
	ssize_t len = read(from, bytes, sizeof bytes);
	if (len <= 0 || is_cut(proxy, kind))
		return false;
	if (kind == CUT_QUESTION && is_cut(proxy, CUT_LATE)) {
		deliver_late(proxy, from, to, bytes, len);
		return false;
	}
	return put(to, bytes, len);
}

static void *wire_run(void *data)
{
	struct wire *wire = data;
	struct pollfd both[2] = { { .fd = wire->client, .events = POLLIN },
				  { .fd = wire->server, .events = POLLIN } };
	bool good = true;
	while (good && !atomic_load(&wire->proxy->closing)) {
		bool mute = atomic_load(&wire->proxy->mute);
		if (poll(both, mute ? 0 : 2, mute ? 5 : 50) <= 0)
			continue;
		if (both[0].revents)
			good = hand_on(wire->proxy, wire->client, wire->server, CUT_QUESTION);
		if (good && both[1].revents)
			good = hand_on(wire->proxy, wire->server, wire->client, CUT_ANSWER);
	}
	close(wire->client);
	close(wire->server);
	return NULL;
}

static void *listen_run(void *data)
{
	struct proxy *proxy = data;
	struct pollfd one = { .fd = proxy->listening, .events = POLLIN };
	while (!atomic_load(&proxy->closing)) {
		if (poll(&one, 1, 50) <= 0 || proxy->count == WIRES_MAX)
			continue;
		struct wire *wire = &proxy->wires[proxy->count++];
		struct sockaddr_in server = loopback(proxy->port);
		*wire = (struct wire){ proxy, accept(proxy->listening, NULL, NULL),
				       socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), 0 };
		/* A server that is away: the wire ends at its first byte. */
		if (connect(wire->server, (struct sockaddr *)&server, sizeof server))
			shutdown(wire->client, SHUT_RDWR);
		setsockopt(wire->server, IPPROTO_TCP, TCP_NODELAY, &(int){ 1 }, sizeof(int));
		setsockopt(wire->client, IPPROTO_TCP, TCP_NODELAY, &(int){ 1 }, sizeof(int));
		must(pthread_create(&wire->thread, NULL, wire_run, wire) == 0);
	}
	return NULL;
}

/* "postgresql://heinzel@127.0.0.1:20123/t1": what stands between the last colon and the slash behind it. */
static void find_port(str url, size_t *from_out, size_t *to_out)
{
	size_t at = url.len;
	while (at > 0 && url.at[at - 1] != '/')
		at--;
	*to_out = at - 1;
	while (at > 0 && url.at[at - 1] != ':')
		at--;
	*from_out = at;
}

struct proxy *proxy_open(struct arena *arena, str url, str *url_out)
{
	struct proxy *proxy = arena_take(arena, sizeof *proxy);
	size_t from, to;
	find_port(url, &from, &to);
	int64_t port = 0;
	assert_true(str_number((str){ url.at + from, to - from }, &port));
	proxy->port = (int)port;
	struct sockaddr_in here = loopback(0);
	socklen_t size = sizeof here;
	proxy->listening = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	assert_int_equal(bind(proxy->listening, (struct sockaddr *)&here, size), 0);
	assert_int_equal(listen(proxy->listening, 64), 0);
	assert_int_equal(getsockname(proxy->listening, (struct sockaddr *)&here, &size), 0);
	assert_int_equal(pthread_create(&proxy->thread, NULL, listen_run, proxy), 0);
	*url_out = str_format(arena, "%.*s%d%.*s", (int)from, url.at, ntohs(here.sin_port),
			      (int)(url.len - to), url.at + to);
	return proxy;
}

void proxy_cut(struct proxy *proxy, enum proxy_cut cut)
{
	atomic_store(&proxy->cut, (int)cut);
}

void proxy_deliver(struct proxy *proxy)
{
	atomic_store(&proxy->was_answered, false);
	atomic_store(&proxy->delivers, true);
	while (!atomic_load(&proxy->was_answered))
		poll(NULL, 0, 1);
}

void proxy_mute(struct proxy *proxy, bool mute)
{
	atomic_store(&proxy->mute, mute);
}

void proxy_close(struct proxy *proxy)
{
	atomic_store(&proxy->closing, true);
	pthread_join(proxy->thread, NULL);
	for (int i = 0; i < proxy->count; i++)
		pthread_join(proxy->wires[i].thread, NULL);
	close(proxy->listening);
}
