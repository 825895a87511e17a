/* decision.c: rules of decisions: what fits, what has to be said, and what follows from it. */
#include "features/moderation/decision.h"

#include "base/utf8.h"
#include "features/member/member.h"
#include "features/member/member_news.h"
#include "features/moderation/learn.h"
#include "features/moderation/moderation_news.h"

const int64_t ladder_hours[LADDER_STEPS] = { 24, 72, 168, 720 };

enum { FACTS_LENGTH_MIN = 10, HOURS_MAX = 24 * 730 };

bool measure_restricts(enum measure measure)
{
	return measure == MEASURE_HIDE || measure == MEASURE_LOCK || measure == MEASURE_EDIT || measure == MEASURE_WARN ||
	       measure == MEASURE_MUTE || measure == MEASURE_SUSPEND;
}

/* That nothing was done about a report is nothing to be told. */
bool measure_is_told(enum measure measure)
{
	return measure != MEASURE_NONE && measure != MEASURE_UNLOCK;
}

bool measure_fits(const struct subject_care *care, const struct item *item, const struct subject_sight *sight,
                  enum measure measure)
{
	switch (measure) {
	case MEASURE_NONE:    return !item->waits;
	case MEASURE_PUBLISH: return item->waits && care->publish;
	case MEASURE_HIDE:    return care->hide && (item->waits || !sight->is_hidden);
	case MEASURE_RESTORE: return care->hide && sight->is_hidden && !item->waits;
	case MEASURE_EDIT:    return care->edit != NULL;
	case MEASURE_LOCK:    return care->lock && !sight->is_locked && !item->waits;
	case MEASURE_UNLOCK:  return care->lock && sight->is_locked;
	case MEASURE_MOVE:    return care->move && !item->waits;
	default:              return false;
	}
}

/* ── what has to be said ── */

static enum err check_said(struct scope *scope, const struct decision_ask *ask)
{
	if (ask->ground <= GROUND_NONE || ask->ground >= GROUND_COUNT)
		return refuse_field(scope, "ground", "moderation.ground_missing");
	if (str_empty(ask->clause) || utf8_length(ask->clause) > DECISION_CLAUSE_MAX)
		return refuse_field(scope, "clause", "moderation.clause_missing");
	if (utf8_length(ask->facts) < FACTS_LENGTH_MIN || utf8_length(ask->facts) > DECISION_TEXT_MAX)
		return refuse_field(scope, "facts", "moderation.facts_missing");
	if (str_empty(ask->text) || utf8_length(ask->text) > DECISION_TEXT_MAX)
		return refuse_field(scope, "text", "moderation.text_missing");
	return OK;
}

static bool has_hours(enum measure sanction)
{
	return sanction == MEASURE_MUTE || sanction == MEASURE_SUSPEND;
}

static enum err check_ask(struct scope *scope, const struct decision_ask *ask)
{
	bool is_sanction = ask->sanction == MEASURE_NONE || (ask->sanction >= MEASURE_WARN && ask->sanction <= MEASURE_SUSPEND);
	if (!is_sanction)
		return refuse_field(scope, "sanction", "field.no_choice");
	if (has_hours((enum measure)ask->sanction) && (ask->hours < 1 || ask->hours > HOURS_MAX))
		return refuse_field(scope, "hours", "moderation.hours_wrong");
	bool restricts = measure_restricts((enum measure)ask->measure) || ask->sanction != MEASURE_NONE;
	return restricts ? check_said(scope, ask) : OK;
}

/* ── one row, and its news ── */

static enum err record(struct scope *scope, struct decision *decision)
{
	static const struct { enum measure now, was; } pairs[] = {
		{ MEASURE_HIDE, MEASURE_HIDE },       { MEASURE_RESTORE, MEASURE_HIDE }, { MEASURE_PUBLISH, MEASURE_HIDE },
		{ MEASURE_UNLOCK, MEASURE_LOCK },     { MEASURE_RELEASE, MEASURE_SUSPEND }, { MEASURE_UNMUTE, MEASURE_MUTE },
		{ MEASURE_NONE, MEASURE_HIDE },
	};
	decision->id = id_new(scope->now);
	decision->by_id = scope->member_id;
	decision->at = scope->now;
	enum err err = decision_insert(scope, decision);
	for (size_t i = 0; !err && i < COUNT(pairs); i++) {
		if ((int)pairs[i].now == decision->measure)
			err = decision_reverse(scope, decision, pairs[i].was);
	}
	str action = str_format(scope->arena, "moderation.%s", measure_names[decision->measure]);
	if (err || (err = audit_note(scope, str_c(scope->arena, action), decision->subject,
	                             str_format(scope->arena, "%lld", (long long)decision->id))))
		return err;
	subject_changed(scope, decision->subject);
	const struct news news = { .kind = &decision_made, .subject = subject_of(&decision_subject, decision->id),
		.other = decision->subject,
		.to_member_id = measure_is_told((enum measure)decision->measure) ? decision->author_id : 0 };
	return news_tell(scope, &news);
}

