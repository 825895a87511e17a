/* brand_store.c: rows of brands and of their hosts. */
#include "features/brand/brand_store.h"

#include "features/brand/sql.gen.h"

enum err brand_load_host(struct scope *scope, str host, struct brand *brand_out)
{
	return sql_brand_of_host(scope, host, brand_out);
}

static enum err known(struct scope *scope, enum err err)
{
	return err == ERR_NOT_FOUND ? refuse(scope, err, "brand.not_found") : err;
}

enum err brand_load(struct scope *scope, int64_t brand_id, struct brand *brand_out)
{
	return known(scope, sql_brand_row(scope, brand_id, brand_out));
}

enum err brand_load_key(struct scope *scope, str key, struct brand *brand_out)
{
	return known(scope, sql_brand_of_key(scope, key, brand_out));
}

enum err brand_load_some(struct scope *scope, int64_t after_id, struct brand_list *list_out)
{
	return sql_brand_rows(scope, after_id, list_out);
}

enum err brand_load_names(struct scope *scope, struct ids ids, struct brand_list *list_out)
{
	return sql_brand_names(scope, ids, list_out);
}

enum err brand_insert(struct scope *scope, const struct brand *brand)
{
	enum err err = sql_brand_add(scope, brand);
	return err == ERR_CONFLICT ? refuse(scope, err, "brand.key_taken") : err;
}

enum err brand_update(struct scope *scope, const struct brand *brand)
{
	int64_t changed;
	enum err err = sql_brand_put(scope, brand, &changed);
	if (err)
		return err;
	return changed ? OK : refuse(scope, ERR_NOT_FOUND, "brand.not_found");
}

enum err domain_insert(struct scope *scope, str host, int64_t brand_id)
{
	return sql_domain_add(scope, host, brand_id);
}

enum err domain_load_owner(struct scope *scope, str host, int64_t *brand_id_out)
{
	enum err err = sql_domain_owner(scope, host, brand_id_out);
	if (err != ERR_NOT_FOUND)
		return err;
	*brand_id_out = 0;
	return OK;
}

enum err brand_update_look(struct scope *scope, const struct brand *brand)
{
	return sql_brand_put_look(scope, brand);
}
