/*
 * listen_web.c: which news become notices, for whom.
 *
 * Most news say whom they concern: `simple` has a row for each.  Those of threads concern
 * several: the asker, everybody who wrote there lately, the author of the post.  Many are told in
 * pieces, one unit each.
 */
#include "features/notify/listen_web.h"

#include "features/community/community.h"
#include "features/community/community_news.h"
#include "features/ladder/ladder_news.h"
#include "features/marketplace/marketplace.h"
#include "features/marketplace/marketplace_news.h"
#include "features/notify/notify_letter.h"
#include "features/notify/push_web.h"

static const struct { const struct news_kind *news; const char *kind; } simple[] = {
	{ &thread_need_reminded, "need_reminded" },
	{ &thread_closed_kindly, "closed_kindly" },
	{ &thread_unsure, "unsure" },
	{ &member_mentioned, "mentioned" },
	{ &thread_closed, "thread_closed" },
	{ &thread_reopened, "thread_reopened" },
	{ &thread_moved, "thread_moved" },
	{ &thread_hidden, "thread_hidden" },
	{ &thread_restored, "thread_restored" },
	{ &post_hidden, "post_hidden" },
	{ &post_restored, "post_restored" },
	{ &offer_received,        "offer" },
	{ &offer_accepted,        "offer_accepted" },
	{ &offer_declined,        "offer_declined" },
	{ &booking_requested,     "booking_requested" },
	{ &booking_accepted,      "booking_accepted" },
	{ &booking_declined,      "booking_declined" },
	{ &booking_withdrawn,     "booking_withdrawn" },
	{ &booking_expired,       "booking_expired" },
	{ &booking_cancelled,     "booking_cancelled" },
	{ &booking_contact_due, "booking_contact_due" },
	{ &booking_confirm_due, "booking_confirm_due" },
	{ &booking_confirmed, "booking_confirmed" },
	{ &booking_unconfirmed, "booking_unconfirmed" },
	{ &booking_move_proposed, "booking_move_proposed" },
	{ &booking_moved, "booking_moved" },
	{ &booking_move_refused, "booking_move_refused" },
	{ &booking_move_dropped, "booking_move_dropped" },
	{ &booking_move_lapsed, "booking_move_lapsed" },
	{ &booking_no_show, "booking_no_show" },
	{ &booking_contested, "booking_contested" },
	{ &booking_failed, "booking_failed" },
	{ &booking_handed_over, "booking_handed_over" },
	{ &booking_begun,         "booking_begun" },
	{ &booking_done,          "booking_done" },
	{ &booking_closed,        "booking_closed" },
	{ &booking_helper_gone,   "booking_helper_gone" },
	{ &offer_superseded,      "offer_superseded" },
	{ &booking_repair_asked,  "booking_repair_asked" },
	{ &review_replied,        "review_replied" },
	{ &message_sent,          "message" },
	{ &review_written,        "review_written" },
	{ &reviews_published,     "reviews_published" },
	{ &task_expiring,         "task_expiring" },
	{ &task_expired,          "task_expired" },
	{ &application_approved,  "application_approved" },
	{ &application_declined,  "application_declined" },
	{ &application_suspended, "application_suspended" },
	{ &application_restored,  "application_restored" },
	{ &matter_experts,         "matter_experts" },
	{ &matter_to_agent,        "matter_to_agent" },
	{ &matter_claimed,         "matter_claimed" },
	{ &matter_to_community,    "matter_to_community" },
	{ &matter_to_neighbour,    "matter_to_neighbour" },
	{ &matter_to_technician,   "matter_to_technician" },
	{ &matter_technician_done, "matter_technician_done" },
	{ &matter_reminded,        "matter_reminded" },
	{ &matter_silent,          "matter_silent" },
	{ &matter_overdue,         "matter_overdue" },
	{ &matter_overdue_held,    "matter_overdue_held" },
};

/* The notice has the news' id: heard twice, it is told once. */
static struct notice notice_of(const struct news *news, const char *kind)
{
	return (struct notice){
		.id = news->id, .kind = str_from(kind), .subject_kind = news->subject.kind, .subject_id = news->subject.id,
		.other_kind = news->other.kind, .other_id = news->other.id, .actor_id = news->actor_id, .text = S(""),
	};
}

