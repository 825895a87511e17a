/* fulltext_test.c: what is found, in which order, by whom; and that both engines agree. */
#include "store/store_testing.h"

#include "store/fulltext.h"
#include "store/migrate.h"

#include <math.h>

#define ONE(word, sqlite, postgres, params, columns, writes) \
	static const struct statement word = { "test." #word, sqlite,  postgres, \
					       params,	      columns, writes }

ONE(audience_add,
    "INSERT INTO core_audience_member (brand_id, member_id, audience_id) VALUES (?1, ?2, ?3)",
    "INSERT INTO core_audience_member (brand_id, member_id, audience_id) VALUES ($1, $2, $3)", 3, 0,
    true);
ONE(corpus_sum, "SELECT SUM(documents), SUM(length) FROM store_corpus WHERE brand_id = ?1",
    "SELECT SUM(documents), SUM(length) FROM store_corpus WHERE brand_id = $1", 1, 2, false);

/* Longer than what is kept of a word. */
#define A16 "aaaaaaaaaaaaaaaa"
#define LONG_WORD A16 A16 A16 A16 A16 A16

enum { FINDING = 75, AUDIENCE_WORDS = 83 /* the migrations of these tables */, MANY = 70 /* audiences: more than a query names */, BRAND = 7, OTHER_BRAND = 8, PUBLIC = 1, STAFF = 2, MEMBER = 50, CLERK = 60 };

struct store_of_words { struct engine *engine; struct store *store; };

struct may_see { int64_t brand_id, member_id, audience_id; };

static enum err may_see_add(struct db *db, void *data)
{
	const struct may_see *one = data;
	return db_run(db, &audience_add,
		      (struct value[]){ VALUE(one->brand_id), VALUE(one->member_id), VALUE(one->audience_id) }, NULL);
}

static struct store *open_words(struct engine *engine)
{
	/* The core's tables and the store's: no slice's. */
	struct migration list[5] = { migrations[0], migrations[1] };
	for (size_t i = 0; migrations[i].number; i++) {
		if (migrations[i].number == FINDING)
			list[2] = migrations[i];
		if (migrations[i].number == AUDIENCE_WORDS)
			list[3] = migrations[i];
	}
	struct store_settings settings = { .url = engine_url(engine), .unit_ms = 2000 };
	struct store *store = NULL;
	str wrong;
	int ran;
	assert_int_equal(migrate_run(engine->arena, settings.url, list, &ran, &wrong), OK);
	assert_int_equal(store_open(engine->arena, &settings, &store, &wrong), OK);
	struct may_see all[] = { { BRAND, 0, PUBLIC },
				 { OTHER_BRAND, 0, PUBLIC },
				 { BRAND, CLERK, STAFF } };
	for (size_t i = 0; i < COUNT(all); i++)
		assert_int_equal(store_write(store, may_see_add, &all[i]), OK);
	return store;
}

struct putting { struct arena *arena; struct fulltext_doc doc; };

static enum err put_doc(struct db *db, void *data)
{
	struct putting *putting = data;
	return fulltext_put(db, putting->arena, &putting->doc);
}

static void put(struct engine *engine, struct store *store, struct fulltext_doc doc)
{
	doc.brand_id = doc.brand_id ? doc.brand_id : BRAND;
	doc.audience_id = doc.audience_id ? doc.audience_id : PUBLIC;
	doc.kind = doc.kind ? doc.kind : 1;
	doc.boost = doc.boost > 0 ? doc.boost : 1;
	struct putting putting = { engine->arena, doc };
	assert_int_equal(store_write(store, put_doc, &putting), OK);
}

struct finding {
	struct arena *arena;
	struct fulltext_query query;
	struct fulltext_found hits;
	int64_t total;
};

static enum err find_docs(struct db *db, void *data)
{
	struct finding *finding = data;
	enum err err = fulltext_find(db, finding->arena, &finding->query, &finding->hits);
	finding->total = finding->hits.total;
	return err;
}

