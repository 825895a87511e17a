/*
 * chat_web.c: one's chats, one chat.
 *
 * A chat that has something new is opened by a POST, which marks it read; web/js/chat.js
 * brings what comes while the page is open.
 */
#include "features/marketplace/chat_web.h"

#include "features/marketplace/marketplace_news.h"
#include "features/marketplace/pages.gen.h"
#include "features/member/member.h"
#include "web/push.h"

static handler chats_mine, chat_view, chat_begin_booking, chat_begin_task, chat_begin_offer, message_submit, seen_submit;

static const struct field message_fields[] = { FIELD(FIELD_PROSE, struct message_form, text, 1, MESSAGE_MAX) };
const struct form message_form = { "message", message_fields, COUNT(message_fields) };

const struct route chat_routes[] = {
	{ GET,  "/chats",               MEMBERS, READS,  chats_mine,         .about = "One's chats" },
	{ GET,  "/chats/:id",           MEMBERS, READS,  chat_view,          .about = "A chat, for its two" },
	{ POST, "/chats/:id/messages",  MEMBERS, WRITES, message_submit,     .form = &message_form, .rate = RATE_POST,
	  .about = "Write a message" },
	{ POST, "/chats/:id/seen",      MEMBERS, WRITES, seen_submit,        .about = "Open it, and mark it as read" },
	{ POST, "/bookings/:id/chat",   MEMBERS, WRITES, chat_begin_booking, .rate = RATE_POST, .about = "Talk about a booking" },
	{ POST, "/tasks/:id/chat",      HELPERS, WRITES, chat_begin_task,    .rate = RATE_POST, .about = "Ask about a task" },
	{ POST, "/offers/:id/chat",     MEMBERS, WRITES, chat_begin_offer,   .rate = RATE_POST, .about = "Talk about an offer" },
	ROUTES_END
};

/* ── beginning ── */

static enum err open_it(struct request *request, enum err err, const struct chat *chat)
{
	return err ? err : redirect_to(request, "/chats/%lld", (long long)chat->id);
}

static enum err chat_begin_booking(struct request *request)
{
	struct chat chat = { 0 };
	enum err err = chat_of_booking(request_scope(request), request_id(request, "id"), &chat);
	return open_it(request, err, &chat);
}

static enum err chat_begin_task(struct request *request)
{
	struct chat chat = { 0 };
	enum err err = chat_of_task(request_scope(request), request_id(request, "id"), &chat);
	return open_it(request, err, &chat);
}

static enum err chat_begin_offer(struct request *request)
{
	struct chat chat = { 0 };
	enum err err = chat_of_offer(request_scope(request), request_id(request, "id"), &chat);
	return open_it(request, err, &chat);
}

/* ── mine ── */

static struct subject about(int64_t task_id, int64_t booking_id)
{
	return booking_id ? subject_of(&booking_subject, booking_id) : subject_of(&task_subject, task_id);
}

static enum err fill_rows(struct scope *scope, const struct chat_line_list *lines, struct chat_row_list *rows_out)
{
	struct member_card_list cards;
	int64_t *ids = arena_take(scope->arena, lines->count * sizeof(*ids));
	struct subject *subjects = arena_take(scope->arena, lines->count * sizeof(*subjects));
	struct subject_face *faces = arena_take(scope->arena, lines->count * sizeof(*faces));
	struct chat_row *at = arena_take(scope->arena, lines->count * sizeof(*at));
	for (size_t i = 0; i < lines->count; i++) {
		const struct chat_line *line = &lines->at[i];
		ids[i] = line->asker_id == scope->member_id ? line->helper_id : line->asker_id;
		subjects[i] = about(line->task_id, line->booking_id);
		faces[i] = (struct subject_face){ S(""), S("") };
	}
	enum err err = member_cards(scope, (struct ids){ ids, lines->count }, &cards);
	if (err || (err = subject_faces(scope, subjects, lines->count, faces)))
		return err;
	for (size_t i = 0; i < lines->count; i++)
		at[i] = (struct chat_row){ &lines->at[i], member_card_in(&cards, ids[i])->name, faces[i].title };
	*rows_out = (struct chat_row_list){ at, lines->count };
	return OK;
}

static enum err chats_mine(struct request *request)
{
	enum { A_PAGE = 20 };
	struct scope *scope = request_scope(request);
	struct chat_line_list *lines = arena_take(scope->arena, sizeof(*lines));
	struct chats_page model = { .next_url = S("") };
	enum err err = chat_load_lines(scope, cursor_read(request_query(request, "before")), lines);
	if (err)
		return err;
	if (lines->count > A_PAGE) {
		lines->count = A_PAGE;
		struct cursor next = { lines->at[A_PAGE - 1].last_at, lines->at[A_PAGE - 1].chat_id };
		model.next_url = str_format(scope->arena, "/chats?before=%.*s", STR_ARG(cursor_text(scope->arena, next)));
	}
	if ((err = fill_rows(scope, lines, &model.rows)))
		return err;
	struct page *page = page_open(request, TEXT_chat_mine);
	page->section = SECTION_ME;
	page->no_index = true;
	chats_page_html(page->view, &model);
	return page_send(page);
}

