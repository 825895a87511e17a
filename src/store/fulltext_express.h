/* fulltext_express.h: what a search knows, and its words as expressions of the engine; for fulltext_find.c only. */
#ifndef STORE_FULLTEXT_EXPRESS_H
#define STORE_FULLTEXT_EXPRESS_H
#include "store/fulltext_words.h"

enum {
	WORDS_MAX = 32,	  /* of a query */
	OTHERS_MAX = 96,  /* with the other words for the same */
	CANDIDATES_MAX = 500, /* are ranked */
	BLOCK = 200,	      /* of very many: so many are ranked among themselves, and shown before the next are looked at */
	RARE_MAX = 400, /* relaxing: words stand for themselves while so many documents hold them */
	PLACES = 2048, /* for ids: a power of two, more than candidates */
	AUDIENCES_MAX = 64, /* of one member, as words of a query; who belongs to more is asked for in the rows */
};

struct other { str text; uint32_t hash; double weight; };

/* A word of the query with the other words for the same. */
struct word {
	const struct other *at;
	size_t count;
	int64_t documents;
	double rarity;
	int times; /* in the query */
};

struct candidate { int64_t id, kind; moment at; double score; int block; };

/* Who asks: the audiences besides everyone's. */
struct audiences { int64_t ids[AUDIENCES_MAX]; size_t count; bool everyones, too_many; };

struct search {
	struct db *db;
	struct arena *arena;
	const struct fulltext_query *query;
	struct word words[WORDS_MAX];
	size_t count;
	struct other others[OTHERS_MAX];
	size_t other_count;
	double mean_length;
	struct audiences audiences;
	bool is_small; /* all documents could be candidates: then every word finds */
	struct list found; /* struct candidate, in no order */
	struct list apart; /* of the kinds that are not wanted, where they are seen, too */
	bool is_apart;	   /* they are seen now */
	bool is_by_blocks; /* those found are ranked by the block */
	bool is_plain;	   /* words are asked for without the others for the same */
	size_t most;	   /* of them */
	bool is_whole;	   /* all that hold all words are among them */
	int64_t places[PLACES]; /* ids of those found; 0 = free */
};

/* Who asks (fulltext_ask.c); by which words; and those measured, the rarest first, *unknown_out: bits of those that stand
   nowhere, in the query's order. */
enum err ask_who(struct search *search);
bool ask_sees_nothing(const struct search *search);
void ask_words(struct search *search);
enum err ask_rarities(struct search *search, uint32_t *unknown_out);
enum err ask_count(struct search *search, str expression, int64_t *count_out); /* of a word or a mark, to 2,000 */
enum err ask_numbers(struct search *search, const struct statement *statement, const struct value *params, int64_t numbers_out[2]);
extern const struct statement fulltext_word_count;

/* A word with the others for the same, or one alone, as it lies in the index. */
void express_word(const struct search *search, struct text *out, size_t index, enum level level);
void express_quoted(const struct search *search, struct text *out, enum level level, str word);
/* Documents with the first `count` words, with the rarest, with some of them; and with the marks that are asked for. */
str express_all(const struct search *search, size_t count, enum level level);
str express_rarest(const struct search *search);
str express_some(const struct search *search);
str express_marks(const struct search *search); /* alone; "" = none are asked for */
/* Of them only what the member may see; only without the marks that are not wanted. */
str express_visible(const struct search *search, str wanted);
str express_without(const struct search *search, str wanted);
str express_not_aside(const struct search *search, str wanted); /* nearly: the rows tell for sure */
#endif
