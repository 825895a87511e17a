/*
 * oversight_web.c: what moderators do with threads and posts: look, hide, let out, change, close, move (core/care.h).
 *
 * It stands beside the pages because a changed text is rendered.  A thread is judged with its question; its
 * answers are things of their own.
 */
#include "base/utf8.h"
#include "features/community/clock.h"
#include "features/community/community_news.h"
#include "features/community/mention.h"
#include "features/community/oversight_store.h"
#include "features/community/thread_web.h"

static struct subject about(int64_t thread_id)
{
	return subject_of(&thread_subject, thread_id);
}

static enum err tell(struct scope *scope, const struct news_kind *kind, const struct post *post, int64_t to_member_id)
{
	const struct news news = { .kind = kind, .subject = about(post->thread_id),
		.other = subject_of(&post_subject, post->id), .to_member_id = to_member_id };
	return news_tell(scope, &news);
}

/* ── looking ── */

static enum err watch_thread_look(struct scope *scope, int64_t id, struct subject_sight *sight_out)
{
	struct thread thread;
	struct post question;
	enum err err = oversee_thread_load(scope, id, &thread);
	if (err || (err = oversee_post_load_number(scope, id, 1, &question)))
		return err;
	*sight_out = (struct subject_sight){
		.author_id = thread.author_id, .title = thread.title, .text = question.body, .around = S(""),
		.url = str_format(scope->arena, "/threads/%lld", (long long)id), .at = thread.created_at,
		.is_hidden = thread.hidden_at != 0, .is_locked = thread.closed_at != 0,
	};
	return OK;
}

static str post_url(struct scope *scope, const struct post *post)
{
	return str_format(scope->arena, "/threads/%lld?page=%lld#p%lld", (long long)post->thread_id,
	                  (long long)((post->number - 1) / POSTS_A_PAGE + 1), (long long)post->number);
}

/* An answer is read with what stood before it. */
static enum err watch_post_look(struct scope *scope, int64_t id, struct subject_sight *sight_out)
{
	struct post post, before = { .body = S("") };
	struct thread thread;
	enum err err = oversee_post_load(scope, id, &post);
	if (err || (err = oversee_thread_load(scope, post.thread_id, &thread)))
		return err;
	err = post.number > 1 ? oversee_post_load_number(scope, post.thread_id, post.number - 1, &before) : OK;
	if (err && err != ERR_NOT_FOUND)
		return err;
	*sight_out = (struct subject_sight){
		.author_id = post.author_id, .title = thread.title, .url = post_url(scope, &post), .text = post.body,
		.around = err ? S("") : before.body, .at = post.created_at,
		.is_hidden = (post.number == 1 ? thread.hidden_at : post.hidden_at) != 0,
		.is_locked = thread.closed_at != 0,
	};
	return OK;
}

/* ── threads ── */

static enum err show_thread(struct scope *scope, const struct thread *thread, bool is_hidden, moment active_at)
{
	enum err err = oversee_thread_set_hidden(scope, thread->id, is_hidden ? scope->now : 0, active_at);
	if (err || (err = board_count_thread(scope, thread->board_id, thread->id, is_hidden ? -1 : 1)))
		return err;
	thread_is_new(scope, thread);
	return OK;
}

static enum err watch_thread_hide(struct scope *scope, int64_t id, bool is_hidden)
{
	struct thread thread;
	enum err err = oversee_thread_load(scope, id, &thread);
	if (err || (thread.hidden_at != 0) == is_hidden)
		return err;
	if ((err = show_thread(scope, &thread, is_hidden, thread.active_at)))
		return err;
	return news_announce(scope, &thread_changed, about(id));
}

static enum err watch_thread_publish(struct scope *scope, int64_t id)
{
	struct thread thread;
	struct post question;
	enum err err = oversee_thread_load(scope, id, &thread);
	if (err || !thread.hidden_at)
		return err;
	if ((err = oversee_post_load_number(scope, id, 1, &question)) ||
	    (err = show_thread(scope, &thread, false, scope->now)))
		return err;
	if ((err = tell(scope, &thread_asked, &question, 0)))
		return err;
	return mention_tell(scope, &thread, &question);
}

static enum err watch_thread_lock(struct scope *scope, int64_t id, bool is_locked)
{
	struct thread thread;
	enum err err = oversee_thread_load(scope, id, &thread);
	if (err || (thread.closed_at != 0) == is_locked)
		return err;
	if ((err = oversee_thread_set_closed(scope, id, is_locked ? scope->now : 0)))
		return err;
	if (is_locked && (err = need_end(scope, &thread))) /* nobody is waited for any more */
		return err;
	thread_is_new(scope, &thread);
	return news_announce(scope, &thread_changed, about(id));
}

