/* product_code_store.c: rows of codes. */
#include "features/product/product_code_store.h"

#include "features/product/sql.gen.h"

enum err product_code_load(struct scope *scope, str code, struct product_code *code_out)
{
	return sql_product_code_row(scope, code, code_out);
}

enum err product_code_load_of(struct scope *scope, int64_t product_id, struct product_code_list *list_out)
{
	return sql_product_code_rows(scope, product_id, list_out);
}

enum err product_code_load_after(struct scope *scope, str after, struct product_code_list *list_out)
{
	return sql_product_code_after(scope, after, list_out);
}

enum err product_code_insert(struct scope *scope, const struct product_code *code)
{
	enum err err = sql_product_code_add(scope, code);
	if (err != ERR_CONFLICT)
		return err;
	err = refuse(scope, err, "code.taken");
	scope->refusal.field = "code";
	return err;
}

enum err product_code_delete(struct scope *scope, int64_t product_id, str code)
{
	int64_t changed;
	enum err err = sql_product_code_remove(scope, product_id, code, &changed);
	if (err)
		return err;
	return changed ? OK : refuse(scope, ERR_NOT_FOUND, "code.not_found");
}