static enum err tell_one(struct scope *scope, const struct notice *notice, int64_t member_id)
{
	enum err err = notice_tell_one(scope, notice, member_id);
	return err ? err : notice_push(scope, (struct ids){ &member_id, 1 });
}

/* ── news that name whom they concern ── */

static const char *simple_kind(const struct news_kind *news)
{
	for (size_t i = 0; i < COUNT(simple); i++) {
		if (simple[i].news == news)
			return simple[i].kind;
	}
	return NULL;
}

/* The clock did it: both are told. */
static enum err tell_parties(struct scope *scope, const struct notice *notice)
{
	struct booking_parties parties;
	enum err err = booking_parties_of(scope, notice->subject_id, &parties);
	if (err == ERR_NOT_FOUND) { /* gone meanwhile */
		scope_forgive(scope);
		return OK;
	}
	if (err || (err = tell_one(scope, notice, parties.asker_id)))
		return err;
	return tell_one(scope, notice, parties.helper_id);
}

static enum err simple_hear(struct scope *scope, const struct news *news)
{
	const char *kind = simple_kind(news->kind);
	assert(kind);
	const struct notice notice = notice_of(news, kind);
	if (news->to_member_id)
		return tell_one(scope, &notice, news->to_member_id);
	return news->subject.kind == booking_subject.number ? tell_parties(scope, &notice) : OK;
}

/* ── threads ── */

/* Everybody who wrote in the thread, but for those who are told otherwise: the asker gets a notice of another kind. */
static enum err tell_writers(struct scope *scope, const struct notice *reply, int64_t after_id)
{
	struct thread thread;
	struct ids writers;
	enum err err = thread_load_for_all(scope, reply->subject_id, &thread);
	if (err == ERR_NOT_FOUND) { /* taken away meanwhile: nobody is called to nothing */
		scope_forgive(scope);
		return OK;
	}
	if (err || (err = community_writers(scope, thread.id, after_id, &writers)) || !writers.count)
		return err;
	int64_t last_id = writers.at[writers.count - 1];
	int64_t *ids = arena_take(scope->arena, writers.count * sizeof(*ids));
	size_t count = 0;
	for (size_t i = 0; i < writers.count && i < NOTICE_FANOUT; i++) {
		if (writers.at[i] != thread.author_id)
			ids[count++] = writers.at[i];
	}
	struct notice_to to = { { ids, count }, thread.audience_id == AUDIENCE_PUBLIC ? AUDIENCE_MEMBERS : thread.audience_id };
	if ((err = notice_tell(scope, reply, &to)) || (err = notice_push(scope, to.member_ids)))
		return err;
	if (writers.count < NOTICE_FANOUT)
		return OK;
	const struct job next = {
		.subject = { reply->other_kind, reply->other_id }, .due_at = scope->now,
		.text = str_format(scope->arena, "%lld %lld %lld %lld", (long long)reply->id, (long long)reply->subject_id,
		                   (long long)reply->actor_id, (long long)last_id),
	};
	return job_plan_text(scope, &notify_fanout_job, &next);
}

static enum err fanout_run(struct scope *scope, const struct job *job)
{
	enum { NEWS, THREAD, ACTOR, AFTER, NUMBER_COUNT };
	int64_t numbers[NUMBER_COUNT];
	str rest = job->text;
	for (int i = 0; i < NUMBER_COUNT; i++)
		must(str_number(str_cut(&rest, ' '), &numbers[i]));
	const struct notice reply = {
		.id = numbers[NEWS], .kind = S("reply"), .subject_kind = thread_subject.number, .subject_id = numbers[THREAD],
		.other_kind = job->subject.kind, .other_id = job->subject.id, .actor_id = numbers[ACTOR], .text = S(""),
	};
	return tell_writers(scope, &reply, numbers[AFTER]);
}

const struct job_kind notify_fanout_job = { .name = "notify.fanout", .run = fanout_run };

static enum err post_added_hear(struct scope *scope, const struct news *news)
{
	const struct notice answer = notice_of(news, "answer"), reply = notice_of(news, "reply");
	enum err err = tell_one(scope, &answer, news->to_member_id);
	if (err || (err = tell_writers(scope, &reply, 0)))
		return err;
	return notify_write(scope, &answer, news->to_member_id);
}

static enum err solution_marked_hear(struct scope *scope, const struct news *news)
{
	const struct notice notice = notice_of(news, "solution");
	enum err err = tell_one(scope, &notice, news->to_member_id);
	return err ? err : notify_write(scope, &notice, news->to_member_id);
}

