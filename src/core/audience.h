/* audience.h: who may see what is listed.  Joined in every list, count and search; a stranger is member 0. */
#ifndef CORE_AUDIENCE_H
#define CORE_AUDIENCE_H
#include "core/scope.h"

#define AUDIENCE_PUBLIC 1 /* everyone, also strangers */
#define AUDIENCE_MEMBERS 2
#define AUDIENCE_STAFF 3

/* Written when a brand is made: public holds member 0, and so everyone. */
enum err audience_start(struct scope *scope);
enum err audience_join(struct scope *scope, int64_t audience_id, int64_t member_id);
enum err audience_leave(struct scope *scope, int64_t audience_id, int64_t member_id);
/* The member belongs to what every member belongs to and to nothing else: what she sees, all such members see. */
enum err audience_is_plain(struct scope *scope, bool *plain_out);
#endif
