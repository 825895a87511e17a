/* post_web.c: answering, editing, marking what helped, saying thanks. */
#include "features/community/care.h"
#include "features/community/community_news.h"
#include "features/community/mine.h"
#include "features/community/need.h"
#include "features/community/pages.gen.h"
#include "features/community/thread_web.h"

static handler post_show, reply_submit, edit_show, edit_submit, delete_show, delete_submit, solution_submit, solution_undo_submit;
static handler kudos_submit, kudos_undo_submit;

struct reply_form { str body; };

static const struct field reply_fields[] = {
	FIELD(FIELD_PROSE, struct reply_form, body, 1, POST_BODY_MAX),
};
const struct form reply_form_fields = { "reply", reply_fields, COUNT(reply_fields) };

/* An answer may say that it asks back. */
static const struct field answer_fields[] = {
	FIELD(FIELD_PROSE, struct answer_form, body,       1, POST_BODY_MAX),
	FIELD(FIELD_BOOL,  struct answer_form, needs_info, 0, 0),
};
const struct form answer_form_fields = { "answer", answer_fields, COUNT(answer_fields) };

struct edit_form { str title, body; };

static const struct field edit_fields[] = {
	FIELD(FIELD_TEXT,  struct edit_form, title, 0, THREAD_TITLE_MAX),
	FIELD(FIELD_PROSE, struct edit_form, body,  1, POST_BODY_MAX),
};
static const struct form edit_form_fields = { "edit", edit_fields, COUNT(edit_fields) };

const struct route post_routes[] = {
	{ POST, "/threads/:id/posts",              MEMBERS, WRITES, reply_submit, .form = &answer_form_fields, .rate = RATE_POST,
	  .about = "Answer a thread" },
	{ GET,  "/posts/:id",                      EVERYONE, READS, post_show,    .about = "To a post in its thread" },
	{ GET,  "/posts/:id/edit",                 MEMBERS, READS,  edit_show,    .about = "Change a post" },
	{ POST, "/posts/:id",                      MEMBERS, WRITES, edit_submit,  .form = &edit_form_fields, .rate = RATE_POST,
	  .about = "Change a post" },
	{ GET,  "/posts/:id/deletion",             MEMBERS, READS,  delete_show,  .about = "Delete one's own post?" },
	{ POST, "/posts/:id/deletion",             MEMBERS, WRITES, delete_submit, .about = "Delete one's own post" },
	{ POST, "/threads/:id/solutions/:post",    MEMBERS, WRITES, solution_submit, .about = "This post solved it" },
	{ POST, "/threads/:id/solutions/:post/undo", MEMBERS, WRITES, solution_undo_submit, .about = "It did not" },
	{ POST, "/posts/:id/kudos",                MEMBERS, WRITES, kudos_submit, .about = "Say thanks" },
	{ POST, "/posts/:id/kudos/undo",           MEMBERS, WRITES, kudos_undo_submit, .about = "Take thanks back" },
	ROUTES_END
};

enum err back_to_post(struct request *request, const char *flash, const struct post *post)
{
	long long page = (post->number - 1) / POSTS_A_PAGE + 1;
	if (!flash)
		return redirect_to(request, "/threads/%lld?page=%lld#p%lld", (long long)post->thread_id, page,
		                   (long long)post->number);
	return redirect_with(request, flash, "/threads/%lld?page=%lld#p%lld", (long long)post->thread_id, page,
	                     (long long)post->number);
}

static enum err post_show(struct request *request)
{
	struct post post;
	enum err err = post_load(request_scope(request), request_id(request, "id"), &post);
	return err ? err : back_to_post(request, NULL, &post);
}

static enum err draw(struct scope *scope, int64_t thread_id, str body, struct post *text_out)
{
	struct html html = { S("") };
	*text_out = (struct post){ .body = body, .html_version = MARKDOWN_VERSION };
	enum err err = text_draw(scope, thread_id, body, &html);
	text_out->html = html.at;
	return err;
}

static enum err send_edit(struct request *request, const struct edit_page *model)
{
	struct page *page = page_open(request, model->post->id ? TEXT_post_edit_title : TEXT_post_reply_title);
	page->section = SECTION_HELP;
	page->no_index = true;
	edit_page_html(page->view, model);
	return page_send(page);
}

static enum err reply(struct scope *scope, int64_t thread_id, const struct answer_form *form, struct post *post_out)
{
	struct post text;
	enum err err = draw(scope, thread_id, form->body, &text);
	if (err)
		return err;
	err = form->needs_info ? thread_ask_back(scope, thread_id, &text, post_out)
	                       : thread_reply(scope, thread_id, &text, post_out);
	return err ? err : unsent_forget(scope, thread_id);
}

