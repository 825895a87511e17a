/* vocabulary_store.h: the words of a brand, and which of them are made of which. */
#ifndef SEARCH_VOCABULARY_STORE_H
#define SEARCH_VOCABULARY_STORE_H
#include "core/core.h"

/* word: in one spelling; token: what the index knows it by; shown: as somebody wrote it. */
struct vocabulary_word { int64_t hash; str word, token, shown, lang; int64_t initial, length, documents; };
struct vocabulary_word_list { struct vocabulary_word *at; size_t count; };
/* As much of a word as its spelling is compared by. */
struct vocabulary_near { int64_t hash; str word; int64_t documents; };
struct vocabulary_near_list { struct vocabulary_near *at; size_t count; };

struct vocabulary_part { int64_t part, compound; str token; int64_t documents; };
struct vocabulary_part_list { struct vocabulary_part *at; size_t count; };

/* Those of the hashes that are known, in any order. */
enum err vocabulary_known(struct scope *scope, struct ids hashes, struct vocabulary_word_list *list_out);
enum err vocabulary_add(struct scope *scope, const struct vocabulary_word *word);
/* At most 100 behind that hash. */
enum err vocabulary_after(struct scope *scope, int64_t after_hash, struct vocabulary_word_list *list_out);
enum err vocabulary_set_documents(struct scope *scope, int64_t hash, int64_t documents);
enum err vocabulary_drop(struct scope *scope, int64_t hash);
/* Words that begin with that letter and are about so long, the frequent ones first; at most 2,000. */
enum err vocabulary_near(struct scope *scope, int64_t initial, int64_t from, int64_t to,
                         struct vocabulary_near_list *list_out);

/* Compounds of those parts (hashes of their tokens). */
enum err vocabulary_compounds(struct scope *scope, struct ids parts, struct vocabulary_part_list *list_out);
enum err vocabulary_add_part(struct scope *scope, const struct vocabulary_part *part);
enum err vocabulary_drop_parts(struct scope *scope, int64_t compound);
#endif