static struct finding find(struct engine *engine, struct store *store, struct fulltext_query query)
{
	query.brand_id = query.brand_id ? query.brand_id : BRAND;
	query.limit = query.limit ? query.limit : 10;
	struct finding finding = { .arena = engine->arena, .query = query, .total = -1 };
	assert_int_equal(store_read(store, find_docs, &finding), OK);
	return finding;
}

static int64_t hit(const struct finding *finding, size_t index)
{
	return index < finding->hits.count ? finding->hits.at[index].id : 0;
}

static void assert_hits(const struct finding *finding, size_t count, const int64_t *ids)
{
	assert_int_equal(finding->hits.count, count);
	for (size_t i = 0; i < count; i++)
		assert_int_equal(hit(finding, i), ids[i]);
}

static void documents_are_found_by_all_words(void **state)
{
	struct store *store = open_words(*state);
	put(*state, store,
	    (struct fulltext_doc){
		.id = 1, .title = S("router blinkt"), .body = S("seit gestern rot") });
	put(*state, store,
	    (struct fulltext_doc){
		.id = 2, .title = S("rechnung"), .body = S("zu hoch seit gestern") });
	struct finding finding =
	    find(*state, store, (struct fulltext_query){ .tokens = S("gestern rot"), .limit = 1 });
	assert_hits(&finding, 1, (int64_t[]){ 1 });
	assert_int_equal(finding.total, 1);
	finding = find(*state, store, (struct fulltext_query){ .tokens = S("nirgends") });
	assert_int_equal(finding.hits.count, 0);
	assert_int_equal(finding.total, 0);
	finding = find(*state, store, (struct fulltext_query){ .tokens = S("") });
	assert_int_equal(finding.hits.count, 0);
	store_close(store);
}

static void too_few_with_all_words_are_filled_up_by_rare_ones(void **state)
{
	struct store *store = open_words(*state);
	put(*state, store, (struct fulltext_doc){ .id = 1, .title = S("router blinkt rot") });
	put(*state, store, (struct fulltext_doc){ .id = 2, .title = S("router langsam") });
	put(*state, store, (struct fulltext_doc){ .id = 3, .title = S("rechnung") });
	struct finding finding =
	    find(*state, store, (struct fulltext_query){ .tokens = S("router rot") });
	assert_hits(&finding, 2, (int64_t[]){ 1, 2 });
	store_close(store);
}

static void titles_count_more_and_short_texts_too(void **state)
{
	struct store *store = open_words(*state);
	put(*state, store,
	    (struct fulltext_doc){ .id = 1, .title = S("hilfe"), .body = S("wlan geht nicht") });
	put(*state, store,
	    (struct fulltext_doc){ .id = 2, .title = S("wlan"), .body = S("hilfe geht nicht") });
	put(*state, store,
	    (struct fulltext_doc){
		.id = 3,
		.title = S("hilfe"),
		.body = S("wlan a b c d e f g h i j k l m n o p q r s t u v w x y z") });
	struct finding finding =
	    find(*state, store, (struct fulltext_query){ .tokens = S("wlan") });
	assert_hits(&finding, 3, (int64_t[]){ 2, 1, 3 });
	store_close(store);
}

static void a_boost_leads_and_the_newest_wins_among_equals(void **state)
{
	struct store *store = open_words(*state);
	put(*state, store, (struct fulltext_doc){ .id = 1, .title = S("wlan") });
	put(*state, store, (struct fulltext_doc){ .id = 2, .title = S("wlan"), .boost = 1.5 });
	put(*state, store, (struct fulltext_doc){ .id = 3, .title = S("wlan") });
	struct finding finding =
	    find(*state, store, (struct fulltext_query){ .tokens = S("wlan") });
	assert_hits(&finding, 3, (int64_t[]){ 2, 3, 1 });
	finding = find(*state, store,
		       (struct fulltext_query){ .tokens = S("wlan"), .skip = 1, .limit = 1 });
	assert_hits(&finding, 1, (int64_t[]){ 3 });
	assert_int_equal(finding.total, 3);
	store_close(store);
}

