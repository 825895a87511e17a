/* empty_pages_test.c: only whole pages of zeros are given back, and nothing that is read afterwards has changed. */
#define _DEFAULT_SOURCE
#include "http/empty_pages.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>
#include <sys/mman.h>

enum { PAGE = 4096, PAGES = 8, LEN = PAGE * PAGES };

/* As libmicrohttpd leaves a connection's pool: every page was touched, most of them were cleared. */
static char *touched(void)
{
	char *at = mmap(NULL, LEN, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	assert_true(at != MAP_FAILED);
	(void)madvise(at, LEN, MADV_NOHUGEPAGE);
	memset(at, 'x', LEN);
	memset(at, 0, LEN);
	return at;
}

static size_t resident(char *at)
{
	unsigned char pages[PAGES];
	size_t count = 0;
	assert_int_equal(mincore(at, LEN, pages), 0);
	for (size_t i = 0; i < PAGES; i++)
		count += pages[i] & 1;
	return count;
}

static void pages_of_zeros_are_given_back(void **state)
{
	char *at = touched();
	assert_int_equal(resident(at), PAGES);
	assert_int_equal(empty_pages_give_back(at, LEN), PAGES);
	assert_int_equal(resident(at), 0);
	for (size_t i = 0; i < LEN; i++)
		assert_int_equal(at[i], 0);
	at[5] = 'y'; /* and it can be written as before */
	assert_int_equal(at[5], 'y');
	munmap(at, LEN);
}

static void a_page_that_holds_something_stays(void **state)
{
	char *at = touched(), *before = test_malloc(LEN);
	at[0] = 'a';
	at[3 * PAGE - 1] = 'b';
	at[3 * PAGE] = 'c';
	at[LEN - 1] = 'd';
	memcpy(before, at, LEN);
	assert_int_equal(empty_pages_give_back(at, LEN), PAGES - 4);
	assert_int_equal(resident(at), 4);
	assert_memory_equal(at, before, LEN);
	test_free(before);
	munmap(at, LEN);
}

static void what_is_not_ours_is_left_alone(void **state)
{
	char *at = touched();
	assert_int_equal(empty_pages_give_back(at + 16, 4 * PAGE), 3); /* from the middle of a page to the middle of one */
	assert_int_equal(resident(at), PAGES - 3);
	assert_int_equal(empty_pages_give_back(at + 16, PAGE - 16), 0);
	assert_int_equal(empty_pages_give_back(at + 16, 0), 0);
	assert_int_equal(resident(at), PAGES - 3);
	munmap(at, LEN);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(pages_of_zeros_are_given_back),
		cmocka_unit_test(a_page_that_holds_something_stays),
		cmocka_unit_test(what_is_not_ours_is_left_alone),
	};
	return cmocka_run_group_tests_name("empty_pages", tests, NULL, NULL);
}
