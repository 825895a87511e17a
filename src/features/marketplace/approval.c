/*
 * approval.c: once a day, who is near the end is told and who has reached it loses the badge; a few in a unit.
 *
 * Who may not go on without it leaves the lists; what was agreed takes place all the same,
 * because the asker relies on it.
 */
#include "features/marketplace/approval.h"

#include "features/marketplace/marketplace_news.h"
#include "features/member/member_news.h"

enum { A_RUN = 10, MONTHS_A_YEAR = 12, LAST_SAFE_DAY = 28 };
enum { MONTHS, UNCHECKED };

const struct setting approval_settings[] = {
	[MONTHS]    = { "marketplace.approval_months", SETTING_NUMBER, "24", 1, 120 },
	[UNCHECKED] = { "marketplace.unchecked_helps", SETTING_SWITCH, "1", 0, 0 },
	{ .name = NULL },
};

enum err approval_end(struct scope *scope, moment *until_out)
{
	int64_t months;
	enum err err = setting_number(scope, &approval_settings[MONTHS], &months);
	if (err)
		return err;
	struct wall wall = wall_at(scope->zone, scope->now);
	int64_t count = wall.year * MONTHS_A_YEAR + wall.month - 1 + months; /* at most some ten years on */
	wall.year = (int)(count / MONTHS_A_YEAR);
	wall.month = (int)(count % MONTHS_A_YEAR) + 1;
	wall.day = wall.day > LAST_SAFE_DAY ? LAST_SAFE_DAY : wall.day;
	*until_out = moment_at(scope->zone, wall);
	return OK;
}

enum err approval_allows(struct scope *scope, const struct helper *helper, bool *allows_out)
{
	int64_t unchecked_helps = 1;
	bool is_checked = helper->badge && scope->now < helper->approved_until;
	enum err err = is_checked ? OK : setting_number(scope, &approval_settings[UNCHECKED], &unchecked_helps);
	*allows_out = is_checked || unchecked_helps;
	return err;
}

static enum err tell(struct scope *scope, const struct news_kind *kind, const struct helper *helper)
{
	const struct news news = { .kind = kind, .subject = subject_of(&application_subject, helper->application_id),
		.other = subject_of(&member_subject, helper->member_id), .to_member_id = helper->member_id };
	return news_tell(scope, &news);
}

static enum err remind(struct scope *scope, size_t *count)
{
	struct helper_list list;
	enum err err = helper_load_ending(scope, scope->now + APPROVAL_REMIND, &list);
	for (size_t i = 0; !err && i < list.count; i++) {
		err = helper_set_reminded(scope, list.at[i].member_id, list.at[i].approved_until);
		if (!err && list.at[i].active && scope->now < list.at[i].approved_until)
			err = tell(scope, &application_ending, &list.at[i]);
	}
	*count += err ? 0 : list.count;
	return err;
}

static enum err end_one(struct scope *scope, struct helper *helper)
{
	bool allows;
	enum err err = helper_set_badge(scope, helper->member_id, false);
	helper->badge = false;
	if (err || !helper->active || (err = approval_allows(scope, helper, &allows)))
		return err;
	if (!allows && (err = helper_set_active(scope, helper->member_id, false)))
		return err;
	subject_changed(scope, subject_of(&member_subject, helper->member_id));
	subject_changed(scope, subject_of(&service_subject, 0)); /* every list of services */
	return tell(scope, &application_ended, helper);
}

static enum err end_some(struct scope *scope, size_t *count)
{
	struct helper_list list;
	enum err err = helper_load_ended(scope, &list);
	for (size_t i = 0; !err && i < list.count; i++)
		err = end_one(scope, &list.at[i]);
	*count += err ? 0 : list.count;
	return err;
}

static enum err run(struct scope *scope, const struct job *job)
{
	size_t ended = 0, reminded = 0;
	enum err err = end_some(scope, &ended);
	if (!err && ended < A_RUN / 2) /* a unit has few statements */
		err = remind(scope, &reminded);
	bool more = ended >= A_RUN / 2 || reminded == A_RUN;
	return err || !more ? err : job_plan(scope, &approval_job, job->subject, scope->now + SECONDS(10));
}

const struct job_kind approval_job = { .name = "marketplace.approvals", .run = run, .every_seconds = 86400 };
