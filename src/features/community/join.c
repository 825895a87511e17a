/*
 * join.c: merging and splitting threads.
 *
 * A post keeps its id, and so everything that points at it; only its thread and number change.
 * Numbers stay dense: merged posts come last, and where posts left, traces stand in their places,
 * so that links to the others stay right.
 */
#include "features/community/join.h"

#include "base/utf8.h"
#include "features/community/clock.h"
#include "features/community/community_news.h"
#include "features/community/mine_store.h"
#include "features/community/tag_store.h"

enum { PIECE = 50 };

static struct subject about(int64_t thread_id)
{
	return subject_of(&thread_subject, thread_id);
}

static enum err check_may(struct scope *scope, str why)
{
	if (!is_moderator(scope))
		return refuse(scope, ERR_FORBIDDEN, "thread.not_yours_to_move");
	if (str_empty(str_trim(why)))
		return refuse_field(scope, "why", "care.no_reason");
	return utf8_length(why) > REASON_MAX ? refuse_field(scope, "why", "field.too_long") : OK;
}

/* ── merge ── */

static struct ids ids_of(struct scope *scope, const struct post_list *posts)
{
	int64_t *ids = arena_take(scope->arena, (posts->count + 1) * sizeof(*ids));
	for (size_t i = 0; i < posts->count; i++)
		ids[i] = posts->at[i].id;
	return (struct ids){ ids, posts->count };
}

/* What the thread is now that these posts belong to it. */
static void add_totals(struct thread *thread, const struct post_list *posts)
{
	for (size_t i = 0; i < posts->count; i++) {
		const struct post *post = &posts->at[i];
		thread->kudos_count += post->kudos_count;
		if (post->created_at > thread->active_at)
			thread->active_at = post->created_at;
		if (thread->state == THREAD_UNANSWERED && post->author_id != thread->author_id)
			thread->state = THREAD_UNSOLVED;
		if (thread->state != THREAD_DISCUSSION && post->is_solution && !post->hidden_at && !post->deleted_at)
			thread->state = THREAD_SOLVED;
	}
	thread->post_count += (int64_t)posts->count;
}

/* The thread that they left: its thanks are fewer, and perhaps its solution is gone. */
static enum err settle_old(struct scope *scope, struct thread *from, const struct post_list *posts)
{
	struct post_list solutions;
	for (size_t i = 0; i < posts->count; i++)
		from->kudos_count -= posts->at[i].kudos_count;
	if (from->state == THREAD_SOLVED) {
		enum err err = solution_list(scope, from->id, &solutions);
		if (err)
			return err;
		if (!solutions.count)
			from->state = THREAD_UNSOLVED;
	}
	return care_set_totals(scope, from);
}

/* What was merged away counts what is left in it: nothing, in the end. */
static enum err settle_merged(struct scope *scope, int64_t from_id, const struct post_list *posts)
{
	struct thread from;
	enum err err = care_load_any_thread(scope, from_id, &from);
	if (err)
		return err;
	from.post_count -= (int64_t)posts->count;
	return settle_old(scope, &from, posts);
}

static enum err follow(struct scope *scope, int64_t from_id, struct thread *to)
{
	struct post_list posts;
	bool more_metoos = false;
	enum err err = care_first_posts(scope, from_id, PIECE, &posts);
	if (err)
		return err;
	if (posts.count) {
		const struct post_shift shift = { .from_id = from_id, .to_id = to->id, .first = posts.at[0].number,
			.last = posts.at[posts.count - 1].number, .by = to->post_count - posts.at[0].number + 1 };
		if ((err = care_shift_posts(scope, &shift)))
			return err;
		if ((err = care_take_solutions(scope, from_id, to->id, ids_of(scope, &posts))))
			return err;
		add_totals(to, &posts);
		if ((err = care_set_totals(scope, to)) || (err = settle_merged(scope, from_id, &posts)))
			return err;
	}
	if ((err = metoo_follow(scope, from_id, to->id, to->author_id, &more_metoos)))
		return err;
	thread_is_new(scope, to);
	if (!more_metoos && posts.count < PIECE)
		return OK;
	const struct job rest = { .subject = about(from_id), .due_at = scope->now,
		.text = str_format(scope->arena, "%lld", (long long)to->id) };
	return job_plan_text(scope, &merge_job, &rest);
}

