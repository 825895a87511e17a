/*
 * booking.c: taking the steps of a booking.
 *
 * Which steps there are says booking_table.c, what each writes booking_effect.c.  What a
 * state brings with it (slot, task, matter, secrets) is one row of `arrivals` here.
 */
#include "features/marketplace/booking.h"

#include "base/utf8.h"
#include "features/calendar/calendar.h"
#include "features/member/member_news.h"
#include "features/marketplace/booking_begin.h"
#include "features/marketplace/booking_effect.h"
#include "features/marketplace/chat_store.h"
#include "features/marketplace/contact.h"
#include "features/marketplace/helper_store.h"
#include "features/marketplace/marketplace_news.h"
#include "features/marketplace/room_store.h"
#include "features/marketplace/service_store.h"
#include "features/marketplace/task.h"

#define KEPT DAYS(90) /* address and phones, after the end */
enum { FIX_MIN = 10 };

/* ── what a state brings with it ── */

/* task: what becomes of the task it came from; TASK_STEP_COUNT = nothing.  gives_back: the matter goes where it came
   from.  shuts: address and phones are closed again. */
static const struct arrival {
	bool frees_slot, gives_back, shuts, is_over;
	enum task_step task;
	enum matter_step matter;
	enum matter_holder holder;
} arrivals[BOOKING_STATE_COUNT] = {
	[BOOKING_REQUESTED]        = { false, false, false, false, TASK_STEP_COUNT, MATTER_REQUESTED, HELD_BY_HELPER },
	[BOOKING_ACCEPTED]         = { false, false, false, false, TASK_RESERVE,    MATTER_BOOKED, HELD_BY_HELPER },
	[BOOKING_CONFIRMED]        = { false, false, false, false, TASK_STEP_COUNT, MATTER_BOOKED, HELD_BY_HELPER },
	[BOOKING_DECLINED]         = { true,  true,  true,  true,  TASK_REOPEN,     MATTER_CLOSED, HELD_BY_NOBODY },
	[BOOKING_WITHDRAWN]        = { true,  true,  true,  true,  TASK_REOPEN,     MATTER_CLOSED, HELD_BY_NOBODY },
	[BOOKING_EXPIRED]          = { true,  true,  true,  true,  TASK_REOPEN,     MATTER_CLOSED, HELD_BY_NOBODY },
	[BOOKING_CANCELLED_EARLY]  = { true,  true,  true,  true,  TASK_REOPEN,     MATTER_CLOSED, HELD_BY_NOBODY },
	[BOOKING_CANCELLED_LATE]   = { true,  true,  true,  true,  TASK_REOPEN,     MATTER_CLOSED, HELD_BY_NOBODY },
	[BOOKING_IN_PROGRESS]      = { false, false, false, false, TASK_STEP_COUNT, MATTER_VISIT,  HELD_BY_HELPER },
	[BOOKING_DONE]             = { false, false, false, false, TASK_FULFIL,     MATTER_DONE,   HELD_BY_OWNER },
	[BOOKING_DONE_AUTO]        = { false, false, false, false, TASK_FULFIL,     MATTER_DONE,   HELD_BY_OWNER },
	[BOOKING_NO_SHOW_CUSTOMER] = { true,  true,  true,  true,  TASK_REOPEN,     MATTER_CLOSED, HELD_BY_NOBODY },
	[BOOKING_NO_SHOW_HELPER]   = { true,  true,  true,  true,  TASK_REOPEN,     MATTER_CLOSED, HELD_BY_NOBODY },
	[BOOKING_FAILED]           = { true,  true,  false, true,  TASK_REOPEN,     MATTER_CLOSED, HELD_BY_NOBODY },
	[BOOKING_HANDED_TO_BRAND]  = { true,  false, false, true,  TASK_FULFIL,     MATTER_VISIT,  HELD_BY_BRAND },
	[BOOKING_CLOSED]           = { false, false, false, true,  TASK_STEP_COUNT, MATTER_CLOSED, HELD_BY_NOBODY },
};

static moment matter_due(const struct booking *booking)
{
	if (booking->state == BOOKING_REQUESTED)
		return booking->expires_at;
	if (booking->state == BOOKING_DONE || booking->state == BOOKING_DONE_AUTO)
		return booking->ends_at + BOOKING_REVIEW;
	if (booking->state == BOOKING_IN_PROGRESS) /* then it counts as done, if nobody has said anything */
		return booking->ends_at + BOOKING_AUTO;
	bool is_agreed = booking->state == BOOKING_ACCEPTED || booking->state == BOOKING_CONFIRMED;
	return is_agreed ? booking->starts_at : 0;
}

