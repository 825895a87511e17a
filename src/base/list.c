/* list.c: grows by doubling, so that adding n things copies at most 2n. */
#include "base/list.h"

#include "base/check.h"

#include <string.h>

enum { FIRST_ROOM = 8 };

void list_open(struct list *list, struct arena *arena, size_t size)
{
	assert(size > 0);
	*list = (struct list){ .arena = arena, .size = size };
}

void *list_add(struct list *list)
{
	if (list->count == list->room) {
		size_t room = list->room ? list->room * 2 : FIRST_ROOM;
		must(room <= SIZE_MAX / 4 / list->size);
		/* arena_take first, for its alignment; growing keeps it. */
		list->at = list->at ? arena_grow(list->arena, list->at, list->room * list->size,
						 room * list->size)
				    : arena_take(list->arena, room * list->size);
		list->room = room;
	}
	return memset(list->at + list->size * list->count++, 0, list->size);
}

void *list_at(const struct list *list, size_t index)
{
	assert(index < list->count);
	return list->at + list->size * index;
}
