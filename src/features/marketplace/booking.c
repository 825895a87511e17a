/*
 * booking.c: the steps of a booking.
 *
 * Every step a booking can take is one row of `moves`; a step without a row is refused.
 * What a state brings with it (slot, task, matter, timers) is one row of `arrivals`.
 * To add a step: a row here, its news, a route in booking_web.c, a row in booking_test.c.
 */
#include "features/marketplace/booking.h"

#include "base/utf8.h"
#include "features/calendar/calendar.h"
#include "features/marketplace/booking_begin.h"
#include "features/marketplace/helper.h"
#include "features/marketplace/marketplace_news.h"
#include "features/marketplace/task.h"
#include "features/member/member.h"

#define START_BEFORE HOURS(2)
#define START_AFTER HOURS(4)
#define AUTO_DONE DAYS(2)
#define KEPT DAYS(90) /* address and phones, after the end */
enum { FIX_MIN = 10 };

/* NULL when met, else a text key: why not. */
typedef const char *condition(const struct booking *booking, moment now);
static condition not_run_out, has_run_out, is_early, may_start, has_begun, is_long_over, reviews_are_over;

static const struct move {
	enum booking_state from;
	enum booking_step step;
	enum booking_party by;
	condition *only_if;
	enum booking_state to;
	const struct news_kind *news;
} moves[] = {
	{ BOOKING_REQUESTED,   BOOKING_ACCEPT,      PARTY_HELPER, not_run_out,      BOOKING_ACCEPTED,        &booking_accepted },
	{ BOOKING_REQUESTED,   BOOKING_DECLINE,     PARTY_HELPER, NULL,             BOOKING_DECLINED,        &booking_declined },
	{ BOOKING_REQUESTED,   BOOKING_WITHDRAW,    PARTY_ASKER,  NULL,             BOOKING_WITHDRAWN,       &booking_withdrawn },
	{ BOOKING_REQUESTED,   BOOKING_RUN_OUT,     PARTY_HOUSE,  has_run_out,      BOOKING_EXPIRED,         &booking_expired },
	{ BOOKING_ACCEPTED,    BOOKING_CANCEL,      PARTY_EITHER, is_early,         BOOKING_CANCELLED_EARLY, &booking_cancelled },
	{ BOOKING_ACCEPTED,    BOOKING_CANCEL,      PARTY_EITHER, NULL,             BOOKING_CANCELLED_LATE,  &booking_cancelled },
	{ BOOKING_ACCEPTED,    BOOKING_START,       PARTY_HELPER, may_start,        BOOKING_IN_PROGRESS,     &booking_begun },
	{ BOOKING_ACCEPTED,    BOOKING_FINISH,      PARTY_ASKER,  has_begun,        BOOKING_DONE,            &booking_done },
	{ BOOKING_ACCEPTED,    BOOKING_FINISH_CODE, PARTY_HELPER, has_begun,        BOOKING_DONE,            &booking_done },
	{ BOOKING_ACCEPTED,    BOOKING_FINISH_AUTO, PARTY_HOUSE,  is_long_over,     BOOKING_DONE_AUTO,       &booking_done },
	{ BOOKING_IN_PROGRESS, BOOKING_FINISH,      PARTY_ASKER,  NULL,             BOOKING_DONE,            &booking_done },
	{ BOOKING_IN_PROGRESS, BOOKING_FINISH_CODE, PARTY_HELPER, NULL,             BOOKING_DONE,            &booking_done },
	{ BOOKING_IN_PROGRESS, BOOKING_FINISH_AUTO, PARTY_HOUSE,  is_long_over,     BOOKING_DONE_AUTO,       &booking_done },
	{ BOOKING_DONE,        BOOKING_CLOSE,       PARTY_HOUSE,  reviews_are_over, BOOKING_CLOSED,          &booking_closed },
	{ BOOKING_DONE_AUTO,   BOOKING_CLOSE,       PARTY_HOUSE,  reviews_are_over, BOOKING_CLOSED,          &booking_closed },
};

