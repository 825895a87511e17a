/*
 * care.c: keeping threads in order: pinning, deleting, bringing back, earlier texts.
 *
 * Nothing vanishes for good by a click: what its author deleted comes back with a
 * moderator's click, for thirty days.  Each step of a moderator is in the audit log.
 */
#include "features/community/care.h"

#include "base/utf8.h"
#include "core/backlog.h"
#include "features/community/clock.h"
#include "features/community/community_news.h"
#include "features/community/mine_store.h"
#include "features/community/setup.h"

#define DELETE_TIME DAYS(1)
#define DELETED_DAYS 30

static struct subject about(int64_t thread_id)
{
	return subject_of(&thread_subject, thread_id);
}

static enum err load_as_moderator(struct scope *scope, int64_t thread_id, struct thread *thread_out)
{
	enum err err = care_load_thread(scope, thread_id, thread_out);
	if (err)
		return err;
	if (is_moderator(scope))
		return OK;
	/* To others, what is hidden does not exist. */
	if (thread_out->hidden_at || thread_out->deleted_at)
		return refuse(scope, ERR_NOT_FOUND, "thread.not_found");
	return refuse(scope, ERR_FORBIDDEN, "thread.not_yours_to_move");
}

struct deed { const struct news_kind *news; const char *action; str why; }; /* action NULL: not noted */

/* Told to the author, noted, and everything that shows the thread is stale; the index listens to thread_changed. */
static enum err done(struct scope *scope, const struct thread *thread, const struct deed *deed)
{
	const struct news news = { .kind = deed->news, .subject = about(thread->id), .to_member_id = thread->author_id,
		.text = deed->why };
	thread_is_new(scope, thread);
	enum err err = news_tell(scope, &news);
	if (err || (err = news_announce(scope, &thread_changed, about(thread->id))))
		return err;
	return audit_note(scope, deed->action, about(thread->id), deed->why);
}

enum err thread_pin(struct scope *scope, int64_t thread_id, bool is_on)
{
	struct thread thread;
	enum err err = load_as_moderator(scope, thread_id, &thread);
	if (err || (err = care_pin(scope, thread_id, is_on)))
		return err;
	thread_is_new(scope, &thread);
	return audit_note(scope, is_on ? "thread.pin" : "thread.unpin", about(thread_id), S(""));
}

enum err thread_set_kind(struct scope *scope, int64_t thread_id, bool is_discussion)
{
	struct thread thread;
	enum err err = load_as_moderator(scope, thread_id, &thread);
	if (err)
		return err;
	if (is_discussion == (thread.state == THREAD_DISCUSSION))
		return refuse(scope, ERR_CONFLICT, "thread.is_so_already");
	if (thread.state == THREAD_SOLVED)
		return refuse(scope, ERR_CONFLICT, "thread.is_solved");
	enum thread_state to = is_discussion ? THREAD_DISCUSSION : thread.post_count > 1 ? THREAD_UNSOLVED : THREAD_UNANSWERED;
	if ((err = need_end(scope, &thread)))
		return err;
	if ((err = thread_change_state(scope, thread_id, thread.state, to)))
		return err;
	thread_is_new(scope, &thread);
	if ((err = news_announce(scope, &thread_changed, about(thread_id))))
		return err;
	return audit_note(scope, is_discussion ? "thread.discussion" : "thread.question", about(thread_id), S(""));
}

enum err thread_restore(struct scope *scope, int64_t thread_id)
{
	struct thread thread;
	enum err err = load_as_moderator(scope, thread_id, &thread);
	if (err)
		return err;
	if (str_equal(thread.gone_why, S(THREAD_MERGED_AWAY)))
		return refuse(scope, ERR_CONFLICT, "thread.was_merged");
	if (thread.deleted_at == 1)
		return refuse(scope, ERR_CONFLICT, "post.is_forgotten");
	if ((err = care_restore_thread(scope, thread_id)) || (err = care_count_board(scope, thread.board_id, 1)))
		return err;
	return done(scope, &thread, &(struct deed){ &thread_restored, .action = "thread.restore", .why = S("") });
}

/* ── posts ── */

static enum err load_post_as_moderator(struct scope *scope, int64_t post_id, struct post *post_out,
                                       struct thread *thread_out)
{
	enum err err = care_load_post(scope, post_id, post_out);
	if (err || (err = care_load_thread(scope, post_out->thread_id, thread_out)))
		return err;
	if (is_moderator(scope))
		return OK;
	if (post_out->hidden_at || post_out->deleted_at || thread_out->hidden_at || thread_out->deleted_at)
		return refuse(scope, ERR_NOT_FOUND, "post.not_found");
	return refuse(scope, ERR_FORBIDDEN, "post.not_yours_to_restore");
}

static enum err post_done(struct scope *scope, const struct thread *thread, const struct post *post,
                          const struct deed *deed)
{
	const struct subject subject = subject_of(&post_subject, post->id);
	const struct news news = { .kind = deed->news, .subject = about(thread->id), .other = subject,
		.to_member_id = post->author_id, .text = deed->why };
	thread_is_new(scope, thread);
	enum err err = news_tell(scope, &news);
	if (err || (err = news_announce(scope, &thread_changed, about(thread->id))))
		return err;
	return deed->action ? audit_note(scope, deed->action, subject, deed->why) : OK;
}

