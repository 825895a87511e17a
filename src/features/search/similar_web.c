/*
 * similar_web.c: solved threads while one writes a question, before it is posted, and beside a thread.
 *
 * While typing it is the bare list as a fragment (an empty answer when nothing is similar); without
 * scripts the step between writing and posting asks for the same as a panel.
 */
#include "features/search/search_web.h"
#include "features/search/words_web.h"

#include "features/community/community_news.h"
#include "features/search/index.h"
#include "features/search/pages.gen.h"

enum { SHORT_EXCERPT = 160 };

static handler similar_show;

const struct route similar_routes[] = {
	{ GET, "/search/similar", EVERYONE, READS, similar_show, .rate = RATE_SEARCH,
	  .about = "Solved threads like a question; ?title= ?body=" },
	ROUTES_END
};

static struct find_cards cards_of(struct page *page, const struct similar_list *list)
{
	struct arena *arena = request_scope(page->request)->arena;
	struct find_card *at = arena_take(arena, (list->count + 1) * sizeof(*at));
	struct marker *marker = arena_take(arena, sizeof(*marker));
	marker_open(marker, arena, &(struct terms){ .tokens = S("") });
	for (size_t i = 0; i < list->count; i++) {
		const struct similar *similar = &list->at[i];
		str text = similar->thread->excerpt;
		if (similar->solution && similar->solution->id)
			text = find_source(arena, similar->solution->body);
		at[i].thread = similar->thread;
		excerpt_mark(marker, similar->thread->title, SEARCH_TEXT_MAX * 4, &at[i].title);
		excerpt_mark(marker, text, SHORT_EXCERPT, &at[i].text);
		page_shows(page, subject_of(&thread_subject, similar->thread->id));
	}
	marker_close(marker);
	return (struct find_cards){ at, list->count };
}

static enum err similar_show(struct request *request)
{
	struct scope *scope = request_scope(request);
	struct similar_list list;
	str body = request_query(request, "body");
	enum err err = similar_to_question(scope, request_query(request, "title"), body, &list);
	if (err)
		return err;
	struct page *page = page_open(request, TEXT_search_similar_title);
	struct find_cards cards = cards_of(page, &list);
	page->section = SECTION_HELP;
	page->no_index = true;
	if (!body.len) /* nobody else writes the same */
		page_cache(page);
	page_shows(page, SEARCH_INDEX);
	if (request_wants_fragment(request)) {
		if (cards.count)
			similar_list_html(page->view, cards);
		return page_send_fragment(page);
	}
	similar_page_html(page->view, cards);
	return page_send(page);
}

static struct html section_of(struct page *page, enum text_id title, struct find_cards cards)
{
	struct text text;
	struct view view = view_begin(page->view, &text);
	similar_section_html(&view, title, cards);
	return view_end(&view);
}

/* The form comes back with the title in it. */
static enum err fill_ask(struct page *page, const struct subject *subjects, size_t count, struct html *htmls_out)
{
	(void)subjects;
	assert(count == 1);
	struct scope *scope = request_scope(page->request);
	struct similar_list list;
	str title, body;
	if (!http_form(request_http(page->request), S("title"), &title))
		title = request_query(page->request, "title");
	if (!http_form(request_http(page->request), S("body"), &body))
		body = S("");
	enum err err = similar_to_question(scope, title, body, &list);
	if (!err && list.count)
		htmls_out[0] = section_of(page, TEXT_search_similar_title, cards_of(page, &list));
	return err;
}

/* One thread a page: two short statements, since what is similar was worked out before. */
static enum err fill_thread(struct page *page, const struct subject *subjects, size_t count, struct html *htmls_out)
{
	assert(count == 1);
	struct similar_list list;
	enum err err = similar_kept(request_scope(page->request), subjects[0].id, &list);
	if (!err && list.count)
		htmls_out[0] = section_of(page, TEXT_search_similar_beside, cards_of(page, &list));
	return err;
}

const struct panel search_panels[] = {
	{ PANEL_ASK_SIMILAR, fill_ask }, { PANEL_THREAD_SIDE, fill_thread },
	{ PANEL_DESK, words_panel_desk }, { 0, NULL },
};
