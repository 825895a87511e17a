/* receiver_web.h: this browser takes pushes, or no longer; the service worker; the job that sends. */
#ifndef RECEIVER_WEB_H
#define RECEIVER_WEB_H
#include "features/notify/receiver.h"
#include "web/web.h"

extern const struct route receiver_routes[];

struct receiver_line { int64_t id; str service; moment made_at; };
struct receiver_line_list { struct receiver_line *at; size_t count; };
struct receiver_box { struct receiver_line_list lines; str public_key; };
/* For the page of settings. */
enum err receiver_box_fill(struct scope *scope, struct receiver_box *box_out);
#endif
