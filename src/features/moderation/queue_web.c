/*
 * queue_web.c: the moderators' queue: what is due, one item in its surroundings, and deciding about it.
 *
 * "Next" hands out the most urgent item that nobody holds.  Keys are data-key attributes (web/js/keys.js);
 * everything works without them.
 */
#include "features/moderation/item_web.h"

#include "features/moderation/moderation_news.h"
#include "features/moderation/pages.gen.h"
#include "web/keyed.h"
#include "web/push.h"

static handler queue_show, next_take, item_begin, item_show, item_take, item_leave, item_decide, item_reverse, spam_submit, decision_send;

struct decide_form { str kind; int64_t id; int measure, sanction; int64_t hours; int ground; str clause, facts, text, body; int64_t board_id; bool is_spam; };
static const struct field decide_fields[] = {
	FIELD_OF(FIELD_CHOICE, struct decide_form, measure, 1, measure_names),
	FIELD_OF(FIELD_CHOICE, struct decide_form, sanction, -1, measure_names),
	FIELD(FIELD_ID, struct decide_form, hours, 0, 0),
	FIELD_OF(FIELD_CHOICE, struct decide_form, ground, -1, ground_names),
	FIELD(FIELD_TEXT, struct decide_form, clause, 0, DECISION_CLAUSE_MAX),
	FIELD(FIELD_PROSE, struct decide_form, facts, 0, DECISION_TEXT_MAX),
	FIELD(FIELD_PROSE, struct decide_form, text, 0, DECISION_TEXT_MAX),
	FIELD(FIELD_PROSE, struct decide_form, body, 0, 20000),
	FIELD(FIELD_ID, struct decide_form, board_id, 0, 0),
	FIELD(FIELD_BOOL, struct decide_form, is_spam, 0, 0),
};
static const struct form decide_form = { "decision", decide_fields, COUNT(decide_fields) };

static const struct field about_fields[] = {
	FIELD(FIELD_TEXT, struct decide_form, kind, 1, 30),
	FIELD(FIELD_ID, struct decide_form, id, 1, 0),
};
static const struct form about_form = { "item", about_fields, COUNT(about_fields) };
static const struct field send_fields[] = {
	FIELD(FIELD_TEXT, struct decide_form, kind, 1, 30),
	FIELD(FIELD_ID, struct decide_form, id, 1, 0),
	FIELD_OF(FIELD_CHOICE, struct decide_form, measure, 1, measure_names),
	FIELD_OF(FIELD_CHOICE, struct decide_form, ground, -1, ground_names),
	FIELD(FIELD_TEXT, struct decide_form, clause, 0, DECISION_CLAUSE_MAX),
	FIELD(FIELD_PROSE, struct decide_form, facts, 0, DECISION_TEXT_MAX),
	FIELD(FIELD_PROSE, struct decide_form, text, 0, DECISION_TEXT_MAX),
	FIELD(FIELD_PROSE, struct decide_form, body, 0, 20000),
	FIELD(FIELD_ID, struct decide_form, board_id, 0, 0),
};
static const struct form send_form = { "api_decision", send_fields, COUNT(send_fields) };

struct reverse_form { str text; };
static const struct field reverse_fields[] = { FIELD(FIELD_PROSE, struct reverse_form, text, 0, DECISION_TEXT_MAX) };
static const struct form reverse_form = { "reversal", reverse_fields, COUNT(reverse_fields) };

