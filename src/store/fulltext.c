/*
 * fulltext.c: putting documents into the index and taking them out.
 *
 * A document is one row with its words' counts (what ranks), and its words in the engine's
 * index (what finds): every word once, those that say more about it again under higher
 * levels, so that a search for common words looks at the telling documents first.
 */
#include "store/fulltext.h"

#include <stdlib.h>

#include "store/fulltext_words.h"

enum { PARTS = 16 }; /* rows of store_corpus a brand */

/* clang-format off */
#define BOTH(word, text, params, columns, writes) \
	static const struct statement word = { "fulltext." #word, text("?"), text("$"), params, columns, writes }
#define OLD(p) "SELECT length FROM store_document WHERE brand_id = " p "1 AND id = " p "2"
#define DELETE(p) "DELETE FROM store_document WHERE brand_id = " p "1 AND id = " p "2"
#define COUNT_IN(p) "INSERT INTO store_corpus (brand_id, part, documents, length) VALUES (" p "1, " p "2, " p "3, " p "4)" \
	" ON CONFLICT (brand_id, part) DO UPDATE SET documents = store_corpus.documents + excluded.documents," \
	" length = store_corpus.length + excluded.length"
#define PUT_COLUMNS "brand_id, id, audience_id, kind, at, boost, length, terms"
#define PUT_VALUES(p) p "1, " p "2, " p "3, " p "4, " p "5, " p "6, " p "7, " p "8"
#define PUT_AGAIN "audience_id = excluded.audience_id, kind = excluded.kind, at = excluded.at," \
	" boost = excluded.boost, length = excluded.length, terms = excluded.terms"

BOTH(old_length, OLD, 2, 1, false);
BOTH(row_delete, DELETE, 2, 0, true);
BOTH(count_in, COUNT_IN, 4, 0, true);
static const struct statement put = {
	"fulltext.put",
	"INSERT INTO store_document (" PUT_COLUMNS ") VALUES (" PUT_VALUES("?") ") ON CONFLICT (id) DO UPDATE"
	" SET " PUT_AGAIN " WHERE store_document.brand_id = excluded.brand_id AND ?9 IS NOT NULL",
	"INSERT INTO store_document (" PUT_COLUMNS ", words) VALUES (" PUT_VALUES("$") ","
	" array_to_tsvector(string_to_array($9, ' '))) ON CONFLICT (brand_id, id) DO UPDATE SET " PUT_AGAIN
	", words = excluded.words", 9, 0, true,
};
/* PostgreSQL's index is a column of the row; FTS5's is told the same words to put and to take. */
static const struct statement spelled_read = {
	"fulltext.spelled_read", "SELECT words FROM store_spelled WHERE brand_id = ?1 AND id = ?2", NULL, 2, 1, false,
};
static const struct statement spelled_put = {
	"fulltext.spelled_put", "INSERT INTO store_spelled (brand_id, id, words) VALUES (?1, ?2, ?3)"
	" ON CONFLICT (id) DO UPDATE SET words = excluded.words WHERE store_spelled.brand_id = excluded.brand_id", NULL, 3, 0, true,
};
static const struct statement spelled_delete = {
	"fulltext.spelled_delete", "DELETE FROM store_spelled WHERE brand_id = ?1 AND id = ?2", NULL, 2, 0, true,
};
static const struct statement index_add = {
	"fulltext.index_add", "INSERT INTO store_index (rowid, words) VALUES (?1, ?2)", NULL, 2, 0, true,
};
static const struct statement index_take = {
	"fulltext.index_take", "INSERT INTO store_index (store_index, rowid, words) VALUES ('delete', ?1, ?2)", NULL,
	2, 0, true,
};
/* clang-format on */

/* A document's words. */

static int by_word(const void *a, const void *b)
{
	const struct counted *one = a, *other = b;
	return str_compare(one->word, other->word);
}

static int64_t words_gather(struct list *words, str tokens, int weight)
{
	int64_t length = 0;
	while (!str_empty(tokens)) {
		str word = str_first(str_cut(&tokens, ' '), WORD_BYTES);
		if (str_empty(word))
			continue;
		*(struct counted *)list_add(words) = (struct counted){ word, weight };
		length += weight;
	}
	return length;
}

/* Each word once, with its counts summed up. */
static void words_merge(struct list *words)
{
	if (words->count == 0)
		return;
	qsort(words->at, words->count, words->size, by_word);
	struct counted *all = (struct counted *)(void *)words->at;
	size_t count = 1;
	for (size_t i = 1; i < words->count; i++) {
		if (str_equal(all[i].word, all[count - 1].word))
			all[count - 1].count += all[i].count;
		else
			all[count++] = all[i];
	}
	words->count = count;
}

static void spell(struct text *out, int64_t brand_id, enum level level, str word)
{
	if (out->len > 0)
		text_char(out, ' ');
	word_spell(out, brand_id, level, word);
}

/* A search for what one may see then reads no row to know it. */
static void spell_audience(struct arena *arena, const struct fulltext_doc *doc, struct text *out)
{
	if (doc->audience_id == FULLTEXT_EVERYONE)
		return;
	spell(out, doc->brand_id, LEVEL_AUDIENCE, AUDIENCE_OTHER);
	spell(out, doc->brand_id, LEVEL_AUDIENCE, str_format(arena, "%lld", (long long)doc->audience_id));
}

static str spell_all(struct arena *arena, const struct fulltext_doc *doc, const struct list *words,
		     int64_t length)
{
	struct text out;
	text_open(&out, arena, words->count * 64 + 64);
	for (size_t i = 0; i < words->count; i++) {
		const struct counted *counted = list_at(words, i);
		enum level level = word_level(counted->count, length);
		for (enum level l = LEVEL_ANY; l <= level; l++)
			spell(&out, doc->brand_id, l, counted->word);
		for (enum level l = LEVEL_ANY; doc->is_aside && l <= level; l++)
			spell(&out, doc->brand_id, LEVEL_ASIDE + l, counted->word);
	}
	str marks = doc->marks;
	while (!str_empty(marks)) {
		str mark = str_cut(&marks, ' ');
		if (!str_empty(mark))
			spell(&out, doc->brand_id, LEVEL_MARK, mark);
	}
	spell_audience(arena, doc, &out);
	return text_str(&out);
}

/* Rows. */

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

static enum err spelled_find(struct db *db, struct arena *arena, int64_t brand_id, int64_t id,
			     str *words_out)
{
	struct rows rows;
	bool more;
	enum err err =
	    db_query(db, &spelled_read, (struct value[]){ VALUE(brand_id), VALUE(id) }, &rows);
	if (!err)
		err = db_next(&rows, &more);
	if (err)
		return err;
	*words_out = more ? db_text(&rows, 0, arena) : S("");
	db_end(&rows);
	return OK;
}

/* `words` "" takes the document out. */
static enum err index_change(struct db *db, struct arena *arena, int64_t brand_id, int64_t id,
			     str words)
{
	str before = S("");
	if (!db_is_sqlite(db))
		return OK;
	enum err err = spelled_find(db, arena, brand_id, id, &before);
	if (err || str_equal(before, words))
		return err;
	if (!str_empty(before))
		err =
		    db_run(db, &index_take, (struct value[]){ VALUE(id), VALUE(before) }, NULL);
	if (!err && !str_empty(words))
		err = db_run(db, &index_add, (struct value[]){ VALUE(id), VALUE(words) }, NULL);
	if (err)
		return err;
	const struct value params[] = { VALUE(brand_id), VALUE(id), VALUE(words) };
	return db_run(db, str_empty(words) ? &spelled_delete : &spelled_put, params, NULL);
}

enum err fulltext_put(struct db *db, struct arena *arena, const struct fulltext_doc *doc)
{
	int64_t before = -1; /* there was none */
	struct list words;
	enum err err = db_number(db, &old_length, (struct value[]){ VALUE(doc->brand_id), VALUE(doc->id) }, &before);
	if (err)
		return err;
	list_open(&words, arena, sizeof(struct counted));
	int64_t length = words_gather(&words, doc->title, TITLE_WEIGHT);
	length += words_gather(&words, doc->tags, TAGS_WEIGHT);
	length += words_gather(&words, doc->body, 1);
	words_merge(&words);
	str spelled = spell_all(arena, doc, &words, length);
	const struct value params[] = {
		VALUE(doc->brand_id), VALUE(doc->id),	 VALUE(doc->audience_id),
		VALUE(doc->kind),     VALUE(doc->at),	 VALUE(doc->boost),
		VALUE(length),	      value_blob(terms_pack(arena, &words)), VALUE(spelled),
	};
	err = db_run(db, &put, params, NULL);
	if (!err)
		err = index_change(db, arena, doc->brand_id, doc->id, spelled);
	if (!err)
		err = corpus_change(db, doc->brand_id, doc->id, before < 0 ? 1 : 0,
				    length - (before < 0 ? 0 : before));
	return err;
}

enum err fulltext_remove(struct db *db, int64_t brand_id, int64_t id)
{
	int64_t before = -1;
	enum err err = db_number(db, &old_length, (struct value[]){ VALUE(brand_id), VALUE(id) }, &before);
	if (err || before < 0)
		return err;
	struct arena *arena = arena_open(16 * 1024);
	err = index_change(db, arena, brand_id, id, S(""));
	arena_close(arena);
	if (!err)
		err = db_run(db, &row_delete, (struct value[]){ VALUE(brand_id), VALUE(id) }, NULL);
	return err ? err : corpus_change(db, brand_id, id, -1, -before);
}
