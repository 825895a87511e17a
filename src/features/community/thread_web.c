/*
 * thread_web.c: lists of threads, a thread's page, asking.
 *
 * Asking has a step between writing and posting that shows similar solved threads;
 * with scripts they appear while one types, and the step is skipped.
 */
#include "features/community/thread_web.h"

#include "base/utf8.h"
#include "features/community/community_news.h"
#include "features/community/pages.gen.h"
#include "features/member/member_news.h"

static handler help_show, board_show, thread_show, ask_show, ask_check, ask_submit;

static const struct field ask_fields[] = {
	FIELD(FIELD_ID,    struct ask_form, board_id,   1, 0),
	FIELD(FIELD_ID,    struct ask_form, product_id, 0, 0),
	FIELD(FIELD_TEXT,  struct ask_form, title,      5, THREAD_TITLE_MAX),
	FIELD(FIELD_PROSE, struct ask_form, body,       1, POST_BODY_MAX),
	FIELD(FIELD_TEXT,  struct ask_form, name,       0, 60),
	FIELD(FIELD_EMAIL, struct ask_form, mail,       0, 254),
};
const struct form ask_form_fields = { "ask", ask_fields, COUNT(ask_fields) };

const struct route thread_routes[] = {
	{ GET,  "/help",         EVERYONE, READS,   help_show,  .about = "Questions and answers" },
	{ GET,  "/boards/:key",  EVERYONE, READS,   board_show, .about = "One board's threads" },
	{ GET,  "/threads/:id",  EVERYONE, READS,   thread_show, .about = "A thread with its posts" },
	{ GET,  "/ask",          EVERYONE, READS,   ask_show,   .about = "Write a question" },
	{ POST, "/ask",          EVERYONE, BY_HAND, ask_check,  .form = &ask_form_fields, .rate = RATE_SEARCH,
	  .about = "Similar threads before a question is posted" },
	{ POST, "/threads",      EVERYONE, WRITES,  ask_submit, .form = &ask_form_fields, .rate = RATE_POST,
	  .about = "Post a question" },
	ROUTES_END
};

enum err text_draw(struct scope *scope, str body, struct html *html_out)
{
	enum err err = markdown_html(scope->arena, body, html_out);
	return err ? refuse_field(scope, "body", "field.too_long") : OK;
}

/* ── lists ── */

