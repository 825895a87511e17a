/*
 * booking_table.h: which steps a booking can take, by whom, when, to where: one table, without effects.
 *
 * Rules, pages and API ask the same rows, so that a button that is drawn also works.
 */
#ifndef BOOKING_TABLE_H
#define BOOKING_TABLE_H
#include "features/marketplace/booking_store.h"

/* Stored in the log by number: only ever append. */
enum booking_step { BOOKING_ACCEPT, BOOKING_DECLINE, BOOKING_WITHDRAW, BOOKING_CANCEL, BOOKING_START, BOOKING_FINISH,
	BOOKING_FINISH_CODE, BOOKING_RUN_OUT, BOOKING_FINISH_AUTO, BOOKING_CLOSE, /* the last three are the clock's */
	BOOKING_CONTACT, BOOKING_CONFIRM, BOOKING_PROPOSE, BOOKING_MOVE, BOOKING_MOVE_REFUSE, BOOKING_MOVE_DROP,
	BOOKING_MOVE_LAPSE, BOOKING_NO_SHOW, BOOKING_CONTEST, BOOKING_FAIL, BOOKING_HAND_OVER,
	BOOKING_REPAIR, BOOKING_HELPER_GONE, BOOKING_STEP_COUNT };
enum booking_party { PARTY_NONE = 0, PARTY_ASKER = 1, PARTY_HELPER = 2, PARTY_EITHER = 3, PARTY_HOUSE = 4 };

#define BOOKING_LATE HOURS(24)      /* nearer to the start, a cancellation is late */
#define BOOKING_GRACE MINUTES(5)    /* after it was agreed, a cancellation is never late */
#define BOOKING_CONTACT_IN HOURS(12) /* after it was agreed, the helper is reminded to get in touch */
#define BOOKING_CONFIRM_FROM HOURS(24) /* before the start, the helper can confirm; then is asked to */
#define BOOKING_ALERT HOURS(12)     /* before the start, the asker learns that nobody confirmed */
#define BOOKING_WAIT MINUTES(10)    /* after the start, before anybody is said not to be there */
#define BOOKING_CONTEST_IN HOURS(48)
#define BOOKING_REPAIR_IN HOURS(48) /* the helper is asked to put it right, before a bad review */
#define BOOKING_MOVES 2             /* proposals of another time, of both together */
#define BOOKING_AUTO DAYS(2)        /* after the end, without a word from anybody, it was done */
#define BOOKING_REVIEW DAYS(14)     /* after the end, both may review */

#define BOOKING_ARRIVAL_MAX 240     /* minutes that one may say to be under way */
#define BOOKING_REASON_MIN 10       /* where one is needed */
#define BOOKING_REASON_MAX 500

/* What a step may need to be told.  starts_at: the time proposed; minutes: until arrival. */
struct booking_words { str reason; moment starts_at; int64_t minutes; int cause; };

/* What must be said with a step. */
enum booking_need { NEED_NOTHING, NEED_REASON, NEED_ATTEMPT, NEED_FAULT, NEED_BRAND_FAULT };

struct booking_move {
	unsigned from;               /* bits of enum booking_state */
	enum booking_step step;
	enum booking_party by;
	/* NULL when met, else a text key: why not. */
	const char *(*only_if)(const struct booking *booking, enum booking_party party, moment now);
	int to;                      /* enum booking_state, or BOOKING_STAYS */
	enum booking_need need;
	const struct news_kind *news; /* NULL: nobody is told */
};
#define BOOKING_STAYS (-1)
#define BOOKING_BIT(state) (1u << (state))

/* The first row whose condition is met; else NULL, and the condition's own words. */
const struct booking_move *booking_move_find(const struct booking *booking, enum booking_step step,
                                             enum booking_party party, moment now, const char **why_out);
bool booking_step_is_open(const struct booking *booking, enum booking_step step, enum booking_party party, moment now);
/* Lets a page draw exactly the buttons that would pass now. */
bool booking_may(const struct booking *booking, enum booking_step step, int64_t member_id, moment now);
enum booking_party booking_party_of(const struct booking *booking, int64_t member_id);
/* Until when a cancellation has no consequences: a day before, or minutes after what was agreed at short notice. */
moment booking_free_until(const struct booking *booking);
/* Would a cancellation now count as late? */
bool booking_is_late(const struct booking *booking, moment now);
/* Is there an agreed visit that has not ended in any way? */
bool booking_is_agreed(const struct booking *booking);
/* May both write how it was?  A visit that was nobody's fault is nobody's reputation. */
bool booking_is_reviewable(const struct booking *booking);
/* way: nobody rings a bell from afar, and nobody waits in a room at home. */
bool booking_cause_fits(enum booking_need need, int cause, int way);
#endif