static enum err reply_submit(struct request *request)
{
	struct post post;
	struct answer_form form = { .body = S("") };
	int64_t thread_id = request_id(request, "id");
	enum err err = form_read(request, &answer_form_fields, &form);
	if (!err)
		err = reply(request_scope(request), thread_id, &form, &post);
	if (err == ERR_INVALID) {
		const struct edit_page model = { .post = &(struct post){ .thread_id = thread_id }, .body = form.body,
			.title = S(""), .needs_info = form.needs_info };
		return send_edit(request, &model);
	}
	if (!err && post.hidden_at)
		return back_to_post(request, "post.waits", &post);
	return err ? err : back_to_post(request, form.needs_info ? "need.asked" : "post.posted", &post);
}

static enum err load_title(struct scope *scope, const struct post *post, str *title_out)
{
	struct thread thread;
	*title_out = S("");
	if (post->number != 1)
		return OK;
	enum err err = thread_load(scope, post->thread_id, &thread);
	if (!err)
		*title_out = thread.title;
	return err;
}

static enum err edit_show(struct request *request)
{
	struct scope *scope = request_scope(request);
	struct post post;
	struct edit_page model = { .post = &post };
	enum err err = post_load(scope, request_id(request, "id"), &post);
	if (err)
		return err;
	if (!post_may_edit(scope, &post))
		return refuse(scope, ERR_FORBIDDEN, "post.not_yours_to_edit");
	if ((err = load_title(scope, &post, &model.title)))
		return err;
	model.body = post.body;
	return send_edit(request, &model);
}

/* The question's excerpt, in lists and search, follows its text. */
static enum err edit(struct scope *scope, const struct post *post, const struct edit_form *form)
{
	struct post text;
	str title = form->title;
	enum err err = draw(scope, post->thread_id, form->body, &text);
	if (err || (err = post_edit(scope, post->id, &text)))
		return err;
	if (post->number != 1)
		return OK;
	if (str_empty(title) && (err = load_title(scope, post, &title)))
		return err;
	return thread_retitle(scope, post->thread_id, title, markdown_excerpt(scope->arena, form->body, 240));
}

static enum err edit_submit(struct request *request)
{
	struct scope *scope = request_scope(request);
	struct post post;
	struct edit_form form = { S(""), S("") };
	enum err err = post_load(scope, request_id(request, "id"), &post);
	if (err)
		return err;
	err = form_read(request, &edit_form_fields, &form);
	if (!err)
		err = edit(scope, &post, &form);
	if (err == ERR_INVALID)
		return send_edit(request, &(struct edit_page){ .post = &post, .body = form.body, .title = form.title });
	return err ? err : back_to_post(request, "post.edited", &post);
}

static enum err delete_show(struct request *request)
{
	struct scope *scope = request_scope(request);
	struct post post;
	struct thread thread;
	int64_t id = request_id(request, "id");
	enum err err = post_load(scope, id, &post);
	if (err || (err = thread_load(scope, post.thread_id, &thread)))
		return err;
	if (!post_may_delete(scope, &thread, &post))
		return refuse(scope, ERR_FORBIDDEN, "post.not_yours_to_delete");
	const struct confirmation confirmation = {
		.title = TEXT_post_delete_title, .text = TEXT_post_delete_text, .yes = TEXT_post_delete, .danger = true,
		.action = str_format(scope->arena, "/posts/%lld/deletion", (long long)id),
		.back = str_format(scope->arena, "/posts/%lld", (long long)id),
	};
	return page_confirm(request, &confirmation);
}

static enum err delete_submit(struct request *request)
{
	struct scope *scope = request_scope(request);
	struct post post;
	enum err err = post_load(scope, request_id(request, "id"), &post);
	if (err || (err = post_delete(scope, post.id)))
		return err;
	if (post.number == 1)
		return redirect_with(request, "thread.deleted", "/help");
	return redirect_with(request, "post.deleted", "/threads/%lld", (long long)post.thread_id);
}

static enum err to_marked_post(struct request *request, const char *flash)
{
	struct post post;
	enum err err = post_load(request_scope(request), request_id(request, "post"), &post);
	return err ? err : back_to_post(request, flash, &post);
}

static enum err solution_submit(struct request *request)
{
	enum err err = solution_mark(request_scope(request), request_id(request, "id"), request_id(request, "post"));
	return err ? err : to_marked_post(request, "solution.marked");
}

static enum err solution_undo_submit(struct request *request)
{
	enum err err = solution_undo(request_scope(request), request_id(request, "id"), request_id(request, "post"));
	return err ? err : to_marked_post(request, "solution.undone");
}

static enum err kudos_submit(struct request *request)
{
	struct post post;
	enum err err = kudos_give(request_scope(request), request_id(request, "id"), &post);
	return err ? err : back_to_post(request, NULL, &post);
}

static enum err kudos_undo_submit(struct request *request)
{
	struct post post;
	enum err err = kudos_take_back(request_scope(request), request_id(request, "id"), &post);
	return err ? err : back_to_post(request, NULL, &post);
}
