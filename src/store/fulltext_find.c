/*
 * fulltext_find.c: from a query's words to ranked documents, on both engines alike.
 *
 * The index says which documents hold which words; at most CANDIDATES_MAX of them are ranked
 * here by BM25 from the counts beside each.  When more hold the words, those in which the words
 * say most are looked at first (levels), so that common words cost no more than rare ones.
 * Who may see what, and every filter, is part of each statement: as words of the index, so that what is only
 * counted costs no row; what is ranked is read anyway, and asked once more.
 */
#include "store/fulltext.h"

#include <math.h>
#include <stdlib.h>

#include "store/fulltext_express.h"

enum {
	CANDIDATES_MAX = 500,
	ENOUGH = 100,	    /* so many of a level: no lower one is looked at */
	COUNTED_MAX = 2000, /* documents with a word are counted so far */
	PARAMS = 9,
};

static const double OTHER_WEIGHT = 0.6, /* of another word for the same */
		    TIMES_K = 8; /* k3 */

/* clang-format off */
#define BOTH(word, text, params, columns) \
	static const struct statement word = { "fulltext." #word, text("?"), text("$"), params, columns, false }
#define SIZE(p) "SELECT COALESCE(SUM(documents), 0), COALESCE(SUM(length), 0) FROM store_corpus WHERE brand_id = " p "1"
BOTH(corpus_size, SIZE, 1, 2);
/* What a stranger may see (member 0), everybody may. */
#define VISIBLE(p) "d.audience_id IN (SELECT a.audience_id FROM core_audience_member a WHERE a.brand_id = " p "2" \
	" AND a.member_id IN (0, " p "3)) AND d.at >= " p "4 AND (" p "5 = 0 OR d.at < " p "5)" \
	" AND d.kind <> " p "7 AND d.kind <> " p "8 AND d.boost >= " p "9"
#define AUDIENCES(p) "SELECT DISTINCT audience_id FROM core_audience_member WHERE brand_id = " p "1" \
	" AND member_id IN (0, " p "2) ORDER BY audience_id LIMIT " p "3"
BOTH(audiences_of, AUDIENCES, 3, 1);
#define MATCH_SQLITE "FROM store_index i CROSS JOIN store_document d ON d.id = i.rowid AND d.brand_id = ?2" \
	" WHERE i.store_index MATCH ?1 AND " VISIBLE("?")
#define MATCH_POSTGRES "FROM store_document d WHERE d.brand_id = $2 AND d.words @@ CAST($1 AS TSQUERY) AND " VISIBLE("$")
#define COLUMNS "SELECT d.id, d.kind, d.at, d.boost, d.length, d.terms "

static const struct statement word_count = {
	"fulltext.word_count",
	/* The brand is in the word; PostgreSQL wants it for its shards. */
	"SELECT COUNT(*) FROM (SELECT 1 FROM store_index WHERE store_index MATCH ?1 AND ?2 IS NOT NULL LIMIT ?3)",
	"SELECT COUNT(*) FROM (SELECT 1 FROM store_document WHERE brand_id = $2 AND words @@ CAST($1 AS TSQUERY)"
	" LIMIT $3) AS few", 3, 1, false,
};
static const struct statement candidates = {
	"fulltext.candidates",
	COLUMNS MATCH_SQLITE " ORDER BY i.rowid DESC LIMIT ?6",
	COLUMNS MATCH_POSTGRES " ORDER BY d.id DESC LIMIT $6", PARAMS, 6, false,
};
static const struct statement match_count = {
	"fulltext.match_count",
	"SELECT COUNT(*) FROM (SELECT 1 " MATCH_SQLITE " LIMIT ?6)",
	"SELECT COUNT(*) FROM (SELECT 1 " MATCH_POSTGRES " LIMIT $6) AS few", PARAMS, 1, false,
};
/* How much the words find decides the plan: of many, the newest are found along the key; of few, by the index of words and a
   sort.  A plan that is made once for all words sorts all that match. */
#define PLAN(mode) "SELECT set_config('plan_cache_mode', '" mode "', true)"
static const struct statement plan_by_values = { "fulltext.plan_by_values", NULL, PLAN("force_custom_plan"), 0, 1, false };
static const struct statement plan_as_ever = { "fulltext.plan_as_ever", NULL, PLAN("auto"), 0, 1, false };
const struct statement *const fulltext_statements[] = { &word_count, &candidates, &match_count, NULL };
/* clang-format on */

static enum err plan(struct db *db, const struct statement *how)
{
	return db_is_sqlite(db) ? OK : db_run(db, how, NULL, NULL);
}

/* Who asks: the audiences besides everyone's. */
static enum err audiences_read(struct search *search)
{
	const struct fulltext_query *query = search->query;
	const int64_t limit = AUDIENCES_MAX + 2;
	const struct value params[] = { VALUE(query->brand_id), VALUE(query->member_id), VALUE(limit) };
	struct rows rows;
	bool more = true;
	enum err err = db_query(search->db, &audiences_of, params, &rows);
	while (!err && (err = db_next(&rows, &more)) == OK && more) {
		int64_t id = db_integer(&rows, 0);
		if (id == FULLTEXT_EVERYONE)
			search->audiences.everyones = true;
		else if (search->audiences.count < AUDIENCES_MAX)
			search->audiences.ids[search->audiences.count++] = id;
		else
			search->audiences.too_many = true;
	}
	return err;
}

static bool sees_nothing(const struct search *search)
{
	return !search->audiences.everyones && search->audiences.count == 0;
}

/* The query's words. */

static enum err numbers_read(struct search *search, const struct statement *statement,
			     const struct value *params, int64_t numbers_out[2])
{
	struct rows rows;
	bool more;
	enum err err = db_query(search->db, statement, params, &rows);
	if (!err)
		err = db_next(&rows, &more);
	if (err)
		return err;
	for (int i = 0; i < statement->columns; i++)
		numbers_out[i] = db_integer(&rows, i);
	db_end(&rows);
	return OK;
}

static bool has_other(const struct other *at, size_t count, str text)
{
	for (size_t i = 0; i < count; i++) {
		if (str_equal(at[i].text, text))
			return true;
	}
	return false;
}

static struct word *word_of(struct search *search, str text)
{
	for (size_t i = 0; i < search->count; i++) {
		if (str_equal(search->words[i].at[0].text, text))
			return &search->words[i];
	}
	return NULL;
}

static void word_add(struct search *search, str group)
{
	struct word *word = &search->words[search->count];
	*word = (struct word){ .at = &search->others[search->other_count], .times = 1 };
	while (!str_empty(group) && search->other_count < OTHERS_MAX) {
		str text = str_first(str_cut(&group, FULLTEXT_OR), WORD_BYTES);
		if (str_empty(text) || has_other(word->at, word->count, text))
			continue;
		struct word *before = word->count ? NULL : word_of(search, text);
		if (before) {
			before->times++;
			return;
		}
		search->others[search->other_count++] =
		    (struct other){ text, term_hash(text), word->count ? OTHER_WEIGHT : 1 };
		word->count++;
	}
	search->count += word->count > 0;
}

struct known_word { str expression; int64_t documents; }; /* a page asks for the same words several times */

void fulltext_know(struct list *known, struct arena *arena)
{
	list_open(known, arena, sizeof(struct known_word));
}

static const struct known_word *known_find(const struct list *known, str expression)
{
	for (size_t i = 0; i < known->count; i++) {
		const struct known_word *one = list_at(known, i);
		if (str_equal(one->expression, expression))
			return one;
	}
	return NULL;
}

static enum err word_measure(struct search *search, size_t index, double documents)
{
	struct text out;
	struct word *word = &search->words[index];
	int64_t numbers[2] = { 0 };
	text_open(&out, search->arena, 64);
	express_word(search, &out, index, LEVEL_ANY);
	const struct value params[] = { VALUE(text_str(&out)), VALUE(search->query->brand_id),
					VALUE(COUNTED_MAX) };
	struct list *known = search->query->known;
	const struct known_word *before = known ? known_find(known, text_str(&out)) : NULL;
	enum err err = before ? OK : numbers_read(search, &word_count, params, numbers);
	if (err)
		return err;
	word->documents = before ? before->documents : numbers[0];
	if (known && !before)
		*(struct known_word *)list_add(known) = (struct known_word){ text_str(&out), word->documents };
	/* Counting stops somewhere, so the corpus is taken to be at most ten times as large. */
	double all = documents < 10.0 * COUNTED_MAX ? documents : 10.0 * COUNTED_MAX;
	double with = (double)word->documents;
	all = all > with ? all : with;
	word->rarity = log(1 + (all - with + 0.5) / (with + 0.5));
	return OK;
}

static int by_rarity(const void *a, const void *b)
{
	const struct word *one = a, *other = b;
	if (one->documents != other->documents)
		return one->documents < other->documents ? -1 : 1;
	return str_compare(one->at[0].text, other->at[0].text);
}

static void words_gather(struct search *search)
{
	str tokens = search->query->tokens;
	while (!str_empty(tokens) && search->count < WORDS_MAX && search->other_count < OTHERS_MAX)
		word_add(search, str_cut(&tokens, ' '));
}

/* Each once, the rarest first; *unknown_out: bits of those that stand nowhere, in the query's order. */
static enum err words_read(struct search *search, uint32_t *unknown_out)
{
	int64_t size[2] = { 0 };
	enum err err = numbers_read(search, &corpus_size,
				    (struct value[]){ VALUE(search->query->brand_id) }, size);
	if (err)
		return err;
	search->mean_length = size[0] > 0 && size[1] > 0 ? (double)size[1] / (double)size[0] : 1;
	search->is_small = size[0] <= CANDIDATES_MAX;
	words_gather(search);
	*unknown_out = 0;
	for (size_t i = 0; i < search->count && !err; i++) {
		err = word_measure(search, i, (double)size[0]);
		if (!err && search->words[i].documents == 0)
			*unknown_out |= (uint32_t)1 << i;
	}
	if (search->count > 0)
		qsort(search->words, search->count, sizeof search->words[0], by_rarity);
	return err;
}

/* Candidates. */

/* What somebody says again and again is what the question is about: BM25's own part for long queries. */
static double said(const struct search *search, const struct word *word)
{
	return search->query->any ? (TIMES_K + 1) * word->times / (TIMES_K + word->times) : 1;
}

static double score_of(const struct search *search, const struct rows *rows)
{
	struct arena_mark mark = arena_mark(search->arena);
	str terms = db_text(rows, 5, search->arena);
	double score = 0, length = (double)db_integer(rows, 4);
	for (size_t i = 0; i < search->count; i++) {
		const struct word *word = &search->words[i];
		double count = 0;
		for (size_t j = 0; j < word->count; j++)
			count += word->at[j].weight * term_count(terms, word->at[j].hash);
		if (count > 0)
			score += word->rarity * word_share(count, length, search->mean_length) * said(search, word);
	}
	arena_release(search->arena, mark);
	return score * db_real(rows, 3);
}

static void match_params(const struct search *search, str words, int64_t limit, struct value params_out[PARAMS])
{
	const struct fulltext_query *query = search->query;
	const struct value params[PARAMS] = { VALUE(words), VALUE(query->brand_id), VALUE(query->member_id),
		VALUE(query->since), VALUE(query->until), VALUE(limit), VALUE(query->without_kinds[0]),
		VALUE(query->without_kinds[1]), VALUE(query->boost_least) };
	memcpy(params_out, params, sizeof params);
}

/* True once for each. */
static bool is_new(struct search *search, int64_t id)
{
	size_t at = (size_t)((uint64_t)id * 0x9e3779b97f4a7c15u >> 53) & (PLACES - 1);
	while (search->places[at] && search->places[at] != id)
		at = (at + 1) & (PLACES - 1);
	bool is_new = !search->places[at];
	search->places[at] = id;
	return is_new;
}

/* Ranks what `words` matches, as far as there is room, leaving out what was found before. */
static enum err candidates_add(struct search *search, str words, int64_t *seen_out)
{
	struct value params[PARAMS];
	match_params(search, express_visible(search, words), (int64_t)search->most, params);
	struct rows rows;
	bool more = true;
	*seen_out = (int64_t)search->most;
	if (search->found.count == search->most)
		return OK;
	enum err err = db_query(search->db, &candidates, params, &rows);
	for (*seen_out = 0; !err && (err = db_next(&rows, &more)) == OK && more; (*seen_out)++) {
		int64_t id = db_integer(&rows, 0);
		if (!is_new(search, id))
			continue;
		double score = score_of(search, &rows);
		struct candidate *found = list_add(&search->found);
		*found = (struct candidate){ id, db_integer(&rows, 1), db_integer(&rows, 2), score };
		if (search->found.count < search->most)
			continue;
		db_end(&rows);
		*seen_out = (int64_t)search->most;
		return OK;
	}
	return err;
}

/* Times stand in the rows only. */
static enum err count_matches(struct search *search, str words, int64_t max, int64_t *count_out)
{
	const struct fulltext_query *query = search->query;
	struct value params[PARAMS];
	int64_t numbers[2] = { 0 };
	bool by_rows = query->since || query->until || search->audiences.too_many;
	str visible = express_visible(search, express_without(search, words));
	match_params(search, visible, max, params);
	const struct value few[] = { VALUE(visible), VALUE(query->brand_id), VALUE(max) };
	enum err err = by_rows ? numbers_read(search, &match_count, params, numbers)
			       : numbers_read(search, &word_count, few, numbers);
	*count_out = numbers[0];
	return err;
}

/* What holds all words: the telling documents first when there may be too many. */
static enum err all_find(struct search *search, int64_t *total_out)
{
	const struct fulltext_query *query = search->query;
	int64_t seen = 0, most = (int64_t)search->most, enough = query->skip + query->limit > ENOUGH ? query->skip + query->limit : ENOUGH;
	bool is_common = search->words[0].documents > most && !query->newest;
	enum err err = OK;
	*total_out = 0;
	if (search->words[0].documents == 0)
		return OK;
	for (int level = is_common ? LEVEL_MUCH : LEVEL_ANY; !err && level >= LEVEL_ANY; level--) {
		err = candidates_add(search, express_all(search, search->count, (enum level)level), &seen);
		*total_out = seen;
		bool is_last = level == LEVEL_ANY;
		search->is_whole = is_last && seen < most;
		if (err || is_last || (int64_t)search->found.count < enough)
			continue;
		if (most >= FULLTEXT_TOTAL_MAX && seen >= most)
			return OK;
		return count_matches(search, express_all(search, search->count, LEVEL_ANY), FULLTEXT_TOTAL_MAX, total_out);
	}
	if (!err && seen == most && most < FULLTEXT_TOTAL_MAX)
		err = count_matches(search, express_all(search, search->count, LEVEL_ANY), FULLTEXT_TOTAL_MAX, total_out);
	return err;
}

/* Any word may match.  All that hold the rarest are looked at, so those that hold all words are among them; where even the
   rarest is common, those that speak of all of them.  (Of a million, to seek out what holds six words costs ten times as
   much as all the rest.)  Then what holds some of them. */
static enum err any_find(struct search *search)
{
	int64_t seen = 0, rarest = search->words[0].documents;
	str first = rarest <= RARE_MAX ? express_rarest(search) : express_all(search, search->count, LEVEL_MUCH);
	bool has_first = rarest > 0 && search->count > 1 && !search->is_small;
	enum err err = has_first ? candidates_add(search, first, &seen) : OK;
	return err ? err : candidates_add(search, express_some(search), &seen);
}

static void kinds_tally(const struct search *search, struct fulltext_found *found)
{
	found->is_whole = search->is_whole || search->words[0].documents == 0;
	for (size_t i = 0; i < search->found.count; i++) {
		int64_t kind = ((const struct candidate *)list_at(&search->found, i))->kind;
		size_t at = 0;
		while (at < found->kind_count && found->kinds[at].kind != kind)
			at++;
		if (at == FULLTEXT_KINDS)
			found->is_whole = false;
		else if (at == found->kind_count)
			found->kinds[found->kind_count++] = (struct fulltext_tally){ kind, 1 };
		else
			found->kinds[at].count++;
	}
}

static enum err candidates_find(struct search *search, struct fulltext_found *found)
{
	const struct fulltext_query *query = search->query;
	bool is_any = query->any && !query->newest;
	int64_t seen = 0;
	enum err err = is_any ? any_find(search) : all_find(search, &found->total);
	size_t all = is_any ? 1 : search->found.count;
	if (!is_any)
		kinds_tally(search, found);
	if (err || (!is_any && (found->total >= query->skip + query->limit || search->count < 2 || query->newest)))
		return err;
	if (!is_any)
		err = candidates_add(search, express_some(search), &seen);
	found->total = (int64_t)search->found.count;
	found->is_relaxed = all == 0 && search->found.count > 0;
	return err;
}

static int by_score(const void *a, const void *b)
{
	const struct candidate *one = a, *other = b;
	if (one->score < other->score || one->score > other->score)
		return one->score > other->score ? -1 : 1;
	return one->id > other->id ? -1 : one->id < other->id;
}

static int by_date(const void *a, const void *b)
{
	const struct candidate *one = a, *other = b;
	if (one->at != other->at)
		return one->at > other->at ? -1 : 1;
	return one->id > other->id ? -1 : one->id < other->id;
}

static void hits_take(struct search *search, struct fulltext_found *found)
{
	const struct fulltext_query *query = search->query;
	struct list *all = &search->found;
	if (all->count > 0)
		qsort(all->at, all->count, all->size, query->newest ? by_date : by_score);
	found->at = arena_take(search->arena, ((size_t)query->limit + 1) * sizeof *found->at);
	for (size_t i = (size_t)query->skip; i < all->count && found->count < (size_t)query->limit; i++) {
		const struct candidate *hit = list_at(all, i);
		found->at[found->count++] = (struct fulltext_hit){ hit->id, hit->kind, hit->score };
	}
}

static struct search *search_open(struct db *db, struct arena *arena,
				  const struct fulltext_query *query)
{
	struct search *search = arena_take(arena, sizeof *search);
	*search = (struct search){ .db = db, .arena = arena, .query = query, .most = CANDIDATES_MAX };
	if (query->looked_at > 0 && query->looked_at < CANDIDATES_MAX)
		search->most = (size_t)query->looked_at;
	list_open(&search->found, arena, sizeof(struct candidate));
	return search;
}

enum err fulltext_find(struct db *db, struct arena *arena, const struct fulltext_query *query,
		       struct fulltext_found *found_out)
{
	struct search *search = search_open(db, arena, query);
	struct fulltext_found found = { .total = 0 };
	enum err err = audiences_read(search);
	if (!err)
		err = plan(db, &plan_by_values);
	if (!err)
		err = words_read(search, &found.unknown);
	if (!err && search->count > 0 && !sees_nothing(search))
		err = candidates_find(search, &found);
	if (!err)
		err = plan(db, &plan_as_ever);
	if (err)
		return err;
	hits_take(search, &found);
	*found_out = found;
	return OK;
}

/* A mark that stands nowhere, and there are many kinds of which a brand has nothing, needs no walk through the words. */
static enum err marks_look(struct search *search, bool *is_there_out)
{
	str marks = search->query->marks;
	const int64_t one = 1;
	enum err err = OK;
	for (*is_there_out = true; !err && *is_there_out && !str_empty(marks);) {
		str mark = str_cut(&marks, ' ');
		struct text out;
		if (str_empty(mark) || str_contains(mark, S("\t")))
			continue;
		text_open(&out, search->arena, 64);
		express_quoted(search, &out, LEVEL_MARK, mark);
		int64_t count = 0;
		const struct value params[] = { VALUE(text_str(&out)), VALUE(search->query->brand_id), VALUE(one) };
		err = db_number(search->db, &word_count, params, &count);
		*is_there_out = count > 0;
	}
	return err;
}

enum err fulltext_counts(struct db *db, struct arena *arena, const struct fulltext_query *query, const str *marks,
			 size_t sets, int64_t max, int64_t *counts_out)
{
	struct fulltext_query one = *query;
	struct search *search = search_open(db, arena, &one);
	uint32_t unknown = 0;
	memset(counts_out, 0, sets * sizeof *counts_out);
	enum err err = audiences_read(search);
	if (!err)
		err = plan(db, &plan_by_values);
	if (!err && query->any)
		err = words_read(search, &unknown);
	else if (!err)
		words_gather(search);
	bool may_find = search->count > 0 && !sees_nothing(search);
	for (size_t i = 0; !err && may_find && i < sets; i++) {
		bool is_there = true;
		one.marks = marks[i];
		err = marks_look(search, &is_there);
		if (err || !is_there)
			continue;
		str words = query->any ? express_some(search) : express_all(search, search->count, LEVEL_ANY);
		err = count_matches(search, words, max, &counts_out[i]);
	}
	return err ? err : plan(db, &plan_as_ever);
}
