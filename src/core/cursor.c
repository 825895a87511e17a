/* cursor.c: a cursor as text and back. */
#include "core/cursor.h"

struct cursor cursor_read(str text)
{
	struct cursor cursor = CURSOR_NEWEST;
	str at = str_cut(&text, '-');
	if (!str_number(at, &cursor.at) || !str_number(text, &cursor.id))
		return CURSOR_NEWEST;
	return cursor;
}

str cursor_text(struct arena *arena, struct cursor cursor)
{
	return str_format(arena, "%lld-%lld", (long long)cursor.at, (long long)cursor.id);
}
