/*
 * climb.c: keeps the ladder's own row of each matter beside the core's, and acts when time is up.
 *
 * The core's row says where a matter stands; the community and the marketplace move it
 * themselves.  Here every move, whoever made it, becomes a row of its way and a promise
 * with a job that comes back when the promise is due.
 */
#include "features/ladder/climb.h"

#include "features/community/community_news.h"
#include "features/ladder/expert.h"
#include "features/ladder/ticket.h"

#define GRACE HOURS(1) /* others' timers run at the same moment: they come first */
enum { REMINDERS = 1 };

bool is_agent(const struct scope *scope)
{
	return has_role(scope, ROLE_AGENT) || has_role(scope, ROLE_BRAND_ADMIN);
}

/* ── where it stands ── */

static unsigned parties_of(const struct scope *scope, const struct matter *matter, const struct ticket *ticket)
{
	unsigned parties = 0;
	if (!scope->member_id)
		return scope->roles == ROLE_BITS ? BY_HOUSE : 0;
	if (scope->member_id == matter->owner_id)
		parties |= BY_OWNER;
	if (is_agent(scope))
		parties |= BY_AGENT;
	if (is_agent(scope) && ticket->claimed_by == scope->member_id && ticket->claimed_until > scope->now)
		parties |= BY_CLAIMANT;
	return parties;
}

static enum err load_rest(struct scope *scope, struct stand *stand)
{
	enum err err = climb_load(scope, stand->matter.id, &stand->climb);
	if (err && err != ERR_NOT_FOUND)
		return err;
	err = ticket_load(scope, stand->matter.id, &stand->ticket);
	if (err == ERR_NOT_FOUND) {
		scope_forgive(scope);
		stand->ticket = (struct ticket){ .note = S("") };
	} else if (err) {
		return err;
	}
	stand->parties = parties_of(scope, &stand->matter, &stand->ticket);
	return OK;
}

enum err stand_load(struct scope *scope, int64_t matter_id, struct stand *stand_out)
{
	struct stand stand = { .ticket.note = S("") };
	enum err err = trail_matter_by_id(scope, matter_id, &stand.matter);
	if (err)
		return err == ERR_NOT_FOUND ? refuse(scope, err, "matter.not_found") : err;
	if ((err = load_rest(scope, &stand)))
		return err;
	bool holds = scope->member_id && stand.matter.holder_id == scope->member_id;
	if (!stand.parties && !holds && !is_staff(scope))
		return refuse(scope, ERR_NOT_FOUND, "matter.not_found");
	*stand_out = stand;
	return OK;
}

bool stand_may(const struct stand *stand, enum deed deed)
{
	return rung_find(deed, stand->matter.step, stand->parties) != NULL;
}

/* ── writing it down ── */

static struct subject about(int64_t matter_id)
{
	return subject_of(&matter_subject, matter_id);
}

/* The promise's watch comes when it is due; what others promised, a little later than their own timers. */
static enum err plan_watch(struct scope *scope, const struct climb *climb, bool is_others)
{
	if (!climb->due_at)
		return job_cancel(scope, &climb_watch_job, about(climb->matter_id));
	moment at = climb->due_at + (is_others ? GRACE : 0);
	return job_plan(scope, &climb_watch_job, about(climb->matter_id), at > scope->now ? at : scope->now);
}

static enum err note_way(struct scope *scope, struct climb *climb, enum deed deed)
{
	const struct way_step step = {
		.matter_id = climb->matter_id, .number = ++climb->way_count, .deed = (int)deed, .step = climb->step,
		.holder = climb->holder, .actor_id = scope->member_id, .at = scope->now, .due_at = climb->due_at,
	};
	enum err err = way_add(scope, &step);
	if (!err)
		err = climb_save(scope, climb);
	if (!err)
		subject_changed(scope, about(climb->matter_id));
	return err;
}

static enum err tell(struct scope *scope, const struct news_kind *kind, int64_t matter_id, int64_t to_member_id)
{
	const struct news news = { .kind = kind, .subject = about(matter_id), .to_member_id = to_member_id };
	return to_member_id ? news_tell(scope, &news) : OK;
}

