/* product_store.c: rows of products. */
#include "features/product/product_store.h"

#include "features/product/sql.gen.h"

static enum err known(struct scope *scope, enum err err)
{
	return err == ERR_NOT_FOUND ? refuse(scope, err, "product.not_found") : err;
}

static enum err key_is_free(struct scope *scope, enum err err)
{
	if (err != ERR_CONFLICT)
		return err;
	err = refuse(scope, err, "product.key_taken");
	scope->refusal.field = "key";
	return err;
}

enum err product_load(struct scope *scope, int64_t product_id, struct product *product_out)
{
	return known(scope, sql_product_row(scope, product_id, product_out));
}

enum err product_load_key(struct scope *scope, str key, struct product *product_out)
{
	return known(scope, sql_product_of_key(scope, key, product_out));
}

enum err product_load_all(struct scope *scope, bool with_hidden, struct product_list *list_out)
{
	return sql_product_rows(scope, with_hidden, list_out);
}

enum err product_load_after(struct scope *scope, int64_t after_id, struct product_list *list_out)
{
	return sql_product_after(scope, after_id, list_out);
}

enum err product_load_cards(struct scope *scope, struct ids ids, struct product_card_list *list_out)
{
	return sql_product_card_rows(scope, ids, list_out);
}

enum err product_insert(struct scope *scope, const struct product *product)
{
	return key_is_free(scope, sql_product_add(scope, product));
}

enum err product_update(struct scope *scope, const struct product *product)
{
	int64_t changed = 0;
	enum err err = key_is_free(scope, sql_product_put(scope, product, &changed));
	if (err || changed)
		return err;
	return refuse(scope, ERR_NOT_FOUND, "product.not_found");
}

enum err product_update_picture(struct scope *scope, const struct product *product)
{
	int64_t changed = 0;
	enum err err = sql_product_put_picture(scope, product->id, product->picture, product->picture_about, &changed);
	return err || changed ? err : refuse(scope, ERR_NOT_FOUND, "product.not_found");
}
