/* fulltext_pieces.h: the index in few pieces, while a crowd comes in and from day to day; PostgreSQL has nothing to do. */
#ifndef STORE_FULLTEXT_PIECES_H
#define STORE_FULLTEXT_PIECES_H
#include "store/fulltext.h"

/* Before and behind a crowd of documents, in units of their own: pieces of the index are made large and not merged meanwhile;
   in the end they become one, which is raised before.  PostgreSQL has nothing to do. */
enum err fulltext_crowd_begin(struct db *db);
enum err fulltext_crowd_end(struct db *db);

/* In how many pieces the index lies: a word is looked up in each.  0 on PostgreSQL. */
enum err fulltext_pieces(struct db *db, int64_t *count_out);
/* Merges what is due, or the whole into one piece (is_whole; words that were taken out stay in the file until then): a small
   step of it, in a unit.  PostgreSQL has nothing to do.  `more`: there is more to do.  `step`: begins with 0, and becomes
   `next` by the caller's hand once the unit is kept: one that is undone and runs again does the same step. */
struct fulltext_merge { bool is_whole, more; int step, next; };
enum err fulltext_merge(struct db *db, struct fulltext_merge *merge);
/* Only the first steps of the whole: all pieces go where no smaller ones meet them. */
enum err fulltext_raise(struct db *db, struct fulltext_merge *merge);
#endif
