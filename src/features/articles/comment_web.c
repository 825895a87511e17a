/*
 * comment_web.c: commenting: a member at once, a guest once the mail address is confirmed.
 *
 * A guest's words are kept as identity's draft and posted when the house hears that the link was followed.
 */
#include "features/articles/comment_web.h"

#include "base/json.h"
#include "features/articles/articles_news.h"
#include "features/articles/pages.gen.h"
#include "features/identity/identity.h"

#define DRAFT_KIND S("comment")

static handler new_show, submit, delete_ask, delete_submit;

struct comment_form { str body, name, mail; };
static const struct field fields[] = {
	FIELD(FIELD_PROSE, struct comment_form, body, 1, COMMENT_BODY_MAX),
	FIELD(FIELD_TEXT,  struct comment_form, name, 0, 60),
	FIELD(FIELD_EMAIL, struct comment_form, mail, 0, 254),
};
static const struct form comment_form_fields = { "comment", fields, COUNT(fields) };

const struct route comment_routes[] = {
	{ GET,  "/articles/:id/comments/new", EVERYONE, READS,  new_show, .about = "Write a comment" },
	{ POST, "/articles/:id/comments",     EVERYONE, WRITES, submit,   .form = &comment_form_fields, .rate = RATE_POST,
	  .about = "Comment; guests confirm their mail first" },
	{ GET,  "/comments/:id/deletion",     MEMBERS,  READS,  delete_ask, .about = "Really delete it?" },
	{ POST, "/comments/:id/deletion",     MEMBERS,  WRITES, delete_submit, .about = "Delete a comment" },
	ROUTES_END
};

static enum err send_new(struct request *request, const struct comment_form *form)
{
	struct scope *scope = request_scope(request);
	struct article article;
	enum err err = article_show(scope, request_id(request, "id"), &article);
	if (err)
		return err;
	const struct comment_page model = { &article, form->body, form->name, form->mail, scope->member_id != 0 };
	struct page *page = page_open(request, TEXT_comment_title);
	page->section = kind_words_of(article.kind)->section;
	page->narrow = true;
	page->no_index = true;
	comment_page_html(page->view, &model);
	return page_send(page);
}

static enum err new_show(struct request *request)
{
	return send_new(request, &(struct comment_form){ S(""), S(""), S("") });
}

static enum err post_comment(struct scope *scope, int64_t article_id, str body, struct comment *comment_out)
{
	struct html html;
	if (markdown_html(scope->arena, body, &html))
		return refuse_field(scope, "body", "field.too_long");
	const struct comment_text text = { body, html.at, MARKDOWN_VERSION };
	return comment_make(scope, article_id, &text, comment_out);
}

static enum err keep_draft(struct request *request, const struct article *article, const struct comment_form *form)
{
	struct scope *scope = request_scope(request);
	struct text text;
	struct json_writer json;
	if (str_empty(form->name))
		return refuse_field(scope, "name", "field.empty");
	if (str_empty(form->mail))
		return refuse_field(scope, "mail", "field.empty");
	text_open(&text, scope->arena, form->body.len + 512);
	json_open(&json, &text);
	json_object(&json);
	json_name(&json, S("article_id"));
	json_put_integer(&json, article->id);
	json_name(&json, S("title"));
	json_put_text(&json, article->title);
	json_name(&json, S("body"));
	json_put_text(&json, form->body);
	json_object_end(&json);
	struct draft draft = { .kind = DRAFT_KIND, .payload = text_str(&text), .name = form->name, .mail = form->mail,
		.language = scope->language };
	enum err err = draft_keep(scope, &draft);
	return err ? err : redirect_to(request, "/drafts/sent");
}

static enum err submit(struct request *request)
{
	struct scope *scope = request_scope(request);
	struct comment_form form = { S(""), S(""), S("") };
	struct article article;
	struct comment comment;
	enum err err = article_show(scope, request_id(request, "id"), &article);
	if (err)
		return err;
	err = form_read(request, &comment_form_fields, &form);
	if (!err && !scope->member_id)
		err = article_is_out(&article) ? keep_draft(request, &article, &form) : refuse(scope, ERR_CONFLICT, "article.not_out");
	else if (!err && !(err = post_comment(scope, article.id, form.body, &comment)))
		err = redirect_with(request, comment.hidden_at ? "comment.waits" : "comment.posted", "/articles/%lld?page=%lld#c%lld", (long long)article.id,
		                    (long long)((comment.number - 1) / COMMENTS_A_PAGE + 1), (long long)comment.number);
	return err == ERR_INVALID ? send_new(request, &form) : err;
}

/* The house posts as the guest who confirmed; a refusal is told on the draft's page. */
enum err comment_post_draft(struct scope *scope, const struct news *news)
{
	struct draft draft;
	const struct json *json;
	struct comment comment;
	enum err err = draft_load(scope, news->subject.id, &draft);
	if (err)
		return err;
	if (!str_equal(draft.kind, DRAFT_KIND) || draft.subject_id)
		return OK;
	if ((err = json_read(scope->arena, draft.payload, &json, NULL)))
		return err;
	scope_act_as(scope, draft.member_id, ROLE_MEMBER);
	err = post_comment(scope, json_integer(json, S("article_id"), 0), json_str(json, S("body")), &comment);
	if (err && scope->refusal.reason) { /* nothing was written yet: rules refuse before they write */
		const char *reason = scope->refusal.reason;
		scope_forgive(scope);
		return draft_refused(scope, draft.id, reason);
	}
	return err ? err : draft_done(scope, draft.id, subject_of(&comment_subject, comment.id));
}

/* ── taking one away ── */

static enum err delete_ask(struct request *request)
{
	struct scope *scope = request_scope(request);
	struct comment comment;
	struct article article;
	enum err err = comment_load(scope, request_id(request, "id"), &comment);
	if (err || (err = article_show(scope, comment.article_id, &article)))
		return err;
	if (!comment_may_delete(scope, &comment))
		return refuse(scope, ERR_FORBIDDEN, "comment.not_yours");
	const struct confirmation ask = { TEXT_comment_delete_title, TEXT_comment_delete_text, TEXT_comment_delete,
		str_format(scope->arena, "/comments/%lld/deletion", (long long)comment.id), articles_url(scope, article.id), true };
	return page_confirm(request, &ask);
}

static enum err delete_submit(struct request *request)
{
	struct comment comment;
	enum err err = comment_delete(request_scope(request), request_id(request, "id"), &comment);
	return err ? err : redirect_with(request, "comment.deleted", "/articles/%lld", (long long)comment.article_id);
}
