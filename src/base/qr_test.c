/* qr_test.c: proves that a code has the shape that readers look for, and its limits. */
#include "base/qr.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/check.h"
#include "base/text.h"

static void a_code_begins_with_its_finder_behind_the_quiet_zone(void **state)
{
	struct arena *arena = arena_open(65536);
	str path;
	int64_t size;
	(void)state;
	assert_int_equal(qr_path(arena, S("https://a.example/p/BOX7"), 10, &path, &size), OK);
	assert_int_equal((size - 8 - 17) % 4, 0); /* 21, 25, 29 … modules */
	assert_true(str_starts(path, S("M4 4h7v1h-7z"))); /* the upper left finder's first line */
	assert_true(str_contains(path, S("M4 5h1v1h-1zM10 5h1v1h-1z"))); /* and its hollow second */
	arena_close(arena);
}

static void what_does_not_fit_is_told(void **state)
{
	struct arena *arena = arena_open(65536);
	char bytes[400];
	str path = S("kept");
	int64_t size = 7;
	(void)state;
	memset(bytes, 'x', sizeof(bytes));
	assert_int_equal(qr_path(arena, (str){ bytes, 14 }, 1, &path, &size), OK);
	path = S("kept");
	assert_int_equal(qr_path(arena, (str){ bytes, 15 }, 1, &path, &size), ERR_TOO_LARGE);
	assert_true(str_equal(path, S("kept")));
	arena_close(arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_code_begins_with_its_finder_behind_the_quiet_zone),
		cmocka_unit_test(what_does_not_fit_is_told),
	};
	return cmocka_run_group_tests_name("qr", tests, NULL, NULL);
}
