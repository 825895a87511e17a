/* article_panel_web.c: what articles show on others' pages: guides of a product, write it up, what a member wrote. */
#include "features/articles/article_panel_web.h"

#include "features/articles/articles_news.h"
#include "features/articles/pages.gen.h"
#include "features/member/member_news.h"

enum { ROWS_MAX = 4 };

static enum err draw_cards(struct page *page, struct article_cards *cards, enum text_id title, struct html *html_out)
{
	struct text text;
	if (!cards->articles.count)
		return OK;
	if (cards->articles.count > ROWS_MAX)
		cards->articles.count = ROWS_MAX;
	enum err err = article_cards_fill(page, cards);
	if (err)
		return err;
	struct view view = view_begin(page->view, &text);
	article_section_html(&view, title, cards);
	*html_out = view_end(&view);
	return OK;
}

static enum err draw_list(struct page *page, const struct article_filter *filter, enum text_id title, struct html *html_out)
{
	struct article_cards cards;
	page_shows(page, subject_of(&article_subject, 0));
	enum err err = article_load_list(request_scope(page->request), filter, &cards.articles);
	return err ? err : draw_cards(page, &cards, title, html_out);
}

/* Guides for one's own devices, the three added last; for everybody else the newest. */
static enum err fill_help(struct page *page, const struct subject *subjects, size_t count, struct html *htmls_out)
{
	struct scope *scope = request_scope(page->request);
	struct device_list devices;
	struct article_cards cards;
	(void)subjects;
	assert(count == 1);
	enum err err = device_list_mine(scope, &devices);
	if (err)
		return err;
	const struct device *last = devices.at + devices.count;
	const struct article_products mine = { devices.count > 0 ? last[-1].product_id : 0,
		devices.count > 1 ? last[-2].product_id : 0, devices.count > 2 ? last[-3].product_id : 0 };
	if (!mine.first)
		return draw_list(page, &(struct article_filter){ .kind = ARTICLE_GUIDE }, TEXT_article_guides, &htmls_out[0]);
	err = article_load_of_products(scope, &mine, &cards.articles);
	return err ? err : draw_cards(page, &cards, TEXT_article_for_devices, &htmls_out[0]);
}

/* One product a page, so one query a page. */
static enum err fill_product(struct page *page, const struct subject *subjects, size_t count, struct html *htmls_out)
{
	assert(count == 1);
	const struct article_filter filter = { .kind = ARTICLE_GUIDE, .product_id = subjects[0].id };
	return draw_list(page, &filter, TEXT_article_guides, &htmls_out[0]);
}

static enum err fill_home(struct page *page, const struct subject *subjects, size_t count, struct html *htmls_out)
{
	(void)subjects;
	assert(count == 1);
	return draw_list(page, &(struct article_filter){ .kind = ARTICLE_GUIDE }, TEXT_article_guides, &htmls_out[0]);
}

static enum err fill_member(struct page *page, const struct subject *subjects, size_t count, struct html *htmls_out)
{
	struct article_cards cards;
	struct text text;
	assert(count == 1);
	const struct article_filter filter = { .kind = -1, .author_id = subjects[0].id };
	enum err err = article_load_list(request_scope(page->request), &filter, &cards.articles);
	if (err || !cards.articles.count)
		return err;
	bool has_more = cards.articles.count > ROWS_MAX;
	if (has_more)
		cards.articles.count = ROWS_MAX;
	if ((err = article_cards_fill(page, &cards)))
		return err;
	struct view view = view_begin(page->view, &text);
	article_author_section_html(&view, subjects[0].id, has_more, &cards);
	htmls_out[0] = view_end(&view);
	return OK;
}

/* Beside a solved thread or a finished visit: the guides that were made of it, and "write it up" for whoever may. */
static enum err fill_source(struct page *page, const struct subject *subjects, size_t count, struct html *htmls_out)
{
	struct scope *scope = request_scope(page->request);
	struct made_panel model = { .write_url = S("") };
	struct article_list made;
	struct source source;
	struct text text;
	assert(count == 1);
	enum err err = article_load_of_source(scope, subjects[0], &made);
	if (err)
		return err;
	model.articles.at = arena_take(scope->arena, (made.count + 1) * sizeof(*model.articles.at));
	for (size_t i = 0; i < made.count; i++) {
		page_shows(page, subject_of(&article_subject, made.at[i].id));
		if (article_is_out(&made.at[i]))
			model.articles.at[model.articles.count++] = made.at[i];
	}
	if (!made.count && scope->member_id) {
		err = source_sketch(scope, subjects[0], &source);
		if (err && err != ERR_NOT_FOUND)
			return err;
		const struct subject_kind *kind = subject_kind_of(scope->house, subjects[0].kind);
		if (!err && article_may_make(scope, ARTICLE_GUIDE, &source))
			model.write_url = str_format(scope->arena, "/articles/new?kind=guide&from=%s-%lld", kind->name,
			                             (long long)subjects[0].id);
	}
	if (!model.articles.count && str_empty(model.write_url))
		return OK;
	struct view view = view_begin(page->view, &text);
	made_panel_html(&view, &model);
	htmls_out[0] = view_end(&view);
	return OK;
}

static enum err fill_me(struct page *page, const struct subject *subjects, size_t count, struct html *htmls_out)
{
	(void)subjects;
	for (size_t i = 0; i < count; i++) {
		struct text text;
		struct view view = view_begin(page->view, &text);
		mine_card_html(&view);
		htmls_out[i] = view_end(&view);
	}
	return OK;
}

static enum err fill_desk(struct page *page, const struct subject *subjects, size_t count, struct html *htmls_out)
{
	struct article_draft_list waiting;
	struct text text;
	(void)subjects;
	assert(count == 1);
	if (!article_is_staff(request_scope(page->request)))
		return OK;
	enum err err = article_draft_waiting(request_scope(page->request), 0, &waiting);
	if (err)
		return err;
	struct view view = view_begin(page->view, &text);
	articles_tile_html(&view, (int64_t)waiting.count);
	htmls_out[0] = view_end(&view);
	return OK;
}

const struct panel article_panels[] = {
	{ PANEL_PRODUCT, fill_product },     { PANEL_HOME_STRANGER, fill_home }, { PANEL_HOME_MEMBER, fill_home },
	{ PANEL_MEMBER_PROFILE, fill_member }, { PANEL_THREAD_SIDE, fill_source }, { PANEL_BOOKING_SIDE, fill_source },
	{ PANEL_HELP, fill_help },           { PANEL_ME, fill_me },             { PANEL_DESK, fill_desk },         { .fill = NULL },
};
