/* confirm_web.h: a sign-up's mail was read: whoever opened its link has the address. */
#ifndef CONFIRM_WEB_H
#define CONFIRM_WEB_H
#include "web/web.h"

extern const struct route confirm_routes[];

/* This browser signed up: it will not be asked for the password again.  Until the browser closes. */
void confirm_remember(struct request *request, int64_t signup_id);
#endif