static void nobody_finds_what_they_may_not_see(void **state)
{
	struct store *store = open_words(*state);
	put(*state, store,
	    (struct fulltext_doc){ .id = 1, .title = S("wlan"), .audience_id = PUBLIC });
	put(*state, store,
	    (struct fulltext_doc){ .id = 2, .title = S("wlan"), .audience_id = STAFF });
	put(*state, store,
	    (struct fulltext_doc){ .id = 3, .title = S("wlan"), .brand_id = OTHER_BRAND });
	const struct {
		int64_t brand_id, member_id;
		int64_t ids[2];
		size_t count;
	} cases[] = {
		{ BRAND, 0, { 1 }, 1 },	       { BRAND, MEMBER, { 1 }, 1 },
		{ BRAND, CLERK, { 2, 1 }, 2 }, { OTHER_BRAND, CLERK, { 3 }, 1 },
		{ 9, CLERK, { 0 }, 0 },
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct finding finding =
		    find(*state, store,
			 (struct fulltext_query){ .brand_id = cases[i].brand_id,
						  .member_id = cases[i].member_id,
						  .tokens = S("wlan") });
		assert_hits(&finding, cases[i].count, cases[i].ids);
		assert_int_equal(finding.total, cases[i].count);
	}
	store_close(store);
}

static void filters_hold(void **state)
{
	struct store *store = open_words(*state);
	put(*state, store,
	    (struct fulltext_doc){
		.id = 1, .title = S("wlan"), .kind = 1, .marks = S("k1 b10 p5") });
	put(*state, store,
	    (struct fulltext_doc){
		.id = 2, .title = S("wlan"), .kind = 2, .marks = S("k2 b10 p6") });
	put(*state, store,
	    (struct fulltext_doc){
		.id = 3, .title = S("wlan"), .kind = 2, .marks = S("k2 b11 p6") });
	struct finding finding =
	    find(*state, store, (struct fulltext_query){ .tokens = S("wlan"), .marks = S("k2") });
	assert_hits(&finding, 2, (int64_t[]){ 3, 2 });
	finding =
	    find(*state, store, (struct fulltext_query){ .tokens = S("wlan"), .marks = S("b10") });
	assert_hits(&finding, 2, (int64_t[]){ 2, 1 });
	finding = find(*state, store,
		       (struct fulltext_query){ .tokens = S("wlan"), .marks = S("p6 b10") });
	assert_hits(&finding, 1, (int64_t[]){ 2 });
	assert_int_equal(finding.hits.at[0].kind, 2);
	store_close(store);
}

struct counting {
	struct arena *arena;
	struct fulltext_query query;
	int64_t max, counts[4];
};

static enum err count_docs(struct db *db, void *data)
{
	static const str marks[] = { { "k1", 2 }, { "k2", 2 }, { "k3", 2 }, { "", 0 } };
	struct counting *counting = data;
	return fulltext_counts(db, counting->arena, &counting->query, marks, COUNT(marks), counting->max, counting->counts);
}

static void assert_counts(struct engine *engine, struct store *store, struct counting counting, const int64_t wanted[4])
{
	counting.arena = engine->arena;
	counting.query.brand_id = BRAND;
	assert_int_equal(store_read(store, count_docs, &counting), OK);
	for (size_t i = 0; i < COUNT(counting.counts); i++)
		assert_int_equal(counting.counts[i], wanted[i]);
}

static void sets_of_marks_are_counted_apart_and_not_without_end(void **state)
{
	struct store *store = open_words(*state);
	for (int64_t id = 1; id <= 7; id++)
		put(*state, store, (struct fulltext_doc){ .id = id, .title = id == 7 ? S("kabel") : S("wlan"),
			.audience_id = id == 6 ? STAFF : PUBLIC, .marks = id < 4 ? S("k1") : S("k2") });
	assert_counts(*state, store, (struct counting){ .query = { .tokens = S("wlan") }, .max = 100 }, (int64_t[]){ 3, 2, 0, 5 });
	assert_counts(*state, store, (struct counting){ .query = { .tokens = S("wlan"), .member_id = CLERK }, .max = 100 }, (int64_t[]){ 3, 3, 0, 6 });
	assert_counts(*state, store, (struct counting){ .query = { .tokens = S("wlan") }, .max = 2 }, (int64_t[]){ 2, 2, 0, 2 });
	assert_counts(*state, store, (struct counting){ .query = { .tokens = S("wlan kabel"), .any = true }, .max = 100 }, (int64_t[]){ 3, 3, 0, 6 });
	assert_counts(*state, store, (struct counting){ .query = { .tokens = S("wlan kabel") }, .max = 100 }, (int64_t[]){ 0, 0, 0, 0 });
	store_close(store);
}

