/*
 * helper_standing.c: whoever is suspended as a member leaves all lists of help, and comes back in time.
 *
 * A suspension ends by the clock, without anyone acting: a job looks again at that moment.
 */
#include "features/marketplace/helper_standing.h"

#include "features/marketplace/approval.h"
#include "features/marketplace/helper_leave.h"
#include "features/marketplace/helper_store.h"
#include "features/marketplace/marketplace_news.h"
#include "features/member/member.h"
#include "features/member/member_news.h"

enum err helper_stand(struct scope *scope, int64_t member_id)
{
	struct helper_list list;
	struct application application;
	struct member member;
	struct subject subject = subject_of(&member_subject, member_id);
	enum err err = helper_load_some(scope, (struct ids){ &member_id, 1 }, &list);
	if (err || !list.count)
		return err;
	if ((err = application_load(scope, list.at[0].application_id, &application)) ||
	    (err = member_load(scope, member_id, &member)))
		return err;
	bool is_suspended = member.suspended_until > scope->now;
	bool is_allowed;
	if ((err = approval_allows(scope, &list.at[0], &is_allowed)))
		return err;
	bool is_active = application.state == APPLICATION_APPROVED && !member_is_away(&member, scope->now) && is_allowed;
	if (is_active != list.at[0].active) {
		if ((err = helper_set_active(scope, member_id, is_active)))
			return err;
		subject_changed(scope, subject);
		subject_changed(scope, subject_of(&service_subject, 0)); /* every list of services */
		if (!is_active && (err = job_plan(scope, &booking_leave_job, subject, scope->now)))
			return err;
	}
	return is_suspended ? job_plan(scope, &standing_job, subject, member.suspended_until) : OK;
}

enum err helper_standing_hear(struct scope *scope, const struct news *news)
{
	return helper_stand(scope, news->subject.id);
}

static enum err run(struct scope *scope, const struct job *job)
{
	return helper_stand(scope, job->subject.id);
}

const struct job_kind standing_job = { .name = "marketplace.standing", .run = run };
