/* community.c: the contract: boards for the desk, threads for search and notices. */
#include "features/community/community.h"

#include "base/utf8.h"
#include "features/community/community_news.h"
#include "features/community/oversight_store.h"

enum err community_words(struct scope *scope, int64_t thread_id, struct thread_words *words_out)
{
	enum err err = thread_load_for_all(scope, thread_id, &words_out->thread);
	if (err)
		return err;
	if ((err = post_list_of(scope, thread_id, 1, &words_out->posts)))
		return err;
	if ((err = solution_list(scope, thread_id, &words_out->solutions)))
		return err;
	return community_thread_tags(scope, thread_id, &words_out->tags);
}

enum err community_thread_tags(struct scope *scope, int64_t thread_id, struct thread_tag_list *list_out)
{
	return tag_list_of(scope, (struct ids){ &thread_id, 1 }, list_out);
}

enum err community_tagged(struct scope *scope, int64_t tag_id, int64_t after_id, struct ids *thread_ids_out)
{
	return tag_list_threads(scope, tag_id, after_id, thread_ids_out);
}

static enum err add_seen_tag(struct scope *scope, int64_t tag_id, struct tag_list *list)
{
	struct tag tag;
	for (size_t i = 0; i < list->count; i++) {
		if (list->at[i].id == tag_id)
			return OK;
	}
	enum err err = tag_load(scope, tag_id, &tag);
	if (!err)
		err = tag_load_seen(scope, tag.key, &tag);
	if (err == ERR_NOT_FOUND) { /* an old address: it finds nothing */
		scope_forgive(scope);
		return OK;
	}
	if (err)
		return err;
	struct tag *all = arena_take(scope->arena, (list->count + 1) * sizeof(*all));
	if (list->count)
		memcpy(all, list->at, list->count * sizeof(*all));
	all[list->count] = tag;
	*list = (struct tag_list){ all, list->count + 1 };
	return OK;
}

enum err community_tags(struct scope *scope, int64_t also_id, struct tag_list *list_out)
{
	enum err err = tag_list_most_used(scope, list_out);
	return err || !also_id ? err : add_seen_tag(scope, also_id, list_out);
}

enum err community_threads_after(struct scope *scope, int64_t after_id, struct thread_list *list_out)
{
	return thread_list_after(scope, after_id, list_out);
}

enum err community_outcomes(struct scope *scope, moment since, int64_t after_id, struct thread_outcome_list *list_out)
{
	return outcome_load(scope, since, after_id, list_out);
}

static struct thread_list in_order(struct scope *scope, struct ids ids, const struct thread_list *found)
{
	struct thread *ordered = arena_take(scope->arena, (ids.count + 1) * sizeof(*ordered));
	size_t count = 0;
	for (size_t i = 0; i < ids.count; i++) {
		for (size_t f = 0; f < found->count; f++) {
			if (found->at[f].id == ids.at[i])
				ordered[count++] = found->at[f];
		}
	}
	return (struct thread_list){ ordered, count };
}

enum err community_thread_briefs(struct scope *scope, struct ids ids, struct thread_list *list_out)
{
	struct thread_list found;
	enum err err = thread_list_briefs(scope, ids, &found);
	if (!err)
		*list_out = in_order(scope, ids, &found);
	return err;
}

enum err community_threads(struct scope *scope, struct ids ids, struct thread_list *list_out)
{
	struct thread_list found;
	enum err err = thread_list_by_ids(scope, ids, &found);
	if (!err)
		*list_out = in_order(scope, ids, &found);
	return err;
}

enum err community_staff_threads(struct scope *scope, struct ids ids, struct thread_list *list_out)
{
	return is_staff(scope) ? oversee_threads_load(scope, ids, list_out) : refuse(scope, ERR_FORBIDDEN, "thread.not_yours");
}

enum err community_solutions(struct scope *scope, struct ids thread_ids, struct post_list *list_out)
{
	return solution_posts(scope, thread_ids, list_out);
}

enum err community_posts(struct scope *scope, struct ids post_ids, struct post_list *list_out)
{
	return post_list_by_ids(scope, post_ids, list_out);
}

enum err community_thread(struct scope *scope, int64_t thread_id, struct thread *thread_out)
{
	return thread_load(scope, thread_id, thread_out);
}

enum err community_writers(struct scope *scope, int64_t thread_id, int64_t after_id, struct ids *member_ids_out)
{
	return post_load_writers(scope, thread_id, after_id, member_ids_out);
}

enum err community_boards(struct scope *scope, struct board_list *list_out)
{
	return board_list_all(scope, list_out);
}

static enum err check_board(struct scope *scope, const struct board *board)
{
	if (!has_role(scope, ROLE_BRAND_ADMIN))
		return refuse(scope, ERR_FORBIDDEN, "board.not_yours");
	if (str_empty(board->name) || utf8_length(board->name) > 200)
		return refuse_field(scope, "name", "board.name_wrong");
	return OK;
}

static enum err check_key_is_free(struct scope *scope, str key)
{
	struct board twin;
	enum err err = board_load_by_key(scope, key, &twin);
	if (!err)
		return refuse(scope, ERR_CONFLICT, "board.key_taken");
	if (err == ERR_NOT_FOUND) {
		scope_forgive(scope);
		return OK;
	}
	return err;
}

enum err board_make(struct scope *scope, struct board *board)
{
	enum err err = check_board(scope, board);
	if (err)
		return err;
	if (str_empty(board->key))
		return refuse_field(scope, "key", "board.key_wrong");
	if ((err = check_key_is_free(scope, board->key)))
		return err;
	if (!board->audience_id)
		board->audience_id = AUDIENCE_PUBLIC;
	if ((err = board_insert(scope, board)))
		return err;
	subject_changed(scope, subject_of(&board_subject, board->id));
	subject_changed(scope, subject_of(&board_subject, 0));
	return audit_note(scope, "board.make", subject_of(&board_subject, board->id), board->key);
}

enum err board_change(struct scope *scope, const struct board *board)
{
	enum err err = check_board(scope, board);
	if (err)
		return err;
	if ((err = board_update(scope, board)))
		return err;
	subject_changed(scope, subject_of(&board_subject, board->id));
	subject_changed(scope, subject_of(&board_subject, 0));
	return audit_note(scope, "board.change", subject_of(&board_subject, board->id), board->key);
}