static struct decision from_ask(const struct decision_ask *ask, const struct item *item, int measure)
{
	bool restricts = measure_restricts((enum measure)measure);
	return (struct decision){
		.item_id = item->id, .subject = item->subject, .author_id = item->author_id, .measure = measure, .title = S(""),
		.ground = restricts ? ask->ground : GROUND_NONE, .clause = restricts ? ask->clause : S(""),
		.facts = ask->facts, .text = ask->text,
		.source = item->why & ITEM_REPORTED ? SOURCE_NOTICE : item->why & ITEM_FLAGGED ? SOURCE_FLAG
			: item->why & (ITEM_MARKED | ITEM_WAITS) ? SOURCE_FILTER : SOURCE_OWN,
		.automatic = item->why & (ITEM_MARKED | ITEM_WAITS) ? AUTOMATIC_FOUND : 0,
	};
}

/* ── the thing ── */

/* As its author: the news of it are the author's, and so are the counts. */
static enum err publish(struct scope *scope, const struct subject_care *care, const struct item *item)
{
	const int64_t member_id = scope->member_id, actor_id = scope->actor_id;
	const unsigned roles = scope->roles;
	scope_act_as(scope, item->author_id, ROLE_MEMBER);
	enum err err = care->publish(scope, item->subject.id);
	scope_act_as(scope, member_id, roles);
	scope->actor_id = actor_id;
	struct standing standing;
	if (err || (err = standing_load(scope, item->author_id, &standing)))
		return err;
	standing.passed++;
	return standing_update(scope, &standing);
}

static enum err act(struct scope *scope, const struct subject_care *care, const struct item *item,
                    const struct decision_ask *ask)
{
	const int64_t id = item->subject.id;
	switch ((enum measure)ask->measure) {
	case MEASURE_PUBLISH: return publish(scope, care, item);
	case MEASURE_HIDE:    return care->hide(scope, id, true);
	case MEASURE_RESTORE: return care->hide(scope, id, false);
	case MEASURE_LOCK:    return care->lock(scope, id, true);
	case MEASURE_UNLOCK:  return care->lock(scope, id, false);
	case MEASURE_EDIT:    return care->edit(scope, id, ask->body);
	case MEASURE_MOVE:    return care->move(scope, id, ask->board_id);
	default:              return OK;
	}
}

/* ── the member ── */

bool sanction_may(const struct scope *scope, int64_t member_id, unsigned roles)
{
	bool is_above = !(roles & ROLE_BRAND_ADMIN) || has_role(scope, ROLE_BRAND_ADMIN);
	return moderation_may(scope) && member_id != scope->member_id && is_above;
}

static enum err set_muted(struct scope *scope, int64_t member_id, moment until)
{
	struct standing standing;
	enum err err = standing_load(scope, member_id, &standing);
	if (err)
		return err;
	standing.muted_until = until;
	subject_changed(scope, subject_of(&member_subject, member_id));
	return standing_update(scope, &standing);
}

static enum err sanction(struct scope *scope, const struct decision_ask *ask, const struct item *item)
{
	struct member member;
	struct decision decision = from_ask(ask, item, ask->sanction);
	enum err err = member_load(scope, item->author_id, &member);
	if (err)
		return err;
	if (!sanction_may(scope, member.id, member.roles))
		return refuse(scope, ERR_FORBIDDEN, "moderation.sanction_staff");
	decision.subject = subject_of(&member_subject, member.id);
	decision.title = member.name;
	decision.until_at = has_hours((enum measure)ask->sanction) ? scope->now + HOURS(ask->hours) : 0;
	if (ask->sanction == MEASURE_SUSPEND)
		err = member_suspend(scope, member.id, decision.until_at);
	else if (ask->sanction == MEASURE_MUTE)
		err = set_muted(scope, member.id, decision.until_at);
	return err ? err : record(scope, &decision);
}

enum err ladder_next(struct scope *scope, int64_t member_id, int *step_out)
{
	int64_t count;
	enum err err = decision_count_sanctions(scope, member_id, scope->now - DAYS(365), &count);
	if (!err)
		*step_out = count < LADDER_STEPS ? (int)count : LADDER_STEPS - 1;
	return err;
}

