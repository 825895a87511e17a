/* clock.h: a question's timers, as the rules of threads wind and stop them; what they do is in need.c. */
#ifndef COMMUNITY_CLOCK_H
#define COMMUNITY_CLOCK_H
#include "features/community/thread_store.h"

/* Reminds of what is missing, closes then; asks whether the answers helped. */
extern const struct job_kind need_remind_job, need_close_job, unsure_job;

/* Nothing is missing any more; the state is kept in *thread. */
enum err need_end(struct scope *scope, struct thread *thread);
/* The first answer is there: the asker will be asked whether it helped. */
enum err unsure_begin(struct scope *scope, int64_t thread_id);
enum err unsure_end(struct scope *scope, int64_t thread_id);
#endif
