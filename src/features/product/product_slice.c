/* product_slice.c: all that products add to the house. */
#include "features/product/product_slice.h"

#include "features/product/product_api.h"
#include "features/product/product_news.h"
#include "features/product/product_web.h"

const struct slice product_slice = {
	.name = "product",
	.routes = (const struct route *const[]){ product_routes, product_api_routes, NULL },
	.subjects = (const struct subject_kind *const[]){ &product_subject, NULL },
	.schemas = product_schemas,
};
