/* ticket_store.c: rows of the agents' queue. */
#include "features/ladder/ticket_store.h"

#include "features/ladder/sql.gen.h"

enum err ticket_load(struct scope *scope, int64_t matter_id, struct ticket *ticket_out)
{
	enum err err = sql_ticket_row(scope, matter_id, ticket_out);
	return err == ERR_NOT_FOUND ? refuse(scope, err, "ticket.not_found") : err;
}

enum err ticket_put(struct scope *scope, const struct ticket *ticket)
{
	return sql_ticket_put(scope, ticket);
}

enum err ticket_load_open(struct scope *scope, struct ticket_after after, struct ticket_list *list_out)
{
	return sql_tickets_open(scope, after.at, after.id, list_out);
}

enum err ticket_next_free(struct scope *scope, int64_t *matter_id_out)
{
	return sql_ticket_free(scope, matter_id_out);
}

enum err ticket_claim_row(struct scope *scope, int64_t matter_id, moment until, bool *claimed_out)
{
	int64_t changed = 0;
	enum err err = sql_ticket_claim(scope, matter_id, until, &changed);
	if (!err)
		*claimed_out = changed > 0;
	return err;
}

enum err ticket_release_row(struct scope *scope, int64_t matter_id)
{
	return sql_ticket_release(scope, matter_id);
}

enum err ticket_close_row(struct scope *scope, int64_t matter_id)
{
	return sql_ticket_close(scope, matter_id);
}

enum err ticket_mark_sent(struct scope *scope, int64_t matter_id)
{
	return sql_ticket_sent(scope, matter_id);
}

enum err ticket_count(struct scope *scope, struct ticket_count *count_out)
{
	enum err err = sql_tickets_open_count(scope, &count_out->open);
	return err ? err : sql_tickets_late_count(scope, &count_out->late);
}
