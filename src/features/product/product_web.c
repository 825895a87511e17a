/* product_web.c: all products, and one with what the house knows about it.  Strangers come here from a code on the box. */
#include "features/product/product_web.h"

#include "features/product/pages.gen.h"
#include "features/product/product_news.h"

enum { DESCRIPTION_MAX = 160 };

static handler products_show, product_show;

const struct route product_routes[] = {
	{ GET, "/products",      EVERYONE, READS, products_show, .about = "The brand's products" },
	{ GET, "/products/:key", EVERYONE, READS, product_show,  .about = "A product: fixes, helpers" },
	ROUTES_END
};

static enum err products_show(struct request *request)
{
	struct product_list list;
	enum err err = product_list(request_scope(request), &list);
	if (err)
		return err;
	struct page *page = page_open(request, TEXT_product_all);
	page->section = SECTION_HELP;
	page_cache(page);
	page_shows(page, subject_of(&product_subject, 0));
	products_page_html(page->view, list);
	return page_send(page);
}

static enum err product_show(struct request *request)
{
	struct scope *scope = request_scope(request);
	struct product product;
	struct product_page model = { .product = &product };
	enum err err = product_by_key(scope, request_param(request, "key"), &product);
	if (err || (err = markdown_html(scope->arena, product.about, &model.about)))
		return err;

	struct page *page = page_open_titled(request, product.name);
	struct subject subject = subject_of(&product_subject, product.id);
	page->section = SECTION_HELP;
	page->description = markdown_excerpt(scope->arena, product.about, DESCRIPTION_MAX);
	page_cache(page);
	page_shows(page, subject);
	if ((err = panel_fill(page, PANEL_HEAD, &subject, 1, &model.head)))
		return err;
	if ((err = panel_fill(page, PANEL_PRODUCT, &subject, 1, &model.panels)))
		return err;
	product_page_html(page->view, &model);
	return page_send(page);
}
