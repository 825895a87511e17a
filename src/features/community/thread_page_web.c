/*
 * thread_page_web.c: one thread's page: its posts, what may be done with them, and the reply.
 */
#include "features/community/thread_page_web.h"

#include "base/utf8.h"
#include "features/community/community_news.h"
#include "features/community/former.h"
#include "features/community/join.h"
#include "features/community/mine.h"
#include "features/community/pages.gen.h"
#include "features/media/media.h"
#include "features/member/member_news.h"
#include "features/product/product_news.h"

static handler thread_show;

const struct route thread_page_routes[] = {
	{ GET, "/threads/:id", EVERYONE, READS, thread_show, .about = "A thread with its posts",
	  .reads = &thread_subject },
	ROUTES_END
};

static int64_t page_number(struct request *request)
{
	int64_t number = request_query_number(request, "page", 1);
	return number < 1 || number > INT32_MAX ? 1 : number;
}

static int64_t first_number(struct request *request)
{
	return (page_number(request) - 1) * POSTS_A_PAGE + 1;
}

/* A thread is judged with its question. */
static enum err load_cares(struct page *page, struct thread_page *model)
{
	struct scope *scope = request_scope(page->request);
	const size_t count = model->posts.count;
	struct subject *subjects = arena_take(scope->arena, count * sizeof(*subjects));
	struct html *notes = arena_take(scope->arena, count * sizeof(*notes));
	model->cares = arena_take(scope->arena, count * sizeof(*model->cares));
	for (size_t i = 0; i < count; i++) {
		const struct post *post = &model->posts.at[i];
		subjects[i] = post->number == 1 ? subject_of(&thread_subject, post->thread_id) : subject_of(&post_subject, post->id);
	}
	enum err err = panel_fill(page, PANEL_FLAG, subjects, count, model->cares);
	if (err || (err = panel_fill(page, PANEL_CARE, subjects, count, notes)))
		return err;
	for (size_t i = 0; i < count; i++) {
		if (scope->member_id && model->posts.at[i].author_id == scope->member_id)
			model->cares[i] = notes[i];
	}
	return OK;
}

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
		if (i <= model->posts.count) /* the first solution's author is named on every page */
			page_shows(page, subjects[i]);
	}
	model->badges = arena_take(scope->arena, (count + 1) * sizeof(*model->badges));
	enum err err = member_cards(scope, (struct ids){ ids, count }, &model->authors);
	if (err)
		return err;
	if ((err = panel_fill(page, PANEL_MEMBER_BADGE, subjects, model->posts.count, model->badges)))
		return err;
	return load_cares(page, model);
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

str post_quoted(struct scope *scope, const struct post *post, str author)
{
	struct text text;
	str body = utf8_first(post->body, 2000);
	text_open(&text, scope->arena, body.len + 128);
	if (author.len)
		text_format(&text, "> [%.*s](/posts/%lld):\n>\n", STR_ARG(former_marked(scope->arena, author)), (long long)post->id);
	while (body.len)
		text_format(&text, "> %.*s\n", STR_ARG(str_cut(&body, '\n')));
	text_char(&text, '\n');
	return text_str(&text);
}

/* One that is gone meanwhile, or stands in another thread, is not quoted.  What one began to write stays. */
static enum err load_quote(struct request *request, struct thread_page *model)
{
	struct scope *scope = request_scope(request);
	struct post post;
	struct unsent unsent;
	struct member_card_list authors;
	int64_t quote = request_query_number(request, "quote", 0);
	enum err err = unsent_of(scope, model->thread->id, &unsent);
	if (err)
		return err;
	model->quote = unsent.body;
	if (!quote)
		return OK;
	err = post_load(scope, quote, &post);
	if (err == ERR_NOT_FOUND) {
		scope_forgive(scope);
		return OK;
	}
	if (err || post.thread_id != model->thread->id)
		return err;
	if ((err = member_cards(scope, (struct ids){ &post.author_id, 1 }, &authors)))
		return err;
	const str parts[] = { unsent.body, unsent.body.len ? S("\n\n") : S(""),
		post_quoted(scope, &post, member_card_in(&authors, post.author_id)->name) };
	model->quote = str_join(scope->arena, parts, COUNT(parts), S(""));
	return OK;
}

static bool is_mine(const struct thread_page *model, int64_t post_id)
{
	for (size_t i = 0; i < model->posts.count; i++) {
		if (model->posts.at[i].id == post_id)
			return model->posts.at[i].author_id == model->me;
	}
	return false;
}

