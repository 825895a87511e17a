/* rung.c: every move of the ladder, one row each; and what a brand sets about it. */
#include "features/ladder/rung.h"

#define AT(step) (1u << (step))
#define OPEN (MATTER_STEPS_ALL & ~MATTER_STEPS_OVER)
/* Where the community, the owner or the brand have it: nobody travels yet. */
#define TALKED (AT(MATTER_ASKED) | AT(MATTER_EXPERTS_ASKED) | AT(MATTER_ANSWERED) | AT(MATTER_WITH_AGENT))

enum { AGENTS_ON, COMMUNITY_HOURS, EXPERTS_HOURS, AGENT_HOURS, OWNER_HOURS, TECHNICIAN_HOURS, EXPERTS_A_QUESTION, EXPERTS_A_WEEK,
	EXPERTS_FLOOR, CLAIM_MINUTES, DESK_MAIL, DESK_URL, DESK_SECRET, TECHNICIAN_PRICE, TECHNICIAN_TEXT,
	TECHNICIAN_URL, TECHNICIAN_PHONE };

const struct setting ladder_settings[] = {
	{ "ladder.agents_on",           SETTING_SWITCH, "1",   0,  0 },
	{ "ladder.community_hours",     SETTING_NUMBER, "24",  1,  720 },
	{ "ladder.experts_hours",       SETTING_NUMBER, "24",  1,  720 },
	{ "ladder.agent_hours",         SETTING_NUMBER, "24",  1,  720 },
	{ "ladder.owner_hours",         SETTING_NUMBER, "168", 24, 2160 },
	{ "ladder.technician_hours",    SETTING_NUMBER, "120", 1,  2160 },
	{ "ladder.experts_a_question",  SETTING_NUMBER, "3",   0,  10 },
	{ "ladder.experts_a_week",      SETTING_NUMBER, "2",   1,  20 },
	{ "ladder.experts_floor",       SETTING_NUMBER, "3",   1,  100 },
	{ "ladder.claim_minutes",       SETTING_NUMBER, "60",  5,  1440 },
	{ "ladder.desk_mail",           SETTING_TEXT,   "",    0,  120 },
	{ "ladder.desk_url",            SETTING_TEXT,   "",    0,  500 },
	{ "ladder.desk_secret",         SETTING_SECRET, "",    SETTING_SECRET_MIN, 120 },
	{ "ladder.technician_price",    SETTING_NUMBER, "0",   0,  10000 },
	{ "ladder.technician_text",     SETTING_TEXT,   "",    0,  300 },
	{ "ladder.technician_url",      SETTING_TEXT,   "",    0,  500 },
	{ "ladder.technician_phone",    SETTING_TEXT,   "",    0,  40 },
	{ .name = NULL }
};
#define SET(number) (&ladder_settings[number])
const struct setting *const ladder_community_hours = SET(COMMUNITY_HOURS), *const ladder_experts_hours = SET(EXPERTS_HOURS),
	*const ladder_agent_hours = SET(AGENT_HOURS), *const ladder_owner_hours = SET(OWNER_HOURS), *const ladder_technician_hours = SET(TECHNICIAN_HOURS),
	*const ladder_experts_a_question = SET(EXPERTS_A_QUESTION), *const ladder_experts_a_week = SET(EXPERTS_A_WEEK),
	*const ladder_experts_floor = SET(EXPERTS_FLOOR), *const ladder_agents_on = SET(AGENTS_ON), *const ladder_claim_minutes = SET(CLAIM_MINUTES),
	*const ladder_desk_mail = SET(DESK_MAIL), *const ladder_desk_url = SET(DESK_URL), *const ladder_desk_secret = SET(DESK_SECRET),
	*const ladder_technician_price = SET(TECHNICIAN_PRICE), *const ladder_technician_text = SET(TECHNICIAN_TEXT),
	*const ladder_technician_url = SET(TECHNICIAN_URL), *const ladder_technician_phone = SET(TECHNICIAN_PHONE);

