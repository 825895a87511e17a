/*
 * vocabulary.h: the brand's own words: what compounds are made of here, and what a mistyped word may have meant.
 *
 * Learned from texts that everybody may read, by jobs; a word that no such text holds any more is forgotten.
 */
#ifndef SEARCH_VOCABULARY_H
#define SEARCH_VOCABULARY_H
#include "features/search/analysis.h"
#include "features/search/vocabulary_store.h"

/* Outside of a unit: adds the words of a text that are new. */
enum err vocabulary_learn(struct scope *scope, str text, str language);
/* The same for a crowd of texts, in the unit at hand, asking the database of no word: `is_new` says, once for each number, that
   it did not see it before. */
typedef bool vocabulary_is_new(void *data, uint64_t number);
enum err vocabulary_learn_new(struct scope *scope, str text, str language, vocabulary_is_new *is_new, void *data);
/* Outside of a unit: goes through all words: counts, forgets, and takes compounds apart.  A search waits for neither. */
enum err vocabulary_measure(struct scope *scope);
extern const struct job_kind vocabulary_job;

/* The tokens of a query as store/fulltext.h wants them: learned compounds in parts, and behind each word the brand's
   synonyms and the compounds that hold it.  At most three statements. */
enum err vocabulary_expand(struct scope *scope, str text, str language, enum analysis_use use, str *tokens_out);
/* spelling.c: the text with each word that stands nowhere led to the most frequent one that is spelled like it; "" when
   there is none to correct, or nothing like it. */
enum err vocabulary_correct(struct scope *scope, str text, str language, str *text_out);

/* Letters to change, add, leave out or swap to come from one to the other, at most `max` + 1. */
size_t spelling_distance(str one, str other, size_t max);
#endif
