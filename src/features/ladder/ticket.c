/* ticket.c: opening, holding and leaving the agents' queue. */
#include "features/ladder/ticket.h"

static struct subject about(int64_t matter_id)
{
	return subject_of(&matter_subject, matter_id);
}

static enum err call_desk(struct scope *scope, const struct job_kind *job, const struct setting *setting,
                          int64_t matter_id)
{
	str value;
	enum err err = setting_text(scope, setting, &value);
	return err || str_empty(value) ? err : job_plan(scope, job, about(matter_id), scope->now);
}

enum err ticket_open(struct scope *scope, const struct ticket *ticket)
{
	struct ticket row = *ticket;
	row.is_open = true;
	row.opened_at = scope->now;
	enum err err = ticket_put(scope, &row);
	if (err || (err = call_desk(scope, &desk_mail_job, ladder_desk_mail, row.matter_id)))
		return err;
	return call_desk(scope, &desk_call_job, ladder_desk_url, row.matter_id);
}

enum err ticket_hold(struct scope *scope, int64_t matter_id, moment *until_out)
{
	int64_t minutes;
	bool claimed = false;
	enum err err = setting_number(scope, ladder_claim_minutes, &minutes);
	if (err)
		return err;
	moment until = scope->now + MINUTES(minutes);
	if ((err = ticket_claim_row(scope, matter_id, until, &claimed)))
		return err;
	if (!claimed)
		return refuse(scope, ERR_CONFLICT, "ticket.claimed");
	*until_out = until;
	return OK;
}

enum err ticket_leave(struct scope *scope, int64_t matter_id)
{
	enum err err = ticket_close_row(scope, matter_id);
	if (!err)
		err = job_cancel(scope, &desk_mail_job, about(matter_id));
	return err ? err : job_cancel(scope, &desk_call_job, about(matter_id));
}

enum err tickets_list(struct scope *scope, struct ticket_after after, struct ticket_list *list_out)
{
	if (!has_role(scope, ROLE_AGENT) && !has_role(scope, ROLE_BRAND_ADMIN))
		return refuse(scope, ERR_FORBIDDEN, "ladder.not_yours");
	return ticket_load_open(scope, after, list_out);
}