static void take_over(struct climb *climb, const struct matter *matter, moment now)
{
	climb->matter_id = matter->id;
	climb->owner_id = matter->owner_id;
	climb->thread_id = matter->root.kind == thread_subject.number ? matter->root.id : 0;
	climb->step = (int)matter->step;
	climb->holder = (int)matter->holder;
	climb->holder_id = matter->holder_id;
	climb->due_at = matter->due_at;
	climb->since_at = now;
	climb->overdue_at = 0;
	climb->reminded = 0;
}

/* ── what others did ── */

static bool is_seen(const struct climb *climb, const struct matter *matter)
{
	return climb->way_count && climb->step == (int)matter->step && climb->holder == (int)matter->holder &&
	       climb->holder_id == matter->holder_id && (climb->due_at == matter->due_at || !matter->due_at);
}

static enum err promise(struct scope *scope, struct climb *climb)
{
	int64_t hours;
	enum err err = rung_hours(scope, (enum matter_step)climb->step, (enum matter_holder)climb->holder, &hours);
	if (err || !hours)
		return err;
	/* Time begins when the ladder first sees it: what is old is not late at once. */
	climb->due_at = scope->now + HOURS(hours);
	return trail_set_due(scope, climb->matter_id, climb->due_at);
}

static enum err keep_up(struct scope *scope, const struct matter *matter)
{
	struct climb climb = { 0 };
	enum err err = climb_load(scope, matter->id, &climb);
	if ((err && err != ERR_NOT_FOUND) || is_seen(&climb, matter))
		return err == ERR_NOT_FOUND ? OK : err;
	take_over(&climb, matter, scope->now);
	bool is_others = matter->due_at != 0;
	if (!is_others && (err = promise(scope, &climb)))
		return err;
	if (matter->step != MATTER_WITH_AGENT && (err = ticket_leave(scope, matter->id)))
		return err;
	if ((err = note_way(scope, &climb, DEED_MOVED)))
		return err;
	return plan_watch(scope, &climb, is_others);
}

enum err climb_hear(struct scope *scope, const struct news *news)
{
	struct matter matter;
	enum err err = trail_matter(scope, news->subject, &matter);
	return err ? (err == ERR_NOT_FOUND ? OK : err) : keep_up(scope, &matter);
}

enum err climb_hear_post(struct scope *scope, const struct news *news)
{
	struct matter matter;
	enum err err = trail_matter(scope, news->subject, &matter);
	if (err || news->actor_id == matter.owner_id)
		return err == ERR_NOT_FOUND ? OK : err;
	const struct matter to = { .step = MATTER_ANSWERED, .holder = HELD_BY_OWNER, .latest = news->subject };
	return trail_move_from(scope, news->subject, 1u << MATTER_ASKED | 1u << MATTER_EXPERTS_ASKED, &to);
}

/* ── what its people do ── */

static enum err check(struct scope *scope, const struct stand *stand, enum deed deed, const struct rung **rung_out)
{
	int64_t is_on;
	*rung_out = rung_find(deed, stand->matter.step, stand->parties);
	if (!*rung_out && rung_exists(deed, stand->matter.step))
		return refuse(scope, ERR_FORBIDDEN, "ladder.not_yours");
	if (!*rung_out)
		return refuse(scope, ERR_CONFLICT, "ladder.not_now");
	if (deed != DEED_TO_AGENT)
		return OK;
	if (stand->matter.root.kind != thread_subject.number)
		return refuse(scope, ERR_CONFLICT, "ladder.no_question");
	enum err err = setting_number(scope, ladder_agents_on, &is_on);
	if (err)
		return err;
	return is_on ? OK : refuse(scope, ERR_CONFLICT, "ladder.no_agents");
}

static enum err due_of(struct scope *scope, const struct rung *rung, moment now_due, moment *due_out)
{
	int64_t hours;
	*due_out = rung->to == MATTER_CLOSED ? 0 : now_due;
	if (!rung->time)
		return OK;
	enum err err = setting_number(scope, rung->time, &hours);
	if (!err)
		*due_out = scope->now + HOURS(hours);
	return err;
}

