/* erasure_store.h: the record of an account that is to be erased, or was. */
#ifndef ERASURE_STORE_H
#define ERASURE_STORE_H
#include "core/core.h"

struct erasure {
	int64_t member_id;
	moment asked_at, due_at;
	int64_t asked_by;           /* the member, or an administrator for her */
	str held_by;                /* a text key: why it did not begin when it was due; "" = nothing holds it */
	moment begun_at, done_at;   /* 0: not yet */
};

/* ERR_NOT_FOUND, unrefused: none was asked for. */
enum err erasure_load(struct scope *scope, int64_t member_id, struct erasure *erasure_out);
enum err erasure_insert(struct scope *scope, const struct erasure *erasure);
enum err erasure_update(struct scope *scope, const struct erasure *erasure);
/* False once it has begun. */
enum err erasure_delete(struct scope *scope, int64_t member_id, bool *dropped_out);
/* Those that were done before: a piece (core/backlog.h). */
enum err erasure_forget(struct scope *scope, moment before, int64_t *forgotten_out);
#endif
