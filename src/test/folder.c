/* folder.c: makes temporary folders, reads their files, and takes them away. */
#include "test/folder.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { OPEN_FOLDERS = 16 };

str folder_make(struct arena *arena)
{
	const char *parent = getenv("TMPDIR");
	str pattern = str_format(arena, "%s/heinzel-test-XXXXXX", parent ? parent : "/tmp");
	char *path = arena_bytes(arena, pattern.len + 1);
	memcpy(path, pattern.at, pattern.len + 1);
	must(mkdtemp(path) != NULL);
	return str_from(path);
}

static int remove_one(const char *path, const struct stat *found, int kind, struct FTW *walk)
{
	return remove(path);
}

void folder_remove(str path)
{
	char copy[4096];
	snprintf(copy, sizeof(copy), "%.*s", STR_ARG(path));
	nftw(copy, remove_one, OPEN_FOLDERS, FTW_DEPTH | FTW_PHYS);
}

str file_read(struct arena *arena, str path)
{
	FILE *file = fopen(str_c(arena, path), "rb");
	must(file != NULL);
	struct text text;
	text_open(&text, arena, 4096);
	size_t got;
	do {
		got = fread(text_room(&text, 4096), 1, 4096, file);
		text.len += got;
	} while (got);
	fclose(file);
	return text_str(&text);
}
