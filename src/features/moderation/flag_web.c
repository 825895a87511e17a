/*
 * flag_web.c: objecting to a thing, and what its author reads under it.
 *
 * The panel under things is a link, so that pages may be cached; members see besides it, under their own,
 * that it waits or why it is hidden.
 */
#include "features/moderation/moderation_web.h"

#include "features/moderation/moderation_news.h"
#include "features/moderation/pages.gen.h"

static handler flag_show, flag_submit, flag_send;

struct flag_form { str kind; int64_t id; int reason; str text; };
static const struct field flag_fields[] = {
	FIELD(FIELD_TEXT, struct flag_form, kind, 1, 30),
	FIELD(FIELD_ID, struct flag_form, id, 1, 0),
	FIELD_OF(FIELD_CHOICE, struct flag_form, reason, 1, flag_reasons),
	FIELD(FIELD_PROSE, struct flag_form, text, 0, FLAG_TEXT_MAX),
};
static const struct form flag_form = { "flag", flag_fields, COUNT(flag_fields) };

const struct route flag_routes[] = {
	{ GET,  "/flags/new", EVERYONE, READS,  flag_show,   .about = "Object to something, with a reason" },
	{ POST, "/flags",     MEMBERS,  WRITES, flag_submit, .form = &flag_form, .rate = RATE_WRITE,
	  .about = "Object to something" },
	ROUTES_END
};

const struct route flag_api_routes[] = {
	{ POST, "/api/v1/flags", MEMBERS, WRITES, flag_send, .form = &flag_form, .rate = RATE_WRITE,
	  .about = "Object to something, with a reason" },
	ROUTES_END
};

str moderation_words(struct arena *arena, enum language language, const char *start, str end)
{
	enum text_id id;
	if (!text_find(str_format(arena, "%s%.*s", start, STR_ARG(end)), &id))
		return end;
	return text_of(arena, language, id, NULL, 0);
}

struct choices reason_choices(const struct view *view, int chosen)
{
	struct choice *choices = arena_take(view->arena, REASON_COUNT * sizeof(*choices));
	for (int i = 0; i < REASON_COUNT; i++)
		choices[i] = (struct choice){ .value = str_from(flag_reasons[i]), .chosen = i == chosen, .hint = S(""),
			.label = moderation_words(view->arena, view->language, "flag.reason_", str_from(flag_reasons[i])) };
	return (struct choices){ choices, REASON_COUNT };
}

static struct subject subject_named(struct scope *scope, str kind, int64_t id)
{
	const struct subject_kind *owner = subject_kind_named(scope->house, kind);
	return owner ? subject_of(owner, id) : (struct subject){ 0, 0 };
}

static enum err show(struct request *request, str kind, int64_t id)
{
	struct scope *scope = request_scope(request);
	struct flag_page model = { .kind = kind, .id = id, .is_member = scope->member_id != 0 };
	enum err err = flag_subject(scope, subject_named(scope, kind, id), &model.face);
	if (err)
		return err;
	struct page *page = page_open(request, TEXT_flag_title);
	model.reasons = reason_choices(page->view, -1);
	str url = str_format(scope->arena, "%.*s%.*s", STR_ARG(scope->origin), STR_ARG(model.face.url));
	model.report_url = str_format(scope->arena, "/reports/new?url=%.*s", STR_ARG(url_encode(scope->arena, url)));
	model.to = str_format(scope->arena, "/flags/new?kind=%.*s&id=%lld", STR_ARG(kind), (long long)id);
	page->narrow = true;
	page->no_index = true;
	flag_page_html(page->view, &model);
	return page_send(page);
}

static enum err flag_show(struct request *request)
{
	return show(request, request_query(request, "kind"), request_query_number(request, "id", 0));
}

static enum err read_and_raise(struct request *request, struct flag_form *form)
{
	struct scope *scope = request_scope(request);
	*form = (struct flag_form){ .kind = S(""), .text = S("") };
	enum err err = form_read(request, &flag_form, form);
	if (err)
		return err;
	const struct flag_ask ask = { form->reason, form->text };
	return flag_raise(scope, subject_named(scope, form->kind, form->id), &ask);
}

static enum err flag_submit(struct request *request)
{
	struct scope *scope = request_scope(request);
	struct flag_form form;
	struct subject_face face;
	enum err err = read_and_raise(request, &form);
	if (err == ERR_INVALID)
		return show(request, form.kind, form.id);
	if (err)
		return err;
	struct subject subject = subject_named(scope, form.kind, form.id);
	if ((err = subject_faces(scope, &subject, 1, &face)))
		return err;
	str back = str_empty(face.url) ? S("/") : face.url; /* it may be hidden by now */
	return redirect_with(request, "flag.thanks", "%.*s", STR_ARG(back));
}

