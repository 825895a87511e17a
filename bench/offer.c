/*
 * offer.c: offers requests at a constant rate, whether or not the server keeps up (an open loop).
 *
 *     offer [OPTIONS] HOST:PORT[/PATH]
 *       -r RATE[:SECONDS][,RATE:SECONDS…]  requests a second; several phases are told apart (default 1000:10)
 *       -w SECONDS        warm-up at the first rate, not counted (0)
 *       -t FILE           what is asked (targets.h: LABEL WEIGHT METHOD PATH HEADERS BODY); else GET /PATH.  -e  each in its turn from a place that -S chooses, not by weight
 *       -T FILE           the words that stand for {who}: tokens, cookies
 *       -H 'Name: value'  on every request; -h HOST  the Host header
 *       -c N              connections at most (256); they take turns.  -n  a new one for every request
 *       -o SECONDS        unanswered after that long is a timeout (10)
 *       -p PID            its processor time a request;  -S SEED
 *       -k FILE           the figures as words "name=value", a line a phase and label, for scripts
 *       -s FILE           second by second: second phase offered good refused failed p99_us
 *
 * Latency is counted from the moment a request was due, not from when a connection was free for it, so nothing is left
 * out when the server stalls.  Status 503 and 429 are counted apart, with a latency of their own: what matters of a
 * refusal is that it comes at once.  `late` is the generator's own lateness: where it is more than a few percent of what
 * is measured, the generator (or its core) is what was measured.
 */
#include "offer.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

enum { EVENTS = 256, ISSUE_AT_ONCE = 32 };

static int64_t clock_ns(void)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

/* ── the schedule: request i of a phase is due at its beginning + i / rate ── */

static int64_t due_at(struct offer *offer, uint64_t number, struct phase **phase_out)
{
	struct phase *phase = offer->phases;
	while (number >= phase->first + phase->count && phase + 1 < offer->phases + offer->phase_count)
		phase++;
	*phase_out = phase;
	return phase->begins + (int64_t)((double)(number - phase->first) * 1e9 / phase->rate);
}

static void lay_schedule(struct offer *offer)
{
	int64_t at = clock_ns() + 1000000;
	offer->began = at;
	for (size_t i = 0; i < offer->phase_count; i++) {
		struct phase *phase = &offer->phases[i];
		phase->first = offer->total;
		phase->count = (uint64_t)(phase->rate * phase->seconds);
		phase->begins = at;
		offer->total += phase->count;
		at += (int64_t)(phase->seconds * 1e9);
		phase->ends = at;
	}
}

/* ── connections ── */

static void queue_free(struct offer *offer, struct line *line)
{
	offer->free[(offer->free_first + offer->free_count++) % offer->line_count] = line;
}

static void hang_up(struct line *line)
{
	if (line->fd >= 0)
		close(line->fd);
	line->fd = -1;
}

