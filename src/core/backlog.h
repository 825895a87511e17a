/* backlog.h: forgetting what is over, however much of it there is: in pieces, each a unit of its own. */
#ifndef CORE_BACKLOG_H
#define CORE_BACKLOG_H
#include "core/scope.h"

/* In a unit: the next few rows go, of one table and at most BACKLOG_PIECE, by their whole key.  How many it were: 0 is the end. */
typedef enum err backlog_piece(struct scope *scope, int64_t *gone_out);
enum { BACKLOG_PIECE = 100 }; /* a unit changes 200 rows at most, or it is undone */

/* For jobs that run by hand.  `pieces` ends with NULL: each runs until nothing is left, at most `units_max` times; what is left
   then waits for the job's next turn.  One that fails keeps none of the others back; the first error is the answer. */
enum err backlog_clear(struct scope *scope, backlog_piece *const *pieces, int units_max);
#endif
