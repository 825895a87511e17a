/*
 * booking_table.c: every step a booking can take is one row of `moves`; a step without a row is refused.
 *
 * To add a step: a row here, what it writes in booking_effect.c, its news, a route in
 * booking_step_web.c, a row in booking_test.c.
 */
#include "features/marketplace/booking_table.h"

#include "features/marketplace/marketplace_news.h"
#include "features/marketplace/service_store.h"

#define START_BEFORE HOURS(2)
#define START_AFTER HOURS(4)

typedef const char *condition(const struct booking *booking, enum booking_party party, moment now);
static condition not_run_out, has_run_out, is_early, may_start, has_begun, is_long_over, reviews_are_over, not_contacted,
	may_confirm, may_propose, may_answer_move, may_drop_move, move_has_lapsed, may_report, may_contest, may_ask_repair, not_begun;

#define BIT(state) BOOKING_BIT(BOOKING_##state)
#define AGREED (BIT(ACCEPTED) | BIT(CONFIRMED))
#define UNDER_WAY (AGREED | BIT(IN_PROGRESS))
#define DONE_ANYHOW (BIT(DONE) | BIT(DONE_AUTO))

/* Another time is always both's wish, whoever proposes it and however far away the visit is. */
static const struct booking_move moves[] = {
	{ BIT(REQUESTED),   BOOKING_ACCEPT,      PARTY_HELPER, not_run_out,      BOOKING_ACCEPTED,        NEED_NOTHING, &booking_accepted },
	{ BIT(REQUESTED),   BOOKING_DECLINE,     PARTY_HELPER, NULL,             BOOKING_DECLINED,        NEED_NOTHING, &booking_declined },
	{ BIT(REQUESTED),   BOOKING_WITHDRAW,    PARTY_ASKER,  NULL,             BOOKING_WITHDRAWN,       NEED_NOTHING, &booking_withdrawn },
	{ BIT(REQUESTED),   BOOKING_HELPER_GONE, PARTY_HOUSE,  NULL,             BOOKING_DECLINED,        NEED_NOTHING, &booking_helper_gone },
	{ AGREED,           BOOKING_HELPER_GONE, PARTY_HOUSE,  not_begun,        BOOKING_CANCELLED_EARLY, NEED_NOTHING, &booking_helper_gone },
	{ BIT(REQUESTED),   BOOKING_RUN_OUT,     PARTY_HOUSE,  has_run_out,      BOOKING_EXPIRED,         NEED_NOTHING, &booking_expired },
	{ AGREED,           BOOKING_CONTACT,     PARTY_HELPER, not_contacted,    BOOKING_STAYS,           NEED_NOTHING, NULL },
	{ BIT(ACCEPTED),    BOOKING_CONFIRM,     PARTY_HELPER, may_confirm,      BOOKING_CONFIRMED,       NEED_NOTHING, &booking_confirmed },
	{ AGREED,           BOOKING_PROPOSE,     PARTY_EITHER, may_propose,      BOOKING_STAYS,           NEED_NOTHING, &booking_move_proposed },
	{ AGREED,           BOOKING_MOVE,        PARTY_EITHER, may_answer_move,  BOOKING_ACCEPTED,        NEED_NOTHING, &booking_moved },
	{ AGREED,           BOOKING_MOVE_REFUSE, PARTY_EITHER, may_answer_move,  BOOKING_STAYS,           NEED_NOTHING, &booking_move_refused },
	{ AGREED,           BOOKING_MOVE_DROP,   PARTY_EITHER, may_drop_move,    BOOKING_STAYS,           NEED_NOTHING, &booking_move_dropped },
	{ AGREED,           BOOKING_MOVE_LAPSE,  PARTY_HOUSE,  move_has_lapsed,  BOOKING_STAYS,           NEED_NOTHING, &booking_move_lapsed },
	{ AGREED,           BOOKING_CANCEL,      PARTY_EITHER, is_early,         BOOKING_CANCELLED_EARLY, NEED_NOTHING, &booking_cancelled },
	{ AGREED,           BOOKING_CANCEL,      PARTY_EITHER, NULL,             BOOKING_CANCELLED_LATE,  NEED_NOTHING, &booking_cancelled },
	{ AGREED,           BOOKING_START,       PARTY_HELPER, may_start,        BOOKING_IN_PROGRESS,     NEED_NOTHING, &booking_begun },
	{ AGREED,           BOOKING_FINISH,      PARTY_ASKER,  has_begun,        BOOKING_DONE,            NEED_NOTHING, &booking_done },
	{ AGREED,           BOOKING_FINISH_CODE, PARTY_HELPER, has_begun,        BOOKING_DONE,            NEED_NOTHING, &booking_done },
	{ BIT(IN_PROGRESS), BOOKING_FINISH,      PARTY_ASKER,  NULL,             BOOKING_DONE,            NEED_NOTHING, &booking_done },
	{ BIT(IN_PROGRESS), BOOKING_FINISH_CODE, PARTY_HELPER, NULL,             BOOKING_DONE,            NEED_NOTHING, &booking_done },
	{ UNDER_WAY,        BOOKING_FINISH_AUTO, PARTY_HOUSE,  is_long_over,     BOOKING_DONE_AUTO,       NEED_NOTHING, &booking_done },
	{ UNDER_WAY,        BOOKING_NO_SHOW,     PARTY_HELPER, may_report,       BOOKING_NO_SHOW_CUSTOMER, NEED_ATTEMPT, &booking_no_show },
	{ UNDER_WAY,        BOOKING_NO_SHOW,     PARTY_ASKER,  may_report,       BOOKING_NO_SHOW_HELPER,  NEED_ATTEMPT, &booking_no_show },
	{ BIT(NO_SHOW_CUSTOMER), BOOKING_CONTEST, PARTY_ASKER,  may_contest,     BOOKING_STAYS,           NEED_REASON, &booking_contested },
	{ BIT(NO_SHOW_HELPER),   BOOKING_CONTEST, PARTY_HELPER, may_contest,     BOOKING_STAYS,           NEED_REASON, &booking_contested },
	{ UNDER_WAY,        BOOKING_FAIL,        PARTY_EITHER, has_begun,        BOOKING_FAILED,          NEED_FAULT, &booking_failed },
	{ UNDER_WAY,        BOOKING_HAND_OVER,   PARTY_HELPER, has_begun,        BOOKING_HANDED_TO_BRAND, NEED_BRAND_FAULT, &booking_handed_over },
	{ DONE_ANYHOW,      BOOKING_REPAIR,      PARTY_ASKER,  may_ask_repair,   BOOKING_STAYS,           NEED_REASON, &booking_repair_asked },
	{ DONE_ANYHOW,      BOOKING_CLOSE,       PARTY_HOUSE,  reviews_are_over, BOOKING_CLOSED,          NEED_NOTHING, &booking_closed },
};

