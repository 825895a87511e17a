/* cache_test.c: a kept page is never older than the last change of what it shows, and never another's. */
#include "web/cache.h"

#include "base/testing.h"

#include <libdeflate.h>
#include <pthread.h>

enum { BRAND = 1, OTHER_BRAND = 2, KEPT_MANY = 20000 };
#define NOW SECONDS(1767268800)
static const struct subject thread = { 10, 7 }, other_thread = { 10, 8 };

static int up(void **state)
{
	crypt_start();
	*state = cache_open(4u << 20);
	return 0;
}

static int down(void **state)
{
	cache_close(*state);
	return 0;
}

#define CACHE_TEST(name) cmocka_unit_test_setup_teardown(name, up, down)

static void drop(struct cached_page *page)
{
	shared_bytes_drop(page->plain);
	shared_bytes_drop(page->gzip);
}

static void keep(struct cache *cache, uint64_t key, uint64_t sequence, struct subject shows)
{
	struct cached_page page;
	const struct cache_page wanted = { .key = key, .sequence = sequence, .brand_id = BRAND, .shows = &shows, .show_count = 1,
		.body = S("<p>page</p>"), .now = NOW };
	cache_keep(cache, &wanted, &page);
	drop(&page);
}

static bool is_kept(struct cache *cache, uint64_t key, moment now)
{
	struct cached_page page;
	if (!cache_find(cache, key, now, &page))
		return false;
	drop(&page);
	return true;
}

static void a_page_is_kept_until_what_it_shows_changes(void **state)
{
	struct cache *cache = *state;
	keep(cache, 5, cache_sequence(cache), thread);
	assert_true(is_kept(cache, 5, NOW));
	cache_forget(cache, BRAND, other_thread);
	cache_forget(cache, OTHER_BRAND, thread);
	assert_true(is_kept(cache, 5, NOW));
	cache_forget(cache, BRAND, thread);
	assert_false(is_kept(cache, 5, NOW));
}

/* The snapshot began before the change, the page was kept after it. */
static void a_page_drawn_from_before_a_change_is_not_served_after_it(void **state)
{
	struct cache *cache = *state;
	uint64_t before = cache_sequence(cache);
	cache_forget(cache, BRAND, thread);
	keep(cache, 5, before, thread);
	assert_false(is_kept(cache, 5, NOW));
	keep(cache, 5, cache_sequence(cache), thread);
	assert_true(is_kept(cache, 5, NOW));
}

static void a_page_lives_for_a_minute(void **state)
{
	struct cache *cache = *state;
	keep(cache, 5, cache_sequence(cache), thread);
	assert_true(is_kept(cache, 5, NOW + SECONDS(60)));
	keep(cache, 5, cache_sequence(cache), thread);
	assert_false(is_kept(cache, 5, NOW + SECONDS(60) + 1));
	keep(cache, 5, cache_sequence(cache), thread);
	assert_false(is_kept(cache, 5, NOW - SECONDS(1))); /* the clock was set back */
}

static void host_language_and_address_each_have_their_own_page(void **state)
{
	struct cache *cache = *state;
	const uint64_t keys[] = {
		cache_key(cache, S("a"), S("de"), S("/")), cache_key(cache, S("b"), S("de"), S("/")),
		cache_key(cache, S("a"), S("en"), S("/")), cache_key(cache, S("a"), S("de"), S("/?")),
		cache_key(cache, S("ade"), S(""), S("/")), cache_key(cache, S("a"), S("/"), S("de")),
		cache_key(cache, S(""), S("ade"), S("/")), cache_key(cache, S("de"), S("a"), S("/")),
	};
	for (size_t i = 0; i < COUNT(keys); i++) {
		for (size_t k = 0; k < i; k++)
			assert_true(keys[i] != keys[k]);
	}
	assert_true(keys[0] == cache_key(cache, S("a"), S("de"), S("/")));
}

/* Keys hang on a secret: whoever does not know it cannot make two addresses meet. */
static void two_houses_name_their_pages_differently(void **state)
{
	struct cache *second = cache_open(1u << 20);
	assert_true(cache_key(*state, S("a"), S("de"), S("/")) != cache_key(second, S("a"), S("de"), S("/")));
	cache_close(second);
}

