/* oversight_store.c: rows of threads and posts as moderators need them. */
#include "features/community/oversight_store.h"

#include "features/community/oversight_sql.gen.h"

enum err oversee_thread_load(struct scope *scope, int64_t thread_id, struct thread *thread_out)
{
	return sql_oversee_thread(scope, thread_id, thread_out);
}

enum err oversee_threads_load(struct scope *scope, struct ids ids, struct thread_list *list_out)
{
	return sql_oversee_threads(scope, ids, list_out);
}

enum err oversee_post_load(struct scope *scope, int64_t post_id, struct post *post_out)
{
	return sql_oversee_post(scope, post_id, post_out);
}

enum err oversee_post_load_number(struct scope *scope, int64_t thread_id, int64_t number, struct post *post_out)
{
	return sql_oversee_post_number(scope, thread_id, number, post_out);
}

enum err oversee_thread_set_hidden(struct scope *scope, int64_t thread_id, moment hidden_at, moment active_at)
{
	int64_t changed;
	return sql_oversee_thread_hide(scope, thread_id, hidden_at, active_at, &changed);
}

enum err oversee_thread_set_closed(struct scope *scope, int64_t thread_id, moment closed_at)
{
	int64_t changed;
	return sql_oversee_thread_close(scope, thread_id, closed_at, &changed);
}

enum err oversee_thread_set_board(struct scope *scope, int64_t thread_id, int64_t board_id, int64_t audience_id)
{
	int64_t changed;
	return sql_oversee_thread_move(scope, thread_id, board_id, audience_id, &changed);
}

enum err oversee_post_set_hidden(struct scope *scope, const struct post *post, moment hidden_at)
{
	int64_t changed;
	return sql_oversee_post_hide(scope, post->thread_id, post->number, hidden_at, &changed);
}

enum err oversee_post_set_body(struct scope *scope, const struct post *before, const struct post *after)
{
	int64_t changed;
	enum err err = sql_oversee_post_keep(scope, before);
	return err ? err : sql_oversee_post_edit(scope, after, &changed);
}
