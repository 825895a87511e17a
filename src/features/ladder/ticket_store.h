/* ticket_store.h: matters that the brand's agents have in hand. */
#ifndef TICKET_STORE_H
#define TICKET_STORE_H
#include "core/core.h"

#define TICKETS_A_PAGE 25

struct ticket {
	int64_t matter_id, thread_id, owner_id;
	bool is_open;
	moment opened_at, due_at;
	int64_t claimed_by;    /* the agent who works on it; 0 = nobody */
	moment claimed_until;
	str note;              /* what the customer adds for the agent */
	moment sent_at;        /* the brand's service desk took it; 0 = not (yet) */
};
struct ticket_list { struct ticket *at; size_t count; };

/* ERR_NOT_FOUND "ticket.not_found". */
enum err ticket_load(struct scope *scope, int64_t matter_id, struct ticket *ticket_out);
enum err ticket_put(struct scope *scope, const struct ticket *ticket);
/* Open ones, the most urgent first, behind (after_at, after_id): one more than a page. */
struct ticket_after { moment at; int64_t id; };
enum err ticket_load_open(struct scope *scope, struct ticket_after after, struct ticket_list *list_out);
/* The most urgent that nobody holds; ERR_NOT_FOUND, unrefused, when there is none. */
enum err ticket_next_free(struct scope *scope, int64_t *matter_id_out);
/* `claimed` false when another was faster. */
enum err ticket_claim_row(struct scope *scope, int64_t matter_id, moment until, bool *claimed_out);
enum err ticket_release_row(struct scope *scope, int64_t matter_id);
enum err ticket_close_row(struct scope *scope, int64_t matter_id);
enum err ticket_mark_sent(struct scope *scope, int64_t matter_id);
/* At most 1,000 are counted. */
struct ticket_count { int64_t open, late; };
enum err ticket_count(struct scope *scope, struct ticket_count *count_out);
#endif