/* Own audiences are words of the query, up to some number of them; behind it the rows are asked. */
static void members_find_what_their_audiences_hold_however_many_they_are(void **state)
{
	struct store *store = open_words(*state);
	for (int64_t i = 0; i < MANY; i++) {
		struct may_see one = { BRAND, MEMBER, 100 + i };
		assert_int_equal(store_write(store, may_see_add, &one), OK);
	}
	for (int64_t i = 0; i < 3; i++)
		put(*state, store, (struct fulltext_doc){ .id = 1 + i, .title = S("wlan"), .audience_id = 100 + i * (MANY / 2) });
	put(*state, store, (struct fulltext_doc){ .id = 4, .title = S("wlan"), .audience_id = STAFF });
	put(*state, store, (struct fulltext_doc){ .id = 5, .title = S("wlan") });
	struct finding finding = find(*state, store, (struct fulltext_query){ .tokens = S("wlan"), .member_id = MEMBER });
	assert_hits(&finding, 3, (int64_t[]){ 5, 2, 1 });
	assert_int_equal(finding.total, 3);
	assert_counts(*state, store, (struct counting){ .query = { .tokens = S("wlan"), .member_id = MEMBER }, .max = 100 },
		      (int64_t[]){ 0, 0, 0, 3 });
	finding = find(*state, store, (struct fulltext_query){ .tokens = S("wlan"), .member_id = CLERK });
	assert_hits(&finding, 2, (int64_t[]){ 5, 4 });
	finding = find(*state, store, (struct fulltext_query){ .tokens = S("wlan") });
	assert_hits(&finding, 1, (int64_t[]){ 5 });
	store_close(store);
}

/* Member 0 stands for everyone: where a brand keeps strangers out, they find nothing, and members what is theirs. */
static void where_nothing_is_for_everyone_only_members_find(void **state)
{
	enum { CLOSED_BRAND = 9 };
	struct store *store = open_words(*state);
	struct may_see one = { CLOSED_BRAND, CLERK, STAFF };
	assert_int_equal(store_write(store, may_see_add, &one), OK);
	put(*state, store, (struct fulltext_doc){ .id = 1, .brand_id = CLOSED_BRAND, .title = S("wlan") });
	put(*state, store, (struct fulltext_doc){ .id = 2, .brand_id = CLOSED_BRAND, .title = S("wlan"), .audience_id = STAFF });
	put(*state, store, (struct fulltext_doc){ .id = 3, .brand_id = CLOSED_BRAND, .title = S("wlan"), .audience_id = 77 });
	struct fulltext_query query = { .tokens = S("wlan"), .brand_id = CLOSED_BRAND };
	struct finding finding = find(*state, store, query);
	assert_int_equal(finding.hits.count, 0);
	assert_int_equal(finding.total, 0);
	query.member_id = CLERK;
	finding = find(*state, store, query);
	assert_hits(&finding, 1, (int64_t[]){ 2 });
	assert_int_equal(finding.total, 1);
	store_close(store);
}

static void a_filter_may_name_several_and_a_time(void **state)
{
	struct store *store = open_words(*state);
	put(*state, store,
	    (struct fulltext_doc){ .id = 1, .title = S("wlan"), .marks = S("k1"), .at = 100 });
	put(*state, store,
	    (struct fulltext_doc){ .id = 2, .title = S("wlan"), .marks = S("k2"), .at = 300 });
	put(*state, store,
	    (struct fulltext_doc){ .id = 3, .title = S("wlan"), .marks = S("k3"), .at = 200 });
	struct finding finding =
	    find(*state, store, (struct fulltext_query){ .tokens = S("wlan"), .marks = S("k1\tk2") });
	assert_hits(&finding, 2, (int64_t[]){ 2, 1 });
	finding = find(*state, store, (struct fulltext_query){ .tokens = S("wlan"), .newest = true });
	assert_hits(&finding, 3, (int64_t[]){ 2, 3, 1 });
	finding = find(*state, store,
		       (struct fulltext_query){ .tokens = S("wlan"), .since = 200, .until = 300 });
	assert_hits(&finding, 1, (int64_t[]){ 3 });
	store_close(store);
}

