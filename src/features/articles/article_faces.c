/* article_faces.c: what articles and comments are called, for whoever points at them. */
#include "features/articles/article.h"
#include "features/articles/articles_news.h"
#include "features/articles/comment_store.h"

static const struct article *article_in(const struct article_list *list, int64_t id)
{
	for (size_t i = 0; i < list->count; i++) {
		if (list->at[i].id == id)
			return &list->at[i];
	}
	return NULL;
}

/* The house itself (jobs, letters) sees all; others what is out, or what they may edit. */
static bool is_seen(const struct scope *scope, const struct article *article)
{
	return article_is_out(article) || article_may_edit(scope, article);
}

/* A first draft has no published title: its working copy's is looked up, for one at a time. */
static enum err title_of(struct scope *scope, const struct article *article, str *title_out)
{
	struct article_draft draft;
	*title_out = article->title;
	if (article->version)
		return OK;
	enum err err = article_draft_load(scope, article->id, &draft);
	if (!err)
		*title_out = draft.title;
	return err == ERR_NOT_FOUND ? OK : err;
}

static enum err article_faces(struct scope *scope, struct ids ids, struct subject_face *faces_out)
{
	struct article_list list;
	enum err err = article_load_some(scope, ids, &list);
	for (size_t i = 0; !err && i < ids.count; i++) {
		const struct article *article = article_in(&list, ids.at[i]);
		if (!article || !is_seen(scope, article))
			continue;
		faces_out[i].url = str_format(scope->arena, "/articles/%lld", (long long)article->id);
		err = title_of(scope, article, &faces_out[i].title);
	}
	return err;
}

/* A comment is called as its article. */
static enum err comment_faces(struct scope *scope, struct ids ids, struct subject_face *faces_out)
{
	struct comment_list list;
	enum err err = comment_load_some(scope, ids, &list);
	if (err)
		return err;
	int64_t *article_ids = arena_take(scope->arena, (list.count + 1) * sizeof(*article_ids));
	struct subject_face *faces = arena_take(scope->arena, (list.count + 1) * sizeof(*faces));
	for (size_t i = 0; i < list.count; i++)
		article_ids[i] = list.at[i].article_id;
	if ((err = article_faces(scope, (struct ids){ article_ids, list.count }, faces)))
		return err;
	for (size_t i = 0; i < ids.count; i++) {
		for (size_t c = 0; c < list.count; c++) {
			const struct comment *comment = &list.at[c];
			if (comment->id != ids.at[i] || str_empty(faces[c].title))
				continue;
			faces_out[i].title = faces[c].title;
			faces_out[i].url = str_format(scope->arena, "/articles/%lld?page=%lld#c%lld", (long long)comment->article_id,
			                              (long long)((comment->number - 1) / COMMENTS_A_PAGE + 1), (long long)comment->number);
		}
	}
	return OK;
}

const struct subject_kind article_subject = { "article", 40, article_faces, &article_care };
const struct subject_kind comment_subject = { "comment", 41, comment_faces, &comment_care };
