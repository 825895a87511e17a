/*
 * thread.c: the life of a question: asked, answered, solved.
 *
 * The state says what readers need to know: nobody answered, somebody did, it is
 * solved.  It follows from the posts and solutions and is kept beside them for lists.
 * A thread is also where a matter begins: its trail moves on with every state.
 */
#include "features/community/thread.h"

#include "base/utf8.h"
#include "features/community/care_store.h"
#include "features/community/clock.h"
#include "features/community/community_news.h"
#include "features/community/mention.h"
#include "features/community/mine_store.h"
#include "features/community/setup.h"
#include "features/community/tag.h"
#include "features/media/media.h"

#define EDIT_TIME DAYS(1)

static struct subject about(int64_t thread_id)
{
	return subject_of(&thread_subject, thread_id);
}

void thread_is_new(struct scope *scope, const struct thread *thread)
{
	subject_changed(scope, about(thread->id));
	subject_changed(scope, subject_of(&board_subject, thread->board_id));
	subject_changed(scope, subject_of(&board_subject, 0));
	subject_changed(scope, subject_of(&tag_subject, 0)); /* a tag is listed as long as one of its threads is seen */
}

static enum err move_matter(struct scope *scope, int64_t thread_id, enum matter_step step, enum matter_holder holder)
{
	const struct matter to = { .step = step, .holder = holder, .latest = about(thread_id) };
	return trail_move(scope, about(thread_id), &to);
}

static enum err tell(struct scope *scope, const struct news_kind *kind, int64_t thread_id, const struct post *post,
                     int64_t to_member_id)
{
	const struct news news = { .kind = kind, .subject = about(thread_id),
		.other = subject_of(&post_subject, post->id), .to_member_id = to_member_id };
	return news_tell(scope, &news);
}

bool board_may_ask(const struct scope *scope, const struct board *board)
{
	return board->posting < POSTING_STAFF_BEGINS || is_staff(scope);
}

bool board_may_answer(const struct scope *scope, const struct board *board)
{
	return board->posting != POSTING_STAFF || is_staff(scope);
}

static enum err add_question(struct scope *scope, const struct thread *thread, const struct thread_ask *ask,
                             struct post *post_out)
{
	struct post post = {
		.thread_id = thread->id, .number = 1, .author_id = thread->author_id, .body = ask->body, .html = ask->html,
		.html_version = ask->html_version, .version = 1, .created_at = scope->now,
	};
	enum err err = post_insert(scope, &post);
	if (!err)
		*post_out = post;
	return err;
}

enum err thread_ask(struct scope *scope, const struct thread_ask *ask, struct thread *thread_out)
{
	struct board board;
	enum err err = board_load(scope, ask->board_id, &board);
	if (err == ERR_NOT_FOUND) {
		scope_forgive(scope);
		return refuse_field(scope, "board_id", "thread.no_board");
	}
	if (err)
		return err;
	if (!board_may_ask(scope, &board))
		return refuse_field(scope, "board_id", "board.staff_only");
	struct thread thread = {
		.id = id_new(scope->now), .board_id = board.id, .product_id = ask->product_id, .audience_id = board.audience_id,
		.author_id = scope->member_id, .title = ask->title, .excerpt = ask->excerpt,
		.lang = scope->language, .state = ask->is_discussion ? THREAD_DISCUSSION : THREAD_UNANSWERED, .post_count = 1,
		.created_at = scope->now, .active_at = scope->now,
	};
	struct post question;
	bool waits = false;
	str words = str_format(scope->arena, "%.*s\n%.*s", STR_ARG(ask->title), STR_ARG(ask->body));
	if ((err = gate_ask_or_wait(scope, &gate_publish, about(thread.id), words, &waits)))
		return err;
	thread.hidden_at = waits ? scope->now : 0;
	if ((err = thread_insert(scope, &thread)))
		return err;
	if ((err = add_question(scope, &thread, ask, &question)))
		return err;
	if ((err = media_attach(scope, subject_of(&post_subject, question.id), ask->body)))
		return err;
	if (!waits && (err = board_count_thread(scope, board.id, thread.id, 1)))
		return err;
	if (ask->tags.len && (err = tag_thread(scope, thread.id, ask->tags)))
		return err;
	int64_t matter_id; /* a discussion is nobody's matter: there is nothing to solve */
	if (!ask->is_discussion && (err = trail_begin(scope, about(thread.id), thread.author_id, &matter_id)))
		return err;
	*thread_out = thread;
	if (waits) /* all else follows once somebody has looked: oversight_web.c */
		return OK;
	thread_is_new(scope, &thread);
	if ((err = tell(scope, &thread_asked, thread.id, &question, 0)))
		return err;
	return mention_tell(scope, &thread, &question);
}