/* The first row whose condition is met; else the condition's own words. */
static const struct move *find_move(const struct booking *booking, enum booking_step step, enum booking_party party,
                                    moment now, const char **why_out)
{
	*why_out = "booking.step_not_open";
	for (size_t i = 0; i < COUNT(moves); i++) {
		const struct move *move = &moves[i];
		if ((int)move->from != booking->state || move->step != step || !(move->by & party))
			continue;
		const char *why = move->only_if ? move->only_if(booking, now) : NULL;
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
	return find_move(booking, step, party, now, &why) != NULL;
}

bool booking_may(const struct booking *booking, enum booking_step step, int64_t member_id, moment now)
{
	return booking_step_is_open(booking, step, booking_party_of(booking, member_id), now);
}

/* ── what a state brings with it ── */

/* task: what becomes of the task it came from; TASK_STEP_COUNT = nothing. */
static const struct arrival {
	bool frees_slot, is_failed, is_over;
	enum task_step task;
	enum matter_step matter;
	enum matter_holder holder;
} arrivals[BOOKING_STATE_COUNT] = {
	[BOOKING_REQUESTED]       = { false, false, false, TASK_STEP_COUNT, MATTER_BOOKED, HELD_BY_HELPER },
	[BOOKING_ACCEPTED]        = { false, false, false, TASK_RESERVE,    MATTER_BOOKED, HELD_BY_HELPER },
	[BOOKING_DECLINED]        = { true,  true,  true,  TASK_REOPEN,     MATTER_CLOSED, HELD_BY_NOBODY },
	[BOOKING_WITHDRAWN]       = { true,  true,  true,  TASK_REOPEN,     MATTER_CLOSED, HELD_BY_NOBODY },
	[BOOKING_EXPIRED]         = { true,  true,  true,  TASK_REOPEN,     MATTER_CLOSED, HELD_BY_NOBODY },
	[BOOKING_CANCELLED_EARLY] = { true,  true,  true,  TASK_REOPEN,     MATTER_CLOSED, HELD_BY_NOBODY },
	[BOOKING_CANCELLED_LATE]  = { true,  true,  true,  TASK_REOPEN,     MATTER_CLOSED, HELD_BY_NOBODY },
	[BOOKING_IN_PROGRESS]     = { false, false, false, TASK_STEP_COUNT, MATTER_VISIT,  HELD_BY_HELPER },
	[BOOKING_DONE]            = { false, false, false, TASK_FULFIL,     MATTER_DONE,   HELD_BY_OWNER },
	[BOOKING_DONE_AUTO]       = { false, false, false, TASK_FULFIL,     MATTER_DONE,   HELD_BY_OWNER },
	[BOOKING_CLOSED]          = { false, false, true,  TASK_STEP_COUNT, MATTER_CLOSED, HELD_BY_NOBODY },
};

static moment matter_due(const struct booking *booking)
{
	if (booking->state == BOOKING_REQUESTED)
		return booking->expires_at;
	if (booking->state == BOOKING_DONE || booking->state == BOOKING_DONE_AUTO)
		return booking->ends_at + BOOKING_REVIEW;
	return booking->state == BOOKING_ACCEPTED ? booking->starts_at : 0;
}

/* A visit that fell through gives the matter back to where it came from. */
static enum err move_matter(struct scope *scope, const struct booking *booking)
{
	const struct arrival *arrival = &arrivals[booking->state];
	const struct subject_kind *threads = subject_kind_named(scope->house, S("thread"));
	bool is_held = arrival->holder == HELD_BY_HELPER;
	struct matter to = { .step = arrival->matter, .holder = arrival->holder, .due_at = matter_due(booking),
		.holder_id = is_held ? booking->helper_id : 0 };
	if (arrival->is_failed && booking->task_id) {
		to = (struct matter){ .step = MATTER_HELP_WANTED, .holder = HELD_BY_COMMUNITY,
			.latest = subject_of(&task_subject, booking->task_id) };
	} else if (arrival->is_failed && booking->thread_id && threads) {
		to = (struct matter){ .step = MATTER_ANSWERED, .holder = HELD_BY_OWNER,
			.latest = subject_of(threads, booking->thread_id) };
	}
	return trail_move(scope, subject_of(&booking_subject, booking->id), &to);
}

static enum err plan_timers(struct scope *scope, const struct booking *booking)
{
	struct subject subject = subject_of(&booking_subject, booking->id);
	switch ((enum booking_state)booking->state) {
	case BOOKING_REQUESTED:
		return job_plan(scope, &booking_expire_job, subject, booking->expires_at);
	case BOOKING_ACCEPTED:
		return job_plan(scope, &booking_finish_job, subject, booking->ends_at + AUTO_DONE);
	case BOOKING_DONE:
	case BOOKING_DONE_AUTO:
		return job_plan(scope, &booking_close_job, subject, booking->ends_at + BOOKING_REVIEW);
	default:
		return arrivals[booking->state].is_over ? job_plan(scope, &booking_wipe_job, subject, booking->wipe_at) : OK;
	}
}

/* Timers of the state that was left; running late they would find nothing to do. */
static enum err cancel_timers(struct scope *scope, const struct booking *booking, int from)
{
	struct subject subject = subject_of(&booking_subject, booking->id);
	if (from == BOOKING_REQUESTED)
		return job_cancel(scope, &booking_expire_job, subject);
	bool was_agreed = from == BOOKING_ACCEPTED || from == BOOKING_IN_PROGRESS;
	if (was_agreed && booking->state != BOOKING_IN_PROGRESS)
		return job_cancel(scope, &booking_finish_job, subject);
	return OK;
}

static enum err write_log(struct scope *scope, const struct booking *booking, int from, str reason)
{
	struct booking_step_log step = {
		.booking_id = booking->id, .id = id_new(scope->now), .from_state = from, .to_state = booking->state,
		.actor_id = scope->actor_id ? scope->actor_id : scope->member_id, .reason = reason, .at = scope->now,
	};
	return booking_log(scope, &step);
}

/* All that follows a new state, in the same unit; `from` is the state before, -1 when it was just made. */
static enum err arrive(struct scope *scope, const struct booking *booking, int from, str reason)
{
	const struct arrival *arrival = &arrivals[booking->state];
	struct subject subject = subject_of(&booking_subject, booking->id);
	enum err err = write_log(scope, booking, from, reason);
	if (!err && arrival->frees_slot)
		err = calendar_free(scope, subject);
	if (!err)
		err = cancel_timers(scope, booking, from);
	if (!err)
		err = plan_timers(scope, booking);
	if (!err && booking->task_id && arrival->task != TASK_STEP_COUNT)
		err = task_follow(scope, booking->task_id, arrival->task);
	if (!err)
		err = move_matter(scope, booking);
	subject_changed(scope, subject);
	return err;
}

/* To whoever did not act; when the clock did, listeners tell both. */
static enum err tell(struct scope *scope, const struct news_kind *kind, const struct booking *booking, str reason)
{
	enum booking_party party = booking_party_of(booking, scope->member_id);
	struct news news = {
		.kind = kind, .subject = subject_of(&booking_subject, booking->id), .text = reason,
		.to_member_id = party == PARTY_ASKER ? booking->helper_id : party == PARTY_HELPER ? booking->asker_id : 0,
	};
	if (booking->offer_id && kind == &offer_accepted)
		news.other = subject_of(&offer_subject, booking->offer_id);
	return news_tell(scope, &news);
}

/* ── taking a step ── */

/* The slot is asked for once more: a hold that is gone cannot be booked. */
static enum err agree(struct scope *scope, struct booking *booking)
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
	booking->accepted_at = scope->now;
	return OK;
}

