/* care_store.c: changes of threads and posts that are not their author's writing. */
#include "features/community/care_store.h"

#include "features/community/care_sql.gen.h"

/* A change that found nothing to change. */
static enum err changed_or(struct scope *scope, enum err err, int64_t changed, const char *reason)
{
	if (err || changed)
		return err;
	return refuse(scope, ERR_CONFLICT, reason);
}

enum err care_load_thread(struct scope *scope, int64_t thread_id, struct thread *thread_out)
{
	enum err err = sql_care_thread(scope, thread_id, thread_out);
	return err == ERR_NOT_FOUND ? refuse(scope, err, "thread.not_found") : err;
}

enum err care_load_any_thread(struct scope *scope, int64_t thread_id, struct thread *thread_out)
{
	enum err err = sql_care_thread_any(scope, thread_id, thread_out);
	return err == ERR_NOT_FOUND ? refuse(scope, err, "thread.not_found") : err;
}

enum err care_load_post(struct scope *scope, int64_t post_id, struct post *post_out)
{
	enum err err = sql_care_post(scope, post_id, post_out);
	return err == ERR_NOT_FOUND ? refuse(scope, err, "post.not_found") : err;
}

enum err care_close(struct scope *scope, int64_t thread_id, str why)
{
	int64_t changed;
	enum err err = sql_care_close(scope, thread_id, why, &changed);
	return changed_or(scope, err, err ? 0 : changed, "thread.is_closed_already");
}

enum err care_reopen(struct scope *scope, int64_t thread_id)
{
	int64_t changed;
	enum err err = sql_care_reopen(scope, thread_id, &changed);
	return changed_or(scope, err, err ? 0 : changed, "thread.is_open");
}

enum err care_delete_thread(struct scope *scope, int64_t thread_id, str why)
{
	int64_t changed;
	enum err err = sql_care_thread_delete(scope, thread_id, why, &changed);
	return changed_or(scope, err, err ? 0 : changed, "thread.is_gone");
}

enum err care_restore_thread(struct scope *scope, int64_t thread_id)
{
	int64_t changed;
	enum err err = sql_care_question_restore(scope, thread_id, &changed);
	if (!err)
		err = sql_care_thread_restore(scope, thread_id, &changed);
	return changed_or(scope, err, err ? 0 : changed, "thread.is_there");
}

enum err care_delete_post(struct scope *scope, const struct post *post, str why)
{
	int64_t changed;
	enum err err = sql_care_post_delete(scope, post->thread_id, post->number, why, &changed);
	return changed_or(scope, err, err ? 0 : changed, "post.is_gone");
}

enum err care_restore_post(struct scope *scope, const struct post *post)
{
	int64_t changed;
	enum err err = sql_care_post_restore(scope, post->thread_id, post->number, &changed);
	return changed_or(scope, err, err ? 0 : changed, "post.is_there");
}

enum err care_pin(struct scope *scope, int64_t thread_id, bool is_on)
{
	int64_t changed;
	return sql_care_pin(scope, thread_id, is_on ? scope->now : 0, &changed);
}

enum err care_set_need(struct scope *scope, int64_t thread_id, int64_t post_id)
{
	int64_t changed;
	return post_id ? sql_care_need(scope, thread_id, post_id, &changed) : sql_care_need_end(scope, thread_id, &changed);
}

enum err care_set_title(struct scope *scope, int64_t thread_id, str title, str excerpt)
{
	int64_t changed;
	return sql_care_title(scope, thread_id, title, excerpt, &changed);
}

enum err care_count_board(struct scope *scope, int64_t board_id, int64_t change)
{
	int64_t changed;
	return sql_care_board_threads(scope, board_id, change, &changed);
}

enum err care_set_totals(struct scope *scope, const struct thread *thread)
{
	int64_t changed;
	return sql_care_totals(scope, thread, &changed);
}

enum err care_first_posts(struct scope *scope, int64_t thread_id, int64_t count, struct post_list *list_out)
{
	return sql_care_posts_of(scope, thread_id, count, list_out);
}

enum err care_chosen_posts(struct scope *scope, int64_t thread_id, struct ids post_ids, struct post_list *list_out)
{
	return sql_care_posts_chosen(scope, thread_id, post_ids, list_out);
}

enum err care_shift_posts(struct scope *scope, const struct post_shift *shift)
{
	int64_t changed;
	return sql_care_shift(scope, shift->from_id, shift->to_id, shift->first, shift->last, shift->by, &changed);
}

enum err care_take_posts_out(struct scope *scope, int64_t thread_id, int64_t to_id, const struct post_list *posts)
{
	int64_t changed;
	int64_t *ids = arena_take(scope->arena, (posts->count + 1) * sizeof(*ids));
	for (size_t i = 0; i < posts->count; i++)
		ids[i] = posts->at[i].id;
	enum err err = sql_care_take_out(scope, thread_id, to_id, (struct ids){ ids, posts->count }, &changed);
	if (err || (err = sql_care_leave_traces(scope, thread_id, to_id, &changed)))
		return err;
	for (size_t i = 0; i < posts->count && !err; i++) { /* upwards, so that no two share a number */
		if (posts->at[i].number != (int64_t)i + 1)
			err = sql_care_renumber(scope, to_id, posts->at[i].number, (int64_t)i + 1, &changed);
	}
	return err ? err : care_take_solutions(scope, thread_id, to_id, (struct ids){ ids, posts->count });
}

enum err care_take_solutions(struct scope *scope, int64_t thread_id, int64_t to_id, struct ids post_ids)
{
	int64_t changed;
	return sql_care_solutions_follow(scope, thread_id, to_id, post_ids, &changed);
}

enum err post_list_versions(struct scope *scope, int64_t post_id, int64_t before, struct post_version_list *list_out)
{
	return sql_post_versions(scope, post_id, before, list_out);
}

enum err post_forget_versions(struct scope *scope, int64_t post_id)
{
	int64_t changed;
	return sql_post_versions_forget(scope, post_id, &changed);
}

enum err care_forget_versions(struct scope *scope, moment before, int64_t *gone_out)
{
	return sql_care_forget_versions_of_deleted(scope, before, gone_out);
}

enum err care_forget_deleted(struct scope *scope, moment before, int64_t *gone_out)
{
	int64_t threads;
	enum err err = sql_care_forget_threads_of_deleted(scope, before, &threads);
	return err ? err : sql_care_forget_deleted(scope, before, gone_out);
}

enum err care_thanks_of(struct scope *scope, int64_t member_id, struct post_list *posts_out)
{
	return sql_former_thanks(scope, member_id, posts_out);
}

enum err care_metoos_of(struct scope *scope, int64_t member_id, struct ids *thread_ids_out)
{
	return sql_former_metoos(scope, member_id, thread_ids_out);
}

enum err care_posts_naming(struct scope *scope, const struct former_ask *ask, struct post_list *list_out)
{
	return sql_former_posts(scope, ask->after_id, ask->called, ask->quoted, list_out);
}

enum err care_versions_naming(struct scope *scope, const struct former_ask *ask, struct former_version_list *list_out)
{
	return sql_former_versions(scope, ask, list_out);
}

enum err care_set_words(struct scope *scope, const struct post *post)
{
	int64_t changed;
	return sql_former_post_put(scope, post, &changed);
}

enum err care_set_version(struct scope *scope, const struct former_version *version)
{
	int64_t changed;
	return sql_former_version_put(scope, version, &changed);
}

enum err care_threads_of(struct scope *scope, int64_t member_id, int64_t after_id, struct ids *thread_ids_out)
{
	return sql_former_own_threads(scope, member_id, after_id, thread_ids_out);
}