/* Where many answer at once a thread moves up at most once a second: each time it leaves and enters five lists. */
static bool has_just_moved(const struct scope *scope, const struct thread *thread)
{
	return scope->now >= thread->active_at && scope->now - thread->active_at < SECONDS(1);
}

static enum err count_reply(struct scope *scope, struct thread *thread, const struct post *post)
{
	enum thread_state from = thread->state;
	thread->post_count = post->number;
	if (thread->state == THREAD_UNANSWERED && post->author_id != thread->author_id) {
		thread->state = THREAD_UNSOLVED;
		/* What the brand or a neighbour has in hand stays there: an answer more takes it from nobody. */
		const struct matter to = { .step = MATTER_ANSWERED, .holder = HELD_BY_OWNER, .latest = about(thread->id) };
		enum err err = trail_move_from(scope, about(thread->id), 1u << MATTER_ASKED | 1u << MATTER_EXPERTS_ASKED, &to);
		if (err)
			return err;
	}
	if (thread->state == from && has_just_moved(scope, thread))
		return thread_update_count(scope, thread);
	thread->active_at = scope->now;
	return thread_update_counts(scope, thread, from);
}

static bool is_waiting_for(const struct scope *scope, const struct thread *thread)
{
	return thread->need_at && scope->member_id && thread->author_id == scope->member_id;
}

/* The asker says what was missing: the community is at it again, and what the clock closed is open.  What the brand or a
   neighbour has in hand by now stays there. */
static enum err asker_answered(struct scope *scope, struct thread *thread)
{
	enum err err;
	if (!is_waiting_for(scope, thread))
		return OK;
	if (thread->closed_at) {
		if ((err = care_reopen(scope, thread->id)))
			return err;
		thread->closed_at = 0;
	}
	if ((err = need_end(scope, thread)))
		return err;
	const struct matter to = { .step = MATTER_ASKED, .holder = HELD_BY_COMMUNITY, .latest = about(thread->id) };
	return trail_move_from(scope, about(thread->id), 1u << MATTER_ASKED | 1u << MATTER_EXPERTS_ASKED | 1u << MATTER_ANSWERED |
	                       1u << MATTER_CLOSED, &to);
}

static enum err check_reply(struct scope *scope, const struct thread *thread, const struct post *text)
{
	struct board board;
	bool is_by_clock = str_equal(thread->closed_why, S(THREAD_CLOSED_BY_CLOCK));
	if (thread->closed_at && !(is_by_clock && is_waiting_for(scope, thread)))
		return refuse(scope, ERR_CONFLICT, "thread.closed");
	enum err err = board_load(scope, thread->board_id, &board);
	if (err)
		return err;
	if (!board_may_answer(scope, &board))
		return refuse(scope, ERR_FORBIDDEN, "board.staff_only");
	return thread->hidden_at ? refuse(scope, ERR_CONFLICT, "thread.hidden") : OK;
}

enum err thread_reply(struct scope *scope, int64_t thread_id, const struct post *text, struct post *post_out)
{
	struct thread thread;
	enum err err = thread_load(scope, thread_id, &thread);
	if (err || (err = check_reply(scope, &thread, text)) || (err = asker_answered(scope, &thread)))
		return err;
	struct post post = {
		.id = id_new(scope->now), .thread_id = thread_id, .number = thread.post_count + 1, .author_id = scope->member_id,
		.body = text->body, .html = text->html, .html_version = text->html_version, .version = 1, .created_at = scope->now,
	};
	bool waits = false;
	if ((err = gate_ask_or_wait(scope, &gate_publish, subject_of(&post_subject, post.id), text->body, &waits)))
		return err;
	post.hidden_at = waits ? scope->now : 0;
	if ((err = post_insert(scope, &post)))
		return err;
	if ((err = media_attach(scope, subject_of(&post_subject, post.id), text->body)))
		return err;
	*post_out = post;
	if (waits) { /* its number is taken; all else follows once somebody has looked: oversight_web.c */
		thread.post_count = post.number;
		return thread_update_count(scope, &thread);
	}
	if ((err = count_reply(scope, &thread, &post)))
		return err;
	if (scope->member_id && (err = reading_put(scope, thread_id, post.number))) /* one's own is not new */
		return err;
	thread_is_new(scope, &thread);
	*post_out = post;
	if ((err = tell(scope, &post_added, thread_id, &post, thread.author_id)))
		return err;
	return mention_tell(scope, &thread, &post);
}

enum err thread_is_old(struct scope *scope, const struct thread *thread, bool *is_old_out)
{
	moment time;
	enum err err = setup_time(scope, SET_OLD_DAYS, &time);
	if (!err)
		*is_old_out = thread->active_at && thread->active_at < scope->now - time;
	return err;
}

