/* incoming_store.h: mails that came in: known again, and counted. */
#ifndef INCOMING_STORE_H
#define INCOMING_STORE_H
#include "core/core.h"

struct incoming { int64_t mark, member_id; bool was_answered; };

/* *is_new_out is false for one that was taken before. */
enum err incoming_insert(struct scope *scope, const struct incoming *incoming, bool *is_new_out);
/* Since then, from that member: all, or those that we answered.  No further than 50. */
enum err incoming_count(struct scope *scope, int64_t member_id, moment since, int64_t *count_out);
enum err incoming_count_answered(struct scope *scope, int64_t member_id, moment since, int64_t *count_out);
/* A piece of at most 100. */
enum err incoming_delete_before(struct scope *scope, moment before, int64_t *deleted_out);
#endif
