/* fulltext_kinds_test.c: kinds that are left out and told apart by the rows, on both engines alike. */
#include "store/fulltext.h"
#include "store/store_testing.h"

enum { BRAND = 7, THREAD = 10, SERVICE = 20, MEMBER = 1, THREADS = 130, SERVICES = 7, MANY = 540 };

struct putting { struct arena *arena; struct fulltext_doc doc; int64_t count; };

static enum err put_some(struct db *db, void *data)
{
	struct putting *putting = data;
	enum err err = OK;
	for (int64_t i = 0; !err && i < putting->count; i++, putting->doc.id++)
		err = fulltext_put(db, putting->arena, &putting->doc);
	return err;
}

static void put(struct engine *engine, struct store *store, struct fulltext_doc doc, int64_t count)
{
	doc.brand_id = BRAND;
	doc.audience_id = FULLTEXT_EVERYONE;
	doc.boost = doc.boost > 0 ? doc.boost : 1;
	struct putting putting = { engine->arena, doc, count };
	assert_int_equal(store_write(store, put_some, &putting), OK);
}

struct finding { struct arena *arena; struct fulltext_query query; struct fulltext_found found; };

static enum err find_docs(struct db *db, void *data)
{
	struct finding *finding = data;
	return fulltext_find(db, finding->arena, &finding->query, &finding->found);
}

static struct fulltext_found find(struct engine *engine, struct store *store, struct fulltext_query query)
{
	struct finding finding = { .arena = engine->arena, .query = query };
	finding.query.brand_id = BRAND;
	finding.query.limit = 20;
	assert_int_equal(store_read(store, find_docs, &finding), OK);
	return finding.found;
}

static int64_t tally(const struct fulltext_found *found, int64_t kind)
{
	for (size_t i = 0; i < found->kind_count; i++) {
		if (found->kinds[i].kind == kind)
			return found->kinds[i].count;
	}
	return 0;
}

static void kinds_that_are_not_wanted_take_no_room(void **state)
{
	struct store *store = engine_words_store(*state, MANY);
	put(*state, store, (struct fulltext_doc){ .id = 1, .kind = THREAD, .title = S("wlan"), .marks = S("k10") }, THREADS);
	put(*state, store, (struct fulltext_doc){ .id = 1000, .kind = SERVICE, .title = S("wlan"), .marks = S("k20") }, SERVICES);
	struct fulltext_found all = find(*state, store, (struct fulltext_query){ .tokens = S("wlan") });
	assert_true(all.is_whole);
	assert_int_equal(all.total, THREADS + SERVICES);
	assert_int_equal(tally(&all, THREAD), THREADS);
	assert_int_equal(tally(&all, SERVICE), SERVICES);
	assert_int_equal(all.at[0].kind, SERVICE);
	struct fulltext_found threads = find(*state, store, (struct fulltext_query){ .tokens = S("wlan"),
		.without_kinds = { SERVICE, MEMBER }, .without_marks = S("k20\tk1") });
	assert_true(threads.is_whole);
	assert_int_equal(threads.total, THREADS);
	assert_int_equal(tally(&threads, SERVICE), 0);
	assert_int_equal(threads.at[0].kind, THREAD);
	assert_non_null(threads.apart); /* what was left out was seen with it */
	assert_true(threads.apart->is_whole);
	assert_int_equal(threads.apart->total, SERVICES);
	assert_int_equal(tally(threads.apart, SERVICE), SERVICES);
	assert_int_equal(threads.apart->at[0].id, 1000 + SERVICES - 1);
	assert_null(all.apart);
	store_close(store);
}

/* Each word is common, both together are not: all that hold both are ranked, whatever level the words have in them. */
static void common_words_that_few_hold_together_are_seen_whole(void **state)
{
	struct store *store = engine_words_store(*state, MANY);
	put(*state, store, (struct fulltext_doc){ .id = 1, .kind = THREAD, .title = S("wlan"), .marks = S("k10") }, MANY);
	put(*state, store, (struct fulltext_doc){ .id = 1001, .kind = THREAD, .title = S("kabel"), .marks = S("k10") }, MANY);
	put(*state, store, (struct fulltext_doc){ .id = 2001, .kind = THREAD, .title = S("wlan kabel"), .marks = S("k10") }, 3);
	put(*state, store, (struct fulltext_doc){ .id = 2011, .kind = THREAD, .title = S("anders"), .body = S("wlan kabel"), .marks = S("k10") }, 2);
	put(*state, store, (struct fulltext_doc){ .id = 2021, .kind = SERVICE, .title = S("kabel wlan"), .marks = S("k20") }, 4);
	struct fulltext_found found = find(*state, store, (struct fulltext_query){ .tokens = S("kabel wlan"),
		.without_kinds = { SERVICE, MEMBER }, .without_marks = S("k20\tk1") });
	assert_true(found.is_whole && !found.is_relaxed);
	assert_int_equal(tally(&found, THREAD), 5);
	assert_int_equal(found.at[0].id, 2003);
	assert_int_equal(found.at[3].id, 2012);
	assert_int_equal(found.apart->total, 4);
	assert_int_equal(found.apart->at[0].id, 2024);
	struct fulltext_found some = find(*state, store, (struct fulltext_query){ .tokens = S("kabel wlan"), .some = true, .marks = S("k20"),
		.looked_at = 100 });
	assert_true(some.is_relaxed);
	assert_int_equal(some.total, 4);
	some = find(*state, store, (struct fulltext_query){ .tokens = S("wlan"), .some = true });
	assert_int_equal(some.total, 0); /* of one word there is no part */
	store_close(store);
}

