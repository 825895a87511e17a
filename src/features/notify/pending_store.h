/* pending_store.h: what is still to be told outside the house, by mail or push. */
#ifndef PENDING_STORE_H
#define PENDING_STORE_H
#include "features/notify/follow_store.h"
#include "features/notify/notice_store.h"

#define LETTERS_AT_ONCE 4  /* written in one unit */
#define DAILIES_AT_ONCE 3
#define DAILY_NOTICES_MAX 60

enum way { WAY_MAIL = 1, WAY_PUSH = 2 }; /* stored */

struct pending { int64_t member_id, id; moment due_at; };
struct pending_list { struct pending *at; size_t count; };

/* One notice, for many: what the topic does unless a member chose, and the pace of what she follows. */
struct telling { int64_t id; str topic; int mail, push, pace; };

/* For those of the members who have the notice. */
enum err pending_insert_mails(struct scope *scope, const struct telling *telling, struct ids member_ids, int64_t *count_out);
enum err pending_insert_pushes(struct scope *scope, const struct telling *telling, struct ids member_ids, int64_t *count_out);
/* Due by now, at most LETTERS_AT_ONCE. */
enum err pending_load_due(struct scope *scope, enum way way, enum pace pace, struct pending_list *list_out);
/* 0 when there is none. */
enum err pending_load_earliest(struct scope *scope, enum way way, enum pace pace, moment *due_out);
enum err pending_update_due(struct scope *scope, enum way way, const struct pending *pending);
enum err pending_delete(struct scope *scope, enum way way, const struct pending *pending);

/* Members with a daily mail to come, due by now: at most DAILIES_AT_ONCE. */
enum err pending_load_dailies(struct scope *scope, struct pending_list *list_out);
/* A piece of what she has due waits until then; of what is beyond one mail's 150 and due by `until`, until `next`. */
struct daily { int64_t member_id; moment until, next; };
enum err pending_update_daily(struct scope *scope, int64_t member_id, moment due_at, int64_t *changed_out);
enum err pending_update_excess(struct scope *scope, const struct daily *daily, int64_t *changed_out);
/* At most 150. */
enum err pending_delete_daily(struct scope *scope, int64_t member_id, moment until, int64_t *deleted_out);
/* What that mail is about, without what was read meanwhile; at most DAILY_NOTICES_MAX, things in a row. */
enum err pending_load_daily_notices(struct scope *scope, int64_t member_id, moment until, struct notice_list *list_out);
#endif
