/*
 * article_edit_web.c: writing: begun empty or from what solved a matter, previewed, kept, published.
 *
 * One form with three buttons.  A preview changes nothing and comes back with the form as it was typed.
 */
#include "features/articles/article_web.h"

#include "base/utf8.h"
#include "features/articles/pages.gen.h"

static handler new_show, edit_show, make_submit, save_submit, discard_ask, discard;

static const char *const gos[] = { "preview", "save", "publish", NULL };
static const struct field fields[] = {
	FIELD(FIELD_TEXT,   struct article_form, title,      5, ARTICLE_TITLE_MAX),
	FIELD(FIELD_PROSE,  struct article_form, body,       1, ARTICLE_BODY_MAX),
	FIELD(FIELD_TEXT,   struct article_form, note,       0, ARTICLE_NOTE_MAX),
	FIELD(FIELD_ID,     struct article_form, product_id, 0, 0),
	FIELD(FIELD_MOMENT, struct article_form, publish_at, 0, 0),
	FIELD(FIELD_ID,     struct article_form, seen,       0, 0),
	FIELD_OF(FIELD_CHOICE, struct article_form, go,      0, gos),
	FIELD_OF(FIELD_CHOICE, struct article_form, kind,    0, article_kind_names),
	FIELD(FIELD_TEXT,   struct article_form, from,       0, 60),
};
static const struct form make_form = { "article", fields, COUNT(fields) };
static const struct form save_form = { "article_change", fields, COUNT(fields) - 2 };

const struct route article_edit_routes[] = {
	{ GET,  "/articles/new",         MEMBERS, READS,  new_show,    .about = "Write; ?kind= ?from=thread-7" },
	{ POST, "/articles",             MEMBERS, WRITES, make_submit, .form = &make_form, .rate = RATE_POST, .about = "Keep or publish a first text" },
	{ GET,  "/articles/:id/edit",    MEMBERS, READS,  edit_show,   .about = "Change an article" },
	{ POST, "/articles/:id",         MEMBERS, WRITES, save_submit, .form = &save_form, .rate = RATE_POST, .about = "Keep or publish a change" },
	{ GET,  "/articles/:id/discard", MEMBERS, READS,  discard_ask, .about = "Really throw the draft away?" },
	{ POST, "/articles/:id/discard", MEMBERS, WRITES, discard,     .about = "Throw the draft away" },
	ROUTES_END
};

/* "thread-7": a kind's name and an id; {0, 0} for anything else. */
static struct subject source_named(const struct scope *scope, str from)
{
	str name = str_cut(&from, '-');
	const struct subject_kind *kind = subject_kind_named(scope->house, name);
	int64_t id;
	if (!kind || !str_number(from, &id) || id <= 0)
		return (struct subject){ 0, 0 };
	return subject_of(kind, id);
}

/* ── the page ── */

static struct choices product_choices_of(struct view *view, const struct product_list *products, int64_t chosen)
{
	struct choice *choices = arena_take(view->arena, (products->count + 1) * sizeof(*choices));
	choices[0] = (struct choice){ S(""), text_of(view->arena, view->language, TEXT_article_no_product, NULL, 0), S(""), !chosen };
	for (size_t i = 0; i < products->count; i++)
		choices[i + 1] = (struct choice){ str_format(view->arena, "%lld", (long long)products->at[i].id), products->at[i].name,
			S(""), products->at[i].id == chosen };
	return (struct choices){ choices, products->count + 1 };
}

static str wall_text(struct scope *scope, moment at)
{
	if (!at)
		return S("");
	struct wall wall = wall_at(scope->zone, at);
	return str_format(scope->arena, "%04d-%02d-%02dT%02d:%02d", wall.year, wall.month, wall.day, wall.hour, wall.minute);
}

