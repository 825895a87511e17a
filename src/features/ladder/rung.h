/*
 * rung.h: the ladder as one table: from which step, by whom, to which step, for how long.
 *
 * docs/rules/ladder.md tells it in words.  The table decides what may be done and which
 * buttons are drawn.  To add a deed: append it here, a row in rung.c, its words "deed.ladder_NAME".
 */
#ifndef RUNG_H
#define RUNG_H
#include "features/ladder/ladder_news.h"

/* Stored in the way of each matter: append, never renumber. */
enum deed {
	DEED_MOVED,           /* by the community or the marketplace: an answer, a booking, a solution */
	DEED_ASK_EXPERTS, DEED_TO_AGENT, DEED_CLAIM, DEED_RELEASE, DEED_ANSWER, DEED_TO_COMMUNITY, DEED_TO_NEIGHBOUR,
	DEED_TO_TECHNICIAN, DEED_TECHNICIAN_WAS_THERE, DEED_NOT_SOLVED, DEED_CLOSE, DEED_REOPEN,
	DEED_REMIND, DEED_OVERDUE, DEED_COUNT
};

enum party { BY_HOUSE = 1, BY_OWNER = 2, BY_AGENT = 4, BY_CLAIMANT = 8 };

struct rung {
	enum deed deed;
	unsigned from;              /* bits of matter steps */
	unsigned by;                /* bits of enum party */
	enum matter_step to;
	enum matter_holder holder;
	const struct setting *time; /* hours for the next step; NULL: what was promised stays, or nothing when it is over */
	const struct news_kind *news; /* to the owner; NULL = not told */
};

/* The row for this deed at this step by one of these parties; NULL = it may not be done. */
const struct rung *rung_find(enum deed deed, enum matter_step step, unsigned parties);
/* Is there any row for that deed and step, whoever acts?  "Not you" and "not now" are told apart by it. */
bool rung_exists(enum deed deed, enum matter_step step);
/* "to_agent": text key deed.ladder_NAME, the audit's action, and the address. */
const char *deed_name(enum deed deed);

/* Hours that a step may take when others moved the matter there and promised nothing themselves; 0 = no end. */
enum err rung_hours(struct scope *scope, enum matter_step step, enum matter_holder holder, int64_t *hours_out);

extern const struct setting ladder_settings[]; /* ends with a NULL name */
extern const struct setting *const ladder_community_hours, *const ladder_experts_hours, *const ladder_agent_hours,
	*const ladder_owner_hours, *const ladder_technician_hours, *const ladder_experts_a_question,
	*const ladder_experts_a_week, *const ladder_experts_floor, *const ladder_agents_on, *const ladder_claim_minutes,
	*const ladder_desk_mail, *const ladder_desk_url, *const ladder_desk_secret, *const ladder_technician_price,
	*const ladder_technician_text, *const ladder_technician_url, *const ladder_technician_phone;
#endif
