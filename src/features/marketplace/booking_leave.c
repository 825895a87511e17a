/*
 * booking_leave.c: when a helper is suspended, whoever asked or booked is told, and finds others.
 *
 * A few bookings in a unit.  A member's suspension has an end: what begins after it stays.
 */
#include "features/marketplace/helper_leave.h"

#include "features/marketplace/booking.h"
#include "features/marketplace/helper_store.h"
#include "features/member/member.h"

static enum err leave_until(struct scope *scope, int64_t member_id, moment *until_out)
{
	struct helper_list list;
	struct application application;
	struct member member;
	enum err err = helper_load_some(scope, (struct ids){ &member_id, 1 }, &list);
	*until_out = 0;
	if (err || !list.count || list.at[0].active)
		return err;
	if ((err = application_load(scope, list.at[0].application_id, &application)) ||
	    (err = member_load(scope, member_id, &member)))
		return err;
	*until_out = application.state == APPLICATION_APPROVED ? member.suspended_until : INT64_MAX;
	return OK;
}

static enum err run(struct scope *scope, const struct job *job)
{
	struct ids ids;
	moment until;
	enum err err = leave_until(scope, job->subject.id, &until);
	if (err || !until || (err = booking_load_ahead(scope, job->subject.id, until, &ids)))
		return err;
	enum { A_PIECE = 1 }; /* two that go back to their tasks are more than a unit may ask */
	for (size_t i = 0; !err && i < ids.count && i < A_PIECE; i++)
		err = booking_follow(scope, ids.at[i], BOOKING_HELPER_GONE);
	return err || ids.count <= A_PIECE ? err : job_plan(scope, &booking_leave_job, job->subject, scope->now);
}

const struct job_kind booking_leave_job = { .name = "marketplace.booking_leave", .run = run };
