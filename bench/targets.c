/* targets.c: reads the file once and keeps pointers into it. */
#include "targets.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char *read_whole(const char *file, size_t *size_out)
{
	FILE *in = fopen(file, "rb");
	if (!in)
		return perror(file), NULL;
	size_t room = 1 << 16, size = 0;
	char *bytes = malloc(room);
	while (bytes && !feof(in) && !ferror(in)) {
		size += fread(bytes + size, 1, room - size - 1, in);
		if (room - size < 2)
			bytes = realloc(bytes, room *= 2);
	}
	fclose(in);
	if (bytes)
		bytes[size] = '\0';
	*size_out = size;
	return bytes;
}

static bool find_label(struct targets *targets, const char *name, unsigned *label_out)
{
	for (*label_out = 0; *label_out < targets->label_count; ++*label_out) {
		if (!strcmp(targets->labels[*label_out], name))
			return true;
	}
	if (targets->label_count == TARGET_LABELS)
		return fprintf(stderr, "offer: more than %d labels\n", TARGET_LABELS), false;
	targets->labels[targets->label_count++] = name;
	return true;
}

static bool read_line(struct targets *targets, char *line, size_t number)
{
	char *fields[6] = { 0 };
	for (size_t i = 0; i < 6 && line; i++)
		fields[i] = strsep(&line, i == 5 ? "" : "\t");
	struct target *target = &targets->at[targets->count];
	if (!fields[3])
		return fprintf(stderr, "offer: line %zu of the targets: LABEL WEIGHT METHOD PATH, parted by tabs\n", number), false;
	if (!find_label(targets, fields[0], &target->label))
		return false;
	targets->weight += strtod(fields[1], NULL);
	target->up_to = targets->weight;
	size_t method = strcspn(fields[2], ">");
	target->redirects = fields[2][method] == '>';
	fields[2][method] = '\0';
	target->method = fields[2];
	target->path = fields[3];
	target->headers = fields[4] ? fields[4] : "";
	target->body = fields[5];
	if (target->body && *target->body == '@' && !(target->body = read_whole(target->body + 1, &target->raw)))
		return false;
	targets->count++;
	return true;
}

static size_t count_lines(const char *bytes)
{
	size_t count = 1;
	for (; (bytes = strchr(bytes, '\n')); bytes++)
		count++;
	return count;
}

bool targets_read(struct targets *targets, const char *file)
{
	size_t size, number = 0;
	char *bytes = read_whole(file, &size);
	if (!bytes)
		return false;
	targets->at = calloc(count_lines(bytes), sizeof(*targets->at));
	for (char *line; (line = strsep(&bytes, "\n"));) {
		number++;
		if (*line && *line != '#' && !read_line(targets, line, number))
			return false;
	}
	if (!targets->count)
		fprintf(stderr, "offer: %s holds no target\n", file);
	return targets->count > 0;
}

bool targets_one(struct targets *targets, const char *path)
{
	targets->at = calloc(1, sizeof(*targets->at));
	targets->at[0] = (struct target){ .method = "GET", .path = path, .headers = "", .up_to = 1 };
	targets->count = targets->label_count = 1;
	targets->weight = 1;
	targets->labels[0] = "GET";
	return true;
}

bool targets_who(struct targets *targets, const char *file)
{
	size_t size;
	char *bytes = read_whole(file, &size);
	if (!bytes)
		return false;
	targets->who = calloc(count_lines(bytes), sizeof(*targets->who));
	for (char *line; (line = strsep(&bytes, "\n"));) {
		if (*line)
			targets->who[targets->who_count++] = line;
	}
	if (!targets->who_count)
		fprintf(stderr, "offer: %s is empty\n", file);
	return targets->who_count > 0;
}

/* xorshift64*: the same numbers from the same seed. */
uint64_t random_next(uint64_t *seed)
{
	*seed ^= *seed >> 12;
	*seed ^= *seed << 25;
	*seed ^= *seed >> 27;
	return *seed * 0x2545f4914f6cdd1du;
}

const struct target *targets_pick(const struct targets *targets, uint64_t *seed)
{
	double point = (double)(random_next(seed) >> 11) / 9007199254740992.0 * targets->weight;
	size_t low = 0, high = targets->count - 1;
	while (low < high) {
		size_t middle = (low + high) / 2;
		if (targets->at[middle].up_to > point)
			high = middle;
		else
			low = middle + 1;
	}
	return &targets->at[low];
}

/* ── a request's bytes ── */

struct writing { char **bytes; size_t *room, len; const struct wording *wording; const char *who; };

static void put_bytes(struct writing *writing, const char *text, size_t len)
{
	if (writing->len + len + 1 > *writing->room) {
		*writing->room = (writing->len + len) * 2 + 1024;
		*writing->bytes = realloc(*writing->bytes, *writing->room);
		if (!*writing->bytes)
			abort();
	}
	memcpy(*writing->bytes + writing->len, text, len);
	writing->len += len;
}

static void put_text(struct writing *writing, const char *text)
{
	put_bytes(writing, text, strlen(text));
}

/* With {n}, {who} and {any} replaced, and " | " between headers by the end of a line. */
static void put_filled(struct writing *writing, const char *text, bool headers)
{
	char number[24];
	while (*text) {
		size_t plain = strcspn(text, headers ? "{ " : "{");
		put_bytes(writing, text, plain);
		text += plain;
		if (!strncmp(text, "{n}", 3)) {
			snprintf(number, sizeof(number), "%llu", (unsigned long long)writing->wording->number);
			put_text(writing, number);
			text += 3;
		} else if (!strncmp(text, "{any}", 5)) {
			snprintf(number, sizeof(number), "%llu", (unsigned long long)(random_next(writing->wording->seed) >> 20));
			put_text(writing, number);
			text += 5;
		} else if (!strncmp(text, "{who}", 5)) {
			put_text(writing, writing->who);
			text += 5;
		} else if (headers && !strncmp(text, " | ", 3)) {
			put_text(writing, "\r\n");
			text += 3;
		} else if (*text) {
			put_bytes(writing, text++, 1);
		}
	}
}

size_t target_write(const struct target *target, const struct wording *wording, char **bytes, size_t *room)
{
	struct writing writing = { .bytes = bytes, .room = room, .wording = wording, .who = "" };
	if (wording->targets->who_count)
		writing.who = wording->targets->who[random_next(wording->seed) % wording->targets->who_count];
	put_text(&writing, target->method);
	put_text(&writing, " ");
	put_filled(&writing, target->path, false);
	put_text(&writing, " HTTP/1.1\r\nHost: ");
	put_text(&writing, wording->host);
	put_text(&writing, "\r\n");
	put_filled(&writing, wording->headers, false);
	if (*target->headers) {
		put_filled(&writing, target->headers, true);
		put_text(&writing, "\r\n");
	}
	if (wording->closes)
		put_text(&writing, "Connection: close\r\n");
	if (!target->body) {
		put_text(&writing, "\r\n");
		return writing.len;
	}
	/* The body's length is known once it is filled: room for six digits is kept. */
	put_text(&writing, "Content-Length: 000000\r\n\r\n");
	size_t begins = writing.len;
	if (target->raw)
		put_bytes(&writing, target->body, target->raw);
	else
		put_filled(&writing, target->body, false);
	char length[8];
	snprintf(length, sizeof(length), "%06zu", (writing.len - begins) % 1000000);
	memcpy(*bytes + begins - 10, length, 6);
	return writing.len;
}