static enum err move(struct scope *scope, struct stand *stand, const struct rung *rung)
{
	struct matter to = stand->matter;
	to.step = rung->to;
	to.holder = rung->holder;
	to.holder_id = rung->deed == DEED_CLAIM ? scope->member_id : 0;
	enum err err = due_of(scope, rung, stand->matter.due_at, &to.due_at);
	if (err || (err = trail_move(scope, stand->matter.root, &to)))
		return err;
	moment overdue_at = stand->climb.overdue_at, since_at = stand->climb.since_at;
	bool stays = rung->to == stand->matter.step;
	take_over(&stand->climb, &to, scope->now);
	if (stays) { /* claiming makes nothing less late */
		stand->climb.overdue_at = overdue_at;
		stand->climb.since_at = since_at;
	}
	if ((err = note_way(scope, &stand->climb, rung->deed)))
		return err;
	stand->matter = to;
	bool was_told = stays && overdue_at;
	return was_told ? OK : plan_watch(scope, &stand->climb, false);
}

/* An agent who goes home does not keep it. */
static enum err hold(struct scope *scope, int64_t matter_id)
{
	moment until;
	enum err err = ticket_hold(scope, matter_id, &until);
	return err ? err : job_plan(scope, &ticket_lease_job, about(matter_id), until);
}

static enum err move_ticket(struct scope *scope, struct stand *stand, const struct rung *rung, str note)
{
	switch (rung->deed) {
	case DEED_TO_AGENT:
		return ticket_open(scope, &(struct ticket){ .matter_id = stand->matter.id, .thread_id = stand->climb.thread_id,
			.owner_id = stand->matter.owner_id, .due_at = stand->climb.due_at, .note = note });
	case DEED_CLAIM: return hold(scope, stand->matter.id);
	case DEED_RELEASE: return ticket_release_row(scope, stand->matter.id);
	default: return ticket_leave(scope, stand->matter.id);
	}
}

static enum err take(struct scope *scope, struct stand *stand, enum deed deed, str note)
{
	const struct rung *rung;
	enum err err = check(scope, stand, deed, &rung);
	if (err || (err = move(scope, stand, rung)) || (err = move_ticket(scope, stand, rung, note)))
		return err;
	if (rung->news && scope->member_id != stand->matter.owner_id)
		err = tell(scope, rung->news, stand->matter.id, stand->matter.owner_id);
	bool is_staffs = (stand->parties & (BY_AGENT | BY_CLAIMANT)) && !(stand->parties & BY_OWNER);
	if (err || !is_staffs)
		return err;
	return audit_note(scope, str_c(scope->arena, str_format(scope->arena, "ladder.%s", deed_name(deed))),
	                  about(stand->matter.id), S(""));
}

enum err climb_take(struct scope *scope, int64_t matter_id, enum deed deed, str note)
{
	struct stand stand;
	enum err err = stand_load(scope, matter_id, &stand);
	return err ? err : take(scope, &stand, deed, note);
}

static enum err end_lease(struct scope *scope, const struct job *job)
{
	struct stand stand;
	enum err err = stand_load(scope, job->subject.id, &stand);
	if (err == ERR_NOT_FOUND) {
		scope_forgive(scope);
		return OK;
	}
	if (err || !stand.ticket.is_open || !stand.ticket.claimed_by || !stand_may(&stand, DEED_RELEASE))
		return err;
	if (stand.ticket.claimed_until > scope->now)
		return job_plan(scope, &ticket_lease_job, job->subject, stand.ticket.claimed_until);
	return take(scope, &stand, DEED_RELEASE, S(""));
}

const struct job_kind ticket_lease_job = { .name = "ladder.lease", .run = end_lease };

/* ── what nobody does ── */

