/*
 * arena.h: memory that is given all at once and returned all at once.
 *
 * One request has one arena.  Nothing taken from it is freed singly; arena_reset
 * keeps the first block, so that a served request costs no malloc at all.
 * Running out of memory aborts: limits stop it long before.
 */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H
#include <stddef.h>

struct arena;
struct arena_mark { void *block; size_t used; };

struct arena *arena_open(size_t first_block);
void arena_close(struct arena *arena);
void arena_reset(struct arena *arena);

/* Zeroed, aligned for any type.  Size 0 gives a valid pointer. */
void *arena_take(struct arena *arena, size_t size);
/* Not zeroed, byte aligned: for text. */
char *arena_bytes(struct arena *arena, size_t size);
/* Grows the latest piece in place when it can, else moves it. */
char *arena_grow(struct arena *arena, char *at, size_t size, size_t new_size);

/* Give back all that was taken since the mark. */
struct arena_mark arena_mark(const struct arena *arena);
void arena_release(struct arena *arena, struct arena_mark mark);
size_t arena_used(const struct arena *arena);

/* The only malloc outside arenas: for what lives as long as its owner.  Aborts when there is none. */
void *memory_take(size_t size);
void *memory_grow(void *at, size_t size);
void memory_free(void *at);
#endif
