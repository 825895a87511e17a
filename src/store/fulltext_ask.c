/*
 * fulltext_ask.c: what a question asks: who it is that asks, by which words, and how rare each of them is.
 *
 * A page asks for the same words several times, and who asks stays who she is: what was read once in a snapshot is
 * known to its other questions (struct fulltext_known).
 */
#include <math.h>
#include <stdlib.h>

#include "store/fulltext_express.h"

enum { COUNTED_MAX = 2000 /* documents with a word are counted so far */ };

static const double OTHER_WEIGHT = 0.6; /* of another word for the same */

struct known_word { str expression; int64_t documents; };

struct fulltext_known {
	struct list words; /* struct known_word */
	int64_t brand_id, member_id, size[2];
	bool has_audiences, has_size;
	struct audiences audiences;
};

/* clang-format off */
#define BOTH(word, text, params, columns) \
	static const struct statement word = { "fulltext." #word, text("?"), text("$"), params, columns, false }
#define SIZE(p) "SELECT COALESCE(SUM(documents), 0), COALESCE(SUM(length), 0) FROM store_corpus WHERE brand_id = " p "1"
BOTH(corpus_size, SIZE, 1, 2);
#define AUDIENCES(p) "SELECT DISTINCT audience_id FROM core_audience_member WHERE brand_id = " p "1" \
	" AND member_id IN (0, " p "2) ORDER BY audience_id LIMIT " p "3"
BOTH(audiences_of, AUDIENCES, 3, 1);
const struct statement fulltext_word_count = {
	"fulltext.word_count",
	/* The brand is in the word; PostgreSQL wants it for its shards. */
	"SELECT COUNT(*) FROM (SELECT 1 FROM store_index WHERE store_index MATCH ?1 AND ?2 IS NOT NULL LIMIT ?3)",
	"SELECT COUNT(*) FROM (SELECT 1 FROM store_document WHERE brand_id = $2 AND words @@ CAST($1 AS TSQUERY)"
	" LIMIT $3) AS few", 3, 1, false,
};
/* clang-format on */

struct fulltext_known *fulltext_know(struct arena *arena)
{
	struct fulltext_known *known = arena_take(arena, sizeof *known);
	*known = (struct fulltext_known){ .brand_id = 0 };
	list_open(&known->words, arena, sizeof(struct known_word));
	return known;
}

/* Who asks. */

static enum err audiences_load(struct search *search)
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

enum err ask_who(struct search *search)
{
	const struct fulltext_query *query = search->query;
	struct fulltext_known *known = query->known;
	if (known && known->has_audiences && known->brand_id == query->brand_id && known->member_id == query->member_id) {
		search->audiences = known->audiences;
		return OK;
	}
	enum err err = audiences_load(search);
	if (err || !known)
		return err;
	known->has_audiences = true;
	known->has_size = known->has_size && known->brand_id == query->brand_id;
	known->brand_id = query->brand_id;
	known->member_id = query->member_id;
	known->audiences = search->audiences;
	return OK;
}

bool ask_sees_nothing(const struct search *search)
{
	return !search->audiences.everyones && search->audiences.count == 0;
}

/* The query's words. */

enum err ask_numbers(struct search *search, const struct statement *statement, const struct value *params,
		     int64_t numbers_out[2])
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

static const struct known_word *known_find(const struct list *known, str expression)
{
	for (size_t i = 0; i < known->count; i++) {
		const struct known_word *one = list_at(known, i);
		if (str_equal(one->expression, expression))
			return one;
	}
	return NULL;
}

static bool word_recall(const struct fulltext_query *query, str expression, int64_t *count_out)
{
	const struct known_word *before = query->known ? known_find(&query->known->words, expression) : NULL;
	if (before)
		*count_out = before->documents;
	return before || (query->recall.find && query->recall.find(query->recall.data, expression, count_out));
}

enum err ask_count(struct search *search, str expression, int64_t *count_out)
{
	const int64_t most = COUNTED_MAX;
	const struct fulltext_query *query = search->query;
	const struct value params[] = { VALUE(expression), VALUE(query->brand_id), VALUE(most) };
	if (word_recall(query, expression, count_out))
		return OK;
	enum err err = db_number(search->db, &fulltext_word_count, params, count_out);
	if (!err && query->known)
		*(struct known_word *)list_add(&query->known->words) = (struct known_word){ expression, *count_out };
	if (!err && query->recall.keep)
		query->recall.keep(query->recall.data, expression, *count_out);
	return err;
}

static enum err word_measure(struct search *search, size_t index, double documents)
{
	struct text out;
	struct word *word = &search->words[index];
	text_open(&out, search->arena, 64);
	express_word(search, &out, index, LEVEL_ANY);
	enum err err = ask_count(search, text_str(&out), &word->documents);
	/* Counting stops somewhere, so the corpus is taken to be at most ten times as large. */
	double all = documents < 10.0 * COUNTED_MAX ? documents : 10.0 * COUNTED_MAX;
	double with = (double)word->documents;
	all = all > with ? all : with;
	word->rarity = log(1 + (all - with + 0.5) / (with + 0.5));
	return err;
}

static int by_rarity(const void *a, const void *b)
{
	const struct word *one = a, *other = b;
	if (one->documents != other->documents)
		return one->documents < other->documents ? -1 : 1;
	return str_compare(one->at[0].text, other->at[0].text);
}

void ask_words(struct search *search)
{
	str tokens = search->query->tokens;
	while (!str_empty(tokens) && search->count < WORDS_MAX && search->other_count < OTHERS_MAX)
		word_add(search, str_cut(&tokens, ' '));
}

static enum err size_read(struct search *search, int64_t size_out[2])
{
	struct fulltext_known *known = search->query->known;
	int64_t brand_id = search->query->brand_id;
	if (known && known->has_size && known->brand_id == brand_id) {
		memcpy(size_out, known->size, sizeof known->size);
		return OK;
	}
	enum err err = ask_numbers(search, &corpus_size, (struct value[]){ VALUE(brand_id) }, size_out);
	if (!err && known && known->brand_id == brand_id) {
		memcpy(known->size, size_out, sizeof known->size);
		known->has_size = true;
	}
	return err;
}

enum err ask_rarities(struct search *search, uint32_t *unknown_out)
{
	int64_t size[2] = { 0 };
	enum err err = size_read(search, size);
	if (err)
		return err;
	search->mean_length = size[0] > 0 && size[1] > 0 ? (double)size[1] / (double)size[0] : 1;
	search->is_small = size[0] <= CANDIDATES_MAX;
	ask_words(search);
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
