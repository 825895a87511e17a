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
#endif