static enum err send_edit(struct request *request, struct article_edit_page *model)
{
	struct scope *scope = request_scope(request);
	const struct article *article = model->article;
	const struct subject source = article->source_id ? (struct subject){ article->source_kind, article->source_id }
	                                                 : source_named(scope, model->form->from);
	struct product_list products;
	enum err err = product_list(scope, &products);
	if (!err)
		err = article_must_wait(scope, &model->must_wait);
	if (!err && source.id)
		err = subject_faces(scope, &source, 1, &model->source);
	if (err)
		return err;
	model->words = kind_words_of(article->kind);
	model->has_time = article_kind_of(article->kind)->has_time && !article->version;
	model->publish_at = wall_text(scope, model->form->publish_at);
	struct page *page = page_open(request, article->id ? TEXT_article_edit_title : model->words->write);
	page->section = model->words->section;
	page->no_index = true;
	model->products = product_choices_of(page->view, &products, model->form->product_id);
	article_edit_page_html(page->view, model);
	return page_send(page);
}

/* What helped becomes the guide's middle; the asker's words its beginning. */
static str first_text(struct page *page, const struct source *source)
{
	struct arena *arena = page->view->arena;
	struct text text;
	text_open(&text, arena, source->text.len + source->problem.len + 256);
	if (!str_empty(source->problem))
		text_format(&text, "# %.*s\n\n%.*s\n\n", STR_ARG(text_of(arena, page->view->language, TEXT_article_heading_problem, NULL, 0)),
		            STR_ARG(source->problem));
	text_format(&text, "# %.*s\n\n%.*s\n", STR_ARG(text_of(arena, page->view->language, TEXT_article_heading_steps, NULL, 0)),
	            STR_ARG(source->text));
	return text_str(&text);
}

static int asked_kind(struct request *request)
{
	str name = request_query(request, "kind");
	for (int i = 0; i < ARTICLE_KIND_COUNT; i++) {
		if (str_equal(name, str_from(article_kind_names[i])))
			return i;
	}
	return ARTICLE_GUIDE;
}

static enum err new_show(struct request *request)
{
	struct scope *scope = request_scope(request);
	struct article article = { .kind = asked_kind(request) };
	struct article_form form = { .kind = article.kind, .from = request_query(request, "from") };
	const struct subject subject = source_named(scope, form.from);
	struct source source;
	enum err err = OK;
	if (!str_empty(form.from)) {
		err = subject.id ? article_source(scope, subject, &source) : ERR_NOT_FOUND;
		if (err == ERR_NOT_FOUND)
			return refuse(scope, err, "article.no_source");
		if (!err && !source.is_settled)
			return refuse(scope, ERR_CONFLICT, "article.source_open");
	}
	if (err)
		return err;
	if (!article_may_make(scope, article.kind, subject.id ? &source : NULL))
		return refuse(scope, ERR_FORBIDDEN, "article.not_yours_to_write");
	if (subject.id) {
		form.title = utf8_first(source.title, ARTICLE_TITLE_MAX);
		form.product_id = source.product_id;
		form.body = first_text(page_open(request, TEXT_article_guide_write), &source);
	}
	struct article_edit_page model = { .article = &article, .form = &form };
	return send_edit(request, &model);
}

static enum err edit_show(struct request *request)
{
	struct article article;
	struct article_draft draft;
	enum err err = article_for_edit(request_scope(request), request_id(request, "id"), &article, &draft);
	if (err)
		return err;
	const struct article_form form = { .title = draft.title, .body = draft.body, .note = draft.note,
		.product_id = draft.product_id, .seen = draft.changed_at, .publish_at = article.publish_at };
	struct article_edit_page model = { .article = &article, .form = &form, .answer = draft.answer,
		.has_draft = draft.changed_at != 0 };
	return send_edit(request, &model);
}

/* ── what its buttons do ── */

static enum err text_of_form(struct scope *scope, const struct article_form *form, struct article_text *text_out)
{
	struct html html;
	if (markdown_html(scope->arena, form->body, &html))
		return refuse_field(scope, "body", "field.too_long");
	*text_out = (struct article_text){
		.title = form->title, .body = form->body, .excerpt = markdown_excerpt(scope->arena, form->body, 240), .html = html.at,
		.note = form->note, .html_version = MARKDOWN_VERSION, .product_id = form->product_id, .seen_at = form->seen,
	};
	return OK;
}

