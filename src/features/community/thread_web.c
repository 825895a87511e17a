/*
 * thread_web.c: lists of threads, a thread's page, asking.
 *
 * Asking has a step between writing and posting that shows similar solved threads;
 * with scripts they appear while one types, and the step is skipped.
 */
#include "features/community/thread_web.h"

#include "base/utf8.h"
#include "features/community/community_news.h"
#include "features/community/mention.h"
#include "features/community/mine.h"
#include "features/community/pages.gen.h"
#include "features/member/member_news.h"
#include "view/mention.h"

#define NEW_TIME DAYS(2) /* a thread that one never opened counts as new for so long */

static handler help_show, board_show, ask_show, ask_check, ask_submit;

static const struct field ask_fields[] = {
	FIELD(FIELD_ID,    struct ask_form, board_id,   1, 0),
	FIELD(FIELD_ID,    struct ask_form, product_id, 0, 0),
	FIELD(FIELD_TEXT,  struct ask_form, title,      5, THREAD_TITLE_MAX),
	FIELD(FIELD_PROSE, struct ask_form, body,       1, POST_BODY_MAX),
	FIELD(FIELD_TEXT,  struct ask_form, name,       0, 60),
	FIELD(FIELD_EMAIL, struct ask_form, mail,       0, 254),
	FIELD(FIELD_TEXT,  struct ask_form, tags,       0, 200),
	FIELD(FIELD_BOOL,  struct ask_form, is_discussion, 0, 0),
};
const struct form ask_form_fields = { "ask", ask_fields, COUNT(ask_fields) };

const struct route thread_routes[] = {
	{ GET,  "/help",         EVERYONE, READS,   help_show,  .about = "Questions and answers" },
	{ GET,  "/boards/:key",  EVERYONE, READS,   board_show, .about = "One board's threads" },
	{ GET,  "/ask",          EVERYONE, READS,   ask_show,   .about = "Write a question", .counts = COUNTS_INTENT },
	{ POST, "/ask",          EVERYONE, BY_HAND, ask_check,  .form = &ask_form_fields, .rate = RATE_SEARCH,
	  .about = "Similar threads before a question is posted" },
	{ POST, "/threads",      EVERYONE, WRITES,  ask_submit, .form = &ask_form_fields, .rate = RATE_POST,
	  .counts = COUNTS_CONTACT,
	  .about = "Post a question" },
	ROUTES_END
};

enum err text_draw(struct scope *scope, int64_t thread_id, str body, struct html *html_out)
{
	struct mentioned_list found;
	struct mention mentions[MENTIONS_MAX];
	if (markdown_html(scope->arena, body, html_out))
		return refuse_field(scope, "body", "field.too_long");
	enum err err = mention_find(scope, thread_id, body, &found);
	for (size_t i = 0; !err && i < found.count; i++)
		mentions[i] = (struct mention){ found.at[i].name, found.at[i].member_id };
	if (!err)
		*html_out = html_with_mentions(scope->arena, *html_out, &(struct mention_list){ mentions, found.count });
	return err;
}

/* ── lists ── */

static enum err load_cards(struct scope *scope, void *data)
{
	struct thread_cards *cards = data;
	size_t count = cards->threads.count;
	int64_t *authors = arena_take(scope->arena, (count + 1) * sizeof(*authors));
	int64_t *threads = arena_take(scope->arena, (count + 1) * sizeof(*threads));
	for (size_t i = 0; i < count; i++) {
		authors[i] = cards->threads.at[i].author_id;
		threads[i] = cards->threads.at[i].id;
	}
	enum err err = member_cards(scope, (struct ids){ authors, count }, &cards->authors);
	if (err || (err = tag_list_of(scope, (struct ids){ threads, count }, &cards->tags)))
		return err;
	return reading_known(scope, (struct ids){ threads, count }, &cards->readings);
}

enum err thread_cards_fill(struct scope *scope, struct thread_cards *cards)
{
	struct thread_cards asked = *cards;
	cards->me = scope->member_id;
	cards->now = scope->now;
	scope_ahead(scope, load_cards, &asked);
	return load_cards(scope, cards);
}

int64_t thread_fresh(const struct thread_cards *cards, const struct thread *thread)
{
	if (!cards->me)
		return 0;
	for (size_t i = 0; i < cards->readings.count; i++) {
		const struct reading *reading = &cards->readings.at[i];
		if (reading->thread_id == thread->id)
			return thread->post_count > reading->number ? thread->post_count - reading->number : 0;
	}
	return thread->author_id != cards->me && thread->created_at > cards->now - NEW_TIME ? -1 : 0;
}

struct html thread_extra(struct view *view, const struct thread_cards *cards, const struct thread *thread)
{
	struct text text;
	struct view piece = view_begin(view, &text);
	thread_more_html(&piece, cards, thread);
	return view_end(&piece);
}

static int asked_state(struct request *request)
{
	str show = request_query(request, "show");
	for (int i = 0; i < THREAD_STATE_COUNT; i++) {
		if (str_equal(show, str_from(thread_state_names[i])))
			return i;
	}
	return -1;
}