const struct route queue_routes[] = {
	{ GET,  "/desk/moderation",              MODERATORS, READS,   queue_show,   .about = "What has to be looked at, by due time" },
	{ POST, "/desk/moderation/next",         MODERATORS, WRITES,  next_take,    .about = "Take the most urgent free item" },
	{ POST, "/desk/moderation/items",        MODERATORS, WRITES,  item_begin,   .form = &about_form,
	  .about = "Take up a thing that nobody objected to" },
	{ POST, "/desk/moderation/spam",         MODERATORS, BY_HAND, spam_submit,  .about = "Several items are spam" },
	{ GET,  "/desk/moderation/:id",          MODERATORS, READS,   item_show,    .about = "One item in its surroundings" },
	{ POST, "/desk/moderation/:id/claim",    MODERATORS, WRITES,  item_take,    .about = "Hold an item for a quarter of an hour" },
	{ POST, "/desk/moderation/:id/release",  MODERATORS, WRITES,  item_leave,   .about = "Let go of an item" },
	{ POST, "/desk/moderation/:id/decision", MODERATORS, WRITES,  item_decide,  .form = &decide_form, .about = "Decide" },
	{ POST, "/desk/moderation/:id/reversal", MODERATORS, WRITES,  item_reverse, .about = "Take a decision back" },
	ROUTES_END
};

const struct route decision_api_routes[] = {
	{ POST, "/api/v1/decisions", MODERATORS, WRITES, decision_send, .form = &send_form,
	  .about = "Hide, restore, lock, unlock, change or move a thing, with ground and reasons; its author is told" },
	ROUTES_END
};

/* ── the list ── */

static const struct { const char *name; int why; } views[] = {
	{ "all", ITEM_ANY }, { "reported", ITEM_REPORTED }, { "waits", ITEM_WAITS }, { "flagged", ITEM_FLAGGED },
	{ "marked", ITEM_MARKED }, { "mine", 0 }, { "closed", 0 },
};

static str view_asked(struct request *request, int *why_out)
{
	str show = request_query(request, "show");
	for (size_t i = 0; i < COUNT(views); i++) {
		if (!str_equal(show, str_from(views[i].name)))
			continue;
		*why_out = views[i].why;
		return str_from(views[i].name);
	}
	*why_out = ITEM_ANY;
	return S("all");
}

static enum err load_items(struct request *request, str show, int why, struct item_list *list_out)
{
	struct scope *scope = request_scope(request);
	struct cursor cursor = cursor_read(request_query(request, "after"));
	if (str_equal(show, S("mine")))
		return item_mine(scope, list_out);
	if (str_equal(show, S("closed")))
		return item_closed(scope, &(struct item){ .closed_at = cursor.at, .id = cursor.id }, list_out);
	if (cursor_is_newest(cursor))
		cursor = (struct cursor){ 0, 0 };
	return item_queue(scope, why, &(struct item){ .due_at = cursor.at, .id = cursor.id }, list_out);
}

/* What is hidden has no face; moderators read its title all the same. */
static enum err face_of(struct scope *scope, const struct item *item, struct subject_face *face)
{
	struct subject_sight sight;
	if (!str_empty(face->title))
		return OK;
	enum err err = item_look(scope, item, &sight);
	if (!err)
		*face = (struct subject_face){ sight.title, sight.url };
	if (err != ERR_NOT_FOUND)
		return err;
	scope_forgive(scope);
	return OK;
}

static enum err fill_lines(struct page *page, const struct item_list *list, struct item_line_list *lines_out)
{
	struct scope *scope = request_scope(page->request);
	struct member_card_list cards;
	struct item_line *lines = arena_take(scope->arena, list->count * sizeof(*lines));
	struct subject *subjects = arena_take(scope->arena, list->count * sizeof(*subjects));
	struct subject_face *faces = arena_take(scope->arena, list->count * sizeof(*faces));
	int64_t *ids = arena_take(scope->arena, 2 * list->count * sizeof(*ids));
	for (size_t i = 0; i < list->count; i++) {
		subjects[i] = list->at[i].subject;
		ids[2 * i] = list->at[i].author_id;
		ids[2 * i + 1] = list->at[i].claimed_by;
	}
	enum err err = subject_faces(scope, subjects, list->count, faces);
	if (err || (err = member_cards(scope, (struct ids){ ids, 2 * list->count }, &cards)))
		return err;
	for (size_t i = 0; i < list->count; i++) {
		const struct item *item = &list->at[i];
		const struct subject_kind *kind = subject_kind_of(scope->house, item->subject.kind);
		if ((err = face_of(scope, item, &faces[i])))
			return err;
		lines[i] = (struct item_line){
			.item = item, .face = faces[i], .author = member_card_in(&cards, item->author_id)->name,
			.kind = moderation_words(scope->arena, page->view->language, "moderation.kind_", str_from(kind ? kind->name : "")),
			.holder = item->claimed_until > scope->now ? member_card_in(&cards, item->claimed_by)->name : S(""),
			.is_late = item->state == ITEM_OPEN && item->due_at < scope->now,
		};
	}
	*lines_out = (struct item_line_list){ lines, list->count };
	return OK;
}

