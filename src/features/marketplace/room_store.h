/* room_store.h: the sealed address of a helper's video room. */
#ifndef ROOM_STORE_H
#define ROOM_STORE_H
#include "core/core.h"

/* "" when there is none. */
enum err room_load(struct scope *scope, int64_t member_id, str *link_out);
enum err room_save(struct scope *scope, int64_t member_id, str link);
#endif
