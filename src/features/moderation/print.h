/*
 * print.h: what a text looks like, so that near copies are found: MinHash over runs of words.
 *
 * 24 hashes; two texts share about as many of them as they share runs.  Eight bands of three make
 * candidates of texts that are half alike or more, without comparing all with all.
 */
#ifndef PRINT_H
#define PRINT_H
#include "features/moderation/filter_store.h"

#define PRINT_HASHES 24
#define PRINT_WORDS_MIN 8     /* shorter texts are alike by chance: "Danke, das hat geholfen" */
#define PRINT_ALIKE 17        /* of 24: about 0.7 of all runs */

/* Fills signature and bands; false for a text that is too short to tell. */
bool print_make(struct arena *arena, str text, struct print *print_out);
/* How many hashes two signatures share. */
int print_shared(str a, str b);

/* In the last three days: how many other accounts sent this text, and how often one did oneself. */
struct copies { int64_t accounts, own; };
enum err print_copies(struct scope *scope, struct print *print, struct copies *copies_out);
#endif
