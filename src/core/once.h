/* once.h: an answer given under an idempotency key is given again, not done again. */
#ifndef CORE_ONCE_H
#define CORE_ONCE_H
#include "core/scope.h"

struct once { str key; str route; int64_t status; str location, body; };

/* False when the key is new, or its unit is under way.  A key that was used for another route refuses: ERR_CONFLICT "once.other_route". */
enum err once_find(struct scope *scope, str key, str route, bool *found_out, struct once *once_out);
/* In the same unit as what it answers.  ERR_CONFLICT when a twin was faster (the unit is undone).  Waits for a twin's end:
   OK says that an earlier run of this unit, whose end nobody heard, is undone. */
enum err once_keep(struct scope *scope, const struct once *once);
#endif