/* What the clock does at a step: the deeds in turn, then both sides are told. */
static const struct { enum matter_step step; enum matter_holder holder; enum deed first, second; } silences[] = {
	{ MATTER_ASKED,         HELD_BY_COMMUNITY, DEED_ASK_EXPERTS, DEED_TO_AGENT },
	{ MATTER_EXPERTS_ASKED, HELD_BY_EXPERTS,   DEED_TO_AGENT,    DEED_TO_AGENT },
	{ MATTER_ANSWERED,      HELD_BY_OWNER,     DEED_REMIND,      DEED_CLOSE },
	{ MATTER_HELP_WANTED,   HELD_BY_OWNER,     DEED_REMIND,      DEED_CLOSE },
	{ MATTER_OFFERED,       HELD_BY_OWNER,     DEED_REMIND,      DEED_OVERDUE },
	{ MATTER_DONE,          HELD_BY_OWNER,     DEED_REMIND,      DEED_CLOSE },
};

static enum err remind(struct scope *scope, struct stand *stand)
{
	int64_t hours;
	enum err err = setting_number(scope, ladder_owner_hours, &hours);
	if (err)
		return err;
	stand->climb.reminded++;
	stand->climb.due_at = scope->now + HOURS(hours);
	if ((err = trail_set_due(scope, stand->matter.id, stand->climb.due_at)))
		return err;
	if ((err = note_way(scope, &stand->climb, DEED_REMIND)) || (err = plan_watch(scope, &stand->climb, false)))
		return err;
	return tell(scope, &matter_reminded, stand->matter.id, stand->matter.owner_id);
}

/* Told once to both sides, and listed until somebody moves it. */
static enum err fall_overdue(struct scope *scope, struct stand *stand)
{
	if (stand->climb.overdue_at)
		return OK;
	stand->climb.overdue_at = scope->now;
	enum err err = note_way(scope, &stand->climb, DEED_OVERDUE);
	if (err || (err = tell(scope, &matter_overdue, stand->matter.id, stand->matter.owner_id)))
		return err;
	bool is_other = stand->matter.holder_id != stand->matter.owner_id;
	return is_other ? tell(scope, &matter_overdue_held, stand->matter.id, stand->matter.holder_id) : OK;
}

/* One deed of the clock; *done_out false: it is not possible here (nobody to ask, no agents). */
static enum err act(struct scope *scope, struct stand *stand, enum deed deed, bool *done_out)
{
	*done_out = true;
	switch (deed) {
	case DEED_REMIND:
		*done_out = stand->climb.reminded < REMINDERS;
		return *done_out ? remind(scope, stand) : OK;
	case DEED_OVERDUE:
		return fall_overdue(scope, stand);
	case DEED_ASK_EXPERTS: {
		enum err err = expert_ask_some(scope, stand->climb.thread_id, done_out);
		return err || !*done_out ? err : take(scope, stand, deed, S(""));
	}
	default:
		break;
	}
	enum err err = take(scope, stand, deed, S(""));
	if (err != ERR_CONFLICT)
		return err;
	scope_forgive(scope); /* refused before anything was written */
	*done_out = false;
	return OK;
}

static enum err watch(struct scope *scope, const struct job *job)
{
	struct stand stand;
	enum err err = stand_load(scope, job->subject.id, &stand);
	if (err == ERR_NOT_FOUND) {
		scope_forgive(scope);
		return OK;
	}
	bool is_early = stand.climb.due_at > scope->now, is_over = MATTER_STEPS_OVER & 1u << stand.matter.step;
	if (err || !stand.climb.way_count || is_over || !stand.climb.due_at)
		return err;
	if (is_early)
		return plan_watch(scope, &stand.climb, false);
	for (size_t i = 0; i < COUNT(silences); i++) {
		bool done;
		if (silences[i].step != stand.matter.step || silences[i].holder != stand.matter.holder)
			continue;
		if ((err = act(scope, &stand, silences[i].first, &done)) || done)
			return err;
		if ((err = act(scope, &stand, silences[i].second, &done)) || done)
			return err;
	}
	return fall_overdue(scope, &stand);
}

const struct job_kind climb_watch_job = { .name = "ladder.watch", .run = watch };

enum err climb_overdue(struct scope *scope, struct overdue_after after, struct climb_list *list_out)
{
	if (!is_staff(scope))
		return refuse(scope, ERR_FORBIDDEN, "ladder.not_yours");
	return climb_load_overdue(scope, after, list_out);
}
