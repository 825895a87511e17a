/*
 * article_web.c: an article's page, its history, and what readers and its author do there.
 *
 * Strangers get the page of a guide with its two buttons; every other page of theirs is kept
 * in the cache, so nothing on it posts: commenting has a page of its own.
 */
#include "features/articles/article_web.h"

#include "features/articles/articles_news.h"
#include "features/articles/pages.gen.h"
#include "features/media/media.h"
#include "features/member/member_news.h"
#include "features/product/product_news.h"

enum { READER_SECONDS = 400 * 86400 };

static handler show, history_show, version_show, missed_show;
static handler helped, withdraw, withdraw_ask, check, send_back;

struct answer_form { str answer; };
static const struct field answer_fields[] = { FIELD(FIELD_PROSE, struct answer_form, answer, 1, ARTICLE_ANSWER_MAX) };
static const struct form answer_form = { "article_answer", answer_fields, COUNT(answer_fields) };

const struct route article_routes[] = {
	{ GET,  "/articles/:id",                  EVERYONE, READS,  show,         .about = "A guide, news or a story, with its comments" },
	{ GET,  "/articles/:id/history",          EVERYONE, READS,  history_show, .about = "What was changed, when, by whom" },
	{ GET,  "/articles/:id/history/:version", EVERYONE, READS,  version_show, .about = "An earlier text" },
	{ POST, "/articles/:id/helped",           EVERYONE, WRITES, helped,       .with = 1, .about = "This helped" },
	{ POST, "/articles/:id/missed",           EVERYONE, WRITES, helped,       .with = 0, .about = "This did not help" },
	{ GET,  "/articles/:id/missed",           EVERYONE, READS,  missed_show,  .about = "What is missing: leads to asking" },
	{ GET,  "/articles/:id/withdrawal",       MEMBERS,  READS,  withdraw_ask, .about = "Really withdraw?" },
	{ POST, "/articles/:id/withdrawal",       MEMBERS,  WRITES, withdraw,     .about = "Readers see it no longer" },
	{ POST, "/articles/:id/check",            MEMBERS,  WRITES, check,        .about = "It still holds" },
	{ POST, "/articles/:id/send-back",        STAFF,    WRITES, send_back,    .form = &answer_form,
	  .about = "Back to the author, with what is missing" },
	ROUTES_END
};

/* ── the page ── */

/* Objecting to what others wrote; to its author: that it waits, or why it is hidden.  The article's stands behind the comments'. */
static enum err load_cares(struct page *page, struct article_page *model)
{
	struct arena *arena = request_scope(page->request)->arena;
	const size_t count = model->comments.count;
	struct subject *subjects = arena_take(arena, (count + 1) * sizeof(*subjects));
	struct html *flags = arena_take(arena, (count + 1) * sizeof(*flags));
	struct html *notes = arena_take(arena, (count + 1) * sizeof(*notes));
	for (size_t i = 0; i < count; i++)
		subjects[i] = subject_of(&comment_subject, model->comments.at[i].comment->id);
	subjects[count] = subject_of(&article_subject, model->article->id);
	enum err err = panel_fill(page, PANEL_FLAG, subjects, count + 1, flags);
	if (err || (err = panel_fill(page, PANEL_CARE, subjects, count + 1, notes)))
		return err;
	for (size_t i = 0; i < count; i++)
		model->comments.at[i].care = model->comments.at[i].is_own ? notes[i] : flags[i];
	const int64_t me = request_scope(page->request)->member_id;
	model->care = me && me == model->article->author_id ? notes[count] : flags[count];
	return OK;
}

