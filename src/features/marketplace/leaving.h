/* leaving.h: a member who is to be erased: may it be now, and what ends with her. */
#ifndef LEAVING_H
#define LEAVING_H
#include "core/core.h"

/* "booking.holds_member", "booking.claim_holds_member" */
enum err leaving_decide(struct scope *scope, const struct gate_question *question, bool *waits_out);
/* Ends what a member still offers and looks for, a few in a unit, before she is erased; *more_out: call it again in another. */
enum err marketplace_part(struct scope *scope, int64_t member_id, bool *more_out);
/* What she wrote in talks about visits goes; *after_id is 0 at first, *more_out: call it again in another unit. */
enum err marketplace_forget_words(struct scope *scope, int64_t member_id, int64_t *after_id, bool *more_out);
#endif
