/* push.h: tells open pages of a member that something is new (server-sent events), once the unit is durable. */
#ifndef WEB_PUSH_H
#define WEB_PUSH_H
#include "web/slice.h"

/* In a unit: sends `event` with `data` to every open page of the member after the commit. */
void push_member(struct scope *scope, int64_t member_id, str event, str data);
/* Answers the request with the stream of its member. */
enum err push_open(struct request *request);
/* After push_open: what this page hears first, so that it need not wait for a change. */
void push_first(struct request *request, str event, str data);
/* The member's streams end: logged out. */
void push_close(struct scope *scope, int64_t member_id);
#endif
