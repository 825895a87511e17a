/* scope_run.h: a scope on a unit that is open already.  For core/ and the test house only. */
#ifndef CORE_SCOPE_RUN_H
#define CORE_SCOPE_RUN_H
#include "core/scope.h"

/* A run of a unit begins: what an earlier run left behind is undone and forgotten. */
void scope_run_begin(struct scope *scope, struct db *db);
/* At the end of a run whose work said OK, still inside it, once however often it was asked for: brings to the disk what the
   unit's rows name (a folder with a new file).  An error undoes the unit. */
void scope_before(struct scope *scope, enum err (*seal)(struct scope *scope));
/* The unit is durable: tells web/ and the other nodes, then does the deeds.  ERR_UNSURE: they may not have heard. */
enum err scope_run_kept(struct scope *scope);
/* The unit is undone: does the counter-deeds. */
void scope_run_undone(struct scope *scope);
#endif