/* The thread may have been merged on meanwhile. */
static enum err merge_run(struct scope *scope, const struct job *job)
{
	struct thread to;
	int64_t to_id;
	enum err err = thread_merged_into(scope, job->subject.id, &to_id);
	if (err || !to_id)
		return err;
	if ((err = care_load_any_thread(scope, to_id, &to)) || (err = follow(scope, job->subject.id, &to)))
		return err;
	return news_announce(scope, &thread_changed, about(to.id));
}

const struct job_kind merge_job = { .name = "community.merge", .run = merge_run };

static enum err take_tags(struct scope *scope, int64_t from_id, int64_t to_id)
{
	struct thread_tag_list tags;
	const int64_t ids[] = { from_id, to_id };
	size_t count = 0;
	enum err err = tag_list_of(scope, (struct ids){ ids, 2 }, &tags);
	for (size_t i = 0; i < tags.count && !err; i++)
		count += tags.at[i].thread_id == to_id;
	for (size_t i = 0; i < tags.count && !err; i++) {
		if (tags.at[i].thread_id != from_id)
			continue;
		err = tag_take(scope, from_id, tags.at[i].id);
		if (!err && count++ < TAGS_A_THREAD)
			err = tag_put(scope, to_id, tags.at[i].id);
	}
	return err;
}

static enum err load_both(struct scope *scope, int64_t from_id, int64_t to_id, struct thread *from_out,
                          struct thread *to_out)
{
	enum err err = thread_load(scope, from_id, from_out);
	if (err)
		return err;
	if (from_out->hidden_at) /* a moderator's own: she sees it, and others would read it behind the other one's posts */
		return refuse(scope, ERR_NOT_FOUND, "thread.not_found");
	err = thread_load(scope, to_id, to_out);
	if (err == ERR_NOT_FOUND || (!err && to_out->hidden_at)) {
		scope_forgive(scope);
		return refuse_field(scope, "to", "merge.not_found");
	}
	if (err)
		return err;
	if (from_id == to_id)
		return refuse_field(scope, "to", "merge.same");
	if (from_out->audience_id != to_out->audience_id)
		return refuse_field(scope, "to", "merge.other_audience");
	return OK;
}

/* The matter of who asked the one goes on in the other: she says whether what stands there helps. */
static enum err matter_follows(struct scope *scope, const struct thread *from, const struct thread *to)
{
	bool is_solved = to->state == THREAD_SOLVED;
	const struct matter matter = { .step = is_solved ? MATTER_SOLVED : MATTER_ANSWERED,
		.holder = is_solved ? HELD_BY_NOBODY : HELD_BY_OWNER, .latest = about(to->id) };
	return trail_move(scope, about(from->id), &matter);
}

enum err thread_merge(struct scope *scope, int64_t from_id, int64_t to_id, str why)
{
	struct thread from, to;
	enum err err = check_may(scope, why);
	if (err || (err = load_both(scope, from_id, to_id, &from, &to)))
		return err;
	if ((err = need_end(scope, &from)))
		return err;
	if ((err = care_delete_thread(scope, from_id, S(THREAD_MERGED_AWAY))) ||
	    (err = care_count_board(scope, from.board_id, -1)))
		return err;
	if ((err = subject_alias(scope, about(from_id), to_id)) || (err = take_tags(scope, from_id, to_id)))
		return err;
	if ((err = follow(scope, from_id, &to)) || (err = matter_follows(scope, &from, &to)))
		return err;
	thread_is_new(scope, &from);
	const struct news news = { .kind = &thread_merged, .subject = about(from_id), .other = about(to_id),
		.to_member_id = from.author_id, .text = why };
	if ((err = news_tell(scope, &news)))
		return err;
	if ((err = news_announce(scope, &thread_changed, about(from_id))) ||
	    (err = news_announce(scope, &thread_changed, about(to_id))))
		return err;
	return audit_note(scope, "thread.merge", about(to_id), why);
}

enum err thread_merged_into(struct scope *scope, int64_t thread_id, int64_t *to_id_out)
{
	return subject_alias_of(scope, about(thread_id), to_id_out);
}

