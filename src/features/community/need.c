/* need.c: what is missing, and whether it helped: jobs that ask, remind and close. */
#include "features/community/need.h"

#include "features/community/care_store.h"
#include "features/community/community_news.h"
#include "features/community/setup.h"

static struct subject about(int64_t thread_id)
{
	return subject_of(&thread_subject, thread_id);
}

static enum err tell_asker(struct scope *scope, const struct news_kind *kind, const struct thread *thread, int64_t post_id)
{
	const struct news news = { .kind = kind, .subject = about(thread->id), .to_member_id = thread->author_id,
		.other = post_id ? subject_of(&post_subject, post_id) : (struct subject){ 0, 0 } };
	return thread->author_id ? news_tell(scope, &news) : OK;
}

/* ── needs more information ── */

enum err thread_ask_back(struct scope *scope, int64_t thread_id, const struct post *text, struct post *post_out)
{
	struct thread thread;
	moment wait;
	enum err err = thread_load(scope, thread_id, &thread);
	if (err)
		return err;
	if (thread.author_id == scope->member_id)
		return refuse(scope, ERR_INVALID, "need.own");
	if (thread.state == THREAD_DISCUSSION)
		return refuse(scope, ERR_CONFLICT, "need.no_question");
	if (thread.state == THREAD_SOLVED)
		return refuse(scope, ERR_CONFLICT, "need.is_solved");
	if ((err = thread_reply(scope, thread_id, text, post_out)) || (err = setup_time(scope, SET_NEED_DAYS, &wait)))
		return err;
	if ((err = care_set_need(scope, thread_id, post_out->id)))
		return err;
	const struct matter to = { .step = MATTER_ANSWERED, .holder = HELD_BY_OWNER, .due_at = scope->now + 2 * wait,
		.latest = about(thread_id) };
	if ((err = trail_move(scope, about(thread_id), &to)))
		return err;
	if ((err = job_plan(scope, &need_remind_job, about(thread_id), scope->now + wait)))
		return err;
	if ((err = job_cancel(scope, &need_close_job, about(thread_id))))
		return err;
	return tell_asker(scope, &thread_needs_info, &thread, post_out->id);
}

enum err need_undo(struct scope *scope, int64_t thread_id)
{
	struct thread thread;
	struct post post = { .author_id = 0 };
	enum err err = thread_load(scope, thread_id, &thread);
	if (err)
		return err;
	if (!thread.need_at)
		return refuse(scope, ERR_CONFLICT, "need.is_none");
	err = post_load(scope, thread.need_post_id, &post);
	if (err == ERR_NOT_FOUND)
		scope_forgive(scope); /* taken away meanwhile */
	else if (err)
		return err;
	if (!is_moderator(scope) && (!post.author_id || post.author_id != scope->member_id))
		return refuse(scope, ERR_FORBIDDEN, "need.not_yours");
	if ((err = need_end(scope, &thread)))
		return err;
	thread_is_new(scope, &thread);
	return news_announce(scope, &thread_changed, about(thread_id));
}

/* Gone, answered or closed meanwhile: there is nothing to do. */
static enum err load_waiting(struct scope *scope, const struct job *job, struct thread *thread_out, bool *waits_out)
{
	enum err err = thread_load_for_all(scope, job->subject.id, thread_out);
	if (err == ERR_NOT_FOUND) {
		scope_forgive(scope);
		*waits_out = false;
		return OK;
	}
	*waits_out = !err && !thread_out->closed_at;
	return err;
}

static enum err remind_run(struct scope *scope, const struct job *job)
{
	struct thread thread;
	moment wait;
	bool waits;
	enum err err = load_waiting(scope, job, &thread, &waits);
	if (err || !waits || !thread.need_at)
		return err;
	if ((err = setup_time(scope, SET_NEED_DAYS, &wait)))
		return err;
	if ((err = job_plan(scope, &need_close_job, job->subject, scope->now + wait)))
		return err;
	return tell_asker(scope, &thread_need_reminded, &thread, thread.need_post_id);
}

static enum err close_run(struct scope *scope, const struct job *job)
{
	struct thread thread;
	bool waits;
	enum err err = load_waiting(scope, job, &thread, &waits);
	if (err || !waits || !thread.need_at)
		return err;
	if ((err = care_close(scope, thread.id, S(THREAD_CLOSED_BY_CLOCK))))
		return err;
	const struct matter to = { .step = MATTER_CLOSED, .holder = HELD_BY_NOBODY, .latest = about(thread.id) };
	if ((err = trail_move(scope, about(thread.id), &to)))
		return err;
	thread_is_new(scope, &thread);
	if ((err = news_announce(scope, &thread_changed, about(thread.id))))
		return err;
	return tell_asker(scope, &thread_closed_kindly, &thread, thread.need_post_id);
}

const struct job_kind need_remind_job = { .name = "community.need_remind", .run = remind_run };
const struct job_kind need_close_job = { .name = "community.need_close", .run = close_run };
