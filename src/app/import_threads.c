/*
 * import_threads.c: `heinzel import threads`: threads of another forum, one JSON object a line.
 *
 * Each line is read and rendered outside of units; then come its unknown authors, the thread
 * with as many posts as a unit takes, and the rest.  An import that was stopped goes on where
 * it stopped: what is there is known by its origin, and by how many posts it has.
 */
#include "app/command.h"

#include "app/import_line.h"
#include "app/import_reader.h"
#include "features/brand/brand.h"
#include "features/community/community.h"
#include "features/member/member.h"

#include <stdio.h>
#include <unistd.h>

enum { POSTS_A_UNIT = 40, BYTES_A_UNIT = 256 * 1024, AUTHORS_A_UNIT = 16, LINE_ARENA = 1 << 20, WRONG_TOLD = 100 };
enum { TRIES = 8, PAUSE_MS = 20 };
#define TELL_EVERY SECONDS(1)

struct author { str origin, name; int64_t id; moment seen_at; };

struct thread_import {
	struct call *call;
	struct house *house;
	struct scope scope;       /* of the line at hand, turned to the brand */
	struct arena *kept, *line_arena;
	int64_t brand_id;
	struct board board;
	struct author *authors;   /* open addressing; a power of two, at most half full */
	size_t author_room, author_count;
	struct import_line line;  /* at hand */
	int64_t thread_id, posts_there;
	size_t from, count;       /* of its posts or authors: what the next unit takes */
	struct author **strangers;
	int64_t number, taken, known, completed, refused, posts, members, shortened;
	moment began_at, told_at;
	bool is_terminal;
};

/* A unit has 5 ms: on a machine that is busy the same work may be too much.  Half of it is tried, after a pause. */
static enum err write_some(struct thread_import *import, scope_work *work)
{
	enum err err = scope_write(&import->scope, work, import);
	for (int tries = 1; err == ERR_LIMITED && !import->scope.refusal.reason && tries < TRIES; tries++) {
		usleep(PAUSE_MS * 1000);
		import->count = import->count > 1 ? import->count / 2 : 1;
		err = scope_write(&import->scope, work, import);
	}
	return err;
}

/* ── authors ── */

static struct author *author_slot(struct thread_import *import, str origin)
{
	size_t mask = import->author_room - 1, at = (size_t)str_hash(origin) & mask;
	while (import->authors[at].origin.len && !str_equal(import->authors[at].origin, origin))
		at = (at + 1) & mask;
	return &import->authors[at];
}

static void more_authors(struct thread_import *import)
{
	struct author *old = import->authors;
	size_t old_room = import->author_room;
	import->author_room = old_room ? 2 * old_room : 4096;
	import->authors = arena_take(import->kept, import->author_room * sizeof(*import->authors));
	for (size_t i = 0; i < old_room; i++) {
		if (old[i].origin.len)
			*author_slot(import, old[i].origin) = old[i];
	}
}

static void note_author(struct thread_import *import, size_t post)
{
	str origin = import->line.authors[post];
	struct author *author = author_slot(import, origin);
	if (author->origin.len)
		return;
	moment seen_at = import->line.posts.at[post].created_at;
	*author = (struct author){ .origin = str_keep(import->kept, origin), .seen_at = seen_at,
		.name = str_keep(import->kept, import->line.names[post]) };
	import->author_count++;
}

/* Whoever came with an earlier import is here already. */
static enum err find_authors(struct scope *scope, void *data)
{
	struct thread_import *import = data;
	enum err err = OK;
	for (size_t i = 0; !err && i < import->line.posts.count; i++) {
		struct author *author = author_slot(import, import->line.authors[i]);
		if (!author->id)
			err = member_find_by_origin(scope, author->origin, &author->id);
	}
	return err;
}

static enum err make_authors(struct scope *scope, void *data)
{
	struct thread_import *import = data;
	for (size_t i = 0; i < import->count; i++) {
		struct author *author = import->strangers[import->from + i];
		struct member member = { .name = author->name, .origin = author->origin, .joined_at = author->seen_at };
		enum err err = member_make(scope, &member);
		if (err)
			return err;
		author->id = member.id;
	}
	return OK;
}

static size_t gather_strangers(struct thread_import *import)
{
	size_t count = 0, posts = import->line.posts.count;
	import->strangers = arena_take(import->line_arena, posts * sizeof(struct author *));
	for (size_t i = 0; i < posts; i++) {
		struct author *author = author_slot(import, import->line.authors[i]);
		bool is_new = !author->id;
		for (size_t k = 0; is_new && k < count; k++)
			is_new = import->strangers[k] != author;
		if (is_new)
			import->strangers[count++] = author;
	}
	return count;
}

