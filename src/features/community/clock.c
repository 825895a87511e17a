/* clock.c: winding and stopping the timers of a question. */
#include "features/community/clock.h"

#include "features/community/care_store.h"
#include "features/community/community_news.h"

enum err need_end(struct scope *scope, struct thread *thread)
{
	const struct subject subject = subject_of(&thread_subject, thread->id);
	if (!thread->need_at)
		return OK;
	thread->need_at = thread->need_post_id = 0;
	enum err err = care_set_need(scope, thread->id, 0);
	if (err || (err = job_cancel(scope, &need_remind_job, subject)))
		return err;
	return job_cancel(scope, &need_close_job, subject);
}
