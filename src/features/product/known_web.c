/* known_web.c: a member's page says what she knows from home, a product's page who knows it. */
#include "features/product/known_web.h"

#include "features/member/member_news.h"
#include "features/product/device_web.h"
#include "features/product/pages.gen.h"
#include "features/product/product_news.h"

static struct html known_html(struct page *page, const struct product_card_list *products)
{
	struct text text;
	struct view view = view_begin(page->view, &text);
	known_products_html(&view, products);
	return view_end(&view);
}

static enum err fill_profile(struct page *page, const struct subject *subjects, size_t count, struct html *htmls_out)
{
	struct scope *scope = request_scope(page->request);
	for (size_t i = 0; i < count; i++) { /* a page of one member */
		struct ids ids;
		struct product_card_list products;
		enum err err = known_of(scope, subjects[i].id, &ids);
		if (err || (ids.count && (err = product_cards(scope, ids, &products))))
			return err;
		if (ids.count)
			htmls_out[i] = known_html(page, &products);
	}
	return OK;
}

static enum err fill_product(struct page *page, const struct subject *subjects, size_t count, struct html *htmls_out)
{
	struct scope *scope = request_scope(page->request);
	for (size_t i = 0; i < count; i++) { /* a page of one product */
		struct ids ids;
		struct member_card_list cards;
		struct text text;
		enum err err = known_by(scope, subjects[i].id, &ids);
		if (err || (ids.count && (err = member_cards(scope, ids, &cards))))
			return err;
		if (!ids.count)
			continue;
		for (size_t m = 0; m < ids.count; m++)
			page_shows(page, subject_of(&member_subject, ids.at[m]));
		struct view view = view_begin(page->view, &text);
		known_by_html(&view, &(struct knowers){ cards.at, cards.count });
		htmls_out[i] = view_end(&view);
	}
	return OK;
}

const struct panel product_panels[] = {
	{ PANEL_MEMBER_PROFILE, fill_profile },
	{ PANEL_PRODUCT, fill_product },
	{ PANEL_ME, device_fill_me },
	{ PANEL_HELP, device_fill_help },
	{ .fill = NULL }
};
