/* product_slice.c: all that products add to the house. */
#include "features/product/product_slice.h"

#include "features/product/catalog_web.h"
#include "features/product/code_web.h"
#include "features/product/device_web.h"
#include "features/product/known_web.h"
#include "features/product/product_api.h"
#include "features/product/product_news.h"
#include "features/product/product_picture_web.h"
#include "features/product/product_web.h"

const struct slice product_slice = {
	.name = "product",
	.routes = (const struct route *const[]){ product_routes, code_routes, device_routes, catalog_routes, product_picture_routes,
		product_api_routes, NULL },
	.subjects = (const struct subject_kind *const[]){ &product_subject, NULL },
	.panels = product_panels,
	.schemas = product_schemas,
	.sitemaps = product_sitemaps,
};
