/*
 * arena.c: a chain of blocks; taking is moving a pointer.
 *
 * The first block stays over arena_reset, later ones are returned.  Under
 * AddressSanitizer what is not taken is poisoned and pieces lie apart, so that a
 * read or write past a piece is seen at once.
 */
#include "base/arena.h"

#include "base/check.h"
#include "base/log.h"

#include <stdlib.h>
#include <string.h>

#if defined(__SANITIZE_ADDRESS__)
#define ARENA_GUARDED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define ARENA_GUARDED 1
#endif
#endif

#ifdef ARENA_GUARDED
#include <sanitizer/asan_interface.h>
enum { GUARD = 16 };
#define HIDE(at, size) __asan_poison_memory_region((at), (size))
#define SHOW(at, size) __asan_unpoison_memory_region((at), (size))
#else
enum { GUARD = 0 };
#define HIDE(at, size) ((void)(at), (void)(size))
#define SHOW(at, size) ((void)(at), (void)(size))
#endif

#define ALIGNMENT ((size_t)16)
/* Blocks double up to here: few mallocs for a large page, little waste for a small one. */
#define BLOCK_MAX ((size_t)1 << 20)
#define BLOCK_MIN ((size_t)256)

struct block {
	struct block *before;
	size_t room;
	size_t used;
	size_t used_before; /* in all earlier blocks */
	_Alignas(16) char bytes[];
};

struct arena {
	struct block *last;
	char *latest; /* the one piece that can grow in place; NULL after a release */
};

static _Noreturn void exhausted(size_t size)
{
	log_event(LOG_ERROR, "memory.exhausted", "no memory for %zu more bytes", size);
	abort();
}

void *memory_take(size_t size)
{
	void *at = calloc(1, size ? size : 1);
	if (!at)
		exhausted(size);
	return at;
}

void *memory_grow(void *at, size_t size)
{
	void *grown = realloc(at, size ? size : 1);
	if (!grown)
		exhausted(size);
	return grown;
}

void memory_free(void *at)
{
	free(at);
}

/* Not memory_take: clearing a block that arena_take clears again piece by piece would cost twice. */
static struct block *block_open(size_t room, struct block *before)
{
	struct block *block = room < SIZE_MAX / 2 ? malloc(sizeof(struct block) + room) : NULL;
	if (!block)
		exhausted(room);
	block->before = before;
	block->room = room;
	block->used = 0;
	block->used_before = before ? before->used_before + before->used : 0;
	HIDE(block->bytes, room);
	return block;
}

static void block_close(struct block *block)
{
	SHOW(block->bytes, block->room);
	free(block);
}

struct arena *arena_open(size_t first_block)
{
	struct arena *arena = memory_take(sizeof(*arena));
	arena->last = block_open(first_block < BLOCK_MIN ? BLOCK_MIN : first_block, NULL);
	return arena;
}

void arena_close(struct arena *arena)
{
	if (!arena)
		return;
	while (arena->last) {
		struct block *before = arena->last->before;
		block_close(arena->last);
		arena->last = before;
	}
	memory_free(arena);
}

void arena_reset(struct arena *arena)
{
	while (arena->last->before) {
		struct block *before = arena->last->before;
		block_close(arena->last);
		arena->last = before;
	}
	arena->last->used = 0;
	arena->latest = NULL;
	HIDE(arena->last->bytes, arena->last->room);
}

static struct block *block_add(struct arena *arena, size_t size)
{
	size_t room = arena->last->room * 2;
	if (room > BLOCK_MAX)
		room = BLOCK_MAX;
	if (room < size)
		room = size;
	arena->last = block_open(room, arena->last);
	return arena->last;
}

static char *piece(struct arena *arena, size_t size, size_t alignment)
{
	struct block *block = arena->last;
	size_t from = (block->used + alignment - 1) & ~(alignment - 1);
	if (size > SIZE_MAX / 4)
		exhausted(size);
	if (from > block->room || block->room - from < size + GUARD) {
		block = block_add(arena, size + GUARD);
		from = 0;
	}
	char *at = block->bytes + from;
	block->used = from + size + GUARD;
	arena->latest = at;
	SHOW(at, size);
	return at;
}

void *arena_take(struct arena *arena, size_t size)
{
	return memset(piece(arena, size, ALIGNMENT), 0, size);
}

char *arena_bytes(struct arena *arena, size_t size)
{
	return piece(arena, size, GUARD ? ALIGNMENT : 1);
}

char *arena_grow(struct arena *arena, char *at, size_t size, size_t new_size)
{
	if (at && new_size <= size)
		return at;
	struct block *block = arena->last;
	if (at && at == arena->latest) {
		size_t from = (size_t)(at - block->bytes); /* at lies in the block */
		assert(from + size + GUARD == block->used);
		if (new_size < block->room && block->room - from >= new_size + GUARD) {
			block->used = from + new_size + GUARD;
			SHOW(at, new_size);
			return at;
		}
	}
	char *moved = piece(arena, new_size, ALIGNMENT);
	if (at)
		memcpy(moved, at, size);
	return moved;
}

struct arena_mark arena_mark(const struct arena *arena)
{
	return (struct arena_mark){ arena->last, arena->last->used };
}

void arena_release(struct arena *arena, struct arena_mark mark)
{
	while (arena->last != mark.block) {
		struct block *before = arena->last->before;
		must(before);
		block_close(arena->last);
		arena->last = before;
	}
	struct block *block = arena->last;
	must(mark.used <= block->used);
	HIDE(block->bytes + mark.used, block->used - mark.used);
	block->used = mark.used;
	arena->latest = NULL;
}

size_t arena_used(const struct arena *arena)
{
	return arena->last->used_before + arena->last->used;
}
