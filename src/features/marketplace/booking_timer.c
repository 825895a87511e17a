/*
 * booking_timer.c: what happens to bookings by itself: stored jobs, one row of `timers` each.
 *
 * A job may come late, twice, or when somebody was faster: then the step is not open, and
 * nothing happens.
 */
#include "features/marketplace/booking.h"

#include "features/marketplace/marketplace_news.h"
#include "features/marketplace/review.h"

/* ── when ── */

/* 0 = not at all, as the booking stands. */
typedef moment when(const struct booking *booking);

static bool is_in(const struct booking *booking, enum booking_state a, enum booking_state b)
{
	return booking->state == (int)a || booking->state == (int)b;
}

static moment expires(const struct booking *booking)
{
	return booking->state == BOOKING_REQUESTED ? booking->expires_at : 0;
}

static moment contact_is_due(const struct booking *booking)
{
	moment at = booking->agreed_at + BOOKING_CONTACT_IN;
	bool is_open = is_in(booking, BOOKING_ACCEPTED, BOOKING_CONFIRMED) && !booking->contacted_at;
	return is_open && at < booking->starts_at ? at : 0;
}

/* What was agreed within the last day before the visit is fresh enough. */
static moment confirm_is_due(const struct booking *booking)
{
	moment at = booking->starts_at - BOOKING_CONFIRM_FROM;
	return booking->state == BOOKING_ACCEPTED && booking->agreed_at < at ? at : 0;
}

static moment alert_is_due(const struct booking *booking)
{
	return confirm_is_due(booking) ? booking->starts_at - BOOKING_ALERT : 0;
}

static moment move_lapses(const struct booking *booking)
{
	return booking->move_to ? booking->move_until : 0;
}

static moment finishes(const struct booking *booking)
{
	return booking->state >= 0 && booking_is_agreed(booking) ? booking->ends_at + BOOKING_AUTO : 0;
}

static moment reviews_end(const struct booking *booking)
{
	return booking->state >= 0 && booking_is_reviewable(booking) ? booking->ends_at + BOOKING_REVIEW : 0;
}

static moment wipes(const struct booking *booking)
{
	return booking->wipe_at;
}

static const struct { const struct job_kind *job; when *due; } timers[] = {
	{ &booking_expire_job,  expires },
	{ &booking_contact_job, contact_is_due },
	{ &booking_confirm_job, confirm_is_due },
	{ &booking_alert_job,   alert_is_due },
	{ &booking_lapse_job,   move_lapses },
	{ &booking_finish_job,  finishes },
	{ &booking_close_job,   reviews_end },
	{ &booking_wipe_job,    wipes },
};

enum err booking_plan_timers(struct scope *scope, const struct booking *before, const struct booking *booking)
{
	struct subject subject = subject_of(&booking_subject, booking->id);
	enum err err = OK;
	for (size_t i = 0; !err && i < COUNT(timers); i++) {
		moment was = timers[i].due(before), is = timers[i].due(booking);
		if (is && is != was)
			err = job_plan(scope, timers[i].job, subject, is);
		else if (was && !is)
			err = job_cancel(scope, timers[i].job, subject);
	}
	return err;
}

/* ── what ── */

static enum err run_expire(struct scope *scope, const struct job *job)
{
	return booking_follow(scope, job->subject.id, BOOKING_RUN_OUT);
}

static enum err run_finish(struct scope *scope, const struct job *job)
{
	return booking_follow(scope, job->subject.id, BOOKING_FINISH_AUTO);
}

static enum err run_lapse(struct scope *scope, const struct job *job)
{
	return booking_follow(scope, job->subject.id, BOOKING_MOVE_LAPSE);
}

/* Tells one of the two, unless what was due has been done. */
static enum err remind(struct scope *scope, const struct job *job, when *due, const struct news_kind *kind)
{
	struct booking booking;
	enum err err = booking_load(scope, job->subject.id, &booking);
	if (err)
		return err;
	moment at = due(&booking);
	if (!at || at > scope->now || scope->now >= booking.starts_at)
		return OK;
	const struct news news = { .kind = kind, .subject = job->subject,
		.to_member_id = kind == &booking_unconfirmed ? booking.asker_id : booking.helper_id };
	return news_tell(scope, &news);
}

static enum err run_contact(struct scope *scope, const struct job *job)
{
	return remind(scope, job, contact_is_due, &booking_contact_due);
}

static enum err run_confirm(struct scope *scope, const struct job *job)
{
	return remind(scope, job, confirm_is_due, &booking_confirm_due);
}

static enum err run_alert(struct scope *scope, const struct job *job)
{
	return remind(scope, job, alert_is_due, &booking_unconfirmed);
}

/* The time for reviews is over: a lone one is published, too.  What did not end well keeps its state. */
static enum err run_close(struct scope *scope, const struct job *job)
{
	struct booking booking;
	enum err err = booking_load(scope, job->subject.id, &booking);
	if (err)
		return err;
	moment at = reviews_end(&booking);
	if (!at || at > scope->now)
		return OK;
	if ((err = review_publish_all(scope, &booking)))
		return err;
	return booking_follow(scope, booking.id, BOOKING_CLOSE);
}

static enum err run_wipe(struct scope *scope, const struct job *job)
{
	struct booking booking;
	enum err err = booking_load(scope, job->subject.id, &booking);
	if (err || !booking.wipe_at || booking.wipe_at > scope->now)
		return err;
	return booking_wipe(scope, booking.id);
}

const struct job_kind booking_expire_job = { .name = "marketplace.booking_expire", .run = run_expire };
const struct job_kind booking_contact_job = { .name = "marketplace.booking_contact", .run = run_contact };
const struct job_kind booking_confirm_job = { .name = "marketplace.booking_confirm", .run = run_confirm };
const struct job_kind booking_alert_job = { .name = "marketplace.booking_alert", .run = run_alert };
const struct job_kind booking_lapse_job = { .name = "marketplace.booking_lapse", .run = run_lapse };
const struct job_kind booking_finish_job = { .name = "marketplace.booking_finish", .run = run_finish };
const struct job_kind booking_close_job = { .name = "marketplace.booking_close", .run = run_close };
const struct job_kind booking_wipe_job = { .name = "marketplace.booking_wipe", .run = run_wipe };