const struct booking_move *booking_move_find(const struct booking *booking, enum booking_step step,
                                             enum booking_party party, moment now, const char **why_out)
{
	*why_out = "booking.step_not_open";
	for (size_t i = 0; i < COUNT(moves); i++) {
		const struct booking_move *move = &moves[i];
		if (!(move->from & BOOKING_BIT(booking->state)) || move->step != step || !(move->by & party))
			continue;
		const char *why = move->only_if ? move->only_if(booking, party, now) : NULL;
		if (!why)
			return move;
		*why_out = why;
	}
	return NULL;
}

enum booking_party booking_party_of(const struct booking *booking, int64_t member_id)
{
	if (!member_id)
		return PARTY_NONE;
	if (member_id == booking->asker_id)
		return PARTY_ASKER;
	return member_id == booking->helper_id ? PARTY_HELPER : PARTY_NONE;
}

bool booking_step_is_open(const struct booking *booking, enum booking_step step, enum booking_party party, moment now)
{
	const char *why;
	return booking_move_find(booking, step, party, now, &why) != NULL;
}

bool booking_may(const struct booking *booking, enum booking_step step, int64_t member_id, moment now)
{
	return booking_step_is_open(booking, step, booking_party_of(booking, member_id), now);
}

bool booking_is_agreed(const struct booking *booking)
{
	return (BOOKING_BIT(booking->state) & UNDER_WAY) != 0;
}

bool booking_is_reviewable(const struct booking *booking)
{
	const unsigned states = DONE_ANYHOW | BIT(CANCELLED_LATE) | BIT(NO_SHOW_CUSTOMER) | BIT(NO_SHOW_HELPER) | BIT(FAILED);
	return (BOOKING_BIT(booking->state) & states) != 0;
}

static const struct { enum booking_cause least, most; } causes[] = {
	[NEED_NOTHING] = { CAUSE_NONE, CAUSE_NONE },
	[NEED_REASON] = { CAUSE_NONE, CAUSE_NONE },
	[NEED_ATTEMPT] = { CAUSE_CALLED, CAUSE_WAITED },
	[NEED_FAULT] = { CAUSE_PART, CAUSE_OTHER },
	[NEED_BRAND_FAULT] = { CAUSE_LINE, CAUSE_BRAND_OTHER },
};

