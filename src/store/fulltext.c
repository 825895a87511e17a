/*
 * fulltext.c: finding by words on both engines, with one ranking.
 *
 * The engines only say which documents hold which words: words are stored as
 * `brand_word`, so that one brand's search never walks another's postings.  At most
 * 400 candidates (all words first, then the rarest) are ranked here by BM25 from the
 * stored tokens.  How many documents hold a word is asked of the index itself, up to
 * a depth where a word is common anyway: a table of counts would be hundreds of hot
 * rows a document.  Who may see what is part of every query.
 */
#include "store/fulltext.h"

#include <math.h>
#include <stdlib.h>

enum {
	WORDS_MAX = 32,	 /* of a query */
	WORD_BYTES = 64, /* of one word; longer ones are cut */
	CANDIDATES_MAX = 400,
	COUNTED_MAX = 2000, /* documents with a word are counted so far */
	TOTAL_MAX = 1000,
	RARE_MAX = 400, /* relaxing: words are added while so many documents hold them */
	PARTS = 16,	/* rows of store_corpus a brand */
	TITLE_WEIGHT = 2,
};

static const double K1 = 1.2, B = 0.75;

/* clang-format off */
#define BOTH(word, text, params, columns, writes) \
	static const struct statement word = { "fulltext." #word, text("?"), text("$"), params, columns, writes }
/* What a stranger may see (member 0), everybody may. */
#define VISIBLE(p) "d.audience_id IN (SELECT a.audience_id FROM core_audience_member a WHERE a.brand_id = " p "2" \
	" AND a.member_id IN (0, " p "3)) AND (" p "4 = 0 OR d.kind = " p "4) AND (" p "5 = 0 OR d.facet_a = " p "5)" \
	" AND (" p "6 = 0 OR d.facet_b = " p "6)"
#define MATCH_SQLITE "FROM store_index i CROSS JOIN store_document d ON d.brand_id = ?2 AND d.id = i.rowid" \
	" WHERE i.store_index MATCH ?1 AND " VISIBLE("?")
#define MATCH_POSTGRES "FROM store_document d WHERE d.brand_id = $2 AND d.words @@ CAST($1 AS TSQUERY) AND " VISIBLE("$")

#define OLD(p) "SELECT title, body, length FROM store_document WHERE brand_id = " p "1 AND id = " p "2"
#define DELETE(p) "DELETE FROM store_document WHERE brand_id = " p "1 AND id = " p "2"
#define COUNT_IN(p) "INSERT INTO store_corpus (brand_id, part, documents, length) VALUES (" p "1, " p "2, " p "3, " p "4)" \
	" ON CONFLICT (brand_id, part) DO UPDATE SET documents = store_corpus.documents + excluded.documents," \
	" length = store_corpus.length + excluded.length"
#define SIZE(p) "SELECT COALESCE(SUM(documents), 0), COALESCE(SUM(length), 0) FROM store_corpus WHERE brand_id = " p "1"
#define PUT_COLUMNS "brand_id, id, audience_id, kind, facet_a, facet_b, at, boost, title, body, length"
#define PUT_VALUES(p) p "1, " p "2, " p "3, " p "4, " p "5, " p "6, " p "7, " p "8, " p "9, " p "10, " p "11"
#define PUT_AGAIN "audience_id = excluded.audience_id, kind = excluded.kind, facet_a = excluded.facet_a," \
	" facet_b = excluded.facet_b, at = excluded.at, boost = excluded.boost, title = excluded.title," \
	" body = excluded.body, length = excluded.length"

BOTH(old_row, OLD, 2, 3, false);
BOTH(row_delete, DELETE, 2, 0, true);
BOTH(count_in, COUNT_IN, 4, 0, true);
BOTH(corpus_size, SIZE, 1, 2, false);
static const struct statement put = {
	"fulltext.put",
	"INSERT INTO store_document (" PUT_COLUMNS ") VALUES (" PUT_VALUES("?") ") ON CONFLICT (brand_id, id) DO UPDATE"
	" SET " PUT_AGAIN " WHERE ?12 IS NOT NULL",
	"INSERT INTO store_document (" PUT_COLUMNS ", words) VALUES (" PUT_VALUES("$") ","
	" array_to_tsvector(string_to_array($12, ' '))) ON CONFLICT (brand_id, id) DO UPDATE SET " PUT_AGAIN
	", words = excluded.words", 12, 0, true,
};
/* PostgreSQL's index is a column of the row. */
static const struct statement index_add = {
	"fulltext.index_add", "INSERT INTO store_index (rowid, words) VALUES (?1, ?2)", NULL, 2, 0, true,
};
static const struct statement index_take = {
	"fulltext.index_take", "INSERT INTO store_index (store_index, rowid, words) VALUES ('delete', ?1, ?2)", NULL,
	2, 0, true,
};
static const struct statement word_count = {
	"fulltext.word_count",
	/* The brand is in the word; PostgreSQL wants it for its shards. */
	"SELECT COUNT(*) FROM (SELECT 1 FROM store_index WHERE store_index MATCH ?1 AND ?2 IS NOT NULL LIMIT ?3)",
	"SELECT COUNT(*) FROM (SELECT 1 FROM store_document WHERE brand_id = $2 AND words @@ CAST($1 AS TSQUERY)"
	" LIMIT $3) AS few", 3, 1, false,
};
static const struct statement candidates = {
	"fulltext.candidates",
	"SELECT d.id, d.kind, d.boost, d.length, d.title, d.body " MATCH_SQLITE " ORDER BY i.rowid DESC LIMIT ?7",
	"SELECT d.id, d.kind, d.boost, d.length, d.title, d.body " MATCH_POSTGRES " ORDER BY d.id DESC LIMIT $7",
	7, 6, false,
};
static const struct statement match_count = {
	"fulltext.match_count",
	"SELECT COUNT(*) FROM (SELECT 1 " MATCH_SQLITE " LIMIT ?7)",
	"SELECT COUNT(*) FROM (SELECT 1 " MATCH_POSTGRES " LIMIT $7) AS few", 7, 1, false,
};

/* clang-format on */

/* Words as the index spells them. */

/* ASCII letters and digits and all of UTF-8 stay, the rest becomes _hh: FTS5's tokenizer, PostgreSQL's
   quotes and the search operators see nothing but harmless words. */
static void word_spell(struct text *out, int64_t brand_id, str word)
{
	text_number(out, brand_id);
	text_char(out, '_');
	word = str_first(word, WORD_BYTES);
	for (size_t i = 0; i < word.len; i++) {
		unsigned char c = (unsigned char)word.at[i];
		bool plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c >= 0x80;
		if (plain)
			text_char(out, (char)c);
		else
			text_format(out, "_%02x", c);
	}
}

static int by_bytes(const void *a, const void *b)
{
	return str_compare(*(const str *)a, *(const str *)b);
}

static void words_gather(struct list *words, str tokens)
{
	while (!str_empty(tokens)) {
		str word = str_first(str_cut(&tokens, ' '), WORD_BYTES);
		if (!str_empty(word))
			*(str *)list_add(words) = word;
	}
}

/* Title's and body's words, each once, as the index spells them. */
static str words_of(struct arena *arena, int64_t brand_id, str title, str body)
{
	struct list words;
	list_open(&words, arena, sizeof(str));
	words_gather(&words, title);
	words_gather(&words, body);
	if (words.count > 0)
		qsort(words.at, words.count, words.size, by_bytes);
	struct text out;
	text_open(&out, arena, words.count * 16 + 1);
	for (size_t i = 0; i < words.count; i++) {
		str word = *(str *)list_at(&words, i);
		if (i > 0 && str_equal(word, *(str *)list_at(&words, i - 1)))
			continue;
		if (out.len > 0)
			text_char(&out, ' ');
		word_spell(&out, brand_id, word);
	}
	return text_str(&out);
}

static int64_t tokens_count(str tokens)
{
	int64_t count = 0;
	while (!str_empty(tokens))
		count += !str_empty(str_cut(&tokens, ' '));
	return count;
}

/* Putting and removing. */

struct old {
	bool is_there;
	str title, body;
	int64_t length;
};

static enum err old_read(struct db *db, struct arena *arena, int64_t brand_id, int64_t id,
			 struct old *old_out)
{
	struct rows rows;
	bool more;
	enum err err =
	    db_query(db, &old_row, (struct value[]){ VALUE(brand_id), VALUE(id) }, &rows);
	if (!err)
		err = db_next(&rows, &more);
	if (err)
		return err;
	*old_out = (struct old){ .is_there = more };
	if (more)
		*old_out = (struct old){ true, db_text(&rows, 0, arena), db_text(&rows, 1, arena),
					 db_integer(&rows, 2) };
	db_end(&rows);
	return OK;
}

static enum err index_change(struct db *db, const struct statement *statement, int64_t id,
			     str words)
{
	if (!db_is_sqlite(db) || str_empty(words))
		return OK;
	return db_run(db, statement, (struct value[]){ VALUE(id), VALUE(words) }, NULL);
}

static enum err corpus_change(struct db *db, int64_t brand_id, int64_t id, int64_t documents,
			      int64_t length)
{
	if (documents == 0 && length == 0)
		return OK;
	int64_t part = (int64_t)((uint64_t)id % PARTS);
	return db_run(
	    db, &count_in,
	    (struct value[]){ VALUE(brand_id), VALUE(part), VALUE(documents), VALUE(length) },
	    NULL);
}

static enum err row_put(struct db *db, const struct fulltext_doc *doc, int64_t length, str words)
{
	const struct value params[] = {
		VALUE(doc->brand_id), VALUE(doc->id),	   VALUE(doc->audience_id),
		VALUE(doc->kind),     VALUE(doc->facet_a), VALUE(doc->facet_b),
		VALUE(doc->at),	      VALUE(doc->boost),   VALUE(doc->title),
		VALUE(doc->body),     VALUE(length),	   VALUE(words),
	};
	return db_run(db, &put, params, NULL);
}

enum err fulltext_put(struct db *db, struct arena *arena, const struct fulltext_doc *doc)
{
	struct old old;
	enum err err = old_read(db, arena, doc->brand_id, doc->id, &old);
	if (err)
		return err;
	str before = old.is_there ? words_of(arena, doc->brand_id, old.title, old.body) : S("");
	str after = words_of(arena, doc->brand_id, doc->title, doc->body);
	int64_t length = TITLE_WEIGHT * tokens_count(doc->title) + tokens_count(doc->body);
	bool same_words = str_equal(before, after);
	if (!same_words)
		err = index_change(db, &index_take, doc->id, before);
	if (!err)
		err = row_put(db, doc, length, after);
	if (!err && !same_words)
		err = index_change(db, &index_add, doc->id, after);
	if (!err)
		err = corpus_change(db, doc->brand_id, doc->id, old.is_there ? 0 : 1,
				    length - old.length);
	return err;
}

enum err fulltext_remove(struct db *db, int64_t brand_id, int64_t id)
{
	struct arena *arena = arena_open(16 * 1024);
	struct old old;
	enum err err = old_read(db, arena, brand_id, id, &old);
	if (!err && old.is_there)
		err = index_change(db, &index_take, id,
				   words_of(arena, brand_id, old.title, old.body));
	if (!err && old.is_there)
		err = db_run(db, &row_delete, (struct value[]){ VALUE(brand_id), VALUE(id) }, NULL);
	if (!err && old.is_there)
		err = corpus_change(db, brand_id, id, -1, -old.length);
	arena_close(arena);
	return err;
}

/* Finding. */

struct word {
	str text;
	int64_t documents;
	double weight;
};

struct found {
	int64_t id, kind;
	double score;
};

struct search {
	struct db *db;
	struct arena *arena;
	const struct fulltext_query *query;
	struct word words[WORDS_MAX];
	size_t count;
	uint64_t shapes; /* a bit for each shape that one of the words has */
	double mean_length;
	struct list found; /* struct found, in no order */
};

static bool has_word(const struct search *search, str word)
{
	for (size_t i = 0; i < search->count; i++) {
		if (str_equal(search->words[i].text, word))
			return true;
	}
	return false;
}

static enum err count_read(struct search *search, const struct statement *statement,
			   const struct value *params, int64_t *count_out)
{
	struct rows rows;
	bool more;
	enum err err = db_query(search->db, statement, params, &rows);
	if (!err)
		err = db_next(&rows, &more);
	if (err)
		return err;
	*count_out = db_integer(&rows, 0);
	db_end(&rows);
	return OK;
}

/* "17_a" AND "17_b" for FTS5, '17_a' & '17_b' for PostgreSQL; `op` is '&' or '|'. */
static str expression(const struct search *search, size_t count, char op)
{
	bool sqlite = db_is_sqlite(search->db);
	struct text out;
	text_open(&out, search->arena, 200);
	for (size_t i = 0; i < count; i++) {
		if (i > 0 && sqlite)
			text_put(&out, op == '&' ? S(" AND ") : S(" OR "));
		else if (i > 0)
			text_format(&out, " %c ", op);
		text_char(&out, sqlite ? '"' : '\'');
		word_spell(&out, search->query->brand_id, search->words[i].text);
		text_char(&out, sqlite ? '"' : '\'');
	}
	return text_str(&out);
}

static enum err word_measure(struct search *search, struct word *word, double documents)
{
	struct search one = *search;
	one.words[0] = *word;
	const struct value params[] = { VALUE(expression(&one, 1, '&')),
					VALUE(search->query->brand_id), VALUE(COUNTED_MAX) };
	enum err err = count_read(search, &word_count, params, &word->documents);
	if (err)
		return err;
	/* Counting stops somewhere, so the corpus is taken to be at most ten times as large. */
	double all = documents < 10.0 * COUNTED_MAX ? documents : 10.0 * COUNTED_MAX;
	double with = (double)word->documents;
	all = all > with ? all : with;
	word->weight = log(1 + (all - with + 0.5) / (with + 0.5));
	return OK;
}

static int by_rarity(const void *a, const void *b)
{
	const struct word *one = a, *other = b;
	if (one->documents != other->documents)
		return one->documents < other->documents ? -1 : 1;
	return str_compare(one->text, other->text);
}

/* Length and last byte in six bits: nearly every token of a text is told apart by them alone. */
static int shape_of(const char *word, size_t len)
{
	return (int)((len * 11 + (unsigned char)word[len - 1]) & 63);
}

static void word_add(struct search *search, str word)
{
	search->words[search->count++].text = word;
	search->shapes |= (uint64_t)1 << shape_of(word.at, word.len);
}

/* The query's words, each once, the rarest first. */
static enum err words_read(struct search *search)
{
	struct rows rows;
	bool more;
	enum err err = db_query(search->db, &corpus_size,
				(struct value[]){ VALUE(search->query->brand_id) }, &rows);
	if (!err)
		err = db_next(&rows, &more);
	if (err)
		return err;
	int64_t documents = db_integer(&rows, 0), length = db_integer(&rows, 1);
	db_end(&rows);
	search->mean_length = documents > 0 && length > 0 ? (double)length / (double)documents : 1;
	str tokens = search->query->tokens;
	while (!str_empty(tokens) && search->count < WORDS_MAX) {
		str word = str_first(str_cut(&tokens, ' '), WORD_BYTES);
		if (!str_empty(word) && !has_word(search, word))
			word_add(search, word);
	}
	for (size_t i = 0; i < search->count && !err; i++)
		err = word_measure(search, &search->words[i], (double)documents);
	if (search->count > 0)
		qsort(search->words, search->count, sizeof search->words[0], by_rarity);
	return err;
}

static void word_tally(const struct search *search, str token, double weight,
		       double tally[WORDS_MAX])
{
	for (size_t i = 0; i < search->count; i++) {
		str word = search->words[i].text;
		if (token.len == word.len && memcmp(token.at, word.at, token.len) == 0) {
			tally[i] += weight;
			return;
		}
	}
}

/* How often each of the query's words stands in a text.  This is where a search spends its time. */
static void words_tally(const struct search *search, str tokens, double weight,
			double tally[WORDS_MAX])
{
	const char *at = tokens.at, *end = tokens.at + tokens.len;
	while (at < end) {
		const char *start = at;
		while (at < end && *at != ' ')
			at++;
		size_t len = (size_t)(at - start);
		len = len < WORD_BYTES ? len : WORD_BYTES;
		if (len > 0 && (search->shapes >> shape_of(start, len) & 1))
			word_tally(search, (str){ start, len }, weight, tally);
		at++;
	}
}

static double score_of(const struct search *search, const struct rows *rows)
{
	struct arena_mark mark = arena_mark(search->arena);
	double tally[WORDS_MAX] = { 0 }, score = 0;
	words_tally(search, db_text(rows, 4, search->arena), TITLE_WEIGHT, tally);
	words_tally(search, db_text(rows, 5, search->arena), 1, tally);
	arena_release(search->arena, mark);
	double norm = K1 * (1 - B + B * (double)db_integer(rows, 3) / search->mean_length);
	for (size_t i = 0; i < search->count; i++)
		score += search->words[i].weight * tally[i] * (K1 + 1) / (tally[i] + norm);
	return score * db_real(rows, 2);
}

static bool is_found(const struct search *search, size_t before, int64_t id)
{
	for (size_t i = 0; i < before; i++) {
		if (((const struct found *)list_at(&search->found, i))->id == id)
			return true;
	}
	return false;
}

static void match_params(const struct search *search, str words, int64_t limit,
			 struct value params_out[7])
{
	const struct fulltext_query *query = search->query;
	const struct value params[] = {
		VALUE(words),	    VALUE(query->brand_id), VALUE(query->member_id),
		VALUE(query->kind), VALUE(query->facet_a),  VALUE(query->facet_b),
		VALUE(limit)
	};
	memcpy(params_out, params, sizeof params);
}

/* Ranks what `words` matches, as far as there is room, leaving out what was found before. */
static enum err candidates_add(struct search *search, str words)
{
	size_t before = search->found.count;
	struct value params[7];
	match_params(search, words, CANDIDATES_MAX, params);
	struct rows rows;
	bool more = true;
	enum err err = db_query(search->db, &candidates, params, &rows);
	while (!err && (err = db_next(&rows, &more)) == OK && more &&
	       search->found.count < CANDIDATES_MAX) {
		int64_t id = db_integer(&rows, 0);
		if (is_found(search, before, id))
			continue;
		double score = score_of(search, &rows);
		struct found *found = list_add(&search->found);
		*found = (struct found){ id, db_integer(&rows, 1), score };
	}
	db_end(&rows);
	return err;
}

/* The rarest words together, as many as the candidates can show; at least one that is somewhere. */
static size_t rare_words(const struct search *search)
{
	int64_t documents = 0;
	size_t count = 0;
	for (; count < search->count; count++) {
		documents += search->words[count].documents;
		bool enough = documents > RARE_MAX && documents > search->words[count].documents;
		if (enough)
			break;
	}
	return count;
}

static enum err candidates_find(struct search *search, int64_t *total_out)
{
	enum err err = OK;
	bool possible = search->words[0].documents > 0;
	if (possible)
		err = candidates_add(search, expression(search, search->count, '&'));
	size_t all = search->found.count;
	*total_out = (int64_t)all;
	if (!err && all == CANDIDATES_MAX) {
		struct value params[7];
		match_params(search, expression(search, search->count, '&'), TOTAL_MAX, params);
		return count_read(search, &match_count, params, total_out);
	}
	bool enough =
	    (int64_t)all >= search->query->skip + search->query->limit && !search->query->any;
	if (err || enough || search->count < 2)
		return err;
	err = candidates_add(search, expression(search, rare_words(search), '|'));
	*total_out = (int64_t)search->found.count;
	return err;
}

static int by_score(const void *a, const void *b)
{
	const struct found *one = a, *other = b;
	if (one->score < other->score || one->score > other->score)
		return one->score > other->score ? -1 : 1;
	return one->id > other->id ? -1 : one->id < other->id;
}

enum err fulltext_find(struct db *db, struct arena *arena, const struct fulltext_query *query,
		       struct list *hits_out, int64_t *total_out)
{
	struct search *search = arena_take(arena, sizeof *search);
	*search = (struct search){ .db = db, .arena = arena, .query = query };
	list_open(&search->found, arena, sizeof(struct found));
	enum err err = words_read(search);
	int64_t total = 0;
	if (!err && search->count > 0)
		err = candidates_find(search, &total);
	if (err)
		return err;
	if (search->found.count > 0)
		qsort(search->found.at, search->found.count, search->found.size, by_score);
	list_open(hits_out, arena, sizeof(struct fulltext_hit));
	for (size_t i = (size_t)query->skip;
	     i < search->found.count && hits_out->count < (size_t)query->limit; i++) {
		const struct found *found = list_at(&search->found, i);
		struct fulltext_hit *hit = list_add(hits_out);
		*hit = (struct fulltext_hit){ found->id, found->kind, found->score };
	}
	*total_out = total;
	return OK;
}