static bool dial(struct offer *offer, struct line *line)
{
	int on = 1;
	line->fd = socket(offer->to.ss_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	if (line->fd < 0)
		return false;
	setsockopt(line->fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
	if (connect(line->fd, (struct sockaddr *)&offer->to, offer->to_size) && errno != EINPROGRESS)
		return hang_up(line), false;
	struct epoll_event event = { .events = EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET, .data.ptr = line };
	line->is_used = false;
	return !epoll_ctl(offer->epoll, EPOLL_CTL_ADD, line->fd, &event) || (hang_up(line), false);
}

static void settle(struct offer *offer, struct line *line, int status)
{
	int64_t now = clock_ns();
	offer_count(offer, line->phase, line->target, status, (now - line->due_at) / 1000);
	offer->busy--;
	line->busy = false;
	if (status <= 0 || line->closes || offer->new_each_time)
		hang_up(line);
	line->is_used = true;
	queue_free(offer, line);
}

/* False: the connection is of no use. */
static bool send_more(struct line *line)
{
	while (line->sent < line->out_len) {
		ssize_t sent = send(line->fd, line->out + line->sent, line->out_len - line->sent, MSG_NOSIGNAL);
		if (sent < 0 && (errno == EAGAIN || errno == ENOTCONN))
			return true;
		if (sent < 0)
			return errno == EINTR;
		line->sent += (size_t)sent;
	}
	return true;
}

static bool send_anew(struct offer *offer, struct line *line)
{
	line->sent = line->head_len = 0;
	line->in_body = false;
	return (line->fd >= 0 || dial(offer, line)) && send_more(line);
}

/* A kept connection that the server closed meanwhile is no failure: any client asks again on a new one. */
static void lost(struct offer *offer, struct line *line)
{
	bool again = line->is_used && !line->head_len && !line->in_body;
	hang_up(line);
	if (!line->busy)
		return;
	if (again && send_anew(offer, line))
		return;
	settle(offer, line, STATUS_LOST);
}

static void issue(struct offer *offer, uint64_t number)
{
	struct phase *phase;
	int64_t due = due_at(offer, number, &phase), now = clock_ns();
	const struct target *target = offer->in_turn ? &offer->targets.at[(number + offer->seed) % offer->targets.count] : targets_pick(&offer->targets, &offer->seed);
	if (now - due > offer->patience) {
		offer_count(offer, phase, target, STATUS_UNSENT, (now - due) / 1000);
		return;
	}
	struct line *line = offer->free[offer->free_first];
	offer->free_first = (offer->free_first + 1) % offer->line_count;
	offer->free_count--;
	struct wording wording = { &offer->targets, offer->host, offer->headers, number, &offer->seed, offer->new_each_time };
	line->out_len = target_write(target, &wording, &line->out, &line->out_room);
	line->phase = phase;
	line->target = target;
	line->is_head = !strcmp(target->method, "HEAD");
	line->due_at = due;
	line->busy = true;
	offer->busy++;
	tally_add(&phase->late, (uint64_t)((now - due) / 1000));
	if (!send_anew(offer, line))
		lost(offer, line);
}

/* ── answers ── */

static const char *header_of(const char *head, const char *name)
{
	const char *at = strcasestr(head, name);
	return at ? at + strlen(name) : NULL;
}

/* The head is whole: how much body follows. */
static void read_head(struct line *line)
{
	const char *length = header_of(line->head, "\r\nContent-Length:"), *coding = header_of(line->head, "\r\nTransfer-Encoding:");
	const char *connection = header_of(line->head, "\r\nConnection:");
	line->status = atoi(line->head + 9);
	line->closes = (connection && !strncasecmp(connection + strspn(connection, " "), "close", 5)) || line->head[7] == '0';
	line->chunked = coding != NULL;
	line->in_body = true;
	line->left = length ? strtoll(length, NULL, 10) : -1;
	if (line->is_head || line->status == 204 || line->status == 304)
		line->left = 0;
	line->tail_len = 0;
}

/* A chunked body ends in these five bytes; only its last few are kept. */
static bool chunks_end(struct line *line, const char *bytes, size_t len)
{
	char joined[10];
	size_t take = len > 5 ? 5 : len;
	memcpy(joined, line->tail, line->tail_len);
	memcpy(joined + line->tail_len, bytes + len - take, take);
	size_t all = line->tail_len + take, keep = all > 5 ? 5 : all;
	memcpy(line->tail, joined + all - keep, keep);
	line->tail_len = keep;
	return keep == 5 && !memcmp(line->tail, "0\r\n\r\n", 5);
}

/* True: the answer is whole. */
static bool take_body(struct line *line, const char *bytes, size_t len)
{
	if (line->left < 0)
		return line->chunked && len && chunks_end(line, bytes, len);
	line->left -= (int64_t)len;
	return line->left <= 0;
}

static bool take_bytes(struct line *line, const char *bytes, size_t len)
{
	if (line->in_body)
		return take_body(line, bytes, len);
	size_t room = sizeof(line->head) - 1 - line->head_len, piece = len < room ? len : room, before = line->head_len;
	memcpy(line->head + line->head_len, bytes, piece);
	line->head[line->head_len += piece] = '\0';
	char *end = strstr(line->head, "\r\n\r\n");
	if (!end)
		return false;
	size_t head = (size_t)(end - line->head) + 4 - before; /* of these bytes */
	end[2] = '\0';
	read_head(line);
	return take_body(line, bytes + head, len - head);
}

static void hear(struct offer *offer, struct line *line)
{
	static char bytes[1 << 18];
	for (;;) {
		ssize_t got = recv(line->fd, bytes, sizeof(bytes), 0);
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0 && errno == EAGAIN)
			return;
		if (got == 0 && line->busy && line->in_body && line->left < 0 && !line->chunked) {
			line->closes = true; /* its end is the connection's */
			settle(offer, line, line->status);
			return;
		}
		if (got <= 0) {
			lost(offer, line);
			return;
		}
		if (!line->busy) /* nobody asked: it is no good any longer */
			hang_up(line);
		else if (take_bytes(line, bytes, (size_t)got))
			settle(offer, line, line->status);
		else
			continue;
		return;
	}
}

static void give_up_on(struct offer *offer, int64_t now)
{
	for (size_t i = 0; i < offer->line_count; i++) {
		struct line *line = &offer->lines[i];
		if (line->busy && now - line->due_at > offer->patience)
			settle(offer, line, STATUS_TIMEOUT);
	}
}

/* ── the loop ── */

static void follow_phases(struct offer *offer, int64_t now)
{
	while (offer->running < offer->phase_count && now >= offer->phases[offer->running].ends) {
		offer->phases[offer->running].cpu_ends = offer_cpu_of(offer->pid);
		if (++offer->running < offer->phase_count)
			offer->phases[offer->running].cpu_begins = offer_cpu_of(offer->pid);
	}
}

static void wait_for_news(struct offer *offer, uint64_t issued)
{
	struct epoll_event events[EVENTS];
	struct phase *phase;
	int64_t now = clock_ns(), until = now + 50000000;
	if (issued < offer->total && offer->free_count) {
		int64_t due = due_at(offer, issued, &phase);
		until = due < until ? due : until;
	}
	int64_t wait = until > now ? until - now : 0;
	struct timespec timeout = { wait / 1000000000, wait % 1000000000 };
	int count = epoll_pwait2(offer->epoll, events, EVENTS, &timeout, NULL);
	for (int i = 0; i < count; i++) {
		struct line *line = events[i].data.ptr;
		if (line->fd < 0)
			continue;
		if ((events[i].events & EPOLLOUT) && line->busy && !send_more(line))
			lost(offer, line);
		else if (events[i].events & (EPOLLIN | EPOLLRDHUP | EPOLLHUP | EPOLLERR))
			hear(offer, line);
	}
}

static void run(struct offer *offer)
{
	uint64_t issued = 0;
	int64_t swept_at = 0;
	lay_schedule(offer);
	offer->phases[0].cpu_begins = offer_cpu_of(offer->pid);
	while (issued < offer->total || offer->busy) {
		struct phase *phase;
		int64_t now = clock_ns();
		follow_phases(offer, now);
		for (int i = 0; i < ISSUE_AT_ONCE && issued < offer->total && offer->free_count; i++) {
			if (due_at(offer, issued, &phase) > now)
				break;
			issue(offer, issued++);
		}
		if (now - swept_at > 100000000) {
			give_up_on(offer, now);
			swept_at = now;
		}
		wait_for_news(offer, issued);
	}
	while (offer->running < offer->phase_count)
		follow_phases(offer, clock_ns());
}

static bool open_lines(struct offer *offer)
{
	struct rlimit files;
	getrlimit(RLIMIT_NOFILE, &files);
	files.rlim_cur = files.rlim_max;
	setrlimit(RLIMIT_NOFILE, &files);
	if (offer->line_count + 16 > files.rlim_cur)
		return fprintf(stderr, "offer: only %llu descriptors\n", (unsigned long long)files.rlim_cur), false;
	offer->epoll = epoll_create1(EPOLL_CLOEXEC);
	offer->lines = calloc(offer->line_count, sizeof(*offer->lines));
	offer->free = calloc(offer->line_count, sizeof(*offer->free));
	for (size_t i = 0; i < offer->line_count; i++) {
		offer->lines[i].fd = -1;
		queue_free(offer, &offer->lines[i]);
	}
	return offer->epoll >= 0;
}

int main(int count, char **words)
{
	static struct offer offer;
	signal(SIGPIPE, SIG_IGN);
	prctl(PR_SET_TIMERSLACK, 1000UL, 0, 0, 0);
	if (!offer_read_words(&offer, count, words) || !open_lines(&offer))
		return 2;
	run(&offer);
	return offer_tell(&offer) ? 0 : 2;
}