/* ── split ── */

static enum err load_chosen(struct scope *scope, int64_t thread_id, struct ids ids, struct post_list *posts_out)
{
	if (!ids.count)
		return refuse_field(scope, "posts", "split.no_posts");
	if (ids.count > SPLIT_POSTS_MAX)
		return refuse_field(scope, "posts", "split.too_many");
	enum err err = care_chosen_posts(scope, thread_id, ids, posts_out);
	if (err)
		return err;
	for (size_t i = 1; i < posts_out->count; i++) { /* few: in order of their numbers */
		const struct post post = posts_out->at[i];
		size_t at = i;
		for (; at && posts_out->at[at - 1].number > post.number; at--)
			posts_out->at[at] = posts_out->at[at - 1];
		posts_out->at[at] = post;
	}
	if (!posts_out->count)
		return refuse_field(scope, "posts", "split.no_posts");
	if (posts_out->at[0].number == 1)
		return refuse_field(scope, "posts", "split.the_question");
	/* The first one's words begin the new thread, in every list. */
	if (posts_out->at[0].hidden_at || posts_out->at[0].deleted_at)
		return refuse_field(scope, "posts", "split.first_is_hidden");
	return OK;
}

static enum err make_thread(struct scope *scope, const struct thread *from, const struct split *split,
                            const struct post_list *posts, struct thread *thread_out)
{
	struct board board;
	const struct post *first = &posts->at[0];
	enum err err = board_load(scope, split->board_id, &board);
	if (err == ERR_NOT_FOUND) {
		scope_forgive(scope);
		return refuse_field(scope, "board_id", "thread.no_board");
	}
	if (err)
		return err;
	struct thread thread = {
		.id = id_new(scope->now), .board_id = board.id, .product_id = from->product_id, .audience_id = board.audience_id,
		.author_id = first->author_id, .title = split->title, .excerpt = utf8_first(first->body, 240), .lang = from->lang,
		.state = from->state == THREAD_DISCUSSION ? THREAD_DISCUSSION : THREAD_UNANSWERED,
		.created_at = first->created_at, .active_at = first->created_at,
		.origin = S(""), .origin_url = S(""),
	};
	add_totals(&thread, posts);
	if ((err = thread_insert(scope, &thread)) || (err = care_count_board(scope, board.id, 1)))
		return err;
	*thread_out = thread;
	return OK;
}

/* A question does not solve itself. */
static enum err unmark_first(struct scope *scope, int64_t thread_id, struct post *first)
{
	bool deleted;
	if (!first->is_solution)
		return OK;
	first->is_solution = false;
	return solution_delete(scope, thread_id, first->id, &deleted);
}

enum err thread_split_off(struct scope *scope, int64_t thread_id, const struct split *split, struct thread *thread_out)
{
	struct thread from, thread;
	struct post_list posts;
	int64_t matter_id;
	enum err err = check_may(scope, split->why);
	if (err || (err = thread_load(scope, thread_id, &from)))
		return err;
	if (utf8_length(split->title) < 5 || utf8_length(split->title) > THREAD_TITLE_MAX)
		return refuse_field(scope, "title", "split.no_title");
	if ((err = load_chosen(scope, thread_id, split->post_ids, &posts)))
		return err;
	if ((err = unmark_first(scope, thread_id, &posts.at[0])) || (err = make_thread(scope, &from, split, &posts, &thread)))
		return err;
	if ((err = care_take_posts_out(scope, thread_id, thread.id, &posts)) || (err = settle_old(scope, &from, &posts)))
		return err;
	if (thread.author_id && (err = trail_begin(scope, about(thread.id), thread.author_id, &matter_id)))
		return err;
	thread_is_new(scope, &from);
	thread_is_new(scope, &thread);
	const struct news news = { .kind = &thread_split, .subject = about(thread_id), .other = about(thread.id),
		.to_member_id = thread.author_id, .text = split->why };
	if ((err = news_tell(scope, &news)) || (err = news_announce(scope, &thread_changed, about(thread_id))) ||
	    (err = news_announce(scope, &thread_changed, about(thread.id))))
		return err;
	*thread_out = thread;
	return audit_note(scope, "thread.split", about(thread.id), split->why);
}