static void note_times(struct scope *scope, struct booking *booking)
{
	const struct arrival *arrival = &arrivals[booking->state];
	if (booking->state == BOOKING_DONE || booking->state == BOOKING_DONE_AUTO)
		booking->finished_at = scope->now;
	if (booking->state == BOOKING_CANCELLED_EARLY || booking->state == BOOKING_CANCELLED_LATE)
		booking->sequence++;
	if (arrival->is_over)
		booking->wipe_at = scope->now + KEPT;
}

static enum err make_move(struct scope *scope, struct booking *booking, const struct move *move, str reason)
{
	enum booking_state from = (enum booking_state)booking->state;
	enum err err = OK;
	booking->state = (int)move->to;
	if (move->to == BOOKING_ACCEPTED && (err = agree(scope, booking)))
		return err;
	note_times(scope, booking);
	if ((err = booking_change_state(scope, booking, from)))
		return err;
	if ((err = arrive(scope, booking, (int)from, reason)))
		return err;
	return tell(scope, move->news, booking, reason);
}

enum err booking_show(struct scope *scope, int64_t booking_id, struct booking *booking_out)
{
	struct booking booking;
	enum err err = booking_load(scope, booking_id, &booking);
	if (err)
		return err;
	/* To a stranger a booking does not exist, so that ids tell nothing. */
	if (booking_party_of(&booking, scope->member_id) == PARTY_NONE)
		return refuse(scope, ERR_NOT_FOUND, "booking.not_found");
	*booking_out = booking;
	return OK;
}

