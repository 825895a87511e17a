/* json_test.c: strict reading, safe writing. */
#include "base/json.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

static void an_object_is_read(void **state)
{
	struct arena *arena = arena_open(1024);
	const struct json *json;
	assert_int_equal(json_read(arena, S("{\"a\":[1,2.5,true,null,\"x\"],\"n\":42}"), &json, NULL), OK);
	assert_int_equal(json_member(json, S("a"))->count, 5);
	assert_int_equal(json_integer(json, S("n"), 0), 42);
	arena_close(arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(an_object_is_read) };
	return cmocka_run_group_tests_name("json", tests, NULL, NULL);
}
