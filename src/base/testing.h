/* testing.h: what the tests of this floor share: an arena each, text compared, aborts and files seen. */
#ifndef BASE_TESTING_H
#define BASE_TESTING_H
#include "base/arena.h"
#include "base/check.h"
#include "base/str.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>
#include <cmocka.h>

static inline int arena_fixture(void **state)
{
	*state = arena_open(4096);
	return 0;
}

static inline int arena_fixture_end(void **state)
{
	arena_close(*state);
	return 0;
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, arena_fixture, arena_fixture_end)

#define assert_str(s, expected) assert_text_((s), str_from(expected), __FILE__, __LINE__)

static inline void assert_text_(str s, str expected, const char *file, int line)
{
	if (str_equal(s, expected))
		return;
	print_error("\"%.*s\" is not \"%.*s\"\n", STR_ARG(s), STR_ARG(expected));
	_fail(file, line);
}

/* True when `act` ends its process by abort(); what it says on the way is not shown. */
static inline bool aborts(void (*act)(void *data), void *data)
{
	fflush(NULL);
	pid_t child = fork();
	assert_true(child >= 0);
	if (child == 0) {
		if (!freopen("/dev/null", "w", stderr))
			_exit(2);
		act(data);
		_exit(0);
	}
	int status;
	assert_int_equal(waitpid(child, &status, 0), child);
	return WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT;
}

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