static enum err take(struct scope *scope, struct booking *booking, enum booking_step step, str reason)
{
	const char *why;
	enum booking_party party = booking_party_of(booking, scope->member_id);
	const struct move *move = find_move(booking, step, party, scope->now, &why);
	return move ? make_move(scope, booking, move, reason) : refuse(scope, ERR_CONFLICT, why);
}

enum err booking_take_step(struct scope *scope, int64_t booking_id, enum booking_step step, str reason)
{
	struct booking booking;
	assert(step < BOOKING_STEP_COUNT);
	enum err err = booking_show(scope, booking_id, &booking);
	if (err)
		return err;
	if (step == BOOKING_FINISH_CODE)
		return refuse_field(scope, "code", "booking.code_missing");
	if (utf8_length(reason) > BOOKING_REASON_MAX)
		return refuse_field(scope, "reason", "field.too_long");
	return take(scope, &booking, step, reason);
}

enum err booking_finish_with_code(struct scope *scope, int64_t booking_id, str code, bool *matches_out)
{
	struct booking booking;
	struct booking_secret secret;
	enum err err = booking_show(scope, booking_id, &booking);
	if (err)
		return err;
	if (!booking_may(&booking, BOOKING_FINISH_CODE, scope->member_id, scope->now))
		return take(scope, &booking, BOOKING_FINISH_CODE, S("")); /* says why not */
	if (booking.code_tries >= BOOKING_CODE_TRIES)
		return refuse(scope, ERR_CONFLICT, "booking.code_locked");
	if ((err = booking_secret_open(scope, &booking, &secret)))
		return err;
	*matches_out = secret.code.len > 0 && crypt_equal(secret.code, code);
	return *matches_out ? take(scope, &booking, BOOKING_FINISH_CODE, S("")) : booking_count_try(scope, booking.id);
}

enum err booking_follow(struct scope *scope, int64_t booking_id, enum booking_step step)
{
	struct booking booking;
	const char *why;
	enum err err = booking_load(scope, booking_id, &booking);
	if (err)
		return err;
	const struct move *move = find_move(&booking, step, PARTY_HOUSE, scope->now, &why);
	return move ? make_move(scope, &booking, move, S("")) : OK;
}

/* ── for booking_book.c: a booking begins ── */

enum err booking_begin(struct scope *scope, const struct booking *booking)
{
	struct subject subject = subject_of(&booking_subject, booking->id);
	const struct subject_kind *threads = subject_kind_named(scope->house, S("thread"));
	struct matter matter;
	int64_t matter_id;
	enum err err = OK;
	if (booking->task_id) {
		err = trail_grow(scope, subject_of(&task_subject, booking->task_id), subject, "trail.booked");
	} else if (booking->thread_id && threads) {
		struct subject thread = subject_of(threads, booking->thread_id);
		err = trail_matter(scope, thread, &matter);
		if (!err && matter.owner_id == booking->asker_id)
			err = trail_grow(scope, thread, subject, "trail.booked");
		err = err == ERR_NOT_FOUND ? OK : err;
	}
	if (err || (err = trail_begin(scope, subject, booking->asker_id, &matter_id)))
		return err;
	if ((err = arrive(scope, booking, -1, S(""))))
		return err;
	return tell(scope, booking->offer_id ? &offer_accepted : &booking_requested, booking, S(""));
}

/* ── after the visit ── */

