/* import_file.c: reads a file piece by piece. */
#include "app/import_file.h"

#include <stdio.h>

bool import_file_read(struct arena *arena, str path, str *bytes_out)
{
	FILE *file = fopen(str_c(arena, path), "rb");
	struct text text;
	if (!file)
		return false;
	text_open(&text, arena, 1 << 20);
	size_t got;
	do {
		char *room = text_room(&text, 65536);
		got = fread(room, 1, 65536, file);
		text.len += got;
	} while (got);
	fclose(file);
	*bytes_out = text_str(&text);
	return true;
}