static enum err watch_thread_move(struct scope *scope, int64_t id, int64_t to_id)
{
	struct thread thread;
	struct board board;
	enum err err = oversee_thread_load(scope, id, &thread);
	if (err)
		return err;
	err = board_load(scope, to_id, &board);
	if (err == ERR_NOT_FOUND) {
		scope_forgive(scope);
		return refuse_field(scope, "board_id", "thread.no_board");
	}
	if (err)
		return err;
	if (board.id == thread.board_id)
		return refuse_field(scope, "board_id", "thread.is_there_already");
	if ((err = oversee_thread_set_board(scope, id, board.id, board.audience_id)))
		return err;
	if (!thread.hidden_at && ((err = board_count_thread(scope, thread.board_id, id, -1)) ||
	                          (err = board_count_thread(scope, board.id, id, 1))))
		return err;
	thread_is_new(scope, &thread);
	subject_changed(scope, subject_of(&board_subject, board.id));
	return news_announce(scope, &thread_changed, about(id));
}

/* ── posts ── */

static enum err edit_post(struct scope *scope, const struct post *before, str text)
{
	struct html html;
	struct post after = *before;
	enum err err = text_draw(scope, before->thread_id, text, &html);
	if (err)
		return err;
	if (str_empty(text) || utf8_length(text) > POST_BODY_MAX)
		return refuse_field(scope, "body", str_empty(text) ? "field.empty" : "field.too_long");
	after.body = text;
	after.html = html.at;
	after.html_version = MARKDOWN_VERSION;
	if ((err = oversee_post_set_body(scope, before, &after)))
		return err;
	subject_changed(scope, about(before->thread_id));
	return tell(scope, &post_changed, before, 0);
}

static enum err watch_thread_edit(struct scope *scope, int64_t id, str text)
{
	struct post question;
	enum err err = oversee_post_load_number(scope, id, 1, &question);
	return err ? err : edit_post(scope, &question, text);
}

static enum err post_edit_text(struct scope *scope, int64_t id, str text)
{
	struct post post;
	enum err err = oversee_post_load(scope, id, &post);
	return err ? err : edit_post(scope, &post, text);
}

/* A thread is solved as long as a solution can be seen. */
static enum err follow_solutions(struct scope *scope, const struct thread *thread)
{
	int64_t count;
	enum err err = solution_count(scope, thread->id, &count);
	subject_changed(scope, about(thread->id));
	if (err || (thread->state == THREAD_SOLVED) == (count > 0))
		return err;
	thread_is_new(scope, thread); /* it leaves one list for another */
	return thread_change_state(scope, thread->id, thread->state, count ? THREAD_SOLVED : THREAD_UNSOLVED);
}

/* A hidden question takes its thread with it: answers to nothing help nobody. */
static enum err watch_post_hide(struct scope *scope, int64_t id, bool is_hidden)
{
	struct post post;
	struct thread thread;
	enum err err = oversee_post_load(scope, id, &post);
	if (!err && post.number == 1)
		return watch_thread_hide(scope, post.thread_id, is_hidden);
	if (err || (post.hidden_at != 0) == is_hidden)
		return err;
	if ((err = oversee_post_set_hidden(scope, &post, is_hidden ? scope->now : 0)) ||
	    (err = oversee_thread_load(scope, post.thread_id, &thread)) || (err = follow_solutions(scope, &thread)))
		return err;
	return tell(scope, &post_changed, &post, 0);
}

static enum err watch_post_publish(struct scope *scope, int64_t id)
{
	struct post post;
	struct thread thread;
	enum err err = oversee_post_load(scope, id, &post);
	if (err || !post.hidden_at)
		return err;
	if ((err = oversee_thread_load(scope, post.thread_id, &thread)) || (err = oversee_post_set_hidden(scope, &post, 0)) ||
	    (err = oversee_thread_set_hidden(scope, thread.id, thread.hidden_at, scope->now)))
		return err;
	if (thread.state == THREAD_UNANSWERED && post.author_id != thread.author_id) {
		const struct matter to = { .step = MATTER_ANSWERED, .holder = HELD_BY_OWNER, .latest = about(thread.id) };
		if ((err = thread_change_state(scope, thread.id, THREAD_UNANSWERED, THREAD_UNSOLVED)) ||
		    (err = trail_move(scope, about(thread.id), &to)))
			return err;
	}
	thread_is_new(scope, &thread);
	if ((err = tell(scope, &post_added, &post, thread.author_id)))
		return err;
	return mention_tell(scope, &thread, &post);
}

const struct subject_care thread_care = { .look = watch_thread_look, .hide = watch_thread_hide, .publish = watch_thread_publish,
	.edit = watch_thread_edit, .lock = watch_thread_lock, .move = watch_thread_move };
const struct subject_care post_care = { .look = watch_post_look, .hide = watch_post_hide, .publish = watch_post_publish,
	.edit = post_edit_text };
