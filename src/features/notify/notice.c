/*
 * notice.c: who is told what, and what counts as read.
 *
 * To add a kind: a row of notice_kinds with its topic (topic.c), its words "notice.NAME", a row in listen_web.c.
 */
#include "features/notify/notice.h"

#include "base/utf8.h"
#include "core/backlog.h"
#include "features/articles/articles_news.h"
#include "features/community/community_news.h"
#include "features/notify/incoming_store.h"
#include "features/notify/pending_store.h"

enum { SWEEP_SECONDS = 86400, SWEEP_UNITS = 10000, TEXT_MAX = 500 };
#define INCOMING_KEPT DAYS(30)

const struct notice_kind notice_kinds[] = {
	{ "answer",                "message-square", "answer" },
	{ "reply",                 "message-square", "reply" },
	{ "followed_thread",       "bell",           "followed" },
	{ "followed_post",         "bell",           "followed" },
	{ "followed_article",      "book-open",      "followed" },
	{ "commented",             "message-square", "article" },
	{ "article_sent_back",     "pencil",         "article" },
	{ "article_check_due",     "clock",          "article" },
	{ "article_not_published", "triangle-alert", "article" },
	{ "solution",              "circle-check",   "solution" },
	{ "kudos",                 "heart",          "kudos" },
	{ "offer",                 "hand-helping",   "visit" },
	{ "offer_accepted",        "calendar-plus",  "visit" },
	{ "offer_declined",        "circle-x",       "visit" },
	{ "booking_requested",     "calendar-clock", "visit" },
	{ "booking_accepted",      "calendar-check", "visit" },
	{ "booking_declined",      "calendar-x",     "visit" },
	{ "booking_withdrawn",     "calendar-x",     "visit" },
	{ "booking_expired",       "calendar-x",     "visit" },
	{ "booking_cancelled",     "calendar-x",     "visit" },
	{ "booking_contact_due",   "phone",          "visit" },
	{ "booking_confirm_due",   "calendar-clock", "visit" },
	{ "booking_confirmed",     "calendar-check", "visit" },
	{ "booking_unconfirmed",   "triangle-alert", "visit" },
	{ "booking_move_proposed", "calendar-clock", "visit" },
	{ "booking_moved",         "calendar-check", "visit" },
	{ "booking_move_refused",  "calendar-x",     "visit" },
	{ "booking_move_dropped",  "calendar-x",     "visit" },
	{ "booking_move_lapsed",   "calendar-x",     "visit" },
	{ "booking_no_show",       "triangle-alert", "visit" },
	{ "booking_contested",     "triangle-alert", "visit" },
	{ "booking_failed",        "triangle-alert", "visit" },
	{ "booking_handed_over",   "life-buoy",      "visit" },
	{ "message",               "message-square", "visit" },
	{ "booking_helper_gone",   "calendar-x",     "visit" },
	{ "offer_superseded",      "circle-x",       "visit" },
	{ "booking_repair_asked",  "wrench",         "visit" },
	{ "review_replied",        "star",           "visit" },
	{ "need_reminded",         "clock",          "need" },
	{ "closed_kindly",         "lock",           "need" },
	{ "unsure",                "circle-help",    "own" },
	{ "mentioned",             "message-square", "mention" },
	{ "decision",              "shield-check",   "own" },
	{ "thread_closed",         "lock",           "own" },
	{ "thread_reopened",       "lock-open",      "own" },
	{ "thread_moved",          "arrow-right",    "own" },
	{ "thread_hidden",         "eye",            "own" },
	{ "thread_restored",       "eye",            "own" },
	{ "post_hidden",           "eye",            "own" },
	{ "post_restored",         "eye",            "own" },
	{ "thread_merged",         "link",           "own" },
	{ "thread_split",          "link",           "own" },
	{ "expert_asked",          "lightbulb",      "expert" },
	{ "matter_experts",        "users",          "own" },
	{ "matter_to_agent",       "life-buoy",      "own" },
	{ "matter_claimed",        "user",           "own" },
	{ "matter_to_community",   "users",          "own" },
	{ "matter_to_neighbour",   "house",          "own" },
	{ "matter_to_technician",  "hand-helping",   "own" },
	{ "matter_technician_done", "circle-check",   "own" },
	{ "matter_reminded",       "clock",          "own" },
	{ "matter_silent",         "circle-check",   "own" },
	{ "matter_overdue",        "triangle-alert", "own" },
	{ "matter_overdue_held",   "triangle-alert", "own" },
	{ "booking_begun",         "house",          "visit" },
	{ "booking_done",          "star",           "visit" },
	{ "booking_closed",        "circle-check",   "visit" },
	{ "review_written",        "star",           "visit" },
	{ "reviews_published",     "star",           "visit" },
	{ "task_expiring",         "clock",          "visit" },
	{ "task_expired",          "clock",          "visit" },
	{ "copy_ready",            "download",       "own" },
	{ "application_approved",  "badge-check",    "helper" },
	{ "application_declined",  "circle-x",       "helper" },
	{ "application_suspended", "triangle-alert", "helper" },
	{ "application_restored",  "badge-check",    "helper" },
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

/* The bell is the notice itself; mail and push are told later, from what is pending. */
static enum err tell_outside(struct scope *scope, const struct notice *notice, struct ids member_ids, enum pace pace)
{
	const struct notice_topic *topic = topic_named(str_from(notice_kind_named(notice->kind)->topic));
	const struct telling telling = { notice->id, str_from(topic->name), topic->mail, topic->push, pace };
	int64_t brand_sends = 0, mailed = 0, pushed = 0;
	enum err err = setting_number(scope, mails, &brand_sends);
	if (!err && brand_sends && !topic->must_arrive)
		err = pending_insert_mails(scope, &telling, member_ids, &mailed);
	if (!err)
		err = pending_insert_pushes(scope, &telling, member_ids, &pushed);
	if (!err && mailed)
		err = job_plan(scope, &notify_send_job, (struct subject){ 0, 0 }, scope->now);
	if (!err && pushed)
		err = job_plan(scope, &notify_push_job, (struct subject){ 0, 0 }, scope->now);
	return err;
}

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
	const struct notice_crowd crowd = { str_from(notice_kind_named(row.kind)->topic), { ids, count }, to->audience_id };
	enum err err = notice_insert(scope, &row, &crowd);
	return err ? err : tell_outside(scope, &row, crowd.member_ids, to->pace);
}

