/*
 * follow_web.c: follow, be told less, let go: buttons of one form that works everywhere.
 *
 * Whoever has a page of a thing calls PANEL_HEAD in its head; the button is drawn from the subject alone.
 */
#include "features/notify/follow_web.h"

#include "features/member/member_news.h"
#include "features/notify/pages.gen.h"

static handler follows_show, follow_save_form;

static const struct field follow_fields[] = {
	FIELD(FIELD_TEXT, struct follow_form, kind, 1, 20),
	FIELD(FIELD_ID,   struct follow_form, id,   1, 0),
	FIELD_OF(FIELD_CHOICE, struct follow_form, mode, 1, pace_names),
};
const struct form follow_form = { "follow", follow_fields, COUNT(follow_fields) };

const struct route follow_routes[] = {
	{ GET,  "/me/follows", MEMBERS, READS,  follows_show,     .about = "What one follows" },
	{ POST, "/me/follows", MEMBERS, WRITES, follow_save_form, .form = &follow_form, .about = "Follow a thing, or no longer" },
	ROUTES_END
};

enum text_id follow_pace_label(enum pace pace)
{
	static const enum text_id labels[] = { TEXT_follow_none, TEXT_follow_daily, TEXT_follow_now };
	return labels[pace];
}

enum err follow_form_subject(struct scope *scope, const struct follow_form *form, struct subject *subject_out)
{
	const struct subject_kind *kind = subject_kind_named(scope->house, form->kind);
	if (!kind)
		return refuse(scope, ERR_NOT_FOUND, "follow.not_found");
	*subject_out = (struct subject){ kind->number, form->id };
	return OK;
}

static enum err follow_save_form(struct request *request)
{
	static const char *const said[] = { "follow.is_none", "follow.is_daily", "follow.is_now" };
	struct scope *scope = request_scope(request);
	struct follow_form form = { .kind = S("") };
	struct subject subject;
	struct subject_face face = { S(""), S("") };
	enum err err = form_read(request, &follow_form, &form);
	if (err || (err = follow_form_subject(scope, &form, &subject)))
		return err;
	if ((err = follow_set(scope, subject, (enum pace)form.mode))) /* form_read checked it against pace_names */
		return err;
	if (str_starts(request_query(request, "from"), S("list")))
		return redirect_with(request, said[form.mode], "/me/follows");
	if ((err = subject_faces(scope, &subject, 1, &face)))
		return err;
	return redirect_with(request, said[form.mode], "%.*s", STR_ARG(str_empty(face.url) ? S("/me/follows") : face.url));
}

/* ── the list ── */

enum err follow_views(struct scope *scope, const struct follow_list *list, struct follow_view_list *views_out)
{
	struct subject *subjects = arena_take(scope->arena, (list->count + 1) * sizeof(*subjects));
	struct subject_face *faces = arena_take(scope->arena, (list->count + 1) * sizeof(*faces));
	struct follow_view *views = arena_take(scope->arena, (list->count + 1) * sizeof(*views));
	for (size_t i = 0; i < list->count; i++)
		subjects[i] = (struct subject){ list->at[i].subject_kind, list->at[i].subject_id };
	enum err err = subject_faces(scope, subjects, list->count, faces);
	if (err)
		return err;
	size_t count = 0;
	for (size_t i = 0; i < list->count; i++) {
		const struct subject_kind *kind = subject_kind_of(scope->house, subjects[i].kind);
		if (kind)
			views[count++] = (struct follow_view){ .kind = kind->name, .id = subjects[i].id,
				.pace = (enum pace)list->at[i].mode, .title = faces[i].title, .url = faces[i].url };
	}
	*views_out = (struct follow_view_list){ views, count };
	return OK;
}

static enum err follows_show(struct request *request)
{
	struct scope *scope = request_scope(request);
	struct follow_list list;
	int64_t before_id = request_query_number(request, "before", 0);
	struct follows_page model = { .is_first = before_id <= 0 };
	enum err err = follow_list_mine(scope, before_id > 0 ? before_id : 0, &list);
	if (err)
		return err;
	if (list.count > FOLLOWS_A_PAGE) {
		list.count = FOLLOWS_A_PAGE;
		model.next_id = list.at[FOLLOWS_A_PAGE - 1].id;
	}
	if ((err = follow_views(scope, &list, &model.follows)))
		return err;
	struct page *page = page_open(request, TEXT_follow_mine);
	page->section = SECTION_ME;
	follows_page_html(page->view, &model);
	return page_send(page);
}

/* ── the button ── */

/* A page's subjects are of one kind; the page asks for all of them at once. */
static enum err load_paces(struct scope *scope, const struct subject *subjects, size_t count, struct follow_view *views)
{
	struct follow_list list = { NULL, 0 };
	int64_t *ids = arena_take(scope->arena, count * sizeof(*ids));
	for (size_t i = 0; i < count; i++) {
		assert(subjects[i].kind == subjects[0].kind);
		ids[i] = subjects[i].id;
	}
	enum err err = OK;
	if (scope->member_id)
		err = follow_load_of(scope, scope->member_id, subjects[0].kind, (struct ids){ ids, count }, &list);
	for (size_t i = 0; !err && i < count; i++) {
		for (size_t f = 0; f < list.count; f++) {
			if (list.at[f].subject_id == ids[i])
				views[i].pace = (enum pace)list.at[f].mode; /* the column holds no other */
		}
	}
	return err;
}

enum err follow_panel_fill(struct page *page, const struct subject *subjects, size_t count, struct html *htmls_out)
{
	struct scope *scope = request_scope(page->request);
	const struct subject_kind *kind = subject_kind_of(scope->house, subjects[0].kind);
	struct follow_view *views = arena_take(scope->arena, count * sizeof(*views));
	enum err err = load_paces(scope, subjects, count, views);
	if (err || !kind)
		return err;
	for (size_t i = 0; i < count; i++) {
		struct text text;
		bool is_oneself = subjects[i].kind == member_subject.number && subjects[i].id == scope->member_id;
		if (is_oneself)
			continue;
		views[i].kind = kind->name;
		views[i].id = subjects[i].id;
		views[i].is_stranger = !scope->member_id;
		views[i].url = request_http(page->request)->path;
		text_open(&text, scope->arena, 1024);
		struct view piece = view_begin(page->view, &text);
		follow_panel_html(&piece, &views[i]);
		htmls_out[i] = view_end(&piece);
	}
	return OK;
}
