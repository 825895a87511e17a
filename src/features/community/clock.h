/* clock.h: a question's timers, as the rules of threads wind and stop them; what they do is in need.c. */
#ifndef COMMUNITY_CLOCK_H
#define COMMUNITY_CLOCK_H
#include "features/community/thread_store.h"

/* Reminds of what is missing, closes then.  Whether an answer helped is asked by the ladder. */
extern const struct job_kind need_remind_job, need_close_job;

/* Nothing is missing any more; the state is kept in *thread. */
enum err need_end(struct scope *scope, struct thread *thread);
#endif