enum err sanction_give(struct scope *scope, int64_t member_id, const struct decision_ask *ask)
{
	const struct item none = { .subject = subject_of(&member_subject, member_id), .author_id = member_id };
	enum err err = moderation_check(scope);
	if (err || (err = check_ask(scope, ask)))
		return err;
	if (ask->sanction == MEASURE_NONE)
		return refuse_field(scope, "sanction", "field.no_choice");
	return sanction(scope, ask, &none);
}

enum err sanction_end(struct scope *scope, int64_t member_id, enum measure measure)
{
	struct member member;
	enum err err = moderation_check(scope);
	if (err || (err = member_load(scope, member_id, &member)))
		return err;
	if (!sanction_may(scope, member.id, member.roles))
		return refuse(scope, ERR_FORBIDDEN, "moderation.sanction_staff");
	assert(measure == MEASURE_RELEASE || measure == MEASURE_UNMUTE);
	err = measure == MEASURE_RELEASE ? member_suspend(scope, member_id, 0) : set_muted(scope, member_id, 0);
	struct decision decision = { .subject = subject_of(&member_subject, member_id), .title = member.name,
		.author_id = member_id, .measure = (int)measure, .clause = S(""), .facts = S(""), .text = S("") };
	return err ? err : record(scope, &decision);
}

/* ── the whole of it ── */

static enum err close_item(struct scope *scope, struct item *item, bool was_right)
{
	enum err err = standing_judge(scope, item->id, was_right);
	if (err || (err = flag_update_verdict(scope, item->id, was_right ? FLAG_RIGHT : FLAG_WRONG)))
		return err;
	item->state = ITEM_CLOSED;
	item->waits = false;
	item->weight = 0;
	item->closed_at = scope->now;
	item->claimed_by = 0;
	item->claimed_until = 0;
	return item_update(scope, item);
}

/* Each hears of it by itself; what is more than a unit may change is answered by a job. */
static enum err answer_reports(struct scope *scope, int64_t item_id, const struct decision *decision)
{
	struct report_list list;
	enum err err = report_list_unanswered(scope, item_id, &list);
	for (size_t i = 0; !err && i < list.count; i++) {
		struct report *report = &list.at[i];
		report->state = REPORT_DECIDED;
		report->decision_id = decision->id;
		const struct news news = { .kind = &report_decided, .subject = subject_of(&report_subject, report->id),
			.other = subject_of(&decision_subject, decision->id), .to_member_id = report->member_id };
		if (!(err = report_update(scope, report)))
			err = news_tell(scope, &news);
	}
	if (err || list.count < REPORTS_A_UNIT)
		return err;
	return job_plan(scope, &decision_reports_job, subject_of(&decision_subject, decision->id), scope->now);
}

static enum err answer_more(struct scope *scope, const struct job *job)
{
	struct decision decision;
	enum err err = decision_load(scope, job->subject.id, &decision);
	if (err == ERR_NOT_FOUND)
		return OK;
	return err ? err : answer_reports(scope, decision.item_id, &decision);
}

const struct job_kind decision_reports_job = { .name = "moderation.reports", .run = answer_more };

static enum err settle(struct scope *scope, struct item *item, const struct subject_sight *sight,
                       const struct decision_ask *ask)
{
	struct decision decision = from_ask(ask, item, ask->measure);
	bool restricts = measure_restricts((enum measure)ask->measure) || ask->sanction != MEASURE_NONE;
	decision.title = utf8_first(sight->title, 200);
	enum err err = record(scope, &decision);
	if (err || (ask->sanction != MEASURE_NONE && (err = sanction(scope, ask, item))))
		return err;
	if ((ask->is_spam || !restricts) && (err = learn(scope, sight, ask->is_spam)))
		return err;
	if ((err = answer_reports(scope, item->id, &decision)))
		return err;
	return close_item(scope, item, restricts || ask->measure == MEASURE_MOVE || ask->measure == MEASURE_EDIT);
}

enum err decide(struct scope *scope, int64_t item_id, const struct decision_ask *ask)
{
	struct item item;
	struct subject_sight sight;
	enum err err = item_claim(scope, item_id, &item);
	if (err || (err = item_look(scope, &item, &sight)) || (err = check_ask(scope, ask)))
		return err;
	const struct subject_care *care = subject_care_of(scope->house, item.subject.kind);
	if (ask->measure < 0 || ask->measure >= MEASURE_COUNT ||
	    !measure_fits(care, &item, &sight, (enum measure)ask->measure))
		return refuse_field(scope, "measure", "moderation.measure_wrong");
	if ((err = act(scope, care, &item, ask)))
		return err;
	return settle(scope, &item, &sight, ask);
}

enum err decide_about(struct scope *scope, struct subject subject, const struct decision_ask *ask)
{
	struct item item;
	enum err err = item_take_up(scope, subject, &item);
	return err ? err : decide(scope, item.id, ask);
}

