/*
 * care_web.c: what moderators do with a thread: one page with a form for each step.
 *
 * Merging and splitting ask for a reason, which its author is told.  Hiding, closing and moving are decisions:
 * whoever makes them fills the panel.
 */
#include "features/community/care_web.h"

#include "features/community/community_news.h"
#include "features/community/join.h"
#include "features/community/pages.gen.h"

static handler care_show, pin_submit, kind_submit, restore_submit, merge_submit, split_submit, post_restore_submit;

struct care_form { str why, title, to; int64_t board_id, page; bool is_on; };

static const struct field on_fields[] = { FIELD(FIELD_BOOL, struct care_form, is_on, 0, 0) };
static const struct field merge_fields[] = {
	FIELD(FIELD_TEXT, struct care_form, to,  1, 200),
	FIELD(FIELD_TEXT, struct care_form, why, 1, REASON_MAX),
};
static const struct field split_fields[] = {
	FIELD(FIELD_TEXT, struct care_form, title,    1, THREAD_TITLE_MAX),
	FIELD(FIELD_ID,   struct care_form, board_id, 1, 0),
	FIELD(FIELD_TEXT, struct care_form, why,      1, REASON_MAX),
	FIELD(FIELD_ID,   struct care_form, page,     0, 0),
};
static const struct form on_form = { "on", on_fields, COUNT(on_fields) };
static const struct form merge_form = { "merge", merge_fields, COUNT(merge_fields) };
static const struct form split_form = { "split", split_fields, COUNT(split_fields) };

const struct route care_routes[] = {
	{ GET,  "/threads/:id/care",        MODERATORS, READS,  care_show,      .about = "A thread, for moderators" },
	{ POST, "/threads/:id/pin",         MODERATORS, WRITES, pin_submit,     .form = &on_form, .about = "Pin a thread to its board" },
	{ POST, "/threads/:id/kind",        MODERATORS, WRITES, kind_submit,    .form = &on_form, .about = "Question or discussion" },
	{ POST, "/threads/:id/restoration", MODERATORS, WRITES, restore_submit, .about = "Bring back what its author deleted" },
	{ POST, "/threads/:id/merge",       MODERATORS, WRITES, merge_submit,   .form = &merge_form, .about = "Merge into another" },
	{ POST, "/threads/:id/split",       MODERATORS, WRITES, split_submit,   .form = &split_form,
	  .about = "Posts leave for a thread of their own" },
	{ POST, "/posts/:id/restoration",   MODERATORS, WRITES, post_restore_submit, .about = "Bring back what its author deleted" },
	ROUTES_END
};

static enum err load_care(struct scope *scope, struct care_page *model, int64_t page_number)
{
	const struct thread *thread = model->thread;
	enum err err = board_list_all(scope, &model->boards);
	if (err || (err = post_list_shown(scope, thread->id, (page_number - 1) * POSTS_A_PAGE + 1, &model->posts)))
		return err;
	int64_t *ids = arena_take(scope->arena, (model->posts.count + 1) * sizeof(*ids));
	for (size_t i = 0; i < model->posts.count; i++)
		ids[i] = model->posts.at[i].author_id;
	model->is_hidden = thread->hidden_at || thread->deleted_at;
	model->is_discussion = thread->state == THREAD_DISCUSSION;
	model->pager.page = page_number;
	model->pager.pages = (thread->post_count + POSTS_A_PAGE - 1) / POSTS_A_PAGE;
	if (page_number > 1)
		model->pager.previous = str_format(scope->arena, "/threads/%lld/care?page=%lld", (long long)thread->id,
		                                   (long long)page_number - 1);
	if (page_number < model->pager.pages)
		model->pager.next = str_format(scope->arena, "/threads/%lld/care?page=%lld", (long long)thread->id,
		                               (long long)page_number + 1);
	return member_cards(scope, (struct ids){ ids, model->posts.count }, &model->authors);
}

static enum err care_show(struct request *request)
{
	struct scope *scope = request_scope(request);
	struct thread thread;
	struct care_page model = { .thread = &thread, .pager = { .previous = S(""), .next = S("") } };
	int64_t page_number = request_query_number(request, "page", 1);
	enum err err = care_load_thread(scope, request_id(request, "id"), &thread);
	if (err)
		return err;
	if (page_number < 1 || page_number > INT32_MAX)
		page_number = 1;
	if ((err = load_care(scope, &model, page_number)))
		return err;
	struct page *page = page_open(request, TEXT_care_title);
	const struct subject subject = subject_of(&thread_subject, thread.id);
	if ((err = panel_fill(page, PANEL_FLAG, &subject, 1, &model.deciding)))
		return err;
	page->section = SECTION_HELP;
	page->no_index = true;
	care_page_html(page->view, &model);
	return page_send(page);
}

