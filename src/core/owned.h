/* owned.h: a member's rows of any table, for export; what the columns are is in store/owned.h. */
#ifndef CORE_OWNED_H
#define CORE_OWNED_H
#include "core/scope.h"
#include "store/owned.h"

/* The next rows of that member, their texts in the list's arena; fewer than OWNED_SOME: that was the end.
   With a snapshot or unit open.  Tables without that brand's rows give none: the brand is the scope's. */
struct owned_piece { const struct owned *owned; int64_t member_id; struct owned_at at; struct list values; };
enum err owned_next(struct scope *scope, struct owned_piece *piece);

/* In a unit: one row of the piece, by its first columns, goes or says nothing any more (store/owned.h). */
enum err owned_end(struct scope *scope, const struct owned_piece *piece, const struct value *keys, bool only_words);
#endif
