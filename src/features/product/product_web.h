/* product_web.h: the pages of products, for product_slice.c. */
#ifndef PRODUCT_WEB_H
#define PRODUCT_WEB_H
#include "features/product/product.h"
#include "view/components.h"
#include "web/web.h"

extern const struct route product_routes[];

struct product_page { const struct product *product; struct html about, panels, head; };
#endif