enum err decide_back(struct scope *scope, int64_t item_id, str text)
{
	struct item item;
	struct subject_sight sight;
	enum err err = moderation_check(scope);
	if (err || (err = item_load(scope, item_id, &item)) || (err = item_look(scope, &item, &sight)))
		return err;
	const struct subject_care *care = subject_care_of(scope->house, item.subject.kind);
	struct decision_ask ask = { .measure = sight.is_hidden ? MEASURE_RESTORE : MEASURE_UNLOCK, .clause = S(""),
		.facts = S(""), .text = text, .body = S("") };
	if (item.author_id == scope->member_id)
		return refuse(scope, ERR_CONFLICT, "moderation.own");
	if (item.state != ITEM_CLOSED || !measure_fits(care, &item, &sight, (enum measure)ask.measure))
		return refuse(scope, ERR_CONFLICT, "moderation.measure_wrong");
	if ((err = act(scope, care, &item, &ask)))
		return err;
	struct decision decision = from_ask(&ask, &item, ask.measure);
	decision.title = utf8_first(sight.title, 200);
	return record(scope, &decision);
}

enum err decide_spam(struct scope *scope, int64_t item_id, str words)
{
	const struct decision_ask ask = { .measure = MEASURE_HIDE, .ground = GROUND_TERMS, .clause = S("spam"), .facts = words,
		.text = words, .body = S(""), .is_spam = true };
	return decide(scope, item_id, &ask);
}

enum err decide_by_weight(struct scope *scope, const struct item *item)
{
	struct decision_list before;
	const struct subject_care *care = subject_care_of(scope->house, item->subject.kind);
	struct subject_sight sight;
	if (!care || !care->hide)
		return OK;
	enum err err = decision_list_of(scope, item->subject.kind, (struct ids){ &item->subject.id, 1 }, &before);
	if (err || before.count) /* somebody has looked at it before: people decide again */
		return err;
	if ((err = care->look(scope, item->subject.id, &sight)) || (err = care->hide(scope, item->subject.id, true)))
		return err;
	const int64_t member_id = scope->member_id, actor_id = scope->actor_id;
	const unsigned roles = scope->roles;
	struct decision decision = { .item_id = item->id, .subject = item->subject, .author_id = item->author_id,
		.title = utf8_first(sight.title, 200), .measure = MEASURE_HIDE, .ground = GROUND_TERMS, .clause = S("flags"),
		.facts = S(""), .text = S(""), .source = SOURCE_FLAG, .automatic = AUTOMATIC_DECIDED };
	scope_act_as(scope, 0, ROLE_BITS); /* the house did it, not the last one who objected */
	err = record(scope, &decision);
	scope_act_as(scope, member_id, roles);
	scope->actor_id = actor_id;
	return err;
}

/* ── reading ── */

enum err decision_show(struct scope *scope, int64_t decision_id, struct decision *decision_out)
{
	struct decision decision;
	enum err err = decision_load(scope, decision_id, &decision);
	if (err)
		return err;
	bool is_mine = scope->member_id && decision.author_id == scope->member_id;
	if (!is_mine && !moderation_may(scope))
		return refuse(scope, ERR_NOT_FOUND, "moderation.no_decision");
	*decision_out = decision;
	return OK;
}

enum err decision_mine(struct scope *scope, int64_t before_id, struct decision_list *list_out)
{
	if (!scope->member_id)
		return refuse(scope, ERR_SIGNED_OUT, "member.sign_in");
	return decision_list_about(scope, scope->member_id, before_id, list_out);
}

enum err decision_of_member(struct scope *scope, int64_t member_id, struct decision_list *list_out)
{
	enum err err = moderation_check(scope);
	return err ? err : decision_list_about(scope, member_id, 0, list_out);
}

/* Called as what it was about; to others it has no face. */
static enum err decision_faces(struct scope *scope, struct ids ids, struct subject_face *faces_out)
{
	struct decision_list list;
	enum err err = decision_load_some(scope, ids, &list);
	for (size_t i = 0; !err && i < ids.count; i++) {
		for (size_t d = 0; d < list.count; d++) {
			const struct decision *decision = &list.at[d];
			bool is_seen = moderation_may(scope) || (scope->member_id && decision->author_id == scope->member_id);
			if (decision->id != ids.at[i] || !is_seen)
				continue;
			faces_out[i] = (struct subject_face){ decision->title,
				str_format(scope->arena, "/decisions/%lld", (long long)decision->id) };
		}
	}
	return err;
}

const struct subject_kind decision_subject = { "decision", 31, decision_faces, NULL };
