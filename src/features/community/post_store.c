/* post_store.c: posts, their solutions and kudos. */
#include "features/community/post_store.h"

#include "features/community/sql.gen.h"

enum err post_load(struct scope *scope, int64_t post_id, struct post *post_out)
{
	enum err err = sql_post_row(scope, post_id, post_out);
	return err == ERR_NOT_FOUND ? refuse(scope, err, "post.not_found") : err;
}

/* What was taken away keeps its number, so that links stay right, and says nothing any more; what is hidden still
   speaks to its author. */
static void silence_gone(const struct scope *scope, struct post_list *list)
{
	for (size_t i = 0; i < list->count; i++) {
		struct post *post = &list->at[i];
		bool is_own = scope->member_id && post->author_id == scope->member_id;
		if ((post->hidden_at && !is_own) || post->deleted_at)
			post->body = post->html = S("");
	}
}

enum err post_list_of(struct scope *scope, int64_t thread_id, int64_t first, struct post_list *list_out)
{
	enum err err = sql_posts_of_thread(scope, thread_id, first, list_out);
	if (!err)
		silence_gone(scope, list_out);
	return err;
}

enum err post_list_shown(struct scope *scope, int64_t thread_id, int64_t first, struct post_list *list_out)
{
	enum err err = sql_posts_shown(scope, thread_id, first, list_out);
	if (!err)
		silence_gone(scope, list_out);
	return err;
}

enum err post_names_of(struct scope *scope, struct ids ids, struct post_name_list *list_out)
{
	return sql_post_names(scope, ids, list_out);
}

enum err post_list_by_ids(struct scope *scope, struct ids ids, struct post_list *list_out)
{
	return sql_posts_by_ids(scope, ids, list_out);
}

enum err post_load_writers(struct scope *scope, int64_t thread_id, int64_t after_id, struct ids *member_ids_out)
{
	return sql_post_writers(scope, thread_id, after_id, member_ids_out);
}

enum err post_insert(struct scope *scope, struct post *post)
{
	if (!post->id)
		post->id = id_new(post->created_at);
	enum err err = sql_post_add(scope, post);
	/* Two answers in one moment want the same number: on PostgreSQL one of them is told to try again. */
	return err == ERR_CONFLICT ? refuse(scope, err, "thread.changed") : err;
}

enum err post_update_body(struct scope *scope, const struct post *post)
{
	int64_t changed;
	struct post before;
	enum err err = post_load(scope, post->id, &before);
	if (err)
		return err;
	if ((err = sql_post_version_add(scope, &before)))
		return err;
	if ((err = sql_post_body(scope, post, &changed)))
		return err;
	return changed ? OK : refuse(scope, ERR_CONFLICT, "post.changed");
}

enum err solution_authors(struct scope *scope, int64_t thread_id, struct ids *author_ids_out)
{
	return sql_solution_authors(scope, thread_id, author_ids_out);
}

enum err solution_list(struct scope *scope, int64_t thread_id, struct post_list *list_out)
{
	return sql_solutions_of_thread(scope, thread_id, list_out);
}

enum err solution_posts(struct scope *scope, struct ids thread_ids, struct post_list *list_out)
{
	return sql_solution_posts(scope, thread_ids, list_out);
}

enum err solution_count(struct scope *scope, int64_t thread_id, int64_t *count_out)
{
	return sql_solution_total(scope, thread_id, count_out);
}

enum err solution_insert(struct scope *scope, int64_t thread_id, int64_t post_id, int64_t marked_by)
{
	int64_t changed;
	enum err err = sql_solution_add(scope, thread_id, post_id, marked_by, &changed);
	if (err)
		return err;
	return changed ? OK : refuse(scope, ERR_CONFLICT, "solution.is_one");
}

enum err solution_delete(struct scope *scope, int64_t thread_id, int64_t post_id, bool *deleted_out)
{
	int64_t changed;
	enum err err = sql_solution_remove(scope, thread_id, post_id, &changed);
	if (!err)
		*deleted_out = changed > 0;
	return err;
}

enum err kudos_insert(struct scope *scope, int64_t post_id, bool *changed_out)
{
	int64_t changed;
	enum err err = sql_kudos_add(scope, post_id, &changed);
	if (!err)
		*changed_out = changed > 0;
	return err;
}

enum err kudos_delete(struct scope *scope, int64_t post_id, bool *changed_out)
{
	int64_t changed;
	enum err err = sql_kudos_remove(scope, post_id, &changed);
	if (!err)
		*changed_out = changed > 0;
	return err;
}

enum err kudos_count_change(struct scope *scope, int64_t thread_id, int64_t number, int64_t change)
{
	int64_t changed;
	enum err err = sql_post_kudos(scope, thread_id, number, change, &changed);
	if (err)
		return err;
	return sql_thread_kudos(scope, thread_id, change, &changed);
}