static void another_word_for_the_same_is_found_behind_the_word_itself(void **state)
{
	struct store *store = open_words(*state);
	put(*state, store, (struct fulltext_doc){ .id = 1, .title = S("zugang neu") });
	put(*state, store, (struct fulltext_doc){ .id = 2, .title = S("gastzugang neu") });
	put(*state, store, (struct fulltext_doc){ .id = 3, .title = S("rechnung neu") });
	struct finding finding = find(*state, store,
	    (struct fulltext_query){ .tokens = S("neu zugang\tgastzugang"), .limit = 2 });
	assert_hits(&finding, 2, (int64_t[]){ 1, 2 });
	assert_false(finding.hits.is_relaxed);
	store_close(store);
}

/* In a question of which any word may match; who searches for a word twice means nothing by it. */
static void what_a_question_says_twice_counts_more(void **state)
{
	struct store *store = open_words(*state);
	put(*state, store, (struct fulltext_doc){ .id = 1, .title = S("drucker") });
	put(*state, store, (struct fulltext_doc){ .id = 2, .title = S("router") });
	struct fulltext_query query = { .tokens = S("drucker router"), .any = true };
	struct finding once = find(*state, store, query); /* of equals the newest is first */
	query.tokens = S("drucker router drucker");
	struct finding twice = find(*state, store, query);
	assert_true(hit(&once, 0) == 2 && hit(&twice, 0) == 1);
	assert_true(fabs(twice.hits.at[0].score / once.hits.at[1].score - 1.8) < 1e-9); /* 9 times 2 by 10 */
	query.any = false;
	assert_int_equal(hit(&(struct finding){ .hits = find(*state, store, query).hits }, 0), 2);
	store_close(store);
}

static void words_that_stand_nowhere_are_told(void **state)
{
	struct store *store = open_words(*state);
	put(*state, store, (struct fulltext_doc){ .id = 1, .title = S("wlan langsam") });
	struct finding finding = find(*state, store,
	    (struct fulltext_query){ .tokens = S("wlan lngsam langsam rouetr") });
	assert_hits(&finding, 1, (int64_t[]){ 1 });
	assert_true(finding.hits.is_relaxed);
	assert_int_equal(finding.hits.unknown, 1 << 1 | 1 << 3);
	store_close(store);
}

/* 600 hold both words; the 120 that speak of nothing else are the oldest. */
static void of_many_the_telling_ones_are_looked_at_first(void **state)
{
	struct engine *engine = *state;
	struct store *store = open_words(engine);
	for (int64_t id = 1; id <= 600; id++) {
		struct fulltext_doc doc = { .id = id, .title = S("frage"), .body = S("wlan langsam") };
		if (id <= 120)
			doc.title = S("wlan langsam");
		put(engine, store, doc);
	}
	struct finding finding =
	    find(engine, store, (struct fulltext_query){ .tokens = S("wlan langsam") });
	assert_int_equal(hit(&finding, 0), 120);
	assert_int_equal(hit(&finding, 9), 111);
	assert_int_equal(finding.total, FULLTEXT_TOTAL_MAX);
	store_close(store);
}

struct corpus {
	int64_t documents, length;
};

static enum err corpus_read(struct db *db, void *data)
{
	struct rows rows;
	bool more;
	enum err err = db_query(db, &corpus_sum, (struct value[]){ VALUE(BRAND) }, &rows);
	if (!err)
		err = db_next(&rows, &more);
	if (err)
		return err;
	*(struct corpus *)data = (struct corpus){ db_integer(&rows, 0), db_integer(&rows, 1) };
	db_end(&rows);
	return OK;
}

