/*
 * alike.h: which solved threads resemble which, for a crowd of threads at once, from words held in memory.
 *
 * For one thread similar.c asks the index, which takes milliseconds; of a million threads this knows the words of title and
 * beginning by number, and takes microseconds.  The rule is the same: at least two words of the title are shared, and what
 * scores far below the best is left out.
 */
#ifndef SEARCH_ALIKE_H
#define SEARCH_ALIKE_H
#include "features/search/search_store.h"

struct alike;

struct alike *alike_open(void);
void alike_close(struct alike *alike);
/* A thread as the index keeps it.  may_help: it is solved, and everybody may see it. */
void alike_add(struct alike *alike, const struct search_doc *doc, bool may_help);
size_t alike_count(const struct alike *alike);
/* After all were added: the id of the i-th, and what resembles it, best first; how many those are. */
size_t alike_rows(struct alike *alike, size_t index, int64_t *id_out, struct similar_row rows_out[SIMILAR_KEPT]);
#endif
