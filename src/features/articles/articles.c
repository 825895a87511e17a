/* articles.c: the contract. */
#include "features/articles/articles.h"

enum err articles_words(struct scope *scope, int64_t article_id, struct article_words *words_out)
{
	enum err err = article_load_for_all(scope, article_id, &words_out->article);
	if (err == ERR_NOT_FOUND) { /* thrown away: nothing is left to be found */
		scope_forgive(scope);
		words_out->is_out = false;
		return OK;
	}
	words_out->is_out = !err && article_is_out(&words_out->article);
	return err;
}

enum err articles_after(struct scope *scope, int64_t after_id, struct article_list *list_out)
{
	return article_load_after(scope, after_id, list_out);
}

enum err articles_cards(struct scope *scope, struct ids ids, struct article_list *list_out)
{
	struct article_list found;
	enum err err = article_load_some(scope, ids, &found);
	if (err)
		return err;
	struct article *ordered = arena_take(scope->arena, (ids.count + 1) * sizeof(*ordered));
	size_t count = 0;
	for (size_t i = 0; i < ids.count; i++) {
		for (size_t f = 0; f < found.count; f++) {
			if (found.at[f].id == ids.at[i] && article_is_out(&found.at[f]))
				ordered[count++] = found.at[f];
		}
	}
	*list_out = (struct article_list){ ordered, count };
	return OK;
}

enum err articles_comment(struct scope *scope, int64_t comment_id, struct comment *comment_out)
{
	struct comment comment;
	struct article article;
	enum err err = comment_load(scope, comment_id, &comment);
	if (err || (err = article_show(scope, comment.article_id, &article)))
		return err;
	if (comment.hidden_at || comment.deleted_at)
		return refuse(scope, ERR_NOT_FOUND, "comment.not_found");
	*comment_out = comment;
	return OK;
}

str articles_url(struct scope *scope, int64_t article_id)
{
	return str_format(scope->arena, "/articles/%lld", (long long)article_id);
}
