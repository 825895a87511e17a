/* diff.h: what changed between two texts, word by word. */
#ifndef DIFF_H
#define DIFF_H
#include "base/base.h"

enum diff_kind { DIFF_SAME, DIFF_GONE, DIFF_NEW };
struct diff_piece { enum diff_kind kind; str text; };
struct diff { struct diff_piece *at; size_t count; };

/* Neighbouring pieces differ in kind; all but the new ones in a row are `before`, all but the gone ones `after`.
   Texts that have too little in common are compared by lines, then as a whole. */
struct diff diff_words(struct arena *arena, str before, str after);
#endif
