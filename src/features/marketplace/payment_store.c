/* payment_store.c: the sealed row of a payee. */
#include "features/marketplace/payment_store.h"

#include "features/marketplace/visit_sql.gen.h"

/* Bound to the member: a sealed row does not open under another one's id. */
static str about(struct scope *scope, int64_t member_id)
{
	return str_format(scope->arena, "payee %lld %lld", (long long)scope->brand_id, (long long)member_id);
}

enum err payee_load(struct scope *scope, int64_t member_id, str *plain_out)
{
	str sealed;
	enum err err = sql_payee_row(scope, member_id, &sealed);
	if (err == ERR_NOT_FOUND) {
		*plain_out = S("");
		return OK;
	}
	if (err)
		return err;
	return crypt_open(scope->arena, &scope->house->seal_key, about(scope, member_id), sealed, plain_out);
}

enum err payee_save(struct scope *scope, int64_t member_id, str plain)
{
	str sealed = crypt_seal(scope->arena, &scope->house->seal_key, about(scope, member_id), plain);
	return sql_payee_put(scope, member_id, sealed);
}

enum err payee_remove(struct scope *scope, int64_t member_id)
{
	return sql_payee_remove(scope, member_id);
}
