/* product_picture_web.h: a product's picture, for product_slice.c. */
#ifndef PRODUCT_PICTURE_WEB_H
#define PRODUCT_PICTURE_WEB_H
#include "features/product/product.h"
#include "view/components.h"
#include "web/web.h"

extern const struct route product_picture_routes[];

struct product_picture_form { str about; };
struct product_picture_page { const struct product *product; };
#endif
