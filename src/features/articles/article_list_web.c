/* article_list_web.c: lists of articles: by kind, of an author, one's own, and what waits on the desk. */
#include "features/articles/article_web.h"

#include "features/articles/articles_news.h"
#include "features/articles/pages.gen.h"
#include "features/member/member_news.h"
#include "features/product/product_news.h"

static handler all_show, list_show, author_show, mine_show, desk_show;

const struct route article_list_routes[] = {
	{ GET, "/articles",              EVERYONE, READS, all_show,    .about = "Guides, news, stories together, newest first; ?kind=guide" },
	{ GET, "/guides",                EVERYONE, READS, list_show,   .with = ARTICLE_GUIDE, .about = "Guides; ?product= a product's key" },
	{ GET, "/news",                  EVERYONE, READS, list_show,   .with = ARTICLE_NEWS,  .about = "News of the brand" },
	{ GET, "/stories",               EVERYONE, READS, list_show,   .with = ARTICLE_STORY, .about = "Stories of members" },
	{ GET, "/members/:id/articles",  EVERYONE, READS, author_show, .about = "All that a member wrote as guides, news, stories" },
	{ GET, "/me/articles",           MEMBERS,  READS, mine_show,   .about = "One's own articles, drafts too" },
	{ GET, "/desk/articles",         STAFF,    READS, desk_show,   .about = "Articles handed in, and guides that nobody checked" },
	ROUTES_END
};

/* One more than a page was asked for: then there are older ones. */
static str cut_page(struct scope *scope, struct article_list *list, str path, str product)
{
	if (list->count <= ARTICLES_A_PAGE)
		return S("");
	list->count = ARTICLES_A_PAGE;
	const struct article *last = &list->at[list->count - 1];
	str more = str_empty(product) ? S("") : str_format(scope->arena, "&product=%.*s", STR_ARG(product));
	return str_format(scope->arena, "%.*s?before=%.*s%.*s", STR_ARG(path),
	                  STR_ARG(cursor_text(scope->arena, article_cursor(last))), STR_ARG(more));
}

static enum err load_product(struct request *request, struct articles_page *model)
{
	struct scope *scope = request_scope(request);
	struct product product;
	str key = request_query(request, "product");
	if (str_empty(key))
		return OK;
	enum err err = product_by_key(scope, key, &product);
	if (!err)
		model->product = (struct product_card){ product.id, product.key, product.name, product.kind, product.picture, product.picture_about };
	return err;
}

static enum err list_show(struct request *request)
{
	struct scope *scope = request_scope(request);
	const int kind = request_with(request);
	const struct kind_words *words = kind_words_of(kind);
	struct articles_page model = { .kind = kind };
	enum err err = load_product(request, &model);
	if (err)
		return err;
	struct article_filter filter = { .kind = kind, .product_id = model.product.id };
	filter.before = cursor_read(request_query(request, "before"));
	model.is_first = cursor_is_newest(filter.before);
	model.may_write = article_may_make(scope, kind, NULL);
	if ((err = article_load_list(scope, &filter, &model.cards.articles)))
		return err;
	model.older = cut_page(scope, &model.cards.articles, str_from(article_kind_of(kind)->path), model.product.key);
	struct page *page = page_open(request, words->list);
	page->section = words->section;
	page->description = text_of(scope->arena, page->view->language, words->lead, NULL, 0);
	page->canonical = str_from(article_kind_of(kind)->path);
	page->feed = str_format(scope->arena, "%s/feed", article_kind_of(kind)->path);
	page_cache(page);
	if (model.product.id)
		page_shows(page, subject_of(&product_subject, model.product.id));
	if ((err = article_cards_fill(page, &model.cards)))
		return err;
	articles_page_html(page->view, &model);
	return page_send(page);
}

static int kind_asked(struct request *request)
{
	for (int kind = 0; kind < ARTICLE_KIND_COUNT; kind++) {
		if (str_equal(request_query(request, "kind"), str_from(article_kind_names[kind])))
			return kind;
	}
	return -1;
}

