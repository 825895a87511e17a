/* analysis_words.h: the word tables of analysis.c; every list is sorted bytewise, folded and without umlauts. */
#ifndef SEARCH_ANALYSIS_WORDS_H
#define SEARCH_ANALYSIS_WORDS_H
#include "base/base.h"

struct analysis_list { const char *const *at; size_t count; };
/* A word (or its stem) that is another word for the same thing. */
struct analysis_synonym { const char *word, *token; };

struct analysis_language {
	const char *code, *snowball;
	bool has_umlauts;  /* "ae", "oe", "ue" are how some keyboards write a, o, u with dots */
	bool elides;       /* l'accès, dell'utente: what stands before the apostrophe is a word of its own */
	struct analysis_list stops, parts; /* parts: what compounds are made of; none: no compounds */
	const struct analysis_synonym *synonyms;
	size_t synonym_count;
};

extern const struct analysis_language analysis_all[];
extern const size_t analysis_all_count;
/* Units that are written close to a number: "5GHz", "50Mbit". */
extern const struct analysis_list analysis_units;

bool analysis_has(struct analysis_list list, str word);
/* NULL when there is none. */
const char *analysis_synonym_of(const struct analysis_language *language, str word);
#endif
