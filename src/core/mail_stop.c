/* mail_stop.c: counts what bounces, and says when it is enough. */
#include "core/mail_stop.h"

#include "base/utf8.h"
#include "core/mail_address.h"
#include "core/sql.gen.h"

enum { REASON_MAX = 200 };

static enum err load(struct scope *scope, int64_t address, struct mail_stop_row *row_out)
{
	enum err err = sql_core_mail_stop_row(scope, address, row_out);
	if (err != ERR_NOT_FOUND)
		return err;
	*row_out = (struct mail_stop_row){ .address = address, .reason = S("") };
	return OK;
}

enum err mail_bounced(struct scope *scope, const struct mail_bounce *bounce)
{
	struct mail_stop_row row;
	enum err err = load(scope, bounce->address, &row);
	if (err)
		return err;
	if (row.bounced_at < scope->now - DAYS(MAIL_SOFT_DAYS))
		row.soft_count = 0;
	if (!bounce->for_good)
		row.soft_count++;
	bool is_enough = bounce->for_good || row.soft_count >= MAIL_SOFT_MAX;
	row.bounced_at = scope->now;
	if (is_enough && !row.stopped_at)
		row.stopped_at = scope->now;
	row.reason = utf8_first(bounce->reason, REASON_MAX);
	return sql_core_mail_stop_put(scope, &row);
}

enum err mail_stop_of(struct scope *scope, str address, struct mail_stop *stop_out)
{
	struct mail_stop_row row;
	enum err err = load(scope, mail_address_hash(scope->house, scope->arena, address), &row);
	if (!err)
		*stop_out = (struct mail_stop){ row.stopped_at != 0, row.stopped_at, row.reason };
	return err;
}

enum err mail_resume(struct scope *scope, int64_t address)
{
	return sql_core_mail_stop_remove(scope, address);
}