/* One more than a page was asked for: then there are older ones. */
static void cut_page(struct request *request, struct help_page *model, str path)
{
	struct thread_list *threads = &model->cards.threads;
	if (threads->count <= THREADS_A_PAGE)
		return;
	threads->count = THREADS_A_PAGE;
	str show = model->state >= 0 ? str_from(thread_state_names[model->state]) : S("");
	struct arena *arena = request_scope(request)->arena;
	str before = cursor_text(arena, thread_cursor(&threads->at[THREADS_A_PAGE - 1]));
	model->older = str_format(arena, "%.*s?show=%.*s&before=%.*s", STR_ARG(path), STR_ARG(show), STR_ARG(before));
}

/* Pinned ones stand on the first page of their board. */
static enum err load_pinned(struct scope *scope, struct help_page *model, bool is_first)
{
	if (!model->board || model->state >= 0 || !is_first)
		return OK;
	enum err err = thread_list_pinned(scope, model->board->id, &model->pinned.threads);
	return err ? err : thread_cards_fill(scope, &model->pinned);
}

static enum err load_help(struct request *request, struct help_page *model)
{
	struct scope *scope = request_scope(request);
	const struct thread_filter filter = { .board_id = model->board ? model->board->id : 0, .state = model->state,
		.tag_id = model->tag ? model->tag->id : 0, .before = cursor_read(request_query(request, "before")) };
	enum err err = thread_list_of(scope, &filter, &model->cards.threads);
	if (err || (err = thread_cards_fill(scope, &model->cards)))
		return err;
	if ((err = load_pinned(scope, model, cursor_is_newest(filter.before))))
		return err;
	model->may_ask = !model->board || board_may_ask(scope, model->board);
	if ((err = board_list_all(scope, &model->boards)))
		return err;
	return model->board ? OK : tag_list_most_used(scope, &model->tags);
}

void thread_cards_shown(struct page *page, const struct thread_cards *cards)
{
	page_shows(page, subject_of(&tag_subject, 0));
	for (size_t i = 0; i < cards->threads.count; i++) {
		page_shows(page, subject_of(&thread_subject, cards->threads.at[i].id));
		page_shows(page, subject_of(&member_subject, cards->threads.at[i].author_id));
	}
}

static struct page *open_help(struct request *request, const struct help_page *model, str path)
{
	struct page *page = model->tag ? page_open_titled(request, model->tag->name)
	                    : model->board ? page_open_titled(request, model->board->name) : page_open(request, TEXT_help_title);
	page->section = SECTION_HELP;
	page->description = model->tag ? model->tag->about : model->board ? model->board->about
		: text_of(page->view->arena, page->view->language, TEXT_help_lead, NULL, 0);
	page->canonical = path;
	page->feed = model->feed;
	page->no_index = !str_empty(request_query(request, "before")) || model->state >= 0;
	page_cache(page);
	page_shows(page, subject_of(&board_subject, 0)); /* beside each list stand all boards, with their counts */
	if (model->board)
		page_shows(page, subject_of(&board_subject, model->board->id));
	if (model->tag)
		page_shows(page, subject_of(&tag_subject, model->tag->id));
	return page;
}

static enum err load_panels(struct page *page, struct help_page *model)
{
	enum err err = OK;
	const struct subject me = subject_of(&member_subject, request_scope(page->request)->member_id);
	const struct subject here = model->tag ? subject_of(&tag_subject, model->tag->id)
	                                       : subject_of(&board_subject, model->board ? model->board->id : 0);
	if (here.id && (err = panel_fill(page, PANEL_HEAD, &here, 1, &model->head)))
		return err;
	bool is_front = !model->board && !model->tag && model->state < 0 && str_empty(request_query(page->request, "before"));
	return is_front ? panel_fill(page, PANEL_HELP, &me, 1, &model->panels) : OK;
}

struct asking { struct page *page; const struct help_page *model; };

static enum err ask_help(struct scope *scope, void *data)
{
	const struct asking *asking = data;
	struct help_page model = *asking->model;
	struct html html;
	const struct subject me = subject_of(&member_subject, scope->member_id);
	const enum err missed[] = {
		load_help(asking->page->request, &model),
		load_panels(asking->page, &model),
		scope->member_id ? panel_fill(asking->page, PANEL_FRAME, &me, 1, &html) : OK,
	};
	return missed[0];
}

enum err help_send(struct request *request, struct help_page *model, str path)
{
	struct scope *scope = request_scope(request);
	bool is_public = !model->board || model->board->audience_id == AUDIENCE_PUBLIC;
	model->feed = is_public ? str_format(scope->arena, "%.*s/feed", STR_ARG(path)) : S("");
	struct page *page = open_help(request, model, path);
	scope_ahead(scope, ask_help, &(struct asking){ page, model });
	enum err err = load_help(request, model);
	if (err)
		return err;
	cut_page(request, model, path);
	thread_cards_shown(page, &model->cards);
	thread_cards_shown(page, &model->pinned);
	if ((err = load_panels(page, model)))
		return err;
	help_page_html(page->view, model);
	return page_send(page);
}

static enum err help_show(struct request *request)
{
	return help_send(request, &(struct help_page){ .state = asked_state(request) }, S("/help"));
}

