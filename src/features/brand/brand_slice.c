/* brand_slice.c: all that brands add to the house. */
#include "features/brand/brand_slice.h"

#include "features/brand/brand_news.h"
#include "features/brand/brand_web.h"

const struct slice brand_slice = {
	.name = "brand",
	.routes = (const struct route *const[]){ brand_routes, NULL },
	.subjects = (const struct subject_kind *const[]){ &brand_subject, NULL },
	.resolvers = { .brand = brand_scope_host },
};