/* What the member may do here, and has done. */
static enum err load_own(struct scope *scope, struct thread_page *model)
{
	const struct thread *thread = model->thread;
	struct reading_list readings;
	enum err err = metoo_is_mine(scope, thread->id, &model->has_my_metoo);
	if (err || (err = reading_known(scope, (struct ids){ &thread->id, 1 }, &readings)))
		return err;
	model->read_until = readings.count ? readings.at[0].number : 0;
	if (readings.count && readings.at[0].number < thread->post_count)
		model->unread = readings.at[0].number + 1;
	if (!thread->author_id && (err = withdrawn_at(scope, thread->id, &model->withdrawn_at)))
		return err;
	bool is_question = thread->state != THREAD_DISCUSSION;
	bool is_by_clock = model->is_asker && thread->need_at;
	model->may_reply = board_may_answer(scope, model->board) && (!thread->closed_at || is_by_clock);
	model->may_metoo = is_question && !model->is_asker && !model->withdrawn_at;
	model->may_ask_back = is_question && !model->is_asker && thread->state != THREAD_SOLVED && !thread->need_at;
	model->may_end_need = model->is_moderator || is_mine(model, thread->need_post_id);
	model->may_tag = thread_may_tag(scope, thread);
	return thread_is_old(scope, thread, &model->is_old);
}

/* Mostly the one solution stands on the page that is shown. */
static enum err load_solutions(struct scope *scope, struct thread_page *model)
{
	const struct post_list *posts = &model->posts;
	size_t count = 0, only = 0;
	for (size_t i = 0; i < posts->count; i++) {
		if (posts->at[i].is_solution) {
			only = i;
			count++;
		}
	}
	bool is_whole = posts->count && (int64_t)posts->count == model->thread->post_count;
	bool is_shown = count == 1 && !posts->at[only].deleted_at && !posts->at[only].hidden_at;
	if (is_whole && is_shown)
		model->solutions = (struct post_list){ &posts->at[only], 1 };
	enum err err = is_whole && is_shown ? OK : solution_list(scope, model->thread->id, &model->solutions);
	if (!err && model->solutions.count)
		model->solution_excerpt = html_words(scope->arena, model->solutions.at[0].html, 280);
	return err;
}