/* Few stand aside among many: they are asked for alone, by words of their own, and together with all others. */
static void what_stands_aside_is_found_by_itself_and_among_all(void **state)
{
	struct store *store = engine_words_store(*state, MANY);
	put(*state, store, (struct fulltext_doc){ .id = 1, .kind = THREAD, .title = S("wlan kabel"), .marks = S("k10") }, MANY);
	put(*state, store, (struct fulltext_doc){ .id = 1001, .kind = SERVICE, .title = S("wlan"), .is_aside = true, .marks = S("k20") }, 3);
	put(*state, store, (struct fulltext_doc){ .id = 1011, .kind = MEMBER, .title = S("kabel"), .body = S("wlan"), .is_aside = true, .marks = S("k1") }, 2);
	struct fulltext_found found = find(*state, store, (struct fulltext_query){ .tokens = S("wlan"), .aside = true });
	assert_true(found.is_whole);
	assert_int_equal(found.total, 5);
	assert_int_equal(found.at[0].id, 1003);
	found = find(*state, store, (struct fulltext_query){ .tokens = S("kabel\tkabelnetz wlan"), .aside = true });
	assert_int_equal(found.at[0].id, 1012);
	assert_int_equal(tally(&found, MEMBER), 2);
	found = find(*state, store, (struct fulltext_query){ .tokens = S("wlan"), .aside = true, .marks = S("k1") });
	assert_int_equal(found.total, 2);
	found = find(*state, store, (struct fulltext_query){ .tokens = S("wlan"), .marks = S("k20") });
	assert_int_equal(found.total, 3);
	store_close(store);
}

/* A word that is nearly only theirs leads to what others wrote all the same, and no room is lost to them. */
static void what_stands_aside_is_left_out_by_its_words(void **state)
{
	struct store *store = engine_words_store(*state, MANY);
	put(*state, store, (struct fulltext_doc){ .id = 1, .kind = THREAD, .title = S("wlan"), .marks = S("k10") }, 4);
	put(*state, store, (struct fulltext_doc){ .id = 11, .kind = THREAD, .title = S("funknetz"), .marks = S("k10") }, 2);
	put(*state, store, (struct fulltext_doc){ .id = 1001, .kind = SERVICE, .title = S("wlan"), .is_aside = true, .marks = S("k20") }, MANY);
	put(*state, store, (struct fulltext_doc){ .id = 2001, .kind = SERVICE, .title = S("funknetz"), .is_aside = true, .marks = S("k20") }, 3);
	struct fulltext_found found = find(*state, store, (struct fulltext_query){ .tokens = S("wlan\tfunknetz"), .without_aside = true,
		.without_kinds = { SERVICE, MEMBER }, .without_marks = S("k20\tk1") });
	assert_int_equal(found.total, 6);
	assert_int_equal(tally(&found, THREAD), 6);
	assert_int_equal(tally(&found, SERVICE), 0);
	assert_int_equal(found.at[0].id, 4);
	assert_int_equal(found.at[4].id, 12);
	store_close(store);
}

/* What is ranked of very many goes by the block: a later page does not bring what an earlier one has shown. */
static void no_page_of_very_many_shows_what_another_has_shown(void **state)
{
	struct store *store = engine_words_store(*state, MANY);
	bool shown[2 * MANY] = { false };
	put(*state, store, (struct fulltext_doc){ .id = 1, .kind = THREAD, .title = S("wlan"), .boost = 1.3 }, MANY / 2);
	put(*state, store, (struct fulltext_doc){ .id = 1 + MANY / 2, .kind = THREAD, .title = S("wlan") }, MANY / 2);
	for (int skip = 0; skip < 400; skip += 20) {
		struct fulltext_found found = find(*state, store, (struct fulltext_query){ .tokens = S("wlan"), .skip = skip });
		assert_int_equal(found.count, 20);
		assert_int_equal(found.total, FULLTEXT_TOTAL_MAX);
		for (size_t i = 0; i < found.count; i++) {
			assert_false(shown[found.at[i].id]);
			shown[found.at[i].id] = true;
		}
	}
	store_close(store);
}

struct counting { struct arena *arena; int64_t counts[4]; };

static enum err count_docs(struct db *db, void *data)
{
	static const str marks[] = { { "k10", 3 }, { "k20", 3 }, { "k20 b1", 6 }, { "k30", 3 } };
	struct counting *counting = data;
	const struct fulltext_query query = { .brand_id = BRAND, .tokens = S("wlan kabel") };
	return fulltext_counts(db, counting->arena, &query, marks, COUNT(marks), 100, counting->counts);
}

