/* offer.h: what the two files of the load generator share (offer.c runs, offer_tell.c reads its words and prints). */
#ifndef BENCH_OFFER_H
#define BENCH_OFFER_H
#include "tally.h"
#include "targets.h"

#include <sys/socket.h>
#include <time.h>

enum { PHASES_MAX = 16, SERIES_MAX = 7200, HEAD_MAX = 8192 };
enum { STATUS_LOST = 0, STATUS_TIMEOUT = -1, STATUS_UNSENT = -2 };
enum outcome { GOOD, ELSEWHERE, CLIENT_ERROR, REFUSED, SERVER_ERROR, LOST, TIMEOUT, OUTCOMES };

struct count { uint64_t of[OUTCOMES]; struct tally good, refused; };

struct phase {
	double rate, seconds;
	bool is_warm_up;
	uint64_t first, count;
	int64_t begins, ends;
	double cpu_begins, cpu_ends; /* seconds */
	struct tally late;
	struct count *counts; /* a label each */
};

struct second { uint64_t offered, of[OUTCOMES]; struct tally *good; };

/* One connection and what is asked on it. */
struct line {
	int fd;
	bool busy, is_used, in_body, chunked, closes, is_head;
	struct phase *phase;
	const struct target *target;
	int64_t due_at, left;
	int status;
	char *out, tail[5], head[HEAD_MAX];
	size_t out_len, out_room, sent, head_len, tail_len;
};

struct offer {
	struct targets targets;
	struct phase phases[PHASES_MAX];
	size_t phase_count, running;
	uint64_t total, busy, seed;
	int64_t began, patience;
	const char *host, *headers, *figures_file, *series_file;
	struct sockaddr_storage to;
	socklen_t to_size;
	int epoll, pid;
	bool new_each_time, in_turn;
	struct line *lines, **free; /* those free: a ring, so that all take turns */
	size_t line_count, free_first, free_count;
	struct second *series;
};

bool offer_read_words(struct offer *offer, int count, char **words);
void offer_count(struct offer *offer, struct phase *phase, const struct target *target, int status, int64_t us);
double offer_cpu_of(int pid); /* seconds so far; 0 without a process */
bool offer_tell(const struct offer *offer);
#endif
