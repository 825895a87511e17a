/* filter_store.h: what the filters know: word lists, the look of recent texts, how often words were spam. */
#ifndef FILTER_STORE_H
#define FILTER_STORE_H
#include "core/core.h"

enum word_deed { WORD_MARK, WORD_HOLD, WORD_REFUSE, WORD_DEED_COUNT };
extern const char *const word_deeds[WORD_DEED_COUNT + 1];
struct word { int64_t id; str pattern; int deed; int64_t made_by; moment made_at; };
struct word_list { struct word *at; size_t count; };

#define PRINT_BANDS 8
struct print {
	int64_t id, member_id;
	struct subject subject;
	str signature;            /* the hashes in hexadecimal: print.h */
	int64_t band0, band1, band2, band3, band4, band5, band6, band7;
	int64_t since;            /* only prints behind this id */
};
struct print_list { struct print *at; size_t count; };

/* What a brand's verdicts taught: learn.h. */
struct model { int64_t spam_texts, ham_texts; str counts; };

enum err word_list_all(struct scope *scope, struct word_list *list_out); /* at most WORDS_MAX */
#define WORDS_MAX 500
enum err word_insert(struct scope *scope, const struct word *word); /* a known pattern gets the new deed */
enum err word_delete(struct scope *scope, int64_t word_id, bool *deleted_out);

enum err print_insert(struct scope *scope, const struct print *print);
/* Recent prints that share a band with this one. */
enum err print_list_like(struct scope *scope, const struct print *print, struct print_list *list_out);

/* ERR_NOT_FOUND, unrefused, before the first verdict. */
enum err model_load(struct scope *scope, struct model *model_out);
enum err model_load_taught(struct scope *scope, int64_t least, struct model *model_out); /* … before so many of each */
enum err model_update(struct scope *scope, const struct model *model);
#endif