static enum err remove_first(struct db *db, void *data)
{
	return fulltext_remove(db, BRAND, 1);
}

static void what_is_put_again_or_removed_is_found_no_more(void **state)
{
	struct store *store = open_words(*state);
	struct corpus corpus;
	put(*state, store,
	    (struct fulltext_doc){ .id = 1, .title = S("alt"), .body = S("rot rot") });
	put(*state, store,
	    (struct fulltext_doc){ .id = 1, .title = S("neu"), .body = S("rot blau gelb") });
	put(*state, store, (struct fulltext_doc){ .id = 2, .title = S("neu") });
	assert_int_equal(
	    find(*state, store, (struct fulltext_query){ .tokens = S("alt") }).hits.count, 0);
	struct finding finding = find(*state, store, (struct fulltext_query){ .tokens = S("rot") });
	assert_hits(&finding, 1, (int64_t[]){ 1 });
	assert_int_equal(store_read(store, corpus_read, &corpus), OK);
	assert_int_equal(corpus.documents, 2);
	assert_int_equal(corpus.length, 3 + 3 + 3);
	assert_int_equal(store_write(store, remove_first, NULL), OK);
	assert_int_equal(store_write(store, remove_first, NULL), OK);
	assert_int_equal(
	    find(*state, store, (struct fulltext_query){ .tokens = S("rot") }).hits.count, 0);
	assert_int_equal(store_read(store, corpus_read, &corpus), OK);
	assert_int_equal(corpus.documents, 1);
	assert_int_equal(corpus.length, 3);
	store_close(store);
}

static void odd_words_do_no_harm(void **state)
{
	static const char *const odd[] = { "\"",     "'",	  "c++",   "802.11", "a:b",
					   "NOT",    "or",	  "*",	   "w*",     "^x",
					   "(",	     "a'b\"c\\d", "grüße", "日本",   "\xff\xfe",
					   "-",	     "&",	  "|",	   "!",	     "<->",
					   "near/2", "_",	  "x_y",   "{}",     LONG_WORD };
	struct engine *engine = *state;
	struct store *store = open_words(engine);
	for (size_t i = 0; i < COUNT(odd); i++) {
		/* PostgreSQL takes no broken UTF-8; the analysis above never makes any. */
		if (engine->postgres && (unsigned char)odd[i][0] == 0xff)
			continue;
		put(engine, store,
		    (struct fulltext_doc){
			.id = (int64_t)i + 1, .title = str_from(odd[i]), .body = S("wlan") });
		struct finding finding =
		    find(engine, store, (struct fulltext_query){ .tokens = str_from(odd[i]) });
		assert_hits(&finding, 1, (int64_t[]){ (int64_t)i + 1 });
	}
	store_close(store);
}

static enum err put_and_refuse(struct db *db, void *data)
{
	enum err err = put_doc(db, data);
	return err ? err : ERR_FORBIDDEN;
}

static void a_refused_unit_indexes_nothing(void **state)
{
	struct store *store = open_words(*state);
	put(*state, store, (struct fulltext_doc){ .id = 1, .title = S("bleibt") });
	struct putting putting = { ((struct engine *)*state)->arena,
				   { .brand_id = BRAND,
				     .id = 1,
				     .audience_id = PUBLIC,
				     .kind = 1,
				     .boost = 1,
				     .title = S("anders") } };
	assert_int_equal(store_write(store, put_and_refuse, &putting), ERR_FORBIDDEN);
	assert_int_equal(
	    find(*state, store, (struct fulltext_query){ .tokens = S("anders") }).hits.count, 0);
	assert_int_equal(
	    find(*state, store, (struct fulltext_query){ .tokens = S("bleibt") }).hits.count, 1);
	store_close(store);
}

/* A corpus of 900 made-up documents, the same on every engine. */

static uint64_t next(uint64_t *state)
{
	*state = *state * 6364136223846793005u + 1442695040888963407u;
	return *state >> 33;
}

