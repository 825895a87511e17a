/* article_care.c: what moderators do with articles and comments: look at them, hide them, let them out (core/care.h). */
#include "features/articles/article_care_store.h"
#include "features/articles/articles_news.h"

static enum err article_look(struct scope *scope, int64_t id, struct subject_sight *sight_out)
{
	struct article article;
	enum err err = care_article_load(scope, id, &article);
	if (!err)
		*sight_out = (struct subject_sight){ .author_id = article.author_id, .title = article.title, .text = article.body,
			.around = S(""), .url = str_format(scope->arena, "/articles/%lld", (long long)id),
			.at = article.published_at ? article.published_at : article.made_at, .is_hidden = article.hidden_at != 0 };
	return err;
}

static enum err article_hide(struct scope *scope, int64_t id, bool is_hidden)
{
	struct article article;
	enum err err = care_article_load(scope, id, &article);
	if (err || (article.hidden_at != 0) == is_hidden)
		return err;
	if ((err = care_article_set_hidden(scope, id, is_hidden ? scope->now : 0)))
		return err;
	subject_changed(scope, subject_of(&article_subject, id));
	subject_changed(scope, subject_of(&article_subject, 0));
	return news_announce(scope, &article_changed, subject_of(&article_subject, id));
}

static enum err comment_look(struct scope *scope, int64_t id, struct subject_sight *sight_out)
{
	struct comment comment;
	struct article article;
	enum err err = care_comment_load(scope, id, &comment);
	if (err || (err = care_article_load(scope, comment.article_id, &article)))
		return err;
	*sight_out = (struct subject_sight){ .author_id = comment.author_id, .title = article.title, .text = comment.body,
		.around = S(""), .at = comment.made_at, .is_hidden = comment.hidden_at != 0,
		.url = str_format(scope->arena, "/articles/%lld?page=%lld#c%lld", (long long)comment.article_id,
		                  (long long)((comment.number - 1) / COMMENTS_A_PAGE + 1), (long long)comment.number) };
	return OK;
}

static enum err show_comment(struct scope *scope, int64_t id, bool is_hidden, struct comment *comment_out, bool *changed_out)
{
	enum err err = care_comment_load(scope, id, comment_out);
	*changed_out = !err && (comment_out->hidden_at != 0) != is_hidden;
	if (err || !*changed_out)
		return err;
	subject_changed(scope, subject_of(&article_subject, comment_out->article_id));
	return care_comment_set_hidden(scope, id, is_hidden ? scope->now : 0);
}

static enum err comment_hide(struct scope *scope, int64_t id, bool is_hidden)
{
	struct comment comment;
	bool changed;
	return show_comment(scope, id, is_hidden, &comment, &changed);
}

static enum err comment_publish(struct scope *scope, int64_t id)
{
	struct comment comment;
	struct article article;
	bool changed;
	enum err err = show_comment(scope, id, false, &comment, &changed);
	if (err || !changed || (err = care_article_load(scope, comment.article_id, &article)))
		return err;
	const struct news news = { .kind = &article_commented, .subject = subject_of(&article_subject, article.id),
		.other = subject_of(&comment_subject, id), .to_member_id = article.author_id };
	return news_tell(scope, &news);
}

const struct subject_care article_care = { .look = article_look, .hide = article_hide };
const struct subject_care comment_care = { .look = comment_look, .hide = comment_hide, .publish = comment_publish };