/* A visit that fell through gives the matter back to where it came from; help is wanted on until its task ends. */
static enum err move_matter(struct scope *scope, const struct booking *booking)
{
	const struct arrival *arrival = &arrivals[booking->state];
	const struct subject_kind *threads = subject_kind_named(scope->house, S("thread"));
	bool is_held = arrival->holder == HELD_BY_HELPER;
	struct matter to = { .step = arrival->matter, .holder = arrival->holder, .due_at = matter_due(booking),
		.holder_id = is_held ? booking->helper_id : 0 };
	if (arrival->gives_back && booking->task_id) {
		struct task task;
		enum err err = task_load(scope, booking->task_id, &task);
		if (err)
			return err;
		to = (struct matter){ .step = MATTER_HELP_WANTED, .holder = HELD_BY_COMMUNITY, .due_at = task.expires_at,
			.latest = subject_of(&task_subject, booking->task_id) };
	} else if (arrival->gives_back && booking->thread_id && threads) {
		to = (struct matter){ .step = MATTER_ANSWERED, .holder = HELD_BY_OWNER,
			.latest = subject_of(threads, booking->thread_id) };
	}
	return trail_move(scope, subject_of(&booking_subject, booking->id), &to);
}

/* What the helper's reliability is counted from.  What is contested, or nobody's fault, counts for nothing. */
static enum err count_visit(struct scope *scope, const struct booking *before, const struct booking *booking)
{
	bool is_new = before->state != booking->state;
	bool is_done = is_new && (booking->state == BOOKING_DONE || booking->state == BOOKING_DONE_AUTO);
	bool is_late = is_new && booking->state == BOOKING_CANCELLED_LATE && scope->member_id == booking->helper_id;
	bool is_missed = is_new && booking->state == BOOKING_NO_SHOW_HELPER;
	bool is_contested = booking->state == BOOKING_NO_SHOW_HELPER && booking->contested_at && !before->contested_at;
	int faults = (is_late || is_missed) - is_contested;
	if (!is_done && !faults)
		return OK;
	subject_changed(scope, subject_of(&member_subject, booking->helper_id));
	return helper_add_visits(scope, booking->helper_id, is_done, faults);
}

/* A step of a booking: where it came from and what was said with it. */
struct taken { const struct booking *before; int step; str reason; };

static enum err write_log(struct scope *scope, const struct booking *booking, const struct taken *taken)
{
	struct booking_step_log step = {
		.booking_id = booking->id, .id = id_new(scope->now), .step = taken->step,
		.from_state = taken->before ? taken->before->state : -1, .to_state = booking->state,
		.actor_id = scope->actor_id ? scope->actor_id : scope->member_id, .reason = taken->reason, .at = scope->now,
	};
	return booking_log(scope, &step);
}

/* What a state brings; a step that stays in its state leaves it as it is. */
static enum err settle(struct scope *scope, const struct booking *booking)
{
	const struct arrival *arrival = &arrivals[booking->state];
	enum err err = arrival->frees_slot ? calendar_free(scope, subject_of(&booking_subject, booking->id)) : OK;
	if (!err && booking->state == BOOKING_ACCEPTED) { /* from now on the two may know how to reach each other */
		const struct chat chat = { .task_id = booking->task_id, .booking_id = booking->task_id ? 0 : booking->id,
			.helper_id = booking->helper_id };
		err = chat_open(scope, &chat);
	}
	if (!err && booking->task_id && arrival->task != TASK_STEP_COUNT)
		err = task_follow(scope, booking->task_id, arrival->task);
	return err ? err : move_matter(scope, booking);
}