/* A refused form stands on its page again. */
static enum err done(struct request *request, enum err err, const char *flash)
{
	int64_t id = request_id(request, "id");
	if (err == ERR_INVALID)
		return care_show(request);
	return err ? err : redirect_with(request, flash, "/threads/%lld/care", (long long)id);
}

static enum err read_form(struct request *request, const struct form *form, struct care_form *form_out)
{
	*form_out = (struct care_form){ .why = S(""), .title = S(""), .to = S("") };
	return form_read(request, form, form_out);
}

static enum err pin_submit(struct request *request)
{
	struct care_form form;
	enum err err = read_form(request, &on_form, &form);
	if (!err)
		err = thread_pin(request_scope(request), request_id(request, "id"), form.is_on);
	return done(request, err, form.is_on ? "care.pinned" : "care.unpinned");
}

static enum err kind_submit(struct request *request)
{
	struct care_form form;
	enum err err = read_form(request, &on_form, &form);
	if (!err)
		err = thread_set_kind(request_scope(request), request_id(request, "id"), form.is_on);
	return done(request, err, "care.kind_set");
}

static enum err restore_submit(struct request *request)
{
	return done(request, thread_restore(request_scope(request), request_id(request, "id")), "care.restored");
}

/* "12345", "/threads/12345?page=2", "https://…/threads/12345#p7": what a moderator has at hand. */
static int64_t thread_in(str text)
{
	size_t at;
	int64_t id = 0;
	if (str_find(text, S("/threads/"), &at))
		text = str_skip(text, at + sizeof("/threads/") - 1);
	size_t len = 0;
	while (len < text.len && text.at[len] >= '0' && text.at[len] <= '9')
		len++;
	return str_number(str_first(text, len), &id) ? id : 0;
}

static enum err merge_submit(struct request *request)
{
	struct care_form form;
	int64_t to_id = 0;
	enum err err = read_form(request, &merge_form, &form);
	if (!err) {
		to_id = thread_in(form.to);
		err = thread_merge(request_scope(request), request_id(request, "id"), to_id, form.why);
	}
	if (err)
		return done(request, err, NULL);
	return redirect_with(request, "care.merged", "/threads/%lld", (long long)to_id);
}

/* Of the posts of one page, those whose box is ticked: its name is "n" and the number. */
static enum err load_ticked(struct request *request, int64_t page_number, struct ids *ids_out)
{
	struct scope *scope = request_scope(request);
	struct post_list posts;
	if (page_number < 1 || page_number > INT32_MAX)
		page_number = 1;
	enum err err = post_list_shown(scope, request_id(request, "id"), (page_number - 1) * POSTS_A_PAGE + 1, &posts);
	if (err)
		return err;
	int64_t *ids = arena_take(scope->arena, (posts.count + 1) * sizeof(*ids));
	size_t count = 0;
	for (size_t i = 0; i < posts.count; i++) {
		str value, name = str_format(scope->arena, "n%lld", (long long)posts.at[i].number);
		if (http_form(request_http(request), name, &value))
			ids[count++] = posts.at[i].id;
	}
	*ids_out = (struct ids){ ids, count };
	return OK;
}

static enum err split_submit(struct request *request)
{
	struct care_form form;
	struct thread thread;
	struct ids ids;
	enum err err = read_form(request, &split_form, &form);
	if (!err)
		err = load_ticked(request, form.page, &ids);
	if (!err) {
		const struct split split = { .post_ids = ids, .title = form.title, .board_id = form.board_id,
			.why = form.why };
		err = thread_split_off(request_scope(request), request_id(request, "id"), &split, &thread);
	}
	if (err)
		return done(request, err, NULL);
	return redirect_with(request, "care.split_done", "/threads/%lld", (long long)thread.id);
}

/* ── one post ── */

static enum err to_post(struct request *request, const char *flash)
{
	struct post post;
	enum err err = care_load_post(request_scope(request), request_id(request, "id"), &post);
	return err ? err : back_to_post(request, flash, &post);
}

static enum err post_restore_submit(struct request *request)
{
	enum err err = post_restore(request_scope(request), request_id(request, "id"));
	return err ? err : to_post(request, "post.restored_done");
}
