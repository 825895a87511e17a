/*
 * image.c: the house's side: starts the process, feeds it a file, keeps what comes back.
 *
 * Nothing that comes back is believed: sizes stay within the recipe, bytes begin as their
 * type must.  Whatever goes wrong in there, a crash, no end, no memory, is a refusal here,
 * and no file stays behind.
 */
#include "core/image_room.h"

#include "core/house.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define PATIENCE SECONDS(20)

static const struct { const char *type; str mark; size_t at; str second; size_t second_at; } types[] = {
	{ "image/jpeg", { "\xff\xd8\xff", 3 },              0, { "", 0 },      0 },
	{ "image/png",  { "\x89PNG\r\n\x1a\n", 8 },         0, { "", 0 },      0 },
	{ "image/webp", { "RIFF", 4 },                      0, { "WEBPVP8", 7 }, 8 },
	{ "image/gif",  { "GIF8", 4 },                      0, { "a", 1 },     5 },
};
static const char *const format_types[] = { "image/webp", "image/png", "image/jpeg" };
static_assert(COUNT(format_types) == FORMAT_COUNT);

const char *image_type(str bytes)
{
	for (size_t i = 0; i < COUNT(types); i++) {
		if (!str_starts(bytes, types[i].mark) || bytes.len < types[i].second_at)
			continue;
		if (str_starts(str_skip(bytes, types[i].second_at), types[i].second))
			return types[i].type;
	}
	return NULL;
}

/* ── the process ── */

struct child { pid_t pid; int out; moment until; };

static enum err start(const char *program, const char *recipe, int input, struct child *child)
{
	/* Nothing of ours goes along; libvips keeps pixels in memory, starts few threads, makes no code at run time. */
	static char *const environment[] = { "LC_ALL=C.UTF-8", "VIPS_BLOCK_UNTRUSTED=1", "VIPS_CONCURRENCY=1", "VIPS_NOVECTOR=1",
		"VIPS_DISC_THRESHOLD=2g", "ORC_CODE=backup", "G_SLICE=always-malloc", "MALLOC_ARENA_MAX=2", "ASAN_OPTIONS=detect_leaks=0", NULL };
	char *const arguments[] = { "heinzel", "image-worker", (char *)recipe, NULL }; /* execve's old signature */
	int ends[2];
	if (pipe2(ends, O_CLOEXEC) != 0)
		return ERR_BROKEN;
	posix_spawn_file_actions_t files;
	posix_spawnattr_t attributes;
	sigset_t none, defaults;
	sigemptyset(&none);
	sigfillset(&defaults);
	posix_spawn_file_actions_init(&files);
	posix_spawn_file_actions_adddup2(&files, input, 0);
	posix_spawn_file_actions_adddup2(&files, ends[1], 1);
	posix_spawn_file_actions_addopen(&files, 2, "/dev/null", O_WRONLY, 0);
	posix_spawnattr_init(&attributes);
	posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
	posix_spawnattr_setsigmask(&attributes, &none);
	posix_spawnattr_setsigdefault(&attributes, &defaults);
	int wrong = posix_spawn(&child->pid, program, &files, &attributes, arguments, environment);
	posix_spawnattr_destroy(&attributes);
	posix_spawn_file_actions_destroy(&files);
	close(ends[1]);
	if (wrong) {
		close(ends[0]);
		log_event(LOG_ERROR, "image.start", "%s: %s", program, strerror(wrong));
		return ERR_BROKEN;
	}
	child->out = ends[0];
	return OK;
}

/* Waits for bytes, not longer than there is patience; 0 at the end, -1 when there will be none. */
static ssize_t receive(const struct child *child, char *at, size_t len)
{
	for (;;) {
		moment left = child->until - moment_monotonic();
		struct pollfd wait = { .fd = child->out, .events = POLLIN };
		if (left <= 0)
			return -1;
		int ready = poll(&wait, 1, (int)(left / 1000) + 1);
		if (ready < 0 && errno != EINTR)
			return -1;
		if (ready <= 0)
			continue;
		ssize_t got = read(child->out, at, len);
		if (got >= 0 || errno != EINTR)
			return got;
	}
}

/* All `len` bytes, or fewer when the process ended. */
static size_t receive_all(const struct child *child, char *at, size_t len)
{
	size_t have = 0;
	while (have < len) {
		ssize_t got = receive(child, at + have, len - have);
		if (got <= 0)
			break;
		have += (size_t)got;
	}
	return have;
}

/* Its exit status; -1 when it did not end by itself. */
static int end(const struct child *child, bool is_whole)
{
	int status = 0;
	if (!is_whole)
		kill(child->pid, SIGKILL);
	close(child->out);
	while (waitpid(child->pid, &status, 0) < 0 && errno == EINTR)
		;
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

/* ── what comes back ── */

static bool is_sound(const struct image_plan *plan, str bytes)
{
	const char *type = image_type(bytes);
	return type && !strcmp(type, format_types[plan->format]);
}

static bool is_planned(const struct image_head *head, const struct image_plan *plan)
{
	return head->mark == IMAGE_MARK && head->format == plan->format && head->bytes && head->bytes <= IMAGE_RESULT_MAX &&
	       head->width >= 1 && head->height >= 1 && head->width <= (uint32_t)plan->width &&
	       head->height <= (uint32_t)plan->height;
}

static bool write_file(const char *path, str bytes)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (fd < 0)
		return false;
	bool written = true;
	while (written && bytes.len) {
		ssize_t put = write(fd, bytes.at, bytes.len);
		written = put > 0;
		if (written)
			bytes = str_skip(bytes, (size_t)put);
	}
	written = written && fdatasync(fd) == 0;
	if (close(fd) != 0 || !written)
		unlink(path);
	return written;
}