bool booking_cause_fits(enum booking_need need, int cause, int way)
{
	if ((cause == CAUSE_RANG && way != WAY_HOME) || (cause == CAUSE_WAITED && way != WAY_VIDEO))
		return false;
	return cause >= (int)causes[need].least && cause <= (int)causes[need].most;
}

/* ── conditions ── */

static const char *not_run_out(const struct booking *booking, enum booking_party, moment now)
{
	return now < booking->expires_at ? NULL : "booking.expired_already";
}

static const char *has_run_out(const struct booking *booking, enum booking_party, moment now)
{
	return now >= booking->expires_at ? NULL : "booking.step_not_open";
}

moment booking_free_until(const struct booking *booking)
{
	/* From the earliest start ever agreed: who moves a visit cannot dodge the rule. */
	moment early = booking->earliest_at - BOOKING_LATE, grace = booking->accepted_at + BOOKING_GRACE;
	return early > grace ? early : grace;
}

bool booking_is_late(const struct booking *booking, moment now)
{
	return now > booking_free_until(booking);
}

static const char *is_early(const struct booking *booking, enum booking_party, moment now)
{
	return booking_is_late(booking, now) ? "booking.step_not_open" : NULL;
}

static const char *may_start(const struct booking *booking, enum booking_party, moment now)
{
	if (booking->way != WAY_HOME)
		return "booking.no_way_there";
	if (now < booking->starts_at - START_BEFORE)
		return "booking.start_too_early";
	return now <= booking->starts_at + START_AFTER ? NULL : "booking.start_too_late";
}

static const char *has_begun(const struct booking *booking, enum booking_party, moment now)
{
	return now >= booking->starts_at ? NULL : "booking.not_begun";
}

static const char *is_long_over(const struct booking *booking, enum booking_party, moment now)
{
	return now >= booking->ends_at + BOOKING_AUTO ? NULL : "booking.step_not_open";
}

static const char *reviews_are_over(const struct booking *booking, enum booking_party, moment now)
{
	return now >= booking->ends_at + BOOKING_REVIEW ? NULL : "booking.step_not_open";
}

static const char *not_contacted(const struct booking *booking, enum booking_party, moment now)
{
	if (booking->contacted_at)
		return "booking.contacted_already";
	return now < booking->starts_at ? NULL : "booking.begun_already";
}

static const char *may_confirm(const struct booking *booking, enum booking_party, moment now)
{
	if (booking->move_to)
		return "booking.move_pending";
	if (now < booking->starts_at - BOOKING_CONFIRM_FROM)
		return "booking.confirm_too_early";
	return now < booking->starts_at ? NULL : "booking.begun_already";
}

static const char *may_propose(const struct booking *booking, enum booking_party, moment now)
{
	if (booking->move_to)
		return "booking.move_pending";
	if (now >= booking->starts_at)
		return "booking.begun_already";
	return booking->move_count < BOOKING_MOVES ? NULL : "booking.moves_used_up";
}

static bool move_is_pending(const struct booking *booking, moment now)
{
	return booking->move_to && now < booking->move_until;
}

static const char *may_answer_move(const struct booking *booking, enum booking_party party, moment now)
{
	if (!move_is_pending(booking, now))
		return "booking.no_move";
	return booking->move_by != (int)party ? NULL : "booking.own_move";
}

static const char *may_drop_move(const struct booking *booking, enum booking_party party, moment now)
{
	return move_is_pending(booking, now) && booking->move_by == (int)party ? NULL : "booking.no_move";
}

static const char *move_has_lapsed(const struct booking *booking, enum booking_party, moment now)
{
	return booking->move_to && now >= booking->move_until ? NULL : "booking.no_move";
}

static const char *may_report(const struct booking *booking, enum booking_party, moment now)
{
	if (now < booking->starts_at + BOOKING_WAIT)
		return "booking.wait_longer";
	return now < booking->ends_at + BOOKING_AUTO ? NULL : "booking.report_too_late";
}

static const char *may_contest(const struct booking *booking, enum booking_party, moment now)
{
	if (booking->contested_at)
		return "booking.contested_already";
	return now < booking->finished_at + BOOKING_CONTEST_IN ? NULL : "booking.contest_too_late";
}

/* There must be time to put it right and still to write how it was. */
static const char *may_ask_repair(const struct booking *booking, enum booking_party, moment now)
{
	if (booking->repair_at)
		return "booking.repair_already";
	return now < booking->ends_at + BOOKING_REVIEW - BOOKING_REPAIR_IN ? NULL : "booking.repair_too_late";
}

static const char *not_begun(const struct booking *booking, enum booking_party, moment now)
{
	return now < booking->starts_at ? NULL : "booking.begun_already";
}
