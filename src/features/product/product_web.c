/* product_web.c: all products, and one with what the house knows about it.  Strangers come here from a code on the box. */
#include "features/product/product_web.h"

#include "features/media/media.h"
#include "features/member/member_news.h"
#include "features/product/pages.gen.h"
#include "features/product/product_news.h"

enum { DESCRIPTION_MAX = 160, CATEGORIES_MAX = 24 };

static handler products_show, product_show;

const struct route product_routes[] = {
	{ GET, "/products",      EVERYONE, READS, products_show, .about = "The brand's products" },
	{ GET, "/products/:key", EVERYONE, READS, product_show,  .about = "A product: fixes, helpers" },
	ROUTES_END
};

/* In the order of the products; at most CATEGORIES_MAX. */
static void gather_categories(struct scope *scope, struct products_page *model)
{
	struct category *at = arena_take(scope->arena, CATEGORIES_MAX * sizeof(*at));
	size_t count = 0;
	for (size_t i = 0; i < model->products.count && count < CATEGORIES_MAX; i++) {
		str name = model->products.at[i].category;
		bool is_known = str_empty(name);
		for (size_t c = 0; c < count && !is_known; c++)
			is_known = str_equal(at[c].name, name);
		if (!is_known)
			at[count++] = (struct category){ name, str_equal(name, model->category) };
	}
	model->categories = (struct category_list){ at, count };
}

static void keep_category(struct products_page *model)
{
	size_t kept = 0;
	for (size_t i = 0; i < model->products.count; i++) {
		if (str_equal(model->products.at[i].category, model->category))
			model->products.at[kept++] = model->products.at[i];
	}
	model->products.count = kept;
}

static enum err products_show(struct request *request)
{
	struct products_page model = { .category = request_query(request, "category") };
	enum err err = product_list(request_scope(request), &model.products);
	if (err)
		return err;
	gather_categories(request_scope(request), &model);
	if (!str_empty(model.category))
		keep_category(&model);
	struct page *page = page_open(request, TEXT_product_all);
	page->section = SECTION_HELP;
	page_cache(page);
	page_shows(page, subject_of(&product_subject, 0));
	page->description = text_of(page->view->arena, page->view->language, TEXT_product_lead, NULL, 0);
	products_page_html(page->view, &model);
	return page_send(page);
}

/* Whether it stands among one's own devices, and how many others have it: a crowd, or nothing. */
static enum err load_owners(struct scope *scope, struct product_page *model)
{
	struct device_list mine;
	enum err err = device_owners(scope, model->product->id, &model->owners);
	if (err || (err = device_list_mine(scope, &mine)))
		return err;
	for (size_t i = 0; i < mine.count && !model->my_device_id; i++) {
		if (mine.at[i].product_id == model->product->id)
			model->my_device_id = mine.at[i].id;
	}
	model->is_member = scope->member_id != 0;
	return OK;
}

/* In its middle size; the address tells the whole one. */
static void measure_picture(struct product_page *model)
{
	int64_t width, height;
	if (!picture_size(model->product->picture, &width, &height))
		return;
	int64_t longest = width > height ? width : height;
	int64_t shown = longest < MEDIA_MIDDLE ? longest : MEDIA_MIDDLE;
	model->width = width * shown / longest > 0 ? width * shown / longest : 1;
	model->height = height * shown / longest > 0 ? height * shown / longest : 1;
}

struct hung { struct page *page; struct product_page *model; };

/* All that hangs on which product it is. */
static enum err load_hung(struct scope *scope, const struct hung *hung)
{
	struct product_page *model = hung->model;
	const struct subject subject = subject_of(&product_subject, model->product->id);
	const struct image_link card = media_card_of(scope->arena, model->product->picture, model->product->picture_about);
	enum err err = load_owners(scope, model);
	if (err || (err = page_card(hung->page, model->about.at, &card)))
		return err;
	if ((err = panel_fill(hung->page, PANEL_HEAD, &subject, 1, &model->head)))
		return err;
	return panel_fill(hung->page, PANEL_PRODUCT, &subject, 1, &model->panels);
}

/* The same without rows (docs/decisions/0059); where one is missed that is always there the rest is asked all the same. */
static enum err ask_hung(struct scope *scope, void *data)
{
	const struct hung *asked = data;
	struct product_page model = *asked->model;
	const struct subject subject = subject_of(&product_subject, model.product->id), me = subject_of(&member_subject, scope->member_id);
	struct device_list mine;
	const enum err missed[] = {
		load_hung(scope, &(struct hung){ asked->page, &model }),
		device_list_mine(scope, &mine),
		panel_fill(asked->page, PANEL_HEAD, &subject, 1, &model.head),
		panel_fill(asked->page, PANEL_PRODUCT, &subject, 1, &model.panels),
		scope->member_id ? panel_fill(asked->page, PANEL_FRAME, &me, 1, &model.head) : OK,
	};
	return missed[0];
}

static enum err product_show(struct request *request)
{
	struct scope *scope = request_scope(request);
	struct product product;
	struct product_page model = { .product = &product };
	enum err err = product_by_key(scope, request_param(request, "key"), &product);
	if (err || (err = markdown_html(scope->arena, product.about, &model.about)))
		return err;

	measure_picture(&model);
	struct page *page = page_open_titled(request, product.name);
	struct subject subject = subject_of(&product_subject, product.id);
	page->section = SECTION_HELP;
	page->description = markdown_excerpt(scope->arena, product.about, DESCRIPTION_MAX);
	page->canonical = str_format(scope->arena, "/products/%.*s", STR_ARG(product.key));
	page_cache(page);
	page_shows(page, subject);
	struct hung hung = { page, &model };
	scope_ahead(scope, ask_hung, &hung);
	if ((err = load_hung(scope, &hung)))
		return err;
	product_page_html(page->view, &model);
	return page_send(page);
}

/* ── for search engines ── */

static enum err product_parts(struct scope *scope, int64_t *count_out)
{
	(void)scope;
	*count_out = 1;
	return OK;
}

static enum err product_urls(struct scope *scope, int64_t part, struct sitemap_urls *urls_out)
{
	struct product_list list;
	if (part)
		return OK;
	enum err err = product_list(scope, &list);
	if (err)
		return err;
	struct sitemap_url *urls = arena_take(scope->arena, (list.count + 1) * sizeof(*urls));
	for (size_t i = 0; i < list.count; i++)
		urls[i] = (struct sitemap_url){ str_format(scope->arena, "/products/%.*s", STR_ARG(list.at[i].key)), 0 };
	urls[list.count] = (struct sitemap_url){ S("/products"), 0 };
	*urls_out = (struct sitemap_urls){ urls, list.count + 1 };
	return OK;
}

const struct sitemap product_sitemaps[] = {
	{ "products", product_parts, product_urls },
	{ .name = NULL },
};