/* ── one ── */

static enum err fill_chat(struct scope *scope, int64_t before_id, struct chat_page *model)
{
	struct member_card other;
	struct subject_face face = { S(""), S("") };
	int64_t unread;
	const struct chat *chat = model->chat;
	const struct subject subject = about(chat->task_id, chat->booking_id);
	model->other_id = chat_other(chat, scope->member_id);
	enum err err = member_card_of(scope, model->other_id, &other);
	if (err || (err = subject_faces(scope, &subject, 1, &face)))
		return err;
	if ((err = chat_messages(scope, chat, before_id, &model->messages)))
		return err;
	if ((err = chat_count_unread_in(scope, scope->member_id, chat->id, &unread)))
		return err;
	model->other_name = other.name;
	model->title = face.title;
	model->url = face.url;
	model->has_unread = unread > 0;
	if (model->messages.earlier_id)
		model->earlier_url = str_format(scope->arena, "/chats/%lld?before=%lld", (long long)chat->id,
		                                (long long)model->messages.earlier_id);
	return chat_why_shut(scope, chat, &model->shut);
}

static enum err fill_cares(struct page *page, const struct message_shown_list *list, struct html **cares_out)
{
	struct scope *scope = request_scope(page->request);
	struct subject *subjects = arena_take(scope->arena, list->count * sizeof(*subjects));
	*cares_out = arena_take(scope->arena, list->count * sizeof(**cares_out));
	for (size_t i = 0; i < list->count; i++)
		subjects[i] = subject_of(&message_subject, list->at[i].message.id);
	return panel_fill(page, PANEL_FLAG, subjects, list->count, *cares_out);
}

static enum err send_chat(struct request *request, str typed)
{
	struct scope *scope = request_scope(request);
	struct chat chat;
	struct chat_page model = { .chat = &chat, .earlier_url = S(""), .typed = typed };
	enum err err = chat_show(scope, request_id(request, "id"), &chat);
	if (err || (err = fill_chat(scope, request_query_number(request, "before", 0), &model)))
		return err;
	struct page *page = page_open(request, TEXT_chat_one);
	page->section = SECTION_ME;
	page->no_index = true;
	if ((err = fill_cares(page, &model.messages, &model.cares)))
		return err;
	chat_page_html(page->view, &model);
	return page_send(page);
}

/* ?fragment=1&after=: what came since, for an open page. */
static enum err send_new(struct request *request)
{
	struct scope *scope = request_scope(request);
	struct chat chat;
	struct message_shown_list list;
	enum err err = chat_show(scope, request_id(request, "id"), &chat);
	if (err || (err = chat_messages_after(scope, &chat, request_query_number(request, "after", 0), &list)))
		return err;
	struct html *cares;
	struct page *page = page_open(request, TEXT_chat_one);
	if ((err = fill_cares(page, &list, &cares)))
		return err;
	chat_messages_html(page->view, &list, cares);
	return page_send_fragment(page);
}

static enum err chat_view(struct request *request)
{
	return request_query_number(request, "fragment", 0) ? send_new(request) : send_chat(request, S(""));
}

void chat_push(struct scope *scope, const struct chat *chat, const struct message *message)
{
	push_member(scope, chat_other(chat, message->author_id), S("chat"),
	            str_format(scope->arena, "%lld", (long long)chat->id));
}

static enum err message_submit(struct request *request)
{
	struct scope *scope = request_scope(request);
	struct message_form form = { S("") };
	struct message message;
	struct chat chat;
	int64_t id = request_id(request, "id");
	enum err err = form_read(request, &message_form, &form);
	if (!err)
		err = chat_write(scope, id, form.text, &message);
	if (err == ERR_INVALID)
		return send_chat(request, form.text);
	if (err || (err = chat_see(scope, id)) || (err = chat_show(scope, id, &chat)))
		return err;
	chat_push(scope, &chat, &message);
	return redirect_to(request, "/chats/%lld#end", (long long)id);
}

static enum err seen_submit(struct request *request)
{
	int64_t id = request_id(request, "id");
	enum err err = chat_see(request_scope(request), id);
	return err ? err : redirect_to(request, "/chats/%lld#end", (long long)id);
}

enum err chat_panel_me(struct page *page, const struct subject *subjects, size_t count, struct html *htmls_out)
{
	struct scope *scope = request_scope(page->request);
	struct text text;
	int64_t unread;
	enum err err = chat_count_unread(scope, scope->member_id, &unread);
	if (err || !count || !scope->member_id)
		return err;
	(void)subjects;
	struct view view = view_begin(page->view, &text);
	chat_card_html(&view, unread);
	htmls_out[0] = view_end(&view);
	return OK;
}
