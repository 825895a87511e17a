/* fulltext_words.h: how the index spells words and counts them; shared by putting and finding. */
#ifndef STORE_FULLTEXT_WORDS_H
#define STORE_FULLTEXT_WORDS_H
#include "store/fulltext.h"

enum {
	WORD_BYTES = 64, /* of one word; longer ones are cut */
	TITLE_WEIGHT = 3,
	TAGS_WEIGHT = 2,
};

/* How much a word says about the document that holds it: every word stands in ANY of its document,
   those that say more in SOME, too, and those that say most in MUCH.  Marks and audiences lie beside words.  Words of
   documents that stand aside are spelled once more, from LEVEL_ASIDE on by the same levels. */
enum level { LEVEL_ANY, LEVEL_SOME, LEVEL_MUCH, LEVEL_MARK, LEVEL_AUDIENCE, LEVEL_ASIDE };

/* Of what not everybody may see: beside the number of who may. */
#define AUDIENCE_OTHER S("x")

/* A word of a text, and how often it stands there (titles count more). */
struct counted {
	str word;
	int count;
};

/* BM25's share of one word in a document of that length. */
double word_share(double count, double length, double mean_length);
enum level word_level(int count, int64_t length);

/* "17b_wlan": the brand's number, the level, and the word with harmless letters only, so that neither FTS5's
   tokenizer nor PostgreSQL's operators see anything else, and one brand's search never walks another's postings. */
void word_spell(struct text *out, int64_t brand_id, enum level level, str word);

/* The statements that look words up, for whoever reads their plans; the last is NULL. */
extern const struct statement *const fulltext_statements[];

/* What lies beside a document: each word's hash and count, sorted. */
str terms_pack(struct arena *arena, const struct list *words);
uint32_t term_hash(str word);
int term_count(str terms, uint32_t hash);
#endif
