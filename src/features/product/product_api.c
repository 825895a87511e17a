/* product_api.c: products as JSON. */
#include "features/product/product_api.h"

#include "features/product/device_web.h"
#include "features/product/product.h"

static handler products_get, product_get;

const struct route product_api_routes[] = {
	{ GET, "/api/v1/products",      EVERYONE, READS, products_get, .about = "The brand's products in its order",
	  .answers = "list of product" },
	{ GET, "/api/v1/products/:key", EVERYONE, READS, product_get,  .about = "One product", .answers = "product" },
	ROUTES_END
};

static const struct schema_member product_members[] = {
	MEMBER(SCHEMA_ID, struct product, id),       MEMBER(SCHEMA_TEXT, struct product, key),
	MEMBER(SCHEMA_TEXT, struct product, name),   MEMBER(SCHEMA_TEXT, struct product, kind),
	MEMBER(SCHEMA_TEXT, struct product, maker),  MEMBER(SCHEMA_TEXT, struct product, model),
	MEMBER(SCHEMA_TEXT, struct product, category), MEMBER(SCHEMA_TEXT, struct product, about),  MEMBER(SCHEMA_NUMBER, struct product, position),
	MEMBER(SCHEMA_MOMENT, struct product, hidden_at), MEMBER(SCHEMA_TEXT, struct product, picture),
	MEMBER(SCHEMA_TEXT, struct product, picture_about),
};
static const struct schema product_schema = { "product", sizeof(struct product), product_members,
	COUNT(product_members) };
const struct schema *const product_schemas[] = { &product_schema, &device_schema, NULL };

static enum err products_get(struct request *request)
{
	struct product_list list;
	enum err err = product_list(request_scope(request), &list);
	if (err)
		return err;
	return api_send_list(request, &product_schema, &(struct api_list){ list.at, list.count, 0 });
}

static enum err product_get(struct request *request)
{
	struct product product;
	enum err err = product_by_key(request_scope(request), request_param(request, "key"), &product);
	if (err)
		return err;
	return api_send(request, &product_schema, &product);
}