static enum err queue_show(struct request *request)
{
	struct scope *scope = request_scope(request);
	struct item_list list;
	int why;
	struct queue_page model = { .show = view_asked(request, &why) };
	enum err err = load_items(request, model.show, why, &list);
	if (err || (err = item_counts_of(scope, &model.counts)))
		return err;
	model.is_closed = str_equal(model.show, S("closed"));
	if (list.count > ITEMS_A_PAGE) {
		const struct item *last = &list.at[ITEMS_A_PAGE - 1];
		list.count = ITEMS_A_PAGE;
		const struct cursor next = { model.is_closed ? last->closed_at : last->due_at, last->id };
		model.next = str_format(scope->arena, "/desk/moderation?show=%.*s&after=%.*s", STR_ARG(model.show),
		                        STR_ARG(cursor_text(scope->arena, next)));
	}
	struct page *page = page_open(request, TEXT_moderation_queue);
	page->section = SECTION_DESK;
	page->no_index = true;
	if ((err = fill_lines(page, &list, &model.lines)))
		return err;
	queue_page_html(page->view, &model);
	return page_send(page);
}

enum err queue_tile_fill(struct page *page, const struct subject *subjects, size_t count, struct html *htmls_out)
{
	struct scope *scope = request_scope(page->request);
	struct item_counts counts;
	struct text text;
	(void)subjects;
	if (!moderation_may(scope) || !count)
		return OK;
	enum err err = item_counts_of(scope, &counts);
	if (err)
		return err;
	struct view piece = view_begin(page->view, &text);
	queue_tile_html(&piece, &counts);
	htmls_out[0] = view_end(&piece);
	return OK;
}

/* ── sharing it ── */

static enum err next_take(struct request *request)
{
	int64_t id = 0;
	enum err err = item_next(request_scope(request), &id);
	if (err)
		return err;
	return id ? redirect_to(request, "/desk/moderation/%lld", (long long)id)
	          : redirect_with(request, "moderation.nothing_left", "/desk/moderation");
}

static struct subject subject_asked(struct scope *scope, const struct decide_form *form)
{
	const struct subject_kind *kind = subject_kind_named(scope->house, form->kind);
	return kind ? subject_of(kind, form->id) : (struct subject){ 0, 0 };
}

static enum err item_begin(struct request *request)
{
	struct scope *scope = request_scope(request);
	struct decide_form form = { .kind = S("") };
	struct item item;
	enum err err = form_read(request, &about_form, &form);
	if (err || (err = item_take_up(scope, subject_asked(scope, &form), &item)))
		return err;
	return redirect_to(request, "/desk/moderation/%lld", (long long)item.id);
}

static enum err item_take(struct request *request)
{
	struct item item;
	int64_t id = request_id(request, "id");
	enum err err = item_claim(request_scope(request), id, &item);
	return err ? err : redirect_to(request, "/desk/moderation/%lld", (long long)id);
}

static enum err item_leave(struct request *request)
{
	enum err err = item_release(request_scope(request), request_id(request, "id"));
	return err ? err : redirect_to(request, "/desk/moderation");
}

/* ── many at once: a unit each ── */

struct spam_work { int64_t item_id; str words; };