/* A mark that few bear is counted by the rows of those, one that many bear by the words: the counts are the same. */
static void what_few_bear_is_counted_like_what_many_bear(void **state)
{
	struct store *store = engine_words_store(*state, MANY);
	put(*state, store, (struct fulltext_doc){ .id = 1, .kind = THREAD, .title = S("wlan"), .marks = S("k10") }, 90);
	put(*state, store, (struct fulltext_doc){ .id = 101, .kind = THREAD, .title = S("wlan kabel"), .marks = S("k10") }, 40);
	put(*state, store, (struct fulltext_doc){ .id = 201, .kind = SERVICE, .title = S("wlan"), .marks = S("k20 b1") }, 20);
	put(*state, store, (struct fulltext_doc){ .id = 301, .kind = SERVICE, .title = S("wlan"), .body = S("kabel"), .marks = S("k20 b1") }, 3);
	put(*state, store, (struct fulltext_doc){ .id = 311, .kind = SERVICE, .title = S("kabel wlan"), .marks = S("k20 b2") }, 2);
	struct counting counting = { .arena = ((struct engine *)*state)->arena };
	assert_int_equal(store_read(store, count_docs, &counting), OK);
	assert_int_equal(counting.counts[0], 40);
	assert_int_equal(counting.counts[1], 5);
	assert_int_equal(counting.counts[2], 3);
	assert_int_equal(counting.counts[3], 0);
	store_close(store);
}

/* A total beyond what is ranked is said to be as large as that, and the tallies not to be all. */
static void what_was_not_seen_whole_says_so(void **state)
{
	struct store *store = engine_words_store(*state, MANY);
	put(*state, store, (struct fulltext_doc){ .id = 1, .kind = THREAD, .title = S("wlan"), .marks = S("k10") }, MANY);
	put(*state, store, (struct fulltext_doc){ .id = 1000, .kind = SERVICE, .title = S("wlan"), .marks = S("k20") }, SERVICES);
	struct fulltext_found found = find(*state, store, (struct fulltext_query){ .tokens = S("wlan") });
	assert_false(found.is_whole);
	assert_int_equal(found.total, FULLTEXT_TOTAL_MAX);
	found = find(*state, store, (struct fulltext_query){ .tokens = S("wlan"), .looked_at = 100 });
	assert_false(found.is_whole);
	assert_int_equal(found.total, FULLTEXT_TOTAL_MAX);
	assert_int_equal(tally(&found, THREAD) + tally(&found, SERVICE), 100);
	found = find(*state, store, (struct fulltext_query){ .tokens = S("wlan"), .marks = S("k20"), .looked_at = 100 });
	assert_true(found.is_whole);
	assert_int_equal(found.total, SERVICES);
	found = find(*state, store, (struct fulltext_query){ .tokens = S("nirgends") });
	assert_true(found.is_whole && !found.total && !found.kind_count);
	store_close(store);
}

/* The rarest word's documents are told apart by their rows alone, and what has no such mark stays away all the same. */
static void what_is_not_raised_is_not_similar(void **state)
{
	struct store *store = engine_words_store(*state, MANY);
	put(*state, store, (struct fulltext_doc){ .id = 1, .kind = THREAD, .title = S("wlan"), .marks = S("ssolved"), .boost = 1.3 }, MANY);
	put(*state, store, (struct fulltext_doc){ .id = 1001, .kind = THREAD, .title = S("wlan kabel"), .marks = S("ssolved"), .boost = 1.3 }, 2);
	put(*state, store, (struct fulltext_doc){ .id = 1003, .kind = THREAD, .title = S("wlan kabel"), .marks = S("sopen") }, 2);
	struct fulltext_found found = find(*state, store, (struct fulltext_query){ .tokens = S("wlan kabel"), .any = true,
		.marks = S("ssolved"), .boost_least = 1.3 });
	assert_int_equal(found.count, 20);
	assert_int_equal(found.at[0].id, 1002);
	assert_int_equal(found.at[1].id, 1001);
	for (size_t i = 2; i < found.count; i++)
		assert_true(found.at[i].id <= MANY);
	store_close(store);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(kinds_that_are_not_wanted_take_no_room),
		cmocka_unit_test(common_words_that_few_hold_together_are_seen_whole),
		cmocka_unit_test(what_stands_aside_is_found_by_itself_and_among_all),
		cmocka_unit_test(what_stands_aside_is_left_out_by_its_words),
		cmocka_unit_test(no_page_of_very_many_shows_what_another_has_shown),
		cmocka_unit_test(what_few_bear_is_counted_like_what_many_bear),
		cmocka_unit_test(what_was_not_seen_whole_says_so),
		cmocka_unit_test(what_is_not_raised_is_not_similar),
	};
	return engines_run("fulltext_kinds", tests, COUNT(tests));
}
