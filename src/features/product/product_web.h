/* product_web.h: the pages of products, for product_slice.c. */
#ifndef PRODUCT_WEB_H
#define PRODUCT_WEB_H
#include "features/product/product.h"
#include "view/components.h"
#include "web/sitemap.h"
#include "web/web.h"

extern const struct route product_routes[];
extern const struct sitemap product_sitemaps[];

struct product_page {
	const struct product *product;
	struct html about, panels, head;
	int64_t owners;          /* 0 = not told */
	int64_t my_device_id;    /* 0 = none */
	bool is_member;
	int64_t width, height;   /* of its picture, as shown */
};
struct category { str name; bool is_here; };
struct category_list { struct category *at; size_t count; };
struct products_page { struct product_list products; struct category_list categories; str category; };
#endif
