/*
 * erasure.h: a member leaves for good, and all that is hers alone goes.
 *
 * Asked for by herself, or by an administrator for her, it runs for 14 days in which it can be ended; the account
 * sleeps meanwhile.  What then goes and what stays is erased.h; how, erasing_web.c.  docs/decisions/0035
 */
#ifndef ERASURE_H
#define ERASURE_H
#include "features/privacy/erasure_store.h"

#define ERASURE_WAIT DAYS(14)
#define ERASURE_REASON_MAX 300

/* The scope's own, or any as brand administrator; member_id 0 in it: none was asked for.  Others: ERR_NOT_FOUND. */
enum err erasure_of(struct scope *scope, int64_t member_id, struct erasure *erasure_out);
/* Why it cannot be now: whom the house waits for (gate_leave), "member.last_admin"; ERR_CONFLICT, with what to do. */
enum err erasure_check(struct scope *scope, int64_t member_id);
/* `reason`: for whom an administrator does it ("privacy.reason_missing"); the member says none.  What erasure_check says;
   "privacy.erasure_runs", "privacy.erasure_done". */
enum err erasure_ask(struct scope *scope, int64_t member_id, str reason);
/* "privacy.no_erasure", "privacy.erasure_begun". */
enum err erasure_end(struct scope *scope, int64_t member_id);

/* Nothing new is published by whoever leaves: "privacy.asleep". */
enum err erasure_gate(struct scope *scope, const struct gate_question *question, bool *waits_out);

extern const struct job_kind erasure_job;       /* erasing_web.c; subject: the member */
extern const struct job_kind wipe_job;          /* the files forget what the rows have forgotten */
extern const struct job_kind erasure_tidy_job;
#endif