enum err booking_reveal(struct scope *scope, const struct booking *booking, struct booking_reveal *reveal_out)
{
	enum booking_party party = booking_party_of(booking, scope->member_id);
	struct booking_secret secret;
	enum err err = booking_secret_open(scope, booking, &secret);
	if (err)
		return err;
	bool is_agreed = booking->accepted_at && !arrivals[booking->state].is_failed;
	*reveal_out = (struct booking_reveal){ .is_open = is_agreed && party != PARTY_NONE && booking->sealed.len > 0 };
	reveal_out->secret = (struct booking_secret){ S(""), S(""), S(""), S(""), S("") };
	if (party == PARTY_ASKER) {
		reveal_out->secret = secret;
		if (!is_agreed)
			reveal_out->secret.helper_phone = reveal_out->secret.code = S("");
	} else if (reveal_out->is_open) {
		reveal_out->secret = secret;
		reveal_out->secret.code = S(""); /* the asker tells it at the door */
	}
	return OK;
}

static bool is_done(const struct booking *booking)
{
	return booking->state == BOOKING_DONE || booking->state == BOOKING_DONE_AUTO || booking->state == BOOKING_CLOSED;
}

static enum err check_fix(struct scope *scope, const struct booking *booking, str text)
{
	if (booking_party_of(booking, scope->member_id) != PARTY_HELPER)
		return refuse(scope, ERR_FORBIDDEN, "booking.fix_not_yours");
	if (!is_done(booking))
		return refuse(scope, ERR_CONFLICT, "booking.not_done");
	if (!booking->thread_id)
		return refuse(scope, ERR_CONFLICT, "booking.no_thread");
	if (utf8_length(text) < FIX_MIN || text.len > BOOKING_FIX_MAX)
		return refuse_field(scope, "body", "booking.fix_wrong");
	return OK;
}

enum err booking_write_fix(struct scope *scope, int64_t booking_id, str text)
{
	struct booking booking;
	bool first;
	const struct subject_kind *threads = subject_kind_named(scope->house, S("thread"));
	enum err err = booking_show(scope, booking_id, &booking);
	if (err || (err = check_fix(scope, &booking, text)))
		return err;
	if (!threads)
		return refuse(scope, ERR_CONFLICT, "booking.no_thread");
	if ((err = gate_ask(scope, &gate_publish, subject_of(&booking_subject, booking.id), text)))
		return err;
	if ((err = booking_mark_fix(scope, booking.id, &first)))
		return err;
	if (!first)
		return refuse(scope, ERR_CONFLICT, "booking.fix_already");
	subject_changed(scope, subject_of(&booking_subject, booking.id));
	const struct news news = { .kind = &news_fix_written, .subject = subject_of(&booking_subject, booking.id),
		.other = subject_of(threads, booking.thread_id), .to_member_id = booking.asker_id, .text = text };
	return news_tell(scope, &news);
}

/* ── conditions ── */

static const char *not_run_out(const struct booking *booking, moment now)
{
	return now < booking->expires_at ? NULL : "booking.expired_already";
}

static const char *has_run_out(const struct booking *booking, moment now)
{
	return now >= booking->expires_at ? NULL : "booking.step_not_open";
}

bool booking_is_late(const struct booking *booking, moment now)
{
	/* From the earliest start ever agreed: who moves a visit cannot dodge the rule. */
	return now > booking->earliest_at - BOOKING_LATE && now > booking->accepted_at + BOOKING_GRACE;
}

static const char *is_early(const struct booking *booking, moment now)
{
	return booking_is_late(booking, now) ? "booking.step_not_open" : NULL;
}

static const char *may_start(const struct booking *booking, moment now)
{
	if (now < booking->starts_at - START_BEFORE)
		return "booking.start_too_early";
	return now <= booking->starts_at + START_AFTER ? NULL : "booking.start_too_late";
}

static const char *has_begun(const struct booking *booking, moment now)
{
	return now >= booking->starts_at ? NULL : "booking.not_begun";
}

static const char *is_long_over(const struct booking *booking, moment now)
{
	return now >= booking->ends_at + AUTO_DONE ? NULL : "booking.step_not_open";
}

static const char *reviews_are_over(const struct booking *booking, moment now)
{
	return now >= booking->ends_at + BOOKING_REVIEW ? NULL : "booking.step_not_open";
}
