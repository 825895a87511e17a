/* suspension_store.h: the record of a suspension, and how it is read and written. */
#ifndef SUSPENSION_STORE_H
#define SUSPENSION_STORE_H
#include "core/core.h"

struct suspension { int64_t id, member_id, by_id; moment until; str reason; moment at; };
struct suspension_list { struct suspension *at; size_t count; };

enum err suspension_insert(struct scope *scope, const struct suspension *suspension);
/* The latest ten, newest first. */
enum err suspension_load_of(struct scope *scope, int64_t member_id, struct suspension_list *list_out);
#endif
