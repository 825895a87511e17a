/* erasure.c: who may ask for an account to be erased, when, and how one changes one's mind. */
#include "features/privacy/erasure.h"

#include "base/utf8.h"
#include "core/backlog.h"
#include "features/member/member.h"
#include "features/member/member_news.h"
#include "features/privacy/privacy_news.h"

enum { REASON_MIN = 5, TIDY_UNITS = 1000 };

static struct subject about(int64_t member_id)
{
	return subject_of(&member_subject, member_id);
}

/* Somebody else's erasure is as unknown as a member who does not exist. */
static enum err check_party(struct scope *scope, int64_t member_id)
{
	if (!scope->member_id && !has_role(scope, ROLE_BRAND_ADMIN))
		return refuse(scope, ERR_SIGNED_OUT, "member.sign_in");
	if (member_id && (member_id == scope->member_id || has_role(scope, ROLE_BRAND_ADMIN)))
		return OK;
	return refuse(scope, ERR_NOT_FOUND, "member.not_found");
}

static enum err load(struct scope *scope, int64_t member_id, struct erasure *erasure_out)
{
	enum err err = erasure_load(scope, member_id, erasure_out);
	if (err != ERR_NOT_FOUND)
		return err;
	*erasure_out = (struct erasure){ .held_by = S("") };
	return OK;
}

enum err erasure_of(struct scope *scope, int64_t member_id, struct erasure *erasure_out)
{
	enum err err = check_party(scope, member_id);
	return err ? err : load(scope, member_id, erasure_out);
}

enum err erasure_check(struct scope *scope, int64_t member_id)
{
	enum err err = member_may_leave(scope, member_id);
	return err ? err : gate_ask(scope, &gate_leave, about(member_id), S(""));
}

static enum err check_reason(struct scope *scope, str reason)
{
	size_t length = utf8_length(str_trim(reason));
	if (length >= REASON_MIN && length <= ERASURE_REASON_MAX)
		return OK;
	return refuse_field(scope, "reason", "privacy.reason_missing");
}

enum err erasure_ask(struct scope *scope, int64_t member_id, str reason)
{
	struct erasure erasure;
	bool is_own = member_id == scope->member_id;
	enum err err = erasure_of(scope, member_id, &erasure);
	if (err)
		return err;
	if (erasure.member_id)
		return refuse(scope, ERR_CONFLICT, erasure.done_at ? "privacy.erasure_done" : "privacy.erasure_runs");
	if (!is_own && (err = check_reason(scope, reason)))
		return err;
	if ((err = erasure_check(scope, member_id)))
		return err;
	erasure = (struct erasure){ .member_id = member_id, .asked_at = scope->now, .asked_by = scope->actor_id,
		.due_at = scope->now + ERASURE_WAIT };
	if ((err = erasure_insert(scope, &erasure)) || (err = member_leave(scope, member_id, erasure.due_at)) ||
	    (err = job_plan(scope, &erasure_job, about(member_id), erasure.due_at)))
		return err;
	if (!is_own && (err = audit_note(scope, "member.erase", about(member_id), str_trim(reason))))
		return err;
	const struct news news = { .kind = &privacy_erasure_asked, .subject = about(member_id), .to_member_id = member_id };
	return news_tell(scope, &news);
}

enum err erasure_end(struct scope *scope, int64_t member_id)
{
	struct erasure erasure;
	bool dropped = false;
	enum err err = erasure_of(scope, member_id, &erasure);
	if (err)
		return err;
	if (!erasure.member_id)
		return refuse(scope, ERR_NOT_FOUND, "privacy.no_erasure");
	if ((err = erasure_delete(scope, member_id, &dropped)))
		return err;
	if (!dropped)
		return refuse(scope, ERR_CONFLICT, "privacy.erasure_begun");
	if ((err = member_leave(scope, member_id, 0)) || (err = job_cancel(scope, &erasure_job, about(member_id))))
		return err;
	if (member_id != scope->member_id && (err = audit_note(scope, "member.erase_end", about(member_id), S(""))))
		return err;
	const struct news news = { .kind = &privacy_erasure_ended, .subject = about(member_id), .to_member_id = member_id };
	return news_tell(scope, &news);
}

enum err erasure_gate(struct scope *scope, const struct gate_question *question, bool *waits_out)
{
	(void)question;
	(void)waits_out;
	return scope->leaving_at ? refuse(scope, ERR_CONFLICT, "privacy.asleep") : OK;
}

static enum err old_erasures(struct scope *scope, int64_t *gone_out)
{
	return erasure_forget(scope, scope->now - DAYS(365), gone_out);
}

static backlog_piece *const pieces[] = { old_erasures, NULL };

static enum err tidy(struct scope *scope, const struct job *job)
{
	(void)job;
	return backlog_clear(scope, pieces, TIDY_UNITS);
}

const struct job_kind erasure_tidy_job = { .name = "privacy.erasure_tidy", .run = tidy, .by_hand = true, .every_seconds = 24 * 3600 };
