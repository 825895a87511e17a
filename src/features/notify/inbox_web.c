/*
 * inbox_web.c: what concerns one, newest first; the bell in the header.
 *
 * A new notice is opened by a POST, which marks it read; its plain address leads to
 * the same place and changes nothing.
 */
#include "features/notify/inbox_web.h"

#include "features/notify/follow_web.h"
#include "features/notify/pages.gen.h"
#include "features/notify/push_web.h"

static handler inbox_show, inbox_read_all, notice_follow, notice_take, live_open;

const struct route inbox_routes[] = {
	{ GET,  "/inbox",      MEMBERS, READS,  inbox_show,     .about = "What concerns one" },
	{ POST, "/inbox/read", MEMBERS, WRITES, inbox_read_all, .about = "Mark everything as read" },
	{ GET,  "/inbox/:id",  MEMBERS, READS,  notice_follow,  .about = "Go where a notice leads" },
	{ POST, "/inbox/:id",  MEMBERS, WRITES, notice_take,    .about = "The same, and mark it as read" },
	{ GET,  "/live",       MEMBERS, READS,  live_open,      .about = "The unread count as it changes (server-sent events)" },
	ROUTES_END
};

/* ── lines ── */

static struct ids actor_ids(struct scope *scope, const struct notice_list *list)
{
	int64_t *ids = arena_take(scope->arena, list->count * sizeof(*ids));
	for (size_t i = 0; i < list->count; i++)
		ids[i] = list->at[i].actor_id;
	return (struct ids){ ids, list->count };
}

enum err notice_lines(struct scope *scope, const struct notice_list *list, struct notice_line_list *lines_out)
{
	struct member_card_list actors;
	struct subject *targets = arena_take(scope->arena, list->count * sizeof(*targets));
	struct subject_face *faces = arena_take(scope->arena, list->count * sizeof(*faces));
	struct notice_line *lines = arena_take(scope->arena, list->count * sizeof(*lines));
	for (size_t i = 0; i < list->count; i++)
		targets[i] = notice_target(&list->at[i]);
	enum err err = subject_faces(scope, targets, list->count, faces);
	if (err || (err = member_cards(scope, actor_ids(scope, list), &actors)))
		return err;
	size_t count = 0;
	for (size_t i = 0; i < list->count; i++) {
		const struct notice_kind *kind = notice_kind_named(list->at[i].kind);
		str actor = member_card_in(&actors, list->at[i].actor_id)->name;
		if (kind)
			lines[count++] = (struct notice_line){ &list->at[i], kind, str_empty(actor) ? scope->brand_name : actor,
			                                       faces[i].title, faces[i].url };
	}
	*lines_out = (struct notice_line_list){ lines, count };
	return OK;
}

str notice_words(struct arena *arena, enum language language, const struct notice_line *line)
{
	const char *more = line->notice->count > 1 ? "_more" : "";
	const struct text_value values[] = { text_value_str("name", line->actor),
		text_value_number("count", line->notice->count - 1) };
	enum text_id id = TEXT_NONE;
	must(text_find(str_format(arena, "notice.%s%s", line->kind->name, more), &id));
	return text_of(arena, language, id, values, COUNT(values));
}

/* ── the inbox ── */

static enum err inbox_show(struct request *request)
{
	struct scope *scope = request_scope(request);
	struct notice_list list;
	int64_t before_id = request_query_number(request, "before", 0);
	struct inbox_page model = { .is_first = before_id <= 0 };
	int64_t unread;
	enum err err = notice_list_mine(scope, before_id > 0 ? before_id : 0, &list);
	if (err || (err = notice_unread(scope, &unread)))
		return err;
	if (list.count > NOTICES_A_PAGE) {
		list.count = NOTICES_A_PAGE;
		model.next_id = list.at[NOTICES_A_PAGE - 1].id;
	}
	model.has_new = unread > 0;
	model.newest_id = list.count ? list.at[0].id : 0;
	if ((err = notice_lines(scope, &list, &model.lines)))
		return err;
	struct page *page = page_open(request, TEXT_inbox_title);
	page->section = SECTION_ME;
	inbox_page_html(page->view, &model);
	return page_send(page);
}

struct read_form { int64_t until; };
static const struct field read_fields[] = { FIELD(FIELD_ID, struct read_form, until, 0, 0) };
static const struct form read_form = { "inbox_read", read_fields, COUNT(read_fields) };

static enum err inbox_read_all(struct request *request)
{
	struct scope *scope = request_scope(request);
	struct read_form form = { 0 };
	enum err err = form_read(request, &read_form, &form);
	if (err || (err = notice_read_all(scope, form.until)) || (err = notice_push_own(scope)))
		return err;
	return redirect_with(request, "inbox.all_read", "/inbox");
}

static enum err go(struct request *request, const struct notice *notice)
{
	const struct subject target = notice_target(notice);
	struct subject_face face = { S(""), S("") };
	enum err err = subject_faces(request_scope(request), &target, 1, &face);
	if (err)
		return err;
	if (str_empty(face.url))
		return redirect_with(request, "inbox.gone", "/inbox");
	return redirect_to(request, "%.*s", STR_ARG(face.url));
}

static enum err notice_follow(struct request *request)
{
	struct notice notice;
	enum err err = notice_mine(request_scope(request), request_id(request, "id"), &notice);
	return err ? err : go(request, &notice);
}

static enum err notice_take(struct request *request)
{
	struct scope *scope = request_scope(request);
	struct notice notice;
	enum err err = notice_open(scope, request_id(request, "id"), &notice);
	if (err || (err = notice_push_own(scope)))
		return err;
	return go(request, &notice);
}

/* ── live ── */

static enum err live_open(struct request *request)
{
	int64_t count;
	enum err err = notice_unread(request_scope(request), &count);
	if (err || (err = push_open(request)))
		return err;
	push_first(request, S("count"), str_format(request_scope(request)->arena, "%lld", (long long)count));
	return OK;
}

static enum err frame_fill(struct page *page, const struct subject *subjects, size_t count, struct html *htmls_out)
{
	struct scope *scope = request_scope(page->request);
	struct bell bell = { .member_id = scope->member_id };
	struct member_card_list cards;
	struct text text;
	assert(count == 1 && subjects[0].id == scope->member_id);
	enum err err = notice_unread(scope, &bell.unread);
	if (err || (err = member_cards(scope, (struct ids){ &scope->member_id, 1 }, &cards)))
		return err;
	bell.name = member_card_in(&cards, scope->member_id)->name;
	text_open(&text, scope->arena, 1024);
	struct view piece = view_begin(page->view, &text);
	bell_panel_html(&piece, &bell);
	htmls_out[0] = view_end(&piece);
	return OK;
}

static enum err me_fill(struct page *page, const struct subject *subjects, size_t count, struct html *htmls_out)
{
	struct text text;
	assert(count == 1 && subjects);
	text_open(&text, request_scope(page->request)->arena, 512);
	struct view piece = view_begin(page->view, &text);
	me_panel_html(&piece);
	htmls_out[0] = view_end(&piece);
	return OK;
}

const struct panel notify_panels[] = {
	{ PANEL_FRAME, frame_fill },
	{ PANEL_ME,    me_fill },
	{ PANEL_HEAD,  follow_panel_fill },
	{ .fill = NULL }
};