static enum err settle_authors(struct thread_import *import)
{
	size_t posts = import->line.posts.count;
	while (2 * (import->author_count + posts) > import->author_room)
		more_authors(import);
	for (size_t i = 0; i < posts; i++)
		note_author(import, i);
	enum err err = scope_read(&import->scope, find_authors, import);
	size_t strangers = err ? 0 : gather_strangers(import);
	for (import->from = 0; !err && import->from < strangers; import->from += import->count) {
		size_t left = strangers - import->from;
		import->count = left < AUTHORS_A_UNIT ? left : AUTHORS_A_UNIT;
		err = write_some(import, make_authors);
		import->members += err ? 0 : (int64_t)import->count;
	}
	return err;
}

/* ── threads ── */

static enum err find_thread(struct scope *scope, void *data)
{
	struct thread_import *import = data;
	struct thread thread;
	import->thread_id = import->posts_there = 0;
	enum err err = thread_id_by_origin(scope, import->line.thread.origin, &import->thread_id);
	if (err)
		return err == ERR_NOT_FOUND ? OK : err;
	if ((err = thread_load_for_all(scope, import->thread_id, &thread)) == ERR_NOT_FOUND) {
		scope_forgive(scope);
		import->posts_there = INT64_MAX; /* hidden or deleted since: left alone */
		return OK;
	}
	import->posts_there = err ? 0 : thread.post_count;
	return err;
}

static enum err copy_posts(struct scope *scope, void *data)
{
	struct thread_import *import = data;
	struct post_list posts = { import->line.posts.at + import->from, import->count };
	if (import->from)
		return thread_copy_more(scope, import->thread_id, posts);
	struct thread_copy copy = { import->line.thread, posts };
	copy.thread.id = import->thread_id;
	return thread_copy_in(scope, &copy);
}

/* As many posts as a unit can take in its time. */
static size_t next_posts(const struct thread_import *import)
{
	const struct post_list *posts = &import->line.posts;
	size_t count = 0, bytes = 0, cost = 0;
	while (import->from + count < posts->count && cost < POSTS_A_UNIT) {
		const struct post *post = &posts->at[import->from + count];
		bytes += post->body.len + post->html.len;
		if (count && bytes > BYTES_A_UNIT)
			break;
		cost += post->is_solution ? 2 : 1;
		count++;
	}
	return count;
}

static void name_posts(struct thread_import *import)
{
	/* Ids are of now, whatever the time of the thing: those of the past could be given already. */
	moment now = moment_now();
	for (size_t i = 0; i < import->line.posts.count; i++) {
		struct post *post = &import->line.posts.at[i];
		post->author_id = author_slot(import, import->line.authors[i])->id;
		post->id = id_new(now);
	}
	import->line.thread.author_id = import->line.posts.at[0].author_id;
	import->line.thread.board_id = import->board.id;
	import->line.thread.audience_id = import->board.audience_id;
	if (!import->thread_id)
		import->thread_id = id_new(now);
}

static enum err write_thread(struct thread_import *import)
{
	enum err err = settle_authors(import);
	if (err)
		return err;
	name_posts(import);
	for (import->from = (size_t)import->posts_there; !err && import->from < import->line.posts.count;
	     import->from += import->count) {
		import->count = next_posts(import);
		err = write_some(import, copy_posts);
		import->posts += err ? 0 : (int64_t)import->count;
	}
	return err;
}

/* ── lines ── */

static void tell_wrong(struct thread_import *import, str why)
{
	if (import->refused++ < WRONG_TOLD)
		fprintf(stderr, "%sline %lld: %.*s\n", import->is_terminal ? "\r\x1b[K" : "", (long long)import->number,
		        STR_ARG(why));
}

static enum err to_brand(struct scope *scope, void *data)
{
	const struct thread_import *import = data;
	enum err err = brand_scope(scope, import->brand_id);
	scope_act_as(scope, 0, ROLE_BITS);
	return err;
}

/* OK also for a line that is refused: the next one may be good. */
static enum err take_line(struct thread_import *import, str source)
{
	str wrong = S("");
	scope_open(&import->scope, import->house, import->line_arena, moment_now());
	enum err err = scope_read(&import->scope, to_brand, import);
	if (err)
		return err;
	const struct import_frame frame = { import->scope.now, import->number, import->scope.language };
	if (import_line_read(import->line_arena, source, &frame, &import->line, &wrong)) {
		tell_wrong(import, wrong);
		return OK;
	}
	if ((err = scope_read(&import->scope, find_thread, import)))
		return err;
	if (import->posts_there >= (int64_t)import->line.posts.count) {
		import->known++;
		return OK;
	}
	bool was_there = import->posts_there > 0;
	err = write_thread(import);
	if (err && import->scope.refusal.reason) {
		tell_wrong(import, str_from(import->scope.refusal.reason));
		return OK;
	}
	import->taken += !err && !was_there;
	import->completed += !err && was_there;
	import->shortened += err ? 0 : import->line.shortened;
	return err;
}