static enum err board_show(struct request *request)
{
	struct board board;
	struct scope *scope = request_scope(request);
	enum err err = board_load_by_key(scope, request_param(request, "key"), &board);
	if (err)
		return err;
	struct help_page model = { .state = asked_state(request), .board = &board };
	return help_send(request, &model, str_format(scope->arena, "/boards/%.*s", STR_ARG(board.key)));
}

/* ── asking ── */

static enum err load_ask_page(struct scope *scope, struct ask_page *model)
{
	enum err err = board_list_all(scope, &model->boards);
	if (err)
		return err;
	size_t count = 0; /* only where one may ask */
	for (size_t i = 0; i < model->boards.count; i++) {
		if (board_may_ask(scope, &model->boards.at[i]))
			model->boards.at[count++] = model->boards.at[i];
	}
	model->boards.count = count;
	model->is_member = scope->member_id != 0;
	size_t own;
	return product_list_own_first(scope, &model->products, &own);
}

static enum err send_ask(struct request *request, const struct ask_form *ask)
{
	struct ask_page model = { .ask = ask };
	enum err err = load_ask_page(request_scope(request), &model);
	if (err)
		return err;
	struct page *page = page_open(request, TEXT_ask_title);
	page->section = SECTION_HELP;
	page->no_index = true;
	ask_page_html(page->view, &model);
	return page_send(page);
}

/* What one comes with leads; else what one began to write goes on. */
static enum err ask_show(struct request *request)
{
	struct unsent unsent;
	struct ask_form ask = {
		.title = utf8_first(request_query(request, "q"), THREAD_TITLE_MAX),
		.board_id = request_query_number(request, "board", 0),
		.product_id = request_query_number(request, "product", 0),
	};
	enum err err = unsent_of(request_scope(request), 0, &unsent);
	if (err)
		return err;
	if (str_empty(ask.title) && !ask.board_id && !ask.product_id)
		ask = (struct ask_form){ .title = unsent.title, .body = unsent.body, .board_id = unsent.board_id,
			.product_id = unsent.product_id, .tags = unsent.tags, .is_discussion = unsent.is_discussion };
	return send_ask(request, &ask);
}

/* A stranger says last who is asking. */
static enum err read_ask(struct request *request, struct ask_form *ask, bool is_last)
{
	struct scope *scope = request_scope(request);
	*ask = (struct ask_form){ 0 };
	enum err err = form_read(request, &ask_form_fields, ask);
	if (err || scope->member_id || !is_last)
		return err;
	if (utf8_length(ask->name) < 2)
		return refuse_field(scope, "name", "field.empty");
	return str_empty(ask->mail) ? refuse_field(scope, "mail", "field.empty") : OK;
}

struct checking { struct request *request; struct ask_form ask; enum err err; };

static enum err check_work(struct scope *scope, void *data)
{
	struct checking *checking = data;
	struct ask_page model = { .ask = &checking->ask };
	if (checking->err) {
		(void)scope;
		return send_ask(checking->request, &checking->ask);
	}
	enum err err = load_ask_page(scope, &model);
	if (err)
		return err;
	struct page *page = page_open(checking->request, TEXT_ask_check_title);
	const struct subject none = { 0, 0 };
	page->section = SECTION_HELP;
	page->no_index = true;
	if ((err = panel_fill(page, PANEL_ASK_SIMILAR, &none, 1, &model.similar)))
		return err;
	ask_check_page_html(page->view, &model);
	return page_send(page);
}

static enum err ask_check(struct request *request)
{
	struct checking checking = { .request = request };
	checking.err = read_ask(request, &checking.ask, false);
	return scope_read(request_scope(request), check_work, &checking);
}

enum err ask_post(struct scope *scope, const struct ask_form *form, struct thread *thread_out)
{
	struct html html;
	enum err err = text_draw(scope, 0, form->body, &html);
	if (err)
		return err;
	const struct thread_ask ask = {
		.board_id = form->board_id, .product_id = form->product_id, .title = form->title, .body = form->body,
		.excerpt = markdown_excerpt(scope->arena, form->body, 240), .html = html.at, .html_version = MARKDOWN_VERSION,
		.is_discussion = form->is_discussion, .tags = form->tags,
	};
	if ((err = thread_ask(scope, &ask, thread_out)))
		return err;
	return scope->member_id ? unsent_forget(scope, 0) : OK;
}

static enum err post_question(struct request *request, const struct ask_form *form)
{
	struct thread thread;
	enum err err = ask_post(request_scope(request), form, &thread);
	return err ? err : redirect_with(request, thread.hidden_at ? "thread.waits" : "thread.posted", "/threads/%lld",
	                                 (long long)thread.id);
}

static enum err ask_submit(struct request *request)
{
	struct scope *scope = request_scope(request);
	struct ask_form ask;
	enum err err = read_ask(request, &ask, true);
	if (!err)
		err = form_trap(request);
	if (!err)
		err = scope->member_id ? post_question(request, &ask) : ask_keep_draft(request, &ask);
	return err == ERR_INVALID ? send_ask(request, &ask) : err;
}
