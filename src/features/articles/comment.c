/* comment.c: rules of comments. */
#include "features/articles/comment.h"

#include "base/utf8.h"
#include "features/articles/articles_news.h"

enum err comment_make(struct scope *scope, int64_t article_id, const struct comment_text *text, struct comment *comment_out)
{
	struct article article;
	const struct subject subject = subject_of(&article_subject, article_id);
	enum err err = article_show(scope, article_id, &article);
	if (err)
		return err;
	if (!article_is_out(&article))
		return refuse(scope, ERR_CONFLICT, "article.not_out");
	if (str_empty(str_trim(text->body)) || utf8_length(text->body) > COMMENT_BODY_MAX)
		return refuse_field(scope, "body", "comment.body_wrong");
	struct comment comment = {
		.article_id = article_id, .number = article.comment_count + 1, .id = id_new(scope->now),
		.author_id = scope->member_id, .body = text->body, .html = text->html, .html_version = text->html_version,
		.made_at = scope->now,
	};
	bool waits = false;
	if ((err = gate_ask_or_wait(scope, &gate_publish, subject_of(&comment_subject, comment.id), text->body, &waits)))
		return err;
	comment.hidden_at = waits ? scope->now : 0;
	if ((err = comment_insert(scope, &comment)))
		return err;
	subject_changed(scope, subject);
	*comment_out = comment;
	if (waits) /* article_care.c tells of it once somebody has looked */
		return OK;
	const struct news news = { .kind = &article_commented, .subject = subject,
		.other = subject_of(&comment_subject, comment.id), .to_member_id = article.author_id };
	return news_tell(scope, &news);
}

bool comment_may_delete(const struct scope *scope, const struct comment *comment)
{
	if (has_role(scope, ROLE_MODERATOR))
		return true;
	return scope->member_id && comment->author_id == scope->member_id;
}

enum err comment_delete(struct scope *scope, int64_t comment_id, struct comment *comment_out)
{
	struct comment comment;
	struct article article;
	enum err err = comment_load(scope, comment_id, &comment);
	if (err || (err = article_show(scope, comment.article_id, &article)))
		return err;
	if (!comment_may_delete(scope, &comment))
		return refuse(scope, ERR_FORBIDDEN, "comment.not_yours");
	if ((err = comment_wipe(scope, comment.article_id, comment.number)))
		return err;
	const struct subject subject = subject_of(&article_subject, comment.article_id);
	subject_changed(scope, subject);
	*comment_out = comment;
	if (comment.author_id == scope->member_id)
		return OK;
	return audit_note(scope, "comment.delete", subject_of(&comment_subject, comment.id), S(""));
}
