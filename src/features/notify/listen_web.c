/*
 * listen_web.c: which news become notices, for whom.
 *
 * Most news say whom they concern: `simple` has a row for each.  Those of threads concern several: the
 * asker, the author of the post, and whoever follows: crowd_web.c.
 */
#include "features/notify/listen_web.h"

#include "features/articles/articles_news.h"
#include "features/community/community_news.h"
#include "features/ladder/ladder_news.h"
#include "features/marketplace/marketplace.h"
#include "features/marketplace/marketplace_news.h"
#include "features/moderation/moderation_news.h"
#include "features/notify/crowd_web.h"
#include "features/notify/follow.h"
#include "features/notify/push_web.h"
#include "features/privacy/privacy_news.h"

static const struct { const struct news_kind *news; const char *kind; } simple[] = {
	{ &article_commented, "commented" },
	{ &article_sent_back, "article_sent_back" },
	{ &article_check_due, "article_check_due" },
	{ &article_not_published, "article_not_published" },
	{ &thread_need_reminded, "need_reminded" },
	{ &thread_closed_kindly, "closed_kindly" },
	{ &member_mentioned, "mentioned" },
	{ &decision_made, "decision" },
	{ &thread_restored, "thread_restored" },
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
	{ &privacy_copy_ready,    "copy_ready" },
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

/* Who silenced her own thread hears no answers. */
static enum err tell_asker(struct scope *scope, const struct news *news)
{
	const struct notice answer = notice_of(news, "answer");
	enum pace pace;
	bool has_chosen;
	enum err err = follow_pace(scope, news->to_member_id, news->subject, &pace, &has_chosen);
	if (err || (has_chosen && pace == PACE_NONE))
		return err;
	return tell_one(scope, &answer, news->to_member_id);
}

static enum err post_added_hear(struct scope *scope, const struct news *news)
{
	const struct notice reply = notice_of(news, "reply");
	enum err err = follow_own(scope, news->actor_id, news->subject);
	if (err || (err = tell_asker(scope, news)))
		return err;
	return crowd_tell(scope, &reply);
}

static enum err thread_asked_hear(struct scope *scope, const struct news *news)
{
	const struct notice asked = notice_of(news, "followed_thread");
	enum err err = follow_own(scope, news->actor_id, news->subject);
	return err ? err : crowd_tell(scope, &asked);
}

/* Whoever let it appear, it is its author's. */
static enum err article_published_hear(struct scope *scope, const struct news *news)
{
	struct notice notice = notice_of(news, "followed_article");
	notice.actor_id = news->to_member_id;
	return crowd_tell(scope, &notice);
}

static enum err solution_marked_hear(struct scope *scope, const struct news *news)
{
	const struct notice notice = notice_of(news, "solution");
	return tell_one(scope, &notice, news->to_member_id);
}

static enum err expert_asked_hear(struct scope *scope, const struct news *news)
{
	const struct notice notice = notice_of(news, "expert_asked");
	return tell_one(scope, &notice, news->to_member_id);
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
	enum err err = news->kind == &thread_merged ? follow_move(scope, news->subject, news->other) : OK;
	return err || !news->to_member_id ? err : tell_one(scope, &notice, news->to_member_id);
}

/* Whoever follows a tag that is another one now follows that one. */
static enum err tag_merged_hear(struct scope *scope, const struct news *news)
{
	return follow_move(scope, news->subject, news->other);
}

const struct listener notify_listeners[] = {
	{ &thread_asked,          thread_asked_hear },
	{ &post_added,            post_added_hear },
	{ &solution_marked,       solution_marked_hear },
	{ &kudos_given,           kudos_given_hear },
	{ &article_published, article_published_hear },
	{ &article_commented, simple_hear },
	{ &article_sent_back, simple_hear },
	{ &article_check_due, simple_hear },
	{ &article_not_published, simple_hear },
	{ &thread_need_reminded, simple_hear },
	{ &thread_closed_kindly, simple_hear },
	{ &member_mentioned, simple_hear },
	{ &decision_made, simple_hear },
	{ &thread_restored, simple_hear },
	{ &post_restored, simple_hear },
	{ &tag_merged, tag_merged_hear },
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
	{ &privacy_copy_ready,    simple_hear },
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