enum err post_restore(struct scope *scope, int64_t post_id)
{
	struct post post;
	struct thread thread;
	enum err err = load_post_as_moderator(scope, post_id, &post, &thread);
	if (err)
		return err;
	if (post.number == 1 && (thread.hidden_at || thread.deleted_at))
		return thread_restore(scope, thread.id);
	if (post.deleted_at == 1)
		return refuse(scope, ERR_CONFLICT, "post.is_forgotten");
	if ((err = care_restore_post(scope, &post)))
		return err;
	if (post.is_solution && thread.state == THREAD_UNSOLVED &&
	    (err = thread_change_state(scope, thread.id, THREAD_UNSOLVED, THREAD_SOLVED)))
		return err;
	return post_done(scope, &thread, &post, &(struct deed){ &post_restored, .action = "post.restore", .why = S("") });
}

bool post_may_delete(const struct scope *scope, const struct thread *thread, const struct post *post)
{
	bool is_own = scope->member_id && post->author_id == scope->member_id;
	if (post->number == 1)
		return is_own && thread->post_count == 1;
	return is_own && !post->is_solution && scope->now < post->created_at + DELETE_TIME;
}

static enum err delete_thread(struct scope *scope, const struct thread *thread, const struct post *question)
{
	if (thread->post_count > 1)
		return refuse(scope, ERR_CONFLICT, "thread.has_answers");
	enum err err = care_delete_thread(scope, thread->id, S(""));
	if (err || (err = care_delete_post(scope, question, S(""))) || (err = care_count_board(scope, thread->board_id, -1)))
		return err;
	const struct matter to = { .step = MATTER_CLOSED, .holder = HELD_BY_NOBODY, .latest = about(thread->id) };
	if ((err = trail_move(scope, about(thread->id), &to)))
		return err;
	thread_is_new(scope, thread);
	return news_announce(scope, &thread_changed, about(thread->id));
}

enum err post_delete(struct scope *scope, int64_t post_id)
{
	struct post post;
	struct thread thread;
	enum err err = post_load(scope, post_id, &post);
	if (err || (err = care_load_post(scope, post_id, &post)) || (err = thread_load(scope, post.thread_id, &thread)))
		return err;
	if (post.author_id != scope->member_id || !scope->member_id)
		return refuse(scope, ERR_FORBIDDEN, "post.not_yours_to_delete");
	if (post.number == 1)
		return delete_thread(scope, &thread, &post);
	if (post.is_solution)
		return refuse(scope, ERR_CONFLICT, "post.is_a_solution");
	if (!post_may_delete(scope, &thread, &post))
		return refuse(scope, ERR_FORBIDDEN, "post.not_yours_to_delete");
	if ((err = care_delete_post(scope, &post, S(""))))
		return err;
	return post_done(scope, &thread, &post, &(struct deed){ &post_deleted, .action = NULL, .why = S("") });
}

/* ── earlier texts ── */

enum err post_history(struct scope *scope, int64_t post_id, int64_t before, struct post_history *history_out)
{
	struct post post;
	int64_t is_open = 0;
	enum err err = is_moderator(scope) ? care_load_post(scope, post_id, &post) : post_load(scope, post_id, &post);
	if (err)
		return err;
	bool is_own = scope->member_id && post.author_id == scope->member_id;
	if (!is_own && !is_moderator(scope)) {
		if ((err = setup_number(scope, SET_HISTORY, &is_open)))
			return err;
		if (!is_open)
			return refuse(scope, ERR_FORBIDDEN, "post.no_history");
	}
	*history_out = (struct post_history){ .post = post, .may_forget = is_own || is_moderator(scope) };
	if ((err = post_list_versions(scope, post_id, before, &history_out->versions)))
		return err;
	history_out->has_more = history_out->versions.count > VERSIONS_A_PAGE;
	return OK;
}

enum err post_forget_history(struct scope *scope, int64_t post_id)
{
	struct post post;
	enum err err = is_moderator(scope) ? care_load_post(scope, post_id, &post) : post_load(scope, post_id, &post);
	if (err)
		return err;
	bool is_own = scope->member_id && post.author_id == scope->member_id;
	if (!is_own && !is_moderator(scope))
		return refuse(scope, ERR_FORBIDDEN, "post.not_yours_to_edit");
	if ((err = post_forget_versions(scope, post_id)))
		return err;
	subject_changed(scope, about(post.thread_id));
	return is_own ? OK : audit_note(scope, "post.forget_history", subject_of(&post_subject, post_id), S(""));
}

/* ── what is over ── */

enum { TIDY_UNITS = 1000 };

static enum err old_versions(struct scope *scope, int64_t *gone_out)
{
	return care_forget_versions(scope, scope->now - DAYS(DELETED_DAYS), gone_out);
}

static enum err old_posts(struct scope *scope, int64_t *gone_out)
{
	return care_forget_deleted(scope, scope->now - DAYS(DELETED_DAYS), gone_out);
}

static backlog_piece *const pieces[] = { old_versions, old_posts, mine_forget_readings, mine_forget_texts, mine_forget_authors, NULL };

static enum err tidy_run(struct scope *scope, const struct job *job)
{
	(void)job;
	return backlog_clear(scope, pieces, TIDY_UNITS);
}

const struct job_kind community_tidy_job = { .name = "community.tidy", .run = tidy_run, .by_hand = true,
	.every_seconds = 86400 };
