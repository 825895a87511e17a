/* post_web.c: answering, editing, marking what helped, saying thanks. */
#include "features/community/community_news.h"
#include "features/community/pages.gen.h"
#include "features/community/thread_web.h"

static handler reply_submit, edit_show, edit_submit, solution_submit, solution_undo_submit;
static handler kudos_submit, kudos_undo_submit;

struct reply_form { str body; };

static const struct field reply_fields[] = {
	FIELD(FIELD_PROSE, struct reply_form, body, 1, POST_BODY_MAX),
};
const struct form reply_form_fields = { "reply", reply_fields, COUNT(reply_fields) };

const struct route post_routes[] = {
	{ POST, "/threads/:id/posts",              MEMBERS, WRITES, reply_submit, .form = &reply_form_fields, .rate = RATE_POST,
	  .about = "Answer a thread" },
	{ GET,  "/posts/:id/edit",                 MEMBERS, READS,  edit_show,    .about = "Change a post" },
	{ POST, "/posts/:id",                      MEMBERS, WRITES, edit_submit,  .form = &reply_form_fields, .rate = RATE_POST,
	  .about = "Change a post" },
	{ POST, "/threads/:id/solutions/:post",    MEMBERS, WRITES, solution_submit, .about = "This post solved it" },
	{ POST, "/threads/:id/solutions/:post/undo", MEMBERS, WRITES, solution_undo_submit, .about = "It did not" },
	{ POST, "/posts/:id/kudos",                MEMBERS, WRITES, kudos_submit, .about = "Say thanks" },
	{ POST, "/posts/:id/kudos/undo",           MEMBERS, WRITES, kudos_undo_submit, .about = "Take thanks back" },
	ROUTES_END
};

static enum err back_to_post(struct request *request, const char *flash, const struct post *post)
{
	long long page = (post->number - 1) / POSTS_A_PAGE + 1;
	if (!flash)
		return redirect_to(request, "/threads/%lld?page=%lld#p%lld", (long long)post->thread_id, page,
		                   (long long)post->number);
	return redirect_with(request, flash, "/threads/%lld?page=%lld#p%lld", (long long)post->thread_id, page,
	                     (long long)post->number);
}

static enum err read_text(struct request *request, struct post *text)
{
	struct reply_form form = { .body = S("") };
	struct html html = { S("") };
	enum err err = form_read(request, &reply_form_fields, &form);
	if (!err)
		err = text_draw(request_scope(request), form.body, &html);
	*text = (struct post){ .body = form.body, .html = html.at, .html_version = MARKDOWN_VERSION };
	return err;
}

static enum err send_edit(struct request *request, const struct post *post, str body)
{
	struct page *page = page_open(request, post->id ? TEXT_post_edit_title : TEXT_post_reply_title);
	const struct edit_page model = { .post = post, .body = body };
	page->section = SECTION_HELP;
	page->no_index = true;
	edit_page_html(page->view, &model);
	return page_send(page);
}

static enum err reply_submit(struct request *request)
{
	struct post text, post;
	int64_t thread_id = request_id(request, "id");
	enum err err = read_text(request, &text);
	if (!err)
		err = thread_reply(request_scope(request), thread_id, &text, &post);
	if (err == ERR_INVALID)
		return send_edit(request, &(struct post){ .thread_id = thread_id }, text.body);
	return err ? err : back_to_post(request, "post.posted", &post);
}

static enum err edit_show(struct request *request)
{
	struct scope *scope = request_scope(request);
	struct post post;
	enum err err = post_load(scope, request_id(request, "id"), &post);
	if (err)
		return err;
	if (!post_may_edit(scope, &post))
		return refuse(scope, ERR_FORBIDDEN, "post.not_yours_to_edit");
	return send_edit(request, &post, post.body);
}

static enum err edit_submit(struct request *request)
{
	struct scope *scope = request_scope(request);
	struct post text, post;
	enum err err = read_text(request, &text);
	if (err == ERR_INVALID) {
		post = (struct post){ .id = request_id(request, "id") };
		return send_edit(request, &post, text.body);
	}
	if (err)
		return err;
	if ((err = post_edit(scope, request_id(request, "id"), &text)))
		return err;
	if ((err = post_load(scope, request_id(request, "id"), &post)))
		return err;
	return back_to_post(request, "post.edited", &post);
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
