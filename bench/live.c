/*
 * live.c: holds many streams of live updates open, and times how soon each hears something.
 *
 *     live [OPTIONS] HOST:PORT/PATH
 *       -n N           streams (10000), opened 500 a second; who is turned away comes again
 *       -T FILE        tokens, one a line, taken in turn;  -h HOST  the Host header
 *       -p PID         its memory, before and behind
 *       -x COMMAND     run when all are open; every stream should hear an event after it
 *       -w SECONDS     waits that long for the last (10)
 *       -s SECONDS     holds them open so long before the command (0)
 *       -k FILE        the figures as words "name=value"
 *
 * The last line says what was heard; exit status 1 when a stream could not be opened, or one heard nothing.
 */
#include "tally.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { TOKENS_MAX = 20000, EVENTS = 512, OPEN_AT_ONCE = 50, ROUNDS = 20 };

struct stream { int fd; bool is_open, is_lost; unsigned events; int64_t heard_at; };

struct live {
	struct sockaddr_in to;
	const char *path, *host, *command, *figures;
	char *tokens[TOKENS_MAX];
	size_t token_count, count, open, lost, heard;
	int epoll, pid;
	double hold, wait;
	struct stream *streams;
	int64_t asked_at;
};

static int64_t clock_us(void)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

static long resident_kb(int pid)
{
	char name[64], line[256];
	long kb = 0;
	snprintf(name, sizeof(name), "/proc/%d/status", pid);
	FILE *in = pid ? fopen(name, "r") : NULL;
	while (in && fgets(line, sizeof(line), in)) {
		if (!strncmp(line, "VmRSS:", 6))
			kb = atol(line + 6);
	}
	if (in)
		fclose(in);
	return kb;
}

static bool read_tokens(struct live *live, const char *file)
{
	char line[512];
	FILE *in = fopen(file, "r");
	while (in && live->token_count < TOKENS_MAX && fgets(line, sizeof(line), in)) {
		line[strcspn(line, "\n")] = '\0';
		if (*line)
			live->tokens[live->token_count++] = strdup(line);
	}
	if (in)
		fclose(in);
	return live->token_count > 0;
}

static bool open_one(struct live *live, size_t number)
{
	char request[1024];
	struct stream *stream = &live->streams[number];
	int len = snprintf(request, sizeof(request), "GET %s HTTP/1.1\r\nHost: %s\r\nAccept: text/event-stream\r\n"
		"User-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0\r\n"
		"Accept-Language: de,en;q=0.7\r\nCache-Control: no-cache\r\nAuthorization: Bearer %s\r\n\r\n",
		live->path, live->host, live->tokens[number % live->token_count]);
	stream->fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (stream->fd < 0 || connect(stream->fd, (struct sockaddr *)&live->to, sizeof(live->to)) ||
	    send(stream->fd, request, (size_t)len, MSG_NOSIGNAL) != len)
		return perror("live: open"), false;
	fcntl(stream->fd, F_SETFL, O_NONBLOCK);
	struct epoll_event event = { .events = EPOLLIN, .data.u64 = number };
	return !epoll_ctl(live->epoll, EPOLL_CTL_ADD, stream->fd, &event);
}

static void hear(struct live *live, struct stream *stream)
{
	char bytes[4096];
	ssize_t got = recv(stream->fd, bytes, sizeof(bytes) - 1, 0);
	if (got < 0 && (errno == EAGAIN || errno == EINTR))
		return;
	if (got <= 0) {
		epoll_ctl(live->epoll, EPOLL_CTL_DEL, stream->fd, NULL);
		stream->is_lost = true;
		live->lost++;
		return;
	}
	bytes[got] = '\0';
	if (!stream->is_open && strncmp(bytes, "HTTP/1.1 200", 12) && !strstr(bytes, "event: ")) {
		close(stream->fd); /* turned away: it comes again */
		stream->fd = -1;
		return;
	}
	if (!strstr(bytes, "event: "))
		return; /* a heartbeat, or only the header */
	if (!stream->is_open) {
		stream->is_open = true;
		live->open++;
	} else if (live->asked_at && !stream->heard_at) {
		stream->heard_at = clock_us();
		live->heard++;
	}
}

static void listen_for(struct live *live, int ms)
{
	struct epoll_event events[EVENTS];
	int count = epoll_wait(live->epoll, events, EVENTS, ms);
	for (int i = 0; i < count; i++)
		hear(live, &live->streams[events[i].data.u64]);
}

static void listen_until(struct live *live, int64_t until)
{
	while (clock_us() < until && live->open + live->lost < live->count)
		listen_for(live, 10);
}

