/*
 * learn.h: what a brand's moderators found to be spam teaches the filter (naive Bayes over hashed words).
 *
 * One row a brand: how many texts were of each sort, and for 16,384 hashes how many of them held
 * the word.  Nothing is judged before LEARN_MIN texts of both sorts were seen.
 */
#ifndef LEARN_H
#define LEARN_H
#include "core/core.h"
#include "features/moderation/filter_store.h"

#define LEARN_MIN 20
#define LEARN_SPAM 10.0 /* natural logarithm of the odds from which on a text is spam */

/* Adds a text to what is known; does nothing when the brand has switched learning off. */
enum err learn(struct scope *scope, const struct subject_sight *sight, bool is_spam);
/* The logarithm of the odds that it is spam; 0 as long as too little is known. */
enum err learn_odds(struct scope *scope, str text, double *odds_out);

/* The same without a database: for measuring. */
void model_start(struct arena *arena, struct model *model);
void model_learn(struct arena *arena, struct model *model, str text, bool is_spam);
double model_odds(struct arena *arena, const struct model *model, str text);
#endif