static void tell_progress(struct thread_import *import, const struct import_reader *reader)
{
	moment now = moment_monotonic();
	if (now < import->told_at + (import->is_terminal ? TELL_EVERY : 10 * TELL_EVERY))
		return;
	import->told_at = now;
	double seconds = (double)(now - import->began_at) / 1e6, share = import_reader_share(reader);
	double left = share > 0 ? seconds * (1 - share) / share : 0;
	fprintf(stderr, "%s%3.0f %%, line %lld, %.0f a second, %.0f s left%s", import->is_terminal ? "\r\x1b[K" : "",
	        100 * share, (long long)import->number, (double)import->number / seconds, left,
	        import->is_terminal ? "" : "\n");
}

static enum err take_lines(struct thread_import *import, struct import_reader *reader)
{
	str line;
	for (;;) {
		enum import_read got = import_reader_next(reader, &line);
		if (got == IMPORT_END)
			return OK;
		import->number++;
		if (got == IMPORT_BROKEN) {
			tell_wrong(import, S("the file ends or breaks here"));
			return ERR_BROKEN;
		}
		arena_reset(import->line_arena);
		if (got == IMPORT_TOO_LONG)
			tell_wrong(import, S("is longer than 1 MiB"));
		enum err err = got == IMPORT_TOO_LONG || str_empty(str_trim(line)) ? OK : take_line(import, line);
		if (err)
			return err;
		tell_progress(import, reader);
	}
}

/* ── the command ── */

struct destination { struct thread_import *import; str brand, board; };

static enum err find_destination(struct scope *scope, void *data)
{
	struct destination *to = data;
	enum err err = brand_scope_key(scope, to->brand);
	if (err)
		return err;
	scope_act_as(scope, 0, ROLE_BITS);
	to->import->brand_id = scope->brand_id;
	return board_load_by_key(scope, to->board, &to->import->board);
}

static int report(struct thread_import *import, enum err err)
{
	double seconds = (double)(moment_monotonic() - import->began_at) / 1e6;
	printf("%s%lld threads with %lld posts by %lld new members in %.1f s; %lld were here already, %lld completed, "
	       "%lld lines refused, %lld texts shortened\n", import->is_terminal ? "\r\x1b[K" : "",
	       (long long)import->taken, (long long)import->posts, (long long)import->members, seconds,
	       (long long)import->known, (long long)import->completed, (long long)import->refused,
	       (long long)import->shortened);
	if (err)
		return call_failed(import->call, "stopped at line %lld: %s. Run it again to go on.",
		                   (long long)import->number, err_name(err));
	return import->refused ? 1 : 0;
}

static int import_from(struct thread_import *import, struct destination *to, struct import_reader *reader)
{
	scope_open(&import->scope, import->house, import->kept, moment_now());
	scope_act_as(&import->scope, 0, ROLE_BITS);
	if (scope_read(&import->scope, find_destination, to))
		return call_failed(import->call, "there is no brand \"%.*s\" with a board \"%.*s\"; see `heinzel brand list`",
		                   STR_ARG(to->brand), STR_ARG(to->board));
	more_authors(import);
	import->began_at = import->told_at = moment_monotonic();
	import->is_terminal = isatty(STDERR_FILENO);
	return report(import, take_lines(import, reader));
}

int command_import_threads(struct call *call)
{
	struct thread_import import = { .call = call, .kept = call->arena };
	struct destination to = { .import = &import };
	struct import_reader *reader;
	str path, wrong = S("");
	if (!call_option(call, "brand", &to.brand) || !call_option(call, "board", &to.board))
		return call_misused(call, "--brand and --board say where to");
	if (!call_word(call, "a file", &path))
		return 2;
	if (import_reader_open(call->arena, path, &reader))
		return call_failed(call, "%.*s cannot be read", STR_ARG(path));
	int status = 1;
	import.line_arena = arena_open(LINE_ARENA);
	if (call_house(call, &import.house, &wrong)) {
		call_failed(call, "%.*s", STR_ARG(wrong));
	} else {
		status = import_from(&import, &to, reader);
		house_close(import.house);
	}
	arena_close(import.line_arena);
	import_reader_close(reader);
	return status;
}
