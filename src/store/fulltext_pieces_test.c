/* fulltext_pieces_test.c: however many units write, the index lies in few pieces, and a large one is left alone by small ones. */
#include "store/fulltext_pieces.h"
#include "store/store_testing.h"

enum { BRAND = 7, MANY = 300, AGAIN = 100, FEW = 12, STEPS_MAX = 10000, WORDS = 60 };

static const struct statement largest_pages = {
	"test.largest_pages", "SELECT COUNT(*) FROM store_index_idx GROUP BY segid ORDER BY 1 DESC LIMIT 1", NULL, 0, 1, false,
};
/* The first number behind four bytes of FTS5's record of its pieces. */
#define DIGIT(at) "(INSTR('0123456789ABCDEF', SUBSTR(HEX(block), " at ", 1)) - 1)"
static const struct statement levels = {
	"test.levels", "SELECT " DIGIT("9") " * 16 + " DIGIT("10") " FROM store_index_data WHERE id = 10", NULL, 0, 1, false,
};
static const struct statement largest_piece = {
	"test.largest_piece", "SELECT segid FROM store_index_idx GROUP BY segid ORDER BY COUNT(*) DESC, segid LIMIT 1", NULL, 0, 1, false,
};

struct putting { struct arena *arena; int64_t from, to; };

/* Words of their own, so that the index has pages. */
static enum err put_some(struct db *db, void *data)
{
	const struct putting *putting = data;
	enum err err = OK;
	for (int64_t id = putting->from; !err && id < putting->to; id++) {
		struct text body;
		text_open(&body, putting->arena, 1024);
		for (int word = 0; word < WORDS; word++)
			text_format(&body, "w%lldx%d ", (long long)id, word);
		const struct fulltext_doc doc = { .brand_id = BRAND, .id = id, .audience_id = FULLTEXT_EVERYONE, .kind = 1, .boost = 1,
			.title = S("wlan"), .body = text_str(&body) };
		err = fulltext_put(db, putting->arena, &doc);
	}
	return err;
}

static void put(struct engine *engine, struct store *store, int64_t from, int64_t to)
{
	struct putting putting = { engine->arena, from, to };
	assert_int_equal(store_write(store, put_some, &putting), OK);
}

static enum err merge_some(struct db *db, void *data)
{
	return fulltext_merge(db, data);
}

static void merge(struct store *store, bool is_whole)
{
	struct fulltext_merge merge = { .is_whole = is_whole, .more = true };
	for (int i = 0; merge.more && i < STEPS_MAX; i++) {
		assert_int_equal(store_write(store, merge_some, &merge), OK);
		merge.step = merge.next;
	}
	assert_false(merge.more);
}

static enum err count_pieces(struct db *db, void *data)
{
	return fulltext_pieces(db, data);
}

static int64_t pieces(struct store *store)
{
	int64_t count = -1;
	assert_int_equal(store_read(store, count_pieces, &count), OK);
	return count;
}

struct number { const struct statement *statement; int64_t value; };

static enum err read_number(struct db *db, void *data)
{
	struct number *number = data;
	return db_number(db, number->statement, NULL, &number->value);
}

static int64_t number(struct store *store, const struct statement *statement)
{
	struct number number = { statement, -1 };
	assert_int_equal(store_read(store, read_number, &number), OK);
	return number.value;
}

static enum err find_all(struct db *db, void *data)
{
	struct arena *arena = data;
	struct fulltext_found found;
	enum err err = fulltext_find(db, arena, &(struct fulltext_query){ .brand_id = BRAND, .tokens = S("wlan"), .limit = 1 }, &found);
	if (!err)
		assert_int_equal(found.total, MANY + AGAIN);
	return err;
}

static void a_large_piece_is_left_alone_by_what_comes_after(void **state)
{
	struct engine *engine = *state;
	struct store *store = engine_words_store(engine, MANY);
	put(engine, store, 1, MANY + 1);
	merge(store, true);
	assert_int_equal(pieces(store), 1);
	int64_t large = number(store, &largest_piece), pages = number(store, &largest_pages);
	assert_true(pages > 10);
	for (int64_t id = MANY + 1; id <= MANY + AGAIN; id++)
		put(engine, store, id, id + 1);
	merge(store, false);
	assert_in_range(pieces(store), 2, FEW);
	assert_int_equal(number(store, &largest_piece), large);
	assert_int_equal(number(store, &largest_pages), pages);
	assert_int_equal(store_read(store, find_all, engine->arena), OK);
	merge(store, true);
	assert_int_equal(pieces(store), 1);
	assert_int_equal(store_read(store, find_all, engine->arena), OK);
	store_close(store);
}

/* FTS5 adds levels with each merge of all and takes none away; at 2,000 it takes the index for damaged. */
static void however_often_all_is_merged_levels_stay_few(void **state)
{
	struct engine *engine = *state;
	struct store *store = engine_words_store(engine, MANY);
	put(engine, store, 1, MANY + 1);
	int64_t most = 0;
	for (int64_t id = MANY + 1; id <= MANY + AGAIN; id++) {
		put(engine, store, id, id + 1);
		merge(store, true);
		int64_t count = number(store, &levels);
		most = count > most ? count : most;
		assert_int_equal(pieces(store), 1);
	}
	assert_in_range(most, 20, 36); /* they were put back */
	assert_int_equal(store_read(store, find_all, engine->arena), OK);
	int64_t large = number(store, &largest_piece);
	for (int64_t id = 1; id <= FEW; id++)
		put(engine, store, MANY + AGAIN + id, MANY + AGAIN + id + 1);
	merge(store, false);
	assert_int_equal(number(store, &largest_piece), large);
	assert_in_range(pieces(store), 2, FEW);
	store_close(store);
}

/* The whole of a step, and then it is undone: as when its batch is lost. */
static enum err merge_in_vain(struct db *db, void *data)
{
	enum err err = fulltext_merge(db, data);
	return err ? err : ERR_CONFLICT;
}

static void a_step_that_was_undone_is_done_again(void **state)
{
	struct engine *engine = *state;
	struct store *store = engine_words_store(engine, MANY);
	for (int64_t id = 1; id <= AGAIN; id++)
		put(engine, store, id, id + 1);
	struct fulltext_merge merging = { .is_whole = true, .more = true };
	for (int i = 0; merging.more && i < STEPS_MAX; i++) {
		int before = merging.step;
		assert_int_equal(store_write(store, merge_in_vain, &merging), ERR_CONFLICT);
		assert_int_equal(merging.step, before);
		assert_int_equal(store_write(store, merge_some, &merging), OK);
		merging.step = merging.next;
	}
	assert_false(merging.more);
	assert_int_equal(pieces(store), 1);
	store_close(store);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_large_piece_is_left_alone_by_what_comes_after),
		cmocka_unit_test(however_often_all_is_merged_levels_stay_few),
		cmocka_unit_test(a_step_that_was_undone_is_done_again),
	};
	return engines_run_sqlite("fulltext_pieces", tests, COUNT(tests));
}
