/* comment_store.c: comments in order of their numbers. */
#include "features/articles/comment_store.h"

#include "features/articles/sql.gen.h"

enum err comment_load(struct scope *scope, int64_t comment_id, struct comment *comment_out)
{
	enum err err = sql_comment_row(scope, comment_id, comment_out);
	return err == ERR_NOT_FOUND ? refuse(scope, err, "comment.not_found") : err;
}

enum err comment_list_of(struct scope *scope, int64_t article_id, int64_t first, struct comment_list *list_out)
{
	enum err err = sql_comments_of(scope, article_id, first, list_out);
	for (size_t i = 0; !err && i < list_out->count; i++) { /* what was taken away keeps its number */
		struct comment *comment = &list_out->at[i];
		bool is_own = scope->member_id && comment->author_id == scope->member_id;
		if ((comment->hidden_at && !is_own) || comment->deleted_at)
			comment->html = S("");
	}
	return err;
}

enum err comment_load_some(struct scope *scope, struct ids ids, struct comment_list *list_out)
{
	return sql_comments_by_ids(scope, ids, list_out);
}

enum err comment_insert(struct scope *scope, const struct comment *comment)
{
	int64_t changed;
	enum err err = sql_comment_add(scope, comment);
	if (!err)
		err = sql_article_comments(scope, comment->article_id, comment->number, &changed);
	/* Two comments in one moment want the same number: one of them is told to try again. */
	if (err == ERR_CONFLICT || (!err && !changed))
		return refuse(scope, ERR_CONFLICT, "article.changed");
	return err;
}

enum err comment_wipe(struct scope *scope, int64_t article_id, int64_t number)
{
	int64_t changed;
	enum err err = sql_comment_wipe(scope, article_id, number, &changed);
	if (err)
		return err;
	return changed ? OK : refuse(scope, ERR_NOT_FOUND, "comment.not_found");
}
