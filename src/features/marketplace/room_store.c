/* room_store.c: the sealed row of a video room. */
#include "features/marketplace/room_store.h"

#include "features/marketplace/visit_sql.gen.h"

/* Bound to the member: a sealed row does not open under another one's id. */
static str about(struct scope *scope, int64_t member_id)
{
	return str_format(scope->arena, "room %lld %lld", (long long)scope->brand_id, (long long)member_id);
}

enum err room_load(struct scope *scope, int64_t member_id, str *link_out)
{
	str sealed;
	enum err err = sql_room_row(scope, member_id, &sealed);
	if (err == ERR_NOT_FOUND) {
		*link_out = S("");
		return OK;
	}
	if (err)
		return err;
	return crypt_open(scope->arena, &scope->house->seal_key, about(scope, member_id), sealed, link_out);
}

enum err room_save(struct scope *scope, int64_t member_id, str link)
{
	str sealed = crypt_seal(scope->arena, &scope->house->seal_key, about(scope, member_id), link);
	return sql_room_put(scope, member_id, sealed);
}