static bool keep_one(struct arena *arena, const struct child *child, const struct image_plan *plan, str path,
                     struct image *image)
{
	struct image_head head;
	if (receive_all(child, (char *)&head, sizeof(head)) != sizeof(head) || !is_planned(&head, plan))
		return false;
	struct arena_mark mark = arena_mark(arena);
	char *at = arena_bytes(arena, head.bytes);
	str bytes = { at, head.bytes };
	bool kept = receive_all(child, at, head.bytes) == head.bytes && is_sound(plan, bytes) &&
	            write_file(str_c(arena, path), bytes);
	arena_release(arena, mark);
	if (!kept)
		return false;
	image->sizes[image->count++] = (struct image_size){ .width = (int)head.width, .height = (int)head.height,
		.bytes = head.bytes, .type = format_types[head.format], .path = path };
	return true;
}

static enum err refuse_end(struct scope *scope, int status)
{
	static const struct { int end; enum err err; const char *reason; } ends[] = {
		{ IMAGE_NOT_ONE,   ERR_INVALID, "image.not_one" },
		{ IMAGE_PIXELS,    ERR_INVALID, "image.too_many_pixels" },
		{ IMAGE_WRONG,     ERR_INVALID, "image.broken" },
		{ IMAGE_CANNOT,    ERR_BROKEN,  "image.cannot" },
		{ IMAGE_UNGUARDED, ERR_BROKEN,  "image.cannot" },
	};
	for (size_t i = 0; i < COUNT(ends); i++) {
		if (ends[i].end != status)
			continue;
		if (ends[i].err == ERR_BROKEN)
			log_event(LOG_ERROR, "image.cannot", "%s", "no pictures can be made: heinzel doctor says why");
		return refuse(scope, ends[i].err, ends[i].reason);
	}
	return refuse(scope, ERR_INVALID, "image.too_much");
}

void image_forget(const struct image *image)
{
	for (size_t i = 0; i < image->count; i++) {
		char path[4096];
		if (snprintf(path, sizeof(path), "%.*s", STR_ARG(image->sizes[i].path)) < (int)sizeof(path))
			unlink(path);
	}
}

static const char *program_of(struct arena *arena, str program)
{
	return str_empty(program) ? "/proc/self/exe" : str_c(arena, program);
}

struct order { const struct image_recipe_row *recipe; str upload_path; moment patience; };

static enum err make_from(struct scope *scope, const struct order *order, int input, struct image *image)
{
	const struct image_recipe_row *recipe = order->recipe;
	struct child child = { .until = moment_monotonic() + order->patience };
	enum err err = start(program_of(scope->arena, scope->house->settings.program), recipe->name, input, &child);
	if (err)
		return refuse(scope, err, "image.cannot");
	bool is_whole = true;
	for (size_t i = 0; is_whole && i < recipe->count; i++)
		is_whole = keep_one(scope->arena, &child, &recipe->plans[i],
		                    str_format(scope->arena, "%.*s.%zu", STR_ARG(order->upload_path), i), image);
	/* A process that ended early says why; one that goes on is stopped. */
	char more;
	bool ended = receive(&child, &more, 1) == 0;
	int status = end(&child, ended);
	if (is_whole && ended && status == IMAGE_DONE)
		return OK;
	image_forget(image);
	return refuse_end(scope, status);
}

enum err image_make(struct scope *scope, enum image_recipe recipe, str upload_path, struct image *image_out)
{
	return image_make_within(scope, recipe, upload_path, PATIENCE, image_out);
}

enum err image_make_within(struct scope *scope, enum image_recipe recipe, str upload_path, moment patience,
                           struct image *image_out)
{
	const struct order order = { &image_recipes[recipe], upload_path, patience };
	struct stat about;
	struct image image = { .count = 0 };
	int input = open(str_c(scope->arena, upload_path), O_RDONLY | O_CLOEXEC);
	if (input < 0 || fstat(input, &about) != 0) {
		if (input >= 0)
			close(input);
		log_event(LOG_ERROR, "image.input", "%s", strerror(errno));
		return ERR_BROKEN;
	}
	enum err err = about.st_size > IMAGE_BYTES_MAX ? refuse(scope, ERR_INVALID, "image.too_large")
	                                               : make_from(scope, &order, input, &image);
	close(input);
	if (!err)
		*image_out = image;
	return err;
}

str image_protection(struct arena *arena, str program)
{
	struct child child = { .until = moment_monotonic() + PATIENCE };
	char said[512];
	int nothing = open("/dev/null", O_RDONLY | O_CLOEXEC);
	if (nothing < 0)
		return S("");
	enum err err = start(program_of(arena, program), "protection", nothing, &child);
	close(nothing);
	if (err)
		return S("");
	size_t len = receive_all(&child, said, sizeof(said));
	bool is_done = end(&child, len < sizeof(said)) == IMAGE_DONE;
	return is_done ? str_keep(arena, (str){ said, len }) : S("");
}
