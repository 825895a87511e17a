/*
 * booking_effect.c: what each step writes: one row of `effects` a step; most only change the state.
 *
 * All of it happens in the step's unit, so a slot that is gone undoes the step as a whole.
 */
#include "features/marketplace/booking_effect.h"

#include "base/utf8.h"
#include "features/calendar/calendar.h"
#include "features/marketplace/booking_secret.h"
#include "features/marketplace/helper.h"
#include "features/marketplace/marketplace_news.h"
#include "features/marketplace/service_store.h"
#include "features/member/member.h"

#define ANSWER_MOVE_WITHIN HOURS(48)

typedef enum err effect(struct scope *scope, struct booking *booking, const struct booking_words *words);

/* The slot is asked for once more: a hold that is gone cannot be booked. */
static enum err agree(struct scope *scope, struct booking *booking, const struct booking_words *)
{
	struct booking_secret secret;
	struct member_contact helper;
	enum err err = helper_must_be_active(scope, booking->helper_id);
	if (err || (err = calendar_book(scope, subject_of(&booking_subject, booking->id))))
		return err;
	if ((err = booking_secret_open(scope, booking, &secret)))
		return err;
	if ((err = member_contact_of(scope, booking->helper_id, &helper)))
		return err;
	secret.helper_phone = helper.phone;
	booking_secret_seal(scope, booking, &secret);
	booking->accepted_at = booking->agreed_at = scope->now;
	return OK;
}

static enum err note_contact(struct scope *scope, struct booking *booking, const struct booking_words *)
{
	booking->contacted_at = scope->now;
	return OK;
}

/* Without a guess, on time. */
static enum err note_arrival(struct scope *scope, struct booking *booking, const struct booking_words *words)
{
	if (words->minutes < 0 || words->minutes > BOOKING_ARRIVAL_MAX)
		return refuse_field(scope, "minutes", "booking.arrival_wrong");
	booking->arrives_at = words->minutes ? scope->now + MINUTES(words->minutes) : booking->starts_at;
	return OK;
}

/* ── another time ── */

static moment earliest(moment a, moment b)
{
	return a < b ? a : b;
}

/* What the asker proposes lies in the helper's hours; what the helper proposes, the helper means. */
static enum err propose(struct scope *scope, struct booking *booking, const struct booking_words *words)
{
	enum booking_party party = booking_party_of(booking, scope->member_id);
	if (!words->starts_at)
		return refuse_field(scope, "starts_at", "field.empty");
	if (words->starts_at == booking->starts_at)
		return refuse_field(scope, "starts_at", "booking.same_time");
	const struct calendar_wanted wanted = {
		.owner_id = booking->helper_id, .slot = { words->starts_at, words->starts_at + booking->ends_at - booking->starts_at, booking->way != WAY_HOME },
		.subject = subject_of(&booking_subject, booking->id), .is_owners_wish = party == PARTY_HELPER,
	};
	enum err err = calendar_could_take(scope, &wanted);
	if (err == ERR_CONFLICT) { /* one chooses again, with the form at hand */
		const char *why = scope->refusal.reason;
		scope_forgive(scope);
		return refuse_field(scope, "starts_at", why);
	}
	if (err)
		return err;
	booking->move_to = words->starts_at;
	booking->move_by = (int)party;
	booking->move_until = earliest(scope->now + ANSWER_MOVE_WITHIN, earliest(booking->starts_at, words->starts_at));
	booking->move_count++;
	return OK;
}

static void forget_move(struct booking *booking)
{
	booking->move_to = booking->move_until = 0;
	booking->move_by = PARTY_NONE;
}

static enum err drop_move(struct scope *, struct booking *booking, const struct booking_words *)
{
	forget_move(booking);
	return OK;
}

/* Both want it, so the hours do not bind; that nobody else is there does. */
static enum err move_to(struct scope *scope, struct booking *booking, const struct booking_words *)
{
	const struct calendar_wanted wanted = {
		.owner_id = booking->helper_id, .slot = { booking->move_to, booking->move_to + booking->ends_at - booking->starts_at, booking->way != WAY_HOME },
		.subject = subject_of(&booking_subject, booking->id), .is_owners_wish = true,
	};
	enum err err = calendar_move(scope, &wanted);
	if (err)
		return err;
	booking->starts_at = wanted.slot.starts_at;
	booking->ends_at = wanted.slot.ends_at;
	booking->earliest_at = earliest(booking->earliest_at, booking->starts_at);
	booking->agreed_at = scope->now;
	booking->sequence++;
	forget_move(booking);
	return OK;
}

/* ── it went wrong ── */

static enum err note_end(struct scope *scope, struct booking *booking, const struct booking_words *words)
{
	booking->cause = words->cause;
	booking->finished_at = scope->now;
	return OK;
}

static enum err contest(struct scope *scope, struct booking *booking, const struct booking_words *)
{
	booking->contested_at = scope->now;
	return OK;
}

static enum err ask_repair(struct scope *scope, struct booking *booking, const struct booking_words *)
{
	booking->repair_at = scope->now;
	return OK;
}

static enum err cancel(struct scope *, struct booking *booking, const struct booking_words *)
{
	booking->sequence++;
	return OK;
}

static enum err finish(struct scope *scope, struct booking *booking, const struct booking_words *)
{
	booking->finished_at = scope->now;
	return OK;
}

static effect *const effects[BOOKING_STEP_COUNT] = {
	[BOOKING_ACCEPT] = agree, [BOOKING_CONTACT] = note_contact, [BOOKING_START] = note_arrival,
	[BOOKING_PROPOSE] = propose, [BOOKING_MOVE] = move_to, [BOOKING_MOVE_REFUSE] = drop_move,
	[BOOKING_MOVE_DROP] = drop_move, [BOOKING_MOVE_LAPSE] = drop_move, [BOOKING_NO_SHOW] = note_end,
	[BOOKING_CONTEST] = contest, [BOOKING_REPAIR] = ask_repair, [BOOKING_FAIL] = note_end, [BOOKING_HAND_OVER] = note_end, [BOOKING_CANCEL] = cancel, [BOOKING_HELPER_GONE] = cancel,
	[BOOKING_FINISH] = finish, [BOOKING_FINISH_CODE] = finish, [BOOKING_FINISH_AUTO] = finish,
};

static enum err check_words(struct scope *scope, const struct booking *booking, const struct booking_move *move,
                            const struct booking_words *words)
{
	static const char *const missing[] = { [NEED_ATTEMPT] = "booking.attempt_missing", [NEED_FAULT] = "booking.cause_missing",
		[NEED_BRAND_FAULT] = "booking.cause_missing" };
	if (utf8_length(words->reason) > BOOKING_REASON_MAX)
		return refuse_field(scope, "reason", "field.too_long");
	if (move->need == NEED_REASON && utf8_length(words->reason) < BOOKING_REASON_MIN)
		return refuse_field(scope, "reason", "booking.reason_missing");
	if (move->need > NEED_REASON && !booking_cause_fits(move->need, words->cause, booking->way))
		return refuse_field(scope, "cause", missing[move->need]);
	return OK;
}

enum err booking_effect(struct scope *scope, struct booking *booking, const struct booking_move *move,
                        const struct booking_words *words)
{
	enum err err = check_words(scope, booking, move, words);
	if (!err && effects[move->step])
		err = effects[move->step](scope, booking, words);
	/* Whatever ends or begins the visit answers a pending proposal, too. */
	if (!err && move->to != BOOKING_STAYS)
		forget_move(booking);
	return err;
}
