/* push.h: tells open pages of a member that something is new (server-sent events), once the unit is durable. */
#ifndef WEB_PUSH_H
#define WEB_PUSH_H
#include "web/slice.h"

/* In a unit: sends `event` with `data` to every open page of the member after the commit. */
void push_member(struct scope *scope, int64_t member_id, str event, str data);
/* Answers the request with the stream of its member. */
enum err push_open(struct request *request);
/* The member's streams end: logged out. */
void push_close(struct scope *scope, int64_t member_id);
#endif
