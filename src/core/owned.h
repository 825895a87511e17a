/* owned.h: a member's rows of any table, for export; what the columns are is in store/owned.h. */
#ifndef CORE_OWNED_H
#define CORE_OWNED_H
#include "core/scope.h"
#include "base/json.h"
#include "store/whole.h"

/* The next rows of that member, their texts in the list's arena; fewer than OWNED_SOME: that was the end.
   With a snapshot or unit open.  Tables without that brand's rows give none: the brand is the scope's. */
struct owned_piece { const struct owned *owned; int64_t member_id; struct owned_at at; struct list values; };
enum err owned_next(struct scope *scope, struct owned_piece *piece);

/* What lies sealed in a member's rows, opened for her own copy: one text of the row with that id,
   or of her own where rows have none. */
struct opened { int64_t id; const char *name; str text; };
/* Appends struct opened, for rows of the member.  With a snapshot or unit open. */
typedef enum err opener(struct scope *scope, int64_t member_id, struct ids ids, struct list *opened);

/* In a unit: one row of the piece, by its first columns, goes or says nothing any more (store/owned.h). */
enum err owned_end(struct scope *scope, const struct owned_piece *piece, const struct value *keys, bool only_words);

/* The same for all rows of the scope's brand; fewer than WHOLE_SOME: that was the end. */
struct whole_piece { const struct whole *whole; struct owned_at at; struct list values; };
enum err whole_next(struct scope *scope, struct whole_piece *piece);

/* A number called …_at is a time; with a value in it, it is one that people can read. */
bool declared_is_time(const struct declared_column *column);
bool declared_is_moment(const struct declared_column *column, const struct value *value);
/* As programs read it: ids as strings, moments as RFC 3339. */
void declared_json(struct json_writer *writer, const struct declared_column *column, const struct value *value);
#endif