/* All that follows a step, in the same unit; taken->before is NULL when the booking was just made. */
static enum err arrive(struct scope *scope, const struct booking *booking, const struct taken *taken)
{
	static const struct booking nothing = { .state = -1 };
	const struct booking *before = taken->before ? taken->before : &nothing;
	bool is_new = before->state != booking->state || before->starts_at != booking->starts_at;
	enum err err = write_log(scope, booking, taken);
	if (!err)
		err = booking_plan_timers(scope, before, booking);
	if (!err && is_new)
		err = settle(scope, booking);
	if (!err)
		err = count_visit(scope, before, booking);
	subject_changed(scope, subject_of(&booking_subject, booking->id));
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

static const struct booking_words nothing_said = { .reason = { "", 0 } };

/* Before a visit is agreed, a reason is no way to pass a phone number on, neither here nor by mail (contact.h). */
static str reason_to_tell(struct scope *scope, const struct booking *booking, str reason)
{
	return booking->state == BOOKING_REQUESTED ? contact_hide(scope->arena, reason, NULL) : reason;
}

static enum err make_move(struct scope *scope, struct booking *booking, const struct booking_move *move,
                          const struct booking_words *words)
{
	const struct booking before = *booking;
	str reason = reason_to_tell(scope, booking, words->reason);
	enum err err = booking_effect(scope, booking, move, words);
	if (err)
		return err;
	if (move->to != BOOKING_STAYS)
		booking->state = move->to;
	if (move->to != BOOKING_STAYS && arrivals[booking->state].is_over)
		booking->wipe_at = scope->now + KEPT;
	if ((err = booking_change_state(scope, booking, (enum booking_state)before.state)))
		return err;
	if ((err = arrive(scope, booking, &(struct taken){ &before, move->step, reason })))
		return err;
	return move->news ? tell(scope, move->news, booking, reason) : OK;
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

static enum err take(struct scope *scope, struct booking *booking, enum booking_step step,
                     const struct booking_words *words)
{
	const char *why;
	enum booking_party party = booking_party_of(booking, scope->member_id);
	const struct booking_move *move = booking_move_find(booking, step, party, scope->now, &why);
	return move ? make_move(scope, booking, move, words) : refuse(scope, ERR_CONFLICT, why);
}

enum err booking_take_step_with(struct scope *scope, int64_t booking_id, enum booking_step step,
                                const struct booking_words *words)
{
	struct booking booking;
	assert(step < BOOKING_STEP_COUNT);
	enum err err = booking_show(scope, booking_id, &booking);
	if (err)
		return err;
	if (step == BOOKING_FINISH_CODE)
		return refuse_field(scope, "code", "booking.code_missing");
	return take(scope, &booking, step, words);
}

enum err booking_take_step(struct scope *scope, int64_t booking_id, enum booking_step step, str reason)
{
	return booking_take_step_with(scope, booking_id, step, &(struct booking_words){ .reason = reason });
}

enum err booking_finish_with_code(struct scope *scope, int64_t booking_id, str code, bool *matches_out)
{
	struct booking booking;
	struct booking_secret secret;
	enum err err = booking_show(scope, booking_id, &booking);
	if (err)
		return err;
	if (!booking_may(&booking, BOOKING_FINISH_CODE, scope->member_id, scope->now))
		return take(scope, &booking, BOOKING_FINISH_CODE, &nothing_said); /* says why not */
	if (booking.code_tries >= BOOKING_CODE_TRIES)
		return refuse(scope, ERR_CONFLICT, "booking.code_locked");
	if ((err = booking_secret_open(scope, &booking, &secret)))
		return err;
	*matches_out = secret.code.len > 0 && crypt_equal(secret.code, code);
	return *matches_out ? take(scope, &booking, BOOKING_FINISH_CODE, &nothing_said) : booking_count_try(scope, booking.id);
}

enum err booking_follow(struct scope *scope, int64_t booking_id, enum booking_step step)
{
	struct booking booking;
	const char *why;
	enum err err = booking_load(scope, booking_id, &booking);
	if (err)
		return err;
	const struct booking_move *move = booking_move_find(&booking, step, PARTY_HOUSE, scope->now, &why);
	return move ? make_move(scope, &booking, move, &nothing_said) : OK;
}

/* ── for booking_book.c: a booking begins ── */

enum err booking_begin(struct scope *scope, const struct booking *booking)
{
	struct subject subject = subject_of(&booking_subject, booking->id);
	const struct subject_kind *threads = subject_kind_named(scope->house, S("thread"));
	struct matter matter;
	int64_t matter_id;
	static const char *const grown[WAY_COUNT] = { "trail.booked", "trail.booked_phone", "trail.booked_video" };
	enum err err = OK;
	if (booking->task_id) {
		err = trail_grow(scope, subject_of(&task_subject, booking->task_id), subject, grown[booking->way]);
	} else if (booking->thread_id && threads) {
		struct subject thread = subject_of(threads, booking->thread_id);
		err = trail_matter(scope, thread, &matter);
		if (!err && matter.owner_id == booking->asker_id)
			err = trail_grow(scope, thread, subject, grown[booking->way]);
		err = err == ERR_NOT_FOUND ? OK : err;
	}
	if (err || (err = trail_begin(scope, subject, booking->asker_id, &matter_id)))
		return err;
	if ((err = arrive(scope, booking, &(struct taken){ NULL, -1, S("") })))
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
	bool is_agreed = booking->accepted_at && !arrivals[booking->state].shuts;
	*reveal_out = (struct booking_reveal){ .is_open = is_agreed && party != PARTY_NONE && booking->sealed.len > 0 };
	reveal_out->secret = (struct booking_secret){ S(""), S(""), S(""), S(""), S(""), S("") };
	if (party == PARTY_ASKER) {
		reveal_out->secret = secret;
		if (!is_agreed)
			reveal_out->secret.helper_phone = reveal_out->secret.code = S("");
	} else if (reveal_out->is_open) {
		reveal_out->secret = secret;
		reveal_out->secret.code = S(""); /* the asker tells it at the door, or before hanging up */
	}
	/* The helper's room is open as long as there is a talk to come. */
	bool is_video = reveal_out->is_open && booking->way == WAY_VIDEO && booking_is_agreed(booking);
	return is_video ? room_load(scope, booking->helper_id, &reveal_out->secret.link) : OK;
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
	if (utf8_length(text) < FIX_MIN || utf8_length(text) > BOOKING_FIX_MAX)
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
