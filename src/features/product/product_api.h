/* product_api.h: products as JSON, for product_slice.c. */
#ifndef PRODUCT_API_H
#define PRODUCT_API_H
#include "web/web.h"

extern const struct route product_api_routes[];
extern const struct schema *const product_schemas[];
#endif
