/*
 * send_letter.c: mails leave as each member likes it: not in her quiet hours; the daily one in her own morning.
 *
 * What is pending is a row a member and notice.  A unit writes a few mails and takes their rows away with it, so each
 * is written once; what was read on the site meanwhile is not mailed.
 */
#include "features/notify/send_letter.h"

#include "features/notify/habit.h"
#include "features/notify/notify_letter.h"
#include "features/notify/pending_store.h"

enum { DAILY_SECONDS = 900, CHANGED_BEFORE = 30 };

/* What the letters of one unit need of their readers, read in one go. */
struct readers { struct habit_list habits; struct member_contact_list contacts; };

static enum err load_readers(struct scope *scope, const struct pending_list *list, struct readers *readers)
{
	int64_t ids[LETTERS_AT_ONCE];
	assert(list->count <= COUNT(ids));
	for (size_t i = 0; i < list->count; i++)
		ids[i] = list->at[i].member_id;
	enum err err = habit_load_of(scope, (struct ids){ ids, list->count }, &readers->habits);
	return err ? err : member_contacts(scope, (struct ids){ ids, list->count }, &readers->contacts);
}

/* NULL: she cannot be written to. */
static const struct member_contact *contact_in(const struct readers *readers, int64_t member_id)
{
	for (size_t i = 0; i < readers->contacts.count; i++) {
		if (readers->contacts.at[i].id == member_id && !str_empty(readers->contacts.at[i].mail))
			return &readers->contacts.at[i];
	}
	return NULL;
}

/* ── at once ── */

static enum err send_one(struct scope *scope, const struct pending *pending, const struct readers *readers)
{
	const struct habit habit = habit_in(&readers->habits, pending->member_id);
	const struct member_contact *contact = contact_in(readers, pending->member_id);
	struct pending later = *pending;
	struct notice notice;
	if (habit_is_quiet(scope, &habit, &later.due_at))
		return pending_update_due(scope, WAY_MAIL, &later);
	enum err err = pending_delete(scope, WAY_MAIL, pending);
	if (err || !contact)
		return err;
	err = notice_load_of(scope, pending->member_id, pending->id, &notice);
	if (err == ERR_NOT_FOUND)
		return OK; /* swept, or thanked again since: that one is pending, too */
	if (err || !notice.is_new || !notice_kind_named(notice.kind))
		return err;
	return notify_write(scope, &notice, contact);
}

static enum err send_run(struct scope *scope, const struct job *job)
{
	struct pending_list list;
	struct readers readers;
	moment next;
	enum err err = pending_load_due(scope, WAY_MAIL, PACE_NOW, &list);
	if (err || (err = load_readers(scope, &list, &readers)))
		return err;
	for (size_t i = 0; i < list.count; i++) {
		if ((err = send_one(scope, &list.at[i], &readers)))
			return err;
	}
	if ((err = pending_load_earliest(scope, WAY_MAIL, PACE_NOW, &next)) || !next)
		return err;
	return job_plan(scope, &notify_send_job, job->subject, next > scope->now ? next : scope->now);
}

const struct job_kind notify_send_job = { .name = "notify.send", .run = send_run };

/* ── once a day ── */

/* contact NULL: nothing is written, only forgotten. */
static enum err write_daily(struct scope *scope, const struct daily *daily, const struct member_contact *contact, int64_t *changed_out)
{
	struct notice_list list;
	bool written;
	enum err err = pending_load_daily_notices(scope, daily->member_id, daily->until, &list);
	if (!err && list.count && contact)
		err = daily_write(scope, &list, contact, &written);
	return err ? err : pending_delete_daily(scope, daily->member_id, daily->until, changed_out);
}

/* What one mail does not hold waits for the next: first that, a piece a unit, then the mail. */
static enum err daily_one(struct scope *scope, const struct pending *pending, const struct readers *readers, int64_t *changed_out)
{
	const struct habit habit = habit_in(&readers->habits, pending->member_id);
	struct daily daily = { .member_id = pending->member_id, .until = scope->now };
	if (habit.daily_at == DAILY_NEVER)
		return write_daily(scope, &daily, NULL, changed_out);
	daily.until = habit_last_daily(scope, &habit);
	daily.next = habit_next_daily(scope, &habit);
	if (pending->due_at > daily.until)
		return pending_update_daily(scope, pending->member_id, daily.next, changed_out);
	enum err err = pending_update_excess(scope, &daily, changed_out);
	return err || *changed_out ? err : write_daily(scope, &daily, contact_in(readers, pending->member_id), changed_out);
}

/* Each member's turn changes 150 rows and a mail's three at most, and a unit 200. */
static enum err daily_run(struct scope *scope, const struct job *job)
{
	struct pending_list list;
	struct readers readers;
	int64_t changed = 0;
	enum err err = pending_load_dailies(scope, &list);
	if (err || !list.count || (err = load_readers(scope, &list, &readers)))
		return err;
	for (size_t i = 0; i < list.count && changed <= CHANGED_BEFORE; i++) {
		int64_t more = 0;
		if ((err = daily_one(scope, &list.at[i], &readers, &more)))
			return err;
		changed += more;
	}
	return job_plan(scope, &notify_daily_job, job->subject, scope->now);
}

const struct job_kind notify_daily_job = { .name = "notify.daily", .run = daily_run, .every_seconds = DAILY_SECONDS };