static str made_text(struct arena *arena, uint64_t *state, size_t words)
{
	struct text text;
	text_open(&text, arena, 200);
	for (size_t i = 0; i < words; i++) {
		/* Few words are frequent, many are rare. */
		uint64_t rank = next(state) % 1000 * (next(state) % 1000) / 2500;
		text_format(&text, "%sw%d", i ? " " : "", (int)rank);
	}
	return text_str(&text);
}

enum { MADE = 900, ASKED = 60 };

static void make_corpus(struct engine *engine, struct store *store)
{
	uint64_t state = 1;
	for (int64_t id = 1; id <= MADE; id++) {
		struct fulltext_doc doc = { .id = id,
					    .kind = 1 + id % 3,
					    .at = id % 17,
					    .audience_id = id % 7 ? PUBLIC : STAFF,
					    .boost = id % 11 ? 1 : 1.3 };
		doc.title = made_text(engine->arena, &state, 3 + next(&state) % 5);
		doc.marks = str_format(engine->arena, "k%d b%d", (int)doc.kind, (int)(1 + id % 5));
		doc.body = made_text(engine->arena, &state, 5 + next(&state) % 40);
		put(engine, store, doc);
	}
}

static struct fulltext_query asked(struct arena *arena, int number)
{
	uint64_t state = 1000 + (uint64_t)number;
	return (struct fulltext_query){ .tokens = made_text(arena, &state, 1 + (size_t)number % 4),
					.any = number % 3 == 0,
					.member_id = number % 2 ? CLERK : 0,
					.marks = number % 4 == 1   ? S("k2")
						 : number % 6 == 5 ? S("b3\tb4")
								   : S(""),
					.newest = number % 7 == 3,
					.limit = 10,
					.skip = number % 5 == 4 ? 10 : 0 };
}

static void both_engines_find_the_same_with_the_same_scores(void **state)
{
	struct engine *engine = *state;
	struct engine twin = { .arena = engine->arena, .folder = engine->folder, .made = 1000 };
	struct store *store = open_words(engine), *other = open_words(&twin);
	make_corpus(engine, store);
	make_corpus(&twin, other);
	int hits = 0;
	for (int i = 0; i < ASKED; i++) {
		struct finding one = find(engine, store, asked(engine->arena, i));
		struct finding two = find(&twin, other, asked(engine->arena, i));
		assert_int_equal(one.hits.count, two.hits.count);
		assert_int_equal(one.total, two.total);
		for (size_t j = 0; j < one.hits.count; j++) {
			const struct fulltext_hit *a = &one.hits.at[j], *b = &two.hits.at[j];
			assert_int_equal(a->id, b->id);
			assert_int_equal(a->kind, b->kind);
			assert_memory_equal(&a->score, &b->score, sizeof a->score);
		}
		hits += (int)one.hits.count;
	}
	assert_true(hits > ASKED);
	store_close(store);
	store_close(other);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(documents_are_found_by_all_words),
		cmocka_unit_test(too_few_with_all_words_are_filled_up_by_rare_ones),
		cmocka_unit_test(titles_count_more_and_short_texts_too),
		cmocka_unit_test(a_boost_leads_and_the_newest_wins_among_equals),
		cmocka_unit_test(nobody_finds_what_they_may_not_see),
		cmocka_unit_test(members_find_what_their_audiences_hold_however_many_they_are),
		cmocka_unit_test(where_nothing_is_for_everyone_only_members_find),
		cmocka_unit_test(filters_hold),
		cmocka_unit_test(sets_of_marks_are_counted_apart_and_not_without_end),
		cmocka_unit_test(a_filter_may_name_several_and_a_time),
		cmocka_unit_test(another_word_for_the_same_is_found_behind_the_word_itself),
		cmocka_unit_test(what_a_question_says_twice_counts_more),
		cmocka_unit_test(words_that_stand_nowhere_are_told),
		cmocka_unit_test(of_many_the_telling_ones_are_looked_at_first),
		cmocka_unit_test(what_is_put_again_or_removed_is_found_no_more),
		cmocka_unit_test(odd_words_do_no_harm),
		cmocka_unit_test(a_refused_unit_indexes_nothing),
		cmocka_unit_test(both_engines_find_the_same_with_the_same_scores),
	};
	return engines_run("fulltext", tests, COUNT(tests));
}