static void the_packed_page_is_the_page(void **state)
{
	struct cache *cache = *state;
	struct arena *arena = arena_open(65536);
	struct text text;
	text_open(&text, arena, 8192);
	for (int i = 0; i < 500; i++)
		text_format(&text, "<p>line %d</p>", i);
	const struct cache_page wanted = { .key = 9, .sequence = cache_sequence(cache), .brand_id = BRAND, .body = text_str(&text),
		.now = NOW };
	struct cached_page page, again;
	cache_keep(cache, &wanted, &page);
	assert_true(str_equal(shared_bytes_str(page.plain), wanted.body));
	assert_null(page.gzip); /* nobody has come for it again */
	assert_true(cache_find(cache, 9, NOW, &again));
	assert_non_null(again.gzip);
	char *room = arena_bytes(arena, 65536);
	size_t len = 0;
	struct libdeflate_decompressor *decompressor = libdeflate_alloc_decompressor();
	str packed = shared_bytes_str(again.gzip);
	assert_int_equal(libdeflate_gzip_decompress(decompressor, packed.at, packed.len, room, 65536, &len), LIBDEFLATE_SUCCESS);
	libdeflate_free_decompressor(decompressor);
	assert_true(str_equal((str){ room, len }, wanted.body));
	drop(&again);
	assert_true(cache_find(cache, 9, NOW, &again));
	assert_non_null(again.gzip);
	assert_string_equal(page.etag, again.etag);
	assert_true(page.etag[0] == '"' && strlen(page.etag) == 22);
	drop(&page);
	drop(&again);
	arena_close(arena);
}

/* The page outlives the cache's row for whoever sends it. */
static void what_is_being_sent_is_not_pulled_away(void **state)
{
	struct cache *cache = *state;
	struct cached_page page;
	keep(cache, 5, cache_sequence(cache), thread);
	assert_true(cache_find(cache, 5, NOW, &page));
	cache_forget(cache, BRAND, thread);
	assert_false(is_kept(cache, 5, NOW));
	assert_str(shared_bytes_str(page.plain), "<p>page</p>");
	drop(&page);
}

static void memory_stays_within_its_room(void **state)
{
	struct cache *cache = *state;
	struct cache_figures figures;
	for (int i = 1; i <= KEPT_MANY; i++)
		keep(cache, cache_key(cache, S("a"), S("de"), str_from((char[]){ (char)i, (char)(i >> 8), (char)(i >> 16), 1, 0 })),
		     cache_sequence(cache), thread);
	cache_figures(cache, &figures);
	assert_true(figures.bytes <= (int64_t)(4u << 20));
	assert_true(figures.pages > 100 && figures.pages < KEPT_MANY);
}

static void nothing_is_kept_where_there_is_no_room(void **state)
{
	struct cache *cache = cache_open(1);
	keep(cache, 5, cache_sequence(cache), thread);
	assert_false(is_kept(cache, 5, NOW));
	cache_close(cache);
	(void)state;
}

/* ── many at once ── */

struct race { struct cache *cache; _Atomic int64_t durable, answered; _Atomic bool over; _Atomic int wrong; };

/* As the door does it: the number first, then the snapshot, then the page. */
static void *reader(void *data)
{
	struct race *race = data;
	while (!race->over) {
		int64_t least = race->answered; /* before we came */
		struct cached_page page;
		if (cache_find(race->cache, 5, NOW, &page)) {
			int64_t shown;
			if (!str_number(shared_bytes_str(page.plain), &shown) || shown < least)
				race->wrong++;
			drop(&page);
			continue;
		}
		char body[24];
		uint64_t sequence = cache_sequence(race->cache);
		int len = snprintf(body, sizeof(body), "%lld", (long long)race->durable);
		const struct cache_page wanted = { .key = 5, .sequence = sequence, .brand_id = BRAND, .shows = &thread,
			.show_count = 1, .body = { body, (size_t)len }, .now = NOW };
		cache_keep(race->cache, &wanted, &page);
		drop(&page);
	}
	return NULL;
}

/* A change is durable, then the page is forgotten, and only then is anyone answered. */
static void *writer(void *data)
{
	struct race *race = data;
	for (int64_t number = 1; number <= 20000; number++) {
		race->durable = number;
		cache_forget(race->cache, BRAND, thread);
		race->answered = number;
	}
	race->over = true;
	return NULL;
}

static void nobody_reads_what_was_before_one_s_own_change(void **state)
{
	struct race race = { .cache = *state };
	pthread_t threads[3];
	assert_int_equal(pthread_create(&threads[0], NULL, reader, &race), 0);
	assert_int_equal(pthread_create(&threads[1], NULL, reader, &race), 0);
	assert_int_equal(pthread_create(&threads[2], NULL, writer, &race), 0);
	for (size_t i = 0; i < COUNT(threads); i++)
		pthread_join(threads[i], NULL);
	assert_int_equal(race.wrong, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CACHE_TEST(a_page_is_kept_until_what_it_shows_changes),
		CACHE_TEST(a_page_drawn_from_before_a_change_is_not_served_after_it),
		CACHE_TEST(a_page_lives_for_a_minute),
		CACHE_TEST(host_language_and_address_each_have_their_own_page),
		CACHE_TEST(two_houses_name_their_pages_differently),
		CACHE_TEST(the_packed_page_is_the_page),
		CACHE_TEST(what_is_being_sent_is_not_pulled_away),
		CACHE_TEST(memory_stays_within_its_room),
		CACHE_TEST(nothing_is_kept_where_there_is_no_room),
		CACHE_TEST(nobody_reads_what_was_before_one_s_own_change),
	};
	return cmocka_run_group_tests_name("cache", tests, NULL, NULL);
}