static enum err load_comments(struct page *page, struct article_page *model)
{
	struct request *request = page->request;
	struct scope *scope = request_scope(request);
	struct comment_list list;
	struct member_card_list authors;
	int64_t number = request_query_number(request, "page", 1);
	if (number < 1 || number > INT32_MAX)
		number = 1;
	enum err err = comment_list_of(scope, model->article->id, (number - 1) * COMMENTS_A_PAGE + 1, &list);
	if (err)
		return err;
	if (!list.count && number > 1)
		return refuse(scope, ERR_NOT_FOUND, "comment.no_such_page");
	int64_t *ids = arena_take(scope->arena, (list.count + 2) * sizeof(*ids));
	for (size_t i = 0; i < list.count; i++)
		ids[i] = list.at[i].author_id;
	ids[list.count] = model->article->author_id;
	if ((err = member_cards(scope, (struct ids){ ids, list.count + 1 }, &authors)))
		return err;
	struct member_card_list *kept = arena_take(scope->arena, sizeof(*kept));
	*kept = authors;
	model->author = member_card_in(kept, model->article->author_id);
	struct comment_row *rows = arena_take(scope->arena, (list.count + 1) * sizeof(*rows));
	for (size_t i = 0; i < list.count; i++) {
		rows[i] = (struct comment_row){ &list.at[i], member_card_in(kept, list.at[i].author_id),
			comment_may_delete(scope, &list.at[i]), scope->member_id && ids[i] == scope->member_id, { S("") } };
		page_shows(page, subject_of(&member_subject, list.at[i].author_id));
	}
	model->comments = (struct comment_row_list){ rows, list.count };
	if ((err = load_cares(page, model)))
		return err;
	const int64_t pages = (model->article->comment_count + COMMENTS_A_PAGE - 1) / COMMENTS_A_PAGE;
	str path = str_format(scope->arena, "/articles/%lld?page=", (long long)model->article->id);
	model->pager = (struct pager){ .page = number, .pages = pages };
	if (number > 1)
		model->pager.previous = str_format(scope->arena, "%.*s%lld#comments", STR_ARG(path), (long long)number - 1);
	if (number < pages)
		model->pager.next = str_format(scope->arena, "%.*s%lld#comments", STR_ARG(path), (long long)number + 1);
	return OK;
}

static enum err load_around(struct scope *scope, struct article_page *model)
{
	const struct article *article = model->article;
	struct product_card_list products;
	struct article_draft draft;
	const struct subject source = { article->source_kind, article->source_id };
	enum err err = OK;
	if (article->product_id) {
		err = product_cards(scope, (struct ids){ &article->product_id, 1 }, &products);
		if (!err)
			model->product = *product_card_in(&products, article->product_id);
	}
	if (!err && source.id)
		err = subject_faces(scope, &source, 1, &model->source);
	if (!err && model->may_edit) {
		err = article_draft_load(scope, article->id, &draft);
		model->has_draft = !err;
		model->waits = !err && draft.waits_at;
		model->draft_answer = err ? S("") : draft.answer;
		err = err == ERR_NOT_FOUND ? OK : err;
	}
	return err ? err : article_is_old(scope, article, &model->is_old);
}

/* What is not published yet is read as its working copy. */
static enum err take_draft(struct scope *scope, struct article *article)
{
	struct article_draft draft;
	if (article->version)
		return OK;
	enum err err = article_draft_load(scope, article->id, &draft);
	if (err)
		return err == ERR_NOT_FOUND ? OK : err;
	article->title = draft.title;
	article->excerpt = draft.excerpt;
	article->body = draft.body;
	article->html = draft.html;
	article->product_id = draft.product_id;
	return OK;
}

static enum err send_article(struct request *request, const struct article *article)
{
	struct scope *scope = request_scope(request);
	const struct article_kind *kind = article_kind_of(article->kind);
	struct article_page model = {
		.article = article, .words = kind_words_of(article->kind), .is_out = article_is_out(article),
		.text = markdown_stored(article->html), .may_edit = article_may_edit(scope, article),
		.is_staff = article_is_staff(scope), .is_member = scope->member_id != 0,
		.url = str_format(scope->arena, "%.*s/articles/%lld", STR_ARG(scope->origin), (long long)article->id),
	};
	model.asks = kind->asks_helped && model.is_out;
	enum err err = load_around(scope, &model);
	if (err)
		return err;
	struct page *page = page_open_titled(request, article->title);
	page->section = model.words->section;
	page->description = article->excerpt;
	page->canonical = articles_url(scope, article->id);
	page->social = "article";
	page->no_index = !model.is_out || article->audience_id != AUDIENCE_PUBLIC;
	if (!model.asks)
		page_cache(page);
	page_shows(page, subject_of(&article_subject, article->id));
	page_shows(page, subject_of(&member_subject, article->author_id));
	if ((err = load_comments(page, &model)))
		return err;
	if (model.is_out)
		model.json_ld = article_json_ld(scope, &model);
	if (article->product_id)
		page_shows(page, subject_of(&product_subject, article->product_id));
	const struct image_link product = media_card_of(scope->arena, model.product.picture, model.product.picture_about);
	if ((err = page_card(page, article->html, &product))) /* no_index says that not everybody may read it */
		return err;
	article_page_html(page->view, &model);
	return page_send(page);
}

static enum err show(struct request *request)
{
	struct article article;
	enum err err = article_show(request_scope(request), request_id(request, "id"), &article);
	if (err || (err = take_draft(request_scope(request), &article)))
		return err;
	return send_article(request, &article);
}

/* ── history ── */

