/* arena_test.c: what is taken is apart, zeroed, aligned, and comes back with a mark or a reset. */
#include "base/arena.h"

#include "base/list.h"
#include "base/testing.h"

#if defined(__SANITIZE_ADDRESS__)
#include <sanitizer/asan_interface.h>
#endif

static void pieces_are_zeroed_aligned_and_apart(void **state)
{
	struct arena *arena = *state;
	unsigned char *before = NULL;
	size_t size_before = 0;
	for (size_t size = 0; size < 3000; size += 37) {
		unsigned char *at = arena_take(arena, size);
		assert_int_equal((uintptr_t)at % 16, 0);
		for (size_t i = 0; i < size; i++)
			assert_int_equal(at[i], 0);
		memset(at, 0xAA, size);
		assert_true(!before || at >= before + size_before || at + size <= before);
		before = at;
		size_before = size;
	}
}

static void size_zero_gives_a_valid_pointer(void **state)
{
	assert_non_null(arena_take(*state, 0));
	assert_non_null(arena_bytes(*state, 0));
}

static void what_is_larger_than_a_block_fits_too(void **state)
{
	char *at = arena_take(*state, 5 << 20);
	at[(5 << 20) - 1] = 'x';
	assert_true(arena_used(*state) >= 5 << 20);
}

static void a_reset_keeps_the_first_block_and_zeroes_again(void **state)
{
	char *first = arena_take(*state, 100);
	memset(first, 'x', 100);
	arena_take(*state, 100000);
	arena_reset(*state);
	assert_int_equal(arena_used(*state), 0);
	char *again = arena_take(*state, 100);
	assert_ptr_equal(again, first);
	assert_int_equal(again[99], 0);
}

static void the_latest_piece_grows_in_place(void **state)
{
	char *at = arena_bytes(*state, 10);
	memcpy(at, "0123456789", 10);
	assert_ptr_equal(arena_grow(*state, at, 10, 500), at);
	assert_memory_equal(at, "0123456789", 10);
	assert_ptr_equal(arena_grow(*state, at, 500, 400), at);
}

static void an_earlier_piece_moves_when_it_grows(void **state)
{
	char *at = arena_bytes(*state, 10);
	memcpy(at, "0123456789", 10);
	arena_bytes(*state, 1);
	char *moved = arena_grow(*state, at, 10, 500);
	assert_ptr_not_equal(moved, at);
	assert_memory_equal(moved, "0123456789", 10);
	memcpy(moved + 499, "x", 1);
}

static void growing_beyond_the_block_keeps_the_bytes(void **state)
{
	char *at = arena_bytes(*state, 4);
	memcpy(at, "abcd", 4);
	size_t size = 4;
	for (; size < 4 << 20; size *= 2)
		at = arena_grow(*state, at, size, size * 2);
	assert_memory_equal(at, "abcd", 4);
	at[size - 1] = 'x';
}

static void a_release_gives_back_what_came_after_the_mark(void **state)
{
	struct arena *arena = *state;
	char *kept = arena_bytes(arena, 100);
	memset(kept, 'k', 100);
	size_t used = arena_used(arena);
	struct arena_mark mark = arena_mark(arena);
	for (int i = 0; i < 100; i++)
		arena_take(arena, 1000);
	arena_release(arena, mark);
	assert_int_equal(arena_used(arena), used);
	assert_int_equal(kept[99], 'k');
	assert_int_equal(*(char *)arena_take(arena, 1), 0);
}

static void after_a_release_nothing_grows_over_the_mark(void **state)
{
	struct arena *arena = *state;
	char *kept = arena_bytes(arena, 16);
	struct arena_mark mark = arena_mark(arena);
	arena_release(arena, mark);
	char *other = arena_bytes(arena, 16);
	memset(other, 'o', 16);
	char *grown = arena_grow(arena, kept, 16, 64);
	memset(grown, 'g', 64);
	assert_int_equal(other[0], 'o');
}

static void take_too_much(void *arena)
{
	arena_take(arena, SIZE_MAX - 8);
}

static void grow_too_much(void *arena)
{
	arena_grow(arena, arena_bytes(arena, 1), 1, SIZE_MAX - 4);
}

static void release_what_is_not_there(void *arena)
{
	struct arena *other = arena_open(256);
	arena_release(arena, arena_mark(other));
}

static void an_impossible_size_aborts(void **state)
{
	assert_true(aborts(take_too_much, *state));
	assert_true(aborts(grow_too_much, *state));
}

static void another_arenas_mark_aborts(void **state)
{
	assert_true(aborts(release_what_is_not_there, *state));
}

static void memory_without_an_arena_is_zeroed_and_grows(void **state)
{
	char *at = memory_take(10);
	assert_int_equal(at[9], 0);
	memcpy(at, "0123456789", 10);
	at = memory_grow(at, 100000);
	assert_memory_equal(at, "0123456789", 10);
	memory_free(at);
	memory_free(NULL);
}

static void overruns_are_seen_by_the_sanitizer(void **state)
{
#if defined(__SANITIZE_ADDRESS__)
	char *at = arena_bytes(*state, 21);
	assert_false(__asan_address_is_poisoned(at + 20));
	assert_true(__asan_address_is_poisoned(at + 21));
	char *next = arena_take(*state, 8);
	assert_true(__asan_address_is_poisoned(next - 1));
	arena_reset(*state);
	assert_true(__asan_address_is_poisoned(at));
#else
	skip();
#endif
}

struct pair {
	int64_t a, b;
};

static void a_list_keeps_order_and_zeroes_the_new(void **state)
{
	struct list list;
	list_open(&list, *state, sizeof(struct pair));
	for (int64_t i = 0; i < 1000; i++) {
		struct pair *pair = list_add(&list);
		assert_int_equal((uintptr_t)pair % _Alignof(struct pair), 0);
		assert_int_equal(pair->a | pair->b, 0);
		*pair = (struct pair){ i, -i };
		if (i % 7 == 0)
			arena_bytes(*state,
				    3); /* something lies in between, so that the list must move */
	}
	assert_int_equal(list.count, 1000);
	for (size_t i = 0; i < list.count; i++)
		assert_int_equal(((struct pair *)list_at(&list, i))->b, -(int64_t)i);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(pieces_are_zeroed_aligned_and_apart),
		TEST(size_zero_gives_a_valid_pointer),
		TEST(what_is_larger_than_a_block_fits_too),
		TEST(a_reset_keeps_the_first_block_and_zeroes_again),
		TEST(the_latest_piece_grows_in_place),
		TEST(an_earlier_piece_moves_when_it_grows),
		TEST(growing_beyond_the_block_keeps_the_bytes),
		TEST(a_release_gives_back_what_came_after_the_mark),
		TEST(after_a_release_nothing_grows_over_the_mark),
		TEST(an_impossible_size_aborts),
		TEST(another_arenas_mark_aborts),
		TEST(memory_without_an_arena_is_zeroed_and_grows),
		TEST(overruns_are_seen_by_the_sanitizer),
		TEST(a_list_keeps_order_and_zeroes_the_new),
	};
	return cmocka_run_group_tests_name("arena", tests, NULL, NULL);
}