bool post_may_edit(const struct scope *scope, const struct post *post)
{
	if (is_moderator(scope))
		return true;
	return post->author_id == scope->member_id && scope->member_id && scope->now < post->created_at + EDIT_TIME;
}

enum err post_edit(struct scope *scope, int64_t post_id, const struct post *text)
{
	struct post post;
	struct thread thread;
	enum err err = post_load(scope, post_id, &post);
	if (err)
		return err;
	if ((err = thread_load(scope, post.thread_id, &thread)))
		return err;
	if (!post_may_edit(scope, &post))
		return refuse(scope, ERR_FORBIDDEN, "post.not_yours_to_edit");
	struct subject subject = post.number == 1 ? about(thread.id) : subject_of(&post_subject, post.id);
	if ((err = gate_ask(scope, &gate_publish, subject, text->body)))
		return err;
	post.body = text->body;
	post.html = text->html;
	post.html_version = text->html_version;
	if ((err = post_update_body(scope, &post)))
		return err;
	if ((err = media_attach(scope, subject_of(&post_subject, post.id), post.body)))
		return err;
	thread_is_new(scope, &thread);
	if ((err = tell(scope, &post_changed, thread.id, &post, post.author_id == scope->member_id ? 0 : post.author_id)))
		return err;
	return mention_tell(scope, &thread, &post);
}

enum err thread_retitle(struct scope *scope, int64_t thread_id, str title, str excerpt)
{
	struct thread thread;
	struct post_list posts;
	enum err err = thread_load(scope, thread_id, &thread);
	if (err || (err = post_list_of(scope, thread_id, 1, &posts)))
		return err;
	if (!posts.count || !post_may_edit(scope, &posts.at[0]))
		return refuse(scope, ERR_FORBIDDEN, "post.not_yours_to_edit");
	if (utf8_length(title) < 5)
		return refuse_field(scope, "title", "field.too_short");
	if ((err = gate_ask(scope, &gate_publish, about(thread_id), title)))
		return err;
	if ((err = care_set_title(scope, thread_id, title, excerpt)))
		return err;
	thread_is_new(scope, &thread);
	return news_announce(scope, &thread_changed, about(thread_id));
}

bool thread_may_tag(const struct scope *scope, const struct thread *thread)
{
	return is_moderator(scope) || (scope->member_id && thread->author_id == scope->member_id);
}

enum err thread_retag(struct scope *scope, int64_t thread_id, str tags)
{
	struct thread thread;
	enum err err = thread_load(scope, thread_id, &thread);
	if (err)
		return err;
	if (!thread_may_tag(scope, &thread))
		return refuse(scope, ERR_FORBIDDEN, "tag.not_yours_to_set");
	if ((err = tag_thread(scope, thread_id, tags)))
		return err;
	thread_is_new(scope, &thread);
	return OK;
}

/* ── solutions ── */

bool solution_may(const struct scope *scope, const struct thread *thread)
{
	if (!scope->member_id || thread->state == THREAD_DISCUSSION)
		return false;
	return thread->author_id == scope->member_id || is_moderator(scope);
}

static enum err load_for_solution(struct scope *scope, int64_t thread_id, int64_t post_id, struct thread *thread_out,
                                  struct post *post_out)
{
	enum err err = thread_load(scope, thread_id, thread_out);
	if (err)
		return err;
	if ((err = post_load(scope, post_id, post_out)))
		return err;
	if (post_out->thread_id != thread_id || post_out->hidden_at)
		return refuse(scope, ERR_NOT_FOUND, "post.not_found");
	if (thread_out->state == THREAD_DISCUSSION)
		return refuse(scope, ERR_CONFLICT, "solution.is_discussion");
	if (!solution_may(scope, thread_out))
		return refuse(scope, ERR_FORBIDDEN, "solution.not_yours");
	if (post_out->number == 1)
		return refuse(scope, ERR_INVALID, "solution.is_the_question");
	return OK;
}

enum err solution_mark(struct scope *scope, int64_t thread_id, int64_t post_id)
{
	struct thread thread;
	struct post post;
	enum err err = load_for_solution(scope, thread_id, post_id, &thread, &post);
	if (err)
		return err;
	if ((err = solution_insert(scope, thread_id, post_id, scope->member_id)))
		return err;
	if ((err = need_end(scope, &thread)))
		return err;
	if (thread.state != THREAD_SOLVED && (err = thread_change_state(scope, thread_id, thread.state, THREAD_SOLVED)))
		return err;
	if ((err = move_matter(scope, thread_id, MATTER_SOLVED, HELD_BY_NOBODY)))
		return err;
	thread_is_new(scope, &thread);
	return tell(scope, &solution_marked, thread_id, &post, post.author_id);
}