static enum err flag_send(struct request *request)
{
	struct flag_form form;
	enum err err = read_and_raise(request, &form);
	return err ? err : api_send_nothing(request);
}

/* ── under things ── */

struct caring { struct page *page; const struct subject *subjects; size_t count; struct care_note *notes; bool *own; };

/* Whoever says what was said before is told so: it may be an accident.  What else the filter looks for stays its own. */
static str why_it_waits(const struct view *view, str rule)
{
	if (str_equal(rule, S("filter.copy_of_others")))
		return text_of(view->arena, view->language, TEXT_moderation_waits_copy, NULL, 0);
	if (str_equal(rule, S("filter.copied")))
		return text_of(view->arena, view->language, TEXT_moderation_waits_copied, NULL, 0);
	return S("");
}

static enum err load_notes(struct caring *caring, int kind)
{
	struct scope *scope = request_scope(caring->page->request);
	struct item_list items;
	struct decision_list decisions = { NULL, 0 };
	int64_t *ids = arena_take(scope->arena, caring->count * sizeof(*ids));
	size_t count = 0, mine = 0;
	for (size_t i = 0; i < caring->count; i++) {
		if (caring->subjects[i].kind == kind)
			ids[count++] = caring->subjects[i].id;
	}
	enum err err = item_list_of(scope, kind, (struct ids){ ids, count }, &items);
	if (err)
		return err;
	for (size_t i = 0; i < items.count; i++) {
		if (items.at[i].author_id == scope->member_id)
			ids[mine++] = items.at[i].subject.id;
	}
	if (!mine)
		return OK;
	if ((err = decision_list_of(scope, kind, (struct ids){ ids, mine }, &decisions)))
		return err;
	for (size_t i = 0; i < caring->count; i++) {
		for (size_t n = 0; n < items.count; n++) {
			const struct item *item = &items.at[n];
			bool is_it = item->subject.kind == caring->subjects[i].kind && item->subject.id == caring->subjects[i].id;
			if (!is_it || item->author_id != scope->member_id)
				continue;
			caring->own[i] = true;
			caring->notes[i].waits = item->waits;
			caring->notes[i].why = item->waits ? why_it_waits(caring->page->view, item->rule) : S("");
		}
		for (size_t d = 0; d < decisions.count; d++) {
			const struct decision *decision = &decisions.at[d];
			bool is_it = decision->subject.kind == caring->subjects[i].kind && decision->subject.id == caring->subjects[i].id;
			if (is_it && caring->own[i] && decision->measure == MEASURE_HIDE && !caring->notes[i].waits)
				caring->notes[i] = (struct care_note){ .is_hidden = true, .decision_id = decision->id };
		}
	}
	return OK;
}

static enum err load_all_notes(struct caring *caring)
{
	enum err err = OK;
	for (size_t i = 0; !err && i < caring->count; i++) { /* one kind, or two: a thread and its posts */
		bool was_seen = false;
		for (size_t before = 0; before < i; before++)
			was_seen = was_seen || caring->subjects[before].kind == caring->subjects[i].kind;
		if (!was_seen)
			err = load_notes(caring, caring->subjects[i].kind);
	}
	return err;
}

enum err flag_fill(struct page *page, const struct subject *subjects, size_t count, struct html *htmls_out)
{
	struct scope *scope = request_scope(page->request);
	for (size_t i = 0; i < count; i++) {
		struct text text;
		const struct subject_kind *kind = subject_kind_of(scope->house, subjects[i].kind);
		if (!kind || !kind->care)
			continue;
		struct view piece = view_begin(page->view, &text);
		flag_link_html(&piece, kind->name, subjects[i].id);
		if (moderation_may(scope) && !kind->care->is_private)
			take_up_html(&piece, kind->name, subjects[i].id);
		htmls_out[i] = view_end(&piece);
	}
	return OK;
}

enum err care_fill(struct page *page, const struct subject *subjects, size_t count, struct html *htmls_out)
{
	struct scope *scope = request_scope(page->request);
	struct caring caring = { page, subjects, count, arena_take(scope->arena, count * sizeof(struct care_note)),
		arena_take(scope->arena, count * sizeof(bool)) };
	enum err err = scope->member_id ? load_all_notes(&caring) : OK;
	for (size_t i = 0; !err && i < count; i++) {
		struct text text;
		if (!caring.notes[i].waits && !caring.notes[i].is_hidden)
			continue;
		struct view piece = view_begin(page->view, &text);
		care_note_html(&piece, &caring.notes[i]);
		htmls_out[i] = view_end(&piece);
	}
	return err;
}
