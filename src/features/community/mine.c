/* mine.c: me too, authorship, texts that wait. */
#include "features/community/mine.h"

#include "features/community/clock.h"
#include "features/community/community_news.h"

static struct subject about(int64_t thread_id)
{
	return subject_of(&thread_subject, thread_id);
}

/* ── me too ── */

enum err metoo_say(struct scope *scope, int64_t thread_id)
{
	struct thread thread;
	bool changed;
	enum err err = thread_load(scope, thread_id, &thread);
	if (err)
		return err;
	if (thread.state == THREAD_DISCUSSION)
		return refuse(scope, ERR_CONFLICT, "metoo.no_question");
	if (thread.author_id == scope->member_id)
		return refuse(scope, ERR_INVALID, "metoo.own");
	if ((err = metoo_insert(scope, thread_id, &changed)) || !changed)
		return err;
	subject_changed(scope, about(thread_id));
	const struct news news = { .kind = &thread_metoo, .subject = about(thread_id), .to_member_id = thread.author_id };
	return news_tell(scope, &news);
}

enum err metoo_take_back(struct scope *scope, int64_t thread_id)
{
	struct thread thread;
	bool changed;
	enum err err = thread_load(scope, thread_id, &thread);
	if (err || (err = metoo_delete(scope, thread_id, &changed)))
		return err;
	if (changed)
		subject_changed(scope, about(thread_id));
	return OK;
}

/* ── authorship ── */

static enum err told(struct scope *scope, const struct thread *thread)
{
	thread_is_new(scope, thread);
	enum err err = news_announce(scope, &thread_withdrawn, about(thread->id));
	return err ? err : news_announce(scope, &thread_changed, about(thread->id));
}

enum err authorship_withdraw(struct scope *scope, int64_t thread_id)
{
	struct thread thread;
	int64_t count;
	enum err err = thread_load(scope, thread_id, &thread);
	if (err)
		return err;
	if (!scope->member_id || thread.author_id != scope->member_id)
		return refuse(scope, ERR_FORBIDDEN, "withdrawal.not_yours");
	if ((err = withdrawn_count_own(scope, thread_id, &count)))
		return err;
	if (count > WITHDRAWN_POSTS)
		return refuse(scope, ERR_CONFLICT, "withdrawal.too_many");
	/* Nobody is left to be asked what is missing. */
	if ((err = need_end(scope, &thread)))
		return err;
	if ((err = withdrawn_begin(scope, thread_id)))
		return err;
	return told(scope, &thread);
}

enum err authorship_take_again(struct scope *scope, int64_t thread_id)
{
	struct thread thread;
	moment at;
	enum err err = thread_load(scope, thread_id, &thread);
	if (err || (err = withdrawn_at(scope, thread_id, &at)))
		return err;
	if (!at)
		return refuse(scope, ERR_FORBIDDEN, "withdrawal.too_late");
	if ((err = withdrawn_undo(scope, thread_id)))
		return err;
	return told(scope, &thread);
}

/* ── texts that wait ── */

enum err unsent_keep(struct scope *scope, const struct unsent *unsent)
{
	struct thread thread;
	if (!scope->member_id)
		return refuse(scope, ERR_SIGNED_OUT, "member.sign_in");
	if (str_empty(unsent->title) && str_empty(unsent->body))
		return unsent_drop(scope, unsent->thread_id);
	enum err err = unsent->thread_id ? thread_load(scope, unsent->thread_id, &thread) : OK;
	return err ? err : unsent_put(scope, unsent);
}

enum err unsent_of(struct scope *scope, int64_t thread_id, struct unsent *unsent_out)
{
	*unsent_out = (struct unsent){ .title = S(""), .tags = S(""), .body = S("") };
	enum err err = scope->member_id ? unsent_load(scope, thread_id, unsent_out) : ERR_NOT_FOUND;
	return err == ERR_NOT_FOUND ? OK : err;
}

enum err unsent_forget(struct scope *scope, int64_t thread_id)
{
	return scope->member_id ? unsent_drop(scope, thread_id) : refuse(scope, ERR_SIGNED_OUT, "member.sign_in");
}
