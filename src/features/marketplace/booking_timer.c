/* booking_timer.c: what happens to bookings by itself: stored jobs that take the clock's steps. */
#include "features/marketplace/booking.h"
#include "features/marketplace/review.h"

/* A job may come late, twice, or when somebody was faster: then the step is not open, and nothing happens. */
static enum err run_expire(struct scope *scope, const struct job *job)
{
	return booking_follow(scope, job->subject.id, BOOKING_RUN_OUT);
}

static enum err run_finish(struct scope *scope, const struct job *job)
{
	return booking_follow(scope, job->subject.id, BOOKING_FINISH_AUTO);
}

/* The time for reviews is over: a lone one is published, too. */
static enum err run_close(struct scope *scope, const struct job *job)
{
	struct booking booking;
	enum err err = booking_load(scope, job->subject.id, &booking);
	if (err)
		return err;
	if (!booking_step_is_open(&booking, BOOKING_CLOSE, PARTY_HOUSE, scope->now))
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
const struct job_kind booking_finish_job = { .name = "marketplace.booking_finish", .run = run_finish };
const struct job_kind booking_close_job = { .name = "marketplace.booking_close", .run = run_close };
const struct job_kind booking_wipe_job = { .name = "marketplace.booking_wipe", .run = run_wipe };