static enum err expert_asked_hear(struct scope *scope, const struct news *news)
{
	const struct notice notice = notice_of(news, "expert_asked");
	enum err err = tell_one(scope, &notice, news->to_member_id);
	return err ? err : notify_write(scope, &notice, news->to_member_id);
}

static enum err kudos_given_hear(struct scope *scope, const struct news *news)
{
	const struct notice notice = notice_of(news, "kudos");
	enum err err = notice_tell_kudos(scope, &notice, news->to_member_id);
	return err ? err : notice_push(scope, (struct ids){ &news->to_member_id, 1 });
}

/* What one wrote stands in the other thread now: there the notice leads. */
static enum err joined_hear(struct scope *scope, const struct news *news)
{
	struct notice notice = notice_of(news, news->kind == &thread_merged ? "thread_merged" : "thread_split");
	notice.subject_kind = news->other.kind;
	notice.subject_id = news->other.id;
	notice.other_kind = 0;
	notice.other_id = 0;
	return news->to_member_id ? tell_one(scope, &notice, news->to_member_id) : OK;
}

const struct listener notify_listeners[] = {
	{ &post_added,            post_added_hear },
	{ &solution_marked,       solution_marked_hear },
	{ &kudos_given,           kudos_given_hear },
	{ &thread_need_reminded, simple_hear },
	{ &thread_closed_kindly, simple_hear },
	{ &thread_unsure, simple_hear },
	{ &member_mentioned, simple_hear },
	{ &thread_closed, simple_hear },
	{ &thread_reopened, simple_hear },
	{ &thread_moved, simple_hear },
	{ &thread_hidden, simple_hear },
	{ &thread_restored, simple_hear },
	{ &post_hidden, simple_hear },
	{ &post_restored, simple_hear },
	{ &thread_merged, joined_hear },
	{ &thread_split, joined_hear },
	{ &offer_received,        simple_hear },
	{ &offer_accepted,        simple_hear },
	{ &offer_declined,        simple_hear },
	{ &booking_requested,     simple_hear },
	{ &booking_accepted,      simple_hear },
	{ &booking_declined,      simple_hear },
	{ &booking_withdrawn,     simple_hear },
	{ &booking_expired,       simple_hear },
	{ &booking_cancelled,     simple_hear },
	{ &booking_contact_due, simple_hear },
	{ &booking_confirm_due, simple_hear },
	{ &booking_confirmed, simple_hear },
	{ &booking_unconfirmed, simple_hear },
	{ &booking_move_proposed, simple_hear },
	{ &booking_moved, simple_hear },
	{ &booking_move_refused, simple_hear },
	{ &booking_move_dropped, simple_hear },
	{ &booking_move_lapsed, simple_hear },
	{ &booking_no_show, simple_hear },
	{ &booking_contested, simple_hear },
	{ &booking_failed, simple_hear },
	{ &booking_handed_over, simple_hear },
	{ &booking_begun,         simple_hear },
	{ &booking_done,          simple_hear },
	{ &booking_closed,        simple_hear },
	{ &booking_helper_gone,   simple_hear },
	{ &offer_superseded,      simple_hear },
	{ &booking_repair_asked,  simple_hear },
	{ &review_replied,        simple_hear },
	{ &message_sent,          simple_hear },
	{ &review_written,        simple_hear },
	{ &reviews_published,     simple_hear },
	{ &task_expiring,         simple_hear },
	{ &task_expired,          simple_hear },
	{ &application_approved,  simple_hear },
	{ &application_declined,  simple_hear },
	{ &application_suspended, simple_hear },
	{ &application_restored,  simple_hear },
	{ &expert_asked,          expert_asked_hear },
	{ &matter_experts,         simple_hear },
	{ &matter_to_agent,        simple_hear },
	{ &matter_claimed,         simple_hear },
	{ &matter_to_community,    simple_hear },
	{ &matter_to_neighbour,    simple_hear },
	{ &matter_to_technician,   simple_hear },
	{ &matter_technician_done, simple_hear },
	{ &matter_reminded,        simple_hear },
	{ &matter_silent,          simple_hear },
	{ &matter_overdue,         simple_hear },
	{ &matter_overdue_held,    simple_hear },
	{ .kind = NULL }
};
