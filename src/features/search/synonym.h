/*
 * synonym.h: a brand's own words for the same thing, and what was looked for in vain.
 *
 * A set of synonyms works in both directions and at once: queries are widened, nothing is put into the index again.
 */
#ifndef SEARCH_SYNONYM_H
#define SEARCH_SYNONYM_H
#include "features/search/synonym_store.h"

#define SYNONYM_WORDS_MAX 12
#define SYNONYM_TEXT_MAX 400

/* Brand administrators: "synonym.not_yours"; about field "words": "synonym.too_few", "synonym.too_many",
   "synonym.one_word", "synonym.word_length", "synonym.limit".  id 0: a new one. */
enum err synonym_save(struct scope *scope, struct synonym *synonym);
/* ERR_NOT_FOUND "synonym.not_found". */
enum err synonym_remove(struct scope *scope, int64_t id);
/* Brand administrators, as below. */
enum err synonym_list(struct scope *scope, struct synonym_list *list_out);

/* Counts, soon and without who asked, that nothing was found.  Nothing that looks like a number, an address or a
   whole message is kept. */
void miss_note(struct scope *scope, str text);
/* What was missed at least three times in the last 90 days. */
enum err miss_list(struct scope *scope, struct miss_list *list_out);
/* ERR_NOT_FOUND "miss.not_found". */
enum err miss_dismiss(struct scope *scope, int64_t hash);
extern const struct job_kind miss_job;
#endif
