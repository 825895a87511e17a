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

#include <stdlib.h>

#include "store/fulltext_express.h"

enum {
	ENOUGH = 100,	    /* so many of a level: no lower one is looked at */
	FEW_ROWS = 32,	    /* what bears a mark is told by its rows */
	PARAMS = 9,
};

static const double TIMES_K = 8; /* k3 */

/* clang-format off */
/* What a stranger may see (member 0), everybody may. */
#define VISIBLE(p) "d.audience_id IN (SELECT a.audience_id FROM core_audience_member a WHERE a.brand_id = " p "2" \
	" AND a.member_id IN (0, " p "3)) AND d.at >= " p "4 AND (" p "5 = 0 OR d.at < " p "5)" \
	" AND d.kind <> " p "7 AND d.kind <> " p "8 AND d.boost >= " p "9"
#define MATCH_SQLITE "FROM store_index i CROSS JOIN store_document d ON d.id = i.rowid AND d.brand_id = ?2" \
	" WHERE i.store_index MATCH ?1 AND " VISIBLE("?")
#define MATCH_POSTGRES "FROM store_document d WHERE d.brand_id = $2 AND d.words @@ CAST($1 AS TSQUERY) AND " VISIBLE("$")
#define COLUMNS "SELECT d.id, d.kind, d.at, d.boost, d.length, d.terms "

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
/* Which they are, without their rows; and the rows of those. */
static const struct statement match_ids = {
	"fulltext.match_ids",
	"SELECT rowid FROM store_index WHERE store_index MATCH ?1 AND ?2 IS NOT NULL ORDER BY rowid DESC LIMIT ?3",
	"SELECT id FROM store_document WHERE brand_id = $2 AND words @@ CAST($1 AS TSQUERY) ORDER BY id DESC LIMIT $3", 3, 1, false,
};
static const struct statement ranked_rows = {
	"fulltext.ranked_rows",
	COLUMNS "FROM json_each(?1) j CROSS JOIN store_document d ON d.id = j.value AND d.brand_id = ?2 WHERE " VISIBLE("?") " LIMIT ?6",
	COLUMNS "FROM store_document d WHERE d.brand_id = $2 AND d.id = ANY (CAST($1 AS BIGINT[])) AND " VISIBLE("$")
	" ORDER BY d.id DESC LIMIT $6",
	PARAMS, 6, false,
};
/* How much the words find decides the plan: of many, the newest are found along the key; of few, by the index of words and a
   sort.  A plan that is made once for all words sorts all that match. */
#define PLAN(mode) "SELECT set_config('plan_cache_mode', '" mode "', true)"
static const struct statement plan_by_values = { "fulltext.plan_by_values", NULL, PLAN("force_custom_plan"), 0, 1, false };
static const struct statement plan_as_ever = { "fulltext.plan_as_ever", NULL, PLAN("auto"), 0, 1, false };
const struct statement *const fulltext_statements[] = { &fulltext_word_count, &candidates, &match_count, &match_ids, NULL };
/* clang-format on */

static enum err plan(struct db *db, const struct statement *how)
{
	return db_is_sqlite(db) ? OK : db_run(db, how, NULL, NULL);
}

/* Candidates. */

/* What somebody says again and again is what the question is about: BM25's own part for long queries. */
static double said(const struct search *search, const struct word *word)
{
	return search->query->any ? (TIMES_K + 1) * word->times / (TIMES_K + word->times) : 1;
}

static double score_of(const struct search *search, const struct rows *rows, str terms)
{
	double score = 0, length = (double)db_integer(rows, 4);
	for (size_t i = 0; i < search->count; i++) {
		const struct word *word = &search->words[i];
		double count = 0;
		for (size_t j = 0; j < word->count; j++)
			count += word->at[j].weight * term_count(terms, word->at[j].hash);
		if (count > 0)
			score += word->rarity * word_share(count, length, search->mean_length) * said(search, word);
	}
	return score * db_real(rows, 3);
}

