/* mine_web.c: what a member says and keeps for herself: me too, the first unread, her name, texts that wait. */
#include "features/community/mine.h"

#include "features/community/community_news.h"
#include "features/community/mine_web.h"
#include "features/community/need.h"
#include "features/community/pages.gen.h"
#include "features/community/thread_web.h"

static handler metoo_submit, metoo_undo_submit, unread_show, need_undo_submit;
static handler withdrawal_show, withdrawal_submit, withdrawal_undo_submit;
static handler unsent_show, unsent_submit, unsent_delete_submit;

struct unsent_form { int64_t thread_id, board_id, product_id; str title, tags, body; bool is_discussion; };

static const struct field unsent_fields[] = {
	FIELD(FIELD_ID,    struct unsent_form, thread_id,     0, 0),
	FIELD(FIELD_ID,    struct unsent_form, board_id,      0, 0),
	FIELD(FIELD_ID,    struct unsent_form, product_id,    0, 0),
	FIELD(FIELD_TEXT,  struct unsent_form, title,         0, THREAD_TITLE_MAX),
	FIELD(FIELD_TEXT,  struct unsent_form, tags,          0, 200),
	FIELD(FIELD_PROSE, struct unsent_form, body,          0, POST_BODY_MAX),
	FIELD(FIELD_BOOL,  struct unsent_form, is_discussion, 0, 0),
};
const struct form unsent_form_fields = { "unsent", unsent_fields, COUNT(unsent_fields) };

const struct route mine_routes[] = {
	{ POST, "/threads/:id/metoo",           MEMBERS,  WRITES, metoo_submit,      .about = "I have this too" },
	{ POST, "/threads/:id/metoo/undo",      MEMBERS,  WRITES, metoo_undo_submit, .about = "I do not" },
	{ GET,  "/threads/:id/unread",          EVERYONE, READS,  unread_show,       .about = "To the first post one has not read" },
	{ POST, "/threads/:id/need/undo",       MEMBERS,  WRITES, need_undo_submit,  .about = "Nothing is missing any more" },
	{ GET,  "/threads/:id/withdrawal",      MEMBERS,  READS,  withdrawal_show,   .about = "Take one's name off a thread?" },
	{ POST, "/threads/:id/withdrawal",      MEMBERS,  WRITES, withdrawal_submit, .about = "Take one's name off a thread" },
	{ POST, "/threads/:id/withdrawal/undo", MEMBERS,  WRITES, withdrawal_undo_submit, .about = "Put it back" },
	{ GET,  "/me/unsent",                   MEMBERS,  READS,  unsent_show,       .about = "Texts that wait to be sent" },
	{ POST, "/me/unsent",                   MEMBERS,  WRITES, unsent_submit,     .form = &unsent_form_fields,
	  .about = "Keep a text for later" },
	{ POST, "/me/unsent/deletion",          MEMBERS,  WRITES, unsent_delete_submit, .form = &unsent_form_fields,
	  .about = "Forget a text" },
	ROUTES_END
};

static enum err back(struct request *request, const char *flash)
{
	return redirect_with(request, flash, "/threads/%lld", (long long)request_id(request, "id"));
}

static enum err metoo_submit(struct request *request)
{
	enum err err = metoo_say(request_scope(request), request_id(request, "id"));
	return err ? err : back(request, "metoo.said");
}

static enum err metoo_undo_submit(struct request *request)
{
	enum err err = metoo_take_back(request_scope(request), request_id(request, "id"));
	return err ? err : back(request, "metoo.taken_back");
}

static enum err need_undo_submit(struct request *request)
{
	enum err err = need_undo(request_scope(request), request_id(request, "id"));
	return err ? err : back(request, "need.undone");
}

static enum err unread_show(struct request *request)
{
	struct scope *scope = request_scope(request);
	struct thread thread;
	struct reading_list readings;
	enum err err = thread_load(scope, request_id(request, "id"), &thread);
	if (err || (err = reading_known(scope, (struct ids){ &thread.id, 1 }, &readings)))
		return err;
	int64_t number = readings.count ? readings.at[0].number + 1 : 1;
	if (number > thread.post_count)
		number = thread.post_count;
	long long page = (number - 1) / POSTS_A_PAGE + 1;
	return redirect_to(request, "/threads/%lld?page=%lld#p%lld", (long long)thread.id, page, (long long)number);
}

/* ── her name ── */

static enum err withdrawal_show(struct request *request)
{
	struct scope *scope = request_scope(request);
	struct thread thread;
	enum err err = thread_load(scope, request_id(request, "id"), &thread);
	if (err)
		return err;
	if (thread.author_id != scope->member_id)
		return refuse(scope, ERR_FORBIDDEN, "withdrawal.not_yours");
	const struct confirmation confirmation = {
		.title = TEXT_withdrawal_title, .text = TEXT_withdrawal_text, .yes = TEXT_withdrawal_yes, .danger = true,
		.action = str_format(scope->arena, "/threads/%lld/withdrawal", (long long)thread.id),
		.back = str_format(scope->arena, "/threads/%lld", (long long)thread.id),
	};
	return page_confirm(request, &confirmation);
}

static enum err withdrawal_submit(struct request *request)
{
	enum err err = authorship_withdraw(request_scope(request), request_id(request, "id"));
	return err ? err : back(request, "withdrawal.done");
}

static enum err withdrawal_undo_submit(struct request *request)
{
	enum err err = authorship_take_again(request_scope(request), request_id(request, "id"));
	return err ? err : back(request, "withdrawal.undone");
}

/* ── texts that wait ── */

/* Each text has the title of its thread; one that may no longer be seen is listed without. */
static enum err unsent_show(struct request *request)
{
	struct scope *scope = request_scope(request);
	struct unsent_page model;
	enum err err = unsent_load_mine(scope, &model.texts);
	if (err)
		return err;
	struct subject *subjects = arena_take(scope->arena, (model.texts.count + 1) * sizeof(*subjects));
	model.faces = arena_take(scope->arena, (model.texts.count + 1) * sizeof(*model.faces));
	for (size_t i = 0; i < model.texts.count; i++)
		subjects[i] = subject_of(&thread_subject, model.texts.at[i].thread_id);
	if ((err = subject_faces(scope, subjects, model.texts.count, model.faces)))
		return err;
	struct page *page = page_open(request, TEXT_unsent_title);
	page->section = SECTION_ME;
	page->narrow = true;
	unsent_page_html(page->view, &model);
	return page_send(page);
}

/* A form half filled in is kept as it is: nothing is asked of it. */
static enum err unsent_submit(struct request *request)
{
	struct scope *scope = request_scope(request);
	struct unsent_form form = { .title = S(""), .tags = S(""), .body = S("") };
	enum err err = form_read(request, &unsent_form_fields, &form);
	if (err)
		return err;
	const struct unsent unsent = { .thread_id = form.thread_id, .board_id = form.board_id, .product_id = form.product_id,
		.is_discussion = form.is_discussion, .title = form.title, .tags = form.tags, .body = form.body };
	if ((err = unsent_keep(scope, &unsent)))
		return err;
	if (request_wants_fragment(request)) /* a script does it while one types */
		return api_send_nothing(request);
	return redirect_with(request, "unsent.kept", "/me/unsent");
}

static enum err unsent_delete_submit(struct request *request)
{
	struct unsent_form form = { .title = S(""), .tags = S(""), .body = S("") };
	enum err err = form_read(request, &unsent_form_fields, &form);
	if (err || (err = unsent_forget(request_scope(request), form.thread_id)))
		return err;
	return redirect_with(request, "unsent.forgotten", "/me/unsent");
}
