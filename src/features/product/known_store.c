/* known_store.c: rows of what members say they know. */
#include "features/product/known_store.h"

#include "features/product/sql.gen.h"

enum err known_insert(struct scope *scope, int64_t product_id)
{
	int64_t changed;
	return sql_known_add(scope, product_id, &changed);
}

enum err known_delete(struct scope *scope, int64_t product_id)
{
	int64_t changed;
	return sql_known_remove(scope, product_id, &changed);
}

enum err known_load_of(struct scope *scope, int64_t member_id, struct ids *product_ids_out)
{
	return sql_known_products(scope, member_id, product_ids_out);
}

enum err known_load_among(struct scope *scope, int64_t product_id, struct ids member_ids, struct ids *knowing_out)
{
	*knowing_out = (struct ids){ NULL, 0 };
	return member_ids.count ? sql_known_among(scope, product_id, member_ids, knowing_out) : OK;
}

enum err known_load_newest(struct scope *scope, int64_t product_id, struct ids *member_ids_out)
{
	return sql_known_newest(scope, product_id, member_ids_out);
}
