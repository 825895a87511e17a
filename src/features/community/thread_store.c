/* thread_store.c: threads: every list is one statement, chosen by what is filtered.  SQLite has lists by state only, and merges them. */
#include "features/community/thread_store.h"

#include "core/kept.h"
#include "features/community/sql.gen.h"

const char *const thread_state_names[THREAD_STATE_COUNT + 1] = { "unanswered", "unsolved", "solved", "discussion",
	NULL };

static_assert(THREAD_STATE_COUNT == 4, "…_merged reads the lists of all states");

struct last { int64_t id, for_member; struct thread thread; };

/* A thread's page and what others show on it ask for the same thread: the last one is kept as long as nothing can change. */
enum err thread_load(struct scope *scope, int64_t thread_id, struct thread *thread_out)
{
	static const char the_last;
	struct last *last = scope->is_snapshot ? kept_find(scope, &the_last) : NULL;
	if (last && last->id == thread_id && last->for_member == scope->member_id) {
		*thread_out = last->thread;
		return OK;
	}
	enum err err = sql_thread_row(scope, thread_id, thread_out);
	if (err)
		return err == ERR_NOT_FOUND ? refuse(scope, err, "thread.not_found") : err;
	if (!scope->is_snapshot)
		return OK;
	if (!last) {
		last = arena_take(scope->arena, sizeof(*last));
		kept_put(scope, &the_last, last);
	}
	*last = (struct last){ thread_id, scope->member_id, *thread_out };
	return OK;
}

enum err thread_load_for_all(struct scope *scope, int64_t thread_id, struct thread *thread_out)
{
	enum err err = sql_thread_row_for_all(scope, thread_id, thread_out);
	return err == ERR_NOT_FOUND ? refuse(scope, err, "thread.not_found") : err;
}

enum err thread_list_after(struct scope *scope, int64_t after_id, struct thread_list *list_out)
{
	return sql_threads_after(scope, after_id, list_out);
}

enum err thread_list_of(struct scope *scope, const struct thread_filter *filter, struct thread_list *list_out)
{
	const struct cursor *before = &filter->before;
	if (filter->author_id)
		return sql_threads_of_author(scope, filter->author_id, before->id, list_out);
	if (filter->tag_id)
		return sql_threads_of_tag(scope, filter->tag_id, before->id, list_out);
	if (filter->product_id)
		return sql_threads_of_product(scope, filter->product_id, filter->state, before, list_out);
	if (filter->board_id && filter->state >= 0)
		return sql_threads_of_board_in_state(scope, filter->board_id, filter->state, before, list_out);
	bool has_all = house_is_remote(scope->house); /* docs/decisions/0082 */
	if (filter->board_id)
		return has_all ? sql_threads_of_board(scope, filter->board_id, before, list_out)
		               : sql_threads_of_board_merged(scope, filter->board_id, before, list_out);
	if (filter->state >= 0)
		return sql_threads_in_state(scope, filter->state, before, list_out);
	return has_all ? sql_threads_newest(scope, before, list_out) : sql_threads_newest_merged(scope, before, list_out);
}

enum err thread_list_pinned(struct scope *scope, int64_t board_id, struct thread_list *list_out)
{
	return sql_threads_pinned(scope, board_id, list_out);
}

enum err thread_list_briefs(struct scope *scope, struct ids ids, struct thread_list *list_out)
{
	return sql_threads_briefly(scope, ids, list_out);
}

enum err thread_list_by_ids(struct scope *scope, struct ids ids, struct thread_list *list_out)
{
	return sql_threads_by_ids(scope, ids, list_out);
}

enum err thread_count_public(struct scope *scope, int64_t *count_out)
{
	return sql_threads_public_total(scope, count_out);
}

enum err thread_list_public(struct scope *scope, int64_t first, struct thread_place_list *list_out)
{
	return sql_threads_public(scope, first, list_out);
}

enum err thread_id_by_origin(struct scope *scope, str origin, int64_t *thread_id_out)
{
	return sql_thread_of_origin(scope, origin, thread_id_out);
}

enum err thread_insert(struct scope *scope, struct thread *thread)
{
	if (!thread->id)
		thread->id = id_new(thread->created_at);
	return sql_thread_add(scope, thread);
}

enum err thread_update_counts(struct scope *scope, const struct thread *thread, enum thread_state from)
{
	int64_t changed;
	enum err err = sql_thread_counts(scope, thread, (int)from, &changed);
	if (err)
		return err;
	return changed ? OK : refuse(scope, ERR_CONFLICT, "thread.changed");
}

enum err thread_update_count(struct scope *scope, const struct thread *thread)
{
	int64_t changed;
	enum err err = sql_thread_count(scope, thread, &changed);
	if (err)
		return err;
	return changed ? OK : refuse(scope, ERR_CONFLICT, "thread.changed");
}

enum err thread_change_state(struct scope *scope, int64_t thread_id, enum thread_state from, enum thread_state to)
{
	int64_t changed;
	enum err err = sql_thread_state(scope, thread_id, (int)from, (int)to, &changed);
	if (err)
		return err;
	return changed ? OK : refuse(scope, ERR_CONFLICT, "thread.changed");
}
