/* receiver_store.h: a browser that takes pushes for its member. */
#ifndef RECEIVER_STORE_H
#define RECEIVER_STORE_H
#include "core/core.h"

#define RECEIVERS_MAX 10 /* of one member */

struct receiver { int64_t id, member_id; str endpoint, public_key, auth; moment made_at; };
struct receiver_list { struct receiver *at; size_t count; };

/* A browser has one row, whoever signs in there: the latest. */
enum err receiver_save(struct scope *scope, const struct receiver *receiver);
/* All of these members. */
enum err receiver_load_of(struct scope *scope, struct ids member_ids, struct receiver_list *list_out);
/* The scope's own: false when it is not there. */
enum err receiver_delete_mine(struct scope *scope, int64_t id, bool *deleted_out);
enum err receiver_delete(struct scope *scope, int64_t id);
/* The scope's own beyond the newest RECEIVERS_MAX. */
enum err receiver_delete_oldest(struct scope *scope);
#endif
