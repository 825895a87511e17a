/* testing_files.h: folders and files of a test's own, and the real data to test with. */
#ifndef BASE_TESTING_FILES_H
#define BASE_TESTING_FILES_H
#include "base/testing.h"

/* A new folder of the test's own; folder_remove takes what lies in it along. */
static inline str folder_make(struct arena *arena)
{
	const char *parent = getenv("TMPDIR");
	char *path =
	    (char *)str_c(arena, str_format(arena, "%s/heinzel-XXXXXX", parent ? parent : "/tmp"));
	assert_non_null(mkdtemp(path));
	return str_from(path);
}

static inline void folder_remove(struct arena *arena, str folder)
{
	assert_int_equal(system(str_c(arena, str_format(arena, "rm -rf '%.*s'", STR_ARG(folder)))),
			 0);
}

static inline str file_write(struct arena *arena, str folder, const char *name, str text)
{
	str path = str_format(arena, "%.*s/%s", STR_ARG(folder), name);
	FILE *file = fopen(str_c(arena, path), "w");
	assert_non_null(file);
	assert_int_equal(fwrite(text.at, 1, text.len, file), text.len);
	assert_int_equal(fclose(file), 0);
	return path;
}

/* A line of $HEINZEL_TEST_DATA/name at a time; NULL, said loudly, when there is no such data. */
static inline FILE *data_open(struct arena *arena, const char *name)
{
	const char *folder = getenv("HEINZEL_TEST_DATA");
	FILE *file =
	    folder ? fopen(str_c(arena, str_format(arena, "%s/%s", folder, name)), "r") : NULL;
	if (!file)
		print_error("SKIPPED: %s is not there; set HEINZEL_TEST_DATA to the test data\n",
			    name);
	return file;
}
#endif