static enum err spam_one(struct scope *scope, void *data)
{
	const struct spam_work *work = data;
	return decide_spam(scope, work->item_id, work->words);
}

static enum err spam_words(struct scope *scope, void *data)
{
	return template_text(scope, REASON_SPAM, scope->language, data);
}

struct spam_told { struct request *request; int done; };

static enum err spam_tell(struct scope *scope, void *data)
{
	const struct spam_told *told = data;
	(void)scope;
	return redirect_with(told->request, told->done ? "moderation.spam_done" : "moderation.spam_none", "/desk/moderation");
}

static enum err spam_submit(struct request *request)
{
	struct scope *scope = request_scope(request);
	const struct pairs *form = &request_http(request)->form;
	struct spam_told told = { request, 0 };
	str words = S("");
	bool is_done = false;
	enum err err = request_done_before(request, &is_done);
	if (err || is_done)
		return err;
	err = scope_read(scope, spam_words, &words);
	for (size_t i = 0; !err && i < form->count && i < 2 * ITEMS_A_PAGE; i++) {
		struct spam_work work = { .words = words };
		if (!str_equal(form->at[i].name, S("item")) || !str_number(form->at[i].value, &work.item_id))
			continue;
		err = scope_write(scope, spam_one, &work);
		told.done += !err;
		if (err == ERR_CONFLICT || err == ERR_NOT_FOUND || err == ERR_INVALID) { /* another's, or gone: the rest goes on */
			scope_forgive(scope);
			err = OK;
		}
	}
	return err ? err : request_write(request, spam_tell, &told);
}

/* ── deciding ── */

static enum err item_show(struct request *request)
{
	return item_send(request, request_id(request, "id"));
}

/* Whoever is suspended hears nothing more on the pages that are open. */
static enum err close_pages_of_author(struct scope *scope, int64_t item_id)
{
	struct item item;
	enum err err = item_load(scope, item_id, &item);
	if (!err)
		push_close(scope, item.author_id);
	return err;
}

static enum err item_decide(struct request *request)
{
	struct scope *scope = request_scope(request);
	struct decide_form form = { .clause = S("") };
	int64_t id = request_id(request, "id");
	enum err err = form_read(request, &decide_form, &form);
	const struct decision_ask ask = { .measure = form.measure, .sanction = form.sanction < 0 ? MEASURE_NONE : form.sanction, .hours = form.hours,
		.ground = form.ground < 0 ? GROUND_NONE : form.ground, .clause = form.clause, .facts = form.facts, .text = form.text, .body = form.body,
		.board_id = form.board_id, .is_spam = form.is_spam };
	if (!err)
		err = decide(scope, id, &ask);
	if (err == ERR_INVALID)
		return item_send(request, id);
	if (!err && ask.sanction == MEASURE_SUSPEND)
		err = close_pages_of_author(scope, id);
	return err ? err : redirect_with(request, "moderation.done", "/desk/moderation");
}

static enum err decision_send(struct request *request)
{
	struct scope *scope = request_scope(request);
	struct decide_form form = { .kind = S("") };
	enum err err = form_read(request, &send_form, &form);
	const struct decision_ask ask = { .measure = form.measure, .ground = form.ground < 0 ? GROUND_NONE : form.ground,
		.clause = form.clause, .facts = form.facts, .text = form.text, .body = form.body, .board_id = form.board_id };
	if (!err)
		err = decide_about(scope, subject_asked(scope, &form), &ask);
	return err ? err : api_send_nothing(request);
}

static enum err item_reverse(struct request *request)
{
	int64_t id = request_id(request, "id");
	struct reverse_form form = { .text = S("") };
	enum err err = form_read(request, &reverse_form, &form);
	if (!err)
		err = decide_back(request_scope(request), id, form.text);
	if (err == ERR_INVALID)
		return item_send(request, id);
	return err ? err : redirect_with(request, "moderation.reversed", "/desk/moderation/%lld", (long long)id);
}