static const struct rung rungs[] = {
	{ DEED_ASK_EXPERTS, AT(MATTER_ASKED), BY_HOUSE, MATTER_EXPERTS_ASKED, HELD_BY_EXPERTS, SET(EXPERTS_HOURS), &matter_experts },
	{ DEED_TO_AGENT, TALKED & ~AT(MATTER_WITH_AGENT), BY_OWNER | BY_HOUSE,
	  MATTER_WITH_AGENT, HELD_BY_BRAND, SET(AGENT_HOURS), &matter_to_agent },
	{ DEED_TO_AGENT, AT(MATTER_HELP_WANTED) | AT(MATTER_DONE) | AT(MATTER_TECHNICIAN), BY_OWNER,
	  MATTER_WITH_AGENT, HELD_BY_BRAND, SET(AGENT_HOURS), &matter_to_agent },
	/* The desk may take what is overdue wherever it stands, but not from two who have a date. */
	{ DEED_TO_AGENT, OPEN & ~(AT(MATTER_WITH_AGENT) | AT(MATTER_REQUESTED) | AT(MATTER_BOOKED) | AT(MATTER_VISIT)), BY_AGENT,
	  MATTER_WITH_AGENT, HELD_BY_BRAND, SET(AGENT_HOURS), &matter_to_agent },
	{ DEED_CLAIM,   AT(MATTER_WITH_AGENT), BY_AGENT, MATTER_WITH_AGENT, HELD_BY_BRAND, NULL, &matter_claimed },
	{ DEED_RELEASE, AT(MATTER_WITH_AGENT), BY_CLAIMANT | BY_HOUSE, MATTER_WITH_AGENT, HELD_BY_BRAND, NULL, NULL },
	{ DEED_ANSWER,  AT(MATTER_WITH_AGENT), BY_CLAIMANT | BY_HOUSE, MATTER_ANSWERED, HELD_BY_OWNER, SET(OWNER_HOURS), NULL },
	{ DEED_TO_COMMUNITY, AT(MATTER_WITH_AGENT), BY_CLAIMANT, MATTER_ASKED, HELD_BY_COMMUNITY, SET(COMMUNITY_HOURS),
	  &matter_to_community },
	{ DEED_TO_COMMUNITY, AT(MATTER_WITH_AGENT) | AT(MATTER_TECHNICIAN), BY_OWNER, MATTER_ASKED, HELD_BY_COMMUNITY, SET(COMMUNITY_HOURS),
	  NULL },
	{ DEED_TO_NEIGHBOUR, AT(MATTER_WITH_AGENT), BY_CLAIMANT, MATTER_HELP_WANTED, HELD_BY_OWNER, SET(OWNER_HOURS),
	  &matter_to_neighbour },
	{ DEED_TO_TECHNICIAN, AT(MATTER_WITH_AGENT), BY_CLAIMANT, MATTER_TECHNICIAN, HELD_BY_BRAND, SET(TECHNICIAN_HOURS),
	  &matter_to_technician },
	{ DEED_TO_TECHNICIAN, TALKED | AT(MATTER_HELP_WANTED) | AT(MATTER_DONE), BY_OWNER, MATTER_TECHNICIAN, HELD_BY_BRAND,
	  SET(TECHNICIAN_HOURS), NULL },
	{ DEED_TECHNICIAN_WAS_THERE, AT(MATTER_TECHNICIAN), BY_OWNER | BY_AGENT, MATTER_DONE, HELD_BY_OWNER, SET(OWNER_HOURS),
	  &matter_technician_done },
	{ DEED_NOT_SOLVED, AT(MATTER_ANSWERED) | AT(MATTER_DONE), BY_OWNER, MATTER_ASKED, HELD_BY_COMMUNITY, SET(COMMUNITY_HOURS), NULL },
	{ DEED_CLOSE, TALKED | AT(MATTER_TECHNICIAN) | AT(MATTER_DONE), BY_OWNER, MATTER_CLOSED, HELD_BY_NOBODY, NULL, NULL },
	{ DEED_CLOSE, AT(MATTER_ANSWERED) | AT(MATTER_HELP_WANTED) | AT(MATTER_DONE), BY_HOUSE, MATTER_CLOSED, HELD_BY_NOBODY,
	  NULL, &matter_silent },
	{ DEED_REOPEN, AT(MATTER_CLOSED), BY_OWNER, MATTER_ASKED, HELD_BY_COMMUNITY, SET(COMMUNITY_HOURS), NULL },
};

static const char *const deed_names[] = {
	"moved", "ask_experts", "to_agent", "claim", "release", "answer", "to_community", "to_neighbour", "to_technician",
	"technician_was_there", "not_solved", "close", "reopen", "remind", "overdue",
};
static_assert(COUNT(deed_names) == DEED_COUNT, "a name for each deed");

/* Steps to which others move a matter: how long until the ladder asks what became of it. */
static const struct { enum matter_step step; enum matter_holder holder; const struct setting *time; } times[] = {
	{ MATTER_ASKED,         HELD_BY_COMMUNITY, SET(COMMUNITY_HOURS) },
	{ MATTER_ANSWERED,      HELD_BY_OWNER,     SET(OWNER_HOURS) },
	{ MATTER_HELP_WANTED,   HELD_BY_OWNER,     SET(OWNER_HOURS) },
	{ MATTER_OFFERED,       HELD_BY_OWNER,     SET(OWNER_HOURS) },
	{ MATTER_DONE,          HELD_BY_OWNER,     SET(OWNER_HOURS) },
	{ MATTER_EXPERTS_ASKED, HELD_BY_EXPERTS,   SET(EXPERTS_HOURS) },
	{ MATTER_WITH_AGENT,    HELD_BY_BRAND,     SET(AGENT_HOURS) },
	{ MATTER_TECHNICIAN,    HELD_BY_BRAND,     SET(TECHNICIAN_HOURS) },
	{ MATTER_VISIT,         HELD_BY_BRAND,     SET(AGENT_HOURS) }, /* handed to the brand */
};

const struct rung *rung_find(enum deed deed, enum matter_step step, unsigned parties)
{
	for (size_t i = 0; i < COUNT(rungs); i++) {
		if (rungs[i].deed == deed && (rungs[i].from & AT(step)) && (rungs[i].by & parties))
			return &rungs[i];
	}
	return NULL;
}

bool rung_exists(enum deed deed, enum matter_step step)
{
	return rung_find(deed, step, BY_HOUSE | BY_OWNER | BY_AGENT | BY_CLAIMANT) != NULL;
}

const char *deed_name(enum deed deed)
{
	assert((unsigned)deed < DEED_COUNT);
	return deed_names[deed];
}

enum err rung_hours(struct scope *scope, enum matter_step step, enum matter_holder holder, int64_t *hours_out)
{
	*hours_out = 0;
	for (size_t i = 0; i < COUNT(times); i++) {
		if (times[i].step == step && times[i].holder == holder)
			return setting_number(scope, times[i].time, hours_out);
	}
	return OK;
}
