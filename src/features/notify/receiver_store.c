/* receiver_store.c: browsers that take pushes, as rows. */
#include "features/notify/receiver_store.h"

#include "features/notify/sql.gen.h"

enum err receiver_save(struct scope *scope, const struct receiver *receiver)
{
	return sql_receiver_put(scope, receiver);
}

enum err receiver_load_of(struct scope *scope, struct ids member_ids, struct receiver_list *list_out)
{
	return sql_receivers_of(scope, member_ids, list_out);
}

enum err receiver_delete_mine(struct scope *scope, int64_t id, bool *deleted_out)
{
	int64_t changed = 0;
	enum err err = sql_receiver_remove_mine(scope, id, &changed);
	if (!err)
		*deleted_out = changed > 0;
	return err;
}

enum err receiver_delete(struct scope *scope, int64_t id)
{
	return sql_receiver_remove(scope, id);
}

enum err receiver_delete_oldest(struct scope *scope)
{
	return sql_receiver_remove_oldest(scope);
}
