/* push_web.h: tells open pages how many notices are unread. */
#ifndef NOTIFY_PUSH_WEB_H
#define NOTIFY_PUSH_WEB_H
#include "features/notify/notice.h"

/* In a unit, after telling: those with unread notices hear their count once it is durable. */
enum err notice_push(struct scope *scope, struct ids member_ids);
/* In a unit, after reading: one's other open pages follow, also when nothing is left. */
enum err notice_push_own(struct scope *scope);
#endif