static enum err load_thread_page(struct request *request, struct thread_page *model)
{
	struct scope *scope = request_scope(request);
	enum err err = load_quote(request, model);
	if (err)
		return err;
	if (model->thread->state == THREAD_SOLVED && (err = load_solutions(scope, model)))
		return err;
	model->scope = scope;
	model->me = scope->member_id;
	model->is_member = scope->member_id != 0;
	model->is_moderator = is_moderator(scope);
	model->is_asker = model->is_member && model->thread->author_id == scope->member_id;
	model->may_solve = solution_may(scope, model->thread);
	make_pager(request, model, first_number(request));
	if ((err = tag_list_of(scope, (struct ids){ &model->thread->id, 1 }, &model->tags)))
		return err;
	return model->is_member ? load_own(scope, model) : OK;
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

/* What is told to search engines, and where it is shared, of a thread that everybody may read. */
static enum err load_public(struct page *page, struct thread_page *model)
{
	struct scope *scope = request_scope(page->request);
	const struct image_link product = media_card_of(scope->arena, model->product.picture, model->product.picture_about);
	const struct post *first = &model->posts.at[0];
	model->linked_data = thread_linked_data(scope, model);
	return page_card(page, first->number == 1 ? first->html : S(""), &product);
}

static enum err load_panels(struct page *page, struct thread_page *model)
{
	const struct subject subject = subject_of(&thread_subject, model->thread->id);
	enum err err = OK;
	if (model->thread->state < THREAD_SOLVED && (err = panel_fill(page, PANEL_THREAD_ACTIONS, &subject, 1, &model->actions)))
		return err;
	if ((err = panel_fill(page, PANEL_HEAD, &subject, 1, &model->head)))
		return err;
	return panel_fill(page, PANEL_THREAD_SIDE, &subject, 1, &model->side);
}

/* All that hangs on the thread and its posts and on nothing else. */
static enum err load_rest(struct page *page, struct thread_page *model)
{
	struct scope *scope = request_scope(page->request);
	enum err err = load_thread_page(page->request, model);
	if (err || (err = load_authors(page, model)))
		return err;
	if ((err = load_product(scope, model)))
		return err;
	if (model->thread->audience_id == AUDIENCE_PUBLIC && (err = load_public(page, model)))
		return err;
	return load_panels(page, model);
}

struct asking { struct page *page; const struct thread_page *model; };

/* The same without rows.  Where one is missed that is always there the rest is asked all the same. */
static enum err ask_rest(struct scope *scope, void *data)
{
	const struct asking *asking = data;
	struct thread_page model = *asking->model;
	struct board board = { 0 };
	struct html html;
	const struct subject here = subject_of(&thread_subject, model.thread->id), me = subject_of(&member_subject, scope->member_id);
	const enum err missed[] = {
		board_load(scope, model.thread->board_id, &board),
		load_thread_page(asking->page->request, (model.board = &board, &model)),
		reading_load(scope, (struct ids){ &model.thread->id, scope->member_id ? 1 : 0 }, &(struct reading_list){ 0 }),
		thread_is_old(scope, model.thread, &model.is_old),
		load_authors(asking->page, &model),
		load_product(scope, &model),
		load_public(asking->page, &model),
		load_panels(asking->page, &model),
		panel_fill(asking->page, PANEL_HEAD, &here, 1, &html),
		panel_fill(asking->page, PANEL_THREAD_SIDE, &here, 1, &html),
		scope->member_id ? panel_fill(asking->page, PANEL_FRAME, &me, 1, &html) : OK,
	};
	return missed[0];
}

static struct page *open_page(struct request *request, const struct thread *thread)
{
	struct page *page = page_open_titled(request, thread->title);
	struct arena *arena = request_scope(request)->arena;
	int64_t number = page_number(request);
	page->section = SECTION_HELP;
	page->description = thread->excerpt;
	page->social = "article";
	page->canonical = number == 1 ? str_format(arena, "/threads/%lld", (long long)thread->id)
	                              : str_format(arena, "/threads/%lld?page=%lld", (long long)thread->id, (long long)number);
	if (thread->audience_id == AUDIENCE_PUBLIC)
		page->feed = str_format(arena, "/threads/%lld/feed", (long long)thread->id);
	page_cache(page);
	page_shows(page, subject_of(&thread_subject, thread->id));
	page_shows(page, subject_of(&board_subject, thread->board_id));
	if (thread->product_id)
		page_shows(page, subject_of(&product_subject, thread->product_id));
	return page;
}

static enum err thread_send(struct request *request, struct thread_page *model)
{
	struct scope *scope = request_scope(request);
	if (!model->posts.count)
		return refuse(scope, ERR_NOT_FOUND, "thread.no_such_page");
	struct page *page = open_page(request, model->thread);
	scope_ahead(scope, ask_rest, &(struct asking){ page, model });
	struct board board;
	enum err err = board_load(scope, model->thread->board_id, &board);
	model->board = &board;
	if (err || (err = load_rest(page, model)))
		return err;
	for (size_t i = 0; i < model->tags.count; i++)
		page_shows(page, subject_of(&tag_subject, model->tags.at[i].id));
	int64_t last = model->posts.at[model->posts.count - 1].number;
	if (last > model->read_until)
		request_reached(request, last);
	thread_page_html(page->view, model);
	return page_send(page);
}

/* A merged thread's address leads to the other for good, for those who may see that one. */
static enum err lead_on(struct request *request)
{
	struct scope *scope = request_scope(request);
	struct thread thread;
	int64_t to_id;
	const char *reason = scope->refusal.reason;
	scope_forgive(scope);
	enum err err = thread_merged_into(scope, request_id(request, "id"), &to_id);
	if (err)
		return err;
	if (!to_id)
		return refuse(scope, ERR_NOT_FOUND, reason);
	if ((err = thread_load(scope, to_id, &thread)))
		return err;
	if ((err = redirect_to(request, "/threads/%lld", (long long)to_id)))
		return err;
	request_response(request)->status = 301;
	return OK;
}

/* The address alone tells what is asked first; to which board a thread belongs is told by itself. */
static enum err ask_opening(struct scope *scope, void *data)
{
	struct request *request = data;
	struct thread thread;
	struct post_list posts;
	enum err err = thread_load(scope, request_id(request, "id"), &thread);
	if (err && err != ERR_NOT_FOUND)
		return err;
	return post_list_shown(scope, request_id(request, "id"), first_number(request), &posts);
}

static enum err thread_show(struct request *request)
{
	struct scope *scope = request_scope(request);
	struct thread thread;
	scope_ahead(scope, ask_opening, request);
	enum err err = thread_load(scope, request_id(request, "id"), &thread);
	if (err == ERR_NOT_FOUND)
		return lead_on(request);
	if (err)
		return err;
	struct thread_page model = { .thread = &thread };
	err = post_list_shown(scope, thread.id, first_number(request), &model.posts);
	return err ? err : thread_send(request, &model);
}
