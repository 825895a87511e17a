/* kept.h: what was read once in a snapshot or unit and is asked for again in it: a page's settings, its people. */
#ifndef CORE_KEPT_H
#define CORE_KEPT_H
#include "core/scope.h"

/* Each is kept for its owner, the address of something of one's own.  It is gone when the snapshot or unit ends, and
   another brand's is never found.  `data` lies in the scope's arena. */
void *kept_find(const struct scope *scope, const void *owner); /* NULL = not there */
void kept_put(struct scope *scope, const void *owner, void *data);
/* Whoever changes it in a unit lets go of it. */
void kept_drop(struct scope *scope, const void *owner);
#endif