enum err notice_tell_one(struct scope *scope, const struct notice *notice, int64_t member_id)
{
	return notice_tell(scope, notice, &(struct notice_to){ { &member_id, 1 }, AUDIENCE_MEMBERS, PACE_NOW });
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
	if (err || !done)
		return err ? err : notice_tell_one(scope, notice, member_id);
	return tell_outside(scope, notice, (struct ids){ &member_id, 1 }, PACE_NOW); /* it has a new id: told anew */
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
	bool is_part = notice->other_kind == post_subject.number || notice->other_kind == comment_subject.number;
	return is_part && notice->other_id ? (struct subject){ notice->other_kind, notice->other_id }
	               : (struct subject){ notice->subject_kind, notice->subject_id };
}

/* ── old ones ── */

static enum err old_notices(struct scope *scope, int64_t *gone_out)
{
	int64_t days;
	enum err err = setting_number(scope, keep_days, &days);
	return err ? err : notice_delete_before(scope, scope->now - DAYS(days), gone_out);
}

static enum err old_mails(struct scope *scope, int64_t *gone_out)
{
	return incoming_delete_before(scope, scope->now - INCOMING_KEPT, gone_out);
}

static backlog_piece *const pieces[] = { old_notices, old_mails, NULL };

static enum err sweep(struct scope *scope, const struct job *job)
{
	(void)job;
	return backlog_clear(scope, pieces, SWEEP_UNITS);
}

const struct job_kind notice_sweep_job = { .name = "notify.sweep", .run = sweep, .by_hand = true,
	.every_seconds = SWEEP_SECONDS };
