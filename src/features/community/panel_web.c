/* panel_web.c: fixes on a product's page, questions on a member's page and on the home page. */
#include "features/community/panel_web.h"

#include "features/community/community_news.h"
#include "features/community/pages.gen.h"
#include "features/community/thread_web.h"

#define ROWS_MAX 5

static enum err draw_threads(struct page *page, const struct thread_filter *filter, enum text_id title,
                             struct html *html_out)
{
	struct scope *scope = request_scope(page->request);
	struct thread_cards cards = { .me = 0 };
	struct text text;
	enum err err = thread_list_of(scope, filter, &cards.threads);
	if (err || !cards.threads.count)
		return err;
	if (cards.threads.count > ROWS_MAX)
		cards.threads.count = ROWS_MAX;
	thread_cards_shown(page, &cards);
	if ((err = thread_cards_fill(scope, &cards)))
		return err;
	struct view view = view_begin(page->view, &text);
	thread_section_html(&view, title, &cards);
	*html_out = view_end(&view);
	return OK;
}

/* One product a page, so one query a page. */
static enum err fill_product(struct page *page, const struct subject *subjects, size_t count, struct html *htmls_out)
{
	assert(count == 1);
	struct html parts[2] = { { S("") }, { S("") } };
	page_shows(page, subject_of(&board_subject, 0));
	const struct thread_filter solved = { .product_id = subjects[0].id, .state = THREAD_SOLVED, .before = CURSOR_NEWEST };
	enum err err = draw_threads(page, &solved, TEXT_panel_fixes, &parts[0]);
	if (err)
		return err;
	const struct thread_filter open = { .product_id = subjects[0].id, .state = THREAD_UNSOLVED, .before = CURSOR_NEWEST };
	if ((err = draw_threads(page, &open, TEXT_panel_open, &parts[1])))
		return err;
	const str both[] = { parts[0].at, parts[1].at };
	htmls_out[0].at = str_join(request_scope(page->request)->arena, both, 2, S(""));
	return OK;
}

static enum err fill_member(struct page *page, const struct subject *subjects, size_t count, struct html *htmls_out)
{
	assert(count == 1);
	const struct thread_filter filter = { .author_id = subjects[0].id, .state = -1, .before = CURSOR_NEWEST };
	return draw_threads(page, &filter, TEXT_panel_asked, &htmls_out[0]);
}

static enum err fill_stranger(struct page *page, const struct subject *subjects, size_t count, struct html *htmls_out)
{
	(void)subjects;
	assert(count == 1);
	page_shows(page, subject_of(&board_subject, 0));
	const struct thread_filter filter = { .state = THREAD_SOLVED, .before = CURSOR_NEWEST };
	return draw_threads(page, &filter, TEXT_panel_solved, &htmls_out[0]);
}

static enum err fill_helper(struct page *page, const struct subject *subjects, size_t count, struct html *htmls_out)
{
	(void)subjects;
	assert(count == 1);
	const struct thread_filter filter = { .state = THREAD_UNANSWERED, .before = CURSOR_NEWEST };
	return draw_threads(page, &filter, TEXT_panel_unanswered, &htmls_out[0]);
}

/* Texts that wait stand among one's own. */
static enum err fill_me(struct page *page, const struct subject *subjects, size_t count, struct html *htmls_out)
{
	struct unsent_list texts;
	struct text text;
	(void)subjects;
	assert(count == 1);
	enum err err = unsent_load_mine(request_scope(page->request), &texts);
	if (err)
		return err;
	struct view view = view_begin(page->view, &text);
	unsent_card_html(&view, (int64_t)texts.count);
	*htmls_out = view_end(&view);
	return OK;
}

const struct panel community_panels[] = {
	{ PANEL_PRODUCT, fill_product },        { PANEL_MEMBER_PROFILE, fill_member },
	{ PANEL_HOME_STRANGER, fill_stranger }, { PANEL_HOME_MEMBER, fill_stranger },
	{ PANEL_HOME_HELPER, fill_helper },     { PANEL_ME, fill_me },
	{ 0, NULL },
};