static enum err history_show(struct request *request)
{
	struct scope *scope = request_scope(request);
	struct article article;
	struct article_version_list versions;
	struct member_card_list names;
	enum err err = article_show(scope, request_id(request, "id"), &article);
	if (err || (err = article_versions(scope, article.id, &versions)))
		return err;
	int64_t *ids = arena_take(scope->arena, (versions.count + 1) * sizeof(*ids));
	struct history_row *rows = arena_take(scope->arena, (versions.count + 1) * sizeof(*rows));
	for (size_t i = 0; i < versions.count; i++)
		ids[i] = versions.at[i].by_id;
	if ((err = member_cards(scope, (struct ids){ ids, versions.count }, &names)))
		return err;
	for (size_t i = 0; i < versions.count; i++)
		rows[i] = (struct history_row){ &versions.at[i], member_card_in(&names, ids[i])->name };
	const struct history_page model = { &article, { rows, versions.count } };
	struct page *page = page_open(request, TEXT_article_history);
	page->section = kind_words_of(article.kind)->section;
	page->no_index = true;
	history_page_html(page->view, &model);
	return page_send(page);
}

static enum err version_show(struct request *request)
{
	struct scope *scope = request_scope(request);
	struct article article;
	struct article_version version;
	struct version_page model = { &article, &version, { S("") } };
	enum err err = article_show(scope, request_id(request, "id"), &article);
	if (err || (err = article_version_load(scope, article.id, request_id(request, "version"), &version)))
		return err;
	if ((err = markdown_html(scope->arena, version.body, &model.text)))
		return err;
	struct page *page = page_open_titled(request, version.title);
	page->section = kind_words_of(article.kind)->section;
	page->no_index = true;
	version_page_html(page->view, &model);
	return page_send(page);
}

/* ── did this help? ── */

/* A browser that answers gets a token of its own, for as long as its answer is kept; a reader gets none. */
static str reader_of(struct request *request)
{
	struct scope *scope = request_scope(request);
	str token = S("");
	if (scope->member_id || (cookie_find(request_http(request), S("reader"), &token) && token.len >= 20 && token.len <= 64))
		return token;
	token = random_token(scope->arena);
	cookie_set(request_http(request), request_response(request), S("reader"), token, READER_SECONDS);
	return token;
}

static enum err helped(struct request *request)
{
	struct scope *scope = request_scope(request);
	const bool did = request_with(request);
	const int64_t id = request_id(request, "id");
	str voter = article_voter(scope, reader_of(request));
	enum err err = article_answer_give(scope, id, voter, did);
	if (err)
		return err;
	if (!did)
		return redirect_to(request, "/articles/%lld/missed", (long long)id);
	return redirect_with(request, "article.thanks", "/articles/%lld", (long long)id);
}

static enum err missed_show(struct request *request)
{
	struct article article;
	enum err err = article_show(request_scope(request), request_id(request, "id"), &article);
	if (err)
		return err;
	struct page *page = page_open(request, TEXT_article_missed_title);
	page->section = SECTION_HELP;
	page->narrow = true;
	page->no_index = true;
	missed_page_html(page->view, &(struct missed_page){ &article });
	return page_send(page);
}

/* ── what its author does ── */

static enum err back_to(struct request *request, enum err err, const char *flash)
{
	return err ? err : redirect_with(request, flash, "/articles/%lld", (long long)request_id(request, "id"));
}

static enum err withdraw_ask(struct request *request)
{
	struct scope *scope = request_scope(request);
	struct article article;
	struct article_draft draft;
	enum err err = article_for_edit(scope, request_id(request, "id"), &article, &draft);
	if (err)
		return err;
	str back = articles_url(scope, article.id);
	const struct confirmation ask = { TEXT_article_withdraw_title, TEXT_article_withdraw_text, TEXT_article_withdraw,
		str_format(scope->arena, "%.*s/withdrawal", STR_ARG(back)), back, true };
	return page_confirm(request, &ask);
}

static enum err withdraw(struct request *request)
{
	return back_to(request, article_withdraw(request_scope(request), request_id(request, "id")), "article.withdrawn");
}

static enum err check(struct request *request)
{
	return back_to(request, article_check(request_scope(request), request_id(request, "id")), "article.checked");
}

static enum err send_back(struct request *request)
{
	struct answer_form form = { S("") };
	enum err err = form_read(request, &answer_form, &form);
	if (!err)
		err = article_send_back(request_scope(request), request_id(request, "id"), form.answer);
	if (err == ERR_INVALID) /* the page again, with what was typed */
		return show(request);
	return err ? err : redirect_with(request, "article.went_back", "/desk/articles");
}
