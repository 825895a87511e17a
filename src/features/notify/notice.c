/*
 * notice.c: who is told what, and what counts as read.
 *
 * To add a kind: a row of notice_kinds, its words "notice.NAME", a row in listen_web.c.
 */
#include "features/notify/notice.h"

#include "base/utf8.h"
#include "features/community/community_news.h"

enum { SWEEP_SECONDS = 86400, SWEEP_ROWS = 100, TEXT_MAX = 500 };
#define SWEEP_PAUSE SECONDS(10) /* between two pieces of a large sweep */

const struct notice_kind notice_kinds[] = {
	{ "answer",               "message-square", true },
	{ "solution",             "circle-check",   true },
	{ "reply",                "message-square", false },
	{ "kudos",                "heart",          false },
	{ "need_reminded", "clock", false },
	{ "closed_kindly", "lock", false },
	{ "unsure", "circle-help", false },
	{ "mentioned", "message-square", false },
	{ "thread_closed", "lock", false },
	{ "thread_reopened", "lock-open", false },
	{ "thread_moved", "arrow-right", false },
	{ "thread_hidden", "eye", false },
	{ "thread_restored", "eye", false },
	{ "post_hidden", "eye", false },
	{ "post_restored", "eye", false },
	{ "thread_merged", "link", false },
	{ "thread_split", "link", false },
	{ "offer",                "hand-helping",   false },
	{ "offer_accepted",       "calendar-plus",  false },
	{ "offer_declined",       "circle-x",       false },
	{ "booking_requested",    "calendar-clock", false },
	{ "booking_accepted",     "calendar-check", false },
	{ "booking_declined",     "calendar-x",     false },
	{ "booking_withdrawn",    "calendar-x",     false },
	{ "booking_expired",      "calendar-x",     false },
	{ "booking_cancelled",    "calendar-x",     false },
	{ "booking_contact_due", "phone", false },
	{ "booking_confirm_due", "calendar-clock", false },
	{ "booking_confirmed", "calendar-check", false },
	{ "booking_unconfirmed", "triangle-alert", false },
	{ "booking_move_proposed", "calendar-clock", false },
	{ "booking_moved", "calendar-check", false },
	{ "booking_move_refused", "calendar-x", false },
	{ "booking_move_dropped", "calendar-x", false },
	{ "booking_move_lapsed", "calendar-x", false },
	{ "booking_no_show", "triangle-alert", false },
	{ "booking_contested", "triangle-alert", false },
	{ "booking_failed", "triangle-alert", false },
	{ "booking_handed_over", "life-buoy", false },
	{ "booking_begun",        "house",          false },
	{ "booking_done",         "star",           false },
	{ "booking_closed",       "circle-check",   false },
	{ "booking_helper_gone",  "calendar-x",     false },
	{ "offer_superseded",     "circle-x",       false },
	{ "booking_repair_asked", "wrench",         false },
	{ "review_replied",       "star",           false },
	{ "message",              "message-square", false },
	{ "review_written",       "star",           false },
	{ "reviews_published",    "star",           false },
	{ "task_expiring",        "clock",          false },
	{ "task_expired",         "clock",          false },
	{ "application_approved", "badge-check",    false },
	{ "application_declined", "circle-x",       false },
	{ "application_suspended", "triangle-alert", false },
	{ "application_restored", "badge-check",    false },
	{ "expert_asked",         "lightbulb",      true },
	{ "matter_experts",        "users",           false },
	{ "matter_to_agent",       "life-buoy",       false },
	{ "matter_claimed",        "user",            false },
	{ "matter_to_community",   "users",           false },
	{ "matter_to_neighbour",   "house",           false },
	{ "matter_to_technician",  "hand-helping",    false },
	{ "matter_technician_done", "circle-check",    false },
	{ "matter_reminded",       "clock",           false },
	{ "matter_silent",         "circle-check",    false },
	{ "matter_overdue",        "triangle-alert",  false },
	{ "matter_overdue_held",   "triangle-alert",  false },
	{ .name = NULL }
};

const struct setting notify_settings[] = {
	{ "notify.send_mails", SETTING_SWITCH, "1",   0,  0 },
	{ "notify.keep_days",  SETTING_NUMBER, "180", 30, 180 },
	{ .name = NULL }
};

static const struct setting *const mails = &notify_settings[0], *const keep_days = &notify_settings[1];

const struct notice_kind *notice_kind_named(str name)
{
	for (const struct notice_kind *kind = notice_kinds; kind->name; kind++) {
		if (str_equal(name, str_from(kind->name)))
			return kind;
	}
	return NULL;
}

/* ── telling ── */

