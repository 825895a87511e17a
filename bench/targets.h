/*
 * targets.h: what is asked for, how often, and by whom: a file of lines, drawn from by weight.
 *
 * A line is LABEL WEIGHT METHOD PATH [HEADERS [BODY]], parted by tabs; HEADERS are "Name: value" parted by " | ".
 * METHOD with a ">" behind it (POST>) is good when it is answered by a redirect, as a form is; any other is good without.
 * A BODY of "@FILE" is that file's bytes as they are (an upload).
 * In path, headers and body {n} is a number that grows, {who} a line of the file of -T (a token, a cookie), {any} a
 * random number.  Lines of one label are counted together; there may be millions of lines and TARGET_LABELS labels.
 */
#ifndef BENCH_TARGETS_H
#define BENCH_TARGETS_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { TARGET_LABELS = 24 };

struct target { const char *method, *path, *headers, *body; size_t raw; double up_to; unsigned label; bool redirects; }; /* raw: bytes of a file */

struct targets {
	struct target *at;
	size_t count;
	double weight;
	const char *labels[TARGET_LABELS];
	unsigned label_count;
	char **who; /* lines of -T */
	size_t who_count;
};

/* False: said why on standard error. */
bool targets_read(struct targets *targets, const char *file);
bool targets_one(struct targets *targets, const char *path);
bool targets_who(struct targets *targets, const char *file);

uint64_t random_next(uint64_t *seed);
const struct target *targets_pick(const struct targets *targets, uint64_t *seed);

/* A request as it goes over the wire; grows *bytes with realloc and gives its length. */
struct wording { const struct targets *targets; const char *host, *headers; uint64_t number, *seed; bool closes; };
size_t target_write(const struct target *target, const struct wording *wording, char **bytes, size_t *room);
#endif