static enum err show_again(struct request *request, const struct article *article, const struct article_form *form, str html)
{
	struct article_edit_page model = { .article = article, .form = form, .preview = { html }, .answer = S("") };
	return send_edit(request, &model);
}

/* Published, planned, or handed in: each says so. */
static enum err publish(struct request *request, int64_t article_id, moment at)
{
	static const char *const flashes[] = { [ARTICLE_CAME_OUT] = "article.came_out", [ARTICLE_PLANNED] = "article.planned",
		[ARTICLE_HANDED_IN] = "article.handed_in" };
	enum article_outcome outcome;
	enum err err = article_publish(request_scope(request), article_id, at, &outcome);
	return err ? err : redirect_with(request, flashes[outcome], "/articles/%lld", (long long)article_id);
}

/* A refused form is shown again; whatever was written before the refusal is undone with its unit. */
static bool is_forms(const struct scope *scope, enum err err)
{
	return err == ERR_INVALID || (err == ERR_CONFLICT && scope->refusal.reason);
}

static enum err make_submit(struct request *request)
{
	struct scope *scope = request_scope(request);
	struct article_form form = { .kind = 0 };
	struct article_text text = { .html_version = 0 };
	struct article article = { .id = 0 };
	enum err err = form_read(request, &make_form, &form);
	if (!err)
		err = text_of_form(scope, &form, &text);
	const struct article empty = { .kind = form.kind };
	if (!err && form.go == GO_PREVIEW)
		return show_again(request, &empty, &form, text.html);
	const struct subject source = source_named(scope, form.from);
	if (!err && !str_empty(form.from) && !source.id)
		err = refuse(scope, ERR_NOT_FOUND, "article.no_source");
	if (!err)
		err = article_make(scope, &(struct article_new){ form.kind, source, &text }, &article);
	if (!err && form.go == GO_PUBLISH)
		err = publish(request, article.id, form.publish_at);
	else if (!err)
		err = redirect_with(request, "article.kept", "/articles/%lld/edit", (long long)article.id);
	return is_forms(scope, err) ? show_again(request, &empty, &form, S("")) : err;
}

static enum err save_submit(struct request *request)
{
	struct scope *scope = request_scope(request);
	struct article_form form = { .kind = 0, .from = S("") };
	struct article_text text = { .html_version = 0 };
	struct article article;
	struct article_draft draft;
	const int64_t id = request_id(request, "id");
	enum err err = article_for_edit(scope, id, &article, &draft);
	if (err)
		return err;
	err = form_read(request, &save_form, &form);
	if (!err)
		err = text_of_form(scope, &form, &text);
	if (!err && form.go == GO_PREVIEW)
		return show_again(request, &article, &form, text.html);
	if (!err)
		err = article_save(scope, id, &text);
	if (!err && form.go == GO_PUBLISH)
		err = publish(request, id, form.publish_at);
	else if (!err)
		err = redirect_with(request, "article.kept", "/articles/%lld/edit", (long long)id);
	return is_forms(scope, err) ? show_again(request, &article, &form, S("")) : err;
}

static enum err discard_ask(struct request *request)
{
	struct scope *scope = request_scope(request);
	struct article article;
	struct article_draft draft;
	enum err err = article_for_edit(scope, request_id(request, "id"), &article, &draft);
	if (err)
		return err;
	str back = str_format(scope->arena, "/articles/%lld/edit", (long long)article.id);
	const struct confirmation ask = { TEXT_article_discard_title, TEXT_article_discard_text, TEXT_article_discard,
		str_format(scope->arena, "/articles/%lld/discard", (long long)article.id), back, true };
	return page_confirm(request, &ask);
}

static enum err discard(struct request *request)
{
	const int64_t id = request_id(request, "id");
	bool gone;
	enum err err = article_discard(request_scope(request), id, &gone);
	if (err)
		return err;
	if (gone)
		return redirect_with(request, "article.discarded", "/me/articles");
	return redirect_with(request, "article.discarded", "/articles/%lld", (long long)id);
}
