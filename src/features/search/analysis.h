/*
 * analysis.h: what a text is found by: its words in one spelling, without inflection, compounds taken apart.
 *
 * Documents and queries go through the same rules, so both engines index the same tokens
 * (docs/rules/search.md).  Pure functions; a new language is one more table in analysis_words.c.
 */
#ifndef SEARCH_ANALYSIS_H
#define SEARCH_ANALYSIS_H
#include "base/base.h"

enum analysis_use {
	ANALYSIS_INDEX, /* compounds whole and in parts: found by either */
	ANALYSIS_QUERY, /* compounds in parts only: all of them have to be there */
	ANALYSIS_ANY,   /* as INDEX, for queries of which any word may match */
};

struct sb_stemmer;
struct analysis_language;

/* Analyses words one by one; holds a stemmer between open and close. */
struct analysis {
	struct arena *arena;
	const struct analysis_language *language; /* NULL: folding only */
	struct sb_stemmer *stemmer;
	enum analysis_use use;
};

void analysis_open(struct analysis *analysis, struct arena *arena, str language, enum analysis_use use);
void analysis_close(struct analysis *analysis);
/* Appends the tokens of one word of the text, each followed by one blank; none for a stop word. */
void analysis_word(struct analysis *analysis, str word, struct text *tokens);

/* The word in one spelling: what stems and lists begin with.  And does it stand in every text? */
str analysis_fold(const struct analysis *analysis, str word);
bool analysis_is_small(const struct analysis *analysis, str folded);
/* "de", or "" for a language we do not know; does it write words in one that others keep apart? */
const char *analysis_code(const struct analysis *analysis);
bool analysis_has_compounds(str language);
/* The whole word's own token, whatever it may be made of. */
str analysis_token(const struct analysis *analysis, str folded);

/* The same for a word as it is written, without the hyphens in it. */
str analysis_whole(struct arena *arena, str word, str language);

/* The next word of *rest, as it stands there ("WLAN-Gastzugang", "192.168.1.1"); false at the end. */
bool analysis_next(str *rest, str *word_out);

/* All tokens of a text, separated by one blank. */
str analysis_tokens(struct arena *arena, str text, str language, enum analysis_use use);
/* The language whose small words stand in the text most; `otherwise` when none does more than in that one. */
str analysis_guess(struct arena *arena, str text, str otherwise);
/* The languages we know by code, the given one first; ends with "". */
#define ANALYSIS_LANGUAGES 4
void analysis_languages(str first, str codes_out[ANALYSIS_LANGUAGES]);

/* Are two token lists about the same?  How many different tokens of `few` stand in `many`. */
size_t tokens_shared(str few, str many);
size_t tokens_different(str tokens);
bool token_is_in(str token, str tokens);
#endif