static bool open_all(struct live *live)
{
	for (int round = 0; round < ROUNDS && live->open + live->lost < live->count; round++) {
		for (size_t i = 0, opened = 0; i < live->count; i++) {
			if (live->streams[i].fd >= 0)
				continue;
			if (!open_one(live, i))
				return false;
			if (++opened % OPEN_AT_ONCE == 0)
				listen_until(live, clock_us() + OPEN_AT_ONCE * 2000);
		}
		listen_until(live, clock_us() + 2000000);
	}
	return live->open == live->count;
}

static void *command(void *data)
{
	const struct live *live = data;
	if (system(live->command))
		fputs("live: the command failed\n", stderr);
	return NULL;
}

static void ask_and_listen(struct live *live)
{
	pthread_t thread;
	int64_t until = clock_us() + (int64_t)(live->hold * 1e6);
	while (clock_us() < until)
		listen_for(live, 100);
	if (!live->command)
		return;
	live->asked_at = clock_us();
	if (pthread_create(&thread, NULL, command, live))
		abort();
	until = live->asked_at + (int64_t)(live->wait * 1e6);
	while (live->heard + live->lost < live->count && clock_us() < until)
		listen_for(live, 100);
	pthread_join(thread, NULL);
}

static void tell(const struct live *live, long before, long behind)
{
	static struct tally tally;
	double each = live->open ? (double)(behind - before) * 1024 / (double)live->open : 0;
	for (size_t i = 0; i < live->count; i++) {
		if (live->streams[i].heard_at)
			tally_add(&tally, (uint64_t)(live->streams[i].heard_at - live->asked_at));
	}
	printf("%zu streams open, %zu lost; memory %.1f -> %.1f MB, %.0f bytes each; %zu heard: p50 %.0f ms, p99 %.0f ms, last %.0f ms\n",
	       live->open, live->lost, (double)before / 1024, (double)behind / 1024, each, live->heard, (double)tally_at(&tally, .5) / 1e3,
	       (double)tally_at(&tally, .99) / 1e3, (double)tally.max / 1e3);
	FILE *out = live->figures ? fopen(live->figures, "w") : NULL;
	if (!out)
		return;
	fprintf(out, "open=%zu lost=%zu before_kb=%ld behind_kb=%ld each=%.0f heard=%zu last_us=%llu\n", live->open, live->lost,
	        before, behind, each, live->heard, (unsigned long long)tally.max);
	fclose(out);
}

static bool read_option(struct live *live, int option)
{
	switch (option) {
	case 'n': live->count = strtoul(optarg, NULL, 10); return true;
	case 'T': return read_tokens(live, optarg);
	case 'h': live->host = optarg; return true;
	case 'p': live->pid = atoi(optarg); return true;
	case 'x': live->command = optarg; return true;
	case 'w': live->wait = strtod(optarg, NULL); return true;
	case 's': live->hold = strtod(optarg, NULL); return true;
	case 'k': live->figures = optarg; return true;
	default: return false;
	}
}

static bool read_words(struct live *live, int count, char **words)
{
	int option;
	while ((option = getopt(count, words, "n:T:h:p:x:w:s:k:")) != -1) {
		if (!read_option(live, option))
			return false;
	}
	char *slash = optind + 1 == count ? strchr(words[optind], '/') : NULL, *colon = slash ? strchr(words[optind], ':') : NULL;
	if (!colon || !live->token_count)
		return false;
	live->path = strdup(slash);
	*slash = *colon = '\0';
	live->to = (struct sockaddr_in){ .sin_family = AF_INET, .sin_port = htons((uint16_t)atoi(colon + 1)) };
	return inet_pton(AF_INET, words[optind], &live->to.sin_addr) == 1;
}

int main(int count, char **words)
{
	static struct live live = { .count = 10000, .host = "localhost", .wait = 10 };
	struct rlimit files;
	if (!read_words(&live, count, words))
		return fputs("live [-n N] -T TOKENS … HOST:PORT/PATH; bench/live.c tells all\n", stderr), 2;
	getrlimit(RLIMIT_NOFILE, &files);
	files.rlim_cur = files.rlim_max;
	setrlimit(RLIMIT_NOFILE, &files);
	live.epoll = epoll_create1(EPOLL_CLOEXEC);
	live.streams = calloc(live.count, sizeof(*live.streams));
	for (size_t i = 0; i < live.count; i++)
		live.streams[i].fd = -1;
	long before = resident_kb(live.pid);
	bool opened = open_all(&live);
	long behind = resident_kb(live.pid);
	ask_and_listen(&live);
	tell(&live, before, behind);
	return !opened || (live.command && live.heard < live.count);
}
