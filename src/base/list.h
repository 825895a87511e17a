/* list.h: a growing array of one type in an arena. */
#ifndef BASE_LIST_H
#define BASE_LIST_H
#include "base/arena.h"

#include <stdint.h>

struct list {
	struct arena *arena;
	char *at;
	size_t size, count, room; /* size of one */
};

/* Ids handed around in bulk. */
struct ids { const int64_t *at; size_t count; };

void list_open(struct list *list, struct arena *arena, size_t size);
void *list_add(struct list *list); /* a new, zeroed last one; earlier pointers may move */
void *list_at(const struct list *list, size_t index);
#endif
