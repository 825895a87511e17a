/*
 * climb.h: a matter climbs: what others did to it is seen, what its people do is decided, what nobody does is noticed.
 *
 * Rules in docs/rules/ladder.md.  All of it goes through the table of rung.h.
 */
#ifndef CLIMB_H
#define CLIMB_H
#include "features/ladder/climb_store.h"
#include "features/ladder/rung.h"
#include "features/ladder/ticket_store.h"

/* A matter with all that decides what may be done with it. */
struct stand {
	struct matter matter;
	struct climb climb;     /* all zero when the ladder has not seen it yet */
	struct ticket ticket;   /* matter_id 0 = the brand never had it */
	unsigned parties;       /* who the scope's member is to it */
};

/* Of its owner, its holder and the brand's staff; ERR_NOT_FOUND "matter.not_found" for everybody else. */
enum err stand_load(struct scope *scope, int64_t matter_id, struct stand *stand_out);
bool stand_may(const struct stand *stand, enum deed deed);

/* Does it: "ladder.not_now" (ERR_CONFLICT), "ladder.not_yours" (ERR_FORBIDDEN), "ladder.no_agents", "ladder.no_question".
   `note` is what the customer tells the agent (TO_AGENT only), at most CLIMB_NOTE_MAX. */
#define CLIMB_NOTE_MAX 2000
enum err climb_take(struct scope *scope, int64_t matter_id, enum deed deed, str note);

/* Listens to matter_moved: keeps up with what the community and the marketplace did. */
enum err climb_hear(struct scope *scope, const struct news *news);
/* Listens to post_added: an answer to what is asked again. */
enum err climb_hear_post(struct scope *scope, const struct news *news);
extern const struct job_kind climb_watch_job, ticket_lease_job;

/* Staff: "ladder.not_yours". */
enum err climb_overdue(struct scope *scope, struct overdue_after after, struct climb_list *list_out);
bool is_agent(const struct scope *scope);
#endif