enum err notice_tell(struct scope *scope, const struct notice *notice, const struct notice_to *to)
{
	int64_t *ids = arena_take(scope->arena, to->member_ids.count * sizeof(*ids));
	size_t count = 0;
	assert(to->member_ids.count <= NOTICE_FANOUT && notice_kind_named(notice->kind));
	for (size_t i = 0; i < to->member_ids.count; i++) {
		int64_t id = to->member_ids.at[i];
		if (id && id != notice->actor_id)
			ids[count++] = id;
	}
	if (!count)
		return OK;
	struct notice row = *notice;
	row.text = utf8_first(row.text, TEXT_MAX);
	return notice_insert(scope, &row, (struct ids){ ids, count }, to->audience_id);
}

enum err notice_tell_one(struct scope *scope, const struct notice *notice, int64_t member_id)
{
	return notice_tell(scope, notice, &(struct notice_to){ { &member_id, 1 }, AUDIENCE_MEMBERS });
}

enum err notice_tell_kudos(struct scope *scope, const struct notice *notice, int64_t member_id)
{
	bool done = false;
	struct notice again = *notice;
	again.member_id = member_id;
	if (!member_id || member_id == notice->actor_id)
		return OK;
	moment midnight = moment_at(scope->zone, day_wall(day_at(scope->zone, scope->now)));
	enum err err = notice_add_kudos(scope, &again, midnight, &done);
	return err || done ? err : notice_tell_one(scope, notice, member_id);
}

/* ── reading ── */

static enum err check_signed_in(struct scope *scope)
{
	return scope->member_id ? OK : refuse(scope, ERR_SIGNED_OUT, "member.sign_in");
}

enum err notice_list_mine(struct scope *scope, int64_t before_id, struct notice_list *list_out)
{
	enum err err = check_signed_in(scope);
	return err ? err : notice_load_mine(scope, before_id, list_out);
}

enum err notice_mine(struct scope *scope, int64_t notice_id, struct notice *notice_out)
{
	enum err err = check_signed_in(scope);
	return err ? err : notice_load(scope, notice_id, notice_out);
}

enum err notice_unread(struct scope *scope, int64_t *count_out)
{
	enum err err = check_signed_in(scope);
	return err ? err : notice_count_unread(scope, count_out);
}

enum err notice_unread_of(struct scope *scope, struct ids member_ids, struct unread_list *list_out)
{
	return notice_count_unread_of(scope, member_ids, list_out);
}

enum err notice_open(struct scope *scope, int64_t notice_id, struct notice *notice_out)
{
	enum err err = notice_mine(scope, notice_id, notice_out);
	if (err || !notice_out->is_new)
		return err;
	return notice_update_read(scope, notice_id);
}

enum err notice_read_all(struct scope *scope, int64_t until_id)
{
	int64_t newest;
	enum err err = check_signed_in(scope);
	if (err || (err = notice_newest_mine(scope, &newest)))
		return err;
	/* A mark beyond the newest would swallow notices that nobody has seen. */
	return notice_update_read_until(scope, until_id <= 0 || until_id > newest ? newest : until_id);
}

struct subject notice_target(const struct notice *notice)
{
	bool is_post = notice->other_kind == post_subject.number && notice->other_id;
	return is_post ? (struct subject){ notice->other_kind, notice->other_id }
	               : (struct subject){ notice->subject_kind, notice->subject_id };
}

/* ── mails ── */

enum err notice_wants_mail(struct scope *scope, int64_t member_id, const char *kind, bool *wants_out)
{
	int64_t brand_sends;
	enum err err = setting_number(scope, mails, &brand_sends);
	if (err)
		return err;
	if (!brand_sends) {
		*wants_out = false;
		return OK;
	}
	return preference_load_mail(scope, member_id, kind, wants_out);
}

enum err notice_set_mail(struct scope *scope, str kind, bool mail)
{
	const struct notice_kind *known = notice_kind_named(kind);
	enum err err = check_signed_in(scope);
	if (err)
		return err;
	if (!known || !known->mails)
		return refuse(scope, ERR_INVALID, "notice.kind_unknown");
	return preference_save(scope, known->name, mail);
}

/* ── old ones ── */

/* A piece at a time: a unit is short. */
static enum err sweep(struct scope *scope, const struct job *job)
{
	int64_t days, deleted = 0;
	enum err err = setting_number(scope, keep_days, &days);
	if (err || (err = notice_delete_before(scope, scope->now - DAYS(days), &deleted)))
		return err;
	return deleted < SWEEP_ROWS ? OK : job_plan(scope, &notice_sweep_job, job->subject, scope->now + SWEEP_PAUSE);
}

const struct job_kind notice_sweep_job = { .name = "notify.sweep", .run = sweep, .every_seconds = SWEEP_SECONDS };
