/*
 * ticket.h: the agents' queue: what the brand has in hand, the most urgent first, each held by one agent.
 *
 * How a ticket moves its matter is in rung.h; this keeps the queue's own rows.
 */
#ifndef TICKET_H
#define TICKET_H
#include "features/ladder/rung.h"
#include "features/ladder/ticket_store.h"

/* New or come back; plans that the brand's service desk is told. */
enum err ticket_open(struct scope *scope, const struct ticket *ticket);
/* For the scope's agent: "ticket.claimed" (ERR_CONFLICT) when another has it. */
enum err ticket_hold(struct scope *scope, int64_t matter_id, moment *until_out);
/* No longer the agents'; none is fine. */
enum err ticket_leave(struct scope *scope, int64_t matter_id);

/* Agents: "ladder.not_yours". */
enum err tickets_list(struct scope *scope, struct ticket_after after, struct ticket_list *list_out);

/* Tells the service desk by mail and by webhook; defined by desk_letter.c. */
extern const struct job_kind desk_mail_job, desk_call_job;
#endif