enum err solution_undo(struct scope *scope, int64_t thread_id, int64_t post_id)
{
	struct thread thread;
	struct post post;
	bool deleted;
	int64_t left;
	enum err err = load_for_solution(scope, thread_id, post_id, &thread, &post);
	if (err)
		return err;
	if ((err = solution_delete(scope, thread_id, post_id, &deleted)))
		return err;
	if (!deleted)
		return refuse(scope, ERR_CONFLICT, "solution.is_none");
	if ((err = solution_count(scope, thread_id, &left)))
		return err;
	if (!left) {
		enum thread_state to = thread.post_count > 1 ? THREAD_UNSOLVED : THREAD_UNANSWERED;
		if ((err = thread_change_state(scope, thread_id, THREAD_SOLVED, to)))
			return err;
		if ((err = move_matter(scope, thread_id, MATTER_ANSWERED, HELD_BY_OWNER)))
			return err;
	}
	thread_is_new(scope, &thread);
	return tell(scope, &solution_unmarked, thread_id, &post, 0);
}

/* ── kudos ── */

static enum err change_kudos(struct scope *scope, const struct post *post, int64_t change)
{
	enum err err = kudos_count_change(scope, post->thread_id, post->number, change);
	if (!err)
		subject_changed(scope, about(post->thread_id));
	return err;
}

enum err kudos_give(struct scope *scope, int64_t post_id, struct post *post_out)
{
	bool changed;
	enum err err = post_load(scope, post_id, post_out);
	if (err)
		return err;
	if (post_out->author_id == scope->member_id)
		return refuse(scope, ERR_INVALID, "kudos.own");
	if ((err = kudos_insert(scope, post_id, &changed)))
		return err;
	if (!changed)
		return OK;
	if ((err = change_kudos(scope, post_out, 1)))
		return err;
	return tell(scope, &kudos_given, post_out->thread_id, post_out, post_out->author_id);
}

enum err kudos_take_back(struct scope *scope, int64_t post_id, struct post *post_out)
{
	bool changed;
	enum err err = post_load(scope, post_id, post_out);
	if (err)
		return err;
	if ((err = kudos_delete(scope, post_id, &changed)))
		return err;
	return changed ? change_kudos(scope, post_out, -1) : OK;
}

/* ── as it was elsewhere ── */

static bool holds_solution(const struct post_list *posts)
{
	for (size_t i = 0; i < posts->count; i++) {
		if (posts->at[i].is_solution)
			return true;
	}
	return false;
}

static enum err copy_posts(struct scope *scope, const struct thread *thread, const struct post_list *posts,
                           int64_t first_number)
{
	for (size_t i = 0; i < posts->count; i++) {
		struct post *post = &posts->at[i];
		post->thread_id = thread->id;
		post->number = first_number + (int64_t)i;
		post->version = 1;
		enum err err = post_insert(scope, post);
		if (!err && post->is_solution)
			err = solution_insert(scope, thread->id, post->id, thread->author_id);
		if (err)
			return err;
	}
	return OK;
}

enum err thread_copy_in(struct scope *scope, struct thread_copy *copy)
{
	struct thread *thread = &copy->thread;
	assert(copy->posts.count > 0);
	bool answered = copy->posts.count > 1;
	thread->post_count = (int64_t)copy->posts.count;
	thread->state = holds_solution(&copy->posts) ? THREAD_SOLVED : answered ? THREAD_UNSOLVED : THREAD_UNANSWERED;
	enum err err = thread_insert(scope, thread);
	if (err || (err = copy_posts(scope, thread, &copy->posts, 1)))
		return err;
	if ((err = board_count_thread(scope, thread->board_id, thread->id, 1)))
		return err;
	thread_is_new(scope, thread);
	return news_announce(scope, &thread_changed, about(thread->id));
}

enum err thread_copy_more(struct scope *scope, int64_t thread_id, struct post_list posts)
{
	struct thread thread;
	enum err err = thread_load_for_all(scope, thread_id, &thread);
	if (err || !posts.count)
		return err;
	if ((err = copy_posts(scope, &thread, &posts, thread.post_count + 1)))
		return err;
	enum thread_state from = thread.state;
	thread.post_count += (int64_t)posts.count;
	if (thread.state != THREAD_SOLVED)
		thread.state = holds_solution(&posts) ? THREAD_SOLVED : THREAD_UNSOLVED;
	if ((err = thread_update_counts(scope, &thread, from)))
		return err;
	thread_is_new(scope, &thread);
	return news_announce(scope, &thread_changed, about(thread_id));
}