/* The address that a text written here is sent to: whoever asks for it again finds all that is out. */
static enum err all_show(struct request *request)
{
	struct scope *scope = request_scope(request);
	struct articles_page model = { .kind = kind_asked(request), .older = S("") };
	struct article_filter filter = { .kind = model.kind, .before = cursor_read(request_query(request, "before")) };
	enum err err = article_load_list(scope, &filter, &model.cards.articles);
	if (err)
		return err;
	model.is_first = cursor_is_newest(filter.before);
	if (model.cards.articles.count > ARTICLES_A_PAGE) {
		model.cards.articles.count = ARTICLES_A_PAGE;
		const struct article *last = &model.cards.articles.at[ARTICLES_A_PAGE - 1];
		str kind = model.kind < 0 ? S("") : str_format(scope->arena, "kind=%s&", article_kind_names[model.kind]);
		model.older = str_format(scope->arena, "/articles?%.*sbefore=%.*s", STR_ARG(kind),
		                         STR_ARG(cursor_text(scope->arena, article_cursor(last))));
	}
	struct page *page = page_open(request, TEXT_article_all);
	page->section = SECTION_HELP;
	page->description = text_of(scope->arena, page->view->language, TEXT_article_all_lead, NULL, 0);
	page->canonical = model.kind < 0 ? S("/articles") : str_from(article_kind_of(model.kind)->path);
	page_cache(page);
	if ((err = article_cards_fill(page, &model.cards)))
		return err;
	articles_all_page_html(page->view, &model);
	return page_send(page);
}

static enum err author_show(struct request *request)
{
	struct scope *scope = request_scope(request);
	struct author_page model = { .head = { S("") } };
	enum err err = member_card_of(scope, request_id(request, "id"), &model.author);
	if (err)
		return err;
	struct article_filter filter = { .kind = -1, .author_id = model.author.id };
	filter.before = cursor_read(request_query(request, "before"));
	model.is_first = cursor_is_newest(filter.before);
	if ((err = article_load_list(scope, &filter, &model.cards.articles)))
		return err;
	str path = str_format(scope->arena, "/members/%lld/articles", (long long)model.author.id);
	model.older = cut_page(scope, &model.cards.articles, path, S(""));
	const struct text_value name = text_value_str("name", model.author.name);
	enum language language = LANGUAGE_DE;
	language_find(scope->language, &language);
	struct page *page = page_open_titled(request, text_of(scope->arena, language, TEXT_article_by_author, &name, 1));
	page->section = SECTION_SAY;
	page->canonical = path;
	page_cache(page);
	const struct subject author = subject_of(&member_subject, model.author.id);
	page_shows(page, author);
	if ((err = article_cards_fill(page, &model.cards)) || (err = panel_fill(page, PANEL_HEAD, &author, 1, &model.head)))
		return err;
	author_page_html(page->view, &model);
	return page_send(page);
}

static enum err mine_show(struct request *request)
{
	struct scope *scope = request_scope(request);
	struct mine_page model = { .older = S("") };
	enum err err = article_load_mine(scope, request_query_number(request, "before", 0), &model.articles);
	if (err)
		return err;
	if (model.articles.count > ARTICLES_A_PAGE) {
		model.articles.count = ARTICLES_A_PAGE;
		model.older = str_format(scope->arena, "/me/articles?before=%lld", (long long)model.articles.at[ARTICLES_A_PAGE - 1].id);
	}
	model.may_guide = article_may_make(scope, ARTICLE_GUIDE, NULL);
	model.may_news = article_may_make(scope, ARTICLE_NEWS, NULL);
	struct page *page = page_open(request, TEXT_article_mine);
	page->section = SECTION_ME;
	mine_page_html(page->view, &model);
	return page_send(page);
}

static enum err desk_show(struct request *request)
{
	struct scope *scope = request_scope(request);
	struct desk_articles_page model;
	int64_t months;
	enum err err = article_draft_waiting(scope, 0, &model.waiting);
	if (err || (err = setting_number(scope, &article_settings[1], &months)))
		return err;
	if ((err = article_load_stale(scope, scope->now - DAYS(30 * months), false, &model.old)))
		return err;
	int64_t *ids = arena_take(scope->arena, (model.waiting.count + 1) * sizeof(*ids));
	for (size_t i = 0; i < model.waiting.count; i++)
		ids[i] = model.waiting.at[i].by_id;
	if ((err = member_cards(scope, (struct ids){ ids, model.waiting.count }, &model.writers)))
		return err;
	struct page *page = page_open(request, TEXT_article_desk);
	page->section = SECTION_DESK;
	desk_articles_page_html(page->view, &model);
	return page_send(page);
}