static void match_params(const struct search *search, str words, int64_t limit, struct value params_out[PARAMS])
{
	const struct fulltext_query *query = search->query;
	const int64_t none[2] = { 0 }, *without = search->is_apart ? none : query->without_kinds;
	const struct value params[PARAMS] = { VALUE(words), VALUE(query->brand_id), VALUE(query->member_id),
		VALUE(query->since), VALUE(query->until), VALUE(limit), VALUE(without[0]), VALUE(without[1]),
		VALUE(query->boost_least) };
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

static bool is_full(const struct search *search)
{
	return search->found.count + search->apart.count >= search->most;
}

static bool is_unwanted(const struct search *search, int64_t kind)
{
	const int64_t *without = search->query->without_kinds;
	return search->is_apart && (kind == without[0] || kind == without[1]);
}

static void candidate_add(struct search *search, const struct rows *rows)
{
	int64_t id = db_integer(rows, 0), kind = db_integer(rows, 1);
	if (!is_new(search, id))
		return;
	struct arena_mark mark = arena_mark(search->arena);
	double score = score_of(search, rows, db_text(rows, 5, search->arena));
	arena_release(search->arena, mark);
	struct candidate *found = list_add(is_unwanted(search, kind) ? &search->apart : &search->found);
	*found = (struct candidate){ id, kind, db_integer(rows, 2), score, search->is_by_blocks && search->found.count > BLOCK };
}

/* Ranks what `words` matches, as far as there is room, leaving out what was found before. */
static enum err candidates_by(struct search *search, const struct statement *statement, const struct value *params,
			      int64_t *seen_out)
{
	struct rows rows;
	bool more = true;
	*seen_out = (int64_t)search->most;
	if (is_full(search))
		return OK;
	enum err err = db_query(search->db, statement, params, &rows);
	for (*seen_out = 0; !err && (err = db_next(&rows, &more)) == OK && more; (*seen_out)++) {
		candidate_add(search, &rows);
		if (!is_full(search))
			continue;
		db_end(&rows);
		*seen_out = (int64_t)search->most;
		return OK;
	}
	return err;
}

static enum err candidates_add(struct search *search, str words, int64_t *seen_out)
{
	struct value params[PARAMS];
	str wanted = search->is_apart ? words : express_not_aside(search, words);
	match_params(search, express_visible(search, wanted), (int64_t)search->most, params);
	return candidates_by(search, &candidates, params, seen_out);
}

static enum err candidates_of(struct search *search, const struct ids *ids)
{
	struct value params[PARAMS];
	struct text list;
	int64_t seen;
	bool is_sqlite = db_is_sqlite(search->db);
	text_open(&list, search->arena, ids->count * 21 + 8);
	text_char(&list, is_sqlite ? '[' : '{');
	for (size_t i = 0; i < ids->count; i++) {
		if (i)
			text_char(&list, ',');
		text_number(&list, ids->at[i]);
	}
	text_char(&list, is_sqlite ? ']' : '}');
	match_params(search, text_str(&list), (int64_t)search->most, params);
	return candidates_by(search, &ranked_rows, params, &seen);
}

static bool is_by_rows(const struct search *search)
{
	return search->query->since || search->query->until || search->audiences.too_many;
}

/* Times stand in the rows only. */
static enum err count_matches(struct search *search, str words, int64_t max, int64_t *count_out)
{
	const struct fulltext_query *query = search->query;
	struct value params[PARAMS];
	int64_t numbers[2] = { 0 };
	str visible = express_visible(search, express_without(search, words));
	match_params(search, visible, max, params);
	const struct value few[] = { VALUE(visible), VALUE(query->brand_id), VALUE(max) };
	enum err err = is_by_rows(search) ? ask_numbers(search, &match_count, params, numbers)
					  : ask_numbers(search, &fulltext_word_count, few, numbers);
	*count_out = numbers[0];
	return err;
}

static enum err ids_read(struct search *search, str words, int64_t most, struct ids *ids_out)
{
	const struct value params[] = { VALUE(words), VALUE(search->query->brand_id), VALUE(most) };
	struct rows rows;
	bool more = true;
	int64_t *ids = arena_take(search->arena, ((size_t)most + 1) * sizeof *ids);
	*ids_out = (struct ids){ ids, 0 };
	enum err err = db_query(search->db, &match_ids, params, &rows);
	while (!err && (err = db_next(&rows, &more)) == OK && more)
		ids[ids_out->count++] = db_integer(&rows, 0);
	return err;
}

/* The telling documents first; `newest`: of those that hold all words, where that was asked already: there are too many.
   They are ranked by the block, so that nobody waits for the rows of a page that is hardly ever turned to. */
static enum err levels_find(struct search *search, const struct ids *newest, int64_t *total_out)
{
	const struct fulltext_query *query = search->query;
	int64_t seen = 0, most = (int64_t)search->most, end = query->skip + query->limit, enough = end > ENOUGH ? end : ENOUGH;
	enum err err = OK;
	int level = LEVEL_MUCH + 1;
	search->is_by_blocks = true;
	search->most = most > BLOCK && end <= BLOCK ? BLOCK : search->most;
	while (!err && level > LEVEL_ANY && (int64_t)search->found.count < enough) {
		level = newest && level == LEVEL_MUCH ? LEVEL_ANY : level - 1;
		err = level == LEVEL_ANY && newest ? candidates_of(search, newest)
						   : candidates_add(search, express_all(search, search->count, (enum level)level), &seen);
	}
	search->is_whole = level == LEVEL_ANY && !newest && seen < (int64_t)search->most;
	*total_out = newest ? most : seen;
	bool is_told = search->is_whole || (*total_out >= most && most >= FULLTEXT_TOTAL_MAX);
	if (err || is_told)
		return err;
	return count_matches(search, express_all(search, search->count, LEVEL_ANY), FULLTEXT_TOTAL_MAX, total_out);
}

/* All that hold all words are read, with those of kinds that are not wanted: no other question need ask for them. */
static enum err whole_find(struct search *search, const struct ids *ids, int64_t *total_out)
{
	int64_t seen;
	search->is_apart = true;
	enum err err = ids ? candidates_of(search, ids) : candidates_add(search, express_all(search, search->count, LEVEL_ANY), &seen);
	search->is_apart = false;
	search->is_whole = true;
	*total_out = (int64_t)search->found.count;
	return err;
}

static enum err ids_of_all(struct search *search, struct ids *ids_out)
{
	str words = express_visible(search, express_all(search, search->count, LEVEL_ANY));
	return ids_read(search, words, (int64_t)search->most + 1, ids_out);
}

/* What holds all words.  Those that hold several common ones, or one and a mark, may be few all the same, and to seek them at
   each level leads through all that hold one of them each time: which they are is asked once, before any row is read.  First
   by the words as they were asked for: where too many hold those, the others for the same only make the way longer. */
static enum err common_find(struct search *search, int64_t *total_out)
{
	struct ids ids = { 0 };
	enum err err = OK;
	search->is_plain = search->other_count > search->count;
	if (search->is_plain)
		err = ids_of_all(search, &ids);
	if (!err && ids.count <= search->most) {
		search->is_plain = false;
		err = ids_of_all(search, &ids);
	}
	if (!err)
		err = ids.count <= search->most ? whole_find(search, &ids, total_out) : levels_find(search, &ids, total_out);
	search->is_plain = false;
	return err;
}

static enum err all_find(struct search *search, int64_t *total_out)
{
	int64_t documents = search->words[0].documents, most = (int64_t)search->most;
	*total_out = 0;
	if (documents <= most)
		return documents ? whole_find(search, NULL, total_out) : OK;
	if (search->query->newest) {
		enum err err = candidates_add(search, express_all(search, search->count, LEVEL_ANY), total_out);
		search->is_whole = *total_out < most;
		return err;
	}
	bool is_one = search->count == 1 && str_empty(str_trim(search->query->marks));
	return is_one || is_by_rows(search) ? levels_find(search, NULL, total_out) : common_find(search, total_out);
}

/* Any word may match.  All that hold the rarest are looked at, so those that hold all words are among them; where even the
   rarest is common, those that speak of all of them.  (Of a million, to seek out what holds six words costs ten times as
   much as all the rest.)  Then what holds some of them. */
static enum err any_find(struct search *search)
{
	int64_t seen = 0, rarest = search->words[0].documents;
	search->is_plain = rarest > RARE_MAX; /* where all are common, the others for the same only make the way longer */
	str first = rarest <= RARE_MAX ? express_rarest(search) : express_all(search, search->count, LEVEL_MUCH);
	search->is_plain = false;
	bool has_first = rarest > 0 && search->count > 1 && !search->is_small;
	enum err err = has_first ? candidates_add(search, first, &seen) : OK;
	return err ? err : candidates_add(search, express_some(search), &seen);
}

static void kinds_tally(const struct list *all, struct fulltext_found *found)
{
	for (size_t i = 0; i < all->count; i++) {
		int64_t kind = ((const struct candidate *)list_at(all, i))->kind;
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
	bool is_any = query->any && !query->newest, is_some = query->some;
	int64_t seen = 0;
	if (is_some && search->count < 2)
		return OK;
	enum err err = is_any ? any_find(search) : is_some ? OK : all_find(search, &found->total);
	size_t all = is_any ? 1 : search->found.count;
	if (!is_any && !is_some) {
		found->is_whole = search->is_whole || search->words[0].documents == 0;
		kinds_tally(&search->found, found);
	}
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
	if (one->block != other->block)
		return one->block - other->block;
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

static void hits_take(const struct search *search, struct list *all, int skip, struct fulltext_found *found)
{
	const struct fulltext_query *query = search->query;
	if (all->count > 0)
		qsort(all->at, all->count, all->size, query->newest ? by_date : by_score);
	found->at = arena_take(search->arena, ((size_t)query->limit + 1) * sizeof *found->at);
	for (size_t i = (size_t)skip; i < all->count && found->count < (size_t)query->limit; i++) {
		const struct candidate *hit = list_at(all, i);
		found->at[found->count++] = (struct fulltext_hit){ hit->id, hit->kind, hit->score };
	}
}

static void apart_take(struct search *search, struct fulltext_found *found)
{
	struct fulltext_found *apart = arena_take(search->arena, sizeof *apart);
	*apart = (struct fulltext_found){ .total = (int64_t)search->apart.count, .is_whole = true };
	kinds_tally(&search->apart, apart);
	hits_take(search, &search->apart, 0, apart);
	found->apart = apart;
}

static struct search *search_open(struct db *db, struct arena *arena,
				  const struct fulltext_query *query)
{
	struct search *search = arena_take(arena, sizeof *search);
	*search = (struct search){ .db = db, .arena = arena, .query = query, .most = CANDIDATES_MAX };
	if (query->looked_at > 0 && query->looked_at < CANDIDATES_MAX)
		search->most = (size_t)query->looked_at;
	list_open(&search->found, arena, sizeof(struct candidate));
	list_open(&search->apart, arena, sizeof(struct candidate));
	return search;
}

enum err fulltext_find(struct db *db, struct arena *arena, const struct fulltext_query *query,
		       struct fulltext_found *found_out)
{
	struct search *search = search_open(db, arena, query);
	struct fulltext_found found = { .total = 0 };
	enum err err = ask_who(search);
	if (!err)
		err = plan(db, &plan_by_values);
	if (!err)
		err = ask_rarities(search, &found.unknown);
	if (!err && search->count > 0 && !ask_sees_nothing(search))
		err = candidates_find(search, &found);
	if (!err)
		err = plan(db, &plan_as_ever);
	if (err)
		return err;
	hits_take(search, &search->found, query->skip, &found);
	if (query->without_kinds[0] && found.is_whole && !query->any)
		apart_take(search, &found);
	*found_out = found;
	return OK;
}

static bool holds(const struct word *word, str terms)
{
	for (size_t i = 0; i < word->count; i++) {
		if (term_count(terms, word->at[i].hash))
			return true;
	}
	return false;
}

static bool holds_words(const struct search *search, str terms)
{
	size_t held = 0;
	for (size_t i = 0; i < search->count; i++)
		held += holds(&search->words[i], terms);
	return search->query->any ? held > 0 : held == search->count;
}

/* What bears marks that few bear is told by its rows, without a walk through the words. */
static enum err count_rows(struct search *search, str marks, int64_t max, int64_t *count_out)
{
	struct value params[PARAMS];
	struct rows rows;
	bool more = true;
	match_params(search, express_visible(search, marks), FEW_ROWS, params);
	enum err err = db_query(search->db, &candidates, params, &rows);
	while (!err && (err = db_next(&rows, &more)) == OK && more) {
		struct arena_mark mark = arena_mark(search->arena);
		*count_out += *count_out < max && holds_words(search, db_text(&rows, 5, search->arena));
		arena_release(search->arena, mark);
	}
	return err;
}

/* How many bear the rarest of the marks, counted to some more than few. */
static enum err marks_measure(struct search *search, int64_t *count_out)
{
	str marks = search->query->marks;
	const int64_t few = FEW_ROWS + 1;
	enum err err = OK;
	for (*count_out = few; !err && *count_out && !str_empty(marks);) {
		str mark = str_cut(&marks, ' ');
		struct text out;
		if (str_empty(mark) || str_contains(mark, S("\t")))
			continue;
		text_open(&out, search->arena, 64);
		express_quoted(search, &out, LEVEL_MARK, mark);
		int64_t count = 0;
		err = ask_count(search, text_str(&out), &count);
		*count_out = count < *count_out ? count : *count_out;
	}
	return err;
}

/* There are many kinds of which a brand has little or nothing. */
static enum err count_marked(struct search *search, int64_t max, int64_t *count_out)
{
	int64_t marked = 0;
	enum err err = marks_measure(search, &marked);
	if (err || !marked)
		return err;
	if (marked <= FEW_ROWS)
		return count_rows(search, express_marks(search), max, count_out);
	str words = search->query->any ? express_some(search) : express_all(search, search->count, LEVEL_ANY);
	return count_matches(search, words, max, count_out);
}

enum err fulltext_counts(struct db *db, struct arena *arena, const struct fulltext_query *query, const str *marks,
			 size_t sets, int64_t max, int64_t *counts_out)
{
	struct fulltext_query one = *query;
	struct search *search = search_open(db, arena, &one);
	uint32_t unknown = 0;
	memset(counts_out, 0, sets * sizeof *counts_out);
	enum err err = ask_who(search);
	if (!err)
		err = plan(db, &plan_by_values);
	if (!err && query->any)
		err = ask_rarities(search, &unknown);
	else if (!err)
		ask_words(search);
	bool may_find = search->count > 0 && !ask_sees_nothing(search);
	for (size_t i = 0; !err && may_find && i < sets; i++) {
		one.marks = marks[i];
		err = count_marked(search, max, &counts_out[i]);
	}
	return err ? err : plan(db, &plan_as_ever);
}
