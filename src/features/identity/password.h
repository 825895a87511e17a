/* password.h: which passwords are good enough, and when guessing is over. */
#ifndef PASSWORD_H
#define PASSWORD_H
#include "core/core.h"

#define PASSWORD_MIN 10
#define PASSWORD_MAX_LENGTH 200

/* Of whom it is: neither name nor mail may be most of it. */
struct password_owner { str name, mail; };
/* "identity.password_short", "identity.password_long", "identity.password_common", "identity.password_personal",
   all about field "password". */
enum err password_check(struct scope *scope, str password, const struct password_owner *owner);
#endif
