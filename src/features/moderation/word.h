/*
 * word.h: a brand's own list of words: what is marked, what waits, what is refused.
 *
 * "rolex" finds the word alone; "*rolex*", "rolex*" and "*rolex" also inside a longer one; several
 * words in a row are a phrase.  A star needs four letters, so that it does not find half the language.
 */
#ifndef WORD_H
#define WORD_H
#include "features/moderation/filter_store.h"

#define WORD_PATTERN_MAX 60
#define WORD_STAR_MIN 4

/* Brand administrators.  "word.pattern_wrong" (field pattern), "word.too_many". */
enum err word_save(struct scope *scope, str pattern, int deed);
enum err word_remove(struct scope *scope, int64_t word_id);
enum err word_list(struct scope *scope, struct word_list *list_out);
/* The pattern as it is kept (folded); false when it is none. */
bool word_pattern(struct arena *arena, str typed, str *pattern_out);
/* The strictest deed of a pattern that the text holds; -1 for none. */
int word_find(struct arena *arena, const struct word_list *list, str text, str *pattern_out);
/* Everyday words that a pattern would find: shown before it does harm. */
str word_false_hits(struct arena *arena, str pattern);
#endif