static enum err load_cards(struct scope *scope, const struct thread_filter *filter, struct thread_cards *cards_out)
{
	enum err err = thread_list_of(scope, filter, &cards_out->threads);
	if (err)
		return err;
	int64_t *ids = arena_take(scope->arena, (cards_out->threads.count + 1) * sizeof(*ids));
	for (size_t i = 0; i < cards_out->threads.count; i++)
		ids[i] = cards_out->threads.at[i].author_id;
	return member_cards(scope, (struct ids){ ids, cards_out->threads.count }, &cards_out->authors);
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

static enum err send_list(struct request *request, const struct board *board, str path)
{
	struct scope *scope = request_scope(request);
	struct help_page model = { .state = asked_state(request), .board = board };
	const struct thread_filter filter = { .board_id = board ? board->id : 0, .state = model.state,
		.before = cursor_read(request_query(request, "before")) };
	model.is_first = cursor_is_newest(filter.before);
	enum err err = load_cards(scope, &filter, &model.cards);
	if (err)
		return err;
	if ((err = board_list_all(scope, &model.boards)))
		return err;
	cut_page(request, &model, path);
	struct page *page = board ? page_open_titled(request, board->name) : page_open(request, TEXT_help_title);
	page->section = SECTION_HELP;
	page->description = board ? board->about : S("");
	page_cache(page);
	page_shows(page, subject_of(&board_subject, board ? board->id : 0));
	for (size_t i = 0; i < model.cards.threads.count; i++) { /* thanks are counted, authors have names */
		page_shows(page, subject_of(&thread_subject, model.cards.threads.at[i].id));
		page_shows(page, subject_of(&member_subject, model.cards.threads.at[i].author_id));
	}
	help_page_html(page->view, &model);
	return page_send(page);
}

static enum err help_show(struct request *request)
{
	return send_list(request, NULL, S("/help"));
}

static enum err board_show(struct request *request)
{
	struct board board;
	struct scope *scope = request_scope(request);
	enum err err = board_load_by_key(scope, request_param(request, "key"), &board);
	if (err)
		return err;
	return send_list(request, &board, str_format(scope->arena, "/boards/%.*s", STR_ARG(board.key)));
}

/* ── one thread ── */

static enum err load_authors(struct page *page, struct thread_page *model)
{
	struct scope *scope = request_scope(page->request);
	size_t count = model->posts.count + model->solutions.count;
	int64_t *ids = arena_take(scope->arena, (count + 1) * sizeof(*ids));
	struct subject *subjects = arena_take(scope->arena, (count + 1) * sizeof(*subjects));
	for (size_t i = 0; i < count; i++) {
		const struct post *post = i < model->posts.count ? &model->posts.at[i]
		                                                 : &model->solutions.at[i - model->posts.count];
		ids[i] = post->author_id;
		subjects[i] = subject_of(&member_subject, post->author_id);
		if (i < model->posts.count)
			page_shows(page, subjects[i]);
	}
	model->badges = arena_take(scope->arena, (count + 1) * sizeof(*model->badges));
	enum err err = member_cards(scope, (struct ids){ ids, count }, &model->authors);
	if (err)
		return err;
	return panel_fill(page, PANEL_MEMBER_BADGE, subjects, model->posts.count, model->badges);
}

static void make_pager(struct request *request, struct thread_page *model, int64_t first)
{
	struct arena *arena = request_scope(request)->arena;
	int64_t pages = (model->thread->post_count + POSTS_A_PAGE - 1) / POSTS_A_PAGE;
	model->pager = (struct pager){ .page = (first - 1) / POSTS_A_PAGE + 1, .pages = pages };
	if (model->pager.page > 1)
		model->pager.previous = str_format(arena, "/threads/%lld?page=%lld", (long long)model->thread->id,
		                                   (long long)model->pager.page - 1);
	if (model->pager.page < pages)
		model->pager.next = str_format(arena, "/threads/%lld?page=%lld", (long long)model->thread->id,
		                               (long long)model->pager.page + 1);
}

/* A quote in Markdown: each line behind "> ". */
static str quoted(struct arena *arena, str body)
{
	struct text text;
	text_open(&text, arena, body.len + 64);
	body = utf8_first(body, 2000);
	while (body.len)
		text_format(&text, "> %.*s\n", STR_ARG(str_cut(&body, '\n')));
	text_char(&text, '\n');
	return text_str(&text);
}

/* One that is gone meanwhile, or stands in another thread, is not quoted. */
static enum err load_quote(struct request *request, struct thread_page *model)
{
	struct scope *scope = request_scope(request);
	struct post post;
	int64_t quote = request_query_number(request, "quote", 0);
	if (!quote)
		return OK;
	enum err err = post_load(scope, quote, &post);
	if (!err && post.thread_id == model->thread->id)
		model->quote = quoted(scope->arena, post.body);
	if (err != ERR_NOT_FOUND)
		return err;
	scope_forgive(scope);
	return OK;
}

static enum err load_thread_page(struct request *request, struct thread_page *model, int64_t first)
{
	struct scope *scope = request_scope(request);
	enum err err = post_list_shown(scope, model->thread->id, first, &model->posts);
	if (err)
		return err;
	if ((err = load_quote(request, model)))
		return err;
	if (model->thread->state == THREAD_SOLVED && (err = solution_list(scope, model->thread->id, &model->solutions)))
		return err;
	if (model->solutions.count)
		model->solution_excerpt = markdown_excerpt(scope->arena, model->solutions.at[0].body, 280);
	model->me = scope->member_id;
	model->is_member = scope->member_id != 0;
	model->may_solve = solution_may(scope, model->thread);
	model->may_reply = model->is_member && !model->thread->closed_at;
	make_pager(request, model, first);
	return OK;
}

static enum err load_product(struct scope *scope, struct thread_page *model)
{
	struct product_card_list products;
	const int64_t id = model->thread->product_id;
	if (!id)
		return OK;
	enum err err = product_cards(scope, (struct ids){ &id, 1 }, &products);
	if (!err)
		model->product = *product_card_in(&products, id);
	return err;
}

static enum err send_thread(struct request *request, const struct thread *thread, const struct board *board)
{
	struct scope *scope = request_scope(request);
	struct thread_page model = { .thread = thread, .board = board };
	int64_t page_number = request_query_number(request, "page", 1);
	if (page_number < 1 || page_number > INT32_MAX)
		page_number = 1;
	int64_t first = (page_number - 1) * POSTS_A_PAGE + 1;
	enum err err = load_thread_page(request, &model, first);
	if (err)
		return err;
	if (!model.posts.count)
		return refuse(scope, ERR_NOT_FOUND, "thread.no_such_page");
	struct page *page = page_open_titled(request, thread->title);
	const struct subject subject = subject_of(&thread_subject, thread->id);
	page->section = SECTION_HELP;
	page->description = thread->excerpt;
	page_cache(page);
	page_shows(page, subject);
	page_shows(page, subject_of(&board_subject, thread->board_id));
	if ((err = load_authors(page, &model)))
		return err;
	if ((err = load_product(scope, &model)))
		return err;
	if (thread->state != THREAD_SOLVED && (err = panel_fill(page, PANEL_THREAD_ACTIONS, &subject, 1, &model.actions)))
		return err;
	if ((err = panel_fill(page, PANEL_THREAD_SIDE, &subject, 1, &model.side)))
		return err;
	thread_page_html(page->view, &model);
	return page_send(page);
}

static enum err thread_show(struct request *request)
{
	struct scope *scope = request_scope(request);
	struct thread thread;
	struct board board;
	enum err err = thread_load(scope, request_id(request, "id"), &thread);
	if (err)
		return err;
	if ((err = board_load(scope, thread.board_id, &board)))
		return err;
	return send_thread(request, &thread, &board);
}

/* ── asking ── */

static enum err load_ask_page(struct scope *scope, struct ask_page *model)
{
	enum err err = board_list_all(scope, &model->boards);
	if (err)
		return err;
	model->is_member = scope->member_id != 0;
	return product_list(scope, &model->products);
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

static enum err ask_show(struct request *request)
{
	const struct ask_form ask = {
		.title = utf8_first(request_query(request, "q"), THREAD_TITLE_MAX),
		.board_id = request_query_number(request, "board", 0),
		.product_id = request_query_number(request, "product", 0),
	};
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
	enum err err = text_draw(scope, form->body, &html);
	if (err)
		return err;
	const struct thread_ask ask = {
		.board_id = form->board_id, .product_id = form->product_id, .title = form->title, .body = form->body,
		.excerpt = markdown_excerpt(scope->arena, form->body, 240), .html = html.at, .html_version = MARKDOWN_VERSION,
	};
	return thread_ask(scope, &ask, thread_out);
}

static enum err post_question(struct request *request, const struct ask_form *form)
{
	struct thread thread;
	enum err err = ask_post(request_scope(request), form, &thread);
	return err ? err : redirect_with(request, "thread.posted", "/threads/%lld", (long long)thread.id);
}

static enum err ask_submit(struct request *request)
{
	struct scope *scope = request_scope(request);
	struct ask_form ask;
	enum err err = read_ask(request, &ask, true);
	if (!err)
		err = scope->member_id ? post_question(request, &ask) : ask_keep_draft(request, &ask);
	return err == ERR_INVALID ? send_ask(request, &ask) : err;
}
